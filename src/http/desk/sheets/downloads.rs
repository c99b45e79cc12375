//! `/desk/template.xlsx` and `/desk/batches/{id}/annotated.xlsx`: workbooks to fill in and to mend.

use crate::http::desk::entry::Desk;
use crate::{
    http::{site::Site, trouble::Trouble},
    model::batch::BatchId,
};
use axum::{
    extract::{Path, State},
    http::header,
    response::{IntoResponse, Response},
};

/// The media type of .xlsx (ECMA-376).
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

fn workbook(name: &str, bytes: Vec<u8>) -> Response {
    let kept_as = format!("attachment; filename=\"{name}.xlsx\"");
    let headers = [(header::CONTENT_TYPE, XLSX.to_owned()), (header::CONTENT_DISPOSITION, kept_as)];
    (headers, bytes).into_response()
}

/// `GET /desk/template.xlsx`
pub async fn template(State(site): State<Site>, desk: Desk) -> Result<Response, Trouble> {
    let bytes = site.registry().template_for(&desk.actor).await?;
    Ok(workbook(&format!("template-{}", desk.actor.office), bytes))
}

/// `GET /desk/batches/{id}/annotated.xlsx`
pub async fn annotated(
    State(site): State<Site>,
    desk: Desk,
    Path(id): Path<String>,
) -> Result<Response, Trouble> {
    let id = BatchId::parse(&id).ok_or(Trouble::NotHere)?;
    let _place = site.room().judge().await?;
    let bytes = site.registry().annotated(id, &desk.actor).await?;
    Ok(workbook(&id.to_string(), bytes))
}
