//! Arguments for any action, made from its declaration: well-formed, so that errors in arguments, which come before the
//! gate, do not hide it, and of nothing that exists, so that a call that is let in does as little as it can.

use contract::TypeRef;
use contract::describe::{ActionDecl, Class, ParamDecl};
use serde_json::{Map, Value, json};

/// The text in every text argument.
pub(crate) const NAME: &str = "x";

/// The number in every number argument that does not name the account.
pub(crate) const NUMBER: i64 = 999_999;

/// Every required argument of an action. `account` stands where an account is asked for.
pub(crate) fn of(action: &ActionDecl, account: i64) -> Value {
    let required = action.params.iter().filter(|param| param.default.is_none());
    Value::Object(
        required.map(|param| (param.name.to_owned(), argument(param, account))).collect::<Map<_, _>>(),
    )
}

fn argument(param: &ParamDecl, account: i64) -> Value {
    match param.name {
        "partnerId" => json!(account),
        _ => value(param.ty),
    }
}

fn value(ty: TypeRef) -> Value {
    match ty {
        TypeRef::Int | TypeRef::BigInt | TypeRef::Time => json!(NUMBER),
        TypeRef::Float => json!(1.5),
        TypeRef::Bool => json!(true),
        TypeRef::Text => json!(NAME),
        TypeRef::Enum(declared) => json!(declared.members.first().map_or("", |member| member.value)),
        TypeRef::Object(class) => object(class),
        TypeRef::Family(family) => object(family.members.first().unwrap_or(&family.declared)),
        TypeRef::Array(element) => json!([value(*element)]),
        TypeRef::Map(element) => json!({"key": value(*element)}),
        TypeRef::File => crate::common::upload("x.csv", NAME),
    }
}

fn object(class: &Class) -> Value {
    json!({"objectType": class.name})
}
