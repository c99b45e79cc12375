//! `/desk/batches/{id}/papers.zip`: the certificates of an issued batch, as they are drawn.

use super::entry::Desk;
use crate::{
    http::{site::Site, trouble::Trouble},
    model::batch::BatchId,
};
use axum::{
    body::Body,
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};
use std::io;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

/// The media type of the archive.
pub const ZIP: &str = "application/zip";

/// Parts that wait for a slow reader.
const AHEAD: usize = 2;

/// `GET /desk/batches/{id}/papers.zip`
pub async fn download(
    State(site): State<Site>,
    desk: Desk,
    Path(id): Path<String>,
) -> Result<Response, Trouble> {
    let id = BatchId::parse(&id).ok_or(Trouble::NotHere)?;
    let mut archive = site.registry().papers(id, &desk.actor).await?;
    let (send, parts) = mpsc::channel(AHEAD);
    tokio::spawn(async move {
        while let Some(part) = archive.next().await.transpose() {
            // Half an archive must not look whole: the connection breaks off.
            let part = part.map_err(|_| io::Error::other("the archive cannot go on"));
            if send.send(part).await.is_err() {
                return; // the reader has left
            }
        }
    });
    let headers = [
        (header::CONTENT_TYPE, ZIP.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{id}.zip\"")),
    ];
    Ok((headers, Body::from_stream(ReceiverStream::new(parts))).into_response())
}
