//! The pages as HTML. Every text goes through [`escaped`]: names come from people.

use super::words::{self, Words};
use crate::reply;
use axum::{
    body::Body,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::Response,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use latchkey_api::{Error, Language, MailToken, TokenPurpose, say};
use latchkey_engine::html::escaped;
use sha2::{Digest as _, Sha256};
use std::{fmt::Write as _, sync::LazyLock};

/// The colours and sizes of the application, for light and dark.
const STYLE: &str = include_str!("page.css");
/// The application's mark.
const MARK: &str = "<svg class=\"mark\" viewBox=\"0 0 1024 1024\" width=\"44\" height=\"44\" aria-hidden=\"true\"><rect x=\"64\" y=\"64\" width=\"896\" height=\"896\" rx=\"208\"/><circle cx=\"444\" cy=\"352\" r=\"118\"/><path d=\"M444 470v306h232V654M560 776v-84\"/></svg>";

/// Nothing is loaded, nothing runs, nothing may frame the page, and its form goes where the page came from.
static POLICY: LazyLock<Option<HeaderValue>> = LazyLock::new(|| {
    let style = STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{style}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    );
    HeaderValue::from_str(&policy).ok()
});

/// What the link does, and its button; with what went wrong with it before.
pub(super) fn ask(
    about: &MailToken,
    proof: &str,
    problem: Option<&Error>,
    language: Language,
) -> Response {
    let words = words::of(about.purpose, language);
    if let Some(opens) = about.opens_date_time {
        return not_open(about, opens, language);
    }
    let mut page = Page::new(language, words.title);
    page.text("lead", words.lead);
    facts(&mut page, about, language);
    form(&mut page, about, &words, proof, problem, language);
    page.text("note", words::not_you(language));
    page.answer(problem)
}

/// That it is done.
pub(super) fn done(about: &MailToken, language: Language) -> Response {
    let words = words::of(about.purpose, language);
    let mut page = Page::new(language, words.done_title);
    page.text("lead", words.done);
    if about.user_name.is_some() {
        // what signing in takes, besides the password
        facts(&mut page, about, language);
    }
    page.text("note", words::close(language));
    page.answer(None)
}

/// That there is nothing to press.
pub(super) fn trouble(error: &Error, language: Language) -> Response {
    let mut page = Page::new(language, words::trouble(error.code, language));
    page.text("lead", &error.message);
    page.answer(Some(error))
}

/// That it works later.
fn not_open(about: &MailToken, opens: i64, language: Language) -> Response {
    let (title, lead) = words::not_open(language);
    let mut page = Page::new(language, title);
    page.text("lead", lead);
    page.list(&[
        (
            say(language, "Account", "アカウント"),
            about.operator_name.clone(),
        ),
        (
            say(language, "Opens", "使用開始"),
            words::moment(opens, language),
        ),
        (
            say(language, "Works until", "有効期限"),
            words::moment(about.expire_date_time, language),
        ),
    ]);
    page.answer(None)
}

fn facts(page: &mut Page, about: &MailToken, language: Language) {
    let mut rows = vec![
        (
            say(language, "Account", "アカウント"),
            about.operator_name.clone(),
        ),
        (
            say(language, "Operator ID", "オペレーターID"),
            about.operator_id.to_string(),
        ),
    ];
    if let Some(user_name) = &about.user_name {
        rows.push((say(language, "Username", "ユーザー名"), user_name.clone()));
    }
    rows.push((
        say(language, "Address", "メールアドレス"),
        about.email.clone(),
    ));
    page.list(&rows);
}

fn form(
    page: &mut Page,
    about: &MailToken,
    words: &Words,
    proof: &str,
    problem: Option<&Error>,
    language: Language,
) {
    // it goes to where the page came from: no address is written into it
    page.raw("<form method=\"post\" accept-charset=\"utf-8\">");
    let at_field = problem.is_some_and(|error| error.field.as_deref() == Some("password"));
    if let (Some(error), false) = (problem, at_field) {
        page.alert("problem", "problem", &error.message);
    }
    if takes_password(about.purpose) {
        let described = if at_field { "hint wrong" } else { "hint" };
        let invalid = if at_field {
            " aria-invalid=\"true\""
        } else {
            ""
        };
        page.label(
            "password",
            say(language, "New password", "新しいパスワード"),
        );
        page.raw(&format!(
            "<input type=\"password\" id=\"password\" name=\"password\" autocomplete=\"new-password\" required autofocus aria-describedby=\"{described}\"{invalid}>"
        ));
        if let (Some(error), true) = (problem, at_field) {
            page.alert("wrong", "wrong", &error.message);
        }
        page.identified("hint", "hint", words::hint(language));
        page.label("again", say(language, "The same again", "もう一度入力"));
        page.raw("<input type=\"password\" id=\"again\" name=\"again\" autocomplete=\"new-password\" required>");
    }
    page.raw("<input type=\"hidden\" name=\"proof\" value=\"");
    page.raw(&escaped(proof));
    page.raw("\"><button type=\"submit\">");
    page.raw(&escaped(words.button));
    page.raw("</button></form>");
}

const fn takes_password(purpose: TokenPurpose) -> bool {
    matches!(
        purpose,
        TokenPurpose::ResetPassword
            | TokenPurpose::Recover
            | TokenPurpose::Invitation
            | TokenPurpose::UserPassword
    )
}

/// A page that is being written.
struct Page(String);

impl Page {
    fn new(language: Language, title: &str) -> Self {
        let tongue = match language {
            Language::En => "en",
            Language::Ja => "ja",
        };
        let title = escaped(title);
        Self(format!(
            "<!DOCTYPE html>\n<html lang=\"{tongue}\"><head><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
             <meta name=\"robots\" content=\"noindex\"><meta name=\"color-scheme\" content=\"light dark\">\
             <title>{title} - Latchkey</title><style>{STYLE}</style></head>\
             <body><main>{MARK}<h1>{title}</h1>"
        ))
    }

    /// Markup of this program's own.
    fn raw(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    fn text(&mut self, class: &str, text: &str) {
        // writing into a text does not fail
        let _ = write!(self.0, "<p class=\"{class}\">{}</p>", escaped(text));
    }

    fn identified(&mut self, id: &str, class: &str, text: &str) {
        let text = escaped(text);
        let _ = write!(self.0, "<p id=\"{id}\" class=\"{class}\">{text}</p>");
    }

    fn alert(&mut self, id: &str, class: &str, text: &str) {
        let text = escaped(text);
        let _ = write!(
            self.0,
            "<p id=\"{id}\" class=\"{class}\" role=\"alert\">{text}</p>"
        );
    }

    fn label(&mut self, field: &str, text: &str) {
        let text = escaped(text);
        let _ = write!(self.0, "<label for=\"{field}\">{text}</label>");
    }

    /// What is known, in pairs; each name keeps its own direction.
    fn list(&mut self, rows: &[(&str, String)]) {
        self.raw("<dl>");
        for (what, value) in rows {
            let (what, value) = (escaped(what), escaped(value));
            let _ = write!(self.0, "<dt>{what}</dt><dd><bdi>{value}</bdi></dd>");
        }
        self.raw("</dl>");
    }

    fn answer(mut self, problem: Option<&Error>) -> Response {
        self.raw("</main><footer>Latchkey</footer></body></html>\n");
        let mut response = Response::new(Body::from(self.0));
        let headers = response.headers_mut();
        for (name, value) in [
            (header::CONTENT_TYPE, "text/html; charset=utf-8"),
            (header::CACHE_CONTROL, "no-store"),
            (header::REFERRER_POLICY, "no-referrer"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::X_FRAME_OPTIONS, "DENY"),
            (
                HeaderName::from_static("cross-origin-opener-policy"),
                "same-origin",
            ),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
        if let Some(policy) = POLICY.clone() {
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        if let Some(error) = problem {
            let code = StatusCode::from_u16(error.code.status());
            *response.status_mut() = code.unwrap_or(StatusCode::BAD_REQUEST);
            reply::retry_after(&mut response, error);
        }
        response
    }
}

#[cfg(test)]
mod tests;
