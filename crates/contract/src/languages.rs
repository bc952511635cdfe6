//! The languages that the API knows, for people and for search.

use crate::ApiEnum;

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

/// Languages that search knows.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaESearchLanguage", text)]
pub enum ESearchLanguage {
    /// Arabic.
    #[api(value = "Arabic")]
    Arabic,
    /// Basque.
    #[api(value = "Basque")]
    Basque,
    /// Portuguese, Brazil.
    #[api(value = "Brazilian")]
    Brazilian,
    /// Bulgarian.
    #[api(value = "Bulgarian")]
    Bulgarian,
    /// Catalan.
    #[api(value = "Catalan")]
    Catalan,
    /// Chinese.
    #[api(value = "Chinese")]
    Chinese,
    /// Czech.
    #[api(value = "Czech")]
    Czech,
    /// Danish.
    #[api(value = "Danish")]
    Danish,
    /// Dutch.
    #[api(value = "Dutch")]
    Dutch,
    /// English.
    #[api(value = "English")]
    English,
    /// Finnish.
    #[api(value = "Finnish")]
    Finnish,
    /// French.
    #[api(value = "French")]
    French,
    /// Galician.
    #[api(value = "Galician")]
    Galician,
    /// German.
    #[api(value = "German")]
    German,
    /// Greek.
    #[api(value = "Greek")]
    Greek,
    /// Hindi.
    #[api(value = "Hindi")]
    Hindi,
    /// Hungarian. The name is misspelt in the API.
    #[api(value = "Hungarian")]
    Hungrian,
    /// Indonesian.
    #[api(value = "Indonesian")]
    Indonesian,
    /// Italian.
    #[api(value = "Italian")]
    Italian,
    /// Japanese.
    #[api(value = "Japanese")]
    Japanese,
    /// Korean.
    #[api(value = "Korean")]
    Korean,
    /// Latvian.
    #[api(value = "Latvian")]
    Latvian,
    /// Lithuanian.
    #[api(value = "Lithuanian")]
    Lithuanian,
    /// Norwegian.
    #[api(value = "Norwegian")]
    Norwegian,
    /// Persian.
    #[api(value = "Persian")]
    Persian,
    /// Portuguese.
    #[api(value = "Prtuguese")]
    Portuguese,
    /// Romanian.
    #[api(value = "Romanian")]
    Romanian,
    /// Russian.
    #[api(value = "Russian")]
    Russian,
    /// Central Kurdish.
    #[api(value = "Sorani")]
    Sorani,
    /// Spanish.
    #[api(value = "Spanish")]
    Spanish,
    /// Swedish.
    #[api(value = "Swedish")]
    Swedish,
    /// Thai.
    #[api(value = "Thai")]
    Thai,
    /// Turkish.
    #[api(value = "Turkish")]
    Turkish,
}
