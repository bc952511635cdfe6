//! The server without sockets: calls go in as JSON, answers come out as JSON, and the clock is the test's.
#![allow(dead_code, unreachable_pub)] // every test file uses a part

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use boxoffice::account::{NewAccount, NewAccountMade, create};
use boxoffice::app::App;
use boxoffice::call::Request;
use boxoffice::dispatch;
use boxoffice::keys::Keys;
use boxoffice::migrations::MIGRATIONS;
use bytes::Bytes;
use ks::{Draft, Salt, Secret, SessionType, UnixMillis, Version};
use sea_query::{Expr, ExprTrait, Query};
use serde_json::{Value, json};
use store::testing::TestStore;
use wire::body::Body;
use wire::{
    Address, FileContent, FileResult, Format, Limits, Param, ParamMap, Upload, UploadContent, Wanted,
};

pub const PASSWORD: &str = "correct horse battery staple";
pub const START: u64 = 1_800_000_000_000;

/// A server with one account, on a store of its own.
pub struct Server {
    pub app: Arc<App>,
    pub account: Account,
    pub address: String,
    pub is_https: bool,
    pub uri: String,
    pub headers: http::HeaderMap,
    now: AtomicU64,
    pub store: TestStore,
}

#[derive(Clone)]
pub struct Account {
    pub id: i64,
    pub admin_secret: String,
    pub user_secret: String,
    pub owner: String,
}

impl From<(NewAccountMade, &str)> for Account {
    fn from((made, owner): (NewAccountMade, &str)) -> Self {
        Self {
            id: made.partner_id,
            admin_secret: made.secrets.admin.clone(),
            user_secret: made.secrets.user.clone(),
            owner: owner.to_owned(),
        }
    }
}

/// What a call came to: the result, or the code and the values of an error.
pub type Outcome = Result<Value, Refused>;

#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    pub code: String,
    pub args: Value,
}

pub fn refused(code: &str, args: Value) -> Outcome {
    Err(Refused { code: code.to_owned(), args })
}

pub fn invalid_ks(ksid: &str) -> Outcome {
    refused("INVALID_KS", json!({"KSID": ksid, "ERR_CODE": "-1", "ERR_DESC": "INVALID_STR"}))
}

pub async fn app_on(store: &TestStore) -> Arc<App> {
    store.store.migrate(MIGRATIONS).await.expect("the tables can be made");
    App::start(store.store.clone(), Keys::new(&[7; 32]), 2, i64::try_from(START / 1000).unwrap())
        .await
        .expect("the server starts")
}

impl Server {
    pub async fn on(store: TestStore) -> Self {
        let app = app_on(&store).await;
        let server = Self {
            app,
            account: Account {
                id: 0,
                admin_secret: String::new(),
                user_secret: String::new(),
                owner: String::new(),
            },
            address: "203.0.113.7".to_owned(),
            is_https: false,
            uri: "/api_v3/service/test".to_owned(),
            headers: http::HeaderMap::new(),
            now: AtomicU64::new(START),
            store,
        };
        let account = server.new_account("owner@example.test").await;
        Self { account, ..server }
    }

    pub async fn new_account(&self, owner: &str) -> Account {
        let wanted = NewAccount { name: "Account", email: owner, password: Some(PASSWORD) };
        (create(&self.app, &wanted, self.now()).await.expect("an account can be made"), owner).into()
    }

    /// Lets the account know its users by digests, under the key of the vector in identity.md §6.1.
    pub async fn hash_user_ids(&self) -> usize {
        let account = self.app.partners.get(&self.app, self.account.id).await.unwrap().unwrap();
        let now = UnixMillis(self.now().unsigned_abs() * 1000);
        boxoffice::user::hash_all(&self.app, &account, b"enc-key", now).await.unwrap()
    }

    /// Unix seconds.
    pub fn now(&self) -> i64 {
        i64::try_from(self.now.load(Ordering::Relaxed) / 1000).unwrap()
    }

    pub fn pass(&self, seconds: u64) {
        self.now.fetch_add(seconds * 1000, Ordering::Relaxed);
    }

    /// Sets the clock, in Unix seconds.
    pub fn set_clock(&self, seconds: i64) {
        self.now.store(u64::try_from(seconds).unwrap() * 1000, Ordering::Relaxed);
    }

    fn request(&self) -> Arc<Request> {
        // A millisecond between any two requests, as between people.
        let now = self.now.fetch_add(1, Ordering::Relaxed);
        Arc::new(Request {
            id: 1,
            now: UnixMillis(now),
            address: self.address.clone(),
            is_https: self.is_https,
            uri: self.uri.clone(),
            headers: self.headers.clone(),
        })
    }

    async fn run(&self, path: &str, body: &Value) -> Value {
        let answered = self.dispatch(path, body).await;
        if let Some(file) = answered.answer.file() {
            return told(file).await;
        }
        let wanted = Wanted { format: Format::Json, ..Wanted::default() };
        serde_json::from_slice(&answered.answer.body(&wanted, std::time::Duration::ZERO))
            .expect("the answer is JSON")
    }

    /// What an answer tells in its headers.
    pub async fn notes(&self, path: &str, body: &Value) -> boxoffice::call::Notes {
        self.dispatch(path, body).await.notes
    }

    async fn dispatch(&self, path: &str, body: &Value) -> dispatch::Answered {
        let limits = Limits::default();
        let params = wire::json_in::decode(body.to_string().as_bytes(), &limits)
            .expect("a test sends what is within limits")
            .expect("a test sends an object");
        let mut body = Body { params, ..Body::default() };
        body.files = take_files(&mut body.params);
        let request = Address::read(path, None, &limits)
            .and_then(|address| {
                address.with_body(body, &limits).map_err(|error| match error {
                    wire::RequestError::Refused(_, error) => error,
                    wire::RequestError::Unanswerable(error) => error.0,
                })
            })
            .expect("a test sends what can be decoded");
        dispatch::run(&self.app, &self.request(), request.calls).await
    }

    /// Calls an action.
    pub async fn call(&self, service: &str, action: &str, params: Value) -> Outcome {
        outcome(self.run(&format!("/api_v3/service/{service}/action/{action}"), &params).await)
    }

    /// Runs a multirequest of `(service, action, params)`.
    pub async fn multi(&self, calls: Vec<(&str, &str, Value)>) -> Vec<Outcome> {
        match self.whole_multi(calls).await {
            Value::Array(results) => results.into_iter().map(outcome).collect(),
            other => panic!("a multirequest answers a list, not {other}"),
        }
    }

    /// The answer to a multirequest as a whole.
    pub async fn whole_multi(&self, calls: Vec<(&str, &str, Value)>) -> Value {
        let mut body = serde_json::Map::new();
        for (index, (service, action, mut params)) in calls.into_iter().enumerate() {
            params["service"] = json!(service);
            params["action"] = json!(action);
            body.insert((index + 1).to_string(), params);
        }
        self.run("/api_v3/service/multirequest", &Value::Object(body)).await
    }

    pub async fn start(&self, account: &Account, user: &str, kind: i64, privileges: &str) -> String {
        let started = self
            .call(
                "session",
                "start",
                json!({"secret": account.admin_secret, "partnerId": account.id, "userId": user, "type": kind, "privileges": privileges}),
            )
            .await;
        text(started)
    }

    pub async fn admin(&self) -> String {
        self.start(&self.account, &self.account.owner, 2, "").await
    }

    pub async fn user(&self, id: &str) -> String {
        self.start(&self.account, id, 0, "").await
    }

    pub async fn widget(&self) -> String {
        let started = self
            .call("session", "startWidgetSession", json!({"widgetId": format!("_{}", self.account.id)}))
            .await;
        text(Ok(started.expect("a widget session starts")["ks"].clone()))
    }

    /// A session signed without the server.
    pub fn offline(
        &self,
        account: &Account,
        user: &str,
        kind: SessionType,
        lifetime: i64,
        privileges: &str,
        version: Version,
    ) -> String {
        let draft = Draft {
            user: Some(user.to_owned()),
            session_type: kind,
            privileges: privileges.to_owned(),
            ..Draft::new(account.id, self.now() + lifetime)
        };
        let mut random = [0; 16];
        boxoffice::keys::fill_random(&mut random);
        draft
            .sign(version, &Secret::new(account.admin_secret.clone()).unwrap(), &Salt::random(random))
            .expect("the session can be signed")
    }

    async fn set_status(
        &self,
        table: &'static str,
        condition: Expr,
        status: i64,
        topic: &'static str,
        key: &str,
    ) {
        let update = Query::update().table(table).value("status", status).and_where(condition).to_owned();
        let mut tx = self.app.store.begin().await.unwrap();
        assert_eq!(tx.execute(&update).await.unwrap(), 1, "the row is there");
        tx.announce(topic, key);
        tx.commit().await.unwrap();
    }

    pub async fn set_user_status(&self, account: &Account, user: &str, status: i64) {
        let key = boxoffice::user::user_key(user);
        let condition = Expr::col("partner_id").eq(account.id).and(Expr::col("user_key").eq(key.as_str()));
        self.set_status(
            "account_user",
            condition,
            status,
            boxoffice::user::TOPIC,
            &format!("{} {key}", account.id),
        )
        .await;
    }

    pub async fn set_partner_status(&self, account: &Account, status: i64) {
        let condition = Expr::col("id").eq(account.id);
        self.set_status("partner", condition, status, boxoffice::partner::TOPIC, &account.id.to_string())
            .await;
    }

    pub async fn set_partner_number(&self, account: &Account, column: &'static str, value: Option<i64>) {
        let update = Query::update()
            .table("partner")
            .value(column, value)
            .and_where(Expr::col("id").eq(account.id))
            .to_owned();
        let mut tx = self.app.store.begin().await.unwrap();
        tx.execute(&update).await.unwrap();
        tx.announce(boxoffice::partner::TOPIC, &account.id.to_string());
        tx.commit().await.unwrap();
    }

    pub async fn add_role(&self, account: &Account, system_name: &str, permissions: &str) -> i64 {
        let partner =
            self.app.partners.get(&self.app, account.id).await.unwrap().expect("the account is there");
        let new = boxoffice::role::NewRole {
            name: Some(system_name.to_owned()),
            system_name: system_name.to_owned(),
            permission_names: permissions.to_owned(),
            ..boxoffice::role::NewRole::default()
        };
        boxoffice::role::add(&self.app, &partner, new, self.now()).await.expect("a role can be added").id
    }

    pub async fn add_user(&self, id: &str, extra: Value) -> Value {
        let mut user = json!({"id": id});
        user.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        let ks = self.admin().await;
        self.call("user", "add", json!({"ks": ks, "user": user})).await.expect("a user can be added")
    }
}

/// A file to send: for the arguments of a call.
pub fn upload(name: &str, text: &str) -> Value {
    json!({"$file": {"name": name, "text": text}})
}

/// Files are told apart from parameters, as a multipart body does.
fn take_files(params: &mut ParamMap) -> ParamMap {
    let mut files = ParamMap::new();
    for (name, value) in &mut *params {
        let Param::Map(fields) = value else { continue };
        if let Some(Param::Map(file)) = fields.get("$file") {
            let text =
                |name: &str| file.get(name).map(|value| value.to_text().into_owned()).unwrap_or_default();
            let bytes = Bytes::from(text("text"));
            let size = bytes.len() as u64;
            let upload = Upload::new(&text("name"), None, size, UploadContent::Memory(bytes));
            files.insert(name.clone(), Param::File(upload));
        } else {
            let inner = take_files(fields);
            if !inner.is_empty() {
                files.insert(name.clone(), Param::Map(inner));
            }
        }
    }
    params.retain(|_, value| !matches!(value, Param::Map(fields) if fields.contains_key("$file")));
    files
}

/// A file that was answered.
async fn told(file: &FileResult) -> Value {
    let mut bytes = Vec::new();
    match &file.content {
        FileContent::Memory(memory) => bytes.extend_from_slice(memory),
        FileContent::Stored(size, source) => {
            while (bytes.len() as u64) < *size {
                let piece = source.read(bytes.len() as u64, 100_000).await.expect("the file can be read");
                assert!(!piece.is_empty(), "the file is as long as it says");
                bytes.extend_from_slice(&piece);
            }
        }
    }
    let text = String::from_utf8(bytes).expect("tests look at texts");
    json!({"$file": {"type": file.content_type, "saveAs": file.save_as, "text": text}})
}

fn outcome(answer: Value) -> Outcome {
    match answer.get("objectType") {
        Some(kind) if kind == "KalturaAPIException" => Err(Refused {
            code: answer["code"].as_str().unwrap_or_default().to_owned(),
            args: answer["args"].clone(),
        }),
        _ => Ok(answer),
    }
}

pub fn text(outcome: Outcome) -> String {
    outcome.expect("the call succeeds").as_str().expect("the answer is a text").to_owned()
}

/// Runs the same story on both stores, as two tests.
#[macro_export]
macro_rules! on_both_stores {
    ($($(#[$attribute:meta])* async fn $name:ident($server:ident: Server) $body:block)*) => {
        $(
            mod $name {
                #[allow(unused_imports)]
                use super::*;

                #[allow(unused_mut)]
                async fn story(mut $server: Server) $body

                $(#[$attribute])*
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn sqlite() {
                    story(Server::on(store::testing::sqlite().await).await).await;
                }

                $(#[$attribute])*
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn postgres() {
                    story(Server::on(store::testing::postgres().await).await).await;
                }
            }
        )*
    };
}
