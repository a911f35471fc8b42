//! What users receive, in Japanese; and what is about whoever signs in, root or a user.

use super::super::phrases::{Acts, Besides, Words};
use super::Told;

/// Where a user types a code for a password.
const AT_SIGN_IN: &str = "Latchkeyの「SAMユーザーでサインイン」の画面で「パスワードを忘れた場合」を選び、次のコードを入力してください。";

pub(super) fn sign_in_paused(told: &Told) -> Words {
    let whose = if told.user.is_some() {
        "下記のユーザー"
    } else {
        "アカウント所有者 (ルート) "
    };
    Words {
        title: "サインインの一時停止".into(),
        explanation: "まちがったパスワードが何度も入力され、しばらくサインインできなくなったとき、メインのアドレスに送信します。",
        subject: format!("サインインを一時停止しています ({})", told.account),
        heading: "サインインを一時停止しています",
        says: vec![format!(
            "{whose}のサインインで、まちがったパスワードが何度も入力されました。いずれもサインインには成功していません。しばらくすると、自動的にサインインできるようになります。"
        )],
        acts: None,
        not_you: "誰かがパスワードを推測しようとしている可能性があります。短いパスワードや、ほかでも使っているパスワードの場合は、新しいものに変えてください。",
    }
}

pub(super) fn new_device(told: &Told) -> Words {
    Words {
        title: told.system.as_ref().map_or_else(
            || "新しいサインイン".to_owned(),
            |system| format!("{system} からの新しいサインイン"),
        ),
        explanation: "アカウント所有者 (ルート) が初めての端末からサインインしたとき、メインのアドレスに送信します。",
        subject: format!("新しいサインインがありました ({})", told.account),
        heading: "新しいサインインがありました",
        says: vec![
            "これまで使われていなかった端末から、アカウント所有者 (ルート) がサインインしました。"
                .into(),
        ],
        acts: None,
        not_you: "Latchkeyの「設定」で新しいパスワードを設定してください。ほかの端末はすべてサインアウトされます。そのあと、「メールアドレス」と「ユーザー」に覚えのない変更がないか確かめてください。",
    }
}

pub(super) fn user_new_device(told: &Told) -> Words {
    Words {
        title: told.system.as_ref().map_or_else(
            || "ユーザーの新しいサインイン".to_owned(),
            |system| format!("{system} からのユーザーの新しいサインイン"),
        ),
        explanation: "ユーザーが初めての端末からサインインしたとき、本人の連絡用アドレスに送信します。",
        subject: format!("新しいサインインがありました ({})", told.account),
        heading: "新しいサインインがありました",
        says: vec![
            "これまで使われていなかった端末から、下記のユーザーがサインインしました。".into(),
        ],
        acts: None,
        not_you: "Latchkeyの「設定」で新しいパスワードを設定し、ほかの端末をすべてサインアウトしてください。また、アカウントのユーザーを管理している人に知らせてください。",
    }
}

pub(super) fn verify_contact(told: &Told) -> Words {
    Words {
        title: "連絡用アドレスを確認するコード".into(),
        explanation: "ユーザーの連絡用アドレスに、本人がメールを読めることを確かめるために送信します。確認が終わると、パスワードの再設定をそこで受け取れます。",
        subject: format!("連絡用アドレスの確認のお願い ({})", told.account),
        heading: "連絡用アドレスを確認してください",
        says: vec!["このアドレスが、下記のユーザーの連絡用アドレスに設定されました。確認すると、パスワードを忘れたときにメールで再設定できるようになります。".into()],
        acts: Some(Acts {
            button: "アドレスを確認する",
            besides: Besides::Code("Latchkeyで、連絡用アドレスの横に次のコードを入力してください。"),
        }),
        not_you: "何もする必要はありません。確認しないかぎり、このアドレスは使われません。",
    }
}

pub(super) fn invitation(told: &Told) -> Words {
    Words {
        title: "パスワードの設定".into(),
        explanation: "招待したユーザーに送信します。パスワードは本人が決め、ほかの人に知られることはありません。",
        subject: format!("パスワードを設定してください ({})", told.account),
        heading: "パスワードを設定してください",
        says: vec!["下記のアカウントに、あなた専用のサインインが用意されました。はじめにパスワードを決めてください。そのあとは、オペレーターID、ユーザー名、決めたパスワードでLatchkeyにサインインします。".into()],
        acts: Some(Acts {
            button: "パスワードを設定する",
            besides: Besides::Code(AT_SIGN_IN),
        }),
        not_you: "このアカウントに心当たりがなければ、何もする必要はありません。パスワードが設定されるまで、このユーザーでは誰もサインインできません。",
    }
}

pub(super) fn user_password(told: &Told) -> Words {
    Words {
        title: told.user.as_ref().map_or_else(
            || "ユーザーのパスワードの再設定".to_owned(),
            |user| format!("{user} さんのパスワードの再設定"),
        ),
        explanation: "パスワードを忘れたユーザーが再設定を依頼したとき、連絡用アドレスに送信します。",
        subject: format!("パスワードの再設定のお知らせ ({})", told.account),
        heading: "新しいパスワードを設定してください",
        says: vec!["下記のユーザーのパスワードの再設定が依頼されました。再設定すると、このユーザーはすべての端末からサインアウトされます。それまでは、今のパスワードをそのまま使えます。".into()],
        acts: Some(Acts {
            button: "新しいパスワードを設定する",
            besides: Besides::Code(AT_SIGN_IN),
        }),
        not_you: "何もする必要はありません。パスワードは変わりません。このメールがなければ、この方法で変更することはできません。",
    }
}

pub(super) fn user_password_changed(told: &Told) -> Words {
    Words {
        title: "ユーザーのパスワードの変更".into(),
        explanation: "ユーザーのパスワードが変更されたとき、知らないうちに変えられることがないよう、連絡用アドレスに送信します。",
        subject: format!("パスワードが変更されました ({})", told.account),
        heading: "パスワードが変更されました",
        says: vec!["下記のユーザーのパスワードが新しくなりました。以前のパスワードでサインインしていたほかの端末は、サインアウトされました。".into()],
        acts: None,
        not_you: "すぐにパスワードを再設定してください。Latchkeyの「SAMユーザーでサインイン」の画面で「パスワードを忘れた場合」を選びます。また、アカウントのユーザーを管理している人に知らせてください。",
    }
}

pub(super) fn contact_changed(told: &Told) -> Words {
    Words {
        title: "連絡用アドレスの変更".into(),
        explanation: "ユーザーの連絡用アドレスが変更または削除されたとき、知らないうちに変えられることがないよう、それまでの連絡用アドレスに送信します。",
        subject: format!("連絡用アドレスが変更されました ({})", told.account),
        heading: "このアドレスは連絡用アドレスではなくなりました",
        says: vec!["下記のユーザーの連絡用アドレスが、変更または削除されました。パスワードを忘れたときに、このアドレスで再設定することはできなくなりました。今のパスワードはそのまま使えます。".into()],
        acts: None,
        not_you: "アカウントのユーザーを管理している人に知らせて、アドレスを設定し直してもらってください。",
    }
}

pub(super) fn test(told: &Told) -> Words {
    Words {
        title: "テストメール".into(),
        explanation: "「テストメールを送信」を押したとき、メールが届くかどうかを確かめるために送信します。",
        subject: format!("テストメール ({})", told.account),
        heading: "これはテストメールです",
        says: vec![
            "下記のアカウントからのメールは、このアドレスに届きます。何もする必要はありません。"
                .into(),
        ],
        acts: None,
        not_you: "アカウントを管理している人が、メールが届くかどうかを確かめました。何も変更されていません。",
    }
}
