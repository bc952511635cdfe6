//! What searches find in metadata (reference: search-metadata.md §1.6, §1.8): each field of theirs, with all values that
//! it has, is one item.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use contract::{ApiEnum, Prop};
use sea_query::{Cond, Expr, ExprTrait, Query};
use store::{TextIndex, Transaction, one_of};

use super::model::MetadataObjectType;
use super::table::MetadataRow;
use super::xsd::Found;
use super::{KnownField, Profile};
use crate::app::App;
use crate::call::{Call, Scope};
use crate::entry::values::value_key;
use crate::error::{Error, Result};
use crate::search::model::base::ItemType;
use crate::search::part::{Ground, Part};
use crate::search::term::{APART, Term};
use crate::search::within::{OF_OBJECT, first_of_each};

const WORDS: TextIndex = TextIndex::new("metadata_item_text", &["value"]);

/// Bytes of a text that are kept (reference: search-metadata.md §1.6).
const MAX_BYTES: usize = 256;
/// Between the texts of an item: the sign 31, which is in no XML.
const JOIN: &str = "\u{1f}";

/// Writes the items of metadata: the values of the fields that are searched, with the places of these.
pub(super) async fn put(
    tx: &mut Transaction,
    profile: &Profile,
    row: &MetadataRow,
    fields: &[&KnownField],
    values: &[(usize, Found, String)],
) -> Result<()> {
    let mut items: BTreeMap<usize, (Vec<&str>, Option<i64>)> = BTreeMap::new();
    for (place, found, written) in values {
        let item = items.entry(*place).or_default();
        match found {
            Found::Number(number) => item.1 = Some(*number),
            _ => item.0.push(&written[..written.floor_char_boundary(MAX_BYTES)]),
        }
    }
    for (place, (texts, number)) in items {
        let statement = Query::insert()
            .into_table("metadata_item")
            .columns([
                "partner_id",
                "object_type",
                "object_row",
                "metadata_id",
                "profile_id",
                "field_id",
                "texts",
                "number",
            ])
            .values_panic([
                row.partner_id.into(),
                row.kind.wire_value().into(),
                row.object_row.into(),
                row.id.into(),
                profile.id.into(),
                fields[place].id.into(),
                (!texts.is_empty()).then(|| texts.join(JOIN)).into(),
                number.into(),
            ])
            .returning_col("id")
            .to_owned();
        let added =
            tx.one(&statement).await?.ok_or_else(|| Error::internal("an insert gave nothing back"))?;
        if !texts.is_empty() {
            put_texts(tx, row.partner_id, added.get("id")?, &texts).await?;
        }
    }
    Ok(())
}

async fn put_texts(tx: &mut Transaction, partner: i64, item: i64, texts: &[&str]) -> Result<()> {
    /// Values of one statement.
    const AT_ONCE: usize = 500;
    WORDS.put(tx, item, &[&texts.join(APART)]).await?;
    let keys: BTreeSet<String> =
        texts.iter().map(|text| value_key(text)).filter(|key| !key.is_empty()).collect();
    let keys: Vec<String> = keys.into_iter().collect();
    for keys in keys.chunks(AT_ONCE) {
        let mut insert = Query::insert();
        insert.into_table("metadata_item_value").columns(["partner_id", "value_key", "item_id"]);
        for key in keys {
            insert.values_panic([partner.into(), key.as_str().into(), item.into()]);
        }
        tx.execute(&insert).await?;
    }
    Ok(())
}

/// Forgets the items of metadata.
pub(super) async fn forget(tx: &mut Transaction, metadata: &[i64]) -> Result<()> {
    /// Items that are forgotten with one statement.
    const AT_ONCE: usize = 500;
    let is_of = || one_of("metadata_id", metadata.iter().copied());
    let select = Query::select().column("id").from("metadata_item").and_where(is_of()).to_owned();
    let ids: Vec<i64> = tx.all(&select).await?.iter().map(|row| Ok(row.get("id")?)).collect::<Result<_>>()?;
    if ids.is_empty() {
        return Ok(());
    }
    WORDS.remove_all(tx, &ids).await?;
    for ids in ids.chunks(AT_ONCE) {
        let is_of_item = one_of("item_id", ids.iter().copied());
        tx.execute(&Query::delete().from_table("metadata_item_value").and_where(is_of_item).to_owned())
            .await?;
    }
    tx.execute(&Query::delete().from_table("metadata_item").and_where(is_of()).to_owned()).await?;
    Ok(())
}

/// What searches of metadata are about.
pub(crate) fn ground(app: &App) -> Ground<'_> {
    Ground { store: &app.store, table: "metadata_item", index: WORDS }
}

/// What is looked for, and where; everywhere unless something is said.
#[derive(Clone, Copy, Default)]
pub(crate) struct Where<'a> {
    /// The path of the field.
    pub xpath: Option<&'a str>,
    /// The profile.
    pub profile: Option<i64>,
    /// The field by its number.
    pub field: Option<i64>,
}

impl<'a> Where<'a> {
    /// As an item of a search says it.
    pub(crate) fn of(xpath: &'a Prop<String>, profile: &Prop<i64>, field: &Prop<i64>) -> Self {
        Self {
            xpath: xpath.get().map(String::as_str).filter(|path| !path.is_empty()),
            profile: profile.get().copied(),
            field: field.get().copied(),
        }
    }
}

/// A field of an object's metadata.
pub(crate) struct Item {
    /// Where the field is; empty if it is not there any more.
    pub path: String,
    pub profile_id: i64,
    pub field_id: i64,
    pub texts: Vec<String>,
    pub number: Option<i64>,
}

/// What is shown of an object's metadata: the first items, and how many there are.
pub(crate) type Shown = (Vec<Item>, i64);

/// The metadata of a kind of objects that searches look at.
pub(crate) struct Looked {
    scope: Scope,
    kind: MetadataObjectType,
    profiles: Arc<Vec<Arc<Profile>>>,
}

impl Looked {
    /// Those of the account; none where it has no metadata. What is said about users is for administrators.
    pub(crate) async fn by(call: &Call, kind: MetadataObjectType) -> Result<Option<Self>> {
        if !super::has_plugin(call) || (kind == MetadataObjectType::User && !call.is_admin()) {
            return Ok(None);
        }
        let scope = call.scope()?;
        Ok(Some(Self { scope, kind, profiles: call.app().metadata_profiles.of(call.app(), scope).await? }))
    }

    fn base(&self) -> Cond {
        Cond::all()
            .add(Expr::col("partner_id").eq(self.scope.partner_id()))
            .add(Expr::col("object_type").eq(self.kind.wire_value()))
    }

    /// The items with a value.
    pub(crate) fn with(&self, app: &App, place: Where<'_>, kind: ItemType, term: &Term) -> Part {
        let mut parts = vec![self.anywhere(app, kind, term)];
        if let Some(path) = place.xpath {
            let fields = self.profiles.iter().filter_map(|profile| profile.searchable(path));
            let fields: Vec<i64> = fields.map(|known| known.id).collect();
            if fields.is_empty() {
                return Part::Nothing;
            }
            parts.push(Part::holds(Cond::all().add(one_of("field_id", fields))));
        }
        let number = |column: &'static str, number: i64| Part::holds(Expr::col(column).eq(number));
        parts.extend(place.profile.map(|id| number("profile_id", id)));
        parts.extend(place.field.map(|id| number("field_id", id)));
        Part::all(parts, ground(app))
    }

    /// The items with a value, whatever field it is in.
    pub(crate) fn anywhere(&self, app: &App, kind: ItemType, term: &Term) -> Part {
        let value = |value: Cond| {
            Part::Keys(
                Query::select()
                    .expr_as(Expr::col("item_id"), "id")
                    .from("metadata_item_value")
                    .and_where(Expr::col("partner_id").eq(self.scope.partner_id()))
                    .cond_where(value)
                    .to_owned(),
            )
        };
        match kind {
            ItemType::Exists => Part::Everything,
            ItemType::Range => term.between("number"),
            ItemType::StartsWith => value(app.store.starts_with("value_key", &value_key(&term.text))),
            ItemType::ExactMatch | ItemType::Partial => {
                let whole = || value(Cond::all().add(Expr::col("value_key").eq(value_key(&term.text))));
                let texts = term.words(kind, &["value"]).map_or_else(whole, Part::Words);
                Part::any(vec![texts, self.with_number(&term.text)], ground(app))
            }
        }
    }

    /// The items with a number, if a text is one.
    fn with_number(&self, text: &str) -> Part {
        let is_number = text.bytes().all(|digit| digit.is_ascii_digit());
        let Some(number) = text.parse::<i64>().ok().filter(|_| is_number) else { return Part::Nothing };
        let has = self.base().add(Expr::col("number").eq(number));
        Part::Keys(Query::select().column("id").from("metadata_item").cond_where(has).to_owned())
    }

    fn which(&self, app: &App, part: &Part) -> Cond {
        self.base().add(part.clone().condition(ground(app)).condition)
    }

    /// The rows of the objects of items.
    pub(crate) fn objects(&self, app: &App, part: &Part) -> Part {
        if matches!(part, Part::Nothing) {
            return Part::Nothing;
        }
        Part::Keys(
            Query::select()
                .expr_as(Expr::col("object_row"), "id")
                .from("metadata_item")
                .cond_where(self.which(app, part))
                .to_owned(),
        )
    }

    /// The first items of each of these objects, in the order of the document.
    pub(crate) async fn of_objects(
        &self,
        app: &App,
        part: &Part,
        rows: impl Iterator<Item = i64>,
        most: usize,
    ) -> Result<HashMap<i64, Shown>> {
        const COLUMNS: [&str; 6] = ["id", "object_row", "profile_id", "field_id", "texts", "number"];
        let which = self.which(app, part).add(one_of("object_row", rows));
        let first = first_of_each("metadata_item", &COLUMNS, "object_row", &["id"], which, most);
        let mut all: HashMap<i64, Shown> = HashMap::new();
        for row in app.store.all(&first).await? {
            let (profile_id, field_id) = (row.get("profile_id")?, row.get("field_id")?);
            let texts: Option<String> = row.get("texts")?;
            let item = Item {
                path: self.path(profile_id, field_id).unwrap_or_default().to_owned(),
                profile_id,
                field_id,
                texts: texts.iter().flat_map(|texts| texts.split(JOIN)).map(str::to_owned).collect(),
                number: row.get("number")?,
            };
            let shown = all.entry(row.get("object_row")?).or_default();
            shown.0.push(item);
            shown.1 = row.get(OF_OBJECT)?;
        }
        Ok(all)
    }

    fn path(&self, profile: i64, field: i64) -> Option<&str> {
        let profile = self.profiles.iter().find(|known| known.id == profile)?;
        profile.fields.iter().find(|known| known.id == field).map(|known| known.field.path.as_str())
    }
}
