use contract::{ApiEnum, ApiObject, Prop, Time};

/// TODO
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaPartner")]
pub struct Partner {
    /// TODO
    #[api(read_only)]
    pub id: Prop<i64>,
    /// TODO
    pub name: Prop<String>,
    /// TODO
    pub website: Prop<String>,
    /// TODO
    pub notification_url: Prop<String>,
    /// TODO
    pub appear_in_search: Prop<i64>,
    /// TODO
    #[api(read_only)]
    pub created_at: Prop<Time>,
    /// TODO
    pub admin_name: Prop<String>,
    /// TODO
    pub admin_email: Prop<String>,
    /// TODO
    pub description: Prop<String>,
    /// TODO
    pub commercial_use: Prop<CommercialUseType>,
    /// TODO
    pub landing_page: Prop<String>,
    /// TODO
    pub user_landing_page: Prop<String>,
    /// TODO
    pub content_categories: Prop<String>,
    /// TODO
    pub r#type: Prop<PartnerType>,
    /// TODO
    pub phone: Prop<String>,
    /// TODO
    pub describe_yourself: Prop<String>,
    /// TODO
    pub adult_content: Prop<bool>,
    /// TODO
    pub def_conversion_profile_type: Prop<String>,
    /// TODO
    pub notify: Prop<i64>,
    /// TODO
    #[api(read_only)]
    pub status: Prop<PartnerStatus>,
    /// TODO
    pub allow_quick_edit: Prop<i64>,
    /// TODO
    pub merge_entry_lists: Prop<i64>,
    /// TODO
    pub notifications_config: Prop<String>,
    /// TODO
    pub allowed_from_email_white_list: Prop<String>,
    /// TODO
    pub max_upload_size: Prop<i64>,
    /// TODO
    #[api(needs(update))]
    pub partner_package: Prop<i64>,
    /// TODO
    #[api(read_only, needs(read))]
    pub secret: Prop<String>,
    /// TODO
    #[api(read_only, needs(read))]
    pub admin_secret: Prop<String>,
    /// TODO
    #[api(read_only)]
    pub cms_password: Prop<String>,
    /// TODO
    pub allow_multi_notification: Prop<i64>,
    /// TODO
    #[api(read_only)]
    pub admin_login_users_quota: Prop<i64>,
    /// TODO
    pub admin_user_id: Prop<String>,
    /// TODO
    pub first_name: Prop<String>,
    /// TODO
    pub last_name: Prop<String>,
    /// TODO
    pub country: Prop<String>,
    /// TODO
    pub state: Prop<String>,
    /// TODO
    pub additional_params: Prop<Vec<KeyValue>>,
    /// TODO
    #[api(read_only)]
    pub publishers_quota: Prop<i64>,
    /// TODO
    #[api(read_only, needs(read))]
    pub partner_group_type: Prop<PartnerGroupType>,
    /// TODO
    #[api(read_only)]
    pub default_entitlement_enforcement: Prop<bool>,
    /// TODO
    #[api(read_only)]
    pub default_delivery_type: Prop<String>,
    /// TODO
    #[api(read_only)]
    pub default_embed_code_type: Prop<String>,
    /// TODO
    #[api(read_only)]
    pub delivery_types: Prop<Vec<PlayerDeliveryType>>,
    /// TODO
    #[api(read_only)]
    pub embed_code_types: Prop<Vec<PlayerEmbedCodeType>>,
    /// TODO
    #[api(read_only)]
    pub template_partner_id: Prop<i64>,
    /// TODO
    #[api(read_only)]
    pub ignore_seo_links: Prop<bool>,
    /// TODO
    #[api(read_only)]
    pub use_two_factor_authentication: Prop<bool>,
    /// TODO
    pub use_sso: Prop<bool>,
    /// TODO
    pub block_direct_login: Prop<bool>,
    /// TODO
    #[api(read_only)]
    pub host: Prop<String>,
    /// TODO
    #[api(read_only)]
    pub cdn_host: Prop<String>,
    /// TODO
    #[api(read_only)]
    pub is_first_login: Prop<bool>,
    /// TODO
    #[api(read_only)]
    pub logout_url: Prop<String>,
    /// TODO
    #[api(needs(insert, update))]
    pub partner_parent_id: Prop<i64>,
    /// TODO
    #[api(read_only)]
    pub crm_id: Prop<String>,
    /// TODO
    pub reference_id: Prop<String>,
    /// TODO
    #[api(read_only)]
    pub time_aligned_renditions: Prop<bool>,
    /// TODO
    #[api(read_only)]
    pub publisher_environment_type: Prop<i64>,
    /// TODO
    #[api(read_only)]
    pub ovp_environment_url: Prop<String>,
    /// TODO
    #[api(read_only)]
    pub ott_environment_url: Prop<String>,
    /// TODO
    pub e_search_languages: Prop<Vec<ESearchLanguageItem>>,
    /// TODO
    #[api(read_only)]
    pub authentication_type: Prop<PartnerAuthenticationType>,
    /// TODO
    #[api(read_only)]
    pub extended_free_trail_expiry_reason: Prop<String>,
    /// TODO
    #[api(read_only)]
    pub extended_free_trail_expiry_date: Prop<Time>,
    /// TODO
    #[api(read_only)]
    pub extended_free_trail: Prop<i64>,
    /// TODO
    #[api(read_only)]
    pub extended_free_trail_ends_warning: Prop<bool>,
    /// TODO
    #[api(read_only)]
    pub eighty_percent_warning: Prop<i64>,
    /// TODO
    #[api(read_only)]
    pub usage_limit_warning: Prop<i64>,
    /// TODO
    #[api(read_only)]
    pub last_free_trial_notification_day: Prop<i64>,
    /// TODO
    #[api(read_only)]
    pub monitor_usage: Prop<i64>,
    /// TODO
    #[api(needs(insert, update))]
    pub password_structure_validations: Prop<Vec<RegexItem>>,
    /// TODO
    #[api(needs(insert, update))]
    pub password_structure_validations_description: Prop<String>,
    /// TODO
    #[api(needs(insert, update))]
    pub pass_replace_freq: Prop<i64>,
    /// TODO
    #[api(needs(insert, update))]
    pub max_login_attempts: Prop<i64>,
    /// TODO
    #[api(needs(insert, update))]
    pub login_block_period: Prop<i64>,
    /// TODO
    #[api(needs(insert, update))]
    pub num_prev_pass_to_keep: Prop<i64>,
    /// TODO
    #[api(read_only)]
    pub allow_default_password_restrictions: Prop<bool>,
    /// TODO
    #[api(read_only)]
    pub two_factor_authentication_mode: Prop<TwoFactorAuthenticationMode>,
    /// TODO
    #[api(needs(insert, update))]
    pub is_self_serve: Prop<bool>,
    /// TODO
    #[api(read_only)]
    pub allowed_domains: Prop<String>,
    /// TODO
    #[api(read_only)]
    pub excluded_admin_role_name: Prop<String>,
    /// TODO
    #[api(needs(insert, update))]
    pub event_platform_allowed_templates: Prop<String>,
    /// TODO
    #[api(read_only)]
    pub vertical_classification_id: Prop<i64>,
    /// TODO
    #[api(read_only)]
    pub recycle_bin_retention_period: Prop<i64>,
    /// TODO
    pub custom_analytics_domain: Prop<String>,
    /// TODO
    pub allowed_email_domains_for_admins: Prop<String>,
    /// TODO
    pub external_identifier: Prop<String>,
    /// TODO
    pub html_purifier_behaviour: Prop<HTMLPurifierBehaviourType>,
    /// TODO
    pub html_purifier_base_list_usage: Prop<bool>,
    /// TODO
    pub purify_image_content: Prop<bool>,
    /// TODO
    pub html_purifier_allowed_tags: Prop<String>,
    /// TODO
    pub file_type_restriction_enabled: Prop<bool>,
}

/// TODO
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaCommercialUseType")]
pub enum CommercialUseType {
    /// TODO
    NonCommercialUse = 0,
    /// TODO
    CommercialUse = 1,
}

/// TODO
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchLanguageItem")]
pub struct ESearchLanguageItem {
    /// TODO
    pub e_serach_language: Prop<ESearchLanguage>,
}

/// TODO
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaESearchLanguage", text)]
pub enum ESearchLanguage {
    /// TODO
    #[api(value = "Arabic")]
    Arabic,
    /// TODO
    #[api(value = "Basque")]
    Basque,
    /// TODO
    #[api(value = "Brazilian")]
    Brazilian,
    /// TODO
    #[api(value = "Bulgarian")]
    Bulgarian,
    /// TODO
    #[api(value = "Catalan")]
    Catalan,
    /// TODO
    #[api(value = "Chinese")]
    Chinese,
    /// TODO
    #[api(value = "Czech")]
    Czech,
    /// TODO
    #[api(value = "Danish")]
    Danish,
    /// TODO
    #[api(value = "Dutch")]
    Dutch,
    /// TODO
    #[api(value = "English")]
    English,
    /// TODO
    #[api(value = "Finnish")]
    Finnish,
    /// TODO
    #[api(value = "French")]
    French,
    /// TODO
    #[api(value = "Galician")]
    Galician,
    /// TODO
    #[api(value = "German")]
    German,
    /// TODO
    #[api(value = "Greek")]
    Greek,
    /// TODO
    #[api(value = "Hindi")]
    Hindi,
    /// TODO
    #[api(value = "Hungarian")]
    Hungrian,
    /// TODO
    #[api(value = "Indonesian")]
    Indonesian,
    /// TODO
    #[api(value = "Italian")]
    Italian,
    /// TODO
    #[api(value = "Japanese")]
    Japanese,
    /// TODO
    #[api(value = "Korean")]
    Korean,
    /// TODO
    #[api(value = "Latvian")]
    Latvian,
    /// TODO
    #[api(value = "Lithuanian")]
    Lithuanian,
    /// TODO
    #[api(value = "Norwegian")]
    Norwegian,
    /// TODO
    #[api(value = "Persian")]
    Persian,
    /// TODO
    #[api(value = "Prtuguese")]
    Portuguese,
    /// TODO
    #[api(value = "Romanian")]
    Romanian,
    /// TODO
    #[api(value = "Russian")]
    Russian,
    /// TODO
    #[api(value = "Sorani")]
    Sorani,
    /// TODO
    #[api(value = "Spanish")]
    Spanish,
    /// TODO
    #[api(value = "Swedish")]
    Swedish,
    /// TODO
    #[api(value = "Thai")]
    Thai,
    /// TODO
    #[api(value = "Turkish")]
    Turkish,
}

/// TODO
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaHTMLPurifierBehaviourType", dynamic)]
pub enum HTMLPurifierBehaviourType {
    /// TODO
    #[api(value = "0")]
    Ignore,
    /// TODO
    #[api(value = "1")]
    Notify,
    /// TODO
    #[api(value = "2")]
    Sanitize,
    /// TODO
    #[api(value = "3")]
    Block,
}

/// TODO
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaKeyValue")]
pub struct KeyValue {
    /// TODO
    pub key: Prop<String>,
    /// TODO
    pub value: Prop<String>,
}

/// TODO
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaPartnerAuthenticationType")]
pub enum PartnerAuthenticationType {
    /// TODO
    PasswordOnly = 0,
    /// TODO
    TwoFactorAuth = 1,
    /// TODO
    Sso = 2,
}

/// TODO
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaPartnerGroupType")]
pub enum PartnerGroupType {
    /// TODO
    Publisher = 1,
    /// TODO
    VarGroup = 2,
    /// TODO
    Group = 3,
    /// TODO
    Template = 4,
}

/// TODO
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaPartnerStatus")]
pub enum PartnerStatus {
    /// TODO
    Deleted = 0,
    /// TODO
    Active = 1,
    /// TODO
    Blocked = 2,
    /// TODO
    FullBlock = 3,
    /// TODO
    ReadOnly = 4,
}

/// TODO
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaPartnerType")]
pub enum PartnerType {
    /// TODO
    Kmc = 1,
    /// TODO
    Wiki = 100,
    /// TODO
    Wordpress = 101,
    /// TODO
    Drupal = 102,
    /// TODO
    Dekiwiki = 103,
    /// TODO
    Moodle = 104,
    /// TODO
    CommunityEdition = 105,
    /// TODO
    Joomla = 106,
    /// TODO
    Blackboard = 107,
    /// TODO
    Sakai = 108,
    /// TODO
    AdminConsole = 109,
}

/// TODO
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaPlayerDeliveryType")]
pub struct PlayerDeliveryType {
    /// TODO
    pub id: Prop<String>,
    /// TODO
    pub label: Prop<String>,
    /// TODO
    pub flashvars: Prop<Vec<KeyValue>>,
    /// TODO
    pub min_version: Prop<String>,
    /// TODO
    pub enabled_by_default: Prop<bool>,
}

/// TODO
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaPlayerEmbedCodeType")]
pub struct PlayerEmbedCodeType {
    /// TODO
    pub id: Prop<String>,
    /// TODO
    pub label: Prop<String>,
    /// TODO
    pub entry_only: Prop<bool>,
    /// TODO
    pub min_version: Prop<String>,
}

/// TODO
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaRegexItem")]
pub struct RegexItem {
    /// TODO
    pub regex: Prop<String>,
    /// TODO
    pub description: Prop<String>,
}

/// TODO
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaTwoFactorAuthenticationMode")]
pub enum TwoFactorAuthenticationMode {
    /// TODO
    All = 0,
    /// TODO
    AdminUsersOnly = 1,
    /// TODO
    NonAdminUsersOnly = 2,
}
