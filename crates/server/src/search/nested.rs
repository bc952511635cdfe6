//! What an object has several of: captions, cue points and metadata. Items find such things, and by them the objects that
//! have them. There are no captions yet: items that look for these are checked, and find nothing.

use contract::ApiEnum;
use sea_query::{Cond, Expr, ExprTrait};

use super::entries::{self, member, number};
use super::highlight::{Marks, Place};
use super::model::base::{ItemType, OperatorType};
use super::model::entry::{
    AnyEntryItem, AnyNestedItem, CaptionFieldName, CaptionItem, CuePointFieldName, CuePointItem,
    EntryAbstractNestedItem, EntryMetadataItem,
};
use super::part::{Ground, Part};
use super::term::Term;
use crate::app::App;
use crate::call::Call;
use crate::cue_point::model::CuePointType;
use crate::cue_point::search::{self as cue_points, Field};
use crate::error::Result;
use crate::metadata::items::{self, Where};
use crate::metadata::model::MetadataObjectType;

use ItemType::{ExactMatch, Exists, Partial, Range, StartsWith};

/// What an item looks into.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Class {
    /// Lines of captions.
    Caption,
    /// Cue points.
    CuePoint,
    /// Fields of metadata.
    Metadata,
}

/// The things of a class that are looked for.
pub(super) struct Found {
    /// What they are.
    pub class: Class,
    /// Which ones.
    pub part: Part,
    /// What is marked in them.
    pub marks: Marks,
}

/// An item that looks for such things.
#[derive(Clone, Copy)]
pub(super) enum Item<'a> {
    /// Lines of captions.
    Caption(&'a CaptionItem),
    /// Cue points.
    CuePoint(&'a CuePointItem),
    /// Values of metadata.
    Metadata(&'a EntryMetadataItem),
}

impl<'a> Item<'a> {
    /// An item of a search, if it is one of these.
    pub(super) fn of(item: &'a AnyEntryItem) -> Option<Self> {
        match item {
            AnyEntryItem::Caption(item) => Some(Self::Caption(item)),
            AnyEntryItem::CuePoint(item) => Some(Self::CuePoint(item)),
            AnyEntryItem::Metadata(item) => Some(Self::Metadata(item)),
            _ => None,
        }
    }

    /// An item of a nested operator, if it is no operator.
    pub(super) fn within(item: &'a AnyNestedItem) -> Option<Self> {
        match item {
            AnyNestedItem::Caption(item) => Some(Self::Caption(item)),
            AnyNestedItem::CuePoint(item) => Some(Self::CuePoint(item)),
            AnyNestedItem::Metadata(item) => Some(Self::Metadata(item)),
            AnyNestedItem::Operator(_) => None,
        }
    }

    /// What it looks into.
    pub(super) fn class(self) -> Class {
        match self {
            Self::Caption(_) => Class::Caption,
            Self::CuePoint(_) => Class::CuePoint,
            Self::Metadata(_) => Class::Metadata,
        }
    }

    fn term(self) -> Term {
        let base: &EntryAbstractNestedItem = match self {
            Self::Caption(item) => &item.base,
            Self::CuePoint(item) => &item.base,
            Self::Metadata(item) => &item.base,
        };
        Term::new(&base.search_term, &base.item_type, &base.range, &base.add_highlight)
    }
}

const TEXT: &[ItemType] = &[ExactMatch, Partial, StartsWith, Exists];

/// What a session's searches look at of the things that objects have several of.
pub(super) struct Nested<'a> {
    pub app: &'a App,
    /// None: no cue points.
    pub cue_points: Option<cue_points::Looked>,
    /// None: no metadata.
    pub metadata: Option<items::Looked>,
}

impl<'a> Nested<'a> {
    /// Of entries.
    pub(super) async fn of_entries(call: &'a Call) -> Result<Self> {
        Ok(Self {
            cue_points: cue_points::Looked::by(call)?,
            ..Self::of(call, MetadataObjectType::Entry).await?
        })
    }

    /// Of other objects, which have metadata alone.
    pub(super) async fn of(call: &'a Call, kind: MetadataObjectType) -> Result<Self> {
        Ok(Self { app: call.app(), cue_points: None, metadata: items::Looked::by(call, kind).await? })
    }

    fn ground(&self, class: Class) -> Ground<'a> {
        match class {
            Class::CuePoint => cue_points::ground(self.app),
            Class::Caption | Class::Metadata => items::ground(self.app),
        }
    }

    /// What an item looks for (reference: search-metadata.md §1.6).
    pub(super) fn find(&self, item: Item<'_>) -> Result<Found> {
        let term = item.term();
        match item {
            Item::Caption(item) => {
                let field = item.field_name.get().copied();
                let allowed: &[ItemType] = match field {
                    Some(CaptionFieldName::Content) => TEXT,
                    Some(CaptionFieldName::StartTime | CaptionFieldName::EndTime) => &[Range],
                    Some(_) => &[ExactMatch],
                    None => &[],
                };
                let name = field.map_or("", ApiEnum::wire_value);
                term.checked(&format!("caption_assets.{name}"), allowed)?;
                Ok(Found { class: Class::Caption, part: Part::Nothing, marks: Marks::default() })
            }
            Item::CuePoint(item) => self.cue_point(item.field_name.get().copied(), &term),
            Item::Metadata(item) => {
                let place = Where::of(&item.xpath, &item.metadata_profile_id, &item.metadata_field_id);
                self.metadata(place, &term)
            }
        }
    }

    fn cue_point(&self, field: Option<CuePointFieldName>, term: &Term) -> Result<Found> {
        use CuePointFieldName as F;
        let allowed: &[ItemType] = match field {
            Some(F::Id | F::Type) => &[ExactMatch],
            Some(F::StartTime | F::EndTime) => &[Range, Exists],
            Some(F::SubType) => &[ExactMatch, Exists],
            Some(_) => TEXT,
            None => &[],
        };
        let name = field.map_or("", ApiEnum::wire_value);
        let kind = term.checked(&format!("cue_points.cue_point_{name}"), allowed)?;
        let mut marks = Marks::default();
        let mut said = |field| {
            marks.note(Place::CuePoint(field), kind, term);
            self.cue_points
                .as_ref()
                .map_or(Part::Nothing, |looked| looked.said(self.app, &[field], kind, term))
        };
        let is_there = |column: &'static str| Part::holds(Expr::col(column).is_not_null());
        let part = match field {
            Some(F::Name) => said(Field::Name),
            Some(F::Text) => said(Field::Text),
            Some(F::Tags) => said(Field::Tag),
            Some(F::Question) => said(Field::Question),
            Some(F::Answers) => said(Field::Answer),
            Some(F::Hint) => said(Field::Hint),
            Some(F::Explanation) => said(Field::Explanation),
            Some(F::Id) => {
                self.cue_points.as_ref().map_or(Part::Nothing, |looked| looked.with_id(&term.text))
            }
            Some(F::Type) => {
                Part::holds(Expr::col("type").eq(member::<CuePointType>(&term.text)?.wire_value()))
            }
            Some(F::SubType) if kind == Exists => is_there("sub_type"),
            Some(F::SubType) => number(term, |number| {
                let column = || Expr::col("sub_type");
                Part::holds(Cond::all().add(column().is_not_null()).add(column().eq(number)))
            }),
            Some(F::StartTime) if kind == Exists => Part::Everything,
            Some(F::StartTime) => term.between("start_time"),
            Some(F::EndTime) if kind == Exists => is_there("end_time"),
            Some(F::EndTime) => term.between("end_time"),
            None => Part::Nothing,
        };
        Ok(Found { class: Class::CuePoint, part, marks })
    }

    /// Fields of metadata with a value.
    pub(super) fn metadata(&self, place: Where<'_>, term: &Term) -> Result<Found> {
        let kind = term.checked("metadata.value", &[ExactMatch, Partial, StartsWith, Exists, Range])?;
        let part =
            self.metadata.as_ref().map_or(Part::Nothing, |looked| looked.with(self.app, place, kind, term));
        let mut marks = Marks::default();
        marks.note(Place::Metadata, kind, term);
        Ok(Found { class: Class::Metadata, part, marks })
    }

    /// Whatever a term finds in any field that is looked at unasked.
    pub(super) fn anywhere(&self, kind: ItemType, term: &Term) -> Vec<Found> {
        let mut found = Vec::new();
        if let Some(looked) = &self.cue_points {
            let mut marks = Marks::default();
            for field in cue_points::EVERYWHERE {
                marks.note(Place::CuePoint(field), kind, term);
            }
            found.push(Found { class: Class::CuePoint, part: looked.anywhere(self.app, kind, term), marks });
        }
        if let Some(looked) = &self.metadata {
            let mut marks = Marks::default();
            marks.note(Place::Metadata, kind, term);
            found.push(Found { class: Class::Metadata, part: looked.anywhere(self.app, kind, term), marks });
        }
        found
    }

    /// The things of one class that items find together. What is not wanted of a thing marks nothing in it.
    pub(super) fn together(&self, kind: OperatorType, class: Class, found: Vec<Found>) -> Found {
        let mut marks = Marks::default();
        let mut parts = Vec::new();
        for one in found {
            parts.push(one.part);
            if kind != OperatorType::NotOp {
                marks.add(one.marks);
            }
        }
        Found { class, part: entries::together(kind, parts, self.ground(class)), marks }
    }

    /// What items of an operator find of each class, if it is enough that one of them does.
    pub(super) fn by_class(&self, mut found: Vec<Found>) -> Vec<Found> {
        let mut all = Vec::new();
        while let Some(first) = found.first() {
            let class = first.class;
            let (these, others): (Vec<_>, Vec<_>) = found.into_iter().partition(|one| one.class == class);
            all.push(self.together(OperatorType::OrOp, class, these));
            found = others;
        }
        all
    }

    /// The rows of the objects that have such things. Who has none is not among them, whatever is not wanted.
    pub(super) fn objects(&self, found: &Found) -> Part {
        let part = match found.class {
            Class::Caption => None,
            Class::CuePoint => self.cue_points.as_ref().map(|looked| looked.entries(self.app, &found.part)),
            Class::Metadata => self.metadata.as_ref().map(|looked| looked.objects(self.app, &found.part)),
        };
        part.unwrap_or(Part::Nothing)
    }
}
