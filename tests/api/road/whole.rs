//! One sheet all the way, by the verbs, the web and the command line.

use crate::world::cli::run;
use crate::world::sheet::{csv, person, row, rows, with, workbook};
use crate::world::web::Browser;
use crate::world::{RUIAN, World, block_on, each_engine, on_sqlite};
use serde_json::Value;
use wenzheng::model::finding::{Field, Severity};
use wenzheng::model::verdict::Verdict;

/// Three good rows, one to mend by itself, one to hold back.
fn messy() -> Vec<Vec<String>> {
    let mut all = rows(1..=3);
    all.push(with(row(&person(4)), "批准文号", "瑞人社[2024]18号"));
    all.push(with(row(&person(5)), "资格名称", "助工"));
    all
}

async fn printed(browser: &mut Browser) -> (String, Vec<u8>) {
    let somebody = person(1);
    let fields =
        [("name", &*somebody.name), ("id_type", "resident_id"), ("id_number", &somebody.id_number)];
    let entered = browser.post("/look-up", &fields).await;
    assert_eq!(entered.header("location"), "/mine", "{}", entered.text());
    let mine = browser.get("/mine").await.text();
    let path = mine.split("href=\"").find(|part| part.contains("/print")).unwrap();
    let path = path.split('"').next().unwrap().to_owned();
    let pdf = browser.get(&path).await;
    assert_eq!(pdf.header("content-type"), "application/pdf");
    (path, pdf.bytes)
}

#[test]
fn a_sheet_becomes_certificates_that_anybody_can_verify() {
    each_engine(async |world: &World| {
        let imported = world.import(RUIAN, workbook(&messy())).await.unwrap();
        assert_eq!(
            (imported.tally.rows, imported.tally.accepted, imported.tally.rejected),
            (5, 4, 1)
        );
        assert_eq!(imported.tally.fixed, 1);
        let error = imported.findings.iter().find(|f| f.severity == Severity::Error).unwrap();
        assert_eq!((error.place.row, error.field), (8, Some(Field::Title)));
        let numbers = world.issue(RUIAN, workbook(&messy())).await;
        assert_eq!(numbers.len(), 4);

        let mut holder = Browser::new(&world.registry, 1);
        let (path, pdf) = printed(&mut holder).await;
        assert!(path.contains(numbers[0].as_str()));
        let mut employer = Browser::new(&world.registry, 2);
        let verdict = employer.post_file("/verify/file", &pdf).await.text();
        assert!(verdict.contains(&person(1).name), "{verdict}");
        let answer = employer.post_body("/api/v1/verify", "application/pdf", pdf).await.json();
        assert_eq!(answer["verdict"], "genuine", "{answer}");
        assert_eq!(answer["certificate"]["number"], numbers[0].as_str());

        let link = world.registry.link(&numbers[3]).await.unwrap();
        let verified = world.registry.verify_token(&link).await.unwrap();
        assert_eq!(verified.verification.verdict, Verdict::Genuine);
        let token = link.rsplit_once('/').unwrap().1;
        let page = employer.get(&format!("/v/{token}")).await.text();
        assert!(page.contains(&person(4).name));
    });
}

#[test]
fn the_same_commands_lead_down_the_same_road() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let sheet = folder.path().join("表.csv");
    std::fs::write(&sheet, csv(&messy())).unwrap();
    let sheet = sheet.to_str().unwrap();
    run(&data, &["init", "--json"]).ends(0);
    let import = ["import", sheet, "--office", RUIAN, "--accept", "--issue", "--json"];
    let first = run(&data, &import).ends(1).json();
    assert_eq!(first["issued"], 4);
    let again = run(&data, &import).ends(1).json();
    assert_eq!((&again["issued"], &again["unchanged"]), (&Value::from(0), &Value::from(4)));
    assert_eq!(again["numbers"], first["numbers"]);

    let number = first["numbers"][0].as_str().unwrap();
    let pdf = folder.path().join("c.pdf");
    let pdf = pdf.to_str().unwrap();
    run(&data, &["print", number, "-o", pdf]).ends(0);
    let verdict = run(&data, &["verify", pdf, "--json"]).ends(0).json();
    assert_eq!(verdict["verdict"], "genuine");
    let trust = data.join("keys/trust.json");
    let nowhere = folder.path().join("nowhere");
    let offline = ["verify", pdf, "--trust", trust.to_str().unwrap(), "--json"];
    assert_eq!(run(&nowhere, &offline).ends(0).json()["verdict"], "issued");
}

#[test]
fn a_paper_is_the_same_bytes_each_time_and_in_each_process() {
    on_sqlite(async |world: &World| {
        let numbers = world.issue(RUIAN, csv(&rows(1..=2))).await;
        let first = world.registry.print(&numbers[1]).await.unwrap();
        world.wait(86_400 * 400);
        assert_eq!(world.registry.print(&numbers[1]).await.unwrap(), first);
        let another = world.another().await;
        assert_eq!(another.print(&numbers[1]).await.unwrap(), first);
        another.close().await;
    });
}

#[test]
fn a_world_ends_without_a_trace_of_the_next() {
    block_on(async {
        let one = World::new(crate::world::Engine::Sqlite).await;
        let two = World::new(crate::world::Engine::Sqlite).await;
        one.issue(RUIAN, csv(&rows(1..=1))).await;
        assert!(two.registry.batches().await.unwrap().is_empty());
        assert_ne!(one.registry.keys(), two.registry.keys());
    });
}
