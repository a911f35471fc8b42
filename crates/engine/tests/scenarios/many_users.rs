//! 100,000 users: lists, pages and searches stay quick. What is measured is printed; the bounds here are loose, for
//! busy machines and debug builds; the goals are the benchmark's.

use latchkey_api::*;
use std::time::{Duration, Instant};

const MANY: usize = 100_000;

const FILL: &str = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000) \
    INSERT INTO users (operator_id, user_id, name, name_key, description, search_key, sort_key, has_password, last_sign_in_at, created_at, updated_at) \
    SELECT (SELECT operator_id FROM operators), 'u' || i, 'user' || i, 'user' || i, 'Person ' || i, 'user' || i || ' person ' || i, 'person ' || i, ";

on_both_stores! {
    async fn a_hundred_thousand_users_are_listed_and_searched_quickly(place) {
        place.raw_dialect(
            &format!("{FILL} i % 2, i % 3, i, i FROM n"),
            &format!("{FILL} i % 2 = 1, i % 3, i, i FROM n; ANALYZE"),
        ).await;
        let root = place.root().await;
        let asks = [
            ("first page", place.search("")),
            ("search", place.search("person 4711")),
            ("search that finds half", place.search("7")),
            ("deep page", SearchUsers { offset: Some(99_900), ..place.search("") }),
            ("last sign-ins", SearchUsers { sort: Some(UserSort::LastSignIn), descending: Some(true), ..place.search("") }),
            ("newest", SearchUsers { sort: Some(UserSort::Created), descending: Some(true), ..place.search("") }),
            ("without password", SearchUsers { filter: Some(UserFilter::NoPassword), ..place.search("") }),
        ];
        for (what, op) in asks {
            let mut best = Duration::MAX;
            for _ in 0..3 {
                let begin = Instant::now();
                let page = place.ask(&root, op.clone()).await.unwrap();
                best = best.min(begin.elapsed());
                assert!(!page.users.is_empty());
            }
            println!("{what}: {best:?} ({})", if place.is_postgres() { "PostgreSQL" } else { "SQLite" });
            assert!(best < Duration::from_secs(2), "{what}: {best:?}");
        }
        let page = place.ask(&root, place.search("")).await.unwrap();
        assert_eq!((page.counts.all, page.counts.no_password), (i64::try_from(MANY).unwrap(), 50_000));
    }
}
