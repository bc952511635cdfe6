//! `metadata_metadata` (reference: search-metadata.md §4).

use contract::errors::{METADATA_FILE_NOT_FOUND, XSLT_VALIDATION_ERROR};
use contract::{BigInt, FilterPager, ListOf, Time, service};
use wire::Upload;

use super::model::{Metadata, MetadataFilter, MetadataObjectType, MetadataStatus};
use super::table::MetadataRow;
use super::xsd::MAX_DOCUMENT;
use super::{has_plugin, list, require_plugin, text_of, write};
use crate::call::Call;
use crate::error::{Error, Result};

/// The service `metadata_metadata`.
pub struct MetadataService;

/// What is said about objects in the fields of metadata profiles.
#[service(name = "metadata_metadata", plugin = "metadata")]
impl MetadataService {
    /// Adds metadata to an object, which has at most one of each profile.
    #[action(
        session = always,
        allow(
            BASE_USER_SESSION_PERMISSION,
            CAPTURE_DEVICE_PERMISSION,
            CONTENT_MANAGE_CUSTOM_DATA,
            CONTENT_MODERATE_CUSTOM_DATA,
            PLAYBACK_BASE_PERMISSION,
            QNA_WIDGET_SESSION_PERMISSION
        ),
        throws(
            METADATA_PROFILE_NOT_FOUND,
            INCOMPATIBLE_METADATA_PROFILE_OBJECT_TYPE,
            METADATA_ALREADY_EXISTS,
            INVALID_METADATA_DATA
        )
    )]
    async fn add(
        call: &Call,
        /// The profile.
        metadata_profile_id: i64,
        /// What the object is.
        object_type: MetadataObjectType,
        /// The object.
        object_id: String,
        /// The metadata, as XML that follows the profile's schema.
        xml_data: String,
    ) -> Result<Metadata> {
        require_plugin(call)?;
        let row = Box::pin(write::add(call, metadata_profile_id, object_type, &object_id, &xml_data)).await?;
        Ok(show(row))
    }

    /// Adds metadata that are sent as a file.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, CONTENT_MANAGE_CUSTOM_DATA, CONTENT_MODERATE_CUSTOM_DATA),
        throws(METADATA_ALREADY_EXISTS, METADATA_FILE_NOT_FOUND, INVALID_METADATA_DATA)
    )]
    async fn add_from_file(
        call: &Call,
        /// The profile.
        metadata_profile_id: i64,
        /// What the object is.
        object_type: MetadataObjectType,
        /// The object.
        object_id: String,
        /// The metadata, as XML that follows the profile's schema.
        xml_file: Upload,
    ) -> Result<Metadata> {
        require_plugin(call)?;
        let xml = text_of(xml_file, MAX_DOCUMENT).await?.ok_or_else(unreadable)?;
        Ok(show(Box::pin(write::add(call, metadata_profile_id, object_type, &object_id, &xml)).await?))
    }

    /// Deletes metadata.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, CONTENT_MANAGE_CUSTOM_DATA, CONTENT_MODERATE_CUSTOM_DATA),
        throws(METADATA_NOT_FOUND)
    )]
    async fn delete(
        call: &Call,
        /// Their id.
        id: BigInt,
    ) -> Result<()> {
        require_plugin(call)?;
        write::delete(call, id.0).await
    }

    /// Answers metadata of an object that the session sees.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, CONTENT_MANAGE_BASE, WIDGET_SESSION_PERMISSION),
        throws(METADATA_NOT_FOUND)
    )]
    async fn get(
        call: &Call,
        /// Their id.
        id: BigInt,
    ) -> Result<Metadata> {
        require_plugin(call)?;
        Ok(show(write::readable(call, id.0).await?))
    }

    /// Answers metadata of objects that the session sees.
    #[action(
        session = always,
        allow(
            BASE_USER_SESSION_PERMISSION,
            CONTENT_MANAGE_BASE,
            CONTENT_MANAGE_CUSTOM_DATA,
            KMC_READ_ONLY,
            PLAYBACK_BASE_PERMISSION,
            WIDGET_SESSION_PERMISSION
        )
    )]
    async fn list(
        call: &Call,
        /// Which ones.
        filter: Option<MetadataFilter>,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<Metadata>> {
        if !has_plugin(call) {
            // Players ask for it with every medium, and fail where it is refused.
            return Ok(ListOf::default());
        }
        let (rows, total) = list::list(call, filter.unwrap_or_default(), pager.as_ref()).await?;
        Ok(ListOf {
            objects: Some(rows.into_iter().map(show).collect()),
            total_count: i64::try_from(total).unwrap_or(i64::MAX),
        })
    }

    /// Changes metadata.
    #[action(
        session = always,
        allow(
            BASE_USER_SESSION_PERMISSION,
            CAPTURE_DEVICE_PERMISSION,
            CONTENT_MANAGE_CUSTOM_DATA,
            CONTENT_MODERATE_CUSTOM_DATA,
            QNA_WIDGET_SESSION_PERMISSION
        ),
        throws(METADATA_NOT_FOUND, INVALID_METADATA_DATA, INVALID_METADATA_VERSION, XSLT_VALIDATION_ERROR)
    )]
    async fn update(
        call: &Call,
        /// Their id.
        id: BigInt,
        /// All of the metadata; without them nothing changes.
        xml_data: Option<String>,
        /// The version that is to be changed; if there is another one by now, it is left alone.
        version: Option<i64>,
    ) -> Result<Metadata> {
        require_plugin(call)?;
        Ok(show(Box::pin(write::update(call, id.0, xml_data, version)).await?))
    }

    /// Changes metadata to what is sent as a file.
    #[action(
        session = always,
        allow(BASE_USER_SESSION_PERMISSION, CONTENT_MANAGE_CUSTOM_DATA, CONTENT_MODERATE_CUSTOM_DATA),
        throws(METADATA_NOT_FOUND, METADATA_FILE_NOT_FOUND, INVALID_METADATA_DATA)
    )]
    async fn update_from_file(
        call: &Call,
        /// Their id.
        id: BigInt,
        /// All of the metadata.
        xml_file: Option<Upload>,
    ) -> Result<Metadata> {
        require_plugin(call)?;
        let xml = match xml_file {
            Some(file) => Some(text_of(file, MAX_DOCUMENT).await?.ok_or_else(unreadable)?),
            None => None,
        };
        Ok(show(Box::pin(write::update(call, id.0, xml, None)).await?))
    }

    /// Refuses to change metadata by a transformation: this server runs none.
    #[action(
        session = always,
        allow(CONTENT_MANAGE_CUSTOM_DATA, CONTENT_MODERATE_CUSTOM_DATA),
        throws(XSLT_VALIDATION_ERROR, METADATA_FILE_NOT_FOUND, METADATA_NOT_FOUND)
    )]
    async fn update_from_x_s_l(
        call: &Call,
        /// Their id.
        id: BigInt,
        /// The transformation.
        xsl_file: Upload,
    ) -> Result<Metadata> {
        require_plugin(call)?;
        let _ = xsl_file;
        write::readable(call, id.0).await?;
        Err(XSLT_VALIDATION_ERROR.with(["transformations are not supported"]).into())
    }
}

fn unreadable() -> Error {
    METADATA_FILE_NOT_FOUND.with(["xmlFile"]).into()
}

fn show(row: MetadataRow) -> Metadata {
    Metadata {
        id: BigInt(row.id).into(),
        partner_id: row.partner_id.into(),
        metadata_profile_id: row.profile_id.into(),
        metadata_profile_version: row.profile_version.into(),
        metadata_object_type: row.kind.into(),
        object_id: row.object_id.into(),
        version: row.version.into(),
        created_at: Time(row.created_at).into(),
        updated_at: Time(row.updated_at).into(),
        status: MetadataStatus::Valid.into(),
        xml: row.xml.into(),
    }
}
