//! What the API says about decisions. Ours.

use contract::{ApiObject, Prop};

use crate::access_control::explain::BoxofficeReason;

/// Whether a session may do something with an entry, and why.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaBoxofficeDecision", plugin = "boxoffice")]
pub struct Decision {
    /// It may.
    #[api(read_only)]
    pub open: Prop<bool>,
    /// What stands against it first: `session`, `entitlement`, or what access control says.
    #[api(read_only)]
    pub refusal: Prop<String>,
    /// The checks, as far as it came.
    #[api(read_only)]
    pub reasons: Prop<Vec<BoxofficeReason>>,
}
