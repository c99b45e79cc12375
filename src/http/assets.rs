//! The stylesheet, the icon and the desk's script: named by their digest, so they are kept for ever.

use super::site::Site;
use crate::model::digest::Digest;
use axum::{
    body::Bytes,
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::{IntoResponse, Response},
};
use flate2::{Compression, write::GzEncoder};
use std::io::Write;

const STYLESHEET: &[u8] = include_bytes!("../../templates/assets/site.css");
const DESK_SCRIPT: &[u8] = include_bytes!("../../templates/assets/desk.js");
const ICON: &[u8] = include_bytes!("../../templates/assets/icon.svg");

/// A file that never changes under its name.
pub struct Asset {
    /// `/a/site.3f9c2a1b7d04.css`: twelve hexadecimal digits of its SHA-256.
    pub path: String,
    content_type: &'static str,
    plain: Bytes,
    gzip: Option<Bytes>,
}

/// The assets of the site.
pub struct Assets {
    pub stylesheet: Asset,
    pub icon: Asset,
    /// For the desk alone; public pages run nothing.
    pub desk_script: Asset,
}

impl Assets {
    /// Names and compresses them, once at the start.
    pub fn new() -> Self {
        Self {
            stylesheet: Asset::new("site", "css", "text/css; charset=utf-8", STYLESHEET),
            icon: Asset::new("icon", "svg", "image/svg+xml", ICON),
            desk_script: Asset::new("desk", "js", "text/javascript; charset=utf-8", DESK_SCRIPT),
        }
    }
}

impl Asset {
    fn new(name: &str, suffix: &str, content_type: &'static str, bytes: &'static [u8]) -> Self {
        let digest = Digest::of(bytes).to_string();
        let short = digest.get(..12).unwrap_or_default();
        Self {
            path: format!("/a/{name}.{short}.{suffix}"),
            content_type,
            plain: Bytes::from_static(bytes),
            gzip: gzip(bytes).ok().filter(|packed| packed.len() < bytes.len()).map(Bytes::from),
        }
    }

    fn response(&self, headers: &HeaderMap) -> Response {
        let accepts = headers.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok());
        let packed = self.gzip.as_ref().filter(|_| accepts.is_some_and(accepts_gzip));
        let mut response = packed.unwrap_or(&self.plain).clone().into_response();
        let out = response.headers_mut();
        out.insert(header::CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        out.insert(
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=31536000, immutable"),
        );
        out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        if packed.is_some() {
            out.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        response
    }
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

fn accepts_gzip(header: &str) -> bool {
    header.split(',').any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        name.trim() == "gzip" && !matches!(weight.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000")
    })
}

pub async fn stylesheet(State(site): State<Site>, headers: HeaderMap) -> Response {
    site.assets().stylesheet.response(&headers)
}

pub async fn icon(State(site): State<Site>, headers: HeaderMap) -> Response {
    site.assets().icon.response(&headers)
}

pub async fn desk_script(State(site): State<Site>, headers: HeaderMap) -> Response {
    site.assets().desk_script.response(&headers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stylesheet_weighs_less_than_ten_kilobytes() {
        let packed = gzip(STYLESHEET).unwrap().len();
        assert!(packed < 10 * 1024, "{packed} bytes");
    }

    #[test]
    fn the_desks_script_weighs_less_than_eight_kilobytes() {
        assert!(DESK_SCRIPT.len() < 8 * 1024, "{} bytes", DESK_SCRIPT.len());
    }

    #[test]
    fn the_stylesheet_loads_nothing_and_the_icon_runs_nothing() {
        let css = std::str::from_utf8(STYLESHEET).unwrap();
        for forbidden in ["url(", "@import", "@font-face", "expression("] {
            assert!(!css.contains(forbidden), "{forbidden}");
        }
        assert!(!std::str::from_utf8(ICON).unwrap().contains("script"));
    }

    #[test]
    fn an_asset_is_named_by_its_digest() {
        let path = Assets::new().stylesheet.path;
        let digest = Digest::of(STYLESHEET).to_string();
        assert_eq!(path, format!("/a/site.{}.css", &digest[..12]));
    }

    #[test]
    fn gzip_is_sent_to_those_who_take_it() {
        assert!(accepts_gzip("br, gzip;q=0.8"));
        assert!(!accepts_gzip("identity, gzip;q=0"));
        let asset = Assets::new().stylesheet;
        let mut headers = HeaderMap::new();
        assert_eq!(asset.response(&headers).headers().get(header::CONTENT_ENCODING), None);
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("gzip, deflate"));
        assert_eq!(asset.response(&headers).headers()[header::CONTENT_ENCODING], "gzip");
    }
}
