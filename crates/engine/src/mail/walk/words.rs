//! A test in words: every step with what became of it.

use super::{Goes, STEPS};
use crate::mail::smtp::Failure;
use latchkey_api::{Language, MailServer, MailStep, MailTestStep, StepOutcome, say};

/// Every step with what became of it.
pub(super) fn told(
    done: &[MailStep],
    failure: Option<&Failure>,
    goes: &Goes,
    server: &MailServer,
    language: Language,
) -> Vec<MailTestStep> {
    let failed_at = failure.map(|failure| failure.problem.step());
    let step = |step: MailStep| {
        let (outcome, message, said) = match failure {
            Some(failure) if failed_at == Some(step) => (
                StepOutcome::Failed,
                failure.problem.words(language).to_owned(),
                failure.said.clone(),
            ),
            _ if done.contains(&step) && Some(step) != failed_at => {
                (StepOutcome::Done, went_well(step, server, language), None)
            }
            _ => (
                StepOutcome::Skipped,
                skipped(failure.is_some(), goes, language),
                None,
            ),
        };
        MailTestStep {
            step,
            outcome,
            message,
            said,
        }
    };
    STEPS.into_iter().map(step).collect()
}

fn went_well(step: MailStep, server: &MailServer, language: Language) -> String {
    let (host, port) = (&server.host, server.port);
    match step {
        MailStep::Connect => say(
            language,
            format!("Connected to {host}, port {port}."),
            format!("{host} のポート {port} に接続しました。"),
        ),
        MailStep::Encrypt => say(
            language,
            format!("The connection is encrypted, and it is {host} that answers."),
            format!("接続は暗号化されており、{host} であることを確認しました。"),
        ),
        MailStep::SignIn => match &server.user_name {
            Some(name) => say(
                language,
                format!("Signed in as {name}."),
                format!("{name} としてサインインしました。"),
            ),
            None => say(
                language,
                "No sign-in is set up, and none was needed so far.".to_owned(),
                "サインインは設定されておらず、ここまでは不要でした。".to_owned(),
            ),
        },
        MailStep::Accept => say(
            language,
            "The mail server took the test message.".to_owned(),
            "メールサーバーがテストメールを受け付けました。".to_owned(),
        ),
    }
}

fn skipped(failed: bool, goes: &Goes, language: Language) -> String {
    let (en, ja) = match goes {
        _ if failed => (
            "Not tried: an earlier step failed.",
            "前の手順で失敗したため、実行していません。",
        ),
        Goes::Later => (
            "Not tried: your address received three test messages within the last hour. Everything before works.",
            "過去1時間に3通送信しているため、テストメールは送信していません。ここまでの手順は正常です。",
        ),
        _ => (
            "Not tried: you have no verified address of your own to send a test message to. Everything before works.",
            "確認済みのアドレスがないため、テストメールは送信していません。ここまでの手順は正常です。",
        ),
    };
    say(language, en, ja).to_owned()
}
