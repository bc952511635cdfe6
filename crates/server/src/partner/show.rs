//! An account as the API shows it.

use contract::{ApiEnum, Time};

use super::Partner;
use super::model::{self, CommercialUseType, PartnerAuthenticationType, PartnerGroupType, PartnerType};

/// The rule for passwords, in words.
const PASSWORD_RULES: &str =
    "10 to 128 characters; neither a common password, nor your name or e-mail address";

/// The API's view of an account (reference: identity.md §15.1). What this server has no use for shows the
/// API's defaults.
pub(super) fn show(partner: &Partner) -> model::Partner {
    let profile = partner.profile.clone();
    let secrets = partner.secrets.as_ref();
    model::Partner {
        id: partner.id.into(),
        name: partner.name.clone().into(),
        website: profile.website.into(),
        appear_in_search: 1.into(),
        created_at: Time(partner.created_at).into(),
        admin_name: profile.admin_name.into(),
        admin_email: profile.admin_email.into(),
        description: profile.description.into(),
        commercial_use: CommercialUseType::from_number(0).into(),
        r#type: PartnerType::from_number(profile.r#type.unwrap_or(1)).into(),
        phone: profile.phone.into(),
        adult_content: false.into(),
        notify: 0.into(),
        status: partner.status.into(),
        allow_quick_edit: 1.into(),
        partner_package: profile.package.unwrap_or(1).into(),
        secret: secrets.and_then(|secrets| secrets.user()).map(|secret| secret.expose().to_owned()).into(),
        admin_secret: secrets.map(|secrets| secrets.primary().expose().to_owned()).into(),
        allow_multi_notification: 0.into(),
        admin_login_users_quota: partner.admin_login_quota.into(),
        admin_user_id: partner.owner_user_id.clone().into(),
        publishers_quota: 0.into(),
        partner_group_type: PartnerGroupType::from_number(1).into(),
        default_entitlement_enforcement: false.into(),
        template_partner_id: 0.into(),
        ignore_seo_links: false.into(),
        use_two_factor_authentication: false.into(),
        use_sso: false.into(),
        block_direct_login: false.into(),
        is_first_login: false.into(),
        partner_parent_id: partner.parent_id.into(),
        reference_id: profile.reference_id.into(),
        publisher_environment_type: 0.into(),
        authentication_type: PartnerAuthenticationType::from_number(0).into(),
        password_structure_validations: Vec::new().into(),
        password_structure_validations_description: PASSWORD_RULES.into(),
        pass_replace_freq: crate::login::MAX_PASSWORD_AGE.into(),
        max_login_attempts: crate::login::MAX_ATTEMPTS.into(),
        login_block_period: crate::login::LOCK_SECONDS.into(),
        num_prev_pass_to_keep: 0.into(),
        allow_default_password_restrictions: true.into(),
        is_self_serve: false.into(),
        ..model::Partner::default()
    }
}
