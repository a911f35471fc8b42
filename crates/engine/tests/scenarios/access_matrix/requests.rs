//! Every operation, and a request of it that goes through.

use super::{CONFIRMED, WAITING};
use crate::support::*;
use latchkey_api::*;
use serde_json::{Value, json};

/// An operation as the contract has it.
pub struct Known {
    pub name: &'static str,
    pub path: &'static str,
    pub access: Access,
    pub kind: Kind,
}

macro_rules! known {
    ($($op:ident),* $(,)?) => {
        vec![$(Known { name: $op::NAME, path: $op::PATH, access: $op::ACCESS, kind: $op::KIND }),*]
    };
}

pub fn operations() -> Vec<Known> {
    each_operation!(known)
}

/// A request that goes through, if its caller may.
pub fn request(name: &str, operator_id: &OperatorId, user: &str) -> Value {
    let on = |extra: Value| {
        let mut request = json!({"operatorId": operator_id, "userName": user});
        request
            .as_object_mut()
            .unwrap()
            .extend(extra.as_object().unwrap().clone());
        request
    };
    match name {
        "Auth:auth" => json!({"email": ROOT_EMAIL, "password": ROOT_PASSWORD}),
        "Account:createOperator" => json!({"email": "new@example.com", "password": OTHER_PASSWORD}),
        "Operator:getOperator"
        | "User:listUsers"
        | "User:searchUsers"
        | "Mail:listMailKinds"
        | "Email:listEmails"
        | "Email:getWayBack"
        | "Email:stopRecovery"
        | "SystemNotification:listSystemNotifications" => json!({"operatorId": operator_id}),
        "Mail:updateMailKind" => {
            json!({"operatorId": operator_id, "kind": "new_device", "on": true})
        }
        "Operator:updateOperatorPassword" => {
            json!({"operatorId": operator_id, "currentPassword": ROOT_PASSWORD, "newPassword": OTHER_PASSWORD})
        }
        "User:createUser" => json!({"operatorId": operator_id, "userName": "new"}),
        "User:createUserPassword" => on(json!({"password": OTHER_PASSWORD, "replace": true})),
        "User:updateUserPassword" => {
            on(json!({"currentPassword": PASSWORD, "newPassword": OTHER_PASSWORD}))
        }
        "User:updateUserPermission" => on(json!({"permission": "{\"statements\":[]}"})),
        "Auth:issuePasswordResetToken" | "Auth:issueRecoveryToken" => json!({"email": ROOT_EMAIL}),
        "Auth:verifyPasswordResetToken" => {
            json!({"token": "lkm_none", "password": OTHER_PASSWORD})
        }
        "Auth:verifyPasswordResetCode" => {
            json!({"email": ROOT_EMAIL, "code": "0000-0000", "password": OTHER_PASSWORD})
        }
        "Auth:objectToRecovery" | "Auth:getMailToken" | "User:verifyContactToken" => {
            json!({"token": "lkm_none"})
        }
        "User:setUserContact" => on(json!({"email": CONTACT_EMAIL})),
        "User:verifyContactCode" => on(json!({"code": "0000-0000"})),
        "Session:endSession" => json!({"sessionId": "none"}),
        "Session:endUserSession" => on(json!({"sessionId": "none"})),
        "Session:confirmPassword" => json!({"password": PASSWORD}),
        "Access:explainDocument" => {
            json!({"operatorId": operator_id, "document": "{\"statements\":[]}"})
        }
        "Mail:getMailSettings" | "Mail:searchOutbox" | "Mail:retryMessages" => {
            json!({"operatorId": operator_id})
        }
        "Mail:updateMailSettings" => mail(operator_id, "smtp.example.com"),
        // nothing listens there, and a test says so
        "Mail:testMailSettings" => mail(operator_id, "127.0.0.1"),
        "Mail:readMessage" => json!({"operatorId": operator_id, "messageId": "none"}),
        "Email:getEmail" | "Email:deleteEmail" | "Email:sendTestEmail" => {
            json!({"operatorId": operator_id, "emailId": CONFIRMED})
        }
        "Email:issueAddEmailToken" => json!({"email": "new@a.example", "password": ROOT_PASSWORD}),
        "Email:verifyAddEmailToken" | "Email:undoPrimaryChange" => json!({"token": "lkm_none"}),
        "Email:resendAddEmailToken" => json!({"operatorId": operator_id, "emailId": WAITING}),
        "Email:verifyEmailCode" => {
            json!({"operatorId": operator_id, "emailId": WAITING, "code": "AAAA-AAAA"})
        }
        "Email:updateEmail" => {
            json!({"operatorId": operator_id, "emailId": WAITING, "email": "new@a.example"})
        }
        "SystemNotification:getSystemNotification"
        | "SystemNotification:deleteSystemNotification" => {
            json!({"operatorId": operator_id, "type": "billing"})
        }
        "SystemNotification:setSystemNotification" => {
            json!({"operatorId": operator_id, "type": "billing", "emailIdList": [CONFIRMED]})
        }
        "Server:getServer"
        | "Mail:getMailStanding"
        | "Auth:logout"
        | "Session:listSessions"
        | "Access:explainSelf"
        | "Access:listTemplates"
        | "Access:listCatalogue" => json!({}),
        _ => on(json!({})),
    }
}

fn mail(operator_id: &OperatorId, host: &str) -> Value {
    let own = json!({"host": host, "port": 9, "security": "tls", "senderName": "", "senderAddress": "no-reply@example.com"});
    json!({"operatorId": operator_id, "through": "own", "own": own})
}
