//! The pages behind the links of mails: looking changes nothing, a button does what it says once, and no browser is told
//! more than it needs.

use crate::support::{
    Answer, OTHER_PASSWORD, Office, PASSWORD, ROOT_EMAIL, ROOT_PASSWORD, get, headers,
    letters::Letters, machine_room::MachineRoom, post, process::Running, send, with,
};
use serde_json::{Value, json};
use std::sync::atomic::Ordering;

const ACCOUNTANT: &str = "accounts@harbor-coffee.example";
const FORM: &str = "Content-Type: application/x-www-form-urlencoded\r\n";
/// A token by its shape, and nobody's.
const NOBODYS: &str = "lkm_canaryAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

impl Office {
    async fn letters(&self) -> Letters {
        Letters {
            address: self.address,
            operator: self.operator.to_string(),
            root: self.root().await,
        }
    }

    async fn page(&self, path: &str) -> String {
        let answer = self.ask(get(path, "")).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.text()
    }

    async fn press(&self, path: &str, form: &str) -> Answer {
        self.ask(with("POST", path, FORM, form)).await
    }

    fn later(&self, ms: i64) {
        self.clock.ms.fetch_add(ms, Ordering::SeqCst);
    }

    /// The account's addresses by whether they are verified.
    async fn verified(&self, letters: &Letters) -> Vec<(String, bool)> {
        let listed = self.ask(get(&self.path("/emails"), &letters.root)).await;
        let listed = listed.json();
        let one = |email: &Value| {
            let address = email["email"].as_str().unwrap().to_owned();
            (address, email["verified"].as_bool().unwrap())
        };
        listed.as_array().unwrap().iter().map(one).collect()
    }

    async fn signs_in(&self, password: &str) -> u16 {
        let form = json!({"email": ROOT_EMAIL, "password": password});
        self.ask(post("/v1/auth", &form)).await.status
    }
}

/// Root adds an address; the link of its mail.
async fn adding(office: &Office, letters: &Letters) -> String {
    let body = json!({"email": ACCOUNTANT, "password": ROOT_PASSWORD}).to_string();
    let path = "/v1/operators/add_email_token/issue";
    let added = office.ask(with("POST", path, &letters.root, body)).await;
    assert_eq!(added.status, 200, "{}", added.text());
    letters.link("verify_address").await
}

/// Root forgot the password; the link of its mail.
async fn forgetting(office: &Office, letters: &Letters) -> String {
    let form = json!({"email": ROOT_EMAIL});
    let path = "/v1/auth/password_reset_token/issue";
    assert_eq!(office.ask(post(path, &form)).await.status, 200);
    office.engine.mail_turn().await.unwrap();
    letters.link("reset_password").await
}

fn proof(page: &str) -> String {
    let (_, rest) = page
        .split_once("name=\"proof\" value=\"")
        .unwrap_or_else(|| panic!("no button: {page}"));
    rest.split_once('"').unwrap().0.to_owned()
}

fn has_button(page: &str) -> bool {
    page.contains("<button")
}

// R39
#[tokio::test(flavor = "multi_thread")]
async fn scanners_look_as_often_as_they_like_and_a_button_works_once() {
    let office = Office::open().await;
    let letters = office.letters().await;
    let link = adding(&office, &letters).await;
    for agent in [
        "Mozilla/5.0",
        "BarracudaCentral",
        "Proofpoint",
        "GoogleImageProxy",
        "curl/8",
    ] {
        for method in ["GET", "HEAD", "HEAD", "GET"] {
            let agent = format!("User-Agent: {agent}\r\nPurpose: prefetch\r\n");
            let answer = office.ask(with(method, &link, &agent, "")).await;
            assert_eq!(answer.status, 200);
            assert_eq!(answer.body.is_empty(), method == "HEAD");
        }
    }
    let before = [
        (ROOT_EMAIL.to_owned(), true),
        (ACCOUNTANT.to_owned(), false),
    ];
    assert_eq!(office.verified(&letters).await, before);

    // one that sends the form without having read the page
    let other = proof(&office.page(&forgetting(&office, &letters).await).await);
    for form in [
        String::new(),
        "proof=".into(),
        "proof=1.AAAA".into(),
        format!("proof={other}"),
        json!({"proof": other}).to_string(),
    ] {
        let refused = office.press(&link, &form).await;
        assert_eq!(refused.status, 400);
        assert!(has_button(&refused.text()), "a fresh page, to press again");
    }
    assert_eq!(office.verified(&letters).await, before);

    let page = office.page(&link).await;
    assert!(page.contains(ACCOUNTANT) && page.contains("Harbor Coffee"));
    let form = format!("proof={}", proof(&page));
    let done = office.press(&link, &form).await;
    assert_eq!(done.status, 200, "{}", done.text());
    assert!(done.text().contains("The address is verified") && !has_button(&done.text()));
    assert_eq!(
        office.verified(&letters).await[1],
        (ACCOUNTANT.to_owned(), true)
    );
    for again in [
        office.press(&link, &form).await,
        office.ask(get(&link, "")).await,
    ] {
        assert_eq!(again.status, 400);
        let page = again.text();
        assert!(page.contains("This link cannot be used") && !has_button(&page));
    }
}

// R39: a page that was left open, and a link that is older than it works
#[tokio::test(flavor = "multi_thread")]
async fn a_page_serves_for_half_an_hour_and_a_link_as_long_as_its_mail_says() {
    let office = Office::open().await;
    let letters = office.letters().await;
    let link = adding(&office, &letters).await;
    let form = format!("proof={}", proof(&office.page(&link).await));
    office.later(30 * 60_000);
    for answer in [
        office.press(&link, &form).await,
        office.ask(get(&link, "")).await,
    ] {
        assert_eq!(answer.status, 404);
        assert!(answer.text().contains("This link cannot be used"));
    }
    // an invitation works for a day
    let hana = json!({
        "description": "Hana",
        "contact": "hana@harbor-coffee.example",
        "invite": true,
        "permission": "{\"statements\":[]}",
    });
    let path = office.path("/users/hana");
    let root = office.root().await;
    let made = office
        .ask(with("POST", &path, &root, hana.to_string()))
        .await;
    assert_eq!(made.status, 201, "{}", made.text());
    let letters = office.letters().await;
    let link = letters.link("invitation").await;
    let page = office.page(&link).await;
    assert!(page.contains("hana") && page.contains(office.operator.as_str()));
    let form = |page: &str| format!("proof={}&password={PASSWORD}&again={PASSWORD}", proof(page));
    office.later(30 * 60_000 + 1);
    let late = office.press(&link, &form(&page)).await;
    assert_eq!(late.status, 400);
    assert!(!late.text().contains(PASSWORD), "it is typed again");
    let done = office.press(&link, &form(&late.text())).await;
    assert_eq!(done.status, 200, "{}", done.text());
    // what signing in takes stands there
    assert!(done.text().contains("hana") && done.text().contains(office.operator.as_str()));
    let form = json!({"operatorId": office.operator, "userName": "hana", "password": PASSWORD});
    assert_eq!(office.ask(post("/v1/auth", &form)).await.status, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_password_is_set_in_a_browser_and_ends_the_sessions() {
    let office = Office::open().await;
    let letters = office.letters().await;
    let link = forgetting(&office, &letters).await;
    let mut page = office.page(&link).await;
    for (first, second, words) in [
        ("", "", "Type the new password twice"),
        (OTHER_PASSWORD, PASSWORD, "The two are not the same"),
        ("password1234", "password1234", "role=\"alert\""),
        ("short", "short", "role=\"alert\""),
    ] {
        let form = format!("proof={}&password={first}&again={second}", proof(&page));
        let refused = office.press(&link, &form).await;
        assert_eq!(refused.status, 400);
        page = refused.text();
        assert!(page.contains(words), "{page}");
        assert!(page.contains("aria-invalid=\"true\""), "at the field");
        assert!(first.is_empty() || !page.contains(first), "not echoed");
    }
    assert_eq!(office.signs_in(ROOT_PASSWORD).await, 200);
    let form = format!(
        "proof={}&password={OTHER_PASSWORD}&again={OTHER_PASSWORD}",
        proof(&page)
    );
    let done = office.press(&link, &form).await;
    assert_eq!(done.status, 200, "{}", done.text());
    let over = office.ask(get(&office.path(""), &letters.root)).await;
    assert_eq!(over.refusal(), (401, "session_expired".into()));
    assert_eq!(office.signs_in(ROOT_PASSWORD).await, 401);
    assert_eq!(office.signs_in(OTHER_PASSWORD).await, 200);
}

// R36, R42: who is signed in at the browser is nobody here
#[tokio::test(flavor = "multi_thread")]
async fn credentials_and_repeat_keys_mean_nothing_on_a_page() {
    let office = Office::open().await;
    let letters = office.letters().await;
    let link = adding(&office, &letters).await;
    let strange = format!(
        "{FORM}{}Idempotency-Key: a\r\nIf-Match: x\r\nCookie: session=1\r\n",
        headers("api-nobody", "none")
    );
    let page = office.ask(get(&link, &strange)).await;
    assert_eq!(page.status, 200);
    assert_eq!(page.header("set-cookie"), None);
    let form = format!("proof={}", proof(&page.text()));
    let done = office
        .ask(with("POST", &link, &strange, form.clone()))
        .await;
    assert_eq!(done.status, 200, "{}", done.text());
    // and it is not repeated, as an answer that was kept would be
    let again = office.ask(with("POST", &link, &strange, form)).await;
    assert_eq!(again.status, 400);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_speaks_the_language_of_its_reader() {
    let office = Office::open().await;
    let path = format!("/mail/{NOBODYS}");
    for (asked, tongue, words) in [
        ("", "en", "This link cannot be used"),
        (
            "Accept-Language: ja,en;q=0.5\r\n",
            "ja",
            "このリンクは使えません",
        ),
        (
            "Accept-Language: fr,en\r\n",
            "en",
            "This link cannot be used",
        ),
    ] {
        for answer in [
            office.ask(get(&path, asked)).await,
            office.ask(with("POST", &path, asked, "proof=1.a")).await,
        ] {
            assert_eq!(answer.status, 400);
            let page = answer.text();
            assert!(page.contains(&format!("<html lang=\"{tongue}\">")));
            assert!(page.contains(words), "{page}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_no_token_is_one_calm_page_or_no_page() {
    let office = Office::open().await;
    let long = "x".repeat(4000);
    for part in [
        "x",
        "lkm_",
        "%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "%FF%FE",
        "%00",
        "..%2f..%2fetc",
        "lkm_%E3%81%82",
        &long,
    ] {
        let answer = office.ask(get(&format!("/mail/{part}"), "")).await;
        let page = answer.text();
        assert_eq!(answer.status, 400, "{part}: {page}");
        assert!(page.contains("This link cannot be used") && !page.contains("alert("));
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"));
        for (name, value) in [
            ("cache-control", "no-store"),
            ("referrer-policy", "no-referrer"),
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{part}");
        }
    }
    let token = format!("/mail/{NOBODYS}");
    for (method, path) in [
        ("GET", "/mail"),
        ("GET", "/mail/"),
        ("GET", "/mail/a/b"),
        ("PUT", token.as_str()),
        ("DELETE", token.as_str()),
        ("OPTIONS", token.as_str()),
        ("PATCH", token.as_str()),
    ] {
        let answer = office.ask(with(method, path, "", "")).await;
        assert_eq!(
            answer.refusal(),
            (404, "not_served".into()),
            "{method} {path}"
        );
    }
}

// R98
#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_asked_for_no_more_often_and_sent_no_more_than_anything_else() {
    let office = Office::with(|limits| {
        limits.sign_ins_per_second = 1;
        limits.body_kib = 1;
    })
    .await;
    let path = format!("/mail/{NOBODYS}");
    let large = office.press(&path, &"x".repeat(2000)).await;
    assert_eq!(large.status, 413);
    assert!(large.text().contains("</html>"));
    let mut last = office.press(&path, "proof=1.a").await;
    for _ in 0..10 {
        last = office.press(&path, "proof=1.a").await;
    }
    assert_eq!(last.status, 429);
    assert!(last.header("retry-after").is_some());
    assert!(last.text().contains("Wait ") && last.text().contains("</html>"));
    // looking is free
    assert_eq!(office.ask(get(&path, "")).await.status, 400);
    let office = Office::with(|limits| limits.requests_per_second = 1).await;
    let mut last = office.ask(get(&path, "")).await;
    for _ in 0..10 {
        last = office.ask(get(&path, "")).await;
    }
    assert_eq!(last.status, 429);
}

// R83
#[tokio::test(flavor = "multi_thread")]
async fn no_token_is_in_the_log() {
    let machine = MachineRoom::open().await;
    let mut server: Running = machine.start();
    let path = format!("/mail/{NOBODYS}?canary-query");
    let ask = async |bytes: String| send(server.address, bytes.as_bytes()).await.status;
    let head = format!(
        "{path} HTTP/1.1\r\nHost: canary-host\r\nReferer: http://x{path}\r\nConnection: close\r\n"
    );
    assert_eq!(ask(format!("GET {head}\r\n")).await, 400);
    assert_eq!(ask(format!("HEAD {head}\r\n")).await, 400);
    let body = "proof=1.canary-proof&password=canary-password&again=canary-password";
    let length = body.len();
    assert_eq!(
        ask(format!("POST {head}Content-Length: {length}\r\n\r\n{body}")).await,
        400
    );
    server.terminate();
    assert!(server.ended().success());
    let lines: Vec<Value> = server
        .lines
        .iter()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let told: Vec<_> = lines
        .iter()
        .filter(|line| line["message"] == "operation")
        .map(|line| (&line["span"]["operation"], &line["outcome"]))
        .collect();
    let looked = (&json!("Auth:getMailToken"), &json!("bad_token"));
    assert_eq!(told, [looked, looked, looked]);
    assert!(
        !server.lines.concat().contains("canary"),
        "{:?}",
        server.lines
    );
}
