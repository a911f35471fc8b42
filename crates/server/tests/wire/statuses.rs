//! The status of every operation that is served, as the reference and sam.md 9.1 have it, and no bytes where there is nothing.

mod mail;

use crate::support::{Answer, OTHER_PASSWORD, Office, PASSWORD, ROOT_PASSWORD, get, with};
use latchkey_api::{Method, SignUp};
use latchkey_server::route::ROUTES;
use serde_json::{Value, json};

/// Everything that is served: its status, and whether it answers with anything.
const ALL: &[(&str, u16, bool)] = &[
    ("Server:getServer", 200, true),
    ("Account:createOperator", 201, true),
    ("Operator:getOperator", 200, true),
    ("User:createUser", 201, false),
    ("User:listUsers", 200, true),
    ("User:searchUsers", 200, true),
    ("User:getUser", 200, true),
    ("User:updateUser", 200, false),
    ("User:createUserPassword", 201, false),
    ("User:hasUserPassword", 200, true),
    ("User:updateUserPermission", 200, false),
    ("User:getUserPermission", 200, true),
    ("Auth:auth", 200, true),
    ("Session:listUserSessions", 200, true),
    ("Session:endUserSession", 204, false),
    ("User:updateUserPassword", 200, false),
    ("User:revokeUserAuthTokens", 204, false),
    ("User:deleteUserPermission", 204, false),
    ("User:deleteUserPassword", 204, false),
    ("Access:explainSelf", 200, true),
    ("Access:explainUser", 200, true),
    ("Access:explainDocument", 200, true),
    ("Access:listTemplates", 200, true),
    ("Access:listCatalogue", 200, true),
    ("AuditLog:listUserEvents", 200, true),
    ("User:setUserContact", 204, false),
    ("User:resendContactToken", 204, false),
    ("User:verifyContactCode", 204, false),
    ("User:verifyContactToken", 200, false),
    ("User:inviteUser", 204, false),
    ("Auth:issueUserPasswordResetToken", 200, false),
    ("User:deleteUserContact", 204, false),
    ("User:deleteUser", 204, false),
    ("Session:listSessions", 200, true),
    ("Session:endSession", 204, false),
    ("Session:confirmPassword", 204, false),
    ("Email:issueAddEmailToken", 200, false),
    ("Email:listEmails", 200, true),
    ("Email:getEmail", 200, true),
    ("Email:resendAddEmailToken", 204, false),
    ("Email:updateEmail", 204, false),
    ("Email:verifyEmailCode", 204, false),
    ("Email:sendTestEmail", 204, false),
    ("Email:verifyAddEmailToken", 200, false),
    ("Email:deleteEmail", 204, false),
    ("SystemNotification:listSystemNotifications", 200, true),
    ("SystemNotification:setSystemNotification", 200, true),
    ("SystemNotification:getSystemNotification", 200, true),
    ("Email:getWayBack", 200, true),
    ("Mail:getMailStanding", 200, true),
    ("Mail:getMailSettings", 200, true),
    ("Mail:updateMailSettings", 204, false),
    ("Mail:testMailSettings", 200, true),
    ("Mail:searchOutbox", 200, true),
    ("Mail:readMessage", 200, true),
    ("Mail:retryMessages", 200, true),
    ("Mail:listMailKinds", 200, true),
    ("Mail:updateMailKind", 204, false),
    ("Auth:issuePasswordResetToken", 200, false),
    ("Auth:getMailToken", 200, true),
    ("Auth:verifyPasswordResetToken", 200, false),
    ("Auth:verifyPasswordResetCode", 200, false),
    ("Auth:issueRecoveryToken", 200, false),
    ("Auth:objectToRecovery", 204, false),
    ("Email:stopRecovery", 204, false),
    ("SystemNotification:deleteSystemNotification", 204, false),
    ("Email:undoPrimaryChange", 204, false),
    ("Operator:updateOperatorPassword", 200, false),
    ("Auth:logout", 204, false),
];

fn body(name: &str, operator: &str) -> Value {
    match name {
        "Account:createOperator" => json!({"email": "b@example.com", "password": OTHER_PASSWORD}),
        "Auth:auth" => json!({"operatorId": operator, "userName": "taro", "password": PASSWORD}),
        "User:updateUser" => json!({"description": "Taro"}),
        "User:createUserPassword" => json!({"password": PASSWORD}),
        "User:updateUserPassword" => {
            json!({"currentPassword": PASSWORD, "newPassword": OTHER_PASSWORD})
        }
        "User:updateUserPermission" => json!({"permission": crate::support::EVERYTHING}),
        "Access:explainDocument" => json!({"document": crate::support::EVERYTHING}),
        "Session:confirmPassword" => json!({"password": ROOT_PASSWORD}),
        "Operator:updateOperatorPassword" => {
            json!({"currentPassword": ROOT_PASSWORD, "newPassword": OTHER_PASSWORD})
        }
        _ => Value::Null,
    }
}

/// A session that the path can name: the latest one that is not the caller's.
async fn session(office: &Office, root: &str, name: &str) -> String {
    let path = match name {
        "Session:endUserSession" => format!(
            "/v1/latchkey/operators/{}/users/taro/sessions",
            office.operator
        ),
        "Session:endSession" => "/v1/latchkey/sessions".to_owned(),
        _ => return String::new(),
    };
    let sessions = office.ask(get(&path, root)).await.json();
    let other = sessions
        .as_array()
        .unwrap()
        .iter()
        .find(|s| s["current"] == false);
    other.unwrap()["sessionId"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn every_operation_answers_with_its_status() {
    for (name, status, tells, answer) in every_answer().await {
        assert_eq!(answer.status, status, "{name}: {}", answer.text());
        assert_eq!(!answer.body.is_empty(), tells, "{name}: {}", answer.text());
        let kind = tells.then_some("application/json");
        assert_eq!(answer.header("content-type"), kind, "{name}");
    }
}

/// Every operation once, with a request that goes through: name, expected status, whether it tells anything, and what
/// came.
pub async fn every_answer() -> Vec<(&'static str, u16, bool, Answer)> {
    let office = Office::signing_up(SignUp::On).await;
    let mut answers = vec![];
    let (_elsewhere, mut root) = (office.root().await, office.root().await);
    for (name, status, tells) in ALL {
        let route = ROUTES
            .iter()
            .find(|route| route.name == *name)
            .unwrap_or_else(|| panic!("{name}"));
        assert_eq!(route.status, *status, "{name}");
        let step = mail::prepare(&office, name).await;
        if step.again {
            root = office.root().await;
        }
        let path = route
            .path
            .replace("{email_id}", &step.email_id)
            .replace("{message_id}", &step.message_id)
            .replace("{type}", "recovery")
            .replace("{kind}", "new_device")
            .replace("{operator_id}", office.operator.as_str())
            .replace("{user_name}", "taro")
            .replace("{session_id}", &session(&office, &root, name).await);
        let method = match route.method {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Put => "PUT",
            Method::Delete => "DELETE",
        };
        let body = match step.body {
            Value::Null => body(name, office.operator.as_str()),
            body => body,
        };
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let answer = office
            .ask(with(method, &format!("/v1{path}"), &root, body))
            .await;
        answers.push((*name, *status, *tells, answer));
    }
    answers
}

#[test]
fn no_operation_is_missing_above() {
    for route in ROUTES {
        let rows = ALL.iter().filter(|(name, ..)| *name == route.name).count();
        assert_eq!(rows, 1, "{}", route.name);
    }
    assert_eq!(ALL.len(), ROUTES.len());
}
