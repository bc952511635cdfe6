//! A small API that has one of everything.
#![allow(missing_docs, unreachable_pub)] // it is here to be described, not to be read

use std::collections::BTreeSet;

use contract::common::Filter;
use contract::describe::{ActionDecl, ParamDecl, ServiceDecl, SessionMark};
use contract::list::Listed;
use contract::{
    Api, ApiEnum, ApiFamily, ApiObject, BigInt, Caller, Contract, Map, NullableBoolean, Prop, Time, TypeRef,
};
use wire::Upload;

#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaThing", abstract, plugin = "kind", needs(insert, all))]
pub struct Thing {
    /// The name, in "quotes" & <brackets>.
    #[api(multi_lingual, min_length = 1, max_length = 60)]
    pub name: Prop<String>,
    #[api(read_only)]
    pub made_at: Prop<Time>,
    #[api(insert_only, needs(insert, update), deprecated)]
    pub size: Prop<BigInt>,
    pub parts: Prop<Vec<AnyThing>>,
}

#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaBigThing", plugin = "big", list = "KalturaBigThingListResponse")]
pub struct BigThing {
    #[api(base)]
    pub base: Thing,
    #[api(name = "theHTML", write_only, truncate = 9)]
    pub the_html: Prop<String>,
    #[api(values = "KalturaThingKind")]
    pub kinds: Prop<String>,
    pub by_name: Prop<Map<BigThing>>,
    pub kind: Prop<ThingKind>,
}

#[derive(ApiFamily, Clone, Debug)]
#[api(declared = Thing)]
pub enum AnyThing {
    Big(BigThing),
}

#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaBigThingFilter",
    plugin = "big",
    filter = "KalturaBigThingBaseFilter",
    order("madeAt", "size")
)]
pub struct BigThingFilter {
    #[api(base)]
    pub base: Filter,
    pub name_like: Prop<String>,
    #[api(own)]
    pub is_old_equal: Prop<NullableBoolean>,
}

#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaThingKind", dynamic, deprecated, plugin = "kind")]
pub enum ThingKind {
    #[api(value = "1")]
    RoundOne,
    #[api(value = "kind.SQUARE", constant = "SQUARE_")]
    Square,
}

const fn param(name: &'static str, ty: TypeRef, default: Option<&'static str>) -> ParamDecl {
    ParamDecl { name, ty, default, description: "" }
}

static THINGS: ServiceDecl =
    ServiceDecl { name: "thing", plugin: None, description: "Things.", deprecated: true, own: false };
static BIG_THINGS: ServiceDecl = ServiceDecl {
    name: "big_bigThing",
    plugin: Some("big"),
    description: "Big things.",
    deprecated: false,
    own: false,
};
static ADD: ActionDecl = ActionDecl {
    name: "add",
    description: "Adds.",
    params: &[
        param("thing", <AnyThing as Api>::TYPE, None),
        param("content", <Upload as Api>::TYPE, None),
        param("kind", <ThingKind as Api>::TYPE, Some("1")),
        param("note", <String as Api>::TYPE, Some("")),
        param("weight", <f64 as Api>::TYPE, Some("null")),
    ],
    result: Some(<ThingKind as Api>::TYPE),
    session: SessionMark::Always,
    throws: &["INVALID_FIELD_VALUE"],
    allowed_to: &["ADMIN_BASE"],
    ignores_ks: false,
    edits: None,
    alias: Some("thing.add"),
    source: None,
    plugin: Some("big"),
    deprecated: true,
    beta: true,
};
static LIST: ActionDecl = ActionDecl {
    name: "list",
    params: &[param("filter", <BigThingFilter as Api>::TYPE, Some("null"))],
    result: Some(TypeRef::Object(<BigThing as Listed>::LIST_CLASS)),
    session: SessionMark::Optional,
    throws: &[],
    alias: None,
    source: None,
    plugin: None,
    deprecated: false,
    beta: false,
    ..ADD
};
static SERVE: ActionDecl = ActionDecl {
    name: "serve",
    params: &[],
    result: Some(TypeRef::File),
    session: SessionMark::None,
    ..LIST
};
static STOP: ActionDecl =
    ActionDecl { name: "stop", params: &[], result: None, allowed_to: &["BATCH_BASE"], ..LIST };

/// Its declarations.
pub fn contract() -> Contract {
    let admin = Caller { name: "admin session", permissions: BTreeSet::from(["ADMIN_BASE".to_owned()]) };
    let nobody = Caller { name: "no session", permissions: BTreeSet::new() };
    Contract::from_services([(&THINGS, vec![&ADD]), (&BIG_THINGS, vec![&LIST, &SERVE, &STOP])])
        .with_callers(vec![nobody, admin])
}
