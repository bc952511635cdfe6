//! `category` (reference: content-access.md §17.1).

use contract::{BigInt, FilterPager, ListOf, NullableBoolean, service};

use super::change::{self, not_found};
use super::filter::CategoryFilter;
use super::model::Category;
use super::show::show;
use super::{list, remove, visible};
use crate::call::Call;
use crate::entitlement::enforced;
use crate::error::Result;

/// The service `category`.
pub struct Categories;

/// The tree that entries are put in. Sessions that are held to entitlements find the categories of their privacy
/// context, and change those that their user manages.
#[service(name = "category")]
impl Categories {
    /// Adds a category.
    #[action(session = always, allow(CONTENT_MANAGE_EDIT_CATEGORIES))]
    async fn add(
        call: &Call,
        /// The category; its name is required.
        category: Category,
    ) -> Result<Category> {
        change::add(call, category).await
    }

    /// Deletes a category, and all beneath it.
    #[action(session = always, allow(CONTENT_MANAGE_EDIT_CATEGORIES))]
    async fn delete(
        call: &Call,
        /// Its id.
        id: BigInt,
        /// Whether its entries, and those of the categories beneath it, go to its parent.
        #[param(default = NullableBoolean::True, printed = "1")]
        move_entries_to_parent_category: NullableBoolean,
    ) -> Result<()> {
        remove::remove(call, id.0, move_entries_to_parent_category != NullableBoolean::False).await
    }

    /// Answers a category.
    #[action(
        session = always,
        allow(
            BASE_USER_SESSION_PERMISSION,
            CONTENT_MANAGE_ASSIGN_CATEGORIES,
            CONTENT_MANAGE_BASE,
            CONTENT_MANAGE_EDIT_CATEGORIES,
            WIDGET_SESSION_PERMISSION
        )
    )]
    async fn get(
        call: &Call,
        /// Its id.
        id: BigInt,
    ) -> Result<Category> {
        let viewer = enforced::viewer(call).await?;
        let row = visible::find_visible(call, &viewer, id.0).await?;
        row.map_or_else(|| Err(not_found(id.0)), |row| Ok(show(call.scope()?, &row)))
    }

    /// Answers the categories of the account, those at the top first. Without a pager the first 10,000 are answered.
    #[action(
        session = always,
        allow(
            ANALYTICS_BASE,
            BASE_USER_SESSION_PERMISSION,
            CONTENT_MANAGE_ASSIGN_CATEGORIES,
            CONTENT_MANAGE_BASE,
            CONTENT_MODERATE_BASE,
            KMC_READ_ONLY,
            WIDGET_SESSION_PERMISSION
        )
    )]
    async fn list(
        call: &Call,
        /// Which ones.
        filter: Option<CategoryFilter>,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<Category>> {
        let (app, scope) = (call.app(), call.scope()?);
        let viewer = enforced::viewer(call).await?;
        let filter = filter.unwrap_or_default();
        let (rows, total) = list::list(app, scope, &viewer, &filter, pager.as_ref(), call.now()).await?;
        Ok(ListOf {
            objects: Some(rows.iter().map(|row| show(scope, row)).collect()),
            total_count: i64::try_from(total).unwrap_or(i64::MAX),
        })
    }

    /// Moves categories that have the same parent, with all beneath them, to another parent.
    #[action(session = always, allow(CONTENT_MANAGE_BASE, CONTENT_MODERATE_BASE))]
    async fn r#move(
        call: &Call,
        /// Their ids, comma-separated.
        category_ids: String,
        /// The parent that they get; 0: none.
        target_category_parent_id: i64,
    ) -> Result<bool> {
        change::move_all(call, &category_ids, target_category_parent_id).await.map(|()| true)
    }

    /// Changes a category. With another `parentId` it moves there, with all beneath it.
    #[action(session = always, allow(CONTENT_MANAGE_EDIT_CATEGORIES))]
    async fn update(
        call: &Call,
        /// Its id.
        id: BigInt,
        /// What changes; what is absent stays.
        category: Category,
    ) -> Result<Category> {
        change::update(call, id.0, category).await
    }
}
