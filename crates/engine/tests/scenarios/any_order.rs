//! Any life of an account: whatever is asked in whatever order is answered alike locally and over HTTP, and leaves the
//! store whole.

use crate::{access_matrix::placeless, support::*};
use latchkey_api::*;
use latchkey_engine::Caller;
use proptest::{
    prelude::*,
    sample::select,
    test_runner::{Config, TestCaseError, TestRunner},
};
use serde_json::{Value, json};
use std::cell::Cell;

/// Nobody, root and two users; each has at most one session.
type People = [Caller; 4];
const ROOT: usize = 1;

/// Somebody asks for something, some time after what was before.
#[derive(Debug, Clone)]
struct Step {
    who: usize,
    ask: &'static str,
    request: Value,
    /// Through our client, or as any program.
    typed: bool,
    wait: i64,
}

fn passwords() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        8 => Just(PASSWORD),
        3 => Just(OTHER_PASSWORD),
        1 => Just("wrong-wrong-wrong-1"),
    ]
}

fn documents() -> impl Strategy<Value = String> {
    select(vec![
        allowing(&["User:*", "Session:*"]),
        allowing(&["*"]),
        allowing(&["User:getUser", "User:listUsers"]),
        denying(&["User:delete*"]),
        r#"{"statements":[{"effect":"maybe"}]}"#.into(),
    ])
}

fn requests() -> impl Strategy<Value = (&'static str, Value)> {
    let user = || select(vec!["ann", "ben", "Ben", "eve"]);
    let on = |name: &'static str| user().prop_map(move |user| (name, json!({"userName": user})));
    let alone = |name: &'static str| Just((name, json!({})));
    prop_oneof![
        6 => passwords().prop_map(|password| ("Auth:auth", json!({"password": password}))),
        3 => (user(), proptest::option::of(documents()), proptest::option::of(passwords())).prop_map(
            |(user, permission, password)| {
                let mut request = json!({"userName": user});
                let extra = [("permission", permission), ("password", password.map(str::to_owned))];
                for (field, value) in extra {
                    if let Some(value) = value {
                        request[field] = value.into();
                    }
                }
                ("User:createUser", request)
            }
        ),
        2 => (user(), documents()).prop_map(|(user, permission)| {
            ("User:updateUserPermission", json!({"userName": user, "permission": permission}))
        }),
        2 => (user(), passwords(), any::<bool>()).prop_map(|(user, password, replace)| {
            ("User:createUserPassword", json!({"userName": user, "password": password, "replace": replace}))
        }),
        2 => (user(), passwords(), passwords()).prop_map(|(user, current, new)| {
            ("User:updateUserPassword", json!({"userName": user, "currentPassword": current, "newPassword": new}))
        }),
        1 => passwords().prop_map(|password| ("Session:confirmPassword", json!({"password": password}))),
        1 => (passwords(), passwords()).prop_map(|(current, new)| {
            ("Operator:updateOperatorPassword", json!({"currentPassword": current, "newPassword": new}))
        }),
        1 => on("User:deleteUser"),
        1 => on("User:deleteUserPermission"),
        1 => on("User:deleteUserPassword"),
        1 => on("User:revokeUserAuthTokens"),
        1 => on("User:getUser"),
        1 => on("Session:listUserSessions"),
        1 => alone("User:listUsers"),
        1 => alone("Session:listSessions"),
        1 => alone("Access:explainSelf"),
        1 => alone("Auth:logout"),
    ]
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let who = prop_oneof![1 => Just(0_usize), 6 => Just(ROOT), 5 => Just(2), 3 => Just(3)];
    // mostly a day's work; now and then a password is no longer fresh, or a session is over
    let wait = prop_oneof![
        40 => Just(0),
        10 => Just(31_000),
        2 => Just(11 * MINUTE),
        1 => Just(13 * HOUR),
    ];
    let step =
        (who, requests(), any::<bool>(), wait).prop_map(|(who, (ask, request), typed, wait)| {
            Step {
                who,
                ask,
                request,
                typed,
                wait,
            }
        });
    proptest::collection::vec(step, 10..40)
}

/// What somebody says to sign in.
fn form(who: usize, password: &Value, operator: &OperatorId) -> Value {
    match who {
        ROOT => json!({"email": ROOT_EMAIL, "password": password}),
        who => {
            let name = ["nobody", "", "ann", "ben"][who];
            json!({"operatorId": operator, "userName": name, "password": password})
        }
    }
}

async fn take(place: &Place, people: &mut People, step: &Step) -> Told {
    place.clock.advance(step.wait);
    let caller = &people[step.who];
    let mut request = step.request.clone();
    let route = latchkey_server::route::ROUTES
        .iter()
        .find(|route| route.name == step.ask);
    if step.ask == "Auth:auth" {
        request = form(step.who, &request["password"], &place.operator);
    } else if route.unwrap().path.contains("{operator_id}") {
        request["operatorId"] = place.operator.as_str().into();
    }
    let told = if step.typed {
        place.backend.tell_typed(caller, step.ask, request).await
    } else {
        place.backend.tell(caller, step.ask, request).await
    };
    if let ("Auth:auth", Ok(said)) = (step.ask, &told.said) {
        let answer: AuthResponse = serde_json::from_value(said.clone()).unwrap();
        people[step.who] = signed_in(stranger(), &answer);
    }
    told
}

/// An account with two users who may manage users, everybody signed in; then the steps.
async fn life(place: &Place, steps: &[Step]) -> Vec<Told> {
    let root = place.root().await;
    let change = UpdateOperatorPassword {
        operator_id: place.operator.clone(),
        current_password: ROOT_PASSWORD.into(),
        new_password: PASSWORD.into(),
    };
    place.ask(&root, change).await.unwrap();
    let mut people = [stranger(), root, stranger(), stranger()];
    for (who, name) in [(2, "ann"), (3, "ben")] {
        let document = allowing(&["User:*"]);
        let op = place.new_user(name, Some(&document), Some(PASSWORD));
        place.ask(&people[ROOT], op).await.unwrap();
        people[who] = place
            .sign_in(stranger(), place.as_user(name, PASSWORD))
            .await
            .unwrap();
    }
    let mut told = vec![];
    for step in steps {
        told.push(take(place, &mut people, step).await);
    }
    told
}

/// What holds after any life.
async fn whole(place: &Place) {
    for (nothing, sql) in [
        (
            "sessions of nobody",
            "SELECT count(*) FROM sessions s WHERE user_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM users u WHERE u.operator_id = s.operator_id AND u.user_id = s.user_id)",
        ),
        (
            "sessions of users without a password",
            "SELECT count(*) FROM sessions s JOIN users u ON u.operator_id = s.operator_id AND u.user_id = s.user_id WHERE u.password_hash IS NULL",
        ),
        (
            "names that differ in case only",
            "SELECT count(*) - count(DISTINCT lower(name)) FROM users",
        ),
        (
            "gaps in the audit log",
            "SELECT max(entry) - count(*) FROM audit",
        ),
        (
            "accounts beside the one",
            "SELECT count(*) - 1 FROM operators",
        ),
    ] {
        assert_eq!(place.number(sql).await, 0, "{nothing}");
    }
    // exactly one password is root's, whatever was tried before
    place.clock.advance(25 * HOUR);
    let mut opened = 0;
    for password in [PASSWORD, OTHER_PASSWORD] {
        opened += i32::from(
            place
                .sign_in(stranger(), Place::as_root(password))
                .await
                .is_ok(),
        );
    }
    assert_eq!(opened, 1);
}

/// How many steps did what they asked for.
async fn alike(postgres: bool, steps: &[Step]) -> Result<usize, TestCaseError> {
    let open = async || {
        if postgres {
            Place::repeatable_postgres().await
        } else {
            Place::repeatable_sqlite().await
        }
    };
    let (local, remote) = (open().await, open().await.over_http());
    let (told, over_http) = tokio::join!(life(&local, steps), life(&remote, steps));
    let done = told.iter().filter(|told| told.said.is_ok()).count();
    for (step, (told, over_http)) in steps.iter().zip(told.into_iter().zip(over_http)) {
        println!(
            "STAT {} {} {}",
            step.ask,
            told.status,
            told.said
                .as_ref()
                .err()
                .map_or(String::new(), |e| format!("{:?}", e.code))
        );
        prop_assert_eq!(placeless(told), placeless(over_http), "{:?}", step);
    }
    for place in [local, remote] {
        whole(&place).await;
        place.opened.close().await;
    }
    Ok(done)
}

fn play(postgres: bool) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut runner = TestRunner::new(Config {
        cases: 8,
        failure_persistence: None,
        ..Config::default()
    });
    let (asked, done) = (Cell::new(0), Cell::new(0));
    let played = runner.run(&steps(), |steps| {
        asked.set(asked.get() + steps.len());
        done.set(done.get() + runtime.block_on(alike(postgres, &steps))?);
        Ok(())
    });
    played.unwrap();
    // lives in which nothing happens tell nothing
    let (asked, done) = (asked.get(), done.get());
    assert!(done * 5 > asked, "{done} of {asked} steps did something");
}

#[test]
fn whatever_the_order_both_ways_answer_alike_and_the_store_stays_whole_on_sqlite() {
    play(false);
}

#[test]
fn whatever_the_order_both_ways_answer_alike_and_the_store_stays_whole_on_postgres() {
    play(true);
}
