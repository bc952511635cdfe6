//! What decisions look up without asking a table.

use std::net::IpAddr;

use super::decision::Lookups;
use crate::geoip::GeoIp;

/// The properties of an asset by name.
pub(crate) type AssetFacts = Vec<(&'static str, String)>;

/// Facts that are in memory.
pub(crate) struct InMemory<'a> {
    /// Where addresses are.
    pub(crate) geoip: &'a GeoIp,
    /// The ready assets of the entry.
    pub(crate) assets: &'a [AssetFacts],
}

impl Lookups for InMemory<'_> {
    fn country(&self, address: IpAddr) -> Option<&str> {
        self.geoip.country(address)
    }

    fn coordinates(&self, address: IpAddr) -> Option<(f64, f64)> {
        self.geoip.coordinates(address)
    }

    fn anonymity(&self, address: IpAddr) -> Option<Vec<&'static str>> {
        Some(self.geoip.anonymity(address))
    }

    fn has_asset(&self, properties: &[(String, String)]) -> bool {
        let has = |asset: &AssetFacts, (name, value): &(String, String)| {
            asset.iter().any(|(known, text)| known == name && text == value)
        };
        self.assets.iter().any(|asset| properties.iter().all(|property| has(asset, property)))
    }
}
