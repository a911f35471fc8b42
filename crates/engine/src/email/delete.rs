//! `Email:deleteEmail`: an address goes, its roles first; one that waits for its confirmation is withdrawn.

use super::{Row, find, holders, no_address, primary, roles, roles_of};
use crate::{Engine, Fault, Handle, Work, mail};
use latchkey_api::{Code, DeleteEmail, Detail, EmailRole, Error, TokenPurpose};

impl Handle<DeleteEmail> for Engine {
    async fn handle(&self, work: &mut Work<'_>, op: DeleteEmail) -> Result<(), Fault> {
        let operator_id = op.operator_id.as_str();
        let row = find(&mut work.tx, operator_id, &op.email_id).await?;
        let primary = primary(&mut work.tx, operator_id).await?;
        if row.email_id == primary.email_id {
            return Err(Code::PrimaryStays.into());
        }
        let has = roles_of(&mut work.tx, operator_id, &row.email_id).await?;
        if !has.is_empty() {
            let to = match &op.move_roles_to {
                Some(id) if *id != row.email_id => target(work, operator_id, id).await?,
                _ => return Err(has_roles(work, has)),
            };
            if to.email_id == primary.email_id && has.contains(&EmailRole::Recovery) {
                return Err(Fault::At(Code::PrimaryRole, "moveRolesTo"));
            }
            let to = (to.email_id != primary.email_id).then_some(to);
            self.move_roles(work, operator_id, &row, &has, to).await?;
        }
        mail::obsolete(
            &mut work.tx,
            operator_id,
            TokenPurpose::AddEmail,
            &row.email_id,
        )
        .await?;
        work.tx
            .sql("DELETE FROM emails WHERE operator_id = $1 AND email_id = $2")
            .bind(operator_id.to_owned())
            .bind(row.email_id)
            .execute()
            .await?;
        work.note.target = Some(row.email);
        Ok(())
    }
}

impl Engine {
    /// Gives an address's roles to another, or to nobody where that one receives everything anyway.
    async fn move_roles(
        &self,
        work: &mut Work<'_>,
        operator_id: &str,
        row: &Row,
        has: &[EmailRole],
        to: Option<Row>,
    ) -> Result<(), Fault> {
        for role in has {
            let mut left = holders(&mut work.tx, operator_id, *role).await?;
            left.retain(|holder| holder.email_id != row.email_id);
            if let Some(to) = &to
                && left.iter().all(|holder| holder.email_id != to.email_id)
            {
                left.push(to.clone());
            }
            roles::give(self, work, operator_id, *role, &left).await?;
        }
        let words: Vec<&str> = has.iter().map(|role| role.as_str()).collect();
        let to = to.map_or_else(|| "primary".to_owned(), |to| to.email);
        work.note.text = Some(format!("{} -> {to}", words.join(", ")));
        Ok(())
    }
}

async fn target(work: &mut Work<'_>, operator_id: &str, id: &str) -> Result<Row, Fault> {
    let row = match find(&mut work.tx, operator_id, id).await {
        Err(Fault::Code(Code::NotFound)) => return Err(no_address("moveRolesTo", work.language())),
        found => found?,
    };
    if !row.verified {
        return Err(Fault::At(Code::NotVerified, "moveRolesTo"));
    }
    Ok(row)
}

fn has_roles(work: &Work<'_>, roles: Vec<EmailRole>) -> Fault {
    Error::new(Code::EmailHasRoles, work.language())
        .detailed(Detail {
            roles,
            ..Detail::default()
        })
        .into()
}
