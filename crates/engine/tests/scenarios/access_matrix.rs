//! The access matrix: every operation by every kind of caller, asked locally and over HTTP with equal answers, compared
//! with a committed table (R50). The scenarios tell what happens in between; this tells that nobody is forgotten.
//! `LATCHKEY_BLESS=1` writes the table anew: look at the difference before it is committed.

mod requests;

use crate::support::*;
use latchkey_api::*;
use latchkey_engine::Caller;
pub use requests::{Known, operations, request};
use serde_json::Value;

const TABLE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/scenarios/access_matrix.txt"
);

/// Who asks, by column.
const CALLERS: [&str; 7] = [
    "anonymous",
    "expired",
    "SAM without",
    "SAM with exactly it",
    "SAM with *",
    "other operator",
    "root",
];

/// The IDs of two addresses, one of them not verified.
const CONFIRMED: &str = "confirmed";
const WAITING: &str = "waiting";

/// What a caller needs to hold for the operation and nothing else.
fn needed(op: &Known) -> Vec<&'static str> {
    match op.access {
        // whoever decides where a new password can be asked for could set one
        Access::Needs("User:updateUser") if op.name.contains("Contact") => {
            vec![
                "User:updateUser",
                "User:createUserPassword",
                "User:deleteUserPassword",
            ]
        }
        // replacing takes away first
        Access::Needs("User:createUserPassword") => {
            vec!["User:createUserPassword", "User:deleteUserPassword"]
        }
        Access::Needs(name) => vec![name],
        _ => vec!["Nothing:atAll"],
    }
}

/// Two addresses, and a way back in that somebody began.
async fn addresses(place: &Place) {
    let operator = &place.operator;
    let (yes, no) = if place.is_postgres() {
        ("true", "false")
    } else {
        ("1", "0")
    };
    for (id, verified) in [(CONFIRMED, yes), (WAITING, no)] {
        let sql = format!(
            "INSERT INTO emails (operator_id, email_id, email, email_key, verified, created_at, updated_at) VALUES ('{operator}', '{id}', '{id}@a.example', '{id}@a.example', {verified}, {START_MS}, {START_MS})"
        );
        place.raw(sql).await.unwrap();
    }
    place.begun(START_MS + 24 * HOUR).await;
}

/// One row of the table: how everybody fares; nothing where the operation is of no account.
async fn row(op: &Known, place: &Place) -> Vec<Option<Told>> {
    target(op, place).await;
    addresses(place).await;
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
    let ask = || request(op.name, &place.operator, "target");

    let mut cells = vec![];
    for caller in [&stranger(), &expired, &without] {
        cells.push(Some(place.backend.tell(caller, op.name, ask()).await));
    }
    cells.push(Some(place.backend.tell(&exactly, op.name, ask()).await));
    undo(op, place).await;
    // with our own client, as the desktop does, and not as any program
    let typed = place.backend.tell_typed(&everything, op.name, ask());
    cells.push(Some(typed.await));
    undo(op, place).await;
    cells.push(other_operator(op, place, &root).await);
    cells.push(Some(place.backend.tell(&root, op.name, ask()).await));
    cells
}

/// The user that operations are about, as they need it.
async fn target(op: &Known, place: &Place) {
    let password = (op.name != "User:inviteUser").then_some(PASSWORD);
    let root = place.root().await;
    let user = place.new_user("target", None, password);
    place.ask(&root, user).await.unwrap();
    reachable(op, place).await;
}

/// With a contact address, where there has to be one. Nobody was written to about it: a mailbox gets three an hour.
async fn reachable(op: &Known, place: &Place) {
    let has_one = [
        "User:deleteUserContact",
        "User:resendContactToken",
        "User:verifyContactCode",
        "User:inviteUser",
    ];
    if !has_one.contains(&op.name) {
        return;
    }
    let insert = "INSERT INTO user_contacts (operator_id, user_id, email, email_key, verified, updated_at) \
        SELECT operator_id, user_id, 'hana@accounts.example', 'hana@accounts.example', created_at = 0, 0 FROM users WHERE name = 'target' ON CONFLICT DO NOTHING";
    place.raw(insert).await.unwrap();
}

/// Those who may come one after the other: what the first did is undone for the next.
async fn undo(op: &Known, place: &Place) {
    if op.kind == Kind::Read {
        return;
    }
    // a mail is sent again after a minute, and a code looked at after the longest pause
    place
        .clock
        .advance(if op.name == "Auth:verifyPasswordResetCode" {
            16 * MINUTE
        } else {
            MINUTE
        });
    reachable(op, place).await;
    if op.name == "User:inviteUser" {
        return;
    }
    let root = place.root().await;
    let targets = "SELECT count(*) FROM users WHERE name = 'target'";
    if place.number(targets).await == 0 {
        let again = place.new_user("target", None, Some(PASSWORD));
        place.ask(&root, again).await.unwrap();
    }
    let replace = CreateUserPassword {
        operator_id: place.operator.clone(),
        user_name: Place::name("target"),
        password: PASSWORD.into(),
        must_change_password: None,
        replace: Some(true),
    };
    place.ask(&root, replace).await.unwrap();
    let made = DeleteUser {
        operator_id: place.operator.clone(),
        user_name: Place::name("new"),
    };
    drop(place.ask(&root, made).await);
}

/// The root user of another account asks for what is in this one. A file holds one account: there our root asks for
/// what is in another.
async fn other_operator(op: &Known, place: &Place, root: &Caller) -> Option<Told> {
    if !op.path.contains("{operator_id}") {
        return None;
    }
    if place.is_postgres() {
        let (_, other) = place.other_account().await;
        let request = request(op.name, &place.operator, "target");
        return Some(place.backend.tell(&other, op.name, request).await);
    }
    let request = request(op.name, &"OP0000000001".parse().unwrap(), "target");
    Some(place.backend.tell(root, op.name, request).await)
}

fn line<'t>(head: &str, cells: impl Iterator<Item = &'t str>) -> String {
    let cells: String = cells.map(|cell| format!("{cell:21}")).collect();
    format!("{head:43} {}\n", cells.trim_end())
}

/// HTTP's status, and the word for whoever is refused. `not_found` and `wrong_password` are answers of the rules.
fn cell(told: Option<&Told>) -> String {
    match told {
        None => "-".into(),
        Some(Told { status, said }) => match said {
            Ok(_) => status.to_string(),
            Err(error) => {
                let code = serde_json::to_value(error.code).unwrap();
                format!("{status} {}", code.as_str().unwrap())
            }
        },
    }
}

/// Where both ways cannot be alike: a call on this computer comes from nowhere, one over HTTP from loopback.
pub fn placeless(Told { status, said }: Told) -> Told {
    Told {
        status,
        said: said.map(without_place),
    }
}

fn without_place(value: Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .into_iter()
            .filter(|(_, value)| !value.is_null() && value != "127.0.0.1")
            .map(|(name, value)| (name, without_place(value)))
            .collect(),
        Value::Array(values) => values.into_iter().map(without_place).collect(),
        value => value,
    }
}

/// The table, played locally and over HTTP side by side: every answer has to be the same to the last ID and token, for
/// both draw the same bytes and read the same clock.
async fn table(postgres: bool) -> String {
    let mut table = line("operation", CALLERS.into_iter());
    for op in operations() {
        let open = async || {
            if postgres {
                Place::repeatable_postgres().await
            } else {
                Place::repeatable_sqlite().await
            }
        };
        let (local, remote) = (open().await, open().await.over_http());
        let (told, over_http) = tokio::join!(row(&op, &local), row(&op, &remote));
        let placeless = |told: Vec<Option<Told>>| told.into_iter().map(|told| told.map(placeless));
        let told: Vec<_> = placeless(told).collect();
        for (who, (told, over_http)) in CALLERS.iter().zip(told.iter().zip(placeless(over_http))) {
            assert_eq!(told, &over_http, "{} by {who}", op.name);
        }
        let cells: Vec<String> = told.iter().map(|told| cell(told.as_ref())).collect();
        table += &line(op.name, cells.iter().map(String::as_str));
        local.opened.close().await;
        remote.opened.close().await;
    }
    table
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_by_every_kind_of_caller_on_postgres() {
    let table = Box::pin(table(true)).await;
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
    let table = Box::pin(table(false)).await;
    assert_eq!(same(&table), same(&committed));
}

/// The table as it is committed names every operation of the contract and every kind of caller.
#[test]
fn no_operation_is_missing_in_the_table() {
    let committed = std::fs::read_to_string(TABLE).unwrap();
    let mut lines = committed.lines();
    assert_eq!(
        lines.next().unwrap(),
        line("operation", CALLERS.into_iter()).trim_end()
    );
    let listed: Vec<&str> = lines.map(|line| line.split(' ').next().unwrap()).collect();
    let names: Vec<&str> = operations().iter().map(|op| op.name).collect();
    assert_eq!(listed, names);
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
