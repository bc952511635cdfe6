//! Classes that every list shares.

use crate::describe::Class;
use crate::filter::Page;
use crate::list::ApiFilter;
use crate::search::AnySearchItem;
use crate::{ApiEnum, ApiFamily, ApiObject, Prop};

/// Which part of a list is wanted.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaPager")]
pub struct Pager {
    /// Objects on a page, 30 by default, 500 at most.
    pub page_size: Prop<i64>,
    /// The page, counted from 1.
    pub page_index: Prop<i64>,
}

impl Pager {
    /// The page, with the API's clamps (reference: protocol.md §12.3). Size 0 is an empty page: the
    /// original's "no limit" is a quirk not worth copying.
    pub fn page(&self) -> Page {
        let default = Page::default();
        let clamp = |value: i64, least: i64, most: i64| {
            u32::try_from(value.clamp(least, most)).unwrap_or(default.size)
        };
        Page {
            size: self.page_size.get().map_or(default.size, |size| clamp(*size, 0, 500)),
            index: self.page_index.get().map_or(default.index, |index| clamp(*index, 1, i64::from(u32::MAX))),
        }
    }
}

/// Which part of a list is wanted.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaFilterPager")]
pub struct FilterPager {
    /// Size and index.
    #[api(base)]
    pub base: Pager,
}

impl FilterPager {
    /// See [`Pager::page`].
    pub fn page(&self) -> Page {
        self.base.page()
    }
}

/// What every filter has.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaFilter", abstract)]
pub struct Filter {
    /// Comma-separated `+property` and `-property`.
    pub order_by: Prop<String>,
    /// A search over more than properties, for lists that have one.
    pub advanced_search: Prop<AnySearchItem>,
}

/// A filter that a response profile may use.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaRelatedFilter", abstract)]
pub struct RelatedFilter {
    /// Order and search.
    #[api(base)]
    pub base: Filter,
}

impl ApiFilter for Filter {
    fn order_by(&self) -> &Prop<String> {
        &self.order_by
    }
}

impl ApiFilter for RelatedFilter {
    fn order_by(&self) -> &Prop<String> {
        &self.base.order_by
    }
}

/// The part of a list answer that all lists share.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaListResponse")]
pub struct ListResponse {
    /// How many objects match, on all pages.
    #[api(read_only)]
    pub total_count: Prop<i64>,
}

/// A key and its value.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaKeyValue")]
pub struct KeyValue {
    /// The key.
    pub key: Prop<String>,
    /// The value.
    pub value: Prop<String>,
}

/// What every object is.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaObject", abstract)]
pub struct RootObject {}

/// Any object, where the API says no more. No value of it is answered yet.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = RootObject)]
pub enum AnyObject {}

/// A text as an object, for lists of texts.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaString")]
pub struct StringObject {
    /// The text.
    pub value: Prop<String>,
}

/// A pattern that passwords must match.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaRegexItem")]
pub struct RegexItem {
    /// The pattern.
    pub regex: Prop<String>,
    /// The pattern in words.
    pub description: Prop<String>,
}

/// A text in one language, where an object is sent or asked for in all of them.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaMultiLingualString")]
pub struct MultiLingualString {
    /// The language's code, in capitals.
    pub language: Prop<String>,
    /// The text.
    pub value: Prop<String>,
}

/// The version that clients made from the schema send back. It is that of the newest official clients, whose
/// classes the declarations follow; no server reads it (reference: protocol.md §6).
pub const API_VERSION: &str = "23.10.0";

/// The schema says when it was generated. It changes with the declarations and not with the clock, so that the
/// committed copy shows a difference only where there is one.
pub const GENERATED: u32 = 1_795_478_400;

/// A value of an error.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaApiExceptionArg")]
pub struct ApiExceptionArg {
    /// The placeholder in the error's text.
    pub name: Prop<String>,
    /// What stands in its place.
    pub value: Prop<String>,
}

/// What a client says about itself.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaClientConfiguration")]
pub struct ClientConfiguration {
    /// Names the client, for logs.
    pub client_tag: Prop<String>,
    /// The version that the client was made for.
    pub api_version: Prop<String>,
}

/// The formats of answers.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaResponseType")]
pub enum ResponseType {
    /// JSON.
    #[api(constant = "RESPONSE_TYPE_JSON")]
    Json = 1,
    /// XML.
    #[api(constant = "RESPONSE_TYPE_XML")]
    Xml = 2,
    /// PHP's own serialization.
    #[api(constant = "RESPONSE_TYPE_PHP")]
    Php = 3,
    /// Not offered.
    #[api(constant = "RESPONSE_TYPE_PHP_ARRAY")]
    PhpArray = 4,
    /// Not offered.
    #[api(constant = "RESPONSE_TYPE_HTML")]
    Html = 7,
    /// Not offered.
    #[api(constant = "RESPONSE_TYPE_MRSS")]
    Mrss = 8,
    /// JSON in a function call.
    #[api(constant = "RESPONSE_TYPE_JSONP")]
    Jsonp = 9,
}

/// The common root of all classes, for the schema alone: no class names it as its base.
pub const ROOT_CLASS_NAME: &str = "KalturaObject";

/// The class of lists.
pub const LIST_RESPONSE: &Class = <ListResponse as ApiObject>::CLASS;
