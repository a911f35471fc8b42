//! The words of an explanation.
use super::{Because, NearMiss, Step};
use crate::Language::{self, En, Ja};
use crate::{Effect, SourceKind};

/// "Statement 2 of role accounting"
fn place(source: &SourceKind, statement: u32, language: Language) -> String {
    match (language, source) {
        (En, SourceKind::Own) => format!("Statement {statement}"),
        (En, SourceKind::Role(role)) => format!("Statement {statement} of role {role}"),
        (En, SourceKind::Default) => format!("Statement {statement} of the default permissions"),
        (Ja, SourceKind::Own) => format!("ステートメント{statement}"),
        (Ja, SourceKind::Role(role)) => format!("ロール「{role}」のステートメント{statement}"),
        (Ja, SourceKind::Default) => format!("既定の権限のステートメント{statement}"),
    }
}

/// "Statement 1 allows Billing:export*, only from 203.0.113.0/24"
pub(super) fn step(
    source: &SourceKind,
    statement: u32,
    effect: Effect,
    pattern: &str,
    condition: Option<&str>,
    language: Language,
) -> String {
    let place = place(source, statement, language);
    let text = match (language, effect) {
        (En, Effect::Allow) => format!("{place} allows {pattern}"),
        (En, Effect::Deny) => format!("{place} denies {pattern}"),
        (Ja, Effect::Allow) => format!("{place}: {pattern} を許可"),
        (Ja, Effect::Deny) => format!("{place}: {pattern} を拒否"),
    };
    crate::card::with_condition(&text, condition, language)
}

/// What decided, in a sentence or two.
pub(super) fn headline(
    because: &Because,
    steps: &[Step],
    operation: &str,
    language: Language,
) -> String {
    let decided = |source: &SourceKind, statement: u32| {
        let step = steps
            .iter()
            .find(|step| step.source == *source && step.statement == statement);
        let pattern = step.map_or(operation, |step| step.pattern.as_str());
        (place(source, statement, language), pattern.to_owned())
    };
    match because {
        Because::AllowedBy { source, statement } => {
            let (place, pattern) = decided(source, *statement);
            match language {
                En => format!("{place} allows {pattern}."),
                Ja => format!("{place}が {pattern} を許可しています。"),
            }
        }
        Because::DeniedBy { source, statement } => {
            let (place, pattern) = decided(source, *statement);
            match language {
                En => format!("{place} denies {pattern}. A deny always wins over an allow."),
                Ja => format!("{place}が {pattern} を拒否しています。許可より拒否が優先されます。"),
            }
        }
        Because::NothingAllows { near } => nothing_allows(operation, near, language),
        Because::Broken { .. } => match language {
            En => {
                "The permissions cannot be read, so everything is denied. Save them again.".into()
            }
            Ja => "権限を読み取れないため、すべて拒否されます。権限を保存し直してください。".into(),
        },
    }
}

fn nothing_allows(operation: &str, near: &[NearMiss], language: Language) -> String {
    let nothing = match language {
        En => format!("No statement allows {operation}."),
        Ja => format!("{operation} を許可するステートメントがありません。"),
    };
    let Some(NearMiss {
        source, statement, ..
    }) = near.first()
    else {
        return nothing;
    };
    let place = place(source, *statement, language);
    match language {
        En => format!("{nothing} {place} would, but its condition does not hold."),
        Ja => format!("{nothing}{place}は、条件を満たせば許可します。"),
    }
}
