//! What a mail server said, made fit to keep and to show: one line, bounded, and without anything of ours that it
//! repeats.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use latchkey_api::Secret;

/// Longest answer that is kept, in characters.
const MOST: usize = 300;
/// Longest answer that is looked at, in bytes.
const LOOKED_AT: usize = 8 * 1024;
/// What stands where a secret stood.
const HIDDEN: &str = "••••";

/// The server's words without ours: passwords, codes and links in any form that a server could send back by itself.
pub(crate) fn said(text: &str, secrets: &[&Secret]) -> Option<String> {
    let mut text: String = bounded(text)
        .chars()
        .map(|c| if is_unfit(c) { ' ' } else { c })
        .collect();
    for secret in secrets {
        for form in forms(secret.expose()) {
            text = without(&text, &form);
        }
    }
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= MOST {
        return (!line.is_empty()).then_some(line);
    }
    let mut short: String = line.chars().take(MOST - 1).collect();
    short.push('…');
    Some(short)
}

/// Control characters, and marks that turn the direction of what follows.
fn is_unfit(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn bounded(text: &str) -> &str {
    let mut end = text.len().min(LOOKED_AT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}

/// A secret as it is and as it travels. One that is very short would hide half of every sentence.
fn forms(secret: &str) -> Vec<String> {
    if secret.chars().count() < 4 {
        return vec![];
    }
    let encoded = STANDARD.encode(secret);
    let open = encoded.trim_end_matches('=').to_owned();
    vec![secret.to_owned(), encoded, open]
}

/// The text without the secret, however it is cased.
fn without(text: &str, secret: &str) -> String {
    let (haystack, needle) = (text.to_ascii_lowercase(), secret.to_ascii_lowercase());
    let mut rest = String::with_capacity(text.len());
    let mut from = 0;
    while let Some(found) = haystack.get(from..).and_then(|rest| rest.find(&needle)) {
        // lower case of ASCII has the same length, so places are the same in both
        rest.push_str(text.get(from..from + found).unwrap_or_default());
        rest.push_str(HIDDEN);
        from += found + needle.len();
    }
    rest.push_str(text.get(from..).unwrap_or_default());
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(text: &str, secrets: &[&str]) -> Option<String> {
        let secrets: Vec<Secret> = secrets.iter().map(|secret| Secret::from(*secret)).collect();
        said(text, &secrets.iter().collect::<Vec<_>>())
    }

    #[test]
    fn an_answer_is_one_bounded_line() {
        assert_eq!(
            kept("550 no\r\n\u{1b}[31msuch\u{202e} user\u{0}", &[]).unwrap(),
            "550 no [31msuch user"
        );
        assert_eq!(kept(" \r\n", &[]), None);
        assert_eq!(
            kept(&"é".repeat(100_000), &[]).unwrap().chars().count(),
            300
        );
    }

    // R83
    #[test]
    fn what_a_server_repeats_of_ours_is_hidden() {
        let told = kept(
            "535 bad hunter22, HUNTER22 and aHVudGVyMjI= for you",
            &["hunter22"],
        );
        assert_eq!(told.unwrap(), "535 bad ••••, •••• and •••• for you");
        let told = kept("554 we do not take K7WM-3XQP", &["K7WM-3XQP", "no"]);
        assert_eq!(told.unwrap(), "554 we do not take ••••");
    }
}
