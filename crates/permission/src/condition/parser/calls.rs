//! Functions of conditions: their arguments are literals, checked here.
use jiff::civil::Date;

use super::super::expression::Expression;
use super::super::lexer::Token;
use super::super::network;
use super::super::trouble::{Trouble, What};
use super::{HostBits, Parser, Part, trouble};
use crate::json::Span;
use crate::nearest::nearest;

const FUNCTIONS: [&str; 3] = ["pathVariable", "ipAddress", "date"];

impl<'a> Parser<'a, '_> {
    pub(super) fn function(&mut self, name: &str, name_span: Span) -> Part {
        let (arguments, close) = self.arguments()?;
        let span = Span::new(name_span.start, close.end);
        let expression = match (name, arguments.as_slice()) {
            ("pathVariable", [(Token::Text(variable), _)]) => {
                Expression::PathVariable((*variable).into())
            }
            ("pathVariable", _) => {
                return trouble(span, What::Arguments("pathVariable('user_name')"));
            }
            ("ipAddress", [(Token::Text(range), at)]) => self.range(range, *at)?,
            ("ipAddress", _) => {
                return trouble(span, What::Arguments("ipAddress('203.0.113.0/24')"));
            }
            (
                "date",
                [
                    (Token::Int(year), _),
                    (Token::Int(month), _),
                    (Token::Int(day), _),
                ],
            ) => date(*year, *month, *day).map_or_else(|| trouble(span, What::NoSuchDate), Ok)?,
            ("date", _) => return trouble(span, What::Arguments("date(2026, 2, 1)")),
            _ => {
                let instead = nearest(name, FUNCTIONS).map(Into::into);
                return Err(Trouble {
                    span: name_span,
                    what: What::UnknownFunction(name.into()),
                    instead,
                });
            }
        };
        self.node(expression, span)
    }

    /// Literals up to the closing parenthesis.
    fn arguments(&mut self) -> Result<(Vec<(Token<'a>, Span)>, Span), Trouble> {
        let mut arguments = Vec::new();
        if let Some(close) = self.eat(Token::Close) {
            return Ok((arguments, close));
        }
        loop {
            match self.next() {
                Some((token @ (Token::Text(_) | Token::Int(_)), span)) => {
                    arguments.push((token, span));
                }
                Some((_, span)) => return Err(self.unexpected(span)),
                None => return trouble(self.end, What::EndsEarly),
            }
            if self.eat(Token::Comma).is_none() {
                return Ok((arguments, self.close()?));
            }
        }
    }

    fn range(&mut self, text: &str, span: Span) -> Result<Expression, Trouble> {
        let Some((network, host_bits)) = network::parse(text) else {
            return trouble(span, What::NoRange(text.into()));
        };
        if host_bits {
            self.host_bits.push(HostBits {
                span,
                range: network.to_string(),
            });
        }
        Ok(Expression::From(network))
    }
}

fn date(year: u32, month: u32, day: u32) -> Option<Expression> {
    let date = Date::new(
        year.try_into().ok()?,
        month.try_into().ok()?,
        day.try_into().ok()?,
    )
    .ok()?;
    (date.year() > 0).then_some(Expression::Date(date))
}
