//! What the API says about what an account uses, and other things that are asked about it.

use contract::{ApiEnum, ApiObject, Prop};

/// What an account used in a month.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaPartnerUsage")]
pub struct PartnerUsage {
    /// Storage, in gigabytes.
    #[api(name = "hostingGB", read_only)]
    pub hosting_gb: Prop<f64>,
    /// How much of the package was used, in percent.
    #[api(name = "Percent", read_only)]
    pub percent: Prop<f64>,
    /// Bandwidth and storage that the package includes, in gigabytes; 0: no limit.
    #[api(name = "packageBW", read_only)]
    pub package_bw: Prop<i64>,
    /// Bandwidth and storage, in gigabytes.
    #[api(name = "usageGB", read_only)]
    pub usage_gb: Prop<f64>,
    /// When the package was used up; null: it was not.
    #[api(read_only)]
    pub reached_limit_date: Prop<i64>,
    /// Usage by day, or by month, as `date,gigabytes` separated by semicolons.
    #[api(read_only)]
    pub usage_graph: Prop<String>,
}

/// What an account uses.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaPartnerStatistics")]
pub struct PartnerStatistics {
    /// Bandwidth and storage that the package includes, in gigabytes; 0: no limit.
    #[api(read_only)]
    pub package_bandwidth_and_storage: Prop<i64>,
    /// Storage, in gigabytes.
    #[api(read_only)]
    pub hosting: Prop<f64>,
    /// Bandwidth of this month, in gigabytes.
    #[api(read_only)]
    pub bandwidth: Prop<f64>,
    /// Both, in gigabytes.
    #[api(read_only)]
    pub usage: Prop<i64>,
    /// How much of the package is used, in percent.
    #[api(read_only)]
    pub usage_percent: Prop<f64>,
    /// When the package was used up; null: it was not.
    #[api(read_only)]
    pub reached_limit_date: Prop<i64>,
}

impl PartnerUsage {
    /// As long as accounts hold no content, nothing is stored and nothing is delivered: zero is what there is.
    pub(super) fn of_nothing() -> Self {
        Self {
            hosting_gb: 0.0.into(),
            percent: 0.0.into(),
            package_bw: 0.into(),
            usage_gb: 0.0.into(),
            reached_limit_date: Prop::Null,
            usage_graph: "".into(),
        }
    }
}

impl PartnerStatistics {
    /// See [`PartnerUsage::of_nothing`].
    pub(super) fn of_nothing() -> Self {
        Self {
            package_bandwidth_and_storage: 0.into(),
            hosting: 0.0.into(),
            bandwidth: 0.0.into(),
            usage: 0.into(),
            usage_percent: 0.0.into(),
            reached_limit_date: Prop::Null,
        }
    }
}

/// By what a report is divided.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaReportInterval", text)]
pub enum ReportInterval {
    /// Days.
    #[api(value = "days")]
    Days,
    /// Hours.
    #[api(value = "hours")]
    Hours,
    /// Minutes.
    #[api(value = "minutes")]
    Minutes,
    /// Months.
    #[api(value = "months")]
    Months,
    /// Ten minutes each.
    #[api(value = "ten_minutes")]
    TenMinutes,
    /// Ten seconds each.
    #[api(value = "ten_seconds")]
    TenSeconds,
    /// Years.
    #[api(value = "years")]
    Years,
}

/// Work in the background that is not done yet.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaFeatureStatus", list = "KalturaFeatureStatusListResponse")]
pub struct FeatureStatus {
    /// Which work.
    pub r#type: Prop<FeatureStatusType>,
    /// How far it is.
    pub value: Prop<i64>,
}

/// Work in the background that lists and searches wait for.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaFeatureStatusType")]
pub enum FeatureStatusType {
    /// Categories are locked.
    LockCategory = 1,
    /// Categories.
    Category = 2,
    /// Entries in categories.
    CategoryEntry = 3,
    /// Entries.
    Entry = 4,
    /// Users of categories.
    CategoryUser = 5,
    /// Users.
    User = 6,
}

/// What strangers may know about an account.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaPartnerPublicInfo")]
pub struct PartnerPublicInfo {
    /// Where players report to, where it is not this server.
    pub analytics_url: Prop<String>,
    /// Address of the television platform.
    pub ott_environment_url: Prop<String>,
    /// Whether players keep the same session for their reports.
    pub analytics_persistent_session_id: Prop<bool>,
}
