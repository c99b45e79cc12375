//! `/desk/batches/{id}/mend`: a cell is read as what its clerk typed.

use super::findings::Address;
use crate::http::desk::entry::{Desk, DeskForm};
use crate::{
    http::{site::Site, trouble::Trouble},
    model::{batch::BatchId, draft::Mend, finding::RowPlace},
};
use axum::{
    extract::{Path, State},
    response::Redirect,
};
use serde::Deserialize;

/// What the form of one cell sends besides the session's key. It has no `Debug`: it may hold an ID
/// number.
#[derive(Deserialize)]
pub struct Typed {
    #[serde(default)]
    sheet: String,
    row: String,
    column: String,
    written: String,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    after: String,
}

impl Typed {
    fn mend(&self) -> Option<Mend> {
        let row = self.row.parse().ok().filter(|row| *row > 0)?;
        let is_column = matches!(self.column.len(), 1..=3)
            && self.column.bytes().all(|letter| letter.is_ascii_uppercase());
        is_column.then(|| Mend {
            place: RowPlace { sheet: self.sheet.clone(), row },
            column: self.column.clone(),
            written: self.written.trim().to_owned(),
        })
    }
}

/// `POST /desk/batches/{id}/mend`: back to the cell.
pub async fn save(
    State(site): State<Site>,
    Path(id): Path<String>,
    DeskForm(desk, typed): DeskForm<Typed>,
) -> Result<Redirect, Trouble> {
    let id = BatchId::parse(&id).ok_or(Trouble::NotHere)?;
    let mend = typed.mend().ok_or(Trouble::Malformed)?;
    let back = Address::new(id).of_kind(&typed.kind).behind(&typed.after).saved(&mend);
    let _place = site.room().judge().await?;
    site.registry().mend(id, vec![mend], &desk.actor).await?;
    Ok(Redirect::to(&back.to_string()))
}

/// `GET /desk/batches/{id}/mend`: a reload of what cannot be opened by itself.
pub async fn again(_signed_in: Desk, Path(id): Path<String>) -> Result<Redirect, Trouble> {
    let id = BatchId::parse(&id).ok_or(Trouble::NotHere)?;
    Ok(Redirect::to(&Address::new(id).to_string()))
}
