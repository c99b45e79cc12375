//! Tokens and sessions: misses and their delay, the cookie, forms from elsewhere, and every end.

use super::{hidden, signed_in, token};
use crate::world::web::Browser;
use crate::world::{
    RUIAN, World, actor, code, each_engine, issuer, on_sqlite, refusal, text, visitor,
};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use wenzheng::model::office::{Door, Role};
use wenzheng::registry::{Refusal, TokenId};

const NONE: &str = "wz-0000-0000-0000-0000-0000-0000-0000-0000";

#[test]
fn an_offices_token_makes_a_clerk_and_the_bureaus_also_reviews_and_issues() {
    each_engine(async |world: &World| {
        let (_, ruian) = token(world, "林晓燕", RUIAN).await;
        let session = world.registry.enter(&ruian, &visitor(1)).await.unwrap();
        let clerk = world.registry.desk_actor(&session.0).await.unwrap();
        assert_eq!(
            (clerk.who.as_str(), clerk.office, clerk.door),
            ("林晓燕", code(RUIAN), Door::Web)
        );
        assert_eq!(clerk.roles, [Role::Clerk]);
        let (_, bureau) = token(world, "陈立", "330300").await;
        // As somebody types it off a sheet of paper.
        let typed = bureau.to_uppercase().replace('-', " ");
        let session = world.registry.enter(&typed, &visitor(1)).await.unwrap();
        let actor = world.registry.desk_actor(&session.0).await.unwrap();
        assert_eq!(actor.roles, [Role::Clerk, Role::Reviewer, Role::Issuer]);
    });
}

#[test]
fn only_the_bureau_gives_tokens_out_lists_and_revokes_them() {
    on_sqlite(async |world: &World| {
        let (id, _) = token(world, "林晓燕", RUIAN).await;
        let all = [Role::Clerk, Role::Reviewer, Role::Issuer];
        for stranger in [actor("甲", RUIAN, &all), actor("乙", "330300", &[Role::Clerk])] {
            let (office, who) = (code(RUIAN), text("丙"));
            let made = world.registry.make_token(&office, &who, &stranger).await;
            assert_eq!(refusal(made), Refusal::NotAllowed);
            let listed = world.registry.tokens(&office, &stranger).await;
            assert_eq!(refusal(listed), Refusal::NotAllowed);
            let revoked = world.registry.revoke_token(&id, &stranger).await;
            assert_eq!(refusal(revoked), Refusal::NotAllowed);
        }
        let listed = world.registry.tokens(&code(RUIAN), &issuer()).await.unwrap();
        assert_eq!(listed.len(), 1);
        assert_eq!((&listed[0].id, listed[0].revoked_at), (&id, None));
        let unknown = world.registry.make_token(&code("999999"), &text("丙"), &issuer()).await;
        assert_eq!(refusal(unknown), Refusal::NoSuchOffice(code("999999")));
    });
}

#[test]
fn every_miss_is_one_refusal_and_makes_the_network_wait_longer() {
    each_engine(async |world: &World| {
        let (id, good) = token(world, "林晓燕", RUIAN).await;
        world.registry.revoke_token(&id, &issuer()).await.unwrap();
        for miss in [&*good, NONE, "what is this"] {
            let missed = world.registry.enter(miss, &visitor(1)).await;
            assert_eq!(refusal(missed), Refusal::NoEntry);
        }
        let (_, good) = token(world, "林晓燕", RUIAN).await;
        assert_eq!(refusal(world.registry.enter(NONE, &visitor(1)).await), Refusal::NoEntry);
        // The fourth miss made everybody of this network wait, and nobody else.
        let early = refusal(world.registry.enter(&good, &visitor(1)).await);
        assert!(matches!(early, Refusal::TooOften { retry_after_s: 10..=11 }), "{early:?}");
        world.registry.enter(&good, &visitor(2)).await.unwrap();
        world.wait(10);
        world.registry.enter(&good, &visitor(1)).await.unwrap();
        // A hit forgives.
        assert_eq!(refusal(world.registry.enter(NONE, &visitor(1)).await), Refusal::NoEntry);
        world.registry.enter(&good, &visitor(1)).await.unwrap();
    });
}

#[test]
fn the_page_says_the_same_of_every_miss_and_never_repeats_a_token() {
    on_sqlite(async |world: &World| {
        let (id, revoked) = token(world, "林晓燕", RUIAN).await;
        world.registry.revoke_token(&id, &issuer()).await.unwrap();
        let mut browser = Browser::new(&world.registry, 1);
        assert_eq!(
            browser.post("/sign-in", &[("token", " ")]).await.status,
            StatusCode::BAD_REQUEST
        );
        let mut said = Vec::new();
        for miss in [&*revoked, NONE, "林晓燕"] {
            let answer = browser.post("/sign-in", &[("token", miss)]).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN);
            assert_eq!(answer.header("cache-control"), "no-store");
            assert!(!answer.text().contains(miss));
            said.push(answer.text());
        }
        assert!(said[0].contains("口令不对，或已停用") && said.iter().all(|page| *page == said[0]));
        browser.post("/sign-in", &[("token", NONE)]).await;
        let early = browser.post("/sign-in", &[("token", NONE)]).await;
        assert_eq!(early.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(early.header("retry-after").parse::<u32>().unwrap() >= 10);
        assert!(browser.cookies.is_empty());
    });
}

#[test]
fn the_cookie_is_for_this_host_alone_and_out_of_reach_of_scripts() {
    on_sqlite(async |world: &World| {
        let (_, token) = token(world, "林晓燕", RUIAN).await;
        let mut browser = Browser::new(&world.registry, 1);
        let answer = browser.post("/sign-in", &[("token", &token)]).await;
        let cookie = answer.header("set-cookie");
        assert!(cookie.starts_with("__Host-desk="), "{cookie}");
        assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax; Secure"), "{cookie}");
        assert_eq!(answer.header("cache-control"), "no-store");
        let page = browser.get("/desk").await;
        assert_eq!(page.header("cache-control"), "no-store");
        assert!(page.text().contains("林晓燕") && !page.text().contains(&token));
        let stored = browser.cookies["__Host-desk"].clone();
        assert!(!page.text().contains(&stored));
    });
}

#[test]
fn whoever_is_not_signed_in_is_sent_to_do_so() {
    on_sqlite(async |world: &World| {
        let mut browser = Browser::new(&world.registry, 1);
        for cookie in [None, Some("x".repeat(5_000)), Some("1".repeat(43))] {
            browser.cookies.extend(cookie.clone().map(|value| ("__Host-desk".to_owned(), value)));
            let answer = browser.get("/desk").await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER);
            assert_eq!(answer.header("cache-control"), "no-store");
            let to = if cookie.is_some() { "/sign-in?ended=1" } else { "/sign-in" };
            assert_eq!(answer.header("location"), to);
            assert!(browser.cookies.is_empty(), "a dead cookie is kept");
            let answer = browser.post("/desk/leave", &[]).await;
            assert_eq!(answer.header("location"), "/sign-in");
        }
        assert!(browser.get("/sign-in?ended=1").await.text().contains("您已经退出"));
    });
}

#[test]
fn a_form_without_the_sessions_own_key_does_nothing() {
    on_sqlite(async |world: &World| {
        let mut own = signed_in(world, "林晓燕", RUIAN).await;
        let mut other = signed_in(world, "陈立", RUIAN).await;
        let key = hidden(&own.get("/desk").await.text(), "form_key");
        let strange = hidden(&other.get("/desk").await.text(), "form_key");
        assert_ne!(key, strange);
        for fields in [vec![], vec![("form_key", "")], vec![("form_key", &*strange)]] {
            let answer = own.post("/desk/leave", &fields).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN);
            assert_eq!(own.get("/desk").await.status, StatusCode::OK);
        }
        // The right key on a page of another site: the browser says where it came from.
        let request = Request::post("/desk/leave")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "cross-site")
            .body(Body::from(format!("form_key={key}")));
        assert_eq!(own.send(request.unwrap()).await.status, StatusCode::FORBIDDEN);
        let left = own.post("/desk/leave", &[("form_key", &key)]).await;
        assert_eq!(left.header("location"), "/sign-in");
        assert!(own.cookies.is_empty());
    });
}

#[test]
fn a_session_that_was_left_is_no_use_to_whoever_kept_its_cookie() {
    on_sqlite(async |world: &World| {
        let mut browser = signed_in(world, "林晓燕", RUIAN).await;
        let kept = browser.cookies.clone();
        let key = hidden(&browser.get("/desk").await.text(), "form_key");
        browser.post("/desk/leave", &[("form_key", &key)]).await;
        browser.cookies = kept;
        assert_eq!(browser.get("/desk").await.header("location"), "/sign-in?ended=1");
    });
}

#[test]
fn a_session_ends_thirty_minutes_after_its_last_use_and_twelve_hours_after_its_first() {
    each_engine(async |world: &World| {
        let mut idle = signed_in(world, "林晓燕", RUIAN).await;
        world.wait(29 * 60);
        assert_eq!(idle.get("/desk").await.status, StatusCode::OK);
        world.wait(29 * 60 + 59);
        assert_eq!(idle.get("/desk").await.status, StatusCode::OK);
        world.wait(30 * 60);
        assert_eq!(idle.get("/desk").await.status, StatusCode::SEE_OTHER);

        let mut busy = signed_in(world, "林晓燕", RUIAN).await;
        for _ in 0..35 {
            world.wait(20 * 60);
            assert_eq!(busy.get("/desk").await.status, StatusCode::OK);
        }
        world.wait(20 * 60);
        assert_eq!(busy.get("/desk").await.status, StatusCode::SEE_OTHER, "after twelve hours");
    });
}

#[test]
fn a_revoked_token_takes_its_session_with_it_at_once() {
    each_engine(async |world: &World| {
        let (id, token) = token(world, "林晓燕", RUIAN).await;
        let mut browser = Browser::new(&world.registry, 1);
        browser.post("/sign-in", &[("token", &token)]).await;
        assert_eq!(browser.get("/desk").await.status, StatusCode::OK);
        world.registry.revoke_token(&id, &issuer()).await.unwrap();
        assert_eq!(browser.get("/desk").await.header("location"), "/sign-in?ended=1");
        let again = world.registry.revoke_token(&id, &issuer()).await;
        assert_eq!(refusal(again), Refusal::NoSuchToken);
        let none = TokenId::parse("zzzzzzzz").unwrap();
        let unknown = world.registry.revoke_token(&none, &issuer()).await;
        assert_eq!(refusal(unknown), Refusal::NoSuchToken);
    });
}

#[test]
fn entering_is_written_down_and_the_chain_holds() {
    each_engine(async |world: &World| {
        let (id, _) = token(world, "林晓燕", RUIAN).await;
        signed_in(world, "陈立", RUIAN).await;
        world.registry.revoke_token(&id, &issuer()).await.unwrap();
        let mut deeds = Vec::new();
        let chain = world.registry.audit(|deed| deeds.push(deed.clone())).await.unwrap();
        assert_eq!((chain.deeds, chain.broken), (deeds.len() as u64, None));
        let told = |at: usize| (&*deeds[at].verb, &*deeds[at].who, &*deeds[at].door);
        assert_eq!(told(0), ("make_token", "issuer", "command_line"));
        assert_eq!(told(2), ("enter", "陈立", "web"));
        assert_eq!(told(3), ("revoke_token", "issuer", "command_line"));
        assert_eq!(deeds[0].subject, id.as_str());
    });
}
