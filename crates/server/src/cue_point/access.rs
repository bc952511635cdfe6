//! Who sees which cue points, and who may change them (reference: search-metadata.md §6.5).

use std::sync::Arc;

use contract::ApiEnum;
use contract::errors::INVALID_CUE_POINT_ID;
use sea_query::{Cond, Expr, ExprTrait};

use super::model::CuePointType;
use super::table::{self, CueRow};
use crate::call::Call;
use crate::entry::owner::{is_editor, wrong_type};
use crate::entry::{self, Known};
use crate::error::{Error, Result};
use crate::user::user_key;

/// What a session sees of the cue points of the entries that it sees.
pub(super) enum Sees {
    /// Everything.
    All,
    /// What is open or the user's own, and everything of one entry.
    Own { key: String, entry: Option<String> },
    /// What is open.
    Open,
}

impl Sees {
    /// What the session of a call sees.
    pub(super) fn of(call: &Call) -> Self {
        let Some(session) = call.session() else { return Self::Open };
        let (token, privileges) = (&session.token, session.token.privileges());
        if token.is_admin() || privileges.verify("list", "*") {
            Self::All
        } else if token.is_anonymous() {
            Self::Open
        } else {
            let key = user_key(token.user().unwrap_or_default());
            Self::Own { key, entry: privileges.first("list").map(str::to_owned) }
        }
    }

    /// Whether it sees one.
    pub(super) fn shows(&self, cue: &CueRow) -> bool {
        match self {
            Self::All => true,
            Self::Own { key, entry } => {
                cue.is_open()
                    || cue.user_id.as_deref().is_some_and(|user| user_key(user) == *key)
                    || entry.as_deref() == Some(&cue.entry_id)
            }
            Self::Open => cue.is_open() || (cue.kind == CuePointType::QuizAnswer && cue.user_id.is_none()),
        }
    }

    /// That it is an answer of nobody known, which others find by its attempt.
    pub(super) fn of_nobody() -> Cond {
        Cond::all()
            .add(Expr::col("type").eq(CuePointType::QuizAnswer.wire_value()))
            .add(Expr::col("user_key").is_null())
    }

    /// The same for lists.
    pub(super) fn condition(&self) -> Cond {
        let open = || Cond::any().add(Expr::col("is_open").eq(true));
        match self {
            Self::All => Cond::all(),
            Self::Own { key, entry } => open()
                .add(Expr::col("user_key").eq(key.as_str()))
                .add_option(entry.as_deref().map(|entry| Expr::col("entry_id").eq(entry))),
            Self::Open => open(),
        }
    }
}

/// A cue point, with its entry, which the session sees.
pub(super) struct Found {
    pub cue: CueRow,
    pub entry: Arc<Known>,
}

pub(super) fn not_found(id: &str) -> Error {
    INVALID_CUE_POINT_ID.with([id]).into()
}

/// The cue point with this id, if the session of a call sees its entry.
pub(super) async fn of_seen_entry(call: &Call, id: &str) -> Result<Found> {
    let cue = table::find(call.app(), call.scope()?, id).await?.ok_or_else(|| not_found(id))?;
    let entry = entry::visible(call, &cue.entry_id).await?.ok_or_else(|| not_found(id))?;
    Ok(Found { cue, entry })
}

/// The cue point with this id that the session of a call sees.
pub(super) async fn visible(call: &Call, id: &str) -> Result<Found> {
    let found = of_seen_entry(call, id).await?;
    if Sees::of(call).shows(&found.cue) { Ok(found) } else { Err(not_found(id)) }
}

/// The cue point with this id that the session of a call may change: its owner, who may change the entry, and who
/// was given it. Whoever sees it and is none of these is refused; for others it is not there.
pub(super) async fn changeable(call: &Call, id: &str) -> Result<Found> {
    let found = of_seen_entry(call, id).await?;
    let session = call.known_session()?;
    let owns = || {
        let key = user_key(call.user_id());
        found.cue.user_id.as_deref().is_some_and(|user| user_key(user) == key)
    };
    let may = session.token.is_admin()
        || session.token.privileges().verify("editcuepoint", id)
        || (!session.token.is_anonymous() && owns())
        || is_editor(call, &found.entry).await?;
    if may {
        Ok(found)
    } else if Sees::of(call).shows(&found.cue) {
        Err(wrong_type())
    } else {
        Err(not_found(id))
    }
}
