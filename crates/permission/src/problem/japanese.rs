//! Problems in Japanese.
use super::what::{Wanted, What};
use crate::Language::Ja;
use crate::condition::day_in_words;
use crate::json::{Wanted as Json, Why};

pub(super) fn message(what: &What) -> String {
    match what {
        What::DocumentTooLong => "ドキュメントが64 KiBを超えています。".into(),
        What::BrokenJson(why) => broken_json(*why).into(),
        What::UnknownField {
            name,
            meant: Some(meant),
        } => format!("{name}というフィールドはありません。{meant}ではありませんか?"),
        What::UnknownField { name, meant: None } => format!("{name}というフィールドはありません。"),
        What::DuplicateField(name) => format!("{name}が2つあります。1つにしてください。"),
        What::MissingField(name) => format!("{name}がありません。"),
        What::WrongType(wanted) => wrong_type(*wanted).into(),
        What::TooManyStatements => {
            "ステートメントは100件までです。残りはロールに分けられます。".into()
        }
        What::TooManyPatterns => {
            "指定できる操作は200個までです。Tag:* や Tag:prefix* でまとめられます。".into()
        }
        What::BadPattern(text) => {
            format!(
                "{text}は操作ではありません。Tag:operation、Tag:prefix*、Tag:*、* のいずれかを128文字以内で書きます。"
            )
        }
        What::BadCondition(what) => what.message(Ja),
        What::UnknownOperation {
            closest: Some(closest),
            ..
        } => format!("この操作はありません。近いもの: {closest}"),
        What::UnknownOperation {
            name,
            closest: None,
        } => {
            format!("Latchkeyは{name}を知りません。サーバーにある場合のため、そのまま残します。")
        }
        What::MatchesNothing(pattern) => {
            format!(
                "{pattern}に当てはまる操作をLatchkeyは知りません。サーバーにある場合のため、そのまま残します。"
            )
        }
        What::NoOperations => "操作の指定がないため、このステートメントは何もしません。".into(),
        What::NeverTrue => "この条件が満たされることはありません。".into(),
        What::WindowOver(last) => format!(
            "この条件の期限は{}で、すでに過ぎています。",
            day_in_words(*last, Ja)
        ),
        What::PathVariableAbsent(name) => {
            format!(
                "パスに{name}を持つ操作がここにないため、この条件が満たされることはありません。"
            )
        }
        What::DenyWithoutPathVariable {
            variable,
            operation,
        } => {
            format!("{operation}のパスには{variable}がないため、常に拒否されます。")
        }
        What::DenyByIpv4 => "IPv6で接続する人はこの範囲に入らないため、拒否が効きません。\
            代わりに、信頼するアドレスを許可してください。"
            .into(),
        What::GrantsEverything => "今後増えるものも含め、すべての操作が許可されます。".into(),
        What::HostBits(range) => format!("範囲の指定のため、{range}として扱われます。"),
    }
}

const fn broken_json(why: Why) -> &'static str {
    match why {
        Why::Wanted(Json::Value) => "ここに値が必要です。文字列は二重引用符で囲みます。",
        Why::Wanted(Json::Key) => "ここに、二重引用符で囲んだフィールド名が必要です。",
        Why::Wanted(Json::Colon) => "ここにコロンが必要です。",
        Why::Wanted(Json::CommaOrBrace) => "ここにコンマか } が必要です。",
        Why::Wanted(Json::CommaOrBracket) => "ここにコンマか ] が必要です。",
        Why::TrailingComma => "このコンマの後に何もありません。",
        Why::OpenText => "閉じる二重引用符がありません。",
        Why::BadText => "この文字は、JSONでは別の書き方が必要です。",
        Why::TextAfterEnd => "ドキュメントはこの前で終わっています。",
        Why::TooDeep => "入れ子が8段を超えています。",
    }
}

const fn wrong_type(wanted: Wanted) -> &'static str {
    match wanted {
        Wanted::Document => "ドキュメントは { \"statements\": [ … ] } の形で書きます。",
        Wanted::Statements => "statements は [ … ] の形で書きます。",
        Wanted::Statement => "ステートメントは { \"effect\": …, \"api\": … } の形で書きます。",
        Wanted::Effect => "effect は \"allow\" か \"deny\" です。",
        Wanted::Api => "api には操作、または操作の一覧を二重引用符で書きます。",
        Wanted::Pattern => "操作は二重引用符で囲みます。",
        Wanted::Condition => "condition は二重引用符で囲みます。",
    }
}
