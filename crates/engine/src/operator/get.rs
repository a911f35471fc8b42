//! `Operator:getOperator`: the account's own data.

use crate::{Engine, Fault, Handle, Work};
use jiff::Timestamp;
use latchkey_api::{GetOperator, Operator};

impl Handle<GetOperator> for Engine {
    async fn handle(&self, work: &mut Work<'_>, op: GetOperator) -> Result<Operator, Fault> {
        let (email, description, created_at, updated_at): (String, String, i64, i64) =
            work.tx.sql("SELECT email, description, created_at, updated_at FROM operators WHERE operator_id = $1").bind(op.operator_id.to_string()).fetch_one().await?;
        let date = |ms: i64| {
            Timestamp::from_millisecond(ms)
                .unwrap_or_default()
                .to_string()
        };
        Ok(Operator {
            root_operator_id: op.operator_id.clone(),
            operator_id: op.operator_id,
            email,
            description,
            create_date: date(created_at),
            update_date: date(updated_at),
        })
    }
}
