//! From a sheet to certificates: check, import, issue.

use crate::Outcome;
use crate::table::{self, Cost, time};
use crate::town::{self, OFFICE, Person, Town};
use calamine::{Reader as _, Xlsx};
use rayon::prelude::*;
use std::hint::black_box;
use std::io::Cursor;
use std::time::{Duration, Instant};
use wenzheng::intake::{self, Context, Reading};
use wenzheng::model::certificate::Road;
use wenzheng::model::office::{OfficeCode, Role};
use wenzheng::model::way::Way;
use wenzheng::print::Press;
use wenzheng::proof::keys::Signer;
use wenzheng::registry::upload::import::Upload;

const ROWS: usize = 20_000;
const TURNS: usize = 3;
const CHECKED_ROWS: usize = 50_000;

/// The best turn of each step.
#[derive(Default)]
struct Best {
    intake: Step,
    import: Step,
    bare: Step,
    issue: Step,
}

/// A step's best turn: by the clock, and by the processor's time, which a busy neighbour spoils
/// less.
struct Step {
    took: Duration,
    cpu: Duration,
}

impl Default for Step {
    fn default() -> Self {
        Self { took: Duration::MAX, cpu: Duration::MAX }
    }
}

impl Step {
    fn take(&mut self, (began, cpu): (Instant, Option<Duration>)) {
        self.took = self.took.min(began.elapsed());
        let spent = table::cpu().zip(cpu).map(|(now, then)| now.saturating_sub(then));
        self.cpu = self.cpu.min(spent.unwrap_or(Duration::MAX));
    }

    fn row(&self, what: &str, bare: &Self, limit: &str) {
        let each = |spent: Duration| spent.as_secs_f64() * 1e6 / ROWS as f64;
        let note = format!("{limit}; CPU {:.1} of {:.1} µs", each(bare.cpu), each(self.cpu));
        table::row(what, Cost::of(self.took, ROWS), Cost::of(bare.took, ROWS), &note);
    }
}

fn begin() -> (Instant, Option<Duration>) {
    (Instant::now(), table::cpu())
}

/// Drives sheets down the road and gives those who then hold certificates.
pub async fn run(town: &Town, told: bool) -> Outcome<Vec<Person>> {
    let press = Press::new();
    let mut best = Best::default();
    let mut holders = Vec::new();
    for turn in 0..if told { TURNS } else { 1 } {
        let people = town::people(turn * ROWS, ROWS);
        drive(town, &press, &people, &mut best).await?;
        holders.extend(people);
    }
    if told {
        let what = "import a row: intake, compare, seal, write";
        best.import.row(what, &best.intake, "intake alone");
        let limit = "its two Ed25519 signatures, all cores";
        best.issue.row("issue a certificate, durable on SQLite", &best.bare, limit);
    }
    Ok(holders)
}

async fn drive(town: &Town, press: &Press, people: &[Person], best: &mut Best) -> Outcome {
    let registry = &town.registry;
    let (bytes, office) = (town::csv(people), OfficeCode::parse(OFFICE).ok_or("no code")?);
    let began = begin();
    let reading = read(town, press, &bytes)?;
    best.intake.take(began);
    assert_eq!(reading.drafts.len(), people.len(), "a bench of rows that are held back");

    let began = begin();
    let upload = Upload { bytes, office, way: Way::Filed };
    let imported = registry.import(upload, &town::actor("clerk", Role::Clerk)?).await?;
    best.import.take(began);
    let batch = imported.batch.ok_or("no batch")?;
    registry.accept(batch, &town::actor("reviewer", Role::Reviewer)?).await?;

    two_signatures(people.len(), &mut best.bare);
    let began = begin();
    registry.issue(batch, &town::actor("issuer", Role::Issuer)?, &|_, _| {}).await?;
    best.issue.take(began);
    two_signatures(people.len(), &mut best.bare);
    Ok(())
}

pub fn read(town: &Town, press: &Press, bytes: &[u8]) -> Outcome<Reading> {
    let catalogue = town.registry.catalogue();
    let office = OfficeCode::parse(OFFICE).and_then(|code| catalogue.office(&code));
    let scope = &office.ok_or("no office")?.scope;
    let draws = &|character| press.draws(character);
    let context = Context { catalogue, scope, road: Road::Filed, today: town.today, draws };
    Ok(intake::check(bytes, &context)?)
}

/// Two signatures for each of `n` certificates, on as many cores as issuing uses.
fn two_signatures(n: usize, best: &mut Step) {
    let signer = Signer::from_seed(&[42; 32]);
    // What is signed for a credential are two hashes, for a token some 170 bytes.
    let sign = |n: usize| {
        black_box(signer.sign(&[n.to_le_bytes()[0]; 64]));
        black_box(signer.sign(&[n.to_le_bytes()[0]; 170]));
    };
    let began = begin();
    (0..n).into_par_iter().for_each(sign);
    best.take(began);
}

/// A workbook from bytes to drafts and findings, beside calamine's reading of its cells.
pub fn check(town: &Town) -> Outcome {
    let press = Press::new();
    let bytes = town::workbook(&town::people(1_000_000, CHECKED_ROWS))?;
    let (mut ours, mut bare) = (Duration::MAX, Duration::MAX);
    for _ in 0..TURNS {
        let (reading, took) = time(|| read(town, &press, &bytes));
        assert_eq!(reading?.drafts.len(), CHECKED_ROWS, "a bench of rows that are held back");
        ours = ours.min(took);
        let (cells, took) = time(|| {
            let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(&bytes))?;
            workbook.worksheet_range_at(0).transpose()
        });
        black_box(cells?);
        bare = bare.min(took);
    }
    let of = |whole| Cost::of(whole, CHECKED_ROWS);
    table::row("check a row of a workbook of 50,000", of(ours), of(bare), "calamine alone");
    Ok(())
}
