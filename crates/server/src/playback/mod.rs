//! What a session may play of an entry: the decision of access control, written down as players ask for it (reference:
//! content-access.md §13, §14).

pub mod context;
pub mod context_data;
mod dry_run;
mod explain;
pub mod flavors;
pub mod model;
pub mod own_model;
pub mod own_service;
mod request;

use std::sync::Arc;

use self::context::Delivery;
use self::flavors::{Flavor, chosen};
use self::model::{AccessControlScope, EntryContextDataParams, EntryContextDataResult, PlaybackContext};
use self::request::{Asked, Asker};
use crate::access_control::ReadyRules;
use crate::access_control::decision::reasons::Silent;
use crate::access_control::decision::{Door, decide};
use crate::access_control::rules_of_entry;
use crate::asset;
use crate::call::Call;
use crate::entry::{self, Known};
use crate::error::Result;

pub(crate) use self::dry_run::{Drafted, Who, dry_run};
pub(crate) use self::explain::{Explained, Question, Told, explain};

/// `baseEntry.getContextData`.
pub(crate) async fn context_data(
    call: &Call,
    entry_id: &str,
    params: &EntryContextDataParams,
) -> Result<EntryContextDataResult> {
    let seen = see(call, entry_id).await?;
    let flavors = chosen(flavors_of(call, &seen.entry).await?, params.flavor_asset_id.get())?;
    let asked = Asked::read(call, &seen, &params.base, Asker::Caller).await?;
    Ok(asked.facts(call, &seen, |facts| {
        let access = decide(Door::ContextData, &seen.rules, facts, &mut Silent);
        call.note_rules(access.outcome.fulfilled());
        context_data::write(&access, facts.is_admin(), &flavors, params, seen.entry.entry.ms_duration)
    }))
}

/// `baseEntry.getPlaybackContext`.
pub(crate) async fn playback_context(
    call: &Call,
    entry_id: &str,
    params: &EntryContextDataParams,
) -> Result<PlaybackContext> {
    let seen = see(call, entry_id).await?;
    let flavors = chosen(flavors_of(call, &seen.entry).await?, params.flavor_asset_id.get())?;
    let asked = Asked::read(call, &seen, &params.base, Asker::Caller).await?;
    let delivery = Delivery {
        host: call.app().public_url(),
        partner_id: call.scope()?.partner_id(),
        entry_id: &seen.entry.entry.id,
        profiles: &context::PROFILES,
    };
    Ok(asked.facts(call, &seen, |facts| {
        let access = decide(Door::PlaybackContext, &seen.rules, facts, &mut Silent);
        call.note_rules(access.outcome.fulfilled());
        context::write(&access, &flavors, params, &delivery)
    }))
}

/// Whether the rules of an entry let a call read its properties. They are asked in accounts that the operator has set up
/// so, and never of administrators (reference: content-access.md §1 layer 9).
pub(crate) async fn may_read(call: &Call, known: &Known) -> Result<bool> {
    let asks = call.partner().is_ok_and(|partner| partner.profile.protects_metadata);
    if !asks || call.is_admin() {
        return Ok(true);
    }
    let known = Known { entry: known.entry.clone(), categories: known.categories.clone() };
    let seen = seen(call, Arc::new(known)).await?;
    if seen.rules.is_empty() {
        return Ok(true);
    }
    let said = AccessControlScope::default();
    let asked = Asked::read(call, &seen, &said, Asker::Caller).await?;
    Ok(asked.facts(call, &seen, |facts| {
        decide(Door::Metadata, &seen.rules, facts, &mut Silent).refusal.is_none()
    }))
}

/// An entry that the session may see, and what protects it.
struct Seen {
    entry: Arc<Known>,
    /// The entry whose profile and dates count: the one that it stands under, or itself.
    protector: Arc<Known>,
    rules: ReadyRules,
}

async fn see(call: &Call, entry_id: &str) -> Result<Seen> {
    seen(call, entry::visible(call, entry_id).await?.ok_or_else(|| entry::not_found(entry_id))?).await
}

async fn seen(call: &Call, entry: Arc<Known>) -> Result<Seen> {
    let protector = match entry::protector(call.app(), call.scope()?, &entry).await? {
        entry::Protector::Above(above) => above,
        // Who sees an entry although what it stood under is gone sees it by its own rules.
        entry::Protector::Itself | entry::Protector::Gone => Arc::clone(&entry),
    };
    let rules = rules_of_entry(call.app(), call.scope()?, protector.entry.access_control_id).await?;
    Ok(Seen { entry, protector, rules })
}

/// The flavours of an entry.
async fn flavors_of(call: &Call, entry: &Known) -> Result<Vec<Flavor>> {
    let assets = asset::flavors_of(call.app(), call.scope()?, &entry.entry.id).await?;
    let flavor = |asset: &asset::Asset| {
        let shown = asset::flavor_service::show(asset)?;
        Ok(Flavor {
            id: asset.id.clone(),
            flavor_params_id: asset.params_id,
            tags: asset.tags.clone(),
            is_ready: asset.is_ready(),
            file_ext: shown.base.file_ext.get().cloned().unwrap_or_default(),
            shown,
        })
    };
    assets.iter().map(flavor).collect()
}
