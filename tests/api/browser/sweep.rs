//! Every page that anybody can reach, in both languages, on a phone and at a desk, light and dark:
//! axe-core finds nothing, and nothing sticks out of the narrowest screen.

use super::access::{CUT_OFF, SPACED, axe};
use super::demo::Demo;
use super::desk::{Office, Who, leave, sign_in, upload, upload_again};
use super::pages::Page;
use super::window::{Look, Window};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;

const LOOKS: [Look; 4] = [Look::PHONE, Look::PHONE.dark(), Look::DESK, Look::DESK.dark()];

/// How the page is come to.
enum By {
    /// Its address.
    Going,
    /// Its form, sent with these fields and nothing else.
    Sending(&'static [(&'static str, &'static str)]),
    /// The form that begins the issuing; the page is held while it goes on.
    Issuing,
}
use By::{Going, Issuing, Sending};
use Who::{Builders, Bureau, Clerk, Nobody, Unit};

/// Name, who is signed in, address and way. What stands in braces is laid out by [`Office`].
const PAGES: &[(&str, Who, &str, By)] = &[
    ("Posts", Nobody, "/posts", Going),
    ("Post", Nobody, "/posts/{posted}", Going),
    ("PostEnded", Nobody, "/posts/{cleared}", Going),
    ("Receipt", Nobody, "/v/{receipt}", Going),
    ("ReceiptReturned", Nobody, "/v/{receipt_returned}", Going),
    ("SignIn", Nobody, "/sign-in", Going),
    ("SignInBlank", Nobody, "/sign-in", Sending(&[])),
    ("SignInEnded", Nobody, "/sign-in?ended=1", Going),
    ("HomeEmpty", Unit, "/desk", Going),
    ("BatchesFew", Unit, "/desk/batches", Going),
    ("UploadOneWay", Unit, "/desk/uploads/new", Going),
    ("HomeOffice", Clerk, "/desk", Going),
    ("BatchesOffice", Clerk, "/desk/batches", Going),
    ("Upload", Clerk, "/desk/uploads/new", Going),
    ("UploadBlank", Clerk, "/desk/uploads/new", Sending(&[])),
    (
        "UploadRefused",
        Clerk,
        "/desk/uploads/new",
        Sending(&[("#way", "filed"), ("#file", "{junk}")]),
    ),
    ("UploadAgain", Clerk, "/desk/uploads/new?follows={returned}", Going),
    ("Findings", Clerk, "/desk/batches/{draft}/findings", Going),
    ("FindingsLater", Clerk, "/desk/batches/{draft}/findings?row=52", Going),
    ("FindingsOfKind", Clerk, "/desk/batches/{draft}/findings?kind=error", Going),
    ("FindingsNoneOfKind", Clerk, "/desk/batches/{draft}/findings?kind=mended", Going),
    ("FindingsSaved", Clerk, "/desk/batches/{draft}/findings?saved=3G#r3g", Going),
    ("FindingsNone", Clerk, "/desk/batches/{clear}/findings", Going),
    ("FindingsClosed", Clerk, "/desk/batches/{reported}/findings", Going),
    ("Report", Clerk, "/desk/batches/{draft}/report", Going),
    ("BatchDraft", Clerk, "/desk/batches/{draft}", Going),
    ("BatchReturned", Clerk, "/desk/batches/{returned}", Going),
    ("BatchReported", Clerk, "/desk/batches/{reported}", Going),
    ("BatchAgain", Clerk, "/desk/batches/{again}", Going),
    ("Changes", Clerk, "/desk/batches/{again}/changes", Going),
    ("RowsOffice", Clerk, "/desk/batches/{reported}/rows", Going),
    ("HomeSheet", Builders, "/desk", Going),
    ("BatchAnnounced", Builders, "/desk/batches/{announced}", Going),
    ("Sheet", Builders, "/desk/batches/{announced}/sheet", Going),
    ("SheetBlank", Builders, "/desk/batches/{announced}/sheet", Sending(&[])),
    (
        "SheetRefused",
        Builders,
        "/desk/batches/{announced}/sheet",
        Sending(&[("#file", "{strangers}")]),
    ),
    ("Photos", Clerk, "/desk/batches/{reported}/photos", Going),
    ("PhotosBlank", Clerk, "/desk/batches/{reported}/photos", Sending(&[])),
    ("PhotosRefused", Clerk, "/desk/batches/{reported}/photos", Sending(&[("#file", "{junk}")])),
    ("PhotosHandedIn", Clerk, "/desk/batches/{reported}/photos", Sending(&[("#file", "{photos}")])),
    ("Home", Bureau, "/desk", Going),
    ("Batches", Bureau, "/desk/batches", Going),
    ("BatchWaits", Bureau, "/desk/batches/{reported}", Going),
    ("Rows", Bureau, "/desk/batches/{reported}/rows", Going),
    ("RowsLater", Bureau, "/desk/batches/2026-0001/rows?from=10", Going),
    ("Accept", Bureau, "/desk/batches/{reported}/accept", Going),
    ("Return", Bureau, "/desk/batches/{reported}/return", Going),
    ("ReturnBlank", Bureau, "/desk/batches/{reported}/return", Sending(&[])),
    ("BatchAccepted", Bureau, "/desk/batches/{accepted}", Going),
    ("Issue", Bureau, "/desk/batches/{accepted}/issue", Going),
    ("Issuing", Bureau, "/desk/batches/{issuing}/issue/progress", Issuing),
    ("BatchIssued", Bureau, "/desk/batches/2026-0001", Going),
    ("BatchListed", Bureau, "/desk/batches/{list}", Going),
    ("PostForm", Bureau, "/desk/batches/{list}/post", Going),
    ("PostShort", Bureau, "/desk/batches/{list}/post", Sending(&[("#until", "2026-11-27")])),
    ("BatchPosted", Bureau, "/desk/batches/{posted}", Going),
    ("BatchBarred", Bureau, "/desk/batches/{barred}", Going),
    ("BatchCleared", Bureau, "/desk/batches/{cleared}", Going),
    ("Announce", Bureau, "/desk/batches/{cleared}/announce", Going),
    ("AnnounceBlank", Bureau, "/desk/batches/{cleared}/announce", Sending(&[])),
    ("AnnounceEarly", Bureau, "/desk/batches/{cleared}/announce", Sending(EARLY)),
    ("Objections", Bureau, "/desk/batches/{barred}/objections", Going),
    ("ObjectionsNone", Bureau, "/desk/batches/{posted}/objections", Going),
    ("Object", Bureau, "/desk/batches/{posted}/objections/new", Going),
    ("ObjectBlank", Bureau, "/desk/batches/{posted}/objections/new", Sending(&[])),
    ("Settle", Bureau, "/desk/batches/{barred}/objections/{objection}", Going),
    ("SettleBlank", Bureau, "/desk/batches/{barred}/objections/{objection}", Sending(&[])),
    ("Overview", Bureau, "/desk/overview", Going),
    ("OverviewEmpty", Bureau, "/desk/overview?year=2019", Going),
    ("BatchNotHere", Bureau, "/desk/batches/{nowhere}", Going),
];
const EARLY: &[(&str, &str)] = &[("#document", "温人社发〔2026〕9号"), ("#on", "2026-11-10")];

/// What is no page: files, what machines ask, and forms that lead to another page or back.
const NO_PAGES: &[&str] = &[
    "/leave",
    "/mine/{number}/print",
    "/desk/leave",
    "/desk/template.xlsx",
    "/desk/overview.xlsx",
    "/desk/batches/{id}/annotated.xlsx",
    "/desk/batches/{id}/mend",
    "/desk/batches/{id}/receipt.pdf",
    "/desk/batches/{id}/papers.zip",
    "/desk/batches/{id}/photos/{place}",
    "/desk/batches/{id}/issue/state",
    "/api/v1/verify",
    "/api/v1/verify/{token}",
    "/api/v1/verify/{token}/{copy}",
    "/api/v1/openapi.json",
    "/.well-known/trust.json",
    "/.well-known/did.json",
    "/.well-known/jwks.json",
    "/.well-known/document-root.pem",
    "/status/{purpose}/{list}",
    "/log/checkpoint",
    "/log/tile/{*tile}",
    "/healthz",
    "/readyz",
    "/metrics",
];

type Laid = BTreeMap<&'static str, String>;

/// An address or a value with what stands in its braces.
fn filled(written: &str, laid: &Laid) -> String {
    let mut parts = written.split(['{', '}']);
    let mut whole = parts.next().unwrap().to_owned();
    while let (Some(name), Some(rest)) = (parts.next(), parts.next()) {
        let value = laid.get(name).unwrap_or_else(|| panic!("no {name} is laid out"));
        whole = whole + value + rest;
    }
    whole
}

async fn come_to(window: &Window, address: &str, by: &By, laid: &Laid) {
    match by {
        Going => window.goto(address).await,
        Sending(fields) => {
            window.goto(address).await;
            for (field, value) in *fields {
                let value = filled(value, laid);
                match *field {
                    "#way" => window.choose(field, &value).await,
                    "#file" => window.offer(field, Path::new(&value)).await,
                    "#on" | "#until" => window.set_day(field, &value).await,
                    _ => window.fill(field, &value).await,
                }
            }
            window.follow("main form button[type=submit]").await;
        }
        Issuing => {
            window.goto(address.strip_suffix("/progress").unwrap()).await;
            window.follow("main form button[type=submit]").await;
            // The page leaves by itself once it hears that the work is done.
            window.cut_off(true).await;
        }
    }
    let asked = address.split(['?', '#']).next().unwrap();
    assert_eq!(window.path().await, asked, "{address} led elsewhere");
}

/// Looks at the page that is open in every way; gives what is wrong with it.
async fn look_at(window: &Window, name: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for look in LOOKS {
        window.wear(look).await;
        wrong.extend(axe(window, name, look).await);
    }
    window.wear(Look { width: 320, ..Look::PHONE }).await;
    for spacing in ["", SPACED] {
        window.run(spacing).await;
        let cut_off = window.run(CUT_OFF).await;
        if cut_off != json!([]) {
            wrong.push(format!("{name} sticks out, spaced {}: {cut_off:#}", !spacing.is_empty()));
        }
    }
    let headings = window.count("h1").await;
    if headings != 1 {
        wrong.push(format!("{name} has {headings} first headings"));
    }
    wrong
}

async fn everybody_can_use_the_public_pages(language: &str) {
    let demo = Demo::shared();
    let window = Window::open(&demo.url, Look::PHONE).await;
    window.goto(&format!("/?lang={language}")).await;
    let mut wrong = Vec::new();
    for page in Page::ALL {
        page.reach(&window, &demo).await;
        if let Some(route) = page.route() {
            let path = window.path().await;
            assert!(fits(route, &path), "{page:?} led to {path}");
        }
        wrong.extend(look_at(&window, &format!("{page:?}-{language}")).await);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    window.close().await;
}

/// What lies on the desk, and two uploads that have just been made.
async fn laid_out(window: &Window, desk: &Office, language: &str) -> Laid {
    let mut laid = desk.laid.clone();
    sign_in(window, desk.token(Clerk)).await;
    for (name, file) in [("draft", "faulty"), ("clear", "clean")] {
        let id = upload(window, "filed", Path::new(&laid[file])).await;
        laid.insert(name, id);
    }
    let own = |what: &str| desk.laid[&*format!("{what}_{language}")].clone();
    laid.insert("issuing", own("issuing"));
    let again = upload_again(window, &own("returned"), Path::new(&own("again"))).await;
    laid.insert("again", again);
    leave(window).await;
    laid
}

async fn everybody_can_use_the_desk(language: &str) {
    let demo = Demo::shared();
    let desk = demo.desk();
    let window = Window::open(&demo.url, Look::PHONE).await;
    window.goto(&format!("/?lang={language}")).await;
    let laid = laid_out(&window, desk, language).await;
    let (mut wrong, mut signed_in) = (Vec::new(), Nobody);
    for (name, who, address, by) in PAGES {
        if signed_in != *who {
            signed_in = *who;
            sign_in(&window, desk.token(*who)).await;
        }
        come_to(&window, &filled(address, &laid), by, &laid).await;
        wrong.extend(look_at(&window, &format!("Desk{name}-{language}")).await);
        if matches!(by, Issuing) {
            // Once it hears again that the work is done it would lead away from the next page.
            window.run("location.replace('about:blank')").await;
        }
        window.cut_off(false).await;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    window.close().await;
}

#[tokio::test]
async fn everybody_can_use_every_public_page_in_chinese() {
    everybody_can_use_the_public_pages("zh").await;
}

#[tokio::test]
async fn everybody_can_use_every_public_page_in_english() {
    everybody_can_use_the_public_pages("en").await;
}

#[tokio::test]
async fn everybody_can_use_every_page_of_the_desk_in_chinese() {
    everybody_can_use_the_desk("zh").await;
}

#[tokio::test]
async fn everybody_can_use_every_page_of_the_desk_in_english() {
    everybody_can_use_the_desk("en").await;
}

/// Whether a route answers a path.
fn fits(route: &str, path: &str) -> bool {
    let (parts, asked) = (route.split('/'), path.split('/'));
    parts.clone().count() == asked.clone().count()
        && parts.zip(asked).all(|(part, asked)| part.starts_with('{') || part == asked)
}

/// The routes of the program, as its source tells them.
fn routes(folder: &Path, found: &mut Vec<String>) {
    let literal = |text: &str| text.split('"').nth(1).unwrap().to_owned();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            routes(&path, found);
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        for (at, call) in text.match_indices(".route(") {
            let first = text[at + call.len()..].trim_start();
            match first.chars().next() {
                Some('"') => found.push(literal(first)),
                // What every page wears, and a test that reads the same.
                Some('&' | '\\') => {}
                _ => assert!(
                    ["new", "sheet_of", "photos_of"].iter().any(|name| first.starts_with(name)),
                    "{first}"
                ),
            }
        }
        // The routes that take a sheet have names.
        if let Some((_, rest)) = text.split_once("pub const ADDRESSES: ") {
            let all = rest.split(';').nth(1).unwrap();
            found.extend(all.split('"').skip(1).step_by(2).map(str::to_owned));
        }
    }
}

#[test]
fn every_page_of_the_router_is_looked_at() {
    let mut all = Vec::new();
    routes(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/http"), &mut all);
    assert!(all.iter().any(|route| route == "/desk/batches/{id}/sheet"), "{all:?}");
    let answering = |path: &str| {
        let fitting = all.iter().filter(|route| fits(route, path));
        let route = fitting.min_by_key(|route| route.matches('{').count());
        route.unwrap_or_else(|| panic!("nothing answers {path}")).clone()
    };
    let desk = PAGES.iter().map(|(_, _, address, _)| address.split('?').next().unwrap());
    let public = Page::ALL.into_iter().filter_map(Page::route);
    let looked_at: Vec<_> = desk.chain(public).map(answering).collect();
    let mut missing = all.clone();
    missing.retain(|route| !looked_at.contains(route) && !NO_PAGES.contains(&&**route));
    assert_eq!(missing, [""; 0], "nobody looks at these pages");
    let gone: Vec<_> = NO_PAGES.iter().filter(|no| !all.iter().any(|route| route == *no)).collect();
    assert!(gone.is_empty(), "no routes any more: {gone:?}");
}
