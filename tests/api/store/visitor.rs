//! What is kept of visitors, and for how long.

use super::{each_store, holder, later};
use wenzheng::model::digest::Digest;
use wenzheng::store::Db;
use wenzheng::store::visitor::{Session, Throttle};

fn session(look_up: &str, ends_at: i64) -> Session {
    Session { holder: "holder-1".into(), look_up: look_up.into(), ends_at: later(ends_at) }
}

fn cookie(written: &str) -> Digest {
    Digest::of(written.as_bytes())
}

async fn open(db: &Db, written: &str, session: &Session, at: i64) {
    let mut tx = db.begin().await.unwrap();
    tx.open_session(cookie(written), session, later(at)).await.unwrap();
    tx.commit().await.unwrap();
}

async fn with_holder(db: &Db) {
    let mut tx = db.begin().await.unwrap();
    tx.add_holders(&[holder(1)]).await.unwrap();
    tx.commit().await.unwrap();
}

#[test]
fn a_session_lives_until_it_is_ended() {
    each_store(async |db: &Db| {
        with_holder(db).await;
        open(db, "a", &session("1", 900), 0).await;
        let mut tx = db.begin().await.unwrap();
        let again = tx.open_session(cookie("a"), &session("2", 900), later(0)).await;
        assert!(again.unwrap_err().is_duplicate());
        drop(tx);
        let mut tx = db.begin().await.unwrap();
        tx.extend_session(cookie("a"), later(1800)).await.unwrap();
        tx.commit().await.unwrap();
        let open = db.session(cookie("a")).await.unwrap().unwrap();
        assert_eq!((&*open.holder, &*open.look_up), ("holder-1", "1"));
        assert_eq!(open.ends_at, later(1800));
        let mut tx = db.begin().await.unwrap();
        tx.end_session(cookie("a")).await.unwrap();
        tx.end_session(cookie("b")).await.unwrap();
        tx.commit().await.unwrap();
        assert!(db.session(cookie("a")).await.unwrap().is_none());
    });
}

#[test]
fn look_ups_are_shown_newest_first_without_the_present_one() {
    each_store(async |db: &Db| {
        with_holder(db).await;
        for (n, at) in [("1", 10), ("2", 30), ("3", 20)] {
            open(db, n, &session(n, 900), at).await;
        }
        let seen = db.look_ups("holder-1", "2", 10).await.unwrap();
        assert_eq!(seen, [later(20), later(10)]);
        assert_eq!(db.look_ups("holder-1", "", 1).await.unwrap(), [later(30)]);
        assert!(db.look_ups("holder-2", "", 10).await.unwrap().is_empty());
    });
}

#[test]
fn a_throttle_is_remembered_until_its_time() {
    each_store(async |db: &Db| {
        let (subject, other) = ([1; 32], [2; 32]);
        let known = Throttle { misses: 3, open_at: later(10) };
        let mut tx = db.begin().await.unwrap();
        assert_eq!(tx.throttle(&subject, later(0)).await.unwrap(), Throttle::default());
        tx.set_throttle(&subject, Throttle { misses: 1, ..known }, later(1)).await.unwrap();
        tx.set_throttle(&subject, known, later(100)).await.unwrap();
        assert_eq!(tx.throttle(&subject, later(99)).await.unwrap(), known);
        assert_eq!(tx.throttle(&subject, later(100)).await.unwrap(), Throttle::default());
        assert_eq!(tx.throttle(&other, later(0)).await.unwrap(), Throttle::default());
        tx.commit().await.unwrap();
    });
}

#[test]
fn what_has_run_out_is_deleted_and_nothing_else() {
    each_store(async |db: &Db| {
        with_holder(db).await;
        open(db, "ended", &session("1", 100), 0).await;
        open(db, "open", &session("2", 101), 50).await;
        let mut tx = db.begin().await.unwrap();
        let kept = Throttle { misses: 5, open_at: later(0) };
        tx.set_throttle(&[1; 32], kept, later(100)).await.unwrap();
        tx.set_throttle(&[2; 32], kept, later(101)).await.unwrap();
        tx.forget_visitors(later(100), later(50)).await.unwrap();
        // As of the beginning, so that nothing but the deletion can be the reason.
        assert_eq!(tx.throttle(&[1; 32], later(0)).await.unwrap(), Throttle::default());
        assert_eq!(tx.throttle(&[2; 32], later(0)).await.unwrap(), kept);
        tx.commit().await.unwrap();
        assert!(db.session(cookie("ended")).await.unwrap().is_none());
        assert!(db.session(cookie("open")).await.unwrap().is_some());
        assert_eq!(db.look_ups("holder-1", "", 10).await.unwrap(), [later(50)]);
    });
}
