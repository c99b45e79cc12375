//! What the bureau counts: by year, office, stage, series and reason, and what is under way.

use super::{batch, each_store, id, issued, later};
use crate::world::{BUREAU, MORNING, RUIAN, code, text};
use wenzheng::model::batch::Stage;
use wenzheng::model::day::Day;
use wenzheng::model::finding::{Finding, RowPlace, Severity};
use wenzheng::model::way::Way;
use wenzheng::store::Db;
use wenzheng::store::batch::content::{Found, Sheet};
use wenzheng::store::batch::overview::{Came, Faulty, Granted, Stretch};
use wenzheng::store::batch::{Batch, Content, Signed};
use wenzheng::store::publicity::{Announcement, Window};

/// The hour from the morning on.
const HOUR: Stretch = Stretch { from: MORNING, until: MORNING_ENDS };
const MORNING_ENDS: wenzheng::model::day::Timestamp =
    wenzheng::model::day::Timestamp(MORNING.0 + 3_600_000);

fn finding(row: u32, code: &'static str, severity: Severity) -> Finding {
    Finding {
        place: RowPlace { sheet: "名单".into(), row },
        column: None,
        field: None,
        person: None,
        written: None,
        severity,
        code,
        message: String::new(),
        message_en: String::new(),
        hint: None,
    }
}

async fn add(db: &Db, batch: &Batch, findings: &[Finding]) {
    let content = Content { upload: b"u".into(), mends: None, findings: b"f".into() };
    let mut tx = db.begin().await.unwrap();
    tx.add_batch(batch, &content, &[]).await.unwrap();
    tx.count_findings(batch.id, Sheet::Reported, &Found::of(findings)).await.unwrap();
    tx.commit().await.unwrap();
}

#[test]
fn batches_are_summed_by_office_and_stage_within_the_stretch() {
    each_store(async |db: &Db| {
        assert_eq!(db.came(HOUR).await.unwrap(), []);
        add(db, &batch(1), &[]).await;
        add(db, &batch(2), &[]).await;
        add(db, &Batch { stage: Stage::Returned, ..batch(3) }, &[]).await;
        add(db, &Batch { office: code(RUIAN), ..batch(4) }, &[]).await;
        // A draft, and what came the hour after, are not there.
        add(db, &Batch { stage: Stage::Draft, reported: None, ..batch(5) }, &[]).await;
        let late = Signed { who: "clerk".into(), at: MORNING_ENDS };
        add(db, &Batch { reported: Some(late), ..batch(6) }, &[]).await;
        let came = |office, stage, batches, last| Came {
            office: code(office),
            stage,
            batches,
            rows: 4 * batches,
            rejected: 3 * batches,
            last: later(last),
        };
        let expected = [
            came(BUREAU, Stage::Reported, 2, 2),
            came(BUREAU, Stage::Returned, 1, 3),
            came(RUIAN, Stage::Reported, 1, 4),
        ];
        assert_eq!(db.came(HOUR).await.unwrap(), expected);
    });
}

#[test]
fn certificates_are_counted_by_office_series_and_level() {
    each_store(async |db: &Db| {
        issued(db, 3).await;
        let granted = Granted {
            office: code(BUREAU),
            series: text("工程技术人员"),
            letter: 'D',
            certificates: 3,
        };
        assert_eq!(db.granted(HOUR).await.unwrap(), [granted]);
        let after = Stretch { from: MORNING_ENDS, until: later(7_200) };
        assert_eq!(db.granted(after).await.unwrap(), []);
    });
}

#[test]
fn rows_are_counted_once_for_a_code_and_again_when_the_sheet_is_read_anew() {
    each_store(async |db: &Db| {
        let first = [
            finding(2, "name_digit", Severity::Error),
            finding(2, "name_digit", Severity::Error),
            finding(3, "name_digit", Severity::Error),
            finding(3, "id_blank", Severity::Error),
            finding(4, "cell_blank_advised", Severity::Warning),
        ];
        add(db, &batch(1), &first).await;
        let faulty = |code_: &str, rows| Faulty { office: code(BUREAU), code: code_.into(), rows };
        let expected = [faulty("id_blank", 1), faulty("name_digit", 2)];
        assert_eq!(db.faulty(HOUR).await.unwrap(), expected);

        let mut tx = db.begin().await.unwrap();
        tx.count_findings(id(1), Sheet::Reported, &Found::of(&first[3..])).await.unwrap();
        let filled = [finding(7, "not_announced", Severity::Error)];
        tx.count_findings(id(1), Sheet::Filled, &Found::of(&filled)).await.unwrap();
        tx.commit().await.unwrap();
        let expected = [faulty("id_blank", 1), faulty("not_announced", 1)];
        assert_eq!(db.faulty(HOUR).await.unwrap(), expected);

        let mut tx = db.begin().await.unwrap();
        tx.count_findings(id(1), Sheet::Reported, &Found::default()).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(db.faulty(HOUR).await.unwrap(), [faulty("not_announced", 1)]);
    });
}

#[test]
fn what_is_under_way_is_told_with_its_days_and_what_ended_is_not() {
    each_store(async |db: &Db| {
        for (serial, stage) in [(1, Stage::Draft), (2, Stage::Returned), (3, Stage::Issued)] {
            add(db, &Batch { stage, ..batch(serial) }, &[]).await;
        }
        add(db, &batch(5), &[]).await;
        add(db, &Batch { way: Way::Reviewed, stage: Stage::Announced, ..batch(4) }, &[]).await;
        let day = |written| Day::parse(written).unwrap();
        let mut tx = db.begin().await.unwrap();
        let window = Window { from: day("2026-11-01"), until: day("2026-11-09") };
        tx.add_post(id(4), window).await.unwrap();
        let told = Announcement { document_number: text("1号"), on: day("2026-11-10") };
        tx.add_announcement(id(4), &told).await.unwrap();
        tx.commit().await.unwrap();
        let all = db.under_way(10).await.unwrap();
        assert_eq!(all.iter().map(|one| one.batch.serial).collect::<Vec<_>>(), [4, 5]);
        assert_eq!((all[0].posted_until, all[0].announced_on), (Some(window.until), Some(told.on)));
        assert_eq!((all[1].posted_until, all[1].announced_on), (None, None));
        assert_eq!((all[1].rows, all[1].moved_at, all[1].filled_at), (4, later(5), None));
        assert_eq!(db.under_way(1).await.unwrap().len(), 1);
    });
}
