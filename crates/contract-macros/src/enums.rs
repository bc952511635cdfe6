//! `#[derive(ApiEnum)]`

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, LitStr, Result};

use crate::object::optional;
use crate::text::{doc, screaming};

pub(crate) fn derive(input: &DeriveInput) -> Result<TokenStream> {
    let ident = &input.ident;
    let Data::Enum(data) = &input.data else {
        return Err(syn::Error::new_spanned(ident, "an API enum is an enum"));
    };
    let mut name: Option<LitStr> = None;
    let mut plugin: Option<LitStr> = None;
    let mut deprecated = false;
    let mut kind = quote!(Int);
    let mut is_text = false;
    for attribute in input.attrs.iter().filter(|attribute| attribute.path().is_ident("api")) {
        attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("name") {
                name = Some(meta.value()?.parse()?);
            } else if meta.path.is_ident("plugin") {
                plugin = Some(meta.value()?.parse()?);
            } else if meta.path.is_ident("deprecated") {
                deprecated = true;
            } else if meta.path.is_ident("text") {
                kind = quote!(Text);
                is_text = true;
            } else if meta.path.is_ident("dynamic") {
                kind = quote!(Dynamic);
                is_text = true;
            } else {
                return Err(meta.error("unknown mark"));
            }
            Ok(())
        })?;
    }
    let Some(name) = name else {
        return Err(syn::Error::new_spanned(ident, "name the enum: #[api(name = \"KalturaX\")]"));
    };

    let mut members = Vec::new();
    let mut to_index = Vec::new();
    let mut from_index = Vec::new();
    for (index, variant) in data.variants.iter().enumerate() {
        let mut value: Option<String> = None;
        let mut constant = screaming(&variant.ident.to_string());
        for attribute in variant.attrs.iter().filter(|attribute| attribute.path().is_ident("api")) {
            attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("value") {
                    value = Some(meta.value()?.parse::<LitStr>()?.value());
                } else if meta.path.is_ident("constant") {
                    constant = meta.value()?.parse::<LitStr>()?.value();
                } else {
                    return Err(meta.error("unknown mark"));
                }
                Ok(())
            })?;
        }
        if !is_text && let Some((_, number)) = &variant.discriminant {
            value = Some(quote!(#number).to_string().replace(' ', ""));
        }
        let Some(value) = value else {
            return Err(syn::Error::new_spanned(variant, "the member needs its value"));
        };
        let variant = &variant.ident;
        members.push(quote!(::contract::describe::EnumMember { name: #constant, value: #value }));
        to_index.push(quote!(Self::#variant => #index,));
        from_index.push(quote!(#index => ::core::option::Option::Some(Self::#variant),));
    }
    let description = doc(&input.attrs);
    let plugin = optional(plugin.as_ref());
    Ok(quote! {
        const _: () = {
            static DECLARED: ::contract::Enum = ::contract::Enum {
                name: #name,
                kind: ::contract::describe::EnumKind::#kind,
                description: #description,
                deprecated: #deprecated,
                plugin: #plugin,
                members: &[#(#members),*],
            };

            impl ::contract::ApiEnum for #ident {
                const ENUM: &'static ::contract::Enum = &DECLARED;

                fn index(self) -> usize {
                    match self { #(#to_index)* }
                }

                fn from_index(index: usize) -> ::core::option::Option<Self> {
                    match index {
                        #(#from_index)*
                        _ => ::core::option::Option::None,
                    }
                }
            }

            impl ::contract::Api for #ident {
                const TYPE: ::contract::TypeRef = ::contract::TypeRef::Enum(&DECLARED);

                fn decode(
                    param: &::wire::Param,
                    at: &::contract::typing::At<'_>,
                ) -> ::core::result::Result<::core::option::Option<Self>, ::wire::ApiError> {
                    ::contract::enums::decode(param, at)
                }

                fn encode(&self, _permits: &dyn ::contract::Permits) -> ::wire::Value {
                    ::contract::enums::encode(*self)
                }
            }
        };
    })
}
