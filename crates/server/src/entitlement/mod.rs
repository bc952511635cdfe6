//! Who sees which entries: audiences, and the tables of lists that follow from them (docs/design/lists.md;
//! reference: content-access.md §16).

mod audience;
mod contexts;
pub(crate) mod enforced;
mod viewer;

pub(crate) use self::audience::{EVERYBODY, LOGGED_IN, categories_changed, publish};
pub(crate) use self::contexts::{WHOLE_ACCOUNT, known_number};
pub(crate) use self::viewer::{Viewer, viewer, viewer_of};
