//! Where addresses are, from databases in the format of `MaxMind` that the operator supplies.

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use maxminddb::{PathElement, Reader};
use serde::Deserialize;

/// How addresses can hide who is behind them: the names in the databases, and those of the API (reference:
/// content-access.md §11.2, type 15).
const ANONYMITY: [(&str, &str); 6] = [
    ("is_anonymous", "anonymous"),
    ("is_anonymous_vpn", "anonymousVpn"),
    ("is_hosting_provider", "hostingProvider"),
    ("is_public_proxy", "publicProxy"),
    ("is_residential_proxy", "residentialProxy"),
    ("is_tor_exit_node", "torExitNode"),
];

/// The databases, all in memory. Without any, nothing is known of any address.
#[derive(Default)]
pub struct GeoIp(Vec<Reader<Vec<u8>>>);

impl GeoIp {
    /// Reads the databases. The error is one line that names the file.
    pub fn open(files: &[PathBuf]) -> Result<Self, String> {
        files.iter().map(|file| open(file)).collect::<Result<_, _>>().map(Self)
    }

    /// The country of an address, two letters.
    pub fn country(&self, address: IpAddr) -> Option<&str> {
        self.first(address, &["country", "iso_code"])
    }

    /// Latitude and longitude of an address, in degrees.
    pub fn coordinates(&self, address: IpAddr) -> Option<(f64, f64)> {
        let latitude: f64 = self.first(address, &["location", "latitude"])?;
        let longitude: f64 = self.first(address, &["location", "longitude"])?;
        (latitude.is_finite() && longitude.is_finite()).then_some((latitude, longitude))
    }

    /// How an address hides who is behind it, in the API's words.
    pub fn anonymity(&self, address: IpAddr) -> Vec<&'static str> {
        let is = |flag: &str| {
            // In databases about anonymity they stand at the top, in all-round ones among the traits.
            self.first(address, &[flag]) == Some(true) || self.first(address, &["traits", flag]) == Some(true)
        };
        ANONYMITY.iter().filter(|(flag, _)| is(flag)).map(|(_, class)| *class).collect()
    }

    /// What the first database that knows something says. A broken record is as good as none.
    fn first<'a, T: Deserialize<'a>>(&'a self, address: IpAddr, path: &[&str]) -> Option<T> {
        let path: Vec<PathElement<'_>> = path.iter().map(|name| PathElement::Key(name)).collect();
        let address = address.to_canonical();
        self.0.iter().find_map(|reader| reader.lookup(address).ok()?.decode_path(&path).ok().flatten())
    }
}

fn open(file: &Path) -> Result<Reader<Vec<u8>>, String> {
    Reader::open_readfile(file)
        .map_err(|error| format!("cannot read the GeoIP database {}: {error}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A database with one record for one half of all IPv4 addresses.
    fn database(record: &[u8], upper_half: bool) -> Vec<u8> {
        let text = |text: &str| {
            let mut bytes = vec![0x40 | u8::try_from(text.len()).unwrap()];
            bytes.extend(text.as_bytes());
            bytes
        };
        // One node of two records, 24 bits each. 1 means nothing, 1 + 16 + n the byte n of the data.
        let mut bytes = if upper_half { vec![0, 0, 1, 0, 0, 17] } else { vec![0, 0, 17, 0, 0, 1] };
        bytes.extend([0; 16]);
        bytes.extend(record);
        bytes.extend(b"\xab\xcd\xefMaxMind.com");
        let two = |number: u8| vec![0xa1, number];
        let fields = [
            ("binary_format_major_version", two(2)),
            ("binary_format_minor_version", vec![0xa0]),
            ("build_epoch", vec![0x01, 0x02, 1]),
            ("database_type", text("Test")),
            ("description", vec![0xe0]),
            ("ip_version", two(4)),
            ("languages", vec![0x00, 0x04]),
            ("node_count", vec![0xc1, 1]),
            ("record_size", two(24)),
        ];
        bytes.push(0xe0 | u8::try_from(fields.len()).unwrap());
        for (name, value) in fields {
            bytes.extend(text(name));
            bytes.extend(value);
        }
        bytes
    }

    fn map(entries: &[(&str, Vec<u8>)]) -> Vec<u8> {
        let mut bytes = vec![0xe0 | u8::try_from(entries.len()).unwrap()];
        for (name, value) in entries {
            bytes.push(0x40 | u8::try_from(name.len()).unwrap());
            bytes.extend(name.as_bytes());
            bytes.extend(value);
        }
        bytes
    }

    fn double(number: f64) -> Vec<u8> {
        let mut bytes = vec![0x68];
        bytes.extend(number.to_be_bytes());
        bytes
    }

    fn geoip(databases: &[Vec<u8>]) -> GeoIp {
        let folder = tempfile::tempdir().unwrap();
        let files: Vec<PathBuf> = databases
            .iter()
            .enumerate()
            .map(|(index, bytes)| {
                let file = folder.path().join(format!("{index}.mmdb"));
                std::fs::write(&file, bytes).unwrap();
                file
            })
            .collect();
        GeoIp::open(&files).unwrap()
    }

    const KNOWN: &str = "203.0.113.7";
    const UNKNOWN: &str = "10.0.0.1";

    #[test]
    fn databases_say_where_addresses_are() {
        let germany = map(&[("iso_code", vec![0x42, b'D', b'E'])]);
        let place = map(&[("latitude", double(52.5)), ("longitude", double(13.4))]);
        let city = database(&map(&[("country", germany), ("location", place)]), true);
        let yes = vec![0x01, 0x07];
        let hidden = database(
            &map(&[
                ("is_anonymous", yes.clone()),
                ("is_tor_exit_node", yes),
                ("is_anonymous_vpn", vec![0, 7]),
            ]),
            true,
        );
        let geoip = geoip(&[city, hidden]);
        let known: IpAddr = KNOWN.parse().unwrap();
        assert_eq!(geoip.country(known), Some("DE"));
        assert_eq!(geoip.coordinates(known), Some((52.5, 13.4)));
        assert_eq!(geoip.anonymity(known), ["anonymous", "torExitNode"]);
        assert_eq!(geoip.country("::ffff:203.0.113.7".parse().unwrap()), Some("DE"));
        for address in [UNKNOWN, "2001:db8::1"] {
            let address: IpAddr = address.parse().unwrap();
            assert_eq!(geoip.country(address), None);
            assert_eq!(geoip.coordinates(address), None);
            assert!(geoip.anonymity(address).is_empty());
        }
    }

    #[test]
    fn without_a_database_nothing_is_known() {
        let geoip = GeoIp::default();
        assert_eq!(geoip.country(KNOWN.parse().unwrap()), None);
        assert!(geoip.anonymity(KNOWN.parse().unwrap()).is_empty());
    }

    #[test]
    fn records_of_another_shape_say_nothing() {
        let geoip = geoip(&[
            database(
                &map(&[
                    ("country", vec![0xc1, 1]),
                    ("location", map(&[("latitude", double(f64::NAN)), ("longitude", double(1.0))])),
                ]),
                true,
            ),
            database(&[0x20, 0xff], true),
        ]);
        assert_eq!(geoip.country(KNOWN.parse().unwrap()), None);
        assert_eq!(geoip.coordinates(KNOWN.parse().unwrap()), None);
    }

    #[test]
    fn a_file_that_is_no_database_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("text.mmdb");
        std::fs::write(&file, "hello").unwrap();
        let error = GeoIp::open(std::slice::from_ref(&file)).err().unwrap();
        assert!(error.contains("text.mmdb") && !error.contains('\n'), "{error}");
        assert!(GeoIp::open(&[folder.path().join("absent.mmdb")]).is_err());
    }
}
