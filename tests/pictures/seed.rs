//! The people of the pictures, made by asking the application itself.

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use crate::album::Album;

/// User name, person, template, whether there is a password.
const PEOPLE: &[(&str, &str, &str, bool)] = &[
    ("d.reyes", "Daniel Reyes", "administrator", true),
    ("y.tanaka", "Yui Tanaka", "billing", true),
    ("k.mori", "Kenji Mori", "billing_view", true),
    ("p.nair", "Priya Nair", "operate", true),
    ("t.silva", "Tomás Silva", "read_only", true),
    ("h.okada", "Hana Okada", "people", true),
    ("l.meyer", "Lucas Meyer", "operate", true),
    ("r.ito", "Ren Ito", "billing", false),
    ("s.lindqvist", "Sofia Lindqvist", "read_only", true),
    ("invoice-export", "Invoice export", "billing", false),
    ("a.hayashi", "Aiko Hayashi", "no_access", false),
];

pub const MEI_PASSWORD: &str = "tidal wicker orbit plum 41";

/// One operation, asked as the owner of the account that is shown.
pub async fn ask(album: &Album, operation: &str, request: &Value) -> Result<Value> {
    let state = album.app.asks("state", "{}").await?;
    let arguments = json!({
        "connection": state.get("current"), "operation": operation, "request": request, "ifMatch": null,
    });
    let answer = album.app.asks("call", &arguments.to_string()).await?;
    ensure!(
        answer.get("code").is_none() || answer.get("message").is_none(),
        "{operation}: {answer}"
    );
    Ok(answer)
}

pub async fn people(album: &Album, operator_id: &str) -> Result<()> {
    let templates = ask(album, "Access:listTemplates", &json!({})).await?;
    let document = |id: &str| {
        let all = templates.as_array()?;
        all.iter()
            .find(|one| one.get("id").is_some_and(|own| own == id))?
            .get("document")
            .cloned()
    };
    let mei = [("m.sato", "Mei Sato", "billing", true)];
    for (user_name, person, template, password) in PEOPLE.iter().chain(&mei) {
        let mut request =
            json!({ "operatorId": operator_id, "userName": user_name, "description": person });
        if let (Some(fields), Some(document)) = (request.as_object_mut(), document(template)) {
            fields.insert("permission".into(), document);
            if *password {
                fields.insert("password".into(), MEI_PASSWORD.into());
                fields.insert("mustChangePassword".into(), true.into());
            }
        }
        ask(album, "User:createUser", &request).await?;
    }
    Ok(())
}
