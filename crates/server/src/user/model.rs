use contract::{ApiEnum, ApiFamily, ApiObject, Prop, Time};

/// TODO
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaBaseUser")]
pub struct BaseUser {
    /// TODO
    pub id: Prop<String>,
    /// TODO
    #[api(read_only)]
    pub partner_id: Prop<i64>,
    /// TODO
    #[api(truncate = 127)]
    pub screen_name: Prop<String>,
    /// TODO
    #[api(deprecated, truncate = 40)]
    pub full_name: Prop<String>,
    /// TODO
    pub email: Prop<String>,
    /// TODO
    pub country: Prop<String>,
    /// TODO
    #[api(truncate = 16)]
    pub state: Prop<String>,
    /// TODO
    #[api(truncate = 30)]
    pub city: Prop<String>,
    /// TODO
    #[api(truncate = 10)]
    pub zip: Prop<String>,
    /// TODO
    pub thumbnail_url: Prop<String>,
    /// TODO
    #[api(max_length = 8192)]
    pub description: Prop<String>,
    /// TODO
    pub tags: Prop<String>,
    /// TODO
    #[api(deprecated)]
    pub admin_tags: Prop<String>,
    /// TODO
    pub status: Prop<UserStatus>,
    /// TODO
    #[api(read_only)]
    pub created_at: Prop<Time>,
    /// TODO
    #[api(read_only)]
    pub updated_at: Prop<Time>,
    /// TODO
    pub partner_data: Prop<String>,
    /// TODO
    pub indexed_partner_data_int: Prop<i64>,
    /// TODO
    pub indexed_partner_data_string: Prop<String>,
    /// TODO
    #[api(read_only)]
    pub storage_size: Prop<i64>,
    /// TODO
    pub language: Prop<LanguageCode>,
    /// TODO
    #[api(read_only)]
    pub last_login_time: Prop<i64>,
    /// TODO
    #[api(read_only)]
    pub status_updated_at: Prop<i64>,
    /// TODO
    #[api(read_only)]
    pub deleted_at: Prop<Time>,
    /// TODO
    pub allowed_partner_ids: Prop<String>,
    /// TODO
    pub allowed_partner_packages: Prop<String>,
    /// TODO
    pub user_mode: Prop<UserMode>,
    /// TODO
    pub capabilities: Prop<Vec<UserCapability>>,
}

/// TODO
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaUser", list = "KalturaUserListResponse")]
pub struct User {
    /// TODO
    #[api(base)]
    pub base: BaseUser,
    /// TODO
    pub r#type: Prop<UserType>,
    /// TODO
    pub date_of_birth: Prop<i64>,
    /// TODO
    pub gender: Prop<Gender>,
    /// TODO
    pub is_admin: Prop<bool>,
    /// TODO
    #[api(insert_only)]
    pub is_guest: Prop<bool>,
    /// TODO
    pub role_ids: Prop<String>,
    /// TODO
    #[api(read_only)]
    pub role_names: Prop<String>,
    /// TODO
    #[api(insert_only)]
    pub is_account_owner: Prop<bool>,
    /// TODO
    #[api(insert_only, write_only)]
    pub password: Prop<String>,
    /// TODO
    pub first_name: Prop<String>,
    /// TODO
    pub last_name: Prop<String>,
    /// TODO
    #[api(insert_only)]
    pub login_enabled: Prop<bool>,
    /// TODO
    pub registration_info: Prop<String>,
    /// TODO
    pub attendance_info: Prop<String>,
    /// TODO
    pub title: Prop<String>,
    /// TODO
    pub company: Prop<String>,
    /// TODO
    pub ks_privileges: Prop<String>,
    /// TODO
    #[api(read_only)]
    pub encrypted_seed: Prop<String>,
    /// TODO
    pub is_sso_excluded: Prop<bool>,
    /// TODO
    #[api(insert_only)]
    pub external_id: Prop<String>,
}

/// TODO
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaAdminUser", deprecated)]
pub struct AdminUser {
    /// TODO
    #[api(base)]
    pub base: User,
}

/// TODO
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaGender")]
pub enum Gender {
    /// TODO
    Unknown = 0,
    /// TODO
    Male = 1,
    /// TODO
    Female = 2,
}

/// TODO
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaLanguageCode", text)]
pub enum LanguageCode {
    /// TODO
    #[api(value = "aa")]
    Aa,
    /// TODO
    #[api(value = "ab")]
    Ab,
    /// TODO
    #[api(value = "af")]
    Af,
    /// TODO
    #[api(value = "alg")]
    Alg,
    /// TODO
    #[api(value = "am")]
    Am,
    /// TODO
    #[api(value = "ar")]
    Ar,
    /// TODO
    #[api(value = "ar_lb")]
    ArLb,
    /// TODO
    #[api(value = "ar_qa")]
    ArQa,
    /// TODO
    #[api(value = "ar_sa")]
    ArSa,
    /// TODO
    #[api(constant = "AS_", value = "as")]
    As,
    /// TODO
    #[api(value = "ath")]
    Ath,
    /// TODO
    #[api(value = "ay")]
    Ay,
    /// TODO
    #[api(value = "az")]
    Az,
    /// TODO
    #[api(value = "ba")]
    Ba,
    /// TODO
    #[api(value = "be")]
    Be,
    /// TODO
    #[api(value = "bg")]
    Bg,
    /// TODO
    #[api(value = "bh")]
    Bh,
    /// TODO
    #[api(value = "bi")]
    Bi,
    /// TODO
    #[api(value = "bla")]
    Bla,
    /// TODO
    #[api(value = "bn")]
    Bn,
    /// TODO
    #[api(value = "bo")]
    Bo,
    /// TODO
    #[api(value = "br")]
    Br,
    /// TODO
    #[api(value = "ca")]
    Ca,
    /// TODO
    #[api(value = "co")]
    Co,
    /// TODO
    #[api(value = "cr")]
    Cr,
    /// TODO
    #[api(value = "crg")]
    Crg,
    /// TODO
    #[api(value = "cs")]
    Cs,
    /// TODO
    #[api(value = "cy")]
    Cy,
    /// TODO
    #[api(value = "da")]
    Da,
    /// TODO
    #[api(value = "de")]
    De,
    /// TODO
    #[api(value = "dz")]
    Dz,
    /// TODO
    #[api(value = "el")]
    El,
    /// TODO
    #[api(value = "en")]
    En,
    /// TODO
    #[api(value = "en_gb")]
    EnGb,
    /// TODO
    #[api(value = "en_us")]
    EnUs,
    /// TODO
    #[api(value = "eo")]
    Eo,
    /// TODO
    #[api(value = "es")]
    Es,
    /// TODO
    #[api(value = "es_xl")]
    EsXl,
    /// TODO
    #[api(value = "et")]
    Et,
    /// TODO
    #[api(value = "eu")]
    Eu,
    /// TODO
    #[api(value = "fa")]
    Fa,
    /// TODO
    #[api(value = "fi")]
    Fi,
    /// TODO
    #[api(value = "fj")]
    Fj,
    /// TODO
    #[api(value = "fo")]
    Fo,
    /// TODO
    #[api(value = "fr")]
    Fr,
    /// TODO
    #[api(value = "fr_ca")]
    FrCa,
    /// TODO
    #[api(value = "fy")]
    Fy,
    /// TODO
    #[api(value = "ga")]
    Ga,
    /// TODO
    #[api(value = "gd")]
    Gd,
    /// TODO
    #[api(value = "gl")]
    Gl,
    /// TODO
    #[api(value = "gn")]
    Gn,
    /// TODO
    #[api(value = "gu")]
    Gu,
    /// TODO
    #[api(value = "gv")]
    Gv,
    /// TODO
    #[api(value = "ha")]
    Ha,
    /// TODO
    #[api(value = "he")]
    He,
    /// TODO
    #[api(value = "hi")]
    Hi,
    /// TODO
    #[api(value = "hr")]
    Hr,
    /// TODO
    #[api(value = "hu")]
    Hu,
    /// TODO
    #[api(value = "hy")]
    Hy,
    /// TODO
    #[api(value = "ia")]
    Ia,
    /// TODO
    #[api(value = "id")]
    Id,
    /// TODO
    #[api(value = "ie")]
    Ie,
    /// TODO
    #[api(value = "ik")]
    Ik,
    /// TODO
    #[api(value = "ikt")]
    Ikt,
    /// TODO
    #[api(value = "in")]
    In,
    /// TODO
    #[api(value = "iro")]
    Iro,
    /// TODO
    #[api(value = "is")]
    Is,
    /// TODO
    #[api(value = "it")]
    It,
    /// TODO
    #[api(value = "iu")]
    Iu,
    /// TODO
    #[api(value = "iw")]
    Iw,
    /// TODO
    #[api(value = "ja")]
    Ja,
    /// TODO
    #[api(value = "ji")]
    Ji,
    /// TODO
    #[api(value = "jv")]
    Jv,
    /// TODO
    #[api(value = "ka")]
    Ka,
    /// TODO
    #[api(value = "kk")]
    Kk,
    /// TODO
    #[api(value = "kl")]
    Kl,
    /// TODO
    #[api(value = "km")]
    Km,
    /// TODO
    #[api(value = "kn")]
    Kn,
    /// TODO
    #[api(value = "ko")]
    Ko,
    /// TODO
    #[api(value = "ks")]
    Ks,
    /// TODO
    #[api(value = "ku")]
    Ku,
    /// TODO
    #[api(value = "ky")]
    Ky,
    /// TODO
    #[api(value = "la")]
    La,
    /// TODO
    #[api(value = "lb")]
    Lb,
    /// TODO
    #[api(value = "li")]
    Li,
    /// TODO
    #[api(value = "ln")]
    Ln,
    /// TODO
    #[api(value = "lo")]
    Lo,
    /// TODO
    #[api(value = "lt")]
    Lt,
    /// TODO
    #[api(value = "lv")]
    Lv,
    /// TODO
    #[api(value = "mg")]
    Mg,
    /// TODO
    #[api(value = "mi")]
    Mi,
    /// TODO
    #[api(value = "mic")]
    Mic,
    /// TODO
    #[api(value = "mk")]
    Mk,
    /// TODO
    #[api(value = "ml")]
    Ml,
    /// TODO
    #[api(value = "mn")]
    Mn,
    /// TODO
    #[api(value = "mo")]
    Mo,
    /// TODO
    #[api(value = "moe")]
    Moe,
    /// TODO
    #[api(value = "mr")]
    Mr,
    /// TODO
    #[api(value = "ms")]
    Ms,
    /// TODO
    #[api(value = "mt")]
    Mt,
    /// TODO
    #[api(value = "mu")]
    Mu,
    /// TODO
    #[api(value = "my")]
    My,
    /// TODO
    #[api(value = "na")]
    Na,
    /// TODO
    #[api(value = "ne")]
    Ne,
    /// TODO
    #[api(value = "nl")]
    Nl,
    /// TODO
    #[api(value = "no")]
    No,
    /// TODO
    #[api(value = "oc")]
    Oc,
    /// TODO
    #[api(value = "oj")]
    Oj,
    /// TODO
    #[api(value = "ojs")]
    Ojs,
    /// TODO
    #[api(value = "ojw")]
    Ojw,
    /// TODO
    #[api(value = "oka")]
    Oka,
    /// TODO
    #[api(value = "om")]
    Om,
    /// TODO
    #[api(constant = "OR_", value = "or")]
    Or,
    /// TODO
    #[api(value = "pa")]
    Pa,
    /// TODO
    #[api(value = "pl")]
    Pl,
    /// TODO
    #[api(value = "ps")]
    Ps,
    /// TODO
    #[api(value = "pt")]
    Pt,
    /// TODO
    #[api(value = "pt_br")]
    PtBr,
    /// TODO
    #[api(value = "qu")]
    Qu,
    /// TODO
    #[api(value = "rm")]
    Rm,
    /// TODO
    #[api(value = "rn")]
    Rn,
    /// TODO
    #[api(value = "ro")]
    Ro,
    /// TODO
    #[api(value = "ru")]
    Ru,
    /// TODO
    #[api(value = "rw")]
    Rw,
    /// TODO
    #[api(value = "sa")]
    Sa,
    /// TODO
    #[api(value = "sal")]
    Sal,
    /// TODO
    #[api(value = "sd")]
    Sd,
    /// TODO
    #[api(value = "sg")]
    Sg,
    /// TODO
    #[api(value = "sh")]
    Sh,
    /// TODO
    #[api(value = "si")]
    Si,
    /// TODO
    #[api(value = "sk")]
    Sk,
    /// TODO
    #[api(value = "sl")]
    Sl,
    /// TODO
    #[api(value = "sm")]
    Sm,
    /// TODO
    #[api(value = "smi")]
    Smi,
    /// TODO
    #[api(value = "sn")]
    Sn,
    /// TODO
    #[api(value = "so")]
    So,
    /// TODO
    #[api(value = "sq")]
    Sq,
    /// TODO
    #[api(value = "sr")]
    Sr,
    /// TODO
    #[api(value = "ss")]
    Ss,
    /// TODO
    #[api(value = "st")]
    St,
    /// TODO
    #[api(value = "su")]
    Su,
    /// TODO
    #[api(value = "sv")]
    Sv,
    /// TODO
    #[api(value = "sw")]
    Sw,
    /// TODO
    #[api(value = "ta")]
    Ta,
    /// TODO
    #[api(value = "tce")]
    Tce,
    /// TODO
    #[api(value = "te")]
    Te,
    /// TODO
    #[api(value = "tg")]
    Tg,
    /// TODO
    #[api(value = "th")]
    Th,
    /// TODO
    #[api(value = "ti")]
    Ti,
    /// TODO
    #[api(value = "tk")]
    Tk,
    /// TODO
    #[api(value = "tl")]
    Tl,
    /// TODO
    #[api(value = "tn")]
    Tn,
    /// TODO
    #[api(value = "to")]
    To,
    /// TODO
    #[api(value = "tr")]
    Tr,
    /// TODO
    #[api(value = "ts")]
    Ts,
    /// TODO
    #[api(value = "tt")]
    Tt,
    /// TODO
    #[api(value = "tw")]
    Tw,
    /// TODO
    #[api(value = "ug")]
    Ug,
    /// TODO
    #[api(value = "uk")]
    Uk,
    /// TODO
    #[api(value = "un")]
    Un,
    /// TODO
    #[api(value = "ur")]
    Ur,
    /// TODO
    #[api(value = "uz")]
    Uz,
    /// TODO
    #[api(value = "vi")]
    Vi,
    /// TODO
    #[api(value = "vo")]
    Vo,
    /// TODO
    #[api(value = "wo")]
    Wo,
    /// TODO
    #[api(value = "xh")]
    Xh,
    /// TODO
    #[api(value = "yi")]
    Yi,
    /// TODO
    #[api(value = "yo")]
    Yo,
    /// TODO
    #[api(value = "zh")]
    Zh,
    /// TODO
    #[api(value = "zh_tw")]
    ZhTw,
    /// TODO
    #[api(value = "zu")]
    Zu,
    /// TODO
    #[api(value = "zxx")]
    Zxx,
}

/// TODO
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaUserCapability")]
pub struct UserCapability {
    /// TODO
    pub capability: Prop<UserCapabilityType>,
}

/// TODO
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaUserMode")]
pub enum UserMode {
    /// TODO
    None = 0,
    /// TODO
    ProtectedUser = 1,
}

/// TODO
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaUserStatus")]
pub enum UserStatus {
    /// TODO
    Blocked = 0,
    /// TODO
    Active = 1,
    /// TODO
    Deleted = 2,
}

/// TODO
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaUserType")]
pub enum UserType {
    /// TODO
    User = 0,
    /// TODO
    Group = 1,
    /// TODO
    ApplicativeGroup = 2,
}

/// TODO
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaUserCapabilityType", dynamic)]
pub enum UserCapabilityType {
    /// TODO
    #[api(value = "0")]
    SyncedGroup,
}

/// x
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = User)]
pub enum AnyUser {
    /// x
    User(User),
    /// y
    AdminUser(AdminUser),
}
