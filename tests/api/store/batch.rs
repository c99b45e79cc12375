//! Batches: what goes in comes out, stages move once, rows are in one live batch.

use super::{batch, bytes, each_store, id, issued, later, sealed};
use crate::world::{BUREAU, RUIAN, YUEQING, code};
use wenzheng::model::batch::Stage;
use wenzheng::model::digest::Digest;
use wenzheng::model::way::Way;
use wenzheng::store::Db;
use wenzheng::store::batch::page::Kind;
use wenzheng::store::batch::sought::Sought;
use wenzheng::store::batch::{Batch, Content};
use wenzheng::store::holder::Person;
use wenzheng::store::rows::SealedRow;

async fn add(db: &Db, batch: &Batch, rows: &[SealedRow]) {
    let mut tx = db.begin().await.unwrap();
    tx.add_batch(batch, &content("upload", "findings"), rows).await.unwrap();
    tx.commit().await.unwrap();
}

fn content(upload: &str, findings: &str) -> Content {
    Content { upload: upload.into(), mends: None, findings: findings.into() }
}

async fn move_to(db: &Db, serial: u32, seen: Stage, to: Stage, at: i64) -> bool {
    let mut tx = db.begin().await.unwrap();
    let moved =
        tx.move_batch(&Batch { stage: seen, ..batch(serial) }, to, later(at)).await.unwrap();
    tx.commit().await.unwrap();
    moved
}

#[test]
fn a_batch_comes_out_as_it_went_in() {
    each_store(async |db: &Db| {
        assert_eq!(db.batch(id(1)).await.unwrap(), None);
        let rows = [sealed(0, 1), sealed(1, 2)];
        add(db, &batch(1), &rows).await;
        assert_eq!(db.batch(id(1)).await.unwrap(), Some(batch(1)));
        assert_eq!(db.batch_findings(id(1)).await.unwrap().unwrap(), b"findings");
        assert_eq!(db.batch_findings(id(2)).await.unwrap(), None);
        let back = db.batch_rows(id(1)).await.unwrap();
        assert_eq!(back.len(), 2);
        for (back, row) in back.iter().zip(&rows) {
            assert_eq!((back.position, back.person), (row.position, row.person));
            assert_eq!((back.row_key, &back.sealed), (row.row_key, &row.sealed));
        }
    });
}

#[test]
fn five_thousand_rows_go_in_at_once_and_come_out_in_order() {
    each_store(async |db: &Db| {
        let rows: Vec<SealedRow> = (0..5_000).map(|n| sealed(n, n)).collect();
        add(db, &batch(1), &rows).await;
        let back = db.batch_rows(id(1)).await.unwrap();
        assert!(back.iter().map(|row| row.position).eq(0..5_000));
        let some = db.batch_rows_from(id(1), 4_950, 51).await.unwrap();
        assert!(some.iter().map(|row| row.position).eq(4_950..5_000));
        assert_eq!(db.batch_rows_from(id(1), 0, 51).await.unwrap().len(), 51);
        assert!(db.batch_rows_from(id(2), 0, 51).await.unwrap().is_empty());
        assert_eq!(back[4_999].sealed, rows[4_999].sealed);
        let persons: Vec<Person> = (0..5_000).map(|n| Person(bytes(n))).collect();
        let pending = db.pending_rows(&persons).await.unwrap();
        assert_eq!(pending.len(), 5_000);
        assert_eq!(pending[&persons[7]][0].batch, id(1));
    });
}

#[test]
fn the_newest_batch_comes_first() {
    each_store(async |db: &Db| {
        for serial in [2, 1, 3] {
            add(db, &batch(serial), &[]).await;
        }
        let serials = |batches: Vec<Batch>| batches.iter().map(|b| b.id.serial).collect::<Vec<_>>();
        assert_eq!(serials(db.batches(10).await.unwrap()), [3, 2, 1]);
        assert_eq!(serials(db.batches(2).await.unwrap()), [3, 2]);
    });
}

#[test]
fn a_stage_moves_only_from_where_it_was_seen() {
    each_store(async |db: &Db| {
        add(db, &batch(1), &[]).await;
        assert!(move_to(db, 1, Stage::Reported, Stage::Accepted, 5).await);
        assert!(!move_to(db, 1, Stage::Reported, Stage::Returned, 6).await);
        assert!(!move_to(db, 2, Stage::Reported, Stage::Accepted, 6).await);
        let mut tx = db.begin().await.unwrap();
        tx.accepted_by(id(1), "reviewer").await.unwrap();
        tx.commit().await.unwrap();
        let stands = db.batch(id(1)).await.unwrap().unwrap();
        assert_eq!((stands.stage, stands.moved_at), (Stage::Accepted, later(5)));
        assert_eq!(stands.accepted_by.as_deref(), Some("reviewer"));
    });
}

#[test]
fn of_many_who_move_a_batch_one_succeeds() {
    each_store(async |db: &Db| {
        add(db, &batch(1), &[]).await;
        let movers: Vec<_> = (0..8)
            .map(|at| {
                let db = db.clone();
                tokio::spawn(
                    async move { move_to(&db, 1, Stage::Reported, Stage::Accepted, at).await },
                )
            })
            .collect();
        let mut moved = 0;
        for mover in movers {
            moved += u32::from(mover.await.unwrap());
        }
        assert_eq!(moved, 1);
    });
}

#[test]
fn a_row_is_in_one_live_batch_until_that_is_returned() {
    each_store(async |db: &Db| {
        add(db, &batch(1), &[sealed(0, 1)]).await;
        let again = [sealed(0, 1)];
        let mut tx = db.begin().await.unwrap();
        let refused = tx.add_batch(&batch(2), &content("", ""), &again).await.unwrap_err();
        assert!(refused.is_duplicate() && !refused.is_unreachable(), "{refused}");
        drop(tx);
        assert_eq!(db.batch(id(2)).await.unwrap(), None);

        assert!(move_to(db, 1, Stage::Reported, Stage::Returned, 3).await);
        let mut tx = db.begin().await.unwrap();
        tx.release_rows(id(1), "姓名有误").await.unwrap();
        tx.commit().await.unwrap();
        let returned = db.batch(id(1)).await.unwrap().unwrap();
        assert_eq!(returned.reason.as_deref(), Some("姓名有误"));
        assert_eq!(db.batch_rows(id(1)).await.unwrap()[0].row_key, None);
        add(db, &batch(2), &again).await;
        let pending = db.pending_rows(&[Person(bytes(1))]).await.unwrap();
        let rows = &pending[&Person(bytes(1))];
        assert_eq!((rows.len(), rows[0].batch), (1, id(2)));
    });
}

#[test]
fn a_file_is_known_by_office_and_way_unless_it_was_returned() {
    each_store(async |db: &Db| {
        add(db, &batch(1), &[]).await;
        let file = Digest(bytes(1));
        let known = async |office: &str, way, file| {
            let found = db.batch_of_file(&code(office), way, file).await.unwrap();
            found.map(|batch| batch.id.serial)
        };
        assert_eq!(known(BUREAU, Way::Filed, file).await, Some(1));
        assert_eq!(known(BUREAU, Way::Reviewed, file).await, None);
        assert_eq!(known(RUIAN, Way::Filed, file).await, None);
        assert_eq!(known(BUREAU, Way::Filed, Digest(bytes(2))).await, None);
        add(db, &Batch { file, ..batch(3) }, &[]).await;
        assert_eq!(known(BUREAU, Way::Filed, file).await, Some(3));
        assert!(move_to(db, 3, Stage::Reported, Stage::Returned, 1).await);
        assert_eq!(known(BUREAU, Way::Filed, file).await, Some(1));
    });
}

#[test]
fn content_is_forgotten_when_the_batch_has_ended_and_not_before() {
    each_store(async |db: &Db| {
        issued(db, 2).await; // batch 1 ended this morning
        add(db, &batch(2), &[sealed(0, 9)]).await; // under way
        for serial in [1, 2] {
            let mut tx = db.begin().await.unwrap();
            tx.replace_pages(id(serial), Kind::Findings, &[b"page".to_vec()]).await.unwrap();
            tx.commit().await.unwrap();
        }
        let forget = async |before| {
            let mut tx = db.begin().await.unwrap();
            let emptied = tx.forget_content(later(before)).await.unwrap();
            tx.commit().await.unwrap();
            emptied
        };
        assert_eq!(forget(0).await, 0);
        assert_eq!(forget(1).await, 1);
        assert_eq!(forget(1_000_000).await, 0);
        assert_eq!(db.batch_findings(id(1)).await.unwrap(), None);
        assert!(db.batch_pages(id(1), Kind::Findings, &[0]).await.unwrap().is_empty());
        assert_eq!(db.batch_pages(id(2), Kind::Findings, &[0]).await.unwrap().len(), 1);
        assert!(db.batch_rows(id(1)).await.unwrap().is_empty());
        assert_eq!(db.batch(id(1)).await.unwrap().unwrap().tally.rows, 9);
        assert_eq!(db.numbers_of_batch(id(1)).await.unwrap().len(), 2);
        assert_eq!(db.batch_rows(id(2)).await.unwrap().len(), 1);
    });
}

#[test]
fn batches_are_sought_by_office_stage_and_place() {
    each_store(async |db: &Db| {
        let mut tx = db.begin().await.unwrap();
        let content = Content { upload: vec![], mends: None, findings: vec![] };
        for (serial, office, stage) in [
            (1, RUIAN, Stage::Draft),
            (2, YUEQING, Stage::Draft),
            (3, RUIAN, Stage::Returned),
            (4, RUIAN, Stage::Reported),
        ] {
            let follows = (serial == 4).then(|| id(3));
            let one = Batch { office: code(office), stage, follows, ..batch(serial) };
            tx.add_batch(&one, &content, &[]).await.unwrap();
        }
        tx.commit().await.unwrap();
        let (ruian, yueqing) = (code(RUIAN), code(YUEQING));
        let all = Sought { limit: 9, ..Sought::default() };
        let found = async |sought: Sought<'_>| {
            let found = db.batches_sought(&sought).await.unwrap();
            found.iter().map(|batch| batch.id.serial).collect::<Vec<_>>()
        };
        assert_eq!(found(all).await, [4, 3, 2, 1]);
        assert_eq!(found(Sought { limit: 2, ..all }).await, [4, 3]);
        assert_eq!(found(Sought { before: Some(id(3)), ..all }).await, [2, 1]);
        assert_eq!(found(Sought { office: Some(&ruian), ..all }).await, [4, 3, 1]);
        assert_eq!(found(Sought { drafts_of: Some(&yueqing), ..all }).await, [4, 3, 2]);
        let stages = &[Stage::Draft, Stage::Reported];
        assert_eq!(found(Sought { stages, ..all }).await, [4, 2, 1]);
        assert_eq!(found(Sought { not_sent_again: true, ..all }).await, [4, 2, 1]);
        assert_eq!(found(Sought { before: Some(id(9)), ..all }).await, [0_u32; 0]);
    });
}

#[test]
fn pages_come_out_by_their_numbers_and_give_way_to_new_ones() {
    each_store(async |db: &Db| {
        add(db, &batch(1), &[]).await;
        let write = async |kind, pages: &[Vec<u8>]| {
            let mut tx = db.begin().await.unwrap();
            tx.replace_pages(id(1), kind, pages).await.unwrap();
            tx.commit().await.unwrap();
        };
        let pages: Vec<Vec<u8>> = (0..600_u32).map(|n| format!("page {n}").into()).collect();
        write(Kind::Findings, &pages).await;
        write(Kind::Changes, &[b"changed".to_vec()]).await;
        let found = db.batch_pages(id(1), Kind::Findings, &[599, 3, 600]).await.unwrap();
        assert_eq!(found, [(3, b"page 3".to_vec()), (599, b"page 599".to_vec())]);
        write(Kind::Findings, &pages[..2]).await;
        let all: Vec<u32> = (0..600).collect();
        let left = db.batch_pages(id(1), Kind::Findings, &all).await.unwrap();
        assert_eq!(left.iter().map(|(page, _)| *page).collect::<Vec<_>>(), [0, 1]);
        let changes = db.batch_pages(id(1), Kind::Changes, &all).await.unwrap();
        assert_eq!(changes, [(0, b"changed".to_vec())]);
        assert!(db.batch_pages(id(2), Kind::Changes, &all).await.unwrap().is_empty());
    });
}
