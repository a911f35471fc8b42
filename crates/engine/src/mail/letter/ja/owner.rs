//! What the account's addresses receive, in Japanese: getting in, changes, news.

use super::super::phrases::{Acts, Besides, Words};
use super::Told;

/// Where root types a code for a new password.
const AT_SIGN_IN: &str = "Latchkeyの「ルートでサインイン」の画面で「パスワードを忘れた場合」を選び、次のコードを入力してください。";

pub(super) fn verify_address(told: &Told) -> Words {
    Words {
        title: "アドレスを確認するコード".into(),
        explanation: "アカウントにアドレスを追加したとき、そのアドレスのメールが読まれていることを確かめるために送信します。確認が終わるまで、ほかのメールは送信しません。",
        subject: format!("アドレスの確認のお願い ({})", told.account),
        heading: "アドレスを確認してください",
        says: vec!["このアドレスが、下記のアカウントに追加されました。確認すると、アカウントからのメールがここに届くようになります。".into()],
        acts: Some(Acts {
            button: "アドレスを確認する",
            besides: Besides::Code("Latchkeyの「メールアドレス」の画面で、次のコードを入力してください。"),
        }),
        not_you: "何もする必要はありません。確認しないかぎり、このアドレスは使われません。",
    }
}

pub(super) fn reset_password(told: &Told) -> Words {
    Words {
        title: "所有者のパスワードの再設定".into(),
        explanation: "アカウント所有者 (ルート) がパスワードを忘れて再設定を依頼したとき、メインのアドレスに送信します。このメールを読める人だけが再設定できます。",
        subject: format!("パスワードの再設定 ({})", told.account),
        heading: "新しいパスワードを設定してください",
        says: vec![
            "アカウント所有者 (ルート) のパスワードの再設定が依頼されました。再設定すると、所有者はすべての端末からサインアウトされます。それまでは、今のパスワードをそのまま使えます。".into(),
        ],
        acts: Some(Acts {
            button: "新しいパスワードを設定する",
            besides: Besides::Code(AT_SIGN_IN),
        }),
        not_you: "何もする必要はありません。パスワードは変わりません。このメールがなければ、この方法で変更することはできません。",
    }
}

pub(super) fn password_changed(told: &Told) -> Words {
    Words {
        title: "所有者のパスワードの変更".into(),
        explanation: "アカウント所有者 (ルート) のパスワードが変更されたとき、知らないうちに変えられることがないよう、メインのアドレスに送信します。",
        subject: format!("所有者のパスワードが変更されました ({})", told.account),
        heading: "所有者のパスワードが変更されました",
        says: vec![
            "アカウント所有者 (ルート) のパスワードが新しくなりました。所有者としてサインインしていたほかの端末は、サインアウトされました。".into(),
        ],
        acts: None,
        not_you: "すぐにパスワードを再設定してください。Latchkeyの「ルートでサインイン」の画面で「パスワードを忘れた場合」を選ぶと、このメールボックスに再設定用のメールが届きます。そのあとサインインし、「メールアドレス」と「ユーザー」に覚えのない変更がないか確かめてください。",
    }
}

pub(super) fn primary_is_you(told: &Told) -> Words {
    Words {
        title: "新しいメインのアドレス".into(),
        explanation: "アドレスがメインになったとき、何に使われるかを持ち主に知らせるため、そのアドレスに送信します。",
        subject: format!("メインのアドレスになりました ({})", told.account),
        heading: "このアドレスがメインになりました",
        says: vec!["これからは、アカウント所有者 (ルート) がこのアドレスでサインインします。アカウントに関するメールもここに届きます。".into()],
        acts: None,
        not_you: "アカウントの所有者に知らせてください。以前のアドレスから、72時間以内であれば取り消せます。",
    }
}

pub(super) fn primary_was_you(told: &Told) -> Words {
    Words {
        title: "メインのアドレスの交代".into(),
        explanation: "メインのアドレスがほかのアドレスに変わったとき、以前のアドレスに送信します。本人による変更でない場合に備え、72時間は取り消せます。",
        subject: format!("メインのアドレスではなくなりました ({})", told.account),
        heading: "このアドレスはメインではなくなりました",
        says: vec![
            "アカウント所有者 (ルート) は別のアドレスでサインインするようになり、アカウントに関するメールもそちらに届きます。この変更で正しければ、何もする必要はありません。".into(),
            "正しくない場合は、変更を取り消してください。このアドレスがメインに戻り、所有者としてサインインしている端末はすべてサインアウトされます。".into(),
        ],
        acts: Some(Acts {
            button: "変更を取り消す",
            besides: Besides::Instead(
                "リンク先のページが用意されていないため、このメールにはリンクがありません。取り消すには、新しいアドレスでLatchkeyにサインインし、「メールアドレス」の画面でこのアドレスをメインに戻してください。",
            ),
        }),
        not_you: "変更を取り消し、そのあと新しいパスワードを設定してください。変更した人は、今のパスワードを知っています。",
    }
}

pub(super) fn primary_undone(told: &Told) -> Words {
    Words {
        title: "メインのアドレスの変更の取り消し".into(),
        explanation: "メインのアドレスの変更が取り消されたとき、両方のアドレスに送信します。",
        subject: format!("メインのアドレスが元に戻りました ({})", told.account),
        heading: "メインのアドレスが元に戻りました",
        says: vec![
            "メインのアドレスの変更が取り消されました。アカウント所有者 (ルート) は、また以前のアドレスでサインインします。所有者としてサインインしていた端末は、すべてサインアウトされました。".into(),
        ],
        acts: None,
        not_you: "以前のアドレスのメールを読める人が取り消しました。あなたがアカウントの所有者であれば、新しいパスワードを設定してください。Latchkeyの「ルートでサインイン」の画面で「パスワードを忘れた場合」を選びます。",
    }
}

pub(super) fn recovery_changed(told: &Told) -> Words {
    Words {
        title: "復旧用アドレスの変更".into(),
        explanation: "復旧用アドレスが設定、変更、解除されたとき、メインのアドレスに送信します。メインのメールボックスを失ったときに誰が戻れるかが、これで決まります。",
        subject: format!("復旧用アドレスが変更されました ({})", told.account),
        heading: "復旧用アドレスが変更されました",
        says: vec!["復旧用アドレスが設定、変更、または解除されました。メインのメールボックスを失ったときに、サインインし直すためのアドレスです。".into()],
        acts: None,
        not_you: "Latchkeyにサインインし、「メールアドレス」の画面で復旧用アドレスを正しく設定し、そのあと新しいパスワードを設定してください。変更した人は、今のパスワードを知っています。",
    }
}

pub(super) fn recover(told: &Told) -> Words {
    let pause = told.opens.as_ref().map_or_else(
        || "メインのアドレスにもお知らせしました。そこから中止できます。".to_owned(),
        |opens| format!("メインのアドレスにもお知らせしました。{opens} までは、そこから中止できます。それまでお待ちください。"),
    );
    Words {
        title: "復旧用アドレスによる再設定".into(),
        explanation: "アカウント所有者 (ルート) がメインのメールボックスを使えないとき、復旧用アドレスに送信します。メインのアドレスから中止できるよう、使えるのは24時間後からです。",
        subject: format!("サインインを復旧するためのメール ({})", told.account),
        heading: "サインインの復旧",
        says: vec![
            "メインのメールボックスを使えないという人から、この復旧用アドレスによるパスワードの再設定が依頼されました。".into(),
            pause,
        ],
        acts: Some(Acts {
            button: "新しいパスワードを設定する",
            besides: Besides::Code(AT_SIGN_IN),
        }),
        not_you: "何もせず、アカウントの所有者に知らせてください。このメールがなければ、この方法でサインインすることはできません。",
    }
}

pub(super) fn recovery_begun(told: &Told) -> Words {
    let from = told.opens.as_ref().map_or_else(
        || "復旧用アドレスのメールを読める人が、新しいパスワードを設定できます。".to_owned(),
        |opens| {
            format!(
                "{opens} からは、復旧用アドレスのメールを読める人が新しいパスワードを設定できます。"
            )
        },
    );
    Words {
        title: "復旧用アドレスによる再設定の依頼".into(),
        explanation: "メールボックスを失ったという人から、復旧用アドレスによるパスワードの再設定が依頼されたとき、メインのアドレスに送信します。ここから中止できます。",
        subject: format!("復旧用アドレスによる再設定が依頼されました ({})", told.account),
        heading: "復旧用アドレスによる再設定が依頼されました",
        says: vec![
            format!("このメールボックスを使えなくなったという人から、復旧用アドレスによるパスワードの再設定が依頼されました。{from}"),
            "あなた自身、または任された人の依頼であれば、何もする必要はありません。そうでなければ、それまでに中止してください。".into(),
        ],
        acts: Some(Acts {
            button: "中止する",
            besides: Besides::Instead(
                "中止するには、アカウント所有者としてLatchkeyにサインインしてください。「メールアドレス」の画面で中止できます。",
            ),
        }),
        not_you: "中止してください。そのあと、復旧用アドレスのメールを誰が読めるかを確かめ、はっきりしなければ別のアドレスに変えてください。",
    }
}

pub(super) fn recovery_stopped(told: &Told) -> Words {
    Words {
        title: "復旧用アドレスによる再設定の中止".into(),
        explanation: "復旧用アドレスから始められた再設定が終わったとき、メインのアドレスに送信します。",
        subject: format!("復旧用アドレスによる再設定は中止されました ({})", told.account),
        heading: "再設定は中止されました",
        says: vec!["復旧用アドレスに送信されたリンクとコードは、もう使えません。パスワードは変わっていません。".into()],
        acts: None,
        not_you: "このメールボックスを読める人か、所有者としてサインインしている人が中止しました。まだ復旧が必要な場合は、Latchkeyのサインイン画面でもう一度依頼してください。",
    }
}

pub(super) fn mail_server_changed(told: &Told) -> Words {
    Words {
        title: "メールサーバーの変更".into(),
        explanation: "アカウントのメールが別のメールサーバーから送信されるようになったとき、または送信されなくなったとき、それまでの経路でメインのアドレスに送信します。所有者のパスワードを知った人が、警告を届かなくすることを防ぎます。",
        subject: format!("メールの設定が変更されました ({})", told.account),
        heading: "メールの設定が変更されました",
        says: vec![
            "これからアカウントのメールは、別のメールサーバー、差出人、パスワードで送信されるか、送信されなくなります。このメールは、それまでの経路で送信しています。アカウント所有者 (ルート) への警告も、これから3日間はそれまでの経路で送信します。".into(),
        ],
        acts: None,
        not_you: "すぐにLatchkeyにサインインし、「設定」でメールサーバーを元に戻してください。変更した人は現在のパスワードを知っているため、新しいパスワードも設定してください。そのあと、「メールアドレス」と「ユーザー」に覚えのない変更がないか確かめてください。",
    }
}

pub(super) fn user_can_grant(told: &Told) -> Words {
    Words {
        title: told.user.as_ref().map_or_else(
            || "権限を渡せるユーザー".to_owned(),
            |user| format!("{user} さんが権限を渡せるようになりました"),
        ),
        explanation: "ユーザーの作成、ほかのユーザーのパスワードの設定、権限の変更のいずれかができるユーザーが現れたとき、メインのアドレスに送信します。",
        subject: format!("権限を渡せるユーザーができました ({})", told.account),
        heading: "権限を渡せるユーザーができました",
        says: vec!["下記のユーザーは、ユーザーの作成、パスワードの設定、権限の変更のいずれかを、ほかのユーザーに対して行えるようになりました。".into()],
        acts: None,
        not_you: "操作した人に確かめてください。Latchkeyでユーザーを開くと、「権限」でできることを確かめ、取り消せます。",
    }
}

pub(super) fn billing(told: &Told) -> Words {
    Words {
        title: "請求と支払い".into(),
        explanation: "請求書、領収書、支払い失敗のお知らせです。メインのアドレスにも届きます。",
        subject: format!("請求と支払いのお知らせ ({})", told.account),
        heading: "請求と支払いのお知らせがあります",
        says: vec!["Latchkeyにサインインし、「請求」の画面で確認してください。".into()],
        acts: None,
        not_you: "このアドレスは、請求に関するメールの宛先に選ばれています。アカウントの所有者が変更できます。",
    }
}

pub(super) fn support(told: &Told) -> Words {
    Words {
        title: "お問い合わせへの返信".into(),
        explanation: "お問い合わせへの返信と、メンテナンスのお知らせです。メインのアドレスにも届きます。",
        subject: format!("お問い合わせへの返信 ({})", told.account),
        heading: "お問い合わせに返信があります",
        says: vec!["Latchkeyにサインインし、「サポート」の画面で確認してください。".into()],
        acts: None,
        not_you: "このアドレスは、サポートに関するメールの宛先に選ばれています。アカウントの所有者が変更できます。",
    }
}
