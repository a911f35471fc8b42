//! Stands where what strangers wish will be granted; goes when that is there.

use crate::{Engine, Fault};

impl Engine {
    #[allow(clippy::unused_async, reason = "as what takes its place")]
    pub(crate) async fn grant_wishes(&self) -> Result<(), Fault> {
        Ok(())
    }
}
