//! What was found within objects: the cue points and the metadata that made a search find them (reference:
//! search-metadata.md §1.8).

use std::collections::HashMap;

use contract::common::StringObject;
use contract::{ApiEnum, Prop};
use sea_query::{Cond, Expr, ExprTrait, Order, Query, SelectStatement, WindowStatement};

use super::highlight::{Marks, Place, pieces};
use super::model::base::{
    AnyItemData, CuePointItemData, Highlight, ItemData, ItemDataResult, MetadataItemData,
};
use super::nested::{Class, Found, Nested};
use crate::cue_point::search::{CueRow, Field, Looked, Said};
use crate::error::Result;
use crate::metadata::items::Item;

/// How many things of an object are shown of each kind, and of objects that a search names.
const CUE_POINTS: usize = 5;
const ITEMS: usize = 10;
const OF_NAMED: usize = 100;
/// Things that one answer shows, where there are fewer objects and groups on its page.
const MAX_IN_ALL: usize = 5_000;
/// Texts that are marked in one field of a thing.
const MAX_FRAGMENTS: usize = 8;

/// What the number of all rows of an object is called, and the place of one among them.
pub(crate) const OF_OBJECT: &str = "found_of_object";
const PLACE: &str = "place_in_object";

/// The first rows of each object in the order of these columns, each with the number of all that there are of it. `object`
/// is the column that says which one it is.
pub(crate) fn first_of_each(
    table: &'static str,
    columns: &[&'static str],
    object: &'static str,
    order: &[&'static str],
    which: Cond,
    most: usize,
) -> SelectStatement {
    let mut in_order = WindowStatement::partition_by(object);
    for column in order {
        in_order.order_by(*column, Order::Asc);
    }
    let all = Query::select()
        .columns(columns.iter().copied())
        .expr_window_as(Expr::cust("row_number()"), in_order, PLACE)
        .expr_window_as(Expr::cust("count(*)"), WindowStatement::partition_by(object), OF_OBJECT)
        .from(table)
        .cond_where(which)
        .to_owned();
    Query::select()
        .columns(columns.iter().copied().chain([OF_OBJECT]))
        .from_subquery(all, "all_of_object")
        .and_where(Expr::col(PLACE).lte(i64::try_from(most).unwrap_or(i64::MAX)))
        .order_by(object, Order::Asc)
        .order_by(PLACE, Order::Asc)
        .to_owned()
}

/// What was found within the objects of a page, by their rows; nothing is said of objects in which nothing was found. A
/// page has the rows of its objects and their ids. `named`: the search names its objects.
pub(super) async fn found(
    nested: &Nested<'_>,
    groups: &[Found],
    page: &[(i64, &str)],
    named: bool,
) -> Result<HashMap<i64, Vec<ItemDataResult>>> {
    let mut all: HashMap<i64, Vec<ItemDataResult>> = HashMap::new();
    let in_all = MAX_IN_ALL / (page.len() * groups.len()).max(1);
    let most = |usual: usize| {
        let wanted = if named { OF_NAMED } else { usual };
        wanted.min(in_all.max(1))
    };
    for group in groups.iter().filter(|_| !page.is_empty()) {
        match (group.class, &nested.cue_points, &nested.metadata) {
            (Class::CuePoint, Some(looked), _) => {
                let ids = page.iter().map(|(_, id)| (*id).to_owned());
                let mut shown = looked.of_entries(nested.app, &group.part, ids, most(CUE_POINTS)).await?;
                for (row, id) in page {
                    let Some((cues, total)) = shown.remove(*id) else { continue };
                    let items =
                        cues.iter().map(|cue| AnyItemData::CuePoint(cue_point(cue, looked, &group.marks)));
                    all.entry(*row).or_default().push(result("cue_points", items.collect(), total));
                }
            }
            (Class::Metadata, _, Some(looked)) => {
                let rows = page.iter().map(|(row, _)| *row);
                let mut shown = looked.of_objects(nested.app, &group.part, rows, most(ITEMS)).await?;
                for (row, _) in page {
                    let Some((items, total)) = shown.remove(row) else { continue };
                    let items = items.iter().map(|item| AnyItemData::Metadata(metadata(item, &group.marks)));
                    all.entry(*row).or_default().push(result("metadata", items.collect(), total));
                }
            }
            _ => {}
        }
    }
    Ok(all)
}

fn result(kind: &str, items: Vec<AnyItemData>, total: i64) -> ItemDataResult {
    ItemDataResult { total_count: total.into(), items: items.into(), items_type: kind.to_owned().into() }
}

/// What has marks in it; nothing where nothing is marked.
fn base(marks: &Marks, texts: impl Fn(Place) -> Vec<String>) -> ItemData {
    let marked: Vec<Highlight> = marks.of(MAX_FRAGMENTS, texts);
    ItemData { highlight: if marked.is_empty() { Prop::Absent } else { Prop::Set(marked) } }
}

fn strings(texts: Vec<String>) -> Prop<Vec<StringObject>> {
    if texts.is_empty() {
        return Prop::Absent;
    }
    Prop::Set(texts.into_iter().map(|value| StringObject { value: value.into() }).collect())
}

/// What is set, and nothing else.
fn set(text: Option<String>) -> Prop<String> {
    text.filter(|text| !text.is_empty()).map_or(Prop::Absent, Prop::Set)
}

fn cue_point(cue: &CueRow, looked: &Looked, marks: &Marks) -> CuePointItemData {
    let mut said = Said::by(cue);
    if !looked.reads(Field::Explanation) {
        said.explanation = None;
    }
    let texts = |place| match place {
        Place::CuePoint(Field::Text) => said.text.as_deref().map(pieces).unwrap_or_default(),
        Place::CuePoint(field) => said.of(field).into_iter().map(str::to_owned).collect(),
        Place::Entry(_) | Place::Metadata => Vec::new(),
    };
    CuePointItemData {
        base: base(marks, texts),
        cue_point_type: cue.kind.wire_value().to_owned().into(),
        id: cue.id.clone().into(),
        start_time: cue.start.to_string().into(),
        end_time: set(cue.end.map(|end| end.to_string())),
        sub_type: set(cue.sub_type.map(|kind| kind.to_string())),
        asset_id: set(cue.more.asset_id.clone()),
        name: set(said.name),
        text: set(said.text),
        tags: strings(said.tags),
        question: set(said.question),
        answers: strings(said.answers),
        hint: set(said.hint),
        explanation: set(said.explanation),
    }
}

fn metadata(item: &Item, marks: &Marks) -> MetadataItemData {
    MetadataItemData {
        base: base(marks, |place| if place == Place::Metadata { item.texts.clone() } else { Vec::new() }),
        xpath: item.path.replace(['[', ']'], " ").into(),
        metadata_profile_id: item.profile_id.into(),
        metadata_field_id: item.field_id.into(),
        value_text: set(Some(item.texts.join(","))),
        value_int: item.number.map_or(Prop::Absent, Prop::Set),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_have_blanks_for_brackets() {
        // reference: search-metadata.md §1.8, §3.3
        let item = Item {
            path: "/*[local-name()='metadata']/*[local-name()='Genre']".to_owned(),
            profile_id: 1,
            field_id: 2,
            texts: vec!["a".to_owned(), "b".to_owned()],
            number: None,
        };
        let shown = metadata(&item, &Marks::default());
        assert_eq!(
            shown.xpath.get().map(String::as_str),
            Some("/* local-name()='metadata' /* local-name()='Genre' ")
        );
        assert_eq!(shown.value_text.get().map(String::as_str), Some("a,b"));
        assert!(shown.value_int.get().is_none() && shown.base.highlight.get().is_none());
    }
}
