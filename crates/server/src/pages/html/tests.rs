//! What a page holds, and that nobody's name becomes a part of it.

use super::*;
use http_body_util::BodyExt as _;
use latchkey_api::Code;

const PURPOSES: [TokenPurpose; 8] = [
    TokenPurpose::AddEmail,
    TokenPurpose::ResetPassword,
    TokenPurpose::Recover,
    TokenPurpose::ObjectToRecovery,
    TokenPurpose::UndoPrimary,
    TokenPurpose::Contact,
    TokenPurpose::Invitation,
    TokenPurpose::UserPassword,
];

fn about(purpose: TokenPurpose, name: &str) -> MailToken {
    MailToken {
        purpose,
        operator_id: "OP0000000001".parse().unwrap(),
        operator_name: name.to_owned(),
        email: name.to_owned(),
        user_name: Some(name.to_owned()),
        opens_date_time: None,
        expire_date_time: 1_769_947_200,
    }
}

async fn text(response: Response) -> String {
    let body = response.into_body().collect().await.unwrap().to_bytes();
    String::from_utf8(body.to_vec()).unwrap()
}

/// Every tag of a page, without its attributes.
fn tags(page: &str) -> Vec<&str> {
    page.split('<')
        .skip(1)
        .map(|rest| rest.split([' ', '>']).next().unwrap())
        .collect()
}

// R43
#[tokio::test]
async fn names_that_people_choose_are_text_and_nothing_else() {
    let hostile = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>&amp;\u{202e}";
    for language in [Language::En, Language::Ja] {
        for purpose in PURPOSES {
            let plain = text(ask(&about(purpose, "a"), "1.a", None, language)).await;
            let page = text(ask(&about(purpose, hostile), "1.a", None, language)).await;
            assert_eq!(tags(&plain), tags(&page), "{page}");
            let after = text(done(&about(purpose, hostile), language)).await;
            assert!(
                !after.contains("<script") && !after.contains("<img"),
                "{after}"
            );
            let error = Error::with(Code::WeakPassword, hostile).at("password");
            let wrong = text(ask(&about(purpose, "a"), "1.a", Some(&error), language)).await;
            assert!(
                !wrong.contains("<script") && !wrong.contains("<img"),
                "{wrong}"
            );
        }
    }
}

#[tokio::test]
async fn a_page_has_one_button_and_a_field_only_where_a_password_is_set() {
    for purpose in PURPOSES {
        let page = text(ask(&about(purpose, "a"), "1.proof", None, Language::En)).await;
        assert_eq!(page.matches("<button").count(), 1);
        assert!(page.contains("name=\"proof\" value=\"1.proof\""));
        let fields = page.matches("type=\"password\"").count();
        assert_eq!(fields, if takes_password(purpose) { 2 } else { 0 });
        // it loads nothing and leads nowhere
        for word in [
            "http", "src=", "href=", "action=", "<script", "<a ", "style=",
        ] {
            assert!(!page.contains(word), "{word}: {page}");
        }
    }
}

#[tokio::test]
async fn a_link_that_works_later_says_when_and_has_no_button() {
    let mut later = about(TokenPurpose::Recover, "a");
    later.opens_date_time = Some(1_769_947_200);
    let page = text(ask(&later, "1.a", None, Language::En)).await;
    assert!(page.contains("1 February 2026, 12:00 UTC"), "{page}");
    assert!(!page.contains("<button"));
    let page = text(ask(&later, "1.a", None, Language::Ja)).await;
    assert!(page.contains("2026年2月1日 12:00 (UTC)"), "{page}");
}

#[tokio::test]
async fn what_is_wrong_with_a_password_stands_at_its_field_and_the_rest_above() {
    let about = about(TokenPurpose::ResetPassword, "a");
    let wrong = Error::with(Code::WeakPassword, "too easy").at("password");
    let response = ask(&about, "1.a", Some(&wrong), Language::En);
    assert_eq!(response.status(), 400);
    let page = text(response).await;
    assert!(page.contains("<p id=\"wrong\" class=\"wrong\" role=\"alert\">too easy</p>"));
    assert!(page.contains("aria-describedby=\"hint wrong\" aria-invalid=\"true\""));
    let busy = Error::with(Code::Busy, "later");
    let response = ask(&about, "1.a", Some(&busy), Language::En);
    assert_eq!(response.status(), 503);
    assert!(response.headers().contains_key(header::RETRY_AFTER));
    let page = text(response).await;
    assert!(page.contains("<p id=\"problem\" class=\"problem\" role=\"alert\">later</p>"));
    assert!(!page.contains("aria-invalid=\"true\""));
}

#[tokio::test]
async fn every_page_forbids_whatever_it_does_not_need() {
    let response = trouble(&Error::new(Code::BadToken, Language::En), Language::En);
    let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header("cache-control"), "no-store");
    assert_eq!(header("referrer-policy"), "no-referrer");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("content-type"), "text/html; charset=utf-8");
    let policy = header("content-security-policy");
    for part in [
        "default-src 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ] {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(!policy.contains("unsafe"));
    // the style that is in the page is the one that is allowed
    let page = text(response).await;
    let (_, style) = page.split_once("<style>").unwrap();
    let (style, _) = style.split_once("</style>").unwrap();
    let hash = STANDARD.encode(Sha256::digest(style.as_bytes()));
    assert!(policy.contains(&format!("style-src 'sha256-{hash}'")));
}
