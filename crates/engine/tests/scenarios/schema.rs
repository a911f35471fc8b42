//! The schema: tenants cannot be crossed by an id (R59), and both engines have the same tables.

use crate::support::*;

/// Tables that belong to no tenant, with the reason in the migration.
const NOT_TENANTS: [&str; 6] = [
    "answers",
    "latchkey_migrations",
    "mail_wishes",
    "sign_up_invitations",
    "sign_in_tries",
    "store_key",
];

/// Foreign keys as `table(columns)`, columns in order.
async fn foreign_keys(place: &Place) -> Vec<(String, Vec<String>)> {
    let sql = if place.is_postgres() {
        "SELECT conrelid::regclass::text, (SELECT string_agg(attname::text, ',' ORDER BY array_position(conkey, attnum)) FROM pg_attribute WHERE attrelid = conrelid AND attnum = ANY(conkey)) FROM pg_constraint WHERE contype = 'f'"
    } else {
        "SELECT m.name, (SELECT string_agg(f.\"from\", ',') FROM pragma_foreign_key_list(m.name) f WHERE f.id = k.id) FROM sqlite_master m JOIN pragma_foreign_key_list(m.name) k WHERE m.type = 'table' AND k.seq = 0"
    };
    let mut keys: Vec<_> = place
        .rows(sql)
        .await
        .into_iter()
        .map(|row| {
            (
                row[0].clone(),
                row[1].split(',').map(str::to_owned).collect(),
            )
        })
        .collect();
    keys.sort();
    keys
}

on_both_stores! {
    async fn every_key_of_a_tenants_table_starts_with_its_operator(place) {
        for table in place.tables().await.into_iter().filter(|table| !NOT_TENANTS.contains(&table.as_str())) {
            let sql = if place.is_postgres() {
                format!("SELECT attname::text FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = indkey[0] WHERE indrelid = '{table}'::regclass AND indisprimary")
            } else {
                format!("SELECT name FROM pragma_table_info('{table}') WHERE pk = 1")
            };
            assert_eq!(place.rows(sql).await, [["operator_id"]], "{table}");
        }
        let keys = foreign_keys(&place).await;
        assert!(keys.len() >= 8, "{keys:?}");
        for (table, columns) in keys {
            assert_eq!(columns[0], "operator_id", "{table}: {columns:?}");
        }
    }
}

/// R59: a row that names another tenant's is refused by the store itself
#[tokio::test(flavor = "multi_thread")]
async fn rows_of_two_tenants_cannot_be_joined() {
    let place = Place::postgres().await;
    place.make("m.sato", None).await;
    let other = latchkey_api::CreateOperator {
        email: "other@example.com".parse().unwrap(),
        ..sign_up()
    };
    let other = place.ask(&stranger(), other).await.unwrap().operator_id;
    let user = place
        .rows("SELECT user_id FROM users")
        .await
        .concat()
        .concat();
    for sql in [
        format!("INSERT INTO sessions (operator_id, session_id, user_id, token_hash, api_key_hash, device, created_at, last_used_at, expires_at, confirmed_at) VALUES ('{other}', 's', '{user}', '', '', '', 0, 0, 0, 0)"),
        format!("INSERT INTO user_roles (operator_id, user_id, role_id, attached_at) VALUES ('{other}', '{user}', 'r', 0)"),
        format!("INSERT INTO auth_keys (operator_id, auth_key_id, user_id, secret_hash, created_at) VALUES ('{other}', 'k', '{user}', '', 0)"),
        "INSERT INTO audit (operator_id, entry, time_ms, actor_id, actor_name, operation, outcome, request_id) VALUES ('OP0000000000', 1, 0, '', '', '', '', '')".to_owned(),
    ] {
        let error = place.raw(sql.clone()).await.unwrap_err();
        assert!(error.to_string().contains("foreign key"), "{sql}: {error}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn both_engines_have_the_same_tables_and_columns() {
    let (sqlite, postgres) = (Place::sqlite().await, Place::postgres().await);
    assert_eq!(sqlite.tables().await, postgres.tables().await);
    for table in sqlite.tables().await {
        let ours = sqlite
            .rows(format!(
                "SELECT name FROM pragma_table_info('{table}') ORDER BY name"
            ))
            .await;
        let theirs = postgres.rows(format!("SELECT column_name::text FROM information_schema.columns WHERE table_name = '{table}' ORDER BY column_name COLLATE \"C\"")).await;
        assert_eq!(ours, theirs, "{table}");
    }
    let (ours, theirs) = (foreign_keys(&sqlite).await, foreign_keys(&postgres).await);
    assert_eq!(ours, theirs);
}
