//! The rules, row by row. Each reads its cells, says what it finds, and hands on a value or nothing;
//! a row with a value for every part becomes a draft.

mod award;
pub(super) mod cross;
mod dates;
pub(super) mod list;
mod person;
mod texts;
mod when;

use super::{
    Context, aside, encoding,
    form::Form,
    headings::Columns,
    notices::{self, Notice, cell},
    table::{Cell, Row},
};
use crate::model::{
    catalogue::TitleEntry,
    certificate::{Award, AwardMethod},
    day::PartialDay,
    draft::{self, Draft},
    finding::{Field, RowPlace, Severity},
    identity::{IdReading, Identity},
    name::PersonName,
    text::Text,
};

/// A sheet, as far as its rows need to know it.
pub(super) struct Sheet<'a> {
    pub(super) name: &'a str,
    pub(super) columns: &'a Columns,
    pub(super) letters: draft::Columns,
    pub(super) context: &'a Context<'a>,
    /// The file does not tell numbers from text.
    pub(super) is_text: bool,
}

/// A row that was judged by itself; [`cross`] judges it beside the others.
pub(super) struct Judged<T = Draft> {
    pub(super) place: RowPlace,
    pub(super) said: Vec<(Field, Notice)>,
    /// What the row is read for, unless there is an error.
    pub(super) accepted: Option<T>,
    pub(super) name: Option<PersonName>,
    pub(super) identity: Option<Identity>,
    pub(super) employer: Option<Text>,
    pub(super) titled: Option<Titled>,
}

/// What makes two rows of one person the same certificate.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Titled {
    pub(super) series: Text,
    pub(super) title: Text,
    pub(super) specialty: Option<Text>,
}

impl<T> Judged<T> {
    /// Adds what the row beside others shows.
    pub(super) fn say(&mut self, field: Field, notice: Notice) {
        if notice.severity == Severity::Error {
            self.accepted = None;
        }
        self.said.push((field, notice));
    }
}

/// One row on its way through the rules.
struct Case<'a> {
    sheet: &'a Sheet<'a>,
    row: Row<'a>,
    said: Vec<(Field, Notice)>,
}

impl<'a> Case<'a> {
    fn say(&mut self, field: Field, notice: Notice) {
        self.said.push((field, notice));
    }

    fn place(&self) -> RowPlace {
        RowPlace { sheet: self.sheet.name.to_owned(), row: self.row.number() }
    }

    fn has_error(&self) -> bool {
        self.said.iter().any(|(_, notice)| notice.severity == Severity::Error)
    }

    /// What stands in the field's cell; a dash or 无 stands for nothing. A merge fills down, but
    /// nobody shares a name or a number with the row above.
    fn cell(&self, field: Field) -> Cell<'a> {
        let own = matches!(field, Field::Name | Field::IdNumber);
        let cell = match self.sheet.columns.of(field) {
            None => Cell::Empty,
            Some(column) if own => self.row.own(column),
            Some(column) => self.row.cell(column),
        };
        match cell {
            Cell::Text(text) if texts::is_nothing(text) => Cell::Empty,
            cell => cell,
        }
    }

    /// The cell of a field that needs a value. Blank, ditto and a formula's error are said here.
    fn filled(&mut self, field: Field) -> Option<Cell<'a>> {
        match self.cell(field) {
            Cell::Empty => {
                let column = self.sheet.columns.of(field);
                let is_merged = column.is_some_and(|column| {
                    self.row.own(column).is_empty() && !self.row.cell(column).is_empty()
                });
                self.say(field, if is_merged { cell::merged(field) } else { cell::blank(field) });
                None
            }
            cell => self.sound(field, cell),
        }
    }

    /// The cell of a field that may be blank, if it holds something that can be a value.
    fn given(&mut self, field: Field) -> Option<Cell<'a>> {
        match self.cell(field) {
            Cell::Empty => {
                let columns = self.sheet.columns;
                if columns.form.advises(field) && columns.of(field).is_some() {
                    let notice = match columns.form {
                        Form::Sheet | Form::Moved => cell::blank_advised(field),
                        Form::List => notices::list::blank_advised(field),
                    };
                    self.say(field, notice);
                }
                None
            }
            cell => self.sound(field, cell),
        }
    }

    fn sound(&mut self, field: Field, cell: Cell<'a>) -> Option<Cell<'a>> {
        match cell {
            Cell::Error(shown) => self.say(field, cell::formula_error(field, shown)),
            // A text file holds what the spreadsheet showed.
            Cell::Text(text) if texts::is_formula_error(text) => {
                self.say(field, cell::formula_error(field, text));
            }
            Cell::Text(text) if texts::is_cut_off(text) => self.say(field, cell::cut_off(field)),
            Cell::Text(text) if texts::is_ditto(text) => self.say(field, cell::ditto(field)),
            Cell::Text(text) => return self.readable(field, text).map(Cell::Text),
            cell => return Some(cell),
        }
        None
    }

    /// A text, unless somebody read it in the wrong encoding before. Name and number mend their own
    /// apostrophes.
    fn readable(&mut self, field: Field, text: &'a str) -> Option<&'a str> {
        if let Some(original) = encoding::before_garbling(text) {
            let notice = cell::garbled(field, &original);
            let is_error = notice.severity == Severity::Error;
            self.say(field, notice);
            return Some(text).filter(|_| !is_error);
        }
        let own = matches!(field, Field::Name | Field::IdNumber);
        let bare = text.strip_prefix('\'').map(str::trim).filter(|bare| !own && !bare.is_empty());
        if let Some(bare) = bare {
            self.say(field, cell::apostrophe(field, bare));
        }
        bare.or(Some(text))
    }
}

/// Judges a row by itself.
pub(super) fn judge(sheet: &Sheet<'_>, row: Row<'_>) -> Judged {
    let mut case = Case { sheet, row, said: Vec::new() };
    if aside::is_marked_example(row) {
        case.say(Field::Name, notices::person::marked_example());
    }
    let name = person::name(&mut case);
    let id = person::identity(&mut case);
    let sex = person::sex(&mut case, id.as_ref());
    let born_on = person::born_on(&mut case, id.as_ref());
    let award = award(&mut case, id.as_ref());
    let note = texts::line(&mut case, Field::Note);

    let place = case.place();
    let identity = id.map(|reading| reading.identity);
    let (employer, titled) = (award.employer.clone(), award.titled());
    let accepted = match (case.has_error(), &name, &identity, award.whole()) {
        (false, Some(name), Some(identity), Some(award)) => Some(Draft {
            place: place.clone(),
            columns: sheet.letters.clone(),
            name: name.clone(),
            identity: identity.clone(),
            sex,
            born_on,
            award,
            note,
        }),
        _ => None,
    };
    Judged { place, said: case.said, accepted, name, identity, employer, titled }
}

/// What was awarded, as far as the row tells.
struct Told<'a> {
    entry: Option<&'a TitleEntry>,
    specialty: Option<Text>,
    award_method: Option<AwardMethod>,
    obtained_on: Option<PartialDay>,
    committee: Option<Text>,
    employer: Option<Text>,
    document_number: Option<Text>,
    announced_on: Option<PartialDay>,
    source_number: Option<Text>,
}

fn award<'a>(case: &mut Case<'a>, id: Option<&IdReading>) -> Told<'a> {
    let obtained_on = when::obtained_on(case, id);
    Told {
        entry: award::title(case),
        specialty: texts::line(case, Field::Specialty),
        award_method: award::method(case),
        obtained_on,
        committee: texts::line(case, Field::Committee),
        employer: texts::line(case, Field::Employer),
        document_number: texts::document_number(case),
        announced_on: when::announced_on(case, obtained_on),
        source_number: texts::line(case, Field::SourceNumber),
    }
}

impl Told<'_> {
    fn titled(&self) -> Option<Titled> {
        self.entry.map(|entry| Titled {
            series: entry.series.clone(),
            title: entry.title.clone(),
            specialty: self.specialty.clone(),
        })
    }

    /// The award, if title and date are there.
    fn whole(self) -> Option<Award> {
        let (entry, obtained_on) = self.entry.zip(self.obtained_on)?;
        Some(Award {
            series: entry.series.clone(),
            specialty: self.specialty,
            title: entry.title.clone(),
            level: entry.level,
            award_method: self.award_method,
            obtained_on,
            committee: self.committee,
            employer: self.employer,
            document_number: self.document_number,
            announced_on: self.announced_on,
            source_number: self.source_number,
        })
    }
}
