//! A form of the desk with a sheet in it.

use crate::http::desk::entry::Desk;
use crate::{
    http::{site::Site, trouble::Trouble},
    registry::desk::sending::FILE_BYTES,
};
use axum::{
    extract::{
        FromRequest, FromRequestParts, Multipart, Request,
        multipart::{Field, MultipartError},
    },
    response::{IntoResponse, Response},
};
use tokio::sync::OwnedSemaphorePermit;

/// The addresses that take a sheet, or the photos of its people.
pub const ADDRESSES: [&str; 3] =
    ["/desk/uploads/new", "/desk/batches/{id}/sheet", "/desk/batches/{id}/photos"];
/// The most bytes of a request that are read: what is over a file's bound is dropped as it comes,
/// so that its sender is told so and not cut off.
pub const BODY_BYTES: usize = 4 * FILE_BYTES;
/// The most bytes of any other field.
const FIELD_BYTES: usize = 1024;

/// What such a form says, and who sent it. It holds its place in the house until it is dropped.
pub struct Received {
    pub desk: Desk,
    pub way: String,
    pub follows: String,
    /// None where no file was chosen. One byte over the bound stands for all that were dropped:
    /// the registry refuses the file in its own words.
    pub file: Option<Vec<u8>>,
    _place: OwnedSemaphorePermit,
}

impl FromRequest<Site> for Received {
    type Rejection = Response;

    async fn from_request(request: Request, site: &Site) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let desk = Desk::from_request_parts(&mut parts, site).await?;
        let request = Request::from_parts(parts, body);
        Self::read(desk, request, site).await.map_err(IntoResponse::into_response)
    }
}

impl Received {
    async fn read(desk: Desk, request: Request, site: &Site) -> Result<Self, Trouble> {
        let place = site.room().receive()?;
        let form = Multipart::from_request(request, site).await;
        let mut form = form.map_err(|refused| Trouble::from_body(refused.status()))?;
        let (mut key, mut way, mut follows, mut file) = <(String, String, String, _)>::default();
        while let Some(field) = form.next_field().await.map_err(cut_off)? {
            match field.name() {
                Some("form_key") => key = text(field).await?,
                Some("way") => way = text(field).await?,
                Some("follows") => follows = text(field).await?,
                Some("file") if field.file_name().is_some_and(|name| !name.is_empty()) => {
                    // Nothing is held for somebody whose form is not of this session.
                    desk.sent(&key)?;
                    file = Some(taken(field, FILE_BYTES).await?);
                }
                _ => {}
            }
        }
        desk.sent(&key)?;
        Ok(Self { desk, way, follows, file, _place: place })
    }
}

async fn text(field: Field<'_>) -> Result<String, Trouble> {
    let bytes = taken(field, FIELD_BYTES).await?;
    String::from_utf8(bytes).map_err(|_| Trouble::Malformed)
}

/// The bytes of a field, up to one over `most`.
async fn taken(mut field: Field<'_>, most: usize) -> Result<Vec<u8>, Trouble> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(cut_off)? {
        let room = (most + 1).saturating_sub(bytes.len());
        bytes.extend_from_slice(chunk.get(..room).unwrap_or(&chunk));
    }
    Ok(bytes)
}

#[expect(clippy::needless_pass_by_value, reason = "what map_err hands over")]
fn cut_off(error: MultipartError) -> Trouble {
    Trouble::from_body(error.status())
}
