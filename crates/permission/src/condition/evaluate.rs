//! Evaluation: total, without side effects, and monotone (knowing more never turns a definite answer round).
use std::borrow::Cow;
use std::net::IpAddr;

use jiff::civil::Date;

use super::expression::{Comparison, Expression};
use crate::{Context, Truth};

enum Value<'a> {
    Int(u32),
    Date(Date),
    Text(Cow<'a, str>),
    Address(IpAddr),
}

impl Expression {
    pub(crate) fn truth(&self, context: &Context<'_>) -> Truth {
        match self {
            Self::Any(parts) => parts
                .iter()
                .fold(Truth::False, |so_far, part| so_far.or(part.truth(context))),
            Self::All(parts) => parts
                .iter()
                .fold(Truth::True, |so_far, part| so_far.and(part.truth(context))),
            Self::Not(inner) => inner.truth(context).not(),
            Self::Compare(left, comparison, right) => compare(left, *comparison, right, context),
            Self::From(network) => context
                .address()
                .map(|address| network.contains(&address))
                .into(),
            Self::Bool(value) => Some(*value).into(),
            // Not a yes or no: the parser never builds it here, and unknown is the safe answer.
            Self::Int(_) | Self::Text(_) | Self::Address(_) | Self::Date(_) => Truth::Unknown,
            Self::CurrentDate | Self::SourceIp | Self::SamUserName | Self::PathVariable(_) => {
                Truth::Unknown
            }
        }
    }

    fn value<'a>(&'a self, context: &Context<'a>) -> Option<Value<'a>> {
        match self {
            Self::Int(value) => Some(Value::Int(*value)),
            Self::Text(text) => Some(Value::Text(text.into())),
            Self::Address(address) => Some(Value::Address(*address)),
            Self::Date(date) => Some(Value::Date(*date)),
            Self::CurrentDate => context.current_date.map(Value::Date),
            Self::SourceIp => context.address().map(Value::Address),
            Self::SamUserName => context.sam_user_name.map(|name| Value::Text(name.into())),
            Self::PathVariable(name) => context
                .path_variable(name)
                .map(|value| Value::Text(value.into())),
            Self::Any(_)
            | Self::All(_)
            | Self::Not(_)
            | Self::Compare(..)
            | Self::From(_)
            | Self::Bool(_) => None,
        }
    }
}

fn compare(
    left: &Expression,
    comparison: Comparison,
    right: &Expression,
    context: &Context<'_>,
) -> Truth {
    if let (Some(left), Some(right)) = (left.value(context), right.value(context)) {
        return compare_values(left, comparison, right).into();
    }
    let known = |side: &Expression| match side.truth(context) {
        Truth::True => Some(true),
        Truth::False => Some(false),
        Truth::Unknown => None,
    };
    match (known(left), known(right)) {
        (Some(left), Some(right)) => Some(comparison.holds(&left, &right)).into(),
        _ => Truth::Unknown,
    }
}

fn compare_values(left: Value<'_>, comparison: Comparison, right: Value<'_>) -> Option<bool> {
    match (left, right) {
        (Value::Int(left), Value::Int(right)) => Some(comparison.holds(&left, &right)),
        (Value::Date(left), Value::Date(right)) => Some(comparison.holds(&left, &right)),
        (Value::Address(left), Value::Address(right)) => Some(comparison.holds(&left, &right)),
        (Value::Text(left), Value::Text(right)) => Some(comparison.holds(&left, &right)),
        (Value::Address(address), Value::Text(text))
        | (Value::Text(text), Value::Address(address)) => Some(
            comparison.holds(
                &Some(address),
                &text
                    .parse::<IpAddr>()
                    .ok()
                    .map(|other| other.to_canonical()),
            ),
        ),
        _ => None,
    }
}
