//! The recovery key: the key of a store as people can print, read out and type. A slip is found and its group named.

use super::StoreKey;
use latchkey_api::{Language, say};
use zeroize::Zeroizing;

/// Crockford's base32, for what people print, read out and type: no I, L, O, U.
pub(crate) const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Groups of four characters and one that checks them.
const GROUPS: usize = 13;

/// The key of a store as text: 13 groups of 5 characters. The fifth of each checks the group and its place.
#[derive(Clone)]
pub struct RecoveryKey(Zeroizing<String>);

/// Why a text is no recovery key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RecoveryKeyProblem {
    /// Too few or too many characters.
    #[error("{0} characters, not 65")]
    Length(usize),
    /// A character that no recovery key has. Counted from 1.
    #[error("character {position} in group {group}")]
    Character {
        /// Among all characters but spaces and hyphens.
        position: usize,
        /// Group it stands in.
        group: usize,
    },
    /// A group that does not fit its own check, or stands in the wrong place. Counted from 1.
    #[error("group {0}")]
    Group(usize),
}

impl RecoveryKeyProblem {
    /// What a person reads.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        let (en, ja) = match self {
            Self::Length(found) => (
                format!(
                    "A recovery key has 65 characters, this has {found}. Check that all 13 groups are there."
                ),
                format!(
                    "復旧キーは65文字ですが、{found}文字あります。13グループすべてを入力してください。"
                ),
            ),
            Self::Character { group, .. } => (
                format!(
                    "Group {group} has a character that recovery keys do not use. Compare it with the sheet."
                ),
                format!("グループ{group}に使われない文字があります。シートと見比べてください。"),
            ),
            Self::Group(group) => (
                format!("Group {group} has a typing mistake. Compare it with the sheet."),
                format!("グループ{group}に入力の誤りがあります。シートと見比べてください。"),
            ),
        };
        say(language, en, ja)
    }
}

impl RecoveryKey {
    /// The text of a key.
    #[must_use]
    pub fn of(key: &StoreKey) -> Self {
        let mut text = Zeroizing::new(String::with_capacity(GROUPS * 6));
        let mut digits = Zeroizing::new([0_u8; GROUPS * 4]);
        for (index, digit) in digits.iter_mut().enumerate() {
            *digit = (0..5).fold(0, |value, bit| {
                value << 1 | bit_of(key.expose(), index * 5 + bit)
            });
        }
        for (index, group) in digits.chunks(4).enumerate() {
            if index > 0 {
                text.push('-');
            }
            for digit in group.iter().chain([&check(index, group)]) {
                text.push(char::from(
                    LETTERS.get(usize::from(*digit)).copied().unwrap_or(b'0'),
                ));
            }
        }
        Self(text)
    }

    /// The text, for the sheet. Every use of this is a place to look at in a review.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Reads what somebody typed: case, spaces and hyphens do not matter, O is 0, I and L are 1.
    ///
    /// # Errors
    /// Which group is wrong.
    pub fn parse(text: &str) -> Result<StoreKey, RecoveryKeyProblem> {
        let mut digits = Zeroizing::new(Vec::with_capacity(GROUPS * 5));
        for c in text
            .chars()
            .filter(|c| !c.is_whitespace() && !"-‐‑–—_.".contains(*c))
        {
            let position = digits.len() + 1;
            let digit = digit_of(c).ok_or(RecoveryKeyProblem::Character {
                position,
                group: (position - 1) / 5 + 1,
            })?;
            digits.push(digit);
        }
        if digits.len() != GROUPS * 5 {
            return Err(RecoveryKeyProblem::Length(digits.len()));
        }
        let mut bytes = Zeroizing::new([0_u8; 32]);
        let mut bit = 0;
        for (index, group) in digits.chunks(5).enumerate() {
            let (data, sum) = group.split_at(4);
            if sum != [check(index, data)] {
                return Err(RecoveryKeyProblem::Group(index + 1));
            }
            for digit in data {
                for shift in (0..5).rev() {
                    let value = digit >> shift & 1;
                    match bytes.get_mut(bit / 8) {
                        Some(byte) => *byte |= value << (7 - bit % 8),
                        // four bits are left over, and always zero
                        None if value != 0 => return Err(RecoveryKeyProblem::Group(GROUPS)),
                        None => {}
                    }
                    bit += 1;
                }
            }
        }
        Ok(StoreKey::from_bytes(*bytes))
    }
}

impl std::fmt::Debug for RecoveryKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryKey([REDACTED])")
    }
}

fn bit_of(bytes: &[u8], bit: usize) -> u8 {
    bytes
        .get(bit / 8)
        .map_or(0, |byte| byte >> (7 - bit % 8) & 1)
}

fn digit_of(c: char) -> Option<u8> {
    let c = match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    LETTERS
        .iter()
        .position(|known| char::from(*known) == c)
        .and_then(|at| u8::try_from(at).ok())
}

/// A weighted sum in GF(32), where every weight and difference of weights has an inverse: one wrong character and
/// two that changed places always show. The group's number goes in, so that groups that changed places show too.
fn check(index: usize, group: &[u8]) -> u8 {
    let start = u8::try_from(index % 31).unwrap_or(0) + 1;
    group
        .iter()
        .fold((start, 1), |(sum, weight), digit| {
            let weight = times(weight, 2);
            (sum ^ times(*digit, weight), weight)
        })
        .0
}

/// Multiplication in GF(32) modulo x^5 + x^2 + 1.
fn times(left: u8, right: u8) -> u8 {
    let mut product = 0;
    let mut shifted = left;
    for bit in 0..5 {
        if right >> bit & 1 == 1 {
            product ^= shifted;
        }
        shifted <<= 1;
        if shifted & 0b10_0000 != 0 {
            shifted ^= 0b10_0101;
        }
    }
    product
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_key_survives_paper(bytes: [u8; 32]) {
            let text = RecoveryKey::of(&StoreKey::from_bytes(bytes));
            prop_assert_eq!(text.expose().len(), 77);
            let typed = text.expose().to_lowercase().replace('-', " ").replace('0', "o").replace('1', "i");
            let read = RecoveryKey::parse(&typed).unwrap();
            prop_assert_eq!(read.expose(), &bytes);
        }

        #[test]
        fn one_wrong_character_names_its_group(bytes: [u8; 32], at in 0_usize..65, by in 1_usize..32) {
            let text: Vec<char> = RecoveryKey::of(&StoreKey::from_bytes(bytes)).expose().replace('-', "").chars().collect();
            let mut wrong = text.clone();
            let digit = usize::from(digit_of(text[at]).unwrap());
            wrong[at] = char::from(LETTERS[(digit + by) % 32]);
            let wrong: String = wrong.iter().collect();
            prop_assert_eq!(RecoveryKey::parse(&wrong).err(), Some(RecoveryKeyProblem::Group(at / 5 + 1)));
        }

        #[test]
        fn neighbours_that_changed_places_show(bytes: [u8; 32], at in 0_usize..65) {
            let mut text: Vec<char> = RecoveryKey::of(&StoreKey::from_bytes(bytes)).expose().replace('-', "").chars().collect();
            prop_assume!(at % 5 != 4 && text[at] != text[at + 1]);
            text.swap(at, at + 1);
            let wrong: String = text.iter().collect();
            prop_assert_eq!(RecoveryKey::parse(&wrong).err(), Some(RecoveryKeyProblem::Group(at / 5 + 1)));
        }

        #[test]
        fn groups_that_changed_places_show(bytes: [u8; 32], a in 0_usize..13, b in 0_usize..13) {
            prop_assume!(a != b);
            let text = RecoveryKey::of(&StoreKey::from_bytes(bytes)).expose().to_owned();
            let mut groups: Vec<&str> = text.split('-').collect();
            groups.swap(a, b);
            prop_assert_eq!(RecoveryKey::parse(&groups.concat()).err(), Some(RecoveryKeyProblem::Group(a.min(b) + 1)));
        }
    }

    #[test]
    fn lengths_and_strange_characters_are_told() {
        assert_eq!(
            RecoveryKey::parse("ABC").err(),
            Some(RecoveryKeyProblem::Length(3))
        );
        assert_eq!(
            RecoveryKey::parse("ABCDE F!").err(),
            Some(RecoveryKeyProblem::Character {
                position: 7,
                group: 2
            })
        );
    }
}
