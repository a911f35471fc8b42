//! A message as plain text: lines that fit everywhere, link and code each on a line of its own.

use super::body::{Body, Part};

/// Columns of a line. A Japanese letter takes two.
const COLUMNS: usize = 72;
/// Never at the beginning of a line.
const NOT_FIRST: &str = "、。」』)）】・ー～!?！？,.;:%ゃゅょっァィゥェォッャュョぁぃぅぇぉ々";
/// Never at the end of one.
const NOT_LAST: &str = "「『(（【“";

/// The whole of it.
pub(super) fn text(body: &Body) -> String {
    let mut paragraphs = vec![wrapped(body.heading)];
    paragraphs.extend(body.parts.iter().map(part));
    paragraphs.push(format!("-- \n{}", wrapped(body.footer)));
    paragraphs.join("\n\n") + "\n"
}

fn part(part: &Part) -> String {
    match part {
        Part::Say(text) | Part::Note(text) => wrapped(text),
        Part::Link(button, url) => format!("{button}:\n\n{url}"),
        Part::Token(label, token) => format!("{}\n\n    {token}", wrapped(label)),
        Part::Code(code) => format!("    {code}"),
        Part::Rows(rows) => {
            let lines = rows
                .iter()
                .map(|(label, value)| format!("{label}: {value}"));
            lines.collect::<Vec<_>>().join("\n")
        }
        Part::Aside(heading, text) => format!("{heading}\n{}", wrapped(text)),
    }
}

/// Broken into lines, between words or between Japanese letters.
fn wrapped(text: &str) -> String {
    let (mut lines, mut line, mut width) = (vec![], String::new(), 0);
    for piece in pieces(text) {
        let more = columns(piece);
        // a space at the end of a line is not seen
        if width > 0 && width + columns(piece.trim_end()) > COLUMNS {
            lines.push(std::mem::take(&mut line).trim_end().to_owned());
            width = 0;
        }
        line.push_str(piece);
        width += more;
    }
    lines.push(line.trim_end().to_owned());
    lines.join("\n")
}

/// The pieces between which a line may break.
fn pieces(text: &str) -> Vec<&str> {
    let (mut pieces, mut start) = (vec![], 0);
    let mut before = None;
    for (index, c) in text.char_indices() {
        if before.is_some_and(|before| may_break(before, c)) {
            pieces.extend(text.get(start..index));
            start = index;
        }
        before = Some(c);
    }
    pieces.extend(text.get(start..));
    pieces
}

fn may_break(before: char, after: char) -> bool {
    let between = before == ' ' || is_wide(before) || is_wide(after);
    between && after != ' ' && !NOT_FIRST.contains(after) && !NOT_LAST.contains(before)
}

fn columns(text: &str) -> usize {
    text.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum()
}

const fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' | '\u{1f300}'..='\u{1faff}' | '\u{20000}'..='\u{3fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words() {
        let text = "word ".repeat(40);
        let wrapped = wrapped(&text);
        assert!(
            wrapped
                .lines()
                .all(|line| line.len() <= COLUMNS && !line.ends_with(' '))
        );
        assert_eq!(wrapped.replace('\n', " "), text.trim_end());
    }

    #[test]
    fn lines_break_between_japanese_letters_but_not_before_a_comma() {
        let text = "あ".repeat(36) + "、" + &"い".repeat(40);
        let lines: Vec<String> = wrapped(&text).lines().map(str::to_owned).collect();
        assert_eq!(lines.concat(), text);
        assert_eq!(lines.len(), 3);
        assert!(
            lines
                .iter()
                .all(|line| columns(line) <= COLUMNS && !line.starts_with('、'))
        );
    }

    #[test]
    fn a_word_that_fits_no_line_stays_whole() {
        let word = "x".repeat(100);
        assert_eq!(wrapped(&format!("a {word} b")), format!("a\n{word}\nb"));
    }
}
