//! A sheet against what is on record: the table of design §5, row by row.

use crate::world::sheet::{Person, csv, person, row, rows, with, workbook};
use crate::world::{RUIAN, World, YUEQING, each_engine, on_sqlite};
use wenzheng::model::batch::Stage;
use wenzheng::model::finding::{Field, Finding, Severity};
use wenzheng::registry::upload::import::Imported;

/// Row, field, severity and code of every finding.
fn told(imported: &Imported) -> Vec<(u32, Field, Severity, &'static str)> {
    let tell = |f: &Finding| (f.place.row, f.field.unwrap(), f.severity, f.code);
    imported.findings.iter().map(tell).collect()
}

#[test]
fn the_same_file_again_changes_nothing_and_finds_its_batch() {
    each_engine(async |world: &World| {
        let file = workbook(&rows(1..=20));
        let first = world.import(RUIAN, file.clone()).await.unwrap();
        let again = world.import(RUIAN, file.clone()).await.unwrap();
        assert_eq!((again.tally.accepted, again.tally.unchanged, again.tally.rejected), (0, 20, 0));
        assert_eq!((again.batch, again.stage), (first.batch, Some(Stage::Reported)));
        assert_eq!(again.findings, []);
        world.issue_batch(first.batch.unwrap()).await;
        let later = world.import(RUIAN, file).await.unwrap();
        assert_eq!((later.tally.accepted, later.tally.unchanged), (0, 20));
        assert_eq!((later.batch, later.stage), (first.batch, Some(Stage::Issued)));
        assert_eq!(world.registry.batches().await.unwrap().len(), 1);
        assert_eq!(
            world.registry.show_batch(first.batch.unwrap()).await.unwrap().numbers.len(),
            20
        );
    });
}

#[test]
fn the_same_rows_in_another_file_are_known() {
    each_engine(async |world: &World| {
        world.issue(RUIAN, workbook(&rows(1..=20))).await;
        let mut moved = rows((1..=20).rev());
        moved.extend(rows(21..=22));
        let imported = world.import(RUIAN, csv(&moved)).await.unwrap();
        assert_eq!(
            (imported.tally.rows, imported.tally.accepted, imported.tally.unchanged),
            (22, 2, 20)
        );
        let only_known = world.import(RUIAN, csv(&rows(5..=6))).await.unwrap();
        assert_eq!((only_known.tally.accepted, only_known.tally.unchanged), (0, 2));
        assert_eq!(only_known.batch, None);
        let saved_anew = world.import(RUIAN, csv(&rows((1..=20).rev()))).await.unwrap();
        assert_eq!((saved_anew.tally.unchanged, saved_anew.stage), (20, Some(Stage::Issued)));
    });
}

#[test]
fn another_value_under_a_known_key_is_an_error_on_its_field() {
    each_engine(async |world: &World| {
        let numbers = world.issue(RUIAN, csv(&rows(1..=8))).await;
        let changes = [
            ("现工作单位", "温州市设计集团有限公司", Field::Employer),
            ("取得方式", "认定", Field::AwardMethod),
            ("取得时间", "2024-06-29", Field::ObtainedOn),
            ("评委会名称", "另一个评审委员会", Field::Committee),
            ("批准文号", "瑞人社〔2024〕19号", Field::DocumentNumber),
        ];
        let changed: Vec<Vec<String>> = (1..)
            .zip(&changes)
            .map(|(n, (heading, value, _))| with(row(&person(n)), heading, value))
            .collect();
        let imported = world.import(RUIAN, csv(&changed)).await.unwrap();
        assert_eq!((imported.tally.accepted, imported.tally.rejected), (0, 5));
        for (line, (_, _, field)) in (2..).zip(&changes) {
            let error = (line, *field, Severity::Error, "differs_from_record");
            assert!(told(&imported).contains(&error), "{error:?} in {:?}", told(&imported));
        }
        let said = &imported.findings.iter().find(|f| f.place.row == 2).unwrap();
        assert!(said.message.contains(numbers[0].as_str()), "{}", said.message);
        assert!(said.message_en.contains(numbers[0].as_str()), "{}", said.message_en);
        assert_eq!(said.column.as_deref(), Some("D"));
    });
}

#[test]
fn another_office_cannot_file_what_is_on_record() {
    each_engine(async |world: &World| {
        world.issue(RUIAN, csv(&rows(1..=1))).await;
        let imported = world.import(YUEQING, csv(&rows(1..=2))).await.unwrap();
        assert_eq!((imported.tally.accepted, imported.tally.rejected), (1, 1));
        assert_eq!(told(&imported), [(2, Field::IdNumber, Severity::Error, "already_on_record")]);
        let said = &imported.findings[0].message;
        assert!(said.contains("瑞安市") && said.contains("2024年6月30日"), "{said}");
        // A row that waits in somebody's batch counts as well: the first come is the first.
        world.import(RUIAN, csv(&rows(3..=3))).await.unwrap();
        let waiting = world.import(YUEQING, csv(&rows(3..=3))).await.unwrap();
        assert_eq!(told(&waiting), [(2, Field::IdNumber, Severity::Error, "already_on_record")]);
    });
}

#[test]
fn one_number_has_one_name() {
    each_engine(async |world: &World| {
        world.issue(RUIAN, csv(&rows(1..=1))).await;
        let renamed = Person { name: "王五".into(), ..person(1) };
        let other_title = with(row(&renamed), "资格名称", "技术员");
        let imported = world.import(RUIAN, csv(&[other_title])).await.unwrap();
        assert_eq!(
            told(&imported),
            [(2, Field::Name, Severity::Error, "name_differs_from_record")]
        );
        let twice = [
            row(&person(2)),
            with(row(&Person { name: "王五".into(), ..person(2) }), "资格名称", "技术员"),
        ];
        let imported = world.import(RUIAN, csv(&twice)).await.unwrap();
        assert_eq!((imported.tally.accepted, imported.tally.rejected), (0, 2));
        let on_name: Vec<u32> = told(&imported)
            .iter()
            .filter(|(_, field, severity, _)| (*field, *severity) == (Field::Name, Severity::Error))
            .map(|(row, ..)| *row)
            .collect();
        assert_eq!(on_name, [2, 3]);
    });
}

#[test]
fn the_same_title_in_another_specialty_is_let_through_with_a_warning() {
    each_engine(async |world: &World| {
        world.issue(RUIAN, csv(&rows(1..=1))).await;
        let other = with(row(&person(1)), "专业", "建筑工程管理");
        let imported = world.import(RUIAN, csv(&[other])).await.unwrap();
        assert_eq!((imported.tally.accepted, imported.tally.rejected), (1, 0));
        let (row, field, severity, _) = told(&imported)[0];
        assert_eq!((row, field, severity), (2, Field::Specialty, Severity::Warning));
        let other_title = with(super::record::row(&person(1)), "资格名称", "技术员");
        let imported = world.import(RUIAN, csv(&[other_title])).await.unwrap();
        assert_eq!((imported.tally.accepted, told(&imported)), (1, vec![]));
    });
}

#[test]
fn a_row_twice_in_one_file_is_taken_once() {
    on_sqlite(async |world: &World| {
        let mut twice = rows(1..=2);
        twice.push(row(&person(1)));
        let imported = world.import(RUIAN, csv(&twice)).await.unwrap();
        assert_eq!((imported.tally.accepted, imported.tally.rejected), (2, 1));
        let (row, field, severity, _) = told(&imported)[0];
        assert_eq!((row, field, severity), (4, Field::IdNumber, Severity::Error));
        assert!(imported.findings[0].message.contains('2'), "{:?}", imported.findings);
    });
}

#[test]
fn of_two_who_send_the_same_rows_at_once_one_makes_the_batch() {
    each_engine(async |world: &World| {
        let file = csv(&rows(1..=50));
        let (one, two) = tokio::join!(world.import(RUIAN, file.clone()), world.import(RUIAN, file));
        let (one, two) = (one.unwrap(), two.unwrap());
        assert_eq!(one.tally.accepted + two.tally.accepted, 50);
        assert_eq!(one.tally.unchanged + two.tally.unchanged, 50);
        assert_eq!(one.batch, two.batch);
        assert_eq!(world.registry.batches().await.unwrap().len(), 1);
    });
}
