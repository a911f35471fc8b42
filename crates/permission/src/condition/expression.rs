//! The tree of a condition. Only well-typed trees are built.
use std::net::IpAddr;

use ipnet::IpNet;
use jiff::civil::Date;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Expression {
    /// `a or b or …`: at least two, none of them an `Any`.
    Any(Vec<Expression>),
    /// `a and b and …`: at least two, none of them an `All`.
    All(Vec<Expression>),
    Not(Box<Expression>),
    Compare(Box<Expression>, Comparison, Box<Expression>),
    /// `ipAddress('…')`
    From(IpNet),
    Bool(bool),
    Int(u32),
    Text(String),
    /// A text that is compared with `sourceIp`.
    Address(IpAddr),
    Date(Date),
    CurrentDate,
    SourceIp,
    SamUserName,
    PathVariable(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Bool,
    Text,
    Int,
    Date,
}

impl Expression {
    pub(crate) const fn kind(&self) -> Kind {
        match self {
            Self::Any(_)
            | Self::All(_)
            | Self::Not(_)
            | Self::Compare(..)
            | Self::From(_)
            | Self::Bool(_) => Kind::Bool,
            Self::Int(_) => Kind::Int,
            Self::Date(_) | Self::CurrentDate => Kind::Date,
            Self::Text(_)
            | Self::Address(_)
            | Self::SourceIp
            | Self::SamUserName
            | Self::PathVariable(_) => Kind::Text,
        }
    }

    pub(crate) fn negated(self) -> Self {
        Self::Not(Box::new(self))
    }

    /// All of them; one alone stays itself, and `All`s inside are joined.
    pub(crate) fn all(parts: Vec<Self>) -> Self {
        let join = |part| {
            if let Self::All(inner) = part {
                inner
            } else {
                vec![part]
            }
        };
        one_or(parts.into_iter().flat_map(join).collect(), Self::All)
    }

    /// Any of them; one alone stays itself, and `Any`s inside are joined.
    pub(crate) fn any(parts: Vec<Self>) -> Self {
        let join = |part| {
            if let Self::Any(inner) = part {
                inner
            } else {
                vec![part]
            }
        };
        one_or(parts.into_iter().flat_map(join).collect(), Self::Any)
    }

    /// Whether it depends on who calls.
    pub(crate) fn asks_who(&self) -> bool {
        match self {
            Self::Any(parts) | Self::All(parts) => parts.iter().any(Self::asks_who),
            Self::Not(inner) => inner.asks_who(),
            Self::Compare(left, _, right) => left.asks_who() || right.asks_who(),
            Self::SamUserName => true,
            Self::From(_)
            | Self::Bool(_)
            | Self::Int(_)
            | Self::Text(_)
            | Self::Address(_)
            | Self::Date(_)
            | Self::CurrentDate
            | Self::SourceIp
            | Self::PathVariable(_) => false,
        }
    }

    /// The names of the path variables that it asks for.
    pub(crate) fn path_variables(&self) -> Vec<&str> {
        match self {
            Self::Any(parts) | Self::All(parts) => {
                parts.iter().flat_map(Self::path_variables).collect()
            }
            Self::Not(inner) => inner.path_variables(),
            Self::Compare(left, _, right) => [left, right]
                .into_iter()
                .flat_map(|side| side.path_variables())
                .collect(),
            Self::PathVariable(name) => vec![name],
            Self::From(_)
            | Self::Bool(_)
            | Self::Int(_)
            | Self::Text(_)
            | Self::Address(_)
            | Self::Date(_)
            | Self::CurrentDate
            | Self::SourceIp
            | Self::SamUserName => vec![],
        }
    }
}

fn one_or(mut parts: Vec<Expression>, many: fn(Vec<Expression>) -> Expression) -> Expression {
    match parts.len() {
        1 => parts.remove(0),
        _ => many(parts),
    }
}

impl Comparison {
    pub(crate) const ALL: [(&'static str, Self); 6] = [
        ("==", Self::Equal),
        ("!=", Self::NotEqual),
        ("<=", Self::LessOrEqual),
        (">=", Self::GreaterOrEqual),
        ("<", Self::Less),
        (">", Self::Greater),
    ];

    pub(crate) fn sign(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, comparison)| *comparison == self)
            .map_or("", |(sign, _)| sign)
    }

    pub(crate) const fn is_order(self) -> bool {
        !matches!(self, Self::Equal | Self::NotEqual)
    }

    pub(crate) fn holds<T: Ord>(self, left: &T, right: &T) -> bool {
        match self {
            Self::Equal => left == right,
            Self::NotEqual => left != right,
            Self::Less => left < right,
            Self::LessOrEqual => left <= right,
            Self::Greater => left > right,
            Self::GreaterOrEqual => left >= right,
        }
    }

    /// The comparison that holds exactly when this one does not.
    pub(crate) const fn opposite(self) -> Self {
        match self {
            Self::Equal => Self::NotEqual,
            Self::NotEqual => Self::Equal,
            Self::Less => Self::GreaterOrEqual,
            Self::LessOrEqual => Self::Greater,
            Self::Greater => Self::LessOrEqual,
            Self::GreaterOrEqual => Self::Less,
        }
    }

    /// The comparison with its sides exchanged.
    pub(crate) const fn mirrored(self) -> Self {
        match self {
            Self::Equal | Self::NotEqual => self,
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
        }
    }
}
