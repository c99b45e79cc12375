//! Every address of the product with who is answered what. The table is compared with the router's
//! own text: an address that is not in it fails the test, as does one that is no longer served.

use super::{hidden, signed_in, uploads::send};
use crate::world::sheet::{csv, rows};
use crate::world::web::{Answer, Browser};
use crate::world::{BUREAU, RUIAN, World, YUEQING, on_sqlite};
use axum::http::{Method, Request, StatusCode};
use std::collections::BTreeSet;
use std::path::Path;
use wenzheng::model::batch::BatchId;
use wenzheng::model::number::CertificateNumber;

/// What whoever has no right beyond the address is answered: `200`, or another status, with where
/// they are sent.
const OPEN: &str = "
    GET  /                               | 200
    GET  /look-up                        | 303 /
    POST /look-up                        | 400
    GET  /mine                           | 403
    GET  /mine/{number}                  | 403
    GET  /mine/{number}/print            | 403
    GET  /mine/{number}/copy             | 403
    POST /mine/{number}/copy             | 403
    GET  /mine/{number}/copy/{copy=0000000000000000} | 403
    GET  /mine/{number}/copy/{copy=0000000000000000}/withdraw | 403
    POST /mine/{number}/copy/{copy=0000000000000000}/withdraw | 403
    GET  /leave                          | 303 /
    POST /leave                          | 303 /
    GET  /help                           | 200
    GET  /v/{token=00}                   | 200
    GET  /v/{token=00}/{copy=0000000000000000} | 200
    GET  /verify                         | 200
    GET  /verify/number                  | 303 /verify
    POST /verify/number                  | 400
    GET  /verify/file                    | 303 /verify
    POST /verify/file                    | 400
    GET  /trust                          | 200
    GET  /posts                          | 200
    GET  /posts/{id}                     | 404
    POST /api/v1/verify                  | 400
    GET  /api/v1/verify/{token=00}       | 200
    GET  /api/v1/verify/{token=00}/{copy=0000000000000000} | 200
    GET  /api/v1/openapi.json            | 200
    GET  /.well-known/trust.json         | 200
    GET  /.well-known/did.json           | 200
    GET  /.well-known/jwks.json          | 200
    GET  /.well-known/document-root.pem  | 200
    GET  /status/{purpose=revocation}/{list=0} | 200
    GET  /log/checkpoint                 | 200
    GET  /log/tile/{*tile=0/000.p/1}     | 200
    GET  /healthz                        | 200
    GET  /readyz                         | 200
    GET  /metrics                        | 200
    GET  stylesheet                      | 200
    GET  icon                            | 200
    GET  desk_script                     | 200
    GET  /sign-in                        | 200
    POST /sign-in                        | 400
    GET  /desk/leave                     | 303 /sign-in
";

/// The desk, where nobody is answered without a session: what the clerk of the office gets whose
/// reported batch it is, another office's, and the bureau's. A form is sent with its session's key
/// and nothing else; without the key everybody is refused.
const DESK: &str = "
                                               | its office      | another office | the bureau
    GET  /desk                                 | 200             | 200            | 200
    POST /desk/leave                           | 303 /sign-in    | 303 /sign-in   | 303 /sign-in
    GET  /desk/uploads/new                     | 200             | 200            | 200
    POST /desk/uploads/new                     | 400             | 400            | 400
    GET  /desk/template.xlsx                   | 200             | 200            | 200
    GET  /desk/batches                         | 200             | 200            | 200
    GET  /desk/batches/{id}                    | 200             | 404            | 200
    GET  /desk/batches/{id}/{step=accept}      | 303 BATCH       | 404            | 200
    POST /desk/batches/{id}/{step=accept}      | 403             | 404            | 409
    GET  /desk/batches/{id}/{step=return}      | 303 BATCH       | 404            | 200
    POST /desk/batches/{id}/{step=return}      | 403             | 404            | 409
    GET  /desk/batches/{id}/{step=issue}       | 303 BATCH       | 404            | 303 BATCH
    POST /desk/batches/{id}/{step=issue}       | 403             | 404            | 409
    GET  /desk/batches/{id}/post               | 303 BATCH       | 404            | 303 BATCH
    POST /desk/batches/{id}/post               | 403             | 404            | 409
    GET  /desk/batches/{id}/announce           | 303 BATCH       | 404            | 303 BATCH
    POST /desk/batches/{id}/announce           | 403             | 404            | 409
    GET  /desk/batches/{id}/objections         | 403             | 404            | 200
    GET  /desk/batches/{id}/objections/new     | 403             | 404            | 303 BATCH/objections
    POST /desk/batches/{id}/objections/new     | 403             | 404            | 400
    GET  /desk/batches/{id}/objections/{objection=7} | 403       | 404            | 303 BATCH/objections
    POST /desk/batches/{id}/objections/{objection=7} | 403       | 404            | 400
    GET  /desk/batches/{id}/rows               | 200             | 404            | 200
    GET  /desk/batches/{id}/changes            | 404             | 404            | 404
    GET  /desk/batches/{id}/findings           | 200             | 404            | 404
    GET  /desk/batches/{id}/mend               | 303 BATCH/findings | 303 BATCH/findings | 303 BATCH/findings
    POST /desk/batches/{id}/mend               | 409             | 404            | 404
    GET  /desk/batches/{id}/annotated.xlsx     | 200             | 404            | 404
    GET  /desk/batches/{id}/report             | 303 BATCH       | 404            | 303 BATCH
    POST /desk/batches/{id}/report             | 303 BATCH       | 404            | 404
    GET  /desk/batches/{id}/sheet              | 303 BATCH       | 404            | 303 BATCH
    POST /desk/batches/{id}/sheet              | 303 BATCH       | 404            | 303 BATCH
    GET  /desk/batches/{id}/photos             | 200             | 404            | 200
    POST /desk/batches/{id}/photos             | 400             | 404            | 400
    GET  /desk/batches/{id}/photos/{place=1}   | 404             | 404            | 404
    GET  /desk/batches/{id}/issue/progress     | 303 BATCH       | 404            | 303 BATCH
    GET  /desk/batches/{id}/issue/state        | 200             | 404            | 200
    GET  /desk/overview                        | 403             | 403            | 200
    GET  /desk/overview.xlsx                   | 403             | 403            | 200
    GET  /desk/batches/{id}/receipt.pdf        | 200             | 404            | 200
    GET  /desk/batches/{id}/papers.zip         | 409             | 404            | 409
";

/// Names of addresses in the router's text that are not written there.
const NAMED: [(&str, &str); 6] = [
    ("new", "/desk/uploads/new"),
    ("sheet_of", "/desk/batches/{id}/sheet"),
    ("photos_of", "/desk/batches/{id}/photos"),
    ("&site.assets().stylesheet.path", "stylesheet"),
    ("&site.assets().icon.path", "icon"),
    ("&site.assets().desk_script.path", "desk_script"),
];

/// A line of a table.
struct Line {
    method: Method,
    /// With values for its parameters.
    address: &'static str,
    expected: Vec<&'static str>,
}

impl Line {
    fn all(table: &'static str) -> Vec<Self> {
        let lines = table.lines().map(|line| line.split('|').map(str::trim).collect::<Vec<_>>());
        let lines = lines.filter(|cells| !cells[0].is_empty());
        let read = |cells: Vec<&'static str>| {
            let (method, address) = cells[0].split_once(' ').unwrap();
            let method = method.parse().unwrap();
            Self { method, address: address.trim(), expected: cells[1..].to_vec() }
        };
        lines.map(read).collect()
    }

    /// The address as the router has it.
    fn route(&self) -> (String, String) {
        let mut route = String::new();
        for (at, part) in self.address.split('{').enumerate() {
            let Some((inside, behind)) = part.split_once('}').filter(|_| at > 0) else {
                route += part;
                continue;
            };
            let name = inside.split('=').next().unwrap();
            route += &format!("{{{name}}}{behind}");
        }
        (self.method.to_string(), route)
    }

    /// The address as somebody asks for it.
    fn asked(&self, (id, number): (BatchId, &CertificateNumber), page: &str) -> String {
        let link = |mark: &str, end: &str| {
            let links = page.split(mark).skip(1).map(|rest| rest.split('"').next().unwrap());
            links.into_iter().find(|link| link.ends_with(end)).unwrap().to_owned()
        };
        match self.address {
            "stylesheet" => return link("href=\"", ".css"),
            "icon" => return link("href=\"", ".svg"),
            "desk_script" => return link("src=\"", ".js"),
            _ => {}
        }
        let mut address = String::new();
        for (at, part) in self.address.split('{').enumerate() {
            let Some((inside, behind)) = part.split_once('}').filter(|_| at > 0) else {
                address += part;
                continue;
            };
            address += &match inside.split_once('=') {
                Some((_, value)) => value.to_owned(),
                None if inside == "number" => number.to_string(),
                None => id.to_string(),
            };
            address += behind;
        }
        address
    }
}

/// Every route in a text of the router: what stands between the brackets of `.route(…)`.
fn routes(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for rest in text.split(".route(").skip(1) {
        let mut depth = 1;
        let end = rest.find(|c| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            depth == 0
        });
        let inside = &rest[..end.unwrap()];
        let (address, handlers) = inside.split_once(',').unwrap();
        let address = address.trim();
        let written = address.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        let named = || NAMED.iter().find(|(name, _)| *name == address).map(|(_, is)| *is);
        let address = written.or_else(named).unwrap_or_else(|| panic!("what is {address}?"));
        let words = handlers.split(|c: char| !c.is_ascii_alphanumeric() && !"_:(".contains(c));
        let heads = words.filter_map(|word| word.split_once('(').map(|(name, _)| name));
        let methods = ["get", "post", "put", "patch", "delete", "head", "options", "trace"];
        let methods: Vec<_> = heads.filter(|name| methods.contains(name)).collect();
        assert!(!methods.is_empty(), "by which method is {address} asked?");
        found.extend(methods.iter().map(|name| (name.to_uppercase(), address.to_owned())));
    }
    found
}

/// The texts of a folder without what only tests read.
fn served(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(served(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let text = text.split("#[cfg(test)]").next().unwrap().to_owned();
            found.push((path.display().to_string(), text));
        }
    }
    found
}

fn lines() -> Vec<Line> {
    [Line::all(OPEN), Line::all(DESK)].into_iter().flatten().collect()
}

#[test]
fn every_route_of_the_router_is_in_the_table_and_no_other() {
    let texts = served(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/http"));
    assert!(texts.len() > 40, "{}", texts.len());
    // No other way to add one.
    for (path, text) in &texts {
        for other in [
            ".nest(",
            ".nest_service(",
            ".route_service(",
            ".fallback_service(",
            " any(",
            "routing::any",
        ] {
            assert!(!text.contains(other), "{path} adds routes by {other}");
        }
    }
    let served: Vec<_> = texts.iter().flat_map(|(_, text)| routes(text)).collect();
    let unique: BTreeSet<_> = served.iter().cloned().collect();
    assert!(served.len() > 60 && served.len() == unique.len(), "{}", served.len());
    let known: BTreeSet<_> = lines().iter().map(Line::route).collect();
    let missing: Vec<_> = unique.difference(&known).collect();
    assert!(missing.is_empty(), "by what right are these answered? {missing:?}");
    let gone: Vec<_> = known.difference(&unique).collect();
    assert!(gone.is_empty(), "nothing is served at {gone:?}");
}

#[test]
fn a_route_is_found_however_it_is_written() {
    let text = "Router::new().route(\"/a\", get(x::y).post(z).layer(body()))\n.route(\n    \"/b/{id}\",\n    delete(b),\n)\n.route(new, get(uploads::show))";
    let found = routes(text);
    let expected =
        [("GET", "/a"), ("POST", "/a"), ("DELETE", "/b/{id}"), ("GET", "/desk/uploads/new")];
    assert_eq!(found, expected.map(|(method, at)| (method.to_owned(), at.to_owned())));
}

/// Asks as a browser does; a form has the session's key and no other field, but for the cell that
/// is to be mended.
async fn ask(browser: &mut Browser, method: &Method, address: &str, key: Option<&str>) -> Answer {
    let mut fields: Vec<_> = key.map(|key| ("form_key", key)).into_iter().collect();
    if address.ends_with("/mend") {
        fields.extend([("row", "2"), ("column", "D"), ("written", "某单位")]);
    }
    match *method {
        Method::GET => browser.get(address).await,
        Method::POST
            if ["/uploads/new", "/sheet", "/photos"].iter().any(|end| address.ends_with(end)) =>
        {
            send(browser, address, &fields, None).await
        }
        Method::POST => browser.post(address, &fields).await,
        _ => {
            let request = Request::builder().method(method).uri(address);
            browser.send(request.body(axum::body::Body::empty()).unwrap()).await
        }
    }
}

/// A status, and where it sends one.
fn shown(answer: &Answer, id: BatchId) -> String {
    let to = answer.header("location").replace(&format!("/desk/batches/{id}"), "BATCH");
    format!("{} {to}", answer.status.as_u16()).trim_end().to_owned()
}

#[test]
fn every_route_answers_each_as_the_table_says() {
    on_sqlite(async |world: &World| {
        let id = world.import(RUIAN, csv(&rows(1..=2))).await.unwrap().batch.unwrap();
        let number = world.issue(YUEQING, csv(&rows(3..=3))).await.remove(0);
        let these = (id, &number);
        let mut wrong = Vec::new();
        let page = signed_in(world, "周敏", RUIAN).await.get("/desk/uploads/new").await.text();
        for line in Line::all(OPEN) {
            let mut nobody = Browser::new(&world.registry, 1);
            let answer = ask(&mut nobody, &line.method, &line.asked(these, &page), None).await;
            let said = shown(&answer, id);
            if said != line.expected[0] {
                wrong.push(format!("{:?}: {said}", line.route()));
            }
        }
        for line in Line::all(DESK) {
            let address = line.asked(these, &page);
            let mut nobody = Browser::new(&world.registry, 1);
            let answer = ask(&mut nobody, &line.method, &address, None).await;
            if shown(&answer, id) != "303 /sign-in" {
                wrong.push(format!("nobody {:?}: {}", line.route(), shown(&answer, id)));
            }
            for (office, expected) in [RUIAN, YUEQING, BUREAU].into_iter().zip(&line.expected) {
                let mut somebody = signed_in(world, "周敏", office).await;
                let key = hidden(&somebody.get("/desk").await.text(), "form_key");
                if line.method == Method::POST {
                    let answer = ask(&mut somebody, &line.method, &address, None).await;
                    if answer.status != StatusCode::FORBIDDEN {
                        wrong.push(format!("{office} without a key {:?}", line.route()));
                    }
                }
                let answer = ask(&mut somebody, &line.method, &address, Some(&key)).await;
                if shown(&answer, id) != *expected {
                    wrong.push(format!("{office} {:?}: {}", line.route(), shown(&answer, id)));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        let mut verbs = Vec::new();
        world.registry.audit(|deed| verbs.push(deed.verb.clone())).await.unwrap();
        verbs.retain(|verb| !["make_token", "enter"].contains(&&**verb));
        // Those who may look at persons did, and are written down.
        verbs.retain(|verb| !verb.starts_with("view_"));
        assert_eq!(verbs, ["import", "import", "accept", "issue"], "something was done");
    });
}
