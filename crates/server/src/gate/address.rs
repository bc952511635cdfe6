//! Where a call comes from. Forwarded addresses are believed from configured proxies only.

use std::net::IpAddr;

use http::HeaderMap;

/// A range of addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Range {
    address: IpAddr,
    prefix: u32,
}

/// The proxies in front of the server.
#[derive(Clone, Debug, Default)]
pub struct TrustedProxies(Vec<Range>);

impl TrustedProxies {
    /// From addresses and CIDR ranges. The error names the one that is neither.
    pub fn parse(ranges: &[String]) -> Result<Self, String> {
        ranges
            .iter()
            .map(|text| text.trim())
            .filter(|text| !text.is_empty())
            .map(|text| {
                range(text).ok_or_else(|| {
                    format!(
                        "trusted-proxies: \"{text}\" is neither an address nor a range such as 10.0.0.0/8"
                    )
                })
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// True if forwarded headers from this peer are believed.
    pub fn contains(&self, peer: IpAddr) -> bool {
        let peer = peer.to_canonical();
        self.0.iter().any(|range| range.contains(peer))
    }

    /// The caller: the last forwarded address that is not itself a trusted proxy, if the peer is one.
    pub fn caller(&self, peer: IpAddr, forwarded_for: Option<&str>) -> IpAddr {
        let peer = peer.to_canonical();
        if !self.contains(peer) {
            return peer;
        }
        let mut caller = peer;
        for text in forwarded_for.unwrap_or_default().rsplit(',') {
            let Some(address) = forwarded_address(text.trim()) else { break };
            caller = address;
            if !self.contains(caller) {
                break;
            }
        }
        caller
    }

    /// Whether a request came over HTTPS. The server itself speaks HTTP, so a proxy has to say it; where a header says
    /// several things, one of them was not encrypted.
    pub fn is_https(&self, peer: IpAddr, headers: &HeaderMap) -> bool {
        let said: Vec<&str> = headers
            .get_all("x-forwarded-proto")
            .iter()
            .flat_map(|value| value.to_str().unwrap_or_default().split(','))
            .map(str::trim)
            .collect();
        self.contains(peer) && !said.is_empty() && said.iter().all(|said| said.eq_ignore_ascii_case("https"))
    }
}

impl Range {
    fn contains(self, address: IpAddr) -> bool {
        match (self.address, address) {
            (IpAddr::V4(range), IpAddr::V4(address)) => same_prefix(
                u128::from(range.to_bits()) << 96,
                u128::from(address.to_bits()) << 96,
                self.prefix,
            ),
            (IpAddr::V6(range), IpAddr::V6(address)) => {
                same_prefix(range.to_bits(), address.to_bits(), self.prefix)
            }
            _ => false,
        }
    }
}

fn same_prefix(left: u128, right: u128, bits: u32) -> bool {
    (left ^ right).leading_zeros() >= bits
}

fn range(text: &str) -> Option<Range> {
    let (address, prefix) = match text.split_once('/') {
        Some((address, prefix)) => (address, Some(prefix.parse::<u32>().ok()?)),
        None => (text, None),
    };
    let address = address.parse::<IpAddr>().ok()?.to_canonical();
    let whole = if address.is_ipv4() { 32 } else { 128 };
    let prefix = prefix.unwrap_or(whole);
    (prefix <= whole).then_some(Range { address, prefix })
}

/// Some proxies append the port.
fn forwarded_address(text: &str) -> Option<IpAddr> {
    text.parse::<IpAddr>()
        .ok()
        .or_else(|| text.parse::<std::net::SocketAddr>().ok().map(|address| address.ip()))
        .map(|address| address.to_canonical())
}

/// One household, as far as that can be told: an address of version 4, the first half of one of version 6.
pub fn network(address: &str) -> String {
    match address.parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}")
        }
        Ok(address) => address.to_string(),
        Err(_) => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_household_is_one_network() {
        assert_eq!(network("203.0.113.7"), "203.0.113.7");
        assert_eq!(network("::ffff:203.0.113.7"), "203.0.113.7");
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), network("2001:db8:1:2::1"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
    }

    fn caller(proxies: &[&str], peer: &str, forwarded_for: Option<&str>) -> String {
        let proxies: Vec<String> = proxies.iter().map(ToString::to_string).collect();
        TrustedProxies::parse(&proxies).unwrap().caller(peer.parse().unwrap(), forwarded_for).to_string()
    }

    #[test]
    fn nobody_is_believed_by_default() {
        assert_eq!(caller(&[], "198.51.100.1", Some("203.0.113.9")), "198.51.100.1");
    }

    #[test]
    fn the_last_address_that_is_no_proxy_counts() {
        let proxies = ["10.0.0.0/8", "2001:db8::/32"];
        assert_eq!(caller(&proxies, "10.1.2.3", Some("203.0.113.9")), "203.0.113.9");
        assert_eq!(caller(&proxies, "10.1.2.3", Some("1.1.1.1, 203.0.113.9, 10.9.9.9")), "203.0.113.9");
        assert_eq!(caller(&proxies, "2001:db8::5", Some("203.0.113.9:4711")), "203.0.113.9");
        assert_eq!(caller(&proxies, "10.1.2.3", None), "10.1.2.3");
        assert_eq!(caller(&proxies, "10.1.2.3", Some("unknown")), "10.1.2.3");
        assert_eq!(caller(&proxies, "::ffff:10.1.2.3", Some("203.0.113.9")), "203.0.113.9");
        assert_eq!(caller(&proxies, "11.1.2.3", Some("203.0.113.9")), "11.1.2.3");
    }

    #[test]
    fn only_a_proxy_says_that_a_request_was_encrypted() {
        let is_https = |peer: &str, said: &[&str]| {
            let mut headers = HeaderMap::new();
            for said in said {
                headers.append("x-forwarded-proto", said.parse().unwrap());
            }
            let proxies = TrustedProxies::parse(&["10.0.0.0/8".to_owned()]).unwrap();
            proxies.is_https(peer.parse().unwrap(), &headers)
        };
        assert!(is_https("10.1.2.3", &["https"]));
        assert!(is_https("::ffff:10.1.2.3", &["HTTPS, https"]));
        assert!(!is_https("11.1.2.3", &["https"]), "a caller who says so");
        for said in [&[][..], &[""], &["http"], &["https,http"], &["https", "http"], &["https,"]] {
            assert!(!is_https("10.1.2.3", said), "{said:?}");
        }
    }

    #[test]
    fn a_wrong_range_is_named() {
        let wrong = TrustedProxies::parse(&["10.0.0.0/40".to_owned()]).unwrap_err();
        assert!(wrong.contains("10.0.0.0/40"));
    }
}
