//! An account with many entries, half of which have a cue point and all of which have metadata, written to the store as the
//! server would have.

use std::time::Instant;

use sea_query::{Expr, Query, Value as Cell};
use serde_json::json;
use store::testing::TestStore;
use store::{StoreError, TextIndex, Transaction};

use crate::Outcome;
use crate::caller::Caller;

/// Where the year of an entry stands, and the first there is.
pub(super) const YEAR: &str = "/*[local-name()='metadata']/*[local-name()='Year']";
pub(super) const FIRST_YEAR: i64 = 1900;
/// Half of the cue points begin here or later.
pub(super) const LATE: i64 = 10_000;

const COMMIT: i64 = 20_000;
const CREATED: i64 = 1_700_000_000;
const ENTRIES: TextIndex = TextIndex::new("entry_text", &["name", "tags", "description", "admin_tags"]);
const CUE_POINTS: TextIndex = TextIndex::new("cue_point_text", &["tags", "name", "text"]);
const METADATA: TextIndex = TextIndex::new("metadata_item_text", &["value"]);

const SCHEMA: &str = r#"<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element name="metadata"><xs:complexType><xs:sequence>
  <xs:element name="Note" type="textType" minOccurs="0"><xs:annotation><xs:appinfo><searchable>true</searchable></xs:appinfo></xs:annotation></xs:element>
  <xs:element name="Year" type="intType" minOccurs="0"><xs:annotation><xs:appinfo><searchable>true</searchable></xs:appinfo></xs:annotation></xs:element>
</xs:sequence></xs:complexType></xs:element>
<xs:complexType name="textType"><xs:simpleContent><xs:extension base="xs:string"/></xs:simpleContent></xs:complexType>
<xs:complexType name="intType"><xs:simpleContent><xs:extension base="xs:long"/></xs:simpleContent></xs:complexType></xs:schema>"#;

/// The words of an entry: each of these numbers stands in every so-manieth.
fn words(letter: char, number: i64) -> String {
    let has = |every: &&i64| number % **every == 0;
    let words = [2, 10, 1_000, 50_000].iter().filter(has).map(|every| format!(" {letter}{every}"));
    format!("{letter}-{number}{}", words.collect::<String>())
}

/// The columns of a table, and the rows that wait to be written.
struct Rows {
    table: &'static str,
    columns: &'static [&'static str],
    waiting: Vec<Vec<Cell>>,
}

impl Rows {
    const fn new(table: &'static str, columns: &'static [&'static str]) -> Self {
        Self { table, columns, waiting: Vec::new() }
    }

    async fn add(&mut self, tx: &mut Transaction, row: Vec<Cell>) -> Result<(), StoreError> {
        self.waiting.push(row);
        if self.waiting.len() == 500 { self.write(tx).await } else { Ok(()) }
    }

    async fn write(&mut self, tx: &mut Transaction) -> Result<(), StoreError> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        let mut insert = Query::insert();
        insert.into_table(self.table).columns(self.columns.iter().copied());
        for row in self.waiting.drain(..) {
            insert.values_panic(row.into_iter().map(Expr::from));
        }
        tx.execute(&insert).await.map(|_| ())
    }
}

struct Tables {
    entries: Rows,
    shown: Rows,
    values: Rows,
    cue_points: Rows,
    said: Rows,
    metadata: Rows,
    items: Rows,
    told: Rows,
}

impl Tables {
    const fn new() -> Self {
        Self {
            entries: Rows::new(
                "entry",
                &[
                    "id",
                    "partner_id",
                    "public_id",
                    "type",
                    "media_type",
                    "status",
                    "moderation",
                    "display",
                    "name",
                    "name_key",
                    "owner_id",
                    "owner_key",
                    "creator_key",
                    "created_at",
                    "updated_at",
                    "access_control_id",
                    "replacement_status",
                    "partner_sort_value",
                    "moderation_count",
                    "total_rank",
                    "votes",
                    "plays",
                    "views",
                    "ms_duration",
                    "duration",
                    "rank",
                    "more",
                ],
            ),
            shown: Rows::new(
                "entry_shown",
                &[
                    "entry_id",
                    "context_id",
                    "audience_id",
                    "status",
                    "moderation",
                    "display",
                    "type",
                    "media_type",
                    "created_at",
                ],
            ),
            values: Rows::new("entry_value", &["partner_id", "value_key", "field", "entry_id"]),
            cue_points: Rows::new(
                "cue_point",
                &[
                    "id",
                    "public_id",
                    "partner_id",
                    "entry_id",
                    "type",
                    "status",
                    "is_public",
                    "is_open",
                    "is_searched",
                    "depth",
                    "children_count",
                    "direct_children_count",
                    "start_time",
                    "created_at",
                    "updated_at",
                    "more",
                ],
            ),
            said: Rows::new("cue_point_value", &["partner_id", "value_key", "field", "cue_point_id"]),
            metadata: Rows::new(
                "metadata",
                &[
                    "id",
                    "partner_id",
                    "profile_id",
                    "profile_version",
                    "object_type",
                    "object_id",
                    "object_key",
                    "object_row",
                    "version",
                    "status",
                    "created_at",
                    "updated_at",
                    "xml",
                ],
            ),
            items: Rows::new(
                "metadata_item",
                &[
                    "id",
                    "partner_id",
                    "object_type",
                    "object_row",
                    "metadata_id",
                    "profile_id",
                    "field_id",
                    "texts",
                    "number",
                ],
            ),
            told: Rows::new("metadata_item_value", &["partner_id", "value_key", "item_id"]),
        }
    }

    async fn write(&mut self, tx: &mut Transaction) -> Result<(), StoreError> {
        // What is referred to comes first.
        for rows in [
            &mut self.entries,
            &mut self.shown,
            &mut self.values,
            &mut self.cue_points,
            &mut self.said,
            &mut self.metadata,
            &mut self.items,
            &mut self.told,
        ] {
            rows.write(tx).await?;
        }
        Ok(())
    }
}

/// The account, its context as a whole, and the metadata profile with its fields.
struct Numbers {
    partner: i64,
    context: i64,
    profile: i64,
    note: i64,
    year: i64,
}

/// Adds the entries to the account.
pub(super) async fn fill(test: &TestStore, caller: &Caller, partner: i64, entries: i64) -> Outcome {
    let start = Instant::now();
    let profile = json!({"name": "details", "metadataObjectType": "1"});
    let sent = json!({"metadataProfile": profile, "xsdData": SCHEMA});
    let profile =
        caller.call("metadata_metadataProfile.add", sent).await?["id"].as_i64().ok_or("no profile")?;
    let fields =
        caller.call("metadata_metadataProfile.listFields", json!({"metadataProfileId": profile})).await?;
    let field = |name: &str| {
        let fields = fields["objects"].as_array()?;
        fields.iter().find(|field| field["key"] == name)?["id"].as_i64()
    };
    let (note, year) = field("Note").zip(field("Year")).ok_or("no fields")?;
    // The first entry of an account gives it its contexts.
    let first = json!({"entry": {"mediaType": 1, "name": "first"}});
    let first = caller.call("media.add", first).await?;
    caller.call("media.delete", json!({"entryId": first["id"]})).await?;
    let whole = Query::select()
        .column("id")
        .from("privacy_context")
        .and_where(sea_query::ExprTrait::eq(Expr::col("partner_id"), partner))
        .and_where(sea_query::ExprTrait::eq(Expr::col("name"), "*"))
        .to_owned();
    let context = test.store.one(&whole).await?.ok_or("no context")?.get("id")?;
    let numbers = Numbers { partner, context, profile, note, year };
    let mut tables = Tables::new();
    let mut tx = test.store.begin().await?;
    for number in 0..entries {
        add(&mut tx, &mut tables, &numbers, number).await?;
        if number % COMMIT == COMMIT - 1 {
            tables.write(&mut tx).await?;
            tx.commit().await?;
            tx = test.store.begin().await?;
        }
    }
    tables.write(&mut tx).await?;
    let tally = Query::insert()
        .into_table("entry_tally")
        .columns([
            "context_id",
            "audience_id",
            "status",
            "moderation",
            "display",
            "type",
            "media_type",
            "entries",
        ])
        .values_panic([
            context.into(),
            1_i64.into(),
            2_i64.into(),
            6_i64.into(),
            1_i64.into(),
            "1".into(),
            1_i64.into(),
            entries.into(),
        ])
        .to_owned();
    tx.execute(&tally).await?;
    tx.commit().await?;
    eprintln!("{}: {entries} entries written in {} s", test.name, start.elapsed().as_secs());
    Ok(())
}

async fn add(
    tx: &mut Transaction,
    tables: &mut Tables,
    numbers: &Numbers,
    number: i64,
) -> Result<(), StoreError> {
    let Numbers { partner, context, profile, note, year } = *numbers;
    // Behind what the account has already.
    let row = 1_000 + number;
    let (id, created) = (format!("0_{number:08}"), CREATED + number);
    let name = words('e', number);
    let zero = || Cell::from(0_i64);
    tables
        .entries
        .add(
            tx,
            vec![
                row.into(),
                partner.into(),
                id.as_str().into(),
                "1".into(),
                1_i64.into(),
                2_i64.into(),
                6_i64.into(),
                1_i64.into(),
                name.as_str().into(),
                name.as_str().into(),
                "boss".into(),
                "boss".into(),
                "boss".into(),
                created.into(),
                created.into(),
                zero(),
                zero(),
                zero(),
                zero(),
                zero(),
                zero(),
                zero(),
                zero(),
                zero(),
                zero(),
                0_f64.into(),
                "{}".into(),
            ],
        )
        .await?;
    tables
        .shown
        .add(
            tx,
            vec![
                row.into(),
                context.into(),
                1_i64.into(),
                2_i64.into(),
                6_i64.into(),
                1_i64.into(),
                "1".into(),
                1_i64.into(),
                created.into(),
            ],
        )
        .await?;
    tables.values.add(tx, vec![partner.into(), name.as_str().into(), 1_i64.into(), row.into()]).await?;
    ENTRIES.put(tx, row, &[&name, "", "", ""]).await?;
    if number % 2 == 0 {
        let text = words('c', number);
        let time = if number / 1_000 % 2 == 0 { LATE } else { 0 };
        let more = json!({"text": text}).to_string();
        tables
            .cue_points
            .add(
                tx,
                vec![
                    row.into(),
                    format!("1_{number:08}").into(),
                    partner.into(),
                    id.as_str().into(),
                    "annotation.Annotation".into(),
                    1_i64.into(),
                    true.into(),
                    true.into(),
                    true.into(),
                    zero(),
                    zero(),
                    zero(),
                    time.into(),
                    created.into(),
                    created.into(),
                    more.into(),
                ],
            )
            .await?;
        tables.said.add(tx, vec![partner.into(), text.as_str().into(), 2_i64.into(), row.into()]).await?;
        CUE_POINTS.put(tx, row, &["", "", &text]).await?;
    }
    let text = words('m', number);
    let when = FIRST_YEAR + number % 100;
    let xml = format!("<metadata><Note>{text}</Note><Year>{when}</Year></metadata>");
    tables
        .metadata
        .add(
            tx,
            vec![
                row.into(),
                partner.into(),
                profile.into(),
                1_i64.into(),
                "1".into(),
                id.as_str().into(),
                id.as_str().into(),
                row.into(),
                1_i64.into(),
                1_i64.into(),
                created.into(),
                created.into(),
                xml.into(),
            ],
        )
        .await?;
    let items: [(i64, i64, Cell, Cell); 2] = [
        (2 * row, note, text.as_str().into(), None::<i64>.into()),
        (2 * row + 1, year, None::<String>.into(), when.into()),
    ];
    // The rows of metadata may wait no longer than those of their items.
    if tables.items.waiting.len() + items.len() > 498 {
        tables.metadata.write(tx).await?;
    }
    for (item, field, texts, number) in items {
        let row = vec![
            item.into(),
            partner.into(),
            "1".into(),
            row.into(),
            row.into(),
            profile.into(),
            field.into(),
            texts,
            number,
        ];
        tables.items.add(tx, row).await?;
    }
    tables.told.add(tx, vec![partner.into(), text.as_str().into(), (2 * row).into()]).await?;
    METADATA.put(tx, 2 * row, &[&text]).await
}
