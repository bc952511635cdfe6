//! What the API says about users.

use contract::{ApiEnum, ApiFamily, ApiObject, Prop, Time};

/// What everybody known to an account has.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaBaseUser")]
pub struct BaseUser {
    /// Identifier, chosen by the account.
    pub id: Prop<String>,
    /// The account.
    #[api(read_only)]
    pub partner_id: Prop<i64>,
    /// Name to show.
    #[api(truncate = 127)]
    pub screen_name: Prop<String>,
    /// Given and family name.
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
    /// Tags for admins alone.
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
    /// A number of the account's own that can be searched.
    pub indexed_partner_data_int: Prop<i64>,
    /// A text of the account's own that can be searched.
    pub indexed_partner_data_string: Prop<String>,
    /// Storage used, in kilobytes.
    #[api(read_only)]
    pub storage_size: Prop<i64>,
    /// Preferred language.
    pub language: Prop<LanguageCode>,
    /// When the user last logged in, in seconds since 1970.
    #[api(read_only)]
    pub last_login_time: Prop<i64>,
    /// When the status last changed, in seconds since 1970.
    #[api(read_only)]
    pub status_updated_at: Prop<i64>,
    /// When the user was deleted.
    #[api(read_only)]
    pub deleted_at: Prop<Time>,
    /// Accounts that the user may act for, comma-separated.
    pub allowed_partner_ids: Prop<String>,
    /// Service packages that the user may act for, comma-separated.
    pub allowed_partner_packages: Prop<String>,
    /// Whether the user is protected from changes.
    pub user_mode: Prop<UserMode>,
    /// What the user can do beyond its kind.
    pub capabilities: Prop<Vec<UserCapability>>,
}

/// A user of an account (reference: identity.md §4).
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
    /// Whether the user is nobody in particular.
    #[api(insert_only)]
    pub is_guest: Prop<bool>,
    /// Roles, comma-separated.
    pub role_ids: Prop<String>,
    /// Names of the roles, comma-separated.
    #[api(read_only)]
    pub role_names: Prop<String>,
    /// Whether the user owns the account.
    #[api(insert_only)]
    pub is_account_owner: Prop<bool>,
    /// Password for the login; taken, never given.
    #[api(insert_only, write_only)]
    pub password: Prop<String>,
    /// Given name.
    pub first_name: Prop<String>,
    /// Family name.
    pub last_name: Prop<String>,
    /// Whether the user can log in with a password.
    #[api(insert_only)]
    pub login_enabled: Prop<bool>,
    /// Answers at the registration for an event, in JSON.
    pub registration_info: Prop<String>,
    /// Attendance of an event, in JSON.
    pub attendance_info: Prop<String>,
    /// Form of address.
    pub title: Prop<String>,
    /// Company.
    pub company: Prop<String>,
    /// Privileges that every session of the user gets, comma-separated.
    pub ks_privileges: Prop<String>,
    /// Seed of the second factor, encrypted.
    #[api(read_only)]
    pub encrypted_seed: Prop<String>,
    /// Whether the user logs in with a password although the account uses single sign-on.
    pub is_sso_excluded: Prop<bool>,
    /// Identifier in another system.
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

/// Languages that users may prefer.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaLanguageCode", text)]
pub enum LanguageCode {
    /// Afar.
    #[api(value = "aa")]
    Aa,
    /// Abkhazian.
    #[api(value = "ab")]
    Ab,
    /// Afrikaans.
    #[api(value = "af")]
    Af,
    /// Algonquian languages.
    #[api(value = "alg")]
    Alg,
    /// Amharic.
    #[api(value = "am")]
    Am,
    /// Arabic.
    #[api(value = "ar")]
    Ar,
    /// Arabic, Lebanon.
    #[api(value = "ar_lb")]
    ArLb,
    /// Arabic, Qatar.
    #[api(value = "ar_qa")]
    ArQa,
    /// Arabic, Saudi Arabia.
    #[api(value = "ar_sa")]
    ArSa,
    /// Assamese.
    #[api(constant = "AS_", value = "as")]
    As,
    /// Athapascan languages.
    #[api(value = "ath")]
    Ath,
    /// Aymara.
    #[api(value = "ay")]
    Ay,
    /// Azerbaijani.
    #[api(value = "az")]
    Az,
    /// Bashkir.
    #[api(value = "ba")]
    Ba,
    /// Belarusian.
    #[api(value = "be")]
    Be,
    /// Bulgarian.
    #[api(value = "bg")]
    Bg,
    /// Bihari.
    #[api(value = "bh")]
    Bh,
    /// Bislama.
    #[api(value = "bi")]
    Bi,
    /// Siksika.
    #[api(value = "bla")]
    Bla,
    /// Bengali.
    #[api(value = "bn")]
    Bn,
    /// Tibetan.
    #[api(value = "bo")]
    Bo,
    /// Breton.
    #[api(value = "br")]
    Br,
    /// Catalan.
    #[api(value = "ca")]
    Ca,
    /// Corsican.
    #[api(value = "co")]
    Co,
    /// Cree.
    #[api(value = "cr")]
    Cr,
    /// Michif.
    #[api(value = "crg")]
    Crg,
    /// Czech.
    #[api(value = "cs")]
    Cs,
    /// Welsh.
    #[api(value = "cy")]
    Cy,
    /// Danish.
    #[api(value = "da")]
    Da,
    /// German.
    #[api(value = "de")]
    De,
    /// Dzongkha.
    #[api(value = "dz")]
    Dz,
    /// Greek.
    #[api(value = "el")]
    El,
    /// English.
    #[api(value = "en")]
    En,
    /// English, United Kingdom.
    #[api(value = "en_gb")]
    EnGb,
    /// English, United States.
    #[api(value = "en_us")]
    EnUs,
    /// Esperanto.
    #[api(value = "eo")]
    Eo,
    /// Spanish.
    #[api(value = "es")]
    Es,
    /// Spanish, Latin America.
    #[api(value = "es_xl")]
    EsXl,
    /// Estonian.
    #[api(value = "et")]
    Et,
    /// Basque.
    #[api(value = "eu")]
    Eu,
    /// Persian.
    #[api(value = "fa")]
    Fa,
    /// Finnish.
    #[api(value = "fi")]
    Fi,
    /// Fijian.
    #[api(value = "fj")]
    Fj,
    /// Faroese.
    #[api(value = "fo")]
    Fo,
    /// French.
    #[api(value = "fr")]
    Fr,
    /// French, Canada.
    #[api(value = "fr_ca")]
    FrCa,
    /// Western Frisian.
    #[api(value = "fy")]
    Fy,
    /// Irish.
    #[api(value = "ga")]
    Ga,
    /// Scottish Gaelic.
    #[api(value = "gd")]
    Gd,
    /// Galician.
    #[api(value = "gl")]
    Gl,
    /// Guarani.
    #[api(value = "gn")]
    Gn,
    /// Gujarati.
    #[api(value = "gu")]
    Gu,
    /// Manx.
    #[api(value = "gv")]
    Gv,
    /// Hausa.
    #[api(value = "ha")]
    Ha,
    /// Hebrew.
    #[api(value = "he")]
    He,
    /// Hindi.
    #[api(value = "hi")]
    Hi,
    /// Croatian.
    #[api(value = "hr")]
    Hr,
    /// Hungarian.
    #[api(value = "hu")]
    Hu,
    /// Armenian.
    #[api(value = "hy")]
    Hy,
    /// Interlingua.
    #[api(value = "ia")]
    Ia,
    /// Indonesian.
    #[api(value = "id")]
    Id,
    /// Interlingue.
    #[api(value = "ie")]
    Ie,
    /// Inupiaq.
    #[api(value = "ik")]
    Ik,
    /// Inuinnaqtun.
    #[api(value = "ikt")]
    Ikt,
    /// Indonesian, by its former code.
    #[api(value = "in")]
    In,
    /// Iroquoian languages.
    #[api(value = "iro")]
    Iro,
    /// Icelandic.
    #[api(value = "is")]
    Is,
    /// Italian.
    #[api(value = "it")]
    It,
    /// Inuktitut.
    #[api(value = "iu")]
    Iu,
    /// Hebrew, by its former code.
    #[api(value = "iw")]
    Iw,
    /// Japanese.
    #[api(value = "ja")]
    Ja,
    /// Yiddish, by its former code.
    #[api(value = "ji")]
    Ji,
    /// Javanese.
    #[api(value = "jv")]
    Jv,
    /// Georgian.
    #[api(value = "ka")]
    Ka,
    /// Kazakh.
    #[api(value = "kk")]
    Kk,
    /// Greenlandic.
    #[api(value = "kl")]
    Kl,
    /// Khmer.
    #[api(value = "km")]
    Km,
    /// Kannada.
    #[api(value = "kn")]
    Kn,
    /// Korean.
    #[api(value = "ko")]
    Ko,
    /// Kashmiri.
    #[api(value = "ks")]
    Ks,
    /// Kurdish.
    #[api(value = "ku")]
    Ku,
    /// Kyrgyz.
    #[api(value = "ky")]
    Ky,
    /// Latin.
    #[api(value = "la")]
    La,
    /// Luxembourgish.
    #[api(value = "lb")]
    Lb,
    /// Limburgish.
    #[api(value = "li")]
    Li,
    /// Lingala.
    #[api(value = "ln")]
    Ln,
    /// Lao.
    #[api(value = "lo")]
    Lo,
    /// Lithuanian.
    #[api(value = "lt")]
    Lt,
    /// Latvian.
    #[api(value = "lv")]
    Lv,
    /// Malagasy.
    #[api(value = "mg")]
    Mg,
    /// Maori.
    #[api(value = "mi")]
    Mi,
    /// Mi'kmaq.
    #[api(value = "mic")]
    Mic,
    /// Macedonian.
    #[api(value = "mk")]
    Mk,
    /// Malayalam.
    #[api(value = "ml")]
    Ml,
    /// Mongolian.
    #[api(value = "mn")]
    Mn,
    /// Moldavian.
    #[api(value = "mo")]
    Mo,
    /// Innu.
    #[api(value = "moe")]
    Moe,
    /// Marathi.
    #[api(value = "mr")]
    Mr,
    /// Malay.
    #[api(value = "ms")]
    Ms,
    /// Maltese.
    #[api(value = "mt")]
    Mt,
    /// Several languages.
    #[api(value = "mu")]
    Mu,
    /// Burmese.
    #[api(value = "my")]
    My,
    /// Nauru.
    #[api(value = "na")]
    Na,
    /// Nepali.
    #[api(value = "ne")]
    Ne,
    /// Dutch.
    #[api(value = "nl")]
    Nl,
    /// Norwegian.
    #[api(value = "no")]
    No,
    /// Occitan.
    #[api(value = "oc")]
    Oc,
    /// Ojibwa.
    #[api(value = "oj")]
    Oj,
    /// Severn Ojibwa.
    #[api(value = "ojs")]
    Ojs,
    /// Western Ojibwa.
    #[api(value = "ojw")]
    Ojw,
    /// Okanagan.
    #[api(value = "oka")]
    Oka,
    /// Oromo.
    #[api(value = "om")]
    Om,
    /// Odia.
    #[api(constant = "OR_", value = "or")]
    Or,
    /// Punjabi.
    #[api(value = "pa")]
    Pa,
    /// Polish.
    #[api(value = "pl")]
    Pl,
    /// Pashto.
    #[api(value = "ps")]
    Ps,
    /// Portuguese.
    #[api(value = "pt")]
    Pt,
    /// Portuguese, Brazil.
    #[api(value = "pt_br")]
    PtBr,
    /// Quechua.
    #[api(value = "qu")]
    Qu,
    /// Romansh.
    #[api(value = "rm")]
    Rm,
    /// Rundi.
    #[api(value = "rn")]
    Rn,
    /// Romanian.
    #[api(value = "ro")]
    Ro,
    /// Russian.
    #[api(value = "ru")]
    Ru,
    /// Kinyarwanda.
    #[api(value = "rw")]
    Rw,
    /// Sanskrit.
    #[api(value = "sa")]
    Sa,
    /// Salishan languages.
    #[api(value = "sal")]
    Sal,
    /// Sindhi.
    #[api(value = "sd")]
    Sd,
    /// Sango.
    #[api(value = "sg")]
    Sg,
    /// Serbo-Croatian.
    #[api(value = "sh")]
    Sh,
    /// Sinhala.
    #[api(value = "si")]
    Si,
    /// Slovak.
    #[api(value = "sk")]
    Sk,
    /// Slovenian.
    #[api(value = "sl")]
    Sl,
    /// Samoan.
    #[api(value = "sm")]
    Sm,
    /// Sami languages.
    #[api(value = "smi")]
    Smi,
    /// Shona.
    #[api(value = "sn")]
    Sn,
    /// Somali.
    #[api(value = "so")]
    So,
    /// Albanian.
    #[api(value = "sq")]
    Sq,
    /// Serbian.
    #[api(value = "sr")]
    Sr,
    /// Swati.
    #[api(value = "ss")]
    Ss,
    /// Southern Sotho.
    #[api(value = "st")]
    St,
    /// Sundanese.
    #[api(value = "su")]
    Su,
    /// Swedish.
    #[api(value = "sv")]
    Sv,
    /// Swahili.
    #[api(value = "sw")]
    Sw,
    /// Tamil.
    #[api(value = "ta")]
    Ta,
    /// Southern Tutchone.
    #[api(value = "tce")]
    Tce,
    /// Telugu.
    #[api(value = "te")]
    Te,
    /// Tajik.
    #[api(value = "tg")]
    Tg,
    /// Thai.
    #[api(value = "th")]
    Th,
    /// Tigrinya.
    #[api(value = "ti")]
    Ti,
    /// Turkmen.
    #[api(value = "tk")]
    Tk,
    /// Tagalog.
    #[api(value = "tl")]
    Tl,
    /// Tswana.
    #[api(value = "tn")]
    Tn,
    /// Tonga.
    #[api(value = "to")]
    To,
    /// Turkish.
    #[api(value = "tr")]
    Tr,
    /// Tsonga.
    #[api(value = "ts")]
    Ts,
    /// Tatar.
    #[api(value = "tt")]
    Tt,
    /// Twi.
    #[api(value = "tw")]
    Tw,
    /// Uyghur.
    #[api(value = "ug")]
    Ug,
    /// Ukrainian.
    #[api(value = "uk")]
    Uk,
    /// United Nations languages; not a language of ISO 639.
    #[api(value = "un")]
    Un,
    /// Urdu.
    #[api(value = "ur")]
    Ur,
    /// Uzbek.
    #[api(value = "uz")]
    Uz,
    /// Vietnamese.
    #[api(value = "vi")]
    Vi,
    /// Volapük.
    #[api(value = "vo")]
    Vo,
    /// Wolof.
    #[api(value = "wo")]
    Wo,
    /// Xhosa.
    #[api(value = "xh")]
    Xh,
    /// Yiddish.
    #[api(value = "yi")]
    Yi,
    /// Yoruba.
    #[api(value = "yo")]
    Yo,
    /// Chinese.
    #[api(value = "zh")]
    Zh,
    /// Chinese, Taiwan.
    #[api(value = "zh_tw")]
    ZhTw,
    /// Zulu.
    #[api(value = "zu")]
    Zu,
    /// No language.
    #[api(value = "zxx")]
    Zxx,
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
    /// A group made by an application.
    ApplicativeGroup = 2,
}

/// Capabilities of users.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaUserCapabilityType", dynamic)]
pub enum UserCapabilityType {
    /// The group is kept in step with another system.
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
