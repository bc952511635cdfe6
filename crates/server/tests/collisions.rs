//! Calls that wait for each other: one of them has to give way, and its caller does not notice.
#![allow(clippy::unwrap_used, clippy::panic)] // a test that cannot go on has failed

mod common;

use std::sync::Arc;
use std::time::Duration;

use common::{PASSWORD, Server};
use sea_query::{Expr, ExprTrait, Query};
use serde_json::json;

on_both_stores! {
    async fn a_call_that_collides_is_made_once_more(server: Server) {
        let server = Arc::new(server);
        let held = |table: &'static str, column: &'static str, value: &str| {
            Query::select().column("id").from(table).and_where(Expr::col(column).eq(value)).lock_exclusive().to_owned()
        };
        let owner = server.account.owner.clone();
        let mut tx = server.app.store.begin().await.unwrap();
        tx.all(&held("account_user", "user_key", &owner)).await.unwrap();
        let logging_in = tokio::spawn({
            let (server, owner) = (Arc::clone(&server), owner.clone());
            async move { server.call("user", "loginByLoginId", json!({"loginId": owner, "password": PASSWORD})).await }
        });
        // By now the log-in has changed the row of the log-in and waits for that of the user. Whoever waits longer
        // gives way; a database with one change at a time has nothing to decide.
        tokio::time::sleep(Duration::from_millis(700)).await;
        let _ = tx.all(&held("login", "email_key", &owner)).await;
        drop(tx);
        let outcome = logging_in.await.unwrap();
        assert!(outcome.is_ok(), "{outcome:?}");
    }
}
