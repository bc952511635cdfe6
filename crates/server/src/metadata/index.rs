//! The values of metadata, as lists look for them. Beside them stand the items that searches look for.

use sea_query::{Expr, ExprTrait, Query};
use store::{TextIndex, Transaction, one_of};

use super::table::MetadataRow;
use super::xsd::{self, Found};
use super::{Profile, items};
use crate::error::{Error, Result};

/// The words of values that are looked for by words, by the rows of the values.
pub(super) const WORDS: TextIndex = TextIndex::new("metadata_value_text", &["value"]);

/// Writes the values of metadata, in the place of those of before.
pub(super) async fn put(
    tx: &mut Transaction,
    profile: &Profile,
    row: &MetadataRow,
    document: &roxmltree::Document<'_>,
) -> Result<()> {
    forget(tx, &[row.id]).await?;
    let fields: Vec<_> = profile.fields.iter().filter(|known| known.field.is_searchable()).collect();
    let plain: Vec<_> = fields.iter().map(|known| known.field.clone()).collect();
    let values = xsd::found(&plain, document);
    items::put(tx, profile, row, &fields, &values).await?;
    for (place, found, _) in values {
        let (key, number, words) = match found {
            Found::Words(text) => (None, None, Some(text)),
            Found::Whole(key) => (Some(key), None, None),
            Found::Number(number) => (None, Some(number), None),
            Found::Long => continue,
        };
        let statement = Query::insert()
            .into_table("metadata_value")
            .columns(["metadata_id", "field_id", "object_row", "value_key", "number"])
            .values_panic([
                row.id.into(),
                fields[place].id.into(),
                row.object_row.into(),
                // Whole values are looked for in fields by words, too: with `not`.
                words.as_deref().map(crate::user::name_key).or(key).into(),
                number.into(),
            ])
            .returning_col("id")
            .to_owned();
        let added =
            tx.one(&statement).await?.ok_or_else(|| Error::internal("an insert gave nothing back"))?;
        if let Some(words) = words {
            WORDS.put(tx, added.get("id")?, &[&words]).await?;
        }
    }
    Ok(())
}

/// Forgets the values of metadata.
pub(super) async fn forget(tx: &mut Transaction, metadata: &[i64]) -> Result<()> {
    items::forget(tx, metadata).await?;
    let is_of = || one_of("metadata_id", metadata.iter().copied());
    let select = Query::select().column("id").from("metadata_value").and_where(is_of()).to_owned();
    let ids: Vec<i64> = tx.all(&select).await?.iter().map(|row| Ok(row.get("id")?)).collect::<Result<_>>()?;
    if ids.is_empty() {
        return Ok(());
    }
    WORDS.remove_all(tx, &ids).await?;
    let delete = Query::delete().from_table("metadata_value").and_where(is_of()).to_owned();
    tx.execute(&delete).await?;
    Ok(())
}

/// Whether the account has metadata of a profile for a dynamic object.
pub(super) async fn has_object(tx: &mut Transaction, profile: i64, key: &str) -> Result<bool> {
    let select = Query::select()
        .column("id")
        .from("metadata")
        .and_where(Expr::col("profile_id").eq(profile))
        .and_where(Expr::col("object_key").eq(key))
        .to_owned();
    Ok(tx.one(&select).await?.is_some())
}
