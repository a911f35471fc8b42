//! What has to be there before an operation of mail can go through: addresses, letters, links and codes out of them.

use crate::support::{
    OTHER_PASSWORD, Office, ROOT_EMAIL, ROOT_PASSWORD,
    letters::{Letters, code, link},
    post, with,
};
use serde_json::{Value, json};
use std::sync::atomic::Ordering;

const FIRST: &str = "first@harbor-coffee.example";
const CORRECTED: &str = "corrected@harbor-coffee.example";
const SECOND: &str = "second@harbor-coffee.example";
const CONTACT: &str = "taro@harbor-coffee.example";

/// What a request needs, and whether its caller has to sign in anew first.
#[derive(Default)]
pub struct Step {
    pub body: Value,
    pub email_id: String,
    pub message_id: String,
    pub again: bool,
}

/// Everything that is there, as its owner finds it.
struct Room<'o> {
    office: &'o Office,
    letters: Letters,
}

impl Room<'_> {
    async fn ask(&self, method: &'static str, path: &str, body: Value) -> Value {
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let request = with(method, &format!("/v1{path}"), &self.letters.root, body);
        let answer = self.office.ask(request).await;
        assert!(answer.status < 300, "{method} {path}: {}", answer.text());
        self.office.engine.mail_turn().await.unwrap();
        if answer.body.is_empty() {
            Value::Null
        } else {
            answer.json()
        }
    }

    fn account(&self) -> String {
        format!("/operators/{}", self.office.operator)
    }

    async fn email_id(&self, address: &str) -> String {
        let path = format!("{}/emails", self.account());
        let listed = self.ask("GET", &path, Value::Null).await;
        let mut listed = listed.as_array().unwrap().iter();
        let found = listed.find(|email| email["email"] == address);
        found.unwrap()["emailId"].as_str().unwrap().to_owned()
    }

    async fn add(&self, address: &str) {
        let body = json!({"email": address, "password": ROOT_PASSWORD});
        self.ask("POST", "/operators/add_email_token/issue", body)
            .await;
    }

    /// The token of the newest message's link.
    async fn token(&self, kind: &str) -> Value {
        let link = link(&self.letters.text(kind).await);
        link.strip_prefix("/mail/").unwrap().into()
    }

    async fn code(&self, kind: &str) -> Value {
        code(&self.letters.text(kind).await).into()
    }
}

/// Makes what the operation needs.
pub async fn prepare(office: &Office, name: &str) -> Step {
    let (tag, _) = name.split_once(':').unwrap();
    let contact = name.contains("Contact") || name == "User:inviteUser";
    let reset = ["Reset", "Recover", "MailToken"];
    let ours = ["Email", "SystemNotification", "Mail"].contains(&tag)
        || contact
        || reset.iter().any(|word| name.contains(word));
    if !ours {
        return Step {
            // the change that was taken back before it ended every session
            again: name == "Operator:updateOperatorPassword",
            ..Step::default()
        };
    }
    // a pause lies between two mails to one mailbox
    office.clock.ms.fetch_add(61_000, Ordering::SeqCst);
    let room = Room {
        office,
        letters: Letters {
            address: office.address,
            operator: office.operator.to_string(),
            root: root(office).await,
        },
    };
    let step = if contact || name == "Auth:issueUserPasswordResetToken" {
        of_a_user(&room, name).await
    } else if tag == "Auth" || ["Email:undoPrimaryChange", "Email:stopRecovery"].contains(&name) {
        back_in(&room, name).await
    } else {
        of_the_account(&room, name).await
    };
    Step {
        // whoever asks is signed in just now; where another address is primary nobody has to be
        again: name != "Email:undoPrimaryChange",
        ..step
    }
}

/// Headers of root, whose password is the first one again.
async fn root(office: &Office) -> String {
    let form = json!({"email": ROOT_EMAIL, "password": OTHER_PASSWORD});
    let answer = office.ask(post("/v1/auth", &form)).await;
    if answer.status == 200 {
        let session = answer.json();
        let headers = crate::support::headers(
            session["apiKey"].as_str().unwrap(),
            session["token"].as_str().unwrap(),
        );
        let body = json!({"currentPassword": OTHER_PASSWORD, "newPassword": ROOT_PASSWORD});
        let path = office.path("/password");
        let changed = with("POST", &path, &headers, body.to_string());
        assert_eq!(office.ask(changed).await.status, 200);
    }
    office.root().await
}

async fn of_a_user(room: &Room<'_>, name: &str) -> Step {
    let contact = format!(
        "/latchkey/operators/{}/users/taro/contact",
        room.office.operator
    );
    let body = match name {
        "User:setUserContact" => json!({"email": CONTACT}),
        "User:verifyContactCode" => json!({"code": room.code("verify_contact").await}),
        "User:verifyContactToken" => {
            room.ask("PUT", &contact, json!({"email": SECOND})).await;
            json!({"token": room.token("verify_contact").await})
        }
        "Auth:issueUserPasswordResetToken" => {
            json!({"operatorId": room.office.operator, "userName": "taro"})
        }
        _ => Value::Null,
    };
    Step {
        body,
        ..Step::default()
    }
}

async fn of_the_account(room: &Room<'_>, name: &str) -> Step {
    let mut step = Step::default();
    match name {
        "Email:issueAddEmailToken" => {
            step.body = json!({"email": FIRST, "password": ROOT_PASSWORD});
        }
        "Email:getEmail" | "Email:resendAddEmailToken" => {
            step.email_id = room.email_id(FIRST).await;
        }
        "Email:updateEmail" => {
            step.email_id = room.email_id(FIRST).await;
            step.body = json!({"email": CORRECTED});
        }
        "Email:verifyEmailCode" => {
            step.email_id = room.email_id(CORRECTED).await;
            step.body = json!({"code": room.code("verify_address").await});
        }
        "Email:sendTestEmail" => step.email_id = room.email_id(CORRECTED).await,
        "Email:verifyAddEmailToken" => {
            room.add(SECOND).await;
            step.body = json!({"token": room.token("verify_address").await});
        }
        "Email:deleteEmail" => step.email_id = room.email_id(SECOND).await,
        "SystemNotification:setSystemNotification" => {
            step.body = json!({"emailIdList": [room.email_id(CORRECTED).await]});
        }
        "Mail:updateMailSettings" => step.body = json!({"through": "none"}),
        "Mail:testMailSettings" => {
            let own = json!({
                "host": "smtp.invalid",
                "port": 587,
                "security": "starttls",
                "senderName": "",
                "senderAddress": ROOT_EMAIL,
            });
            step.body = json!({"through": "own", "own": own});
        }
        "Mail:readMessage" => {
            let waiting = room.letters.waiting("test").await;
            step.message_id = waiting[0]["messageId"].as_str().unwrap().into();
        }
        "Mail:updateMailKind" => step.body = json!({"on": false}),
        _ => {}
    }
    step
}

async fn back_in(room: &Room<'_>, name: &str) -> Step {
    let forgot = json!({"email": ROOT_EMAIL});
    let reset = "/auth/password_reset_token/issue";
    let recovery = "/latchkey/auth/recovery/issue";
    let body = match name {
        "Auth:issuePasswordResetToken" | "Auth:issueRecoveryToken" => forgot,
        "Auth:getMailToken" => {
            room.ask("POST", reset, forgot).await;
            json!({"token": room.token("reset_password").await})
        }
        "Auth:verifyPasswordResetToken" => {
            json!({"token": room.token("reset_password").await, "password": OTHER_PASSWORD})
        }
        "Auth:verifyPasswordResetCode" => {
            room.ask("POST", reset, forgot).await;
            let code = room.code("reset_password").await;
            json!({"email": ROOT_EMAIL, "code": code, "password": OTHER_PASSWORD})
        }
        "Auth:objectToRecovery" => {
            room.office.engine.mail_turn().await.unwrap();
            json!({"token": room.token("recovery_begun").await})
        }
        "Email:stopRecovery" => {
            room.ask("POST", recovery, forgot).await;
            Value::Null
        }
        "Email:undoPrimaryChange" => {
            let id = room.email_id(CORRECTED).await;
            let path = format!("{}/system_notifications/primary", room.account());
            let body = json!({"emailIdList": [id], "password": ROOT_PASSWORD});
            room.ask("POST", &path, body).await;
            json!({"token": room.token("primary_was_you").await})
        }
        _ => Value::Null,
    };
    Step {
        body,
        ..Step::default()
    }
}
