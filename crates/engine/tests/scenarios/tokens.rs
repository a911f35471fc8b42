//! Tokens: only the exact one, only for its own account.

use crate::support::*;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use latchkey_api::*;
use latchkey_engine::Caller;
use proptest::{prelude::*, strategy::ValueTree as _, test_runner::TestRunner};
use std::collections::HashSet;

fn with(caller: &Caller, api_key: &str, token: &str) -> Caller {
    let mut caller = caller.clone();
    caller.envelope.credentials = Some(Credentials {
        api_key: api_key.into(),
        token: token.into(),
    });
    caller
}

fn parts(caller: &Caller) -> (String, String) {
    let credentials = caller.envelope.credentials.as_ref().unwrap();
    (
        credentials.api_key.clone(),
        credentials.token.expose().to_owned(),
    )
}

on_both! {
    /// The shape that clients of the public API rely on
    async fn a_token_looks_like_a_jwt_with_the_operator_in_it(place) {
        place.make("m.sato", None).await;
        for form in [Place::as_root(ROOT_PASSWORD), place.as_user("m.sato", PASSWORD)] {
            let answer = place.ask(&stranger(), form).await.unwrap();
            let token: Vec<&str> = answer.token.expose().split('.').collect();
            assert_eq!(token.len(), 3);
            let payload: serde_json::Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(token[1]).unwrap()).unwrap();
            assert_eq!(payload["operator"]["operatorId"], place.operator.as_str());
            let key = answer.api_key.expose();
            assert!(key.starts_with("api-") && key.len() == 40 && key.matches('-').count() == 5, "{key}");
        }
    }
}

on_both! {
    /// R20
    async fn nothing_but_the_exact_pair_is_accepted(place) {
        let caller = place.root().await;
        let (key, token) = parts(&caller);
        let segments: Vec<String> = token.split('.').map(str::to_owned).collect();
        let none = URL_SAFE_NO_PAD.encode(br#"{"alg":"none","typ":"JWT"}"#);
        let mut wrong = vec![
            (key.clone(), String::new()), (String::new(), token.clone()), (key.to_uppercase(), token.clone()), (token.clone(), key.clone()),
            (key.clone(), format!("{token} ")), (key.clone(), format!(" {token}")), (key.clone(), format!("{token}\0")), (key.clone(), format!("{token}=")),
            (key.clone(), format!("Bearer {token}")), (key.clone(), format!("{token}.{token}")), (key.clone(), token.to_uppercase()), (format!("{key} "), token.clone()),
            (key.clone(), format!("{}.{}.", segments[0], segments[1])), (key.clone(), format!("{none}.{}.{}", segments[1], segments[2])), (key.clone(), format!("{none}.{}.", segments[1])),
        ];
        // another session's halves
        let (other_key, other_token) = parts(&place.root().await);
        wrong.extend([(key.clone(), other_token.clone()), (other_key, token.clone())]);
        let mut runner = TestRunner::default();
        let strategy = (0..token.len(), any::<u8>(), 0..4_u8);
        for _ in 0..150 {
            let (at, byte, how) = strategy.new_tree(&mut runner).unwrap().current();
            let mut mutated = token.clone().into_bytes();
            match how {
                0 => mutated[at] = if mutated[at] == (byte & 0x7f) { b'!' } else { byte & 0x7f },
                1 => mutated.truncate(at),
                2 => mutated.insert(at, byte & 0x7f),
                _ => { mutated.remove(at); }
            }
            wrong.push((key.clone(), String::from_utf8(mutated).unwrap()));
        }
        // spaces around a header's value are none of it
        let travels = |pair: &(String, String)| !place.is_remote() || (pair.0.trim(), pair.1.trim()) != (&key, &token);
        for (key, token) in wrong.iter().filter(|pair| travels(pair)) {
            let error = place.ask(&with(&caller, key, token), ListSessions {}).await.unwrap_err();
            assert_eq!(error.code, Code::SessionExpired, "{token:?}");
        }
        assert!(place.ask(&caller, ListSessions {}).await.is_ok());
        assert_eq!(code(place.ask(&stranger(), ListSessions {}).await), Code::NotSignedIn);
    }
}

on_postgres! {
    /// R24, R58: a token is of one account; what is in another does not exist
    async fn nothing_of_another_account_exists(place) {
        place.make("m.sato", None).await;
        let (other_id, caller) = place.other_account().await;
        let unknown: OperatorId = "OP0000000001".parse().unwrap();
        for op in crate::access_matrix::operations().into_iter().filter(|op| op.path.contains("{operator_id}")) {
            let mut answers = vec![];
            for operator_id in [&place.operator, &unknown] {
                let request = crate::access_matrix::request(op.name, operator_id, "m.sato");
                let error = place.tell(&caller, op.name, request).await.unwrap_err();
                answers.push(serde_json::to_string(&error).unwrap());
            }
            // R12: known and unknown alike
            assert_eq!(answers[0], answers[1], "{}", op.name);
            assert!(answers[0].contains("\"not_found\""), "{}: {}", op.name, answers[0]);
        }
        // the same token with the operator changed is another token
        let (key, token) = parts(&caller);
        let segments: Vec<&str> = token.split('.').collect();
        let payload = String::from_utf8(URL_SAFE_NO_PAD.decode(segments[1]).unwrap()).unwrap();
        let payload = payload.replace(other_id.as_str(), place.operator.as_str());
        let forged = format!("{}.{}.{}", segments[0], URL_SAFE_NO_PAD.encode(payload), segments[2]);
        assert_eq!(code(place.ask(&with(&caller, &key, &forged), place.list()).await), Code::SessionExpired);
    }
}

on_postgres! {
    /// R60: two accounts at once never see each other's rows
    async fn accounts_do_not_mix_under_load(place) {
        let (other_id, other) = place.other_account().await;
        let callers = [(place.root().await, place.operator.clone(), "ours"), (other, other_id, "theirs")];
        for (caller, operator_id, name) in &callers {
            let op = CreateUser { operator_id: operator_id.clone(), ..place.new_user(name, None, None) };
            place.ask(caller, op).await.unwrap();
        }
        let calls: Vec<_> = (0..600).map(|n| {
            let (backend, (caller, operator_id, name)) = (place.backend.clone(), callers[n % 2].clone());
            tokio::spawn(async move {
                let answered = match backend.ask(&caller, ListUsers { operator_id }).await {
                    Ok(users) => {
                        assert_eq!(users.iter().map(|user| user.user_name.as_str()).collect::<Vec<_>>(), [name]);
                        1
                    }
                    // so many at once may have to wait for longer than somebody waits
                    Err(error) => {
                        assert_eq!(error.code, Code::Busy, "{error:?}");
                        0
                    }
                };
                // some give up half way: their connection goes back clean
                if n % 7 == 0 {
                    let given_up = backend.ask(&caller, ListSessions {});
                    drop(tokio::time::timeout(std::time::Duration::from_micros(200), given_up).await);
                }
                answered
            })
        }).collect();
        let mut answered = 0;
        for call in calls {
            answered += call.await.unwrap();
        }
        assert!(answered > 60, "{answered} of 600");
    }
}

on_sqlite! {
    /// R19: no two alike
    async fn no_two_tokens_are_alike(place) {
        let mut seen = HashSet::new();
        for _ in 0..300 {
            let (key, token) = parts(&place.root().await);
            assert!(seen.insert(key) && seen.insert(token));
        }
    }
}
