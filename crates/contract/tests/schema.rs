//! The schema of a small API that has one of everything, as the format says it is written (reference:
//! schema-format.md).
#![allow(clippy::panic)] // a test that cannot go on has failed

mod everything;

fn schema() -> String {
    contract::schema::xml(&everything::contract())
}

/// The lines of one element, without those of the description that do not matter here.
fn element(schema: &str, start: &str, end: &str) -> String {
    let from = schema.find(start).unwrap_or_else(|| panic!("{start} in\n{schema}"));
    let to = schema[from..].find(end).unwrap_or_else(|| panic!("{end} after {start}"));
    schema[from..from + to + end.len()].replace('\t', "")
}

#[test]
fn sections_stand_in_their_order() {
    let schema = schema();
    assert!(schema.starts_with(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<xml apiVersion=\"23.10.0\" generatedDate=\""
    ));
    let places: Vec<_> = ["<enums>", "<classes>", "<services>", "<plugins>", "<errors>", "<configurations>"]
        .iter()
        .map(|section| schema.find(section).unwrap_or_else(|| panic!("{section}")))
        .collect();
    assert!(places.is_sorted());
}

#[test]
fn a_class_comes_after_its_base_and_the_root_is_nobodys_base() {
    let schema = schema();
    let place =
        |name: &str| schema.find(&format!("<class name=\"{name}\"")).unwrap_or_else(|| panic!("{name}"));
    assert!(place("KalturaThing") < place("KalturaBigThing"));
    assert!(place("KalturaFilter") < place("KalturaBigThingBaseFilter"));
    assert!(place("KalturaBigThingBaseFilter") < place("KalturaBigThingFilter"));
    assert!(schema.contains(
        "<class name=\"KalturaObject\" abstract=\"1\" description=\"\">\n\t\t\t<property name=\"relatedObjects\" \
         type=\"map\" arrayType=\"KalturaListResponse\" readOnly=\"1\""
    ));
    assert!(!schema.contains("base=\"KalturaObject\""));
}

#[test]
fn a_translatable_property_is_written_twice_and_brings_its_class() {
    assert_eq!(
        element(&schema(), "<class name=\"KalturaThing\"", "</class>"),
        r#"<class name="KalturaThing" abstract="1" plugin="kind" requiresPermissions="insert,all" description="">
<property name="name" type="string" readOnly="0" insertOnly="0" writeOnly="0" multiLingual="1" minLength="1" maxLength="60" description="The name, in &quot;quotes&quot; &amp; &lt;brackets&gt;."/>
<property name="multiLingual_name" type="array" arrayType="KalturaMultiLingualString" readOnly="0" insertOnly="0" writeOnly="0" multiLingual="1" minLength="1" maxLength="60" description="The name, in &quot;quotes&quot; &amp; &lt;brackets&gt;."/>
<property name="madeAt" type="int" isTime="1" readOnly="1" insertOnly="0" writeOnly="0" multiLingual="0" description=""/>
<property name="size" type="bigint" readOnly="0" insertOnly="1" writeOnly="0" multiLingual="0" requiresPermissions="insert,update" deprecated="1" description=""/>
<property name="parts" type="array" arrayType="KalturaThing" readOnly="0" insertOnly="0" writeOnly="0" multiLingual="0" description=""/>
</class>"#
    );
    assert!(schema().contains("<class name=\"KalturaMultiLingualString\""));
}

#[test]
fn a_property_says_its_type_and_marks() {
    assert_eq!(
        element(&schema(), "<class name=\"KalturaBigThing\"", "</class>"),
        r#"<class name="KalturaBigThing" base="KalturaThing" plugin="big" description="">
<property name="theHTML" type="string" readOnly="0" insertOnly="0" writeOnly="1" multiLingual="0" utf8truncate="9" description=""/>
<property name="kinds" type="string" readOnly="0" insertOnly="0" writeOnly="0" multiLingual="0" valuesEnumType="KalturaThingKind" description=""/>
<property name="byName" type="map" arrayType="KalturaBigThing" readOnly="0" insertOnly="0" writeOnly="0" multiLingual="0" description=""/>
<property name="kind" type="string" enumType="KalturaThingKind" readOnly="0" insertOnly="0" writeOnly="0" multiLingual="0" description=""/>
</class>"#
    );
}

#[test]
fn filters_and_lists_belong_to_the_plugin_of_their_class() {
    let schema = schema();
    for class in [
        r#"<class name="KalturaBigThingListResponse" base="KalturaListResponse" plugin="big""#,
        r#"<class name="KalturaBigThingBaseFilter" base="KalturaFilter" abstract="1" plugin="big""#,
        r#"<class name="KalturaBigThingFilter" base="KalturaBigThingBaseFilter" plugin="big""#,
    ] {
        assert!(schema.contains(class), "{class} in\n{schema}");
    }
    assert!(
        element(&schema, "<class name=\"KalturaBigThingBaseFilter\"", "</class>").contains("\"nameLike\"")
    );
    assert!(element(&schema, "<class name=\"KalturaBigThingFilter\"", "</class>").contains("\"isOldEqual\""));
}

#[test]
fn enums_have_their_members_and_filters_their_orders() {
    let schema = schema();
    assert_eq!(
        element(&schema, "<enum name=\"KalturaThingKind\"", "</enum>"),
        r#"<enum name="KalturaThingKind" enumType="string" plugin="kind" deprecated="1">
<const name="ROUND_ONE" value="1"/>
<const name="SQUARE_" value="kind.SQUARE"/>
</enum>"#
    );
    assert_eq!(
        element(&schema, "<enum name=\"KalturaBigThingOrderBy\"", "</enum>"),
        r#"<enum name="KalturaBigThingOrderBy" enumType="string" plugin="big">
<const name="MADE_AT_ASC" value="+madeAt"/>
<const name="SIZE_ASC" value="+size"/>
<const name="MADE_AT_DESC" value="-madeAt"/>
<const name="SIZE_DESC" value="-size"/>
</enum>"#
    );
    assert!(schema.contains("<enum name=\"KalturaNullableBoolean\" enumType=\"int\">"));
}

#[test]
fn an_action_says_what_it_takes_and_answers() {
    let schema = schema();
    assert_eq!(
        element(&schema, "<service id=\"thing\"", "</service>"),
        r#"<service id="thing" name="thing" description="Things." deprecated="1">
<action name="add" description="Adds." enableInMultiRequest="1" sessionRequired="always" actionAlias="thing.add" plugin="big" deprecated="1" beta="1">
<param name="thing" type="KalturaThing" description="" optional="0"/>
<param name="content" type="file" description="" optional="0"/>
<param name="kind" type="string" enumType="KalturaThingKind" description="" optional="1" default="1"/>
<param name="note" type="string" description="" optional="1" default=""/>
<param name="weight" type="float" description="" optional="1" default="null"/>
<result type="string"/>
<throws name="INVALID_FIELD_VALUE"/>
</action>
</service>"#
    );
    assert_eq!(
        element(&schema, "<service id=\"big_bigthing\"", "</service>"),
        r#"<service id="big_bigthing" name="bigThing" plugin="big" description="Big things.">
<action name="list" description="Adds." enableInMultiRequest="1" sessionRequired="optional">
<param name="filter" type="KalturaBigThingFilter" description="" optional="1" default="null"/>
<result type="KalturaBigThingListResponse"/>
</action>
<action name="serve" description="Adds." enableInMultiRequest="0" sessionRequired="none">
<result type="file"/>
</action>
<action name="stop" description="Adds." enableInMultiRequest="1" sessionRequired="optional">
<result/>
</action>
</service>"#
    );
}

#[test]
fn plugins_say_their_services_and_what_they_build_on() {
    assert_eq!(
        element(&schema(), "<plugins>", "</plugins>"),
        r#"<plugins>
<plugin name="big">
<dependency pluginName="kind"/>
<pluginService name="bigThing"/>
</plugin>
<plugin name="kind">
</plugin>
<plugin name="metadata">
</plugin>
<plugin name="quiz">
</plugin>
</plugins>"#
    );
}

#[test]
fn errors_name_their_values() {
    let schema = schema();
    assert!(
        schema.contains(
            "<error name=\"MISSING_KS\" code=\"MISSING_KS\" message=\"This call needs a session\"/>"
        )
    );
    let error = element(&schema, "<error name=\"INVALID_KS\"", "</error>");
    let values: Vec<&str> = error.lines().skip(1).collect();
    assert_eq!(
        values,
        [
            "<parameter name=\"KSID\"/>",
            "<parameter name=\"ERR_CODE\"/>",
            "<parameter name=\"ERR_DESC\"/>",
            "</error>"
        ]
    );
}

#[test]
fn what_generators_look_for_by_themselves_is_there() {
    let schema = schema();
    for name in ["KalturaApiExceptionArg", "KalturaClientConfiguration", "KalturaListResponse"] {
        assert!(schema.contains(&format!("<class name=\"{name}\"")), "{name}");
    }
    assert!(schema.contains("<enum name=\"KalturaResponseType\""));
    let client = element(&schema, "<client type=\"KalturaClientConfiguration\">", "</client>");
    assert!(client.contains("<clientTag type=\"string\"") && client.contains("<apiVersion type=\"string\""));
}
