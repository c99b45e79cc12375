//! What every page of the desk wears: where one can go, who is there, the way out.

use super::{entry::Desk, shown::office_name};
use crate::http::{site::Site, words::Lang};
use crate::model::office::Office;

/// A part of the desk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// 待办.
    Waiting,
    /// 上传.
    Uploads,
    /// 批次.
    Batches,
    /// 总览, the bureau's alone.
    Overview,
}

/// The parts of the desk, in the order of the bar.
const PLACES: [Place; 4] = [Place::Waiting, Place::Uploads, Place::Batches, Place::Overview];

impl Place {
    fn href(self) -> &'static str {
        match self {
            Self::Waiting => "/desk",
            Self::Uploads => "/desk/uploads/new",
            Self::Batches => "/desk/batches",
            Self::Overview => "/desk/overview",
        }
    }

    fn word(self, lang: Lang) -> &'static str {
        let words = &lang.words().desk.bar;
        match self {
            Self::Waiting => words.waiting,
            Self::Uploads => lang.sheets().place,
            Self::Batches => words.batches,
            Self::Overview => words.overview,
        }
    }

    /// Whether only the bureau comes here.
    fn is_the_bureaus(self) -> bool {
        self == Self::Overview
    }
}

/// One entry of the bar.
pub struct Entry {
    pub href: &'static str,
    pub word: &'static str,
    pub is_here: bool,
}

/// The bar of a page.
pub struct Bar {
    pub entries: Vec<Entry>,
    pub office: String,
    pub who: String,
    pub form_key: String,
}

impl Bar {
    /// The bar for somebody who is `here`.
    pub fn new(site: &Site, lang: Lang, desk: &Desk, here: Place) -> Self {
        let entry = |place: Place| Entry {
            href: place.href(),
            word: place.word(lang),
            is_here: place == here,
        };
        let office = site.registry().catalogue().office(&desk.actor.office);
        let is_bureau = office.is_some_and(Office::is_bureau);
        Self {
            entries: PLACES
                .into_iter()
                .filter(|place| is_bureau || !place.is_the_bureaus())
                .map(entry)
                .collect(),
            office: office_name(site, &desk.actor.office),
            who: desk.actor.who.to_string(),
            form_key: desk.form_key.clone(),
        }
    }
}
