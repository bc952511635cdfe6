//! What a filter and a pager ask for (reference: protocol.md §12).
#![allow(missing_docs, clippy::panic, clippy::unwrap_used)] // a test that cannot go on has failed

use contract::common::{FilterPager, Pager, RelatedFilter};
use contract::filter::{Condition, ListQuery, Operand, Operator, Order, Page};
use contract::list::ApiFilter;
use contract::{Api, ApiEnum, ApiObject, ListOf, NullableBoolean, PermitsAll, Prop, Time, TypeRef};
use wire::Value;

#[derive(ApiObject, Clone, Debug, Default, PartialEq)]
#[api(name = "KalturaTree", list = "KalturaTreeListResponse")]
pub struct Tree {
    pub id: Prop<String>,
}

#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaTreeFilter", filter = "KalturaTreeBaseFilter", order("height", "plantedAt"))]
pub struct TreeFilter {
    #[api(base)]
    pub base: RelatedFilter,
    pub id_in: Prop<String>,
    pub height_greater_than_or_equal_or_null: Prop<i64>,
    pub planted_at_less_than_or_equal: Prop<Time>,
    pub kind_not_equal: Prop<Kind>,
    pub owner_empty: Prop<NullableBoolean>,
    #[api(compares("tags", "name"))]
    pub tags_name_multi_like_or: Prop<String>,
    #[api(custom)]
    pub free_text: Prop<String>,
}

#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaTreeKind")]
pub enum Kind {
    Oak = 1,
}

fn query(filter: &TreeFilter) -> ListQuery {
    filter.query(None)
}

#[test]
fn names_of_fields_say_what_is_compared_and_how() {
    let filter = TreeFilter {
        id_in: "a,b".into(),
        height_greater_than_or_equal_or_null: 3.into(),
        planted_at_less_than_or_equal: Time(9).into(),
        kind_not_equal: Kind::Oak.into(),
        owner_empty: NullableBoolean::True.into(),
        tags_name_multi_like_or: "x".into(),
        free_text: "applied by the feature".into(),
        ..TreeFilter::default()
    };
    let text = |text: &str| Operand::Text(text.to_owned());
    let condition = |properties, operator, operand| Condition { properties, operator, operand };
    assert_eq!(
        query(&filter).conditions,
        [
            condition(&["id"], Operator::In, text("a,b")),
            condition(&["height"], Operator::GreaterThanOrEqualOrNull, Operand::Int(3)),
            condition(&["plantedAt"], Operator::LessThanOrEqual, Operand::Int(9)),
            condition(&["kind"], Operator::NotEqual, Operand::Int(1)),
            condition(&["owner"], Operator::Empty, Operand::Bool(true)),
            condition(&["tags", "name"], Operator::MultiLikeOr, text("x")),
        ]
    );
}

#[test]
fn an_empty_text_and_an_undecided_boolean_are_no_conditions() {
    let filter = TreeFilter {
        id_in: "".into(),
        owner_empty: NullableBoolean::Null.into(),
        planted_at_less_than_or_equal: Prop::Null,
        ..TreeFilter::default()
    };
    assert_eq!(query(&filter).conditions, []);
}

#[test]
fn only_listed_orders_count() {
    let order = |text: &str| {
        let mut filter = TreeFilter::default();
        filter.base.base.order_by = text.into();
        query(&filter).order
    };
    let by = |property, descending| Order { property, descending };
    assert_eq!(order("-height,+plantedAt"), [by("height", true), by("plantedAt", false)]);
    assert_eq!(order(" height"), [by("height", false)], "a plus that a query string made a blank");
    assert_eq!(order("height"), [], "a sign is missing");
    assert_eq!(order("+id,,-"), [], "not in the enum of orders");
}

#[test]
fn pages_are_clamped() {
    let page = |size: Prop<i64>, index: Prop<i64>| {
        FilterPager { base: Pager { page_size: size, page_index: index } }.page()
    };
    assert_eq!(page(Prop::Absent, Prop::Absent), Page { size: 30, index: 1 });
    assert_eq!(page(501.into(), 0.into()), Page { size: 500, index: 1 });
    assert_eq!(page((-3).into(), (-3).into()), Page { size: 0, index: 1 });
    assert_eq!(page(10.into(), 3.into()).offset(), 20);
}

#[test]
fn a_list_says_how_many_there_are() {
    let list = ListOf { objects: Some(vec![Tree { id: "a".into() }]), total_count: 12 };
    let Value::Object(answer) = list.encode(&PermitsAll) else { panic!("no object") };
    assert_eq!(answer.class, "KalturaTreeListResponse");
    assert_eq!(answer.properties[0], ("totalCount", Value::Int(12)));
    assert!(matches!(&answer.properties[1], ("objects", Value::Array(objects)) if objects.len() == 1));
    let TypeRef::Object(class) = <ListOf<Tree> as Api>::TYPE else { panic!("no class") };
    let names: Vec<&str> = class.all_properties().iter().map(|property| property.name).collect();
    assert_eq!(names, ["totalCount", "objects"]);
}

#[test]
fn a_filter_belongs_to_its_base_filter() {
    let class = TreeFilter::CLASS;
    assert_eq!(class.base.unwrap().name, "KalturaTreeBaseFilter");
    assert!(class.base.unwrap().is_abstract);
    assert_eq!(class.base.unwrap().base.unwrap().name, "KalturaRelatedFilter");
    assert!(class.is_a(RelatedFilter::CLASS));
}
