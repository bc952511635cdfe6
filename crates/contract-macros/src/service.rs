//! `#[service]`

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::parse::Parser;
use syn::{
    Attribute, Expr, FnArg, ImplItem, ImplItemFn, ItemImpl, Lit, LitStr, Pat, Result, ReturnType, Type,
};

use crate::object::optional;
use crate::text::{camel, doc};

pub(crate) fn expand(arguments: TokenStream, mut item: ItemImpl) -> Result<TokenStream> {
    let mut name: Option<LitStr> = None;
    let mut plugin: Option<LitStr> = None;
    let mut deprecated = false;
    let mut own = false;
    syn::meta::parser(|meta| {
        if meta.path.is_ident("name") {
            name = Some(meta.value()?.parse()?);
        } else if meta.path.is_ident("plugin") {
            plugin = Some(meta.value()?.parse()?);
        } else if meta.path.is_ident("deprecated") {
            deprecated = true;
        } else if meta.path.is_ident("own") {
            own = true;
        } else {
            return Err(meta.error("unknown mark"));
        }
        Ok(())
    })
    .parse2(arguments)?;
    let Some(name) = name else {
        return Err(syn::Error::new_spanned(&item.self_ty, "name the service: #[service(name = \"…\")]"));
    };

    let this = item.self_ty.clone();
    let mut actions = Vec::new();
    for member in &mut item.items {
        if let ImplItem::Fn(function) = member
            && let Some(place) =
                function.attrs.iter().position(|attribute| attribute.path().is_ident("action"))
        {
            let attribute = function.attrs.remove(place);
            // Every action has the same shape, whether or not it has to wait for anything.
            function.attrs.push(syn::parse_quote!(#[allow(clippy::unused_async)]));
            actions.push(action(&this, &attribute, function)?);
        }
    }
    let description = doc(&item.attrs);
    let plugin = optional(plugin.as_ref());
    Ok(quote! {
        #item

        /// The service and its actions.
        pub(crate) static SERVICE: crate::call::Service = ::contract::Service {
            decl: ::contract::describe::ServiceDecl {
                name: #name,
                plugin: #plugin,
                description: #description,
                deprecated: #deprecated,
                own: #own,
            },
            actions: &[#(#actions),*],
        };
    })
}

struct ActionAttributes {
    name: Option<LitStr>,
    session: TokenStream,
    throws: Vec<syn::Ident>,
    allow: Vec<String>,
    ignores_ks: bool,
    edits: Option<(LitStr, bool)>,
    alias: Option<LitStr>,
    source: Option<LitStr>,
    plugin: Option<LitStr>,
    deprecated: bool,
    beta: bool,
}

fn action(this: &Type, attribute: &Attribute, function: &mut ImplItemFn) -> Result<TokenStream> {
    let attributes = action_attributes(attribute)?;
    let ident = function.sig.ident.clone();
    let wire_name = attributes.name.map_or_else(|| camel(&ident.to_string()), |name| name.value());
    let description = doc(&function.attrs);

    let mut declarations = Vec::new();
    let mut decodes = Vec::new();
    let mut passes = Vec::new();
    for input in function.sig.inputs.iter_mut().skip(1) {
        let FnArg::Typed(parameter) = input else { continue };
        let Pat::Ident(pattern) = &*parameter.pat else {
            return Err(syn::Error::new_spanned(&parameter.pat, "a parameter has a name"));
        };
        let local = pattern.ident.clone();
        let marks = param_attributes(&mut parameter.attrs)?;
        let wire = marks.name.map_or_else(|| camel(&local.to_string()), |name| name.value());
        let ty = &parameter.ty;
        let text = marks.description;
        let (value, default, decode) = match (option_argument(ty), marks.default) {
            (Some(inner), _) => {
                let printed = marks.printed.map_or_else(|| "null".to_owned(), |printed| printed.value());
                (
                    quote!(#inner),
                    quote!(::core::option::Option::Some(#printed)),
                    quote!(arguments.optional(#wire)?),
                )
            }
            (None, Some(default)) => {
                let printed = match (&marks.printed, &default) {
                    (Some(printed), _) => printed.value(),
                    (None, Expr::Lit(literal)) => match &literal.lit {
                        Lit::Str(text) => text.value(),
                        other => other.to_token_stream().to_string(),
                    },
                    (None, other) => other.to_token_stream().to_string().replace(' ', ""),
                };
                let fallback = match &default {
                    Expr::Lit(literal) if matches!(literal.lit, Lit::Str(_)) => quote!(#default.to_owned()),
                    other => quote!(#other),
                };
                (
                    quote!(#ty),
                    quote!(::core::option::Option::Some(#printed)),
                    quote!(arguments.optional(#wire)?.unwrap_or_else(|| #fallback)),
                )
            }
            (None, None) => {
                (quote!(#ty), quote!(::core::option::Option::None), quote!(arguments.required(#wire)?))
            }
        };
        declarations.push(quote! {
            ::contract::describe::ParamDecl {
                name: #wire,
                ty: <#value as ::contract::Api>::TYPE,
                default: #default,
                description: #text,
            }
        });
        decodes.push(quote!(let #local: #ty = #decode;));
        passes.push(local);
    }

    let answer = answer_type(&function.sig.output)?;
    let ActionAttributes { session, throws, allow, ignores_ks, deprecated, beta, .. } = attributes;
    let edits = match attributes.edits {
        None => quote!(::core::option::Option::None),
        Some((parameter, owner_only)) => quote!(::core::option::Option::Some(
            ::contract::describe::Edits { parameter: #parameter, owner_only: #owner_only }
        )),
    };
    let alias = optional(attributes.alias.as_ref());
    let source = optional(attributes.source.as_ref());
    let plugin = optional(attributes.plugin.as_ref());
    Ok(quote! {
        ::contract::Action {
            decl: ::contract::describe::ActionDecl {
                name: #wire_name,
                description: #description,
                params: &[#(#declarations),*],
                result: <#answer as ::contract::Answer>::TYPE,
                session: ::contract::describe::SessionMark::#session,
                throws: &[#(::contract::errors::#throws.code),*],
                allowed_to: &[#(#allow),*],
                ignores_ks: #ignores_ks,
                edits: #edits,
                alias: #alias,
                source: #source,
                plugin: #plugin,
                deprecated: #deprecated,
                beta: #beta,
            },
            prepare: |arguments| {
                let _ = arguments;
                #(#decodes)*
                ::core::result::Result::Ok(::contract::service::prepared(move |call| ::std::boxed::Box::pin(async move {
                    let answer = #this::#ident(call, #(#passes),*).await?;
                    ::core::result::Result::Ok(::contract::Answer::into_value(answer, call))
                })))
            },
        }
    })
}

fn action_attributes(attribute: &Attribute) -> Result<ActionAttributes> {
    let mut name = None;
    let mut session = None;
    let mut throws = Vec::new();
    let mut allow = None;
    let mut ignores_ks = false;
    let mut edits = None;
    let mut alias = None;
    let mut source = None;
    let mut plugin = None;
    let mut deprecated = false;
    let mut beta = false;
    attribute.parse_nested_meta(|meta| {
        if meta.path.is_ident("name") {
            name = Some(meta.value()?.parse()?);
        } else if meta.path.is_ident("session") {
            let word: syn::Ident = meta.value()?.parse()?;
            session = Some(match word.to_string().as_str() {
                "always" => quote!(Always),
                "optional" => quote!(Optional),
                "none" => quote!(None),
                _ => return Err(meta.error("always, optional or none")),
            });
        } else if meta.path.is_ident("throws") {
            let content;
            syn::parenthesized!(content in meta.input);
            throws
                .extend(content.parse_terminated(<syn::Ident as syn::parse::Parse>::parse, syn::Token![,])?);
        } else if meta.path.is_ident("allow") {
            let content;
            syn::parenthesized!(content in meta.input);
            // Most names are Rust names; those with a dot are given as text.
            let names: &mut Vec<String> = allow.get_or_insert_default();
            while !content.is_empty() {
                if content.peek(LitStr) {
                    names.push(content.parse::<LitStr>()?.value());
                } else {
                    names.push(content.parse::<syn::Ident>()?.to_string());
                }
                if !content.is_empty() {
                    content.parse::<syn::Token![,]>()?;
                }
            }
        } else if meta.path.is_ident("ignores_ks") {
            ignores_ks = true;
        } else if meta.path.is_ident("edits") || meta.path.is_ident("owns") {
            edits = Some((meta.value()?.parse()?, meta.path.is_ident("owns")));
        } else if meta.path.is_ident("alias") {
            alias = Some(meta.value()?.parse()?);
        } else if meta.path.is_ident("source") {
            source = Some(meta.value()?.parse()?);
        } else if meta.path.is_ident("plugin") {
            plugin = Some(meta.value()?.parse()?);
        } else if meta.path.is_ident("deprecated") {
            deprecated = true;
        } else if meta.path.is_ident("beta") {
            beta = true;
        } else {
            return Err(meta.error("unknown mark"));
        }
        Ok(())
    })?;
    // Without this an action could be forgotten; with it, nobody may call what nobody was allowed.
    let Some(session) = session else {
        return Err(syn::Error::new_spanned(attribute, "say what session it needs: session = always"));
    };
    let Some(allow) = allow else {
        return Err(syn::Error::new_spanned(
            attribute,
            "say who may call it: allow(PERMISSION, …); allow() is nobody",
        ));
    };
    Ok(ActionAttributes {
        name,
        session,
        throws,
        allow,
        ignores_ks,
        edits,
        alias,
        source,
        plugin,
        deprecated,
        beta,
    })
}

#[derive(Default)]
struct ParamAttributes {
    name: Option<LitStr>,
    default: Option<Expr>,
    printed: Option<LitStr>,
    description: String,
}

fn param_attributes(attributes: &mut Vec<Attribute>) -> Result<ParamAttributes> {
    let mut marks = ParamAttributes { description: doc(attributes), ..ParamAttributes::default() };
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("param")) {
        attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("name") {
                marks.name = Some(meta.value()?.parse()?);
            } else if meta.path.is_ident("default") {
                marks.default = Some(meta.value()?.parse()?);
            } else if meta.path.is_ident("printed") {
                marks.printed = Some(meta.value()?.parse()?);
            } else {
                return Err(meta.error("unknown mark"));
            }
            Ok(())
        })?;
    }
    attributes.retain(|attribute| !attribute.path().is_ident("param") && !attribute.path().is_ident("doc"));
    Ok(marks)
}

fn option_argument(ty: &Type) -> Option<&Type> {
    generic_argument(ty, "Option")
}

fn answer_type(output: &ReturnType) -> Result<TokenStream> {
    let wrong = || syn::Error::new_spanned(output, "an action answers a Result<T>");
    let ReturnType::Type(_, ty) = output else { return Err(wrong()) };
    generic_argument(ty, "Result").map(ToTokens::to_token_stream).ok_or_else(wrong)
}

fn generic_argument<'a>(ty: &'a Type, of: &str) -> Option<&'a Type> {
    let Type::Path(path) = ty else { return None };
    let segment = path.path.segments.last().filter(|segment| segment.ident == of)?;
    let syn::PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    match arguments.args.first() {
        Some(syn::GenericArgument::Type(inner)) => Some(inner),
        _ => None,
    }
}
