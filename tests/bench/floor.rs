//! What is under every server: one axum handler, one SELECT by key through sqlx, the same answer, and nothing else. A
//! process of its own with the server's runtime and as many connections, otherwise as axum and sqlx come.

use std::net::SocketAddr;

use anyhow::{Context, Result};
use axum::{
    Router,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use latchkey_api::User;
use sqlx::{
    ConnectOptions as _, PgPool,
    postgres::{PgConnectOptions, PgPoolOptions},
};

/// The word that makes this program the floor instead.
pub const WORD: &str = "floor";

#[derive(sqlx::FromRow)]
struct Row {
    name: String,
    description: Option<String>,
    has_password: bool,
    permission: Option<String>,
    created_at: i64,
    updated_at: i64,
    created_by: Option<String>,
    password_changed_at: i64,
    must_change: bool,
    last_sign_in_at: i64,
}

const BY_KEY: &str = "SELECT name, description, has_password, permission, created_at, updated_at, created_by, password_changed_at, must_change, last_sign_in_at \
    FROM users WHERE operator_id = $1 AND name_key = $2";

/// Serves until it is ended.
pub fn serve(url: &str, address: &str) -> Result<()> {
    let address: SocketAddr = address.parse()?;
    let options: PgConnectOptions = url.parse()?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let pool = PgPoolOptions::new()
            .max_connections(16)
            .connect_with(options.disable_statement_logging())
            .await?;
        let app = Router::new()
            .route("/v1/operators/{operator_id}/users/{user_name}", get(user))
            .with_state(pool);
        let listener = tokio::net::TcpListener::bind(address).await?;
        axum::serve(listener, app).await.context("the floor ended")
    })
}

async fn user(
    State(pool): State<PgPool>,
    Path((operator_id, name)): Path<(String, String)>,
) -> Response {
    let row = sqlx::query_as(BY_KEY)
        .bind(operator_id)
        .bind(name)
        .fetch_optional(&pool)
        .await;
    match row {
        Ok(Some(row)) => match serde_json::to_string(&shown(row)) {
            Ok(text) => ([(header::CONTENT_TYPE, "application/json")], text).into_response(),
            Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        },
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

fn shown(row: Row) -> User {
    let known = |time: i64| (time > 0).then_some(time / 1000);
    User {
        auth_key_list: vec![],
        role_list: vec![],
        user_name: row.name,
        description: row.description,
        has_password: row.has_password,
        permission: row.permission,
        create_date_time: row.created_at / 1000,
        update_date_time: row.updated_at / 1000,
        created_by: row.created_by,
        password_date_time: known(row.password_changed_at),
        must_change_password: row.must_change,
        last_sign_in_date_time: known(row.last_sign_in_at),
        contact: None,
    }
}
