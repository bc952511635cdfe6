//! Facts of a decision, read from JSON: what a row of the matrix says, and nothing it does not say.

use std::net::IpAddr;

use boxoffice::access_control::decision::{
    Context, Contexts, EntryFacts, Facts, Limits, Lookups, MetadataField, RequestFacts, Restriction, Rules,
    SessionFacts, compile,
};
use boxoffice::access_control::model::profile::Rule;
use contract::typing::At;
use contract::{Api, ApiEnum};
use ks::{Kind, Privileges};
use serde_json::Value;

pub(crate) const NOW: i64 = 1_800_000_000;
pub(crate) const ENTRY: &str = "0_entry123";

/// Everything that facts borrow from.
pub(crate) struct World {
    session: Option<OwnSession>,
    entry: Value,
    request: Value,
    known: Known,
    playlists: Vec<String>,
    redirected_from: Vec<String>,
}

struct OwnSession {
    kind: Kind,
    user: String,
    privileges: Privileges,
    text: String,
    roles: Vec<i64>,
    email: Option<String>,
}

#[derive(Default)]
struct Known {
    country: Option<String>,
    coordinates: Option<(f64, f64)>,
    anonymity: Option<Vec<&'static str>>,
    metadata: Vec<(String, Vec<String>)>,
    assets: Vec<Value>,
    edges: Vec<i64>,
}

impl Lookups for Known {
    fn country(&self, _address: IpAddr) -> Option<&str> {
        self.country.as_deref()
    }

    fn coordinates(&self, _address: IpAddr) -> Option<(f64, f64)> {
        self.coordinates
    }

    fn anonymity(&self, _address: IpAddr) -> Option<Vec<&'static str>> {
        self.anonymity.clone()
    }

    fn metadata(&self, field: &MetadataField) -> Option<&[String]> {
        self.metadata.iter().find(|(path, _)| *path == field.xpath).map(|(_, texts)| texts.as_slice())
    }

    fn has_asset(&self, properties: &[(String, String)]) -> bool {
        self.assets.iter().any(|asset| properties.iter().all(|(key, value)| asset[key] == value.as_str()))
    }

    fn is_edge_alive(&self, server: i64) -> bool {
        self.edges.contains(&server)
    }
}

fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().map(|text| text.as_str().unwrap().to_owned()).collect()
}

fn pairs(value: &Value) -> Vec<(&str, &str)> {
    value
        .as_object()
        .into_iter()
        .flatten()
        .map(|(key, value)| (key.as_str(), value.as_str().unwrap()))
        .collect()
}

fn numbers(value: &Value) -> Vec<i64> {
    value.as_array().into_iter().flatten().map(|number| number.as_i64().unwrap()).collect()
}

impl World {
    pub(crate) fn read(facts: &Value) -> Self {
        let session = facts["session"].as_object().map(|session| {
            let text = |name: &str| session.get(name).and_then(Value::as_str);
            OwnSession {
                kind: match text("kind").unwrap() {
                    "admin" => Kind::Admin,
                    "widget" => Kind::Widget,
                    "user" => Kind::User,
                    other => panic!("{other} is no kind of session"),
                },
                user: text("user").unwrap_or_default().to_owned(),
                privileges: Privileges::parse(text("privileges").unwrap_or_default()),
                text: text("text").unwrap_or("the-ks").to_owned(),
                roles: session.get("roles").map(numbers).unwrap_or_default(),
                email: text("email").map(str::to_owned),
            }
        });
        let lookups = &facts["lookups"];
        let known = Known {
            country: lookups["country"].as_str().map(str::to_owned),
            coordinates: lookups["coordinates"]
                .as_array()
                .map(|place| (place[0].as_f64().unwrap(), place[1].as_f64().unwrap())),
            anonymity: lookups["anonymity"].as_array().map(|_| {
                texts(&lookups["anonymity"])
                    .into_iter()
                    .map(|class| &*Box::leak(class.into_boxed_str()))
                    .collect()
            }),
            metadata: lookups["metadata"]
                .as_object()
                .into_iter()
                .flatten()
                .map(|(path, values)| (path.clone(), texts(values)))
                .collect(),
            assets: lookups["assets"].as_array().cloned().unwrap_or_default(),
            edges: numbers(&lookups["edges"]),
        };
        Self {
            session,
            playlists: texts(&facts["entry"]["playlists"]),
            redirected_from: texts(&facts["entry"]["redirectedFrom"]),
            entry: facts["entry"].clone(),
            request: facts["request"].clone(),
            known,
        }
    }

    /// Calls with the facts.
    pub(crate) fn with<T>(&self, run: impl FnOnce(&Facts<'_>) -> T) -> T {
        let session = self.session.as_ref().map(|session| SessionFacts {
            kind: session.kind,
            number: if session.kind == Kind::Admin { 2 } else { 0 },
            user: &session.user,
            is_anonymous: session.user.is_empty() || session.user == "0",
            privileges: &session.privileges,
            text: &session.text,
            roles: &session.roles,
            email: session.email.as_deref(),
        });
        let entry = EntryFacts {
            id: ENTRY,
            owner: self.entry["owner"].as_str().unwrap_or("owner"),
            start: self.entry["start"].as_i64().map(|offset| NOW + offset),
            end: self.entry["end"].as_i64().map(|offset| NOW + offset),
            in_moderation: self.entry["moderation"] == true,
            is_recycled: self.entry["recycled"] == true,
            playlists: &self.playlists,
            redirected_from: &self.redirected_from,
        };
        let asked = &self.request;
        let (headers, hashes) = (pairs(&asked["headers"]), pairs(&asked["hashes"]));
        let contexts: Vec<Context> =
            texts(&asked["contexts"]).iter().map(|name| Context::from_wire_value(name).unwrap()).collect();
        let request = RequestFacts {
            now: NOW,
            address: match asked["ip"].as_str() {
                Some("none") => None,
                other => Some(other.unwrap_or("203.0.113.7").parse().unwrap()),
            },
            referrer: asked["referrer"].as_str(),
            user_agent: asked["userAgent"].as_str(),
            headers: &headers,
            action: asked["action"].as_str(),
            contexts: Contexts::of(&contexts),
            hashes: &hashes,
            delivery_profile: asked["deliveryProfile"].as_i64(),
            asset_type: asked["assetType"].as_str(),
            has_url_token: asked["urlToken"] == true,
            is_internal: asked["internal"] == true,
        };
        let entry = (self.entry != "none").then_some(entry);
        run(&Facts { session, entry, request, lookups: &self.known })
    }
}

/// Rules as the API takes them.
pub(crate) fn api_rules(rules: &Value) -> Vec<Rule> {
    read(rules).unwrap_or_else(|error| panic!("{}: {rules}", error.message))
}

/// As [`api_rules`], with what is refused.
pub(crate) fn read(rules: &Value) -> Result<Vec<Rule>, wire::ApiError> {
    let text = serde_json::json!({"rules": rules}).to_string();
    let limits = wire::Limits { depth: 2000, parameters: 100_000, ..wire::Limits::default() };
    let params = wire::json_in::decode(text.as_bytes(), &limits).unwrap().unwrap();
    let at = At { name: "rules", parent: None, is_argument: false, now: NOW };
    Ok(Vec::decode(&params["rules"], &at)?.unwrap())
}

/// Rules, ready.
pub(crate) fn ready(rules: &Value, restrictions: &[Restriction]) -> Rules {
    compile(7, &api_rules(rules), restrictions, Limits::DEFAULT).unwrap()
}
