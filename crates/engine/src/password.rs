//! Passwords: what is good enough, what to suggest, and (in `password/hash.rs`) how they are kept.

pub(crate) mod hash;
mod strength;

pub use hash::Hashing;
pub(crate) use strength::require;
pub use strength::{Assessment, LONGEST, SHORTEST, assess};

use crate::ports::{Draw as _, Randomness};
use latchkey_api::{Code, Error, Language, Secret, say};
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

/// Short plain English words, one list in all.
const WORDS: &str = include_str!("password/words.txt");
/// How many words a suggestion has: five out of more than 1,900 are 54 bits.
const SUGGESTED: usize = 5;

/// One form of a password, however it was typed (NFKC).
pub(crate) fn normal(password: &str) -> Zeroizing<String> {
    Zeroizing::new(password.nfkc().collect())
}

/// Refuses a change that changes nothing.
pub(crate) fn require_new(current: &Secret, new: &Secret, language: Language) -> Result<(), Error> {
    if normal(current.expose()) != normal(new.expose()) {
        return Ok(());
    }
    let message = say(
        language,
        "This is the password you have now. Choose another one.",
        "現在と同じパスワードです。別のパスワードにしてください。",
    );
    Err(Error::with(Code::WeakPassword, message).at("newPassword"))
}

/// A passphrase that nobody has to invent: five random words with hyphens, 54 bits.
#[must_use]
pub fn suggest_passphrase(randomness: &dyn Randomness) -> Zeroizing<String> {
    let words: Vec<&str> = WORDS.split_whitespace().collect();
    let mut phrase = Zeroizing::new(String::new());
    for _ in 0..SUGGESTED {
        if !phrase.is_empty() {
            phrase.push('-');
        }
        let drawn = usize::try_from(randomness.below(words.len() as u64)).unwrap_or(0);
        phrase.push_str(words.get(drawn).copied().unwrap_or_default());
    }
    phrase
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SystemRandomness;
    use std::collections::BTreeSet;

    #[test]
    fn a_suggestion_has_51_bits_and_is_acceptable() {
        let words: BTreeSet<&str> = WORDS.split_whitespace().collect();
        assert_eq!(words.len(), WORDS.split_whitespace().count());
        assert!(
            words
                .iter()
                .all(|word| word.bytes().all(|b| b.is_ascii_lowercase()))
        );
        let bits = f64::from(u32::try_from(words.len()).unwrap()).log2() * 5.0;
        assert!(bits >= 51.0, "{bits}");
        for _ in 0..200 {
            let phrase = suggest_passphrase(&SystemRandomness);
            assert!(
                assess(&phrase, &[], Language::En).acceptable,
                "{}",
                phrase.as_str()
            );
        }
    }
}
