//! Who is at the desk, and whether a form is theirs.

use crate::{
    http::{asked::cookie, form::Filled, site::Site, trouble::Trouble},
    model::{digest::Digest, office::Actor},
    registry::{Error, Refusal},
};
use axum::{
    extract::{FromRequest, FromRequestParts, Request},
    http::{HeaderMap, HeaderValue, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use serde::{Deserialize, de::DeserializeOwned};

/// Where somebody without a session is sent.
pub const SIGN_IN: &str = "/sign-in";
/// The same for somebody whose session has ended.
pub const SIGN_IN_AGAIN: &str = "/sign-in?ended=1";

/// Somebody at the desk. Whoever is not signed in is sent to do so.
pub struct Desk {
    /// Who acts.
    pub actor: Actor,
    /// What their forms carry: whoever cannot read their pages cannot guess it.
    pub form_key: String,
}

impl Desk {
    /// Whether a form that was sent with `key` came from a page of this session.
    pub fn sent(&self, key: &str) -> Result<(), Trouble> {
        (key == self.form_key).then_some(()).ok_or(Trouble::FromElsewhere)
    }

    /// A key for a form that may take effect once: it fits only as long as `state` is as it was
    /// when the form was shown.
    pub fn once(&self, state: &str) -> String {
        Digest::of(format!("once\0{}\0{state}", self.form_key).as_bytes()).to_string()
    }
}

/// The desk session's cookie, as it came; empty where there is none.
pub fn desk_cookie(headers: &HeaderMap, site: &Site) -> String {
    let value = cookie(headers, site.desk_cookie_name()).unwrap_or_default();
    value.chars().take(512).collect()
}

impl FromRequestParts<Site> for Desk {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let session = desk_cookie(&parts.headers, site);
        if session.is_empty() {
            return Err(Redirect::to(SIGN_IN).into_response());
        }
        match site.registry().desk_actor(&session).await {
            Ok(actor) => Ok(Self { actor, form_key: form_key(&session) }),
            Err(Error::Refused(Refusal::DeskClosed)) => {
                let gone = [(header::SET_COOKIE, site.desk_cookie(""))];
                Err((gone, Redirect::to(SIGN_IN_AGAIN)).into_response())
            }
            Err(other) => Err(Trouble::from(other).into_response()),
        }
    }
}

/// Derived from the cookie, which no page holds and no script reads; the cookie does not follow
/// from it.
fn form_key(session: &str) -> String {
    Digest::of(format!("desk form\0{session}").as_bytes()).to_string()
}

/// A form of the desk: who sent it, and what it says. One without the session's own key is a
/// [`Trouble::FromElsewhere`], whatever the browser says of where it came from.
pub struct DeskForm<T>(pub Desk, pub T);

#[derive(Deserialize)]
struct Keyed<T> {
    #[serde(default)]
    form_key: String,
    #[serde(flatten)]
    filled: T,
}

impl<T: DeserializeOwned> FromRequest<Site> for DeskForm<T> {
    type Rejection = Response;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let desk = Desk::from_request_parts(&mut parts, site).await?;
        let request = Request::from_parts(parts, body);
        let form: Result<Filled<Keyed<T>>, Trouble> = Filled::from_request(request, site).await;
        let Filled(keyed) = form.map_err(IntoResponse::into_response)?;
        desk.sent(&keyed.form_key).map_err(IntoResponse::into_response)?;
        Ok(Self(desk, keyed.filled))
    }
}

/// Nothing of the desk is kept by anybody, a redirect as little as a page.
pub async fn never_kept(mut response: Response) -> Response {
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
