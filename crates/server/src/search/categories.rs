//! Searches of categories (reference: search-metadata.md §2.1): what a session finds in lists of them.

use contract::errors::SEARCH_TYPE_NOT_ALLOWED_ON_FIELD;
use contract::{ApiEnum, Pager};
use sea_query::{Expr, ExprTrait};

use super::entries::{NESTED_TABLES, number, together};
use super::model::base::{ItemType, OperatorType, SearchResult};
use super::model::category::{
    AbstractCategoryItem, AnyCategoryItem, CategoryFieldName, CategoryItem, CategoryOperator, CategoryParams,
    CategoryResponse, CategoryResult, CategoryUserItem,
};
use super::nested::{Found, Nested};
use super::part::{Ground, Part};
use super::service::{ids, page, response, statuses};
use super::term::Term;
use super::tree::{self, Budget};
use super::{order, within};
use crate::call::Call;
use crate::category::model::CategoryStatus;
use crate::category::search::{self as categories, Field, Wanted};
use crate::entitlement::enforced;
use crate::error::Result;
use crate::metadata::items::Where;
use crate::metadata::model::MetadataObjectType;
use crate::user;

use ItemType::{ExactMatch, Exists, Partial, Range, StartsWith};

/// Categories that the session finds.
pub(super) async fn search(
    call: &Call,
    params: &CategoryParams,
    pager: Option<&Pager>,
) -> Result<CategoryResponse> {
    let (app, scope, base) = (call.app(), call.scope()?, &params.base);
    let root = tree::root(&params.search_operator)?;
    let ids = ids(base)?;
    let page = page(pager)?;
    order::check_score(&base.score_function_params)?;
    let order = order::of_categories(&base.order_by)?;
    let nested = Nested::of(call, MetadataObjectType::Category).await?;
    let mut compiler = Compiler { call, budget: Budget::default(), nested, groups: Vec::new() };
    let ground = categories::ground(app);
    let mut parts = vec![compiler.operator(root, true, false).await?];
    if let Some((ids, wanted)) = &ids {
        let numbers: Vec<i64> = ids.iter().filter_map(|id| id.parse().ok()).collect();
        let named = categories::with_ids(&numbers);
        parts.push(if *wanted { named } else { Part::none(vec![named], ground) });
    }
    // Nobody finds a category that is going, whatever status is asked for.
    let active = CategoryStatus::Active.wire_value();
    if statuses(base).is_some_and(|statuses| !statuses.contains(&active)) {
        parts.push(Part::Nothing);
    }
    let viewer = enforced::viewer(call).await?;
    let wanted = Wanted { part: Part::all(parts, ground), order, page };
    let (found, total) = categories::search(app, scope, &viewer, wanted).await?;
    let rows: Vec<(i64, &str)> = found.iter().map(|category| (category.id, "")).collect();
    let mut data = within::found(&compiler.nested, &compiler.groups, &rows, ids.is_some()).await?;
    let objects = found.iter().map(|category| CategoryResult {
        base: SearchResult {
            items_data: data.remove(&category.id).unwrap_or_default().into(),
            ..SearchResult::default()
        },
        object: categories::show(scope, category).into(),
    });
    Ok(CategoryResponse { base: response(total), objects: objects.collect::<Vec<_>>().into() })
}

struct Compiler<'a> {
    call: &'a Call,
    budget: Budget,
    nested: Nested<'a>,
    groups: Vec<Found>,
}

impl Compiler<'_> {
    fn ground(&self) -> Ground<'_> {
        categories::ground(self.call.app())
    }

    async fn operator(&mut self, operator: &CategoryOperator, is_root: bool, negated: bool) -> Result<Part> {
        let kind = self.budget.open(&operator.operator, &operator.search_items, is_root)?;
        let negated = negated || kind == OperatorType::NotOp;
        let mut parts = Vec::new();
        let mut within = Vec::new();
        for item in operator.search_items.get().into_iter().flatten() {
            parts.push(match item {
                AnyCategoryItem::Operator(inner) => Box::pin(self.operator(inner, false, negated)).await?,
                AnyCategoryItem::Category(item) => self.category(item)?,
                AnyCategoryItem::User(item) => self.member(item).await?,
                AnyCategoryItem::Metadata(item) => {
                    self.budget.spend_many(NESTED_TABLES)?;
                    let place = Where::of(&item.xpath, &item.metadata_profile_id, &item.metadata_field_id);
                    let found = self.nested.metadata(place, &term(&item.base))?;
                    let part = self.nested.objects(&found);
                    within.push(found);
                    part
                }
            });
        }
        self.budget.close();
        if !negated {
            let within = if kind == OperatorType::OrOp { self.nested.by_class(within) } else { within };
            self.groups.extend(within);
        }
        Ok(together(kind, parts, self.ground()))
    }

    /// Categories that a user, or a group of theirs, is a member of. An unknown user is in none.
    async fn member(&mut self, item: &CategoryUserItem) -> Result<Part> {
        self.budget.spend_many(2)?;
        let term = term(&item.base);
        let field = item.field_name.get().map_or("", |field| field.wire_value());
        term.checked(field, if field.is_empty() { &[] } else { &[ExactMatch] })?;
        let (app, scope) = (self.call.app(), self.call.scope()?);
        let keys = user::search::keys_of(app, scope, &term.text, true).await?;
        let level = item.permission_level.get().copied();
        let permission = item.permission_name.get().map(String::as_str).filter(|name| !name.is_empty());
        Ok(categories::with_members(scope, &keys, level, permission))
    }

    fn category(&mut self, item: &CategoryItem) -> Result<Part> {
        use CategoryFieldName as F;
        self.budget.spend_many(2)?;
        let term = term(&item.base);
        let Some(field) = item.field_name.get().copied() else {
            let kind = term.kind.map_or("", ApiEnum::wire_value);
            return Err(SEARCH_TYPE_NOT_ALLOWED_ON_FIELD.with([kind, ""]).into());
        };
        let shown = if field == F::Id { "_id" } else { field.wire_value() };
        let kind = term.checked(shown, allowed(field))?;
        let (app, scope) = (self.call.app(), self.call.scope()?);
        let equal = |column: &'static str| number(&term, |number| Part::holds(Expr::col(column).eq(number)));
        Ok(match field {
            F::Name => categories::named(app, kind, &term),
            F::FullName => categories::full_named(app, kind, &term),
            F::Description => categories::described(app, scope, Field::Description, kind, &term),
            F::Tags => categories::described(app, scope, Field::Tag, kind, &term),
            F::ReferenceId => categories::kept(app, scope, Field::ReferenceId, kind, &term),
            F::FullIds => categories::on_path(app, kind, &term),
            F::UserId => categories::owned(app, kind, &term),
            F::PrivacyContext => categories::in_context(false, kind, &term),
            F::PrivacyContexts => categories::in_context(true, kind, &term),
            F::InheritedParentId => categories::inheriting(app, kind, &term),
            F::ParentId if kind == Exists => Part::holds(Expr::col("parent_id").gt(0)),
            F::Moderation | F::ContributionPolicy if kind == Exists => Part::Everything,
            F::Id => equal("id"),
            F::ParentId => equal("parent_id"),
            F::Privacy => equal("privacy"),
            F::DisplayInSearch => equal("appear_in_list"),
            F::InheritanceType => equal("inheritance_type"),
            F::Moderation => equal("moderation"),
            F::ContributionPolicy => equal("contribution_policy"),
            F::Depth => term.between("depth"),
            F::CreatedAt => term.between("created_at"),
            F::UpdatedAt => term.between("updated_at"),
            F::EntriesCount => term.between("entries_count"),
            F::DirectEntriesCount => term.between("direct_entries_count"),
            F::PendingEntriesCount => term.between("pending_entries_count"),
            F::DirectSubCategoriesCount => term.between("direct_sub_categories_count"),
            F::MembersCount => term.between("members_count"),
            F::PendingMembersCount => term.between("pending_members_count"),
        })
    }
}

fn term(base: &AbstractCategoryItem) -> Term {
    Term::new(&base.search_term, &base.item_type, &base.range, &base.add_highlight)
}

/// The ways in which a field may be searched.
const fn allowed(field: CategoryFieldName) -> &'static [ItemType] {
    use CategoryFieldName as F;
    match field {
        F::Name | F::FullName | F::Description => &[ExactMatch, Partial, StartsWith],
        F::Tags => &[ExactMatch, Partial, StartsWith, Exists],
        F::Id | F::Privacy | F::DisplayInSearch | F::InheritanceType => &[ExactMatch],
        F::ParentId | F::Moderation | F::ContributionPolicy => &[ExactMatch, Exists],
        F::FullIds | F::UserId => &[ExactMatch, StartsWith],
        F::PrivacyContext | F::PrivacyContexts | F::ReferenceId | F::InheritedParentId => {
            &[ExactMatch, StartsWith, Exists]
        }
        F::Depth
        | F::CreatedAt
        | F::UpdatedAt
        | F::EntriesCount
        | F::DirectEntriesCount
        | F::PendingEntriesCount
        | F::DirectSubCategoriesCount
        | F::MembersCount
        | F::PendingMembersCount => &[Range],
    }
}
