//! Every word that a page says, in Chinese and in English. Templates hold none of their own.
//!
//! Fixed words are the two statics of one shape, so a page cannot be said in one language only;
//! sentences with values in them are in [`sentences`], [`verdict`], [`next_steps`],
//! [`copies`], [`receipt`] and [`failure`].

pub mod copies;
pub mod desk;
mod en;
pub mod failure;
mod next_steps;
pub mod posts;
mod receipt;
pub mod sentences;
pub mod verdict;
mod zh;

/// The language of a page. Chinese unless the reader asked for English.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lang {
    Zh,
    En,
}

impl Lang {
    /// The code of the cookie and the query.
    pub fn code(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }

    /// The inverse of [`Self::code`].
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Zh, Self::En].into_iter().find(|lang| lang.code() == code)
    }

    /// The BCP 47 tag of the `lang` attribute.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-Hans-CN",
            Self::En => "en",
        }
    }

    /// The language that the header offers instead.
    pub fn other(self) -> Self {
        match self {
            Self::Zh => Self::En,
            Self::En => Self::Zh,
        }
    }

    /// The words in this language.
    pub fn words(self) -> &'static Words {
        match self {
            Self::Zh => &zh::WORDS,
            Self::En => &en::WORDS,
        }
    }
}

/// Everything that is said without a value in it.
pub struct Words {
    pub frame: Frame,
    pub home: Home,
    pub mine: Mine,
    pub verify: Verify,
    pub verdict: Verdict,
    pub facts: Facts,
    pub help: Reading,
    pub trust: Reading,
    pub desk: desk::Desk,
}

/// Around every page.
pub struct Frame {
    pub skip: &'static str,
    pub brand: &'static str,
    pub tagline: &'static str,
    pub switch: &'static str,
    pub demo: &'static str,
    pub more: &'static str,
    pub verify: &'static str,
    pub posts: &'static str,
    pub trust: &'static str,
    pub help: &'static str,
    pub home: &'static str,
}

/// `/`
pub struct Home {
    pub title: &'static str,
    pub lead: [&'static str; 2],
    pub name: &'static str,
    pub name_hint: &'static str,
    pub id_type: &'static str,
    pub id_number: &'static str,
    pub id_number_hint: &'static str,
    pub submit: &'static str,
    pub privacy: &'static str,
    pub verify: &'static str,
    pub verify_text: &'static str,
    pub verify_link: &'static str,
    pub common: &'static str,
    pub wrong: &'static str,
    pub missed: &'static str,
    pub causes: &'static [&'static str],
    pub name_blank: &'static str,
    pub id_type_blank: &'static str,
    pub id_number_blank: &'static str,
}

/// `/mine` and below.
pub struct Mine {
    pub leave: &'static str,
    pub idle: &'static str,
    pub print: &'static str,
    pub more: &'static str,
    pub see_new: &'static str,
    pub not_printable: &'static str,
    pub missing: &'static str,
    pub missing_text: &'static str,
    pub missing_link: &'static str,
    pub back: &'static str,
    pub facts: &'static str,
    pub timeline: &'static str,
    pub last_look_up: &'static str,
    pub obtained: &'static str,
    pub announced: &'static str,
    pub issued: &'static str,
    pub filed: &'static str,
    pub looked: &'static str,
    pub looked_text: &'static str,
    pub looked_none: &'static str,
    pub looked_strange: &'static str,
    pub copies: &'static str,
}

/// `/verify`
pub struct Verify {
    pub title: &'static str,
    pub lead: &'static str,
    pub by_number: &'static str,
    pub number: &'static str,
    pub number_hint: &'static str,
    pub name: &'static str,
    pub name_hint: &'static str,
    pub submit: &'static str,
    pub by_file: &'static str,
    pub file: &'static str,
    pub file_hint: &'static str,
    pub submit_file: &'static str,
    pub by_scan: &'static str,
    pub scan_text: &'static str,
    pub scan_address: &'static str,
    pub kept: &'static str,
    pub missed: &'static str,
    pub number_blank: &'static str,
    pub name_blank: &'static str,
    pub file_blank: &'static str,
}

/// Around a verdict.
pub struct Verdict {
    pub official: &'static str,
    pub official_how: [&'static str; 2],
    pub next: &'static str,
    pub compare: &'static str,
    pub nothing_shown: &'static str,
    pub nothing_shown_text: &'static str,
    pub copy_bound: &'static str,
    pub checks: &'static str,
    pub printed: &'static str,
    pub again: &'static str,
    pub trust: &'static str,
}

/// The labels of what a certificate says.
pub struct Facts {
    pub holder: &'static str,
    pub name_matches: &'static str,
    pub sex: &'static str,
    pub born_on: &'static str,
    pub title: &'static str,
    pub level: &'static str,
    pub series: &'static str,
    pub specialty: &'static str,
    pub award_method: &'static str,
    pub obtained_on: &'static str,
    pub committee: &'static str,
    pub employer: &'static str,
    pub document_number: &'static str,
    pub announced_on: &'static str,
    pub issued_on: &'static str,
    pub filed_on: &'static str,
    pub issued_by: &'static str,
    pub awarded_by: &'static str,
    pub number: &'static str,
    pub source_number: &'static str,
    pub copy_purpose: &'static str,
    pub copy_until: &'static str,
    pub copy_made: &'static str,
}

/// A page to read: `/help`, `/trust`.
pub struct Reading {
    pub title: &'static str,
    pub lead: &'static str,
    pub sections: &'static [Section],
}

/// A part of a [`Reading`].
pub struct Section {
    pub id: &'static str,
    pub heading: &'static str,
    pub text: &'static [&'static str],
    pub links: &'static [Link],
}

/// A way onward.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Link {
    pub href: &'static str,
    pub label: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_sections_and_links() {
        for reading in [|w: &'static Words| &w.help, |w: &'static Words| &w.trust] {
            let shape = |lang: Lang| {
                let sections = reading(lang.words()).sections.iter();
                sections
                    .map(|s| {
                        (s.id, s.text.len(), s.links.iter().map(|l| l.href).collect::<Vec<_>>())
                    })
                    .collect::<Vec<_>>()
            };
            assert_eq!(shape(Lang::Zh), shape(Lang::En));
        }
    }

    #[test]
    fn a_language_is_read_back_from_its_code() {
        for lang in [Lang::Zh, Lang::En] {
            assert_eq!(Lang::from_code(lang.code()), Some(lang));
            assert_eq!(lang.other().other(), lang);
        }
        assert_eq!(Lang::from_code("fr"), None);
    }
}
