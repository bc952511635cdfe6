//! Cue points: what is said about, shown at or to happen at a time of an entry (reference: search-metadata.md §6, §7).

mod access;
mod answer;
mod copy;
pub mod filter;
mod index;
mod list;
pub mod model;
mod question;
mod save;
pub(crate) mod search;
pub mod service;
mod show;
mod table;
mod times;
mod tree;

use contract::errors::FEATURE_FORBIDDEN;
use store::Transaction;

pub(crate) use self::copy::copy_all;
use self::model::CuePointType;
pub(crate) use self::question::sheet;
pub(crate) use self::table::follow_user;
use crate::call::{Call, Scope};
use crate::error::Result;

/// Refuses accounts without the plug-in.
fn require_plugin(call: &Call) -> Result<()> {
    require(call, "CUEPOINT_PLUGIN_PERMISSION", "cuePoint")
}

/// Refuses accounts without the plug-in of a kind.
fn require_kind(call: &Call, kind: CuePointType) -> Result<()> {
    match kind {
        CuePointType::Ad => require(call, "ADCUEPOINT_PLUGIN_PERMISSION", "adCuePoint"),
        CuePointType::Annotation => require(call, "ANNOTATION_PLUGIN_PERMISSION", "annotation"),
        CuePointType::Code => require(call, "CODECUEPOINT_PLUGIN_PERMISSION", "codeCuePoint"),
        CuePointType::Thumb => require(call, "THUMBCUEPOINT_PLUGIN_PERMISSION", "thumbCuePoint"),
        _ => Ok(()),
    }
}

fn require(call: &Call, permission: &str, plugin: &str) -> Result<()> {
    if call.partner()?.has_feature(permission) {
        Ok(())
    } else {
        Err(FEATURE_FORBIDDEN.with([plugin]).into())
    }
}

/// Deletes the cue points of an entry that goes. The caller holds it.
pub(crate) async fn remove_all(tx: &mut Transaction, scope: Scope, entry_id: &str, now: i64) -> Result<()> {
    let rows: Vec<i64> = table::of_entry(tx, scope, entry_id).await?.iter().map(|cue| cue.row).collect();
    if rows.is_empty() { Ok(()) } else { table::delete(tx, &rows, now).await }
}
