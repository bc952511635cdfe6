//! What account 0 has, and what new accounts begin with (reference: more-services.md §1.2, §1.3).

use std::sync::{Arc, LazyLock};

use contract::ApiEnum;
use serde::Deserialize;

use super::{ConversionProfileType, Profile, builtin_link};
use crate::kept::Kept;
use crate::permission::MADE_AT;

#[derive(Deserialize)]
struct Builtin {
    profiles: Vec<Definition>,
    templates: Vec<Definition>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Definition {
    #[serde(default)]
    id: i64,
    r#type: i64,
    name: String,
    system_name: String,
    params: Vec<i64>,
}

impl Definition {
    fn profile(&self) -> Profile {
        let mut more = Kept::default();
        more.set("name", self.name.as_str());
        more.set("systemName", self.system_name.as_str());
        more.set("type", self.r#type);
        more.set("status", 2);
        Profile {
            id: self.id,
            partner_id: 0,
            kind: ConversionProfileType::from_number(self.r#type).unwrap_or(ConversionProfileType::Media),
            is_default: false,
            created_at: MADE_AT,
            more,
            links: self.params.iter().filter_map(|id| builtin_link(*id)).collect(),
        }
    }
}

static ALL: LazyLock<(Vec<Arc<Profile>>, Vec<Profile>)> = LazyLock::new(|| {
    let data: Builtin = serde_json::from_str(include_str!("builtin.json"))
        .expect("builtin.json is checked by a test of this module");
    let profiles = data.profiles.iter().map(|definition| Arc::new(definition.profile())).collect();
    (profiles, data.templates.iter().map(Definition::profile).collect())
});

/// What account 0 has.
pub(super) fn all() -> &'static [Arc<Profile>] {
    &ALL.0
}

/// What new accounts begin with, each the default of its type.
pub(super) fn templates() -> &'static [Profile] {
    &ALL.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_is_whole() {
        assert_eq!(all()[0].links.len(), 1);
        let [media, live] = templates() else { panic!("a profile for each type") };
        let ids: Vec<i64> = media.links.iter().map(|link| link.params_id).collect();
        assert_eq!(ids, [0, 2, 3, 4, 5, 6, 7, 19]);
        assert_eq!(
            (media.kind, live.kind),
            (ConversionProfileType::Media, ConversionProfileType::LiveStream)
        );
        assert_eq!(live.links[0].params_id, 32);
    }
}
