//! Servers of the public API that do not offer Latchkey's own operations: what the window asks for is worked out from
//! what they do offer, where that can be done honestly. The rest is answered as not offered.

use super::Server;
use crate::idle;
use latchkey_api::{
    Code, CreateUser, CreateUserPassword, DeleteUser, Envelope, Error, ExplainDocument,
    ExplainUser, GetUser, ListCatalogue, ListTemplates, ListUsers, Operation, SearchUsers,
    UpdateUserPermission, User, wire,
};
use latchkey_engine::explain;
use serde::Serialize;
use serde_json::Value;

impl Server {
    /// The answer; nothing when this operation has no way around.
    pub async fn without(
        &self,
        envelope: &Envelope,
        operation: &str,
        request: &Value,
    ) -> Option<Result<Value, Error>> {
        let (language, request) = (envelope.language, request.clone());
        Some(match operation {
            ListTemplates::NAME => json(&explain::templates(language)),
            ListCatalogue::NAME => json(&explain::entries(language)),
            SearchUsers::NAME => self.search(envelope, request).await,
            ExplainUser::NAME => self.explain_user(envelope, request).await,
            ExplainDocument::NAME => self.explain_document(envelope, request).await,
            CreateUser::NAME => self.create_user(envelope, request).await,
            _ => return None,
        })
    }

    async fn search(&self, envelope: &Envelope, request: Value) -> Result<Value, Error> {
        let asked: SearchUsers = wire::request(request, envelope.language)?;
        let all = ListUsers {
            operator_id: asked.operator_id.clone(),
        };
        let users = self.call(envelope, &all).await?;
        json(&explain::page(users, &asked))
    }

    async fn explain_user(&self, envelope: &Envelope, request: Value) -> Result<Value, Error> {
        let asked: ExplainUser = wire::request(request, envelope.language)?;
        let user = self
            .call(
                envelope,
                &GetUser {
                    operator_id: asked.operator_id,
                    user_name: asked.user_name,
                },
            )
            .await?;
        // what its roles add is not known here, and half an answer would be a wrong one
        if !user.role_list.is_empty() {
            return Err(Error::new(Code::NotServed, envelope.language));
        }
        let own = user.permission.as_deref();
        json(&explain::user(shown(&user), own, envelope.language))
    }

    async fn explain_document(&self, envelope: &Envelope, request: Value) -> Result<Value, Error> {
        let asked: ExplainDocument = wire::request(request, envelope.language)?;
        let user = match asked.user_name {
            None => None,
            Some(user_name) => {
                let operator_id = asked.operator_id;
                let one = GetUser {
                    operator_id,
                    user_name,
                };
                Some(self.call(envelope, &one).await?)
            }
        };
        let before = user
            .as_ref()
            .filter(|user| user.role_list.is_empty())
            .map(|user| (shown(user), user.permission.as_deref()));
        json(&explain::document(
            asked.document.as_str(),
            before,
            idle::now_ms(),
            envelope.language,
        ))
    }

    /// In three steps where the server has no single one. What cannot be finished is undone: a half-made user would be
    /// nobody's.
    async fn create_user(&self, envelope: &Envelope, request: Value) -> Result<Value, Error> {
        let mut asked: CreateUser = wire::request(request, envelope.language)?;
        let (permission, password) = (asked.permission.take(), asked.password.take());
        asked.must_change_password = None;
        self.call(envelope, &asked).await?;
        let rest = async {
            if let Some(permission) = permission {
                let request = UpdateUserPermission {
                    operator_id: asked.operator_id.clone(),
                    user_name: asked.user_name.clone(),
                    permission,
                    description: None,
                };
                self.call(envelope, &request).await?;
            }
            if let Some(password) = password {
                let request = CreateUserPassword {
                    operator_id: asked.operator_id.clone(),
                    user_name: asked.user_name.clone(),
                    password,
                    must_change_password: None,
                    replace: None,
                };
                self.call(envelope, &request).await?;
            }
            Ok(())
        };
        if let Err(error) = rest.await {
            let undo = DeleteUser {
                operator_id: asked.operator_id.clone(),
                user_name: asked.user_name.clone(),
            };
            if let Err(left) = self.call(envelope, &undo).await {
                tracing::warn!(code = ?left.code, "a half-made user stays on the server");
            }
            return Err(error);
        }
        Ok(Value::Null)
    }
}

fn shown(user: &User) -> &str {
    user.description.as_deref().unwrap_or(&user.user_name)
}

fn json(output: &impl Serialize) -> Result<Value, Error> {
    serde_json::to_value(output).map_err(|_| Error::new(Code::Internal, latchkey_api::Language::En))
}
