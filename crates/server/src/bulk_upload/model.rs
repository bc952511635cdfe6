//! What the API says about bulk uploads.

use contract::{ApiEnum, ApiObject, BigInt, Prop, Time};

/// A job over many objects.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaBulkUpload")]
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

/// How far a job is.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaBatchJobStatus")]
pub enum BatchJobStatus {
    /// Not begun.
    Pending = 0,
    /// Taken by a worker.
    Queued = 1,
    /// At work.
    Processing = 2,
    /// Worked through.
    Processed = 3,
    /// Its files are being moved.
    Movefile = 4,
    /// Done.
    Finished = 5,
    /// Failed.
    Failed = 6,
    /// Called off.
    Aborted = 7,
    /// Done but for its children.
    AlmostDone = 8,
    /// To be tried again.
    Retry = 9,
    /// Failed for good.
    Fatal = 10,
    /// Not to be done.
    DontProcess = 11,
    /// Done in part.
    FinishedPartially = 12,
    /// Held back.
    Suspend = 13,
    /// Done but for its children, which are held back.
    SuspendAlmostDone = 14,
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
