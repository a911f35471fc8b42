//! Words and signs of a condition.
use super::expression::Comparison;
use super::trouble::{Trouble, What};
use crate::json::Span;
use crate::limits;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    Text(&'a str),
    Int(u32),
    /// `and`, `or`, `not` and `true` too: the parser knows them.
    Name(&'a str),
    Sign(Comparison),
    Open,
    Close,
    Comma,
}

/// What people write instead of our words, out of other languages.
const FOREIGN: [(&str, &str); 4] = [("&&", "and"), ("||", "or"), ("!", "not"), ("=", "==")];

/// Cuts a condition into tokens.
pub(super) fn tokens(text: &str) -> Result<Vec<(Token<'_>, Span)>, Trouble> {
    let mut tokens = Vec::new();
    let mut at = 0;
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let trimmed = rest.trim_start_matches([' ', '\t', '\n', '\r']);
        at += rest.len() - trimmed.len();
        if trimmed.is_empty() {
            return Ok(tokens);
        }
        let (token, length) = next(trimmed, at)?;
        let span = Span::new(at, at + length);
        if tokens.len() == limits::CONDITION_TOKENS {
            return Err(Trouble {
                span,
                what: What::TooManyTokens,
                instead: None,
            });
        }
        tokens.push((token, span));
        at += length;
    }
}

fn next(text: &str, at: usize) -> Result<(Token<'_>, usize), Trouble> {
    let first = text.chars().next().unwrap_or_default();
    match first {
        '(' => return Ok((Token::Open, 1)),
        ')' => return Ok((Token::Close, 1)),
        ',' => return Ok((Token::Comma, 1)),
        '\'' => return quoted(text, at),
        '0'..='9' => return number(text, at),
        _ => {}
    }
    if let Some((sign, comparison)) = Comparison::ALL
        .iter()
        .find(|(sign, _)| text.starts_with(sign))
    {
        return Ok((Token::Sign(*comparison), sign.len()));
    }
    let name = leading(text, |c| c.is_ascii_alphanumeric() || c == '_');
    if !name.is_empty() {
        return Ok((Token::Name(name), name.len()));
    }
    if let Some((foreign, ours)) = FOREIGN
        .iter()
        .find(|(foreign, _)| text.starts_with(foreign))
    {
        let what = What::Unexpected((*foreign).into());
        return Err(Trouble {
            span: Span::new(at, at + foreign.len()),
            what,
            instead: Some((*ours).into()),
        });
    }
    let what = if first == '"' {
        What::DoubleQuote
    } else {
        What::StrangeCharacter(first)
    };
    Err(Trouble {
        span: Span::new(at, at + first.len_utf8()),
        what,
        instead: None,
    })
}

fn leading(text: &str, belongs: fn(char) -> bool) -> &str {
    let end = text.find(|c| !belongs(c)).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// No escapes at all: what stands between the quotes is the text.
fn quoted(text: &str, at: usize) -> Result<(Token<'_>, usize), Trouble> {
    let inner = text
        .get(1..)
        .and_then(|rest| rest.split_once('\''))
        .map(|(inner, _)| inner);
    let Some(inner) = inner else {
        return Err(Trouble {
            span: Span::new(at, at + text.len()),
            what: What::OpenText,
            instead: None,
        });
    };
    let length = inner.len() + 2;
    if inner
        .chars()
        .any(|c| c.is_control() || c == '"' || c == '\\')
    {
        return Err(Trouble {
            span: Span::new(at, at + length),
            what: What::StrangeText,
            instead: None,
        });
    }
    Ok((Token::Text(inner), length))
}

/// Always decimal: `02`, `08` and `09` are 2, 8 and 9.
fn number(text: &str, at: usize) -> Result<(Token<'_>, usize), Trouble> {
    let digits = leading(text, |c| c.is_ascii_digit());
    let value = digits.parse().ok().filter(|_| digits.len() <= 9);
    let span = Span::new(at, at + digits.len());
    let value = value.ok_or(Trouble {
        span,
        what: What::LongNumber,
        instead: None,
    })?;
    Ok((Token::Int(value), digits.len()))
}
