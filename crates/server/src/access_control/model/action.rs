//! What rules do (reference: content-access.md §12.1).

use contract::{ApiEnum, ApiFamily, ApiObject, NullableBoolean, Prop};

/// What happens when a rule takes effect (reference: content-access.md §12.1).
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaRuleAction", abstract)]
pub struct RuleAction {
    /// Which kind it is.
    #[api(read_only)]
    pub r#type: Prop<RuleActionType>,
}

/// Any `KalturaRuleAction`.
#[derive(ApiFamily, Clone, Debug)]
#[api(declared = RuleAction)]
pub enum AnyRuleAction {
    /// Refuses.
    AccessControlBlockAction(AccessControlBlockAction),
    /// Leaves only some delivery profiles.
    AccessControlLimitDeliveryProfilesAction(AccessControlLimitDeliveryProfilesAction),
    /// Leaves only some flavours.
    AccessControlLimitFlavorsAction(AccessControlLimitFlavorsAction),
    /// Refuses thumbnails of moments of one's own choice.
    AccessControlLimitThumbnailCaptureAction(AccessControlLimitThumbnailCaptureAction),
    /// Has the player rewrite the addresses that it asks.
    AccessControlModifyRequestHostRegexAction(AccessControlModifyRequestHostRegexAction),
    /// Gives the beginning only.
    AccessControlPreviewAction(AccessControlPreviewAction),
    /// Has the player ask an edge server.
    AccessControlServeRemoteEdgeServerAction(AccessControlServeRemoteEdgeServerAction),
    /// Has the entry stored elsewhere; without effect on access.
    StorageAddAction(StorageAddAction),
}

/// Kinds of what rules do.
#[derive(ApiEnum, Clone, Copy, Debug, PartialEq, Eq)]
#[api(name = "KalturaRuleActionType", dynamic)]
pub enum RuleActionType {
    /// Refuse.
    #[api(value = "1")]
    Block,
    /// Give the beginning.
    #[api(value = "2")]
    Preview,
    /// Leave some flavours.
    #[api(value = "3")]
    LimitFlavors,
    /// Store elsewhere.
    #[api(value = "4")]
    AddToStorage,
    /// Leave some delivery profiles.
    #[api(value = "5")]
    LimitDeliveryProfiles,
    /// Ask an edge server.
    #[api(value = "6")]
    ServeFromRemoteServer,
    /// Rewrite addresses.
    #[api(value = "7")]
    RequestHostRegex,
    /// Refuse thumbnails of any moment.
    #[api(value = "8")]
    LimitThumbnailCapture,
    /// Use a DRM policy.
    #[api(value = "drm.DRM_POLICY")]
    DrmPolicy,
    /// Order captions or the like.
    #[api(value = "reach.ADD_ENTRY_VENDOR_TASK")]
    AddEntryVendorTask,
}

/// Refuses.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaAccessControlBlockAction")]
pub struct AccessControlBlockAction {
    /// What every action has.
    #[api(base)]
    pub base: RuleAction,
}

/// Gives the beginning only.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaAccessControlPreviewAction")]
pub struct AccessControlPreviewAction {
    /// What every action has.
    #[api(base)]
    pub base: RuleAction,
    /// Seconds from the beginning.
    pub limit: Prop<i64>,
}

/// Leaves only some flavours.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaAccessControlLimitFlavorsAction")]
pub struct AccessControlLimitFlavorsAction {
    /// What every action has.
    #[api(base)]
    pub base: RuleAction,
    /// The flavours, by the ids of their parameters, comma-separated.
    pub flavor_params_ids: Prop<String>,
    /// Whether these are taken away rather than left.
    pub is_blocked_list: Prop<bool>,
}

/// Has the entry stored elsewhere; without effect on access.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaStorageAddAction")]
pub struct StorageAddAction {
    /// What every action has.
    #[api(base)]
    pub base: RuleAction,
}

/// Leaves only some delivery profiles.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaAccessControlLimitDeliveryProfilesAction")]
pub struct AccessControlLimitDeliveryProfilesAction {
    /// What every action has.
    #[api(base)]
    pub base: RuleAction,
    /// The delivery profiles.
    pub delivery_profile_ids: Prop<String>,
    /// Whether these are taken away rather than left.
    pub is_blocked_list: Prop<bool>,
}

/// Has the player ask an edge server.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaAccessControlServeRemoteEdgeServerAction")]
pub struct AccessControlServeRemoteEdgeServerAction {
    /// What every action has.
    #[api(base)]
    pub base: RuleAction,
    /// The edge servers, comma-separated.
    pub edge_server_ids: Prop<String>,
    /// Whether the player goes back when it fails.
    pub seamless_fallback_enabled: Prop<NullableBoolean>,
}

/// Has the player rewrite the addresses that it asks.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaAccessControlModifyRequestHostRegexAction")]
pub struct AccessControlModifyRequestHostRegexAction {
    /// What every action has.
    #[api(base)]
    pub base: RuleAction,
    /// What is replaced in a host.
    pub pattern: Prop<String>,
    /// What stands there instead.
    pub replacement: Prop<String>,
    /// The server that is asked instead.
    pub replacmen_server_node_id: Prop<i64>,
    /// How long the player waits for it, in milliseconds.
    pub check_alive_timeout_ms: Prop<i64>,
}

/// Refuses thumbnails of moments of one's own choice.
#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaAccessControlLimitThumbnailCaptureAction")]
pub struct AccessControlLimitThumbnailCaptureAction {
    /// What every action has.
    #[api(base)]
    pub base: RuleAction,
}

/// Says for each class which kind it is.
macro_rules! kinds {
    ($($variant:ident => $kind:ident;)*) => {
        impl AnyRuleAction {
            /// The kind that the class stands for.
            pub fn kind(&self) -> RuleActionType {
                match self { $(Self::$variant(_) => RuleActionType::$kind,)* }
            }

            /// Writes the kind into it, which is not the caller's to say.
            pub(crate) fn name_kind(&mut self) {
                match self { $(Self::$variant(one) => one.base.r#type = RuleActionType::$kind.into(),)* }
            }
        }
    };
}

kinds! {
    AccessControlBlockAction => Block;
    AccessControlLimitDeliveryProfilesAction => LimitDeliveryProfiles;
    AccessControlLimitFlavorsAction => LimitFlavors;
    AccessControlLimitThumbnailCaptureAction => LimitThumbnailCapture;
    AccessControlModifyRequestHostRegexAction => RequestHostRegex;
    AccessControlPreviewAction => Preview;
    AccessControlServeRemoteEdgeServerAction => ServeFromRemoteServer;
    StorageAddAction => AddToStorage;
}
