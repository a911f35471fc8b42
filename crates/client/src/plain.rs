//! Text from elsewhere, before a person sees it: nothing that moves, hides or floods.

use serde_json::Value;

/// Most characters of a text in an error. A document in it may be longer.
pub(crate) const TEXT: usize = 500;
/// Most elements of a list in an error.
const LIST: usize = 1_000;

/// Characters that cannot be seen, or that change how others are seen.
pub(crate) fn hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            // soft hyphen, marks and overrides of direction, zero widths, fillers, line ends, tags
            '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
            | '\u{e0000}'..='\u{e0fff}'
        )
}

/// One line of at most so many characters, of nothing but what can be seen.
#[must_use]
pub fn line(text: &str, most: usize) -> String {
    let broken = |c: char| {
        if matches!(c, '\n' | '\r' | '\t') {
            ' '
        } else {
            c
        }
    };
    cut(text.chars().map(broken).filter(|c| !hidden(*c)), most)
        .trim()
        .to_owned()
}

fn cut(mut text: impl Iterator<Item = char>, most: usize) -> String {
    let mut kept: String = text.by_ref().take(most).collect();
    if text.next().is_some() {
        kept.pop();
        kept.push('…');
    }
    kept
}

/// The same for every text of a value. `current` is a document: it keeps its lines and its length.
pub(crate) fn value(value: &mut Value) {
    match value {
        Value::String(text) => *text = line(text, TEXT),
        Value::Array(list) => {
            list.truncate(LIST);
            list.iter_mut().for_each(self::value);
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                match field {
                    Value::String(text) if name == "current" => {
                        text.retain(|c| matches!(c, '\n' | '\t') || !hidden(c));
                    }
                    _ => self::value(field),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // R82
    #[test]
    fn nothing_in_a_text_moves_or_hides() {
        assert_eq!(
            line("Kita\u{202e}hama\u{0}\u{1b}[31m\u{200b}", 40),
            "Kitahama[31m"
        );
        assert_eq!(line(" two\r\nlines ", 40), "two  lines");
        assert_eq!(line("北浜トレーディング", 40), "北浜トレーディング");
    }

    // R82
    #[test]
    fn a_text_is_cut_where_it_is_too_long() {
        assert_eq!(line("abcdef", 6), "abcdef");
        assert_eq!(line("abcdefg", 6), "abcde…");
    }
}
