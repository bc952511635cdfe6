//! Whether a condition holds (reference: content-access.md §11.2).

use std::net::IpAddr;

use ks::Kind;
use md5::{Digest, Md5};
use subtle::ConstantTimeEq;

use super::address::{Network, in_header};
use super::facts::{Facts, SessionFacts};
use super::matching::{Found, compares, field, kilometres, matches, metadata};
use super::reasons::{Sink, holds};
use super::rules::{Condition, Expression, Field, HeaderAddress, Match, Test, Text};
use super::site;

/// Whether a condition holds, its `not` applied.
pub(super) fn fulfilled<S: Sink>(condition: &Condition, facts: &Facts<'_>, sink: &mut S) -> bool {
    sink.begin(name(&condition.test), || condition.description.clone().unwrap_or_default());
    // What has no answer holds in neither sense.
    let answer = answer(&condition.test, facts, sink).is_some_and(|answer| answer != condition.not);
    if condition.not {
        sink.input("not", || "true".to_owned());
    }
    sink.end(holds(answer));
    answer
}

/// Whether what a condition asks is so. `None`: it cannot be asked.
fn answer<S: Sink>(test: &Test, facts: &Facts<'_>, sink: &mut S) -> Option<bool> {
    let request = &facts.request;
    Some(match test {
        Test::Authenticated(privileges) => authenticated(privileges, facts, sink),
        Test::Country(values) => match_folded(values, &field(&Field::Country, facts), facts, sink, "country"),
        Test::Address { within, header } => address(within, header.as_ref(), facts, sink),
        Test::Site { hosts } => {
            let host = site::host(request.referrer.unwrap_or_default());
            sink.input("referrer", || request.referrer.unwrap_or("none").to_owned());
            matched(hosts, &Found::one(Some(host)), facts, sink, "host", |site, host| site::is_on(host, site))
        }
        Test::UserAgent(values) => expression(values, request.user_agent, facts, sink, "userAgent"),
        Test::Field { field: asked, values } => {
            matched(values, &field(asked, facts), facts, sink, "field", |_, _| false)
        }
        Test::Time { offset, compare } => {
            let time = request.now.saturating_add(*offset);
            sink.input("time", || time.to_string());
            compares(compare, Some(time), request.now)
        }
        Test::AssetProperties(properties) => {
            sink.input("properties", || {
                properties
                    .iter()
                    .map(|(name, value)| format!("{name} {value}"))
                    .collect::<Vec<_>>()
                    .join(", ")
            });
            facts.lookups.has_asset(properties)
        }
        Test::Roles(allowed) => roles(allowed, facts, sink),
        Test::Distance(circles) => {
            let place = request.address.and_then(|address| facts.lookups.coordinates(address));
            let found = field(&Field::Coordinates, facts);
            matched(circles, &found, facts, sink, "coordinates", |circle, _| {
                place.is_some_and(|place| {
                    kilometres(place, (circle.latitude, circle.longitude)) <= circle.kilometres
                })
            })
        }
        Test::Any(conditions) => any(conditions, facts, sink),
        Test::Hash { name, secret } => !knows_secret(name, secret, facts, sink),
        Test::DeliveryProfiles(ids) => {
            sink.input("deliveryProfile", || shown(request.delivery_profile));
            request.delivery_profile.is_some_and(|id| ids.contains(&id))
        }
        Test::ActiveEdge(servers) => servers.iter().any(|server| facts.lookups.is_edge_alive(*server)),
        Test::Anonymity(values) => {
            match_folded(values, &field(&Field::Anonymity, facts), facts, sink, "anonymity")
        }
        Test::AssetTypes(types) => {
            sink.input("assetType", || shown(request.asset_type));
            request.asset_type.is_some_and(|asset| types.iter().any(|known| known == asset))
        }
        Test::Always => true,
        Test::Never => false,
        Test::Header { name, values } => {
            sink.input("headerName", || name.clone());
            expression(values, request.header(name), facts, sink, "header")
        }
        Test::Scheduled => scheduled(facts, sink),
        Test::ActionName(values) => expression(values, request.action, facts, sink, "actionName"),
        Test::UrlToken => request.has_url_token,
        Test::SessionType(wanted) => session_type(*wanted, facts, sink)?,
        Test::Metadata { field, values } => {
            sink.input("xPath", || field.xpath.clone());
            matched(values, &metadata(field, facts), facts, sink, "metadata", |_, _| false)
        }
        Test::MetadataNumber { field, compare } => {
            let found = metadata(field, facts);
            sink.input("metadata", || found.shown());
            let fits = |number: &str| compares(compare, number.trim().parse().ok(), request.now);
            compare.value.is_none()
                || match &found {
                    Found::Missing => false,
                    Found::One(number) => fits(number),
                    Found::Many(numbers) => numbers.iter().all(|number| fits(number)),
                }
        }
    })
}

/// What conditions are called in reasons: by the names of their classes.
const fn name(test: &Test) -> &'static str {
    match test {
        Test::Authenticated(_) => "AuthenticatedCondition",
        Test::Country(_) => "CountryCondition",
        Test::Address { .. } => "IpAddressCondition",
        Test::Site { .. } => "SiteCondition",
        Test::UserAgent(_) => "UserAgentCondition",
        Test::Field { .. } => "FieldMatchCondition",
        Test::Time { .. } => "FieldCompareCondition",
        Test::AssetProperties(_) => "AssetPropertiesCompareCondition",
        Test::Roles(_) => "UserRoleCondition",
        Test::Distance(_) => "GeoDistanceCondition",
        Test::Any(_) => "OrCondition",
        Test::Hash { .. } => "HashCondition",
        Test::DeliveryProfiles(_) => "DeliveryProfileCondition",
        Test::ActiveEdge(_) => "ValidateActiveEdgeCondition",
        Test::Anonymity(_) => "AnonymousIPCondition",
        Test::AssetTypes(_) => "AssetTypeCondition",
        Test::Always => "BooleanEventNotificationCondition",
        Test::Never => "MetadataFieldChangedCondition",
        Test::Header { .. } => "HttpHeaderCondition",
        Test::Scheduled => "EntryScheduledCondition",
        Test::ActionName(_) => "ActionNameCondition",
        Test::UrlToken => "UrlAuthenticationParamsCondition",
        Test::SessionType(_) => "SessionTypeCondition",
        Test::Metadata { .. } => "MatchMetadataCondition",
        Test::MetadataNumber { .. } => "CompareMetadataCondition",
    }
}

fn shown(value: Option<impl ToString>) -> String {
    value.map_or_else(|| "none".to_owned(), |value| value.to_string())
}

/// [`matches`], with what was looked at.
fn matched<S: Sink, V>(
    values: &Match<V>,
    found: &Found<'_>,
    facts: &Facts<'_>,
    sink: &mut S,
    what: &'static str,
    fits: impl Fn(&V, &str) -> bool,
) -> bool {
    sink.input(what, || found.shown());
    sink.input("values", || {
        // A list of thousands tells nobody more than its beginning.
        let written = values.fixed.iter().map(|(text, _)| text.as_str()).take(20);
        let computed = values.computed.iter().map(|_| "(depends on the request)");
        written.chain(computed).collect::<Vec<_>>().join(", ")
    });
    matches(values, found, facts, fits)
}

/// Letter case and blanks around do not count.
fn match_folded<S: Sink>(
    values: &Match<String>,
    found: &Found<'_>,
    facts: &Facts<'_>,
    sink: &mut S,
    what: &'static str,
) -> bool {
    matched(values, found, facts, sink, what, |value, item| item.trim().eq_ignore_ascii_case(value))
}

fn expression<S: Sink>(
    values: &Match<Expression>,
    text: Option<&str>,
    facts: &Facts<'_>,
    sink: &mut S,
    what: &'static str,
) -> bool {
    matched(values, &Found::one(text), facts, sink, what, |expression, text| {
        expression.is_match(text.as_bytes())
    })
}

fn authenticated<S: Sink>(privileges: &[Text], facts: &Facts<'_>, sink: &mut S) -> bool {
    sink.input("session", || kind(facts.session.as_ref()).to_owned());
    let Some(session) = facts.session else { return false };
    let has = |name: &str| {
        if name == "widget" { session.privileges.verify("widget", "1") } else { facts.has_privilege(name) }
    };
    sink.input("privileges", || session.privileges.text().to_owned());
    session.is_admin()
        || privileges.iter().any(|privilege| match privilege {
            Text::Fixed(name) => has(name),
            Text::Computed(computed) => match field(computed, facts) {
                Found::Missing => false,
                Found::One(name) => has(&name),
                Found::Many(names) => names.iter().any(|name| has(name)),
            },
        })
}

pub(super) fn kind(session: Option<&SessionFacts<'_>>) -> &'static str {
    match session.map(|session| session.kind) {
        None => "none",
        Some(Kind::Admin) => "admin",
        Some(Kind::User) => "user",
        Some(Kind::Widget) => "widget",
    }
}

fn address<S: Sink>(
    within: &Match<Network>,
    header: Option<&HeaderAddress>,
    facts: &Facts<'_>,
    sink: &mut S,
) -> bool {
    let request = &facts.request;
    let address = match header {
        None => request.address,
        Some(wanted) => {
            sink.input("header", || shown(request.header(&wanted.name)));
            request.header(&wanted.name).and_then(|value| in_header(value, wanted))
        }
    };
    // Without a text to compare, values are compared as networks only, which say the same.
    sink.input("address", || shown(address));
    sink.input("values", || {
        within.fixed.iter().map(|(text, _)| text.as_str()).take(20).collect::<Vec<_>>().join(", ")
    });
    within.is_empty()
        || address.is_some_and(|address: IpAddr| {
            within.fixed.iter().filter_map(|(_, network)| network.as_ref()).any(|one| one.contains(address))
                || (!within.computed.is_empty() && {
                    let text = address.to_canonical().to_string();
                    matches(within, &Found::one(Some(&text)), facts, |_, _| false)
                })
        })
}

fn roles<S: Sink>(allowed: &[i64], facts: &Facts<'_>, sink: &mut S) -> bool {
    let roles = facts.session.map_or(&[] as &[i64], |session| session.roles);
    sink.input("roles", || roles.iter().map(ToString::to_string).collect::<Vec<_>>().join(","));
    !roles.is_empty() && roles.iter().all(|role| allowed.contains(role))
}

fn any<S: Sink>(conditions: &[Condition], facts: &Facts<'_>, sink: &mut S) -> bool {
    let mut found = false;
    for condition in conditions {
        found |= fulfilled(condition, facts, sink);
        if found && !S::LISTENS {
            break;
        }
    }
    found
}

fn knows_secret<S: Sink>(name: &str, secret: &str, facts: &Facts<'_>, sink: &mut S) -> bool {
    let given = facts.request.hashes.iter().find(|(known, _)| *known == name).map(|(_, hash)| *hash);
    sink.input("hashName", || name.to_owned());
    sink.input("hash", || if given.is_some() { "given" } else { "none" }.to_owned());
    let text = facts.session.map_or("", |session| session.text);
    let expected = crate::keys::hex(&Md5::new().chain_update(secret).chain_update(text).finalize());
    given.is_some_and(|given| given.as_bytes().ct_eq(expected.as_bytes()).into())
}

fn scheduled<S: Sink>(facts: &Facts<'_>, sink: &mut S) -> bool {
    let entry = facts.entry.unwrap_or_default();
    sink.input("startDate", || shown(entry.start));
    sink.input("endDate", || shown(entry.end));
    sink.input("time", || facts.request.now.to_string());
    facts.entry.is_some() && entry.is_scheduled(facts.request.now)
}

fn session_type<S: Sink>(wanted: i64, facts: &Facts<'_>, sink: &mut S) -> Option<bool> {
    sink.input("session", || kind(facts.session.as_ref()).to_owned());
    sink.input("sessionType", || wanted.to_string());
    let session = facts.session?;
    if facts.request.is_internal || session.privileges.has("disablesessiontypecheck") {
        return None;
    }
    Some(session.number == wanted)
}
