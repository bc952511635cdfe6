//! Where the links of mails lead (reference: identity.md §4.8).

use crate::app::App;
use crate::partner::Partner;

/// The switch that makes links of an account begin with `https`.
const ENFORCE_HTTPS: &str = "FEATURE_KMC_ENFORCE_HTTPS";

/// The page on which somebody chooses a password.
pub(super) fn password_page(app: &App, partner: Option<&Partner>, key: &str) -> String {
    page(app, partner, "restore-password", key)
}

/// The page that shows the picture for an authenticator.
pub(super) fn qr_page(app: &App, partner: Option<&Partner>, key: &str) -> String {
    page(app, partner, "auth-info", key)
}

fn page(app: &App, partner: Option<&Partner>, page: &str, key: &str) -> String {
    let base = app.public_url().trim_end_matches('/');
    let base = match base.strip_prefix("http://") {
        Some(rest) if partner.is_some_and(|partner| partner.has_feature(ENFORCE_HTTPS)) => {
            format!("https://{rest}")
        }
        _ => base.to_owned(),
    };
    // An equals sign at the end of an address is lost in many mail programs.
    format!("{base}/index.php/kmcng/actions/{page}/{}", key.replace('=', "."))
}

/// The host of the server, as it is known to authenticators.
pub(super) fn host(app: &App) -> &str {
    let url = app.public_url();
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', ':']).next().unwrap_or(rest)
}
