//! How a request travels over HTTP. Both ends use this one file, so they cannot disagree.

mod strict;

use crate::{Code, Error, Language, Method, Operation, names::Rule, say};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// Most bytes of a request's body.
pub const BODY_MAX: usize = 256 * 1024;

/// What stays as it is in a path: RFC 3986 unreserved.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A request as it is sent: path below `/v1` with query, and the body where there is one.
#[derive(Debug)]
pub struct Encoded {
    /// Percent-encoded path, with the query behind `?`.
    pub path: String,
    /// JSON body.
    pub body: Option<Value>,
}

/// The request's field that a placeholder stands for: `user_name` is `userName`.
#[must_use]
pub fn field_of(placeholder: &str) -> String {
    let mut field = String::with_capacity(placeholder.len());
    let mut upper = false;
    for c in placeholder.chars() {
        if c == '_' {
            upper = true;
        } else if std::mem::take(&mut upper) {
            field.push(c.to_ascii_uppercase());
        } else {
            field.push(c);
        }
    }
    field
}

/// The placeholders of a path template, in order.
pub fn placeholders(path: &'static str) -> impl Iterator<Item = &'static str> {
    path.split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}').map(|(name, _)| name))
}

fn fields_of<O: Operation>(op: &O) -> Map<String, Value> {
    match serde_json::to_value(op) {
        Ok(Value::Object(fields)) => fields,
        // requests are structs of texts and numbers: nothing else can come out
        _ => Map::new(),
    }
}

/// The values in the request's path, by placeholder: what conditions see as `pathVariable(…)`, and exactly what
/// the rules of the operation work with.
#[must_use]
pub fn path_variables<O: Operation>(op: &O) -> Vec<(&'static str, String)> {
    let mut fields = fields_of(op);
    placeholders(O::PATH)
        .filter_map(|name| match fields.remove(&field_of(name)) {
            Some(Value::String(value)) => Some((name, value)),
            _ => None,
        })
        .collect()
}

/// As [`path_variables`], of a request that does not read: its path's values as they came, without what no store takes.
#[must_use]
pub fn named<O: Operation>(path: &[(String, String)]) -> Vec<(&'static str, String)> {
    let value = |name: &str| path.iter().find(|(known, _)| known == name);
    placeholders(O::PATH)
        .filter_map(|name| value(name).map(|(_, value)| (name, value.replace('\0', " "))))
        .collect()
}

/// Writes a request down for the wire.
#[must_use]
pub fn encode<O: Operation>(op: &O) -> Encoded {
    let mut fields = fields_of(op);
    let mut path = String::new();
    for (i, part) in O::PATH.split(['{', '}']).enumerate() {
        if i % 2 == 0 {
            path.push_str(part);
        } else if let Some(Value::String(value)) = fields.remove(&field_of(part)) {
            path.extend(utf8_percent_encode(&value, SEGMENT));
        }
    }
    if O::METHOD == Method::Get {
        let query = serde_html_form::to_string(&fields).unwrap_or_default();
        if !query.is_empty() {
            path.push('?');
            path.push_str(&query);
        }
        return Encoded { path, body: None };
    }
    let body = (!fields.is_empty()).then_some(Value::Object(fields));
    Encoded { path, body }
}

/// Reads a request from the wire. `path` are the values of the path's placeholders, decoded once.
///
/// A body is read whatever its Content-Type; an empty one is an object without fields. The body of a GET is
/// ignored, and so is an empty query.
///
/// # Errors
/// `bad_request` with the field where there is one: not JSON, unknown or duplicate fields, deeper than 32,
/// a value that breaks its rule, a field of the path given again in the body.
pub fn decode<O: Operation>(
    path: &[(String, String)],
    query: &str,
    body: &[u8],
    language: Language,
) -> Result<O, Error> {
    if O::METHOD == Method::Get {
        let mut pairs: Vec<(String, String)> = path
            .iter()
            .map(|(name, value)| (field_of(name), value.clone()))
            .collect();
        pairs.extend(
            serde_html_form::from_str::<Vec<(String, String)>>(query)
                .map_err(|e| unreadable(&e, language))?,
        );
        if pairs.iter().any(|(_, value)| value.contains('\0')) {
            return Err(unreadable(&"a text holds the NUL character", language));
        }
        // through text and back: this deserialiser reads numbers and booleans out of a query's texts
        let text = serde_html_form::to_string(&pairs).map_err(|e| unreadable(&e, language))?;
        let reader = serde_html_form::Deserializer::from_bytes(text.as_bytes());
        return serde_path_to_error::deserialize(reader)
            .map_err(|e| broken(&e.path().to_string(), &e.into_inner().to_string(), language));
    }
    if !query.is_empty() {
        return Err(unreadable(
            &say(
                language,
                "this operation takes no query",
                "この操作はクエリを受け取りません",
            ),
            language,
        ));
    }
    let mut fields = if body.is_empty() {
        Map::new()
    } else {
        strict::object(body).map_err(|e| unreadable(&e, language))?
    };
    for (name, value) in path {
        if value.contains('\0') {
            return Err(unreadable(&"a text holds the NUL character", language).at(&field_of(name)));
        }
        if fields
            .insert(field_of(name), Value::String(value.clone()))
            .is_some()
        {
            return Err(broken(
                &field_of(name),
                "it stands in the path already",
                language,
            ));
        }
    }
    request(Value::Object(fields), language)
}

/// Reads a request that came as one JSON value, as the desktop's own window sends it.
///
/// # Errors
/// As [`decode`].
pub fn request<O: DeserializeOwned>(value: Value, language: Language) -> Result<O, Error> {
    serde_path_to_error::deserialize(value)
        .map_err(|e| broken(&e.path().to_string(), &e.into_inner().to_string(), language))
}

fn unreadable(why: &impl std::fmt::Display, language: Language) -> Error {
    let message = match language {
        Language::En => format!("This request cannot be read: {why}. Nothing was changed."),
        Language::Ja => format!("リクエストを読み取れません ({why})。何も変更されていません。"),
    };
    Error::with(Code::BadRequest, message)
}

/// A broken rule as an error at its field.
#[must_use]
pub fn rule_error(rule: Rule, field: &str, language: Language) -> Error {
    let code = if rule == Rule::DocumentLength {
        Code::TooLarge
    } else {
        Code::BadRequest
    };
    Error::with(code, rule.message(language)).at(field)
}

fn broken(field: &str, why: &str, language: Language) -> Error {
    match Rule::in_error(why) {
        Some(rule) => rule_error(rule, field, language),
        None if field.is_empty() || field == "." => unreadable(&why, language),
        None => unreadable(&why, language).at(field),
    }
}

#[cfg(test)]
mod tests;
