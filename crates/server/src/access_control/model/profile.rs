//! Profiles and their rules (reference: content-access.md §9).

use contract::common::RelatedFilter;
use contract::{ApiEnum, ApiFamily, ApiObject, NullableBoolean, Prop, Time};

use super::action::AnyRuleAction;
use super::condition::AnyCondition;

/// Who may do what with the entries that carry it, and when: a list of rules (reference: content-access.md §9).
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaAccessControlProfile", list = "KalturaAccessControlProfileListResponse")]
pub struct AccessControlProfile {
    /// Identifier, given by the server.
    #[api(read_only)]
    pub id: Prop<i64>,
    /// The account.
    #[api(read_only)]
    pub partner_id: Prop<i64>,
    /// What people call it; 1 to 128 bytes.
    pub name: Prop<String>,
    /// What programs call it, unique in the account.
    pub system_name: Prop<String>,
    /// Free text.
    pub description: Prop<String>,
    /// When it was made.
    #[api(read_only)]
    pub created_at: Prop<Time>,
    /// When it was last changed.
    #[api(read_only)]
    pub updated_at: Prop<Time>,
    /// Whether entries get it that name none. Moves with 1; cannot be taken away.
    pub is_default: Prop<NullableBoolean>,
    /// In the order in which they are looked at; whoever sends them replaces all.
    pub rules: Prop<Vec<Rule>>,
}

/// Which profiles to list.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(
    name = "KalturaAccessControlProfileFilter",
    filter = "KalturaAccessControlProfileBaseFilter",
    order("createdAt", "updatedAt")
)]
pub struct AccessControlProfileFilter {
    /// What every filter has.
    #[api(base)]
    pub base: RelatedFilter,
    /// With this identifier.
    pub id_equal: Prop<i64>,
    /// With one of these identifiers, comma-separated.
    pub id_in: Prop<String>,
    /// With this system name.
    pub system_name_equal: Prop<String>,
    /// With one of these system names, comma-separated.
    pub system_name_in: Prop<String>,
    /// Made at this time or later.
    pub created_at_greater_than_or_equal: Prop<Time>,
    /// Made at this time or before.
    pub created_at_less_than_or_equal: Prop<Time>,
    /// Changed at this time or later.
    pub updated_at_greater_than_or_equal: Prop<Time>,
    /// Changed at this time or before.
    pub updated_at_less_than_or_equal: Prop<Time>,
}

/// What is refused, or given in part, when its conditions hold (reference: content-access.md §10).
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaRule")]
pub struct Rule {
    /// Free text.
    pub description: Prop<String>,
    /// Data of the account's own.
    pub rule_data: Prop<String>,
    /// What players show when it takes effect.
    pub message: Prop<String>,
    /// Code of that message, for programs.
    pub code: Prop<String>,
    /// What happens when it takes effect.
    pub actions: Prop<Vec<AnyRuleAction>>,
    /// All of them have to hold; none: it always takes effect.
    pub conditions: Prop<Vec<AnyCondition>>,
    /// Uses that it is about; none: all.
    pub contexts: Prop<Vec<AnyContextTypeHolder>>,
    /// Whether later rules are passed over when it takes effect.
    pub stop_processing: Prop<bool>,
    /// Whether it counts for administrators, too.
    pub force_admin_validation: Prop<NullableBoolean>,
}

/// A use of an entry that a rule is about.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaContextTypeHolder")]
pub struct ContextTypeHolder {
    /// Which kind it is.
    pub r#type: Prop<ContextType>,
}

/// A use of an entry that a rule is about, as playback asks.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaAccessControlContextTypeHolder", deprecated)]
pub struct AccessControlContextTypeHolder {
    /// What every use has.
    #[api(base)]
    pub base: ContextTypeHolder,
}

/// Uses of an entry.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaContextType", dynamic)]
pub enum ContextType {
    /// To play.
    #[api(value = "1")]
    Play,
    /// To download.
    #[api(value = "2")]
    Download,
    /// To see a thumbnail.
    #[api(value = "3")]
    Thumbnail,
    /// To read its properties.
    #[api(value = "4")]
    Metadata,
    /// To export.
    #[api(value = "5")]
    Export,
    /// To serve a file of it.
    #[api(value = "6")]
    Serve,
}

/// Any `KalturaContextTypeHolder`.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = ContextTypeHolder)]
pub enum AnyContextTypeHolder {
    /// As playback asks.
    AccessControlContextTypeHolder(AccessControlContextTypeHolder),
    /// Any use.
    ContextTypeHolder(ContextTypeHolder),
}
