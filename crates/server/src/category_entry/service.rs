//! `categoryEntry` (reference: content-access.md §17.3).

use contract::enums::NullableBoolean;
use contract::errors::{
    CANNOT_ACTIVATE_CATEGORY_ENTRY, CANNOT_ASSIGN_ENTRY_TO_CATEGORY, CANNOT_REJECT_CATEGORY_ENTRY,
    CANNOT_REJECT_CATEGORY_ENTRY_SINCE_IT_IS_NOT_PENDING, CANNOT_REMOVE_ENTRY_FROM_CATEGORY,
    CATEGORY_ENTRY_ALREADY_EXISTS, CATEGORY_NOT_FOUND, ENTRY_ID_NOT_FOUND, ENTRY_IS_NOT_ASSIGNED_TO_CATEGORY,
    INVALID_ENTRY_ID, MAX_CATEGORIES_FOR_ENTRY_REACHED, MUST_FILTER_ON_ENTRY_OR_CATEGORY,
    PROPERTY_VALIDATION_CANNOT_BE_NULL,
};
use contract::list::ApiFilter;
use contract::{FilterPager, ListOf, Time, service};
use sea_query::Cond;

use super::model::{CategoryEntry, CategoryEntryFilter, CategoryEntryStatus};
use super::table::{self, Place, Wanted};
use crate::call::Call;
use crate::category::model::{CategoryUserPermissionLevel as Level, ContributionPolicyType};
use crate::category::{self, CategoryRow, Standing};
use crate::entitlement::{self, Viewer};
use crate::entry::{self, Known};
use crate::error::{Error, Result};
use crate::user::user_key;

/// The service `categoryEntry`.
pub struct CategoryEntries;

/// Categories of an entry, and with the feature for more of them.
const MAX_CATEGORIES: usize = 32;
const MORE_CATEGORIES: usize = 1000;
const MORE_CATEGORIES_FEATURE: &str = "FEATURE_CATEGORY_LIMIT";

/// Which entries are in which categories. Whoever calls is a user of the account or an administrator.
#[service(name = "categoryEntry")]
impl CategoryEntries {
    /// Lets an entry into a category that waited for a moderator.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, CONTENT_MANAGE_ASSIGN_CATEGORIES),
        throws(
            INVALID_ENTRY_ID,
            CATEGORY_NOT_FOUND,
            ENTRY_IS_NOT_ASSIGNED_TO_CATEGORY,
            CANNOT_ACTIVATE_CATEGORY_ENTRY
        )
    )]
    async fn activate(
        call: &Call,
        /// The entry.
        entry_id: String,
        /// The category.
        category_id: i64,
    ) -> Result<()> {
        decide(call, &entry_id, category_id, CategoryEntryStatus::Active).await
    }

    /// Puts an entry into a category.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, CONTENT_MANAGE_ASSIGN_CATEGORIES),
        throws(
            INVALID_ENTRY_ID,
            CATEGORY_NOT_FOUND,
            CANNOT_ASSIGN_ENTRY_TO_CATEGORY,
            MAX_CATEGORIES_FOR_ENTRY_REACHED,
            CATEGORY_ENTRY_ALREADY_EXISTS
        )
    )]
    async fn add(
        call: &Call,
        /// Which entry and which category.
        category_entry: CategoryEntry,
    ) -> Result<CategoryEntry> {
        let mut sent = category_entry;
        call.check_insert(&mut sent)?;
        let property = |name: &str| format!("KalturaCategoryEntry::{name}");
        let Some(entry_id) = sent.entry_id.get().cloned() else {
            return Err(PROPERTY_VALIDATION_CANNOT_BE_NULL.with([property("entryId")]).into());
        };
        let Some(category_id) = sent.category_id.get().copied() else {
            return Err(PROPERTY_VALIDATION_CANNOT_BE_NULL.with([property("categoryId")]).into());
        };
        let target = find(call, &entry_id, category_id).await?;
        target.require_contributor(call).await?;
        let (scope, now) = (call.scope()?, call.now());
        let mut tx = call.app().store.begin().await?;
        entry::held(&mut tx, call, &entry_id).await?;
        let places = table::of_entry(&mut tx, scope, target.entry.entry.row).await?;
        let before = places.iter().find(|place| place.category == category_id).map(|place| place.status);
        let counts = |place: &&Place| {
            matches!(place.status, CategoryEntryStatus::Active | CategoryEntryStatus::Pending)
                && place.category != category_id
        };
        check_number(call, places.iter().filter(counts).count() + 1)?;
        if before == Some(CategoryEntryStatus::Active) {
            return Err(CATEGORY_ENTRY_ALREADY_EXISTS.bare().into());
        }
        let place = Place {
            category: category_id,
            entry: target.entry.entry.row,
            status: target.first_status(call),
            creator: Some(call.user_id().to_owned()).filter(|user| !user.is_empty()),
            created_at: now,
        };
        table::write(&mut tx, scope, &place, before, now).await?;
        entitlement::publish(&mut tx, scope, [place.entry]).await?;
        tx.commit().await?;
        Ok(show(&place, entry_id, target.category.full_ids))
    }

    /// Takes an entry out of a category.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, CONTENT_MANAGE_ASSIGN_CATEGORIES),
        throws(
            INVALID_ENTRY_ID,
            CATEGORY_NOT_FOUND,
            CANNOT_REMOVE_ENTRY_FROM_CATEGORY,
            ENTRY_IS_NOT_ASSIGNED_TO_CATEGORY
        )
    )]
    async fn delete(
        call: &Call,
        /// The entry.
        entry_id: String,
        /// The category.
        category_id: i64,
    ) -> Result<()> {
        let target = find(call, &entry_id, category_id).await?;
        let change = Change::begin(call, &target).await?;
        if matches!(change.before, None | Some(CategoryEntryStatus::Deleted)) {
            return Err(not_assigned());
        }
        if !target.may_remove(call).await? {
            return Err(CANNOT_REMOVE_ENTRY_FROM_CATEGORY.bare().into());
        }
        change.write(call, CategoryEntryStatus::Deleted).await
    }

    /// Answers which entries are in which categories.
    #[action(
        session = always,
        allow(
            BASE_USER_SESSION_PERMISSION,
            CONTENT_MANAGE_ASSIGN_CATEGORIES,
            CONTENT_MANAGE_BASE,
            CONTENT_MODERATE_BASE,
            KMC_READ_ONLY,
            PLAYLIST_BASE
        ),
        throws(MUST_FILTER_ENTRY_ID_EQUAL, MUST_FILTER_ON_ENTRY_OR_CATEGORY)
    )]
    async fn list(
        call: &Call,
        /// Which ones.
        filter: Option<CategoryEntryFilter>,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<CategoryEntry>> {
        list(call, &filter.unwrap_or_default(), pager.as_ref()).await
    }

    /// Refuses an entry that waited for a moderator.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, CONTENT_MANAGE_ASSIGN_CATEGORIES),
        throws(
            INVALID_ENTRY_ID,
            CATEGORY_NOT_FOUND,
            ENTRY_IS_NOT_ASSIGNED_TO_CATEGORY,
            CANNOT_ACTIVATE_CATEGORY_ENTRY
        )
    )]
    async fn reject(
        call: &Call,
        /// The entry.
        entry_id: String,
        /// The category.
        category_id: i64,
    ) -> Result<()> {
        decide(call, &entry_id, category_id, CategoryEntryStatus::Rejected).await
    }
}

/// Refuses more categories of one entry than the account may have.
pub(super) fn check_number(call: &Call, categories: usize) -> Result<()> {
    let has_more = call.partner()?.has_feature(MORE_CATEGORIES_FEATURE);
    let most = if has_more { MORE_CATEGORIES } else { MAX_CATEGORIES };
    if categories > most {
        return Err(MAX_CATEGORIES_FOR_ENTRY_REACHED.with([most.to_string()]).into());
    }
    Ok(())
}

fn not_assigned() -> Error {
    ENTRY_IS_NOT_ASSIGNED_TO_CATEGORY.bare().into()
}

/// What a call is about: an entry and a category that its session sees.
struct Target {
    viewer: Viewer,
    entry: std::sync::Arc<Known>,
    category: CategoryRow,
    /// What the caller is in the category.
    standing: Option<Standing>,
}

async fn find(call: &Call, entry_id: &str, category_id: i64) -> Result<Target> {
    let viewer = entitlement::viewer(call).await?;
    let (app, scope) = (call.app(), call.scope()?);
    let entry = entry::visible_to(call, &viewer, entry_id).await?;
    let entry = entry.ok_or_else(|| Error::from(INVALID_ENTRY_ID.with([entry_id])))?;
    let category = category::find_visible(call, &viewer.who, category_id).await?;
    let category = category.ok_or_else(|| Error::from(CATEGORY_NOT_FOUND.with([category_id.to_string()])))?;
    let standing = category::standing(app, scope, &viewer.who, &category).await?;
    Ok(Target { viewer, entry, category, standing })
}

impl Target {
    fn powers(&self) -> category::Powers {
        self.standing.map(|standing| standing.powers).unwrap_or_default()
    }

    fn is_creator(&self) -> bool {
        let creator = self.entry.entry.more.creator_id.as_deref().unwrap_or_default();
        !self.viewer.is_anonymous() && user_key(creator) == self.viewer.user_key()
    }

    async fn is_editor(&self, call: &Call) -> Result<bool> {
        entry::owner::may_edit(call.app(), call.known_session()?, &self.entry, false).await
    }

    /// Who may put entries into a category that not everybody contributes to.
    async fn require_contributor(&self, call: &Call) -> Result<()> {
        if !self.viewer.who.is_enforced || self.category.settings.contribution == ContributionPolicyType::All
        {
            return Ok(());
        }
        let level = self.standing.map(|standing| standing.level);
        let is_above_member = matches!(level, Some(Level::Manager | Level::Moderator | Level::Contributor));
        let powers = self.powers();
        let may = is_above_member
            && (powers.edit || powers.contribute || self.is_creator() || self.is_editor(call).await?);
        if may { Ok(()) } else { Err(CANNOT_ASSIGN_ENTRY_TO_CATEGORY.bare().into()) }
    }

    fn first_status(&self, call: &Call) -> CategoryEntryStatus {
        let powers = self.powers();
        let waits = self.category.moderation == NullableBoolean::True
            && ((self.viewer.who.is_enforced && !powers.edit && !powers.moderate)
                || call.privileges().is_some_and(|privileges| privileges.flag("enablecategorymoderation")));
        if waits { CategoryEntryStatus::Pending } else { CategoryEntryStatus::Active }
    }

    async fn may_remove(&self, call: &Call) -> Result<bool> {
        let may_publish = || {
            let users = &self.entry.entry.more.entitled_publish;
            users.iter().any(|user| self.viewer.who.keys.contains(&user_key(user)))
        };
        Ok(!self.viewer.who.is_enforced
            || self.powers().edit
            || self.is_creator()
            || may_publish()
            || self.is_editor(call).await?)
    }
}

/// A place that is about to change.
struct Change {
    tx: store::Transaction,
    place: Place,
    before: Option<CategoryEntryStatus>,
}

impl Change {
    async fn begin(call: &Call, target: &Target) -> Result<Self> {
        let mut tx = call.app().store.begin().await?;
        entry::held(&mut tx, call, &target.entry.entry.id).await?;
        let places = table::of_entry(&mut tx, call.scope()?, target.entry.entry.row).await?;
        let known = places.into_iter().find(|place| place.category == target.category.id);
        let before = known.as_ref().map(|place| place.status);
        let place = known.ok_or_else(not_assigned)?;
        Ok(Self { tx, place, before })
    }

    async fn write(mut self, call: &Call, status: CategoryEntryStatus) -> Result<()> {
        let scope = call.scope()?;
        self.place.status = status;
        table::write(&mut self.tx, scope, &self.place, self.before, call.now()).await?;
        entitlement::publish(&mut self.tx, scope, [self.place.entry]).await?;
        Ok(self.tx.commit().await?)
    }
}

async fn decide(call: &Call, entry_id: &str, category_id: i64, status: CategoryEntryStatus) -> Result<()> {
    let target = find(call, entry_id, category_id).await?;
    let change = Change::begin(call, &target).await?;
    let activates = status == CategoryEntryStatus::Active;
    match change.before {
        Some(CategoryEntryStatus::Pending) => {}
        Some(CategoryEntryStatus::Deleted) | None => return Err(not_assigned()),
        Some(_) if activates => return Err(not_assigned()),
        Some(_) => return Err(CANNOT_REJECT_CATEGORY_ENTRY_SINCE_IT_IS_NOT_PENDING.bare().into()),
    }
    let powers = target.powers();
    if target.viewer.who.is_enforced && !powers.edit && !powers.moderate {
        return Err(if activates {
            CANNOT_ACTIVATE_CATEGORY_ENTRY.bare().into()
        } else {
            CANNOT_REJECT_CATEGORY_ENTRY.bare().into()
        });
    }
    change.write(call, status).await
}

async fn list(
    call: &Call,
    filter: &CategoryEntryFilter,
    pager: Option<&FilterPager>,
) -> Result<ListOf<CategoryEntry>> {
    let (app, scope) = (call.app(), call.scope()?);
    let viewer = entitlement::viewer(call).await?;
    let given = |text: &contract::Prop<String>| text.get().filter(|text| !text.is_empty()).cloned();
    let (one_entry, entries) = (given(&filter.entry_id_equal), given(&filter.entry_id_in));
    let (one_category, categories) = (filter.category_id_equal.get().copied(), given(&filter.category_id_in));
    let names_some =
        one_entry.is_some() || entries.is_some() || one_category.is_some() || categories.is_some();
    if !names_some && (!call.is_admin() || viewer.who.is_enforced) {
        return Err(MUST_FILTER_ON_ENTRY_OR_CATEGORY.bare().into());
    }

    let mut wanted = Wanted::default();
    let ids = one_entry.iter().map(String::as_str).chain(entries.iter().flat_map(|ids| ids.split(',')));
    for id in ids.map(str::trim).filter(|id| !id.is_empty()) {
        let seen = entry::visible_to(call, &viewer, id).await?;
        match seen {
            Some(known) => wanted.entries.get_or_insert_default().push(known.entry.row),
            None if viewer.who.is_enforced => return Err(ENTRY_ID_NOT_FOUND.with([id]).into()),
            None => {
                wanted.entries.get_or_insert_default();
            }
        }
    }
    if viewer.who.is_enforced {
        let named = categories.iter().flat_map(|ids| ids.split(',')).filter_map(|id| id.trim().parse().ok());
        for id in one_category.into_iter().chain(named) {
            if category::find_visible(call, &viewer.who, id).await?.is_none() {
                return Err(CATEGORY_NOT_FOUND.with([id.to_string()]).into());
            }
        }
        // Entries may be in categories that the session does not find.
        wanted.categories = Some(category::visible(app, scope, &viewer.who).await?);
    }
    if let Some(path) = given(&filter.category_full_ids_starts_with) {
        let under = app.store.starts_with("full_ids", &path);
        wanted.categories = Some(wanted.categories.unwrap_or_else(Cond::all).add(under));
    }
    let mut query = filter.query(pager);
    let says_status = filter.status_equal.get().is_some() || given(&filter.status_in).is_some();
    if !says_status {
        use contract::filter::{Condition, Operand, Operator};
        let operand = Operand::Text("1,2".to_owned());
        query.conditions.push(Condition { properties: &["status"], operator: Operator::In, operand });
    }
    let (places, total) = table::list(app, scope, wanted, &query).await?;
    let names = table::names(app, &places).await?;
    let shown = places.iter().zip(names).map(|(place, (entry, path))| show(place, entry, path));
    Ok(ListOf { objects: Some(shown.collect()), total_count: i64::try_from(total).unwrap_or(i64::MAX) })
}

fn show(place: &Place, entry_id: String, full_ids: String) -> CategoryEntry {
    CategoryEntry {
        category_id: place.category.into(),
        entry_id: entry_id.into(),
        created_at: Time(place.created_at).into(),
        category_full_ids: full_ids.into(),
        status: place.status.into(),
        creator_user_id: place.creator.clone().into(),
    }
}
