//! Metadata added and changed (reference: search-metadata.md §4.2, §4.4).

use contract::ApiEnum;
use contract::errors::{
    INCOMPATIBLE_METADATA_PROFILE_OBJECT_TYPE, INVALID_METADATA_DATA, INVALID_METADATA_PROFILE,
    INVALID_METADATA_VERSION, METADATA_ALREADY_EXISTS, METADATA_NOT_FOUND,
};
use store::Transaction;

use super::model::MetadataObjectType;
use super::object::{self, Object};
use super::table::{self, MetadataRow};
use super::xsd::{self, FieldKind, Found, MAX_DOCUMENT};
use super::{Profile, find_profile, index, no_profile, profile_table};
use crate::call::{Call, Scope};
use crate::error::{Error, Result};
use crate::user::name_key;

pub(super) fn invalid(why: &str) -> Error {
    INVALID_METADATA_DATA.with([why]).into()
}

pub(super) fn not_found(id: i64) -> Error {
    METADATA_NOT_FOUND.with([id.to_string()]).into()
}

/// Checks a text against its profile.
pub(super) fn checked<'a>(profile: &Profile, xml: &'a str) -> Result<roxmltree::Document<'a>> {
    let document = xsd::parse(xml, MAX_DOCUMENT).map_err(|why| invalid(&why))?;
    profile.schema.check(&document).map_err(|why| invalid(&why))?;
    Ok(document)
}

/// Checks that the users and dynamic objects are there that a document names.
async fn check_named(
    tx: &mut Transaction,
    call: &Call,
    profile: &Profile,
    document: &roxmltree::Document<'_>,
) -> Result<()> {
    let fields: Vec<_> = profile.fields.iter().map(|known| known.field.clone()).collect();
    let scope = call.scope()?;
    for (place, found, written) in xsd::found(&fields, document) {
        let Found::Whole(_) = found else { continue };
        let field = &fields[place];
        let is_there = match (field.kind, field.profile_id) {
            (FieldKind::User, _) => {
                call.app().users.get(call.app(), scope.partner_id(), &written).await?.is_some()
            }
            (FieldKind::Dynamic, Some(related)) => {
                let known = find_profile(call.app(), scope, related).await?;
                known.is_some() && index::has_object(tx, related, &name_key(&written)).await?
            }
            _ => true,
        };
        if !is_there {
            return Err(invalid(&format!("{}: there is no \"{written}\"", field.key)));
        }
    }
    Ok(())
}

/// Adds metadata to an object.
pub(super) async fn add(
    call: &Call,
    profile_id: i64,
    kind: MetadataObjectType,
    object_id: &str,
    xml: &str,
) -> Result<MetadataRow> {
    let (scope, now) = (call.scope()?, call.now());
    let profile = find_profile(call.app(), scope, profile_id).await?.ok_or_else(|| no_profile(profile_id))?;
    if profile.kind != kind {
        let types = [kind.wire_value(), profile.kind.wire_value()];
        return Err(INCOMPATIBLE_METADATA_PROFILE_OBJECT_TYPE.with(types).into());
    }
    let object = object::writable(call, kind, object_id).await?;
    let mut tx = call.app().store.begin().await?;
    let profile = profile_table::hold(&mut tx, scope, profile_id, false).await?;
    let profile = profile.ok_or_else(|| no_profile(profile_id))?;
    if let Some(known) = table::find_of_object(&mut tx, scope, profile_id, &object.key).await? {
        return Err(METADATA_ALREADY_EXISTS.with([known.id.to_string()]).into());
    }
    let document = checked(&profile, xml)?;
    check_named(&mut tx, call, &profile, &document).await?;
    object::touch(&mut tx, call, &object).await?;
    let mut row = MetadataRow {
        id: 0,
        partner_id: scope.partner_id(),
        profile_id,
        profile_version: profile.version,
        kind,
        object_id: object.id,
        object_key: object.key,
        object_row: object.row,
        version: 1,
        created_at: now,
        updated_at: now,
        xml: xml.to_owned(),
    };
    match table::insert(&mut tx, &row).await {
        Ok(id) => row.id = id,
        Err(error) if error.is_unique_violation() => {
            drop(tx);
            let known = table::look_up_of_object(call.app(), scope, profile_id, &row.object_key).await?;
            let id = known.map(|known| known.id.to_string()).unwrap_or_default();
            return Err(METADATA_ALREADY_EXISTS.with([id]).into());
        }
        Err(error) => return Err(error),
    }
    index::put(&mut tx, &profile, &row, &document).await?;
    tx.commit().await?;
    Ok(row)
}

/// Metadata that the session may write, with their object.
async fn writable(call: &Call, id: i64) -> Result<(MetadataRow, Object)> {
    let row = table::find(call.app(), call.scope()?, id).await?.ok_or_else(|| not_found(id))?;
    let object = object::writable(call, row.kind, &row.object_id).await?;
    Ok((row, object))
}

/// Changes metadata; without a text nothing happens.
pub(super) async fn update(
    call: &Call,
    id: i64,
    xml: Option<String>,
    version: Option<i64>,
) -> Result<MetadataRow> {
    let scope = call.scope()?;
    // Versions begin with 1; what programs send for none is less.
    let version = version.filter(|version| *version > 0);
    let require = |row: &MetadataRow| match version {
        Some(version) if version != row.version => {
            Err(Error::from(INVALID_METADATA_VERSION.with([row.version.to_string()])))
        }
        _ => Ok(()),
    };
    require(&table::find(call.app(), scope, id).await?.ok_or_else(|| not_found(id))?)?;
    let (row, object) = writable(call, id).await?;
    let Some(xml) = xml.filter(|xml| !xml.is_empty()) else { return Ok(row) };
    let mut tx = call.app().store.begin().await?;
    let profile = profile_table::hold(&mut tx, scope, row.profile_id, false).await?;
    let profile = profile.ok_or_else(|| INVALID_METADATA_PROFILE.with([row.profile_id.to_string()]))?;
    object::touch(&mut tx, call, &object).await?;
    let mut row = table::hold(&mut tx, scope, id).await?.ok_or_else(|| not_found(id))?;
    require(&row)?;
    let document = checked(&profile, &xml)?;
    check_named(&mut tx, call, &profile, &document).await?;
    row.profile_version = profile.version;
    if row.xml != xml {
        row.version += 1;
        row.updated_at = call.now();
        row.xml.clone_from(&xml);
        index::put(&mut tx, &profile, &row, &document).await?;
    }
    table::update(&mut tx, &row).await?;
    tx.commit().await?;
    Ok(row)
}

/// Deletes metadata.
pub(super) async fn delete(call: &Call, id: i64) -> Result<()> {
    let (_, object) = writable(call, id).await?;
    let mut tx = call.app().store.begin().await?;
    object::touch(&mut tx, call, &object).await?;
    let row = table::hold(&mut tx, call.scope()?, id).await?.ok_or_else(|| not_found(id))?;
    table::delete(&mut tx, call.scope()?, row.id).await?;
    Ok(tx.commit().await?)
}

/// Metadata that the session may read.
pub(super) async fn readable(call: &Call, id: i64) -> Result<MetadataRow> {
    let row = table::find(call.app(), call.scope()?, id).await?.ok_or_else(|| not_found(id))?;
    match object::readable(call, row.kind, &row.object_id).await? {
        Some(_) => Ok(row),
        None => Err(not_found(id)),
    }
}

/// Gives an entry the metadata of another one.
pub(super) async fn copy_entry(
    tx: &mut Transaction,
    scope: Scope,
    from: &str,
    to: (&str, i64),
    now: i64,
) -> Result<()> {
    let kind = MetadataObjectType::Entry;
    for known in table::all_of_object(tx, scope, kind, &object::entry_key(from)).await? {
        let Some(profile) = profile_table::hold(tx, scope, known.profile_id, false).await? else { continue };
        let mut row = MetadataRow {
            id: 0,
            object_id: to.0.to_owned(),
            object_key: object::entry_key(to.0),
            object_row: to.1,
            version: 1,
            created_at: now,
            updated_at: now,
            ..known
        };
        row.id = table::insert(tx, &row).await?;
        let document = xsd::parse(&row.xml, MAX_DOCUMENT)
            .map_err(|why| Error::internal(format!("metadata that were kept: {why}")))?;
        index::put(tx, &profile, &row, &document).await?;
    }
    Ok(())
}
