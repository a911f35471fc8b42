use super::*;
use crate::*;

fn path(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs
        .iter()
        .map(|(a, b)| ((*a).to_owned(), (*b).to_owned()))
        .collect()
}

fn create(body: &str) -> Result<CreateUser, Error> {
    let path = path(&[("operator_id", "OP0000000001"), ("user_name", "m.sato")]);
    decode(&path, "", body.as_bytes(), Language::En)
}

fn search(query: &str) -> Result<SearchUsers, Error> {
    decode(
        &path(&[("operator_id", "OP0000000001")]),
        query,
        b"",
        Language::En,
    )
}

#[test]
fn what_is_encoded_is_decoded() {
    let op = CreateUser {
        operator_id: "OP0000000001".parse().unwrap(),
        user_name: "佐藤 @+".parse().unwrap(),
        description: Some("Hana".parse().unwrap()),
        permission: None,
        password: None,
        must_change_password: None,
        contact: None,
        invite: None,
    };
    let encoded = encode(&op);
    assert_eq!(
        encoded.path,
        "/operators/OP0000000001/users/%E4%BD%90%E8%97%A4%20%40%2B"
    );
    assert_eq!(
        encoded.body.unwrap().to_string(),
        r#"{"description":"Hana"}"#
    );
    assert_eq!(path_variables(&op)[1], ("user_name", "佐藤 @+".to_owned()));
}

#[test]
fn a_query_is_typed() {
    let op = search("search=sato%20h&filter=neverSignedIn&descending=true&limit=50").unwrap();
    assert_eq!(op.search.as_deref(), Some("sato h"));
    assert_eq!(
        (op.filter, op.descending, op.limit),
        (Some(UserFilter::NeverSignedIn), Some(true), Some(50))
    );
    let encoded = encode(&op).path;
    let (path, query) = encoded.split_once('?').unwrap();
    assert_eq!(path, "/latchkey/operators/OP0000000001/users");
    let mut pairs: Vec<&str> = query.split('&').collect();
    pairs.sort_unstable();
    assert_eq!(
        pairs,
        [
            "descending=true",
            "filter=neverSignedIn",
            "limit=50",
            "search=sato+h"
        ]
    );
    assert!(search("limit=50&limit=51").is_err());
    assert!(search("nonsense=1").is_err());
    assert!(search("limit=-1").is_err());
    assert!(search("operatorId=OP0000000002").is_err());
    assert!(search("search=a%00b").is_err());
}

#[test]
fn an_empty_body_is_an_object_without_fields() {
    assert!(create("").is_ok());
    assert!(create("{}").is_ok());
}

// R64
#[test]
fn unknown_and_duplicate_fields_are_refused() {
    for body in [
        r#"{"descripton":"x"}"#,
        r#"{"description":"x","description":"y"}"#,
        r#"{"userName":"other"}"#,
        r#"{"operatorId":"OP0000000002"}"#,
        r#"{"description":"a\u0000b"}"#,
        "null",
        "[]",
        "{} x",
        "{",
    ] {
        let error = create(body).unwrap_err();
        assert_eq!(error.code, Code::BadRequest, "{body}");
    }
}

// R96
#[test]
fn deep_json_is_refused() {
    let deep = format!(r#"{{"description":{}1{}}}"#, "[".repeat(33), "]".repeat(33));
    assert!(create(&deep).unwrap_err().message.contains("deeper"));
}

#[test]
fn a_broken_rule_names_its_field_in_words() {
    let path = path(&[("operator_id", "OP0000000001"), ("user_name", "a/b")]);
    let error = decode::<CreateUser>(&path, "", b"", Language::En).unwrap_err();
    assert_eq!(error.field.as_deref(), Some("userName"));
    assert!(
        error.message.starts_with("Use letters"),
        "{}",
        error.message
    );
    let long = format!(r#"{{"permission":"{}"}}"#, "x".repeat(70_000));
    assert_eq!(create(&long).unwrap_err().code, Code::TooLarge);
}

#[test]
fn every_placeholder_is_a_field_and_every_name_has_a_tag() {
    macro_rules! check { ($($op:ident),* $(,)?) => { $(
        let fields = ts_fields::<$op>();
        for name in placeholders($op::PATH) {
            assert!(fields.contains(&format!("{}:", field_of(name))), "{} lacks {name}", $op::NAME);
        }
        assert!($op::NAME.split_once(':').is_some_and(|(tag, op)| !tag.is_empty() && !op.is_empty()));
        assert!($op::PATH.starts_with('/'));
    )* } }
    each_operation!(check);
}

fn ts_fields<O: Operation>() -> String {
    O::inline(&ts_rs::Config::default())
}
