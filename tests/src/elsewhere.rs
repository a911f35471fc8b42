//! Somebody at another computer, who asks the same server through a program of her own.

use anyhow::{Result, anyhow};
use latchkey_api::{Auth, Credentials, Envelope, Error, Language, Operation, OperatorId};
use latchkey_client::{Client, Trust};

use crate::server::Server;

/// A sign-in that the window knows nothing of.
pub struct Elsewhere {
    client: Client,
    envelope: Envelope,
    /// Whose account it is.
    pub operator_id: OperatorId,
}

impl Elsewhere {
    /// The owner.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn owner(server: &Server, email: &str, password: &str) -> Result<Self> {
        let form = Auth {
            email: Some(email.to_owned()),
            password: Some(password.into()),
            ..Auth::default()
        };
        let client = Client::new(&server.address(), &Trust::default(), Language::En)
            .map_err(|error| words(&error))?;
        let session = client
            .call(&Envelope::default(), &form)
            .await
            .map_err(|error| words(&error))?;
        let credentials = Credentials {
            api_key: session.api_key.expose().to_owned(),
            token: session.token,
        };
        Ok(Self {
            client,
            envelope: Envelope {
                credentials: Some(credentials),
                ..Envelope::default()
            },
            operator_id: session.operator_id,
        })
    }

    /// Asks for an operation.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn ask<O: Operation>(&self, operation: &O) -> Result<O::Output> {
        let answer = self.client.call(&self.envelope, operation).await;
        answer.map_err(|error| words(&error))
    }
}

fn words(error: &Error) -> anyhow::Error {
    anyhow!("{:?}: {}", error.code, error.message)
}
