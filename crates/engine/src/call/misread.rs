//! A request that does not read: whoever may not ask at all hears of that first, and learns nothing of what it looks like.

use super::Asked;
use crate::{Caller, Engine, Fault, Who, audit};
use latchkey_api::{Access, Code, Error, Operation, wire};

impl Engine {
    /// What is answered to a request of `O` that does not read: what speaks against the caller, or else what is `wrong`
    /// with it. `path` has its variables as they came.
    pub async fn misread<O: Operation>(
        &self,
        caller: &Caller,
        path: &[(String, String)],
        wrong: Error,
    ) -> Error {
        if O::ACCESS == Access::Public {
            return wrong;
        }
        let request_id = self.request_id();
        let mut asked = Asked {
            caller,
            now_ms: self.inner.ports.clock.now_ms(),
            request_id: &request_id,
            path: wire::named::<O>(path),
        };
        let mut who = None;
        let Err(fault) = self.may_ask::<O>(&mut asked, &mut who).await else {
            return wrong;
        };
        let error = fault.told(caller.envelope.language, O::NAME, &request_id);
        // an account's ID that is none is wrong, not somebody else's; a password is asked for what can be done with it
        if matches!(error.code, Code::NotFound | Code::StepUpRequired) {
            return wrong;
        }
        if audit::is_kept::<O>(error.code) {
            self.keep_refusal(&asked, who.as_ref(), O::NAME, None, &error)
                .await;
        }
        error
    }

    async fn may_ask<O: Operation>(
        &self,
        asked: &mut Asked<'_>,
        who: &mut Option<Who>,
    ) -> Result<(), Fault> {
        let mut tx = self.db().read().await?;
        self.admit::<O>(&mut tx, asked, who).await?;
        who.as_ref()
            .map_or(Ok(()), |who| Self::gate::<O>(asked, who))
    }
}
