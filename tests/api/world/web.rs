//! A browser in front of a registry's router, without a socket between them.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, StatusCode, header};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use tower::ServiceExt as _;
use wenzheng::http::{Settings, router};
use wenzheng::registry::Registry;

/// Somebody with cookies and an address.
pub struct Browser {
    router: Router,
    /// Where they come from.
    pub address: SocketAddr,
    /// What the site asked them to keep.
    pub cookies: BTreeMap<String, String>,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// Every header.
    pub headers: HeaderMap,
    /// The body's bytes.
    pub bytes: Vec<u8>,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    /// One header; empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }
}

impl Browser {
    /// A new visitor whose address ends in `last`.
    pub fn new(registry: &Registry, last: u8) -> Self {
        Self {
            router: router(registry.clone(), Settings::default()),
            address: SocketAddr::from(([192, 0, 2, last], 40_000)),
            cookies: BTreeMap::new(),
        }
    }

    /// `GET path`.
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// A form, filled in.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        let form = form.extend_pairs(fields).finish();
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(form.into());
        self.send(request.unwrap()).await
    }

    /// A body of some type.
    pub async fn post_body(&mut self, path: &str, kind: &str, bytes: Vec<u8>) -> Answer {
        let request = Request::post(path).header(header::CONTENT_TYPE, kind).body(bytes.into());
        self.send(request.unwrap()).await
    }

    /// A file in a form's field `file`.
    pub async fn post_file(&mut self, path: &str, bytes: &[u8]) -> Answer {
        const HEAD: &str = "--edge\r\nContent-Disposition: form-data; name=\"file\"; \
                            filename=\"c.pdf\"\r\nContent-Type: application/pdf\r\n\r\n";
        let body = [HEAD.as_bytes(), bytes, b"\r\n--edge--\r\n"].concat();
        self.post_body(path, "multipart/form-data; boundary=edge", body).await
    }

    /// Sends a request with the cookies and keeps what comes back.
    pub async fn send(&mut self, mut request: Request<Body>) -> Answer {
        let cookies: Vec<String> = self.cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
        if !cookies.is_empty() {
            request.headers_mut().insert(header::COOKIE, cookies.join("; ").parse().unwrap());
        }
        request.extensions_mut().insert(ConnectInfo(self.address));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            self.keep(cookie.to_str().unwrap());
        }
        let bytes = to_bytes(body, 64 << 20).await.unwrap().to_vec();
        Answer { status: parts.status, headers: parts.headers, bytes }
    }

    fn keep(&mut self, set_cookie: &str) {
        let pair = set_cookie.split(';').next().unwrap();
        let (name, value) = pair.split_once('=').unwrap();
        if set_cookie.contains("Max-Age=0") {
            self.cookies.remove(name);
        } else {
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}
