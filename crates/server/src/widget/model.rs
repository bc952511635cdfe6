//! What the API says about widgets.

use contract::common::Filter;
use contract::{ApiEnum, ApiObject, Prop, Time};

/// A handle by which players get anonymous sessions (reference: content-access.md §8.5, session.md §12.2).
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaWidget", list = "KalturaWidgetListResponse")]
pub struct Widget {
    /// Identifier, given by the server.
    #[api(read_only)]
    pub id: Prop<String>,
    /// Widget that it was cloned from.
    pub source_widget_id: Prop<String>,
    /// First of its line of clones.
    #[api(read_only)]
    pub root_widget_id: Prop<String>,
    /// The account.
    #[api(read_only)]
    pub partner_id: Prop<i64>,
    /// Entry that it shows.
    pub entry_id: Prop<String>,
    /// Player settings that it uses.
    pub ui_conf_id: Prop<i64>,
    /// Whether sessions need a hash; kept, not enforced.
    pub security_type: Prop<WidgetSecurityType>,
    /// Number of the policy; kept only.
    pub security_policy: Prop<i64>,
    /// When it was made.
    #[api(read_only)]
    pub created_at: Prop<Time>,
    /// When it was last changed.
    #[api(read_only)]
    pub updated_at: Prop<Time>,
    /// Data of the account's own.
    pub partner_data: Prop<String>,
    /// Embed code.
    #[api(name = "widgetHTML", read_only)]
    pub widget_html: Prop<String>,
    /// Whether its sessions are held to entitlements.
    pub enforce_entitlement: Prop<bool>,
    /// Privacy context of its sessions.
    pub privacy_context: Prop<String>,
    /// Whether the embed code loads the HTML5 player.
    pub add_embed_html5_support: Prop<bool>,
    /// Roles of its sessions, comma-separated, instead of the one that widget sessions have.
    #[api(needs(insert, update))]
    pub roles: Prop<String>,
    /// Privileges of its sessions, comma-separated; `view:*` if there are none.
    #[api(needs(insert, update))]
    pub privileges: Prop<String>,
}

/// Whether a widget's sessions need a hash.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaWidgetSecurityType")]
pub enum WidgetSecurityType {
    /// They do not.
    None = 1,
    /// They need one made with the time.
    Timehash = 2,
}

/// Which widgets to list.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaWidgetFilter", filter = "KalturaWidgetBaseFilter", order("createdAt"))]
pub struct WidgetFilter {
    /// Order and search.
    #[api(base)]
    pub base: Filter,
    /// The one with this id.
    pub id_equal: Prop<String>,
    /// Those with one of these ids, comma-separated.
    pub id_in: Prop<String>,
    /// Those that were made of this one.
    pub source_widget_id_equal: Prop<String>,
    /// Those of this one's line.
    pub root_widget_id_equal: Prop<String>,
    /// Those of this account, which is the own one.
    pub partner_id_equal: Prop<i64>,
    /// Those that show this entry.
    pub entry_id_equal: Prop<String>,
    /// Those that use these player settings.
    pub ui_conf_id_equal: Prop<i64>,
    /// Those that were not made before this.
    pub created_at_greater_than_or_equal: Prop<Time>,
    /// Those that were not made after this.
    pub created_at_less_than_or_equal: Prop<Time>,
    /// Those that were not changed before this.
    pub updated_at_greater_than_or_equal: Prop<Time>,
    /// Those that were not changed after this.
    pub updated_at_less_than_or_equal: Prop<Time>,
    /// Those whose data of the account's own contain this text.
    pub partner_data_like: Prop<String>,
}
