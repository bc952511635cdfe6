//! What answers show of ways of making assets.

use contract::common::StringObject;
use contract::{ApiObject, NullableBoolean, Time, TypeRef};
use serde::Deserialize;
use wire::Param;

use super::model::{AnyFlavorParams, AssetParams, FlavorParams, LiveParams, ThumbParams};
use super::{Kind, Params};
use crate::error::Result;

/// A flavour, in its class.
pub(super) fn flavor(params: &Params) -> Result<AnyFlavorParams> {
    Ok(match params.kind {
        Kind::Live => AnyFlavorParams::LiveParams(as_live(params)?),
        Kind::Flavor | Kind::Thumb => AnyFlavorParams::FlavorParams(as_flavor(params)?),
    })
}

/// What all flavours have.
pub(super) fn as_flavor(params: &Params) -> Result<FlavorParams> {
    let mut shown: FlavorParams = fill(params)?;
    finish(&mut shown.base, params);
    shown.audio_languages = languages(params).into();
    Ok(shown)
}

/// What flavours of live streams have.
pub(super) fn as_live(params: &Params) -> Result<LiveParams> {
    let mut shown: LiveParams = fill(params)?;
    shown.base = as_flavor(params)?;
    Ok(shown)
}

/// A thumbnail.
pub(super) fn thumb(params: &Params) -> Result<ThumbParams> {
    let mut shown: ThumbParams = fill(params)?;
    finish(&mut shown.base, params);
    Ok(shown)
}

/// What is kept; numbers that nobody gave are 0.
fn fill<T: ApiObject>(params: &Params) -> Result<T> {
    let mut shown: T = params.more.show()?;
    shown.each_mut(&mut |property, slot| {
        if matches!(property.ty(), TypeRef::Int | TypeRef::Float) && !slot.is_set() {
            let at = contract::typing::At::argument(property.name, 0);
            slot.decode(&Param::Int(0), &at)?;
        }
        Ok(())
    })?;
    Ok(shown)
}

fn finish(base: &mut AssetParams, params: &Params) {
    base.id = params.id.into();
    base.partner_id = params.partner_id.into();
    base.created_at = Time(params.created_at).into();
    let is_default = params.more.number_of("isSystemDefault") == Some(1);
    base.is_system_default = if is_default { NullableBoolean::True } else { NullableBoolean::False }.into();
    for text in [&mut base.system_name, &mut base.description] {
        if text.get().is_none() {
            *text = String::new().into();
        }
    }
}

/// The languages of sound that `multiStream` names.
fn languages(params: &Params) -> Vec<StringObject> {
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Streams {
        audio: Audio,
    }
    #[derive(Default, Deserialize)]
    #[serde(default)]
    struct Audio {
        languages: Vec<String>,
    }
    let text = params.more.text_of("multiStream").unwrap_or_default();
    let streams: Streams = serde_json::from_str(text).unwrap_or_default();
    streams.audio.languages.into_iter().map(|language| StringObject { value: language.into() }).collect()
}
