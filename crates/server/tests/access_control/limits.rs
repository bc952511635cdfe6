//! What a profile may hold, and what hostile rules come to (issue 5, "Bad input").

use boxoffice::access_control::decision::{Limits, compile};
use serde_json::{Value, json};

use crate::world::{api_rules, read};

fn refusal(rules: &Value) -> Option<String> {
    compile(7, &api_rules(rules), &[], Limits::DEFAULT).err().map(|invalid| invalid.place)
}

#[allow(clippy::needless_pass_by_value)] // a test writes what it sends
fn rule(conditions: Value) -> Value {
    json!([{"conditions": conditions}])
}

fn agent(expression: &str) -> Value {
    rule(json!([{"objectType": "KalturaUserAgentCondition", "values": [{"value": expression}]}]))
}

fn nested(levels: usize) -> Value {
    let mut condition = json!({"objectType": "KalturaEntryScheduledCondition"});
    for _ in 0..levels {
        condition = json!({"objectType": "KalturaOrCondition", "conditions": [condition]});
    }
    rule(json!([condition]))
}

#[test]
fn expressions_that_cannot_be_read_or_are_too_large_are_refused() {
    let place = Some("rules:0:conditions:0:values:0".to_owned());
    for expression in [
        "(",
        "[a",
        "*a",
        "(?=look)",
        "(a)\\1",
        "(?<=x)y",
        "(((a{100}){100}){100})",
        "\\p{Greek}",
        &"x".repeat(1025),
    ] {
        assert_eq!(refusal(&agent(expression)), place, "{expression}");
    }
    assert_eq!(refusal(&agent(&"(".repeat(500))), place);
    for expression in ["", "a|b", "(a+)+$", "Mozilla/.*(Chrome|Firefox)/[0-9]+", "é", "\\w+\\s\\d{1,3}"] {
        assert_eq!(refusal(&agent(expression)), None, "{expression}");
    }
}

/// The classic that takes time without end elsewhere.
#[test]
#[allow(clippy::disallowed_methods)] // it measures a duration
fn expressions_take_linear_time() {
    let rules = compile(7, &api_rules(&agent("^(a+)+$")), &[], Limits::DEFAULT).unwrap();
    let text = format!("{}!", "a".repeat(100_000));
    let begun = std::time::Instant::now();
    crate::world::World::read(&json!({"request": {"userAgent": text}})).with(|facts| {
        use boxoffice::access_control::decision::{evaluate, reasons::Silent};
        assert!(evaluate(&rules, facts, &mut Silent).fulfilled().1.is_empty());
    });
    assert!(begun.elapsed() < std::time::Duration::from_secs(2));
}

#[test]
fn there_are_limits_to_everything() {
    let scheduled = json!({"objectType": "KalturaEntryScheduledCondition"});
    assert_eq!(refusal(&json!(vec![json!({}); 100])), None);
    assert_eq!(refusal(&json!(vec![json!({}); 101])), Some("rules".to_owned()));
    assert_eq!(refusal(&rule(json!(vec![scheduled.clone(); 1000]))), None);
    assert_eq!(refusal(&rule(json!(vec![scheduled.clone(); 1001]))), Some("rules:0:conditions".to_owned()));
    assert_eq!(refusal(&rule(json!(vec![scheduled; 10_000]))), Some("rules:0:conditions".to_owned()));
    assert_eq!(refusal(&nested(7)), None);
    for levels in [8, 9, 30, 100] {
        let error = read(&nested(levels)).unwrap_err();
        assert_eq!(error.code, "INVALID_FIELD_VALUE", "{levels}");
    }
    let values = |count: usize| {
        let values: Vec<_> = (0..count).map(|site| json!({"value": format!("{site}.test")})).collect();
        rule(json!([{"objectType": "KalturaSiteCondition", "values": values}]))
    };
    assert_eq!(refusal(&values(10_000)), None);
    assert_eq!(refusal(&values(10_001)), Some("rules:0:conditions:0:values".to_owned()));
    let list = json!([{"objectType": "KalturaIpAddressCondition", "values": [{"value": "1.1.1.1,".repeat(20_000)}]}]);
    assert!(refusal(&rule(list)).is_some());
    let expressions: Vec<_> = (0..201).map(|number| json!({"value": number.to_string()})).collect();
    let expressions = json!([{"objectType": "KalturaHttpHeaderCondition", "values": expressions}]);
    assert_eq!(refusal(&rule(expressions)), Some("rules:0:conditions:0:values:200".to_owned()));
    let flavors = "1,".repeat(20_000);
    let action = json!([{"actions": [{"objectType": "KalturaAccessControlLimitFlavorsAction", "flavorParamsIds": flavors}]}]);
    assert!(refusal(&action).is_some());
}
