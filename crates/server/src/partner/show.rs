//! An account as the API shows it.

use contract::common::RegexItem;
use contract::{ApiEnum, Time};

use super::model::{
    self, CommercialUseType, HTMLPurifierBehaviourType, PartnerAuthenticationType, PartnerType,
    TwoFactorAuthenticationMode,
};
use super::{LoginSettings, Partner};
use crate::login::{LOCK_SECONDS, MAX_ATTEMPTS, MAX_PASSWORD_AGE};

/// The rule for passwords, in words.
const PASSWORD_RULES: &str =
    "10 to 128 characters; neither a common password, nor your name or e-mail address";

/// The API's view of an account (reference: identity.md §15.1), without its secrets. What this server has no use for
/// shows the API's defaults.
pub(super) fn show(partner: &Partner, now: i64) -> model::Partner {
    let profile = partner.profile.clone();
    let (languages, pairs) = (profile.languages(), profile.pairs());
    let login = &profile.login;
    model::Partner {
        id: partner.id.into(),
        name: partner.name.clone().into(),
        website: profile.website.into(),
        notification_url: profile.notification_url.into(),
        appear_in_search: profile.appear_in_search.unwrap_or(1).into(),
        created_at: Time(partner.created_at).into(),
        admin_name: profile.admin_name.into(),
        admin_email: profile.admin_email.into(),
        description: profile.description.into(),
        commercial_use: CommercialUseType::from_number(profile.commercial_use.unwrap_or(0)).into(),
        landing_page: profile.landing_page.into(),
        user_landing_page: profile.user_landing_page.into(),
        content_categories: profile.content_categories.into(),
        r#type: PartnerType::from_number(profile.r#type.unwrap_or(1)).into(),
        phone: profile.phone.into(),
        describe_yourself: profile.describe_yourself.into(),
        adult_content: profile.adult_content.unwrap_or(false).into(),
        def_conversion_profile_type: profile
            .def_conversion_profile_type
            .unwrap_or_else(|| "med".to_owned())
            .into(),
        notify: profile.notify.unwrap_or(0).into(),
        status: partner.status(now).into(),
        allow_quick_edit: profile.allow_quick_edit.unwrap_or(1).into(),
        merge_entry_lists: profile.merge_entry_lists.into(),
        notifications_config: profile.notifications_config.into(),
        allowed_from_email_white_list: profile.allowed_from_email_white_list.into(),
        max_upload_size: profile.max_upload_size.unwrap_or(150).into(),
        partner_package: partner.package.into(),
        allow_multi_notification: profile.allow_multi_notification.unwrap_or(0).into(),
        admin_login_users_quota: partner.admin_login_quota.into(),
        admin_user_id: partner.owner_user_id.clone().into(),
        first_name: profile.first_name.into(),
        last_name: profile.last_name.into(),
        country: profile.country.into(),
        state: profile.state.into(),
        additional_params: pairs.into(),
        publishers_quota: partner.publishers_quota.into(),
        partner_group_type: partner.group_type.into(),
        default_entitlement_enforcement: profile.enforces_entitlement.into(),
        template_partner_id: partner.template_id.unwrap_or(0).into(),
        ignore_seo_links: false.into(),
        use_two_factor_authentication: login.two_factor.into(),
        use_sso: login.sso.into(),
        block_direct_login: login.block_direct_login.into(),
        is_first_login: profile.awaits_first_login.into(),
        partner_parent_id: partner.parent_id.into(),
        reference_id: profile.reference_id.into(),
        publisher_environment_type: 0.into(),
        e_search_languages: languages.into(),
        authentication_type: authentication_type(login).into(),
        monitor_usage: partner.monitor_usage().into(),
        password_structure_validations: rules(login).into(),
        password_structure_validations_description: rules_in_words(login).into(),
        pass_replace_freq: login.password_max_age.unwrap_or(MAX_PASSWORD_AGE).into(),
        max_login_attempts: login.max_attempts.unwrap_or(MAX_ATTEMPTS).into(),
        login_block_period: login.lock_seconds.unwrap_or(LOCK_SECONDS).into(),
        num_prev_pass_to_keep: login.previous_passwords.unwrap_or(0).into(),
        allow_default_password_restrictions: (!partner.has_feature("FEATURE_DISABLE_PASSWORD_RESTRICTION"))
            .into(),
        two_factor_authentication_mode: login
            .two_factor_mode
            .and_then(TwoFactorAuthenticationMode::from_number)
            .into(),
        is_self_serve: profile.is_self_serve.unwrap_or(false).into(),
        allowed_domains: "".into(),
        excluded_admin_role_name: "".into(),
        event_platform_allowed_templates: profile.event_platform_allowed_templates.into(),
        recycle_bin_retention_period: 30.into(),
        custom_analytics_domain: profile.custom_analytics_domain.into(),
        allowed_email_domains_for_admins: login.admin_email_domains.clone().into(),
        external_identifier: profile.external_identifier.into(),
        html_purifier_behaviour: profile
            .html_purifier_behaviour
            .as_deref()
            .and_then(HTMLPurifierBehaviourType::from_wire_value)
            .into(),
        html_purifier_base_list_usage: profile.html_purifier_base_list_usage.into(),
        purify_image_content: profile.purify_image_content.into(),
        html_purifier_allowed_tags: profile.html_purifier_allowed_tags.into(),
        file_type_restriction_enabled: profile.file_type_restriction_enabled.into(),
        ..model::Partner::default()
    }
}

/// The same, with the secrets in it.
pub(super) fn show_with_secrets(partner: &Partner, now: i64) -> model::Partner {
    let secrets = partner.secrets.as_ref();
    model::Partner {
        secret: secrets.and_then(|secrets| secrets.user()).map(|secret| secret.expose().to_owned()).into(),
        admin_secret: secrets.map(|secrets| secrets.primary().expose().to_owned()).into(),
        ..show(partner, now)
    }
}

fn authentication_type(login: &LoginSettings) -> PartnerAuthenticationType {
    match login {
        LoginSettings { sso: true, .. } => PartnerAuthenticationType::Sso,
        LoginSettings { two_factor: true, .. } => PartnerAuthenticationType::TwoFactorAuth,
        _ => PartnerAuthenticationType::PasswordOnly,
    }
}

fn rules(login: &LoginSettings) -> Vec<RegexItem> {
    let show = |rule: &super::PasswordRule| RegexItem {
        regex: rule.regex.as_str().into(),
        description: rule.description.as_str().into(),
    };
    login.password_structure.iter().map(show).collect()
}

/// Lines are parted by the two characters `\n` (reference: identity.md §15.1).
fn rules_in_words(login: &LoginSettings) -> String {
    if login.password_structure.is_empty() {
        return PASSWORD_RULES.to_owned();
    }
    let lines: Vec<&str> = login.password_structure.iter().map(|rule| rule.description.as_str()).collect();
    lines.join("\\n")
}
