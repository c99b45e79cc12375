//! The information sheet against the announced list, person by person.
//!
//! A row is about the candidate of its name, series and title; among several, about the one at its
//! employer; among several of these, about the one of its specialty. Nobody is guessed: where more
//! than one is left, the clerk is asked.

#[cfg(test)]
mod tests;
mod told;

use crate::model::draft::Draft;
use crate::model::finding::{Finding, RowPlace};
use crate::model::text::Text;
use crate::store::publicity::Candidate;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A sheet beside its list. Pairs and rows held back together are the sheet's accepted rows.
#[derive(Debug)]
pub(super) struct Matched {
    /// The position of a candidate, and the row that is about them, in the order of the sheet.
    pub pairs: Vec<(u64, Draft)>,
    /// The rows that match nobody, or nobody certain.
    pub held_back: BTreeSet<RowPlace>,
    /// What there is to say, in the order of the sheet.
    pub findings: Vec<Finding>,
    /// The positions of the candidates whom no row matches, in the order of the list. For each the
    /// caller adds [`announced_but_missing`].
    pub missing: Vec<u64>,
}

/// Matches the rows of a sheet with the people of the list. Of several rows for one candidate that
/// row stands which names the announced employer, else the first.
pub(super) fn match_sheet(candidates: &[Candidate], drafts: Vec<Draft>) -> Matched {
    let announced = Announced::new(candidates);
    let found: Vec<Found<'_>> = drafts.iter().map(|draft| announced.find(draft)).collect();
    let standing = standing(&drafts, &found);
    let places: Vec<RowPlace> = drafts.iter().map(|draft| draft.place.clone()).collect();
    let mut matched =
        Matched { pairs: vec![], held_back: BTreeSet::new(), findings: vec![], missing: vec![] };
    for (at, (draft, found)) in drafts.into_iter().zip(&found).enumerate() {
        match *found {
            Found::One(candidate) => match standing.get(&candidate.position) {
                Some((_, row)) if *row != at => {
                    let stands = places.get(*row).unwrap_or(&draft.place);
                    matched.hold_back(&draft, told::matched_twice(&draft, stands));
                }
                _ => matched.pair(candidate, draft),
            },
            Found::Nobody(ref others) if others.is_empty() => {
                let alike = announced.alike(&draft);
                matched.hold_back(&draft, told::not_announced(&draft, alike));
            }
            Found::Nobody(ref others) => {
                matched.hold_back(&draft, told::other_title(&draft, others));
            }
            Found::Several(ref several) => {
                matched.hold_back(&draft, told::who_is_meant(&draft, several));
            }
        }
    }
    let is_missing = |candidate: &&Candidate| !standing.contains_key(&candidate.position);
    matched.missing = candidates.iter().filter(is_missing).map(|c| c.position).collect();
    matched
}

/// The warning about a candidate whom no row matches. No row of the sheet is to blame: its place is
/// row 0 of no sheet, and the sentence names the person.
pub(super) fn announced_but_missing(candidate: &Candidate) -> Finding {
    told::announced_but_missing(candidate)
}

impl Matched {
    fn hold_back(&mut self, draft: &Draft, finding: Finding) {
        self.held_back.insert(draft.place.clone());
        self.findings.push(finding);
    }

    fn pair(&mut self, candidate: &Candidate, draft: Draft) {
        if !is_same_employer(candidate, &draft) {
            self.findings.push(told::employer_differs(&draft, candidate));
        }
        let specialties = candidate.specialty.as_ref().zip(draft.award.specialty.as_ref());
        if let Some((announced, _)) = specialties.filter(|(a, b)| a.bare() != b.bare()) {
            self.findings.push(told::specialty_differs(&draft, announced));
        }
        self.pairs.push((candidate.position, draft));
    }
}

/// Whom a row is about.
enum Found<'a> {
    One(&'a Candidate),
    /// Nobody of this name and title; those of this name have others.
    Nobody(Vec<&'a Candidate>),
    /// Several of this name and title, of whom it may be any.
    Several(Vec<&'a Candidate>),
}

/// As many candidates as a sentence names.
const NAMED: usize = 3;

/// Series and title.
type Titled<'a> = (&'a str, &'a str);

/// The candidates of one name, series and title. They are grouped once, so that a row never walks
/// through its namesakes.
#[derive(Default)]
struct Namesakes<'a> {
    count: usize,
    /// The first, for a sentence or because there is no other.
    first: Vec<&'a Candidate>,
    by_employer: HashMap<Option<String>, Colleagues<'a>>,
}

/// Those of them at one employer.
#[derive(Default)]
struct Colleagues<'a> {
    count: usize,
    first: Vec<&'a Candidate>,
    by_specialty: HashMap<Option<String>, Vec<&'a Candidate>>,
}

/// The announced list, by name, then by series and title.
struct Announced<'a> {
    by_name: HashMap<&'a str, BTreeMap<Titled<'a>, Namesakes<'a>>>,
    /// Names without their dots, spaces and capitals.
    by_bare_name: HashMap<String, &'a str>,
}

impl<'a> Announced<'a> {
    fn new(candidates: &'a [Candidate]) -> Self {
        let mut by_name: HashMap<&str, BTreeMap<Titled<'_>, Namesakes<'_>>> = HashMap::new();
        let mut by_bare_name = HashMap::new();
        for candidate in candidates {
            by_bare_name.entry(bare_name(&candidate.name)).or_insert(candidate.name.as_str());
            let titled = (candidate.series.as_str(), candidate.title.as_str());
            let namesakes = by_name.entry(&candidate.name).or_default().entry(titled).or_default();
            namesakes.add(candidate);
        }
        Self { by_name, by_bare_name }
    }

    fn find(&self, draft: &Draft) -> Found<'a> {
        let award = &draft.award;
        let Some(titles) = self.by_name.get(draft.name.as_str()) else {
            return Found::Nobody(vec![]);
        };
        if let Some(namesakes) = titles.get(&(award.series.as_str(), award.title.as_str())) {
            return namesakes.find(draft);
        }
        let firsts = titles.values().filter_map(|namesakes| namesakes.first.first().copied());
        let mut others: Vec<&Candidate> = firsts.take(NAMED).collect();
        others.sort_by_key(|candidate| candidate.position);
        Found::Nobody(others)
    }

    /// A name of the list that is written a little differently.
    fn alike(&self, draft: &Draft) -> Option<&'a str> {
        self.by_bare_name.get(&bare_name(draft.name.as_str())).copied()
    }
}

impl<'a> Namesakes<'a> {
    fn add(&mut self, candidate: &'a Candidate) {
        keep_first(&mut self.first, &mut self.count, candidate);
        let colleagues = self.by_employer.entry(bare(candidate.employer.as_ref())).or_default();
        keep_first(&mut colleagues.first, &mut colleagues.count, candidate);
        let same = colleagues.by_specialty.entry(bare(candidate.specialty.as_ref())).or_default();
        if same.len() < NAMED {
            same.push(candidate);
        }
    }

    fn find(&self, draft: &Draft) -> Found<'a> {
        if let (1, [only]) = (self.count, self.first.as_slice()) {
            return Found::One(only);
        }
        let Some(colleagues) = self.by_employer.get(&bare(draft.award.employer.as_ref())) else {
            return Found::Several(self.first.clone());
        };
        if let (1, [only]) = (colleagues.count, colleagues.first.as_slice()) {
            return Found::One(only);
        }
        let same = colleagues.by_specialty.get(&bare(draft.award.specialty.as_ref()));
        match same.map(Vec::as_slice) {
            Some([only]) => Found::One(only),
            _ => Found::Several(colleagues.first.clone()),
        }
    }
}

fn keep_first<'a>(first: &mut Vec<&'a Candidate>, count: &mut usize, candidate: &'a Candidate) {
    *count += 1;
    if first.len() < NAMED {
        first.push(candidate);
    }
}

/// The row that stands for each candidate, by position; before it whether its employer differs.
fn standing(drafts: &[Draft], found: &[Found<'_>]) -> HashMap<u64, (bool, usize)> {
    let mut standing = HashMap::new();
    for (at, (draft, found)) in drafts.iter().zip(found).enumerate() {
        let Found::One(candidate) = found else { continue };
        let claim = (!is_same_employer(candidate, draft), at);
        let best = standing.entry(candidate.position).or_insert(claim);
        *best = claim.min(*best);
    }
    standing
}

fn bare(text: Option<&Text>) -> Option<String> {
    text.map(Text::bare)
}

fn bare_name(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn is_same_employer(candidate: &Candidate, draft: &Draft) -> bool {
    bare(candidate.employer.as_ref()) == bare(draft.award.employer.as_ref())
}
