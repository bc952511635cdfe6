//! A user as the API shows it.

use contract::{ApiEnum, Prop, Time};

use super::model::{
    BaseUser, Gender, LanguageCode, User, UserCapability, UserCapabilityType, UserMode, UserType,
};
use super::table::FullUser;
use crate::partner::Partner;
use crate::role;

/// The API's view of a row.
pub(crate) fn show(partner: &Partner, full: FullUser) -> User {
    let FullUser { user, profile, .. } = full;
    let role_names: Vec<String> = user
        .role_ids
        .iter()
        .filter_map(|id| role::find_id(partner, *id))
        .map(|role| role.name.clone())
        .collect();
    let role_ids: Vec<String> = user.role_ids.iter().map(ToString::to_string).collect();
    let full_name = full_name(full.first_name.as_deref(), full.last_name.as_deref());
    let is_owner = partner
        .owner_user_id
        .as_deref()
        .is_some_and(|owner| super::user_key(owner) == super::user_key(&user.id));
    User {
        base: BaseUser {
            id: user.id.clone().into(),
            partner_id: full.partner_id.into(),
            screen_name: full.screen_name.into(),
            full_name: full_name.into(),
            email: full.email.into(),
            country: profile.country.into(),
            state: profile.state.into(),
            city: profile.city.into(),
            zip: profile.zip.into(),
            thumbnail_url: profile.thumbnail_url.into(),
            description: profile.description.into(),
            tags: profile.tags.into(),
            status: user.status.into(),
            created_at: Time(full.created_at).into(),
            updated_at: Time(full.updated_at).into(),
            partner_data: profile.partner_data.into(),
            storage_size: 0.into(),
            language: profile.language.as_deref().and_then(LanguageCode::from_wire_value).into(),
            last_login_time: full.last_login_at.into(),
            status_updated_at: full.status_updated_at.into(),
            deleted_at: full.deleted_at.map(Time).into(),
            allowed_partner_ids: profile.allowed_partner_ids.into(),
            allowed_partner_packages: profile.allowed_partner_packages.into(),
            user_mode: profile.user_mode.and_then(UserMode::from_number).into(),
            capabilities: profile
                .capabilities
                .iter()
                .filter_map(|value| UserCapabilityType::from_wire_value(value))
                .map(|capability| UserCapability { capability: capability.into() })
                .collect::<Vec<_>>()
                .into(),
            ..BaseUser::default()
        },
        r#type: UserType::from_number(full.kind).into(),
        date_of_birth: profile.date_of_birth.into(),
        gender: profile.gender.and_then(Gender::from_number).into(),
        is_admin: user.is_admin.into(),
        is_guest: profile.is_guest.into(),
        role_ids: text_or_null(role_ids.join(",")),
        role_names: text_or_null(role_names.join(",")),
        is_account_owner: is_owner.into(),
        first_name: full.first_name.into(),
        last_name: full.last_name.into(),
        login_enabled: user.login_row.is_some().into(),
        registration_info: profile.registration_info.into(),
        attendance_info: profile.attendance_info.into(),
        title: profile.title.into(),
        company: profile.company.into(),
        ks_privileges: user.ks_privileges.into(),
        is_sso_excluded: profile.is_sso_excluded.into(),
        external_id: profile.external_id.into(),
        ..User::default()
    }
}

/// First and last name in one.
pub(super) fn full_name(first: Option<&str>, last: Option<&str>) -> String {
    [first, last].into_iter().flatten().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" ")
}

fn text_or_null(text: String) -> Prop<String> {
    if text.is_empty() { Prop::Null } else { Prop::Set(text) }
}
