//! Where ids of users are hashed, every parameter that carries one has to be known by its name (`user/hashed.rs`).

use boxoffice::actions::SERVICES;
use boxoffice::user::UserIds;
use contract::TypeRef;
use contract::describe::Class;
use wire::{Param, ParamMap};

const ID: &str = "john@example.com";
/// Of identity.md §6.1.
const DIGEST: &str = "b88941d6135daa128fe238d0470bc9b40460001596ce0d458d2d67d310dfeaf4";

/// Texts that only sound like ids of users, and ids that features hash themselves, since they check or keep them.
const NOT: [&str; 19] = [
    "creditUserName",
    "excludedFreeTextGroups",
    "existingLoginId",
    "groupUserId",
    "newGroupId",
    "newGroupName",
    "partnerGroup",
    "quizUserEntryId",
    "quizUserEntryIdEqual",
    "quizUserEntryIdIn",
    "uploadedBy",
    "urlManager",
    "userAgent",
    "userAgentRegexList",
    "userLandingPage",
    "userRoleIdEqual",
    "userRoleIdIn",
    "userStatusIn",
    "userRoleId",
];

fn sounds_like_a_user(name: &str) -> bool {
    let name = name.to_lowercase();
    ["user", "owner", "creator", "member", "manager", "groupid"].iter().any(|part| name.contains(part))
}

/// Whether the id comes out hashed where it stands alone, or in an object.
fn is_hashed(service: &str, place: &[&str]) -> bool {
    let ids = UserIds::new(101, b"enc-key");
    let text = || Param::from(ID);
    let mut params = ParamMap::new();
    match place {
        [name] => _ = params.insert((*name).to_owned(), text()),
        [object, name] => {
            let inner = ParamMap::from_iter([((*name).to_owned(), text())]);
            params.insert((*object).to_owned(), Param::Map(inner));
        }
        _ => unreachable!("a place is an argument or a property of one"),
    }
    ids.hash_params(service, &mut params);
    let value = match (place, params.get(place[0])) {
        ([_, name], Some(Param::Map(inner))) => inner.get(*name),
        (_, value) => value,
    };
    value == Some(&Param::from(DIGEST))
}

#[test]
fn every_parameter_with_the_id_of_a_user_is_known() {
    let (mut known, mut unknown) = (0, Vec::new());
    let mut check = |service: &'static str, place: &[&'static str]| {
        let name = *place.last().unwrap();
        if sounds_like_a_user(name) && !NOT.contains(&name) {
            known += 1;
            if !is_hashed(service, place) {
                unknown.push(format!("{service}: {}", place.join(".")));
            }
        }
    };
    for service in SERVICES.iter().filter(|service| service.decl.name != "session") {
        for action in service.actions {
            for param in action.decl.params {
                let classes: Vec<&Class> = match param.ty {
                    TypeRef::Text => {
                        check(service.decl.name, &[param.name]);
                        continue;
                    }
                    TypeRef::Family(family) => family.members.to_vec(),
                    other => other.class().into_iter().collect(),
                };
                for property in classes.into_iter().flat_map(Class::all_properties) {
                    if matches!(property.ty(), TypeRef::Text) && !property.read_only {
                        check(service.decl.name, &[param.name, property.name]);
                    }
                }
            }
        }
    }
    unknown.sort();
    unknown.dedup();
    assert!(known > 100, "{known}");
    assert_eq!(
        unknown, [""; 0],
        "say in user/hashed.rs that these are ids of users, or here that they are none"
    );
}
