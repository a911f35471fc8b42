//! The access matrix: every operation by every kind of caller, compared with a committed table (R50).
//! `LATCHKEY_BLESS=1` writes the table anew: look at the difference before it is committed.

use crate::support::*;
use latchkey_api::*;
use latchkey_engine::Caller;
use serde_json::{Value, json};

const TABLE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/scenarios/access_matrix.txt"
);

/// An operation as the contract has it.
pub struct Known {
    pub name: &'static str,
    pub path: &'static str,
    pub access: Access,
    pub kind: Kind,
}

macro_rules! known {
    ($($op:ident),* $(,)?) => {
        vec![$(Known { name: $op::NAME, path: $op::PATH, access: $op::ACCESS, kind: $op::KIND }),*]
    };
}

pub fn operations() -> Vec<Known> {
    each_operation!(known)
}

/// A request that goes through, if its caller may.
pub fn request(name: &str, operator_id: &OperatorId, user: &str) -> Value {
    let on = |extra: Value| {
        let mut request = json!({"operatorId": operator_id, "userName": user});
        request
            .as_object_mut()
            .unwrap()
            .extend(extra.as_object().unwrap().clone());
        request
    };
    match name {
        "Auth:auth" => json!({"email": ROOT_EMAIL, "password": ROOT_PASSWORD}),
        "Account:createOperator" => json!({"email": "new@example.com", "password": OTHER_PASSWORD}),
        "Operator:getOperator" | "User:listUsers" | "User:searchUsers" => {
            json!({"operatorId": operator_id})
        }
        "Operator:updateOperatorPassword" => {
            json!({"operatorId": operator_id, "currentPassword": ROOT_PASSWORD, "newPassword": OTHER_PASSWORD})
        }
        "User:createUser" => json!({"operatorId": operator_id, "userName": "new"}),
        "User:createUserPassword" => on(json!({"password": OTHER_PASSWORD, "replace": true})),
        "User:updateUserPassword" => {
            on(json!({"currentPassword": PASSWORD, "newPassword": OTHER_PASSWORD}))
        }
        "User:updateUserPermission" => on(json!({"permission": "{\"statements\":[]}"})),
        "Session:endSession" => json!({"sessionId": "none"}),
        "Session:endUserSession" => on(json!({"sessionId": "none"})),
        "Session:confirmPassword" => json!({"password": PASSWORD}),
        "Access:explainDocument" => {
            json!({"operatorId": operator_id, "document": "{\"statements\":[]}"})
        }
        "Server:getServer"
        | "Auth:logout"
        | "Session:listSessions"
        | "Access:explainSelf"
        | "Access:listTemplates"
        | "Access:listCatalogue" => json!({}),
        _ => on(json!({})),
    }
}

/// How a caller fares: `ok`, or the code of its refusal. `not_found` and `wrong_password` are answers of the rules.
async fn fares(place: &Place, caller: &Caller, op: &Known) -> String {
    fares_at(place, caller, op, &place.operator).await
}

async fn fares_at(place: &Place, caller: &Caller, op: &Known, operator_id: &OperatorId) -> String {
    match place
        .engine
        .call_by_name(caller, op.name, request(op.name, operator_id, "target"))
        .await
    {
        Ok(_) => "ok".into(),
        Err(error) => serde_json::to_value(error.code)
            .unwrap()
            .as_str()
            .unwrap()
            .to_owned(),
    }
}

/// What a caller needs to hold for the operation and nothing else.
fn needed(op: &Known) -> Vec<&'static str> {
    match op.access {
        // replacing takes away first
        Access::Needs("User:createUserPassword") => {
            vec!["User:createUserPassword", "User:deleteUserPassword"]
        }
        Access::Needs(name) => vec![name],
        _ => vec!["Nothing:atAll"],
    }
}

async fn row(op: &Known, place: Place) -> String {
    place.make("target", None).await;
    let exactly = place.user("exactly", Some(&allowing(&needed(op)))).await;
    let everything = place.user("everything", Some(&allowing(&["*"]))).await;
    let without = place.user("without", Some(&denying(&needed(op)))).await;
    let short = Auth {
        token_timeout_seconds: Some(180),
        ..Place::as_root(ROOT_PASSWORD)
    };
    let expired = place.sign_in(stranger(), short).await.unwrap();
    place.clock.advance(181_000);
    let root = place.root().await;
    let mut cells = vec![
        fares(&place, &stranger(), op).await,
        fares(&place, &expired, op).await,
        fares(&place, &without, op).await,
    ];
    // those who may come one after the other, so what the first did is undone for the next
    for caller in [&exactly, &everything] {
        cells.push(fares(&place, caller, op).await);
        let again = place.root().await;
        if place
            .number("SELECT count(*) FROM users WHERE name = 'target'")
            .await
            == 0
        {
            place
                .ask(&again, place.new_user("target", None, Some(PASSWORD)))
                .await
                .unwrap();
        }
        let replace = CreateUserPassword {
            operator_id: place.operator.clone(),
            user_name: Place::name("target"),
            password: PASSWORD.into(),
            must_change_password: None,
            replace: Some(true),
        };
        place.ask(&again, replace).await.unwrap();
        drop(
            place
                .ask(
                    &again,
                    DeleteUser {
                        operator_id: place.operator.clone(),
                        user_name: Place::name("new"),
                    },
                )
                .await,
        );
    }
    // a path that names another account, whoever asks
    let other: OperatorId = "OP0000000001".parse().unwrap();
    cells.push(if op.path.contains("{operator_id}") {
        fares_at(&place, &root, op, &other).await
    } else {
        "-".into()
    });
    cells.push(fares(&place, &root, op).await);
    format!(
        "{:34} {}",
        op.name,
        cells
            .iter()
            .map(|cell| format!("{cell:21}"))
            .collect::<String>()
            .trim_end()
    )
}

async fn table(postgres: bool) -> String {
    let heads = [
        "anonymous",
        "expired",
        "SAM without",
        "SAM with exactly it",
        "SAM with *",
        "root, elsewhere",
        "root",
    ];
    let mut table = format!(
        "{:34} {}\n",
        "operation",
        heads
            .iter()
            .map(|head| format!("{head:21}"))
            .collect::<String>()
            .trim_end()
    );
    for op in operations() {
        let place = if postgres {
            Place::postgres().await
        } else {
            Place::sqlite().await
        };
        let mut row = row(&op, place).await;
        row.push('\n');
        table.push_str(&row);
    }
    table
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_by_every_kind_of_caller_on_postgres() {
    let table = table(true).await;
    if std::env::var_os("LATCHKEY_BLESS").is_some() {
        std::fs::write(TABLE, &table).unwrap();
    }
    let committed = std::fs::read_to_string(TABLE).unwrap_or_default();
    assert_eq!(
        table, committed,
        "the access matrix changed; if that is meant, run with LATCHKEY_BLESS=1 and look at it"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_by_every_kind_of_caller_on_sqlite() {
    // a file holds one account: signing up is not served there
    let same = |table: &str| {
        table
            .lines()
            .filter(|line| !line.starts_with("Account:createOperator"))
            .map(|line| format!("{line}\n"))
            .collect::<String>()
    };
    let committed = std::fs::read_to_string(TABLE).unwrap_or_default();
    assert_eq!(same(&table(false).await), same(&committed));
}

on_both! {
    /// R50: with exactly one permission nothing else that changes anything is open
    async fn one_permission_opens_one_operation(place) {
        place.make("target", None).await;
        let all: Vec<Known> = operations().into_iter().filter(|op| op.kind != Kind::Read && matches!(op.access, Access::Needs(_))).collect();
        for op in &all {
            let Access::Needs(name) = op.access else { continue };
            let root = place.root().await;
            drop(place.ask(&root, DeleteUser { operator_id: place.operator.clone(), user_name: Place::name("one") }).await);
            let caller = place.user("one", Some(&allowing(&[name]))).await;
            for other in all.iter().filter(|other| other.access != op.access) {
                let error = place.tell(&caller, other.name, request(other.name, &place.operator, "target")).await.unwrap_err();
                assert_eq!(error.code, Code::Denied, "{name} opens {}", other.name);
            }
        }
    }
}
