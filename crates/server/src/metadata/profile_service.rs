//! `metadata_metadataProfile` (reference: search-metadata.md §3).

use contract::errors::{
    EMPTY_VIEWS_DATA_PROVIDED, FILE_DOESNT_EXIST, INVALID_METADATA_PROFILE_SCHEMA, METADATA_FILE_NOT_FOUND,
    METADATA_PROFILE_REFERENCE_EXISTS, PROPERTY_VALIDATION_CANNOT_BE_NULL, PROPERTY_VALIDATION_MAX_LENGTH,
    SYSTEM_NAME_ALREADY_EXISTS,
};
use contract::list::ApiFilter;
use contract::{FilterPager, ListOf, Prop, Time, select, service};
use wire::{FileResult, Upload};

use super::model::{MetadataProfile, MetadataProfileField, MetadataProfileFilter, MetadataProfileStatus};
use super::xsd::{FieldKind, MAX_SCHEMA};
use super::{
    Profile, find_profile, no_profile, profile_change, profile_table, require_plugin, table, text_of,
};
use crate::call::Call;
use crate::error::{Error, Result};
use crate::kept::Kept;
use crate::user::name_key;
use crate::validate as check;

/// The service `metadata_metadataProfile`.
pub struct MetadataProfileService;

const CLASS: &str = "KalturaMetadataProfile";

/// Profiles that an account may have.
const MAX_PROFILES: usize = 200;

/// What metadata look like.
#[service(name = "metadata_metadataProfile", plugin = "metadata")]
impl MetadataProfileService {
    /// Adds a profile.
    #[action(session = always, allow(CUSTOM_DATA_FIELD_ADD, CUSTOM_DATA_PROFILE_ADD))]
    async fn add(
        call: &Call,
        /// The profile; `metadataObjectType` and `name` are required.
        metadata_profile: MetadataProfile,
        /// The schema, as XSD.
        xsd_data: String,
        /// How consoles show the fields.
        views_data: Option<String>,
    ) -> Result<MetadataProfile> {
        require_plugin(call)?;
        let views = views_data.filter(|views| !views.is_empty()).map(|views| plain(&views));
        add(call, metadata_profile, plain(&xsd_data), views).await
    }

    /// Adds a profile whose schema is sent as a file.
    #[action(session = always, allow(CUSTOM_DATA_PROFILE_ADD), throws(METADATA_FILE_NOT_FOUND))]
    async fn add_from_file(
        call: &Call,
        /// The profile; `metadataObjectType` and `name` are required.
        metadata_profile: MetadataProfile,
        /// The schema, as XSD.
        xsd_file: Upload,
        /// How consoles show the fields.
        views_file: Option<Upload>,
    ) -> Result<MetadataProfile> {
        require_plugin(call)?;
        let xsd = text_of(xsd_file, MAX_SCHEMA).await?.ok_or_else(|| no_file("xsdFile"))?;
        let views = match views_file {
            Some(file) => Some(text_of(file, MAX_SCHEMA).await?.ok_or_else(|| no_file("viewsFile"))?),
            None => None,
        };
        add(call, metadata_profile, xsd, views).await
    }

    /// Deletes a profile with all its metadata.
    #[action(
        session = always,
        allow(CUSTOM_DATA_FIELD_DELETE, CUSTOM_DATA_PROFILE_DELETE),
        throws(METADATA_PROFILE_NOT_FOUND)
    )]
    async fn delete(
        call: &Call,
        /// The profile's id.
        id: i64,
    ) -> Result<()> {
        require_plugin(call)?;
        let scope = call.scope()?;
        let mut tx = call.app().store.begin().await?;
        let all = profile_table::hold_all(&mut tx, scope).await?;
        let profile = profile_table::hold(&mut tx, scope, id, true).await?.ok_or_else(|| no_profile(id))?;
        let names_it = |known: &&super::KnownField| {
            known.field.kind == FieldKind::Dynamic && known.field.profile_id == Some(id)
        };
        for other in all.iter().filter(|other| other.id != id) {
            if let Some(known) = other.fields.iter().find(names_it) {
                let refused = [other.id.to_string(), known.field.key.clone()];
                return Err(METADATA_PROFILE_REFERENCE_EXISTS.with(refused).into());
            }
        }
        table::delete_of_profile(&mut tx, scope, id).await?;
        profile_table::delete(&mut tx, &profile, call.now()).await?;
        Ok(tx.commit().await?)
    }

    /// Answers a profile of the account.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, CUSTOM_DATA_PROFILE_BASE, WIDGET_SESSION_PERMISSION),
        throws(METADATA_PROFILE_NOT_FOUND)
    )]
    async fn get(
        call: &Call,
        /// The profile's id.
        id: i64,
    ) -> Result<MetadataProfile> {
        require_plugin(call)?;
        show(&*find(call, id).await?)
    }

    /// Answers the account's profiles.
    #[action(
        session = always,
        allow(
            BASE_USER_SESSION_PERMISSION,
            CONTENT_MANAGE_BASE,
            CONTENT_MANAGE_DISTRIBUTION_PROFILE_MODIFY,
            CONTENT_MODERATE_BASE,
            CUSTOM_DATA_PROFILE_BASE,
            KMC_READ_ONLY,
            PLAYBACK_BASE_PERMISSION,
            WIDGET_SESSION_PERMISSION
        )
    )]
    async fn list(
        call: &Call,
        /// Which ones.
        filter: Option<MetadataProfileFilter>,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<MetadataProfile>> {
        require_plugin(call)?;
        let filter = filter.unwrap_or_default();
        let all = call.app().metadata_profiles.of(call.app(), call.scope()?).await?;
        let mut shown = all.iter().map(|profile| show(profile)).collect::<Result<Vec<_>>>()?;
        shown.retain(|profile| is_made_by_others(profile, &filter));
        Ok(select(shown, &filter.query(pager.as_ref()), "id", name_key))
    }

    /// Answers the fields of a profile that searches look into; none for a profile that is not there.
    #[action(
        session = always,
        allow(
            BASE_USER_SESSION_PERMISSION,
            CONTENT_MANAGE_DISTRIBUTION_PROFILE_MODIFY,
            CUSTOM_DATA_PROFILE_BASE,
            WIDGET_SESSION_PERMISSION
        )
    )]
    async fn list_fields(
        call: &Call,
        /// The profile's id.
        metadata_profile_id: i64,
    ) -> Result<ListOf<MetadataProfileField>> {
        require_plugin(call)?;
        let found = find_profile(call.app(), call.scope()?, metadata_profile_id).await?;
        let Some(profile) = found else { return Ok(ListOf::default()) };
        let fields = profile.fields.iter().filter(|known| known.field.is_searchable());
        let objects: Vec<_> = fields
            .map(|known| MetadataProfileField {
                id: known.id.into(),
                x_path: known.field.path.clone().into(),
                key: known.field.key.clone().into(),
                label: known.field.label.clone().into(),
            })
            .collect();
        Ok(ListOf { total_count: i64::try_from(objects.len()).unwrap_or(i64::MAX), objects: Some(objects) })
    }

    /// Makes an earlier schema the newest. Schemas are counted from 1, with every change.
    #[action(
        session = always,
        allow(CUSTOM_DATA_PROFILE_UPDATE),
        throws(METADATA_PROFILE_NOT_FOUND, METADATA_FILE_NOT_FOUND, METADATA_UNABLE_TO_TRANSFORM)
    )]
    async fn revert(
        call: &Call,
        /// The profile's id.
        id: i64,
        /// The number of the schema.
        to_version: i64,
    ) -> Result<MetadataProfile> {
        require_plugin(call)?;
        let mut tx = call.app().store.begin().await?;
        let all = profile_table::hold_all(&mut tx, call.scope()?).await?;
        let mut profile =
            profile_table::hold(&mut tx, call.scope()?, id, true).await?.ok_or_else(|| no_profile(id))?;
        let xsd = profile_table::schema(&mut tx, id, to_version).await?;
        let xsd = xsd.ok_or_else(|| no_file(&to_version.to_string()))?;
        profile_change::check_related(&profile_change::read(&xsd)?, &all)?;
        profile_change::give_schema(&mut tx, call, &mut profile, xsd).await?;
        tx.commit().await?;
        show(&*find(call, id).await?)
    }

    /// Answers the schema as a file.
    #[action(
        session = always,
        allow(CUSTOM_DATA_PROFILE_BASE),
        throws(METADATA_PROFILE_NOT_FOUND, FILE_DOESNT_EXIST)
    )]
    async fn serve(
        call: &Call,
        /// The profile's id.
        id: i64,
    ) -> Result<FileResult> {
        require_plugin(call)?;
        let profile = find(call, id).await?;
        Ok(FileResult::of_bytes("text/xml; charset=UTF-8", profile.xsd.clone()))
    }

    /// Answers how consoles show the fields, as a file.
    #[action(
        session = always,
        allow(CUSTOM_DATA_PROFILE_BASE),
        throws(METADATA_PROFILE_NOT_FOUND, FILE_DOESNT_EXIST)
    )]
    async fn serve_view(
        call: &Call,
        /// The profile's id.
        id: i64,
    ) -> Result<FileResult> {
        require_plugin(call)?;
        let profile = find(call, id).await?;
        let views = profile.more.text_of("views").filter(|views| !views.is_empty());
        let views = views.ok_or_else(|| Error::from(FILE_DOESNT_EXIST.bare()))?;
        // Whatever it is, no browser is to take it for a page.
        Ok(FileResult::of_bytes("text/plain; charset=UTF-8", views.to_owned()))
    }

    /// Changes a profile. Metadata that do not follow a new schema lose what it does not know.
    #[action(
        session = always,
        allow(
            CUSTOM_DATA_FIELD_ADD,
            CUSTOM_DATA_FIELD_DELETE,
            CUSTOM_DATA_FIELD_UPDATE,
            CUSTOM_DATA_PROFILE_UPDATE
        ),
        throws(
            METADATA_PROFILE_NOT_FOUND,
            METADATA_UNABLE_TO_TRANSFORM,
            METADATA_TRANSFORMING,
            METADATA_PROFILE_FILE_NOT_FOUND
        )
    )]
    async fn update(
        call: &Call,
        /// The profile's id.
        id: i64,
        /// What changes; what is absent stays.
        metadata_profile: MetadataProfile,
        /// The new schema, as XSD.
        xsd_data: Option<String>,
        /// How consoles show the fields.
        views_data: Option<String>,
    ) -> Result<MetadataProfile> {
        require_plugin(call)?;
        let text = |sent: Option<String>| sent.filter(|text| !text.is_empty()).map(|text| plain(&text));
        update(call, id, metadata_profile, text(xsd_data), text(views_data)).await
    }

    /// Changes the schema to what is sent as a file.
    #[action(
        session = always,
        allow(CUSTOM_DATA_PROFILE_UPDATE),
        throws(METADATA_PROFILE_NOT_FOUND, METADATA_FILE_NOT_FOUND, METADATA_UNABLE_TO_TRANSFORM)
    )]
    async fn update_definition_from_file(
        call: &Call,
        /// The profile's id.
        id: i64,
        /// The new schema, as XSD.
        xsd_file: Upload,
    ) -> Result<MetadataProfile> {
        require_plugin(call)?;
        find(call, id).await?;
        let xsd = text_of(xsd_file, MAX_SCHEMA).await?.ok_or_else(|| no_file("xsdFile"))?;
        update(call, id, MetadataProfile::default(), Some(xsd), None).await
    }

    /// Changes how consoles show the fields to what is sent as a file.
    #[action(
        session = always,
        allow(CUSTOM_DATA_PROFILE_UPDATE),
        throws(METADATA_PROFILE_NOT_FOUND, METADATA_FILE_NOT_FOUND)
    )]
    async fn update_views_from_file(
        call: &Call,
        /// The profile's id.
        id: i64,
        /// The file.
        views_file: Upload,
    ) -> Result<MetadataProfile> {
        require_plugin(call)?;
        find(call, id).await?;
        let views = text_of(views_file, MAX_SCHEMA).await?.ok_or_else(|| no_file("viewsFile"))?;
        if views.trim().is_empty() {
            return Err(EMPTY_VIEWS_DATA_PROVIDED.with(["viewsFile"]).into());
        }
        update(call, id, MetadataProfile::default(), None, Some(views)).await
    }
}

fn no_file(name: &str) -> Error {
    METADATA_FILE_NOT_FOUND.with([name]).into()
}

/// Programs that write texts for web pages send a schema as one would show it.
fn plain(text: &str) -> String {
    if !text.trim_start().starts_with("&lt;") {
        return text.to_owned();
    }
    let signs =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#039;", "'"), ("&#39;", "'"), ("&amp;", "&")];
    signs.iter().fold(text.to_owned(), |text, (written, sign)| text.replace(written, sign))
}

/// Whether a profile is none of those that a filter asks to leave out; what nobody in particular makes, is not.
fn is_made_by_others(profile: &MetadataProfile, filter: &MetadataProfileFilter) -> bool {
    let Some(mode) = profile.create_mode.get() else { return true };
    let number = contract::ApiEnum::number(*mode).to_string();
    filter.create_mode_not_equal.get() != Some(mode)
        && filter
            .create_mode_not_in
            .get()
            .is_none_or(|list| list.split(',').all(|mode| mode.trim() != number))
}

async fn find(call: &Call, id: i64) -> Result<std::sync::Arc<Profile>> {
    find_profile(call.app(), call.scope()?, id).await?.ok_or_else(|| no_profile(id))
}

fn check_lengths(sent: &MetadataProfile) -> Result<()> {
    for (name, text, most) in [
        ("name", &sent.name, 255),
        ("systemName", &sent.system_name, 127),
        ("description", &sent.description, 1_000),
    ] {
        if text.get().is_some_and(|text| text.len() > most) {
            let refused = [format!("{CLASS}::{name}"), most.to_string()];
            return Err(PROPERTY_VALIDATION_MAX_LENGTH.with(refused).into());
        }
    }
    Ok(())
}

fn require_free_name(all: &[Profile], profile: &Profile) -> Result<()> {
    let Some(name) = profile.system_name() else { return Ok(()) };
    let is_taken = |other: &Profile| {
        other.id != profile.id && other.system_name().is_some_and(|other| name_key(other) == name_key(name))
    };
    if all.iter().any(is_taken) { Err(SYSTEM_NAME_ALREADY_EXISTS.with([name]).into()) } else { Ok(()) }
}

async fn add(
    call: &Call,
    sent: MetadataProfile,
    xsd: String,
    views: Option<String>,
) -> Result<MetadataProfile> {
    let (mut sent, scope, now) = (sent, call.scope()?, call.now());
    check::required_text(CLASS, "name", &sent.name, 1)?;
    let Some(kind) = sent.metadata_object_type.get().copied() else {
        let property = format!("{CLASS}::metadataObjectType");
        return Err(PROPERTY_VALIDATION_CANNOT_BE_NULL.with([property]).into());
    };
    check_lengths(&sent)?;
    call.check_insert(&mut sent)?;
    let schema = profile_change::read(&xsd)?;
    let mut more = Kept::default();
    more.merge(&sent);
    keep_views(&mut more, views)?;
    let profile = Profile {
        id: 0,
        partner_id: scope.partner_id(),
        kind,
        version: 1,
        definition: 1,
        created_at: now,
        updated_at: now,
        more,
        xsd,
        schema,
        fields: Vec::new(),
    };
    let mut tx = call.app().store.begin().await?;
    let all = profile_table::hold_all(&mut tx, scope).await?;
    require_free_name(&all, &profile)?;
    if all.len() >= MAX_PROFILES {
        return Err(INVALID_METADATA_PROFILE_SCHEMA.with(["the account has too many profiles"]).into());
    }
    profile_change::check_related(&profile.schema, &all)?;
    let id = profile_table::add(&mut tx, &profile).await?;
    tx.commit().await?;
    show(&*find(call, id).await?)
}

fn keep_views(more: &mut Kept, views: Option<String>) -> Result<()> {
    let Some(views) = views else { return Ok(()) };
    if views.len() > MAX_SCHEMA {
        let refused = ["viewsData".to_owned(), MAX_SCHEMA.to_string()];
        return Err(PROPERTY_VALIDATION_MAX_LENGTH.with(refused).into());
    }
    more.set("views", views);
    Ok(())
}

async fn update(
    call: &Call,
    id: i64,
    sent: MetadataProfile,
    xsd: Option<String>,
    views: Option<String>,
) -> Result<MetadataProfile> {
    let (mut sent, scope) = (sent, call.scope()?);
    let mut tx = call.app().store.begin().await?;
    let all = profile_table::hold_all(&mut tx, scope).await?;
    let mut profile = profile_table::hold(&mut tx, scope, id, true).await?.ok_or_else(|| no_profile(id))?;
    check::text_if_sent(CLASS, "name", &sent.name, 1)?;
    check_lengths(&sent)?;
    call.check_update(&mut sent, &show(&profile)?)?;
    if sent.name.get().is_none() {
        sent.name = Prop::Absent;
    }
    if let Some(kind) = sent.metadata_object_type.get().copied().filter(|kind| *kind != profile.kind) {
        if table::count(&mut tx, scope, id, 1).await? > 0 {
            let why = "metadata of the profile are there already";
            return Err(contract::errors::METADATA_UNABLE_TO_TRANSFORM.with([why]).into());
        }
        profile.kind = kind;
    }
    sent.metadata_object_type = Prop::Absent;
    profile.more.merge(&sent);
    keep_views(&mut profile.more, views)?;
    require_free_name(&all, &profile)?;
    profile.updated_at = call.now();
    profile_table::update(&mut tx, &profile).await?;
    if let Some(xsd) = xsd {
        profile_change::check_related(&profile_change::read(&xsd)?, &all)?;
        profile_change::give_schema(&mut tx, call, &mut profile, xsd).await?;
    }
    tx.commit().await?;
    show(&*find(call, id).await?)
}

fn show(profile: &Profile) -> Result<MetadataProfile> {
    let mut shown: MetadataProfile = profile.more.show()?;
    shown.id = profile.id.into();
    shown.partner_id = profile.partner_id.into();
    shown.metadata_object_type = profile.kind.into();
    shown.version = profile.version.into();
    shown.created_at = Time(profile.created_at).into();
    shown.updated_at = Time(profile.updated_at).into();
    shown.status = MetadataProfileStatus::Active.into();
    shown.xsd = profile.xsd.as_str().into();
    shown.views = match profile.more.text_of("views") {
        Some(views) => views.into(),
        None => Prop::Null,
    };
    Ok(shown)
}
