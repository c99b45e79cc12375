//! A sheet at an office's door: what must hold of every reading and of every annotated workbook.

use std::{collections::BTreeSet, sync::LazyLock};
use wenzheng::{
    intake::{COLUMNS, Context, Format, ROWS, Reading, Refused, Tally, annotate, check},
    model::{
        catalogue::Catalogue,
        certificate::Road,
        day::Day,
        draft::Draft,
        finding::{Finding, RowPlace, Severity, column_letters},
        office::Scope,
        text::is_unfit,
    },
    print::Press,
};

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(Catalogue::embedded);
static SCOPE: LazyLock<Scope> = LazyLock::new(Scope::county);
static PRESS: LazyLock<Press> = LazyLock::new(Press::new);

/// Rows that may hold something: those of people, and what stands around them.
const LAST_ROW: usize = ROWS + 100;

/// Makes ready what is made once, so that no input is blamed for the time that it takes.
pub fn open() {
    LazyLock::force(&PRESS);
    let _ = context();
}

/// A county's office on the filed road, as `check` takes it where no office is named.
pub fn context() -> Context<'static> {
    Context {
        catalogue: &CATALOGUE,
        scope: &SCOPE,
        road: Road::Filed,
        today: Day::new(2026, 11, 25).expect("a day"),
        draws: &|character| PRESS.draws(character),
        judged: &|_, _| (),
    }
}

/// Checks a file and what must hold of the reading.
pub fn checked(bytes: &[u8]) -> Result<Reading, Refused> {
    let reading = check(bytes, &context())?;
    assert_eq!(reading.encoding.is_some(), matches!(reading.format, Format::Csv | Format::Tsv));
    assert_counts(&reading);
    for finding in &reading.findings {
        assert_points(finding);
        assert_shown(finding);
    }
    Ok(reading)
}

/// Accepted and held back together are the rows; who is held back is told why.
fn assert_counts(reading: &Reading) {
    let (drafts, held_back) = (reading.drafts.len(), reading.held_back.len());
    if !reading.judged {
        assert_eq!((drafts, held_back), (0, 0));
        return;
    }
    assert_eq!(reading.rows as usize, drafts + held_back);
    let errors: BTreeSet<&RowPlace> = reading
        .findings
        .iter()
        .filter(|finding| finding.severity == Severity::Error)
        .map(|finding| &finding.place)
        .collect();
    assert!(reading.held_back.iter().all(|place| errors.contains(place)), "held back for nothing");
    let accepted: BTreeSet<&RowPlace> = reading.drafts.iter().map(|draft| &draft.place).collect();
    assert_eq!(accepted.len(), drafts, "two accepted rows of one place");
    assert!(reading.held_back.iter().all(|place| !accepted.contains(place)), "held back and not");
}

/// A finding names a cell that a sheet can have.
fn assert_points(finding: &Finding) {
    assert!((1..=LAST_ROW).contains(&(finding.place.row as usize)), "{:?}", finding.place);
    if let Some(column) = &finding.column {
        assert!((0..COLUMNS).any(|at| column_letters(at) == *column), "{column}");
    }
}

/// A finding can be shown on a terminal and a page as it is.
fn assert_shown(finding: &Finding) {
    let hint = finding.hint.as_deref().unwrap_or_default();
    assert!(!finding.message.is_empty() && !finding.message_en.is_empty(), "{finding:?}");
    for text in [&finding.place.sheet, &finding.message, &finding.message_en, hint] {
        assert!(!text.chars().any(is_hostile), "{finding:?}");
    }
}

/// What would move the words around it. A character that has no picture may be named.
fn is_hostile(c: char) -> bool {
    let is_pictureless =
        matches!(c, '\u{FFFD}' | '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}');
    is_unfit(c) && !is_pictureless
}

/// The annotated workbook of a file that can be read.
pub fn annotated(bytes: &[u8]) -> Option<Vec<u8>> {
    let reading = check(bytes, &context()).ok()?;
    annotate(bytes, &reading.findings, &tally(&reading), &context()).ok()
}

fn tally(reading: &Reading) -> Tally {
    let rejected = reading.held_back.len() as u64;
    let rows = u64::from(reading.rows);
    let judged = reading.judged;
    Tally { rows, accepted: rows - rejected, fixed: 0, rejected, judged }
}

/// Hands a sheet back and reads it again: it says the same, or is refused.
pub fn handed_back(bytes: &[u8], reading: &Reading) {
    let tally = tally(reading);
    let annotate = || annotate(bytes, &reading.findings, &tally, &context());
    let Ok(book) = annotate() else { return };
    // The second time is dear; one in eight is enough.
    assert!(
        !bytes.len().is_multiple_of(8) || annotate().as_ref() == Ok(&book),
        "not the same twice"
    );
    let again = match checked(&book) {
        Ok(again) => again,
        Err(refused) => panic!("what was handed back is refused: {refused:?}"),
    };
    assert_eq!(again.format, Format::Xlsx);
    assert_eq!((again.rows, again.judged), (reading.rows, reading.judged));
    if reading.format == Format::Xlsx {
        assert_eq!(again.drafts, reading.drafts);
        assert_eq!(again.held_back, reading.held_back);
        assert_eq!(again.findings, reading.findings);
    } else {
        assert_eq!(numbers(&again), numbers(reading));
        assert_eq!(facts(&again.drafts), facts(&reading.drafts));
    }
}

/// The rows that were held back, by their numbers.
fn numbers(reading: &Reading) -> Vec<u32> {
    reading.held_back.iter().map(|place| place.row).collect()
}

/// What drafts say, without the sheet, whose name text does not have.
fn facts(drafts: &[Draft]) -> Vec<Draft> {
    let nameless = |draft: &Draft| {
        let place = RowPlace { sheet: String::new(), row: draft.place.row };
        Draft { place, ..draft.clone() }
    };
    drafts.iter().map(nameless).collect()
}
