//! How far a password reaches.
//!
//! A log-in is shared by all accounts of a person, and accounts do not trust each other. An administrator who adds
//! somebody may choose the first password, and whoever has a password may change the address; neither says who reads
//! the mails of that address. Yet an account adds a person by the address alone. So until somebody has chosen a
//! password by a link that was mailed there, a password opens only the accounts that it opened when it, or the
//! address, was chosen. An account that is joined later waits for the proof.
//!
//! In an account that a password does not open, the person is unknown to whoever has that password: whatever
//! answers about people who are not there is answered. So nobody learns from a password of their own choice where else
//! the person is.

use sea_query::{Expr, ExprTrait, Query};
use store::Transaction;

use super::table::{self, Login};
use crate::app::App;
use crate::error::{Error, Result};
use crate::user::{self, User};

/// The accounts that a password opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach(Option<Vec<i64>>);

impl Reach {
    /// All accounts of the person, who has proven to read the mails of the address.
    pub const ALL: Self = Self(None);

    /// These accounts alone.
    pub fn only(accounts: impl IntoIterator<Item = i64>) -> Self {
        Self(Some(accounts.into_iter().collect()))
    }

    /// True if the person has proven to read the mails of the address.
    pub fn is_proven(&self) -> bool {
        self.0.is_none()
    }

    /// True if the password opens an account.
    pub fn opens(&self, partner_id: i64) -> bool {
        self.0.as_ref().is_none_or(|accounts| accounts.contains(&partner_id))
    }

    /// True if there is none of these users whom the password does not open.
    pub(super) fn covers(&self, users: &[(i64, User)]) -> bool {
        users.iter().all(|(account, _)| self.opens(*account))
    }

    pub(super) fn from_text(text: Option<&str>) -> Result<Self> {
        let Some(text) = text else { return Ok(Self::ALL) };
        let accounts = text.split(',').filter(|number| !number.is_empty()).map(str::parse);
        let accounts = accounts.collect::<Result<_, _>>();
        Ok(Self(Some(accounts.map_err(|error| Error::internal(format!("opens_only {text:?}: {error}")))?)))
    }

    pub(super) fn to_text(&self) -> Option<String> {
        let accounts = self.0.as_ref()?;
        Some(accounts.iter().map(i64::to_string).collect::<Vec<_>>().join(","))
    }
}

/// Keeps how far the password of a log-in reaches. The log-in is held by the transaction.
pub(super) async fn set(tx: &mut Transaction, login_row: i64, reach: &Reach) -> Result<()> {
    let statement = Query::update()
        .table("login")
        .value("opens_only", reach.to_text())
        .and_where(Expr::col("id").eq(login_row))
        .to_owned();
    tx.execute(&statement).await?;
    Ok(())
}

/// Closes an account that is about to be joined, unless the mailbox is proven: the account may have been in reach
/// before, and does not go by what it thought of the person then. Gives how far the password reaches now.
pub(super) async fn join(tx: &mut Transaction, login: &Login, partner_id: i64) -> Result<Reach> {
    let Reach(Some(accounts)) = &login.reach else { return Ok(Reach::ALL) };
    let reach = Reach::only(accounts.iter().copied().filter(|account| *account != partner_id));
    set(tx, login.row, &reach).await?;
    Ok(reach)
}

/// Opens an account to the password that was typed to make it: there is nothing in it that anybody could lose.
pub(crate) async fn found(tx: &mut Transaction, login_row: i64, partner_id: i64) -> Result<()> {
    let login = table::hold(tx, login_row).await?.ok_or_else(|| Error::collided("a log-in went"))?;
    let Reach(Some(accounts)) = login.reach else { return Ok(()) };
    set(tx, login_row, &Reach::only(accounts.into_iter().chain([partner_id]))).await
}

/// The users whom a password opens, by ascending account.
pub(super) async fn users(app: &App, login: &Login) -> Result<Vec<(i64, User)>> {
    let mut users = user::users_of_login(app, login.row).await?;
    users.retain(|(account, _)| login.reach.opens(*account));
    Ok(users)
}

/// How far the password of a row reaches; `None`: no password was chosen yet.
pub async fn of_row(app: &App, login_row: i64) -> Result<Option<Reach>> {
    let login = table::login_by_row(app, login_row).await?;
    Ok(login.filter(|login| login.password.is_some()).map(|login| login.reach))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_back() {
        for reach in [Reach::ALL, Reach::only([]), Reach::only([101]), Reach::only([101, 1010])] {
            assert_eq!(Reach::from_text(reach.to_text().as_deref()).unwrap(), reach);
        }
        assert!(Reach::only([1010]).opens(1010) && !Reach::only([1010]).opens(101));
        assert!(!Reach::only([]).opens(101) && Reach::ALL.opens(101));
        assert!(Reach::from_text(Some("101,x")).is_err(), "nothing is opened by mistake");
    }
}
