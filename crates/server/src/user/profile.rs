//! What is kept of a user for its own sake: nothing looks for it, so it is one text in the store.

use contract::{ApiEnum, Prop};
use serde::{Deserialize, Serialize};

use super::model::User;
use crate::error::{Error, Result};

/// What is kept of a user for its own sake.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
#[allow(missing_docs)] // the properties of KalturaUser, which documents them
pub struct UserProfile {
    pub country: Option<String>,
    pub state: Option<String>,
    pub city: Option<String>,
    pub zip: Option<String>,
    pub thumbnail_url: Option<String>,
    pub description: Option<String>,
    pub tags: Option<String>,
    pub partner_data: Option<String>,
    pub language: Option<String>,
    pub allowed_partner_ids: Option<String>,
    pub allowed_partner_packages: Option<String>,
    pub user_mode: Option<i64>,
    pub capabilities: Vec<String>,
    pub date_of_birth: Option<i64>,
    pub gender: Option<i64>,
    pub is_guest: Option<bool>,
    pub registration_info: Option<String>,
    pub attendance_info: Option<String>,
    pub title: Option<String>,
    pub company: Option<String>,
    pub is_sso_excluded: Option<bool>,
    pub external_id: Option<String>,
}

impl UserProfile {
    /// From the store.
    pub(super) fn from_text(text: &str) -> Result<Self> {
        serde_json::from_str(text).map_err(|error| Error::internal(format!("user profile: {error}")))
    }

    /// For the store.
    pub(super) fn to_text(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|error| Error::internal(error.to_string()))
    }

    /// Takes over what was sent: what is absent stays.
    pub(crate) fn merge(&mut self, sent: &User) {
        let base = &sent.base;
        let merge = |prop: &Prop<String>, stored: &mut Option<String>| prop.clone().merge_into(stored);
        merge(&base.country, &mut self.country);
        merge(&base.state, &mut self.state);
        merge(&base.city, &mut self.city);
        merge(&base.zip, &mut self.zip);
        merge(&base.thumbnail_url, &mut self.thumbnail_url);
        merge(&base.description, &mut self.description);
        merge(&base.tags, &mut self.tags);
        merge(&base.partner_data, &mut self.partner_data);
        merge(&base.allowed_partner_ids, &mut self.allowed_partner_ids);
        merge(&base.allowed_partner_packages, &mut self.allowed_partner_packages);
        merge(&sent.registration_info, &mut self.registration_info);
        merge(&sent.attendance_info, &mut self.attendance_info);
        merge(&sent.title, &mut self.title);
        merge(&sent.company, &mut self.company);
        merge(&sent.external_id, &mut self.external_id);
        map(&base.language, |language| language.wire_value().to_owned()).merge_into(&mut self.language);
        map(&base.user_mode, ApiEnum::number).merge_into(&mut self.user_mode);
        map(&sent.gender, ApiEnum::number).merge_into(&mut self.gender);
        sent.date_of_birth.clone().merge_into(&mut self.date_of_birth);
        sent.is_guest.clone().merge_into(&mut self.is_guest);
        sent.is_sso_excluded.clone().merge_into(&mut self.is_sso_excluded);
        if let Some(capabilities) = base.capabilities.get() {
            let kinds = capabilities.iter().filter_map(|one| one.capability.get());
            self.capabilities = kinds.map(|kind| kind.wire_value().to_owned()).collect();
        }
    }
}

fn map<T: Copy, U>(prop: &Prop<T>, to: impl Fn(T) -> U) -> Prop<U> {
    match prop {
        Prop::Absent => Prop::Absent,
        Prop::Null => Prop::Null,
        Prop::Set(value) => Prop::Set(to(*value)),
    }
}
