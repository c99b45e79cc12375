//! What a request says of itself: language, door, cookies, where it comes from.

use super::{site::Site, trouble::Trouble, words::Lang};
use crate::registry::Visitor;
use axum::{
    extract::{ConnectInfo, FromRequestParts, MatchedPath, Request},
    http::{HeaderMap, HeaderName, Method, Uri, header, request::Parts},
};
use std::{
    convert::Infallible,
    net::{IpAddr, Ipv4Addr, SocketAddr},
};

/// Who reads the answer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Door {
    /// A page in a browser.
    People,
    /// JSON, documents, probes.
    Programs,
}

impl Door {
    fn of(path: &str) -> Self {
        const PROGRAMS: [&str; 7] =
            ["/api/", "/.well-known/", "/status/", "/log/", "/healthz", "/readyz", "/metrics"];
        if PROGRAMS.iter().any(|start| path.starts_with(start)) {
            Self::Programs
        } else {
            Self::People
        }
    }
}

/// What is kept of a request until it is answered. No path, no query: they can hold names.
#[derive(Clone)]
pub struct Asked {
    /// The route's pattern; none where no route matched.
    pub route: Option<MatchedPath>,
    /// The reader's language.
    pub lang: Lang,
    /// Whether this request chose the language.
    pub chose_lang: bool,
    /// Who reads the answer.
    pub door: Door,
    /// Whether it was asked at the offices' desk.
    pub at_desk: bool,
}

impl Asked {
    /// Reads it off a request.
    pub fn of(request: &Request) -> Self {
        let chosen = chosen_lang(request.uri());
        Self {
            route: request.extensions().get().cloned(),
            lang: chosen.unwrap_or_else(|| remembered_lang(request.headers())),
            chose_lang: chosen.is_some(),
            door: Door::of(request.uri().path()),
            at_desk: request.uri().path().starts_with("/desk"),
        }
    }
}

impl<S: Sync> FromRequestParts<S> for Lang {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(chosen_lang(&parts.uri).unwrap_or_else(|| remembered_lang(&parts.headers)))
    }
}

fn chosen_lang(uri: &Uri) -> Option<Lang> {
    uri.query()?.split('&').find_map(|pair| Lang::from_code(pair.strip_prefix("lang=")?))
}

fn remembered_lang(headers: &HeaderMap) -> Lang {
    cookie(headers, "lang").and_then(Lang::from_code).unwrap_or(Lang::Zh)
}

/// The value of a cookie (RFC 6265).
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .find_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='))
}

/// The cookie of a holder's session, as it came. Empty where there is none: the registry then says
/// that the session has ended.
pub struct SessionCookie(pub String);

impl FromRequestParts<Site> for SessionCookie {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Infallible> {
        let value = cookie(&parts.headers, site.session_cookie_name()).unwrap_or_default();
        Ok(Self(value.chars().take(512).collect()))
    }
}

/// The caller's address, for the limits.
pub struct Caller(pub Visitor);

impl FromRequestParts<Site> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Infallible> {
        let socket = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        // Without a socket's address (a test without a socket) all callers share one limit.
        let peer = socket.map_or(Ipv4Addr::UNSPECIFIED.into(), |info| info.0.ip());
        let address = forwarded(&parts.headers, site.settings().trusted_proxies).unwrap_or(peer);
        Ok(Self(Visitor { address: address.to_canonical() }))
    }
}

/// The address that the outermost of our own proxies saw: each appends the one it saw, so it is the
/// `proxies`-th from the right; what stands left of it is the caller's own claim.
fn forwarded(headers: &HeaderMap, proxies: u8) -> Option<IpAddr> {
    const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
    let back = usize::from(proxies).checked_sub(1)?;
    let lines = headers.get_all(FORWARDED_FOR).iter().rev().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.rsplit(',')).nth(back)?.trim().parse().ok()
}

/// Refuses a form that another site's page sends (cross-site request forgery).
///
/// Browsers since 2023 say it in `Sec-Fetch-Site`. Our `no-referrer` makes older ones and all of
/// them over plain HTTP send `Origin: null` with our own forms, so null alone proves nothing: there
/// `SameSite=Lax` keeps the session out of foreign forms. No `Origin` at all is no browser.
pub fn from_this_site(request: &Request, site: &Site) -> Result<(), Trouble> {
    const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");
    if request.method() != Method::POST {
        return Ok(());
    }
    let text = |name| request.headers().get(name).map(|value| value.to_str().unwrap_or("?"));
    let ours = match (text(FETCH_SITE), text(header::ORIGIN)) {
        (Some(fetch_site), _) => matches!(fetch_site, "same-origin" | "none"),
        (None, None | Some("null")) => true,
        (None, Some(origin)) => {
            let authority = origin.split_once("://").map(|(_, authority)| authority);
            origin == site.origin() || (authority.is_some() && authority == text(header::HOST))
        }
    };
    if ours { Ok(()) } else { Err(Trouble::FromElsewhere) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let pair = |(name, value): &(&'static str, &str)| {
            (HeaderName::from_static(name), value.parse().unwrap())
        };
        pairs.iter().map(pair).collect()
    }

    #[test]
    fn only_as_many_forwarded_addresses_are_believed_as_there_are_proxies() {
        let claimed = headers(&[
            ("x-forwarded-for", "6.6.6.6, 203.0.113.9"),
            ("x-forwarded-for", "10.0.0.2"),
        ]);
        let seen = |proxies| forwarded(&claimed, proxies).map(|address| address.to_string());
        assert_eq!(seen(0), None);
        assert_eq!(seen(1).as_deref(), Some("10.0.0.2"));
        assert_eq!(seen(2).as_deref(), Some("203.0.113.9"));
        assert_eq!(seen(4), None);
        assert_eq!(forwarded(&headers(&[("x-forwarded-for", "unknown")]), 1), None);
    }

    #[test]
    fn a_cookie_is_found_by_its_whole_name() {
        let both = headers(&[("cookie", "notlang=zh; lang=en"), ("cookie", "mine=abc=")]);
        assert_eq!(cookie(&both, "lang"), Some("en"));
        assert_eq!(cookie(&both, "mine"), Some("abc="));
        assert_eq!(cookie(&both, "min"), None);
    }

    #[test]
    fn the_query_beats_the_cookie_and_strangers_codes_count_for_nothing() {
        let chosen = |uri: &str| chosen_lang(&uri.parse().unwrap());
        assert_eq!(chosen("/verify?lang=en"), Some(Lang::En));
        assert_eq!(chosen("/verify?x=1&lang=zh"), Some(Lang::Zh));
        assert_eq!(chosen("/verify?lang=fr"), None);
        assert_eq!(remembered_lang(&headers(&[("cookie", "lang=xx")])), Lang::Zh);
    }

    #[test]
    fn programs_get_problems_and_people_get_pages() {
        assert_eq!(Door::of("/api/v1/verify"), Door::Programs);
        assert_eq!(Door::of("/log/tile/0/000"), Door::Programs);
        assert_eq!(Door::of("/v/123"), Door::People);
        assert_eq!(Door::of("/nothing"), Door::People);
    }
}
