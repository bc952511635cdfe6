//! What is kept of an account for its own sake, as one JSON text.

use contract::common::{KeyValue, RegexItem};
use contract::languages::ESearchLanguage;
use contract::{ApiEnum, Prop};
use serde::{Deserialize, Serialize};
use wire::strip_tags;

use super::model::{self, ESearchLanguageItem, TwoFactorAuthenticationMode};

/// What is kept of an account for its own sake, and answered as it is (reference: identity.md §15.1).
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[allow(missing_docs)] // the properties of KalturaPartner, which documents them
pub struct Profile {
    pub website: Option<String>,
    pub description: Option<String>,
    pub admin_name: Option<String>,
    pub admin_email: Option<String>,
    pub first_name: Option<String>,
    pub last_name: Option<String>,
    pub country: Option<String>,
    pub state: Option<String>,
    pub phone: Option<String>,
    pub describe_yourself: Option<String>,
    pub r#type: Option<i64>,
    pub commercial_use: Option<i64>,
    pub adult_content: Option<bool>,
    pub content_categories: Option<String>,
    pub reference_id: Option<String>,
    pub external_identifier: Option<String>,
    pub additional_params: Vec<(String, String)>,
    pub notification_url: Option<String>,
    pub notify: Option<i64>,
    pub notifications_config: Option<String>,
    pub allow_multi_notification: Option<i64>,
    pub allowed_from_email_white_list: Option<String>,
    pub appear_in_search: Option<i64>,
    pub landing_page: Option<String>,
    pub user_landing_page: Option<String>,
    pub def_conversion_profile_type: Option<String>,
    pub allow_quick_edit: Option<i64>,
    pub merge_entry_lists: Option<i64>,
    pub max_upload_size: Option<i64>,
    pub e_search_languages: Vec<String>,
    pub custom_analytics_domain: Option<String>,
    pub event_platform_allowed_templates: Option<String>,
    pub is_self_serve: Option<bool>,
    pub html_purifier_behaviour: Option<String>,
    pub html_purifier_base_list_usage: Option<bool>,
    pub html_purifier_allowed_tags: Option<String>,
    pub purify_image_content: Option<bool>,
    pub file_type_restriction_enabled: Option<bool>,
    /// Sessions that say nothing about it are held to entitlements.
    pub enforces_entitlement: bool,
    /// Access-control rules say who reads entries, too, and not only who plays them.
    pub protects_metadata: bool,
    /// Calls that can be read on the way are refused.
    pub enforces_https: bool,
    /// It was registered, and nobody has logged in since.
    pub awaits_first_login: bool,

    /// How its people log in.
    pub login: LoginSettings,
}

/// What an account says about how its people log in; nothing said: what the server does by itself (reference:
/// identity.md §4.2).
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct LoginSettings {
    /// Regular expressions that every new password has to match, each with its text for people.
    pub password_structure: Vec<PasswordRule>,
    /// Seconds that a password lasts.
    pub password_max_age: Option<i64>,
    /// Wrong passwords in a row before a log-in is locked.
    pub max_attempts: Option<i64>,
    /// Seconds that a log-in stays locked.
    pub lock_seconds: Option<i64>,
    /// How many earlier passwords may not be chosen again.
    pub previous_passwords: Option<i64>,
    /// One-time codes are asked for.
    pub two_factor: bool,
    /// `KalturaTwoFactorAuthenticationMode`: of whom.
    pub two_factor_mode: Option<i64>,
    /// People come through single sign-on.
    pub sso: bool,
    /// Passwords are for those only who are excluded from single sign-on.
    pub block_direct_login: bool,
    /// Where the e-mail of an administrator may be, comma-separated; none: anywhere.
    pub admin_email_domains: Option<String>,
}

/// One rule for passwords.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct PasswordRule {
    /// The expression; slashes around it may be missing.
    pub regex: String,
    /// What people read.
    pub description: String,
}

impl Profile {
    /// Takes what was sent: what is absent stays. Tags are stripped from every text (reference: identity.md §5.1);
    /// expressions for passwords are no texts.
    pub(super) fn merge(&mut self, sent: &model::Partner) {
        let texts = [
            (&sent.website, &mut self.website),
            (&sent.description, &mut self.description),
            (&sent.admin_name, &mut self.admin_name),
            (&sent.admin_email, &mut self.admin_email),
            (&sent.first_name, &mut self.first_name),
            (&sent.last_name, &mut self.last_name),
            (&sent.country, &mut self.country),
            (&sent.state, &mut self.state),
            (&sent.phone, &mut self.phone),
            (&sent.describe_yourself, &mut self.describe_yourself),
            (&sent.content_categories, &mut self.content_categories),
            (&sent.reference_id, &mut self.reference_id),
            (&sent.external_identifier, &mut self.external_identifier),
            (&sent.notification_url, &mut self.notification_url),
            (&sent.notifications_config, &mut self.notifications_config),
            (&sent.allowed_from_email_white_list, &mut self.allowed_from_email_white_list),
            (&sent.landing_page, &mut self.landing_page),
            (&sent.user_landing_page, &mut self.user_landing_page),
            (&sent.def_conversion_profile_type, &mut self.def_conversion_profile_type),
            (&sent.custom_analytics_domain, &mut self.custom_analytics_domain),
            (&sent.event_platform_allowed_templates, &mut self.event_platform_allowed_templates),
            (&sent.html_purifier_allowed_tags, &mut self.html_purifier_allowed_tags),
            (&sent.allowed_email_domains_for_admins, &mut self.login.admin_email_domains),
        ];
        for (sent, stored) in texts {
            map(sent, |text| strip_tags(text)).merge_into(stored);
        }
        let numbers = [
            (map(&sent.r#type, |kind| kind.number()), &mut self.r#type),
            (map(&sent.commercial_use, |kind| kind.number()), &mut self.commercial_use),
            (sent.notify.clone(), &mut self.notify),
            (sent.allow_multi_notification.clone(), &mut self.allow_multi_notification),
            (sent.appear_in_search.clone(), &mut self.appear_in_search),
            (sent.allow_quick_edit.clone(), &mut self.allow_quick_edit),
            (sent.merge_entry_lists.clone(), &mut self.merge_entry_lists),
            (sent.max_upload_size.clone(), &mut self.max_upload_size),
        ];
        for (sent, stored) in numbers {
            sent.merge_into(stored);
        }
        let switches = [
            (&sent.adult_content, &mut self.adult_content),
            (&sent.is_self_serve, &mut self.is_self_serve),
            (&sent.html_purifier_base_list_usage, &mut self.html_purifier_base_list_usage),
            (&sent.purify_image_content, &mut self.purify_image_content),
            (&sent.file_type_restriction_enabled, &mut self.file_type_restriction_enabled),
        ];
        for (sent, stored) in switches {
            sent.clone().merge_into(stored);
        }
        map(&sent.html_purifier_behaviour, |kind| kind.wire_value().to_owned())
            .merge_into(&mut self.html_purifier_behaviour);
        if let Some(pairs) = sent.additional_params.get() {
            self.additional_params = pairs.iter().map(pair).collect();
        }
        if let Some(languages) = sent.e_search_languages.get() {
            let named = languages.iter().filter_map(|item| item.e_serach_language.get());
            self.e_search_languages = named.map(|language| language.wire_value().to_owned()).collect();
        }
        self.login.merge(sent);
    }

    /// The languages that search indexes, as the API shows them.
    pub(super) fn languages(&self) -> Vec<ESearchLanguageItem> {
        let known = self.e_search_languages.iter().filter_map(|name| ESearchLanguage::from_wire_value(name));
        known.map(|language| ESearchLanguageItem { e_serach_language: language.into() }).collect()
    }

    /// The further data of the registration, as the API shows them.
    pub(super) fn pairs(&self) -> Vec<KeyValue> {
        let pair = |(key, value): &(String, String)| KeyValue {
            key: key.as_str().into(),
            value: value.as_str().into(),
        };
        self.additional_params.iter().map(pair).collect()
    }
}

impl LoginSettings {
    /// Of whom one-time codes are asked, if they are.
    pub fn codes_of(&self) -> Option<TwoFactorAuthenticationMode> {
        let mode = self.two_factor_mode.and_then(TwoFactorAuthenticationMode::from_number);
        self.two_factor.then(|| mode.unwrap_or(TwoFactorAuthenticationMode::All))
    }

    /// True if this kind of user is asked for one-time codes.
    pub fn asks_for_codes(&self, is_admin: bool) -> bool {
        self.codes_of().is_some_and(|mode| match mode {
            TwoFactorAuthenticationMode::All => true,
            TwoFactorAuthenticationMode::AdminUsersOnly => is_admin,
            TwoFactorAuthenticationMode::NonAdminUsersOnly => !is_admin,
        })
    }

    fn merge(&mut self, sent: &model::Partner) {
        // Nothing and zero are the same: what the server does by itself.
        let numbers = [
            (&sent.pass_replace_freq, &mut self.password_max_age),
            (&sent.max_login_attempts, &mut self.max_attempts),
            (&sent.login_block_period, &mut self.lock_seconds),
            (&sent.num_prev_pass_to_keep, &mut self.previous_passwords),
        ];
        for (sent, stored) in numbers {
            sent.clone().merge_into(stored);
            *stored = stored.filter(|number| *number > 0);
        }
        if let Some(rules) = sent.password_structure_validations.get() {
            self.password_structure = rules.iter().filter_map(rule).collect();
        }
        if let Some(sso) = sent.use_sso.get() {
            self.sso = *sso;
        }
        if let Some(blocked) = sent.block_direct_login.get() {
            self.block_direct_login = *blocked;
        }
    }
}

fn map<T, U>(sent: &Prop<T>, with: impl FnOnce(&T) -> U) -> Prop<U> {
    match sent {
        Prop::Absent => Prop::Absent,
        Prop::Null => Prop::Null,
        Prop::Set(value) => Prop::Set(with(value)),
    }
}

fn pair(sent: &KeyValue) -> (String, String) {
    let text = |prop: &Prop<String>| prop.get().map(|text| strip_tags(text)).unwrap_or_default();
    (text(&sent.key), text(&sent.value))
}

/// Blanks around an expression do not count, and a rule without one is no rule (reference: identity.md §15.1).
fn rule(sent: &RegexItem) -> Option<PasswordRule> {
    let regex = sent.regex.get()?.trim();
    let description = sent.description.get().map(|text| strip_tags(text)).unwrap_or_default();
    (!regex.is_empty()).then(|| PasswordRule { regex: regex.to_owned(), description })
}
