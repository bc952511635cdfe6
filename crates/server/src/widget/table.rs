//! Rows of widgets.

use std::sync::{Arc, LazyLock};

use contract::filter::ListQuery;
use sea_query::{Cond, Expr, ExprTrait, LockType, Query};
use store::{ColumnKind, Listing, Row, Transaction};

use crate::app::App;
use crate::cache::Cache;
use crate::call::Scope;
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
    /// The entry is a playlist.
    pub is_playlist: bool,
    pub ui_conf_id: Option<i64>,
    pub security_type: Option<i64>,
    pub security_policy: Option<i64>,
    pub partner_data: Option<String>,
    pub enforce_entitlement: bool,
    pub privacy_context: Option<String>,
    pub add_embed_html5_support: Option<bool>,
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

const COLUMNS: [&str; 17] = [
    "id",
    "partner_id",
    "source_widget_id",
    "root_widget_id",
    "entry_id",
    "is_playlist",
    "ui_conf_id",
    "security_type",
    "security_policy",
    "partner_data",
    "enforce_entitlement",
    "privacy_context",
    "add_embed_html5_support",
    "roles",
    "privileges",
    "created_at",
    "updated_at",
];

fn read(row: &Row) -> Result<Widget> {
    Ok(Widget {
        id: row.get("id")?,
        partner_id: row.get("partner_id")?,
        source_widget_id: row.get("source_widget_id")?,
        root_widget_id: row.get("root_widget_id")?,
        entry_id: row.get("entry_id")?,
        is_playlist: row.get("is_playlist")?,
        ui_conf_id: row.get("ui_conf_id")?,
        security_type: row.get("security_type")?,
        security_policy: row.get("security_policy")?,
        partner_data: row.get("partner_data")?,
        enforce_entitlement: row.get::<Option<bool>>("enforce_entitlement")?.unwrap_or(true),
        privacy_context: row.get("privacy_context")?,
        add_embed_html5_support: row.get("add_embed_html5_support")?,
        roles: row.get("roles")?,
        privileges: row.get("privileges")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
    })
}

async fn load(app: &App, id: &str) -> Result<Option<Widget>> {
    let statement =
        Query::select().columns(COLUMNS).from("widget").and_where(Expr::col("id").eq(id)).to_owned();
    app.store.one(&statement).await?.as_ref().map(read).transpose()
}

/// The account's own widget, which nobody else changes until the transaction ends.
pub(super) async fn find_own(tx: &mut Transaction, scope: Scope, id: &str) -> Result<Option<Widget>> {
    let statement = Query::select()
        .columns(COLUMNS)
        .from("widget")
        .and_where(Expr::col("id").eq(id))
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .lock(LockType::Update)
        .to_owned();
    tx.one(&statement).await?.as_ref().map(read).transpose()
}

static LISTING: LazyLock<Listing> = LazyLock::new(|| {
    Listing::new("widget", COLUMNS, "id")
        .column("id", "id", ColumnKind::Text)
        .column("sourceWidgetId", "source_widget_id", ColumnKind::Text)
        .column("rootWidgetId", "root_widget_id", ColumnKind::Text)
        .column("partnerId", "partner_id", ColumnKind::Int)
        .column("entryId", "entry_id", ColumnKind::Text)
        .column("uiConfId", "ui_conf_id", ColumnKind::Int)
        .column("createdAt", "created_at", ColumnKind::Int)
        .column("updatedAt", "updated_at", ColumnKind::Int)
        .column("partnerData", "partner_data", ColumnKind::Text)
        .never_null(["created_at", "updated_at"])
});

/// The account's widgets that a filter asks for, and how many there are.
pub(super) async fn list(app: &App, scope: Scope, query: &ListQuery) -> Result<(Vec<Widget>, u64)> {
    let base = Cond::all().add(Expr::col("partner_id").eq(scope.partner_id()));
    let (rows, total) = LISTING.fetch(&app.store, base, query).await?;
    Ok((rows.iter().map(read).collect::<Result<_>>()?, total))
}

/// What may change of a widget.
fn values(row: &Widget) -> [(&'static str, Expr); 13] {
    [
        ("source_widget_id", row.source_widget_id.clone().into()),
        ("entry_id", row.entry_id.clone().into()),
        ("is_playlist", row.is_playlist.into()),
        ("ui_conf_id", row.ui_conf_id.into()),
        ("security_type", row.security_type.into()),
        ("security_policy", row.security_policy.into()),
        ("partner_data", row.partner_data.clone().into()),
        ("enforce_entitlement", row.enforce_entitlement.into()),
        ("privacy_context", row.privacy_context.clone().into()),
        ("add_embed_html5_support", row.add_embed_html5_support.into()),
        ("roles", row.roles.clone().into()),
        ("privileges", row.privileges.clone().into()),
        ("updated_at", row.updated_at.into()),
    ]
}

/// Adds a widget.
pub(super) async fn add(tx: &mut Transaction, row: &Widget) -> Result<()> {
    let values = values(row);
    let statement = Query::insert()
        .into_table("widget")
        .columns(
            ["id", "partner_id", "root_widget_id", "created_at"]
                .into_iter()
                .chain(values.iter().map(|(name, _)| *name)),
        )
        .values_panic(
            [
                row.id.clone().into(),
                row.partner_id.into(),
                row.root_widget_id.clone().into(),
                row.created_at.into(),
            ]
            .into_iter()
            .chain(values.iter().map(|(_, value)| value.clone())),
        )
        .to_owned();
    tx.execute(&statement).await?;
    tx.announce(TOPIC, &row.id);
    Ok(())
}

/// Writes what may change of a widget.
pub(super) async fn update(tx: &mut Transaction, scope: Scope, row: &Widget) -> Result<()> {
    let statement = Query::update()
        .table("widget")
        .values(values(row))
        .and_where(Expr::col("id").eq(row.id.as_str()))
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .to_owned();
    tx.execute(&statement).await?;
    tx.announce(TOPIC, &row.id);
    Ok(())
}

/// Adds the widget that every account has.
pub async fn add_default(tx: &mut Transaction, partner_id: i64, now: i64) -> Result<()> {
    let id = format!("_{partner_id}");
    let row = Widget {
        id: id.clone(),
        partner_id,
        source_widget_id: None,
        root_widget_id: Some(id),
        entry_id: None,
        is_playlist: false,
        ui_conf_id: None,
        security_type: Some(1),
        security_policy: Some(0),
        partner_data: None,
        enforce_entitlement: true,
        privacy_context: None,
        add_embed_html5_support: None,
        roles: None,
        privileges: None,
        created_at: now,
        updated_at: now,
    };
    add(tx, &row).await
}
