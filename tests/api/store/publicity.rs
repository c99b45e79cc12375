//! Pass lists, posts, announcements, objections, and the rows that come for a list.

use super::{batch, bytes, each_store, id, later, sealed};
use crate::world::text;
use wenzheng::model::batch::Stage;
use wenzheng::model::day::Day;
use wenzheng::model::finding::RowPlace;
use wenzheng::model::way::Way;
use wenzheng::store::Db;
use wenzheng::store::batch::{Batch, Content, Signed, Tally};
use wenzheng::store::publicity::{Announcement, Candidate, Objection, Window};
use wenzheng::store::rows::SealedRow;

fn day(written: &str) -> Day {
    Day::parse(written).unwrap()
}

fn candidate(position: u64, name: &str) -> Candidate {
    Candidate {
        position,
        place: RowPlace { sheet: String::new(), row: 2 + u32::try_from(position).unwrap() },
        name: name.into(),
        employer: Some(text("温州市城市规划设计院")),
        series: text("工程技术人员"),
        specialty: None,
        title: text("工程师"),
    }
}

fn content(upload: &str) -> Content {
    Content { upload: upload.into(), mends: None, findings: b"[]".to_vec() }
}

async fn add(db: &Db, batch: &Batch) {
    let mut tx = db.begin().await.unwrap();
    tx.add_batch(batch, &content("list"), &[]).await.unwrap();
    tx.commit().await.unwrap();
}

fn reviewed(serial: u32) -> Batch {
    Batch { way: Way::Reviewed, ..batch(serial) }
}

#[test]
fn a_list_is_posted_from_a_day_until_another_and_no_longer() {
    each_store(async |db: &Db| {
        add(db, &reviewed(1)).await;
        let window = Window { from: day("2026-11-26"), until: day("2026-12-03") };
        assert_eq!(db.post(id(1)).await.unwrap(), None);
        let mut tx = db.begin().await.unwrap();
        tx.add_candidates(id(1), &[candidate(0, "王莉"), candidate(1, "李强")]).await.unwrap();
        tx.add_post(id(1), window).await.unwrap();
        assert!(tx.move_batch(&reviewed(1), Stage::Posted, later(1)).await.unwrap());
        tx.commit().await.unwrap();
        let listed = db.candidates(id(1)).await.unwrap();
        assert_eq!(listed, [candidate(0, "王莉"), candidate(1, "李强")]);
        assert_eq!(db.post(id(1)).await.unwrap(), Some(window));
        for (today, is_up) in [
            ("2026-11-25", false),
            ("2026-11-26", true),
            ("2026-12-03", true),
            ("2026-12-04", false),
        ] {
            let up = db.posts(day(today), 9).await.unwrap();
            assert_eq!(up == [(id(1), window)], is_up, "{today}: {up:?}");
        }
    });
}

#[test]
fn an_objection_bars_until_it_is_settled_once() {
    each_store(async |db: &Db| {
        add(db, &reviewed(1)).await;
        let objection = Objection {
            id: "first".into(),
            batch: id(1),
            received_on: day("2026-11-28"),
            sealed: b"sealed".to_vec(),
            who: "reviewer".into(),
            at: later(5),
            settled: None,
        };
        let mut tx = db.begin().await.unwrap();
        tx.add_candidates(id(1), &[candidate(0, "王莉"), candidate(1, "李强")]).await.unwrap();
        assert!(!tx.is_barred(id(1)).await.unwrap());
        tx.add_objection(&objection).await.unwrap();
        assert!(tx.is_barred(id(1)).await.unwrap());
        tx.commit().await.unwrap();

        let on = day("2026-11-30");
        let mut tx = db.begin().await.unwrap();
        assert!(!tx.settle_objection("first", id(2), on, b"no").await.unwrap());
        assert!(tx.settle_objection("first", id(1), on, b"true").await.unwrap());
        assert!(!tx.settle_objection("first", id(1), on, b"again").await.unwrap());
        assert!(tx.strike(id(1), 1, "first").await.unwrap());
        assert!(!tx.strike(id(1), 1, "first").await.unwrap());
        assert!(!tx.strike(id(1), 7, "first").await.unwrap());
        assert!(!tx.is_barred(id(1)).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(db.candidates(id(1)).await.unwrap(), [candidate(0, "王莉")]);
        assert_eq!(db.candidates_from(id(1), 0, 9).await.unwrap(), [candidate(0, "王莉")]);
        assert!(db.candidates_from(id(1), 1, 9).await.unwrap().is_empty());
        let kept = &db.objections(id(1)).await.unwrap()[0];
        assert_eq!((kept.id.as_str(), kept.received_on), ("first", objection.received_on));
        assert_eq!(kept.settled, Some((on, b"true".to_vec())));
        assert!(db.objections(id(2)).await.unwrap().is_empty());
    });
}

#[test]
fn a_batch_is_announced_once() {
    each_store(async |db: &Db| {
        add(db, &reviewed(1)).await;
        let told = Announcement {
            document_number: text("温人社发〔2026〕99号"),
            on: day("2026-12-04"),
        };
        assert_eq!(db.announcement(id(1)).await.unwrap(), None);
        let mut tx = db.begin().await.unwrap();
        tx.add_announcement(id(1), &told).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(db.announcement(id(1)).await.unwrap(), Some(told.clone()));
        let mut tx = db.begin().await.unwrap();
        assert!(tx.add_announcement(id(1), &told).await.unwrap_err().is_duplicate());
    });
}

#[test]
fn a_later_sheet_takes_an_earlier_ones_place() {
    each_store(async |db: &Db| {
        add(db, &reviewed(1)).await;
        let by = |who: &str, at| Signed { who: who.into(), at: later(at) };
        let row = |position, n| SealedRow { candidate: Some(n), ..sealed(position, n) };
        for (upload, rows, by) in [
            ("first", vec![row(0, 1), row(1, 2)], by("clerk", 1)),
            ("second", vec![row(0, 2)], by("other", 2)),
        ] {
            let mut tx = db.begin().await.unwrap();
            tx.clear_rows(id(1)).await.unwrap();
            tx.add_rows(id(1), &rows).await.unwrap();
            tx.replace_content(id(1), &content(upload)).await.unwrap();
            tx.filled(id(1), &by).await.unwrap();
            tx.commit().await.unwrap();
        }
        assert_eq!(db.batch_counts(id(1)).await.unwrap(), (1, 0));
        let rows = db.batch_rows(id(1)).await.unwrap();
        let kept: Vec<_> = rows.iter().map(|row| (row.candidate, row.person.0)).collect();
        assert_eq!(kept, [(Some(2), bytes(2))]);
        assert_eq!(db.batch(id(1)).await.unwrap().unwrap().filled, Some(by("other", 2)));
        assert_eq!(db.batch_content(id(1)).await.unwrap().unwrap().upload, b"second");
        assert!(db.batch_content(id(2)).await.unwrap().is_none());
        // Whoever saw the first sheet does not issue the second.
        let mut tx = db.begin().await.unwrap();
        for (filled, is_seen) in
            [(None, false), (Some(by("clerk", 1)), false), (Some(by("other", 2)), true)]
        {
            let seen = Batch { filled, ..reviewed(1) };
            assert_eq!(tx.move_batch(&seen, Stage::Issued, later(3)).await.unwrap(), is_seen);
        }
    });
}

#[test]
fn a_draft_is_mended_until_it_is_reported() {
    each_store(async |db: &Db| {
        add(db, &Batch { stage: Stage::Draft, reported: None, ..batch(1) }).await;
        let tally = Tally { rows: 9, accepted: 8, fixed: 0, rejected: 1, unchanged: 0 };
        let mut tx = db.begin().await.unwrap();
        assert!(tx.mend_draft(id(1), &tally, b"mends", b"found").await.unwrap());
        tx.commit().await.unwrap();
        let content = db.batch_content(id(1)).await.unwrap().unwrap();
        assert_eq!(content.mends.as_deref(), Some(&b"mends"[..]));
        assert_eq!(db.batch_mends(id(1)).await.unwrap().as_deref(), Some(&b"mends"[..]));
        assert_eq!(db.batch_mends(id(2)).await.unwrap(), None);
        assert_eq!(db.batch(id(1)).await.unwrap().unwrap().tally, tally);

        let by = Signed { who: "clerk".into(), at: later(9) };
        let mut tx = db.begin().await.unwrap();
        let draft = Batch { stage: Stage::Draft, ..batch(1) };
        assert!(tx.move_batch(&draft, Stage::Reported, later(9)).await.unwrap());
        tx.reported(id(1), &tally, b"found anew", &by).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(db.batch(id(1)).await.unwrap().unwrap().reported, Some(by));
        assert_eq!(db.batch_findings(id(1)).await.unwrap().unwrap(), b"found anew");
        let mut tx = db.begin().await.unwrap();
        assert!(!tx.mend_draft(id(1), &tally, b"late", b"late").await.unwrap());
        tx.replace_findings(id(1), b"[]").await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(db.batch_findings(id(1)).await.unwrap().unwrap(), b"[]");
    });
}
