//! Whether a password is good enough: length and how hard it is to guess. No composition rules, no expiry (R02-R04).

use latchkey_api::{Code, Error, Language, say};
use zxcvbn::feedback::Warning;

/// Fewest characters.
pub const SHORTEST: usize = 12;
/// Most characters.
pub const LONGEST: usize = 128;
/// Most bytes, looked at before anything else is done.
const MOST_BYTES: usize = 512;
/// The least score that is accepted.
const ENOUGH: u8 = 3;
/// Characters that a password has beside the names around it.
const OF_ITS_OWN: usize = 6;

/// How good a password is, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assessment {
    /// 0 to 4.
    pub score: u8,
    /// It may be used.
    pub acceptable: bool,
    /// What a person reads: what is wrong with it and what helps, or that it is good.
    pub message: String,
}

/// Looks at a password as it is typed. `context` are names and addresses around it, which are easy to guess for others.
#[must_use]
pub fn assess(password: &str, context: &[&str], language: Language) -> Assessment {
    let refused = |message: &str| Assessment {
        score: 0,
        acceptable: false,
        message: message.to_owned(),
    };
    let too_long = say(
        language,
        "Use at most 128 characters.",
        "128文字以内で入力してください。",
    );
    // before normalising: a megabyte costs nothing
    if password.len() > MOST_BYTES {
        return refused(too_long);
    }
    let password = super::normal(password);
    let length = password.chars().count();
    if length > LONGEST {
        return refused(too_long);
    }
    if length < SHORTEST {
        return refused(say(
            language,
            "Use 12 characters or more. Several words in a row are fine.",
            "12文字以上にしてください。単語をいくつか並べると覚えやすくなります。",
        ));
    }
    if password.chars().any(char::is_control) {
        return refused(say(
            language,
            "Line breaks and control characters are not allowed here.",
            "改行や制御文字は使えません。",
        ));
    }
    let inputs = parts(context);
    let inputs: Vec<&str> = inputs.iter().map(String::as_str).collect();
    if beside(&password, &inputs) < OF_ITS_OWN {
        return refused(say(
            language,
            "Names and addresses of the account are easy to guess. Add a few words that have nothing to do with it.",
            "アカウントの名前やアドレスは推測されやすいです。関係のない単語をいくつか足してください。",
        ));
    }
    let estimate = zxcvbn::zxcvbn(&password, &inputs);
    let score = u8::from(estimate.score());
    if score >= ENOUGH {
        let message = if score > ENOUGH {
            say(language, "Very hard to guess.", "推測は非常に困難です。")
        } else {
            say(language, "Hard to guess.", "推測は困難です。")
        };
        return Assessment {
            score,
            acceptable: true,
            message: message.to_owned(),
        };
    }
    let why = reason(
        estimate
            .feedback()
            .and_then(zxcvbn::feedback::Feedback::warning),
        language,
    );
    let help = say(
        language,
        "Add a few words that do not belong together, or use the suggestion.",
        "関係のない単語をいくつか足すか、提案を使ってください。",
    );
    Assessment {
        score,
        acceptable: false,
        message: say(language, format!("{why} {help}"), format!("{why}{help}")),
    }
}

/// The refusal of a password that is not good enough.
pub(crate) fn require(
    password: &str,
    context: &[&str],
    field: &str,
    language: Language,
) -> Result<(), Error> {
    let found = assess(password, context, language);
    if found.acceptable {
        Ok(())
    } else {
        Err(Error::with(Code::WeakPassword, found.message).at(field))
    }
}

/// How many characters are left when names and addresses are taken out.
fn beside(password: &str, inputs: &[&str]) -> usize {
    let mut rest: String = password.to_lowercase();
    for input in inputs {
        rest = rest.replace(input, "");
    }
    rest.chars().filter(|c| c.is_alphanumeric()).count()
}

/// Names and addresses, whole and in parts, and the product's own name.
fn parts(context: &[&str]) -> Vec<String> {
    let mut parts = vec!["latchkey".to_owned()];
    for text in context {
        let text = text.to_lowercase();
        let local = text.split('@').next().unwrap_or_default();
        parts.push(local.to_owned());
        parts.push(local.chars().filter(|c| c.is_alphanumeric()).collect());
        parts.extend(
            text.split(|c: char| !c.is_alphanumeric())
                .map(str::to_owned),
        );
        parts.push(text);
    }
    parts.retain(|part| part.chars().count() > 2);
    // longest first: a whole name is taken out before its parts
    parts.sort_unstable_by_key(|part| std::cmp::Reverse(part.len()));
    parts
}

fn reason(warning: Option<Warning>, language: Language) -> &'static str {
    use Warning as W;
    match warning {
        Some(W::StraightRowsOfKeysAreEasyToGuess | W::ShortKeyboardPatternsAreEasyToGuess) => say(
            language,
            "Rows of keys are easy to guess.",
            "キーボードの並びは推測されやすいです。",
        ),
        Some(
            W::RepeatsLikeAaaAreEasyToGuess | W::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess,
        ) => say(
            language,
            "Repeats are easy to guess.",
            "繰り返しは推測されやすいです。",
        ),
        Some(
            W::ThisIsATop10Password
            | W::ThisIsATop100Password
            | W::ThisIsACommonPassword
            | W::ThisIsSimilarToACommonlyUsedPassword,
        ) => say(
            language,
            "Many people use this password or one like it.",
            "多くの人が使っているパスワード、またはそれに似たものです。",
        ),
        Some(W::SequencesLikeAbcAreEasyToGuess) => say(
            language,
            "Sequences are easy to guess.",
            "連続した文字や数字は推測されやすいです。",
        ),
        Some(W::RecentYearsAreEasyToGuess | W::DatesAreOftenEasyToGuess) => say(
            language,
            "Years and dates are easy to guess.",
            "年や日付は推測されやすいです。",
        ),
        Some(W::AWordByItselfIsEasyToGuess) => say(
            language,
            "One word alone is easy to guess.",
            "単語ひとつでは推測されやすいです。",
        ),
        Some(
            W::NamesAndSurnamesByThemselvesAreEasyToGuess | W::CommonNamesAndSurnamesAreEasyToGuess,
        ) => say(
            language,
            "Names are easy to guess.",
            "名前は推測されやすいです。",
        ),
        None => say(
            language,
            "This password is too easy to guess.",
            "このパスワードは推測されやすいです。",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    // R04
    #[test]
    fn bad_passwords_are_refused_with_a_reason() {
        let context = [
            "hana.tanaka@harbor-coffee.example",
            "Harbor Coffee",
            "m.sato",
        ];
        for password in [
            "password1234",
            "P@ssw0rd1234",
            "passwordpassword",
            "123456789012",
            "abcdefghijkl",
            "qwertyuiop12",
            "qwertyuiopas",
            "aaaaaaaaaaaa",
            "abcabcabcabc",
            "111111111111",
            "letmeinletmein",
            "iloveyou1234",
            "admin1234567",
            "welcome12345",
            "Welcome2026!",
            "latchkey1234",
            "Latchkey2026",
            "hana.tanaka1",
            "hanatanaka12",
            "harborcoffee",
            "HarborCoffee1",
            "harbor-coffee",
            "m.sato m.sato",
            "tanaka tanaka",
            "monkey123456",
            "dragon123456",
            "1qaz2wsx3edc",
            "zaq12wsxzaq1",
            "baseball1234",
            "football2026",
            "trustno1trustno1",
            "superman1234",
            "sunshine1234",
            "princess1234",
            "202620262026",
            "01/01/199001",
            "asdfghjklasd",
            "zxcvbnmzxcvb",
            "987654321098",
            "000000000000",
        ] {
            let found = assess(password, &context, Language::En);
            assert!(
                !found.acceptable && !found.message.is_empty(),
                "{password}: {found:?}"
            );
        }
    }

    #[test]
    fn good_passwords_are_accepted_whatever_they_are_made_of() {
        for password in [
            "orbit-lemon-canoe-drum",
            "correct horse battery staple",
            "夜明け前の静かな港町で会おう",
            "xk2#pQ9!vmL7",
            "ÿøü åäö žćš đłń",
        ] {
            assert!(assess(password, &[], Language::Ja).acceptable, "{password}");
        }
    }

    proptest! {
        // R02
        #[test]
        fn lengths_outside_of_the_rule_are_refused(length in 0_usize..2000) {
            let word: String = "kumquat9 Zebra!7 ".chars().cycle().take(length).collect();
            let found = assess(&word, &[], Language::En);
            if !(SHORTEST..=LONGEST).contains(&length) {
                prop_assert!(!found.acceptable);
            }
        }
    }

    // R02, R04: hostile lengths cost nothing
    #[test]
    fn a_megabyte_is_refused_before_it_is_looked_at() {
        let megabyte = "ﷺ".repeat(400_000);
        assert!(!assess(&megabyte, &[], Language::En).acceptable);
    }
}
