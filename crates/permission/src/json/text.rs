//! What a JSON string holds, and where each part of it stands in the source.
use super::Span;

/// The next character of a raw JSON string (without its quotes) and the bytes it takes there; `None` if it is not allowed.
pub(super) fn next_char(raw: &str) -> Option<(char, usize)> {
    let first = raw.chars().next()?;
    if first.is_control() && first < ' ' {
        return None;
    }
    if first != '\\' {
        return Some((first, first.len_utf8()));
    }
    let plain = match raw.as_bytes().get(1)? {
        b'"' => '"',
        b'\\' => '\\',
        b'/' => '/',
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => return unicode_escape(raw),
        _ => return None,
    };
    Some((plain, 2))
}

fn unicode_escape(raw: &str) -> Option<(char, usize)> {
    let high = unit(raw)?;
    if let Some(c) = char::from_u32(high) {
        return Some((c, 6));
    }
    let low = unit(raw.get(6..)?)?;
    if !(0xD800..0xDC00).contains(&high) || !(0xDC00..0xE000).contains(&low) {
        return None;
    }
    char::from_u32(0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00)).map(|c| (c, 12))
}

/// The code unit of `\uXXXX` at the start of `raw`.
fn unit(raw: &str) -> Option<u32> {
    let digits = raw.strip_prefix("\\u")?.get(..4)?;
    if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    u32::from_str_radix(digits, 16).ok()
}

/// Where byte `decoded` of the string that stands at `span` begins in `source`.
pub(crate) fn offset_in_source(source: &str, span: Span, decoded: usize) -> usize {
    let mut at = span.start + 1;
    let mut seen = 0;
    while seen < decoded {
        let Some((c, taken)) = source.get(at..span.end).and_then(next_char) else {
            break;
        };
        seen += c.len_utf8();
        at += taken;
    }
    at
}
