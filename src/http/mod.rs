//! The web: pages for people, JSON and documents for programs. No SQL, no rules: a handler reads
//! the request, calls one verb of the registry and shows the answer.
//!
//! Read [`router`] first: it is the product's table of contents. Errors of every kind become
//! answers in `trouble`; every word of a page stands in `words`.

mod asked;
mod assets;
mod desk;
mod form;
mod machine;
mod metrics;
mod page;
mod people;
mod site;
mod trouble;
mod watch;
mod words;

use crate::registry::Registry;
use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware::{from_fn_with_state, map_response},
    routing::{get, post},
};
use desk::{
    batches, entry, moves, objections, progress, publicity,
    review::{changes, rows},
    sheets::{downloads, findings, mend, photos, received, report, sheet, uploads},
    sign_in,
};
use machine::{documents, health, verification};
use people::{copies, home, mine, posts, reading, verify};
use site::Site;
use tower_http::compression::{
    CompressionLayer,
    predicate::{DefaultPredicate, NotForContentType, Predicate},
};
use trouble::Trouble;

/// The most bytes of a form or of a JSON body.
const FORM_LIMIT: usize = 64 * 1024;
/// The most bytes of a PDF.
const PDF_LIMIT: usize = 4 * 1024 * 1024;
/// A PDF with the wrapping of a multipart form.
const UPLOAD_LIMIT: usize = PDF_LIMIT + FORM_LIMIT;

/// What the router is told from outside.
#[derive(Clone, Debug)]
pub struct Settings {
    /// How many of our own proxies stand before us; 0 = `X-Forwarded-For` is not believed.
    pub trusted_proxies: u8,
    /// How many requests are answered at once; one more is told to come back.
    pub at_once: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { trusted_proxies: 0, at_once: 1024 }
    }
}

/// Every address of the product. Serve it with `into_make_service_with_connect_info::<SocketAddr>`,
/// since limits are kept by the caller's address.
pub fn router(registry: Registry, settings: Settings) -> Router {
    let site = Site::new(registry, settings);
    let upload = || DefaultBodyLimit::max(UPLOAD_LIMIT);
    Router::new()
        // A professional finds and prints their own certificates.
        .route("/", get(home::show))
        .route("/look-up", get(home::again).post(home::look_up))
        .route("/mine", get(mine::list))
        .route("/mine/{number}", get(mine::one))
        .route("/mine/{number}/print", get(mine::print))
        .route("/mine/{number}/copy", get(copies::list).post(copies::make))
        .route("/mine/{number}/copy/{copy}", get(copies::print))
        .route(
            "/mine/{number}/copy/{copy}/withdraw",
            get(copies::ask_withdraw).post(copies::withdraw),
        )
        .route("/leave", get(home::again).post(mine::leave))
        .route("/help", get(reading::help))
        // Anybody verifies what is in their hand.
        .route("/v/{token}", get(verify::token))
        .route("/v/{token}/{copy}", get(verify::copy))
        .route("/verify", get(verify::show))
        .route("/verify/number", get(verify::again).post(verify::number))
        .route("/verify/file", get(verify::again).post(verify::file).layer(upload()))
        .route("/trust", get(reading::trust))
        // Anybody reads who passed a review, while it is posted.
        .route("/posts", get(posts::list))
        .route("/posts/{id}", get(posts::one))
        // An office reports; the bureau reviews and issues.
        .merge(at_the_desk())
        // A program verifies.
        .route("/api/v1/verify", post(verification::presented).layer(upload()))
        .route("/api/v1/verify/{token}", get(verification::token))
        .route("/api/v1/verify/{token}/{copy}", get(verification::copy))
        .route("/api/v1/openapi.json", get(documents::openapi))
        // An independent verifier takes what it needs to check us.
        .route("/.well-known/trust.json", get(documents::trust))
        .route("/.well-known/did.json", get(documents::did))
        .route("/.well-known/jwks.json", get(documents::jwks))
        .route("/.well-known/document-root.pem", get(documents::document_root))
        .route("/status/{purpose}/{list}", get(documents::status_list))
        .route("/log/checkpoint", get(documents::checkpoint))
        .route("/log/tile/{*tile}", get(documents::tile))
        // The operator's machines.
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(metrics::show))
        // What every page wears.
        .route(&site.assets().stylesheet.path, get(assets::stylesheet))
        .route(&site.assets().icon.path, get(assets::icon))
        .route(&site.assets().desk_script.path, get(assets::desk_script))
        .fallback(async || Trouble::NotHere)
        .method_not_allowed_fallback(async || Trouble::WrongMethod)
        .layer(DefaultBodyLimit::max(FORM_LIMIT))
        .layer(from_fn_with_state(site.clone(), watch::watch))
        .layer(CompressionLayer::new().compress_when(worth_compressing()))
        .with_state(site)
}

/// Every address of the offices' desk. Nobody keeps an answer of it.
fn at_the_desk() -> Router<Site> {
    let [new, sheet_of, photos_of] = received::ADDRESSES;
    let body = || DefaultBodyLimit::max(received::BODY_BYTES);
    Router::new()
        .route("/sign-in", get(sign_in::show).post(sign_in::enter))
        .route("/desk/leave", get(sign_in::again).post(sign_in::leave))
        .route("/desk", get(desk::home::show))
        .route(new, get(uploads::show).post(uploads::send).layer(body()))
        .route("/desk/template.xlsx", get(downloads::template))
        .route("/desk/batches", get(batches::list))
        .route("/desk/batches/{id}", get(batches::one))
        .route("/desk/batches/{id}/{step}", get(moves::ask).post(moves::make))
        .route("/desk/batches/{id}/post", get(publicity::ask_post).post(publicity::post))
        .route(
            "/desk/batches/{id}/announce",
            get(publicity::ask_announce).post(publicity::announce),
        )
        .route("/desk/batches/{id}/objections", get(objections::list))
        .route("/desk/batches/{id}/objections/new", get(objections::ask).post(objections::object))
        .route(
            "/desk/batches/{id}/objections/{objection}",
            get(objections::ask_settle).post(objections::settle),
        )
        .route("/desk/batches/{id}/rows", get(rows::show))
        .route("/desk/batches/{id}/changes", get(changes::show))
        .route("/desk/batches/{id}/findings", get(findings::show))
        .route("/desk/batches/{id}/mend", get(mend::again).post(mend::save))
        .route("/desk/batches/{id}/annotated.xlsx", get(downloads::annotated))
        .route("/desk/batches/{id}/report", get(report::ask).post(report::make))
        .route(sheet_of, get(sheet::show).post(sheet::send).layer(body()))
        .route(photos_of, get(photos::show).post(photos::send).layer(body()))
        .route("/desk/batches/{id}/photos/{place}", get(photos::one))
        .route("/desk/batches/{id}/issue/progress", get(progress::show))
        .route("/desk/batches/{id}/issue/state", get(progress::state))
        .route("/desk/overview", get(desk::overview::show))
        .route("/desk/overview.xlsx", get(desk::overview::workbook))
        .route("/desk/batches/{id}/receipt.pdf", get(desk::receipt::download))
        .route("/desk/batches/{id}/papers.zip", get(desk::papers::download))
        .layer(map_response(entry::never_kept))
}

/// Hashes, PDFs and workbooks do not get smaller.
fn worth_compressing() -> impl Predicate {
    DefaultPredicate::new()
        .and(NotForContentType::new("application/pdf"))
        .and(NotForContentType::new("application/octet-stream"))
        .and(NotForContentType::const_new(downloads::XLSX))
        .and(NotForContentType::const_new(desk::papers::ZIP))
}
