//! Who receives what, on the wire `SystemNotification:`. Giving the primary role is in `primary.rs`.

use super::{MOST, Row, find, holders, line, no_address, primary};
use crate::{
    Calling, Engine, Fault, Handle, Prepared, Tx, Work,
    mail::{Facts, Kind, notice},
    reset, session,
};
use latchkey_api::{
    Code, DeleteSystemNotification, EmailRole, Error, GetSystemNotification, Language,
    ListSystemNotifications, Operation as _, Secret, SetSystemNotification, SystemNotification,
    say,
};

impl Handle<ListSystemNotifications> for Engine {
    async fn handle(
        &self,
        work: &mut Work<'_>,
        op: ListSystemNotifications,
    ) -> Result<Vec<SystemNotification>, Fault> {
        let mut all = vec![];
        for role in EmailRole::ALL {
            all.push(notification(&mut work.tx, op.operator_id.as_str(), role).await?);
        }
        Ok(all)
    }
}

impl Handle<GetSystemNotification> for Engine {
    async fn handle(
        &self,
        work: &mut Work<'_>,
        op: GetSystemNotification,
    ) -> Result<SystemNotification, Fault> {
        notification(&mut work.tx, op.operator_id.as_str(), op.role).await
    }
}

impl Handle<SetSystemNotification> for Engine {
    async fn prepare(
        &self,
        call: &Calling<'_>,
        op: &SetSystemNotification,
    ) -> Result<Prepared, Fault> {
        match password(op) {
            Some(password) => {
                self.own_password(call, SetSystemNotification::NAME, password)
                    .await
            }
            None if op.role == EmailRole::Primary => {
                Err(Fault::At(Code::WrongPassword, "password"))
            }
            None => {
                call.fresh()?;
                Ok(Prepared::default())
            }
        }
    }

    async fn handle(
        &self,
        work: &mut Work<'_>,
        op: SetSystemNotification,
    ) -> Result<SystemNotification, Fault> {
        if password(&op).is_some() {
            session::confirm(work).await?;
        } else {
            work.call.fresh()?;
        }
        let operator_id = op.operator_id.as_str();
        let rows = chosen(work, &op).await?;
        work.note.text = Some(line(&rows));
        match (op.role, rows.as_slice()) {
            (EmailRole::Primary, [row]) => self.change_primary(work, operator_id, row).await?,
            (EmailRole::Primary, _) => return Err(Fault::Bug("one address was chosen")),
            (role, rows) => give(self, work, operator_id, role, rows).await?,
        }
        notification(&mut work.tx, operator_id, op.role).await
    }
}

impl Handle<DeleteSystemNotification> for Engine {
    async fn handle(&self, work: &mut Work<'_>, op: DeleteSystemNotification) -> Result<(), Fault> {
        if op.role == EmailRole::Primary {
            return Err(Code::PrimaryStays.into());
        }
        give(self, work, op.operator_id.as_str(), op.role, &[]).await
    }
}

/// The password that a request gives. Only the primary role needs one: elsewhere an empty one is none.
fn password(op: &SetSystemNotification) -> Option<&Secret> {
    let needed = op.role == EmailRole::Primary;
    op.password
        .as_ref()
        .filter(|password| needed || !password.expose().is_empty())
}

/// The addresses of a request, each once, if they may have the role.
async fn chosen(work: &mut Work<'_>, op: &SetSystemNotification) -> Result<Vec<Row>, Fault> {
    let mut ids: Vec<&str> = vec![];
    for id in &op.email_id_list {
        if !ids.contains(&id.as_str()) {
            ids.push(id);
        }
        if ids.len() > MOST {
            return Err(too_many(op.role, work.language()));
        }
    }
    match (op.role, ids.len()) {
        (EmailRole::Primary, 0) => return Err(Fault::At(Code::PrimaryStays, "emailIdList")),
        (EmailRole::Primary, 2..) => return Err(too_many(op.role, work.language())),
        _ => {}
    }
    let operator_id = op.operator_id.as_str();
    let primary = primary(&mut work.tx, operator_id).await?;
    let mut rows = Vec::with_capacity(ids.len());
    for id in ids {
        let row = match find(&mut work.tx, operator_id, id).await {
            // the path is there, what the body names is not
            Err(Fault::Code(Code::NotFound)) => {
                return Err(no_address("emailIdList", work.language()));
            }
            found => found?,
        };
        if !row.verified {
            return Err(Fault::At(Code::NotVerified, "emailIdList"));
        }
        if op.role != EmailRole::Primary && row.email_id == primary.email_id {
            return Err(Fault::At(Code::PrimaryRole, "emailIdList"));
        }
        rows.push(row);
    }
    Ok(rows)
}

fn too_many(role: EmailRole, language: Language) -> Fault {
    let message = if role == EmailRole::Primary {
        say(
            language,
            "There is exactly one primary address. Nothing was changed. Choose one.",
            "メインのアドレスは1件だけです。何も変更されていません。1件を選んでください。",
        )
    } else {
        say(
            language,
            "A role has 20 addresses at most. Nothing was changed. Choose fewer.",
            "1つの役割に設定できるアドレスは20件までです。何も変更されていません。件数を減らしてください。",
        )
    };
    Error::with(Code::BadRequest, message)
        .at("emailIdList")
        .into()
}

async fn notification(
    tx: &mut Tx,
    operator_id: &str,
    role: EmailRole,
) -> Result<SystemNotification, Fault> {
    let holders = holders(tx, operator_id, role).await?;
    let (changed_at,): (Option<i64>,) = if role == EmailRole::Primary {
        tx.sql("SELECT CASE WHEN primary_changed_at > 0 THEN primary_changed_at ELSE created_at END FROM operators WHERE operator_id = $1")
            .bind(operator_id.to_owned())
            .fetch_one()
            .await?
    } else {
        tx.sql("SELECT max(updated_at) FROM email_roles WHERE operator_id = $1 AND role = $2")
            .bind(operator_id.to_owned())
            .bind(role.as_str())
            .fetch_one()
            .await?
    };
    Ok(SystemNotification {
        role,
        email_id_list: holders.into_iter().map(|row| row.email_id).collect(),
        update_date_time: changed_at.map(|at| at / 1000),
    })
}

/// Gives a role other than primary to exactly these addresses. What is so already is left alone, and nobody is told.
pub(super) async fn give(
    engine: &Engine,
    work: &mut Work<'_>,
    operator_id: &str,
    role: EmailRole,
    rows: &[Row],
) -> Result<(), Fault> {
    let before = holders(&mut work.tx, operator_id, role).await?;
    if are_same(&before, rows) {
        return Ok(());
    }
    work.tx
        .sql("DELETE FROM email_roles WHERE operator_id = $1 AND role = $2")
        .bind(operator_id.to_owned())
        .bind(role.as_str())
        .execute()
        .await?;
    let now = work.now_ms();
    for row in rows {
        work.tx
            .sql("INSERT INTO email_roles (operator_id, role, email_id, updated_at) VALUES ($1, $2, $3, $4)")
            .bind(operator_id.to_owned())
            .bind(role.as_str())
            .bind(row.email_id.clone())
            .bind(now)
            .execute()
            .await?;
    }
    if role == EmailRole::Recovery {
        recovery_changed(engine, work, operator_id, &before, rows).await?;
    }
    Ok(())
}

/// Takes every role from an address that is, or becomes, the primary one.
pub(super) async fn drop_roles(
    engine: &Engine,
    work: &mut Work<'_>,
    operator_id: &str,
    email_id: &str,
) -> Result<(), Fault> {
    for role in super::roles_of(&mut work.tx, operator_id, email_id).await? {
        let mut left = holders(&mut work.tx, operator_id, role).await?;
        left.retain(|row| row.email_id != email_id);
        give(engine, work, operator_id, role, &left).await?;
    }
    Ok(())
}

/// What was sent to the older recovery addresses ends (R38), and the owner is told.
async fn recovery_changed(
    engine: &Engine,
    work: &mut Work<'_>,
    operator_id: &str,
    before: &[Row],
    after: &[Row],
) -> Result<(), Fault> {
    reset::end_recovery(&mut work.tx, operator_id).await?;
    let named = |rows: &[Row]| (!rows.is_empty()).then(|| line(rows));
    let facts = Facts {
        email: named(after),
        old_email: named(before),
        ..Facts::of(&work.call)
    };
    let (kind, now) = (Kind::RecoveryChanged, work.now_ms());
    notice::to_primary(engine, &mut work.tx, operator_id, kind, facts, now).await
}

fn are_same(some: &[Row], others: &[Row]) -> bool {
    let is_in = |row: &Row, rows: &[Row]| rows.iter().any(|other| other.email_id == row.email_id);
    some.len() == others.len() && some.iter().all(|row| is_in(row, others))
}
