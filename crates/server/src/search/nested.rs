//! What an entry has several of: captions, cue points and metadata. There are none yet, so the items are checked and find
//! nothing. Whoever brings one of them answers for its arm in [`find`] (a query for the rows of entries), in [`unified`],
//! and, where several items have to fit one and the same thing, in [`together`].

use contract::ApiEnum;

use super::entries;
use super::model::base::{ItemType, OperatorType};
use super::model::entry::{
    CaptionFieldName, CaptionItem, CuePointFieldName, CuePointItem, EntryAbstractNestedItem,
    EntryMetadataItem,
};
use super::part::{Ground, Part};
use super::term::Term;
use crate::app::App;
use crate::call::Scope;
use crate::error::Result;

use ItemType::{ExactMatch, Exists, Partial, Range, StartsWith};

/// An item that looks into something that an entry has several of.
#[derive(Clone, Copy)]
pub(super) enum Nested<'a> {
    /// Lines of captions.
    Caption(&'a CaptionItem),
    /// Cue points.
    CuePoint(&'a CuePointItem),
    /// Values of metadata.
    Metadata(&'a EntryMetadataItem),
}

impl Nested<'_> {
    fn base(&self) -> &EntryAbstractNestedItem {
        match self {
            Self::Caption(item) => &item.base,
            Self::CuePoint(item) => &item.base,
            Self::Metadata(item) => &item.base,
        }
    }

    /// The name of the field in errors, and how it may be searched (reference: search-metadata.md §1.6).
    fn field(&self) -> (String, &'static [ItemType]) {
        const TEXT: &[ItemType] = &[ExactMatch, Partial, StartsWith, Exists];
        match self {
            Self::Caption(item) => {
                let field = item.field_name.get().copied();
                let name = field.map_or("", ApiEnum::wire_value);
                let allowed: &[ItemType] = match field {
                    Some(CaptionFieldName::Content) => TEXT,
                    Some(CaptionFieldName::StartTime | CaptionFieldName::EndTime) => &[Range],
                    Some(_) => &[ExactMatch],
                    None => &[],
                };
                (format!("caption_assets.{name}"), allowed)
            }
            Self::CuePoint(item) => {
                let field = item.field_name.get().copied();
                let name = field.map_or("", ApiEnum::wire_value);
                let allowed: &[ItemType] = match field {
                    Some(CuePointFieldName::Id | CuePointFieldName::Type) => &[ExactMatch],
                    Some(CuePointFieldName::StartTime | CuePointFieldName::EndTime) => &[Range, Exists],
                    Some(CuePointFieldName::SubType) => &[ExactMatch, Exists],
                    Some(_) => TEXT,
                    None => &[],
                };
                (format!("cue_points.cue_point_{name}"), allowed)
            }
            Self::Metadata(_) => {
                ("metadata.value".to_owned(), &[ExactMatch, Partial, StartsWith, Exists, Range])
            }
        }
    }
}

/// The entries with something that fits an item.
pub(super) fn find(app: &App, scope: Scope, item: Nested<'_>) -> Result<Part> {
    let _ = (app, scope);
    let base = item.base();
    let term = Term::new(&base.search_term, &base.item_type, &base.range, &base.add_highlight);
    let (field, allowed) = item.field();
    term.checked(&field, allowed)?;
    Ok(Part::Nothing)
}

/// The entries with something that fits a term in any field.
pub(super) fn unified(app: &App, scope: Scope, kind: ItemType, term: &Term) -> Part {
    let _ = (app, scope, kind, term);
    Part::Nothing
}

/// The entries with one thing that fits items together. Where there is no thing, none fits, whatever is not wanted of it.
pub(super) fn together(kind: OperatorType, parts: Vec<Part>, ground: Ground<'_>) -> Part {
    match kind {
        OperatorType::NotOp => Part::Nothing,
        kind => entries::together(kind, parts, ground),
    }
}
