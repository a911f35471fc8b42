//! `Access:explainSelf`: what the caller can do, and who can change that.

use super::{everything, sources};
use crate::{
    Engine, Fault, Handle, Tx, Who, Work,
    rights::{self, Documents},
};
use latchkey_api::{
    Access, AccessCard, ExplainSelf, Language, Operation, OperatorId, OwnReport, Person,
    each_operation, say,
};
use latchkey_permission::{PermissionSet, Reach, access_card, catalogue};
use std::collections::BTreeSet;

/// Helpers beside root.
const HELPERS: usize = 4;
/// Users who are looked at for that.
const CANDIDATES: i64 = 20;

impl Handle<ExplainSelf> for Engine {
    async fn handle(&self, work: &mut Work<'_>, _op: ExplainSelf) -> Result<OwnReport, Fault> {
        let who = work.call.who()?;
        let (email, operator_name): (String, String) = work
            .tx
            .sql("SELECT email, description FROM operators WHERE operator_id = $1")
            .bind(who.operator_id.clone())
            .fetch_one()
            .await?;
        let display_name = match who.user_id() {
            None => email.clone(),
            Some(id) => {
                let (description,): (Option<String>,) = work
                    .tx
                    .sql("SELECT description FROM users WHERE operator_id = $1 AND user_id = $2")
                    .bind(who.operator_id.clone())
                    .bind(id.to_owned())
                    .fetch_one()
                    .await?;
                description.unwrap_or_else(|| who.name().to_owned())
            }
        };
        let helpers = helpers(&mut work.tx, who, email).await?;
        Ok(OwnReport {
            operator_id: OperatorId::try_from(who.operator_id.clone())
                .map_err(|_| Fault::Bug("a stored operator ID reads"))?,
            operator_name,
            user_name: who.user_id().map(|_| who.name().to_owned()),
            display_name,
            root: who.rights().is_none(),
            card: card(who.rights(), work.call.language()),
            allowed: allowed(who.rights()),
            sources: who.rights().map(sources).unwrap_or_default(),
            helpers,
            expires_in_seconds: (who.expires_at - work.call.now_ms()) / 1000,
        })
    }
}

/// In words. Root is not evaluated: nothing is out of its reach, what only the owner may do least of all.
fn card(rights: Option<&PermissionSet>, language: Language) -> AccessCard {
    let Some(set) = rights else {
        let mut card = access_card(&everything(), None, language);
        say(
            language,
            "You own this account. You can do everything.",
            "このアカウントの所有者です。すべての操作を行えます。",
        )
        .clone_into(&mut card.summary);
        card.cannot.clear();
        for screen in &mut card.screens {
            screen.opens = true;
        }
        return card;
    };
    access_card(set, None, language)
}

/// Operations that are not out of reach, of the catalogue and of the contract.
fn allowed(rights: Option<&PermissionSet>) -> Vec<String> {
    let within =
        |name: &str| rights.is_none_or(|set| !matches!(set.reach(name), Reach::Never { .. }));
    let mut names: BTreeSet<&str> = catalogue()
        .iter()
        .map(|entry| entry.name)
        .filter(|name| within(name))
        .collect();
    macro_rules! contract {
        ($($op:ident),* $(,)?) => {
            [$((<latchkey_api::$op as Operation>::NAME, <latchkey_api::$op as Operation>::ACCESS)),*]
        };
    }
    for (name, access) in each_operation!(contract) {
        let may = match access {
            Access::Public | Access::SignedIn => true,
            Access::Root => rights.is_none(),
            Access::Needs(permission) => within(permission),
        };
        if may {
            names.insert(name);
        } else {
            names.remove(name);
        }
    }
    names.into_iter().map(str::to_owned).collect()
}

#[derive(sqlx::FromRow)]
struct Candidate {
    user_id: String,
    name: String,
    description: Option<String>,
    permission: Option<String>,
}

/// Root first, then users who surely can change permissions. The column only says where to look.
async fn helpers(tx: &mut Tx, who: &Who, email: String) -> Result<Vec<Person>, Fault> {
    let candidates: Vec<Candidate> = tx
        .sql("SELECT user_id, name, description, permission FROM users WHERE operator_id = $1 AND can_grant AND user_id <> $2 ORDER BY name_key LIMIT $3")
        .bind(who.operator_id.clone())
        .bind(who.user_id().unwrap_or_default().to_owned())
        .bind(CANDIDATES)
        .fetch_all()
        .await?;
    let mut helpers = vec![Person {
        user_name: None,
        display_name: email,
    }];
    for candidate in candidates {
        if helpers.len() > HELPERS {
            break;
        }
        let roles = rights::roles_of(tx, &who.operator_id, &candidate.user_id).await?;
        let documents = Documents {
            own: candidate.permission,
            roles,
            default: who.documents.default.clone(),
        };
        if documents.compiled(&candidate.name).surely(rights::GRANT) {
            let display_name = candidate
                .description
                .unwrap_or_else(|| candidate.name.clone());
            helpers.push(Person {
                user_name: Some(candidate.name),
                display_name,
            });
        }
    }
    Ok(helpers)
}
