//! What can be wrong with a condition, in words.
use super::expression::{Comparison, Kind};
use crate::Language;
use crate::json::Span;

/// Why a text is no condition, and where in that text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Trouble {
    pub span: Span,
    pub what: What,
    /// What to write instead, when one thing stands out.
    pub instead: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum What {
    Empty,
    TooLong,
    TooManyTokens,
    TooManyNodes,
    TooDeep,
    StrangeCharacter(char),
    DoubleQuote,
    OpenText,
    StrangeText,
    LongNumber,
    EndsEarly,
    Unexpected(String),
    UnknownName(String),
    UnknownFunction(String),
    Arguments(&'static str),
    NoSuchDate,
    NoRange(String),
    NoAddress(String),
    Kinds(Kind, Kind),
    NoOrder(Kind, Comparison),
    NotYesOrNo(Kind),
}

impl What {
    pub(crate) fn message(&self, language: Language) -> String {
        match language {
            Language::En => self.english(),
            Language::Ja => self.japanese(),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::Empty => {
                "The condition is empty. Leave the field out if there is no condition.".into()
            }
            Self::TooLong => "The condition is longer than 1,024 bytes.".into(),
            Self::TooManyTokens => "The condition has more than 256 words and signs.".into(),
            Self::TooManyNodes => "The condition has more than 128 parts.".into(),
            Self::TooDeep => "The condition is nested more than 16 levels deep.".into(),
            Self::StrangeCharacter(c) => format!("A condition cannot contain {c}."),
            Self::DoubleQuote => "Text in a condition stands in single quotes.".into(),
            Self::OpenText => "The closing single quote is missing.".into(),
            Self::StrangeText => {
                "Text in a condition cannot contain quotes, backslashes or control characters."
                    .into()
            }
            Self::LongNumber => "A number has at most 9 digits.".into(),
            Self::EndsEarly => "The condition ends too early.".into(),
            Self::Unexpected(found) => format!("{found} cannot stand here."),
            Self::UnknownName(name) => format!("There is no {name} in conditions."),
            Self::UnknownFunction(name) => format!("There is no function {name} in conditions."),
            Self::Arguments(wanted) => format!("Write it like {wanted}."),
            Self::NoSuchDate => "This date does not exist.".into(),
            Self::NoRange(text) => {
                format!("{text} is not an address range. Write it like 203.0.113.0/24.")
            }
            Self::NoAddress(text) => {
                format!("{text} is not an IP address, so sourceIp can never equal it.")
            }
            Self::Kinds(left, right) => format!(
                "{} cannot be compared with {}.",
                left.english(),
                right.english()
            ),
            Self::NoOrder(kind, sign) => format!(
                "{} cannot be compared with {}.",
                kind.english(),
                sign.sign()
            ),
            Self::NotYesOrNo(kind) => format!(
                "{} is not a yes or no. Compare it with something.",
                kind.english()
            ),
        }
    }

    fn japanese(&self) -> String {
        match self {
            Self::Empty => {
                "条件が空です。条件がない場合は、このフィールドを書かないでください。".into()
            }
            Self::TooLong => "条件が1,024バイトを超えています。".into(),
            Self::TooManyTokens => "条件の語と記号が256個を超えています。".into(),
            Self::TooManyNodes => "条件の要素が128個を超えています。".into(),
            Self::TooDeep => "条件の入れ子が16段を超えています。".into(),
            Self::StrangeCharacter(c) => format!("条件に{c}は使えません。"),
            Self::DoubleQuote => "条件の中の文字列は、一重引用符で囲みます。".into(),
            Self::OpenText => "閉じる一重引用符がありません。".into(),
            Self::StrangeText => {
                "条件の中の文字列に、引用符・バックスラッシュ・制御文字は使えません。".into()
            }
            Self::LongNumber => "数値は9桁までです。".into(),
            Self::EndsEarly => "条件が途中で終わっています。".into(),
            Self::Unexpected(found) => format!("ここに{found}は書けません。"),
            Self::UnknownName(name) => format!("{name}という名前は条件で使えません。"),
            Self::UnknownFunction(name) => format!("{name}という関数は条件で使えません。"),
            Self::Arguments(wanted) => format!("{wanted}のように書きます。"),
            Self::NoSuchDate => "この日付は存在しません。".into(),
            Self::NoRange(text) => {
                format!("{text}はアドレス範囲ではありません。203.0.113.0/24のように書きます。")
            }
            Self::NoAddress(text) => {
                format!("{text}はIPアドレスではないため、sourceIpと等しくなることはありません。")
            }
            Self::Kinds(left, right) => format!(
                "{}と{}は比較できません。",
                left.japanese(),
                right.japanese()
            ),
            Self::NoOrder(kind, sign) => {
                format!("{}は{}で比較できません。", kind.japanese(), sign.sign())
            }
            Self::NotYesOrNo(kind) => format!(
                "{}だけでは条件になりません。何かと比較してください。",
                kind.japanese()
            ),
        }
    }
}

impl Kind {
    const fn english(self) -> &'static str {
        match self {
            Self::Bool => "A yes or no",
            Self::Text => "Text",
            Self::Int => "A number",
            Self::Date => "A date",
        }
    }

    const fn japanese(self) -> &'static str {
        match self {
            Self::Bool => "真偽",
            Self::Text => "文字列",
            Self::Int => "数値",
            Self::Date => "日付",
        }
    }
}
