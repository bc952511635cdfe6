//! Adding, changing and moving categories: each in one transaction that holds the account, so that the tree is one
//! whatever happens at the same time.

use std::collections::BTreeSet;

use contract::errors::{
    AGGREGATION_CATEGORY_WRONG_ASSOCIATION, CANNOT_MOVE_CATEGORIES_FROM_DIFFERENT_PARENT_CATEGORIES,
    CANNOT_UPDATE_CATEGORY_PRIVACY_CONTEXT, CATEGORY_NOT_FOUND, DUPLICATE_CATEGORY, INVALID_FIELD_VALUE,
    NOT_ENTITLED_TO_UPDATE_CATEGORY, PARENT_CATEGORY_IS_CHILD, PARENT_CATEGORY_NOT_FOUND,
    PROPERTY_VALIDATION_CANNOT_BE_NULL, PROPERTY_VALIDATION_MIN_LENGTH,
};
use contract::{Access, ApiEnum, NullableBoolean, Prop};
use store::Transaction;

use super::model::{Category, CategoryStatus, UserJoinPolicyType};
use super::show::show;
use super::table::{self, CategoryRow, Counts, More, Settings};
use super::{assignments, member, names, settings, tree, visible};
use crate::call::{Call, Scope};
use crate::entitlement::{self, enforced};
use crate::error::{Error, Result};
use crate::partner;
use crate::user::user_key;

/// Categories one above the other.
const MAX_DEPTH: i64 = 60;

pub(super) fn not_found(id: i64) -> Error {
    CATEGORY_NOT_FOUND.with([id.to_string()]).into()
}

/// A category as it is within a transaction, if the session finds it.
pub(super) async fn find(
    call: &Call,
    tx: &mut Transaction,
    viewer: &enforced::Viewer,
    id: i64,
) -> Result<Option<CategoryRow>> {
    let scope = call.scope()?;
    let Some(row) = table::find_within(tx, scope, id).await? else { return Ok(None) };
    Ok(visible::is_visible(call.app(), scope, viewer, &row).await?.then_some(row))
}

/// A category that the session may change: one that it manages, if it is held to entitlements.
pub(super) async fn find_managed(
    call: &Call,
    tx: &mut Transaction,
    viewer: &enforced::Viewer,
    id: i64,
) -> Result<CategoryRow> {
    let row = find(call, tx, viewer, id).await?.ok_or_else(|| not_found(id))?;
    if viewer.is_enforced {
        let standing = visible::standing(call.app(), call.scope()?, viewer, &row).await?;
        if !standing.is_some_and(|standing| standing.powers.edit) {
            return Err(NOT_ENTITLED_TO_UPDATE_CATEGORY.bare().into());
        }
    }
    Ok(row)
}

/// The parent with this id; none is meant by 0.
async fn find_parent(
    call: &Call,
    tx: &mut Transaction,
    viewer: &enforced::Viewer,
    id: i64,
) -> Result<Option<CategoryRow>> {
    if id == 0 {
        return Ok(None);
    }
    let parent = find(call, tx, viewer, id).await?;
    parent.map(Some).ok_or_else(|| PARENT_CATEGORY_NOT_FOUND.with([id.to_string()]).into())
}

/// Puts a category beneath a parent: what it takes from there.
fn place(row: &mut CategoryRow, parent: Option<&CategoryRow>) {
    let join = |above: Option<&str>, own: &str, with: &str| match above {
        Some(above) if !above.is_empty() && !own.is_empty() => format!("{above}{with}{own}"),
        Some(above) if own.is_empty() => above.to_owned(),
        _ => own.to_owned(),
    };
    row.parent_id = parent.map_or(0, |parent| parent.id);
    row.depth = parent.map_or(0, |parent| parent.depth + 1);
    row.full_name = join(parent.map(|parent| parent.full_name.as_str()), &row.name, ">");
    row.full_ids = join(parent.map(|parent| parent.full_ids.as_str()), &row.id.to_string(), ">");
    row.privacy_contexts =
        join(parent.map(|parent| parent.privacy_contexts.as_str()), &row.privacy_context, ",");
}

/// The category whose members count: to be asked once it is known whether they are inherited.
fn member_category(row: &CategoryRow, parent: Option<&CategoryRow>) -> i64 {
    parent.filter(|_| row.inherits()).map_or(row.id, |parent| parent.member_category_id)
}

fn check_depth(depth: i64) -> Result<()> {
    if depth < MAX_DEPTH { Ok(()) } else { Err(INVALID_FIELD_VALUE.with(["parentId"]).into()) }
}

/// The schema calls the policy read-only, yet consoles set it: it is taken out before that is checked.
fn take_join_policy(call: &Call, sent: &mut Category, access: Access) -> Prop<UserJoinPolicyType> {
    let policy = std::mem::take(&mut sent.user_join_policy);
    if contract::Permits::permits(call, "KalturaCategory", "userJoinPolicy", access) {
        policy
    } else {
        Prop::Absent
    }
}

/// The name that was sent; none was: none.
fn wanted_name(sent: &Category) -> Result<Option<String>> {
    let property = "KalturaCategory::name";
    match &sent.name {
        Prop::Absent => Ok(None),
        Prop::Null => Err(PROPERTY_VALIDATION_CANNOT_BE_NULL.with([property]).into()),
        Prop::Set(name) => {
            let clean = names::clean(name);
            clean.map(Some).ok_or_else(|| PROPERTY_VALIDATION_MIN_LENGTH.with([property, "1"]).into())
        }
    }
}

/// What has no say in anything else.
fn merge_plain(row: &mut CategoryRow, sent: &Category) {
    let texts = [
        (&sent.description, &mut row.more.description),
        (&sent.tags, &mut row.more.tags),
        (&sent.admin_tags, &mut row.more.admin_tags),
        (&sent.partner_data, &mut row.more.partner_data),
    ];
    for (sent, stored) in texts {
        sent.clone().merge_into(stored);
    }
    sent.reference_id.clone().merge_into(&mut row.reference_id);
    row.reference_id = row.reference_id.take().filter(|id| !id.is_empty());
    if !sent.default_order_by.is_absent() {
        row.more.default_order_by = sent.default_order_by.get().map(|order| order.wire_value().to_owned());
    }
    if let Some(value) = sent.partner_sort_value.get() {
        row.partner_sort_value = *value;
    }
    if let Some(moderation) = sent.moderation.get() {
        row.moderation = *moderation;
    }
    if let Some(is_aggregation) = sent.is_aggregation_category.get() {
        row.is_aggregation = *is_aggregation;
    }
}

/// The aggregation categories that it is to be in: those are of that kind, and it is not.
async fn merge_aggregation(
    tx: &mut Transaction,
    scope: Scope,
    row: &mut CategoryRow,
    sent: &Category,
) -> Result<()> {
    if sent.aggregation_categories.is_absent() {
        return Ok(());
    }
    let wrong = || Error::from(AGGREGATION_CATEGORY_WRONG_ASSOCIATION.bare());
    let list = sent.aggregation_categories.get().map_or("", String::as_str);
    let ids: BTreeSet<i64> =
        names::parts(list).into_iter().map(|id| id.parse().map_err(|_| wrong())).collect::<Result<_>>()?;
    let ids: Vec<i64> = ids.into_iter().collect();
    let is_in_some = !ids.is_empty();
    if is_in_some
        && (row.is_aggregation == NullableBoolean::True
            || ids.len() > 500
            || table::count_aggregations(tx, scope, &ids).await? != ids.len())
    {
        return Err(wrong());
    }
    row.aggregation_categories = ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
    Ok(())
}

/// The privacy contexts that were sent, if they differ from what is stored.
fn merge_contexts(row: &mut CategoryRow, sent: &Category, viewer: &enforced::Viewer) -> Result<()> {
    if sent.privacy_context.is_absent() {
        return Ok(());
    }
    let wanted = settings::contexts(sent.privacy_context.get().map_or("", String::as_str))?;
    if wanted != row.privacy_context && viewer.is_enforced {
        return Err(CANNOT_UPDATE_CATEGORY_PRIVACY_CONTEXT.bare().into());
    }
    row.privacy_context = wanted;
    Ok(())
}

async fn check_duplicate(tx: &mut Transaction, scope: Scope, row: &CategoryRow) -> Result<()> {
    if table::is_duplicate(tx, scope, row).await? {
        return Err(DUPLICATE_CATEGORY.with([row.full_name.as_str()]).into());
    }
    Ok(())
}

/// The user of the session, if it names one.
fn caller(call: &Call) -> Option<&str> {
    let token = &call.session()?.token;
    if token.is_anonymous() { None } else { token.user() }
}

/// Makes an owner who is new a user of the account, if need be, and a manager of the category.
async fn install_owner(
    call: &Call,
    tx: &mut Transaction,
    before: Option<&CategoryRow>,
    row: &mut CategoryRow,
) -> Result<()> {
    let Some(owner) = row.settings.owner.clone() else { return Ok(()) };
    let known =
        before.filter(|before| !before.inherits()).and_then(|before| before.settings.owner.as_deref());
    if known.map(user_key) == Some(user_key(&owner)) {
        return Ok(());
    }
    let (scope, now) = (call.scope()?, call.now());
    let owner = member::known_user(tx, scope, &owner, now).await?;
    member::make_manager(tx, scope, row.id, &owner, now).await?;
    row.settings.owner = Some(owner);
    table::save(tx, scope, row).await
}

/// Adds a category.
pub(super) async fn add(call: &Call, sent: Category) -> Result<Category> {
    let (scope, now, mut sent) = (call.scope()?, call.now(), sent);
    let name = wanted_name(&sent)?
        .ok_or_else(|| Error::from(PROPERTY_VALIDATION_CANNOT_BE_NULL.with(["KalturaCategory::name"])))?;
    let policy = take_join_policy(call, &mut sent, Access::Insert);
    call.check_insert(&mut sent)?;
    sent.user_join_policy = policy;
    let viewer = enforced::viewer(call).await?;
    let mut tx = call.app().store.begin().await?;
    partner::hold(&mut tx, scope.partner_id()).await?;
    let parent = sent.parent_id.get().copied().unwrap_or(0);
    let parent = find_parent(call, &mut tx, &viewer, parent).await?;
    let parent = parent.as_ref();
    let mut row = CategoryRow {
        id: 0,
        parent_id: 0,
        depth: 0,
        status: CategoryStatus::Active,
        name,
        full_name: String::new(),
        full_ids: String::new(),
        settings: Settings::default(),
        member_category_id: 0,
        moderation: NullableBoolean::False,
        privacy_context: String::new(),
        privacy_contexts: String::new(),
        reference_id: None,
        partner_sort_value: 0,
        is_aggregation: NullableBoolean::False,
        aggregation_categories: String::new(),
        counts: Counts::default(),
        created_at: now,
        updated_at: now,
        more: More::default(),
    };
    merge_plain(&mut row, &sent);
    merge_contexts(&mut row, &sent, &viewer)?;
    place(&mut row, parent);
    check_depth(row.depth)?;
    settings::settle(None, &mut row, &sent, caller(call))?;
    merge_aggregation(&mut tx, scope, &mut row, &sent).await?;
    check_duplicate(&mut tx, scope, &row).await?;
    row.id = table::insert(&mut tx, scope, &row).await?;
    place(&mut row, parent);
    row.member_category_id = member_category(&row, parent);
    table::save(&mut tx, scope, &row).await?;
    table::count_children(&mut tx, scope, row.parent_id, 1).await?;
    install_owner(call, &mut tx, None, &mut row).await?;
    if row.inherits() {
        member::recount_within(&mut tx, scope, &row.full_ids).await?;
    }
    let added = table::find_within(&mut tx, scope, row.id).await?.ok_or_else(|| not_found(row.id))?;
    tx.commit().await?;
    Ok(show(scope, &added))
}

/// Changes a category, and moves it if it gets another parent.
pub(super) async fn update(call: &Call, id: i64, sent: Category) -> Result<Category> {
    let (scope, mut sent) = (call.scope()?, sent);
    let viewer = enforced::viewer(call).await?;
    let mut tx = call.app().store.begin().await?;
    partner::hold(&mut tx, scope.partner_id()).await?;
    let before = find_managed(call, &mut tx, &viewer, id).await?;
    let name = wanted_name(&sent)?;
    let policy = take_join_policy(call, &mut sent, Access::Update);
    call.check_update(&mut sent, &show(scope, &before))?;
    sent.user_join_policy = policy;
    let mut row = before.clone();
    row.updated_at = call.now();
    row.name = name.unwrap_or(row.name);
    merge_plain(&mut row, &sent);
    merge_contexts(&mut row, &sent, &viewer)?;
    let parent = match &sent.parent_id {
        Prop::Absent => before.parent_id,
        wanted => wanted.get().copied().unwrap_or(0),
    };
    let parent = if parent == before.parent_id {
        // Whoever manages a category need not find what is above it.
        find_parent(call, &mut tx, &enforced::Viewer::default(), parent).await?
    } else {
        find_parent(call, &mut tx, &viewer, parent).await?
    };
    put(call, &mut tx, &before, &mut row, parent.as_ref(), &sent).await?;
    let changed = table::find_within(&mut tx, scope, id).await?.ok_or_else(|| not_found(id))?;
    tx.commit().await?;
    Ok(show(scope, &changed))
}

/// Moves categories beneath another, or to the top.
pub(super) async fn move_all(call: &Call, ids: &str, target: i64) -> Result<()> {
    let scope = call.scope()?;
    let viewer = enforced::viewer(call).await?;
    let mut tx = call.app().store.begin().await?;
    partner::hold(&mut tx, scope.partner_id()).await?;
    let parent = find_parent(call, &mut tx, &viewer, target).await?;
    let mut rows = Vec::new();
    for id in names::parts(ids) {
        let absent = || Error::from(CATEGORY_NOT_FOUND.with([id]));
        let id = id.parse().map_err(|_| absent())?;
        rows.push(find_managed(call, &mut tx, &viewer, id).await?);
    }
    if rows.windows(2).any(|pair| pair[0].parent_id != pair[1].parent_id) {
        return Err(CANNOT_MOVE_CATEGORIES_FROM_DIFFERENT_PARENT_CATEGORIES.bare().into());
    }
    for before in rows.iter().filter(|row| row.parent_id != target) {
        let mut row = CategoryRow { updated_at: call.now(), ..before.clone() };
        put(call, &mut tx, before, &mut row, parent.as_ref(), &Category::default()).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Writes a category that has changed, beneath the parent that it is to have, with all that follows.
async fn put(
    call: &Call,
    tx: &mut Transaction,
    before: &CategoryRow,
    row: &mut CategoryRow,
    parent: Option<&CategoryRow>,
    sent: &Category,
) -> Result<()> {
    let scope = call.scope()?;
    if let Some(parent) = parent.filter(|parent| parent.is_within(before)) {
        return Err(PARENT_CATEGORY_IS_CHILD.with([parent.id.to_string(), before.id.to_string()]).into());
    }
    place(row, parent);
    if row.depth > before.depth {
        check_depth(row.depth + tree::height(tx, scope, before).await?)?;
    }
    settings::settle(Some(before), row, sent, caller(call))?;
    row.member_category_id = member_category(row, parent);
    merge_aggregation(tx, scope, row, sent).await?;
    check_duplicate(tx, scope, row).await?;
    table::save(tx, scope, row).await?;
    if row.inherits() && !before.inherits() {
        member::remove_all(tx, scope, row.id).await?;
    }
    let beneath = tree::follow(tx, scope, before, row).await?;
    if before.parent_id != row.parent_id {
        table::count_children(tx, scope, before.parent_id, -1).await?;
        table::count_children(tx, scope, row.parent_id, 1).await?;
        let (left, entered) = (before.ancestors(), row.ancestors());
        let changed: Vec<i64> = left
            .iter()
            .filter(|id| !entered.contains(id))
            .chain(entered.iter().filter(|id| !left.contains(id)))
            .copied()
            .collect();
        assignments::recount_entries(tx, scope, &changed).await?;
    }
    install_owner(call, tx, Some(before), row).await?;
    let touched = if beneath {
        tree::ids_within(tx, scope, &row.full_ids).await?
    } else if before.settings != row.settings || before.privacy_contexts != row.privacy_contexts {
        vec![row.id]
    } else {
        return Ok(());
    };
    entitlement::categories_changed(tx, scope, &touched).await
}
