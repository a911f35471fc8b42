//! Trying a mail server: how far a test gets, and what it tells.

use crate::support::*;
use latchkey_api::*;

on_both! {
    async fn a_test_walks_the_way_and_sends_the_caller_a_message(place) {
        let smtp = Smtp::start(Script::default()).await;
        place.quiet().await;
        let root = place.root().await;
        let test = place.ask(&root, place.mail_test(mail_server(smtp.port))).await.unwrap();
        let steps: Vec<(MailStep, StepOutcome)> = test.steps.iter().map(|step| (step.step, step.outcome)).collect();
        let all = [MailStep::Connect, MailStep::Encrypt, MailStep::SignIn, MailStep::Accept];
        assert_eq!(steps, all.map(|step| (step, StepOutcome::Done)));
        assert_eq!(test.to.as_deref(), Some(ROOT_EMAIL));
        let taken = smtp.taken();
        assert_eq!(taken.len(), 1);
        let message = read(&taken[0].raw);
        assert_eq!(message.to().unwrap().first().unwrap().address(), Some(ROOT_EMAIL));
        // nothing was saved, and the message is in the outbox
        assert_eq!(place.ask(&root, place.get_mail_settings()).await.unwrap().through, MailThrough::None);
        let page = place.outbox(&root).await;
        assert_eq!((page.messages.len(), page.messages[0].state), (1, MessageState::Sent));
        assert_eq!(page.messages[0].message_id, message.message_id().unwrap().split('@').next().unwrap());

        // R44: three an hour, and no more; the way is walked all the same
        for _ in 0..4 {
            place.ask(&root, place.mail_test(mail_server(smtp.port))).await.unwrap();
        }
        assert_eq!(smtp.taken().len(), 3);
        let test = place.ask(&root, place.mail_test(mail_server(smtp.port))).await.unwrap();
        assert_eq!((test.steps[2].outcome, test.steps[3].outcome, test.to), (StepOutcome::Done, StepOutcome::Skipped, None));
    }
}

on_both! {
    async fn a_test_stops_at_the_step_that_fails_with_the_servers_own_words(place) {
        let smtp = Smtp::start(Script::default()).await;
        place.quiet().await;
        let root = place.root().await;
        // R83: a server that repeats what it was told does not make us keep or show it
        let wrong = TestMailSettings { password: Some("canary-wrong-smtp-1".into()), ..place.mail_test(mail_server(smtp.port)) };
        let test = place.ask(&root, wrong).await.unwrap();
        let outcomes: Vec<StepOutcome> = test.steps.iter().map(|step| step.outcome).collect();
        assert_eq!(outcomes, [StepOutcome::Done, StepOutcome::Done, StepOutcome::Failed, StepOutcome::Skipped]);
        assert_eq!(test.steps[2].said.as_deref(), Some("535 5.7.8 AUTH PLAIN •••• is not it"));
        assert!(test.steps[2].message.contains("username and password"));
        assert!(smtp.taken().is_empty());
        let japanese = latchkey_engine::Caller { envelope: Envelope { language: Language::Ja, ..root.envelope.clone() }, ..root.clone() };
        smtp.follow(Script { certificate: Standing::WrongName, ..Script::default() });
        let test = place.ask(&japanese, place.mail_test(mail_server(smtp.port))).await.unwrap();
        assert_eq!(test.steps[1].outcome, StepOutcome::Failed);
        assert!(test.steps[1].message.contains("証明書"), "{:?}", test.steps[1]);
        let nobody = place.ask(&root, place.mail_test(MailServer { host: "nowhere.invalid".into(), ..mail_server(25) })).await.unwrap();
        assert_eq!((nobody.steps[0].step, nobody.steps[0].outcome), (MailStep::Connect, StepOutcome::Failed));
    }
}

on_both! {
    async fn a_user_without_an_address_of_its_own_tests_up_to_the_message(place) {
        let smtp = Smtp::start(Script::default()).await;
        place.quiet().await;
        let user = place.user("m.sato", Some(&allowing(&["Mail:*"]))).await;
        let test = place.ask(&user, place.mail_test(mail_server(smtp.port))).await.unwrap();
        assert_eq!((test.steps[2].outcome, test.steps[3].outcome, test.to), (StepOutcome::Done, StepOutcome::Skipped, None));
        let insert = "INSERT INTO user_contacts (operator_id, user_id, email, email_key, verified, updated_at) SELECT operator_id, user_id, 'sato@example.com', 'sato@example.com'";
        place.raw_dialect(&format!("{insert}, 0, 0 FROM users"), &format!("{insert}, FALSE, 0 FROM users")).await;
        let test = place.ask(&user, place.mail_test(mail_server(smtp.port))).await.unwrap();
        assert_eq!(test.to, None, "an address that nobody confirmed is none");
        place.raw_dialect("UPDATE user_contacts SET verified = 1", "UPDATE user_contacts SET verified = TRUE").await;
        let test = place.ask(&user, place.mail_test(mail_server(smtp.port))).await.unwrap();
        assert_eq!(test.to.as_deref(), Some("sato@example.com"));
        assert_eq!(smtp.taken()[0].to, "sato@example.com");
    }
}
