//! What the API says about logging in (reference: identity.md §15.4).

use contract::{ApiEnum, ApiObject, Prop};

use crate::session::model::StartWidgetSessionResponse;

/// What somebody gets who chose a password.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaAuthentication")]
pub struct Authentication {
    /// A picture for the authenticator, a PNG in Base64, where one-time codes are asked for.
    pub qr_code: Prop<String>,
}

/// A session in another account of the same person.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaSessionResponse")]
pub struct SessionResponse {
    /// The session and its account.
    #[api(base)]
    pub base: StartWidgetSessionResponse,
}

/// Which application's page a link to choose a password leads to.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaResetPassLinkType", dynamic)]
pub enum ResetPassLinkType {
    /// The management console's.
    #[api(value = "1")]
    Kmc,
    /// A portal's.
    #[api(value = "2")]
    Kms,
    /// The events console's.
    #[api(value = "3")]
    Kme,
    /// The event platform's.
    #[api(value = "4")]
    Ep,
    /// The events console's, without registration.
    #[api(value = "5")]
    KmeNr,
}
