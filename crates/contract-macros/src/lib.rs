//! The attributes with which the API is declared. What they mean is described in `contract`, where they
//! are exported.

mod enums;
mod family;
mod object;
mod service;
mod text;

use proc_macro::TokenStream;
use syn::parse_macro_input;

/// Declares a class of API objects: a struct whose fields are `Prop<T>`.
///
/// On the struct, `#[api(…)]` takes `name = "KalturaX"` (required), `abstract`, `deprecated`,
/// `plugin = "…"`, `list = "KalturaXListResponse"`, and for filters `filter = "KalturaXBaseFilter"` and
/// `order("createdAt", …)`.
///
/// On a field it takes `base` (the struct of the parent class), `name = "…"` where the camel-case of the
/// field is not the wire name, `read_only`, `insert_only`, `write_only`, `deprecated`, `multi_lingual`,
/// `needs(read, insert, update, all)`, `min_length`, `max_length`, `min_value`, `max_value`,
/// `truncate` (each `= n`), `values = "KalturaX"`; in a filter also `own` (declared by the class itself
/// rather than by its base filter), `custom` (the feature applies it) and `compares("a", "b")`.
#[proc_macro_derive(ApiObject, attributes(api))]
pub fn derive_object(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as syn::DeriveInput);
    object::derive(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Declares an enum. On the enum: `name = "KalturaX"`, `text` or `dynamic` for string enums, `deprecated`,
/// `plugin = "…"`. On a variant: `value = "…"` for string enums (integer enums take the discriminant) and
/// `constant = "…"` where the constant's name is not the variant in capitals.
#[proc_macro_derive(ApiEnum, attributes(api))]
pub fn derive_enum(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as syn::DeriveInput);
    enums::derive(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Declares a class together with the subclasses that may be sent in its place: an enum with one variant
/// per member, each holding its struct; `#[api(declared = Struct)]` names the declared class.
#[proc_macro_derive(ApiFamily, attributes(api))]
pub fn derive_family(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as syn::DeriveInput);
    family::derive(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Declares a service: an `impl` block whose `#[action]` functions are its actions, in the API's order.
/// Writes a static `SERVICE` beside it.
///
/// `#[service(name = "appToken")]`, with `plugin = "…"`, `deprecated` or `own` (not part of the
/// original API). An action takes `#[action(session = always | optional | none, allow(PERMISSION, …))]`, with
/// `name = "…"`, `throws(CODE, …)`, `ignores_ks`, `edits = "entryId"` or `owns = "entryId"` where the session has to
/// be one that may change (or owns) the entry which that parameter names, `alias = "service.action"` or `plugin = "…"` where another class of
/// the original publishes it, `source = "service->action"` for the name by which it is refused then, `deprecated` or `beta`; its first parameter is the call. A parameter of type `Option`
/// is optional with the default `null`, others are required unless they carry `#[param(default = …)]`;
/// `name = "…"` gives a wire name that is no Rust name, `printed = "…"` the default as the schema prints it.
#[proc_macro_attribute]
pub fn service(arguments: TokenStream, input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as syn::ItemImpl);
    service::expand(arguments.into(), input).unwrap_or_else(syn::Error::into_compile_error).into()
}
