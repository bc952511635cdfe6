//! Categories: the tree that entries are put in, who is in it, and who sees what of it.

pub(crate) mod assignments;
mod change;
pub mod filter;
mod list;
pub mod member;
pub mod model;
mod names;
mod remove;
mod row;
pub mod service;
mod settings;
mod show;
mod table;
mod tree;
mod visible;

use std::sync::Arc;

pub use self::member::{Memberships, Powers, Standing, TOPIC};
pub(crate) use self::member::{follow_user, forget_user};
#[allow(unused_imports)] // for the services of entries
pub(crate) use self::table::{CategoryRow, find, find_within};
#[allow(unused_imports)] // for the services of entries
pub(crate) use self::visible::{find_visible, standing, visible};
use crate::app::App;
use crate::call::Scope;
use crate::error::Result;

/// What a user or group is where: by the category that has the member, not those that inherit it; active memberships
/// only. With a warm cache a look-up in memory.
#[allow(dead_code)] // for the decision about entries
pub(crate) async fn memberships(
    app: &App,
    scope: Scope,
    user_key: &str,
) -> Result<Arc<std::collections::HashMap<i64, Standing>>> {
    app.memberships.of(app, scope, user_key).await
}
