//! What is worked out without a store is what the store answers, where both can.

use crate::support::*;
use latchkey_api::*;
use latchkey_engine::explain;

on_both! {
    async fn a_page_out_of_the_whole_list_is_the_page_that_the_store_gives(place) {
        let root = place.root().await;
        for (name, description) in [
            ("m.sato", Some("Mei Sato")), ("B.ROWN", None), ("ada", Some("zoë")), ("Zed", Some("ADA two")), ("ü-1", None),
        ] {
            let request = CreateUser {
                operator_id: place.operator.clone(),
                user_name: name.parse().unwrap(),
                description: description.map(|text| text.parse().unwrap()),
                permission: (name == "ada").then(|| allowing(&["User:listUsers"]).parse().unwrap()),
                password: (name != "Zed").then(|| PASSWORD.into()),
                must_change_password: None,
                contact: None,
                invite: None,
            };
            place.ask(&root, request).await.unwrap();
            place.clock.advance(MINUTE);
        }
        let users = place.ask(&root, ListUsers { operator_id: place.operator.clone() }).await.unwrap();
        for search in [None, Some("a"), Some("ADA"), Some("%"), Some("ZOË"), Some(" sato ")] {
            for filter in [None, Some(UserFilter::NoPassword), Some(UserFilter::NeverSignedIn), Some(UserFilter::HasAuthKeys)] {
                for (sort, descending, offset) in [
                    (None, None, None), (Some(UserSort::Name), Some(true), None),
                    (Some(UserSort::Created), Some(true), Some(1)), (Some(UserSort::LastSignIn), Some(true), Some(2)),
                ] {
                    let asked = SearchUsers {
                        operator_id: place.operator.clone(),
                        search: search.map(str::to_owned),
                        filter, sort, descending, offset, limit: Some(3),
                    };
                    let told = place.ask(&root, asked.clone()).await.unwrap();
                    let worked_out = explain::page(users.clone(), &asked);
                    // who has a second factor is not in the list
                    let same = |row: &UserRow| UserRow { mfa: true, ..row.clone() };
                    let told_rows: Vec<UserRow> = told.users.iter().map(same).collect();
                    assert_eq!(worked_out.users, told_rows, "{asked:?}");
                    assert_eq!(worked_out.matching, told.matching, "{asked:?}");
                    assert_eq!(worked_out.counts.all, told.counts.all, "{asked:?}");
                }
            }
        }
    }
}

on_both! {
    async fn a_document_means_the_same_with_and_without_the_store(place) {
        let root = place.root().await;
        let request = CreateUser {
            operator_id: place.operator.clone(),
            user_name: "mei".parse().unwrap(),
            description: None,
            permission: Some(allowing(&["User:listUsers"]).parse().unwrap()),
            password: None,
            must_change_password: None,
            contact: None,
            invite: None,
        };
        place.ask(&root, request).await.unwrap();
        let user_name: UserName = "mei".parse().unwrap();
        let operator_id = place.operator.clone();
        let told = place.ask(&root, ExplainUser { operator_id: operator_id.clone(), user_name: user_name.clone() }).await.unwrap();
        let own = allowing(&["User:listUsers"]);
        assert_eq!(explain::user("mei", Some(&own), Language::En), told);
        let document = allowing(&["User:getUser"]);
        let asked = ExplainDocument { operator_id, user_name: Some(user_name), document: document.parse().unwrap() };
        let told = place.ask(&root, asked).await.unwrap();
        assert_eq!(explain::document(&document, Some(("mei", Some(&own))), START_MS, Language::En), told);
    }
}
