//! What a principal may do, from its stored documents, and in words why not. Deciding itself is `latchkey-permission`.

use crate::{Fault, Principal, Tx, Who};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use latchkey_api::{Code, Detail, Error, Language, OwnAccess};
use latchkey_permission::{
    Context, Document, PermissionSet, Source, SourceKind, exceeds, recognise,
};

/// Lets somebody hand out rights.
pub(crate) const GRANT: &str = "User:updateUserPermission";

/// The documents that apply to a user, as they are stored.
#[derive(Debug, Clone, Default)]
pub(crate) struct Documents {
    pub(crate) own: Option<String>,
    pub(crate) roles: Vec<(String, String)>,
    pub(crate) default: Option<String>,
}

impl Documents {
    /// Compiled. One that does not read any more makes its principal deny-all, and says so in the log (R46).
    pub(crate) fn compiled(&self, whose: &str) -> PermissionSet {
        let own = self
            .own
            .iter()
            .map(|text| Source::stored(SourceKind::Own, text));
        let roles = self
            .roles
            .iter()
            .map(|(id, text)| Source::stored(SourceKind::Role(id.clone()), text));
        let default = self
            .default
            .iter()
            .map(|text| Source::stored(SourceKind::Default, text));
        let set = PermissionSet::new(own.chain(roles).chain(default).collect());
        if let Some(source) = set.broken() {
            tracing::error!(
                user = whose,
                ?source,
                "a stored permission document does not read: everything is denied"
            );
        }
        set
    }

    /// The same with another own document.
    pub(crate) fn with_own(&self, own: Option<String>) -> Self {
        Self {
            own,
            ..self.clone()
        }
    }
}

/// The documents of a user's roles.
pub(crate) async fn roles_of(
    tx: &mut Tx,
    operator_id: &str,
    user_id: &str,
) -> Result<Vec<(String, String)>, Fault> {
    Ok(tx
        .sql("SELECT r.role_id, r.permission FROM user_roles m JOIN roles r ON r.operator_id = m.operator_id AND r.role_id = m.role_id WHERE m.operator_id = $1 AND m.user_id = $2 ORDER BY r.role_id")
        .bind(operator_id.to_owned())
        .bind(user_id.to_owned())
        .fetch_all()
        .await?)
}

/// The document that applies to all users.
pub(crate) async fn default_of(tx: &mut Tx, operator_id: &str) -> Result<Option<String>, Fault> {
    let found: Option<(String,)> = tx
        .sql("SELECT permission FROM default_permissions WHERE operator_id = $1")
        .bind(operator_id.to_owned())
        .fetch_optional()
        .await?;
    Ok(found.map(|(permission,)| permission))
}

/// Why a call is refused, as one sentence. Costs more than deciding, so it is asked for after a refusal only.
pub(crate) fn because(
    set: &PermissionSet,
    operation: &str,
    context: &Context<'_>,
    language: Language,
) -> String {
    set.explain(operation, context, language).headline
}

/// Today where conditions ask for it: in UTC.
pub(crate) fn date(now_ms: i64) -> Date {
    Timestamp::from_millisecond(now_ms)
        .unwrap_or_default()
        .to_zoned(TimeZone::UTC)
        .date()
}

/// Refuses to hand out, or to act on, more than the caller surely holds (R47, R48).
pub(crate) fn within(who: &Who, granted: &PermissionSet, language: Language) -> Result<(), Fault> {
    let Principal::User { rights, .. } = &who.principal else {
        return Ok(());
    };
    let operations = exceeds(rights, granted);
    // what a broken document gave, and gives again once it is mended, nobody can tell: that is for root
    if operations.is_empty() && granted.broken().is_none() {
        return Ok(());
    }
    Err(beyond(operations, language))
}

/// The same for somebody who does not ask at this moment.
pub(crate) fn covers(rights: &PermissionSet, granted: &PermissionSet) -> bool {
    exceeds(rights, granted).is_empty() && granted.broken().is_none()
}

/// The refusal, with what is not surely held.
pub(crate) fn beyond(operations: Vec<String>, language: Language) -> Fault {
    Error::new(Code::BeyondOwnRights, language)
        .detailed(Detail {
            operations,
            ..Detail::default()
        })
        .into()
}

/// How a list shows a user's own document; kept beside it, so that a list reads no documents.
pub(crate) fn access_word(own: Option<&Document>) -> String {
    match own {
        None => "none".into(),
        Some(document) if document.statements.is_empty() => "none".into(),
        Some(document) => {
            recognise(document).map_or_else(|| "custom".into(), |id| format!("template:{id}"))
        }
    }
}

/// The other way.
pub(crate) fn access_of(word: &str) -> OwnAccess {
    match word {
        "none" => OwnAccess::None,
        "broken" => OwnAccess::Broken,
        other => other
            .strip_prefix("template:")
            .map_or(OwnAccess::Custom, |id| OwnAccess::Template(id.to_owned())),
    }
}
