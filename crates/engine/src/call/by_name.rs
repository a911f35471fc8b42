//! The same way in for callers that hold an operation's name and its request as JSON: the desktop's window.

use crate::{Caller, Engine};
use latchkey_api::{Code, Error, Operation, each_operation, wire};
use serde_json::Value;

macro_rules! dispatch {
    ($($op:ident),* $(,)?) => {
        impl Engine {
            /// Does what the operation of that name asks for. The answer of an operation without output is `null`.
            ///
            /// # Errors
            /// As [`Engine::call`]; `bad_request` for a request that cannot be read, `not_served` for an unknown name.
            pub async fn call_by_name(&self, caller: &Caller, operation: &str, request: Value) -> Result<Value, Error> {
                let language = caller.envelope.language;
                match operation {
                    $(<latchkey_api::$op as Operation>::NAME => {
                        let op: latchkey_api::$op = wire::request(request, language)?;
                        // boxed: else this future is as large as all of them
                        let output = Box::pin(self.call(caller, op)).await?;
                        serde_json::to_value(output).map_err(|_| Error::new(Code::Internal, language))
                    })*
                    _ => Err(Error::new(Code::NotServed, language)),
                }
            }
        }
    };
}
each_operation!(dispatch);
