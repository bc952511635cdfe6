//! Values of entries as a whole, for searches that ask what a value is or begins with (reference: search-metadata.md
//! §1.4).

use std::collections::BTreeSet;

use sea_query::{Cond, Expr, ExprTrait, Query, SelectStatement};
use store::{Store, Transaction};

use super::table::EntryRow;
use crate::call::Scope;
use crate::error::Result;

/// Bytes of a value that are looked at.
const MAX_BYTES: usize = 255;

/// What a value is. The numbers stand in the table.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum ValueField {
    Name = 1,
    Description = 2,
    /// One value per tag, as with `AdminTag`.
    Tag = 3,
    AdminTag = 4,
    ReferenceId = 5,
    RedirectEntryId = 6,
    TemplateEntryId = 7,
    ParentId = 8,
    RootId = 9,
    ConversionProfileId = 10,
    Credit = 11,
    SiteUrl = 12,
    /// `1` for entries that are quizzes.
    Quiz = 13,
}

impl ValueField {
    fn number(self) -> i64 {
        self as i64
    }
}

/// A value folded for comparison: without case, accents and blanks that do not matter.
pub(crate) fn value_key(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let folded = store::folded(&words.join(" "));
    folded[..folded.floor_char_boundary(MAX_BYTES)].to_owned()
}

fn values(entry: &EntryRow) -> impl Iterator<Item = (ValueField, String)> {
    use ValueField::{
        AdminTag, ConversionProfileId, Credit, Description, Name, ParentId, Quiz, RedirectEntryId,
        ReferenceId, RootId, SiteUrl, Tag, TemplateEntryId,
    };
    let more = &entry.more;
    let root = entry.root_id.as_ref().unwrap_or(&entry.id);
    let profile = entry.conversion_profile_id.map(|id| id.to_string());
    let quiz = more.quiz.as_ref().map(|_| "1".to_owned());
    let single = [
        (Quiz, quiz.as_ref()),
        (Name, Some(&entry.name)),
        (Description, more.description.as_ref()),
        (ReferenceId, entry.reference_id.as_ref()),
        (RedirectEntryId, entry.redirect_id.as_ref()),
        (TemplateEntryId, entry.template_id.as_ref()),
        (ParentId, entry.parent_id.as_ref()),
        (RootId, Some(root)),
        (ConversionProfileId, profile.as_ref()),
        (Credit, more.credit_user_name.as_ref()),
        (SiteUrl, more.credit_url.as_ref()),
    ];
    let mut all: Vec<(ValueField, String)> =
        single.into_iter().filter_map(|(field, text)| Some((field, value_key(text?)))).collect();
    for (field, list) in [(Tag, &more.tags), (AdminTag, &more.admin_tags)] {
        all.extend(list.iter().flat_map(|list| list.split(',')).map(|tag| (field, value_key(tag))));
    }
    all.into_iter().filter(|(_, key)| !key.is_empty())
}

/// Writes the values of an entry, and forgets those of before.
pub(super) async fn put(tx: &mut Transaction, entry: &EntryRow) -> Result<()> {
    /// Values of one statement.
    const AT_ONCE: usize = 500;
    let forget =
        Query::delete().from_table("entry_value").and_where(Expr::col("entry_id").eq(entry.row)).to_owned();
    tx.execute(&forget).await?;
    let keys: BTreeSet<(i64, String)> = values(entry).map(|(field, key)| (field.number(), key)).collect();
    let keys: Vec<(i64, String)> = keys.into_iter().collect();
    for keys in keys.chunks(AT_ONCE) {
        let mut insert = Query::insert();
        insert.into_table("entry_value").columns(["partner_id", "value_key", "field", "entry_id"]);
        for (field, key) in keys {
            insert.values_panic([
                entry.partner_id.into(),
                key.as_str().into(),
                (*field).into(),
                entry.row.into(),
            ]);
        }
        tx.execute(&insert).await?;
    }
    Ok(())
}

fn with_value(scope: Scope, fields: &[ValueField], value: Cond) -> SelectStatement {
    Query::select()
        .expr_as(Expr::col("entry_id"), "id")
        .from("entry_value")
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .cond_where(value)
        .and_where(Expr::col("field").is_in(fields.iter().map(|field| field.number())))
        .to_owned()
}

/// The rows of entries with a value that equals a text.
pub(super) fn equal(scope: Scope, fields: &[ValueField], text: &str) -> SelectStatement {
    with_value(scope, fields, Cond::all().add(Expr::col("value_key").eq(value_key(text))))
}

/// The rows of entries that are quizzes.
pub(crate) fn quizzes(scope: Scope) -> SelectStatement {
    equal(scope, &[ValueField::Quiz], "1")
}

/// The rows of entries with a value that begins with a text.
pub(super) fn begins(store: &Store, scope: Scope, fields: &[ValueField], text: &str) -> SelectStatement {
    with_value(scope, fields, store.starts_with("value_key", &value_key(text)))
}

/// Whether an entry has a value.
pub(super) fn is_there(field: ValueField) -> Expr {
    let any = Query::select()
        .expr(Expr::cust("1"))
        .from("entry_value")
        .and_where(Expr::col(("entry_value", "entry_id")).equals(("entry", "id")))
        .and_where(Expr::col(("entry_value", "field")).eq(field.number()))
        .to_owned();
    Expr::exists(any)
}
