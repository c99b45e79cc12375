//! What anybody is told of a copy: by its code, by its file, online and offline.

use super::{Holder, PURPOSE, address, enter};
use crate::world::cli::Desk;
use crate::world::photos::{WOMAN, archive, named};
use crate::world::sheet::{csv, person, rows};
use crate::world::{RUIAN, World, certificate, clerk, each_engine, on_sqlite};
use lopdf::Document;
use std::path::Path;
use std::process::Command;
use wenzheng::model::copy::CopyCode;
use wenzheng::model::day::Day;
use wenzheng::model::receipt::Answer;
use wenzheng::model::verdict::{CheckName, Outcome, Reason, Verdict, Verification};
use wenzheng::registry::public::verify::{Given, verify_alone};
use wenzheng::registry::road::amend::Change;

async fn judge(world: &World, given: Given) -> Verification {
    certificate(world.registry.judge(given).await.unwrap())
}

fn alone(world: &World, pdf: &[u8], today: Day) -> Verification {
    let trust = std::fs::read(world.folder().join("keys/trust.json")).unwrap();
    match verify_alone(&Given::of_file(pdf.to_vec()), Some(&trust), today).unwrap() {
        Answer::Certificate(verification) => verification,
        Answer::Receipt(other) => panic!("{other:?}"),
    }
}

/// The check of the copy.
fn copy(verification: &Verification) -> (Outcome, Reason) {
    let check = verification.checks.iter().find(|check| check.name == CheckName::Copy).unwrap();
    (check.outcome, check.reason.clone())
}

fn failed(verification: &Verification) -> Vec<&Reason> {
    let failed = verification.checks.iter().filter(|check| check.outcome == Outcome::Failed);
    failed.map(|check| &check.reason).collect()
}

/// The code on the page, as a camera reads it.
fn scanned(pdf: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("c.pdf"), pdf).unwrap();
    run(folder.path(), "pdftoppm -r 150 -png -singlefile c.pdf q");
    run(folder.path(), "zbarimg -q --raw q.png").trim_end().to_owned()
}

fn run(folder: &Path, command: &str) -> String {
    let mut words = command.split(' ');
    let program = words.next().unwrap();
    let output = Command::new(program).args(words).current_dir(folder).output().expect(program);
    assert!(output.status.success(), "{command}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_copy_is_genuine_until_its_day_and_then_says_that_it_has_ended() {
    each_engine(async |world: &World| {
        let holder = Holder::of(world, 1).await;
        let code = holder.make(world, 3).await.unwrap();
        let pdf = holder.print(world, &code).await;
        let url = scanned(&pdf);
        assert_eq!(url, address(world, &holder, &code).await);
        let made_at = world.registry.clock().now();
        let until = world.today().plus_days(3);
        let files = || [Given::Text(url.clone()), Given::of_file(pdf.clone())];
        for given in files() {
            let it = judge(world, given).await;
            assert_eq!(it.verdict, Verdict::Genuine, "{it:?}");
            assert_eq!(copy(&it), (Outcome::Passed, Reason::CopyCounts(until)));
            let told = it.copy.unwrap();
            assert_eq!((told.purpose.as_str(), told.until), (PURPOSE, until));
            assert_eq!(told.made_at, made_at.whole_seconds());
        }
        let offline = alone(world, &pdf, until);
        assert_eq!((offline.verdict, offline.copy.is_some()), (Verdict::Issued, true));
        world.wait(3 * 86_400);
        for given in files() {
            assert_eq!(judge(world, given).await.verdict, Verdict::Genuine, "the last day counts");
        }
        world.wait(86_400);
        for given in files() {
            let it = judge(world, given).await;
            assert_eq!(it.verdict, Verdict::CopyExpired, "{it:?}");
            assert_eq!(failed(&it), [&Reason::CopyEnded(until)]);
            assert_eq!(it.copy.unwrap().purpose.as_str(), PURPOSE);
            assert!(it.claims.is_some());
        }
        let offline = alone(world, &pdf, world.today());
        assert_eq!(
            (offline.verdict, failed(&offline)),
            (Verdict::CopyExpired, vec![&Reason::CopyEnded(until)])
        );
    });
}

#[test]
fn the_signature_of_a_copy_is_of_when_the_copy_was_made_and_covers_all_of_it() {
    on_sqlite(async |world: &World| {
        let holder = Holder::of(world, 1).await;
        world.wait(7 * 86_400);
        let holder = Holder { session: enter(&world.registry, 1).await, ..holder };
        let code = holder.make(world, 30).await.unwrap();
        let pdf = holder.print(world, &code).await;
        let signature = wenzheng::print::read(&pdf).unwrap().signature.unwrap();
        assert_eq!(signature.signed_at, Some(world.registry.clock().now().whole_seconds()));
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("c.pdf"), pdf).unwrap();
        let said = run(folder.path(), "pdfsig -nocert c.pdf");
        for words in ["Signing Time: Dec 02 2026", "Total document signed", "Signature is Valid"] {
            assert!(said.contains(words), "{words} in {said}");
        }
    });
}

#[test]
fn the_copy_of_a_certificate_with_a_photo_has_the_photo() {
    on_sqlite(async |world: &World| {
        let id = world.import(RUIAN, csv(&rows(1..=1))).await.unwrap().batch.unwrap();
        let photos = archive(&[(named(&person(1).id_number), WOMAN)]);
        world.registry.hand_in_photos(id, photos, &clerk()).await.unwrap();
        let number = world.issue_batch(id).await.remove(0);
        let holder = Holder { session: enter(&world.registry, 1).await, number };
        let code = holder.make(world, 30).await.unwrap();
        let pdf = holder.print(world, &code).await;
        let own = world.registry.print(&holder.number).await.unwrap();
        let photo = |pdf: &[u8]| wenzheng::print::read(pdf).unwrap().photo;
        assert!(photo(&pdf).is_some());
        assert_eq!(photo(&pdf), photo(&own));
        assert_eq!(alone(world, &pdf, world.today()).verdict, Verdict::Issued);
        assert_eq!(judge(world, Given::of_file(pdf)).await.verdict, Verdict::Genuine);
    });
}

#[test]
fn what_the_holder_withdrew_has_ended_at_once() {
    on_sqlite(async |world: &World| {
        let holder = Holder::of(world, 1).await;
        let code = holder.make(world, 30).await.unwrap();
        let pdf = holder.print(world, &code).await;
        world.registry.withdraw_copy(&holder.session, &holder.number, &code).await.unwrap();
        let url = address(world, &holder, &code).await;
        for given in [Given::Text(url), Given::of_file(pdf)] {
            let it = judge(world, given).await;
            assert_eq!(it.verdict, Verdict::CopyExpired);
            assert_eq!(copy(&it), (Outcome::Failed, Reason::CopyWithdrawn(world.today())));
        }
    });
}

#[test]
fn what_became_of_the_certificate_comes_first() {
    on_sqlite(async |world: &World| {
        let holder = Holder::of(world, 1).await;
        let code = holder.make(world, 0).await.unwrap();
        let pdf = holder.print(world, &code).await;
        world.amend(&holder.number, Change::Revoke).await.unwrap();
        world.wait(86_400);
        let url = address(world, &holder, &code).await;
        for given in [Given::Text(url), Given::of_file(pdf)] {
            assert_eq!(judge(world, given).await.verdict, Verdict::Revoked);
        }
    });
}

#[test]
fn a_code_that_is_not_on_record_or_of_another_certificate_is_not_genuine() {
    on_sqlite(async |world: &World| {
        let (holder, other) = (Holder::of(world, 1).await, Holder::of(world, 2).await);
        let code = holder.make(world, 30).await.unwrap();
        let url = address(world, &holder, &code).await;
        let mut changed = url.clone();
        let last = changed.pop().unwrap();
        let unknown = format!("{changed}{}", if last == '9' { '0' } else { '9' });
        let of_another = address(world, &other, &code).await;
        for text in [unknown, of_another, changed, format!("{url}1"), format!("{url}/1")] {
            let it = judge(world, Given::Text(text.clone())).await;
            assert_eq!(it.verdict, Verdict::NotGenuine, "{text}");
            assert_eq!(failed(&it), [&Reason::CopyUnknown], "{text}");
            assert!(it.claims.is_none() && it.copy.is_none());
        }
        // Without a code it is the certificate itself.
        let own = url.rsplit_once('/').unwrap().0;
        assert_eq!(judge(world, Given::Text(own.into())).await.verdict, Verdict::Genuine);
    });
}

/// The file with the attached `copy.json` rewritten; none: taken away.
fn with_copy_json(pdf: &[u8], json: Option<&[u8]>) -> Vec<u8> {
    let mut document = Document::load_mem(pdf).unwrap();
    let names = document.catalog().unwrap().get(b"Names").unwrap().as_dict().unwrap();
    let names = names.get(b"EmbeddedFiles").unwrap().as_dict().unwrap();
    let pairs = names.get(b"Names").unwrap().as_array().unwrap().clone();
    assert_eq!(pairs[0].as_str().unwrap(), b"copy.json");
    let Some(json) = json else {
        let rest = lopdf::dictionary! { "Names" => pairs[2..].to_vec() };
        let names = lopdf::dictionary! { "EmbeddedFiles" => rest };
        document.catalog_mut().unwrap().set("Names", names);
        return saved(document);
    };
    let spec = document.get_object(pairs[1].as_reference().unwrap()).unwrap().as_dict().unwrap();
    let file = spec.get(b"EF").unwrap().as_dict().unwrap().get(b"F").unwrap();
    let file = file.as_reference().unwrap();
    let stream = document.get_object_mut(file).unwrap().as_stream_mut().unwrap();
    stream.dict.remove(b"Filter");
    stream.set_content(json.to_vec());
    saved(document)
}

fn saved(mut document: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

fn copy_json(pdf: &[u8]) -> Vec<u8> {
    wenzheng::print::read(pdf).unwrap().copy.unwrap()
}

#[test]
fn whatever_is_changed_about_the_file_of_a_copy_is_found_out() {
    on_sqlite(async |world: &World| {
        let holder = Holder::of(world, 1).await;
        let first = holder.make(world, 30).await.unwrap();
        let second = holder.make(world, 60).await.unwrap();
        let (one, two) = (holder.print(world, &first).await, holder.print(world, &second).await);
        let own = world.registry.print(&holder.number).await.unwrap();
        let json = String::from_utf8(copy_json(&one)).unwrap();
        let longer = json.replace("2026-12-25", "2027-02-25");
        let other_purpose = json.replace(PURPOSE, "应聘温州某某设计公司");
        assert!(longer != json && other_purpose != json, "{json}");
        let differs = Reason::CopyDiffers;
        for (what, bytes, named) in [
            ("longer", with_copy_json(&one, Some(longer.as_bytes())), &differs),
            ("purpose", with_copy_json(&one, Some(other_purpose.as_bytes())), &differs),
            ("of another copy", with_copy_json(&one, Some(&copy_json(&two))), &differs),
            ("no JSON", with_copy_json(&one, Some(b"{}")), &differs),
            ("robbed", with_copy_json(&one, None), &Reason::DocumentIncomplete),
        ] {
            let it = judge(world, Given::of_file(bytes.clone())).await;
            assert_eq!(it.verdict, Verdict::NotGenuine, "{what}: {it:?}");
            assert!(failed(&it).contains(&named), "{what}: {it:?}");
            assert!(it.claims.is_none() && it.copy.is_none(), "{what}");
            let offline = alone(world, &bytes, world.today());
            assert_eq!(offline.verdict, Verdict::NotGenuine, "{what}: {offline:?}");
        }
        // The page of the certificate itself with the papers of a copy, and the other way round.
        for (what, page, papers) in [("page", &own, &one), ("copy", &one, &own)] {
            let bytes = with_page_of(papers, page);
            let it = judge(world, Given::of_file(bytes.clone())).await;
            assert_eq!(it.verdict, Verdict::NotGenuine, "{what}: {it:?}");
            assert!(!failed(&it).is_empty());
            let offline = alone(world, &bytes, world.today());
            assert_eq!(offline.verdict, Verdict::NotGenuine, "{what}: {offline:?}");
        }
        // Saved again by another program nothing of it has changed.
        let again = with_copy_json(&one, Some(json.as_bytes()));
        assert_eq!(judge(world, Given::of_file(again)).await.verdict, Verdict::Genuine);
    });
}

/// The file of `papers` with the page of `page` in it.
fn with_page_of(papers: &[u8], page: &[u8]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("papers.pdf"), papers).unwrap();
    std::fs::write(path("page.pdf"), page).unwrap();
    run(folder.path(), "qpdf papers.pdf --pages page.pdf -- out.pdf");
    std::fs::read(path("out.pdf")).unwrap()
}

#[test]
fn the_command_says_that_a_copy_has_ended_and_ends_with_one() {
    on_sqlite(async |world: &World| {
        let holder = Holder::of(world, 1).await;
        let code: CopyCode = holder.make(world, 3).await.unwrap();
        let desk = Desk::new();
        let pdf = desk.file("copy.pdf", holder.print(world, &code).await);
        let trust = world.folder().join("keys/trust.json");
        let verify = ["verify", &pdf, "--trust", trust.to_str().unwrap(), "--today"];
        let good = desk.run(&[&verify[..], &["2026-11-28", "--json"]].concat()).ends(0).json();
        assert_eq!(
            (&good["verdict"], &good["copy"]["purpose"]),
            (&"issued".into(), &PURPOSE.into())
        );
        let said = desk.run(&[&verify[..], &["2026-11-29"]].concat()).ends(1).stdout;
        assert!(said.starts_with("copy_expired\n"), "{said}");
        assert!(said.contains("副本 不符：2026年11月28日到期"), "{said}");
        assert!(said.contains(&format!("副本，只供{PURPOSE}，用到2026年11月28日")), "{said}");
    });
}
