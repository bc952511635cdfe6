//! Addresses and what they are compared with (reference: content-access.md §11.2, type 3).

use std::net::IpAddr;

use super::rules::HeaderAddress;

/// What an address may lie in, as numbers: of IPv4 in 32 bits, of IPv6 in 128.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Network {
    is_v6: bool,
    /// The first and the last address; a mask with gaps is kept as such.
    range: Range,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Range {
    Between(u128, u128),
    Masked { network: u128, mask: u128 },
}

fn number(address: IpAddr) -> (bool, u128) {
    match address.to_canonical() {
        IpAddr::V4(address) => (false, u128::from(address.to_bits())),
        IpAddr::V6(address) => (true, address.to_bits()),
    }
}

impl Network {
    /// Reads an address, `a-b`, `network/mask` or `network/bits`. `None`: nothing lies in it.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let address = |text: &str| text.trim().parse::<IpAddr>().ok().map(number);
        if let Some((first, last)) = text.split_once('-') {
            let ((is_v6, first), (last_is_v6, last)) = (address(first)?, address(last)?);
            return (is_v6 == last_is_v6).then_some(Self { is_v6, range: Range::Between(first, last) });
        }
        let Some((network, mask)) = text.split_once('/') else {
            let (is_v6, address) = address(text)?;
            return Some(Self { is_v6, range: Range::Between(address, address) });
        };
        let (is_v6, network) = address(network)?;
        let width = if is_v6 { 128 } else { 32 };
        let mask = match mask.trim().parse::<u32>() {
            Ok(bits) => {
                let bits = (1..=width).contains(&bits).then_some(bits)?;
                (u128::MAX >> (128 - bits)) << (width - bits)
            }
            Err(_) => address(mask).filter(|(mask_is_v6, _)| *mask_is_v6 == is_v6)?.1,
        };
        Some(Self { is_v6, range: Range::Masked { network: network & mask, mask } })
    }

    /// Whether an address lies in it.
    pub(super) fn contains(&self, address: IpAddr) -> bool {
        let (is_v6, address) = number(address);
        is_v6 == self.is_v6
            && match self.range {
                Range::Between(first, last) => (first..=last).contains(&address),
                Range::Masked { network, mask } => address & mask == network,
            }
    }
}

/// Whether an address is nobody's in particular.
pub(super) fn is_private(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(address) => address.is_private() || address.is_loopback() || address.is_link_local(),
        IpAddr::V6(address) => {
            address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local()
        }
    }
}

/// The first address in a header that counts.
pub(super) fn in_header(value: &str, wanted: &HeaderAddress) -> Option<IpAddr> {
    value
        .split(',')
        .filter_map(|part| part.trim().parse::<IpAddr>().ok())
        .map(|address| address.to_canonical())
        .find(|address| wanted.accepts_private || !is_private(*address))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lies_in(address: &str, network: &str) -> bool {
        Network::parse(network).is_some_and(|network| network.contains(address.parse().unwrap()))
    }

    #[test]
    fn addresses_lie_in_what_names_them() {
        for (address, network) in [
            ("192.0.2.7", "192.0.2.7"),
            ("192.0.2.7", "192.0.2.1-192.0.2.9"),
            ("192.0.2.7", " 192.0.2.7 - 192.0.2.7 "),
            ("192.0.2.7", "192.0.2.99/24"),
            ("192.0.2.7", "192.0.2.0/255.255.255.0"),
            ("192.0.2.7", "10.0.2.7/0.255.255.255"),
            ("192.0.2.7", "192.0.2.7/32"),
            ("::ffff:192.0.2.7", "192.0.2.0/24"),
            ("2001:db8::7", "2001:db8::/32"),
            ("2001:db8::7", "2001:DB8:0::7"),
            ("2001:db8::7", "2001:db8::1-2001:db8::ffff"),
        ] {
            assert!(lies_in(address, network), "{address} in {network}");
        }
    }

    #[test]
    fn nothing_lies_in_what_is_no_network() {
        for network in [
            "",
            "192.0.2",
            "192.0.2.7.1",
            "192.0.2.8",
            "192.0.2.9-192.0.2.1",
            "192.0.2.0/0",
            "192.0.2.0/-8",
            "192.0.2.0/33",
            "192.0.2.0/99999999999999999999",
            "192.0.2.0/nan",
            "192.0.2.0/ffff::",
            "192.0.2.1-2001:db8::1",
            "::/0",
            "::/1",
        ] {
            assert!(!lies_in("192.0.2.7", network), "{network}");
        }
        assert!(!lies_in("2001:db9::7", "2001:db8::/32"));
        assert!(!lies_in("2001:db8::7", "0.0.0.0/1"));
    }
}
