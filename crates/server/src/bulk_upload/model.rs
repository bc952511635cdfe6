//! What the API says about bulk uploads.

use contract::common::Filter;
use contract::{ApiEnum, ApiFamily, ApiObject, BigInt, Prop, Time};

pub use crate::job::BatchJobStatus;

/// A job over many objects.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaBulkUpload", list = "KalturaBulkUploadListResponse")]
pub struct BulkUpload {
    /// Identifier.
    pub id: Prop<BigInt>,
    /// Name of the user who sent it.
    pub uploaded_by: Prop<String>,
    /// Id of the user who sent it.
    pub uploaded_by_user_id: Prop<String>,
    /// When it was sent.
    pub uploaded_on: Prop<Time>,
    /// How many entries it made.
    #[api(deprecated)]
    pub num_of_entries: Prop<i64>,
    /// How far it is.
    pub status: Prop<BatchJobStatus>,
    /// Address of its log.
    pub log_file_url: Prop<String>,
    /// Address of the file that was sent.
    #[api(deprecated)]
    pub csv_file_url: Prop<String>,
    /// Address of the file that was sent.
    pub bulk_file_url: Prop<String>,
    /// Format of the file.
    pub bulk_upload_type: Prop<BulkUploadType>,
    /// What came of each line.
    pub results: Prop<Vec<BulkUploadResult>>,
    /// Why it failed.
    pub error: Prop<String>,
    /// Where the failure comes from.
    pub error_type: Prop<BatchJobErrorTypes>,
    /// Number of the failure.
    pub error_number: Prop<i64>,
    /// Name of the file that was sent.
    pub file_name: Prop<String>,
    /// Free text.
    pub description: Prop<String>,
    /// How many objects it touched.
    pub num_of_objects: Prop<i64>,
    /// What kind of objects it is about.
    pub bulk_upload_object_type: Prop<BulkUploadObjectType>,
}

/// What came of one line of a bulk upload.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaBulkUploadResult")]
pub struct BulkUploadResult {
    /// Identifier.
    #[api(read_only)]
    pub id: Prop<i64>,
    /// The bulk upload.
    pub bulk_upload_job_id: Prop<BigInt>,
    /// Number of the line.
    pub line_index: Prop<i64>,
    /// The account.
    pub partner_id: Prop<i64>,
    /// Whether it worked.
    pub status: Prop<BulkUploadResultStatus>,
    /// What was to be done.
    pub action: Prop<BulkUploadAction>,
    /// Id of the object.
    pub object_id: Prop<String>,
    /// Status of the object.
    pub object_status: Prop<i64>,
    /// What kind of object it is.
    pub bulk_upload_result_object_type: Prop<BulkUploadObjectType>,
    /// The line.
    pub row_data: Prop<String>,
    /// Data of the account's own.
    pub partner_data: Prop<String>,
    /// Why the object failed.
    pub object_error_description: Prop<String>,
    /// What plug-ins add.
    pub plugins_data: Prop<Vec<BulkUploadPluginData>>,
    /// Why the line failed.
    pub error_description: Prop<String>,
    /// Code of the failure.
    pub error_code: Prop<String>,
    /// Where the failure comes from.
    pub error_type: Prop<i64>,
}

/// What a plug-in adds to a line of a bulk upload.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaBulkUploadPluginData")]
pub struct BulkUploadPluginData {
    /// Name.
    pub field: Prop<String>,
    /// Value.
    pub value: Prop<String>,
}

/// Formats of bulk uploads.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaBulkUploadType", dynamic)]
pub enum BulkUploadType {
    /// Comma-separated values.
    #[api(value = "bulkUploadCsv.CSV")]
    Csv,
    /// Whatever a filter finds.
    #[api(value = "bulkUploadFilter.FILTER")]
    Filter,
    /// XML.
    #[api(value = "bulkUploadXml.XML")]
    Xml,
    /// XML from a drop folder.
    #[api(value = "dropFolderXmlBulkUpload.DROP_FOLDER_XML")]
    DropFolderXml,
    /// A calendar.
    #[api(value = "scheduleBulkUpload.ICAL")]
    Ical,
    /// A calendar from a drop folder.
    #[api(value = "scheduleDropFolder.DROP_FOLDER_ICAL")]
    DropFolderIcal,
}

/// What bulk uploads are about.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaBulkUploadObjectType", dynamic)]
pub enum BulkUploadObjectType {
    /// Entries.
    #[api(value = "1")]
    Entry,
    /// Categories.
    #[api(value = "2")]
    Category,
    /// Users.
    #[api(value = "3")]
    User,
    /// Members of categories.
    #[api(value = "4")]
    CategoryUser,
    /// Entries in categories.
    #[api(value = "5")]
    CategoryEntry,
    /// What users have to do with entries.
    #[api(value = "6")]
    UserEntry,
    /// Items of vendors' catalogues.
    #[api(value = "7")]
    VendorCatalogItem,
    /// Jobs.
    #[api(value = "bulkUploadFilter.JOB")]
    Job,
    /// Scheduled events.
    #[api(value = "scheduleBulkUpload.SCHEDULE_EVENT")]
    ScheduleEvent,
    /// Scheduled resources.
    #[api(value = "scheduleBulkUpload.SCHEDULE_RESOURCE")]
    ScheduleResource,
}

/// Where the failure of a job comes from.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaBatchJobErrorTypes")]
pub enum BatchJobErrorTypes {
    /// What was asked for.
    App = 0,
    /// The program.
    Runtime = 1,
    /// Another server.
    Http = 2,
    /// The connection to another server.
    Curl = 3,
    /// The API.
    KalturaApi = 4,
    /// The client of the API.
    KalturaClient = 5,
}

/// What a line of a bulk upload is to do.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaBulkUploadAction", dynamic)]
pub enum BulkUploadAction {
    /// Add.
    #[api(value = "1")]
    Add,
    /// Change.
    #[api(value = "2")]
    Update,
    /// Delete.
    #[api(value = "3")]
    Delete,
    /// Put in the place of another.
    #[api(value = "4")]
    Replace,
    /// Rewrite the line first.
    #[api(value = "5")]
    TransformXslt,
    /// Change it if it is there, add it otherwise.
    #[api(value = "6")]
    AddOrUpdate,
    /// Activate.
    #[api(value = "7")]
    Activate,
    /// Reject.
    #[api(value = "8")]
    Reject,
    /// Change the status.
    #[api(value = "9")]
    UpdateStatus,
    /// Cancel.
    #[api(value = "scheduleBulkUpload.CANCEL")]
    Cancel,
}

/// Whether a line of a bulk upload worked.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaBulkUploadResultStatus", dynamic)]
pub enum BulkUploadResultStatus {
    /// It did not.
    #[api(value = "1")]
    Error,
    /// It did.
    #[api(value = "2")]
    Ok,
    /// Not yet.
    #[api(value = "3")]
    InProgress,
}

/// Which bulk uploads to list; those that were called off never are.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaBulkUploadFilter", filter = "KalturaBulkUploadBaseFilter")]
pub struct BulkUploadFilter {
    /// Order and search.
    #[api(base)]
    pub base: Filter,
    /// Sent at this time or later.
    pub uploaded_on_greater_than_or_equal: Prop<Time>,
    /// Sent at this time or before.
    pub uploaded_on_less_than_or_equal: Prop<Time>,
    /// Sent at this time.
    pub uploaded_on_equal: Prop<Time>,
    /// With one of these statuses, comma-separated.
    pub status_in: Prop<String>,
    /// With this status.
    pub status_equal: Prop<BatchJobStatus>,
    /// About this kind of objects.
    pub bulk_upload_object_type_equal: Prop<BulkUploadObjectType>,
    /// About one of these kinds of objects, comma-separated.
    #[api(values = "KalturaBulkUploadObjectType")]
    pub bulk_upload_object_type_in: Prop<String>,
}

/// What a job is told.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaJobData")]
pub struct JobData {}

/// What a bulk upload is told; its subclass says the format.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaBulkUploadJobData")]
pub struct BulkUploadJobData {
    /// What every job is told.
    #[api(base)]
    pub base: JobData,
    /// Id of the user who sends it.
    #[api(read_only)]
    pub user_id: Prop<String>,
    /// Name of the user who sends it.
    #[api(read_only)]
    pub uploaded_by: Prop<String>,
    /// How entries are converted.
    #[api(read_only, deprecated)]
    pub conversion_profile_id: Prop<i64>,
    /// Where the results are.
    #[api(read_only)]
    pub results_file_local_path: Prop<String>,
    /// Address of the results.
    #[api(read_only)]
    pub results_file_url: Prop<String>,
    /// How many entries it made.
    #[api(read_only, deprecated)]
    pub num_of_entries: Prop<i64>,
    /// How many objects it touched.
    #[api(read_only)]
    pub num_of_objects: Prop<i64>,
    /// Where the file is.
    #[api(read_only)]
    pub file_path: Prop<String>,
    /// What kind of objects it is about.
    #[api(read_only)]
    pub bulk_upload_object_type: Prop<BulkUploadObjectType>,
    /// Name to show for the file.
    pub file_name: Prop<String>,
    /// What is known of all its objects.
    #[api(read_only)]
    pub object_data: Prop<AnyBulkUploadObjectData>,
    /// Format of the file.
    #[api(read_only)]
    pub r#type: Prop<BulkUploadType>,
    /// Taken and passed over.
    pub email_recipients: Prop<String>,
    /// Taken and passed over.
    pub num_of_error_objects: Prop<i64>,
    /// Taken and passed over.
    pub privileges: Prop<String>,
}

/// A bulk upload of comma-separated values. The file itself says which columns it has.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaBulkUploadCsvJobData", plugin = "bulkUploadCsv")]
pub struct BulkUploadCsvJobData {
    /// What every bulk upload is told.
    #[api(base)]
    pub base: BulkUploadJobData,
    /// Version of the format.
    #[api(read_only)]
    pub csv_version: Prop<BulkUploadCsvVersion>,
    /// Taken and passed over.
    pub columns: Prop<Vec<StringObject>>,
    /// Taken and passed over.
    pub process_object_id: Prop<String>,
    /// Taken and passed over.
    pub process_object_type: Prop<String>,
}

/// Versions of the format of comma-separated values.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaBulkUploadCsvVersion", plugin = "bulkUploadCsv")]
pub enum BulkUploadCsvVersion {
    /// Five columns.
    V1 = 1,
    /// Twelve columns.
    V2 = 2,
    /// Columns as the first row names them.
    V3 = 3,
}

/// A text where an object is wanted.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaString")]
pub struct StringObject {
    /// The text.
    pub value: Prop<String>,
}

/// What may be sent as the data of a bulk upload.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = BulkUploadJobData)]
pub enum AnyBulkUploadJobData {
    /// No format is said.
    BulkUploadJobData(BulkUploadJobData),
    /// Comma-separated values.
    BulkUploadCsvJobData(BulkUploadCsvJobData),
}

/// What is known of all objects of a bulk upload.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaBulkUploadObjectData", abstract)]
pub struct BulkUploadObjectData {}

/// What is known of all users of a bulk upload: nothing.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaBulkUploadUserData")]
pub struct BulkUploadUserData {
    /// What is known of objects of any kind.
    #[api(base)]
    pub base: BulkUploadObjectData,
}

/// What may be sent as what is known of all objects.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = BulkUploadObjectData)]
pub enum AnyBulkUploadObjectData {
    /// Of users.
    BulkUploadUserData(BulkUploadUserData),
}
