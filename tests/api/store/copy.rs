//! Copies: found by their code, counted while they are alive, never more than so many at once.

use super::{each_store, issued, later, number};
use crate::world::text;
use wenzheng::model::certificate::{Edition, Standing, StandingRecord};
use wenzheng::model::copy::{BoundCopy, CopyCode, MOST_A_DAY, MOST_ALIVE, Purpose};
use wenzheng::model::day::Day;
use wenzheng::model::digest::Digest;
use wenzheng::model::key_id::KeyId;
use wenzheng::store::Db;
use wenzheng::store::copy::{Added, RecordedCopy};
use wenzheng::store::standing::Change;

fn today() -> Day {
    later(0).day()
}

/// The `n`-th copy of certificate 1, made `n` seconds after the morning, for a month.
fn copy(n: u64) -> RecordedCopy {
    let made_at = later(i64::try_from(n).unwrap());
    RecordedCopy {
        copy: BoundCopy {
            code: CopyCode::of_random(n.to_be_bytes()),
            number: number(1),
            purpose: Purpose::read(&format!("应聘第{n}家公司")).unwrap(),
            until: today().plus_days(30),
            made_at,
        },
        edition: Edition {
            template: 1,
            public_url: "https://zs.example.org".into(),
            tree_size: 2,
            document_key: KeyId::of(b"key"),
            signed_at: made_at,
            extra_face: Some(Digest([7; 32])),
        },
        withdrawn_at: None,
    }
}

async fn add(db: &Db, copy: &RecordedCopy, today: Day) -> Added {
    let mut tx = db.begin().await.unwrap();
    let added = tx.add_copy(copy, today, [MOST_ALIVE, MOST_A_DAY]).await.unwrap();
    tx.commit().await.unwrap();
    added
}

async fn withdraw(db: &Db, of: u32, code: &CopyCode) -> bool {
    let mut tx = db.begin().await.unwrap();
    let done = tx.withdraw_copy(&number(of), code, later(60)).await.unwrap();
    tx.commit().await.unwrap();
    done
}

#[test]
fn a_copy_comes_out_as_it_went_in_and_newest_first() {
    each_store(async |db: &Db| {
        issued(db, 2).await;
        for n in [1, 3, 2] {
            assert_eq!(add(db, &copy(n), today()).await, Added::Yes);
        }
        assert_eq!(db.copy(&copy(2).copy.code).await.unwrap(), Some(copy(2)));
        assert_eq!(db.copy(&copy(9).copy.code).await.unwrap(), None);
        let live = db.live_copies(&number(1), today()).await.unwrap();
        assert_eq!(live, [copy(3), copy(2), copy(1)]);
        assert_eq!(db.live_copies(&number(2), today()).await.unwrap(), []);
    });
}

#[test]
fn the_face_that_a_copy_is_set_in_is_told_among_those_of_papers() {
    each_store(async |db: &Db| {
        issued(db, 1).await;
        assert_eq!(db.extra_faces().await.unwrap(), []);
        for n in [1, 2] {
            assert_eq!(add(db, &copy(n), today()).await, Added::Yes);
        }
        assert_eq!(db.extra_faces().await.unwrap(), [Digest([7; 32])]);
    });
}

#[test]
fn a_fourth_is_added_only_when_one_has_ended_or_was_withdrawn() {
    each_store(async |db: &Db| {
        issued(db, 1).await;
        for n in 1..=3 {
            add(db, &copy(n), today()).await;
        }
        assert_eq!(add(db, &copy(4), today()).await, Added::TooMany);
        assert_eq!(db.copy(&copy(4).copy.code).await.unwrap(), None);
        assert!(!withdraw(db, 2, &copy(1).copy.code).await, "of another certificate");
        assert!(withdraw(db, 1, &copy(1).copy.code).await);
        assert!(!withdraw(db, 1, &copy(1).copy.code).await, "already");
        let seen = db.copy(&copy(1).copy.code).await.unwrap().unwrap();
        assert_eq!(seen, RecordedCopy { withdrawn_at: Some(later(60)), ..copy(1) });
        assert_eq!(add(db, &copy(4), today()).await, Added::Yes);
        // The last day counts; the day after it does not.
        let last = copy(1).copy.until;
        assert_eq!(add(db, &copy(5), last).await, Added::TooMany);
        assert_eq!(db.live_copies(&number(1), last).await.unwrap().len(), 3);
        assert_eq!(add(db, &copy(5), last.plus_days(1)).await, Added::Yes);
        assert!(db.live_copies(&number(1), last.plus_days(1)).await.unwrap().is_empty());
    });
}

#[test]
fn copies_that_are_withdrawn_at_once_come_to_an_end_too() {
    each_store(async |db: &Db| {
        issued(db, 1).await;
        for n in 1..=u64::from(MOST_A_DAY) {
            assert_eq!(add(db, &copy(n), today()).await, Added::Yes, "{n}");
            assert!(withdraw(db, 1, &copy(n).copy.code).await);
        }
        let next = copy(u64::from(MOST_A_DAY) + 1);
        assert_eq!(add(db, &next, today()).await, Added::TooOften);
        let mut tomorrow = next;
        tomorrow.copy.made_at = tomorrow.copy.made_at.plus_ms(86_400_000);
        assert_eq!(add(db, &tomorrow, today()).await, Added::Yes);
    });
}

#[test]
fn only_a_certificate_in_force_is_copied() {
    each_store(async |db: &Db| {
        issued(db, 1).await;
        let suspended = Change {
            id: "1".into(),
            number: number(1),
            kind: "suspend",
            record: StandingRecord {
                standing: Standing::Suspended,
                since: today(),
                document_number: None,
            },
            reason: text("待查"),
            who: text("issuer"),
            at: later(0),
            log_index: 9,
        };
        let mut tx = db.begin().await.unwrap();
        assert!(tx.change_standing(Standing::Valid, &suspended).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(add(db, &copy(1), today()).await, Added::NotInForce);
        let mut nobodys = copy(1);
        nobodys.copy.number = number(7);
        assert_eq!(add(db, &nobodys, today()).await, Added::NotInForce);
    });
}

#[test]
fn of_many_at_once_three_are_added() {
    each_store(async |db: &Db| {
        issued(db, 1).await;
        let mut tasks = tokio::task::JoinSet::new();
        for n in 1..=8 {
            let db = db.clone();
            tasks.spawn(async move { add(&db, &copy(n), today()).await });
        }
        let added = tasks.join_all().await;
        let count = |wanted| added.iter().filter(|added| **added == wanted).count();
        assert_eq!((count(Added::Yes), count(Added::TooMany)), (3, 5), "{added:?}");
        assert_eq!(db.live_copies(&number(1), today()).await.unwrap().len(), 3);
    });
}
