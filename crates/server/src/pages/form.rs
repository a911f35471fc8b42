//! What a browser sends with the button: `name=value&name=value`.

use latchkey_api::Secret;
use percent_encoding::percent_decode;

/// The fields of a page.
#[derive(Debug, Default)]
pub(super) struct Form {
    /// That the page was looked at.
    pub(super) proof: Option<String>,
    pub(super) password: Password,
}

/// A new password, typed twice: what was mistyped once would lock somebody out who waited a day to get in.
#[derive(Debug, Default)]
pub(super) enum Password {
    #[default]
    Missing,
    /// Two different ones.
    Twice,
    Given(Secret),
}

impl Form {
    /// Reads it. What is no form, or has a field twice or one that is no text, has no such field.
    pub(super) fn read(body: &[u8]) -> Self {
        let password = match (field(body, "password"), field(body, "again")) {
            (Some(password), Some(again)) if password.expose() == again.expose() => {
                Password::given(password)
            }
            (Some(_), Some(_)) => Password::Twice,
            _ => Password::Missing,
        };
        Self {
            proof: field(body, "proof").map(|proof| proof.expose().to_owned()),
            password,
        }
    }
}

impl Password {
    fn given(password: Secret) -> Self {
        if password.expose().is_empty() {
            Self::Missing
        } else {
            Self::Given(password)
        }
    }
}

fn field(body: &[u8], name: &str) -> Option<Secret> {
    let pairs = body.split(|byte| *byte == b'&');
    let mut values = pairs.filter_map(|pair| {
        let end = pair.iter().position(|byte| *byte == b'=')?;
        let (known, value) = pair.split_at(end);
        (known == name.as_bytes()).then(|| value.get(1..).unwrap_or_default())
    });
    let value = values.next()?;
    if values.next().is_some() {
        return None;
    }
    let spaced: Vec<u8> = value
        .iter()
        .map(|byte| if *byte == b'+' { b' ' } else { *byte })
        .collect();
    let text = String::from_utf8(percent_decode(&spaced).collect()).ok()?;
    Some(Secret::from(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(body: &str) -> Option<String> {
        match Form::read(body.as_bytes()).password {
            Password::Given(password) => Some(password.expose().to_owned()),
            Password::Missing | Password::Twice => None,
        }
    }

    #[test]
    fn what_a_browser_sends_is_read_and_nothing_else() {
        let form = Form::read(b"proof=1.a_b-c&password=a+b%26%3D&again=a+b%26%3D");
        assert_eq!(form.proof.as_deref(), Some("1.a_b-c"));
        assert!(matches!(form.password, Password::Given(p) if p.expose() == "a b&="));
        let kana = "%E9%96%93+%E3%81%AE";
        assert_eq!(
            given(&format!("password={kana}&again={kana}")).as_deref(),
            Some("間 の")
        );
        assert!(matches!(
            Form::read(b"password=a&again=b").password,
            Password::Twice
        ));
        for nothing in [
            "",
            "&&&===",
            "password=a",
            "password=&again=",
            "password=a&password=a&again=a",
            "password=%FF&again=%FF",
            r#"{"password":"a","again":"a"}"#,
        ] {
            assert_eq!(given(nothing), None, "{nothing}");
        }
        assert!(Form::read(b"proof=a&proof=a").proof.is_none());
    }
}
