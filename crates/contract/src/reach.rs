//! The classes and enums that the services lead to.

use std::collections::BTreeMap;

use crate::ApiObject;
use crate::common::{MultiLingualString, ROOT_CLASS_NAME};
use crate::describe::{Class, Enum, TypeRef};
use crate::view::Contract;

/// Classes and enums by name.
#[derive(Default)]
pub(crate) struct Reachable {
    pub(crate) classes: BTreeMap<&'static str, &'static Class>,
    pub(crate) enums: BTreeMap<&'static str, &'static Enum>,
}

impl Reachable {
    pub(crate) fn of(contract: &Contract) -> Self {
        let mut reachable = Self::default();
        for action in contract.services.iter().flat_map(|service| &service.actions) {
            action.params.iter().for_each(|param| reachable.visit(param.ty));
            action.result.into_iter().for_each(|result| reachable.visit(result));
        }
        contract.extra.iter().for_each(|ty| reachable.visit(*ty));
        reachable
    }

    fn visit(&mut self, ty: TypeRef) {
        match ty {
            TypeRef::Enum(declared) => {
                self.enums.insert(declared.name, declared);
            }
            TypeRef::Object(class) => self.visit_class(class),
            TypeRef::Family(family) => {
                self.visit_class(family.declared);
                family.members.iter().for_each(|class| self.visit_class(class));
            }
            TypeRef::Array(element) | TypeRef::Map(element) => self.visit(*element),
            TypeRef::Int
            | TypeRef::BigInt
            | TypeRef::Time
            | TypeRef::Float
            | TypeRef::Bool
            | TypeRef::Text
            | TypeRef::File => {}
        }
    }

    fn visit_class(&mut self, class: &'static Class) {
        // What every object is stands in every document anyway.
        if class.name == ROOT_CLASS_NAME {
            return;
        }
        if self.classes.insert(class.name, class).is_some() {
            return;
        }
        if let Some(base) = class.base {
            self.visit_class(base);
        }
        for property in class.properties {
            self.visit(property.ty());
            if property.multi_lingual {
                self.visit_class(<MultiLingualString as ApiObject>::CLASS);
            }
        }
    }

    /// The classes, each after its base, then by name.
    pub(crate) fn in_order(&self) -> Vec<&'static Class> {
        let depth = |class: &&'static Class| std::iter::successors(Some(*class), |class| class.base).count();
        let mut classes: Vec<&'static Class> = self.classes.values().copied().collect();
        classes.sort_by_key(|class| (depth(class), class.name));
        classes
    }

    /// The orders of each filter that has any.
    pub(crate) fn orders(&self) -> impl Iterator<Item = Orders> {
        let filters = self.classes.values().filter(|class| !class.order_by.is_empty());
        filters.map(|class| {
            let members = |sign: &str, suffix: &str| -> Vec<(String, String)> {
                let one = |property: &&str| {
                    (format!("{}_{suffix}", screaming(property)), format!("{sign}{property}"))
                };
                class.order_by.iter().map(one).collect()
            };
            Orders {
                name: format!("{}OrderBy", class.name.strip_suffix("Filter").unwrap_or(class.name)),
                plugin: class.plugin,
                members: [members("+", "ASC"), members("-", "DESC")].concat(),
            }
        })
    }
}

/// The enum of what a filter's `orderBy` may name.
pub(crate) struct Orders {
    pub(crate) name: String,
    pub(crate) plugin: Option<&'static str>,
    /// Constants and their values.
    pub(crate) members: Vec<(String, String)>,
}

fn screaming(camel: &str) -> String {
    let mut screaming = String::new();
    for letter in camel.chars() {
        if letter.is_uppercase() {
            screaming.push('_');
        }
        screaming.extend(letter.to_uppercase());
    }
    screaming
}
