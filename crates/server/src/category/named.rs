//! Categories by their full names, as entries name them.

use sea_query::{Cond, Expr, ExprTrait};

use super::model::Category;
use super::table::{self, CategoryRow};
use super::{change, names, visible};
use crate::app::App;
use crate::call::Call;
use crate::entitlement::enforced::Viewer;
use crate::error::Result;

/// The category with this full name (`a>b>c`, in any letter case), if the viewer finds it.
pub(crate) async fn find_by_full_name(
    call: &Call,
    viewer: &Viewer,
    full_name: &str,
) -> Result<Option<CategoryRow>> {
    let (app, scope) = (call.app(), call.scope()?);
    let found = table::find_by_full_name(app, scope, &names::full_key(full_name)).await?;
    let Some(found) = found else { return Ok(None) };
    Ok(visible::is_visible(app, scope, viewer, &found).await?.then_some(found))
}

/// Makes the category with this full name, and those above it that are not there. Gives its id.
pub(crate) async fn make_path(call: &Call, viewer: &Viewer, full_name: &str) -> Result<i64> {
    let (mut path, mut parent) = (String::new(), 0);
    for name in full_name.split('>').map(str::trim) {
        if !path.is_empty() {
            path.push('>');
        }
        path.push_str(name);
        parent = match find_by_full_name(call, viewer, &path).await? {
            Some(known) => known.id,
            None => {
                let new = Category { name: name.into(), parent_id: parent.into(), ..Category::default() };
                change::add(call, new).await?.id.get().copied().unwrap_or_default()
            }
        };
    }
    Ok(parent)
}

/// True of the category with this full name, and where wanted of all beneath it.
pub(crate) fn named(app: &App, full_name: &str, and_beneath: bool) -> Cond {
    let folded = names::full_key(full_name);
    let itself = Cond::all()
        .add(Expr::col("full_name_key").eq(names::start(&folded)))
        .add(Expr::col("full_name_folded").eq(folded.as_str()));
    if !and_beneath {
        return itself;
    }
    // What the index holds begins likewise, as far as it goes.
    let path = format!("{folded}>");
    let beneath = app
        .store
        .starts_with("full_name_key", &names::start(&path))
        .add(app.store.starts_with("full_name_folded", &path));
    Cond::any().add(itself).add(beneath)
}
