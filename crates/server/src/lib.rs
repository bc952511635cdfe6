//! Boxoffice: a self-hosted server that speaks the Kaltura API. See `ARCHITECTURE.md`.

pub mod access_control;
pub mod account;
pub mod actions;
pub mod admin_user;
pub mod app;
pub mod app_role;
pub mod app_token;
pub mod asset;
pub mod asset_params;
pub mod bulk_upload;
pub mod cache;
pub mod call;
pub mod category;
pub mod category_entry;
pub mod cli;
pub mod config;
pub mod conversion_profile;
pub mod cue_point;
mod date;
pub mod dispatch;
pub mod entitlement;
pub mod entry;
pub mod error;
pub mod error_map;
pub mod export;
pub mod gate;
pub mod geoip;
pub mod group;
pub mod http;
pub mod job;
pub mod kept;
pub mod keys;
pub mod like;
pub mod live_stream;
pub mod login;
pub mod mail;
pub mod metadata;
pub mod migrations;
pub mod mixing;
pub mod moderation;
pub mod partner;
pub mod permission;
pub mod playback;
pub mod playlist;
pub mod quiz;
pub mod response_profile;
pub mod role;
pub mod schedule;
pub mod search;
pub mod secret;
pub mod session;
pub mod system;
pub mod ui_conf;
pub mod user;
pub mod user_entry;
mod validate;
pub mod widget;

use contract::Contract;

/// The declarations of services without the code behind them.
pub fn contract_of(services: &[&'static call::Service]) -> Contract {
    let configuration = <response_profile::model::RequestConfiguration as contract::Api>::TYPE;
    Contract::from_services(
        services.iter().map(|service| (&service.decl, service.actions.iter().map(|action| &action.decl))),
    )
    .with(configuration)
    .with_callers(gate::callers::callers())
}
