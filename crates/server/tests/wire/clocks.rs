//! Servers that share a database claim its mail by their clocks: one whose clock is wrong serves, and sends nothing.

use crate::support::{ROOT_EMAIL, exchange, machine_room::MachineRoom, post, run};
use serde_json::json;

const HELD: &str = "no mail is sent: this computer's clock and the database's are too far apart. Set them right (NTP); mail goes on by itself then";
const TOGETHER: &str = "the clocks are together: mail is sent";

#[tokio::test(flavor = "multi_thread")]
async fn a_server_whose_clock_is_wrong_sends_no_mail_until_it_is_right() {
    let machine = MachineRoom::open().await;
    let sql = async |sql: &'static str| run(&machine.store, sql).await;
    // in this database it is ten minutes later than here
    sql("CREATE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql AS $$ SELECT pg_catalog.clock_timestamp() + interval '10 minutes' $$").await;
    sql("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET search_path = public, pg_catalog', current_database()); END $$").await;
    let mut server = machine.start();
    // it may have said so before it served
    let earlier = server.lines.iter().find(|line| line.contains(HELD));
    let held = match earlier {
        Some(line) => serde_json::from_str(line).unwrap(),
        None => server.until(HELD),
    };
    let skew_ms = held["skew_ms"].as_i64().unwrap();
    assert!((skew_ms + 600_000).abs() < 60_000, "{skew_ms}");
    // it serves all the same; and nobody looks after the mail that is asked for
    let form = json!({"email": ROOT_EMAIL});
    let asked = post("/v1/auth/password_reset_token/issue", &form);
    assert_eq!(exchange(server.address, asked).await.status, 200);
    sql("DO $$ BEGIN IF NOT EXISTS (SELECT FROM mail_wishes WHERE NOT granted) THEN RAISE 'mail was begun'; END IF; END $$").await;
    sql("DROP FUNCTION public.clock_timestamp()").await;
    server.until(TOGETHER);
    server.terminate();
    assert!(server.ended().success());
}
