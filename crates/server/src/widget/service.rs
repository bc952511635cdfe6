//! `widget` (reference: content-access.md §8.5, more-services.md §5.9).

use contract::errors::{
    CANNOT_DISABLE_ENTITLEMENT_FOR_WIDGET_WHEN_ENTITLEMENT_ENFORCEMENT_ENABLE,
    CANNOT_DISABLE_ENTITLEMENT_WITH_NO_ENTRY_ID, ENTRY_ID_NOT_FOUND, INVALID_WIDGET_ID,
    SOURCE_WIDGET_NOT_FOUND, SOURCE_WIDGET_OR_UICONF_REQUIRED, UICONF_ID_NOT_FOUND,
};
use contract::list::ApiFilter;
use contract::{Access, ApiEnum, FilterPager, ListOf, Permits, Prop, Time, service};

use super::model::{Widget, WidgetFilter, WidgetSecurityType};
use super::table::{self, Widget as Row};
use crate::call::Call;
use crate::entitlement::enforced::is_enforced;
use crate::entry::words::EntryType;
use crate::error::{Error, Result};
use crate::{entry, ui_conf};

/// The service `widget`.
pub struct WidgetService;

/// The handles by which players get anonymous sessions.
#[service(name = "widget")]
impl WidgetService {
    /// Adds a widget, of a widget that there is or of player settings.
    #[action(
        session = always,
        allow(
            BASE_USER_SESSION_PERMISSION,
            CONTENT_MANAGE_EMBED_CODE,
            PLAYLIST_EMBED_CODE,
            WIDGET_ADMIN,
            WIDGET_SESSION_PERMISSION
        )
    )]
    async fn add(
        call: &Call,
        /// The widget; `sourceWidgetId` or `uiConfId` is required.
        widget: Widget,
    ) -> Result<Widget> {
        add(call, widget).await
    }

    /// Adds a widget, just as `add` does.
    #[action(session = always, allow(BASE_USER_SESSION_PERMISSION, WIDGET_ADMIN))]
    async fn clone(
        call: &Call,
        /// The widget; `sourceWidgetId` says of which one.
        widget: Widget,
    ) -> Result<Widget> {
        add(call, widget).await
    }

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
        let row = call.app().widgets.get(call.app(), &id).await?.ok_or_else(|| unknown(&id))?;
        // With a session, only the account's own widgets are there.
        if call.session().is_some_and(|session| session.partner.id != row.partner_id) {
            return Err(unknown(&id));
        }
        Ok(show((*row).clone()))
    }

    /// Answers the account's widgets.
    #[action(session = always, allow(WIDGET_ADMIN))]
    async fn list(
        call: &Call,
        /// Which ones.
        filter: Option<WidgetFilter>,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<Widget>> {
        let query = filter.unwrap_or_default().query(pager.as_ref());
        let (rows, total) = table::list(call.app(), call.scope()?, &query).await?;
        Ok(ListOf {
            objects: Some(rows.into_iter().map(show).collect()),
            total_count: i64::try_from(total).unwrap_or(i64::MAX),
        })
    }

    /// Changes a widget of the account. Sessions that it gave before are not touched.
    #[action(session = always, allow(WIDGET_ADMIN))]
    async fn update(
        call: &Call,
        /// The widget's id.
        id: String,
        /// What changes; what is absent stays.
        widget: Widget,
    ) -> Result<Widget> {
        let scope = call.scope()?;
        let mut tx = call.app().store.begin().await?;
        let mut row = table::find_own(&mut tx, scope, &id).await?.ok_or_else(|| unknown(&id))?;
        let mut sent = widget;
        call.check_update(&mut sent, &show(row.clone()))?;
        drop_roles(call, &mut sent, Access::Update);
        check_entitlement(call, &sent, row.entry_id.as_deref())?;
        merge(call, &mut row, sent).await?;
        row.updated_at = call.now();
        table::update(&mut tx, scope, &row).await?;
        tx.commit().await?;
        Ok(show(row))
    }
}

fn unknown(id: &str) -> Error {
    INVALID_WIDGET_ID.with([id]).into()
}

async fn add(call: &Call, widget: Widget) -> Result<Widget> {
    let (app, scope, now, mut sent) = (call.app(), call.scope()?, call.now(), widget);
    call.check_insert(&mut sent)?;
    drop_roles(call, &mut sent, Access::Insert);
    let named = sent.source_widget_id.get().filter(|id| !id.is_empty()).cloned();
    if named.is_none() && sent.ui_conf_id.get().is_none() {
        return Err(SOURCE_WIDGET_OR_UICONF_REQUIRED.bare().into());
    }
    let source = match &named {
        None => None,
        Some(id) => {
            let found = app.widgets.get(app, id).await?.filter(|row| row.partner_id == scope.partner_id());
            Some(found.ok_or_else(|| Error::from(SOURCE_WIDGET_NOT_FOUND.with([id])))?)
        }
    };
    if sent.ui_conf_id.get().is_none() {
        sent.ui_conf_id = source.as_ref().and_then(|row| row.ui_conf_id).into();
    }
    let id = crate::keys::new_object_id();
    let mut row = Row {
        root_widget_id: source
            .as_ref()
            .map(|row| row.root_widget_id.clone().unwrap_or_else(|| row.id.clone()))
            .or_else(|| Some(id.clone())),
        id,
        partner_id: scope.partner_id(),
        source_widget_id: None,
        entry_id: None,
        is_playlist: false,
        ui_conf_id: None,
        security_type: Some(WidgetSecurityType::None.number()),
        security_policy: Some(0),
        partner_data: None,
        enforce_entitlement: true,
        privacy_context: None,
        add_embed_html5_support: None,
        roles: None,
        privileges: None,
        created_at: now,
        updated_at: now,
    };
    check_ui_conf(call, &sent).await?;
    check_entitlement(call, &sent, None)?;
    merge(call, &mut row, sent).await?;
    let mut tx = app.store.begin().await?;
    table::add(&mut tx, &row).await?;
    tx.commit().await?;
    Ok(show(row))
}

/// Roles give a widget's sessions as much as its privileges can, so they are for whoever may set these.
fn drop_roles(call: &Call, sent: &mut Widget, access: Access) {
    if !call.permits("KalturaWidget", "privileges", access) {
        sent.roles = Prop::Absent;
    }
}

async fn check_ui_conf(call: &Call, sent: &Widget) -> Result<()> {
    match sent.ui_conf_id.get() {
        Some(id) if !ui_conf::exists(call.app(), call.scope()?, *id).await? => {
            Err(UICONF_ID_NOT_FOUND.with([id.to_string()]).into())
        }
        _ => Ok(()),
    }
}

/// Who is held to entitlements makes no widget whose sessions are not, and none is free of them for everything.
fn check_entitlement(call: &Call, sent: &Widget, stored_entry: Option<&str>) -> Result<()> {
    if sent.enforce_entitlement.get() != Some(&false) {
        return Ok(());
    }
    if is_enforced(call) {
        return Err(CANNOT_DISABLE_ENTITLEMENT_FOR_WIDGET_WHEN_ENTITLEMENT_ENFORCEMENT_ENABLE.bare().into());
    }
    let entry = match &sent.entry_id {
        Prop::Absent => stored_entry,
        entry => entry.get().map(String::as_str),
    };
    if entry.is_none_or(str::is_empty) {
        return Err(CANNOT_DISABLE_ENTITLEMENT_WITH_NO_ENTRY_ID.bare().into());
    }
    Ok(())
}

/// Takes what was sent.
async fn merge(call: &Call, row: &mut Row, sent: Widget) -> Result<()> {
    check_ui_conf(call, &sent).await?;
    match &sent.entry_id {
        Prop::Absent => {}
        entry => {
            let entry = entry.get().filter(|id| !id.is_empty());
            let is_playlist = match entry {
                None => false,
                Some(id) => {
                    let known = entry::visible(call, id).await?;
                    let known = known.ok_or_else(|| Error::from(ENTRY_ID_NOT_FOUND.with([id])))?;
                    known.entry.kind == EntryType::Playlist
                }
            };
            row.is_playlist = is_playlist;
            row.entry_id = entry.cloned();
            if entry.is_none() {
                // Without an entry there is nothing that its sessions could be freed for.
                row.enforce_entitlement = true;
            }
        }
    }
    sent.source_widget_id.merge_into(&mut row.source_widget_id);
    sent.ui_conf_id.merge_into(&mut row.ui_conf_id);
    if let Some(kind) = sent.security_type.get() {
        row.security_type = Some(kind.number());
    }
    sent.security_policy.merge_into(&mut row.security_policy);
    sent.partner_data.merge_into(&mut row.partner_data);
    if let Some(enforced) = sent.enforce_entitlement.get() {
        row.enforce_entitlement = *enforced;
    }
    sent.privacy_context.merge_into(&mut row.privacy_context);
    sent.add_embed_html5_support.merge_into(&mut row.add_embed_html5_support);
    sent.roles.merge_into(&mut row.roles);
    sent.privileges.merge_into(&mut row.privileges);
    Ok(())
}

fn show(row: Row) -> Widget {
    Widget {
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
        widget_html: String::new().into(),
        enforce_entitlement: row.enforce_entitlement.into(),
        privacy_context: row.privacy_context.into(),
        add_embed_html5_support: row.add_embed_html5_support.into(),
        roles: row.roles.into(),
        privileges: row.privileges.into(),
    }
}
