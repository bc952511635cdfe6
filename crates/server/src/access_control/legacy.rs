//! Between restrictions, the old form of a profile, and rules (reference: content-access.md §12.2).

use contract::Prop;

use super::decision::Restriction;
use super::model::action::{
    AccessControlBlockAction, AccessControlLimitFlavorsAction, AccessControlPreviewAction, AnyRuleAction,
};
use super::model::comparison::{
    CountryCondition, IpAddressCondition, MatchCondition, RegexCondition, SiteCondition, UserAgentCondition,
};
use super::model::condition::{AnyCondition, AuthenticatedCondition, Condition};
use super::model::profile::{
    AccessControlContextTypeHolder, AnyContextTypeHolder, ContextType, ContextTypeHolder, Rule,
};
use super::model::restriction::{
    AnyBaseRestriction, CountryRestrictionType, IpAddressRestrictionType, LimitFlavorsRestrictionType,
    SiteRestrictionType, UserAgentRestrictionType,
};
use super::model::value::{AnyStringValue, StringValue};

/// The restrictions that mean something: directories have no say, and a preview counts beside a session restriction
/// only.
pub(super) fn effective(restrictions: Vec<AnyBaseRestriction>) -> Vec<AnyBaseRestriction> {
    let has_session = restrictions.iter().any(|one| matches!(one, AnyBaseRestriction::SessionRestriction(_)));
    restrictions
        .into_iter()
        .filter(|one| match one {
            AnyBaseRestriction::DirectoryRestriction(_) => false,
            AnyBaseRestriction::PreviewRestriction(_) => has_session,
            _ => true,
        })
        .collect()
}

/// Which kind of restriction each rule was made from.
pub(super) fn kinds(restrictions: &[AnyBaseRestriction]) -> Vec<Restriction> {
    convert(restrictions).into_iter().map(|(kind, _)| kind).collect()
}

/// The rules that restrictions come to, in the same order.
///
/// With `metadata` they are about reading, too.
pub(super) fn rules(restrictions: &[AnyBaseRestriction], metadata: bool) -> Vec<Rule> {
    let mut rules: Vec<Rule> = convert(restrictions).into_iter().map(|(_, rule)| rule).collect();
    if metadata {
        for rule in &mut rules {
            if let Prop::Set(contexts) = &mut rule.contexts {
                contexts.push(context(ContextType::Metadata));
            }
        }
    }
    rules
}

fn convert(restrictions: &[AnyBaseRestriction]) -> Vec<(Restriction, Rule)> {
    use AnyBaseRestriction as Any;
    let preview = restrictions.iter().find_map(|one| match one {
        Any::PreviewRestriction(preview) => Some(preview.preview_length.get().copied().unwrap_or_default()),
        _ => None,
    });
    let made = restrictions.iter().filter_map(|restriction| {
        Some(match restriction {
            Any::SiteRestriction(one) => {
                let only = one.site_restriction_type.get() == Some(&SiteRestrictionType::AllowSiteList);
                let base = list(&one.site_list, only);
                (Restriction::Site, block_if(AnyCondition::SiteCondition(SiteCondition { base })))
            }
            Any::CountryRestriction(one) => {
                let only =
                    one.country_restriction_type.get() == Some(&CountryRestrictionType::AllowCountryList);
                let base = list(&one.country_list, only);
                let condition = CountryCondition { base, ..CountryCondition::default() };
                (Restriction::Country, block_if(AnyCondition::CountryCondition(condition)))
            }
            Any::IpAddressRestriction(one) => {
                let only =
                    one.ip_address_restriction_type.get() == Some(&IpAddressRestrictionType::AllowList);
                let base = list(&one.ip_address_list, only);
                let condition = IpAddressCondition { base, ..IpAddressCondition::default() };
                (Restriction::IpAddress, block_if(AnyCondition::IpAddressCondition(condition)))
            }
            Any::UserAgentRestriction(one) => {
                let only =
                    one.user_agent_restriction_type.get() == Some(&UserAgentRestrictionType::AllowList);
                let base = RegexCondition { base: list(&one.user_agent_regex_list, only) };
                let condition = UserAgentCondition { base };
                (Restriction::UserAgent, block_if(AnyCondition::UserAgentCondition(condition)))
            }
            Any::SessionRestriction(_) => match preview {
                None => (Restriction::Session, block_if(not_authenticated())),
                Some(seconds) => {
                    let action = AccessControlPreviewAction {
                        limit: seconds.into(),
                        ..AccessControlPreviewAction::default()
                    };
                    let action = AnyRuleAction::AccessControlPreviewAction(action);
                    (Restriction::Preview(seconds), rule(action, vec![not_authenticated()]))
                }
            },
            Any::LimitFlavorsRestriction(one) => {
                let only =
                    one.limit_flavors_restriction_type.get() == Some(&LimitFlavorsRestrictionType::AllowList);
                let action = AccessControlLimitFlavorsAction {
                    flavor_params_ids: one.flavor_params_ids.clone(),
                    is_blocked_list: (!only).into(),
                    ..AccessControlLimitFlavorsAction::default()
                };
                let action = AnyRuleAction::AccessControlLimitFlavorsAction(action);
                (Restriction::Flavors, rule(action, Vec::new()))
            }
            Any::PreviewRestriction(_) | Any::DirectoryRestriction(_) => return None,
        })
    });
    made.collect()
}

fn list(list: &Prop<String>, only_these: bool) -> MatchCondition {
    let items =
        list.get().map_or("", String::as_str).split(',').map(str::trim).filter(|item| !item.is_empty());
    let values = items.map(|item| {
        AnyStringValue::StringValue(StringValue { value: item.into(), ..StringValue::default() })
    });
    MatchCondition {
        base: Condition { not: only_these.into(), ..Condition::default() },
        values: values.collect::<Vec<_>>().into(),
        ..MatchCondition::default()
    }
}

fn not_authenticated() -> AnyCondition {
    AnyCondition::AuthenticatedCondition(AuthenticatedCondition {
        base: Condition { not: true.into(), ..Condition::default() },
        ..AuthenticatedCondition::default()
    })
}

fn block_if(condition: AnyCondition) -> Rule {
    rule(AnyRuleAction::AccessControlBlockAction(AccessControlBlockAction::default()), vec![condition])
}

fn rule(action: AnyRuleAction, conditions: Vec<AnyCondition>) -> Rule {
    let contexts = [ContextType::Play, ContextType::Download].map(context);
    Rule {
        actions: vec![action].into(),
        conditions: conditions.into(),
        contexts: contexts.to_vec().into(),
        ..Rule::default()
    }
}

fn context(context: ContextType) -> AnyContextTypeHolder {
    AnyContextTypeHolder::AccessControlContextTypeHolder(AccessControlContextTypeHolder {
        base: ContextTypeHolder { r#type: context.into() },
    })
}
