use contract::{ApiEnum, ApiObject, Prop, Time};

/// TODO
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaWidget", list = "KalturaWidgetListResponse")]
pub struct Widget {
    /// TODO
    #[api(read_only)]
    pub id: Prop<String>,
    /// TODO
    pub source_widget_id: Prop<String>,
    /// TODO
    #[api(read_only)]
    pub root_widget_id: Prop<String>,
    /// TODO
    #[api(read_only)]
    pub partner_id: Prop<i64>,
    /// TODO
    pub entry_id: Prop<String>,
    /// TODO
    pub ui_conf_id: Prop<i64>,
    /// TODO
    pub security_type: Prop<WidgetSecurityType>,
    /// TODO
    pub security_policy: Prop<i64>,
    /// TODO
    #[api(read_only)]
    pub created_at: Prop<Time>,
    /// TODO
    #[api(read_only)]
    pub updated_at: Prop<Time>,
    /// TODO
    pub partner_data: Prop<String>,
    /// TODO
    #[api(name = "widgetHTML", read_only)]
    pub widget_html: Prop<String>,
    /// TODO
    pub enforce_entitlement: Prop<bool>,
    /// TODO
    pub privacy_context: Prop<String>,
    /// TODO
    pub add_embed_html5_support: Prop<bool>,
    /// TODO
    #[api(needs(insert, update))]
    pub roles: Prop<String>,
    /// TODO
    #[api(needs(insert, update))]
    pub privileges: Prop<String>,
}

/// TODO
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaWidgetSecurityType")]
pub enum WidgetSecurityType {
    /// TODO
    None = 1,
    /// TODO
    Timehash = 2,
}
