//! Rows beside each other: the same certificate twice, one document with two names, one name with
//! two documents.

use super::Judged;
use crate::{
    intake::notices::{Notice, file},
    model::{finding::Field, identity::Identity, name::PersonName, text::Text},
};
use std::collections::{HashMap, HashSet};

/// Judges every row of a file beside the others.
pub(in crate::intake) fn judge(rows: &mut [Judged]) {
    let all = &*rows;
    let (twice, (two_names, two_ids)) =
        rayon::join(|| twice(all), || rayon::join(|| two_names(all), || two_ids(all)));
    for (at, field, notice) in [twice, two_names, two_ids].into_iter().flatten() {
        if let Some(row) = rows.get_mut(at) {
            row.say(field, notice);
        }
    }
}

type Said = Vec<(usize, Field, Notice)>;

/// The first of two rows for one certificate stands; another specialty is only remarked.
fn twice(rows: &[Judged]) -> Said {
    let mut seen: HashMap<(&Identity, &Text, &Text), Vec<usize>> =
        HashMap::with_capacity(rows.len());
    let mut said = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let (Some(identity), Some(titled)) = (&row.identity, &row.titled) else { continue };
        let earlier = seen.entry((identity, &titled.series, &titled.title)).or_default();
        let same = earlier
            .iter()
            .find(|at| rows.get(**at).is_some_and(|row| row.titled.as_ref() == Some(titled)));
        if let Some(first) = same.and_then(|at| rows.get(*at)) {
            said.push((at, Field::IdNumber, file::row_twice(&first.place)));
            continue;
        }
        if let Some(first) = earlier.first().and_then(|at| rows.get(*at)) {
            said.push((at, Field::Specialty, file::other_specialty(&first.place)));
        }
        // Against many specialties of one title every row would be compared with all before it.
        if earlier.len() < 50 {
            earlier.push(at);
        }
    }
    said
}

/// One document with two names: nobody can tell which is right, so every row of it is held back.
fn two_names(rows: &[Judged]) -> Said {
    let named = || {
        let all = rows.iter().enumerate();
        all.filter_map(|(at, row)| Some((row.identity.as_ref()?, at, row.name.as_ref()?)))
    };
    let mut first: HashMap<&Identity, &PersonName> = HashMap::with_capacity(rows.len());
    let mut doubtful: HashSet<&Identity> = HashSet::new();
    for (identity, _, name) in named() {
        if *first.entry(identity).or_insert(name) != name {
            doubtful.insert(identity);
        }
    }
    let mut said = Vec::new();
    if doubtful.is_empty() {
        return said;
    }
    let mut by_id: HashMap<&Identity, Vec<(usize, &PersonName)>> = HashMap::new();
    for (identity, at, name) in named().filter(|(identity, ..)| doubtful.contains(identity)) {
        by_id.entry(identity).or_default().push((at, name));
    }
    for named in by_id.values() {
        let Some((_, first)) = named.first() else { continue };
        let Some((other, _)) = named.iter().find(|(_, name)| name != first) else { continue };
        for (at, name) in named {
            let against = if name == first { Some(other) } else { named.first().map(|(at, _)| at) };
            if let Some(against) = against.and_then(|at| rows.get(*at)) {
                said.push((*at, Field::Name, file::id_with_two_names(&against.place)));
            }
        }
    }
    said
}

/// One name at one employer with two documents: perhaps two people, perhaps a wrong digit.
fn two_ids(rows: &[Judged]) -> Said {
    let mut seen: HashMap<(&PersonName, &Text), (usize, &Identity)> =
        HashMap::with_capacity(rows.len());
    let mut said = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let (Some(identity), Some(name), Some(employer)) =
            (&row.identity, &row.name, &row.employer)
        else {
            continue;
        };
        let (first, first_identity) = *seen.entry((name, employer)).or_insert((at, identity));
        if let Some(first) = rows.get(first).filter(|_| first_identity != identity) {
            said.push((at, Field::IdNumber, file::name_with_two_ids(&first.place)));
        }
    }
    said
}
