//! Rows of entries.

use contract::ApiEnum;
use sea_query::{Cond, Expr, ExprTrait, LockType, Query, SelectStatement};
use serde::{Deserialize, Serialize};
use store::{Row, Transaction};

use super::words::{
    EntryApplication, EntryDisplayInSearchType, EntryModerationStatus, EntryReplacementStatus, EntryStatus,
    EntryType, LicenseType, MediaType, SourceType,
};
use super::{name_key, text_index, values};
use crate::app::App;
use crate::call::Scope;
use crate::error::{Error, Result};
use crate::kept::Kept;
use crate::user::user_key;

/// An entry.
#[derive(Clone, Debug)]
#[allow(missing_docs)] // the properties of KalturaBaseEntry and its subclasses, which document them
pub(crate) struct EntryRow {
    /// Its number, which nobody sees.
    pub row: i64,
    pub partner_id: i64,
    pub id: String,
    pub kind: EntryType,
    pub media_type: Option<MediaType>,
    pub status: EntryStatus,
    pub moderation: EntryModerationStatus,
    pub display: EntryDisplayInSearchType,
    pub name: String,
    pub owner_id: String,
    pub created_at: i64,
    pub updated_at: i64,
    pub start_date: Option<i64>,
    pub end_date: Option<i64>,
    /// 0: the account's default.
    pub access_control_id: i64,
    pub conversion_profile_id: Option<i64>,
    pub reference_id: Option<String>,
    pub group_id: Option<i64>,
    pub parent_id: Option<String>,
    pub root_id: Option<String>,
    pub replacing_id: Option<String>,
    pub replaced_id: Option<String>,
    pub redirect_id: Option<String>,
    pub template_id: Option<String>,
    pub replacement_status: EntryReplacementStatus,
    pub partner_sort_value: i64,
    pub moderation_count: i64,
    pub total_rank: i64,
    pub votes: i64,
    pub plays: i64,
    pub views: i64,
    pub last_played_at: Option<i64>,
    pub ms_duration: i64,
    pub media_date: Option<i64>,
    pub source_type: Option<SourceType>,
    pub version: Option<i64>,
    pub more: More,
}

/// What no list looks for.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, rename_all = "camelCase")]
#[allow(missing_docs)] // as above
pub(crate) struct More {
    pub description: Option<String>,
    pub tags: Option<String>,
    pub admin_tags: Option<String>,
    pub creator_id: Option<String>,
    pub partner_data: Option<String>,
    pub license_type: Option<i64>,
    pub application: Option<String>,
    pub application_version: Option<String>,
    pub block_auto_transcript: bool,
    pub entitled_edit: Vec<String>,
    pub entitled_publish: Vec<String>,
    pub entitled_view: Vec<String>,
    /// The status and the visibility to go back to from the recycle bin.
    pub display_before_recycling: Option<i64>,
    pub conversion_quality: Option<String>,
    pub source_version: Option<String>,
    pub search_provider_type: Option<i64>,
    pub search_provider_id: Option<String>,
    pub credit_user_name: Option<String>,
    pub credit_url: Option<String>,
    pub width: i64,
    pub height: i64,
    pub data_content: Option<String>,
    /// `get` leaves the text of a data entry out.
    pub hides_data_content: bool,
    pub playlist_type: Option<i64>,
    pub playlist_content: Option<String>,
    /// What is a live stream's own.
    pub live: Option<Kept>,
    /// What the entry is as a quiz; none: it is none.
    pub quiz: Option<Kept>,
}

impl More {
    pub(crate) fn license(&self) -> Option<LicenseType> {
        self.license_type.and_then(LicenseType::from_number)
    }

    pub(crate) fn application(&self) -> Option<EntryApplication> {
        self.application.as_deref().and_then(EntryApplication::from_wire_value)
    }

    /// The users that the entry names, with the number of what they may.
    pub(crate) fn entitled(&self) -> impl Iterator<Item = (i64, &str)> {
        [(EDIT, &self.entitled_edit), (PUBLISH, &self.entitled_publish), (VIEW, &self.entitled_view)]
            .into_iter()
            .flat_map(|(kind, users)| users.iter().map(move |user| (kind, user.as_str())))
    }
}

/// What a row of `entry_right` says.
pub(super) const EDIT: i64 = 1;
pub(super) const PUBLISH: i64 = 2;
pub(super) const VIEW: i64 = 3;

pub(super) const COLUMNS: [&str; 37] = [
    "id",
    "partner_id",
    "public_id",
    "type",
    "media_type",
    "status",
    "moderation",
    "display",
    "name",
    "owner_id",
    "created_at",
    "updated_at",
    "start_date",
    "end_date",
    "access_control_id",
    "conversion_profile_id",
    "reference_id",
    "group_id",
    "parent_id",
    "root_id",
    "replacing_id",
    "replaced_id",
    "redirect_id",
    "template_id",
    "replacement_status",
    "partner_sort_value",
    "moderation_count",
    "total_rank",
    "votes",
    "plays",
    "views",
    "last_played_at",
    "ms_duration",
    "media_date",
    "source_type",
    "version",
    "more",
];

/// The number of a text enum whose values are numbers; plug-ins' values have none.
pub(crate) fn number<T: ApiEnum>(value: T) -> i64 {
    value.wire_value().parse().unwrap_or(UNNUMBERED)
}

/// Stands for values of plug-ins, which this server gives no entry.
const UNNUMBERED: i64 = 999;

fn numbered<T: ApiEnum>(row: &Row, column: &str) -> Result<T> {
    let number: i64 = row.get(column)?;
    T::from_wire_value(&number.to_string())
        .ok_or_else(|| Error::internal(format!("an entry has an unknown {column}: {number}")))
}

pub(super) fn read(row: &Row) -> Result<EntryRow> {
    let id: String = row.get("public_id")?;
    let broken = |what: &str| Error::internal(format!("entry {id} has an unknown {what}"));
    let kind: String = row.get("type")?;
    let moderation: i64 = row.get("moderation")?;
    let display: i64 = row.get("display")?;
    let source_type: Option<String> = row.get("source_type")?;
    let more: String = row.get("more")?;
    Ok(EntryRow {
        row: row.get("id")?,
        partner_id: row.get("partner_id")?,
        kind: EntryType::from_wire_value(&kind).ok_or_else(|| broken("type"))?,
        media_type: MediaType::from_number(row.get("media_type")?),
        status: numbered(row, "status")?,
        moderation: EntryModerationStatus::from_number(moderation).ok_or_else(|| broken("moderation"))?,
        display: EntryDisplayInSearchType::from_number(display).ok_or_else(|| broken("visibility"))?,
        name: row.get("name")?,
        owner_id: row.get("owner_id")?,
        created_at: row.get("created_at")?,
        updated_at: row.get("updated_at")?,
        start_date: row.get("start_date")?,
        end_date: row.get("end_date")?,
        access_control_id: row.get("access_control_id")?,
        conversion_profile_id: row.get("conversion_profile_id")?,
        reference_id: row.get("reference_id")?,
        group_id: row.get("group_id")?,
        parent_id: row.get("parent_id")?,
        root_id: row.get("root_id")?,
        replacing_id: row.get("replacing_id")?,
        replaced_id: row.get("replaced_id")?,
        redirect_id: row.get("redirect_id")?,
        template_id: row.get("template_id")?,
        replacement_status: numbered(row, "replacement_status")?,
        partner_sort_value: row.get("partner_sort_value")?,
        moderation_count: row.get("moderation_count")?,
        total_rank: row.get("total_rank")?,
        votes: row.get("votes")?,
        plays: row.get("plays")?,
        views: row.get("views")?,
        last_played_at: row.get("last_played_at")?,
        ms_duration: row.get("ms_duration")?,
        media_date: row.get("media_date")?,
        source_type: source_type.as_deref().and_then(SourceType::from_wire_value),
        version: row.get("version")?,
        more: serde_json::from_str(&more).map_err(|_| broken("rest"))?,
        id,
    })
}

impl EntryRow {
    /// Length in seconds, rounded.
    pub(crate) fn seconds(&self) -> i64 {
        self.ms_duration.saturating_add(500) / 1000
    }

    /// Average of the votes.
    #[allow(clippy::cast_precision_loss)] // numbers of votes are small
    pub(crate) fn rank(&self) -> f64 {
        if self.votes == 0 { 0.0 } else { self.total_rank as f64 / self.votes as f64 }
    }

    /// All columns but the number of the row.
    fn values(&self) -> Result<Vec<(&'static str, Expr)>> {
        let more = serde_json::to_string(&self.more).map_err(|error| Error::internal(error.to_string()))?;
        let creator = self.more.creator_id.as_deref().unwrap_or_default();
        Ok(vec![
            ("partner_id", self.partner_id.into()),
            ("public_id", self.id.clone().into()),
            ("type", self.kind.wire_value().into()),
            ("media_type", self.media_type.map_or(0, MediaType::number).into()),
            ("status", number(self.status).into()),
            ("moderation", self.moderation.number().into()),
            ("display", self.display.number().into()),
            ("name", self.name.clone().into()),
            ("name_key", name_key(&self.name).into()),
            ("owner_id", self.owner_id.clone().into()),
            ("owner_key", user_key(&self.owner_id).into()),
            ("creator_key", user_key(creator).into()),
            ("created_at", self.created_at.into()),
            ("updated_at", self.updated_at.into()),
            ("start_date", self.start_date.into()),
            ("end_date", self.end_date.into()),
            ("access_control_id", self.access_control_id.into()),
            ("conversion_profile_id", self.conversion_profile_id.into()),
            ("reference_id", self.reference_id.clone().into()),
            ("group_id", self.group_id.into()),
            ("parent_id", self.parent_id.clone().into()),
            ("root_id", self.root_id.clone().into()),
            ("replacing_id", self.replacing_id.clone().into()),
            ("replaced_id", self.replaced_id.clone().into()),
            ("redirect_id", self.redirect_id.clone().into()),
            ("template_id", self.template_id.clone().into()),
            ("replacement_status", number(self.replacement_status).into()),
            ("partner_sort_value", self.partner_sort_value.into()),
            ("moderation_count", self.moderation_count.into()),
            ("total_rank", self.total_rank.into()),
            ("votes", self.votes.into()),
            ("plays", self.plays.into()),
            ("views", self.views.into()),
            ("last_played_at", self.last_played_at.into()),
            ("ms_duration", self.ms_duration.into()),
            ("duration", self.seconds().into()),
            ("rank", self.rank().into()),
            ("media_date", self.media_date.into()),
            ("playlist_type", self.more.playlist_type.into()),
            ("source_type", self.source_type.map(SourceType::wire_value).into()),
            ("version", self.version.into()),
            ("more", more.into()),
        ])
    }
}

/// The entries of an account. Deleted ones are there only for lists that ask for them.
pub(super) fn of_account(scope: Scope) -> Cond {
    Cond::all().add(Expr::col("partner_id").eq(scope.partner_id()))
}

fn select(scope: Scope) -> SelectStatement {
    Query::select()
        .columns(COLUMNS)
        .from("entry")
        .cond_where(of_account(scope))
        .and_where(Expr::col("status").ne(number(EntryStatus::Deleted)))
        .to_owned()
}

/// The entry with this id, unless it is deleted.
pub(super) async fn load(app: &App, scope: Scope, id: &str) -> Result<Option<EntryRow>> {
    let statement = select(scope).and_where(Expr::col("public_id").eq(id)).to_owned();
    app.store.one(&statement).await?.as_ref().map(read).transpose()
}

/// The entry with this id as it is within a transaction, which keeps others from changing it.
pub(super) async fn hold(tx: &mut Transaction, scope: Scope, id: &str) -> Result<Option<EntryRow>> {
    let statement =
        select(scope).and_where(Expr::col("public_id").eq(id)).lock(LockType::NoKeyUpdate).to_owned();
    tx.one(&statement).await?.as_ref().map(read).transpose()
}

/// Adds an entry and gives its row the number.
pub(super) async fn insert(tx: &mut Transaction, entry: &mut EntryRow) -> Result<()> {
    let (columns, values): (Vec<_>, Vec<_>) = entry.values()?.into_iter().unzip();
    let statement = Query::insert()
        .into_table("entry")
        .columns(columns)
        .values_panic(values)
        .returning_col("id")
        .to_owned();
    let row = tx.one(&statement).await?.ok_or_else(|| Error::internal("an insert gave nothing back"))?;
    entry.row = row.get("id")?;
    write_beside(tx, entry).await
}

/// Writes an entry that the transaction holds.
pub(super) async fn update(tx: &mut Transaction, entry: &EntryRow) -> Result<()> {
    let statement = Query::update()
        .table("entry")
        .values(entry.values()?)
        .and_where(Expr::col("id").eq(entry.row))
        .to_owned();
    tx.execute(&statement).await?;
    write_beside(tx, entry).await
}

/// Writes what follows from the row: its words and the users that it names.
async fn write_beside(tx: &mut Transaction, entry: &EntryRow) -> Result<()> {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let more = &entry.more;
    text_index()
        .put(
            tx,
            entry.row,
            &[&entry.name, &text(&more.tags), &text(&more.description), &text(&more.admin_tags)],
        )
        .await?;
    values::put(tx, entry).await?;
    let forget =
        Query::delete().from_table("entry_right").and_where(Expr::col("entry_id").eq(entry.row)).to_owned();
    tx.execute(&forget).await?;
    let rights: std::collections::BTreeSet<(i64, String)> =
        more.entitled().map(|(kind, user)| (kind, user_key(user))).collect();
    if rights.is_empty() {
        return Ok(());
    }
    let mut statement = Query::insert();
    statement.into_table("entry_right").columns(["entry_id", "kind", "user_key"]);
    for (kind, user) in rights {
        statement.values_panic([entry.row.into(), kind.into(), user.into()]);
    }
    tx.execute(&statement).await?;
    Ok(())
}

/// Writes the new id of a user wherever the old one stands.
pub(super) async fn follow_user(tx: &mut Transaction, scope: Scope, old: &str, new: &str) -> Result<()> {
    let (old_key, new_key) = (user_key(old), user_key(new));
    let naming = Query::select()
        .column("entry_id")
        .from("entry_right")
        .and_where(Expr::col("user_key").eq(old_key.as_str()))
        .to_owned();
    let concerned = Cond::any()
        .add(Expr::col("owner_key").eq(old_key.as_str()))
        .add(Expr::col("creator_key").eq(old_key.as_str()))
        .add(Expr::col("id").in_subquery(naming));
    let statement = Query::select()
        .columns(COLUMNS)
        .from("entry")
        .cond_where(of_account(scope))
        .cond_where(concerned)
        .lock(LockType::NoKeyUpdate)
        .to_owned();
    let is_old = |id: &str| user_key(id) == old_key;
    for row in tx.all(&statement).await? {
        let mut entry = read(&row)?;
        if is_old(&entry.owner_id) {
            new.clone_into(&mut entry.owner_id);
        }
        let more = &mut entry.more;
        if more.creator_id.as_deref().is_some_and(is_old) {
            more.creator_id = Some(new.to_owned());
        }
        for users in [&mut more.entitled_edit, &mut more.entitled_publish, &mut more.entitled_view] {
            for user in users.iter_mut().filter(|user| is_old(user)) {
                new.clone_into(user);
            }
        }
        update(tx, &entry).await?;
    }
    let seen = Query::update()
        .table("entry_user")
        .value("user_key", new_key)
        .and_where(Expr::col("user_key").eq(old_key))
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .to_owned();
    tx.execute(&seen).await?;
    Ok(())
}
