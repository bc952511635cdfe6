use quote::ToTokens;
use syn::{Fields, ImplItem, Item};

use super::*;

fn scaffold() -> Scaffold {
    Scaffold::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..")).unwrap()
}

fn parse(declaration: &str) -> Vec<Item> {
    syn::parse_file(declaration).unwrap_or_else(|error| panic!("{error}:\n{declaration}")).items
}

fn fields(fields: &Fields) -> Vec<String> {
    fields.iter().map(|field| field.ident.as_ref().unwrap().to_string()).collect()
}

fn attribute(attributes: &[syn::Attribute], name: &str) -> String {
    let found = attributes.iter().find(|attribute| attribute.path().is_ident(name)).unwrap();
    found.meta.require_list().unwrap().tokens.to_string()
}

#[test]
fn a_class_has_all_its_properties() {
    let declaration = scaffold().declare("KalturaAppToken").unwrap();
    let [Item::Struct(class)] = &parse(&declaration)[..] else { panic!("{declaration}") };
    assert_eq!(class.ident, "AppToken");
    assert_eq!(
        attribute(&class.attrs, "api"),
        "name = \"KalturaAppToken\" , list = \"KalturaAppTokenListResponse\""
    );
    // reference: identity.md §15.8
    let names = "id token partner_id created_at updated_at status expiry session_type session_user_id \
                 session_duration session_privileges hash_type description";
    assert_eq!(fields(&class.fields).join(" "), names);
    let types: Vec<String> =
        class.fields.iter().map(|field| field.ty.to_token_stream().to_string()).collect();
    assert_eq!(types[3], "Prop < Time >");
    assert_eq!(types[11], "Prop < AppTokenHashType >");
    let read_only = class.fields.iter().filter(|field| {
        field.attrs.iter().any(|mark| mark.path().is_ident("api"))
            && attribute(&field.attrs, "api") == "read_only"
    });
    assert_eq!(read_only.count(), 6);
}

#[test]
fn a_service_has_all_its_actions() {
    let declaration = scaffold().declare("appToken").unwrap();
    let [Item::Struct(_), Item::Impl(service)] = &parse(&declaration)[..] else { panic!("{declaration}") };
    assert_eq!(attribute(&service.attrs, "service"), "name = \"appToken\"");
    let actions: Vec<_> = service
        .items
        .iter()
        .map(|item| match item {
            ImplItem::Fn(action) => action,
            other => panic!("{other:?}"),
        })
        .collect();
    let names: Vec<String> = actions.iter().map(|action| action.sig.ident.to_string()).collect();
    assert_eq!(names, ["add", "delete", "get", "list", "start_session", "update"]);
    assert_eq!(
        attribute(&actions[4].attrs, "action"),
        "session = always , allow (BASE_USER_SESSION_PERMISSION , WIDGET_SESSION_PERMISSION) , \
         throws (APP_TOKEN_ID_NOT_FOUND)"
    );
    let params: Vec<String> =
        actions[4].sig.inputs.iter().skip(1).map(|param| param.to_token_stream().to_string()).collect();
    assert_eq!(params.len(), 6);
    assert!(params[1].ends_with("token_hash : String"), "{}", params[1]);
    assert!(params[3].ends_with("r#type : Option < SessionType >"), "{}", params[3]);
    let answer = |action: &syn::ImplItemFn| action.sig.output.to_token_stream().to_string();
    assert_eq!(answer(actions[1]), "-> Result < () >");
    assert_eq!(answer(actions[3]), "-> Result < ListOf < AppToken > >");
}

#[test]
fn defaults_are_those_of_the_schema() {
    // reference: session.md §12.1
    let declaration = scaffold().declare("session").unwrap();
    assert!(
        declaration
            .contains("#[param(default = SessionType::User, printed = \"0\")]\n        r#type: SessionType,"),
        "{declaration}"
    );
    assert!(declaration.contains("#[param(default = \"\")]\n        user_id: String,"), "{declaration}");
    assert!(declaration.contains("#[param(default = 86400)]\n        expiry: i64,"), "{declaration}");
    // A number whose default is an empty text arrives as 0 (reference: identity.md §5).
    let usage = scaffold().declare("partner.getUsage").unwrap();
    assert!(usage.contains("#[param(default = 0, printed = \"\")]\n        year: i64,"), "{usage}");
}

#[test]
fn everything_in_the_schema_can_be_declared() {
    let mut scaffold = scaffold();
    let schema = &scaffold.schema;
    let names: Vec<String> =
        schema.classes.keys().chain(schema.enums.keys()).chain(schema.services.keys()).cloned().collect();
    assert!(names.len() > 1000, "{}", names.len());
    for name in &names {
        let declaration = scaffold.declare(name).unwrap();
        for item in parse(&declaration) {
            let members = match &item {
                Item::Struct(class) => fields(&class.fields),
                Item::Enum(declared) => {
                    declared.variants.iter().map(|variant| variant.ident.to_string()).collect()
                }
                Item::Impl(service) => service
                    .items
                    .iter()
                    .filter_map(|item| match item {
                        ImplItem::Fn(action) => Some(action.sig.ident.to_string()),
                        _ => None,
                    })
                    .collect(),
                other => panic!("{other:?}"),
            };
            let different: BTreeSet<&String> = members.iter().collect();
            assert_eq!(different.len(), members.len(), "{name}: {members:?}");
        }
    }
}

/// Without comments, and without the breaks and blanks of the formatter.
fn bare(source: &str) -> String {
    let lines = source.lines().filter(|line| !line.trim_start().starts_with("//"));
    let text: String = lines.flat_map(str::split_whitespace).collect();
    text.replace(",]", "]").replace(",)", ")")
}

/// What was declared with care is what is printed, so what is printed can be pasted.
#[test]
fn declared_classes_are_printed_as_they_are() {
    let mut scaffold = scaffold();
    for (name, path) in [
        ("KalturaAppToken", "app_token"),
        ("KalturaAppTokenHashType", "app_token"),
        ("KalturaAppTokenStatus", "app_token"),
        ("KalturaHTMLPurifierBehaviourType", "partner"),
        ("KalturaDetachedResponseProfile", "response_profile"),
        ("KalturaSessionInfo", "session"),
        ("KalturaBaseUser", "user"),
        ("KalturaUser", "user"),
        ("KalturaWidget", "widget"),
    ] {
        let path =
            Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../crates/server/src/{path}/model.rs"));
        let source = bare(&fs::read_to_string(&path).unwrap());
        let printed = bare(&scaffold.declare(name).unwrap());
        assert!(source.contains(&printed), "{name}:\n{printed}");
    }
}

#[test]
fn an_unknown_name_is_refused() {
    assert!(scaffold().declare("KalturaNothing").is_err());
    assert!(scaffold().declare("user.fly").is_err());
}

#[test]
fn names_and_numbers_are_fit_for_rust() {
    let mut scaffold = scaffold();
    let text = scaffold.declare("KalturaString").unwrap();
    assert!(
        text.contains("pub struct StringObject {") && text.contains("pub value: Prop<String>,"),
        "{text}"
    );
    // Two members of this one have the same number.
    let twice = scaffold.declare("KalturaFlavorReadyBehaviorType").unwrap();
    assert!(twice.contains("#[api(value = \"0\")]\n    NoImpact,"), "{twice}");
    assert!(twice.contains("#[api(value = \"0\")]\n    InheritFlavorParams,"), "{twice}");
}

#[test]
fn lists_are_found_by_what_they_hold() {
    let mut scaffold = scaffold();
    assert!(scaffold.declare("KalturaMediaEntry").unwrap().contains("list = \"KalturaMediaListResponse\""));
    let list = scaffold.declare("media.list").unwrap();
    assert!(list.contains("Result<ListOf<MediaEntry>>"), "{list}");
    assert_eq!(list.matches("#[action").count(), 1);
}

#[test]
fn a_translatable_property_is_declared_once() {
    let entry = scaffold().declare("KalturaBaseEntry").unwrap();
    assert!(entry.contains("#[api(multi_lingual, needs(update))]\n    pub name: Prop<String>,"), "{entry}");
    assert!(!entry.contains("multiLingual_"), "{entry}");
}

#[test]
fn an_action_of_another_class_says_so() {
    let delete = scaffold().declare("baseEntry.bulkDelete").unwrap();
    assert!(delete.contains("alias = \"baseEntry.bulkDelete\", plugin = \"bulkUpload\""), "{delete}");
    // reference: permissions.json, `aliases` and `actions`
    assert!(delete.contains("allow(BASE_USER_SESSION_PERMISSION"), "{delete}");
}

#[test]
fn the_notes_say_what_is_left_to_do() {
    let mut scaffold = scaffold();
    for name in
        ["KalturaAnnotation", "user.index", "user.update", "user.exportToCsv", "attachment_attachmentAsset"]
    {
        scaffold.declare(name).unwrap();
    }
    let sources = [("a.rs".to_owned(), "#[api(name = \"KalturaUser\")]".to_owned())];
    let notes = scaffold.notes(&sources).join("\n");
    for note in [
        "KalturaUser is declared in a.rs",
        "Not declared yet: cargo xtask scaffold ",
        " KalturaUserFilter",
        "Take a family for KalturaUser where KalturaAdminUser may be sent",
        "KalturaAnnotation as a whole needs a permission (insert,update)",
        "Nobody may call user.index",
        "For contract/src/errors.rs: ATTACHMENT_ASSET_ID_NOT_FOUND(ASSET_ID) \"\";",
    ] {
        assert!(notes.contains(note), "{note} in\n{notes}");
    }
    assert!(!notes.contains("INVALID_USER_ID("), "{notes}");
}
