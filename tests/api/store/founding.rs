//! What a registry is, the counters that only grow, and the ends of a transaction.

use super::{each_store, later};
use crate::world::{MORNING, World, actor, each_engine};
use std::collections::BTreeSet;
use wenzheng::model::key_id::KeyId;
use wenzheng::model::office::Role;
use wenzheng::store::Db;
use wenzheng::store::audit::BEGINNING;
use wenzheng::store::founding::Founding;

fn another_founding() -> Founding {
    Founding {
        issuer_did: "did:web:other.example.org".into(),
        issuer_name: "某局".into(),
        log_origin: "other.example.org/log".into(),
        demo: true,
        founded_at: 1,
    }
}

#[test]
fn a_registry_is_founded_once() {
    each_store(async |db: &Db| {
        let founding = db.founding().await.unwrap().unwrap();
        assert_eq!(founding.issuer_did, "did:web:zs.example.org");
        assert!(!founding.demo);
        assert_eq!(founding.founded_at, MORNING.0);
        let mut tx = db.begin().await.unwrap();
        let again = tx.found(&another_founding(), "checkpoint", KeyId::of(b"a key")).await;
        assert!(again.unwrap_err().is_duplicate());
    });
}

#[test]
fn the_document_key_gives_way_to_the_one_that_saw_it_last() {
    each_store(async |db: &Db| {
        let first = db.document_key().await.unwrap();
        let [second, third] = [b"second", b"third_"].map(|bytes| KeyId::of(bytes));
        let mut tx = db.begin().await.unwrap();
        assert!(tx.signs_with(first).await.unwrap() && !tx.signs_with(second).await.unwrap());
        assert!(!tx.renew_document_key(second, third).await.unwrap());
        assert!(tx.renew_document_key(first, second).await.unwrap());
        assert!(tx.signs_with(second).await.unwrap() && !tx.signs_with(first).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(db.document_key().await.unwrap(), second);
    });
}

#[test]
fn a_database_is_opened_again_as_it_was_left() {
    each_engine(async |world: &World| {
        for _ in 0..2 {
            let db = Db::open(&world.database_url()).await.unwrap();
            let mut tx = db.begin().await.unwrap();
            tx.reserve_status(5).await.unwrap();
            tx.commit().await.unwrap();
            db.close().await;
            let closed = db.founding().await.unwrap_err();
            assert!(closed.is_unreachable() && !closed.is_duplicate(), "{closed}");
        }
        let db = Db::open(&world.database_url()).await.unwrap();
        assert_eq!(db.begin().await.unwrap().reserve_status(1).await.unwrap(), 10);
    });
}

#[test]
fn what_is_not_committed_never_was() {
    each_store(async |db: &Db| {
        let mut tx = db.begin().await.unwrap();
        assert_eq!(tx.reserve_status(7).await.unwrap(), 0);
        assert_eq!(tx.reserve_numbers("D3303002026", 7).await.unwrap(), 1);
        drop(tx);
        let mut tx = db.begin().await.unwrap();
        assert_eq!(tx.reserve_status(1).await.unwrap(), 0);
        assert_eq!(tx.reserve_numbers("D3303002026", 1).await.unwrap(), 1);
    });
}

#[test]
fn serials_run_by_series_and_batches_by_year() {
    each_store(async |db: &Db| {
        let mut tx = db.begin().await.unwrap();
        assert_eq!(tx.reserve_numbers("D3303002026", 500).await.unwrap(), 1);
        assert_eq!(tx.reserve_numbers("E3303002026", 1).await.unwrap(), 1);
        assert_eq!(tx.reserve_numbers("D3303002026", 2).await.unwrap(), 501);
        assert_eq!(tx.next_batch_id(MORNING).await.unwrap().to_string(), "2026-0001");
        assert_eq!(tx.next_batch_id(MORNING).await.unwrap().to_string(), "2026-0002");
        // In Wenzhou the year begins eight hours earlier.
        let new_year = later(36 * 86_400 + 15 * 3600);
        assert_eq!(new_year.rfc3339(), "2026-12-31T16:00:00Z");
        assert_eq!(tx.next_batch_id(new_year).await.unwrap().to_string(), "2027-0001");
    });
}

#[test]
fn nobody_gets_the_same_counter_as_another() {
    each_store(async |db: &Db| {
        let takers = (0..12).map(|_| {
            let db = db.clone();
            tokio::spawn(async move {
                let mut tx = db.begin().await.unwrap();
                let status = tx.reserve_status(3).await.unwrap();
                let serial = tx.reserve_numbers("C3303002026", 1).await.unwrap();
                let batch = tx.next_batch_id(MORNING).await.unwrap().serial;
                tx.commit().await.unwrap();
                (status, serial, batch)
            })
        });
        let mut taken = Vec::new();
        for taker in takers.collect::<Vec<_>>() {
            taken.push(taker.await.unwrap());
        }
        let statuses: BTreeSet<u64> = taken.iter().map(|t| t.0).collect();
        assert_eq!(statuses, (0..12).map(|n| n * 3).collect());
        assert_eq!(taken.iter().map(|t| t.1).collect::<BTreeSet<_>>(), (1..=12).collect());
        assert_eq!(taken.iter().map(|t| t.2).collect::<BTreeSet<_>>(), (1..=12).collect());
    });
}

#[test]
fn deeds_are_written_down_with_what_was_done() {
    each_store(async |db: &Db| {
        let clerk = actor("林小姐", "330381", &[Role::Clerk]);
        let mut tx = db.begin().await.unwrap();
        tx.record(&clerk, "import", "2026-0001", MORNING).await.unwrap();
        tx.record(&clerk, "import", "2026-0002", later(1)).await.unwrap();
        assert!(db.deeds(0, 1).await.unwrap().is_empty());
        tx.commit().await.unwrap();
        let mut tx = db.begin().await.unwrap();
        tx.record(&clerk, "issue", "given up", MORNING).await.unwrap();
        drop(tx);
        let deeds = db.deeds(1, 9).await.unwrap();
        let deed = &deeds[0];
        assert_eq!((deeds.len(), deed.at, &*deed.subject), (1, later(1), "2026-0002"));
        assert_eq!((&*deed.who, &*deed.office), ("林小姐", "330381"));
        assert_eq!((&*deed.verb, &*deed.door), ("import", "command_line"));
        let first = &db.deeds_of("2026-0001", 9).await.unwrap()[0];
        assert_eq!(first.digest, first.digest_behind(BEGINNING));
        assert_eq!(deed.digest, deed.digest_behind(first.digest));
        assert_eq!(db.audit_head().await.unwrap(), (2, deed.digest));
    });
}

#[test]
fn who_only_looks_is_in_the_chain_and_changes_nothing() {
    each_store(async |db: &Db| {
        let clerk = actor("林小姐", "330381", &[Role::Clerk]);
        let other = actor("周敏", "330381", &[Role::Clerk]);
        let mut tx = db.begin().await.unwrap();
        assert_eq!(tx.record(&clerk, "import", "2026-0001", MORNING).await.unwrap(), 1);
        tx.record_view(&clerk, "view_rows", "2026-0001/1-50", later(1)).await.unwrap();
        assert_eq!(tx.record(&clerk, "import", "2026-0002", later(2)).await.unwrap(), 2);
        tx.commit().await.unwrap();
        assert_eq!(db.changes().await.unwrap(), 2);
        assert_eq!(db.audit_head().await.unwrap().0, 3);
        let has = async |who, subject: &str, since| {
            db.has_done(who, "view_rows", subject, later(since)).await.unwrap()
        };
        assert!(has(&clerk, "2026-0001/1-50", 1).await);
        assert!(!has(&clerk, "2026-0001/1-50", 2).await);
        assert!(!has(&clerk, "2026-0001/51-100", 0).await);
        assert!(!has(&other, "2026-0001/1-50", 0).await);
        assert!(!db.has_done(&clerk, "view_changes", "2026-0001/1-50", later(0)).await.unwrap());
        assert_eq!(db.deeds_of("2026-0001", 9).await.unwrap().len(), 1);
    });
}
