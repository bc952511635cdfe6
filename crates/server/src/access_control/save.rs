//! What both forms of a profile have in common when they are changed.

use std::sync::Arc;

use contract::errors::{
    ACCESS_CONTROL_ID_NOT_FOUND, CANNOT_DELETE_DEFAULT_ACCESS_CONTROL,
    CANNOT_TRANSFER_ENTRIES_TO_ANOTHER_ACCESS_CONTROL_OBJECT, EXCEEDED_ENTRIES_PER_ACCESS_CONTROL_FOR_UPDATE,
    INVALID_FIELD_VALUE, MAX_NUMBER_OF_ACCESS_CONTROLS_REACHED, PROPERTY_VALIDATION_CANNOT_BE_NULL,
    PROPERTY_VALIDATION_MAX_LENGTH, PROPERTY_VALIDATION_MIN_LENGTH, SYSTEM_NAME_ALREADY_EXISTS,
};
use contract::{NullableBoolean, Prop};
use store::Transaction;

use super::decision::{Limits, Restriction, Rules, compile};
use super::legacy;
use super::model::comparison::MatchCondition;
use super::model::condition::{AnyCondition, Nested};
use super::model::profile::Rule;
use super::model::restriction::AnyBaseRestriction;
use super::model::value::{AnyStringField, AnyStringValue, EvalStringField};
use super::profiles::Known;
use super::table::{self, ProfileRow};
use crate::call::{Call, Scope};
use crate::entry::profile_use;
use crate::error::Result;
use crate::partner;

/// Profiles of an account.
const MOST_PROFILES: u64 = 24;
/// Entries that are moved when their profile is deleted.
const MOST_ENTRIES: u64 = 1000;
/// Bytes of all rules, as they are kept.
const CONTENT_BYTES: usize = 1 << 20;
/// Bytes of a name and of a system name.
const NAME_BYTES: usize = 128;
/// Bytes of a description.
const DESCRIPTION_BYTES: usize = 1024;

/// What was sent of a profile, in either form.
pub(super) struct Sent {
    pub name: Prop<String>,
    pub system_name: Prop<String>,
    pub description: Prop<String>,
    pub is_default: Prop<NullableBoolean>,
    /// None: what is there stays.
    pub content: Option<Content>,
}

/// What restricts.
pub(super) enum Content {
    Rules(Vec<Rule>),
    Restrictions(Vec<AnyBaseRestriction>),
}

/// Unknown, deleted and foreign ids look the same.
pub(super) async fn find(call: &Call, id: i64) -> Result<Arc<Known>> {
    call.app().access_control.get(call.app(), call.scope()?, id).await?.ok_or_else(|| not_found(id))
}

fn not_found(id: i64) -> crate::error::Error {
    ACCESS_CONTROL_ID_NOT_FOUND.with([id.to_string()]).into()
}

/// Adds a profile.
pub(super) async fn add(call: &Call, sent: Sent) -> Result<ProfileRow> {
    let (scope, now) = (call.scope()?, call.now());
    if sent.name.get().is_none() {
        return Err(PROPERTY_VALIDATION_CANNOT_BE_NULL.with(["name"]).into());
    }
    let mut row = ProfileRow {
        id: 0,
        partner_id: scope.partner_id(),
        name: None,
        system_name: None,
        description: None,
        is_default: false,
        rules: Vec::new(),
        restrictions: None,
        created_at: now,
        updated_at: now,
    };
    let becomes_default = merge(&mut row, sent, call.partner()?.profile.protects_metadata)?;
    let mut tx = call.app().store.begin().await?;
    partner::hold(&mut tx, scope.partner_id()).await?;
    if table::count(&mut tx, scope).await? >= MOST_PROFILES {
        return Err(MAX_NUMBER_OF_ACCESS_CONTROLS_REACHED.with([MOST_PROFILES.to_string()]).into());
    }
    settle(&mut tx, scope, &mut row, becomes_default, None).await?;
    row.id = table::add(&mut tx, &row).await?;
    tx.commit().await?;
    Ok(row)
}

/// Changes a profile. `may_change` has a last word on the profile as it stands.
pub(super) async fn update(
    call: &Call,
    id: i64,
    sent: Sent,
    may_change: impl FnOnce(&ProfileRow) -> Result<()>,
) -> Result<ProfileRow> {
    let scope = call.scope()?;
    let mut tx = call.app().store.begin().await?;
    partner::hold(&mut tx, scope.partner_id()).await?;
    let mut row = table::load_in(&mut tx, scope, id).await?.ok_or_else(|| not_found(id))?;
    may_change(&row)?;
    let becomes_default = merge(&mut row, sent, call.partner()?.profile.protects_metadata)?;
    settle(&mut tx, scope, &mut row, becomes_default, Some(id)).await?;
    row.updated_at = call.now();
    table::update(&mut tx, &row).await?;
    tx.commit().await?;
    Ok(row)
}

/// Deletes a profile; its entries get the default one.
pub(super) async fn delete(call: &Call, id: i64) -> Result<()> {
    let (scope, now) = (call.scope()?, call.now());
    let mut tx = call.app().store.begin().await?;
    partner::hold(&mut tx, scope.partner_id()).await?;
    let row = table::load_in(&mut tx, scope, id).await?.ok_or_else(|| not_found(id))?;
    // One that judges the calls of the account would leave it without any.
    if row.is_default || call.partner()?.api_access_control == Some(id) {
        return Err(CANNOT_DELETE_DEFAULT_ACCESS_CONTROL.bare().into());
    }
    let entries = profile_use::count(&mut tx, scope, id).await?;
    if entries > MOST_ENTRIES {
        return Err(EXCEEDED_ENTRIES_PER_ACCESS_CONTROL_FOR_UPDATE.with([id.to_string()]).into());
    }
    if entries > 0 {
        let Some(default) = table::default_in(&mut tx, scope).await? else {
            return Err(CANNOT_TRANSFER_ENTRIES_TO_ANOTHER_ACCESS_CONTROL_OBJECT.bare().into());
        };
        profile_use::transfer(&mut tx, scope, id, default).await?;
    }
    table::delete(&mut tx, scope, id, now).await?;
    Ok(tx.commit().await?)
}

/// Adds the profile that every account has.
pub(crate) async fn add_default(tx: &mut Transaction, partner_id: i64, now: i64) -> Result<()> {
    let row = ProfileRow {
        id: 0,
        partner_id,
        name: Some("Default".to_owned()),
        system_name: None,
        description: None,
        is_default: true,
        rules: Vec::new(),
        restrictions: None,
        created_at: now,
        updated_at: now,
    };
    table::add(tx, &row).await?;
    Ok(())
}

/// Takes over what was sent, if it is within limits. True: the profile is to become the default one. With `metadata`
/// restrictions of the old form are about reading, too.
fn merge(row: &mut ProfileRow, sent: Sent, metadata: bool) -> Result<bool> {
    if matches!(sent.name, Prop::Null) {
        return Err(PROPERTY_VALIDATION_CANNOT_BE_NULL.with(["name"]).into());
    }
    if sent.name.get().is_some_and(String::is_empty) {
        return Err(PROPERTY_VALIDATION_MIN_LENGTH.with(["name", "1"]).into());
    }
    check_length("name", &sent.name, NAME_BYTES)?;
    check_length("systemName", &sent.system_name, NAME_BYTES)?;
    check_length("description", &sent.description, DESCRIPTION_BYTES)?;
    sent.name.merge_into(&mut row.name);
    sent.system_name.merge_into(&mut row.system_name);
    row.system_name = row.system_name.take().filter(|name| !name.is_empty());
    sent.description.merge_into(&mut row.description);
    let restrictions = match sent.content {
        None => None,
        Some(Content::Rules(rules)) => {
            row.rules = rules;
            row.restrictions = None;
            Some(Vec::new())
        }
        Some(Content::Restrictions(restrictions)) => {
            let restrictions = legacy::effective(restrictions);
            row.rules = legacy::rules(&restrictions, metadata);
            let kinds = legacy::kinds(&restrictions);
            row.restrictions = Some(restrictions);
            Some(kinds)
        }
    };
    if let Some(kinds) = restrictions {
        row.rules.iter_mut().for_each(tidy);
        if table::size(row) > CONTENT_BYTES {
            return Err(INVALID_FIELD_VALUE.with(["rules"]).into());
        }
        compiled(row.id, &row.rules, &kinds)?;
    }
    Ok(sent.is_default.get() == Some(&NullableBoolean::True))
}

/// Rules as they would be decided by if they were saved.
pub(super) fn ready(id: i64, mut rules: Vec<Rule>) -> Result<Rules> {
    rules.iter_mut().for_each(tidy);
    compiled(id, &rules, &[])
}

fn compiled(id: i64, rules: &[Rule], kinds: &[Restriction]) -> Result<Rules> {
    compile(id, rules, kinds, Limits::DEFAULT).map_err(|invalid| {
        crate::error::Error::from(INVALID_FIELD_VALUE.with([invalid.place])).because(invalid.reason)
    })
}

fn check_length(name: &str, text: &Prop<String>, most: usize) -> Result<()> {
    if text.get().is_some_and(|text| text.len() > most) {
        return Err(PROPERTY_VALIDATION_MAX_LENGTH.with([name, &most.to_string()]).into());
    }
    Ok(())
}

/// What has to be true among the profiles of the account, which is held.
async fn settle(
    tx: &mut Transaction,
    scope: Scope,
    row: &mut ProfileRow,
    becomes_default: bool,
    but: Option<i64>,
) -> Result<()> {
    if let Some(name) = &row.system_name
        && table::is_taken(tx, scope, name, but).await?
    {
        return Err(SYSTEM_NAME_ALREADY_EXISTS.with([name.as_str()]).into());
    }
    if becomes_default && !row.is_default {
        table::clear_default(tx, scope).await?;
        row.is_default = true;
    }
    Ok(())
}

/// Writes into a rule what is not the caller's to say, and takes out code, which is neither kept nor run.
fn tidy(rule: &mut Rule) {
    if let Prop::Set(actions) = &mut rule.actions {
        actions.iter_mut().for_each(super::model::action::AnyRuleAction::name_kind);
    }
    if let Prop::Set(conditions) = &mut rule.conditions {
        conditions.iter_mut().for_each(tidy_condition);
    }
}

fn tidy_condition(condition: &mut AnyCondition) {
    use AnyCondition as Any;
    condition.name_kind();
    match condition {
        Any::OrCondition(any) => {
            if let Prop::Set(Nested(conditions)) = &mut any.conditions {
                conditions.iter_mut().for_each(tidy_condition);
            }
        }
        Any::AuthenticatedCondition(one) => tidy_values(&mut one.privileges),
        Any::FieldMatchCondition(one) => {
            if let Prop::Set(AnyStringField::EvalStringField(field)) = &mut one.field {
                without_code(field);
            }
            tidy_match(&mut one.base);
        }
        Any::ActionNameCondition(one) => tidy_match(&mut one.base.base),
        Any::HttpHeaderCondition(one) => tidy_match(&mut one.base.base),
        Any::UserAgentCondition(one) => tidy_match(&mut one.base.base),
        Any::AnonymousIpCondition(one) => tidy_match(&mut one.base),
        Any::CountryCondition(one) => tidy_match(&mut one.base),
        Any::GeoDistanceCondition(one) => tidy_match(&mut one.base),
        Any::IpAddressCondition(one) => tidy_match(&mut one.base),
        Any::MatchMetadataCondition(one) => tidy_match(&mut one.base),
        Any::MetadataFieldChangedCondition(one) => tidy_match(&mut one.base),
        Any::SiteCondition(one) => tidy_match(&mut one.base),
        Any::AssetPropertiesCompareCondition(_)
        | Any::AssetTypeCondition(_)
        | Any::BooleanEventNotificationCondition(_)
        | Any::CompareMetadataCondition(_)
        | Any::DeliveryProfileCondition(_)
        | Any::EntryScheduledCondition(_)
        | Any::FieldCompareCondition(_)
        | Any::HashCondition(_)
        | Any::SessionTypeCondition(_)
        | Any::UrlAuthenticationParamsCondition(_)
        | Any::UserRoleCondition(_)
        | Any::ValidateActiveEdgeCondition(_) => {}
    }
}

fn tidy_match(condition: &mut MatchCondition) {
    tidy_values(&mut condition.values);
}

fn tidy_values(values: &mut Prop<Vec<AnyStringValue>>) {
    let Prop::Set(values) = values else { return };
    for value in values {
        if let AnyStringValue::EvalStringField(field) = value {
            without_code(field);
        }
    }
}

fn without_code(field: &mut EvalStringField) {
    field.code = Prop::Absent;
}
