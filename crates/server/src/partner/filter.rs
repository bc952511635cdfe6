//! What lists of accounts are asked for.

use contract::common::Filter;
use contract::{ApiObject, Prop, Time};

use super::model::{PartnerGroupType, PartnerStatus};

/// Which accounts to list.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaPartnerFilter",
    filter = "KalturaPartnerBaseFilter",
    order("adminEmail", "adminName", "createdAt", "id", "name", "status", "website")
)]
pub struct PartnerFilter {
    /// What every filter has.
    #[api(base)]
    pub base: Filter,
    /// With this id.
    pub id_equal: Prop<i64>,
    /// With one of these ids, comma-separated.
    pub id_in: Prop<String>,
    /// With none of these ids, comma-separated.
    pub id_not_in: Prop<String>,
    /// With this text in the name.
    pub name_like: Prop<String>,
    /// With any of these texts in the name, comma-separated.
    pub name_multi_like_or: Prop<String>,
    /// With all of these texts in the name, comma-separated.
    pub name_multi_like_and: Prop<String>,
    /// With this name.
    pub name_equal: Prop<String>,
    /// With this status.
    pub status_equal: Prop<PartnerStatus>,
    /// With one of these statuses, comma-separated.
    pub status_in: Prop<String>,
    /// In this service package.
    pub partner_package_equal: Prop<i64>,
    /// In this service package or a higher one.
    pub partner_package_greater_than_or_equal: Prop<i64>,
    /// In this service package or a lower one.
    pub partner_package_less_than_or_equal: Prop<i64>,
    /// In one of these service packages, comma-separated.
    pub partner_package_in: Prop<String>,
    /// Of this kind.
    pub partner_group_type_equal: Prop<PartnerGroupType>,
    /// With this text in the name, the description, the web site, or name or e-mail of the person in charge.
    #[api(compares("name", "description", "website", "adminName", "adminEmail"))]
    pub partner_name_description_website_admin_name_admin_email_like: Prop<String>,
    /// Made at this time or later.
    pub created_at_greater_than_or_equal: Prop<Time>,
    /// With a higher id.
    pub id_greater_than: Prop<i64>,
    /// With this end of a trial.
    pub monitor_usage_equal: Prop<i64>,
}
