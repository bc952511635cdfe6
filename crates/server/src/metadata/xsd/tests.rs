use std::fmt::Write as _;

use proptest::prelude::*;

use super::{Found, Schema, covers, fields, found, parse, pruned, renamed};

/// What may stand in an element: as a schema and, by other means, as a regular expression over the names.
#[derive(Clone, Debug)]
enum Model {
    One(char),
    Row(bool, Vec<(Model, u32, Option<u32>)>),
}

fn occurs() -> impl Strategy<Value = (u32, Option<u32>)> {
    prop_oneof![
        Just((1, Some(1))),
        Just((0, Some(1))),
        Just((0, None)),
        Just((1, None)),
        Just((2, Some(3))),
        Just((0, Some(2)))
    ]
}

fn model() -> impl Strategy<Value = Model> {
    let leaf = proptest::char::range('a', 'e').prop_map(Model::One);
    leaf.prop_recursive(3, 12, 3, |inner| {
        let part = (inner, occurs()).prop_map(|(part, (least, most))| (part, least, most));
        (any::<bool>(), prop::collection::vec(part, 1..4))
            .prop_map(|(is_choice, parts)| Model::Row(is_choice, parts))
    })
}

impl Model {
    fn schema(&self, least: u32, most: Option<u32>, out: &mut String) {
        let most = most.map_or("unbounded".to_owned(), |most| most.to_string());
        let occurs = format!("minOccurs=\"{least}\" maxOccurs=\"{most}\"");
        match self {
            Self::One(name) => {
                let _ = write!(out, "<xs:element name=\"{name}\" type=\"xs:int\" {occurs}/>");
            }
            Self::Row(is_choice, parts) => {
                let kind = if *is_choice { "choice" } else { "sequence" };
                let _ = write!(out, "<xs:{kind} {occurs}>");
                for (part, least, most) in parts {
                    part.schema(*least, *most, out);
                }
                let _ = write!(out, "</xs:{kind}>");
            }
        }
    }

    fn expression(&self) -> String {
        match self {
            Self::One(name) => name.to_string(),
            Self::Row(is_choice, parts) => {
                let parts: Vec<String> = parts
                    .iter()
                    .map(|(part, least, most)| {
                        let most = most.map(|most| most.to_string()).unwrap_or_default();
                        format!("(?:{}){{{least},{most}}}", part.expression())
                    })
                    .collect();
                format!("(?:{})", parts.join(if *is_choice { "|" } else { "" }))
            }
        }
    }

    fn whole(&self) -> Schema {
        Schema::read(&self.text()).unwrap()
    }

    fn text(&self) -> String {
        let mut inner = String::new();
        Self::Row(false, vec![(self.clone(), 1, Some(1))]).schema(1, Some(1), &mut inner);
        schema_text(&format!("<xs:complexType>{inner}</xs:complexType>"))
    }
}

fn schema_text(inner: &str) -> String {
    format!(
        "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"><xs:element name=\"metadata\">{inner}</xs:element></xs:schema>"
    )
}

fn document(names: &str) -> String {
    let children: Vec<String> = names.chars().map(|name| format!("<{name}>1</{name}>")).collect();
    let children = children.concat();
    format!("<metadata>{children}</metadata>")
}

fn follows(schema: &Schema, text: &str) -> bool {
    parse(text, 100_000).is_ok_and(|document| schema.check(&document).is_ok())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn the_order_of_elements_is_that_of_a_regular_expression(model in model(), tries in prop::collection::vec("[a-e]{0,7}", 12)) {
        let schema = model.whole();
        let expression = regex::Regex::new(&format!("^{}$", model.expression())).unwrap();
        for names in tries {
            prop_assert_eq!(follows(&schema, &document(&names)), expression.is_match(&names), "{}", names);
        }
    }

    #[test]
    fn what_a_schema_does_not_know_is_refused_and_can_be_cut_away(model in model(), names in "[a-e]{0,7}") {
        let schema = model.whole();
        let text = document(&names);
        let spoiled = text.replacen("</metadata>", "<zz>1</zz></metadata>", 1);
        prop_assert!(!follows(&schema, &spoiled));
        prop_assert!(!follows(&schema, &text.replacen("</metadata>", "text</metadata>", 1)));
        if names.contains(|name: char| model.expression().contains(name)) {
            prop_assert!(!follows(&schema, &text.replacen(">1<", ">one<", 1)));
        }
        if follows(&schema, &text) {
            prop_assert_eq!(pruned(&schema, &parse(&spoiled, 100_000).unwrap()), text);
        }
    }

    #[test]
    fn a_schema_that_covers_another_takes_all_that_it_takes(new in model(), old in model(), tries in prop::collection::vec("[a-e]{0,6}", 20)) {
        let (new, old) = (new.whole(), old.whole());
        prop_assert!(covers(&old, &old));
        if covers(&new, &old) {
            for names in tries {
                let text = document(&names);
                prop_assert!(!follows(&old, &text) || follows(&new, &text), "{}", names);
            }
        }
    }

    #[test]
    fn no_text_brings_the_reader_down(text in "\\PC{0,200}") {
        let _ = Schema::read(&text);
        let _ = parse(&text, 100_000);
    }
}

#[test]
fn an_all_takes_any_order() {
    let schema = Schema::read(&schema_text(
        "<xs:complexType><xs:all><xs:element name=\"a\" type=\"xs:int\"/><xs:element name=\"b\" type=\"xs:int\" minOccurs=\"0\"/></xs:all></xs:complexType>",
    ))
    .unwrap();
    for (names, wanted) in
        [("a", true), ("ab", true), ("ba", true), ("b", false), ("", false), ("aa", false), ("aba", false)]
    {
        assert_eq!(follows(&schema, &document(names)), wanted, "{names}");
    }
}

#[test]
fn hostile_schemas_take_no_time() {
    // Six elements of the next type in each type: more paths than anybody can walk.
    let mut types = String::new();
    for level in 0..6 {
        let elements: String = ["a", "b", "c", "d", "e", "f"]
            .map(|name| format!("<xs:element name=\"{name}\" type=\"t{}\" minOccurs=\"0\"/>", level + 1))
            .concat();
        let _ = write!(
            types,
            "<xs:complexType name=\"t{level}\"><xs:sequence>{elements}</xs:sequence></xs:complexType>"
        );
    }
    let text = format!(
        "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"><xs:element name=\"metadata\" type=\"t0\"/>{types}<xs:complexType name=\"t6\"/></xs:schema>"
    );
    let schema = Schema::read(&text).unwrap();
    assert!(fields(&schema).is_empty());
    assert!(covers(&schema, &schema));
    assert_eq!(renamed(&schema, &schema), None);

    let mut nested =
        "<xs:element name=\"a\" type=\"xs:int\" minOccurs=\"0\" maxOccurs=\"unbounded\"/>".to_owned();
    for _ in 0..12 {
        nested =
            format!("<xs:sequence minOccurs=\"4000000000\" maxOccurs=\"unbounded\">{nested}</xs:sequence>");
    }
    let schema = Schema::read(&schema_text(&format!(
        "<xs:complexType><xs:sequence>{nested}</xs:sequence></xs:complexType>"
    )))
    .unwrap();
    let _ = follows(&schema, &document(&"a".repeat(1_000)));
}

#[test]
fn values_are_found_where_their_fields_are() {
    let field = |name: &str, kind: &str, more: &str| {
        format!(
            "<xs:element name=\"{name}\" type=\"{kind}\" minOccurs=\"0\" maxOccurs=\"unbounded\"><xs:annotation><xs:appinfo><searchable>true</searchable>{more}</xs:appinfo></xs:annotation></xs:element>"
        )
    };
    let text = format!(
        "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"><xs:element name=\"metadata\"><xs:complexType><xs:sequence>{}{}{}</xs:sequence></xs:complexType></xs:element>\
         <xs:simpleType name=\"textType\"><xs:restriction base=\"xs:string\"/></xs:simpleType><xs:simpleType name=\"intType\"><xs:restriction base=\"xs:long\"/></xs:simpleType></xs:schema>",
        field("Words", "textType", ""),
        field(
            "Parts",
            "textType",
            "<matchType>2</matchType><explodeChars>,;</explodeChars><trimChars>-</trimChars>"
        ),
        field("Number", "intType", "")
    );
    let fields = fields(&Schema::read(&text).unwrap());
    let document = format!(
        "<metadata><Words> Some  Words </Words><Words>{}</Words><Parts>-One-,two;;</Parts><Number>7</Number><Number>8</Number></metadata>",
        "x".repeat(128)
    );
    let all: Vec<Found> =
        found(&fields, &parse(&document, 10_000).unwrap()).into_iter().map(|(_, found, _)| found).collect();
    assert_eq!(
        all,
        [
            Found::Words("Some  Words".to_owned()),
            Found::Long,
            Found::Whole("one".to_owned()),
            Found::Whole("two".to_owned()),
            Found::Number(7)
        ]
    );
}
