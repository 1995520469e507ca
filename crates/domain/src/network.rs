//! Addresses in a network: which machines are proxies of the portal's own, and from whom a request really comes.

use std::net::{IpAddr, Ipv6Addr};
use std::str::FromStr;

/// An address with the number of leading bits that count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Network {
    bits: u128,
    length: u32,
}

/// A list of networks, such as `10.0.0.0/8, 2001:db8::/32, 127.0.0.1`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Networks(Vec<Network>);

/// A text that is no list of networks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is neither an address nor a network such as 10.0.0.0/8")]
pub struct NetworkError(String);

/// Bits by which an IPv4 address is longer when it is written as an IPv6 address.
const MAPPED: u32 = 96;

/// IPv4 addresses are compared in their IPv6 form, in which sockets that listen on both report them.
fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
        IpAddr::V6(address) => address.to_bits(),
    }
}

fn mask(length: u32) -> u128 {
    u128::MAX.checked_shl(128 - length).unwrap_or(0)
}

impl FromStr for Network {
    type Err = NetworkError;

    fn from_str(text: &str) -> Result<Self, NetworkError> {
        let wrong = || NetworkError(text.to_owned());
        let (address, length) =
            text.split_once('/').map_or((text, None), |(left, right)| (left, Some(right)));
        let address: IpAddr = address.parse().map_err(|_| wrong())?;
        let shorter_by = if address.is_ipv4() { MAPPED } else { 0 };
        let length = match length {
            Some(length) => length.parse::<u32>().map_err(|_| wrong())?.saturating_add(shorter_by),
            None => 128,
        };
        if length > 128 {
            return Err(wrong());
        }
        Ok(Self { bits: bits(address) & mask(length), length })
    }
}

impl FromStr for Networks {
    type Err = NetworkError;

    fn from_str(text: &str) -> Result<Self, NetworkError> {
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        Ok(Self(parts.map(str::parse).collect::<Result<_, _>>()?))
    }
}

impl Networks {
    /// Whether one of them holds the address.
    pub fn contains(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| bits(address) & mask(network.length) == network.bits)
    }

    /// From whom a request comes: the peer of its connection, or, where that is one of these proxies, the last address
    /// in `forwarded` (the values of `X-Forwarded-For`, in order) that is none of them. What stands before it was
    /// written by the client and proves nothing.
    ///
    /// None where the connection comes from this very machine, through a proxy that is not in the list: everybody would
    /// then have one address.
    pub fn client<'a>(
        &self,
        peer: IpAddr,
        forwarded: impl DoubleEndedIterator<Item = &'a str>,
    ) -> Option<IpAddr> {
        let mut hops = forwarded.flat_map(|line| line.split(',')).rev().peekable();
        let mut client = peer.to_canonical();
        if !self.contains(client) {
            let is_behind_unknown_proxy = client.is_loopback() && hops.peek().is_some();
            return (!is_behind_unknown_proxy).then_some(client);
        }
        while let Some(hop) = hops.next().and_then(address_of) {
            client = hop;
            if !self.contains(client) {
                break;
            }
        }
        Some(client)
    }
}

/// The address of a hop, which some proxies write with a port.
fn address_of(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim();
    let address = hop.parse::<IpAddr>().ok().or_else(|| Some(hop.parse::<std::net::SocketAddr>().ok()?.ip()));
    address.map(|address| address.to_canonical())
}

/// The part of an address that one household or machine holds: all of an IPv4 address, the first 64 bits of an IPv6
/// address, of which a client has as many as it likes.
#[must_use]
pub fn household(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & mask(64)).into(),
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_network_holds_what_begins_with_its_bits() {
        let networks: Networks = "10.0.0.0/8, 2001:db8::/32, 192.0.2.7".parse().unwrap();
        for inside in ["10.255.0.1", "::ffff:10.1.1.1", "2001:db8:1::5", "192.0.2.7"] {
            assert!(networks.contains(ip(inside)), "{inside}");
        }
        for outside in ["11.0.0.1", "2001:db9::1", "192.0.2.8", "::1"] {
            assert!(!networks.contains(ip(outside)), "{outside}");
        }
        assert!("0.0.0.0/0".parse::<Networks>().unwrap().contains(ip("8.8.8.8")));
        assert!(!Networks::default().contains(ip("127.0.0.1")));
    }

    #[test]
    fn what_is_no_network_is_an_error() {
        for wrong in ["10.0.0.0/33", "proxy", "10.0.0/8", "::/129", "10.0.0.1/-1"] {
            assert!(wrong.parse::<Networks>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn only_a_known_proxy_is_believed_and_only_its_own_word() {
        let proxies: Networks = "10.0.0.0/8".parse().unwrap();
        let client = |peer: &str, forwarded: &[&str]| proxies.client(ip(peer), forwarded.iter().copied());
        assert_eq!(client("192.0.2.1", &["203.0.113.9"]), Some(ip("192.0.2.1")), "a client's own claim");
        assert_eq!(client("10.0.0.1", &["203.0.113.9"]), Some(ip("203.0.113.9")));
        assert_eq!(client("10.0.0.1", &["1.1.1.1, 203.0.113.9, 10.0.0.2"]), Some(ip("203.0.113.9")));
        assert_eq!(client("10.0.0.1", &["1.1.1.1", "203.0.113.9:4711"]), Some(ip("203.0.113.9")));
        assert_eq!(client("10.0.0.1", &["1.1.1.1, unknown"]), Some(ip("10.0.0.1")));
        assert_eq!(client("10.0.0.1", &[]), Some(ip("10.0.0.1")));
        assert_eq!(client("127.0.0.1", &[]), Some(ip("127.0.0.1")));
        assert_eq!(client("127.0.0.1", &["203.0.113.9"]), None, "a proxy that nobody configured");
    }

    #[test]
    fn a_client_with_many_addresses_is_one_household() {
        assert_eq!(household(ip("2001:db8:1:2:3:4:5:6")), ip("2001:db8:1:2::"));
        assert_eq!(household(ip("192.0.2.1")), ip("192.0.2.1"));
    }
}
