//! Rows of widgets.

use std::sync::Arc;

use sea_query::{Expr, ExprTrait, Query};
use store::Transaction;

use crate::app::App;
use crate::cache::Cache;
use crate::error::Result;

/// The topic of the change feed; the key is the widget's id.
pub const TOPIC: &str = "widget";

/// A widget.
#[derive(Clone, Debug)]
#[allow(missing_docs)] // the properties of KalturaWidget, which documents them
pub struct Widget {
    pub id: String,
    pub partner_id: i64,
    pub source_widget_id: Option<String>,
    pub root_widget_id: Option<String>,
    pub entry_id: Option<String>,
    pub ui_conf_id: Option<i64>,
    pub security_type: Option<i64>,
    pub security_policy: Option<i64>,
    pub partner_data: Option<String>,
    pub enforce_entitlement: bool,
    pub privacy_context: Option<String>,
    pub roles: Option<String>,
    pub privileges: Option<String>,
    pub created_at: i64,
    pub updated_at: i64,
}

/// The widgets, by id.
pub struct Widgets(Cache<String, Widget>);

impl Default for Widgets {
    fn default() -> Self {
        Self(Cache::new(10_000))
    }
}

impl Widgets {
    /// The widget with this id.
    pub async fn get(&self, app: &App, id: &str) -> Result<Option<Arc<Widget>>> {
        self.0.get_or_load(&id.to_owned(), || load(app, id)).await
    }

    /// Applies a change.
    pub fn forget(&self, key: &str) {
        self.0.forget(&key.to_owned());
    }

    /// Anything may have changed.
    pub fn forget_all(&self) {
        self.0.forget_all();
    }
}

async fn load(app: &App, id: &str) -> Result<Option<Widget>> {
    let statement = Query::select()
        .columns([
            "id",
            "partner_id",
            "source_widget_id",
            "root_widget_id",
            "entry_id",
            "ui_conf_id",
            "security_type",
            "security_policy",
            "partner_data",
            "enforce_entitlement",
            "privacy_context",
            "roles",
            "privileges",
            "created_at",
            "updated_at",
        ])
        .from("widget")
        .and_where(Expr::col("id").eq(id))
        .to_owned();
    let Some(row) = app.store.one(&statement).await? else { return Ok(None) };
    Ok(Some(Widget {
        id: row.get("id")?,
        partner_id: row.get("partner_id")?,
        source_widget_id: row.get("source_widget_id")?,
        root_widget_id: row.get("root_widget_id")?,
        entry_id: row.get("entry_id")?,
        ui_conf_id: row.get("ui_conf_id")?,
        security_type: row.get("security_type")?,
        security_policy: row.get("security_policy")?,
        partner_data: row.get("partner_data")?,
        enforce_entitlement: row.get::<Option<bool>>("enforce_entitlement")?.unwrap_or(true),
        privacy_context: row.get("privacy_context")?,
        roles: row.get("roles")?,
        privileges: row.get("privileges")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
    }))
}

/// Adds the widget that every account has.
pub async fn add_default(tx: &mut Transaction, partner_id: i64, now: i64) -> Result<()> {
    let id = format!("_{partner_id}");
    let statement = Query::insert()
        .into_table("widget")
        .columns([
            "id",
            "partner_id",
            "root_widget_id",
            "security_type",
            "security_policy",
            "created_at",
            "updated_at",
        ])
        .values_panic([
            id.clone().into(),
            partner_id.into(),
            id.clone().into(),
            1.into(),
            0.into(),
            now.into(),
            now.into(),
        ])
        .to_owned();
    tx.execute(&statement).await?;
    tx.announce(TOPIC, &id);
    Ok(())
}
