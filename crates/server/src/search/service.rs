//! `elasticsearch_eSearch` (reference: search-metadata.md §1, §2; more-services.md §6.2, §6.3).

use contract::enums::NullableBoolean;
use contract::errors::{
    AGGREGATION_FIELD_NAME_MUST_BE_SUPPLIED, CRITERIA_EXCEEDED_MAX_MATCHES, OBJECTID_AND_OBJECTIDS,
};
use contract::filter::Page;
use contract::{ApiEnum, Pager, Prop, service};
use sea_query::{Cond, Expr, ExprTrait};

use super::entries::Compiler;
use super::hidden::Hidden;
use super::highlight::Marks;
use super::model::aggregation::{AggregationResponseItem, AnyAggregationItem};
use super::model::base::{ItemDataResult, SearchParams, SearchResponse, SearchResult};
use super::model::category::{CategoryParams, CategoryResponse};
use super::model::entry::{EntryParams, EntryResponse, EntryResult};
use super::model::group::{GroupParams, GroupResponse};
use super::model::user::{UserParams, UserResponse};
use super::nested::Nested;
use super::part::Part;
use super::{categories, order, people, tree, within};
use crate::call::Call;
use crate::entitlement;
use crate::entry::search as entries;
use crate::entry::words::EntryStatus;
use crate::entry::{Known, readable_page, show, table};
use crate::error::Result;

/// The service `elasticsearch_eSearch`.
pub struct Searches;

/// Results that can be reached.
const MAX_REACH: u64 = 10_000;
/// Results without a pager; with one there are thirty.
const WITHOUT_PAGER: u32 = 10;
/// Ids and statuses of a list that count.
const MAX_VALUES: usize = 500;

/// Searches through everything that entries, categories and users have.
#[service(name = "elasticsearch_eSearch", plugin = "elasticSearch")]
impl Searches {
    /// Answers categories that the session finds, as lists of categories do.
    #[action(session = always, allow(BASE_USER_SESSION_PERMISSION, ESEARCH_READ_PERMISSION))]
    async fn search_category(
        call: &Call,
        /// Which ones.
        search_params: CategoryParams,
        /// Which page; the first ten if not given.
        pager: Option<Pager>,
    ) -> Result<CategoryResponse> {
        Box::pin(categories::search(call, &search_params, pager.as_ref())).await
    }

    /// Answers entries that the session may see, deleted ones never. What `list` and its kin say about sessions does not
    /// matter here.
    #[action(session = always, allow(BASE_USER_SESSION_PERMISSION, ESEARCH_READ_PERMISSION))]
    async fn search_entry(
        call: &Call,
        /// Which ones.
        search_params: EntryParams,
        /// Which page; the first ten if not given.
        pager: Option<Pager>,
    ) -> Result<EntryResponse> {
        Box::pin(search_entries(call, &search_params, pager.as_ref())).await
    }

    /// Answers users, and groups unless the search says otherwise.
    #[action(session = always, allow(ADMIN_BASE))]
    async fn search_user(
        call: &Call,
        /// Which ones.
        search_params: UserParams,
        /// Which page; the first ten if not given.
        pager: Option<Pager>,
    ) -> Result<UserResponse> {
        Box::pin(people::users(call, &search_params, pager.as_ref())).await
    }

    /// Answers groups.
    #[action(
        session = always,
        allow(ACCOUNT_BASE, ADMIN_BASE),
        alias = "elasticsearch_esearch.searchGroup",
        source = "group_group->searchGroup",
        plugin = "group"
    )]
    async fn search_group(
        call: &Call,
        /// Which ones.
        search_params: GroupParams,
        /// Which page; the first ten if not given.
        pager: Option<Pager>,
    ) -> Result<GroupResponse> {
        Box::pin(people::groups(call, &search_params, pager.as_ref())).await
    }
}

/// The page that is wanted, within what can be reached.
pub(super) fn page(pager: Option<&Pager>) -> Result<Page> {
    let page = pager.map_or(Page { size: WITHOUT_PAGER, index: 1 }, Pager::page);
    if u64::from(page.size) * u64::from(page.index) > MAX_REACH {
        return Err(CRITERIA_EXCEEDED_MAX_MATCHES.bare().into());
    }
    Ok(page)
}

/// The ids that a search names, and whether they are the wanted ones.
pub(super) fn ids(params: &SearchParams) -> Result<Option<(Vec<String>, bool)>> {
    let given = |prop: &Prop<String>| prop.get().filter(|text| !text.is_empty()).cloned();
    let list = match (given(&params.object_id), given(&params.object_ids)) {
        (Some(_), Some(_)) => return Err(OBJECTID_AND_OBJECTIDS.bare().into()),
        (Some(list), None) | (None, Some(list)) => list,
        (None, None) => return Ok(None),
    };
    let ids = list.split(',').map(str::trim).filter(|id| !id.is_empty());
    let wanted = params.object_ids_not_in.get() != Some(&NullableBoolean::True);
    Ok(Some((ids.take(MAX_VALUES).map(str::to_owned).collect(), wanted)))
}

/// The values of a list of statuses; none where nothing is said.
pub(super) fn statuses(params: &SearchParams) -> Option<Vec<&str>> {
    let list = params.object_statuses.get().filter(|list| !list.is_empty())?;
    Some(list.split(',').take(MAX_VALUES).collect())
}

async fn search_entries(call: &Call, params: &EntryParams, pager: Option<&Pager>) -> Result<EntryResponse> {
    let (app, scope) = (call.app(), call.scope()?);
    let base = &params.base;
    let root = tree::root(&params.search_operator)?;
    let ids = ids(base)?;
    let page = page(pager)?;
    order::check_score(&base.score_function_params)?;
    let order = order::of_entries(&base.order_by)?;
    let aggregations = aggregations(params)?;

    let mut compiler = Compiler {
        app,
        scope,
        budget: tree::Budget::default(),
        hidden: Hidden::default(),
        marks: Marks::default(),
        nested: Nested::of_entries(call).await?,
        groups: Vec::new(),
    };
    let ground = entries::ground(app);
    let mut parts = vec![compiler.operator(root, true, false).await?, status(base)];
    if let Some((ids, wanted)) = &ids {
        compiler.hidden.switch_off();
        let named = entries::with_ids(scope, ids.iter().map(String::as_str));
        parts.push(if *wanted { named } else { Part::none(vec![named], ground) });
    }
    parts.push(compiler.hidden.rule(scope, ground));
    let wanted = entries::Wanted { part: Part::all(parts, ground), order, page };
    let viewer = entitlement::viewer(call).await?;
    let page = entries::search(app, scope, &viewer, wanted).await?;
    let (found, total) = readable_page(call, page).await?;
    let Compiler { nested, groups, marks, .. } = &compiler;
    let rows: Vec<(i64, &str)> =
        found.iter().map(|known| (known.entry.row, known.entry.id.as_str())).collect();
    let mut data = within::found(nested, groups, &rows, ids.is_some()).await?;
    let result =
        |known: &Known| result(call, known, marks, data.remove(&known.entry.row).unwrap_or_default());
    Ok(EntryResponse {
        base: response(total),
        objects: found.iter().map(result).collect::<Vec<_>>().into(),
        aggregations: aggregations.into(),
    })
}

/// What every answer says first.
pub(super) fn response(total: u64) -> SearchResponse {
    SearchResponse { total_count: i64::try_from(total).unwrap_or(i64::MAX).into() }
}

fn result(call: &Call, known: &Known, marks: &Marks, within: Vec<ItemDataResult>) -> EntryResult {
    let highlight = Some(marks.of_entry(known)).filter(|marked| !marked.is_empty());
    EntryResult {
        base: SearchResult {
            highlight: highlight.map_or(Prop::Absent, Prop::Set),
            items_data: within.into(),
        },
        object: show(call, known).into(),
    }
}

/// The statuses of entries that are looked for: ready, unless others are named.
fn status(params: &SearchParams) -> Part {
    let ready = vec![EntryStatus::Ready.wire_value()];
    let named = statuses(params).unwrap_or(ready);
    let numbers: Vec<i64> =
        named.into_iter().filter_map(EntryStatus::from_wire_value).map(table::number).collect();
    if numbers.is_empty() {
        return Part::Nothing;
    }
    Part::tallied(Cond::all().add(Expr::col("status").is_in(numbers)))
}

/// What was asked to be counted; nothing is.
fn aggregations(params: &EntryParams) -> Result<Option<Vec<AggregationResponseItem>>> {
    let Some(wanted) = params.aggregations.get() else { return Ok(None) };
    for item in wanted.aggregations.get().into_iter().flatten() {
        let is_named = match item {
            AnyAggregationItem::Entry(item) => item.field_name.get().is_some(),
            AnyAggregationItem::Category(item) => item.field_name.get().is_some(),
            AnyAggregationItem::CuePoint(item) => item.field_name.get().is_some(),
            AnyAggregationItem::Metadata(_) => true,
        };
        if !is_named {
            return Err(AGGREGATION_FIELD_NAME_MUST_BE_SUPPLIED.bare().into());
        }
    }
    Ok(Some(Vec::new()))
}
