//! Canonical text of a condition.
use std::fmt::{Display, Formatter, Result};

use super::expression::Expression;

/// How tightly an expression holds together; an operand that is looser than its place wants parentheses.
#[derive(PartialEq, PartialOrd)]
enum Tightness {
    Any,
    All,
    Not,
    Compare,
    Primary,
}

impl Expression {
    const fn tightness(&self) -> Tightness {
        match self {
            Self::Any(_) => Tightness::Any,
            Self::All(_) => Tightness::All,
            Self::Not(_) => Tightness::Not,
            Self::Compare(..) => Tightness::Compare,
            _ => Tightness::Primary,
        }
    }

    fn write(&self, f: &mut Formatter<'_>, place: &Tightness) -> Result {
        if self.tightness() < *place {
            write!(f, "({self})")
        } else {
            write!(f, "{self}")
        }
    }
}

fn join(f: &mut Formatter<'_>, parts: &[Expression], word: &str, place: &Tightness) -> Result {
    for (index, part) in parts.iter().enumerate() {
        if index > 0 {
            f.write_str(word)?;
        }
        part.write(f, place)?;
    }
    Ok(())
}

impl Display for Expression {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Any(parts) => join(f, parts, " or ", &Tightness::All),
            Self::All(parts) => join(f, parts, " and ", &Tightness::Not),
            // `not a == b` would do, but nobody reads it right.
            Self::Not(inner) => {
                f.write_str("not ")?;
                let place = if matches!(**inner, Self::Not(_)) {
                    Tightness::Not
                } else {
                    Tightness::Primary
                };
                inner.write(f, &place)
            }
            Self::Compare(left, comparison, right) => {
                left.write(f, &Tightness::Primary)?;
                write!(f, " {} ", comparison.sign())?;
                right.write(f, &Tightness::Primary)
            }
            Self::From(network) => write!(f, "ipAddress('{network}')"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Int(value) => write!(f, "{value}"),
            Self::Text(text) => write!(f, "'{text}'"),
            Self::Address(address) => write!(f, "'{address}'"),
            Self::Date(date) => {
                write!(f, "date({}, {}, {})", date.year(), date.month(), date.day())
            }
            Self::CurrentDate => f.write_str("currentDate"),
            Self::SourceIp => f.write_str("sourceIp"),
            Self::SamUserName => f.write_str("samUserName"),
            Self::PathVariable(name) => write!(f, "pathVariable('{name}')"),
        }
    }
}
