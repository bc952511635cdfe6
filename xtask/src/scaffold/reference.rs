//! The reference: `api-schema.json` and `permissions.json`, as far as declarations are made of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use indexmap::IndexMap;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

#[derive(Deserialize)]
pub(super) struct Schema {
    pub(super) services: IndexMap<String, Service>,
    pub(super) classes: IndexMap<String, Class>,
    pub(super) enums: IndexMap<String, Enum>,
    pub(super) errors: BTreeMap<String, Error>,
}

#[derive(Deserialize)]
pub(super) struct Error {
    pub(super) args: Vec<String>,
}

#[derive(Deserialize)]
pub(super) struct Service {
    pub(super) name: String,
    pub(super) plugin: Option<String>,
    #[serde(default)]
    pub(super) deprecated: bool,
    pub(super) actions: IndexMap<String, Action>,
}

#[derive(Deserialize)]
pub(super) struct Action {
    pub(super) params: Vec<Param>,
    pub(super) returns: Option<Returns>,
    pub(super) throws: Vec<String>,
    pub(super) session: String,
    #[serde(rename = "actionAlias")]
    pub(super) alias: Option<String>,
    pub(super) plugin: Option<String>,
    #[serde(default)]
    pub(super) deprecated: bool,
    #[serde(default)]
    pub(super) beta: bool,
}

#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Returns {
    One(String),
    Many(Type),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Type {
    #[serde(rename = "type")]
    pub(super) name: String,
    #[serde(rename = "enumType")]
    pub(super) member_of: Option<String>,
    #[serde(rename = "arrayType")]
    pub(super) element: Option<String>,
    #[serde(default)]
    pub(super) is_time: bool,
}

#[derive(Deserialize)]
pub(super) struct Param {
    pub(super) name: String,
    #[serde(flatten)]
    pub(super) ty: Type,
    pub(super) optional: bool,
    pub(super) default: Option<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Class {
    pub(super) base: Option<String>,
    #[serde(rename = "abstract")]
    pub(super) is_abstract: bool,
    #[serde(default)]
    pub(super) deprecated: bool,
    pub(super) plugin: Option<String>,
    pub(super) requires_permissions: Option<String>,
    pub(super) properties: Vec<Property>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Property {
    pub(super) name: String,
    #[serde(flatten)]
    pub(super) ty: Type,
    #[serde(default)]
    pub(super) read_only: bool,
    #[serde(default)]
    pub(super) insert_only: bool,
    #[serde(default)]
    pub(super) write_only: bool,
    #[serde(default)]
    pub(super) deprecated: bool,
    #[serde(default)]
    pub(super) multi_lingual: bool,
    pub(super) requires_permissions: Option<String>,
    pub(super) min_length: Option<i64>,
    pub(super) max_length: Option<i64>,
    pub(super) min_value: Option<i64>,
    pub(super) max_value: Option<i64>,
    pub(super) utf8truncate: Option<i64>,
    pub(super) values_enum_type: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Enum {
    pub(super) kind: String,
    #[serde(default)]
    pub(super) dynamic: bool,
    #[serde(default)]
    pub(super) deprecated: bool,
    pub(super) plugin: Option<String>,
    pub(super) values: IndexMap<String, Value>,
}

#[derive(Deserialize)]
pub(super) struct Permissions {
    pub(super) actions: BTreeMap<String, Vec<String>>,
    pub(super) aliases: BTreeMap<String, Alias>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Alias {
    pub(super) permission_key: String,
}

impl Schema {
    /// True if the class is anywhere below the other.
    pub(super) fn is_below(&self, class: &Class, ancestor: &str) -> bool {
        class.base.as_deref().is_some_and(|base| {
            base == ancestor || self.classes.get(base).is_some_and(|base| self.is_below(base, ancestor))
        })
    }

    /// The service that a name means, and the action if it names one; letter case does not count.
    pub(super) fn service<'a>(&'a self, name: &str) -> Option<(&'a str, Option<&'a str>)> {
        let (service, action) =
            name.split_once('.').map_or((name, None), |(service, action)| (service, Some(action)));
        let (id, service) = self.services.get_key_value(&service.to_lowercase())?;
        match action {
            None => Some((id, None)),
            Some(wanted) => {
                let action = service.actions.keys().find(|name| name.eq_ignore_ascii_case(wanted))?;
                Some((id, Some(action)))
            }
        }
    }

    /// All classes below one that may be sent.
    pub(super) fn subclasses(&self, name: &str) -> Vec<&str> {
        let below = self.classes.iter().filter(|(_, class)| !class.is_abstract && self.is_below(class, name));
        below.map(|(name, _)| name.as_str()).collect()
    }

    /// The class of the lists of a class.
    pub(super) fn list_of(&self, element: &str) -> Option<&str> {
        self.classes.iter().find(|(_, list)| list.element() == Some(element)).map(|(name, _)| name.as_str())
    }
}

impl Class {
    /// What the list holds, if this is the class of a list.
    pub(super) fn element(&self) -> Option<&str> {
        match (self.base.as_deref(), self.properties.as_slice()) {
            (Some("KalturaListResponse"), [objects]) => objects.ty.element.as_deref(),
            _ => None,
        }
    }
}

impl Type {
    pub(super) fn plain(name: &str) -> Self {
        Self { name: name.to_owned(), member_of: None, element: None, is_time: false }
    }
}

impl Permissions {
    /// Any of these opens the action; none for an action that nobody may call.
    pub(super) fn of(&self, action: &str) -> &[String] {
        let key = self.aliases.get(action).map_or(action, |alias| &alias.permission_key);
        self.actions.get(key).map_or(&[], Vec::as_slice)
    }
}

pub(super) fn read<T: DeserializeOwned>(path: &Path) -> Result<T, String> {
    let text =
        fs::read_to_string(path).map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
    serde_json::from_str(&text).map_err(|error| format!("{} cannot be understood: {error}", path.display()))
}
