//! What searches find users by: words, whole values and parts of them (reference: search-metadata.md §2.2).

use std::collections::BTreeMap;

use sea_query::{Cond, Expr, ExprTrait, Query, SelectStatement};
use store::{PartIndex, Sought, Store, TextIndex, Transaction, words_of};

use super::UserStatus;
use super::show::full_name;
use super::table::FullUser;
use crate::call::Scope;
use crate::error::Result;

/// The words of users and groups.
pub(super) const TEXT: TextIndex = TextIndex::new("account_user_text", &["words"]);

/// The letters of their texts, for parts of these.
const PARTS: PartIndex = PartIndex::new("account_user_value", "letters");

/// Bytes of a value that are looked at.
const MAX_BYTES: usize = 255;
/// Values in one statement.
const AT_ONCE: usize = 500;

/// A text of a user. The numbers stand in the table of values, the letters in front of words.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Field {
    ScreenName = 1,
    FirstName = 2,
    LastName = 3,
    FullName = 4,
    UserId = 5,
    Title = 6,
    Company = 7,
    Tag = 8,
    Email = 9,
    ExternalId = 10,
    Country = 11,
    Capability = 12,
}

impl Field {
    fn number(self) -> i64 {
        self as i64
    }

    fn letter(self) -> char {
        match self {
            Self::ScreenName => 's',
            Self::FirstName => 'f',
            Self::LastName => 'l',
            Self::FullName => 'n',
            Self::UserId => 'i',
            Self::Title => 't',
            Self::Company => 'c',
            Self::Tag => 'g',
            Self::Email => 'e',
            Self::ExternalId => 'x',
            Self::Country => 'o',
            Self::Capability => 'a',
        }
    }

    /// The words of a text of this field.
    fn words(self, text: &str) -> Vec<String> {
        words_of(text).iter().map(|word| format!("{}{word}", self.letter())).collect()
    }

    /// Whether parts of its texts are looked for.
    fn has_parts(self) -> bool {
        !matches!(self, Self::Country | Self::Capability)
    }
}

/// The letters and digits of a text in their order, folded, whatever stands between its words.
fn letters_of(text: &str) -> String {
    store::folded(text).chars().filter(|letter| store::is_in_word(*letter)).collect()
}

/// A value folded for comparison: without case, accents and blanks that do not matter.
fn value_key(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let folded = store::folded(&words.join(" "));
    folded[..folded.floor_char_boundary(MAX_BYTES)].to_owned()
}

fn texts(full: &FullUser) -> Vec<(Field, String)> {
    let profile = &full.profile;
    let name = full_name(full.first_name.as_deref(), full.last_name.as_deref());
    let single = [
        (Field::ScreenName, full.screen_name.as_ref()),
        (Field::FirstName, full.first_name.as_ref()),
        (Field::LastName, full.last_name.as_ref()),
        (Field::FullName, Some(&name)),
        (Field::UserId, Some(&full.user.id)),
        (Field::Title, profile.title.as_ref()),
        (Field::Company, profile.company.as_ref()),
        (Field::Email, full.email.as_ref()),
        (Field::ExternalId, profile.external_id.as_ref()),
        (Field::Country, profile.country.as_ref()),
    ];
    let tags = profile.tags.iter().flat_map(|tags| tags.split(',')).map(|tag| (Field::Tag, tag.to_owned()));
    let capabilities = profile.capabilities.iter().map(|one| (Field::Capability, one.clone()));
    let single = single.into_iter().filter_map(|(field, text)| Some((field, text?.clone())));
    single.chain(tags).chain(capabilities).filter(|(_, text)| !text.trim().is_empty()).collect()
}

/// Writes what a user is found by, and forgets what was before; of deleted users nothing is kept.
pub(super) async fn put(tx: &mut Transaction, full: &FullUser) -> Result<()> {
    let row = full.user.row;
    if full.user.status == UserStatus::Deleted {
        TEXT.remove(tx, row).await?;
        return put_values(tx, full, &[]).await;
    }
    let texts = texts(full);
    // Between two texts stands a word that is not looked for, so that no words follow each other across it.
    let words: Vec<String> = texts
        .iter()
        .flat_map(|(field, text)| field.words(text).into_iter().chain(["zz".to_owned()]))
        .collect();
    TEXT.put(tx, row, &[&words.join(" ")]).await?;
    put_values(tx, full, &texts).await
}

/// Writes the values that are new, and forgets those that are not there any more.
async fn put_values(tx: &mut Transaction, full: &FullUser, texts: &[(Field, String)]) -> Result<()> {
    let row = full.user.row;
    let mut values: BTreeMap<(i64, String), Option<String>> = BTreeMap::new();
    for (field, text) in texts {
        let key = value_key(text);
        if !key.is_empty() {
            let letters = field.has_parts().then(|| letters_of(text)).filter(|letters| !letters.is_empty());
            values.entry((field.number(), key)).or_insert(letters);
        }
    }
    let known = Query::select()
        .columns(["id", "field", "value_key", "letters"])
        .from("account_user_value")
        .and_where(Expr::col("account_user_id").eq(row))
        .to_owned();
    let mut gone: Vec<i64> = Vec::new();
    for known in tx.all(&known).await? {
        let key: (i64, String) = (known.get("field")?, known.get("value_key")?);
        if values.get(&key) == Some(&known.get("letters")?) {
            values.remove(&key);
        } else {
            gone.push(known.get("id")?);
        }
    }
    for gone in gone.chunks(AT_ONCE) {
        let forget = Query::delete()
            .from_table("account_user_value")
            .and_where(Expr::col("id").is_in(gone.iter().copied()))
            .to_owned();
        tx.execute(&forget).await?;
    }
    let values: Vec<_> = values.into_iter().collect();
    for values in values.chunks(AT_ONCE) {
        let mut insert = Query::insert();
        insert.into_table("account_user_value").columns([
            "partner_id",
            "value_key",
            "field",
            "account_user_id",
            "letters",
        ]);
        for ((field, key), letters) in values {
            insert.values_panic([
                full.partner_id.into(),
                key.as_str().into(),
                (*field).into(),
                row.into(),
                letters.clone().into(),
            ]);
        }
        tx.execute(&insert).await?;
    }
    Ok(())
}

/// Words that follow each other in a field.
pub(super) fn phrase(field: Field, text: &str) -> Sought {
    Sought::Phrase { column: None, words: field.words(text), prefix: false }
}

/// Words anywhere in a field.
pub(super) fn words(field: Field, text: &str) -> Sought {
    let word = |word| Sought::Phrase { column: None, words: vec![word], prefix: false };
    Sought::All(field.words(text).into_iter().map(word).collect())
}

/// The rows of users, of any account, with a value that has the letters of a text as a part, if these are enough to be
/// looked for. To name the account here would open the index of values, which goes through all of it.
pub(super) fn parts(store: &Store, field: Field, text: &str) -> Option<SelectStatement> {
    let values = PARTS.keys(store, &letters_of(text))?;
    let mut users = Query::select();
    users
        .expr_as(Expr::col("account_user_id"), "id")
        .from("account_user_value")
        .and_where(Expr::col("id").in_subquery(values))
        .and_where(Expr::col("field").eq(field.number()));
    Some(users)
}

fn with_value(scope: Scope, field: Field, value: Cond) -> SelectStatement {
    Query::select()
        .expr_as(Expr::col("account_user_id"), "id")
        .from("account_user_value")
        .and_where(Expr::col("partner_id").eq(scope.partner_id()))
        .cond_where(value)
        .and_where(Expr::col("field").eq(field.number()))
        .to_owned()
}

/// The rows of users with a value that equals a text.
pub(super) fn equal(scope: Scope, field: Field, text: &str) -> SelectStatement {
    with_value(scope, field, Cond::all().add(Expr::col("value_key").eq(value_key(text))))
}

/// The rows of users with a value that begins with a text.
pub(super) fn begins(store: &Store, scope: Scope, field: Field, text: &str) -> SelectStatement {
    with_value(scope, field, store.starts_with("value_key", &value_key(text)))
}

/// Whether a user has a value.
pub(super) fn is_there(field: Field) -> Expr {
    let any = Query::select()
        .expr(Expr::cust("1"))
        .from("account_user_value")
        .and_where(Expr::col(("account_user_value", "account_user_id")).equals(("account_user", "id")))
        .and_where(Expr::col(("account_user_value", "field")).eq(field.number()))
        .to_owned();
    Expr::exists(any)
}
