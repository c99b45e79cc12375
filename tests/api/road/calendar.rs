//! Publicity by the calendar: windows over holidays and worked weekends, the rule of working days,
//! and every bound at midnight in Beijing.
//!
//! The days of the tables were worked out by hand from the published arrangements; the reason stands
//! beside each.

use crate::world::sheet::{csv, person, row, with};
use crate::world::{MORNING, World, clerk, code, issuer, on_sqlite, refusal, text};
use wenzheng::model::batch::{BatchId, Stage};
use wenzheng::model::day::Day;
use wenzheng::model::finding::Severity;
use wenzheng::model::way::Way;
use wenzheng::registry::road::publicity::{Announcement, Window};
use wenzheng::registry::upload::import::Upload;
use wenzheng::registry::{Refusal, Result};
use wenzheng::store::batch::Batch;

const DAY: i64 = 86_400;
/// [`MORNING`] is nine o'clock in Beijing on this day.
const FIRST: &str = "2026-11-25";

/// From when a list is posted, until when at least, and why: counted from the day after `from`, a
/// window has seven days, and since 2019-09-01 five working ones among them.
const WINDOWS: [(&str, &str, &str); 21] = [
    ("2020-01-06", "2020-01-13", "the notice's own count: 7-10 and 13 January are worked"),
    // 国庆
    ("2019-09-30", "2019-10-12", "1-7 October off; 8-11 worked, Saturday the 12th made up"),
    ("2019-09-27", "2019-10-10", "Sunday the 29th made up, 30; 1-7 October off; 8, 9, 10"),
    ("2023-09-28", "2023-10-11", "29 September-6 October off; 7, 8 (a weekend) made up, 9, 10, 11"),
    ("2025-09-26", "2025-10-10", "Sunday the 28th made up, 29, 30; 1-8 October off; 9, 10"),
    ("2026-09-30", "2026-10-13", "1-7 October off; 8, 9, Saturday the 10th made up, 12, 13"),
    ("2026-09-18", "2026-09-25", "Sunday the 20th made up, 21-24; 25 is 中秋, and the seventh day"),
    // 春节
    ("2020-01-23", "2020-02-07", "24 January-2 February off; 3-7 February"),
    ("2024-02-09", "2024-02-22", "10-17 February off; Sunday the 18th made up, 19-22"),
    (
        "2025-01-27",
        "2025-02-10",
        "28 January-4 February off; 5, 6, 7, Saturday the 8th made up, 10",
    ),
    ("2026-02-12", "2026-02-26", "13, Saturday the 14th made up; 15-23 off; 24, 25, 26"),
    ("2026-02-13", "2026-02-27", "Saturday the 14th made up; 15-23 off; 24-27"),
    (
        "2026-02-27",
        "2026-03-06",
        "Saturday the 28th made up, 2-5 March are five; seven days end on 6",
    ),
    // 劳动节
    ("2024-04-30", "2024-05-10", "1-5 May off; 6-10"),
    // The rule of working days came on 2019-09-01; what was posted before has seven days alone.
    ("2018-02-14", "2018-02-21", "old rule: seven days, all of them 春节"),
    ("2018-09-30", "2018-10-07", "old rule: seven days, all of them 国庆"),
    ("2018-09-21", "2018-09-28", "old rule: only 25-28 September are worked"),
    ("2019-08-31", "2019-09-07", "the last day of the old rule"),
    ("2019-09-01", "2019-09-08", "the first of the new one: 2-6 September; seven days end on 8"),
    ("2019-09-06", "2019-09-16", "new rule: 9-12, 中秋 on 13, 16"),
    // A year whose arrangement is not published yet has its weekends and nothing else.
    (
        "2030-09-30",
        "2030-10-10",
        "unknown: 1-3 October are holidays by law, the 4th and the 7th count as worked",
    ),
];

fn day(written: &str) -> Day {
    Day::parse(written).unwrap()
}

/// Sets the world's clock to a time of a day in Beijing.
fn at(world: &World, on: Day, [hour, minute, second]: [i64; 3]) {
    let since_morning = on.days_since(day(FIRST)) * DAY + (hour - 9) * 3600 + minute * 60 + second;
    let now = (world.registry.clock().now().0 - MORNING.0) / 1000;
    world.wait(since_morning - now);
}

const NOON: [i64; 3] = [12, 0, 0];
const LAST_SECOND: [i64; 3] = [23, 59, 59];
const MIDNIGHT: [i64; 3] = [0, 0, 0];

/// A list of one person, a new one each time.
async fn listed(world: &World, n: u32) -> BatchId {
    let name = person(n).name;
    let list = format!(
        "姓名,工作单位,系列,资格名称\r\n{name},瑞安市第{n}工程公司,工程技术人员,工程师\r\n"
    );
    let upload = Upload { bytes: list.into(), office: code("3303D17"), way: Way::Reviewed };
    world.registry.import(upload, &clerk()).await.unwrap().batch.unwrap()
}

fn sheet(n: u32) -> Vec<u8> {
    let row = with(row(&person(n)), "资格名称", "工程师");
    csv(&[with(row, "现工作单位", &format!("瑞安市第{n}工程公司"))])
}

async fn post(world: &World, id: BatchId, from: Day, until: Day) -> Result<Batch> {
    world.registry.post(id, Window { from, until }, &issuer()).await
}

async fn announce(world: &World, id: BatchId, on: Day) -> Result<Batch> {
    let told = Announcement { document_number: text("温人社发〔2026〕99号"), on };
    world.registry.announce(id, &told, &issuer()).await
}

#[test]
fn a_list_stays_on_the_board_as_long_as_the_calendar_asks() {
    on_sqlite(async |world: &World| {
        for (n, (from, until, why)) in (1..).zip(WINDOWS) {
            let (from, until) = (day(from), day(until));
            at(world, from, NOON);
            let id = listed(world, n).await;
            let too_short = Refusal::WindowTooShort { until };
            for short in [from, from.plus_days(6), until.plus_days(-1)] {
                assert_eq!(refusal(post(world, id, from, short).await), too_short, "{from}: {why}");
            }
            assert!(too_short.zh().contains(&until.zh()), "{}", too_short.zh());
            assert_eq!(world.registry.earliest_until(), until, "{from}: {why}");
            post(world, id, from, until).await.unwrap();
            let first = until.plus_days(1);
            let early = Refusal::TooEarly { batch: id, first };
            assert!(early.zh().contains(&first.zh()), "{}", early.zh());
            for on in [from, from.plus_days(6), from.plus_days(7), until] {
                at(world, on, LAST_SECOND);
                assert_eq!(refusal(announce(world, id, on).await), early, "{from}, on {on}: {why}");
                // Nor is it announced today as of a later day.
                assert_eq!(refusal(announce(world, id, first).await), early, "{from}, on {on}");
            }
            at(world, first, MIDNIGHT);
            assert_eq!(refusal(announce(world, id, until).await), early, "as of the last day");
            let announced = announce(world, id, first).await.unwrap();
            assert_eq!(announced.stage, Stage::Announced, "{from}: {why}");
        }
    });
}

#[test]
fn a_longer_window_is_kept_to_its_own_end() {
    on_sqlite(async |world: &World| {
        let (from, until) = (day("2026-09-30"), day("2026-10-31"));
        at(world, from, NOON);
        let id = listed(world, 1).await;
        post(world, id, from, until).await.unwrap();
        let early = Refusal::TooEarly { batch: id, first: day("2026-11-01") };
        // Lawful since 14 October, had the bureau not promised more.
        at(world, day("2026-10-14"), NOON);
        assert_eq!(refusal(announce(world, id, day("2026-10-14")).await), early);
        at(world, day("2026-11-01"), NOON);
        announce(world, id, day("2026-11-01")).await.unwrap();
    });
}

#[test]
fn a_window_that_is_announced_ahead_counts_from_its_own_first_day() {
    on_sqlite(async |world: &World| {
        // On 29 August 2019, for 1 September: the rule is that of the day of posting.
        at(world, day("2019-08-29"), NOON);
        for (n, from, until) in [(1, "2019-08-31", "2019-09-07"), (2, "2019-09-06", "2019-09-16")] {
            let id = listed(world, n).await;
            let too_short = Refusal::WindowTooShort { until: day(until) };
            let short = day(until).plus_days(-1);
            assert_eq!(refusal(post(world, id, day(from), short).await), too_short);
            post(world, id, day(from), day(until)).await.unwrap();
            // Nobody reads it before.
            assert_eq!(refusal(world.registry.posted(id).await), Refusal::NoSuchDocument);
            assert!(world.registry.posts().await.unwrap().is_empty());
        }
    });
}

#[test]
fn a_day_ends_at_midnight_in_beijing() {
    on_sqlite(async |world: &World| {
        let (from, until) = (day("2026-12-01"), day("2026-12-08"));
        let id = listed(world, 1).await;
        // In Greenwich it is 1 December for eight hours more.
        at(world, day("2026-12-02"), MIDNIGHT);
        assert_eq!(refusal(post(world, id, from, until).await), Refusal::PostInThePast(from));
        at(world, from, LAST_SECOND);
        post(world, id, from, until).await.unwrap();

        let registry = &world.registry;
        at(world, from, MIDNIGHT);
        assert_eq!(registry.posted(id).await.unwrap().candidates.len(), 1);
        world.wait(-1);
        assert_eq!(refusal(registry.posted(id).await), Refusal::NoSuchDocument);
        at(world, until, LAST_SECOND);
        assert_eq!(registry.posted(id).await.unwrap().window.until, until);
        assert_eq!(registry.posts().await.unwrap().len(), 1);
        let first = until.plus_days(1);
        let early = Refusal::TooEarly { batch: id, first };
        assert_eq!(refusal(announce(world, id, first).await), early);
        world.wait(1);
        assert_eq!(refusal(registry.posted(id).await), Refusal::PostEnded);
        assert!(registry.posts().await.unwrap().is_empty());
        let tomorrow = first.plus_days(1);
        assert_eq!(refusal(announce(world, id, tomorrow).await), Refusal::FutureDay(tomorrow));
        announce(world, id, first).await.unwrap();
    });
}

#[test]
fn a_sheet_is_late_from_the_sixteenth_day_on_and_taken_all_the_same() {
    on_sqlite(async |world: &World| {
        let (from, until) = (day("2026-03-02"), day("2026-03-09"));
        at(world, from, NOON);
        let id = listed(world, 1).await;
        post(world, id, from, until).await.unwrap();
        at(world, until.plus_days(1), NOON);
        announce(world, id, until.plus_days(1)).await.unwrap();
        // Announced on 10 March, due within 15 days: on the 25th.
        for (on, time, late) in [
            ("2026-03-25", LAST_SECOND, false),
            ("2026-03-26", MIDNIGHT, true),
            ("2027-03-26", NOON, true),
        ] {
            at(world, day(on), time);
            let filled = world.registry.fill(id, sheet(1), &clerk()).await.unwrap();
            assert_eq!(filled.tally.accepted, 1);
            let told = filled.findings.iter().find(|finding| finding.code == "sheet_late");
            assert_eq!(told.map(|told| told.severity), late.then_some(Severity::Warning), "{on}");
        }
        assert_eq!(world.registry.issue(id, &issuer(), &|_, _| {}).await.unwrap().issued, 1);
    });
}

#[test]
fn a_year_that_is_made_known_counts_by_its_arrangement() {
    // The bureau lays next year's arrangement into the folder when it is published.
    let known = "date,kind,name\n2030-10-01,holiday,国庆节\n2030-10-02,holiday,国庆节\n\
                 2030-10-03,holiday,国庆节\n2030-10-04,holiday,国庆节\n2030-10-07,holiday,国庆节\n\
                 2030-10-12,workday,国庆节\n";
    on_sqlite(async |world: &World| {
        let from = day("2030-09-30");
        at(world, from, NOON);
        assert_eq!(world.registry.earliest_until(), day("2030-10-10"));
        let folder = world.folder().join("catalogue");
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("holidays.csv"), known).unwrap();
        let informed = world.another().await;
        assert_eq!(informed.earliest_until(), day("2030-10-12"));
        let id = listed(world, 1).await;
        let window = Window { from, until: day("2030-10-11") };
        let refused = refusal(informed.post(id, window, &issuer()).await);
        assert_eq!(refused, Refusal::WindowTooShort { until: day("2030-10-12") });
        informed.close().await;
    });
}
