//! Searches of entries: a tree of items as something that can be asked (reference: search-metadata.md §1.2 to §1.7).

use contract::ApiEnum;
use contract::errors::{
    EMPTY_SEARCH_TERM, INVALID_ENUM_VALUE, MIXED_SEARCH_ITEMS_IN_NESTED_OPERATOR,
    SEARCH_TYPE_NOT_ALLOWED_ON_FIELD, SEARCH_TYPE_ON_UNIFIED_SEARCH,
};
use sea_query::{Cond, Expr, ExprTrait};

use super::hidden::Hidden;
use super::highlight::{Marks, Place};
use super::model::base::{ItemType, OperatorType};
use super::model::entry::{
    AbstractEntryItem, AnyEntryItem, AnyNestedItem, CategoryEntryFieldName, CategoryEntryItem,
    EntryFieldName, EntryItem, EntryOperator, NestedOperator, UnifiedItem,
};
use super::nested::{Class, Found, Item, Nested};
use super::part::{Ground, Part};
use super::term::{Term, is_false};
use super::tree::Budget;
use crate::app::App;
use crate::call::Scope;
use crate::category_entry::model::CategoryEntryStatus;
use crate::entry::search::{self as entries, Named, Relation};
use crate::entry::values::ValueField;
use crate::entry::words::{EntryType, SourceType};
use crate::error::Result;
use crate::user;

use ItemType::{ExactMatch, Exists, Partial, Range, StartsWith};

/// The fields whose words an item that looks everywhere looks for.
const FIELDS: [ValueField; 3] = [ValueField::Name, ValueField::Description, ValueField::Tag];
const COLUMNS: [&str; 3] = [entries::NAME, entries::DESCRIPTION, entries::TAGS];

/// The tables that an item looks into: of users in three ways, of a category and those above it, of what an entry has
/// several of, and all of these.
const USER_TABLES: usize = 9;
const CATEGORY_TABLES: usize = 3;
pub(super) const NESTED_TABLES: usize = 4;
const UNIFIED_TABLES: usize = 25;

/// A search of entries on its way from what was sent to what is asked.
pub(super) struct Compiler<'a> {
    pub(super) app: &'a App,
    pub(super) scope: Scope,
    pub(super) budget: Budget,
    /// What the tree says about entries that searches hide.
    pub(super) hidden: Hidden,
    /// What the answer marks.
    pub(super) marks: Marks,
    /// What is looked for within entries.
    pub(super) nested: Nested<'a>,
    /// What the answer shows of it, one group after the other.
    pub(super) groups: Vec<Found>,
}

impl Compiler<'_> {
    fn ground(&self) -> Ground<'_> {
        entries::ground(self.app)
    }

    /// The items of an operator together. `negated`: what they find is not wanted.
    pub(super) async fn operator(
        &mut self,
        operator: &EntryOperator,
        is_root: bool,
        negated: bool,
    ) -> Result<Part> {
        let kind = self.budget.open(&operator.operator, &operator.search_items, is_root)?;
        let negated = negated || kind == OperatorType::NotOp;
        let mut parts = Vec::new();
        let mut within = Vec::new();
        for item in operator.search_items.get().into_iter().flatten() {
            let Some(nested) = Item::of(item) else {
                parts.push(Box::pin(self.item(item, negated)).await?);
                continue;
            };
            self.budget.spend_many(NESTED_TABLES)?;
            let found = self.nested.find(nested)?;
            parts.push(self.nested.objects(&found));
            within.push(found);
        }
        self.budget.close();
        if !negated {
            let within = if kind == OperatorType::OrOp { self.nested.by_class(within) } else { within };
            self.groups.extend(within);
        }
        Ok(together(kind, parts, self.ground()))
    }

    async fn item(&mut self, item: &AnyEntryItem, negated: bool) -> Result<Part> {
        match item {
            AnyEntryItem::Operator(_) | AnyEntryItem::Nested(_) => {}
            AnyEntryItem::Unified(_) => self.budget.spend_many(UNIFIED_TABLES)?,
            AnyEntryItem::Category(_) => self.budget.spend_many(CATEGORY_TABLES)?,
            AnyEntryItem::Entry(item) if item.field_name.get() == Some(&EntryFieldName::UserNames) => {
                self.budget.spend_many(USER_TABLES)?;
            }
            _ => self.budget.spend()?,
        }
        match item {
            AnyEntryItem::Operator(operator) => self.operator(operator, false, negated).await,
            AnyEntryItem::Entry(item) => self.entry(item, negated).await,
            AnyEntryItem::Unified(item) => self.unified(item, negated),
            AnyEntryItem::Category(item) => self.category(item),
            AnyEntryItem::Nested(operator) => {
                let mut known = None;
                let found = self.about_one(operator, &mut known)?;
                let part = self.nested.objects(&found);
                if !negated {
                    self.groups.push(found);
                }
                Ok(part)
            }
            // Operators have dealt with these.
            AnyEntryItem::Caption(_) | AnyEntryItem::CuePoint(_) | AnyEntryItem::Metadata(_) => {
                Ok(Part::Nothing)
            }
        }
    }

    /// Items that one and the same caption line, cue point or field of metadata has to fit.
    fn about_one(&mut self, operator: &NestedOperator, known: &mut Option<Class>) -> Result<Found> {
        let kind = self.budget.open(&operator.operator, &operator.search_items, false)?;
        let mut found = Vec::new();
        for item in operator.search_items.get().into_iter().flatten() {
            found.push(match (item, Item::within(item)) {
                (AnyNestedItem::Operator(inner), _) => self.about_one(inner, known)?,
                (_, Some(item)) => {
                    self.budget.spend_many(NESTED_TABLES)?;
                    if *known.get_or_insert(item.class()) != item.class() {
                        return Err(MIXED_SEARCH_ITEMS_IN_NESTED_OPERATOR.bare().into());
                    }
                    self.nested.find(item)?
                }
                (_, None) => continue,
            });
        }
        self.budget.close();
        Ok(self.nested.together(kind, known.unwrap_or(Class::Caption), found))
    }

    async fn entry(&mut self, item: &EntryItem, negated: bool) -> Result<Part> {
        let term = term(&item.base);
        let Some(field) = item.field_name.get().copied() else {
            let kind = term.kind.map_or("", ApiEnum::wire_value);
            return Err(SEARCH_TYPE_NOT_ALLOWED_ON_FIELD.with([kind, ""]).into());
        };
        let shown = if field == EntryFieldName::Id { "_id" } else { field.wire_value() };
        let kind = term.checked(shown, allowed(field))?;
        self.hidden.note(field, &term.text);
        if !negated {
            self.marks.note(Place::Entry(field), kind, &term);
        }
        self.field(field, kind, &term).await
    }

    #[allow(clippy::too_many_lines)] // one line for each field
    async fn field(&self, field: EntryFieldName, kind: ItemType, term: &Term) -> Result<Part> {
        use EntryFieldName as F;
        Ok(match field {
            F::Id => entries::with_ids(self.scope, [term.text.as_str()]),
            F::Name => self.text(ValueField::Name, entries::NAME, kind, term),
            F::Description => self.text(ValueField::Description, entries::DESCRIPTION, kind, term),
            F::Tags => self.text(ValueField::Tag, entries::TAGS, kind, term),
            F::UserNames => self.user_names(kind, term),
            F::ReferenceId => self.value(ValueField::ReferenceId, kind, term),
            F::RedirectEntryId => self.value(ValueField::RedirectEntryId, kind, term),
            F::TemplateEntryId => self.value(ValueField::TemplateEntryId, kind, term),
            F::ParentEntryId => self.value(ValueField::ParentId, kind, term),
            F::RootId => self.value(ValueField::RootId, kind, term),
            F::ConversionProfileId => self.value(ValueField::ConversionProfileId, kind, term),
            F::Credit => self.value(ValueField::Credit, kind, term),
            F::SiteUrl => self.value(ValueField::SiteUrl, kind, term),
            F::AdminTags => self.value(ValueField::AdminTag, kind, term),
            F::UserId => self.user(Relation::Owner, true, kind, term).await?,
            F::CreatorId => self.user(Relation::Creator, false, kind, term).await?,
            F::EntitledUserEdit => self.user(Relation::MayEdit, true, kind, term).await?,
            F::EntitledUserPublish => self.user(Relation::MayPublish, true, kind, term).await?,
            F::EntitledUserView => self.user(Relation::MayView, true, kind, term).await?,
            F::MediaType => number(term, |number| Part::tallied(Expr::col("media_type").eq(number))),
            F::DisplayInSearch => number(term, |number| Part::tallied(Expr::col("display").eq(number))),
            F::ModerationStatus if kind == Exists => Part::Everything,
            F::ModerationStatus => number(term, |number| Part::tallied(Expr::col("moderation").eq(number))),
            F::AccessControlId if kind == Exists => Part::holds(Expr::col("access_control_id").gt(0)),
            F::AccessControlId => {
                number(term, |number| Part::holds(Expr::col("access_control_id").eq(number)))
            }
            F::EntryType => {
                let member = member::<EntryType>(&term.text)?;
                Part::tallied(Expr::col("type").eq(member.wire_value()))
            }
            F::SourceType => {
                let member = member::<SourceType>(&term.text)?;
                let column = || Expr::col("source_type");
                Part::holds(Cond::all().add(column().is_not_null()).add(column().eq(member.wire_value())))
            }
            // Nothing is broadcast or scheduled yet; live entries alone would say so.
            F::IsLive if is_false(&term.text) => Part::tallied(
                Expr::col("type")
                    .is_in([EntryType::LiveStream, EntryType::LiveChannel].map(ApiEnum::wire_value)),
            ),
            F::IsQuiz if kind == ExactMatch && is_false(&term.text) => {
                Part::none(vec![entries::has(ValueField::Quiz)], self.ground())
            }
            F::IsQuiz => entries::has(ValueField::Quiz),
            F::IsScheduled if kind == ExactMatch && is_false(&term.text) => Part::Everything,
            F::StartDate => time("start_date", kind, term),
            F::EndDate => time("end_date", kind, term),
            F::LastPlayedAt => time("last_played_at", kind, term),
            F::CreatedAt => term.between("created_at"),
            F::UpdatedAt => term.between("updated_at"),
            F::LengthInMsecs => term.between("ms_duration"),
            F::PartnerSortValue => term.between("partner_sort_value"),
            F::Plays => term.between("plays"),
            F::Rank => term.between("rank"),
            F::Votes => term.between("votes"),
            // No entry has these yet.
            F::IsLive
            | F::IsScheduled
            | F::CaptionsContent
            | F::RecordedEntryId
            | F::BroadcastEntryId
            | F::RoomType
            | F::ExternalSourceType
            | F::PushPublish
            | F::FlavorParamsIds
            | F::RecycledAt => Part::Nothing,
        })
    }

    /// A field of words that also has values as a whole.
    fn text(&self, field: ValueField, column: &'static str, kind: ItemType, term: &Term) -> Part {
        match kind {
            ExactMatch | Partial => term
                .words(kind, &[column])
                .map_or_else(|| entries::equal(self.scope, &[field], &term.text), Part::Words),
            _ => self.value(field, kind, term),
        }
    }

    fn value(&self, field: ValueField, kind: ItemType, term: &Term) -> Part {
        match kind {
            Exists => entries::has(field),
            StartsWith => entries::begins(self.app, self.scope, &[field], &term.text),
            _ => entries::equal(self.scope, &[field], &term.text),
        }
    }

    /// Entries of users who are called so.
    fn user_names(&self, kind: ItemType, term: &Term) -> Part {
        match user::search::keys_named(self.app, self.scope, kind, term) {
            Some(users) => entries::of_users(self.app, self.scope, &users),
            None => Part::Nothing,
        }
    }

    /// Entries that a user, or a group of theirs, is something to. An unknown user is nothing to any.
    async fn user(&self, relation: Relation, with_groups: bool, kind: ItemType, term: &Term) -> Result<Part> {
        if kind == Exists {
            return Ok(relation.is_there());
        }
        let keys = user::search::keys_of(self.app, self.scope, &term.text, with_groups).await?;
        Ok(if keys.is_empty() { Part::Nothing } else { relation.with(self.scope, &keys) })
    }

    /// Any field of entries that is looked for unasked, the names of their categories, and what they have several of.
    fn unified(&mut self, item: &UnifiedItem, negated: bool) -> Result<Part> {
        let term = term(&item.base);
        let kind = match term.kind {
            Some(kind @ (ExactMatch | Partial | StartsWith)) => kind,
            other => {
                let kind = other.map_or("", ApiEnum::wire_value);
                return Err(SEARCH_TYPE_ON_UNIFIED_SEARCH.with([kind]).into());
            }
        };
        if term.text.is_empty() {
            return Err(EMPTY_SEARCH_TERM.with(["unified", kind.wire_value()]).into());
        }
        for field in [EntryFieldName::Name, EntryFieldName::Description, EntryFieldName::Tags] {
            if !negated {
                self.marks.note(Place::Entry(field), kind, &term);
            }
        }
        let mut parts = vec![self.user_names(kind, &term)];
        match kind {
            StartsWith => parts.push(entries::begins(self.app, self.scope, &FIELDS, &term.text)),
            _ => parts.push(
                term.words(kind, &COLUMNS)
                    .map_or_else(|| entries::equal(self.scope, &FIELDS, &term.text), Part::Words),
            ),
        }
        if kind == ExactMatch {
            const WHOLE: [ValueField; 5] = [
                ValueField::ReferenceId,
                ValueField::RedirectEntryId,
                ValueField::TemplateEntryId,
                ValueField::ParentId,
                ValueField::ConversionProfileId,
            ];
            for field in [EntryFieldName::Id, EntryFieldName::ParentEntryId] {
                self.hidden.note(field, &term.text);
            }
            parts.push(entries::with_ids(self.scope, [term.text.as_str()]));
            parts.push(entries::equal(self.scope, &WHOLE, &term.text));
        }
        let named = match kind {
            ExactMatch => Some(Named::Name(&term.text)),
            StartsWith => Some(Named::NameBegins(&term.text)),
            _ => None,
        };
        for beneath in [false, true] {
            let Some(named) = &named else { break };
            parts.push(entries::in_category(
                self.app,
                self.scope,
                CategoryEntryStatus::Active,
                named,
                beneath,
            ));
        }
        for found in self.nested.anywhere(kind, &term) {
            parts.push(self.nested.objects(&found));
            if !negated {
                self.groups.push(found);
            }
        }
        Ok(Part::any(parts, self.ground()))
    }

    fn category(&self, item: &CategoryEntryItem) -> Result<Part> {
        use CategoryEntryFieldName as F;
        let term = term(&item.base);
        let field = item.field_name.get().copied();
        let shown = field.map_or("", ApiEnum::wire_value);
        let allowed: &[ItemType] = match field {
            Some(F::Id) => &[ExactMatch, Exists],
            Some(F::FullIds | F::Name | F::AncestorName) => &[ExactMatch, StartsWith],
            Some(F::AncestorId) => &[ExactMatch],
            None => &[],
        };
        let kind = term.checked(shown, allowed)?;
        let status = item.category_entry_status.get().copied();
        if kind == Exists {
            return Ok(entries::is_placed(status));
        }
        let status = status.unwrap_or(CategoryEntryStatus::Active);
        let (text, begins) = (term.text.as_str(), kind == StartsWith);
        let named = match field {
            Some(F::Id | F::AncestorId) => match text.parse() {
                Ok(id) => Named::Id(id),
                Err(_) => return Ok(Part::Nothing),
            },
            Some(F::FullIds) if begins => Named::PathBegins(text),
            Some(F::FullIds) => Named::Path(text),
            _ if begins => Named::NameBegins(text),
            _ => Named::Name(text),
        };
        let beneath = matches!(field, Some(F::AncestorId | F::AncestorName));
        Ok(entries::in_category(self.app, self.scope, status, &named, beneath))
    }
}

fn term(base: &AbstractEntryItem) -> Term {
    Term::new(&base.search_term, &base.item_type, &base.range, &base.add_highlight)
}

/// How the parts of an operator go together.
pub(super) fn together(kind: OperatorType, parts: Vec<Part>, ground: Ground<'_>) -> Part {
    match kind {
        OperatorType::AndOp => Part::all(parts, ground),
        OperatorType::OrOp => Part::any(parts, ground),
        OperatorType::NotOp => Part::none(parts, ground),
    }
}

/// The part of a number, if the term is one.
pub(super) fn number(term: &Term, part: impl Fn(i64) -> Part) -> Part {
    term.text.parse().map_or(Part::Nothing, part)
}

fn time(column: &'static str, kind: ItemType, term: &Term) -> Part {
    if kind == Exists { Part::holds(Expr::col(column).is_not_null()) } else { term.between(column) }
}

/// The member of an enumeration that a term names.
pub(super) fn member<T: ApiEnum>(text: &str) -> Result<T> {
    let refuse = || INVALID_ENUM_VALUE.with([text, "searchTerm", T::ENUM.name]);
    Ok(T::from_wire_value(text).ok_or_else(refuse)?)
}

/// The ways in which a field may be searched (reference: search-metadata.md §1.5).
const fn allowed(field: EntryFieldName) -> &'static [ItemType] {
    use EntryFieldName as F;
    match field {
        F::Name => &[ExactMatch, Partial, StartsWith],
        F::Description | F::Tags | F::UserNames | F::CaptionsContent => {
            &[ExactMatch, Partial, StartsWith, Exists]
        }
        F::ReferenceId
        | F::RedirectEntryId
        | F::TemplateEntryId
        | F::ParentEntryId
        | F::RecordedEntryId
        | F::BroadcastEntryId
        | F::EntitledUserEdit
        | F::EntitledUserPublish
        | F::EntitledUserView
        | F::ExternalSourceType
        | F::ModerationStatus
        | F::AccessControlId
        | F::Credit
        | F::SiteUrl
        | F::AdminTags
        | F::PushPublish
        | F::IsQuiz
        | F::IsScheduled => &[ExactMatch, Exists],
        F::StartDate | F::EndDate | F::LastPlayedAt => &[Range, Exists],
        F::CreatedAt
        | F::UpdatedAt
        | F::RecycledAt
        | F::LengthInMsecs
        | F::PartnerSortValue
        | F::Plays
        | F::Rank
        | F::Votes => &[Range],
        F::Id
        | F::ConversionProfileId
        | F::UserId
        | F::CreatorId
        | F::MediaType
        | F::RootId
        | F::DisplayInSearch
        | F::RoomType
        | F::EntryType
        | F::SourceType
        | F::IsLive
        | F::FlavorParamsIds => &[ExactMatch],
    }
}
