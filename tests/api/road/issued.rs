//! The issued road: pass list, publicity, announcement, information sheet, certificates; and the
//! other one, confirmation of a title from elsewhere.

use crate::world::sheet::{HEADINGS, csv, person, row, with};
use crate::world::{
    BUREAU, RUIAN, World, actor, clerk, code, each_engine, issuer, on_sqlite, refusal, reviewer,
    text, visitor,
};
use calamine::Reader as _;
use wenzheng::model::batch::{BatchId, Stage};
use wenzheng::model::certificate::Road;
use wenzheng::model::day::Day;
use wenzheng::model::finding::Severity;
use wenzheng::model::number::CertificateNumber;
use wenzheng::model::office::Role;
use wenzheng::model::way::Way;
use wenzheng::registry::road::publicity::{Announcement, Settlement, Window};
use wenzheng::registry::upload::import::{Imported, Upload};
use wenzheng::registry::{Refusal, Result, Verified};
use wenzheng::store::Db;

/// Organises the reviews of 建设工程.
const BUILDING: &str = "3303D17";
const EMPLOYER: &str = "瑞安市市政工程有限公司";
const DAY: i64 = 86_400;

fn day(written: &str) -> Day {
    Day::parse(written).unwrap()
}

/// A pass list of the persons of some numbers.
fn list(numbers: impl IntoIterator<Item = u32>) -> Vec<u8> {
    let mut text = String::from("序号,姓名,工作单位,系列,资格名称\r\n");
    for (n, person) in numbers.into_iter().map(person).enumerate() {
        text += &format!("{},{},{EMPLOYER},工程技术人员,工程师\r\n", n + 1, person.name);
    }
    text.into_bytes()
}

/// Their information sheet.
fn sheet(numbers: impl IntoIterator<Item = u32>) -> Vec<Vec<String>> {
    numbers.into_iter().map(|n| with(row(&person(n)), "资格名称", "工程师")).collect()
}

async fn send(world: &World, bytes: Vec<u8>, way: Way) -> Result<Imported> {
    let upload = Upload { bytes, office: code(BUILDING), way };
    world.registry.import(upload, &clerk()).await
}

fn announcement(on: &str) -> Announcement {
    Announcement { document_number: text("温人社发〔2026〕99号"), on: day(on) }
}

/// Posts from today, 2026-11-25, until 12-03, and waits for the day after.
async fn announced(world: &World, id: BatchId) {
    let window = Window { from: world.today(), until: day("2026-12-03") };
    world.registry.post(id, window, &issuer()).await.unwrap();
    world.wait(9 * DAY);
    world.registry.announce(id, &announcement("2026-12-04"), &issuer()).await.unwrap();
}

async fn by_number(world: &World, number: &CertificateNumber, name: &str) -> Verified {
    world.registry.verify_number(number.as_str(), name, &visitor(7)).await.unwrap()
}

fn told(imported: &Imported) -> Vec<(&str, Severity)> {
    imported.findings.iter().map(|f| (f.code, f.severity)).collect()
}

#[test]
fn a_reviewed_title_passes_publicity_and_becomes_the_bureaus_certificate() {
    each_engine(async |world: &World| {
        let registry = &world.registry;
        let imported = send(world, list(1..=3), Way::Reviewed).await.unwrap();
        assert_eq!((imported.stage, imported.tally.accepted), (Some(Stage::Reported), 3));
        let id = imported.batch.unwrap();
        let again = send(world, list(1..=3), Way::Reviewed).await.unwrap();
        assert_eq!((again.batch, again.tally.unchanged), (Some(id), 3));

        let window = Window { from: day("2026-11-25"), until: day("2026-12-03") };
        registry.post(id, window, &issuer()).await.unwrap();
        assert_eq!(registry.posted(id).await.unwrap().candidates.len(), 3);
        assert_eq!(registry.posts().await.unwrap().len(), 1);

        world.wait(8 * DAY);
        let early = Refusal::TooEarly { batch: id, first: day("2026-12-04") };
        let told_early = announcement("2026-12-03");
        assert_eq!(refusal(registry.announce(id, &told_early, &issuer()).await), early);
        world.wait(DAY);
        assert_eq!(refusal(registry.posted(id).await), Refusal::PostEnded);
        let batch = registry.announce(id, &announcement("2026-12-04"), &issuer()).await.unwrap();
        assert_eq!(batch.stage, Stage::Announced);
        assert_eq!(refusal(registry.issue(id, &issuer(), &|_, _| {}).await), Refusal::NoSheet(id));

        let filled = registry.fill(id, csv(&sheet(1..=3)), &clerk()).await.unwrap();
        assert_eq!((filled.tally.accepted, filled.tally.rejected), (3, 0), "{:?}", told(&filled));
        let issued = registry.issue(id, &issuer(), &|_, _| {}).await.unwrap();
        assert_eq!(issued.issued, 3);
        assert!(issued.numbers[0].as_str().starts_with("C3303002026"), "{:?}", issued.numbers);
        let name = person(1).name;
        let seen = by_number(world, &issued.numbers[0], &name).await;
        let claims = seen.verification.claims.unwrap();
        assert_eq!(claims.road, Road::Issued);
        assert_eq!(claims.awarding_office.as_str(), "温州市人力资源和社会保障局");
    });
}

#[test]
fn nobody_gets_a_certificate_who_was_not_announced() {
    on_sqlite(async |world: &World| {
        let registry = &world.registry;
        let id = send(world, list([1, 2, 4]), Way::Reviewed).await.unwrap().batch.unwrap();
        announced(world, id).await;
        // 3 was not announced, 4 is missing.
        let filled = registry.fill(id, csv(&sheet(1..=3)), &clerk()).await.unwrap();
        assert_eq!((filled.tally.accepted, filled.tally.rejected), (2, 1));
        let told = told(&filled);
        assert!(told.contains(&("not_announced", Severity::Error)), "{told:?}");
        assert!(told.contains(&("announced_but_missing", Severity::Warning)), "{told:?}");
        // The mended sheet takes the first one's place.
        let filled = registry.fill(id, csv(&sheet([1, 2, 4])), &clerk()).await.unwrap();
        assert_eq!((filled.tally.accepted, filled.findings.len()), (3, 0), "{:?}", filled.findings);
        assert_eq!(registry.issue(id, &issuer(), &|_, _| {}).await.unwrap().issued, 3);
    });
}

#[test]
fn an_objection_bars_the_announcement_until_it_is_settled() {
    each_engine(async |world: &World| {
        let registry = &world.registry;
        let id = send(world, list(1..=2), Way::Reviewed).await.unwrap().batch.unwrap();
        let window = Window { from: world.today(), until: day("2026-12-03") };
        registry.post(id, window, &issuer()).await.unwrap();
        let says = text("第2人论文不实");
        let objection = registry.object(id, world.today(), &says, &reviewer()).await.unwrap();
        world.wait(9 * DAY);
        let announce = async || registry.announce(id, &announcement("2026-12-04"), &issuer()).await;
        assert_eq!(refusal(announce().await), Refusal::Barred(id));
        let settled = Settlement { objection, outcome: text("属实，取消"), strike: Some(2) };
        registry.settle(id, &settled, &reviewer()).await.unwrap();
        assert_eq!(
            refusal(registry.settle(id, &settled, &reviewer()).await),
            Refusal::NoSuchObjection
        );
        announce().await.unwrap();
        let kept = &registry.objections(id, &reviewer()).await;
        // Settled on the day on which it was settled, in these words.
        let (on, outcome) = kept.as_ref().unwrap()[0].settled.clone().unwrap();
        assert_eq!((on, outcome.as_str()), (day("2026-12-04"), "属实，取消"));
        let filled = registry.fill(id, csv(&sheet(1..=2)), &clerk()).await.unwrap();
        assert_eq!((filled.tally.accepted, filled.tally.rejected), (1, 1));
    });
}

#[test]
fn a_publicity_has_seven_days_and_five_working_ones_and_begins_today_or_later() {
    on_sqlite(async |world: &World| {
        let registry = &world.registry;
        let id = send(world, list(1..=1), Way::Reviewed).await.unwrap().batch.unwrap();
        let post = async |from: &str, until: &str| {
            refusal(
                registry.post(id, Window { from: day(from), until: day(until) }, &issuer()).await,
            )
        };
        let too_short = |until: &str| Refusal::WindowTooShort { until: day(until) };
        assert_eq!(post("2026-11-25", "2026-12-01").await, too_short("2026-12-02"));
        // 国庆: from 2026-10-01 seven days hold hardly a working day; the clock is past it.
        assert_eq!(
            post("2026-09-30", "2026-10-30").await,
            Refusal::PostInThePast(day("2026-09-30"))
        );
        // 元旦 is no working day, whether or not the arrangement of its year is known.
        assert_eq!(post("2026-12-31", "2027-01-06").await, too_short("2027-01-08"));
    });
}

#[test]
fn steps_out_of_their_order_are_refused_and_change_nothing() {
    on_sqlite(async |world: &World| {
        let registry = &world.registry;
        let id = send(world, list(1..=1), Way::Reviewed).await.unwrap().batch.unwrap();
        let stands = |stage| Refusal::WrongStage { batch: id, stage, way: Way::Reviewed };
        let fill = async || refusal(registry.fill(id, csv(&sheet(1..=1)), &clerk()).await);
        let announce =
            async || refusal(registry.announce(id, &announcement("2026-12-04"), &issuer()).await);
        let object =
            async || refusal(registry.object(id, world.today(), &text("x"), &reviewer()).await);
        assert_eq!(refusal(registry.accept(id, &reviewer()).await), stands(Stage::Reported));
        assert_eq!(fill().await, stands(Stage::Reported));
        assert_eq!(announce().await, stands(Stage::Reported));
        assert_eq!(object().await, stands(Stage::Reported));
        assert_eq!(
            refusal(registry.issue(id, &issuer(), &|_, _| {}).await),
            stands(Stage::Reported)
        );
        // Who sent the list cannot post it, whatever their roles.
        let both = actor("clerk", BUREAU, &[Role::Clerk, Role::Reviewer, Role::Issuer]);
        let window = Window { from: world.today(), until: day("2026-12-03") };
        assert_eq!(refusal(registry.post(id, window, &both).await), Refusal::FourEyes(id));
        registry.post(id, window, &issuer()).await.unwrap();
        // While it is posted one is told until when.
        let early = Refusal::TooEarly { batch: id, first: day("2026-12-04") };
        assert_eq!(fill().await, early);
        let other = Window { until: day("2026-12-04"), ..window };
        assert_eq!(refusal(registry.post(id, other, &issuer()).await), early);
        registry.post(id, window, &issuer()).await.unwrap();
        registry.return_batch(id, &text("名单有误"), &reviewer()).await.unwrap();
        assert_eq!(refusal(registry.posted(id).await), Refusal::PostEnded);
        assert_eq!(announce().await, stands(Stage::Returned));
    });
}

#[test]
fn a_title_from_elsewhere_is_confirmed_without_publicity() {
    each_engine(async |world: &World| {
        let registry = &world.registry;
        let confirmed = with(with(row(&person(7)), "资格名称", "工程师"), "取得方式", "确认");
        let upload = Upload { bytes: csv(&[confirmed]), office: code(RUIAN), way: Way::Confirmed };
        let imported = registry.import(upload, &clerk()).await.unwrap();
        assert_eq!(imported.tally.accepted, 1, "{:?}", imported.findings);
        let numbers = world.issue_batch(imported.batch.unwrap()).await;
        assert!(numbers[0].as_str().starts_with("C330300"), "{numbers:?}");
        let seen = by_number(world, &numbers[0], &person(7).name).await;
        assert_eq!(
            seen.verification.claims.unwrap().awarding_office.as_str(),
            "温州市人力资源和社会保障局"
        );
    });
}

#[test]
fn an_office_files_no_intermediate_title_as_already_awarded() {
    on_sqlite(async |world: &World| {
        let filed = send(world, csv(&sheet(1..=1)), Way::Filed).await.unwrap();
        assert_eq!((filed.tally.accepted, filed.tally.rejected), (0, 1));
        let [finding] = &filed.findings[..] else { panic!("{:?}", filed.findings) };
        assert_eq!(finding.column.as_deref(), Some("G"), "{HEADINGS:?}");
    });
}

#[test]
fn a_sheet_that_came_is_handed_back_marked_as_the_sheet_that_it_is() {
    on_sqlite(async |world: &World| {
        let registry = &world.registry;
        let id = send(world, list(1..=3), Way::Reviewed).await.unwrap().batch.unwrap();
        announced(world, id).await;
        let own = actor("林敏", BUILDING, &[Role::Clerk]);
        // The third is missing, the fourth was never announced.
        let filled = [sheet(1..=2), sheet(4..=4)].concat();
        let came = registry.fill(id, csv(&filled), &clerk()).await.unwrap();
        let said = |bytes: Vec<u8>| {
            let mut book = calamine::Xlsx::<_>::new(std::io::Cursor::new(bytes)).unwrap();
            let sheets = book.worksheets();
            format!("{:?}", sheets.iter().map(|(_, cells)| cells).collect::<Vec<_>>())
        };
        let marked = said(registry.annotated(id, &own).await.unwrap());
        for finding in &came.findings {
            assert!(marked.contains(&finding.message), "{} in {marked}", finding.message);
        }
        assert!(came.findings.len() >= 2 && !marked.contains("通过人员名单上不应有证件号码"));
        registry.issue(id, &issuer(), &|_, _| {}).await.unwrap();
        let after = said(registry.annotated(id, &own).await.unwrap());
        assert!(after.contains("330"), "{after}");
    });
}

#[test]
fn a_late_sheet_is_told_so_and_taken() {
    on_sqlite(async |world: &World| {
        let registry = &world.registry;
        let id = send(world, list(1..=3), Way::Reviewed).await.unwrap().batch.unwrap();
        announced(world, id).await;
        world.wait(15 * DAY);
        let in_time = registry.fill(id, csv(&sheet(1..=3)), &clerk()).await.unwrap();
        assert_eq!(told(&in_time), []);
        world.wait(DAY);
        let late = registry.fill(id, csv(&sheet(1..=2)), &clerk()).await.unwrap();
        assert_eq!(told(&late)[0], ("sheet_late", Severity::Warning));
        assert_eq!(late.tally.accepted, 2);
        // The desk counts who is on the sheet, and then who has a certificate.
        let people = async || registry.show_batch_for(id, &issuer()).await.unwrap().0.people;
        assert_eq!(people().await, 2);
        registry.issue(id, &issuer(), &|_, _| {}).await.unwrap();
        assert_eq!(people().await, 2);
    });
}

#[test]
fn a_list_and_what_was_said_against_it_are_forgotten_with_their_batch() {
    each_engine(async |world: &World| {
        let registry = &world.registry;
        let id = send(world, list(1..=2), Way::Reviewed).await.unwrap().batch.unwrap();
        let window = Window { from: world.today(), until: day("2026-12-03") };
        registry.post(id, window, &issuer()).await.unwrap();
        registry.object(id, world.today(), &text("有误"), &reviewer()).await.unwrap();
        registry.return_batch(id, &text("重报"), &reviewer()).await.unwrap();
        world.wait(29 * DAY);
        assert_eq!(registry.forget().await.unwrap(), 0);
        assert_eq!(registry.objections(id, &reviewer()).await.unwrap().len(), 1);
        world.wait(2 * DAY);
        assert_eq!(registry.forget().await.unwrap(), 1);
        assert!(registry.objections(id, &reviewer()).await.unwrap().is_empty());
        let db = Db::open(&world.database_url()).await.unwrap();
        assert!(db.candidates(id).await.unwrap().is_empty());
        db.close().await;
    });
}
