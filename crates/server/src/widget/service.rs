//! `widget` (reference: content-access.md §8.5).

use contract::errors::INVALID_WIDGET_ID;
use contract::{ApiEnum, Time, service};

use super::model::{Widget, WidgetSecurityType};
use crate::call::Call;
use crate::error::{Error, Result};

/// The service `widget`.
pub struct WidgetService;

/// The handles by which players get anonymous sessions.
#[service(name = "widget")]
impl WidgetService {
    /// Answers a widget.
    #[action(
        session = optional,
        allow(
            ALWAYS_ALLOWED_ACTIONS,
            BASE_USER_SESSION_PERMISSION,
            PLAYBACK_BASE_PERMISSION,
            WIDGET_ADMIN,
            WIDGET_SESSION_PERMISSION
        )
    )]
    async fn get(
        call: &Call,
        /// The widget's id; every account has the widget `_<id of the account>`.
        id: String,
    ) -> Result<Widget> {
        let unknown = || Error::from(INVALID_WIDGET_ID.with([id.as_str()]));
        let row = call.app().widgets.get(call.app(), &id).await?.ok_or_else(unknown)?;
        // With a session, only the account's own widgets are there.
        if call.session().is_some_and(|session| session.partner.id != row.partner_id) {
            return Err(unknown());
        }
        let row = (*row).clone();
        Ok(Widget {
            id: row.id.into(),
            source_widget_id: row.source_widget_id.into(),
            root_widget_id: row.root_widget_id.into(),
            partner_id: row.partner_id.into(),
            entry_id: row.entry_id.into(),
            ui_conf_id: row.ui_conf_id.into(),
            security_type: row.security_type.and_then(WidgetSecurityType::from_number).into(),
            security_policy: row.security_policy.into(),
            created_at: Time(row.created_at).into(),
            updated_at: Time(row.updated_at).into(),
            partner_data: row.partner_data.into(),
            enforce_entitlement: row.enforce_entitlement.into(),
            privacy_context: row.privacy_context.into(),
            roles: row.roles.into(),
            privileges: row.privileges.into(),
            ..Widget::default()
        })
    }
}
