//! What is declared: classes, enums, services, actions, as data. Everything that people or programs
//! read about the API is derived from these.

use crate::filter::Operator;

/// The type of a property, parameter or result (reference: schema-format.md, "Types").
#[derive(Clone, Copy, Debug)]
pub enum TypeRef {
    /// A 64-bit integer that the schema calls `int`.
    Int,
    /// An integer that the schema calls `bigint`; exact up to 2^53 on the wire.
    BigInt,
    /// Unix seconds: `int` with `isTime`.
    Time,
    /// A fraction.
    Float,
    /// True or false.
    Bool,
    /// Text.
    Text,
    /// An upload (parameter) or a download (result).
    File,
    /// A member of an enum.
    Enum(&'static Enum),
    /// An object of exactly this class.
    Object(&'static Class),
    /// An object of a class or one of its subclasses.
    Family(&'static Family),
    /// A list.
    Array(&'static TypeRef),
    /// Text keys to objects.
    Map(&'static TypeRef),
}

impl TypeRef {
    /// True for what travels as one scalar on the wire.
    pub const fn is_scalar(self) -> bool {
        !matches!(self, Self::Object(_) | Self::Family(_) | Self::Array(_) | Self::Map(_) | Self::File)
    }

    /// The class that the schema names for an object, or for the elements of a list or map.
    pub fn class(self) -> Option<&'static Class> {
        match self {
            Self::Object(class) => Some(class),
            Self::Family(family) => Some(family.declared),
            Self::Array(element) | Self::Map(element) => element.class(),
            _ => None,
        }
    }
}

/// A class that may stand for its subclasses, and the subclasses that this server knows.
#[derive(Debug)]
pub struct Family {
    /// The declared type.
    pub declared: &'static Class,
    /// The classes that `objectType` may name, the declared one among them unless it is abstract.
    pub members: &'static [&'static Class],
}

/// A class of API objects.
#[derive(Debug)]
pub struct Class {
    /// The wire name, with its `Kaltura` prefix.
    pub name: &'static str,
    /// The parent; none for those directly under `KalturaObject`.
    pub base: Option<&'static Class>,
    /// Only subclasses may be sent.
    pub is_abstract: bool,
    /// Kept for old clients.
    pub deprecated: bool,
    /// The plug-in that owns it.
    pub plugin: Option<&'static str>,
    /// Kinds of access to its objects that need a permission as a whole; its subclasses need them too.
    pub needs_permission: &'static [Access],
    /// What it is, in a sentence.
    pub description: &'static str,
    /// Its own properties, in the API's order.
    pub properties: &'static [Property],
    /// For a filter: what `orderBy` may name.
    pub order_by: &'static [&'static str],
}

impl Class {
    /// True if this is `other` or a descendant of it.
    pub fn is_a(&self, other: &Class) -> bool {
        self.name == other.name || self.base.is_some_and(|base| base.is_a(other))
    }

    /// All properties, those of the base first.
    pub fn all_properties(&self) -> Vec<&'static Property> {
        let mut all = self.base.map(Class::all_properties).unwrap_or_default();
        all.extend(self.properties);
        all
    }
}

/// One property of a class.
#[derive(Debug)]
pub struct Property {
    /// The class that declares it; property permissions are looked up under this name.
    pub class: &'static str,
    /// The wire name.
    pub name: &'static str,
    /// Its type; a function, because a class may hold itself.
    pub type_of: fn() -> TypeRef,
    /// What it means.
    pub description: &'static str,
    /// Set by the server alone.
    pub read_only: bool,
    /// Accepted on add, not on update.
    pub insert_only: bool,
    /// Never answered.
    pub write_only: bool,
    /// Kept for old clients.
    pub deprecated: bool,
    /// May be sent and asked for in several languages.
    pub multi_lingual: bool,
    /// Kinds of access that need a property permission.
    pub needs_permission: &'static [Access],
    /// Limits on the value.
    pub limits: Limits,
    /// A string enum whose values may stand in a comma-separated text.
    pub values_enum: Option<&'static str>,
    /// For a field of a filter: what it compares, and how.
    pub filter: Option<FilterField>,
}

impl Property {
    /// Its type.
    pub fn ty(&self) -> TypeRef {
        (self.type_of)()
    }
}

/// Limits that a property declares.
#[derive(Clone, Copy, Debug, Default)]
pub struct Limits {
    /// Bytes at least, else `PROPERTY_VALIDATION_MIN_LENGTH`.
    pub min_length: Option<i64>,
    /// Bytes at most, else `PROPERTY_VALIDATION_MAX_LENGTH`.
    pub max_length: Option<i64>,
    /// The smallest number, else `PROPERTY_VALIDATION_MIN_VALUE`.
    pub min_value: Option<i64>,
    /// The largest number, else `PROPERTY_VALIDATION_MAX_VALUE`.
    pub max_value: Option<i64>,
    /// Longer text is cut to so many bytes, at a character.
    pub truncate: Option<i64>,
}

impl Limits {
    /// No limits.
    pub const NONE: Self =
        Self { min_length: None, max_length: None, min_value: None, max_value: None, truncate: None };
}

/// What a filter field compares.
#[derive(Clone, Copy, Debug)]
pub struct FilterField {
    /// API names of the properties.
    pub properties: &'static [&'static str],
    /// How.
    pub operator: Operator,
}

/// A kind of access to a property that may need a permission (reference: identity.md §3.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Access {
    /// To see it in an answer.
    Read,
    /// To send it with add.
    Insert,
    /// To send it with update.
    Update,
    /// To name it in any way.
    All,
}

impl Access {
    /// The word of the schema.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Insert => "insert",
            Self::Update => "update",
            Self::All => "all",
        }
    }
}

/// An enum of the API.
#[derive(Debug)]
pub struct Enum {
    /// The wire name, with its `Kaltura` prefix.
    pub name: &'static str,
    /// How members travel.
    pub kind: EnumKind,
    /// What it is, in a sentence.
    pub description: &'static str,
    /// Kept for old clients.
    pub deprecated: bool,
    /// The plug-in that owns it.
    pub plugin: Option<&'static str>,
    /// Its members in the API's order.
    pub members: &'static [EnumMember],
}

/// How the members of an enum travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnumKind {
    /// As numbers.
    Int,
    /// As text.
    Text,
    /// As text that leaves the server as a number where it is one (reference: protocol.md §9.1).
    Dynamic,
}

/// A member of an enum.
#[derive(Debug)]
pub struct EnumMember {
    /// The constant's name.
    pub name: &'static str,
    /// The value; decimal for integer enums.
    pub value: &'static str,
}

/// A service as the schema prints it.
#[derive(Debug)]
pub struct ServiceDecl {
    /// The declared spelling of the wire name: `appToken`, `metadata_metadata`.
    pub name: &'static str,
    /// The plug-in that owns it.
    pub plugin: Option<&'static str>,
    /// What it is for.
    pub description: &'static str,
    /// Kept for old clients.
    pub deprecated: bool,
    /// Not part of the original API: ours.
    pub own: bool,
}

impl ServiceDecl {
    /// The wire id: lower case, `plugin_service` for plug-ins.
    pub fn id(&self) -> String {
        self.name.to_ascii_lowercase()
    }

    /// The camel-case name without the plug-in.
    pub fn short_name(&self) -> &'static str {
        match self.plugin {
            Some(_) => self.name.split_once('_').map_or(self.name, |(_, name)| name),
            None => self.name,
        }
    }
}

/// An action as the schema prints it, and who may call it.
#[derive(Debug)]
pub struct ActionDecl {
    /// The wire name.
    pub name: &'static str,
    /// What it does.
    pub description: &'static str,
    /// Its parameters, required ones first.
    pub params: &'static [ParamDecl],
    /// What it answers; none: nothing.
    pub result: Option<TypeRef>,
    /// What the schema says about the session; who may call is `allowed_to`.
    pub session: SessionMark,
    /// The codes that the schema publishes for it; it may raise more.
    pub throws: &'static [&'static str],
    /// The permissions of which any one opens it (reference: permissions.json, `actions`).
    pub allowed_to: &'static [&'static str],
    /// Runs as if the call carried no session, even where it carries a broken one.
    pub ignores_ks: bool,
    /// The entry that it changes, which is asked about before all permissions.
    pub edits: Option<Edits>,
    /// The `service.action` under which another class of the original publishes it.
    pub alias: Option<&'static str>,
    /// The `service->action` by which it is refused, where that is another service's.
    pub source: Option<&'static str>,
    /// The plug-in that adds it to a service that is not its own.
    pub plugin: Option<&'static str>,
    /// Kept for old clients.
    pub deprecated: bool,
    /// Subject to change.
    pub beta: bool,
}

/// Who may change the entry that an action names (reference: content-access.md §3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edits {
    /// The parameter that names the entry.
    pub parameter: &'static str,
    /// Its editors may not, only its owner.
    pub owner_only: bool,
}

/// What the schema says about an action's session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionMark {
    /// Needed.
    Always,
    /// Used when there is one.
    Optional,
    /// Clients leave it out.
    None,
}

impl SessionMark {
    /// The word of the schema.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Always => "always",
            Self::Optional => "optional",
            Self::None => "none",
        }
    }
}

/// A parameter of an action.
#[derive(Debug)]
pub struct ParamDecl {
    /// The wire name.
    pub name: &'static str,
    /// Its type.
    pub ty: TypeRef,
    /// The default as the schema prints it (`null` for "nothing"); none: required.
    pub default: Option<&'static str>,
    /// What it means.
    pub description: &'static str,
}
