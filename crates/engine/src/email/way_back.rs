//! How root would get back in: `Email:getWayBack` judges it, `Email:stopRecovery` ends what somebody began through the
//! recovery address.

use super::{holders, likeness, primary};
use crate::{
    Engine, Fault, Handle, Tx, Work,
    mail::{Facts, Kind, token},
    reset,
};
use latchkey_api::{
    Code, EmailRole, Finding, GetWayBack, StopRecovery, TokenPurpose, WayBack, WayBackCheck,
};

impl Handle<GetWayBack> for Engine {
    async fn handle(&self, work: &mut Work<'_>, op: GetWayBack) -> Result<WayBack, Fault> {
        let operator_id = op.operator_id.as_str();
        let findings = self.findings(&mut work.tx, operator_id).await?;
        let now = work.now_ms();
        let opens = recovery_opens(&mut work.tx, operator_id, now).await?;
        Ok(WayBack {
            score: score(&findings),
            findings,
            recovery_opens_date_time: opens.map(|at| at / 1000),
        })
    }
}

impl Handle<StopRecovery> for Engine {
    async fn handle(&self, work: &mut Work<'_>, op: StopRecovery) -> Result<(), Fault> {
        let (operator_id, now) = (op.operator_id.as_str(), work.now_ms());
        if recovery_opens(&mut work.tx, operator_id, now)
            .await?
            .is_none()
        {
            return Err(Code::NotFound.into());
        }
        let facts = Facts::of(&work.call);
        reset::stop(self, &mut work.tx, operator_id, facts, now).await
    }
}

impl Engine {
    /// What there is to look at; what a recovery address is like only where there is one.
    async fn findings(&self, tx: &mut Tx, operator_id: &str) -> Result<Vec<Finding>, Fault> {
        let primary = primary(tx, operator_id).await?;
        let recovery = holders(tx, operator_id, EmailRole::Recovery).await?;
        let waiting: Option<(String,)> = tx
            .sql("SELECT email FROM emails WHERE operator_id = $1 AND NOT verified ORDER BY created_at, email_id LIMIT 1")
            .bind(operator_id.to_owned())
            .fetch_optional()
            .await?;
        let found = |check, good, email| Finding { check, good, email };
        let sends = self
            .mail_gets_out(tx, operator_id, Kind::ResetPassword)
            .await?;
        let mut findings = vec![found(WayBackCheck::MailServer, sends, None)];
        let first = recovery.first().map(|row| row.email.clone());
        findings.push(found(WayBackCheck::Recovery, first.is_some(), first));
        for check in [WayBackCheck::OtherDomain, WayBackCheck::OtherPerson] {
            let good = recovery.iter().find(|row| {
                if check == WayBackCheck::OtherDomain {
                    !likeness::same_domain(&row.email_key, &primary.email_key)
                } else {
                    !likeness::same_person(&row.email_key, &primary.email_key)
                }
            });
            if let Some(row) = good.or(recovery.first()) {
                findings.push(found(check, good.is_some(), Some(row.email.clone())));
            }
        }
        let waiting = waiting.map(|(email,)| email);
        findings.push(found(WayBackCheck::Unverified, waiting.is_none(), waiting));
        Ok(findings)
    }
}

/// Without mail there is no way back; with it there is one, and each thing that is good beyond that makes it better. An
/// address that waits for its confirmation is something left to do.
fn score(findings: &[Finding]) -> u8 {
    let good = |check: WayBackCheck| {
        findings
            .iter()
            .any(|finding| finding.check == check && finding.good)
    };
    if !good(WayBackCheck::MailServer) {
        return 0;
    }
    let better = [
        WayBackCheck::Recovery,
        WayBackCheck::OtherDomain,
        WayBackCheck::OtherPerson,
    ];
    let score = 1 + better
        .into_iter()
        .map(|check| u8::from(good(check)))
        .sum::<u8>();
    if good(WayBackCheck::Unverified) {
        score
    } else {
        score.min(3)
    }
}

/// When what somebody began through recovery opens, if it was begun and is not over.
async fn recovery_opens(tx: &mut Tx, operator_id: &str, now_ms: i64) -> Result<Option<i64>, Fault> {
    let (opens,): (Option<i64>,) = tx
        .sql(
            "SELECT min(o.opens_at) FROM outbox o LEFT JOIN mail_tokens t ON t.operator_id = o.operator_id AND t.token_id = o.message_id \
             WHERE o.operator_id = $1 AND o.purpose = $2 AND (t.expires_at > $3 OR (t.token_id IS NULL AND o.state IN ('waiting', 'sending')))",
        )
        .bind(operator_id.to_owned())
        .bind(token::word(TokenPurpose::Recover))
        .bind(now_ms)
        .fetch_one()
        .await?;
    Ok(opens)
}
