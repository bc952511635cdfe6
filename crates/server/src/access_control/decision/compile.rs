//! From rules as they are written to rules as they are decided, within limits: a profile must not be able to use up
//! the server.

use contract::{ApiEnum, NullableBoolean};
use regex::bytes::RegexBuilder;

use super::address::Network;
use super::facts::Contexts;
use super::rules::{
    Action, Circle, Compare, Comparison, Condition, Expression, Field, HeaderAddress, Limit, Match, Number,
    Restriction, Rule, RuleAction, Rules, Test, Text,
};
use crate::access_control::decision::facts::MetadataField;
use crate::access_control::model::action::AnyRuleAction;
use crate::access_control::model::comparison::{
    CompareCondition, MatchCondition, MatchConditionType, RegexCondition, SearchConditionComparison,
};
use crate::access_control::model::condition::{AnyCondition, MOST_LEVELS};
use crate::access_control::model::profile::{AnyContextTypeHolder, Rule as ApiRule};
use crate::access_control::model::value::{
    AnyIntegerField, AnyIntegerValue, AnyStringField, AnyStringValue, MetadataField as ApiMetadataField,
};
use crate::session::model::SessionType;

/// How much a profile may hold.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Rules.
    pub rules: usize,
    /// Conditions of all rules, those within others among them.
    pub conditions: usize,
    /// Conditions within each other.
    pub depth: usize,
    /// Values, actions and other items of lists in all rules.
    pub items: usize,
    /// Regular expressions.
    pub expressions: usize,
    /// Bytes of a regular expression as written.
    pub expression_bytes: usize,
    /// Bytes of one that was compiled.
    pub compiled_bytes: usize,
}

impl Limits {
    /// What profiles may hold; see `docs/operating.md`.
    pub const DEFAULT: Self = Self {
        rules: 100,
        conditions: 1000,
        depth: MOST_LEVELS,
        items: 10_000,
        expressions: 200,
        expression_bytes: 1024,
        compiled_bytes: 1 << 16,
    };
}

/// Rules that cannot be decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// Where: names and places joined by colons.
    pub place: String,
    /// Why, for the log.
    pub reason: String,
}

/// Reads rules. `restrictions` says of which restriction each was made, if the profile has the old form.
pub fn compile(
    profile_id: i64,
    rules: &[ApiRule],
    restrictions: &[Restriction],
    limits: Limits,
) -> Result<Rules, Invalid> {
    let mut reader = Reader {
        limits,
        place: vec!["rules".to_owned()],
        conditions: 0,
        items: 0,
        expressions: 0,
        asks_for_email: false,
        asks_for_assets: false,
    };
    if rules.len() > limits.rules {
        return Err(reader.invalid("too many rules"));
    }
    let rules = rules
        .iter()
        .enumerate()
        .map(|(index, rule)| {
            let restriction = restrictions.get(index).copied();
            reader.at(&index.to_string(), |reader| reader.rule(rule, restriction))
        })
        .collect::<Result<_, _>>()?;
    Ok(Rules {
        profile_id,
        list: rules,
        asks_for_email: reader.asks_for_email,
        asks_for_assets: reader.asks_for_assets,
    })
}

struct Reader {
    limits: Limits,
    place: Vec<String>,
    conditions: usize,
    items: usize,
    expressions: usize,
    asks_for_email: bool,
    asks_for_assets: bool,
}

type Read<T> = Result<T, Invalid>;

impl Reader {
    fn invalid(&self, reason: &str) -> Invalid {
        Invalid { place: self.place.join(":"), reason: reason.to_owned() }
    }

    fn at<T>(&mut self, name: &str, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<T> {
        self.place.push(name.to_owned());
        let read = read(self)?;
        self.place.pop();
        Ok(read)
    }

    fn count_items(&mut self, count: usize) -> Read<()> {
        self.items = self.items.saturating_add(count);
        if self.items > self.limits.items { Err(self.invalid("too many items")) } else { Ok(()) }
    }

    fn rule(&mut self, rule: &ApiRule, restriction: Option<Restriction>) -> Read<Rule> {
        let contexts = rule.contexts.get().map(Vec::as_slice).unwrap_or_default();
        let actions = rule.actions.get().map(Vec::as_slice).unwrap_or_default();
        self.count_items(contexts.len() + actions.len())?;
        let contexts = (!contexts.is_empty()).then(|| {
            let types = contexts.iter().filter_map(|holder| match holder {
                AnyContextTypeHolder::AccessControlContextTypeHolder(holder) => holder.base.r#type.get(),
                AnyContextTypeHolder::ContextTypeHolder(holder) => holder.r#type.get(),
            });
            Contexts::of(&types.copied().collect::<Vec<_>>())
        });
        let written = rule.conditions.get().map(Vec::as_slice).unwrap_or_default();
        let conditions = self.at("conditions", |reader| reader.conditions(written, 1))?;
        let actions = actions
            .iter()
            .map(|action| {
                let kind = self.action(action)?;
                let mut written = action.clone();
                written.name_kind();
                Ok(RuleAction { written, kind })
            })
            .collect::<Read<_>>()?;
        Ok(Rule {
            message: rule.message.get().cloned(),
            code: rule.code.get().cloned(),
            description: rule.description.get().cloned(),
            contexts,
            conditions,
            actions,
            stops: rule.stop_processing.get() == Some(&true),
            counts_for_admins: rule.force_admin_validation.get() == Some(&NullableBoolean::True),
            restriction,
        })
    }

    fn action(&mut self, action: &AnyRuleAction) -> Read<Action> {
        let mut limit = |ids: Option<&String>, is_blocked_list: Option<&bool>| -> Read<Limit> {
            let ids = numbers(ids.map_or("", String::as_str));
            self.count_items(ids.len())?;
            Ok(Limit { ids, is_blocked_list: is_blocked_list == Some(&true) })
        };
        Ok(match action {
            AnyRuleAction::AccessControlBlockAction(_) => Action::Block,
            // A preview without a length gives nothing.
            AnyRuleAction::AccessControlPreviewAction(preview) => {
                Action::Preview(preview.limit.get().copied().unwrap_or_default().max(0))
            }
            AnyRuleAction::AccessControlLimitFlavorsAction(flavors) => {
                Action::LimitFlavors(limit(flavors.flavor_params_ids.get(), flavors.is_blocked_list.get())?)
            }
            AnyRuleAction::AccessControlLimitDeliveryProfilesAction(profiles) => {
                Action::LimitDeliveryProfiles(limit(
                    profiles.delivery_profile_ids.get(),
                    profiles.is_blocked_list.get(),
                )?)
            }
            AnyRuleAction::AccessControlLimitThumbnailCaptureAction(_) => Action::LimitThumbnailCapture,
            AnyRuleAction::AccessControlModifyRequestHostRegexAction(_)
            | AnyRuleAction::AccessControlServeRemoteEdgeServerAction(_)
            | AnyRuleAction::StorageAddAction(_) => Action::Other,
        })
    }

    fn conditions(&mut self, written: &[AnyCondition], depth: usize) -> Read<Vec<Condition>> {
        if depth > self.limits.depth && !written.is_empty() {
            return Err(self.invalid("conditions are nested too deep"));
        }
        self.conditions += written.len();
        if self.conditions > self.limits.conditions {
            return Err(self.invalid("too many conditions"));
        }
        written
            .iter()
            .enumerate()
            .map(|(index, condition)| {
                self.at(&index.to_string(), |reader| reader.condition(condition, depth))
            })
            .collect()
    }

    fn condition(&mut self, condition: &AnyCondition, depth: usize) -> Read<Condition> {
        let common = condition.common();
        Ok(Condition {
            not: common.not.get() == Some(&true),
            description: common.description.get().cloned(),
            test: self.test(condition, depth)?,
        })
    }

    fn test(&mut self, condition: &AnyCondition, depth: usize) -> Read<Test> {
        use AnyCondition as Any;
        let text = |text: &contract::Prop<String>| text.get().cloned().unwrap_or_default();
        Ok(match condition {
            Any::AuthenticatedCondition(one) => Test::Authenticated(self.privileges(one.privileges.get())?),
            Any::CountryCondition(one) => Test::Country(self.values(&one.base, folded)?),
            Any::IpAddressCondition(one) => {
                let header = one.http_header.get().filter(|name| !name.is_empty());
                let accepts_private = one.accept_internal_ips.get() == Some(&true);
                Test::Address {
                    within: self.listed(&one.base, Network::parse)?,
                    header: (header.is_some() || accepts_private).then(|| HeaderAddress {
                        name: header.map_or("X-Forwarded-For", String::as_str).to_owned(),
                        accepts_private,
                    }),
                }
            }
            Any::SiteCondition(one) => Test::Site { hosts: self.values(&one.base, folded)? },
            Any::UserAgentCondition(one) => Test::UserAgent(self.expressions(&one.base)?),
            Any::FieldMatchCondition(one) => {
                Test::Field { field: self.field(one.field.get()), values: self.values(&one.base, |_| None)? }
            }
            Any::FieldCompareCondition(one) => match one.field.get() {
                Some(AnyIntegerField::TimeContextField(time)) => Test::Time {
                    offset: time.offset.get().copied().unwrap_or_default(),
                    compare: compare(&one.base),
                },
                // Nothing to compare, unless there is nothing to compare it with either.
                None if compare(&one.base).value.is_some() => Test::Never,
                None => Test::Always,
            },
            Any::AssetPropertiesCompareCondition(one) => {
                let properties = one.properties.get().map(Vec::as_slice).unwrap_or_default();
                self.count_items(properties.len())?;
                self.asks_for_assets = true;
                Test::AssetProperties(
                    properties.iter().map(|pair| (text(&pair.key), text(&pair.value))).collect(),
                )
            }
            Any::UserRoleCondition(one) => Test::Roles(self.numbers(one.role_ids.get())?),
            Any::GeoDistanceCondition(one) => Test::Distance(self.values(&one.base, circle)?),
            Any::OrCondition(one) => {
                let written = one.conditions.get().map_or(&[] as &[_], |nested| &nested.0);
                Test::Any(self.at("conditions", |reader| reader.conditions(written, depth + 1))?)
            }
            Any::HashCondition(one) => {
                Test::Hash { name: text(&one.hash_name), secret: text(&one.hash_secret) }
            }
            Any::DeliveryProfileCondition(one) => {
                let ids = one.delivery_profile_ids.get().map(Vec::as_slice).unwrap_or_default();
                self.count_items(ids.len())?;
                let fixed = ids.iter().filter_map(|id| match id {
                    AnyIntegerValue::IntegerValue(value) => value.value.get().copied(),
                    AnyIntegerValue::TimeContextField(_) => None,
                });
                Test::DeliveryProfiles(fixed.collect())
            }
            Any::ValidateActiveEdgeCondition(one) => {
                Test::ActiveEdge(self.numbers(one.edge_server_ids.get())?)
            }
            Any::AnonymousIpCondition(one) => Test::Anonymity(self.values(&one.base, folded)?),
            Any::AssetTypeCondition(one) => {
                let types: Vec<String> = items(&text(&one.asset_types)).map(str::to_owned).collect();
                self.count_items(types.len())?;
                Test::AssetTypes(types)
            }
            Any::BooleanEventNotificationCondition(_) => Test::Always,
            Any::MetadataFieldChangedCondition(_) => Test::Never,
            Any::HttpHeaderCondition(one) => {
                Test::Header { name: text(&one.header_name), values: self.expressions(&one.base)? }
            }
            Any::EntryScheduledCondition(_) => Test::Scheduled,
            Any::ActionNameCondition(one) => Test::ActionName(self.expressions(&one.base)?),
            Any::UrlAuthenticationParamsCondition(_) => Test::UrlToken,
            Any::SessionTypeCondition(one) => {
                Test::SessionType(one.session_type.get().copied().unwrap_or(SessionType::Admin).number())
            }
            Any::MatchMetadataCondition(one) => Test::Metadata {
                field: place(&one.x_path, one.profile_id.get(), &one.profile_system_name),
                values: self.values(&one.base, |_| None)?,
            },
            Any::CompareMetadataCondition(one) => Test::MetadataNumber {
                field: place(&one.x_path, one.profile_id.get(), &one.profile_system_name),
                compare: compare(&one.base),
            },
        })
    }

    fn field(&mut self, written: Option<&AnyStringField>) -> Field {
        let field = written.map_or(Field::Nothing, string_field);
        self.note(&field);
        field
    }

    fn note(&mut self, field: &Field) {
        self.asks_for_email |= matches!(field, Field::Email);
    }

    fn privileges(&mut self, written: Option<&Vec<AnyStringValue>>) -> Read<Vec<Text>> {
        let written = written.map(Vec::as_slice).unwrap_or_default();
        self.count_items(written.len())?;
        if written.is_empty() {
            return Ok(["sview", "sviewplaylist"].map(|name| Text::Fixed(name.to_owned())).into());
        }
        let texts: Vec<Text> = written.iter().filter_map(string_value).collect();
        for text in &texts {
            if let Text::Computed(field) = text {
                self.note(field);
            }
        }
        Ok(texts)
    }

    fn numbers(&mut self, written: Option<&String>) -> Read<Vec<i64>> {
        let numbers = numbers(written.map_or("", String::as_str));
        self.count_items(numbers.len())?;
        Ok(numbers)
    }

    /// Values of a match. What `prepare` makes nothing of matches by equal texts only.
    fn values<V>(&mut self, written: &MatchCondition, prepare: impl Fn(&str) -> Option<V>) -> Read<Match<V>> {
        self.at("values", |reader| {
            let (fixed, computed) = reader.texts(written)?;
            let fixed = fixed.into_iter().map(|text| {
                let prepared = prepare(&text);
                (text, prepared)
            });
            Ok(Match { fixed: fixed.collect(), computed, any: any(written) })
        })
    }

    /// As [`values`](Self::values); each may be a list of its own.
    fn listed<V>(&mut self, written: &MatchCondition, prepare: impl Fn(&str) -> Option<V>) -> Read<Match<V>> {
        self.at("values", |reader| {
            let (texts, computed) = reader.texts(written)?;
            let fixed: Vec<_> = texts
                .iter()
                .flat_map(|text| text.split(','))
                .map(|text| (text.trim().to_owned(), prepare(text.trim())))
                .collect();
            reader.count_items(fixed.len())?;
            Ok(Match { fixed, computed, any: any(written) })
        })
    }

    fn texts(&mut self, written: &MatchCondition) -> Read<(Vec<String>, Vec<Field>)> {
        let values = written.values.get().map(Vec::as_slice).unwrap_or_default();
        self.count_items(values.len())?;
        let (mut fixed, mut computed) = (Vec::new(), Vec::new());
        for value in values {
            match string_value(value) {
                Some(Text::Fixed(text)) => fixed.push(text),
                Some(Text::Computed(field)) => {
                    self.note(&field);
                    computed.push(field);
                }
                // A value without a text equals nothing, but is a value.
                None => computed.push(Field::Nothing),
            }
        }
        Ok((fixed, computed))
    }

    fn expressions(&mut self, written: &RegexCondition) -> Read<Match<Expression>> {
        self.at("values", |reader| {
            let (texts, computed) = reader.texts(&written.base)?;
            let mut fixed = Vec::with_capacity(texts.len());
            for (index, text) in texts.into_iter().enumerate() {
                let expression = reader.at(&index.to_string(), |reader| reader.expression(&text))?;
                fixed.push((text, Some(expression)));
            }
            Ok(Match { fixed, computed, any: any(&written.base) })
        })
    }

    fn expression(&mut self, text: &str) -> Read<Expression> {
        self.expressions += 1;
        if self.expressions > self.limits.expressions {
            return Err(self.invalid("too many expressions"));
        }
        if text.len() > self.limits.expression_bytes {
            return Err(self.invalid("the expression is too long"));
        }
        RegexBuilder::new(text)
            .case_insensitive(true)
            .unicode(false)
            .nest_limit(32)
            .size_limit(self.limits.compiled_bytes)
            .dfa_size_limit(self.limits.compiled_bytes)
            .build()
            .map_err(|error| self.invalid(&error.to_string()))
    }
}

fn any(written: &MatchCondition) -> bool {
    written.match_type.get() == Some(&MatchConditionType::MatchAny)
}

/// The form in which letter case and blanks around do not count.
#[allow(clippy::unnecessary_wraps)] // one of the ways to prepare a value
fn folded(text: &str) -> Option<String> {
    Some(text.trim().to_lowercase())
}

fn circle(text: &str) -> Option<Circle> {
    let mut numbers = text.split(',').map(|part| part.trim().parse::<f64>().ok().filter(|n| n.is_finite()));
    let mut next = || numbers.next().flatten();
    Some(Circle { latitude: next()?, longitude: next()?, kilometres: next()? })
}

fn items(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim).filter(|item| !item.is_empty())
}

fn numbers(text: &str) -> Vec<i64> {
    items(text).filter_map(|item| item.parse().ok()).collect()
}

fn place(
    xpath: &contract::Prop<String>,
    profile_id: Option<&i64>,
    system_name: &contract::Prop<String>,
) -> MetadataField {
    MetadataField {
        xpath: xpath.get().cloned().unwrap_or_default(),
        profile_id: profile_id.copied(),
        profile_system_name: system_name.get().cloned(),
    }
}

fn metadata_place(field: &ApiMetadataField) -> MetadataField {
    place(&field.x_path, field.profile_id.get(), &field.profile_system_name)
}

fn compare(written: &CompareCondition) -> Compare {
    Compare {
        comparison: match written.comparison.get() {
            Some(SearchConditionComparison::GreaterThan) => Comparison::Greater,
            Some(SearchConditionComparison::GreaterThanOrEqual) => Comparison::GreaterOrEqual,
            Some(SearchConditionComparison::LessThan) => Comparison::Less,
            Some(SearchConditionComparison::LessThanOrEqual) => Comparison::LessOrEqual,
            Some(SearchConditionComparison::Equal | SearchConditionComparison::NotEqual) | None => {
                Comparison::Equal
            }
        },
        value: written.value.get().and_then(|value| match value {
            AnyIntegerValue::IntegerValue(value) => value.value.get().copied().map(Number::Fixed),
            AnyIntegerValue::TimeContextField(time) => {
                Some(Number::Time(time.offset.get().copied().unwrap_or_default()))
            }
        }),
    }
}

fn string_value(value: &AnyStringValue) -> Option<Text> {
    use AnyStringValue as Any;
    Some(Text::Computed(match value {
        Any::StringValue(text) => return text.value.get().cloned().map(Text::Fixed),
        Any::AnonymousIpContextField(_) => Field::Anonymity,
        Any::CoordinatesContextField(_) => Field::Coordinates,
        Any::CountryContextField(_) => Field::Country,
        Any::EvalStringField(_) => Field::Nothing,
        Any::IpAddressContextField(_) => Field::Address,
        Any::MetadataField(field) => Field::Metadata(metadata_place(field)),
        Any::ObjectIdField(_) => Field::EntryId,
        Any::UserAgentContextField(_) => Field::UserAgent,
        Any::UserEmailContextField(_) => Field::Email,
    }))
}

fn string_field(field: &AnyStringField) -> Field {
    use AnyStringField as Any;
    match field {
        Any::AnonymousIpContextField(_) => Field::Anonymity,
        Any::CoordinatesContextField(_) => Field::Coordinates,
        Any::CountryContextField(_) => Field::Country,
        Any::EvalStringField(_) => Field::Nothing,
        Any::IpAddressContextField(_) => Field::Address,
        Any::MetadataField(field) => Field::Metadata(metadata_place(field)),
        Any::ObjectIdField(_) => Field::EntryId,
        Any::UserAgentContextField(_) => Field::UserAgent,
        Any::UserEmailContextField(_) => Field::Email,
    }
}
