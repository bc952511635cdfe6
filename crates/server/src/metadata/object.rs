//! The objects that have metadata, and who may read and write what is said about them (reference: search-metadata.md
//! §4.1).

use contract::errors::{METADATA_NO_PERMISSION_ON_ENTRY, METADATA_OBJECT_ID_NOT_FOUND};
use store::Transaction;

use super::model::MetadataObjectType;
use crate::call::Call;
use crate::category;
use crate::entitlement::enforced;
use crate::entry;
use crate::error::{Error, Result};
use crate::user::{self, name_key, user_key};

/// Bytes of the id of a dynamic object.
const MAX_ID: usize = 255;

/// An object that may have metadata.
#[derive(Debug)]
pub(super) struct Object {
    pub kind: MetadataObjectType,
    /// As the API shows it.
    pub id: String,
    /// By which it is found.
    pub key: String,
    /// Its row; 0 where it has none.
    pub row: i64,
}

pub(super) fn entry_key(id: &str) -> String {
    id.to_ascii_lowercase()
}

fn not_found(id: &str) -> Error {
    METADATA_OBJECT_ID_NOT_FOUND.with([id]).into()
}

/// The object with this id, if the session may read what is said about it.
pub(super) async fn readable(call: &Call, kind: MetadataObjectType, id: &str) -> Result<Option<Object>> {
    let object = |id: String, key: String, row: i64| Some(Object { kind, id, key, row });
    Ok(match kind {
        MetadataObjectType::Entry => entry::visible(call, &entry_key(id))
            .await?
            .and_then(|known| object(known.entry.id.clone(), entry_key(&known.entry.id), known.entry.row)),
        MetadataObjectType::Category => {
            let viewer = enforced::viewer(call).await?;
            let Ok(number) = id.trim().parse() else { return Ok(None) };
            let found = category::find_visible(call, &viewer, number).await?;
            found.and_then(|found| object(found.id.to_string(), found.id.to_string(), found.id))
        }
        MetadataObjectType::User => {
            if !call.is_admin() && !is_own(call, id) {
                return Ok(None);
            }
            let found = call.app().users.get(call.app(), call.scope()?.partner_id(), id).await?;
            found.and_then(|found| object(found.id.clone(), user_key(&found.id), found.row))
        }
        MetadataObjectType::Partner => {
            let own = call.scope()?.partner_id();
            if id.trim().parse() == Ok(own) { object(own.to_string(), own.to_string(), own) } else { None }
        }
        MetadataObjectType::DynamicObject => {
            let is_id = !id.trim().is_empty() && id.len() <= MAX_ID;
            if is_id { object(id.to_owned(), name_key(id), 0) } else { None }
        }
        // There are no such objects.
        MetadataObjectType::UserEntry
        | MetadataObjectType::AdCuePoint
        | MetadataObjectType::Annotation
        | MetadataObjectType::CodeCuePoint
        | MetadataObjectType::AnswerCuePoint
        | MetadataObjectType::QuestionCuePoint
        | MetadataObjectType::ThumbCuePoint => None,
    })
}

fn is_own(call: &Call, id: &str) -> bool {
    let is_anonymous = call.session().is_none_or(|session| session.token.is_anonymous());
    !is_anonymous && user_key(call.user_id()) == user_key(id)
}

/// The object with this id, which the session may write metadata of.
pub(super) async fn writable(call: &Call, kind: MetadataObjectType, id: &str) -> Result<Object> {
    let session = call.known_session()?;
    if let Some(only) = session.token.privileges().first("limitentry").filter(|only| !only.is_empty())
        && (kind != MetadataObjectType::Entry || entry_key(id) != entry_key(only))
    {
        return Err(METADATA_NO_PERMISSION_ON_ENTRY.with([id]).into());
    }
    let may = match kind {
        MetadataObjectType::Entry => {
            let Some(known) = entry::visible(call, &entry_key(id)).await? else { return Err(not_found(id)) };
            call.is_admin() || entry::owner::may_edit(call.app(), session, &known, false).await?
        }
        MetadataObjectType::Category => {
            let viewer = enforced::viewer(call).await?;
            let number = id.trim().parse().map_err(|_| not_found(id))?;
            let Some(found) = category::find_visible(call, &viewer, number).await? else {
                return Err(not_found(id));
            };
            let standing = category::standing(call.app(), call.scope()?, &viewer, &found).await?;
            !viewer.is_enforced || standing.is_some_and(|standing| standing.powers.edit)
        }
        MetadataObjectType::User => {
            let may = call.is_admin() || is_own(call, id);
            if may && user::is_valid_id(id) {
                user::ensure_exists(call.app(), call.scope()?.partner_id(), id, call.now()).await?;
            }
            may
        }
        _ => call.is_admin(),
    };
    if !may {
        return Err(not_found(id));
    }
    readable(call, kind, id).await?.ok_or_else(|| not_found(id))
}

/// What is said about an object has changed, and so has the object.
pub(super) async fn touch(tx: &mut Transaction, call: &Call, object: &Object) -> Result<()> {
    match object.kind {
        MetadataObjectType::Entry => {
            let mut entry = entry::held(tx, call, &object.id).await?;
            entry::write(tx, call, &mut entry).await
        }
        MetadataObjectType::Category => category::touch(tx, call.scope()?, object.row, call.now()).await,
        MetadataObjectType::User => user::touch(tx, call.scope()?, &object.id, call.now()).await,
        _ => Ok(()),
    }
}
