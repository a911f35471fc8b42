//! The first day of an account as existing programs play it.

use super::program::{Kind, Program};
use crate::support::{Office, PASSWORD, ROOT_EMAIL, ROOT_PASSWORD};
use serde_json::{Value, json};

// DESIGN 4: what real clients also need
#[tokio::test(flavor = "multi_thread")]
async fn existing_programs_manage_people_unchanged() {
    for kind in [Kind::CommandLine, Kind::Sdk] {
        let office = Office::open().await;
        let mut root = Program::new(&office, kind);
        let session = root
            .sign_in(json!({"email": ROOT_EMAIL, "password": ROOT_PASSWORD}))
            .await;
        assert_eq!(root.operator, office.operator.as_str());
        assert_eq!(session["operatorId"], root.operator.as_str());
        assert_eq!(session.get("userName"), None, "root has no user name");

        let users = root.ask("GET", "/operators/{op}/users", Value::Null).await;
        assert_eq!((users.status, users.json()), (200, json!([])));
        let hana = "/operators/{op}/users/hana.sato@example.com";
        root.silently("POST", hana, json!({"description": "Hana"}), 201)
            .await;
        let of = |rest: &str| format!("{hana}/{rest}");
        root.silently("POST", &of("password"), json!({"password": PASSWORD}), 201)
            .await;
        let document = r#"{"statements":[{"effect":"allow","api":"User:getUser*"}]}"#;
        root.silently(
            "PUT",
            &of("permission"),
            json!({"permission": document}),
            200,
        )
        .await;
        let kept = root.ask("GET", &of("permission"), Value::Null).await.json();
        assert!(kept["permission"].is_string(), "a document travels as text");

        her_turn(&office, kind, &root.operator).await;

        root.silently("DELETE", hana, Value::Null, 204).await;
        root.silently("POST", "/auth/logout", Value::Null, 204)
            .await;
        let over = root.ask("GET", "/operators/{op}", Value::Null).await;
        assert_eq!(over.refusal().0, 401);
    }
}

/// The user whom root has just made reads herself, and is told what she may not.
async fn her_turn(office: &Office, kind: Kind, operator: &str) {
    let mut hana = Program::new(office, kind);
    let form =
        json!({"operatorId": operator, "userName": "hana.sato@example.com", "password": PASSWORD});
    let session = hana.sign_in(form).await;
    assert_eq!(session["userName"], "hana.sato@example.com");
    assert_eq!(hana.operator, operator);
    let own = hana
        .ask(
            "GET",
            "/operators/{op}/users/hana.sato@example.com",
            Value::Null,
        )
        .await;
    assert_eq!(
        (own.status, &own.json()["description"]),
        (200, &json!("Hana"))
    );
    let all = hana.ask("GET", "/operators/{op}/users", Value::Null).await;
    assert_eq!(all.refusal(), (403, "denied".into()));
    let error = all.json();
    assert!(
        error["code"].is_string() && error["message"].is_string(),
        "flat"
    );
}
