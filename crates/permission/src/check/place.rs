//! From bytes to what editors count.
use crate::json::Span;
use crate::problem::Place;

/// The place of a span: lines and columns from 1, everything in UTF-16 code units.
pub(super) fn place(text: &str, span: Span) -> Place {
    let before = text.get(..span.start).unwrap_or_default();
    let inside = text.get(span.start..span.end).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let in_line = before.get(line_start..).unwrap_or_default();
    let start = utf16(before);
    Place {
        line: number(before.matches('\n').count()) + 1,
        column: utf16(in_line) + 1,
        start,
        end: start + utf16(inside),
    }
}

fn utf16(text: &str) -> u32 {
    number(text.chars().map(char::len_utf16).sum())
}

/// A document has 64 KiB, so this never saturates.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
