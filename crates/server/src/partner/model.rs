//! What the API says about accounts.

use contract::common::{KeyValue, RegexItem};
use contract::languages::ESearchLanguage;
use contract::{ApiEnum, ApiObject, Prop, Time};

/// An account (reference: identity.md §15.1).
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaPartner", list = "KalturaPartnerListResponse")]
pub struct Partner {
    /// Number of the account.
    #[api(read_only)]
    pub id: Prop<i64>,
    /// Name of the account.
    pub name: Prop<String>,
    /// Its web site.
    pub website: Prop<String>,
    /// Address for notifications; kept only.
    pub notification_url: Prop<String>,
    /// Whether content is found by others; kept only.
    pub appear_in_search: Prop<i64>,
    /// When it was made.
    #[api(read_only)]
    pub created_at: Prop<Time>,
    /// Full name of the person in charge.
    pub admin_name: Prop<String>,
    /// E-mail of the person in charge.
    pub admin_email: Prop<String>,
    /// Free text.
    pub description: Prop<String>,
    /// Whether the account is used commercially.
    pub commercial_use: Prop<CommercialUseType>,
    /// Address of a page for an entry; kept only.
    pub landing_page: Prop<String>,
    /// Address of a page for a user; kept only.
    pub user_landing_page: Prop<String>,
    /// What the content is about, comma-separated.
    pub content_categories: Prop<String>,
    /// From which product the account was registered.
    pub r#type: Prop<PartnerType>,
    /// Telephone number.
    pub phone: Prop<String>,
    /// What the registrant said of themself.
    pub describe_yourself: Prop<String>,
    /// Whether content is for adults only.
    pub adult_content: Prop<bool>,
    /// Name of the default conversion profile's kind; kept only.
    pub def_conversion_profile_type: Prop<String>,
    /// Whether notifications are sent; kept only.
    pub notify: Prop<i64>,
    /// Whether the account works.
    #[api(read_only)]
    pub status: Prop<PartnerStatus>,
    /// Whether quick edit is offered; kept only.
    pub allow_quick_edit: Prop<i64>,
    /// Whether lists of entries are merged; kept only.
    pub merge_entry_lists: Prop<i64>,
    /// Which notifications are sent; kept only.
    pub notifications_config: Prop<String>,
    /// Senders that mail may be sent as; kept only.
    pub allowed_from_email_white_list: Prop<String>,
    /// Largest upload, in megabytes.
    pub max_upload_size: Prop<i64>,
    /// Number of the service package.
    #[api(needs(update))]
    pub partner_package: Prop<i64>,
    /// Secret of user sessions, for those with the permission to see it.
    #[api(read_only, needs(read))]
    pub secret: Prop<String>,
    /// Secret of admin sessions, for those with the permission to see it.
    #[api(read_only, needs(read))]
    pub admin_secret: Prop<String>,
    /// The password that was sent, in the answers of `register` and `getSecrets` alone.
    #[api(read_only)]
    pub cms_password: Prop<String>,
    /// Whether notifications come in batches; kept only.
    pub allow_multi_notification: Prop<i64>,
    /// How many administrators may log in; -1: any number.
    #[api(read_only)]
    pub admin_login_users_quota: Prop<i64>,
    /// User id of the account's owner.
    pub admin_user_id: Prop<String>,
    /// Given name.
    pub first_name: Prop<String>,
    /// Family name.
    pub last_name: Prop<String>,
    /// Country.
    pub country: Prop<String>,
    /// State or province.
    pub state: Prop<String>,
    /// More data of the registration.
    pub additional_params: Prop<Vec<KeyValue>>,
    /// How many accounts a group account may have.
    #[api(read_only)]
    pub publishers_quota: Prop<i64>,
    /// Whether the account stands above others.
    #[api(read_only, needs(read))]
    pub partner_group_type: Prop<PartnerGroupType>,
    /// Whether sessions that do not say are held to entitlements.
    #[api(read_only)]
    pub default_entitlement_enforcement: Prop<bool>,
    /// Preferred way to deliver.
    #[api(read_only)]
    pub default_delivery_type: Prop<String>,
    /// Preferred kind of embed code.
    #[api(read_only)]
    pub default_embed_code_type: Prop<String>,
    /// Ways to deliver that the account may choose from.
    #[api(read_only)]
    pub delivery_types: Prop<Vec<PlayerDeliveryType>>,
    /// Kinds of embed code that the account may choose from.
    #[api(read_only)]
    pub embed_code_types: Prop<Vec<PlayerEmbedCodeType>>,
    /// Account that this one was copied from.
    #[api(read_only)]
    pub template_partner_id: Prop<i64>,
    /// Whether links for search engines are left out of embed codes.
    #[api(read_only)]
    pub ignore_seo_links: Prop<bool>,
    /// Whether console logins need a second factor.
    #[api(read_only)]
    pub use_two_factor_authentication: Prop<bool>,
    /// Whether users log in with single sign-on.
    pub use_sso: Prop<bool>,
    /// Whether login with a password is closed.
    pub block_direct_login: Prop<bool>,
    /// Host name of the API for this account.
    #[api(read_only)]
    pub host: Prop<String>,
    /// Host name of deliveries for this account.
    #[api(read_only)]
    pub cdn_host: Prop<String>,
    /// Whether nobody has logged in yet.
    #[api(read_only)]
    pub is_first_login: Prop<bool>,
    /// Where to go after sign-out.
    #[api(read_only)]
    pub logout_url: Prop<String>,
    /// Account that this one belongs to.
    #[api(needs(insert, update))]
    pub partner_parent_id: Prop<i64>,
    /// Identifier in a customer management system.
    #[api(read_only)]
    pub crm_id: Prop<String>,
    /// Identifier of the caller's own.
    pub reference_id: Prop<String>,
    /// Whether renditions are aligned in time.
    #[api(read_only)]
    pub time_aligned_renditions: Prop<bool>,
    /// 0: video platform, 1: television platform, 2: both.
    #[api(read_only)]
    pub publisher_environment_type: Prop<i64>,
    /// Address of the video platform.
    #[api(read_only)]
    pub ovp_environment_url: Prop<String>,
    /// Address of the television platform.
    #[api(read_only)]
    pub ott_environment_url: Prop<String>,
    /// Languages that search indexes.
    pub e_search_languages: Prop<Vec<ESearchLanguageItem>>,
    /// How users log in.
    #[api(read_only)]
    pub authentication_type: Prop<PartnerAuthenticationType>,
    /// Why a trial was prolonged. The name is misspelt in the API.
    #[api(read_only)]
    pub extended_free_trail_expiry_reason: Prop<String>,
    /// When a prolonged trial ends.
    #[api(read_only)]
    pub extended_free_trail_expiry_date: Prop<Time>,
    /// Whether the trial was prolonged.
    #[api(read_only)]
    pub extended_free_trail: Prop<i64>,
    /// Whether the end of the trial was announced.
    #[api(read_only)]
    pub extended_free_trail_ends_warning: Prop<bool>,
    /// Whether 80 % of the package has been used up.
    #[api(read_only)]
    pub eighty_percent_warning: Prop<i64>,
    /// Whether the whole package has been used up.
    #[api(read_only)]
    pub usage_limit_warning: Prop<i64>,
    /// Day of the trial on which mail was last sent.
    #[api(read_only)]
    pub last_free_trial_notification_day: Prop<i64>,
    /// What ends a trial: 0 nothing, 1 bandwidth, 2 its date.
    #[api(read_only)]
    pub monitor_usage: Prop<i64>,
    /// Patterns that passwords must match.
    #[api(needs(insert, update))]
    pub password_structure_validations: Prop<Vec<RegexItem>>,
    /// The patterns in words.
    #[api(needs(insert, update))]
    pub password_structure_validations_description: Prop<String>,
    /// Seconds after which a password has to be replaced; what the server sets if 0.
    #[api(needs(insert, update))]
    pub pass_replace_freq: Prop<i64>,
    /// Wrong passwords in a row before a log-in is locked; what the server sets if 0.
    #[api(needs(insert, update))]
    pub max_login_attempts: Prop<i64>,
    /// How long a log-in is locked, in seconds; what the server sets if 0.
    #[api(needs(insert, update))]
    pub login_block_period: Prop<i64>,
    /// How many earlier passwords cannot be used again.
    #[api(needs(insert, update))]
    pub num_prev_pass_to_keep: Prop<i64>,
    /// Whether the usual password rules apply too.
    #[api(read_only)]
    pub allow_default_password_restrictions: Prop<bool>,
    /// Whose logins need a second factor.
    #[api(read_only)]
    pub two_factor_authentication_mode: Prop<TwoFactorAuthenticationMode>,
    /// Whether the account was made by its owner, without help.
    #[api(needs(insert, update))]
    pub is_self_serve: Prop<bool>,
    /// Allowed domains.
    #[api(read_only)]
    pub allowed_domains: Prop<String>,
    /// Name of a role that is left out for administrators.
    #[api(read_only)]
    pub excluded_admin_role_name: Prop<String>,
    /// Templates of events that may be used.
    #[api(needs(insert, update))]
    pub event_platform_allowed_templates: Prop<String>,
    /// Line of business.
    #[api(read_only)]
    pub vertical_classification_id: Prop<i64>,
    /// Days for which deleted content can be restored: 5, 15 or 30.
    #[api(read_only)]
    pub recycle_bin_retention_period: Prop<i64>,
    /// Host name for analytics.
    pub custom_analytics_domain: Prop<String>,
    /// Domains of e-mail addresses that admins may have, comma-separated.
    pub allowed_email_domains_for_admins: Prop<String>,
    /// Identifier in another system.
    pub external_identifier: Prop<String>,
    /// What happens to unsafe HTML in texts.
    pub html_purifier_behaviour: Prop<HTMLPurifierBehaviourType>,
    /// Whether the basic list of allowed HTML applies.
    pub html_purifier_base_list_usage: Prop<bool>,
    /// Whether the content of images is made safe too.
    pub purify_image_content: Prop<bool>,
    /// HTML elements allowed beyond the basic list.
    pub html_purifier_allowed_tags: Prop<String>,
    /// Whether uploads are limited to known types.
    pub file_type_restriction_enabled: Prop<bool>,
}

/// Whether an account is used commercially.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaCommercialUseType")]
pub enum CommercialUseType {
    /// It is not.
    NonCommercialUse = 0,
    /// It is.
    CommercialUse = 1,
}

/// A language that search indexes.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaESearchLanguageItem")]
pub struct ESearchLanguageItem {
    /// The language. The name is misspelt in the API.
    pub e_serach_language: Prop<ESearchLanguage>,
}

/// What happens to unsafe HTML in texts.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaHTMLPurifierBehaviourType", dynamic)]
pub enum HTMLPurifierBehaviourType {
    /// Nothing.
    #[api(value = "0")]
    Ignore,
    /// It is kept and reported.
    #[api(value = "1")]
    Notify,
    /// It is removed.
    #[api(value = "2")]
    Sanitize,
    /// The call is refused.
    #[api(value = "3")]
    Block,
}

/// How users of an account log in.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaPartnerAuthenticationType")]
pub enum PartnerAuthenticationType {
    /// With a password.
    PasswordOnly = 0,
    /// With a password and a second factor.
    TwoFactorAuth = 1,
    /// With single sign-on.
    Sso = 2,
}

/// Whether an account stands above others.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaPartnerGroupType")]
pub enum PartnerGroupType {
    /// It does not.
    Publisher = 1,
    /// It resells.
    VarGroup = 2,
    /// It groups accounts.
    Group = 3,
    /// Others are copied from it.
    Template = 4,
}

/// Whether an account works.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaPartnerStatus")]
pub enum PartnerStatus {
    /// Gone.
    Deleted = 0,
    /// It works.
    Active = 1,
    /// Calls and log-ins are refused.
    Blocked = 2,
    /// Calls, log-ins and delivery are refused.
    FullBlock = 3,
    /// Calls and log-ins work.
    ReadOnly = 4,
}

/// From which product an account was registered.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaPartnerType")]
pub enum PartnerType {
    /// The console.
    Kmc = 1,
    /// `MediaWiki`.
    Wiki = 100,
    /// `WordPress`.
    Wordpress = 101,
    /// Drupal.
    Drupal = 102,
    /// `DekiWiki`.
    Dekiwiki = 103,
    /// Moodle.
    Moodle = 104,
    /// The self-hosted edition.
    CommunityEdition = 105,
    /// Joomla.
    Joomla = 106,
    /// Blackboard.
    Blackboard = 107,
    /// Sakai.
    Sakai = 108,
    /// The operators' console.
    AdminConsole = 109,
}

/// A way to deliver that a player can be told to use.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaPlayerDeliveryType")]
pub struct PlayerDeliveryType {
    /// Name of the way.
    pub id: Prop<String>,
    /// Text to show.
    pub label: Prop<String>,
    /// Settings that the player gets.
    pub flashvars: Prop<Vec<KeyValue>>,
    /// Least version of the player.
    pub min_version: Prop<String>,
    /// Whether it is on unless said otherwise.
    pub enabled_by_default: Prop<bool>,
}

/// A kind of embed code.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaPlayerEmbedCodeType")]
pub struct PlayerEmbedCodeType {
    /// Name of the kind.
    pub id: Prop<String>,
    /// Text to show.
    pub label: Prop<String>,
    /// Whether it is for single entries only.
    pub entry_only: Prop<bool>,
    /// Least version of the player.
    pub min_version: Prop<String>,
}

/// Whose logins need a second factor.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
#[api(name = "KalturaTwoFactorAuthenticationMode")]
pub enum TwoFactorAuthenticationMode {
    /// Everybody's.
    All = 0,
    /// Those of admins.
    #[value(name = "admins")]
    AdminUsersOnly = 1,
    /// Those of everybody but admins.
    #[value(name = "others")]
    NonAdminUsersOnly = 2,
}
