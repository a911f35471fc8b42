//! The first day of an account is the same through the server and its client as through the engine alone.

use crate::support::{OTHER_PASSWORD, Office, PASSWORD, ROOT_EMAIL, ROOT_PASSWORD};
use latchkey_api::*;
use latchkey_client::Client;
use latchkey_engine::{Caller, Engine, Handle};
use serde_json::{Value, json};

enum Backend {
    Local(Engine),
    Remote(Client),
}

/// Plays a day and writes down every answer, whole. Clock and randomness of both stores are the same, so times, IDs,
/// versions and incidents have to be too.
struct Day {
    backend: Backend,
    envelope: Envelope,
    diary: Vec<Value>,
}

impl Day {
    async fn ask<O: Operation>(&mut self, op: O) -> Result<O::Output, Error>
    where
        Engine: Handle<O>,
    {
        let answer = match &self.backend {
            Backend::Local(engine) => {
                let caller = Caller {
                    envelope: self.envelope.clone(),
                    source_ip: Some([127, 0, 0, 1].into()),
                    device: latchkey_client::DEVICE.to_owned(),
                };
                engine.call(&caller, op).await
            }
            Backend::Remote(client) => client.call(&self.envelope, &op).await,
        };
        let told = match &answer {
            Ok(output) => json!({"did": O::NAME, "output": output}),
            Err(error) => json!({"did": O::NAME, "error": error}),
        };
        self.diary.push(told);
        answer
    }

    async fn sign_in(&mut self, form: Auth) -> Result<AuthResponse, Error> {
        self.envelope.credentials = None;
        let session = self.ask(form).await?;
        self.envelope.credentials = Some(Credentials {
            api_key: session.api_key.expose().to_owned(),
            token: session.token.clone(),
        });
        Ok(session)
    }
}

async fn play(backend: Backend, operator_id: OperatorId) -> Vec<Value> {
    let mut day = Day {
        backend,
        envelope: Envelope::default(),
        diary: vec![],
    };
    let name: UserName = "佐藤 花".parse().unwrap();
    let root = Auth {
        email: Some(ROOT_EMAIL.into()),
        password: Some(ROOT_PASSWORD.into()),
        ..Auth::default()
    };
    day.sign_in(root).await.unwrap();
    day.ask(ListUsers {
        operator_id: operator_id.clone(),
    })
    .await
    .unwrap();
    let templates = day.ask(ListTemplates {}).await.unwrap();
    let billing = templates
        .iter()
        .find(|template| template.id == "billing")
        .unwrap();
    day.envelope.idempotency_key = Some("first-day-1".into());
    let user = CreateUser {
        operator_id: operator_id.clone(),
        user_name: name.clone(),
        description: Some("Hana Sato, accounts".parse().unwrap()),
        permission: Some(billing.document.clone().try_into().unwrap()),
        password: Some(PASSWORD.into()),
        must_change_password: Some(true),
        contact: None,
        invite: None,
    };
    day.ask(user.clone()).await.unwrap();
    day.ask(user.clone())
        .await
        .expect("a repeat has one effect and the same answer");
    day.envelope.idempotency_key = None;
    let taken = day.ask(user).await.unwrap_err();
    assert_eq!(taken.code, Code::NameTaken);
    as_hana(&mut day, &operator_id, &name).await;
    day.diary
}

async fn as_hana(day: &mut Day, operator_id: &OperatorId, name: &UserName) {
    let form = |password: &str| Auth {
        operator_id: Some(operator_id.to_string()),
        user_name: Some(name.to_string()),
        password: Some(password.into()),
        ..Auth::default()
    };
    let wrong = day.sign_in(form("not this one")).await.unwrap_err();
    assert_eq!(wrong.code, Code::InvalidCredentials);
    let session = day.sign_in(form(PASSWORD)).await.unwrap();
    assert!(session.must_change_password);
    let first = day.ask(ExplainSelf {}).await.unwrap_err();
    assert_eq!(first.code, Code::MustChangePassword);
    let change = |current: &str, new: &str| UpdateUserPassword {
        operator_id: operator_id.clone(),
        user_name: name.clone(),
        current_password: current.into(),
        new_password: new.into(),
    };
    let weak = day.ask(change(PASSWORD, "password")).await.unwrap_err();
    assert_eq!(weak.code, Code::WeakPassword);
    day.ask(change(PASSWORD, OTHER_PASSWORD)).await.unwrap();
    let report = day.ask(ExplainSelf {}).await.unwrap();
    assert!(!report.root && !report.allowed.is_empty());
    day.envelope.language = Language::Ja;
    let denied = day
        .ask(ListUsers {
            operator_id: operator_id.clone(),
        })
        .await
        .unwrap_err();
    assert_eq!(denied.code, Code::Denied);
    assert!(denied.detail.unwrap().because.is_some());
    let page = SearchUsers {
        operator_id: operator_id.clone(),
        search: Some("花 &=?#%".into()),
        filter: Some(UserFilter::NoPassword),
        sort: None,
        descending: Some(true),
        offset: Some(0),
        limit: Some(10),
    };
    day.ask(page).await.unwrap_err();
    day.ask(ListSessions {}).await.unwrap();
    day.ask(Logout {}).await.unwrap();
    assert_eq!(
        day.ask(ListSessions {}).await.unwrap_err().code,
        Code::SessionExpired
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_the_same_through_the_server_and_without_it() {
    let (local, remote) = (Office::open().await, Office::open().await);
    assert_eq!(local.operator, remote.operator);
    let client = Client::new(
        &format!("http://{}", remote.address),
        &latchkey_client::Trust::default(),
        Language::En,
    )
    .unwrap();
    let here = play(Backend::Local(local.engine.clone()), local.operator.clone()).await;
    let there = play(Backend::Remote(client), remote.operator.clone()).await;
    assert_eq!(here.len(), there.len());
    for (here, there) in here.iter().zip(&there) {
        assert_eq!(here, there);
    }
}
