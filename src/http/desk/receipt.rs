//! `/desk/batches/{id}/receipt.pdf`: the receipt of a batch that was reported.

use super::entry::Desk;
use crate::{
    http::{site::Site, trouble::Trouble},
    model::batch::BatchId,
};
use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};

/// `GET /desk/batches/{id}/receipt.pdf`
pub async fn download(
    State(site): State<Site>,
    desk: Desk,
    Path(id): Path<String>,
) -> Result<Response, Trouble> {
    let id = BatchId::parse(&id).ok_or(Trouble::NotHere)?;
    let pdf = site.registry().receipt(id, &desk.actor).await?;
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (header::CONTENT_DISPOSITION, format!("inline; filename=\"receipt-{id}.pdf\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, pdf).into_response())
}
