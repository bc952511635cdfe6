//! Calls without sockets, for benches that measure what an action takes.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use boxoffice::account::{NewAccount, create};
use boxoffice::app::App;
use boxoffice::call::Request;
use boxoffice::dispatch;
use boxoffice::keys::Keys;
use boxoffice::migrations::MIGRATIONS;
use ks::UnixMillis;
use serde_json::{Value, json};
use store::testing::TestStore;
use wire::body::Body;
use wire::{Address, Format, Limits, Wanted};

const NOW: u64 = 1_800_000_000_000;

/// Somebody who calls, within this process.
pub(crate) struct Caller {
    app: Arc<App>,
    ks: String,
    now: AtomicU64,
}

impl Caller {
    /// The administrator of a new account on a store that has nothing yet, and the account's number.
    pub(crate) async fn start(test: &TestStore) -> Result<(Self, i64), Box<dyn std::error::Error>> {
        test.store.migrate(MIGRATIONS).await?;
        let now = i64::try_from(NOW / 1000)?;
        let app =
            App::start(test.store.clone(), Keys::new(&[7; 32]), 2, now).await.map_err(|e| e.to_string())?;
        let wanted = NewAccount { name: "Bench", email: "boss@example.test", password: None };
        let account = create(&app, &wanted, now).await.map_err(|error| error.to_string())?;
        let mut caller = Self { app, ks: String::new(), now: AtomicU64::new(NOW) };
        let start = json!({"secret": account.secrets.admin.clone(), "partnerId": account.partner_id, "type": 2, "userId": "boss"});
        let started = caller.call("session.start", start).await?;
        started.as_str().ok_or("no session")?.clone_into(&mut caller.ks);
        Ok((caller, account.partner_id))
    }

    /// Calls `service.action`.
    pub(crate) async fn call(
        &self,
        path: &str,
        mut params: Value,
    ) -> Result<Value, Box<dyn std::error::Error>> {
        params["ks"] = json!(self.ks);
        let limits = Limits::default();
        let params = wire::json_in::decode(params.to_string().as_bytes(), &limits)
            .map_err(|error| format!("{error:?}"))?
            .ok_or("no parameters")?;
        let (service, action) = path.split_once('.').ok_or("no action")?;
        let request = Address::read(&format!("/api_v3/service/{service}/action/{action}"), None, &limits)
            .map_err(|error| format!("{error:?}"))?
            .with_body(Body { params, ..Body::default() }, &limits)
            .map_err(|_| "the request is refused")?;
        let origin = Arc::new(Request {
            id: 1,
            now: UnixMillis(self.now.fetch_add(1, Ordering::Relaxed)),
            address: "203.0.113.7".to_owned(),
            is_https: false,
            uri: "/api_v3".to_owned(),
            headers: http::HeaderMap::default(),
        });
        let answered = dispatch::run(&self.app, &origin, request.calls).await;
        let wanted = Wanted { format: Format::Json, ..Wanted::default() };
        let answer: Value = serde_json::from_slice(&answered.answer.body(&wanted, Duration::ZERO))?;
        if answer["objectType"] == "KalturaAPIException" {
            Err(answer.to_string().into())
        } else {
            Ok(answer)
        }
    }

    /// The same, for the milliseconds that it takes.
    pub(crate) async fn timed(&self, path: &str, params: Value) -> Result<f64, Box<dyn std::error::Error>> {
        let start = Instant::now();
        self.call(path, params).await?;
        Ok(start.elapsed().as_secs_f64() * 1000.0)
    }
}
