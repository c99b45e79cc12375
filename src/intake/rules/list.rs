//! The rows of a pass list: who passed, where, and for which title.

use super::{Case, Judged, Sheet, Titled, award, person, texts};
use crate::{
    intake::{aside, notices::list, table::Row},
    model::{draft::Listed, finding::Field, name::PersonName, text::Text},
};
use std::collections::HashMap;

/// Judges a row by itself.
pub(in crate::intake) fn judge(sheet: &Sheet<'_>, row: Row<'_>) -> Judged<Listed> {
    let mut case = Case { sheet, row, said: Vec::new() };
    let name = is_postable(&mut case, &[Field::Name]).then(|| person::name(&mut case)).flatten();
    let employer = line(&mut case, Field::Employer);
    let specialty = line(&mut case, Field::Specialty);
    let can_be_titled = is_postable(&mut case, &[Field::Series, Field::Title, Field::Level]);
    let entry = can_be_titled.then(|| award::title(&mut case)).flatten();

    let place = case.place();
    let accepted = match (case.has_error(), &name, &entry) {
        (false, Some(name), Some(entry)) => Some(Listed {
            place: place.clone(),
            columns: sheet.letters.clone(),
            name: name.clone(),
            employer: employer.clone(),
            series: entry.series.clone(),
            specialty: specialty.clone(),
            title: entry.title.clone(),
            level: entry.level,
        }),
        _ => None,
    };
    let titled = entry.map(|entry| Titled {
        series: entry.series.clone(),
        title: entry.title.clone(),
        specialty,
    });
    Judged { place, said: case.said, accepted, name, identity: None, employer, titled }
}

/// Whether no cell of the fields holds somebody's document number: every sentence may repeat a cell,
/// and the list is posted.
fn is_postable(case: &mut Case<'_>, fields: &[Field]) -> bool {
    let holds_id = |field: &&Field| aside::holds_id(case.cell(**field), case.sheet.context.today);
    let bad: Vec<Field> = fields.iter().filter(holds_id).copied().collect();
    for field in &bad {
        case.say(*field, list::id_in_cell(*field));
    }
    bad.is_empty()
}

fn line(case: &mut Case<'_>, field: Field) -> Option<Text> {
    is_postable(case, &[field]).then(|| texts::line(case, field)).flatten()
}

/// Judges every row beside the others: the first of two that nobody can tell apart stands.
pub(in crate::intake) fn beside(rows: &mut [Judged<Listed>]) {
    let mut seen: HashMap<(&PersonName, Option<String>, &Titled), usize> = HashMap::new();
    let mut twice = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let (Some(name), Some(titled)) = (&row.name, &row.titled) else { continue };
        let first =
            *seen.entry((name, row.employer.as_ref().map(Text::bare), titled)).or_insert(at);
        if let Some(first) = rows.get(first).filter(|_| first != at) {
            twice.push((at, list::listed_twice(&first.place)));
        }
    }
    for (at, notice) in twice {
        if let Some(row) = rows.get_mut(at) {
            row.say(Field::Name, notice);
        }
    }
}
