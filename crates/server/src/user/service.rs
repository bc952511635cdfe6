//! `user`: people of an account (reference: identity.md §6). How they log in is in `login_service.rs`.

use contract::common::KeyValue;
use contract::errors::{
    CANNOT_RETRIEVE_ANOTHER_USER_USING_NON_ADMIN_SESSION, FEATURE_FORBIDDEN, INVALID_USER_ID,
    LOGIN_DATA_NOT_FOUND, USER_NOT_FOUND,
};
use contract::{FilterPager, ListOf, service};
use wire::Upload;

use super::filter::{AnyUserFilter, UserLoginDataFilter};
use super::model::{AnyUser, User};
use super::show::show;
use super::table::{self, FullUser};
use super::{add, list, remove, update, user_key};
use crate::bulk_upload;
use crate::bulk_upload::model::{AnyBulkUploadJobData, BulkUpload, BulkUploadUserData};
use crate::call::{Call, SentAsFile, forbidden};
use crate::error::Result;
use crate::export;
use crate::export::model::{CsvAdditionalFieldInfo, ExportToCsvOptions};
use crate::login::login_by_email;

/// The service `user`.
pub struct Users;

/// People of an account: who they are, what they may do, and how they log in.
#[service(name = "user")]
impl Users {
    /// Adds a user. Administrators, and everybody for whom a password is given, can log in with their e-mail.
    #[action(
        session = always,
        allow(ADMIN_USER_ADD),
        throws(
            DUPLICATE_USER_BY_ID,
            PROPERTY_VALIDATION_CANNOT_BE_NULL,
            INVALID_FIELD_VALUE,
            UNKNOWN_PARTNER_ID,
            ADMIN_LOGIN_USERS_QUOTA_EXCEEDED,
            PASSWORD_STRUCTURE_INVALID,
            DUPLICATE_USER_BY_LOGIN_ID,
            USER_ROLE_NOT_FOUND
        )
    )]
    async fn add(
        call: &Call,
        /// The user; its id is required.
        user: AnyUser,
    ) -> Result<User> {
        let id = add::add(call, user).await?;
        find(call, &id).await
    }

    /// Says whether somebody logs in with an e-mail address, in whatever account.
    #[action(
        session = always,
        allow(ADMIN_PUBLISHER_MANAGE),
        alias = "user.checkLoginDataExists",
        source = "varconsole_varconsole->checkLoginDataExists",
        plugin = "varConsole"
    )]
    async fn check_login_data_exists(
        call: &Call,
        /// The e-mail address.
        filter: UserLoginDataFilter,
    ) -> Result<bool> {
        if !call.partner()?.has_feature("FEATURE_VAR_CONSOLE_LOGIN") {
            return Err(FEATURE_FORBIDDEN.with(["varConsole"]).into());
        }
        let email = filter.login_email_equal.get().map_or("", String::as_str);
        Ok(login_by_email(call.app(), email).await?.is_some())
    }

    /// Deletes a user. The sessions that the user has are over, and the user's application tokens are gone.
    #[action(session = always, allow(ADMIN_USER_DELETE), throws(INVALID_USER_ID))]
    async fn delete(
        call: &Call,
        /// The user's id.
        user_id: String,
    ) -> Result<User> {
        let mut tx = call.app().store.begin().await?;
        let gone = remove::remove(&mut tx, call.partner()?, &user_id, call.request().now).await?;
        tx.commit().await?;
        present(call, gone).await
    }

    /// Makes an administrator an ordinary user without roles. The log-in stays; the sessions that the user has
    /// are over.
    #[action(session = always, allow(ADMIN_USER_DELETE))]
    async fn demote_admin(
        call: &Call,
        /// The user's id.
        user_id: String,
    ) -> Result<User> {
        let mut tx = call.app().store.begin().await?;
        let demoted = remove::demote(&mut tx, call.partner()?, &user_id, call.request().now).await?;
        tx.commit().await?;
        present(call, demoted).await
    }

    /// Answers a user of the account; without an id, the user of the session. Only an administrator's session
    /// may ask for somebody else.
    #[action(
        session = always,
        allow(ADMIN_BASE, BASE_USER_SESSION_PERMISSION, KMC_READ_ONLY, WIDGET_SESSION_PERMISSION),
        throws(INVALID_USER_ID)
    )]
    async fn get(
        call: &Call,
        /// The user's id; the session's own user without one.
        user_id: Option<String>,
    ) -> Result<User> {
        let own = call.user_id();
        let user_id = user_id.filter(|id| !id.is_empty()).unwrap_or_else(|| own.to_owned());
        if !call.is_admin() && user_key(&user_id) != user_key(own) {
            return Err(CANNOT_RETRIEVE_ANOTHER_USER_USING_NON_ADMIN_SESSION.with([user_id]).into());
        }
        find(call, &user_id).await
    }

    /// Answers the user of the account who logs in with an e-mail address. Somebody else than the session's own
    /// user is answered only to those who manage administrators.
    #[action(
        session = always,
        allow(ADMIN_BASE, KMC_READ_ONLY),
        throws(LOGIN_DATA_NOT_FOUND, USER_NOT_FOUND)
    )]
    async fn get_by_login_id(
        call: &Call,
        /// The e-mail address.
        login_id: String,
    ) -> Result<User> {
        let (app, partner) = (call.app(), call.partner()?);
        let login = login_by_email(app, &login_id).await?.ok_or_else(|| LOGIN_DATA_NOT_FOUND.bare())?;
        let users = table::users_of_login(app, login.row).await?;
        let user = users.into_iter().find(|(account, _)| *account == partner.id);
        let (_, user) = user.ok_or_else(|| USER_NOT_FOUND.bare())?;
        let is_own = user_key(&user.id) == user_key(call.user_id());
        if !is_own && !call.rights().has("MANAGE_ADMIN_USERS") {
            return Err(INVALID_USER_ID.bare().into());
        }
        find(call, &user.id).await
    }

    /// Writes a user to the search index anew. Nobody may, as in the original; here nothing has to be written anew.
    #[action(session = always, allow(), throws(USER_NOT_FOUND))]
    async fn index(
        call: &Call,
        /// The user's id.
        id: String,
        /// Whether the row is written anew as well.
        #[param(default = true)]
        should_update: bool,
    ) -> Result<String> {
        let _ = (call, id, should_update);
        Err(forbidden("user", "index"))
    }

    /// Answers the users and groups of the account that a filter asks for, but for deleted ones.
    #[action(
        session = always,
        allow(ACCOUNT_BASE, ADMIN_BASE, CAPTURE_DEVICE_PERMISSION, EP_BASE, WEBCAST_PRODUCER_PERMISSION)
    )]
    async fn list(
        call: &Call,
        /// Which ones.
        filter: Option<AnyUserFilter>,
        /// Which page.
        pager: Option<FilterPager>,
    ) -> Result<ListOf<User>> {
        let partner = call.partner()?;
        let filter = filter.unwrap_or_default().into_filter();
        let (users, total) = list::list(call.app(), partner, &filter, pager.as_ref(), call.now()).await?;
        Ok(ListOf {
            objects: Some(users.into_iter().map(|user| show(partner, user)).collect()),
            total_count: i64::try_from(total).unwrap_or(i64::MAX),
        })
    }

    /// Takes note that a user was banned elsewhere. Nobody is told, and nothing changes.
    #[action(session = always, allow(ADMIN_BASE), throws(INVALID_USER_ID))]
    async fn notify_ban(
        call: &Call,
        /// The user's id.
        user_id: String,
    ) -> Result<()> {
        find(call, &user_id).await.map(|_| ())
    }

    /// Adds, changes and deletes users as the lines of a CSV file say, in the background. Each line needs the permission
    /// for what it does, or the one for bulk uploads of users.
    #[action(
        session = always,
        allow(
            ADMIN_USER_BULK,
            BASE_USER_SESSION_PERMISSION,
            CONTENT_INGEST_BULK_UPLOAD,
            CONTENT_INGEST_UPLOAD
        ),
        alias = "user.addFromBulkUpload",
        source = "bulkupload_bulk->addUsers",
        plugin = "bulkUpload"
    )]
    async fn add_from_bulk_upload(
        call: &Call,
        /// The file. Its first line begins with an asterisk and names the columns.
        file_data: Upload,
        /// The format, and a name for the file.
        bulk_upload_data: Option<AnyBulkUploadJobData>,
        /// What is known of all users.
        bulk_upload_user_data: Option<BulkUploadUserData>,
    ) -> Result<BulkUpload> {
        let _ = bulk_upload_user_data;
        bulk_upload::upload_users(call, file_data, bulk_upload_data).await
    }

    /// Writes the users that a filter asks for into a CSV file, in the background, and sends the link to the session's
    /// user, whose e-mail address is the answer.
    #[action(
        session = always,
        allow(ACCOUNT_BASE, ADMIN_BASE, CAPTURE_DEVICE_PERMISSION),
        throws(USER_EMAIL_NOT_FOUND, INVALID_METADATA_PROFILE, METADATA_PROFILE_NOT_SPECIFIED),
        alias = "user.exportToCsv",
        source = "exportcsv->userExportToCsv"
    )]
    async fn export_to_csv(
        call: &Call,
        /// Which ones.
        filter: Option<AnyUserFilter>,
        /// Where additional fields come from; there are none yet.
        metadata_profile_id: Option<i64>,
        /// Columns of metadata.
        additional_fields: Option<Vec<CsvAdditionalFieldInfo>>,
        /// Columns: the title as key, the property as value.
        mapped_fields: Option<Vec<KeyValue>>,
        /// How it is written.
        options: Option<ExportToCsvOptions>,
    ) -> Result<String> {
        let wish = export::Wish {
            filter: filter.unwrap_or_default().into_filter(),
            metadata_profile_id,
            additional_fields: additional_fields.unwrap_or_default(),
            mapped_fields: mapped_fields.unwrap_or_default(),
            options: options.unwrap_or_default(),
        };
        export::ask(call, wish).await
    }

    /// Sends an export as a file, as `exportcsv.serveCsv` does.
    #[action(session = always, allow(BASE_USER_SESSION_PERMISSION), deprecated)]
    async fn serve_csv(
        call: &Call,
        /// The name of the file.
        id: String,
    ) -> Result<SentAsFile> {
        export::serve(call, &id).await
    }

    /// Changes a user. Who is blocked or deleted by it loses the sessions that they have.
    #[action(
        session = always,
        allow(ADMIN_USER_UPDATE),
        throws(
            INVALID_USER_ID,
            CANNOT_DELETE_OR_BLOCK_ROOT_ADMIN_USER,
            USER_ROLE_NOT_FOUND,
            ACCOUNT_OWNER_NEEDS_PARTNER_ADMIN_ROLE
        )
    )]
    async fn update(
        call: &Call,
        /// The user's id.
        user_id: String,
        /// What changes; what is absent stays.
        user: AnyUser,
    ) -> Result<User> {
        let changed = update::update(call, &user_id, user).await?;
        present(call, changed).await
    }
}

/// The user with this id. Unknown, deleted and foreign ids look the same.
async fn find(call: &Call, user_id: &str) -> Result<User> {
    read(call, user_id).await?.ok_or_else(|| INVALID_USER_ID.bare().into())
}

/// The user as the API shows it.
pub(super) async fn read(call: &Call, user_id: &str) -> Result<Option<User>> {
    match table::full(call.app(), call.scope()?, user_id).await? {
        Some(full) => present(call, full).await.map(Some),
        None => Ok(None),
    }
}

/// A user as the API shows it, in the account as it is after a change.
async fn present(call: &Call, full: FullUser) -> Result<User> {
    let partner = call.app().partners.get(call.app(), full.partner_id).await?;
    Ok(show(partner.as_ref().map_or(call.partner()?, |partner| partner), full))
}
