//! Who holds an invitation, or is of another account, and what that is worth (R42).

use crate::{
    access_matrix::{operations, request},
    invite::invited,
    support::*,
};
use latchkey_api::*;

on_both! {
    /// R42: an invitation is no right: who holds one, and nothing else, may do what a stranger may
    async fn somebody_who_is_invited_may_nothing_before_it_is_accepted(place) {
        let root = place.root().await;
        let everything = CreateUser { permission: Some(allowing(&["*"]).try_into().unwrap()), ..invited(&place, "m.sato") };
        place.ask(&root, everything).await.unwrap();
        let letter = place.letter(&root, "invitation", CONTACT_EMAIL).await;
        for secret in [letter.token(), letter.code()] {
            assert_eq!(code(place.ask(&stranger(), place.as_user("m.sato", secret.expose())).await), Code::InvalidCredentials);
            let mut caller = stranger();
            caller.envelope.credentials = Some(Credentials { api_key: secret.expose().to_owned(), token: secret });
            for op in operations().into_iter().filter(|op| op.access != Access::Public) {
                let asked = place.tell(&caller, op.name, request(op.name, &place.operator, "m.sato")).await;
                assert!(matches!(code(asked), Code::NotSignedIn | Code::SessionExpired), "{}", op.name);
            }
        }
        assert_eq!(place.number("SELECT count(*) FROM sessions WHERE user_id IS NOT NULL").await, 0);
        // and it still is one
        place.ask(&stranger(), choosing(&letter.token(), PASSWORD)).await.unwrap();
    }
}

on_postgres! {
    /// R42: somebody of another account who reads the same mailbox is somebody else
    async fn another_account_with_the_same_address_does_not_use_an_invitation_up(place) {
        let root = place.root().await;
        place.ask(&root, invited(&place, "m.sato")).await.unwrap();
        let letter = place.letter(&root, "invitation", CONTACT_EMAIL).await;
        let (other_id, other) = place.other_account().await;
        place.ask(&other, CreateUser { operator_id: other_id.clone(), ..invited(&place, "m.sato") }).await.unwrap();
        let elsewhere = VerifyPasswordResetCode { operator_id: Some(other_id.to_string()), ..place.user_coding("m.sato", &letter.code(), OTHER_PASSWORD) };
        assert_eq!(code(place.ask(&stranger(), elsewhere).await), Code::WrongCode);
        // a confirmed address there is nothing here
        place.raw(format!("UPDATE user_contacts SET verified = TRUE WHERE operator_id = '{other_id}'")).await.unwrap();
        let here = place.ask(&root, place.get("m.sato")).await.unwrap().contact.unwrap();
        assert!(!here.verified && here.invitation.is_some());
        place.ask(&stranger(), choosing(&letter.token(), PASSWORD)).await.unwrap();
        let having = "SELECT operator_id FROM users WHERE name = 'm.sato' AND has_password";
        assert_eq!(place.rows(having).await, [[place.operator.to_string()]]);
    }
}

on_postgres! {
    /// R24, R42: what is of another account is of another account
    async fn users_of_another_account_are_out_of_reach(place) {
        place.make("m.sato", None).await;
        let root = place.root().await;
        place.reachable(&root, "m.sato", CONTACT_EMAIL).await;
        let (other_id, other) = place.other_account().await;
        place.ask(&other, CreateUser { operator_id: other_id.clone(), ..place.new_user("m.sato", None, Some(PASSWORD)) }).await.unwrap();
        // the namesake has no address
        let asked = IssueUserPasswordResetToken { operator_id: other_id.clone(), user_name: "m.sato".into() };
        place.ask(&stranger(), asked).await.unwrap();
        place.turn().await;
        assert_eq!(place.mails("user_password").await, 0);
        place.ask(&stranger(), place.user_forgot("m.sato")).await.unwrap();
        place.turn().await;
        let letter = place.letter(&root, "user_password", CONTACT_EMAIL).await;
        let elsewhere = VerifyPasswordResetCode { operator_id: Some(other_id.to_string()), ..place.user_coding("m.sato", &letter.code(), OTHER_PASSWORD) };
        assert_eq!(code(place.ask(&stranger(), elsewhere).await), Code::WrongCode);
        for refused in [
            place.ask(&other, place.contact("m.sato", "x@y.example")).await,
            place.ask(&other, place.contact_again("m.sato")).await,
            place.ask(&other, place.contact_code("m.sato", &letter.code())).await,
            place.ask(&other, place.no_contact("m.sato")).await,
            place.ask(&other, place.invite("m.sato")).await,
        ] {
            assert_eq!(code(refused), Code::NotFound);
        }
        place.ask(&stranger(), choosing(&letter.token(), OTHER_PASSWORD)).await.unwrap();
        let namesake = Auth { operator_id: Some(other_id.to_string()), ..place.as_user("m.sato", PASSWORD) };
        assert!(place.ask(&stranger(), namesake).await.is_ok());
    }
}
