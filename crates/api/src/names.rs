//! Names, addresses and texts that a request may carry, each with its rule. A value of one of these types
//! keeps the rule; a text that breaks it is refused while the request is read.

use crate::{Language, say};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use unicode_normalization::UnicodeNormalization;

/// A broken rule. Serde carries it as [`Rule::token`]; [`crate::wire`] turns it back into words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Not `OP` + 10 digits.
    OperatorId,
    /// Empty or over 64 characters.
    UserNameLength,
    /// Other than letters, digits and `. _ - @ + space`, or a space at an end.
    UserNameCharacters,
    /// `.`, `..` or a word of the API's paths.
    UserNameReserved,
    /// Over 256 characters.
    DescriptionLength,
    /// Control characters.
    DescriptionCharacters,
    /// Not `somebody@somewhere`.
    Email,
    /// Over 64 KiB.
    DocumentLength,
}

impl Rule {
    const ALL: [Self; 8] = [
        Self::OperatorId,
        Self::UserNameLength,
        Self::UserNameCharacters,
        Self::UserNameReserved,
        Self::DescriptionLength,
        Self::DescriptionCharacters,
        Self::Email,
        Self::DocumentLength,
    ];

    /// How the rule is named inside a serde error.
    const fn token(self) -> &'static str {
        match self {
            Self::OperatorId => "rule:operator_id",
            Self::UserNameLength => "rule:user_name_length",
            Self::UserNameCharacters => "rule:user_name_characters",
            Self::UserNameReserved => "rule:user_name_reserved",
            Self::DescriptionLength => "rule:description_length",
            Self::DescriptionCharacters => "rule:description_characters",
            Self::Email => "rule:email",
            Self::DocumentLength => "rule:document_length",
        }
    }

    /// The rule that a serde error tells of.
    pub(crate) fn in_error(text: &str) -> Option<Self> {
        // whole words only: one token may begin another
        Self::ALL
            .into_iter()
            .find(|rule| text.split([' ', ',']).any(|word| word == rule.token()))
    }

    /// What a person reads.
    #[must_use]
    pub fn message(self, language: Language) -> &'static str {
        let (en, ja) = match self {
            Self::OperatorId => (
                "An operator ID is OP and 10 digits.",
                "オペレーターIDは OP と数字10桁です。",
            ),
            Self::UserNameLength => (
                "Use 1 to 64 characters.",
                "1文字以上64文字以内で入力してください。",
            ),
            Self::UserNameCharacters => (
                "Use letters, digits, spaces inside, and . _ - @ + only.",
                "文字、数字、途中の空白、. _ - @ + だけを使ってください。",
            ),
            Self::UserNameReserved => (
                "Latchkey uses this word itself. Choose another one.",
                "この語はLatchkeyが使用しています。別の名前にしてください。",
            ),
            Self::DescriptionLength => (
                "Use at most 256 characters.",
                "256文字以内で入力してください。",
            ),
            Self::DescriptionCharacters => (
                "Line breaks and control characters are not allowed here.",
                "改行や制御文字は使えません。",
            ),
            Self::Email => (
                "This is not an email address. Example: hana@example.com",
                "メールアドレスの形式ではありません。例: hana@example.com",
            ),
            Self::DocumentLength => (
                "Permissions can be 64 KiB at most. Nothing was saved.",
                "権限は64 KiBまでです。保存していません。",
            ),
        };
        say(language, en, ja)
    }
}

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.token())
    }
}

macro_rules! text {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, TS)]
        #[serde(try_from = "String", into = "String")]
        #[ts(type = "string")]
        pub struct $name(String);

        impl $name {
            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str { &self.0 }
        }
        impl From<$name> for String {
            fn from(value: $name) -> Self { value.0 }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(&self.0) }
        }
        impl std::str::FromStr for $name {
            type Err = Rule;
            fn from_str(text: &str) -> Result<Self, Rule> { Self::try_from(text.to_owned()) }
        }
    };
}

text! {
    /// An account's number: `OP` + 10 digits.
    OperatorId
}
text! {
    /// What a SAM user signs in with: 1-64 letters and digits of any script and `. _ - @ + space`, in NFC.
    UserName
}
text! {
    /// A person's name or a note: up to 256 characters without control characters, in NFC.
    Description
}
text! {
    /// An email address, as it was typed, in NFC.
    EmailAddress
}
text! {
    /// A permission document as it travels: JSON as text, at most 64 KiB. Not checked here.
    DocumentText
}

impl TryFrom<String> for OperatorId {
    type Error = Rule;
    fn try_from(text: String) -> Result<Self, Rule> {
        let digits = text.strip_prefix("OP").ok_or(Rule::OperatorId)?;
        let right = digits.len() == 10 && digits.bytes().all(|b| b.is_ascii_digit());
        if right {
            Ok(Self(text))
        } else {
            Err(Rule::OperatorId)
        }
    }
}

/// Words that stand where a user name stands in a path.
const RESERVED: [&str; 3] = [".", "..", "default_permissions"];

impl TryFrom<String> for UserName {
    type Error = Rule;
    fn try_from(text: String) -> Result<Self, Rule> {
        // bounded before it is normalised
        if text.len() > 1024 {
            return Err(Rule::UserNameLength);
        }
        let name: String = text.nfc().collect();
        if !(1..=64).contains(&name.chars().count()) {
            return Err(Rule::UserNameLength);
        }
        let fits = |c: char| c.is_alphanumeric() || is_mark(c) || "._-@+ ".contains(c);
        if !name.chars().all(fits)
            || name.starts_with([' '])
            || name.ends_with(' ')
            || name.starts_with(is_mark)
        {
            return Err(Rule::UserNameCharacters);
        }
        if RESERVED.contains(&fold(&name).as_str()) {
            return Err(Rule::UserNameReserved);
        }
        Ok(Self(name))
    }
}

/// Marks that NFC leaves standing alone but that are part of a letter (Indic vowel signs, Thai tones …).
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

impl UserName {
    /// What makes the name unique in its account, and what failed sign-ins are counted under.
    #[must_use]
    pub fn key(&self) -> String {
        fold(&self.0)
    }
}

/// One text for all that people take for the same: compatibility forms (full width), and upper and lower case.
///
/// Lower case of upper case is how ß and ss, ς and σ meet without a table of our own.
#[must_use]
pub fn fold(text: &str) -> String {
    let once: String = text.nfkc().collect();
    once.to_uppercase().to_lowercase().nfkc().collect()
}

impl TryFrom<String> for Description {
    type Error = Rule;
    fn try_from(text: String) -> Result<Self, Rule> {
        if text.len() > 4096 {
            return Err(Rule::DescriptionLength);
        }
        let text: String = text.trim().nfc().collect();
        if text.chars().count() > 256 {
            return Err(Rule::DescriptionLength);
        }
        if text.chars().any(char::is_control) {
            return Err(Rule::DescriptionCharacters);
        }
        Ok(Self(text))
    }
}

impl TryFrom<String> for EmailAddress {
    type Error = Rule;
    fn try_from(text: String) -> Result<Self, Rule> {
        // bounded before it is normalised
        if text.len() > 1024 {
            return Err(Rule::Email);
        }
        let address: String = text.trim().nfc().collect();
        let (local, domain) = address.rsplit_once('@').ok_or(Rule::Email)?;
        let plain =
            |c: char| !c.is_whitespace() && !c.is_control() && !"@\"(),:;<>[\\]".contains(c);
        // what cannot be seen makes two addresses of what people take for one
        if address.chars().any(is_invisible) {
            return Err(Rule::Email);
        }
        let dotted = !local.starts_with('.') && !local.ends_with('.') && !local.contains("..");
        let ascii = idna::domain_to_ascii_strict(domain).map_err(|_| Rule::Email)?;
        let right = (1..=64).contains(&local.len())
            && address.len() <= 254
            && local.chars().all(plain)
            && dotted
            && has_ending(&ascii);
        if right {
            Ok(Self(address))
        } else {
            Err(Rule::Email)
        }
    }
}

/// Characters without a shape of their own: joiners, direction marks, fillers, selectors, tags.
const fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// There is a dot, and after the last one no number: what ends in one is an address of a computer, not a domain.
fn has_ending(domain: &str) -> bool {
    let ending = domain.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| ending.starts_with(|c: char| c.is_ascii_alphabetic()))
}

impl EmailAddress {
    /// An address that a request carried once and that is kept since: a rule that was tightened later does not take it
    /// from whoever has it. Never for what a request carries now.
    #[must_use]
    pub const fn stored(text: String) -> Self {
        Self(text)
    }

    /// What makes the address unique: domain in its ASCII form, local part in lower case. Compatibility forms
    /// stay apart, since mail to them goes to different mailboxes.
    #[must_use]
    pub fn key(&self) -> String {
        let (local, domain) = self.0.rsplit_once('@').unwrap_or((&self.0, ""));
        let domain = idna::domain_to_ascii_strict(domain).unwrap_or_default();
        format!("{}@{domain}", local.to_lowercase())
    }
}

impl TryFrom<String> for DocumentText {
    type Error = Rule;
    fn try_from(text: String) -> Result<Self, Rule> {
        if text.len() > 64 * 1024 {
            Err(Rule::DocumentLength)
        } else {
            Ok(Self(text))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operator_id_is_op_and_ten_digits() {
        for (text, right) in [
            ("OP0012345678", true),
            ("OP123", false),
            ("op0012345678", false),
            ("OP00123456７8", false),
            ("", false),
        ] {
            assert_eq!(text.parse::<OperatorId>().is_ok(), right, "{text}");
        }
    }

    #[test]
    fn user_names_have_their_characters() {
        for name in [
            "m.sato",
            "佐藤 花子",
            "Ana+1@x",
            "a",
            "สมชาย",
            "नीता",
            "Zoë",
        ] {
            assert!(name.parse::<UserName>().is_ok(), "{name}");
        }
        for (name, rule) in [
            ("", Rule::UserNameLength),
            (" a", Rule::UserNameCharacters),
            ("a ", Rule::UserNameCharacters),
            ("a/b", Rule::UserNameCharacters),
            ("a:b", Rule::UserNameCharacters),
            ("a\u{0}b", Rule::UserNameCharacters),
            ("a\u{202e}b", Rule::UserNameCharacters),
            ("<b>", Rule::UserNameCharacters),
            ("..", Rule::UserNameReserved),
            ("Default_Permissions", Rule::UserNameReserved),
        ] {
            assert_eq!(name.parse::<UserName>(), Err(rule), "{name:?}");
        }
        assert_eq!(
            "é".repeat(65).parse::<UserName>(),
            Err(Rule::UserNameLength)
        );
    }

    // R15
    #[test]
    fn names_that_look_the_same_have_one_key() {
        let key = |name: &str| name.parse::<UserName>().unwrap().key();
        assert_eq!(key("bob"), key("BOB"));
        assert_eq!(key("ｂｏｂ"), key("Bob"));
        assert_eq!(key("straße"), key("STRASSE"));
        assert_eq!(key("e\u{301}va"), key("ÉVA"));
        assert_ne!(key("bob"), key("b0b"));
    }

    // R41
    #[test]
    fn one_mailbox_has_one_key_and_two_mailboxes_have_two() {
        let key = |address: &str| address.parse::<EmailAddress>().unwrap().key();
        assert_eq!(key("Hana@Example.COM"), key("hana@example.com"));
        assert_eq!(
            key("hana@bücher.example"),
            key("hana@xn--bcher-kva.example")
        );
        assert_ne!(key("ｈana@example.com"), key("hana@example.com"));
        for wrong in [
            "",
            "a",
            "a@b",
            "@b.c",
            "a b@c.d",
            "\"a\"@b.c",
            "a@b@c.d",
            "a..b@c.d",
            "a@-.d",
            "a\r\nBcc: x@y.z",
        ] {
            assert!(wrong.parse::<EmailAddress>().is_err(), "{wrong}");
        }
    }

    // R41: what is typed never stands for a mailbox that only looks, or folds, like it
    #[test]
    fn look_alike_mailboxes_stay_apart() {
        let key = |address: &str| address.parse::<EmailAddress>().unwrap().key();
        // dotless i, dotted capital I, ligature, sharp s, long s, Cyrillic a: other mailboxes
        for (other, plain) in [
            ("\u{131}na@a.com", "ina@a.com"),
            ("\u{130}na@a.com", "ina@a.com"),
            ("\u{fb01}n@a.com", "fin@a.com"),
            ("stra\u{df}e@a.com", "strasse@a.com"),
            ("\u{17f}ato@a.com", "sato@a.com"),
            ("h\u{430}na@a.com", "hana@a.com"),
            ("hana@\u{430}.com", "hana@a.com"),
            ("hana@\u{131}.com", "hana@i.com"),
            ("hana@\u{df}.com", "hana@ss.com"),
            ("h.ana@a.com", "hana@a.com"),
            ("hana+x@a.com", "hana@a.com"),
        ] {
            assert_ne!(key(other), key(plain), "{other}");
        }
        // the Kelvin sign is a K in any normal form: what is kept, and written to, is the plain letter
        let kelvin: EmailAddress = "\u{212a}im@\u{212a}a.com".parse().unwrap();
        assert_eq!(
            (kelvin.key().as_str(), &kelvin.as_str()[..3]),
            ("kim@ka.com", "Kim")
        );
        // one domain, however it is written
        for domain in [
            "b\u{fc}cher.example",
            "BU\u{308}CHER.example",
            "xn--bcher-kva.example",
            "XN--BCHER-KVA.EXAMPLE",
            "\u{ff42}\u{fc}cher\u{3002}example",
        ] {
            assert_eq!(key(&format!("a@{domain}")), "a@xn--bcher-kva.example");
        }
    }

    #[test]
    fn an_address_of_an_older_rule_keeps_its_key() {
        let old = "Root@10.0.0.5";
        assert!(old.parse::<EmailAddress>().is_err());
        assert_eq!(EmailAddress::stored(old.into()).key(), "root@10.0.0.5");
    }

    // R41
    #[test]
    fn addresses_that_hide_something_are_none() {
        let label = |length: usize| "x".repeat(length);
        for wrong in [
            // masks: what decodes to nothing, or to plain ASCII
            "a@xn--example-.com",
            "a@xn--a.com",
            "a@example.xn--",
            "a@ab--cd.com",
            // quoted local parts, comments, routes, lists, groups
            "\"a b\"@c.example",
            "\"a@b\"@c.example",
            "a(comment)@b.example",
            "a@b.example(comment)",
            "<a@b.example>",
            "Hana <a@b.example>",
            "@x.example:a@b.example",
            "a@b.example,c@d.example",
            "a:b@c.example",
            "a\\@b.example",
            // ends of domains, and what is no domain
            "a@b.example.",
            "a@.b.example",
            "a@b..example",
            "a@localhost",
            "a@[127.0.0.1]",
            "a@[IPv6:::1]",
            "a@127.0.0.1",
            "a@\u{ff11}27.0.0.1",
            "a@127.1",
            "a@exam_ple.com",
            "a@exam ple.com",
            "a@example.com/x",
            "a@b\u{ff20}c.example",
            "a\u{ff20}b.example",
            // nothing to see
            "a\u{200b}b@c.example",
            "a\u{202e}b@c.example",
            "a\u{ad}b@c.example",
            "a@c\u{ad}c.example",
            "a@c\u{200d}c.example",
            "a\u{e0041}@c.example",
            "a\u{a0}b@c.example",
            "a\0@c.example",
            "a\n@c.example",
        ] {
            assert!(wrong.parse::<EmailAddress>().is_err(), "{wrong:?}");
        }
        for (local, domain, right) in [
            (64, format!("{}.example", label(63)), true),
            (65, format!("{}.example", label(20)), false),
            (1, format!("{}.example", label(64)), false),
            (1, format!("{}example", "x.".repeat(130)), false),
        ] {
            let address = format!("{}@{domain}", label(local));
            assert_eq!(address.parse::<EmailAddress>().is_ok(), right, "{address}");
        }
        // what does not fit is refused, not cut to what would
        let padded = format!("{}a@b.example.evil.example", " ".repeat(1024));
        assert!(padded.parse::<EmailAddress>().is_err());
        assert_eq!(
            " a@b.example ".parse::<EmailAddress>().unwrap().as_str(),
            "a@b.example"
        );
    }
}
