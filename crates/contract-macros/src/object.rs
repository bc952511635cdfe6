//! `#[derive(ApiObject)]`

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Data, DeriveInput, Fields, Ident, LitInt, LitStr, Result, Type};

use crate::text::{camel, doc, split_filter_name};

#[derive(Default)]
struct ClassAttributes {
    name: Option<LitStr>,
    is_abstract: bool,
    deprecated: bool,
    plugin: Option<LitStr>,
    list: Option<LitStr>,
    base_filter: Option<LitStr>,
    order: Vec<LitStr>,
    needs: Vec<Ident>,
}

#[derive(Default)]
struct FieldAttributes {
    base: bool,
    name: Option<LitStr>,
    read_only: bool,
    insert_only: bool,
    write_only: bool,
    deprecated: bool,
    multi_lingual: bool,
    needs: Vec<Ident>,
    min_length: Option<LitInt>,
    max_length: Option<LitInt>,
    min_value: Option<LitInt>,
    max_value: Option<LitInt>,
    truncate: Option<LitInt>,
    values: Option<LitStr>,
    own: bool,
    custom: bool,
    compares: Vec<LitStr>,
}

struct Field<'a> {
    ident: &'a Ident,
    ty: &'a Type,
    wire_name: String,
    description: String,
    attributes: FieldAttributes,
}

pub(crate) fn derive(input: &DeriveInput) -> Result<TokenStream> {
    let class = class_attributes(input)?;
    let ident = &input.ident;
    let Some(name) = &class.name else {
        return Err(syn::Error::new_spanned(ident, "name the class: #[api(name = \"KalturaX\")]"));
    };
    let Data::Struct(data) = &input.data else {
        return Err(syn::Error::new_spanned(ident, "an API object is a struct"));
    };
    let Fields::Named(named) = &data.fields else {
        return Err(syn::Error::new_spanned(ident, "an API object has named fields"));
    };
    let mut fields = Vec::new();
    for field in &named.named {
        let Some(field_ident) = &field.ident else { continue };
        let attributes = field_attributes(&field.attrs)?;
        let wire_name =
            attributes.name.as_ref().map_or_else(|| camel(&field_ident.to_string()), LitStr::value);
        let description = doc(&field.attrs);
        fields.push(Field { ident: field_ident, ty: &field.ty, wire_name, description, attributes });
    }

    let base = fields.iter().find(|field| field.attributes.base);
    let (own, inherited): (Vec<&Field>, Vec<&Field>) = fields
        .iter()
        .filter(|field| !field.attributes.base)
        .partition(|field| class.base_filter.is_none() || field.attributes.own);

    let base_class = base.map_or_else(
        || quote!(::core::option::Option::None),
        |base| {
            let ty = base.ty;
            quote!(::core::option::Option::Some(<#ty as ::contract::ApiObject>::CLASS))
        },
    );
    let class_static = format_ident!("__CLASS_{}", ident);
    let base_static = format_ident!("__BASE_CLASS_{}", ident);
    let description = doc(&input.attrs);

    let (base_filter_item, base_of_class) = match &class.base_filter {
        None => (TokenStream::new(), base_class),
        Some(base_filter) => {
            let attributes = ClassAttributes {
                is_abstract: true,
                plugin: class.plugin.clone(),
                ..ClassAttributes::default()
            };
            let item = class_item(
                &base_static,
                base_filter,
                &base_class,
                &attributes,
                &description,
                &inherited,
                true,
            )?;
            (item, quote!(::core::option::Option::Some(&#base_static)))
        }
    };
    let class_static_item = class_item(
        &class_static,
        name,
        &base_of_class,
        &class,
        &description,
        &own,
        class.base_filter.is_some(),
    )?;

    let visits = |mutable: bool| {
        let base_visit = base.map(|base| {
            let field = base.ident;
            if mutable {
                quote!(::contract::ApiObject::each_mut(&mut self.#field, visit)?;)
            } else {
                quote!(::contract::ApiObject::each(&self.#field, visit);)
            }
        });
        let visit_all = |fields: &[&Field], of: &Ident| -> Vec<TokenStream> {
            fields
                .iter()
                .enumerate()
                .map(|(index, field)| {
                    let slot = field.ident;
                    if mutable {
                        quote!(visit(&#of.properties[#index], &mut self.#slot)?;)
                    } else {
                        quote!(visit(&#of.properties[#index], &self.#slot);)
                    }
                })
                .collect()
        };
        let inherited = visit_all(&inherited, &base_static);
        let own = visit_all(&own, &class_static);
        quote!(#base_visit #(#inherited)* #(#own)*)
    };
    let each = visits(false);
    let each_mut = visits(true);

    let filter_impl = match (&class.base_filter, base) {
        (Some(_), Some(base)) => {
            let field = base.ident;
            quote! {
                impl ::contract::list::ApiFilter for #ident {
                    fn order_by(&self) -> &::contract::Prop<::std::string::String> {
                        ::contract::list::ApiFilter::order_by(&self.#field)
                    }
                }
            }
        }
        _ => TokenStream::new(),
    };
    let list_impl = class.list.as_ref().map(|list| list_item(ident, list, name, &class));

    Ok(quote! {
        #base_filter_item
        #class_static_item

        #[allow(clippy::indexing_slicing)]
        impl ::contract::ApiObject for #ident {
            const CLASS: &'static ::contract::Class = &#class_static;

            #[allow(unused_variables)]
            fn each<'a>(
                &'a self,
                visit: &mut dyn ::core::ops::FnMut(&'static ::contract::describe::Property, &'a dyn ::contract::AnyProp),
            ) {
                #each
            }

            #[allow(unused_variables)]
            fn each_mut(
                &mut self,
                visit: &mut dyn ::core::ops::FnMut(
                    &'static ::contract::describe::Property,
                    &mut dyn ::contract::AnyProp,
                ) -> ::core::result::Result<(), ::wire::ApiError>,
            ) -> ::core::result::Result<(), ::wire::ApiError> {
                #each_mut
                ::core::result::Result::Ok(())
            }
        }

        impl ::contract::Api for #ident {
            const TYPE: ::contract::TypeRef = ::contract::TypeRef::Object(&#class_static);

            fn decode(
                param: &::wire::Param,
                at: &::contract::typing::At<'_>,
            ) -> ::core::result::Result<::core::option::Option<Self>, ::wire::ApiError> {
                ::contract::object::decode(param, at)
            }

            fn encode(&self, permits: &dyn ::contract::Permits) -> ::wire::Value {
                ::contract::object::encode(self, permits)
            }
        }

        impl ::contract::typing::Element for #ident {}

        #filter_impl
        #list_impl
    })
}

fn class_item(
    item: &Ident,
    name: &LitStr,
    base: &TokenStream,
    class: &ClassAttributes,
    description: &str,
    fields: &[&Field],
    is_filter: bool,
) -> Result<TokenStream> {
    let is_abstract = class.is_abstract;
    let deprecated = class.deprecated;
    let plugin = optional(class.plugin.as_ref());
    let order = &class.order;
    let needs = accesses(&class.needs);
    let mut properties = Vec::new();
    for field in fields {
        properties.push(property(name, field, is_filter)?);
    }
    Ok(quote! {
        #[allow(non_upper_case_globals)]
        static #item: ::contract::Class = ::contract::Class {
            name: #name,
            base: #base,
            is_abstract: #is_abstract,
            deprecated: #deprecated,
            plugin: #plugin,
            needs_permission: &[#(#needs),*],
            description: #description,
            properties: &[#(#properties),*],
            order_by: &[#(#order),*],
        };
    })
}

/// `read`, `insert` … as members of the enum.
fn accesses(names: &[Ident]) -> impl Iterator<Item = TokenStream> {
    names.iter().map(|access| {
        let variant = format_ident!("{}", {
            let text = access.to_string();
            let (first, rest) = text.split_at(1);
            format!("{}{rest}", first.to_uppercase())
        });
        quote!(::contract::Access::#variant)
    })
}

fn property(class: &LitStr, field: &Field, is_filter: bool) -> Result<TokenStream> {
    let Field { wire_name, description, attributes, ty, .. } = field;
    let value = prop_argument(ty)?;
    let FieldAttributes { read_only, insert_only, write_only, deprecated, multi_lingual, .. } = attributes;
    let needs = accesses(&attributes.needs);
    let [min_length, max_length, min_value, max_value, truncate] = [
        &attributes.min_length,
        &attributes.max_length,
        &attributes.min_value,
        &attributes.max_value,
        &attributes.truncate,
    ]
    .map(|limit| optional(limit.as_ref()));
    let values = optional(attributes.values.as_ref());
    let filter = if is_filter && !attributes.custom {
        match split_filter_name(wire_name) {
            Some((property, operator)) => {
                let operator = format_ident!("{operator}");
                let compared = if attributes.compares.is_empty() {
                    vec![property]
                } else {
                    attributes.compares.iter().map(LitStr::value).collect()
                };
                quote!(::core::option::Option::Some(::contract::describe::FilterField {
                    properties: &[#(#compared),*],
                    operator: ::contract::filter::Operator::#operator,
                }))
            }
            None => {
                return Err(syn::Error::new_spanned(
                    field.ident,
                    "no operator in this name: mark the field `custom` and apply it in the feature",
                ));
            }
        }
    } else {
        quote!(::core::option::Option::None)
    };
    Ok(quote! {
        ::contract::describe::Property {
            class: #class,
            name: #wire_name,
            type_of: || <#value as ::contract::Api>::TYPE,
            description: #description,
            read_only: #read_only,
            insert_only: #insert_only,
            write_only: #write_only,
            deprecated: #deprecated,
            multi_lingual: #multi_lingual,
            needs_permission: &[#(#needs),*],
            limits: ::contract::describe::Limits {
                min_length: #min_length,
                max_length: #max_length,
                min_value: #min_value,
                max_value: #max_value,
                truncate: #truncate,
            },
            values_enum: #values,
            filter: #filter,
        }
    })
}

fn list_item(ident: &Ident, list: &LitStr, element: &LitStr, class: &ClassAttributes) -> TokenStream {
    let list_static = format_ident!("__LIST_CLASS_{}", ident);
    let deprecated = class.deprecated;
    let plugin = optional(class.plugin.as_ref());
    let description = format!("A page of {}.", element.value());
    quote! {
        #[allow(non_upper_case_globals)]
        static #list_static: ::contract::Class = ::contract::Class {
            name: #list,
            base: ::core::option::Option::Some(::contract::common::LIST_RESPONSE),
            is_abstract: false,
            deprecated: #deprecated,
            plugin: #plugin,
            needs_permission: &[],
            description: #description,
            properties: &[::contract::describe::Property {
                class: #list,
                name: "objects",
                type_of: || {
                    const ELEMENT: ::contract::TypeRef =
                        ::contract::TypeRef::Object(<#ident as ::contract::ApiObject>::CLASS);
                    ::contract::TypeRef::Array(&ELEMENT)
                },
                description: "The objects of this page.",
                read_only: true,
                insert_only: false,
                write_only: false,
                deprecated: false,
                multi_lingual: false,
                needs_permission: &[],
                limits: ::contract::describe::Limits::NONE,
                values_enum: ::core::option::Option::None,
                filter: ::core::option::Option::None,
            }],
            order_by: &[],
        };

        impl ::contract::list::Listed for #ident {
            const LIST_CLASS: &'static ::contract::Class = &#list_static;
        }
    }
}

/// `T` of `Prop<T>`.
fn prop_argument(ty: &Type) -> Result<&Type> {
    let wrong = || syn::Error::new_spanned(ty, "a property is a Prop<T>");
    let Type::Path(path) = ty else { return Err(wrong()) };
    let segment = path.path.segments.last().filter(|segment| segment.ident == "Prop").ok_or_else(wrong)?;
    let syn::PathArguments::AngleBracketed(arguments) = &segment.arguments else { return Err(wrong()) };
    match arguments.args.first() {
        Some(syn::GenericArgument::Type(inner)) => Ok(inner),
        _ => Err(wrong()),
    }
}

pub(crate) fn optional<T: quote::ToTokens>(value: Option<&T>) -> TokenStream {
    value.map_or_else(
        || quote!(::core::option::Option::None),
        |value| quote!(::core::option::Option::Some(#value)),
    )
}

fn class_attributes(input: &DeriveInput) -> Result<ClassAttributes> {
    let mut class = ClassAttributes::default();
    for attribute in input.attrs.iter().filter(|attribute| attribute.path().is_ident("api")) {
        attribute.parse_nested_meta(|meta| {
            let Some(key) = meta.path.get_ident().map(ToString::to_string) else {
                return Err(meta.error("unknown mark"));
            };
            match key.as_str() {
                "name" => class.name = Some(meta.value()?.parse()?),
                "abstract" => class.is_abstract = true,
                "deprecated" => class.deprecated = true,
                "plugin" => class.plugin = Some(meta.value()?.parse()?),
                "list" => class.list = Some(meta.value()?.parse()?),
                "filter" => class.base_filter = Some(meta.value()?.parse()?),
                "order" => {
                    let content;
                    syn::parenthesized!(content in meta.input);
                    class.order = content
                        .parse_terminated(<LitStr as syn::parse::Parse>::parse, syn::Token![,])?
                        .into_iter()
                        .collect();
                }
                "needs" => meta.parse_nested_meta(|access| {
                    class.needs.extend(access.path.get_ident().cloned());
                    Ok(())
                })?,
                _ => return Err(meta.error("unknown mark")),
            }
            Ok(())
        })?;
    }
    Ok(class)
}

fn field_attributes(attributes: &[syn::Attribute]) -> Result<FieldAttributes> {
    let mut field = FieldAttributes::default();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("api")) {
        attribute.parse_nested_meta(|meta| {
            let Some(key) = meta.path.get_ident().map(ToString::to_string) else {
                return Err(meta.error("unknown mark"));
            };
            match key.as_str() {
                "base" => field.base = true,
                "name" => field.name = Some(meta.value()?.parse()?),
                "read_only" => field.read_only = true,
                "insert_only" => field.insert_only = true,
                "write_only" => field.write_only = true,
                "deprecated" => field.deprecated = true,
                "multi_lingual" => field.multi_lingual = true,
                "own" => field.own = true,
                "custom" => field.custom = true,
                "min_length" => field.min_length = Some(meta.value()?.parse()?),
                "max_length" => field.max_length = Some(meta.value()?.parse()?),
                "min_value" => field.min_value = Some(meta.value()?.parse()?),
                "max_value" => field.max_value = Some(meta.value()?.parse()?),
                "truncate" => field.truncate = Some(meta.value()?.parse()?),
                "values" => field.values = Some(meta.value()?.parse()?),
                "needs" => meta.parse_nested_meta(|access| {
                    field.needs.extend(access.path.get_ident().cloned());
                    Ok(())
                })?,
                "compares" => {
                    let content;
                    syn::parenthesized!(content in meta.input);
                    field.compares = content
                        .parse_terminated(<LitStr as syn::parse::Parse>::parse, syn::Token![,])?
                        .into_iter()
                        .collect();
                }
                _ => return Err(meta.error("unknown mark")),
            }
            Ok(())
        })?;
    }
    Ok(field)
}
