//! The languages of sound and captions, by their names in English.

use crate::ApiEnum;

/// A language of sound or captions (reference: api-schema.json).
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaLanguage", text)]
pub enum Language {
    /// Abaza.
    #[api(value = "Abaza")]
    Abq,
    /// Abkhazian.
    #[api(value = "Abkhazian")]
    Ab,
    /// Abnaki Western.
    #[api(value = "Abnaki Western")]
    Abe,
    /// Abure.
    #[api(value = "Abure")]
    Abu,
    /// Achang.
    #[api(value = "Achang")]
    Acn,
    /// Achinese.
    #[api(value = "Achinese")]
    Ace,
    /// Achterhooks.
    #[api(value = "Achterhooks")]
    Act,
    /// Achumawi.
    #[api(value = "Achumawi")]
    Acv,
    /// Adioukrou.
    #[api(value = "Adioukrou")]
    Adj,
    /// Adyghe; Adygei.
    #[api(value = "Adyghe; Adygei")]
    Ady,
    /// Adynyamathanha.
    #[api(value = "Adynyamathanha")]
    Adt,
    /// Afade.
    #[api(value = "Afade")]
    Aal,
    /// Afar.
    #[api(value = "Afar")]
    Aa,
    /// Afrikaans.
    #[api(value = "Afrikaans")]
    Af,
    /// Aghem.
    #[api(value = "Aghem")]
    Agq,
    /// Aghul.
    #[api(value = "Aghul")]
    Agx,
    /// Aguacateco.
    #[api(value = "Aguacateco")]
    Agu,
    /// Aguaruna.
    #[api(value = "Aguaruna")]
    Agr,
    /// Ainu (Japan).
    #[api(value = "Ainu (Japan)")]
    Ain,
    /// Akkadian.
    #[api(value = "Akkadian")]
    Akk,
    /// Aklanon.
    #[api(value = "Aklanon")]
    Akl,
    /// Akum.
    #[api(value = "Akum")]
    Aku,
    /// Alabama.
    #[api(value = "Alabama")]
    Akz,
    /// Albanian.
    #[api(value = "Albanian")]
    Sq,
    /// Albanian (Gheg).
    #[api(value = "Albanian (Gheg)")]
    Aln,
    /// Albanian (Tosk).
    #[api(value = "Albanian (Tosk)")]
    Als,
    /// Aleut.
    #[api(value = "Aleut")]
    Ale,
    /// Algonquian languages.
    #[api(value = "Algonquian languages")]
    Alg,
    /// Algonquin.
    #[api(value = "Algonquin")]
    Alq,
    /// Altai (Southern).
    #[api(value = "Altai (Southern)")]
    Alt,
    /// Amharic.
    #[api(value = "Amharic")]
    Am,
    /// Angloromani.
    #[api(value = "Angloromani")]
    Rme,
    /// Apache (Jicarilla).
    #[api(value = "Apache (Jicarilla)")]
    Apj,
    /// Apache (Western).
    #[api(value = "Apache (Western)")]
    Apw,
    /// Arabic.
    #[api(value = "Arabic")]
    Ar,
    /// Arabic (Lebanon).
    #[api(value = "Arabic (Lebanon)")]
    ArLb,
    /// Arabic (Qatar).
    #[api(value = "Arabic (Qatar)")]
    ArQa,
    /// Arabic (Saudi Arabia).
    #[api(value = "Arabic (Saudi Arabia)")]
    ArSa,
    /// Arabic (standard).
    #[api(value = "Arabic (standard)")]
    Arb,
    /// Arabic Tunisian Spoken.
    #[api(value = "Arabic Tunisian Spoken")]
    BT,
    /// Aramaic.
    #[api(value = "Aramaic")]
    Arc,
    /// Aramaic Samaritan.
    #[api(value = "Aramaic Samaritan")]
    Sam,
    /// Arapaho.
    #[api(value = "Arapaho")]
    Arp,
    /// Araucanian.
    #[api(value = "Araucanian")]
    Arn,
    /// Arikara.
    #[api(value = "Arikara")]
    Ari,
    /// Armenian.
    #[api(value = "Armenian")]
    Hy,
    /// Aromanian.
    #[api(value = "Aromanian")]
    Rup,
    /// Assamese.
    #[api(constant = "AS_", value = "Assamese")]
    As,
    /// Assiniboine.
    #[api(value = "Assiniboine")]
    Asb,
    /// Assyrian Neo-Aramaic.
    #[api(value = "Assyrian Neo-Aramaic")]
    Aii,
    /// Asturian.
    #[api(value = "Asturian")]
    Ast,
    /// Athapascan languages.
    #[api(value = "Athapascan languages")]
    Ath,
    /// Atikamekw.
    #[api(value = "Atikamekw")]
    Atj,
    /// Awadhi.
    #[api(value = "Awadhi")]
    Awa,
    /// Aymara.
    #[api(value = "Aymara")]
    Ay,
    /// Azerbaijani.
    #[api(value = "Azerbaijani")]
    Az,
    /// Babine.
    #[api(value = "Babine")]
    Bcr,
    /// Badaga.
    #[api(value = "Badaga")]
    Bfq,
    /// Bai.
    #[api(value = "Bai")]
    Bdj,
    /// Balinese.
    #[api(value = "Balinese")]
    Ban,
    /// Balochi Southern.
    #[api(value = "Balochi Southern")]
    Bcc,
    /// Balti.
    #[api(value = "Balti")]
    Bft,
    /// Baluchi.
    #[api(value = "Baluchi")]
    Bal,
    /// Basa (Cameroon).
    #[api(value = "Basa (Cameroon)")]
    Bas,
    /// Bashkir.
    #[api(value = "Bashkir")]
    Ba,
    /// Basque.
    #[api(value = "Basque")]
    Eu,
    /// Bavarian.
    #[api(value = "Bavarian")]
    Bar,
    /// Beaver.
    #[api(value = "Beaver")]
    Bea,
    /// Beja.
    #[api(value = "Beja")]
    Bej,
    /// Bemba (Zambia).
    #[api(value = "Bemba (Zambia)")]
    Bem,
    /// Bengali (Bangla).
    #[api(value = "Bengali (Bangla)")]
    Bn,
    /// Betawi.
    #[api(value = "Betawi")]
    Bew,
    /// Bezhta.
    #[api(value = "Bezhta")]
    Kap,
    /// Bhili.
    #[api(value = "Bhili")]
    Bhb,
    /// Bhojpuri.
    #[api(value = "Bhojpuri")]
    Bho,
    /// Bhutani.
    #[api(value = "Bhutani")]
    Dz,
    /// Bihari.
    #[api(value = "Bihari")]
    Bh,
    /// Bikol.
    #[api(value = "Bikol")]
    Bik,
    /// Bini.
    #[api(value = "Bini")]
    Bin,
    /// Bishnupriya Manipuri.
    #[api(value = "Bishnupriya Manipuri")]
    Bpy,
    /// Bislama.
    #[api(value = "Bislama")]
    Bi,
    /// Bosnian.
    #[api(value = "Bosnian")]
    Bs,
    /// Breton.
    #[api(value = "Breton")]
    Br,
    /// Buginese.
    #[api(value = "Buginese")]
    Bug,
    /// Bulgarian.
    #[api(value = "Bulgarian")]
    Bg,
    /// Buriat.
    #[api(value = "Buriat")]
    Bua,
    /// Burmese.
    #[api(value = "Burmese")]
    My,
    /// Byelorussian (Belarusian).
    #[api(value = "Byelorussian (Belarusian)")]
    Be,
    /// Caddo.
    #[api(value = "Caddo")]
    Cad,
    /// Cambodian.
    #[api(value = "Cambodian")]
    Km,
    /// Cantonese.
    #[api(value = "Cantonese")]
    Yue,
    /// Carrier.
    #[api(value = "Carrier")]
    Crx,
    /// Carrier Southern.
    #[api(value = "Carrier Southern")]
    Caf,
    /// Catalan.
    #[api(value = "Catalan")]
    Ca,
    /// Catawba.
    #[api(value = "Catawba")]
    Chc,
    /// Cayuga.
    #[api(value = "Cayuga")]
    Cay,
    /// Cebuano.
    #[api(value = "Cebuano")]
    Ceb,
    /// Chagatai.
    #[api(value = "Chagatai")]
    Chg,
    /// Chaldean Neo-Aramaic.
    #[api(value = "Chaldean Neo-Aramaic")]
    Cld,
    /// Cherokee.
    #[api(value = "Cherokee")]
    Chr,
    /// Cheyenne.
    #[api(value = "Cheyenne")]
    Chy,
    /// Chickasaw.
    #[api(value = "Chickasaw")]
    Cic,
    /// Chilcotin.
    #[api(value = "Chilcotin")]
    Clc,
    /// Chinese.
    #[api(value = "Chinese")]
    Zh,
    /// Chinook jargon.
    #[api(value = "Chinook jargon")]
    Chn,
    /// Chipewyan.
    #[api(value = "Chipewyan")]
    Chp,
    /// Chippewa.
    #[api(value = "Chippewa")]
    Ciw,
    /// Choctaw.
    #[api(value = "Choctaw")]
    Cho,
    /// Chor.
    #[api(value = "Chor")]
    Caa,
    /// Chukot.
    #[api(value = "Chukot")]
    Ckt,
    /// Cimbrian.
    #[api(value = "Cimbrian")]
    Cim,
    /// Clallam Klallam.
    #[api(value = "Clallam Klallam")]
    Clm,
    /// Cochimi.
    #[api(value = "Cochimi")]
    Coj,
    /// Cocopa.
    #[api(value = "Cocopa")]
    Coc,
    /// Colognian.
    #[api(value = "Colognian")]
    Ksh,
    /// Comanche.
    #[api(value = "Comanche")]
    Com,
    /// Comorian.
    #[api(value = "Comorian")]
    Swb,
    /// Comox.
    #[api(value = "Comox")]
    Coo,
    /// Coptic.
    #[api(value = "Coptic")]
    Cop,
    /// Corsican.
    #[api(value = "Corsican")]
    Co,
    /// Cree.
    #[api(value = "Cree")]
    Cr,
    /// Creek.
    #[api(value = "Creek")]
    Mus,
    /// Crimean Tatar.
    #[api(value = "Crimean Tatar")]
    Crh,
    /// Croatian.
    #[api(value = "Croatian")]
    Hr,
    /// Cupeo.
    #[api(value = "Cupeo")]
    Cup,
    /// Czech.
    #[api(value = "Czech")]
    Cs,
    /// Dakota.
    #[api(value = "Dakota")]
    Dak,
    /// Danish.
    #[api(value = "Danish")]
    Da,
    /// Dargwa.
    #[api(value = "Dargwa")]
    Dar,
    /// Dari (Persian).
    #[api(value = "Dari (Persian)")]
    Prd,
    /// Dari Zoroastrian.
    #[api(value = "Dari Zoroastrian")]
    Gbz,
    /// Dehu.
    #[api(value = "Dehu")]
    Dhv,
    /// Delaware.
    #[api(value = "Delaware")]
    Del,
    /// Dinka.
    #[api(value = "Dinka")]
    Din,
    /// Dogri (generic).
    #[api(value = "Dogri (generic)")]
    Doi,
    /// Dogrib.
    #[api(value = "Dogrib")]
    Dgr,
    /// Dolgan.
    #[api(value = "Dolgan")]
    Dlg,
    /// Dong.
    #[api(value = "Dong")]
    Doh,
    /// Duala.
    #[api(value = "Duala")]
    Dua,
    /// Dungan.
    #[api(value = "Dungan")]
    Dng,
    /// Dutch.
    #[api(value = "Dutch")]
    Nl,
    /// Dyula.
    #[api(value = "Dyula")]
    Dyu,
    /// E.
    #[api(value = "E")]
    Eee,
    /// Emilian.
    #[api(value = "Emilian")]
    Egl,
    /// English.
    #[api(value = "English")]
    En,
    /// English (American).
    #[api(value = "English (American)")]
    EnUs,
    /// English (Australian).
    #[api(value = "English (Australian)")]
    EnAu,
    /// English (British).
    #[api(value = "English (British)")]
    EnGb,
    /// English Middle (1100-1500).
    #[api(value = "English Middle (1100-1500)")]
    Enm,
    /// Erzya.
    #[api(value = "Erzya")]
    Myv,
    /// Esperanto.
    #[api(value = "Esperanto")]
    Eo,
    /// Estonian.
    #[api(value = "Estonian")]
    Et,
    /// Even.
    #[api(value = "Even")]
    Eve,
    /// Evenki.
    #[api(value = "Evenki")]
    Evn,
    /// Faeroese.
    #[api(value = "Faeroese")]
    Fo,
    /// Fala.
    #[api(value = "Fala")]
    Fax,
    /// Fang (Equatorial Guinea).
    #[api(value = "Fang (Equatorial Guinea)")]
    Fan,
    /// Farsi.
    #[api(value = "Farsi")]
    Fa,
    /// Fiji.
    #[api(value = "Fiji")]
    Fj,
    /// Filipino.
    #[api(value = "Filipino")]
    Fil,
    /// Finnish.
    #[api(value = "Finnish")]
    Fi,
    /// Finnish (Tornedalen).
    #[api(value = "Finnish (Tornedalen)")]
    Fit,
    /// Fon.
    #[api(value = "Fon")]
    Fon,
    /// Franco-Prove.
    #[api(value = "Franco-Prove")]
    Frp,
    /// Frankish.
    #[api(value = "Frankish")]
    Frk,
    /// French.
    #[api(value = "French")]
    Fr,
    /// French (Canada).
    #[api(value = "French (Canada)")]
    FrCa,
    /// Frisian.
    #[api(value = "Frisian")]
    Fy,
    /// Frisian Northern.
    #[api(value = "Frisian Northern")]
    Frr,
    /// Friulian.
    #[api(value = "Friulian")]
    Fur,
    /// Fur.
    #[api(value = "Fur")]
    Fvr,
    /// Ga.
    #[api(value = "Ga")]
    Gaa,
    /// Gaelic (Manx).
    #[api(value = "Gaelic (Manx)")]
    Gv,
    /// Gaelic (Scottish).
    #[api(value = "Gaelic (Scottish)")]
    Gd,
    /// Gagauz.
    #[api(value = "Gagauz")]
    Gag,
    /// Galician.
    #[api(value = "Galician")]
    Gl,
    /// Gan.
    #[api(value = "Gan")]
    Gan,
    /// Geez.
    #[api(value = "Geez")]
    Gez,
    /// Georgian.
    #[api(value = "Georgian")]
    Ka,
    /// German.
    #[api(value = "German")]
    De,
    /// German Hutterite.
    #[api(value = "German Hutterite")]
    Geh,
    /// German Pennsylvania.
    #[api(value = "German Pennsylvania")]
    Pdc,
    /// Gilbertese.
    #[api(value = "Gilbertese")]
    Gil,
    /// Gilyak Nivkh.
    #[api(value = "Gilyak Nivkh")]
    Niv,
    /// Gitxsan.
    #[api(value = "Gitxsan")]
    Git,
    /// Greek.
    #[api(value = "Greek")]
    El,
    /// Greek Ancient (to 1453).
    #[api(value = "Greek Ancient (to 1453)")]
    Grc,
    /// Greenlandic.
    #[api(value = "Greenlandic")]
    Kl,
    /// Guarani.
    #[api(value = "Guarani")]
    Gn,
    /// Gujarati.
    #[api(value = "Gujarati")]
    Gu,
    /// Gwichin.
    #[api(value = "Gwichin")]
    Gwi,
    /// Haida.
    #[api(value = "Haida")]
    Hai,
    /// Hainanese.
    #[api(value = "Hainanese")]
    Hnn,
    /// Haisla.
    #[api(value = "Haisla")]
    Has,
    /// Hakka.
    #[api(value = "Hakka")]
    Hak,
    /// Halkomelem.
    #[api(value = "Halkomelem")]
    Hur,
    /// Han.
    #[api(value = "Han")]
    Haa,
    /// Hani.
    #[api(value = "Hani")]
    Hni,
    /// Hausa.
    #[api(value = "Hausa")]
    Ha,
    /// Hawaiian.
    #[api(value = "Hawaiian")]
    Haw,
    /// Hebrew.
    #[api(value = "Hebrew")]
    He,
    /// Hebrew.
    #[api(value = "Hebrew")]
    Iw,
    /// Heiltsuk.
    #[api(value = "Heiltsuk")]
    Hei,
    /// Hidatsa.
    #[api(value = "Hidatsa")]
    Hid,
    /// Hiligaynon.
    #[api(value = "Hiligaynon")]
    Hil,
    /// Hindi.
    #[api(value = "Hindi")]
    Hi,
    /// Hmong.
    #[api(value = "Hmong")]
    Hmn,
    /// Hokkien.
    #[api(value = "Hokkien")]
    Hkk,
    /// Hopi.
    #[api(value = "Hopi")]
    Hop,
    /// Huizhou Chinese.
    #[api(value = "Huizhou Chinese")]
    Czh,
    /// Hungarian.
    #[api(value = "Hungarian")]
    Hu,
    /// Icelandic.
    #[api(value = "Icelandic")]
    Is,
    /// Ikposo.
    #[api(value = "Ikposo")]
    Kpo,
    /// Iloko.
    #[api(value = "Iloko")]
    Ilo,
    /// Inari Sami.
    #[api(value = "Inari Sami")]
    Smn,
    /// Indonesian.
    #[api(value = "Indonesian")]
    Id,
    /// Indonesian.
    #[api(value = "Indonesian")]
    In,
    /// Ingrian.
    #[api(value = "Ingrian")]
    Izh,
    /// Ingush.
    #[api(value = "Ingush")]
    Inh,
    /// Interlingua.
    #[api(value = "Interlingua")]
    Ia,
    /// Interlingue.
    #[api(value = "Interlingue")]
    Ie,
    /// Inuinnaqtun.
    #[api(value = "Inuinnaqtun")]
    Ikt,
    /// Inuktitut.
    #[api(value = "Inuktitut")]
    Iu,
    /// Inupiak.
    #[api(value = "Inupiak")]
    Ik,
    /// Irish.
    #[api(value = "Irish")]
    Ga,
    /// Iroquoian languages.
    #[api(value = "Iroquoian languages")]
    Iro,
    /// Italian.
    #[api(value = "Italian")]
    It,
    /// Itelmen.
    #[api(value = "Itelmen")]
    Itl,
    /// Japanese.
    #[api(value = "Japanese")]
    Ja,
    /// Javanese.
    #[api(value = "Javanese")]
    Jv,
    /// Jinyu Chinese.
    #[api(value = "Jinyu Chinese")]
    Cjy,
    /// Jju.
    #[api(value = "Jju")]
    Kaj,
    /// Judeo-Crimean Tatar.
    #[api(value = "Judeo-Crimean Tatar")]
    Jct,
    /// Judeo-Georgian.
    #[api(value = "Judeo-Georgian")]
    Jge,
    /// Jutish.
    #[api(value = "Jutish")]
    Jut,
    /// Kabardian.
    #[api(value = "Kabardian")]
    Kbd,
    /// Kabuverdianu.
    #[api(value = "Kabuverdianu")]
    Kea,
    /// Kabyle.
    #[api(value = "Kabyle")]
    Kab,
    /// Kachchi.
    #[api(value = "Kachchi")]
    Kfr,
    /// Kaikavian literary language (Kajkavian).
    #[api(value = "Kaikavian literary language (Kajkavian)")]
    Kjv,
    /// Kalmyk Oirat.
    #[api(value = "Kalmyk Oirat")]
    Xal,
    /// Kannada.
    #[api(value = "Kannada")]
    Kn,
    /// Kansa.
    #[api(value = "Kansa")]
    Ksk,
    /// Karachay-Balkar.
    #[api(value = "Karachay-Balkar")]
    Krc,
    /// Karagas.
    #[api(value = "Karagas")]
    Kim,
    /// Karaim.
    #[api(value = "Karaim")]
    Kdr,
    /// Karakalpak.
    #[api(value = "Karakalpak")]
    Kaa,
    /// Karelian.
    #[api(value = "Karelian")]
    Krl,
    /// Kashmiri.
    #[api(value = "Kashmiri")]
    Ks,
    /// Kashubian.
    #[api(value = "Kashubian")]
    Csb,
    /// Kaska.
    #[api(value = "Kaska")]
    Kkz,
    /// Kawi.
    #[api(value = "Kawi")]
    Kaw,
    /// Kazakh.
    #[api(value = "Kazakh")]
    Kk,
    /// Khakas.
    #[api(value = "Khakas")]
    Kjh,
    /// Khalaj Turkic.
    #[api(value = "Khalaj Turkic")]
    Klj,
    /// Khanty.
    #[api(value = "Khanty")]
    Kca,
    /// Khasi.
    #[api(value = "Khasi")]
    Kha,
    /// Khmer Northern.
    #[api(value = "Khmer Northern")]
    Kxm,
    /// Kickapoo.
    #[api(value = "Kickapoo")]
    Kic,
    /// Kinyarwanda (Ruanda).
    #[api(value = "Kinyarwanda (Ruanda)")]
    Rw,
    /// Kiowa.
    #[api(value = "Kiowa")]
    Kio,
    /// Kirghiz.
    #[api(value = "Kirghiz")]
    Ky,
    /// Kirundi (Rundi).
    #[api(value = "Kirundi (Rundi)")]
    Rn,
    /// Klingon tlhIngan-Hol.
    #[api(value = "Klingon tlhIngan-Hol")]
    Tlh,
    /// Kodava.
    #[api(value = "Kodava")]
    Kfa,
    /// Komi-Permyak.
    #[api(value = "Komi-Permyak")]
    Koi,
    /// Konkani (generic).
    #[api(value = "Konkani (generic)")]
    Kok,
    /// Konkani (specific).
    #[api(value = "Konkani (specific)")]
    Knn,
    /// Konkani Goan.
    #[api(value = "Konkani Goan")]
    Gom,
    /// Korean.
    #[api(value = "Korean")]
    Ko,
    /// Koryak.
    #[api(value = "Koryak")]
    Kpy,
    /// Kosraean.
    #[api(value = "Kosraean")]
    Kos,
    /// Kotava.
    #[api(value = "Kotava")]
    Avk,
    /// Kpelle.
    #[api(value = "Kpelle")]
    Kpe,
    /// Kumiai.
    #[api(value = "Kumiai")]
    Dih,
    /// Kumyk.
    #[api(value = "Kumyk")]
    Kum,
    /// Kurdish.
    #[api(value = "Kurdish")]
    Ku,
    /// Kutenai.
    #[api(value = "Kutenai")]
    Kut,
    /// Kwakiutl.
    #[api(value = "Kwakiutl")]
    Kwk,
    /// Laal.
    #[api(value = "Laal")]
    Gdm,
    /// Ladin.
    #[api(value = "Ladin")]
    Lld,
    /// Ladino.
    #[api(value = "Ladino")]
    Lad,
    /// Lahnda.
    #[api(value = "Lahnda")]
    Lah,
    /// Lahu.
    #[api(value = "Lahu")]
    Lhu,
    /// Lak.
    #[api(value = "Lak")]
    Lbe,
    /// Laki.
    #[api(value = "Laki")]
    Lki,
    /// Lakota.
    #[api(value = "Lakota")]
    Lkt,
    /// Laothian.
    #[api(value = "Laothian")]
    Lo,
    /// Latin.
    #[api(value = "Latin")]
    La,
    /// Latvian (Lettish).
    #[api(value = "Latvian (Lettish)")]
    Lv,
    /// Laz.
    #[api(value = "Laz")]
    Lzz,
    /// Lezghian.
    #[api(value = "Lezghian")]
    Lez,
    /// Ligurian.
    #[api(value = "Ligurian")]
    Lij,
    /// Lillooet.
    #[api(value = "Lillooet")]
    Lil,
    /// Limbu.
    #[api(value = "Limbu")]
    Lif,
    /// Limburgish ( Limburger).
    #[api(value = "Limburgish ( Limburger)")]
    Li,
    /// Lingala.
    #[api(value = "Lingala")]
    Ln,
    /// Lithuanian.
    #[api(value = "Lithuanian")]
    Lt,
    /// Lojban.
    #[api(value = "Lojban")]
    Jbo,
    /// Loma (Liberia).
    #[api(value = "Loma (Liberia)")]
    Lom,
    /// Lombard.
    #[api(value = "Lombard")]
    Lmo,
    /// Low German Low Saxon.
    #[api(value = "Low German Low Saxon")]
    Nds,
    /// Lozi.
    #[api(value = "Lozi")]
    Loz,
    /// Luba-Lulua.
    #[api(value = "Luba-Lulua")]
    Lua,
    /// Lucumi.
    #[api(value = "Lucumi")]
    Luq,
    /// Ludian.
    #[api(value = "Ludian")]
    Lud,
    /// Lule Sami.
    #[api(value = "Lule Sami")]
    Smj,
    /// Lunda.
    #[api(value = "Lunda")]
    Lun,
    /// Luo (Kenya and Tanzania).
    #[api(value = "Luo (Kenya and Tanzania)")]
    Luo,
    /// Lushootseed.
    #[api(value = "Lushootseed")]
    Lut,
    /// Luxembourgish (Letzeburgesch).
    #[api(value = "Luxembourgish (Letzeburgesch)")]
    Lb,
    /// Macedonian.
    #[api(value = "Macedonian")]
    Mk,
    /// Madurese.
    #[api(value = "Madurese")]
    Mad,
    /// Magahi.
    #[api(value = "Magahi")]
    Mag,
    /// Maithili.
    #[api(value = "Maithili")]
    Mai,
    /// Malagasy.
    #[api(value = "Malagasy")]
    Mg,
    /// Malay.
    #[api(value = "Malay")]
    Ms,
    /// Malayalam.
    #[api(value = "Malayalam")]
    Ml,
    /// Malecite-Passamaquoddy.
    #[api(value = "Malecite-Passamaquoddy")]
    Pqm,
    /// Maltese.
    #[api(value = "Maltese")]
    Mt,
    /// Manchu.
    #[api(value = "Manchu")]
    Mnc,
    /// Mandaic.
    #[api(value = "Mandaic")]
    Mid,
    /// Mandan.
    #[api(value = "Mandan")]
    Mhq,
    /// Mandarin Chinese.
    #[api(value = "Mandarin Chinese")]
    Cmn,
    /// Mansi.
    #[api(value = "Mansi")]
    Mns,
    /// Maori.
    #[api(value = "Maori")]
    Mi,
    /// Maranao.
    #[api(value = "Maranao")]
    Mrw,
    /// Marathi.
    #[api(value = "Marathi")]
    Mr,
    /// Mari (Russia).
    #[api(value = "Mari (Russia)")]
    Chm,
    /// Marwari.
    #[api(value = "Marwari")]
    Mwr,
    /// Masai.
    #[api(value = "Masai")]
    Mas,
    /// Mayo.
    #[api(value = "Mayo")]
    Mfy,
    /// Meitei.
    #[api(value = "Meitei")]
    Mni,
    /// Mende (Sierra Leone).
    #[api(value = "Mende (Sierra Leone)")]
    Men,
    /// Menominee.
    #[api(value = "Menominee")]
    Mez,
    /// Michif.
    #[api(value = "Michif")]
    Crg,
    /// Micmac.
    #[api(value = "Micmac")]
    Mic,
    /// Min Bei Chinese.
    #[api(value = "Min Bei Chinese")]
    Mnp,
    /// Min Dong Chinese.
    #[api(value = "Min Dong Chinese")]
    Cdo,
    /// Minangkabau.
    #[api(value = "Minangkabau")]
    Min,
    /// Mingrelian.
    #[api(value = "Mingrelian")]
    Xmf,
    /// Mirandese.
    #[api(value = "Mirandese")]
    Mwl,
    /// Mohawk.
    #[api(value = "Mohawk")]
    Moh,
    /// Moksha.
    #[api(value = "Moksha")]
    Mdf,
    /// Moldavian.
    #[api(value = "Moldavian")]
    Mo,
    /// Mon.
    #[api(value = "Mon")]
    Mnw,
    /// Mongolian.
    #[api(value = "Mongolian")]
    Mn,
    /// Montagnais.
    #[api(value = "Montagnais")]
    Moe,
    /// Morisyen.
    #[api(value = "Morisyen")]
    Mfe,
    /// Mossi.
    #[api(value = "Mossi")]
    Mos,
    /// Mozarabic.
    #[api(value = "Mozarabic")]
    Mxi,
    /// Multilingual.
    #[api(value = "Multilingual")]
    Mu,
    /// Muong.
    #[api(value = "Muong")]
    Mtq,
    /// Nama (Namibia).
    #[api(value = "Nama (Namibia)")]
    Naq,
    /// Nanai.
    #[api(value = "Nanai")]
    Gld,
    /// Naskapi.
    #[api(value = "Naskapi")]
    Nsk,
    /// Nauru.
    #[api(value = "Nauru")]
    Na,
    /// Neapolitan.
    #[api(value = "Neapolitan")]
    Nap,
    /// Nepali.
    #[api(value = "Nepali")]
    Ne,
    /// Newari Nepal Bhasa.
    #[api(constant = "NEW_", value = "Newari Nepal Bhasa")]
    New,
    /// Nganasan.
    #[api(value = "Nganasan")]
    Nio,
    /// Nisgaa.
    #[api(value = "Nisgaa")]
    Ncg,
    /// Niuean.
    #[api(value = "Niuean")]
    Niu,
    /// No linguistic content.
    #[api(value = "No linguistic content")]
    Zxx,
    /// Nogai.
    #[api(value = "Nogai")]
    Nog,
    /// Norse Old.
    #[api(value = "Norse Old")]
    Non,
    /// Northern Sotho Pedi Sepedi.
    #[api(value = "Northern Sotho Pedi Sepedi")]
    Nso,
    /// Norwegian.
    #[api(value = "Norwegian")]
    No,
    /// Novial.
    #[api(value = "Novial")]
    Nov,
    /// Nyamwezi.
    #[api(value = "Nyamwezi")]
    Nym,
    /// Nyoro.
    #[api(value = "Nyoro")]
    Nyo,
    /// Nyungah.
    #[api(value = "Nyungah")]
    Nys,
    /// Occitan.
    #[api(value = "Occitan")]
    Oc,
    /// Ojibwa Central.
    #[api(value = "Ojibwa Central")]
    Ojc,
    /// Ojibwa Eastern.
    #[api(value = "Ojibwa Eastern")]
    Ojg,
    /// Ojibwa Northwestern.
    #[api(value = "Ojibwa Northwestern")]
    Ojb,
    /// Ojibwa Severn.
    #[api(value = "Ojibwa Severn")]
    Ojs,
    /// Ojibwa Western.
    #[api(value = "Ojibwa Western")]
    Ojw,
    /// Ojibwe, Ojibwa.
    #[api(value = "Ojibwe, Ojibwa")]
    Oj,
    /// Okanagan.
    #[api(value = "Okanagan")]
    Oka,
    /// Okinawan Central.
    #[api(value = "Okinawan Central")]
    Ryu,
    /// Old English.
    #[api(value = "Old English")]
    Ang,
    /// Oneida.
    #[api(value = "Oneida")]
    One,
    /// Onondaga.
    #[api(value = "Onondaga")]
    Ono,
    /// Oriya.
    #[api(constant = "OR_", value = "Oriya")]
    Or,
    /// Oromo (Afan, Galla).
    #[api(value = "Oromo (Afan, Galla)")]
    Om,
    /// Ottawa.
    #[api(value = "Ottawa")]
    Otw,
    /// Paipai.
    #[api(value = "Paipai")]
    Ppi,
    /// Palauan.
    #[api(value = "Palauan")]
    Pau,
    /// Pampanga.
    #[api(value = "Pampanga")]
    Pam,
    /// Pangasinan.
    #[api(value = "Pangasinan")]
    Pag,
    /// Papiamento.
    #[api(value = "Papiamento")]
    Pap,
    /// Pashto (Pushto).
    #[api(value = "Pashto (Pushto)")]
    Ps,
    /// Persian.
    #[api(value = "Persian")]
    Prp,
    /// Persian (Dari).
    #[api(value = "Persian (Dari)")]
    Prs,
    /// Persian (Iran).
    #[api(value = "Persian (Iran)")]
    FaIr,
    /// Pfaelzisch.
    #[api(value = "Pfaelzisch")]
    Pfl,
    /// Picard.
    #[api(value = "Picard")]
    Pcd,
    /// Piedmontese.
    #[api(value = "Piedmontese")]
    Pms,
    /// Pirah.
    #[api(value = "Pirah")]
    Myp,
    /// Pitcairn-Norfolk.
    #[api(value = "Pitcairn-Norfolk")]
    Pih,
    /// Plautdietsch.
    #[api(value = "Plautdietsch")]
    Pdt,
    /// Polish.
    #[api(value = "Polish")]
    Pl,
    /// Pontic.
    #[api(value = "Pontic")]
    Pnt,
    /// Portuguese.
    #[api(value = "Portuguese")]
    Pt,
    /// Portuguese (Brazil).
    #[api(value = "Portuguese (Brazil)")]
    PtBr,
    /// Potawatomi.
    #[api(value = "Potawatomi")]
    Pot,
    /// Prussian.
    #[api(value = "Prussian")]
    Prg,
    /// Pulaar.
    #[api(value = "Pulaar")]
    Fuc,
    /// Punjabi.
    #[api(value = "Punjabi")]
    Pa,
    /// Qashqai.
    #[api(value = "Qashqai")]
    Qxq,
    /// Qawasqar.
    #[api(value = "Qawasqar")]
    Alc,
    /// Quechua.
    #[api(value = "Quechua")]
    Qu,
    /// Quich Central.
    #[api(value = "Quich Central")]
    Quc,
    /// Rapanui.
    #[api(value = "Rapanui")]
    Rap,
    /// Rarotongan.
    #[api(value = "Rarotongan")]
    Rar,
    /// Reserved for local use..
    #[api(value = "Reserved for local use.")]
    Qtz,
    /// Rhaeto-Romance.
    #[api(value = "Rhaeto-Romance")]
    Rm,
    /// Romagnol.
    #[api(value = "Romagnol")]
    Rgn,
    /// Romani Kalo Finnish.
    #[api(value = "Romani Kalo Finnish")]
    Rmf,
    /// Romani Sinte.
    #[api(value = "Romani Sinte")]
    Rmo,
    /// Romanian.
    #[api(value = "Romanian")]
    Ro,
    /// Romanian Istro.
    #[api(value = "Romanian Istro")]
    Ruo,
    /// Romanian Megleno.
    #[api(value = "Romanian Megleno")]
    Ruq,
    /// Romany.
    #[api(value = "Romany")]
    Rom,
    /// Runion Creole French.
    #[api(value = "Runion Creole French")]
    Rcf,
    /// Russian.
    #[api(value = "Russian")]
    Ru,
    /// Rusyn.
    #[api(value = "Rusyn")]
    Rue,
    /// Saint Lucian Creole French.
    #[api(value = "Saint Lucian Creole French")]
    Acf,
    /// Sakha.
    #[api(value = "Sakha")]
    Sah,
    /// Salar.
    #[api(value = "Salar")]
    Slr,
    /// Salish Straits.
    #[api(value = "Salish Straits")]
    Str,
    /// Salishan languages.
    #[api(value = "Salishan languages")]
    Sal,
    /// Sami Kildin.
    #[api(value = "Sami Kildin")]
    Sjd,
    /// Sami languages.
    #[api(value = "Sami languages")]
    Smi,
    /// Samoan.
    #[api(value = "Samoan")]
    Sm,
    /// Sangro.
    #[api(value = "Sangro")]
    Sg,
    /// Sanskrit.
    #[api(value = "Sanskrit")]
    Sa,
    /// Santali.
    #[api(value = "Santali")]
    Sat,
    /// Saramaccan.
    #[api(value = "Saramaccan")]
    Srm,
    /// Sardinian Sassarese.
    #[api(value = "Sardinian Sassarese")]
    Sdc,
    /// Saterland Frisian.
    #[api(value = "Saterland Frisian")]
    Stq,
    /// Saxon Upper.
    #[api(value = "Saxon Upper")]
    Sxu,
    /// Scots.
    #[api(value = "Scots")]
    Sco,
    /// Sechelt.
    #[api(value = "Sechelt")]
    Sec,
    /// Seediq.
    #[api(value = "Seediq")]
    Trv,
    /// Sekani.
    #[api(value = "Sekani")]
    Sek,
    /// Selkup.
    #[api(value = "Selkup")]
    Sel,
    /// Seneca.
    #[api(value = "Seneca")]
    See,
    /// Serbian.
    #[api(value = "Serbian")]
    Sr,
    /// Serbo-Croatian.
    #[api(value = "Serbo-Croatian")]
    Sh,
    /// Seri.
    #[api(value = "Seri")]
    Sei,
    /// Sesotho.
    #[api(value = "Sesotho")]
    St,
    /// Setswana.
    #[api(value = "Setswana")]
    Tn,
    /// Shawnee.
    #[api(value = "Shawnee")]
    Sjw,
    /// Shona.
    #[api(value = "Shona")]
    Sn,
    /// Shor.
    #[api(value = "Shor")]
    Cjs,
    /// Shoshoni.
    #[api(value = "Shoshoni")]
    Shh,
    /// Shuswap.
    #[api(value = "Shuswap")]
    Shs,
    /// Sicilian.
    #[api(value = "Sicilian")]
    Scn,
    /// Sidamo.
    #[api(value = "Sidamo")]
    Sid,
    /// Siksika.
    #[api(value = "Siksika")]
    Bla,
    /// Silesian.
    #[api(value = "Silesian")]
    Szl,
    /// Simplified Chinese.
    #[api(value = "Simplified Chinese")]
    ZhCn,
    /// Sindhi.
    #[api(value = "Sindhi")]
    Sd,
    /// Sinhalese.
    #[api(value = "Sinhalese")]
    Si,
    /// Siswati.
    #[api(value = "Siswati")]
    Ss,
    /// Skolt Sami.
    #[api(value = "Skolt Sami")]
    Sms,
    /// Slavey North.
    #[api(value = "Slavey North")]
    Scs,
    /// Slavey South.
    #[api(value = "Slavey South")]
    Xsl,
    /// Slovak.
    #[api(value = "Slovak")]
    Sk,
    /// Slovakian.
    #[api(value = "Slovakian")]
    SkSk,
    /// Slovenian.
    #[api(value = "Slovenian")]
    Sl,
    /// Somali.
    #[api(value = "Somali")]
    So,
    /// Soninke.
    #[api(value = "Soninke")]
    Snk,
    /// Sorbian Lower.
    #[api(value = "Sorbian Lower")]
    Dsb,
    /// Sorbian Upper.
    #[api(value = "Sorbian Upper")]
    Hsb,
    /// Southern Sami.
    #[api(value = "Southern Sami")]
    Sma,
    /// Southern Tutchone.
    #[api(value = "Southern Tutchone")]
    Tce,
    /// Spanish.
    #[api(value = "Spanish")]
    Es,
    /// Spanish (Latin America).
    #[api(value = "Spanish (Latin America)")]
    EsXl,
    /// Sranan.
    #[api(value = "Sranan")]
    Srn,
    /// Stoney.
    #[api(value = "Stoney")]
    Sto,
    /// Sudovian.
    #[api(value = "Sudovian")]
    Xsv,
    /// Sumerian.
    #[api(value = "Sumerian")]
    Sux,
    /// Sundanese.
    #[api(value = "Sundanese")]
    Su,
    /// Svan.
    #[api(value = "Svan")]
    Sva,
    /// Swabian.
    #[api(value = "Swabian")]
    Swg,
    /// Swahili (Kiswahili).
    #[api(value = "Swahili (Kiswahili)")]
    Sw,
    /// Swedish.
    #[api(value = "Swedish")]
    Sv,
    /// Swedish Sign Language.
    #[api(value = "Swedish Sign Language")]
    Swl,
    /// Swiss German Alemannic Alsatian.
    #[api(value = "Swiss German Alemannic Alsatian")]
    Gsw,
    /// Syriac.
    #[api(value = "Syriac")]
    Syr,
    /// Tabassaran.
    #[api(value = "Tabassaran")]
    Tab,
    /// Tachawit.
    #[api(value = "Tachawit")]
    Shy,
    /// Tachelhit.
    #[api(value = "Tachelhit")]
    Shi,
    /// Tagalog.
    #[api(value = "Tagalog")]
    Tl,
    /// Tagbanwa.
    #[api(value = "Tagbanwa")]
    Tbw,
    /// Tagish.
    #[api(value = "Tagish")]
    Tgx,
    /// Tahltan.
    #[api(value = "Tahltan")]
    Tht,
    /// Tai Na.
    #[api(value = "Tai Na")]
    Tdd,
    /// Taiwanese Mandarin.
    #[api(value = "Taiwanese Mandarin")]
    ZhTw,
    /// Tajik.
    #[api(value = "Tajik")]
    Tg,
    /// Talysh.
    #[api(value = "Talysh")]
    Tly,
    /// Tamajaq Tawallammat.
    #[api(value = "Tamajaq Tawallammat")]
    Ttq,
    /// Tamasheq.
    #[api(value = "Tamasheq")]
    Taq,
    /// Tamazight Central Atlas.
    #[api(value = "Tamazight Central Atlas")]
    Tzm,
    /// Tamil.
    #[api(value = "Tamil")]
    Ta,
    /// Tarahumara Central.
    #[api(value = "Tarahumara Central")]
    Tar,
    /// Tat Muslim.
    #[api(value = "Tat Muslim")]
    Ttt,
    /// Tatar.
    #[api(value = "Tatar")]
    Tt,
    /// Telugu.
    #[api(value = "Telugu")]
    Te,
    /// Teo Chew.
    #[api(value = "Teo Chew")]
    Teo,
    /// Tetum.
    #[api(value = "Tetum")]
    Tet,
    /// Thai.
    #[api(value = "Thai")]
    Th,
    /// Thai (Northern).
    #[api(value = "Thai (Northern)")]
    Nod,
    /// Thai Northeastern.
    #[api(value = "Thai Northeastern")]
    Tts,
    /// Thompson.
    #[api(value = "Thompson")]
    Thp,
    /// Tibetan.
    #[api(value = "Tibetan")]
    Bo,
    /// Tigre.
    #[api(value = "Tigre")]
    Tig,
    /// Tigrinya.
    #[api(value = "Tigrinya")]
    Ti,
    /// Tlingit.
    #[api(value = "Tlingit")]
    Tli,
    /// Toda.
    #[api(value = "Toda")]
    Tcx,
    /// Tohono Oodham.
    #[api(value = "Tohono Oodham")]
    Ood,
    /// Tok Pisin.
    #[api(value = "Tok Pisin")]
    Tpi,
    /// Tonga.
    #[api(value = "Tonga")]
    To,
    /// Tonga (Nyasa).
    #[api(value = "Tonga (Nyasa)")]
    Tog,
    /// Traditional Chinese.
    #[api(value = "Traditional Chinese")]
    ZhHk,
    /// Tsez.
    #[api(value = "Tsez")]
    Ddo,
    /// Tsimshian.
    #[api(value = "Tsimshian")]
    Tsi,
    /// Tsonga.
    #[api(value = "Tsonga")]
    Ts,
    /// Tulu.
    #[api(value = "Tulu")]
    Tcy,
    /// Tumbuka.
    #[api(value = "Tumbuka")]
    Tum,
    /// Tumzabt.
    #[api(value = "Tumzabt")]
    Mzb,
    /// Tupinamb.
    #[api(value = "Tupinamb")]
    Tpn,
    /// Turkana.
    #[api(value = "Turkana")]
    Tuv,
    /// Turkish.
    #[api(value = "Turkish")]
    Tr,
    /// Turkish Ottoman.
    #[api(value = "Turkish Ottoman")]
    Ota,
    /// Turkmen.
    #[api(value = "Turkmen")]
    Tk,
    /// Tuscarora.
    #[api(value = "Tuscarora")]
    Tus,
    /// Tuvalu.
    #[api(value = "Tuvalu")]
    Tvl,
    /// Tuvinian.
    #[api(value = "Tuvinian")]
    Tyv,
    /// Twi.
    #[api(value = "Twi")]
    Tw,
    /// Ubykh.
    #[api(value = "Ubykh")]
    Uby,
    /// Udi.
    #[api(value = "Udi")]
    Udi,
    /// Udmurt.
    #[api(value = "Udmurt")]
    Udm,
    /// Uighur.
    #[api(value = "Uighur")]
    Ug,
    /// Ukrainian.
    #[api(value = "Ukrainian")]
    Uk,
    /// Undefined.
    #[api(value = "Undefined")]
    Un,
    /// Urdu.
    #[api(value = "Urdu")]
    Ur,
    /// Urum.
    #[api(value = "Urum")]
    Uum,
    /// Uzbek.
    #[api(value = "Uzbek")]
    Uz,
    /// Venetian.
    #[api(value = "Venetian")]
    Vec,
    /// Veps.
    #[api(value = "Veps")]
    Vep,
    /// Vietnamese.
    #[api(value = "Vietnamese")]
    Vi,
    /// Volapuk.
    #[api(value = "Volapuk")]
    Vo,
    /// Voro.
    #[api(value = "Voro")]
    Vor,
    /// Votic.
    #[api(value = "Votic")]
    Vot,
    /// Vro.
    #[api(value = "Vro")]
    Vro,
    /// Waorani.
    #[api(value = "Waorani")]
    Auc,
    /// Waray (Philippines).
    #[api(value = "Waray (Philippines)")]
    War,
    /// Welsh.
    #[api(value = "Welsh")]
    Cy,
    /// Western Farsi.
    #[api(value = "Western Farsi")]
    Pes,
    /// Western Neo-Aramaic.
    #[api(value = "Western Neo-Aramaic")]
    Amw,
    /// Wiyot.
    #[api(value = "Wiyot")]
    Wiy,
    /// Wolof.
    #[api(value = "Wolof")]
    Wo,
    /// Wu Chinese.
    #[api(value = "Wu Chinese")]
    Wuu,
    /// Wymysorys.
    #[api(value = "Wymysorys")]
    Wym,
    /// Xhosa.
    #[api(value = "Xhosa")]
    Xh,
    /// Yanesha.
    #[api(value = "Yanesha")]
    Ame,
    /// Yiddish.
    #[api(value = "Yiddish")]
    Yi,
    /// Yiddish.
    #[api(value = "Yiddish")]
    Ji,
    /// Yoruba.
    #[api(value = "Yoruba")]
    Yo,
    /// Zapotec Isthmus.
    #[api(value = "Zapotec Isthmus")]
    Zai,
    /// Zarma.
    #[api(value = "Zarma")]
    Dje,
    /// Zulu.
    #[api(value = "Zulu")]
    Zu,
}
