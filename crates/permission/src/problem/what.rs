//! Every problem that a document can have.
use jiff::civil::Date;

use super::Severity;
use crate::condition;
use crate::json;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum What {
    // Errors: the text is no document.
    DocumentTooLong,
    BrokenJson(json::Why),
    UnknownField {
        name: String,
        meant: Option<&'static str>,
    },
    DuplicateField(String),
    MissingField(&'static str),
    WrongType(Wanted),
    TooManyStatements,
    TooManyPatterns,
    BadPattern(String),
    BadCondition(condition::What),
    // Warnings: it is one, but look twice.
    UnknownOperation {
        name: String,
        closest: Option<&'static str>,
    },
    MatchesNothing(String),
    NoOperations,
    NeverTrue,
    WindowOver(Date),
    PathVariableAbsent(String),
    DenyWithoutPathVariable {
        variable: String,
        operation: &'static str,
    },
    DenyByIpv4,
    GrantsEverything,
    HostBits(String),
}

/// What a field has to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    Document,
    Statements,
    Statement,
    Effect,
    Api,
    Pattern,
    Condition,
}

impl What {
    pub(crate) const fn severity(&self) -> Severity {
        match self {
            Self::DocumentTooLong
            | Self::BrokenJson(_)
            | Self::UnknownField { .. }
            | Self::DuplicateField(_)
            | Self::MissingField(_)
            | Self::WrongType(_)
            | Self::TooManyStatements
            | Self::TooManyPatterns
            | Self::BadPattern(_)
            | Self::BadCondition(_) => Severity::Error,
            Self::UnknownOperation { .. }
            | Self::MatchesNothing(_)
            | Self::NoOperations
            | Self::NeverTrue
            | Self::WindowOver(_)
            | Self::PathVariableAbsent(_)
            | Self::DenyWithoutPathVariable { .. }
            | Self::DenyByIpv4
            | Self::GrantsEverything
            | Self::HostBits(_) => Severity::Warning,
        }
    }

    pub(crate) const fn code(&self) -> &'static str {
        match self {
            Self::DocumentTooLong => "document_too_long",
            Self::BrokenJson(_) => "broken_json",
            Self::UnknownField { .. } => "unknown_field",
            Self::DuplicateField(_) => "duplicate_field",
            Self::MissingField(_) => "missing_field",
            Self::WrongType(_) => "wrong_type",
            Self::TooManyStatements => "too_many_statements",
            Self::TooManyPatterns => "too_many_patterns",
            Self::BadPattern(_) => "bad_pattern",
            Self::BadCondition(_) => "bad_condition",
            Self::UnknownOperation { .. } => "unknown_operation",
            Self::MatchesNothing(_) => "matches_nothing",
            Self::NoOperations => "no_operations",
            Self::NeverTrue => "never_true",
            Self::WindowOver(_) => "window_over",
            Self::PathVariableAbsent(_) => "path_variable_absent",
            Self::DenyWithoutPathVariable { .. } => "deny_without_path_variable",
            Self::DenyByIpv4 => "deny_by_ipv4",
            Self::GrantsEverything => "grants_everything",
            Self::HostBits(_) => "host_bits",
        }
    }
}
