//! `User:createUser`: a user who can be used, in one step or not at all. What it takes beyond its own permission is in
//! `create/asked.rs`.

mod asked;

use super::{can_grant, contact, contact::Person, list_keys};
use crate::{
    Calling, Engine, Fault, Handle, Prepared, Work,
    mail::Kind,
    password,
    ports::Draw as _,
    rights::{self, Documents, access_word},
    store::is_taken,
    user::permission::{readable, tell_of_grant},
};
use latchkey_api::{Code, CreateUser};
use latchkey_permission::Document;

impl Handle<CreateUser> for Engine {
    async fn prepare(&self, call: &Calling<'_>, op: &CreateUser) -> Result<Prepared, Fault> {
        asked::may(call, op)?;
        let Some(new) = &op.password else {
            return Ok(Prepared::default());
        };
        let context = [
            op.user_name.as_str(),
            op.description.as_ref().map_or("", |text| text.as_str()),
        ];
        password::require(new.expose(), &context, "password", call.language())?;
        let hash = self.hash(new).await?;
        Ok(Prepared {
            hash: Some(hash),
            ..Prepared::default()
        })
    }

    async fn handle(&self, work: &mut Work<'_>, op: CreateUser) -> Result<(), Fault> {
        let document = op
            .permission
            .as_ref()
            .map(|text| readable(text, work))
            .transpose()?;
        let default = rights::default_of(&mut work.tx, op.operator_id.as_str()).await?;
        let documents = Documents {
            own: document.as_ref().map(Document::to_text),
            roles: vec![],
            default,
        };
        let set = documents.compiled(op.user_name.as_str());
        // whoever can use the new user must not hold more by it
        if asked::is_of_use(&op) {
            rights::within(work.who()?, &set, work.language())?;
        }
        let new = New {
            user_id: self.inner.ports.randomness.hex(12),
            document: document.as_ref(),
            grants: can_grant(&set),
            hash: work.prepared.hash.take(),
        };
        self.insert(work, &op, &new).await?;
        self.tell(work, &op, &new).await
    }
}

/// What is stored of a new user beside what was asked for.
struct New<'n> {
    user_id: String,
    document: Option<&'n Document>,
    grants: bool,
    hash: Option<String>,
}

impl Engine {
    async fn insert(
        &self,
        work: &mut Work<'_>,
        op: &CreateUser,
        new: &New<'_>,
    ) -> Result<(), Fault> {
        let now = work.now_ms();
        let creator = work.who()?.name().to_owned();
        let description = asked::description(op).map(str::to_owned);
        let (sort_key, search_key) = list_keys(op.user_name.as_str(), description.as_deref());
        let saved = i64::from(op.permission.is_some());
        let inserted = work
            .tx
            .sql(
                "INSERT INTO users (operator_id, user_id, name, name_key, description, search_key, sort_key, password_hash, password_changed_at, has_password, must_change, \
                 permission, permission_version, permission_updated_at, permission_updated_by, access, can_grant, created_by, created_at, updated_at) \
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $19)",
            )
            .bind(op.operator_id.to_string())
            .bind(new.user_id.clone())
            .bind(op.user_name.to_string())
            .bind(op.user_name.key())
            .bind(description)
            .bind(search_key)
            .bind(sort_key)
            .bind(new.hash.clone())
            .bind(if new.hash.is_some() { now } else { 0 })
            .bind(new.hash.is_some())
            .bind(new.hash.is_some() && op.must_change_password.unwrap_or(false))
            .bind(op.permission.as_ref().map(ToString::to_string))
            .bind(saved)
            .bind(saved * now)
            .bind(op.permission.as_ref().map(|_| creator.clone()))
            .bind(access_word(new.document))
            .bind(new.grants)
            .bind(creator)
            .bind(now)
            .execute()
            .await;
        match inserted {
            Ok(_) => Ok(()),
            Err(error) if is_taken(&error) => Err(Fault::At(Code::NameTaken, "userName")),
            Err(error) => Err(error.into()),
        }
    }

    /// The mail that goes with it: to the new user, and to the owner about one who may hand out rights.
    async fn tell(&self, work: &mut Work<'_>, op: &CreateUser, new: &New<'_>) -> Result<(), Fault> {
        let person = Person {
            operator_id: op.operator_id.as_str(),
            user_id: &new.user_id,
            name: op.user_name.as_str(),
            description: asked::description(op),
        };
        if let Some(to) = &op.contact {
            let kind = if asked::invites(op) {
                Kind::Invitation
            } else {
                Kind::VerifyContact
            };
            contact::put(self, work, &person, to, kind).await?;
        }
        if new.grants && op.permission.is_some() {
            tell_of_grant(self, work, &person).await?;
        }
        Ok(())
    }
}
