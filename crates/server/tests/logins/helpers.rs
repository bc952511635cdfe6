//! What the stories of logging in share.

use boxoffice::mail::{self, Outgoing};
use hmac::{Hmac, KeyInit, Mac};
use sea_query::{Expr, ExprTrait, Query, SqliteQueryBuilder};
use serde_json::{Value, json};
use sha1::Sha1;

use crate::common::{Account, Outcome, Server};

/// Logs the owner in by id.
pub(crate) async fn by_id(server: &Server, password: &str) -> Outcome {
    let params =
        json!({"partnerId": server.account.id, "userId": server.account.owner, "password": password});
    server.call("user", "login", params).await
}

/// Logs the owner in by e-mail.
pub(crate) async fn by_email(server: &Server, password: &str, more: Value) -> Outcome {
    let mut params = json!({"loginId": server.account.owner, "password": password});
    params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    server.call("user", "loginByLoginId", params).await
}

async fn change(server: &Server, statement: &sea_query::UpdateStatement, topic: &'static str, key: &str) {
    let mut tx = server.app.store.begin().await.unwrap();
    assert!(tx.execute(statement).await.unwrap() > 0, "{}", statement.to_string(SqliteQueryBuilder));
    tx.announce(topic, key);
    tx.commit().await.unwrap();
}

/// How the people of an account log in.
pub(crate) async fn settings(server: &Server, account: &Account, login: Value) {
    let update = Query::update()
        .table("partner")
        .value("profile", json!({"login": login}).to_string())
        .and_where(Expr::col("id").eq(account.id))
        .to_owned();
    change(server, &update, boxoffice::partner::TOPIC, &account.id.to_string()).await;
}

/// Gives an account a switch.
pub(crate) async fn feature(server: &Server, account: &Account, name: &str) {
    let now = server.now();
    let insert = Query::insert()
        .into_table("permission")
        .columns(["partner_id", "name", "type", "status", "depends_on", "created_at", "updated_at"])
        .values_panic([account.id.into(), name.into(), 2.into(), 1.into(), "".into(), now.into(), now.into()])
        .to_owned();
    let mut tx = server.app.store.begin().await.unwrap();
    tx.execute(&insert).await.unwrap();
    tx.announce(boxoffice::partner::TOPIC, &account.id.to_string());
    tx.commit().await.unwrap();
}

/// How many administrators an account may have.
pub(crate) async fn set_quota(server: &Server, account: &Account, quota: i64) {
    let update = Query::update()
        .table("partner")
        .value("admin_login_quota", quota)
        .and_where(Expr::col("id").eq(account.id))
        .to_owned();
    change(server, &update, boxoffice::partner::TOPIC, &account.id.to_string()).await;
}

/// Sets the counters whose subject is like this.
pub(crate) async fn set_counters(server: &Server, subject: &str, tally: i64, until: i64) {
    let update = Query::update()
        .table("login_counter")
        .value("tally", tally)
        .value("until", until)
        .and_where(Expr::col("subject").like(subject))
        .to_owned();
    change(server, &update, "test", "").await;
}

/// Makes the owner's password an imported one, chosen in second 12345.
pub(crate) async fn import_password(server: &Server, salt: &str, digest: &str) {
    let update = Query::update()
        .table("login")
        .value("password_hash", None::<String>)
        .value("sha1_salt", salt)
        .value("sha1_digest", digest)
        .value("password_updated_at", 12_345)
        .to_owned();
    change(server, &update, "test", "").await;
    settings(server, &server.account, json!({"passwordMaxAge": i64::MAX})).await;
}

/// Hash and age of the first password.
pub(crate) async fn login_row(server: &Server) -> (Option<String>, i64) {
    let select = Query::select().columns(["password_hash", "password_updated_at"]).from("login").to_owned();
    let row = server.app.store.one(&select).await.unwrap().unwrap();
    (row.get("password_hash").unwrap(), row.get("password_updated_at").unwrap())
}

/// Leaves every login without a user.
pub(crate) async fn unlink_users(server: &Server) {
    let update = Query::update().table("account_user").value("login_id", None::<i64>).to_owned();
    change(server, &update, "test", "").await;
    server.app.users.forget_all();
}

/// All mails, the newest first, with their texts.
pub(crate) async fn mails(server: &Server) -> Vec<(Outgoing, String)> {
    let mut mails = Vec::new();
    for mail in mail::list(&server.app, false, 1000).await.unwrap() {
        let (mail, text) = mail::open(&server.app, mail.id).await.unwrap().unwrap();
        mails.push((mail, text.to_string()));
    }
    mails
}

/// The newest mail.
pub(crate) async fn newest_mail(server: &Server) -> (Outgoing, String) {
    mails(server).await.into_iter().next().expect("there is a mail")
}

/// The key in the link of a mail.
pub(crate) fn key_of(letter: &str) -> String {
    let line =
        letter.lines().find(|line| line.contains("/index.php/kmcng/actions/")).expect("there is a link");
    line.rsplit_once('/').unwrap().1.to_owned()
}

/// The seed of a person's codes, which lies sealed in the store.
pub(crate) async fn seed_of(server: &Server, email: &str) -> Option<String> {
    let select = Query::select()
        .columns(["id", "seed"])
        .from("login")
        .and_where(Expr::col("email_key").eq(email))
        .to_owned();
    let row = server.app.store.one(&select).await.unwrap().unwrap();
    let (id, sealed): (i64, Option<Vec<u8>>) = (row.get("id").unwrap(), row.get("seed").unwrap());
    let seed = server.app.keys.open(&format!("login/seed/{id}"), &sealed?).unwrap();
    Some(String::from_utf8(seed.to_vec()).unwrap())
}

/// What an authenticator shows: RFC 6238, written once more.
pub(crate) fn code_at(seed: &str, now: i64) -> String {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let bits: Vec<u8> = seed
        .bytes()
        .flat_map(|letter| {
            let value = letters.iter().position(|known| *known == letter).unwrap();
            (0..5).rev().map(move |bit| u8::from(value >> bit & 1 == 1))
        })
        .collect();
    let key: Vec<u8> =
        bits.chunks_exact(8).map(|byte| byte.iter().fold(0, |byte, bit| byte << 1 | bit)).collect();
    let mut mac = Hmac::<Sha1>::new_from_slice(&key).unwrap();
    mac.update(&(now / 30).to_be_bytes());
    let digest = mac.finalize().into_bytes();
    let offset = usize::from(digest[19] & 15);
    let number = u32::from_be_bytes(digest[offset..offset + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

/// Everything that the tables of log-ins and mails hold, as far as it is text.
pub(crate) async fn stored_text(server: &Server) -> String {
    let mut all = String::new();
    let select =
        Query::select().columns(["email", "hash_key_digest", "password_hash"]).from("login").to_owned();
    for row in server.app.store.all(&select).await.unwrap() {
        for column in ["email", "hash_key_digest", "password_hash"] {
            all.push_str(&row.get::<Option<String>>(column).unwrap().unwrap_or_default());
        }
    }
    let select = Query::select().columns(["subject", "sealed"]).from("mail").to_owned();
    for row in server.app.store.all(&select).await.unwrap() {
        all.push_str(&row.get::<String>("subject").unwrap());
        all.push_str(&String::from_utf8_lossy(&row.get::<Vec<u8>>("sealed").unwrap()));
    }
    all
}
