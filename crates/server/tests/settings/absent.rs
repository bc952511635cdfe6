//! Services that are not there answer as a plug-in that is not installed does (reference: more-services.md §8).

use serde_json::json;

use super::common::{Server, refused};
use super::{admin, anonymous, media};
use crate::on_both_stores;

on_both_stores! {
    async fn absent_services_are_unknown_to_everybody(server: Server) {
        let (admin, widget) = (admin(&server).await, anonymous(&server).await);
        for service in [
            "dropFolder_dropFolder",
            "contentDistribution_distributionProfile",
            "contentDistribution_entryDistribution",
            "vendor_zoomVendor",
            "webexAPIDropFolder_webexVendor",
            "reach_entryVendorTask",
            "reach_vendorCatalogItem",
            "eventNotification_eventNotificationTemplate",
            "storageProfile",
            "externalMedia_externalMedia",
        ] {
            let unknown = refused("SERVICE_DOES_NOT_EXISTS", json!({"SRV_NAME": service.to_lowercase()}));
            for caller in [&admin, &widget] {
                assert_eq!(caller.call(service, "list", json!({})).await, unknown, "{service}");
            }
            // Before the session is looked at (reference: more-services.md §8).
            assert_eq!(server.call(service, "list", json!({"ks": "nonsense"})).await, unknown, "{service}");
        }
    }

    async fn no_entry_is_a_mix(server: Server) {
        let (admin, widget) = (admin(&server).await, anonymous(&server).await);
        let id = media(&admin, "no mix").await;
        for (caller, id) in [(&admin, id.as_str()), (&widget, id.as_str()), (&admin, "0_nothing0")] {
            let refusal = caller.call("mixing", "getReadyMediaEntries", json!({"mixId": id, "version": -1})).await;
            assert_eq!(refusal, refused("ENTRY_ID_NOT_FOUND", json!({"ENTRY_ID": id})));
        }
    }
}
