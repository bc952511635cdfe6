//! Searches of users and groups (reference: search-metadata.md §2.2; more-services.md §6.2, §6.3).

use std::collections::HashMap;

use contract::errors::SEARCH_TYPE_NOT_ALLOWED_ON_FIELD;
use contract::{ApiEnum, Pager};
use sea_query::{Cond, Expr, ExprTrait};

use super::entries::{NESTED_TABLES, together};
use super::model::base::{ItemDataResult, ItemType, OperatorType, SearchParams, SearchResult};
use super::model::group::{AnyGroupItem, GroupOperator, GroupParams, GroupResponse, GroupResult};
use super::model::user::{
    AbstractUserItem, AnyUserItem, GroupUserItem, UserFieldName, UserItem, UserOperator, UserParams,
    UserResponse, UserResult,
};
use super::nested::{Found, Nested};
use super::part::{Ground, Part};
use super::service::{ids, page, response, statuses};
use super::term::{Term, is_false};
use super::tree::{self, Budget};
use super::{order, within};
use crate::call::Call;
use crate::error::Result;
use crate::group;
use crate::group::model::Group;
use crate::metadata::items::Where;
use crate::metadata::model::MetadataObjectType;
use crate::user::model::UserType;
use crate::user::search::{self as people, Field, Wanted};
use crate::user::{FullUser, UserStatus, show};

use ItemType::{ExactMatch, Exists, Partial, Range, StartsWith};

/// Users, and groups where nothing is said about the type.
pub(super) async fn users(call: &Call, params: &UserParams, pager: Option<&Pager>) -> Result<UserResponse> {
    let root = tree::root(&params.search_operator)?;
    let mut compiler = Compiler::new(call).await?;
    let kinds = [UserType::User, UserType::Group, UserType::ApplicativeGroup];
    let search = Asked { params: &params.base, pager, kinds: &kinds };
    let (found, total) = search.run(call, || compiler.users(root, true, false)).await?;
    let mut data = compiler.within(&found, &params.base).await?;
    let partner = call.partner()?;
    let result = |user: FullUser| UserResult {
        base: base(data.remove(&user.user.row)),
        object: show(partner, user).into(),
    };
    Ok(UserResponse {
        base: response(total),
        objects: found.into_iter().map(result).collect::<Vec<_>>().into(),
    })
}

/// Groups.
pub(super) async fn groups(
    call: &Call,
    params: &GroupParams,
    pager: Option<&Pager>,
) -> Result<GroupResponse> {
    group::require_person(call)?;
    let root = tree::root(&params.search_operator)?;
    let mut compiler = Compiler::new(call).await?;
    let kinds = [UserType::Group, UserType::ApplicativeGroup];
    let search = Asked { params: &params.base, pager, kinds: &kinds };
    let (found, total) = search.run(call, || compiler.groups(root, true, false)).await?;
    let mut data = compiler.within(&found, &params.base).await?;
    let rows: Vec<i64> = found.iter().map(|found| found.user.row).collect();
    let result =
        |(row, group): (i64, Group)| GroupResult { base: base(data.remove(&row)), object: group.into() };
    let found = rows.into_iter().zip(group::show_all(call, found).await?);
    Ok(GroupResponse { base: response(total), objects: found.map(result).collect::<Vec<_>>().into() })
}

fn base(within: Option<Vec<ItemDataResult>>) -> SearchResult {
    SearchResult { items_data: within.unwrap_or_default().into(), ..SearchResult::default() }
}

/// What both searches have in common.
struct Asked<'a> {
    params: &'a SearchParams,
    pager: Option<&'a Pager>,
    kinds: &'a [UserType],
}

impl Asked<'_> {
    async fn run(&self, call: &Call, compile: impl FnOnce() -> Result<Part>) -> Result<(Vec<FullUser>, u64)> {
        let (app, scope) = (call.app(), call.scope()?);
        let ids = ids(self.params)?;
        let page = page(self.pager)?;
        order::check_score(&self.params.score_function_params)?;
        let ground = people::ground(app);
        let mut parts = vec![compile()?];
        if let Some((ids, wanted)) = ids {
            // Numbers of rows, which no answer shows.
            let numbers: Vec<i64> = ids.iter().filter_map(|id| id.parse().ok()).collect();
            let named = if numbers.is_empty() {
                Part::Nothing
            } else {
                Part::holds(Cond::all().add(Expr::col("id").is_in(numbers)))
            };
            parts.push(if wanted { named } else { Part::none(vec![named], ground) });
        }
        let statuses = statuses(self.params).unwrap_or_else(|| vec![UserStatus::Active.wire_value()]);
        let wanted = Wanted {
            part: Part::all(parts, ground),
            statuses: people::statuses(statuses),
            kinds: self.kinds.iter().map(|kind| kind.number()).collect(),
            order: order::of_people(&self.params.order_by),
            page,
        };
        people::search(app, scope, wanted).await
    }
}

struct Compiler<'a> {
    call: &'a Call,
    budget: Budget,
    nested: Nested<'a>,
    groups: Vec<Found>,
}

impl<'a> Compiler<'a> {
    async fn new(call: &'a Call) -> Result<Self> {
        let nested = Nested::of(call, MetadataObjectType::User).await?;
        Ok(Self { call, budget: Budget::default(), nested, groups: Vec::new() })
    }

    /// What was found within the users or groups of a page, by their rows.
    async fn within(
        &self,
        page: &[FullUser],
        params: &SearchParams,
    ) -> Result<HashMap<i64, Vec<ItemDataResult>>> {
        let rows: Vec<(i64, &str)> = page.iter().map(|found| (found.user.row, "")).collect();
        within::found(&self.nested, &self.groups, &rows, ids(params)?.is_some()).await
    }

    fn ground(&self) -> Ground<'_> {
        people::ground(self.call.app())
    }

    fn users(&mut self, operator: &UserOperator, is_root: bool, negated: bool) -> Result<Part> {
        let kind = self.budget.open(&operator.operator, &operator.search_items, is_root)?;
        let negated = negated || kind == OperatorType::NotOp;
        let (mut parts, mut within) = (Vec::new(), Vec::new());
        for item in operator.search_items.get().into_iter().flatten() {
            parts.push(match item {
                AnyUserItem::Operator(inner) => self.users(inner, false, negated)?,
                AnyUserItem::User(item) => self.user(item)?,
                AnyUserItem::Groups(item) => self.group_user(item)?,
                AnyUserItem::Metadata(item) => {
                    let place = Where::of(&item.xpath, &item.metadata_profile_id, &item.metadata_field_id);
                    self.metadata(place, &term(&item.base), &mut within)?
                }
            });
        }
        Ok(self.close(kind, parts, within, negated))
    }

    fn groups(&mut self, operator: &GroupOperator, is_root: bool, negated: bool) -> Result<Part> {
        let kind = self.budget.open(&operator.operator, &operator.search_items, is_root)?;
        let negated = negated || kind == OperatorType::NotOp;
        let (mut parts, mut within) = (Vec::new(), Vec::new());
        for item in operator.search_items.get().into_iter().flatten() {
            parts.push(match item {
                AnyGroupItem::Operator(inner) => self.groups(inner, false, negated)?,
                AnyGroupItem::Group(item) => {
                    let base = &item.base;
                    let term =
                        Term::new(&base.search_term, &base.item_type, &base.range, &base.add_highlight);
                    let name = item.field_name.get().map(|field| field.wire_value());
                    let field = name.and_then(UserFieldName::from_wire_value);
                    match field {
                        Some(field) if !is_of_persons(field) => self.field(field, &term)?,
                        _ => return Err(not_allowed(&term, name.unwrap_or_default())),
                    }
                }
                AnyGroupItem::Metadata(item) => {
                    let base = &item.base;
                    let term =
                        Term::new(&base.search_term, &base.item_type, &base.range, &base.add_highlight);
                    let place = Where::of(&item.xpath, &item.metadata_profile_id, &item.metadata_field_id);
                    self.metadata(place, &term, &mut within)?
                }
            });
        }
        Ok(self.close(kind, parts, within, negated))
    }

    fn close(&mut self, kind: OperatorType, parts: Vec<Part>, within: Vec<Found>, negated: bool) -> Part {
        self.budget.close();
        if !negated {
            let within = if kind == OperatorType::OrOp { self.nested.by_class(within) } else { within };
            self.groups.extend(within);
        }
        together(kind, parts, self.ground())
    }

    fn user(&mut self, item: &UserItem) -> Result<Part> {
        let term = term(&item.base);
        match item.field_name.get() {
            Some(field) => self.field(*field, &term),
            None => Err(not_allowed(&term, "")),
        }
    }

    fn group_user(&mut self, item: &GroupUserItem) -> Result<Part> {
        self.budget.spend()?;
        let term = term(&item.base);
        let field = item.field_name.get().map_or("", |field| field.wire_value());
        let allowed: &[ItemType] = if field.is_empty() { &[] } else { &[ExactMatch] };
        term.checked(field, allowed)?;
        let mode = item.creation_mode.get().map(|mode| mode.number());
        Ok(people::in_groups(self.call.app(), self.call.scope()?, &term.text, false, mode))
    }

    fn metadata(&mut self, place: Where<'_>, term: &Term, within: &mut Vec<Found>) -> Result<Part> {
        self.budget.spend_many(NESTED_TABLES)?;
        let found = self.nested.metadata(place, term)?;
        let part = self.nested.objects(&found);
        within.push(found);
        Ok(part)
    }

    fn field(&mut self, field: UserFieldName, term: &Term) -> Result<Part> {
        use UserFieldName as F;
        self.budget.spend()?;
        let kind = term.checked(field.wire_value(), allowed(field))?;
        let (app, scope, partner) = (self.call.app(), self.call.scope()?, self.call.partner()?);
        let text = term.text.as_str();
        let begins = kind == StartsWith;
        let described = |field, is_whole| match kind {
            Exists => people::has(field),
            StartsWith => people::begins(app, scope, field, text),
            Partial => people::partly(app, scope, field, text),
            _ => people::equal(scope, field, text, is_whole),
        };
        let flag = |column: &'static str| {
            if kind == Exists {
                Part::Everything
            } else {
                Part::tallied(Expr::col(column).eq(!is_false(text)))
            }
        };
        Ok(match field {
            F::ScreenName => described(Field::ScreenName, false),
            F::FirstName => described(Field::FirstName, false),
            F::LastName => described(Field::LastName, false),
            F::FullName => described(Field::FullName, false),
            F::UserId => described(Field::UserId, false),
            F::Title => described(Field::Title, false),
            F::Company => described(Field::Company, false),
            F::Tags => described(Field::Tag, false),
            F::Email => described(Field::Email, true),
            F::ExternalId => described(Field::ExternalId, true),
            F::Country => described(Field::Country, true),
            F::Capabilities => described(Field::Capability, true),
            F::Type => {
                let kinds = [UserType::User, UserType::Group, UserType::ApplicativeGroup];
                let fits = |number: &i64| {
                    let number = number.to_string();
                    if begins { number.starts_with(text) } else { number == text }
                };
                let kinds: Vec<i64> = kinds.map(ApiEnum::number).into_iter().filter(fits).collect();
                if kinds.is_empty() {
                    Part::Nothing
                } else {
                    Part::tallied(Cond::all().add(Expr::col("type").is_in(kinds)))
                }
            }
            F::RoleIds | F::PermissionNames => {
                let roles = people::roles(partner, text, field == F::PermissionNames, begins);
                if roles.is_empty() { Part::Nothing } else { people::with_roles(&roles) }
            }
            F::GroupIds => people::in_groups(app, scope, text, begins, None),
            F::IsAdmin => flag("is_admin"),
            F::LoginEnabled => flag("login_enabled"),
            F::IsHashed if kind == ExactMatch && is_false(text) => Part::Everything,
            F::CreatedAt => term.between("created_at"),
            F::UpdatedAt => term.between("updated_at"),
            // No user has these.
            F::IsHashed | F::AdminTags => Part::Nothing,
        })
    }
}

fn term(base: &AbstractUserItem) -> Term {
    Term::new(&base.search_term, &base.item_type, &base.range, &base.add_highlight)
}

fn not_allowed(term: &Term, field: &str) -> crate::error::Error {
    let kind = term.kind.map_or("", ApiEnum::wire_value);
    SEARCH_TYPE_NOT_ALLOWED_ON_FIELD.with([kind, field]).into()
}

/// The fields that groups are not searched by.
fn is_of_persons(field: UserFieldName) -> bool {
    use UserFieldName as F;
    matches!(
        field,
        F::FullName
            | F::Title
            | F::Company
            | F::Country
            | F::ExternalId
            | F::IsAdmin
            | F::IsHashed
            | F::LoginEnabled
            | F::Capabilities
    )
}

/// The ways in which a field may be searched.
const fn allowed(field: UserFieldName) -> &'static [ItemType] {
    use UserFieldName as F;
    match field {
        F::ScreenName | F::FirstName | F::LastName | F::FullName | F::UserId | F::Title | F::Company => {
            &[ExactMatch, Partial, StartsWith]
        }
        F::Email | F::Tags | F::ExternalId | F::AdminTags => &[ExactMatch, Partial, StartsWith, Exists],
        F::Type | F::RoleIds | F::PermissionNames | F::GroupIds | F::Country => &[ExactMatch, StartsWith],
        F::IsAdmin | F::IsHashed | F::LoginEnabled | F::Capabilities => &[ExactMatch, Exists],
        F::CreatedAt | F::UpdatedAt => &[Range],
    }
}
