//! The pages behind the links in mails, for whoever opens one in a browser: what the link does, and one button that does
//! it. Looking changes nothing, whoever looks and however often (R39); pressing asks for the operation of the contract
//! that the link is for. No script, and nothing of a request but its token and its form is believed.

mod form;
mod html;
mod words;

use crate::{Served, body, caller, guard, log};
use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, RawPathParams, Request, State, rejection::RawPathParamsRejection},
    http::HeaderMap,
    response::Response,
    routing::get,
};
use form::{Form, Password};
use latchkey_api::{
    Code, Envelope, Error, GetMailToken, Language, MailToken, ObjectToRecovery, Operation, Secret,
    TokenPurpose, UndoPrimaryChange, VerifyAddEmailToken, VerifyContactToken,
    VerifyPasswordResetToken,
};
use latchkey_engine::{Caller, Engine, Handle, is_mail_token};
use std::{
    net::{IpAddr, SocketAddr},
    time::Instant,
};
use tracing::Instrument as _;

/// What goes wrong with a link for good: a page with its button again would help nobody.
const FINAL: [Code; 6] = [
    Code::BadToken,
    Code::TokenExpired,
    Code::TokenNotOpen,
    Code::BeyondOwnRights,
    Code::EmailTaken,
    Code::NotFound,
];

/// `/mail/{token}`, outside of the contract.
pub(crate) fn router() -> Router<Served> {
    Router::new().route("/mail/{token}", get(show).post(press))
}

/// Shows what the link does. HEAD is the same without the page.
async fn show(
    State(served): State<Served>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    path: Result<RawPathParams, RawPathParamsRejection>,
    headers: HeaderMap,
) -> Response {
    let visit = Visit::new(served, peer, path, &headers);
    let admitted = visit.served.load.asks(visit.client, visit.language);
    match visit.look(admitted).await {
        Ok(about) => html::ask(&about, &visit.proof(), None, visit.language),
        Err(error) => html::trouble(&error, visit.language),
    }
}

/// Does what the button says.
async fn press(
    State(served): State<Served>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    path: Result<RawPathParams, RawPathParamsRejection>,
    request: Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let visit = Visit::new(served, peer, path, &parts.headers);
    let language = visit.language;
    let (form, admitted) = match visit.receive(body).await {
        Ok(form) => (form, Ok(())),
        Err(error) => (Form::default(), Err(error)),
    };
    let about = match visit.look(admitted).await {
        Ok(about) => about,
        Err(error) => return html::trouble(&error, language),
    };
    match visit.carry_out(&about, form).await {
        Ok(()) => html::done(&about, language),
        Err(error) if FINAL.contains(&error.code) => html::trouble(&error, language),
        Err(error) => html::ask(&about, &visit.proof(), Some(&error), language),
    }
}

/// Somebody's request, as far as it is believed.
struct Visit {
    served: Served,
    client: IpAddr,
    language: Language,
    caller: Caller,
    /// Nothing, if it is none by its shape.
    token: Option<Secret>,
}

impl Visit {
    fn new(
        served: Served,
        peer: SocketAddr,
        path: Result<RawPathParams, RawPathParamsRejection>,
        headers: &HeaderMap,
    ) -> Self {
        let client = served.proxies.client(peer.ip(), headers);
        let language = caller::reads(headers);
        let token = path.ok().and_then(|path| {
            let (_, token) = path.iter().next()?;
            is_mail_token(token).then(|| Secret::from(token))
        });
        Self {
            served,
            client,
            language,
            // nobody is signed in here, whatever the headers say
            caller: Caller {
                envelope: Envelope {
                    language,
                    ..Envelope::default()
                },
                source_ip: Some(client),
                device: caller::device(headers),
            },
            token,
        }
    }

    /// What the token is for.
    async fn look(&self, admitted: Result<(), Error>) -> Result<MailToken, Error> {
        let asking = admitted.and_then(|()| {
            let token = self.token()?;
            Ok(GetMailToken { token })
        });
        self.ask(asking).await
    }

    /// The form that came with the button.
    async fn receive(&self, body: Body) -> Result<Form, Error> {
        let load = &self.served.load;
        load.asks(self.client, self.language)?;
        // as for every operation by which strangers change something
        load.signs_in(self.client, self.language)?;
        let whole = body::read(body, load, self.language).await?;
        Ok(Form::read(&whole.bytes))
    }

    async fn carry_out(&self, about: &MailToken, form: Form) -> Result<(), Error> {
        let token = self.token()?;
        let shown = |proof: &String| self.served.engine.page_was_shown(&token, proof);
        if !form.proof.as_ref().is_some_and(shown) {
            return Err(Error::with(
                Code::BadRequest,
                words::press_again(self.language),
            ));
        }
        match about.purpose {
            TokenPurpose::AddEmail => self.ask(Ok(VerifyAddEmailToken { token })).await,
            TokenPurpose::Contact => self.ask(Ok(VerifyContactToken { token })).await,
            TokenPurpose::ObjectToRecovery => self.ask(Ok(ObjectToRecovery { token })).await,
            TokenPurpose::UndoPrimary => self.ask(Ok(UndoPrimaryChange { token })).await,
            TokenPurpose::ResetPassword
            | TokenPurpose::Recover
            | TokenPurpose::Invitation
            | TokenPurpose::UserPassword => {
                let password = match form.password {
                    Password::Given(password) => password,
                    Password::Missing | Password::Twice => {
                        let words = words::no_password(&form.password, self.language);
                        return Err(Error::with(Code::BadRequest, words).at("password"));
                    }
                };
                self.ask(Ok(VerifyPasswordResetToken { token, password }))
                    .await
            }
        }
    }

    /// Asks for an operation within the bounds of every request, and tells the log, which has no path and so no token.
    async fn ask<O: Operation>(&self, op: Result<O, Error>) -> Result<O::Output, Error>
    where
        Engine: Handle<O>,
    {
        let begun = Instant::now();
        let load = &self.served.load;
        let span = log::span(O::NAME);
        let work = async {
            let op = op?;
            let _place = load.begin(self.language)?;
            // boxed: else every page's future is as large as all of this
            Box::pin(self.served.engine.call(&self.caller, op)).await
        };
        let done = guard::bounded(load.limits.request, self.language, work)
            .instrument(span.clone())
            .await;
        span.in_scope(|| log::line(done.as_ref().map(|_| O::STATUS), begun));
        let ended = done.as_ref().map(drop);
        load.done.add(O::NAME, ended, begun.elapsed());
        done
    }

    fn token(&self) -> Result<Secret, Error> {
        let none = || Error::new(Code::BadToken, self.language);
        self.token.clone().ok_or_else(none)
    }

    /// For the page that is shown now.
    fn proof(&self) -> String {
        let token = self.token.as_ref();
        token.map_or_else(String::new, |token| self.served.engine.page_proof(token))
    }
}
