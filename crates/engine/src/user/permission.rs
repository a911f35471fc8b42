//! A user's own permission document: get, update, delete. What is saved acts at once, and within what the saver holds.

use super::{Row, can_grant, contact::Person, documents, find, not_oneself, within_reach};
use crate::{
    Engine, Fault, Handle, Work,
    mail::{Facts, Kind, notice},
    rights::{self, access_word},
};
use latchkey_api::{
    Code, DeleteUserPermission, Detail, DocumentText, Error, GetUserPermission, Operation as _,
    OperatorId, UpdateUserPermission, UserPermission,
};
use latchkey_permission::{Document, check};

#[derive(sqlx::FromRow)]
struct Stored {
    permission: Option<String>,
    permission_version: i64,
    permission_updated_at: i64,
    permission_updated_by: Option<String>,
}

impl Handle<GetUserPermission> for Engine {
    async fn handle(
        &self,
        work: &mut Work<'_>,
        op: GetUserPermission,
    ) -> Result<UserPermission, Fault> {
        let found: Option<Stored> = work
            .tx
            .sql("SELECT permission, permission_version, permission_updated_at, permission_updated_by FROM users WHERE operator_id = $1 AND name_key = $2")
            .bind(op.operator_id.to_string())
            .bind(op.user_name.key())
            .fetch_optional()
            .await?;
        let stored = found.ok_or(Fault::Code(Code::NotFound))?;
        Ok(UserPermission {
            update_date_time: (stored.permission_updated_at > 0)
                .then_some(stored.permission_updated_at / 1000),
            updated_by: stored.permission_updated_by,
            permission: stored.permission.unwrap_or_default(),
            version: Some(stored.permission_version.to_string()),
        })
    }
}

impl Handle<UpdateUserPermission> for Engine {
    async fn handle(&self, work: &mut Work<'_>, op: UpdateUserPermission) -> Result<(), Fault> {
        let user = find(&mut work.tx, &op.operator_id, &op.user_name).await?;
        not_oneself(&work.call, &user)?;
        let document = readable(&op.permission, work)?;
        work.note.text = op.description.map(String::from);
        let new = Some((op.permission.as_str(), document));
        save(self, work, &op.operator_id, &user, new).await
    }
}

impl Handle<DeleteUserPermission> for Engine {
    async fn handle(&self, work: &mut Work<'_>, op: DeleteUserPermission) -> Result<(), Fault> {
        let user = find(&mut work.tx, &op.operator_id, &op.user_name).await?;
        not_oneself(&work.call, &user)?;
        save(self, work, &op.operator_id, &user, None).await
    }
}

/// The document, or everything that is wrong with it.
pub(super) fn readable(text: &DocumentText, work: &Work<'_>) -> Result<Document, Fault> {
    let language = work.language();
    let checked = check(text.as_str(), Some(rights::date(work.now_ms())));
    let problems = checked.problems(language);
    checked.document.ok_or_else(|| {
        Error::new(Code::BadDocument, language)
            .at("permission")
            .detailed(Detail {
                problems,
                ..Detail::default()
            })
            .into()
    })
}

/// Replaces the own document, if it is still the one that the edit was based on.
async fn save(
    engine: &Engine,
    work: &mut Work<'_>,
    operator_id: &OperatorId,
    user: &Row,
    new: Option<(&str, Document)>,
) -> Result<(), Fault> {
    within_reach(work, user).await?;
    fits(work, user)?;
    let before = documents(&mut work.tx, operator_id.as_str(), user).await?;
    let after = before
        .with_own(new.as_ref().map(|(text, _)| (*text).to_owned()))
        .compiled(&user.name);
    // without its own document a user may do more: a deny may have stood in it
    rights::within(work.who()?, &after, work.language())?;
    let (now, by) = (work.now_ms(), work.who()?.name().to_owned());
    work.tx
        .sql(
            "UPDATE users SET permission = $1, permission_version = permission_version + 1, permission_updated_at = $2, permission_updated_by = $3, access = $4, can_grant = $5, updated_at = $2 \
             WHERE operator_id = $6 AND user_id = $7",
        )
        .bind(new.as_ref().map(|(text, _)| (*text).to_owned()))
        .bind(now)
        .bind(by)
        .bind(access_word(new.as_ref().map(|(_, document)| document)))
        .bind(can_grant(&after))
        .bind(operator_id.to_string())
        .bind(user.user_id.clone())
        .execute()
        .await?;
    if can_grant(&after) && !can_grant(&before.compiled(&user.name)) {
        tell_of_grant(engine, work, &user.person(operator_id.as_str())).await?;
    }
    Ok(())
}

/// The owner hears that somebody may hand out rights from now on.
pub(super) async fn tell_of_grant(
    engine: &Engine,
    work: &mut Work<'_>,
    person: &Person<'_>,
) -> Result<(), Fault> {
    let facts = Facts {
        user_name: Some(person.name.to_owned()),
        person: person.description.map(str::to_owned),
        ..Facts::of(&work.call)
    };
    let (kind, now) = (Kind::UserCanGrant, work.now_ms());
    notice::to_primary(engine, &mut work.tx, person.operator_id, kind, facts, now).await
}

/// Refuses an edit of what is no longer there (R92).
fn fits(work: &Work<'_>, user: &Row) -> Result<(), Fault> {
    let Some(based_on) = &work.call.asked.caller.envelope.if_match else {
        return Ok(());
    };
    let version = user.permission_version.to_string();
    if based_on.trim_matches('"') == version {
        return Ok(());
    }
    // who may write it may not always read it
    let current = work
        .call
        .permits(GetUserPermission::NAME)
        .is_ok()
        .then(|| user.permission.clone().unwrap_or_default());
    let detail = Detail {
        version: Some(version),
        current,
        ..Detail::default()
    };
    Err(Error::new(Code::Stale, work.language())
        .detailed(detail)
        .into())
}
