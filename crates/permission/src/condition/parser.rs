//! From text to a well-typed tree, by recursive descent with a counter: a hostile text costs a refusal, never the stack.
mod calls;

use std::net::IpAddr;

use super::expression::{Expression, Kind};
use super::lexer::{Token, tokens};
use super::trouble::{Trouble, What};
use crate::json::Span;
use crate::limits;
use crate::nearest::nearest;

#[derive(Debug)]
pub(crate) struct Parsed {
    pub expression: Expression,
    pub host_bits: Vec<HostBits>,
}

/// A range that names one host inside it: `10.0.0.1/24`.
#[derive(Debug)]
pub(crate) struct HostBits {
    pub span: Span,
    pub range: String,
}

const NAMES: [&str; 8] = [
    "currentDate",
    "sourceIp",
    "samUserName",
    "true",
    "false",
    "and",
    "or",
    "not",
];

/// Reads a condition; its canonical text keeps every limit too, so what is saved can be loaded again.
pub(crate) fn parse(text: &str) -> Result<Parsed, Trouble> {
    let parsed = parse_once(text)?;
    let canonical = parsed.expression.to_string();
    if canonical != text {
        let whole = Span::new(0, text.len());
        parse_once(&canonical).map_err(|trouble| Trouble {
            span: whole,
            ..trouble
        })?;
    }
    Ok(parsed)
}

fn parse_once(text: &str) -> Result<Parsed, Trouble> {
    let end = Span::new(text.len(), text.len());
    if text.len() > limits::CONDITION_BYTES {
        return trouble(Span::new(0, text.len()), What::TooLong);
    }
    let tokens = tokens(text)?;
    if tokens.is_empty() {
        return trouble(Span::new(0, text.len()), What::Empty);
    }
    let mut parser = Parser {
        text,
        tokens: &tokens,
        end,
        depth: 0,
        nodes: 0,
        host_bits: Vec::new(),
    };
    let (expression, span) = parser.any()?;
    yes_or_no(&expression, span)?;
    match parser.tokens.first() {
        None => Ok(Parsed {
            expression,
            host_bits: parser.host_bits,
        }),
        Some((_, span)) => Err(parser.unexpected(*span)),
    }
}

struct Parser<'a, 't> {
    text: &'a str,
    tokens: &'t [(Token<'a>, Span)],
    end: Span,
    depth: usize,
    nodes: usize,
    host_bits: Vec<HostBits>,
}

type Part = Result<(Expression, Span), Trouble>;

fn trouble<T>(span: Span, what: What) -> Result<T, Trouble> {
    Err(Trouble {
        span,
        what,
        instead: None,
    })
}

fn yes_or_no(expression: &Expression, span: Span) -> Result<(), Trouble> {
    match expression.kind() {
        Kind::Bool => Ok(()),
        kind => trouble(span, What::NotYesOrNo(kind)),
    }
}

impl<'a> Parser<'a, '_> {
    fn next(&mut self) -> Option<(Token<'a>, Span)> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(*first)
    }

    fn eat(&mut self, token: Token<'_>) -> Option<Span> {
        let (first, span) = self.tokens.first()?;
        if *first != token {
            return None;
        }
        let span = *span;
        self.next();
        Some(span)
    }

    fn unexpected(&self, span: Span) -> Trouble {
        let found = self.text.get(span.start..span.end).unwrap_or_default();
        Trouble {
            span,
            what: What::Unexpected(found.into()),
            instead: None,
        }
    }

    /// Counts one more node of the tree.
    fn node(&mut self, expression: Expression, span: Span) -> Part {
        self.nodes += 1;
        if self.nodes > limits::CONDITION_NODES {
            return trouble(span, What::TooManyNodes);
        }
        Ok((expression, span))
    }

    fn deeper(&mut self, span: Span, inner: fn(&mut Self) -> Part) -> Part {
        if self.depth == limits::CONDITION_DEPTH {
            return trouble(span, What::TooDeep);
        }
        self.depth += 1;
        let part = inner(self)?;
        self.depth -= 1;
        Ok(part)
    }

    fn any(&mut self) -> Part {
        self.joined("or", Self::all, Expression::any)
    }

    fn all(&mut self) -> Part {
        self.joined("and", Self::not, Expression::all)
    }

    fn joined(
        &mut self,
        word: &'static str,
        inner: fn(&mut Self) -> Part,
        join: fn(Vec<Expression>) -> Expression,
    ) -> Part {
        let (first, mut span) = inner(self)?;
        let first_span = span;
        let mut parts = vec![first];
        while self.eat(Token::Name(word)).is_some() {
            let (part, part_span) = inner(self)?;
            yes_or_no(&part, part_span)?;
            parts.push(part);
            span.end = part_span.end;
        }
        if parts.len() == 1 {
            return Ok((parts.remove(0), span));
        }
        if let Some(first) = parts.first() {
            yes_or_no(first, first_span)?;
        }
        self.node(join(parts), span)
    }

    fn not(&mut self) -> Part {
        let Some(word) = self.eat(Token::Name("not")) else {
            return self.comparison();
        };
        let (inner, span) = self.deeper(word, Self::not)?;
        yes_or_no(&inner, span)?;
        self.node(inner.negated(), Span::new(word.start, span.end))
    }

    fn comparison(&mut self) -> Part {
        let (left, left_span) = self.primary()?;
        let Some(&(Token::Sign(comparison), sign_span)) = self.tokens.first() else {
            return Ok((left, left_span));
        };
        self.next();
        let (right, right_span) = self.primary()?;
        let span = Span::new(left_span.start, right_span.end);
        if left.kind() != right.kind() {
            return trouble(span, What::Kinds(left.kind(), right.kind()));
        }
        if comparison.is_order() && !matches!(left.kind(), Kind::Int | Kind::Date) {
            return trouble(sign_span, What::NoOrder(left.kind(), comparison));
        }
        let (left, right) = with_address(left, left_span, right, right_span)?;
        self.node(
            Expression::Compare(Box::new(left), comparison, Box::new(right)),
            span,
        )
    }

    fn primary(&mut self) -> Part {
        let Some((token, span)) = self.next() else {
            return trouble(self.end, What::EndsEarly);
        };
        match token {
            Token::Open => {
                let (inner, _) = self.deeper(span, Self::any)?;
                let close = self.close()?;
                Ok((inner, Span::new(span.start, close.end)))
            }
            Token::Int(value) => self.node(Expression::Int(value), span),
            Token::Text(text) => self.node(Expression::Text(text.into()), span),
            Token::Name(name) if self.eat(Token::Open).is_some() => self.function(name, span),
            Token::Name(name) => self.name(name, span),
            Token::Sign(_) | Token::Close | Token::Comma => Err(self.unexpected(span)),
        }
    }

    fn close(&mut self) -> Result<Span, Trouble> {
        match self.next() {
            Some((Token::Close, span)) => Ok(span),
            Some((_, span)) => Err(self.unexpected(span)),
            None => trouble(self.end, What::EndsEarly),
        }
    }

    fn name(&mut self, name: &str, span: Span) -> Part {
        let expression = match name {
            "true" => Expression::Bool(true),
            "false" => Expression::Bool(false),
            "currentDate" => Expression::CurrentDate,
            "sourceIp" => Expression::SourceIp,
            "samUserName" => Expression::SamUserName,
            "and" | "or" | "not" => return Err(self.unexpected(span)),
            _ => {
                let instead = nearest(name, NAMES).map(Into::into);
                return Err(Trouble {
                    span,
                    what: What::UnknownName(name.into()),
                    instead,
                });
            }
        };
        self.node(expression, span)
    }
}

/// A text beside `sourceIp` must be an address, and is compared as one: `2001:DB8::1` is `2001:db8::1`.
fn with_address(
    left: Expression,
    left_span: Span,
    right: Expression,
    right_span: Span,
) -> Result<(Expression, Expression), Trouble> {
    let address = |text: &str, span| match text.parse::<IpAddr>() {
        Ok(address) => Ok(Expression::Address(address.to_canonical())),
        Err(_) => trouble(span, What::NoAddress(text.into())),
    };
    match (&left, &right) {
        (Expression::SourceIp, Expression::Text(text)) => Ok((left, address(text, right_span)?)),
        (Expression::Text(text), Expression::SourceIp) => Ok((address(text, left_span)?, right)),
        _ => Ok((left, right)),
    }
}
