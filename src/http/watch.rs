//! The one layer around every route: who is let in, what goes out with every answer, what is
//! counted and logged. A log line holds the route's pattern, never path, query or body.

use super::{
    asked::{Asked, Door, from_this_site},
    desk::sheets::received,
    site::Site,
    trouble::Trouble,
};
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::time::{Duration, Instant};

/// How long an answer may take …
const PATIENCE: Duration = Duration::from_secs(30);
/// … and where a sheet is sent: 32 MB over a line of 1 Mbit/s.
const PATIENCE_FOR_SHEETS: Duration = Duration::from_mins(6);

/// Lets a request in, has troubles told, dresses and counts the answer.
pub async fn watch(State(site): State<Site>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let asked = Asked::of(&request);
    let known = request.headers().get(header::IF_NONE_MATCH).cloned();
    let mut response =
        admit(&site, &asked, request, next).await.unwrap_or_else(IntoResponse::into_response);
    if let Some(trouble) = response.extensions_mut().remove::<Trouble>() {
        let allow = response.headers_mut().remove(header::ALLOW);
        response = trouble.tell(&asked, &site);
        response.headers_mut().extend(allow.map(|methods| (header::ALLOW, methods)));
    }
    response = unless_known(response, known.as_ref());
    dress(response.headers_mut(), &asked, &site);
    record(&site, &asked, response.status(), began.elapsed());
    response
}

async fn admit(
    site: &Site,
    asked: &Asked,
    request: Request,
    next: Next,
) -> Result<Response, Trouble> {
    let _place = site.places().try_acquire().map_err(|_| Trouble::Busy)?;
    if asked.door == Door::People {
        from_this_site(&request, site)?;
    }
    tokio::time::timeout(patience(asked), next.run(request)).await.map_err(|_| Trouble::Slow)
}

fn patience(asked: &Asked) -> Duration {
    let route = asked.route.as_ref().map_or("", |route| route.as_str());
    if received::ADDRESSES.contains(&route) { PATIENCE_FOR_SHEETS } else { PATIENCE }
}

/// 304 where the reader holds these very bytes (RFC 9110, 13.1.2).
fn unless_known(response: Response, known: Option<&HeaderValue>) -> Response {
    let tag = response.headers().get(header::ETAG).and_then(|tag| tag.to_str().ok());
    let same = match (tag, known.and_then(|known| known.to_str().ok())) {
        (Some(tag), Some(known)) => known.split(',').any(|held| held.trim() == tag),
        _ => false,
    };
    if !same || response.status() != StatusCode::OK {
        return response;
    }
    let (mut parts, _) = response.into_parts();
    parts.status = StatusCode::NOT_MODIFIED;
    parts.headers.remove(header::CONTENT_LENGTH);
    parts.headers.remove(header::CONTENT_TYPE);
    Response::from_parts(parts, Body::empty())
}

const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
     worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; \
     frame-ancestors 'none'",
);

fn dress(headers: &mut HeaderMap, asked: &Asked, site: &Site) {
    const PERMISSIONS: HeaderName = HeaderName::from_static("permissions-policy");
    const OPENER: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
    const NO_DEVICES: HeaderValue =
        HeaderValue::from_static("camera=(), microphone=(), geolocation=()");
    // Browsers show a PDF in a viewer of their own, which this policy would keep from starting.
    if headers.get(header::CONTENT_TYPE).is_none_or(|kind| kind != "application/pdf") {
        headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    }
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(PERMISSIONS, NO_DEVICES);
    headers.insert(OPENER, HeaderValue::from_static("same-origin"));
    if asked.chose_lang && asked.door == Door::People {
        let secure = if site.is_secure() { "; Secure" } else { "" };
        let code = asked.lang.code();
        let cookie =
            format!("lang={code}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly{secure}");
        if let Ok(cookie) = HeaderValue::try_from(cookie) {
            headers.append(header::SET_COOKIE, cookie);
        }
    }
}

fn record(site: &Site, asked: &Asked, status: StatusCode, took: Duration) {
    let route = asked.route.as_ref().map_or("none", |route| route.as_str());
    site.metrics().count(route, status.as_u16());
    let took_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
    tracing::debug!(route, status = status.as_u16(), took_us, "answered {route} with {status}");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(tag: &'static str) -> Response {
        ([(header::ETAG, tag)], "body").into_response()
    }

    #[test]
    fn whoever_holds_the_same_bytes_is_told_so() {
        let held = HeaderValue::from_static("W/\"1\", W/\"2\"");
        assert_eq!(unless_known(answer("W/\"2\""), Some(&held)).status(), StatusCode::NOT_MODIFIED);
        assert_eq!(unless_known(answer("W/\"3\""), Some(&held)).status(), StatusCode::OK);
        assert_eq!(unless_known(answer("W/\"3\""), None).status(), StatusCode::OK);
    }
}
