//! Photos on their road: from an office's archive to the face of a certificate, bound there for good.

use crate::world::photos::{MAN, WOMAN, archive, named};
use crate::world::sheet::{csv, person, rows, with};
use crate::world::{
    BUREAU, Engine, RUIAN, World, YUEQING, actor, certificate, clerk, code, each_engine, engines,
    issuer, on, on_sqlite, refusal, reviewer, text,
};
use lopdf::{Document, Object};
use sqlx::{Connection as _, PgConnection};
use wenzheng::model::batch::{BatchId, Stage};
use wenzheng::model::number::CertificateNumber;
use wenzheng::model::office::Role;
use wenzheng::model::photo::Photo;
use wenzheng::model::receipt::Answer;
use wenzheng::model::verdict::{CheckName, Outcome, Reason, Verdict, Verification};
use wenzheng::model::way::Way;
use wenzheng::print::read;
use wenzheng::proof::credential::Credential;
use wenzheng::registry::photo::hand_in::{HandedIn, Tally, Why};
use wenzheng::registry::public::verify::{Given, verify_alone};
use wenzheng::registry::road::publicity::{Announcement, Window};
use wenzheng::registry::upload::import::Upload;
use wenzheng::registry::{Refusal, Result};
use wenzheng::store::Db;

/// A reported batch of the persons of some numbers.
async fn reported(world: &World, numbers: std::ops::RangeInclusive<u32>) -> BatchId {
    world.import(RUIAN, csv(&rows(numbers))).await.unwrap().batch.unwrap()
}

async fn hand_in(world: &World, id: BatchId, files: &[(String, &[u8])]) -> Result<HandedIn> {
    world.registry.hand_in_photos(id, archive(files), &clerk()).await
}

fn of(n: u32, photo: &'static [u8]) -> (String, &'static [u8]) {
    (named(&person(n).id_number), photo)
}

async fn judged(world: &World, pdf: Vec<u8>) -> Verification {
    certificate(world.registry.judge(Given::Pdf(pdf)).await.unwrap())
}

fn document(verification: &Verification) -> (Verdict, Outcome, Reason) {
    let check = verification.checks.iter().find(|check| check.name == CheckName::Document).unwrap();
    (verification.verdict, check.outcome, check.reason.clone())
}

/// The photo on a certificate's paper, and the paper.
async fn printed(world: &World, number: &CertificateNumber) -> (Option<Photo>, Vec<u8>) {
    let pdf = world.registry.print(number).await.unwrap();
    (read(&pdf).unwrap().photo, pdf)
}

#[test]
fn a_photo_goes_from_the_archive_to_the_face_and_nowhere_else() {
    each_engine(async |world: &World| {
        let id = reported(world, 1..=3).await;
        let handed = hand_in(world, id, &[of(1, WOMAN), of(2, MAN)]).await.unwrap();
        assert_eq!((handed.taken, &*handed.not_taken), (2, &[][..]));
        assert_eq!(handed.tally, Tally { people: 3, with: 2 });
        let numbers = world.issue_batch(id).await;
        let mut faces = Vec::new();
        for number in &numbers {
            let (photo, pdf) = printed(world, number).await;
            assert_eq!(printed(world, number).await.1, pdf);
            let agrees = (Verdict::Genuine, Outcome::Passed, Reason::DocumentAgrees);
            assert_eq!(document(&judged(world, pdf.clone()).await), agrees);
            let parts = read(&pdf).unwrap();
            let credential = Credential::read(&parts.credential.unwrap()).unwrap();
            assert_eq!(credential.certificate.photo, photo.as_ref().map(Photo::digest));
            faces.push(photo);
        }
        assert!(faces[0].is_some() && faces[1].is_some() && faces[0] != faces[1]);
        assert_eq!(faces[2], None);
        for face in faces.iter().flatten() {
            let has = |needle: &[u8]| face.as_bytes().windows(needle.len()).any(|w| w == needle);
            assert!(!has(b"Exif") && !has(b"Camera") && face.as_bytes().len() <= 20 * 1024);
        }
        let too_late = hand_in(world, id, &[of(1, MAN)]).await;
        assert!(matches!(refusal(too_late), Refusal::WrongStage { stage: Stage::Issued, .. }));
        assert_eq!(printed(world, &numbers[0]).await.0, faces[0]);
    });
}

/// The paper with another picture in the place of its photo.
fn exchanged(pdf: &[u8], photo: &Photo) -> Vec<u8> {
    let mut document = Document::load_mem(pdf).unwrap();
    let images = document.objects.values_mut().filter_map(|object| object.as_stream_mut().ok());
    let is_image = |subtype: &Object| subtype.as_name().is_ok_and(|name| name == b"Image");
    let mut images = images.filter(|image| image.dict.get(b"Subtype").is_ok_and(is_image));
    images.next().unwrap().set_content(photo.as_bytes().to_vec());
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

#[test]
fn an_exchanged_photo_is_refused_and_named_online_and_offline() {
    on_sqlite(async |world: &World| {
        let id = reported(world, 1..=2).await;
        hand_in(world, id, &[of(1, WOMAN), of(2, MAN)]).await.unwrap();
        let numbers = world.issue_batch(id).await;
        let (_, paper) = printed(world, &numbers[0]).await;
        let theirs = printed(world, &numbers[1]).await.0.unwrap();
        let trust = std::fs::read(world.folder().join("keys/trust.json")).unwrap();
        let offline =
            |pdf: Vec<u8>| match verify_alone(&Given::Pdf(pdf), Some(&trust), world.today())
                .unwrap()
            {
                Answer::Certificate(verification) => document(&verification),
                Answer::Receipt(other) => panic!("{other:?}"),
            };
        let agrees = (Outcome::Passed, Reason::DocumentAgrees);
        let (verdict, outcome, reason) = offline(paper.clone());
        assert_eq!((verdict, (outcome, reason)), (Verdict::Issued, agrees));
        let forged = exchanged(&paper, &theirs);
        let differs = (Verdict::NotGenuine, Outcome::Failed, Reason::PhotoDiffers);
        assert_eq!(offline(forged.clone()), differs);
        assert_eq!(document(&judged(world, forged).await), differs);
        // Written anew by another program with its own photo, it agrees with itself.
        let own = printed(world, &numbers[0]).await.0.unwrap();
        let (verdict, _, reason) = document(&judged(world, exchanged(&paper, &own)).await);
        assert_eq!((verdict, reason), (Verdict::Genuine, Reason::DocumentResaved));
    });
}

#[test]
fn a_photo_that_is_handed_in_again_takes_the_place_of_the_first() {
    each_engine(async |world: &World| {
        let id = reported(world, 1..=2).await;
        hand_in(world, id, &[of(1, MAN)]).await.unwrap();
        let db = Db::open(&world.database_url()).await.unwrap();
        let first = db.photos_of_batch(id).await.unwrap().into_values().next().unwrap();
        let again = hand_in(world, id, &[of(1, WOMAN), of(2, MAN)]).await.unwrap();
        assert_eq!(again.tally, Tally { people: 2, with: 2 });
        assert_eq!(db.photo(&first.id).await.unwrap(), None, "the first is gone");
        // What brings nothing leaves everything.
        let changes = db.changes().await.unwrap();
        let nothing = hand_in(world, id, &[of(1, b"no picture"), of(9, MAN)]).await.unwrap();
        assert_eq!((nothing.taken, nothing.tally), (0, again.tally));
        let left: Vec<_> = nothing.not_taken.iter().map(|one| (&one.person, one.why)).collect();
        let name = Some(person(1).name);
        assert_eq!(left, [(&name, Why::OtherFormat), (&None, Why::Nobody)]);
        assert_eq!(db.changes().await.unwrap(), changes);
        db.close().await;
        let numbers = world.issue_batch(id).await;
        let [one, two] = [printed(world, &numbers[0]).await.0, printed(world, &numbers[1]).await.0];
        assert!(one.is_some() && one != two);
    });
}

#[test]
fn who_hands_photos_in_neither_accepts_nor_issues() {
    on_sqlite(async |world: &World| {
        let everything = [Role::Clerk, Role::Reviewer, Role::Issuer];
        let bureau = actor("周敏", BUREAU, &everything);
        let id = reported(world, 1..=1).await;
        world.registry.hand_in_photos(id, archive(&[of(1, MAN)]), &bureau).await.unwrap();
        assert_eq!(refusal(world.registry.accept(id, &bureau).await), Refusal::FourEyes(id));
        world.registry.accept(id, &reviewer()).await.unwrap();
        let issued = world.registry.issue(id, &bureau, &|_, _| ()).await;
        assert_eq!(refusal(issued), Refusal::FourEyes(id));
        let stranger = actor("周敏", YUEQING, &everything);
        let theirs = world.registry.hand_in_photos(id, archive(&[of(1, MAN)]), &stranger).await;
        assert_eq!(refusal(theirs), Refusal::NoSuchBatch(id));
    });
}

/// Sends a returned batch again, with its first person at another employer.
async fn sent_again(
    world: &World,
    returned: BatchId,
    numbers: std::ops::RangeInclusive<u32>,
) -> BatchId {
    let reason = text("单位名称写错");
    world.registry.return_batch(returned, &reason, &reviewer()).await.unwrap();
    let mut rows = rows(numbers);
    rows[0] = with(rows[0].clone(), "现工作单位", "瑞安市另一家公司");
    let upload = Upload { bytes: csv(&rows), office: code(RUIAN), way: Way::Filed };
    let watch = std::sync::Arc::new(|_, _| ());
    let sent = world.registry.import_watched(upload, Some(returned), &clerk(), watch).await;
    sent.unwrap().batch.unwrap()
}

#[test]
fn who_handed_in_a_photo_that_is_kept_stays_its_sender_after_others() {
    each_engine(async |world: &World| {
        let [zhao, qian] = ["赵甲", "钱乙"]
            .map(|who| actor(who, BUREAU, &[Role::Clerk, Role::Reviewer, Role::Issuer]));
        let registry = &world.registry;
        let id = reported(world, 1..=2).await;
        let hand_in = async |photos: &[(String, &[u8])], by| {
            registry.hand_in_photos(id, archive(photos), by).await.unwrap();
        };
        hand_in(&[of(1, WOMAN), of(2, MAN)], &zhao).await;
        hand_in(&[of(2, WOMAN)], &qian).await;
        for who in [&zhao, &qian] {
            assert_eq!(refusal(registry.accept(id, who).await), Refusal::FourEyes(id));
        }
        // Nothing of theirs is left.
        hand_in(&[of(1, MAN)], &qian).await;
        registry.accept(id, &zhao).await.unwrap();
        let issued = registry.issue(id, &qian, &|_, _| ()).await;
        assert_eq!(refusal(issued), Refusal::FourEyes(id));
        registry.issue(id, &zhao, &|_, _| ()).await.unwrap();
    });
}

#[test]
fn who_handed_a_photo_in_stays_its_sender_when_the_batch_is_sent_again() {
    each_engine(async |world: &World| {
        let zhao = actor("赵甲", BUREAU, &[Role::Clerk, Role::Reviewer, Role::Issuer]);
        let registry = &world.registry;
        let id = reported(world, 1..=1).await;
        registry.hand_in_photos(id, archive(&[of(1, WOMAN)]), &zhao).await.unwrap();
        let again = sent_again(world, id, 1..=1).await;
        assert_eq!(refusal(registry.accept(again, &zhao).await), Refusal::FourEyes(again));
        registry.accept(again, &reviewer()).await.unwrap();
        let issued = registry.issue(again, &zhao, &|_, _| ()).await;
        assert_eq!(refusal(issued), Refusal::FourEyes(again));
    });
}

#[test]
fn what_is_sent_again_keeps_the_photos_of_its_people() {
    each_engine(async |world: &World| {
        let id = reported(world, 1..=2).await;
        hand_in(world, id, &[of(1, WOMAN), of(2, MAN)]).await.unwrap();
        let again = sent_again(world, id, 1..=1).await;
        let db = Db::open(&world.database_url()).await.unwrap();
        assert_eq!(db.photo_counts(again).await.unwrap(), (1, 1));
        // The returned batch is forgotten; what is handed on stays.
        world.wait(31 * 86_400);
        assert_eq!(world.registry.forget().await.unwrap(), 1);
        assert_eq!(db.photos_of_batch(id).await.unwrap().len(), 0);
        assert_eq!(db.photo_counts(again).await.unwrap(), (1, 1));
        let numbers = world.issue_batch(again).await;
        world.wait(31 * 86_400);
        world.registry.forget().await.unwrap();
        assert_eq!(db.photos_of_batch(again).await.unwrap().len(), 0);
        db.close().await;
        assert!(printed(world, &numbers[0]).await.0.is_some(), "on the face it stays");
    });
}

#[test]
fn a_reviewed_batch_takes_photos_once_its_sheet_says_who_its_people_are() {
    on_sqlite(async |world: &World| {
        let registry = &world.registry;
        let clerk = actor("林晓燕", BUREAU, &[Role::Clerk]);
        let name = person(1).name;
        let list = format!(
            "姓名,工作单位,系列,资格名称\r\n{name},瑞安市市政工程有限公司,工程技术人员,工程师\r\n"
        );
        let upload = Upload { bytes: list.into(), office: code(BUREAU), way: Way::Reviewed };
        let id = registry.import(upload, &clerk).await.unwrap().batch.unwrap();
        let photos = || archive(&[of(1, MAN)]);
        let early = registry.hand_in_photos(id, photos(), &clerk).await;
        assert!(matches!(refusal(early), Refusal::WrongStage { stage: Stage::Reported, .. }));
        let until = registry.earliest_until();
        registry.post(id, Window { from: world.today(), until }, &issuer()).await.unwrap();
        world.wait((until.days_since(world.today()) + 1) * 86_400);
        let told = Announcement {
            document_number: text("温人社发〔2026〕99号"),
            on: until.plus_days(1),
        };
        registry.announce(id, &told, &issuer()).await.unwrap();
        let early = registry.hand_in_photos(id, photos(), &clerk).await;
        assert_eq!(refusal(early), Refusal::NoSheet(id));
        let row = with(rows(1..=1).remove(0), "资格名称", "工程师");
        registry.fill(id, csv(&[with(row, "专业", "")]), &clerk).await.unwrap();
        let handed = registry.hand_in_photos(id, photos(), &clerk).await.unwrap();
        assert_eq!((handed.taken, handed.tally), (1, Tally { people: 1, with: 1 }));
        let numbers = registry.issue(id, &issuer(), &|_, _| ()).await.unwrap().numbers;
        assert!(printed(world, &numbers[0]).await.0.is_some());
    });
}

#[test]
fn what_is_no_archive_is_refused_with_what_to_do() {
    on_sqlite(async |world: &World| {
        let id = reported(world, 1..=1).await;
        for (bytes, expected) in [
            (Vec::new(), "file_empty"),
            (MAN.to_vec(), "format_unknown"),
            (archive(&[of(1, MAN)])[..200].to_vec(), "file_damaged"),
            (archive::<String>(&[]), "files_missing"),
        ] {
            let handed = world.registry.hand_in_photos(id, bytes, &clerk()).await;
            let Refusal::File { code, zh, .. } = refusal(handed) else { panic!("{expected}") };
            assert_eq!((code, zh.ends_with('。')), (expected, true), "{zh}");
        }
    });
}

/// Pieces of a picture as they would be found where it stands in clear.
fn pieces(photo: &Photo) -> Vec<&[u8]> {
    photo.as_bytes()[700..].chunks_exact(24).collect()
}

#[test]
fn nothing_that_is_kept_shows_a_photo_or_a_number() {
    for engine in engines() {
        on(engine, &async |world: &World| {
            let id = reported(world, 1..=1).await;
            hand_in(world, id, &[of(1, WOMAN)]).await.unwrap();
            let number = world.issue_batch(id).await.remove(0);
            let photo = printed(world, &number).await.0.unwrap();
            let kept = match engine {
                Engine::Sqlite => {
                    let files = ["registry.sqlite", "registry.sqlite-wal"];
                    let read = |name| std::fs::read(world.folder().join(name)).unwrap_or_default();
                    files.map(read).concat()
                }
                Engine::Postgres => {
                    let mut database = PgConnection::connect(&world.database_url()).await.unwrap();
                    let sql = "SELECT sealed FROM photo";
                    let all: Vec<Vec<u8>> =
                        sqlx::query_scalar(sql).fetch_all(&mut database).await.unwrap();
                    database.close().await.unwrap();
                    assert_eq!(all.len(), 1);
                    all.concat()
                }
            };
            assert!(kept.len() > photo.as_bytes().len());
            let pieces = pieces(&photo);
            assert!(pieces.len() > 100);
            let is_piece = |window: &[u8]| pieces.contains(&window);
            assert!(!kept.windows(24).any(is_piece), "a photo stands in clear");
            let number = person(1).id_number;
            assert!(!kept.windows(number.len()).any(|window| window == number.as_bytes()));
        });
    }
}
