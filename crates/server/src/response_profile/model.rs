//! What the API says about response profiles.

use contract::{ApiEnum, ApiFamily, ApiObject, BigInt, FilterPager, Prop};

use super::sent_filter::SentFilter;

/// Which properties an answer shows, and what related objects go with it (reference: protocol.md §13).
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaDetachedResponseProfile")]
pub struct DetachedResponseProfile {
    /// What every response profile has.
    #[api(base)]
    pub base: BaseResponseProfile,
    /// Name, the key of the related objects in the answer.
    pub name: Prop<String>,
    /// Whether the fields are those to show or those to leave out; the latter if not given.
    pub r#type: Prop<ResponseProfileType>,
    /// Names of properties, comma-separated.
    pub fields: Prop<String>,
    /// Which related objects to list.
    pub filter: Prop<SentFilter>,
    /// Which page of related objects; at most 100 on it.
    pub pager: Prop<FilterPager>,
    /// Profiles of related objects, two levels deep at most.
    pub related_profiles: Prop<Vec<DetachedResponseProfile>>,
    /// How properties of the parent become those of the filter.
    pub mappings: Prop<Vec<ResponseProfileMapping>>,
}

/// Names a stored response profile.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaResponseProfileHolder")]
pub struct ResponseProfileHolder {
    /// What every response profile has.
    #[api(base)]
    pub base: BaseResponseProfile,
    /// Its identifier.
    pub id: Prop<BigInt>,
    /// Its system name.
    pub system_name: Prop<String>,
}

/// Sets a property of a related filter from one of the parent.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaResponseProfileMapping")]
pub struct ResponseProfileMapping {
    /// Property of the parent.
    pub parent_property: Prop<String>,
    /// Property of the filter.
    pub filter_property: Prop<String>,
    /// Whether the related objects are listed where the parent's property is null; else they are left out.
    pub allow_null: Prop<bool>,
}

/// What every response profile has.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaBaseResponseProfile", abstract)]
pub struct BaseResponseProfile {}

/// Whether fields are those to show or those to leave out.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaResponseProfileType")]
pub enum ResponseProfileType {
    /// Those to show.
    IncludeFields = 1,
    /// Those to leave out.
    ExcludeFields = 2,
}

/// What a call may send as its response profile.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = BaseResponseProfile)]
pub enum AnyResponseProfile {
    /// Said here.
    DetachedResponseProfile(DetachedResponseProfile),
    /// By the name of a stored profile.
    ResponseProfileHolder(ResponseProfileHolder),
}

/// What clients may send with every call.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaRequestConfiguration")]
pub struct RequestConfiguration {
    /// The account to act in.
    pub partner_id: Prop<i64>,
    /// The session.
    pub ks: Prop<String>,
    /// The language of translatable texts.
    pub language: Prop<String>,
    /// What to show of the answer.
    pub response_profile: Prop<AnyResponseProfile>,
}

#[cfg(test)]
mod tests {
    use contract::Api;
    use contract::typing::At;
    use wire::{Param, ParamMap};

    use super::*;

    fn map(entries: &[(&str, Param)]) -> Param {
        Param::Map(entries.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
    }

    /// The console sends this with every list of entries (reference: protocol.md §13).
    #[test]
    fn the_filter_of_a_related_profile_is_kept_whatever_its_class() {
        let text = |text: &str| Param::Text(text.to_owned());
        let filter = map(&[("objectType", text("KalturaMetadataFilter")), ("objectIdEqual", text("?"))]);
        let related = map(&[("name", text("metadata")), ("filter", filter.clone())]);
        let sent = map(&[("relatedProfiles", Param::List(vec![related]))]);
        let profile =
            DetachedResponseProfile::decode(&sent, &At::argument("responseProfile", 0)).unwrap().unwrap();
        let kept = profile.related_profiles.get().unwrap()[0].filter.get().unwrap();
        assert_eq!(Param::Map(kept.0.clone()), filter);
    }

    #[test]
    fn what_is_no_filter_is_passed_over() {
        for (sent, kept) in [
            (Param::Text("x".to_owned()), Prop::Absent),
            (Param::Null, Prop::Absent),
            (Param::List(Vec::new()), Prop::Set(SentFilter(ParamMap::new()))),
        ] {
            let profile = map(&[("filter", sent)]);
            let at = At::argument("responseProfile", 0);
            assert_eq!(DetachedResponseProfile::decode(&profile, &at).unwrap().unwrap().filter, kept);
        }
    }
}
