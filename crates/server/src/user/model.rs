//! What the API says about users.

pub use contract::languages::LanguageCode;
use contract::{ApiEnum, ApiFamily, ApiObject, Prop, Time};

/// What everybody known to an account has.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaBaseUser")]
pub struct BaseUser {
    /// Identifier, chosen by the account; without regard to case.
    pub id: Prop<String>,
    /// The account.
    #[api(read_only)]
    pub partner_id: Prop<i64>,
    /// Name to show; the id if not given.
    #[api(truncate = 127)]
    pub screen_name: Prop<String>,
    /// First and last name in one; first and last name count where they are given.
    #[api(deprecated, truncate = 40)]
    pub full_name: Prop<String>,
    /// E-mail address.
    pub email: Prop<String>,
    /// Country.
    pub country: Prop<String>,
    /// State or province.
    #[api(truncate = 16)]
    pub state: Prop<String>,
    /// City.
    #[api(truncate = 30)]
    pub city: Prop<String>,
    /// Postal code.
    #[api(truncate = 10)]
    pub zip: Prop<String>,
    /// Address of a picture.
    pub thumbnail_url: Prop<String>,
    /// Free text.
    #[api(max_length = 8192)]
    pub description: Prop<String>,
    /// Tags, comma-separated.
    pub tags: Prop<String>,
    /// Taken and passed over.
    #[api(deprecated)]
    pub admin_tags: Prop<String>,
    /// Whether the user is active.
    pub status: Prop<UserStatus>,
    /// When it was made.
    #[api(read_only)]
    pub created_at: Prop<Time>,
    /// When it was last changed.
    #[api(read_only)]
    pub updated_at: Prop<Time>,
    /// Data of the account's own.
    pub partner_data: Prop<String>,
    /// Taken and passed over.
    pub indexed_partner_data_int: Prop<i64>,
    /// Taken and passed over.
    pub indexed_partner_data_string: Prop<String>,
    /// Storage used, in kilobytes.
    #[api(read_only)]
    pub storage_size: Prop<i64>,
    /// Preferred language.
    pub language: Prop<LanguageCode>,
    /// When the user last logged in to this account, in Unix seconds.
    #[api(read_only)]
    pub last_login_time: Prop<i64>,
    /// When the status last changed, in Unix seconds.
    #[api(read_only)]
    pub status_updated_at: Prop<i64>,
    /// When the user was deleted.
    #[api(read_only)]
    pub deleted_at: Prop<Time>,
    /// Accounts that a user of the operators' console may act for, comma-separated.
    pub allowed_partner_ids: Prop<String>,
    /// Packages of accounts that a user of the operators' console may act for, comma-separated.
    pub allowed_partner_packages: Prop<String>,
    /// Whether the user is protected.
    pub user_mode: Prop<UserMode>,
    /// What the user can do beyond its kind.
    pub capabilities: Prop<Vec<UserCapability>>,
}

/// A user of an account (reference: identity.md §15.2).
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaUser", list = "KalturaUserListResponse")]
pub struct User {
    /// What everybody known to an account has.
    #[api(base)]
    pub base: BaseUser,
    /// A person or a group.
    pub r#type: Prop<UserType>,
    /// Date of birth.
    pub date_of_birth: Prop<i64>,
    /// Gender.
    pub gender: Prop<Gender>,
    /// Whether the user is an admin.
    pub is_admin: Prop<bool>,
    /// Whether the user is a guest.
    #[api(insert_only)]
    pub is_guest: Prop<bool>,
    /// Ids of the roles, comma-separated.
    pub role_ids: Prop<String>,
    /// Names of the roles, comma-separated.
    #[api(read_only)]
    pub role_names: Prop<String>,
    /// Whether the user owns the account; what is sent has no effect.
    #[api(insert_only)]
    pub is_account_owner: Prop<bool>,
    /// Password for the login; taken, never given.
    #[api(insert_only, write_only)]
    pub password: Prop<String>,
    /// Given name.
    pub first_name: Prop<String>,
    /// Family name.
    pub last_name: Prop<String>,
    /// Whether the user can log in; what is sent has no effect.
    #[api(insert_only)]
    pub login_enabled: Prop<bool>,
    /// What is known of the user's registration; free text.
    pub registration_info: Prop<String>,
    /// What is known of the user's attendance; free text.
    pub attendance_info: Prop<String>,
    /// Title.
    pub title: Prop<String>,
    /// Company.
    pub company: Prop<String>,
    /// Privileges that log-ins give instead of those that the caller asks for, comma-separated.
    pub ks_privileges: Prop<String>,
    /// Seed of the one-time codes, encrypted; in the answers of a few actions alone.
    #[api(read_only)]
    pub encrypted_seed: Prop<String>,
    /// Whether the user may log in with a password where the account blocks that.
    pub is_sso_excluded: Prop<bool>,
    /// The plain id, where the account keeps ids hashed.
    #[api(insert_only)]
    pub external_id: Prop<String>,
}

/// A user who logs in to a console.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaAdminUser", deprecated)]
pub struct AdminUser {
    /// What every user has.
    #[api(base)]
    pub base: User,
}

/// Gender.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaGender")]
pub enum Gender {
    /// Not told.
    Unknown = 0,
    /// Male.
    Male = 1,
    /// Female.
    Female = 2,
}

/// A capability of a user.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaUserCapability")]
pub struct UserCapability {
    /// Which one.
    pub capability: Prop<UserCapabilityType>,
}

/// Whether a user is protected from changes.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaUserMode")]
pub enum UserMode {
    /// It is not.
    None = 0,
    /// It is.
    ProtectedUser = 1,
}

/// Whether a user is active.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaUserStatus")]
pub enum UserStatus {
    /// Not now: calls in their name are refused.
    Blocked = 0,
    /// Yes.
    Active = 1,
    /// Gone.
    Deleted = 2,
}

/// What a user is.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaUserType")]
pub enum UserType {
    /// A person.
    User = 0,
    /// A group of persons.
    Group = 1,
    /// A group whose members stay when memberships are synchronised.
    ApplicativeGroup = 2,
}

/// Capabilities of users.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaUserCapabilityType", dynamic)]
pub enum UserCapabilityType {
    /// A synchronised group.
    #[api(value = "0")]
    SyncedGroup,
}

/// What may be sent as a user.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = User)]
pub enum AnyUser {
    /// A user.
    User(User),
    /// A user by the name of the old class.
    AdminUser(AdminUser),
}

impl AnyUser {
    /// The user by the name of the declared class.
    pub fn as_user(&self) -> &User {
        match self {
            Self::User(user) => user,
            Self::AdminUser(admin) => &admin.base,
        }
    }
}
