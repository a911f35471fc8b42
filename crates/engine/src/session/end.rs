//! Ending sessions: one of one's own, one of a user, all of a user.

use crate::{Engine, Fault, Handle, Work, session, user};
use latchkey_api::{Code, EndSession, EndUserSession, RevokeUserAuthTokens};

impl Handle<EndSession> for Engine {
    async fn handle(&self, work: &mut Work<'_>, op: EndSession) -> Result<(), Fault> {
        let (operator_id, user_id) = (
            work.who()?.operator_id.clone(),
            work.who()?.user_id().map(str::to_owned),
        );
        end_one(work, &operator_id, user_id, op.session_id).await
    }
}

impl Handle<EndUserSession> for Engine {
    async fn handle(&self, work: &mut Work<'_>, op: EndUserSession) -> Result<(), Fault> {
        let user = user::find(&mut work.tx, &op.operator_id, &op.user_name).await?;
        user::within_reach(work, &user).await?;
        work.note.target = Some(user.name.clone());
        end_one(
            work,
            op.operator_id.as_str(),
            Some(user.user_id),
            op.session_id,
        )
        .await
    }
}

impl Handle<RevokeUserAuthTokens> for Engine {
    async fn handle(&self, work: &mut Work<'_>, op: RevokeUserAuthTokens) -> Result<(), Fault> {
        let user = user::find(&mut work.tx, &op.operator_id, &op.user_name).await?;
        user::within_reach(work, &user).await?;
        session::end_all(
            &mut work.tx,
            op.operator_id.as_str(),
            Some(&user.user_id),
            None,
        )
        .await?;
        Ok(())
    }
}

async fn end_one(
    work: &mut Work<'_>,
    operator_id: &str,
    user_id: Option<String>,
    session_id: String,
) -> Result<(), Fault> {
    let ended = work
        .tx
        .sql("DELETE FROM sessions WHERE operator_id = $1 AND coalesce(user_id, '') = $2 AND session_id = $3")
        .bind(operator_id.to_owned())
        .bind(user_id.unwrap_or_default())
        .bind(session_id.replace('\0', ""))
        .execute()
        .await?;
    if ended == 0 {
        Err(Code::NotFound.into())
    } else {
        Ok(())
    }
}
