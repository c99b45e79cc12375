//! The registry's public address and the names that follow from it.

use super::log::checkpoint::Origin;
use std::fmt;
use url::Url;

/// Where the registry is found: scheme, host and path, without a trailing slash, query or user.
#[derive(Clone, PartialEq, Eq, Debug, Hash)]
pub struct PublicUrl(String);

impl PublicUrl {
    /// The most characters that an address holds.
    pub const MAX: usize = 200;

    /// Parses `https://host` or `https://host:port/path`, spelt as browsers spell it, of letters,
    /// digits and `. - _ %` alone, so that a did:web and an origin follow from it.
    pub fn parse(written: &str) -> Option<Self> {
        let url = Url::parse(written).ok().filter(|_| written.len() <= Self::MAX)?;
        let plain = matches!(url.scheme(), "https" | "http")
            && url.host_str().is_some_and(|host| !host.is_empty())
            && url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none();
        let spelt = url.as_str().trim_end_matches('/');
        let address = Self(written.to_owned());
        let is_nameable = Did::parse(address.did().as_str()).is_some();
        (plain && spelt == written && is_nameable).then_some(address)
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Host and path, without the scheme.
    fn bare(&self) -> &str {
        self.0.split_once("://").map_or("", |(_, bare)| bare)
    }

    /// The did:web of the address: `did:web:host%3A8443:path`.
    pub fn did(&self) -> Did {
        Did(format!("did:web:{}", self.bare().replace(':', "%3A").replace('/', ":")))
    }

    /// The log's origin: host and path without the scheme (C2SP tlog-checkpoint).
    pub fn origin(&self) -> Origin {
        Origin::parse(self.bare()).expect("no space or plus, by `parse`")
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The issuer's decentralised identifier, `did:web:…`: frozen when a registry is made.
#[derive(Clone, PartialEq, Eq, Debug, Hash)]
pub struct Did(String);

impl Did {
    /// Parses a did:web (W3C did:web method): letters, digits, `. - _ % :`.
    pub fn parse(written: &str) -> Option<Self> {
        let id = written.strip_prefix("did:web:")?;
        let sound = (1..=PublicUrl::MAX * 2).contains(&id.len())
            && id.bytes().all(|b| b.is_ascii_alphanumeric() || b".-_%:".contains(&b));
        sound.then(|| Self(written.to_owned()))
    }

    /// The identifier.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Did {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_gives_the_names_of_issuer_and_log() {
        for (address, did, origin) in [
            ("https://zs.wenzhou.gov.cn", "did:web:zs.wenzhou.gov.cn", "zs.wenzhou.gov.cn"),
            ("http://127.0.0.1:8080", "did:web:127.0.0.1%3A8080", "127.0.0.1:8080"),
            ("https://a.cn/rsj/zs", "did:web:a.cn:rsj:zs", "a.cn/rsj/zs"),
        ] {
            let url = PublicUrl::parse(address).unwrap();
            assert_eq!((url.did().as_str(), url.origin().as_str()), (did, origin));
            assert_eq!(Did::parse(did), Some(url.did()));
        }
    }

    #[test]
    fn an_address_has_one_spelling() {
        for bad in [
            "",
            "zs.wenzhou.gov.cn",
            "https://a.cn/",
            "https://A.cn",
            "ftp://a.cn",
            "https://a.cn?x=1",
            "https://u@a.cn",
            "https://a.cn#f",
            "https://a.cn:443",
            "https://a.cn/a b",
            "https://",
            "http://[::1]:8080",
            "https://a.cn/a+b",
            "https://a.cn//",
        ] {
            assert_eq!(PublicUrl::parse(bad), None, "{bad}");
        }
        for bad in ["", "did:web:", "did:key:z6Mk", "did:web:a b", "did:web:a#k"] {
            assert_eq!(Did::parse(bad), None, "{bad}");
        }
    }
}
