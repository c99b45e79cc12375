//! The offices' desk: who comes in, what they see and what they may do, over the web.

mod batches;
mod clicks;
mod entry;
mod mandate;
mod moves;
mod overview;
mod papers;
mod photos;
mod publicity;
mod review;
mod rights;
mod routes;
mod uploads;

use crate::world::web::{Answer, Browser};
use crate::world::{World, code, issuer, text};
use wenzheng::model::batch::BatchId;
use wenzheng::registry::TokenId;

/// A token for somebody of an office: its short name and its text.
async fn token(world: &World, who: &str, office: &str) -> (TokenId, String) {
    world.registry.make_token(&code(office), &text(who), &issuer()).await.unwrap()
}

/// Somebody of an office in front of the desk, signed in.
async fn signed_in(world: &World, who: &str, office: &str) -> Browser {
    let (_, token) = token(world, who, office).await;
    let mut browser = Browser::new(&world.registry, 9);
    let answer = browser.post("/sign-in", &[("token", &token)]).await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/desk"));
    browser
}

/// The value of a hidden field of a page.
fn hidden(page: &str, name: &str) -> String {
    let field = format!("name=\"{name}\" value=\"");
    let (_, rest) = page.split_once(&field).unwrap_or_else(|| panic!("no {name} in {page}"));
    rest.split('"').next().unwrap().to_owned()
}

/// Fills in the page that asks before a move, and sends it.
async fn asked(browser: &mut Browser, id: BatchId, step: &str, fields: &[(&str, &str)]) -> Answer {
    let address = format!("/desk/batches/{id}/{step}");
    let page = browser.get(&address).await.text();
    let (key, once) = (hidden(&page, "form_key"), hidden(&page, "once"));
    let form = [&[("form_key", &*key), ("once", &*once)], fields].concat();
    browser.post(&address, &form).await
}

/// The same for a move that must succeed.
async fn moved(browser: &mut Browser, id: BatchId, step: &str, fields: &[(&str, &str)]) {
    let answer = asked(browser, id, step, fields).await;
    let to = format!("/desk/batches/{id}");
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, &*to), "{step}");
}
