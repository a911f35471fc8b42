//! Only the exact pair that was given out is somebody (R20): everything beside it is 401, and says nothing.

use crate::support::{Office, get, headers};

fn cut<'t>(root: &'t str, name: &str) -> &'t str {
    root.lines()
        .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
        .unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_not_whole_and_unchanged_is_nobodys() {
    let office = Office::open().await;
    let root = office.root().await;
    let other = office.root().await;
    let (key, token) = (
        cut(&root, "X-Soracom-API-Key"),
        cut(&root, "X-Soracom-Token"),
    );
    let parts: Vec<&str> = token.split('.').collect();
    let last = if token.ends_with('A') { "B" } else { "A" };
    let swapped: String = token
        .chars()
        .map(|c| {
            if c.is_lowercase() {
                c.to_ascii_uppercase()
            } else {
                c.to_ascii_lowercase()
            }
        })
        .collect();
    let long = format!("{token}{}", "A".repeat(4000));
    for (key, token) in [
        (key, ""),
        ("", token),
        (key, &token[..token.len() - 1]),
        (key, &token[1..]),
        (key, &format!("{}{last}", &token[..token.len() - 1])),
        (key, &format!("{token}=")),
        (key, &format!("{token}.")),
        (key, &format!("{token} x")),
        (key, &long),
        (key, &swapped),
        (key, &token.to_uppercase()),
        (key, &token.to_lowercase()),
        (key, &format!("{}.{}.", parts[0], parts[1])),
        (key, &format!("eyJhbGciOiJub25lIn0.{}.", parts[1])),
        (key, cut(&other, "X-Soracom-Token")),
        (&key.to_uppercase(), token),
        (&key[..key.len() - 1], token),
        (cut(&other, "X-Soracom-API-Key"), token),
        (token, key),
    ] {
        let answer = office
            .ask(get(&office.path(""), &headers(key, token)))
            .await;
        let (status, code) = answer.refusal();
        assert_eq!(status, 401, "{key} {token}");
        assert!(
            ["not_signed_in", "session_expired"].contains(&code.as_str()),
            "{code}"
        );
    }
    for doubled in [
        format!("{root}{root}"),
        format!("X-Soracom-API-Key: {key}\r\n"),
        format!("X-Soracom-Token: {token}\r\n"),
        format!("Authorization: Bearer {token}\r\n"),
        String::new(),
    ] {
        let answer = office.ask(get(&office.path(""), &doubled)).await;
        assert_eq!(answer.refusal().0, 401, "{doubled}");
    }
    // names of headers have no case, and the pair itself still works
    assert_eq!(office.ask(get(&office.path(""), &root)).await.status, 200);
    let lower = format!("x-soracom-api-key: {key}\r\nx-soracom-token: {token}\r\n");
    assert_eq!(office.ask(get(&office.path(""), &lower)).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_that_was_ended_is_over_at_once() {
    let office = Office::open().await;
    let root = office.root().await;
    let out = crate::support::with("POST", "/v1/auth/logout", &root, "");
    assert_eq!(office.ask(out).await.status, 204);
    let answer = office.ask(get(&office.path(""), &root)).await;
    assert_eq!(answer.refusal(), (401, "session_expired".into()));
}

#[tokio::test(flavor = "multi_thread")]
async fn another_account_does_not_exist() {
    let office = Office::open().await;
    let root = office.root().await;
    for id in ["OP0000000000", "OP9999999999"] {
        let answer = office
            .ask(get(&format!("/v1/operators/{id}/users"), &root))
            .await;
        assert_eq!(answer.refusal(), (404, "not_found".into()));
    }
}
