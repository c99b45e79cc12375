//! `/healthz`, `/readyz`: for whoever starts, stops and routes to this process.

use crate::http::{site::Site, trouble::Trouble};
use axum::extract::State;

/// `GET /healthz`: the process answers.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: the registry behind it can be read.
pub async fn ready(State(site): State<Site>) -> Result<&'static str, Trouble> {
    site.registry().ready().await?;
    Ok("ready\n")
}
