//! `#[derive(ApiFamily)]`

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Fields, Result, Type};

pub(crate) fn derive(input: &DeriveInput) -> Result<TokenStream> {
    let ident = &input.ident;
    let Data::Enum(data) = &input.data else {
        return Err(syn::Error::new_spanned(ident, "a family is an enum"));
    };
    let mut declared: Option<Type> = None;
    for attribute in input.attrs.iter().filter(|attribute| attribute.path().is_ident("api")) {
        attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("declared") {
                declared = Some(meta.value()?.parse()?);
                Ok(())
            } else {
                Err(meta.error("unknown mark"))
            }
        })?;
    }
    let Some(declared) = declared else {
        return Err(syn::Error::new_spanned(ident, "name the declared class: #[api(declared = Struct)]"));
    };
    let mut members = Vec::new();
    for variant in &data.variants {
        let Fields::Unnamed(fields) = &variant.fields else {
            return Err(syn::Error::new_spanned(variant, "a member holds its struct"));
        };
        let Some(field) = fields.unnamed.first() else {
            return Err(syn::Error::new_spanned(variant, "a member holds its struct"));
        };
        members.push((&variant.ident, &field.ty));
    }
    let classes = members.iter().map(|(_, ty)| quote!(<#ty as ::contract::ApiObject>::CLASS));
    let decodes = members.iter().map(|(variant, ty)| {
        quote! {
            if class.name == <#ty as ::contract::ApiObject>::CLASS.name {
                return ::core::result::Result::Ok(
                    <#ty as ::contract::Api>::decode(param, at)?.map(Self::#variant),
                );
            }
        }
    });
    let encodes = members
        .iter()
        .map(|(variant, _)| quote!(Self::#variant(member) => ::contract::Api::encode(member, permits),));
    // An abstract class of which no subclass is known yet has no value that a match could look at.
    let encode =
        if members.is_empty() { quote!(match *self {}) } else { quote!(match self { #(#encodes)* }) };
    Ok(quote! {
        const _: () = {
            static FAMILY: ::contract::describe::Family = ::contract::describe::Family {
                declared: <#declared as ::contract::ApiObject>::CLASS,
                members: &[#(#classes),*],
            };

            impl ::contract::Api for #ident {
                const TYPE: ::contract::TypeRef = ::contract::TypeRef::Family(&FAMILY);

                fn decode(
                    param: &::wire::Param,
                    at: &::contract::typing::At<'_>,
                ) -> ::core::result::Result<::core::option::Option<Self>, ::wire::ApiError> {
                    let ::core::option::Option::Some(class) = ::contract::object::member_of(&FAMILY, param, at)? else {
                        return ::core::result::Result::Ok(::core::option::Option::None);
                    };
                    #(#decodes)*
                    ::core::result::Result::Ok(::core::option::Option::None)
                }

                #[allow(unused_variables)]
                fn encode(&self, permits: &dyn ::contract::Permits) -> ::wire::Value {
                    #encode
                }
            }

            impl ::contract::typing::Element for #ident {}
        };
    })
}
