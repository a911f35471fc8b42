//! What whoever runs the server does about accounts from beside it: making one, and inviting somebody to make one.

use crate::{config::Config, store};
use latchkey_api::{
    CreateOperator, Description, EmailAddress, Language, OperatorId, Secret, SignUp,
};
use latchkey_engine::{Caller, Invitation, Ports};

/// Makes an account, whatever the policy about signing up is.
///
/// # Errors
/// The rule that the address, the name or the password breaks; the store cannot be opened.
pub async fn create(
    config: &Config,
    email: &str,
    name: &str,
    password: &str,
) -> Result<OperatorId, String> {
    let request = CreateOperator {
        email: email
            .parse::<EmailAddress>()
            .map_err(|rule| rule.message(Language::En))?,
        password: Secret::from(password),
        description: Some(
            name.parse::<Description>()
                .map_err(|rule| rule.message(Language::En))?,
        ),
        invitation: None,
    };
    let engine = store::open(config, Ports::system()).await?;
    let caller = Caller::here(Language::En, "latchkey-server");
    let created = engine.call(&caller, request).await;
    engine.close().await;
    Ok(created.map_err(|error| error.message)?.operator_id)
}

/// Makes an invitation; its code is known to nobody else.
///
/// # Errors
/// The server takes no invitations; the store cannot be opened.
pub async fn invite(config: &Config, days: u16) -> Result<Invitation, String> {
    if config.decided.sign_up != SignUp::Invitation {
        return Err("this server takes no invitations. Nothing was made. Set sign-up = \"invitation\" in the configuration first.".into());
    }
    let engine = store::open(config, Ports::system()).await?;
    let made = engine.invite(days).await;
    engine.close().await;
    made.map_err(|problem| store::words(&problem))
}
