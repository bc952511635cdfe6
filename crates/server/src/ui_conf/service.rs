//! `uiConf` (reference: content-access.md §8.5, more-services.md §5.5).

use contract::errors::{INVALID_UI_CONF_ID, PROPERTY_VALIDATION_CANNOT_BE_NULL};
use contract::list::ApiFilter;
use contract::{ApiEnum, BigInt, FilterPager, ListOf, Prop, Time, select, service};

use super::builtin;
use super::model::{UiConf, UiConfFilter, UiConfObjType, UiConfTypeInfo};
use super::table::{self, PLAYER, UiConfRow};
use crate::call::Call;
use crate::error::{Error, Result};
use crate::kept::Kept;
use crate::user::name_key;

/// The service `uiConf`.
pub struct UiConfService;

/// Settings of players. An account sees its own, and one by one those that every installation has.
#[service(name = "uiConf")]
impl UiConfService {
    /// Adds settings of a player.
    #[action(session = always, allow(STUDIO_ADD_UICONF))]
    async fn add(
        call: &Call,
        /// The settings; `creationMode` is required.
        ui_conf: UiConf,
    ) -> Result<UiConf> {
        let (mut sent, now) = (ui_conf, call.now());
        if sent.creation_mode.get().is_none() {
            return Err(PROPERTY_VALIDATION_CANNOT_BE_NULL.with(["KalturaUiConf::creationMode"]).into());
        }
        call.check_insert(&mut sent)?;
        let mut more = Kept::default();
        more.set("objType", PLAYER);
        more.set("useCdn", true);
        more.merge(&sent);
        let version = i64::from(sent.config.get().is_some());
        let row = UiConfRow {
            id: 0,
            partner_id: call.scope()?.partner_id(),
            version,
            created_at: now,
            updated_at: now,
            more,
        };
        insert(call, row).await
    }

    /// Makes new settings of the account's own like those that there are.
    #[action(session = always, allow(STUDIO_ADD_UICONF), throws(INVALID_UI_CONF_ID))]
    async fn clone(
        call: &Call,
        /// Their id.
        id: BigInt,
    ) -> Result<UiConf> {
        let source = find(call, id).await?;
        let row = UiConfRow {
            id: 0,
            partner_id: call.scope()?.partner_id(),
            version: source.version.min(1),
            created_at: call.now(),
            updated_at: call.now(),
            more: source.more.clone(),
        };
        insert(call, row).await
    }

    /// Deletes settings of the account.
    #[action(session = always, allow(STUDIO_DELETE_UICONF), throws(INVALID_UI_CONF_ID))]
    async fn delete(
        call: &Call,
        /// Their id.
        id: BigInt,
    ) -> Result<()> {
        let mut tx = call.app().store.begin().await?;
        if !table::delete(&mut tx, call.scope()?, id.0, call.now()).await? {
            return Err(unknown(id));
        }
        Ok(tx.commit().await?)
    }

    /// Answers settings: the account's own, or those that every installation has.
    #[action(
        session = always,
        allow(
            ALWAYS_ALLOWED_ACTIONS,
            BASE_USER_SESSION_PERMISSION,
            PLAYBACK_BASE_PERMISSION,
            STUDIO_BASE,
            WIDGET_SESSION_PERMISSION
        ),
        throws(INVALID_UI_CONF_ID)
    )]
    async fn get(
        call: &Call,
        /// Their id.
        id: BigInt,
    ) -> Result<UiConf> {
        show(&*find(call, id).await?)
    }

    /// Answers which old players are installed: none is.
    #[action(session = always, allow(ADMIN_BASE))]
    async fn get_available_types(call: &Call) -> Result<Vec<UiConfTypeInfo>> {
        let _ = call;
        Ok(Vec::new())
    }

    /// Answers the account's own settings.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, KMC_READ_ONLY, STUDIO_BASE, WIDGET_SESSION_PERMISSION)
    )]
    async fn list(
        call: &Call,
        /// Which ones.
        filter: Option<UiConfFilter>,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<UiConf>> {
        let query = filter.unwrap_or_default().query(pager.as_ref());
        let (rows, total) = table::list(call.app(), call.scope()?, &query).await?;
        Ok(ListOf {
            objects: Some(rows.iter().map(show).collect::<Result<_>>()?),
            total_count: i64::try_from(total).unwrap_or(i64::MAX),
        })
    }

    /// Answers the settings that new accounts begin with.
    #[action(session = always, allow(BASE_USER_SESSION_PERMISSION, KMC_READ_ONLY, STUDIO_BASE))]
    async fn list_templates(
        call: &Call,
        /// Which ones.
        filter: Option<UiConfFilter>,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<UiConf>> {
        let _ = call;
        let all = builtin::all().iter().map(show).collect::<Result<Vec<_>>>()?;
        Ok(select(all, &filter.unwrap_or_default().query(pager.as_ref()), "id", name_key))
    }

    /// Changes settings of the account.
    #[action(session = always, allow(STUDIO_UPDATE_UICONF), throws(INVALID_UI_CONF_ID))]
    async fn update(
        call: &Call,
        /// Their id.
        id: BigInt,
        /// What changes; what is absent stays.
        ui_conf: UiConf,
    ) -> Result<UiConf> {
        let scope = call.scope()?;
        let mut tx = call.app().store.begin().await?;
        let mut row = table::find_own(&mut tx, scope, id.0).await?.ok_or_else(|| unknown(id))?;
        let mut sent = ui_conf;
        call.check_update(&mut sent, &show(&row)?)?;
        // Null leaves each of the three texts alone.
        for text in [&mut sent.conf_file, &mut sent.conf_file_features, &mut sent.config] {
            if matches!(text, Prop::Null) {
                *text = Prop::Absent;
            }
        }
        if sent.creation_mode.get().is_none() {
            sent.creation_mode = Prop::Absent;
        }
        row.version = row.version.saturating_add(i64::from(sent.config.get().is_some()));
        row.more.merge(&sent);
        row.updated_at = call.now();
        table::update(&mut tx, scope, &row).await?;
        tx.commit().await?;
        show(&row)
    }
}

fn unknown(id: BigInt) -> Error {
    INVALID_UI_CONF_ID.with([id.0.to_string()]).into()
}

async fn find(call: &Call, id: BigInt) -> Result<std::sync::Arc<UiConfRow>> {
    table::find(call.app(), call.scope().ok(), id.0).await?.ok_or_else(|| unknown(id))
}

async fn insert(call: &Call, row: UiConfRow) -> Result<UiConf> {
    let mut tx = call.app().store.begin().await?;
    let id = table::add(&mut tx, &row).await?;
    tx.commit().await?;
    show(&UiConfRow { id, ..row })
}

fn show(row: &UiConfRow) -> Result<UiConf> {
    let shown: UiConf = row.more.show()?;
    let kind = shown.obj_type.get().copied().unwrap_or(UiConfObjType::Player);
    Ok(UiConf {
        id: row.id.into(),
        partner_id: row.partner_id.into(),
        obj_type: kind.into(),
        obj_type_as_string: label(kind).into(),
        conf_file_path: Prop::Null,
        conf_file_features: Prop::Null,
        version: Some(row.version).filter(|version| *version > 0).map(|version| version.to_string()).into(),
        created_at: Time(row.created_at).into(),
        updated_at: Time(row.updated_at).into(),
        ..shown
    })
}

/// What is set up, for people (reference: more-services.md §5.5, which has two of them).
fn label(kind: UiConfObjType) -> &'static str {
    match kind {
        UiConfObjType::Player => "Widget",
        UiConfObjType::PlayerV3 => "KDP3",
        UiConfObjType::Playlist => "Playlist",
        UiConfObjType::Sap => "SAP",
        UiConfObjType::Reels => "Reels",
        other => UiConfObjType::ENUM.members[other.index()].name,
    }
}
