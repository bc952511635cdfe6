//! The name and the address of a user, for the account that the user owns (reference: identity.md §5.1).

use sea_query::{Expr, ExprTrait, Query};
use store::Transaction;

use super::known::announce;
use super::{User, name_key, table, user_key};
use crate::app::App;
use crate::error::Result;

/// Who answers for an account, and how to reach them.
#[derive(Clone, Debug, Default)]
pub struct Contact {
    /// First and last name.
    pub full_name: Option<String>,
    /// The address, which need not be the one that logs in.
    pub email: Option<String>,
}

/// The contact of a user.
pub async fn contact(app: &App, user: &User) -> Result<Contact> {
    let statement = Query::select()
        .columns(["first_name", "last_name", "email"])
        .from("account_user")
        .and_where(Expr::col("id").eq(user.row))
        .to_owned();
    let Some(row) = app.store.one(&statement).await? else { return Ok(Contact::default()) };
    let names: [Option<String>; 2] = [row.get("first_name")?, row.get("last_name")?];
    let names: Vec<String> = names.into_iter().flatten().filter(|name| !name.is_empty()).collect();
    let full_name = (!names.is_empty()).then(|| names.join(" "));
    Ok(Contact { full_name, email: row.get("email")? })
}

/// Gives a user another name, split at its first blank, or another address; what is `None` stays.
pub async fn set_contact(
    tx: &mut Transaction,
    partner_id: i64,
    user: &User,
    contact: &Contact,
    now: i64,
) -> Result<()> {
    let mut values: Vec<(&'static str, Expr)> = vec![("updated_at", now.into())];
    if let Some(name) = &contact.full_name {
        let (first, last) = match name.split_once(' ') {
            Some((first, last)) => (first, Some(last)),
            None => (name.as_str(), None),
        };
        values.extend([
            ("first_name", first.into()),
            ("first_name_key", name_key(first).into()),
            ("last_name", last.into()),
            ("last_name_key", last.map(name_key).into()),
        ]);
    }
    if let Some(email) = &contact.email {
        values.extend([("email", email.as_str().into()), ("email_key", name_key(email).into())]);
    }
    let update = Query::update()
        .table("account_user")
        .values(values)
        .and_where(Expr::col("id").eq(user.row))
        .to_owned();
    tx.execute(&update).await?;
    table::describe(tx, partner_id, &user.id).await?;
    announce(tx, partner_id, &user_key(&user.id));
    Ok(())
}
