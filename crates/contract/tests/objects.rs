//! What is made of what was sent, and what an answer shows (reference: protocol.md §3–§5).
#![allow(missing_docs, clippy::panic, clippy::unwrap_used)] // a test that cannot go on has failed

use contract::object::{check_insert, check_update};
use contract::{
    Access, Api, ApiEnum, ApiFamily, ApiObject, Arguments, BigInt, Map, NullableBoolean, Permits, PermitsAll,
    Prop, Time,
};
use serde_json::{Value as Json, json};
use wire::{ApiError, Param, ParamMap, Value};

/// The moment that relative times count from.
const NOW: i64 = 1_700_000_000;

#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaAnimal")]
pub struct Animal {
    #[api(truncate = 5)]
    pub name: Prop<String>,
    #[api(min_length = 2, max_length = 6)]
    pub code: Prop<String>,
    #[api(min_value = 1, max_value = 4)]
    pub legs: Prop<i64>,
    pub born_at: Prop<Time>,
    pub weight: Prop<f64>,
    pub is_tame: Prop<bool>,
    pub big: Prop<BigInt>,
    pub kind: Prop<Kind>,
    pub entry_type: Prop<EntryType>,
    pub hungry: Prop<NullableBoolean>,
    pub friend: Prop<Box<AnyAnimal>>,
    pub children: Prop<Vec<AnyAnimal>>,
    pub by_name: Prop<Map<Animal>>,
    #[api(read_only)]
    pub id: Prop<i64>,
    #[api(insert_only)]
    pub owner: Prop<String>,
    #[api(insert_only, write_only)]
    pub secret: Prop<String>,
    #[api(needs(read, insert, update))]
    pub chip: Prop<String>,
}

#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaBird")]
pub struct Bird {
    #[api(base)]
    pub base: Animal,
    pub can_sing: Prop<bool>,
}

#[derive(ApiFamily, Clone, Debug)]
#[api(declared = Animal)]
pub enum AnyAnimal {
    Animal(Animal),
    Bird(Bird),
}

#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaShape", abstract)]
pub struct Shape {}

#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaCircle")]
pub struct Circle {
    #[api(base)]
    pub base: Shape,
    pub radius: Prop<i64>,
}

#[derive(ApiFamily, Clone, Debug)]
#[api(declared = Shape)]
pub enum AnyShape {
    Circle(Circle),
}

#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaKind")]
pub enum Kind {
    None = 0,
    Wild = 1,
    Tame = 2,
}

#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaEntryType", dynamic)]
pub enum EntryType {
    #[api(value = "1")]
    MediaClip,
    #[api(value = "externalMedia.externalMedia")]
    External,
}

fn param(json: &Json) -> Param {
    match json {
        Json::Null => Param::Null,
        Json::Bool(value) => Param::Bool(*value),
        Json::Number(number) => {
            number.as_i64().map_or_else(|| Param::Float(number.as_f64().unwrap()), Param::Int)
        }
        Json::String(text) => Param::Text(text.clone()),
        Json::Array(items) => Param::List(items.iter().map(param).collect()),
        Json::Object(entries) => Param::Map(params(&Json::Object(entries.clone()))),
    }
}

fn params(json: &Json) -> ParamMap {
    json.as_object().unwrap().iter().map(|(name, value)| (name.clone(), param(value))).collect()
}

/// Takes an argument named `animal`.
fn sent<T: Api>(json: &Json) -> Result<T, ApiError> {
    let sent = params(&json!({"animal": json}));
    Arguments::new(&sent, NOW).required("animal")
}

fn animal(json: &Json) -> Animal {
    sent(json).unwrap_or_else(|error| panic!("{json}: {error:?}"))
}

fn refusal<T: Api + std::fmt::Debug>(json: &Json) -> (&'static str, Vec<String>) {
    let error = sent::<T>(json).expect_err("a refusal");
    (error.code, error.args.into_iter().map(|(_, value)| value).collect())
}

fn shown(object: &impl Api, permits: &dyn Permits, name: &str) -> Value {
    let Value::Object(object) = object.encode(permits) else { panic!("no object") };
    object.properties.into_iter().find(|(property, _)| *property == name).unwrap().1
}

#[test]
fn scalars_are_cast() {
    let animal = animal(&json!({
        "legs": "3abc", "weight": "1,5", "isTame": "no", "big": "9007199254740993", "name": 5,
    }));
    assert_eq!(animal.legs, Prop::Set(3));
    assert_eq!(animal.weight, Prop::Set(1.0));
    assert_eq!(animal.is_tame, Prop::Set(true));
    assert_eq!(animal.big, Prop::Set(BigInt(9_007_199_254_740_992)));
    assert_eq!(animal.name, Prop::Set("5".to_owned()));
}

#[test]
fn a_text_holds_what_xml_can_carry() {
    assert_eq!(
        refusal::<Animal>(&json!({"code": "a\u{1}b"})),
        ("INVALID_PARAMETER_CHAR", vec!["code".to_owned()])
    );
    assert_eq!(animal(&json!({"code": "a\t\r\nb"})).code, Prop::Set("a\t\r\nb".to_owned()));
}

#[test]
fn lengths_are_counted_in_bytes() {
    assert_eq!(animal(&json!({"code": "é"})).code, Prop::Set("é".to_owned()));
    assert_eq!(
        refusal::<Animal>(&json!({"code": "x"})),
        ("PROPERTY_VALIDATION_MIN_LENGTH", vec!["code".to_owned(), "2".to_owned()])
    );
    assert_eq!(
        refusal::<Animal>(&json!({"code": "éééé"})),
        ("PROPERTY_VALIDATION_MAX_LENGTH", vec!["code".to_owned(), "6".to_owned()])
    );
    assert_eq!(refusal::<Animal>(&json!({"legs": 0})).0, "PROPERTY_VALIDATION_MIN_VALUE");
    assert_eq!(refusal::<Animal>(&json!({"legs": "5"})).0, "PROPERTY_VALIDATION_MAX_VALUE");
}

#[test]
fn a_text_is_cut_at_a_character() {
    assert_eq!(animal(&json!({"name": "abcdefgh"})).name, Prop::Set("abcde".to_owned()));
    assert_eq!(animal(&json!({"name": "ééé"})).name, Prop::Set("éé".to_owned()));
    assert_eq!(animal(&json!({"name": "abcde"})).name, Prop::Set("abcde".to_owned()));
}

#[test]
fn a_member_of_an_integer_enum_is_what_equals_its_number() {
    for one in [json!(1), json!("1"), json!("01"), json!("1.0"), json!(true), json!("TRUE")] {
        assert_eq!(animal(&json!({"kind": one})).kind, Prop::Set(Kind::Wild), "{one}");
    }
    for none in [json!("6abc"), json!(""), json!(7), json!("inf")] {
        assert_eq!(refusal::<Animal>(&json!({"kind": none})).0, "INVALID_ENUM_VALUE", "{none}");
    }
    let expected = ["7".to_owned(), "kind".to_owned(), "KalturaKind".to_owned()];
    assert_eq!(refusal::<Animal>(&json!({"kind": 7})).1, expected);
    assert_eq!(refusal::<Animal>(&json!({"kind": null})).1[0], "N/A");
}

#[test]
fn a_dynamic_enum_leaves_as_a_number_where_it_is_one() {
    for one in [json!(1), json!("1")] {
        let animal = animal(&json!({"entryType": one}));
        assert_eq!(shown(&animal, &PermitsAll, "entryType"), Value::Int(1), "{one}");
    }
    let external = animal(&json!({"entryType": "externalMedia.externalMedia"}));
    let text = Value::Text("externalMedia.externalMedia".to_owned());
    assert_eq!(shown(&external, &PermitsAll, "entryType"), text);
    assert_eq!(refusal::<Animal>(&json!({"entryType": "9"})).0, "INVALID_ENUM_VALUE");
}

#[test]
fn an_empty_nullable_boolean_is_false_in_a_property_and_refused_as_an_argument() {
    for no in [json!(""), json!(null), json!("False"), json!(0)] {
        assert_eq!(animal(&json!({"hungry": no})).hungry, Prop::Set(NullableBoolean::False), "{no}");
    }
    assert_eq!(animal(&json!({"hungry": -1})).hungry, Prop::Set(NullableBoolean::Null));
    assert_eq!(refusal::<NullableBoolean>(&json!("")).0, "INVALID_ENUM_VALUE");
}

#[test]
fn times_of_properties_may_be_relative() {
    for (sent, stored) in [
        (json!(""), 0),
        (json!(null), 0),
        (json!(-1), -1),
        (json!(0), NOW),
        (json!("-604800"), NOW - 604_800),
        (json!(315_360_000), NOW + 315_360_000),
        (json!(315_360_001), 315_360_001),
        (json!(-315_360_001), -315_360_001),
    ] {
        assert_eq!(animal(&json!({"bornAt": sent})).born_at, Prop::Set(Time(stored)), "{sent}");
    }
    assert_eq!(sent::<Time>(&json!("-604800")).unwrap(), Time(-604_800), "arguments are not relative");
}

#[test]
fn a_class_is_taken_where_it_is_a_subclass_in_its_exact_spelling() {
    let is_bird = |json: Json| matches!(sent::<AnyAnimal>(&json).unwrap(), AnyAnimal::Bird(_));
    assert!(is_bird(json!({"objectType": "KalturaBird", "canSing": true})));
    for other in ["kalturabird", "KalturaCircle", "KalturaNothing", ""] {
        assert!(!is_bird(json!({"objectType": other, "canSing": true})), "{other}");
    }
    assert_eq!(refusal::<AnyShape>(&json!({})), ("OBJECT_TYPE_ABSTRACT", vec!["KalturaShape".to_owned()]));
    let friend = animal(&json!({"friend": {"objectType": "KalturaBird"}})).friend.into_option().unwrap();
    assert!(matches!(*friend, AnyAnimal::Bird(_)));
    let AnyShape::Circle(circle) = sent(&json!({"objectType": "KalturaCircle", "radius": 3})).unwrap();
    assert_eq!(circle.radius, Prop::Set(3));
}

#[test]
fn a_scalar_is_no_object() {
    let refused = ("PROPERTY_VALIDATION_WRONG_FORMAT", vec!["animal".to_owned(), "array".to_owned()]);
    assert_eq!(refusal::<Animal>(&json!("x")), refused);
    assert_eq!(refusal::<Vec<AnyAnimal>>(&json!("x")), refused);
    let animal = animal(&json!({"friend": "x", "children": "x"}));
    assert!(animal.friend.is_absent() && animal.children.is_absent(), "passed over in a property");
    assert_eq!(
        refusal::<Animal>(&json!({"children": ["x"]})),
        ("PROPERTY_VALIDATION_WRONG_FORMAT", vec!["animal:children".to_owned(), "array".to_owned()])
    );
}

#[test]
fn a_list_may_be_written_as_a_map() {
    let names = |json: Json| -> Vec<String> {
        let children = animal(&json!({"children": json})).children.into_option().unwrap();
        children
            .into_iter()
            .map(|child| match child {
                AnyAnimal::Animal(animal) => animal.name.into_option().unwrap(),
                AnyAnimal::Bird(bird) => bird.base.name.into_option().unwrap(),
            })
            .collect()
    };
    assert_eq!(names(json!([{"name": "a"}, {"name": "b"}])), ["a", "b"]);
    assert_eq!(names(json!({"10": {"name": "c"}, "2": {"name": "b"}, "0": {"name": "a"}})), ["a", "b", "c"]);
    assert_eq!(names(json!({"item0": {"name": "b"}, "0": {"name": "a"}})), ["a", "b"]);
    assert!(names(json!([])).is_empty());
    assert!(names(json!({"-": ""})).is_empty());
    let by_name = animal(&json!({"byName": {"x": {"name": "a"}}})).by_name.into_option().unwrap();
    assert_eq!(by_name.0["x"].name, Prop::Set("a".to_owned()));
}

#[test]
fn absent_and_null_are_different() {
    let animal = animal(&json!({"name__null": "", "children__null": ""}));
    assert_eq!(animal.name, Prop::Null);
    assert_eq!(animal.code, Prop::Absent);
    assert!(animal.children.is_absent(), "a null marker of a list has no effect");
}

#[test]
fn what_is_required_must_be_there() {
    let none = ParamMap::new();
    let arguments = Arguments::new(&none, NOW);
    let missing = arguments.required::<Animal>("animal").expect_err("a refusal");
    assert_eq!((missing.code, missing.args[0].1.as_str()), ("MISSING_MANDATORY_PARAMETER", "animal"));
    assert!(arguments.required::<Vec<AnyAnimal>>("animals").unwrap().is_empty(), "an absent list is empty");
    let nulls = params(&json!({"animal": null, "number": null}));
    let arguments = Arguments::new(&nulls, NOW);
    assert_eq!(
        arguments.required::<Animal>("animal").expect_err("absent").code,
        "MISSING_MANDATORY_PARAMETER"
    );
    assert_eq!(arguments.required::<i64>("number").unwrap(), 0);
    assert!(arguments.required::<Vec<AnyAnimal>>("animal").unwrap().is_empty(), "null is absent for a list");
}

/// Grants what it holds.
struct Grants(Vec<Access>);

impl Permits for Grants {
    fn permits(&self, class: &str, property: &str, access: Access) -> bool {
        assert_eq!((class, property), ("KalturaAnimal", "chip"), "asked under the declaring class");
        self.0.contains(&access)
    }

    fn permits_class(&self, class: &str, access: Access) -> bool {
        assert_eq!(class, "KalturaCagedBird", "asked under the class that was sent");
        self.0.contains(&access)
    }
}

/// Needs a permission as a whole.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaCaged", abstract, needs(insert, update))]
pub struct Caged {
    pub bars: Prop<i64>,
}

/// Needs it as well, and one for any use.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaCagedBird", needs(all))]
pub struct CagedBird {
    #[api(base)]
    pub base: Caged,
}

#[test]
fn an_answer_hides_what_may_not_be_seen() {
    let bird = Bird {
        base: Animal { secret: "s".into(), chip: "c".into(), id: 7.into(), ..Animal::default() },
        ..Bird::default()
    };
    let Value::Object(object) = bird.encode(&PermitsAll) else { panic!("no object") };
    assert_eq!(object.class, "KalturaBird");
    let names: Vec<&str> = object.properties.iter().map(|(name, _)| *name).collect();
    assert_eq!((names[0], *names.last().unwrap()), ("name", "canSing"), "those of the base come first");
    assert_eq!(shown(&bird, &PermitsAll, "secret"), Value::Null, "never answered");
    assert_eq!(shown(&bird, &PermitsAll, "chip"), Value::Text("c".to_owned()));
    assert_eq!(shown(&bird, &Grants(vec![Access::Insert]), "chip"), Value::Null);
}

#[test]
fn add_refuses_what_the_server_sets() {
    let mut bird = Bird { base: animal(&json!({"id": 1})), ..Bird::default() };
    let error = check_insert(&mut bird, &PermitsAll).expect_err("a refusal");
    assert_eq!(
        (error.code, error.args[0].1.as_str()),
        ("PROPERTY_VALIDATION_NOT_UPDATABLE", "KalturaBird::id")
    );
    let mut fresh = animal(&json!({"owner": "me", "secret": "s", "id__null": ""}));
    assert!(check_insert(&mut fresh, &PermitsAll).unwrap().is_empty());
}

#[test]
fn update_takes_back_what_it_gave() {
    let stored = animal(&json!({"id": 1, "owner": "me", "name": "old"}));
    let mut echo = animal(&json!({"id": 1, "owner": "me", "name": "new"}));
    check_update(&mut echo, &stored, &PermitsAll).unwrap();
    assert!(echo.id.is_absent() && echo.owner.is_absent());
    assert_eq!(echo.name, Prop::Set("new".to_owned()));
    for changed in [json!({"id": 2}), json!({"owner": "you"}), json!({"secret": "s"})] {
        let error = check_update(&mut animal(&changed), &stored, &PermitsAll).expect_err("a refusal");
        assert_eq!(error.code, "PROPERTY_VALIDATION_NOT_UPDATABLE", "{changed}");
    }
}

#[test]
fn what_needs_a_permission_is_dropped_without_it() {
    let stored = Animal::default();
    let mut added = animal(&json!({"chip": "c"}));
    let dropped = check_insert(&mut added, &Grants(vec![Access::Update])).unwrap();
    assert!(added.chip.is_absent());
    assert_eq!(dropped[0].error.code, "PROPERTY_VALIDATION_NO_INSERT_PERMISSION");
    assert_eq!(dropped[0].error.args[0].1, "KalturaAnimal::chip");
    let mut changed = animal(&json!({"chip": "c"}));
    assert!(check_update(&mut changed, &stored, &Grants(vec![Access::Update])).unwrap().is_empty());
    assert_eq!(changed.chip, Prop::Set("c".to_owned()));
    let dropped = check_update(&mut changed, &stored, &Grants(vec![Access::Insert])).unwrap();
    assert_eq!(dropped[0].error.code, "PROPERTY_VALIDATION_NO_UPDATE_PERMISSION");
}

#[test]
fn a_class_that_needs_a_permission_as_a_whole_is_refused_without_it() {
    let refusal = |granted: &[Access], is_add: bool| {
        let (permits, mut bird, stored) =
            (Grants(granted.to_vec()), CagedBird::default(), CagedBird::default());
        let outcome = if is_add {
            check_insert(&mut bird, &permits)
        } else {
            check_update(&mut bird, &stored, &permits)
        };
        outcome.err().map(|error| (error.code, error.args[0].1.clone()))
    };
    let refused = |code| Some((code, "KalturaCagedBird".to_owned()));
    assert_eq!(refusal(&[Access::Insert, Access::All], true), None);
    assert_eq!(
        refusal(&[Access::Update, Access::All], true),
        refused("PROPERTY_VALIDATION_NO_INSERT_PERMISSION")
    );
    assert_eq!(refusal(&[Access::Update, Access::All], false), None);
    assert_eq!(
        refusal(&[Access::Insert, Access::All], false),
        refused("PROPERTY_VALIDATION_NO_UPDATE_PERMISSION")
    );
    assert_eq!(refusal(&[Access::Insert], true), refused("PROPERTY_VALIDATION_NO_USAGE_PERMISSION"));
}

#[test]
fn an_update_merges() {
    let mut stored = Some(1);
    Prop::Absent.merge_into(&mut stored);
    assert_eq!(stored, Some(1));
    Prop::Set(2).merge_into(&mut stored);
    assert_eq!(stored, Some(2));
    Prop::Null.merge_into(&mut stored);
    assert_eq!(stored, None);
}
