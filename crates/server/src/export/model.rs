//! What the API says about exports.

use contract::enums::NullableBoolean;
use contract::{ApiObject, Prop};

use crate::entry::words::EntryType;

/// How an export is written.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaExportToCsvOptions")]
pub struct ExportToCsvOptions {
    /// How times are written, as PHP's `date` takes it; Unix seconds without it.
    pub format: Prop<String>,
    /// Columns of a kind of entries; taken and passed over.
    pub type_equal: Prop<EntryType>,
    /// False leaves out the columns that nobody has asked for.
    pub default_header: Prop<NullableBoolean>,
}

/// A column that holds a field of metadata.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaCsvAdditionalFieldInfo")]
pub struct CsvAdditionalFieldInfo {
    /// The title of the column.
    pub field_name: Prop<String>,
    /// The field.
    pub xpath: Prop<String>,
}
