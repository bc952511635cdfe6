//! The error codes (reference: protocol.md §16, identity.md §17, api-schema.json). Codes and argument
//! names are the API's, misspellings included; the texts are ours. `@NAME@` in a text stands for the
//! argument of that name.

use wire::ApiError;

/// An error code that carries `N` values.
#[derive(Debug)]
pub struct ErrorCode<const N: usize> {
    /// The code on the wire.
    pub code: &'static str,
    /// The names of the values, in order.
    pub args: [&'static str; N],
    /// Our text.
    pub text: &'static str,
}

/// What the schema prints of an error.
#[derive(Clone, Copy, Debug)]
pub struct ErrorDecl {
    /// The code on the wire.
    pub code: &'static str,
    /// The names of the values, in order.
    pub args: &'static [&'static str],
    /// Our text.
    pub text: &'static str,
    /// A code that the original API does not have.
    pub own: bool,
}

impl<const N: usize> ErrorCode<N> {
    /// The error with its values.
    #[allow(clippy::needless_pass_by_value)] // reads best at the call: `.with([id])`
    pub fn with<T: AsRef<str>>(&self, values: [T; N]) -> ApiError {
        let mut args = Vec::with_capacity(N);
        let mut message = self.text.to_owned();
        for (name, value) in self.args.iter().zip(&values) {
            let value = wire::strip_tags(value.as_ref());
            message = message.replace(&format!("@{name}@"), &value);
            args.push((*name, value));
        }
        ApiError { code: self.code, message, args }
    }

    /// The error with no value known: each shows as `N/A`.
    pub fn without_values(&self) -> ApiError {
        self.with(["N/A"; N])
    }
}

impl ErrorCode<0> {
    /// The error.
    pub fn bare(&self) -> ApiError {
        ApiError { code: self.code, message: self.text.to_owned(), args: Vec::new() }
    }
}

impl From<&ErrorCode<0>> for ApiError {
    fn from(code: &ErrorCode<0>) -> Self {
        code.bare()
    }
}

const fn count(names: &[&str]) -> usize {
    names.len()
}

const fn is_own(marks: &[&str]) -> bool {
    !marks.is_empty()
}

/// The code on the wire: the name of the declaration, unless another is given.
const fn on_wire(name: &'static str, given: &[&'static str]) -> &'static str {
    match given {
        [code, ..] => code,
        [] => name,
    }
}

macro_rules! errors {
    ($( $(#[$own:ident])? $code:ident $(= $wire:literal)? ( $($arg:ident),* ) $text:literal; )*) => {
        $(
            #[doc = concat!("`", stringify!($code), "`: ", $text, ".")]
            pub static $code: ErrorCode<{ count(&[$(stringify!($arg)),*]) }> =
                ErrorCode { code: on_wire(stringify!($code), &[$($wire)?]), args: [$(stringify!($arg)),*], text: $text };
        )*
        /// Every declared code.
        pub static ALL: &[ErrorDecl] = &[
            $( ErrorDecl {
                code: on_wire(stringify!($code), &[$($wire)?]),
                args: &[$(stringify!($arg)),*],
                text: $text,
                own: is_own(&[$(stringify!($own))?]),
            }, )*
        ];
    };
}

errors! {
    // The request as a whole.
    SERVICE_NOT_SPECIFIED() "No service was named";
    SERVICE_DOES_NOT_EXISTS(SRV_NAME) "There is no service \"@SRV_NAME@\"";
    ACTION_NOT_SPECIFIED() "No action was named";
    ACTION_DOES_NOT_EXISTS(ACTION_NAME, SERVICE_NAME) "Service \"@SERVICE_NAME@\" has no action \"@ACTION_NAME@\"";
    ACTION_BLOCKED(ACTION_NAME, SERVICE_NAME) "Action \"@ACTION_NAME@\" of service \"@SERVICE_NAME@\" is called too often";
    ACTION_FORBIDDEN(ACTION_NAME) "Action \"@ACTION_NAME@\" is not for this caller";
    UNKNOWN_RESPONSE_FORMAT(FORMAT) "There is no response format \"@FORMAT@\"";
    INVALID_LANGUAGE_CODE(LANGUAGE_CODE) "\"@LANGUAGE_CODE@\" is not a language code";
    INTERNAL_SERVERL_ERROR() "The server failed to answer this request";
    INTERNAL_SERVER_ERROR(ERR_TEXT) "Internal server error @ERR_TEXT@";
    INTERNAL_DATABASE_ERROR() "The database did not answer";
    RESOURCE_IS_RESERVED(RESOURCE_ID) "\"@RESOURCE_ID@\" is taken for now: try again later";

    // Parameters.
    MISSING_MANDATORY_PARAMETER(PARAM_NAME) "Parameter \"@PARAM_NAME@\" is missing";
    MANDATORY_PARAMETER_MISSING(PARAM_NAME) "Parameter \"@PARAM_NAME@\" is needed for this response format";
    INVALID_PARAMETER_CHAR(XML_FIELD) "\"@XML_FIELD@\" holds a character that the API cannot carry";
    INVALID_FIELD_VALUE(FIELD_NAME) "The value of \"@FIELD_NAME@\" is not valid";
    INVALID_ENUM_VALUE(ENUM_VAL, PARAM_NAME, ENUM_TYPE) "\"@ENUM_VAL@\" given for \"@PARAM_NAME@\" is no member of @ENUM_TYPE@";
    OBJECT_TYPE_ABSTRACT(OBJ_TYPE) "@OBJ_TYPE@ is abstract: name one of its subclasses in objectType";
    UNSAFE_HTML_TAGS(CLASS_NAME, PROPERTY_NAME) "\"@PROPERTY_NAME@\" of @CLASS_NAME@ holds markup";
    UPLOAD_ERROR() "The file did not arrive";
    INVALID_ID(ID) "\"@ID@\" is not an id";
    FILE_DOESNT_EXIST() "There is no such file";
    USER_EMAIL_NOT_FOUND(USER_ID) "User \"@USER_ID@\" has no e-mail address";
    BULK_UPLOAD_NOT_FOUND(ID) "There is no bulk upload \"@ID@\"";
    METADATA_PROFILE_NOT_FOUND(ID) "There is no metadata profile \"@ID@\"";
    INVALID_METADATA_PROFILE_SCHEMA(ERR_MSG) "The schema cannot be used: @ERR_MSG@";
    METADATA_PROFILE_REFERENCE_EXISTS(ID, FIELD) "The metadata profile \"@ID@\" refers to it in \"@FIELD@\"";
    METADATA_TRANSFORMING() "The metadata of the profile are being rewritten";
    METADATA_PROFILE_FILE_NOT_FOUND(FILE_NAME) "There is no file \"@FILE_NAME@\"";
    METADATA_UNABLE_TO_TRANSFORM(ERR_MSG) "The metadata do not follow the new schema: @ERR_MSG@";
    METADATA_FILE_NOT_FOUND(FILE_NAME) "There is no file \"@FILE_NAME@\"";
    EMPTY_VIEWS_DATA_PROVIDED(FILE_NAME) "The file \"@FILE_NAME@\" is empty";
    METADATA_NOT_FOUND(ID) "There are no metadata \"@ID@\"";
    METADATA_ALREADY_EXISTS(ID) "The object has metadata of this profile: \"@ID@\"";
    INVALID_METADATA_DATA(ERR_MSG) "The metadata do not follow the schema: @ERR_MSG@";
    INVALID_METADATA_VERSION(VERSION) "The metadata have changed meanwhile, to version @VERSION@";
    INCOMPATIBLE_METADATA_PROFILE_OBJECT_TYPE(OBJ_TYPE, META_OBJ_TYPE) "The profile is for objects of type \"@META_OBJ_TYPE@\" and not \"@OBJ_TYPE@\"";
    METADATA_OBJECT_ID_NOT_FOUND(ID) "There is no object \"@ID@\"";
    METADATA_NO_PERMISSION_ON_ENTRY(ID) "The session is for another entry than \"@ID@\"";
    XSLT_VALIDATION_ERROR(ERR_MSG) "The transformation cannot be used: @ERR_MSG@";
    MUST_FILTER_ON_OBJECT_ID() "Name objects in the filter";
    MUST_FILTER_ON_OBJECT_TYPE() "Name the type of the objects in the filter";
    METADATA_PROFILE_NOT_SPECIFIED() "Name the metadata profile that the additional fields belong to";
    INVALID_METADATA_PROFILE(PROFILE_ID) "There is no metadata profile \"@PROFILE_ID@\"";

    // Objects.
    PROPERTY_VALIDATION_CANNOT_BE_NULL(PROP_NAME) "\"@PROP_NAME@\" is required";
    PROPERTY_VALIDATION_MIN_LENGTH(PROP_NAME, MIN_LEN) "\"@PROP_NAME@\" must have at least @MIN_LEN@ bytes";
    PROPERTY_VALIDATION_MAX_LENGTH(PROP_NAME, MAX_LEN) "\"@PROP_NAME@\" must have at most @MAX_LEN@ bytes";
    PROPERTY_VALIDATION_MIN_VALUE(PROP_NAME, MIN_VAL) "\"@PROP_NAME@\" must not be below @MIN_VAL@";
    PROPERTY_VALIDATION_MAX_VALUE(PROP_NAME, MAX_VAL) "\"@PROP_NAME@\" must not be above @MAX_VAL@";
    PROPERTY_VALIDATION_NOT_UPDATABLE(PROP_NAME) "\"@PROP_NAME@\" is set by the server and cannot be changed";
    PROPERTY_VALIDATION_NO_USAGE_PERMISSION(PROP) "This session may not use \"@PROP@\"";
    PROPERTY_VALIDATION_NO_INSERT_PERMISSION(PROP) "This session may not set \"@PROP@\"";
    PROPERTY_VALIDATION_NO_UPDATE_PERMISSION(PROP) "This session may not change \"@PROP@\"";
    PROPERTY_VALIDATION_WRONG_FORMAT(PROP_NAME, FORMAT) "\"@PROP_NAME@\" must be given as @FORMAT@";
    PROPERTY_DEPRECTAED(PROP) "\"@PROP@\" has been replaced by other properties: give one or the others";
    PROPERTY_IS_NOT_DEFINED(PROP, TYPE) "@TYPE@ has no property \"@PROP@\"";
    INVALID_OBJECT_ID(ID) "There is no object \"@ID@\"";
    RESPONSE_PROFILE_MAX_NESTING_LEVEL() "Response profiles may be nested two levels deep";

    // Sessions.
    INVALID_KS(KSID, ERR_CODE, ERR_DESC) "Invalid KS \"@KSID@\", Error \"@ERR_CODE@,@ERR_DESC@\"";
    MISSING_KS() "This call needs a session";
    INVALID_ACTIONS_LIMIT() "The session's actionslimit is not a number above zero";
    INVALID_SET_ROLE() "The session names a role that cannot be";
    UNKNOWN_ROLE_ID() "The privilege setrole names a role that does not exist";
    START_SESSION_ERROR(PID) "No session was started for partner \"@PID@\"";
    START_WIDGET_SESSION_ERROR(WIDGET_ID) "No session was started for widget \"@WIDGET_ID@\"";
    PARTNER_ACCESS_FORBIDDEN(ACCESSING_PID, ACCESSED_PID) "Partner \"@ACCESSING_PID@\" may not look at partner \"@ACCESSED_PID@\"";
    SERVICE_FORBIDDEN(SERVICE) "\"@SERVICE@\" is not allowed for this session";
    SERVICE_FORBIDDEN_CONTENT_BLOCKED() "The account is unknown or blocked";
    SERVICE_ACCESS_CONTROL_RESTRICTED(SERVICE) "\"@SERVICE@\" is restricted by the account's access control";
    ACCESS_UNAUTHORIZED() "This account may not be used from here";
    FEATURE_FORBIDDEN(FEATURE) "The account does not have \"@FEATURE@\"";

    // Application tokens.
    APP_TOKEN_ID_NOT_FOUND(ID) "There is no application token \"@ID@\"";
    APP_TOKEN_NOT_ACTIVE(ID) "Application token \"@ID@\" is not active";
    APP_TOKEN_EXPIRED(ID) "Application token \"@ID@\" has expired";
    INVALID_APP_TOKEN_HASH() "The hash does not match the application token";

    // People.
    USER_BLOCKED() "This user is blocked";
    USER_IS_BLOCKED() "This user is blocked";
    USER_NOT_FOUND() "There is no such user";
    USER_WRONG_PASSWORD() "Wrong e-mail or password";
    USER_DATA_ERROR() "The data of this user do not match";
    USER_ROLE_NOT_FOUND() "There is no such role";
    LOGIN_RETRIES_EXCEEDED() "Too many wrong passwords: log-in is locked for a while";
    LOGIN_BLOCKED() "Log-in is locked for a while";
    DIRECT_LOGIN_BLOCKED() "Log-in with a password is switched off for this account";
    MISSING_OTP() "A one-time code is needed";
    INVALID_OTP() "The one-time code is not valid";
    PASSWORD_EXPIRED() "The password has expired";
    PASSWORD_ALREADY_USED() "This password was used before";
    WRONG_OLD_PASSWORD() "The present password is not this one";
    ADMIN_KUSER_WRONG_OLD_PASSWORD() "The present password is not this one";
    LOGIN_DATA_NOT_FOUND() "There is no such login";
    LOGIN_DATA_NOT_PROVIDED() "The present login id is needed";
    LOGIN_DATA_MISMATCH() "The user logs in with another login id";
    LOGIN_ID_ALREADY_USED() "Somebody logs in with this login id already";
    CANNOT_UPDATE_LOGIN_DATA() "This login serves other accounts too: only its owner may change it";
    CANNOT_UPDATE_ADMIN_LOGIN_DATA() "The login of an administrator is changed by its owner only";
    USER_LOGIN_ALREADY_ENABLED() "This user can log in already";
    USER_LOGIN_ALREADY_DISABLED() "This user cannot log in";
    CANNOT_DISABLE_LOGIN_FOR_ADMIN_USER() "An administrator needs a login";
    NEW_PASSWORD_HASH_KEY_INVALID() "This link does not work any more";
    NEW_PASSWORD_HASH_KEY_EXPIRED() "This link has expired";
    INVALID_HASH() "This link does not work any more";
    ERROR_IN_QR_GENERATION() "The picture could not be drawn";
    NEW_LOGIN_REQUIRED() "This account asks for a log-in of its own";
    PARTNER_CHANGE_ACCOUNT_DISABLED() "This session may not change to that account";
    INVALID_ACCESS_TO_PARTNER_SPECIFIC_SEARCH(PID) "Partner \"@PID@\" may not look at what belongs to another";
    PASSWORD_STRUCTURE_INVALID(RULES) "The password does not follow the rules: @RULES@";
    COMMON_PASSWORD() "This password is among the first that an attacker tries";
    INVALID_USER_ID() "There is no user with this id";
    DUPLICATE_USER_BY_ID(UID) "There already is a user \"@UID@\"";
    DUPLICATE_USER_BY_LOGIN_ID(EMAIL) "There already is a user who logs in as \"@EMAIL@\"";
    ID_AND_EXTERNAL_ID_ARE_MUTUALLY_EXCLUSIVE() "Give id or externalId, not both";
    ADMIN_LOGIN_USERS_QUOTA_EXCEEDED() "The account has no place for another administrator";
    CANNOT_RETRIEVE_ANOTHER_USER_USING_NON_ADMIN_SESSION(USER_ID) "Only an administrator's session may read user \"@USER_ID@\"";
    UPDATING_USER_ID_FOR_HASHED_USER_NOT_ALLOWED() "The id of a user whose id is hashed cannot be changed";
    CANNOT_SET_ROOT_ADMIN_AS_NO_ADMIN() "This administrator cannot become an ordinary user this way";
    CANNOT_DELETE_OR_BLOCK_ROOT_ADMIN_USER() "The owner of the account can be neither deleted nor blocked";
    CANNOT_CHANGE_OWN_ROLE() "Nobody may change their own roles";
    NOT_ALLOWED_TO_CHANGE_ROLE() "This session may not give roles";
    ACCOUNT_OWNER_NEEDS_PARTNER_ADMIN_ROLE() "The owner of the account keeps the role of its administrators";
    DEMOTE_ONLY_ADMIN() "This user is no administrator";
    SETTING_SSO_PER_USER_NOT_ALLOWED() "The account does not let single users out of single sign-on";
    EMAIL_DOMAIN_IS_NOT_ALLOWED_FOR_ADMINS() "Administrators of this account have their e-mail elsewhere";
    APPLICATIVE_USER_TYPE_CANNOT_BE_UPDATED() "The type of such a group cannot be changed";

    // Roles and permissions.
    ROLE_NAME_ALREADY_EXISTS() "There already is a role of this name";
    ROLE_IS_BEING_USED() "Somebody still has this role";
    SYSTEM_NAME_ALREADY_EXISTS(SYS_NAME) "There already is something with the system name \"@SYS_NAME@\"";
    PERMISSION_NOT_FOUND(ERR_TEXT) "@ERR_TEXT@";
    PERMISSION_ALREADY_EXISTS(PERMISSION, PID) "Account \"@PID@\" already has a permission \"@PERMISSION@\"";
    PERMISSION_ITEM_NOT_FOUND() "There is no such permission item";

    // Access control.
    ACCESS_CONTROL_ID_NOT_FOUND(ID) "There is no access-control profile \"@ID@\"";
    ACCESS_CONTROL_NEW_VERSION_UPDATE(ID) "Access-control profile \"@ID@\" has rules: change it with accessControlProfile";
    CANNOT_DELETE_DEFAULT_ACCESS_CONTROL() "The default access-control profile cannot be deleted: make another one the default first";
    MAX_NUMBER_OF_ACCESS_CONTROLS_REACHED(MAX_NUM) "There are @MAX_NUM@ access-control profiles already";
    EXCEEDED_ENTRIES_PER_ACCESS_CONTROL_FOR_UPDATE(id) "Too many entries have access-control profile \"@id@\" to give them another one at once";
    CANNOT_TRANSFER_ENTRIES_TO_ANOTHER_ACCESS_CONTROL_OBJECT() "The entries of this access-control profile cannot be given another one";

    // Groups.
    GROUP_NOT_FOUND() "There is no such group";
    GROUP_USER_NOT_FOUND() "There is no such membership";
    GROUP_USER_ALREADY_EXISTS() "The user is in this group already";
    GROUP_USER_DOES_NOT_EXISTS(USER, GROUP) "User \"@USER@\" is not in group \"@GROUP@\"";
    USER_EXCEEDED_MAX_GROUPS() "The user is in as many groups as can be";
    USER_ID_NOT_PROVIDED_OR_EMPTY() "The session names no user of the account";
    INVALID_GROUP_ID(ID) "There is no group \"@ID@\"";
    DUPLICATE_GROUP_BY_ID(ID) "There already is a user or group \"@ID@\"";

    // Roles in other applications.
    USER_ID_NOT_FOUND(USER_ID) "There is no user \"@USER_ID@\"";
    INVALID_APP_GUID(APP_GUID) "\"@APP_GUID@\" is not the id of an application";
    USER_APP_ROLE_NOT_FOUND(PUSER_ID, APP_GUID) "User \"@PUSER_ID@\" has no role in application \"@APP_GUID@\"";
    USER_APP_ROLE_ALREADY_EXISTS(PUSER_ID, APP_GUID) "User \"@PUSER_ID@\" already has a role in application \"@APP_GUID@\"";
    USER_APP_ROLE_NOT_ALLOWED_FOR_GROUP() "A group cannot have a role in an application";
    MUST_FILTER_USERS_OR_APP_GUID_OR_USER_ROLE() "Name users, applications or roles in the filter";

    // Accounts.
    INVALID_PARTNER_ID(PID) "There is no account \"@PID@\" here";
    UNKNOWN_PARTNER_ID(PID) "There is no account \"@PID@\"";
    PARTNER_REGISTRATION_ERROR(MESSAGE) "The account was not registered: @MESSAGE@";
    NON_GROUP_PARTNER_ATTEMPTING_TO_ASSIGN_CHILD(PID) "Account \"@PID@\" may not have accounts that belong to it";
    ADMIN_KUSER_NOT_FOUND() "There is no such administrator";

    // Categories, and who is in them.
    CATEGORY_NOT_FOUND(ID) "There is no category \"@ID@\"";
    PARENT_CATEGORY_NOT_FOUND(ID) "There is no category \"@ID@\" to be the parent";
    PARENT_CATEGORY_IS_CHILD(PARENT_CATEGORY, OTHER_CATEGORY) "Category \"@PARENT_CATEGORY@\" is beneath category \"@OTHER_CATEGORY@\", or the same";
    DUPLICATE_CATEGORY(CATEGORY) "There already is a category \"@CATEGORY@\"";
    NOT_ENTITLED_TO_UPDATE_CATEGORY() "Only a manager of the category may change it";
    CANNOT_UPDATE_CATEGORY_PRIVACY_CONTEXT() "A session that is held to entitlements cannot change a privacy context";
    PRIVACY_CONTEXT_INVALID_STRING(CONTEXT) "\"@CONTEXT@\" is not a privacy context: at least four letters or digits";
    CANNOT_UPDATE_CATEGORY_ENTITLEMENT_FIELDS_WITH_NO_PRIVACY_CONTEXT() "A category without privacy context is open to everybody: set one first";
    CANNOT_INHERIT_MEMBERS_WHEN_PARENT_CATEGORY_IS_NOT_SET() "A category without parent has nobody to inherit members from";
    CANNOT_SET_OWNER_WHEN_CATEGORY_INHERIT_MEMBERS() "A category that inherits its members has no owner of its own";
    CANNOT_SET_USER_JOIN_POLICY_WHEN_CATEGORY_INHERIT_MEMBERS() "A category that inherits its members decides nothing about who joins";
    CANNOT_SET_DEFAULT_PERMISSION_LEVEL_WHEN_CATEGORY_INHERIT_MEMBERS() "A category that inherits its members gives no permission level";
    CANNOT_MOVE_CATEGORIES_FROM_DIFFERENT_PARENT_CATEGORIES() "Categories that are moved together have the same parent";
    AGGREGATION_CATEGORY_WRONG_ASSOCIATION() "Only an ordinary category is in aggregation categories, and only in such";
    CATEGORY_DOES_NOT_HAVE_PARENT_CATEGORY() "The category has no parent";
    CATEGORY_INHERIT_MEMBERS(CAT) "Category \"@CAT@\" inherits its members";
    CATEGORY_USER_JOIN_NOT_ALLOWED(CAT) "Category \"@CAT@\" is not open to be joined";
    CATEGORY_USER_ALREADY_EXISTS() "The user is in this category already";
    CATEGORY_MAX_USER_REACHED(MAX) "The category has as many members as can be: @MAX@";
    INVALID_CATEGORY_USER_ID(CAT, USER) "User \"@USER@\" is not in category \"@CAT@\"";
    CANNOT_UPDATE_CATEGORY_USER() "Only a manager of the category may change its members";
    CANNOT_UPDATE_CATEGORY_USER_OWNER() "The owner of a category stays its manager";
    CANNOT_OVERRIDE_MANUAL_CHANGES() "The membership was set by hand: override it, or leave it";
    MUST_FILTER_USERS_OR_CATEGORY() "Name users or categories in the filter";
    APPLICATIVE_GROUP_ASSOCIATION_TO_CATEGORY_NOT_ALLOWED() "An applicative group cannot be in a category";

    // Widgets.
    INVALID_WIDGET_ID(WIDGET_ID) "There is no widget \"@WIDGET_ID@\"";

    SOURCE_WIDGET_OR_UICONF_REQUIRED() "Name the widget or the player settings that the widget is made of";
    SOURCE_WIDGET_NOT_FOUND(ID) "There is no widget \"@ID@\" to make one of";
    CANNOT_DISABLE_ENTITLEMENT_WITH_NO_ENTRY_ID() "Sessions can be freed of entitlement for an entry only: name it";
    CANNOT_DISABLE_ENTITLEMENT_FOR_WIDGET_WHEN_ENTITLEMENT_ENFORCEMENT_ENABLE() "This session is held to entitlements, so sessions of its widgets are, too";

    // Players.
    INVALID_UI_CONF_ID(UI_CONF_ID) "There are no player settings \"@UI_CONF_ID@\"";
    UICONF_ID_NOT_FOUND(ID) "There are no player settings \"@ID@\"";

    // Conversion.
    FLAVOR_PARAMS_ID_NOT_FOUND(ID) "There are no parameters \"@ID@\"";
    FLAVOR_PARAMS_DUPLICATE(PARAMS) "Parameters \"@PARAMS@\" are named twice";
    FLAVOR_PARAMS_SOURCE_DUPLICATE() "A profile keeps one source only";
    ASSET_PARAMS_INVALID_TYPE(ASSET_PARAMS_ID, TYPE) "Parameters \"@ASSET_PARAMS_ID@\" of type @TYPE@ do not go with a profile of this type";
    CONVERSION_PROFILE_ID_NOT_FOUND(ID) "There is no conversion profile \"@ID@\"";
    CANNOT_DELETE_DEFAULT_CONVERSION_PROFILE() "The default conversion profile cannot be deleted: make another one the default first";
    CONVERSION_PROFILE_ASSET_PARAMS_NOT_FOUND(PROFILE_ID, PARAMS_ID) "Profile \"@PROFILE_ID@\" has no parameters \"@PARAMS_ID@\"";
    LIVE_PARAMS_ORIGIN_NOT_SUPPORTED(ID, TYPE, ORIGIN) "Parameters \"@ID@\" of type @TYPE@ cannot have origin @ORIGIN@";

    // Files of entries.
    FLAVOR_ASSET_ID_NOT_FOUND(ID) "There is no flavour \"@ID@\"";
    THUMB_ASSET_ID_NOT_FOUND(ID) "There is no thumbnail \"@ID@\"";

    // Response profiles.
    RESPONSE_PROFILE_ID_NOT_FOUND(ID) "There is no response profile \"@ID@\"";
    RESPONSE_PROFILE_DUPLICATE_SYSTEM_NAME(SYSTEM_NAME) "There already is a response profile \"@SYSTEM_NAME@\"";

    // Searches (reference: search-metadata.md §1.10). Some of these codes have blanks.
    SEARCH_TYPE_NOT_ALLOWED_ON_FIELD(TYPE, FIELD) "Field \"@FIELD@\" cannot be searched in the way \"@TYPE@\"";
    EMPTY_SEARCH_TERM = "EMPTY SEARCH TERM IS NOT ALLOWED"(FIELD, TYPE) "Nothing to look for in \"@FIELD@\"";
    SEARCH_TYPE_ON_UNIFIED_SEARCH = "SEARCH TYPE IS NOT ALLOWED ON UNIFIED SEARCH"(TYPE) "All fields together cannot be searched in the way \"@TYPE@\"";
    EMPTY_SEARCH_OPERATOR = "EMPTY SEARCH OPERATOR IS NOT ALLOWED"() "Say what to look for";
    EMPTY_SEARCH_ITEMS = "EMPTY SEARCH ITEMS ARE NOT ALLOWED"() "An operator has nothing to look for";
    MISSING_OPERATOR_TYPE = "MISSING OPERATOR TYPE"() "An operator does not say how its items go together";
    MIXED_SEARCH_ITEMS_IN_NESTED_OPERATOR = "MIXED SEARCH ITEMS IN NESTED OPERATOR NOT ALLOWED"() "A nested operator holds items of one kind only";
    OBJECTID_AND_OBJECTIDS = "OBJECTID AND OBJECTIDS NOT ALLOWED SIMULTANEOUSLY"() "Give objectId or objectIds";
    MISSING_PARAMETERS_IN_ORDER_ITEM = "MISSING MANDATORY PARAMETERS IN ORDER ITEM"() "An order by metadata needs a path and a profile";
    CRITERIA_EXCEEDED_MAX_MATCHES = "CRITERIA EXCEEDED MAX MATCHES ALLOWED"() "That goes too far: fewer pages, or fewer items";
    MISSING_MANDATORY_SCORE_FUNCTION_PARAM() "The function of age lacks something";
    INVALID_SCORE_FUNCTION_FIELD_VALUE(FIELD_NAME, REASON) "\"@FIELD_NAME@\" of the function of age is not valid: @REASON@";
    AGGREGATION_FIELD_NAME_MUST_BE_SUPPLIED() "Name the field to count";

    // Secrets and sessions: services of this server's own.
    #[own] BOXOFFICE_ADMIN_SESSION_NEEDED() "This call takes a session of type admin";
    #[own] BOXOFFICE_SECRET_NOT_FOUND(ID) "There is no secret \"@ID@\"";
    #[own] BOXOFFICE_SECRET_NOT_USABLE(ID) "Secret \"@ID@\" was retired or blocked";
    #[own] BOXOFFICE_SECRET_WITHOUT_SUCCESSOR(ID) "Secret \"@ID@\" is the last admin secret: without it every session of the account is refused, and only the operator can add another. Add one first, or force it";
    #[own] BOXOFFICE_SECRET_TOO_MANY(MAX) "At most @MAX@ secrets of a kind work at the same time: retire one first";

    // Limits of this server.
    #[own] SERVER_BUSY() "Too many people log in just now: try again in a moment";
    #[own] REQUEST_TOO_LARGE(MAX_BYTES) "The request is too large: at most @MAX_BYTES@";
    #[own] TOO_MANY_PARAMETERS(MAX_PARAMETERS) "The request has too many parameters: at most @MAX_PARAMETERS@";
    #[own] TOO_MANY_FILES(MAX_FILES) "The request has too many files: at most @MAX_FILES@";
    #[own] NESTING_TOO_DEEP(MAX_DEPTH) "The parameters are nested too deep: at most @MAX_DEPTH@";
    #[own] TOO_MANY_SUB_REQUESTS(MAX_SUB_REQUESTS) "The request has too many sub-requests: at most @MAX_SUB_REQUESTS@";

    // Cue points and user entries.
    USER_ENTRY_FILTER_FORBIDDEN_FIELDS_USED() "Callers do not look for privacy contexts";
    INVALID_CUE_POINT_ID(ID) "There is no cue point \"@ID@\"";
    END_TIME_WITHOUT_START_TIME() "Nothing ends that begins nowhere: give startTime, too";
    START_TIME_CANNOT_BE_LESS_THAN_0() "Nothing begins before the entry does";
    START_TIME_IS_BIGGER_THAN_ENTRY_END_TIME(CUE_POINT_ID, END_TIME) "The entry ends at @END_TIME@, before @CUE_POINT_ID@";
    END_TIME_CANNOT_BE_LESS_THAN_START_TIME() "Nothing ends before it begins";
    DURATION_CANNOT_BE_LESS_THAN_START_TIME() "Nothing is shorter than no time at all";
    END_TIME_IS_BIGGER_THAN_ENTRY_END_TIME(CUE_POINT_ID, END_TIME) "The entry ends at @END_TIME@, before @CUE_POINT_ID@";
    DURATION_IS_BIGGER_THAN_ENTRY_DURATION(CUE_POINT_ID, DURATION) "The entry is @DURATION@ long, which @CUE_POINT_ID@ from there is beyond";
    CANNOT_UPDATE_ENTRY_ID() "A cue point stays with its entry";
    CUE_POINT_SYSTEM_NAME_EXISTS(NAME, ID) "Cue point \"@ID@\" of the entry is called \"@NAME@\" already";
    NO_PERMISSION_ON_ENTRY(ID) "The session is limited to another entry than \"@ID@\"";
    NO_PERMISSION_TO_COPY_CUE_POINT_TO_ENTRY(ID, ENTRY_ID) "The account wants no copy of \"@ID@\" on entry \"@ENTRY_ID@\"";
    PARENT_ANNOTATION_NOT_FOUND(CUE_POINT_ID) "There is no annotation \"@CUE_POINT_ID@\" to stand under";
    PARENT_ANNOTATION_DO_NOT_BELONG_TO_THE_SAME_ENTRY() "An annotation stands under those of its own entry";
    ASSET_ID_NOT_FOUND(ID) "The entry has no file \"@ID@\"";
    THUMB_ASSET_IS_NOT_OF_TYPE_TIMED_THUMB(ASSET) "File \"@ASSET@\" is no picture of a moment";

    USER_ENTRY_NOT_FOUND(USER_ENTRY_ID) "There is no user entry \"@USER_ENTRY_ID@\"";
    USER_ENTRY_ALREADY_EXISTS() "This is noted of the user and the entry already";
    USER_ENTRY_OBJECT_TYPE_ERROR(OBJ_TYPE, USER_ENTRY_ID) "User entry \"@USER_ENTRY_ID@\" is no @OBJ_TYPE@";
    USER_ENTRY_DOES_NOT_MATCH_ENTRY_ID(USER_ENTRY_ID) "User entry \"@USER_ENTRY_ID@\" is of another entry";
    USER_ENTRY_QUIZ_ALREADY_SUBMITTED() "The attempt is over";

    // Quizzes.
    PROVIDED_ENTRY_IS_ALREADY_A_QUIZ(ENTRY_ID) "Entry \"@ENTRY_ID@\" is a quiz already";
    PROVIDED_ENTRY_IS_NOT_A_QUIZ(ENTRY_ID) "\"@ENTRY_ID@\" is no quiz";
    NO_MORE_RETAKES_ALLOWED(ENTRY_ID) "Quiz \"@ENTRY_ID@\" allows no further attempt";
    PARENT_ID_IS_MISSING() "Name the question";
    PARENT_CUE_POINT_NOT_FOUND(ID) "There is no question \"@ID@\"";
    WRONG_PARENT_TYPE(ENTRY_ID) "\"@ENTRY_ID@\" is no question";
    PARENT_CUE_POINT_DO_NOT_BELONG_TO_THE_SAME_ENTRY() "The question is of another entry";
    ANSWER_ALREADY_EXISTS(PARENT_ID, USER_ENTRY) "Question \"@PARENT_ID@\" was answered in attempt \"@USER_ENTRY@\"";
    ANSWER_UPDATE_IS_NOT_ALLOWED(ENTRY_ID) "Answers in quiz \"@ENTRY_ID@\" stay as they were given";

    // Likes.
    USER_LIKE_FOR_ENTRY_ALREADY_EXISTS() "The user likes the entry already";
    USER_LIKE_FOR_ENTRY_NOT_FOUND() "The user does not like the entry";

    // Schedules.
    START_TIME_AND_LINKED_TO_NOT_SET() "Say when it begins";
    PROPERTY_VALIDATION_UNTIL_NOT_VALID(PROP_NAME) "\"@PROP_NAME@\" is before the first event ends";
    PROPERTY_VALIDATION_ALL_MUST_BE_NULL_BUT_ONE(PROP_NAME) "Give one of @PROP_NAME@";
    INVALID_SCHEDULE_END_BEFORE_START(START, END) "An event that begins at @START@ cannot end at @END@";
    MAX_SCHEDULE_DURATION_REACHED(MAX) "An event lasts @MAX@ seconds at most";
    MAX_SCHEDULE_DURATION_MUST_MATCH_END_TIME() "The length does not fit the end";
    SCHEDULE_TIME_IN_USE() "There is another event about the entry at that time";
    SCHEDULE_EVENT_TYPE_CANT_BE_UPDATED(SOURCE_TYPE, TARGET_TYPE) "An event of type @SOURCE_TYPE@ cannot be one of type @TARGET_TYPE@";
    RECURRENCE_CANT_BE_DELETE(ID, PARENT_ID) "Event \"@ID@\" is a date of series \"@PARENT_ID@\": cancel it";
    RESOURCE_PARENT_ID_NOT_FOUND(PARENT_ID) "There is no resource \"@PARENT_ID@\" to be a part of";
    SCHEDULE_EVENT_ID_NOT_FOUND(ID) "There is no event \"@ID@\"";
    SCHEDULE_RESOURCE_ID_NOT_FOUND(ID) "There is no resource \"@ID@\"";
    SCHEDULE_EVENT_RESOURCE_ALREADY_EXISTS(EVENT_ID, RESOURCE_ID) "Event \"@EVENT_ID@\" needs resource \"@RESOURCE_ID@\" already";

    // Entries.
    ENTRY_ID_NOT_FOUND(ENTRY_ID) "There is no entry \"@ENTRY_ID@\"";
    INVALID_ENTRY_ID(ID) "\"@ID@\" is not an entry";
    ENTRY_SOURCE_TYPE_NOT_SUPPORTED(SOURCE_TYPE) "Live streams of source \"@SOURCE_TYPE@\" cannot be made here";
    RECORDING_DISABLED() "Live streams are not recorded here";
    DYNAMIC_SEGMENT_DURATION_DISABLED() "The length of segments cannot be chosen";
    LIVE_STREAM_STATUS_CANNOT_BE_DETERMINED(PROT) "Whether the stream is live by \"@PROT@\" is not known";
    CANNOT_REGENERATE_STREAM_TOKEN_FOR_EXTERNAL_LIVE_STREAMS(TYPE) "Streams of source \"@TYPE@\" get their passwords elsewhere";
    INVALID_ENTRY_TYPE(ENTRY_NAME, WRONG_ENTRY_TYPE, RIGHT_ENTRY_TYPE) "Entry \"@ENTRY_NAME@\" is of type @WRONG_ENTRY_TYPE@ and not of type @RIGHT_ENTRY_TYPE@";
    ENTRY_TYPE_NOT_SUPPORTED(ENTRY_TYPE) "Entries of type \"@ENTRY_TYPE@\" cannot be made here";
    INVALID_ENTRY_SCHEDULE_DATES() "An entry cannot end before it begins";
    PARENT_ENTRY_ID_NOT_FOUND(ID) "There is no entry \"@ID@\" to stand under";
    CYCLE_IN_PARENTAGE() "An entry cannot stand under itself";
    ASSIGNING_INFO_TO_ENTRY_WITH_PARENT_IS_FORBIDDEN(ID) "Entry \"@ID@\" stands under another, and has its protection from there";
    ENTRY_CATEGORY_FIELD_IS_DEPRECATED() "With a privacy context, categories are assigned with categoryEntry";
    ENTRY_CANNOT_BE_FLAGGED() "This entry cannot be complained about now";
    CANNOT_ASSIGN_ENTRY_TO_CATEGORY() "The category takes entries from some of its members only";
    MAX_CATEGORIES_FOR_ENTRY_REACHED(CATEGORIES) "An entry is in at most @CATEGORIES@ categories";
    CATEGORY_ENTRY_ALREADY_EXISTS() "The entry is in this category already";
    ENTRY_IS_NOT_ASSIGNED_TO_CATEGORY() "The entry is not in this category";
    CANNOT_REMOVE_ENTRY_FROM_CATEGORY() "Only who may change the entry or the category may take it out";
    CANNOT_ACTIVATE_CATEGORY_ENTRY() "Only moderators of the category let entries in";
    CANNOT_REJECT_CATEGORY_ENTRY() "Only moderators of the category refuse entries";
    CANNOT_REJECT_CATEGORY_ENTRY_SINCE_IT_IS_NOT_PENDING() "The entry does not wait for a moderator";
    MUST_FILTER_ENTRY_ID_EQUAL() "Name an entry in the filter";
    MUST_FILTER_ON_ENTRY_OR_CATEGORY() "Name entries or categories in the filter";
    INVALID_PLAYLIST_TYPE() "This entry is not a playlist";
    INVALID_ENTRY_MEDIA_TYPE(ENTRY_NAME, WRONG_MEDIA_TYPE, RIGHT_MEDIA_TYPE) "Entry \"@ENTRY_NAME@\" is of kind @WRONG_MEDIA_TYPE@ and not of kind @RIGHT_MEDIA_TYPE@";
    CANT_UPDATE_PARAMETER(PARAM_NAME) "\"@PARAM_NAME@\" cannot be changed";
    CLONING_PATH_PLAYLIST_NOT_SUPPORTED() "Playlists that are paths cannot be copied";
    INVALID_RANK_VALUE() "A vote is a number from 1 to 5";
    INVALID_ENTRY_STATUS_FOR_RECYCLE() "An entry in this state does not go to the recycle bin";
    FEATURE_RECYCLE_BIN_DISABLED() "The account has no recycle bin";
    PROPERTY_VALIDATION_ADMIN_PROPERTY(PROP_NAME) "\"@PROP_NAME@\" is written by administrators only";
}
