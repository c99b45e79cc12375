//! Tokens of offices, the sessions that they open, and what the bureau decided about offices.

use super::{bytes, each_store, later};
use crate::world::{BUREAU, RUIAN, YUEQING, code, text};
use wenzheng::model::digest::Digest;
use wenzheng::store::Db;
use wenzheng::store::office::{Decided, OfficeToken, TokenId};

fn id(written: &str) -> TokenId {
    TokenId::parse(written).unwrap()
}

fn token(name: &str, office: &str, made: i64) -> OfficeToken {
    OfficeToken {
        id: id(name),
        office: code(office),
        who: text("林晓燕"),
        made_at: later(made),
        revoked_at: None,
    }
}

fn digest(n: u64) -> Digest {
    Digest(bytes(n))
}

async fn add(db: &Db, token: &OfficeToken, n: u64) {
    let mut tx = db.begin().await.unwrap();
    tx.add_office_token(token, digest(n)).await.unwrap();
    tx.commit().await.unwrap();
}

async fn open(db: &Db, n: u64, token: &OfficeToken) {
    let mut tx = db.begin().await.unwrap();
    tx.open_desk_session(digest(n), &token.id, later(0), later(1800)).await.unwrap();
    tx.commit().await.unwrap();
}

#[test]
fn a_token_is_found_by_its_digest_and_listed_newest_first() {
    each_store(async |db: &Db| {
        let (old, new) = (token("aaaaaaaa", RUIAN, 1), token("bbbbbbbb", RUIAN, 2));
        add(db, &old, 1).await;
        add(db, &new, 2).await;
        add(db, &token("cccccccc", YUEQING, 3), 3).await;
        assert_eq!(db.office_token(digest(1)).await.unwrap().as_ref(), Some(&old));
        assert_eq!(db.office_token(digest(9)).await.unwrap(), None);
        assert_eq!(db.office_tokens(&code(RUIAN), 9).await.unwrap(), [new.clone(), old]);
        assert_eq!(db.office_tokens(&code(RUIAN), 1).await.unwrap(), [new]);
        assert!(db.office_tokens(&code(BUREAU), 9).await.unwrap().is_empty());
        let mut tx = db.begin().await.unwrap();
        let again = tx.add_office_token(&token("dddddddd", RUIAN, 4), digest(1)).await;
        assert!(again.unwrap_err().is_duplicate());
    });
}

#[test]
fn a_token_is_revoked_once_and_takes_its_sessions_with_it() {
    each_store(async |db: &Db| {
        let (own, other) = (token("aaaaaaaa", RUIAN, 1), token("bbbbbbbb", RUIAN, 1));
        add(db, &own, 1).await;
        add(db, &other, 2).await;
        open(db, 11, &own).await;
        open(db, 12, &other).await;
        let mut tx = db.begin().await.unwrap();
        assert!(tx.revoke_office_token(&own.id, later(5)).await.unwrap());
        assert!(!tx.revoke_office_token(&own.id, later(6)).await.unwrap());
        assert!(!tx.revoke_office_token(&id("zzzzzzzz"), later(6)).await.unwrap());
        tx.commit().await.unwrap();
        let revoked = db.office_token(digest(1)).await.unwrap().unwrap();
        assert_eq!(revoked, OfficeToken { revoked_at: Some(later(5)), ..own.clone() });
        assert_eq!(db.desk_session(digest(11)).await.unwrap(), None);
        assert_eq!(db.desk_session(digest(12)).await.unwrap().unwrap().token, other);
        // Opened by whoever read the token just before it was revoked.
        open(db, 13, &own).await;
        assert_eq!(db.desk_session(digest(13)).await.unwrap(), None);
    });
}

#[test]
fn a_session_at_the_desk_moves_and_ends() {
    each_store(async |db: &Db| {
        let own = token("aaaaaaaa", RUIAN, 1);
        add(db, &own, 1).await;
        open(db, 11, &own).await;
        open(db, 12, &own).await;
        let mut tx = db.begin().await.unwrap();
        tx.extend_desk_session(digest(11), later(3600)).await.unwrap();
        tx.commit().await.unwrap();
        let moved = db.desk_session(digest(11)).await.unwrap().unwrap();
        assert_eq!((moved.began_at, moved.ends_at), (later(0), later(3600)));
        let mut tx = db.begin().await.unwrap();
        tx.forget_visitors(later(1800), later(0)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(db.desk_session(digest(12)).await.unwrap(), None);
        let mut tx = db.begin().await.unwrap();
        tx.end_desk_session(digest(11)).await.unwrap();
        tx.end_desk_session(digest(99)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(db.desk_session(digest(11)).await.unwrap(), None);
    });
}

#[test]
fn a_later_paper_takes_the_place_of_an_earlier_one() {
    each_store(async |db: &Db| {
        let paper = |office: &str, number: &str| Decided {
            office: code(office),
            document_number: text(number),
            on: later(0).day(),
        };
        let mut tx = db.begin().await.unwrap();
        for (office, number) in [(YUEQING, "1号"), (RUIAN, "2号"), (RUIAN, "3号")] {
            tx.add_delegation(&paper(office, number)).await.unwrap();
            tx.add_unit_plan(2026, &paper(office, number)).await.unwrap();
        }
        tx.add_unit_plan(2025, &paper(RUIAN, "0号")).await.unwrap();
        tx.commit().await.unwrap();
        let ruian = Some(paper(RUIAN, "3号"));
        let both = [paper(RUIAN, "3号"), paper(YUEQING, "1号")];
        assert_eq!(db.delegation(&code(RUIAN)).await.unwrap(), ruian);
        assert_eq!(db.delegation(&code(BUREAU)).await.unwrap(), None);
        assert_eq!(db.delegations().await.unwrap(), both);
        assert_eq!(db.unit_plan(&code(RUIAN), 2026).await.unwrap(), ruian);
        assert_eq!(db.unit_plan(&code(YUEQING), 2025).await.unwrap(), None);
        assert_eq!(db.unit_plans(2026).await.unwrap(), both);
        assert_eq!(db.unit_plans(2025).await.unwrap(), [paper(RUIAN, "0号")]);
    });
}
