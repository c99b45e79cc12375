//! What the registry publishes for independent verifiers: keys, status lists, the log. Readable
//! from any site's scripts, since nothing here depends on who asks.

use crate::{
    http::{page::etag, site::Site, trouble::Trouble},
    registry::{Document, Published, StatusPurpose},
};
use axum::{
    extract::{Path, State},
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};

const OPENAPI: &str = include_str!("openapi.json");

/// `GET /api/v1/openapi.json`
pub async fn openapi() -> Response {
    let bytes = OPENAPI.as_bytes().to_vec();
    response(Document { bytes, content_type: "application/json", max_age_s: 3600 })
}

/// `GET /.well-known/trust.json`
pub async fn trust(State(site): State<Site>) -> Result<Response, Trouble> {
    publish(&site, Published::Trust).await
}

/// `GET /.well-known/did.json`
pub async fn did(State(site): State<Site>) -> Result<Response, Trouble> {
    publish(&site, Published::Did).await
}

/// `GET /.well-known/jwks.json`
pub async fn jwks(State(site): State<Site>) -> Result<Response, Trouble> {
    publish(&site, Published::Jwks).await
}

/// `GET /.well-known/document-root.pem`: the root under which PDFs are signed.
pub async fn document_root(State(site): State<Site>) -> Result<Response, Trouble> {
    publish(&site, Published::DocumentRoot).await
}

/// `GET /status/{purpose}/{list}`: a Bitstring Status List credential.
pub async fn status_list(
    State(site): State<Site>,
    Path((purpose, list)): Path<(String, String)>,
) -> Result<Response, Trouble> {
    let list = list.parse().map_err(|_| Trouble::NotHere)?;
    let purpose = match purpose.as_str() {
        "revocation" => StatusPurpose::Revocation,
        "suspension" => StatusPurpose::Suspension,
        _ => return Err(Trouble::NotHere),
    };
    publish(&site, Published::StatusList { list, purpose }).await
}

/// `GET /log/checkpoint`: a C2SP tlog-checkpoint.
pub async fn checkpoint(State(site): State<Site>) -> Result<Response, Trouble> {
    publish(&site, Published::Checkpoint).await
}

/// `GET /log/tile/…`: a tile of hashes or of entries.
pub async fn tile(State(site): State<Site>, Path(path): Path<String>) -> Result<Response, Trouble> {
    publish(&site, Published::Tile(format!("tile/{path}"))).await
}

async fn publish(site: &Site, what: Published) -> Result<Response, Trouble> {
    Ok(response(site.registry().published(what).await?))
}

fn response(document: Document) -> Response {
    let keep = match document.max_age_s {
        u32::MAX => "public, max-age=31536000, immutable".to_owned(),
        seconds => format!("public, max-age={seconds}"),
    };
    let tag = etag(&document.bytes);
    let mut response = document.bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(document.content_type));
    headers.insert(header::ETAG, tag);
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    if let Ok(keep) = HeaderValue::try_from(keep) {
        headers.insert(header::CACHE_CONTROL, keep);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;
    use std::collections::BTreeSet;

    /// The machine doors of the router, read from its own text: one line a route.
    fn routed() -> BTreeSet<(String, String)> {
        let lines =
            include_str!("../mod.rs").lines().filter_map(|l| l.trim().strip_prefix(".route(\""));
        let mut routes = BTreeSet::new();
        for line in lines {
            let (path, handlers) = line.split_once("\", ").unwrap();
            let machine =
                ["/api/", "/.well-known/", "/status/", "/log/", "/healthz", "/readyz", "/metrics"];
            if machine.iter().any(|start| path.starts_with(start)) {
                for method in ["get", "post", "put", "delete"] {
                    if handlers.contains(&format!("{method}(")) {
                        routes.insert((path.replace('*', ""), method.to_owned()));
                    }
                }
            }
        }
        routes
    }

    #[test]
    fn the_description_lists_what_the_router_serves_and_nothing_else() {
        let openapi: Value = serde_json::from_str(OPENAPI).unwrap();
        assert_eq!(openapi["openapi"], "3.1.0");
        let described: BTreeSet<(String, String)> = openapi["paths"]
            .as_object()
            .unwrap()
            .iter()
            .flat_map(|(path, methods)| {
                methods
                    .as_object()
                    .unwrap()
                    .keys()
                    .map(|m| (path.clone(), m.clone()))
                    .collect::<Vec<_>>()
            })
            .filter(|(_, method)| method != "parameters")
            .collect();
        assert!(described.len() >= 11, "{described:?}");
        assert_eq!(described, routed());
    }

    #[test]
    fn every_reference_in_the_description_leads_somewhere() {
        let openapi: Value = serde_json::from_str(OPENAPI).unwrap();
        let mut references = Vec::new();
        collect(&openapi, &mut references);
        assert!(!references.is_empty());
        for reference in references {
            let pointer = reference.strip_prefix('#').unwrap();
            assert!(openapi.pointer(pointer).is_some(), "{reference}");
        }
    }

    fn collect(value: &Value, references: &mut Vec<String>) {
        match value {
            Value::Object(map) => map.iter().for_each(|(key, value)| match value {
                Value::String(reference) if key == "$ref" => references.push(reference.clone()),
                other => collect(other, references),
            }),
            Value::Array(items) => items.iter().for_each(|item| collect(item, references)),
            _ => {}
        }
    }
}
