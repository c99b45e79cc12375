//! What an ID number may look like where it must not be, and a search for all of them at once.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::collections::{BTreeSet, HashMap};
use wenzheng::model::digest::Digest;

const START: usize = 8;

/// Forms of numbers by how they begin.
pub struct Needles {
    by_start: HashMap<[u8; START], Vec<(Vec<u8>, String)>>,
    /// Whether any form begins with these two bytes: most places are passed by at once.
    first_two: Vec<bool>,
}

/// The forms of one number: none of them may be found anywhere.
fn forms(id: &str) -> Vec<Vec<u8>> {
    let division_and_birth = &id[..14];
    let core = format!("{}{}", &id[..6], &id[8..17]); // as in the numbers of fifteen digits
    let birth_and_rest = &id[6..];
    let wide = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>();
    let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    let hashed = [id.to_owned(), format!("resident_id{id}"), format!("resident_id:{id}")]
        .map(|text| Digest::of(text.as_bytes()));
    let mut forms = vec![
        division_and_birth.as_bytes().to_vec(),
        core.as_bytes()[..12].to_vec(),
        birth_and_rest.as_bytes().to_vec(),
        wide(division_and_birth),
        hex(division_and_birth.as_bytes()).into_bytes(),
        STANDARD.encode(&id.as_bytes()[..15]).into_bytes(),
    ];
    for hash in hashed {
        forms.extend([hash.0.to_vec(), hash.to_string().into_bytes()]);
        forms.push(STANDARD.encode(&hash.0[..30]).into_bytes());
    }
    forms
}

impl Needles {
    /// Every form of some numbers.
    pub fn new(ids: &BTreeSet<String>) -> Self {
        let mut needles = Self { by_start: HashMap::new(), first_two: vec![false; 1 << 16] };
        for id in ids {
            for form in forms(id) {
                let start: [u8; START] = form[..START].try_into().unwrap();
                needles.first_two[usize::from(u16::from_be_bytes([form[0], form[1]]))] = true;
                needles.by_start.entry(start).or_default().push((form, id.clone()));
            }
        }
        needles
    }

    /// The numbers that stand in some bytes in any form, each as often as it does.
    pub fn found(&self, bytes: &[u8]) -> Vec<String> {
        let mut found = Vec::new();
        for (at, window) in bytes.windows(START).enumerate() {
            if !self.first_two[usize::from(u16::from_be_bytes([window[0], window[1]]))] {
                continue;
            }
            let Some(forms) = self.by_start.get(window) else { continue };
            let here = forms.iter().filter(|(form, _)| bytes[at..].starts_with(form));
            found.extend(here.map(|(_, id)| id.clone()));
        }
        found
    }
}

#[test]
fn a_number_that_was_planted_is_found_in_every_form() {
    let planted = "330381199402060017";
    let ids: BTreeSet<String> = [planted.to_owned(), "33038119850101004X".to_owned()].into();
    let needles = Needles::new(&ids);
    for form in forms(planted) {
        let hidden = [b"before 3303 ", &form[..], b" after"].concat();
        assert!(needles.found(&hidden).contains(&planted.to_owned()), "{form:?}");
        let cut = [b"before ", &form[..form.len() - 1], b"-"].concat();
        assert_eq!(needles.found(&cut), Vec::<String>::new(), "{form:?}");
    }
    for whole in ["330381199402060017", "330381940206001", "19940206 330381199402060017"] {
        assert!(!needles.found(whole.as_bytes()).is_empty(), "{whole}");
    }
    assert!(needles.found(b"D3303812026000001X 330381 1994-02 33038119940207").is_empty());
}

#[test]
fn a_number_that_was_packed_into_a_paper_is_found() {
    let ids: BTreeSet<String> = ["330381199402060017".to_owned()].into();
    let needles = Needles::new(&ids);
    let mut document = lopdf::Document::with_version("1.7");
    let words = b"BT (330381199402060017) Tj ET ".repeat(20);
    let mut stream = lopdf::Stream::new(lopdf::Dictionary::new(), words);
    stream.compress().unwrap();
    document.add_object(stream);
    let mut raw = Vec::new();
    document.save_to(&mut raw).unwrap();
    assert!(needles.found(&raw).is_empty());
    assert_eq!(needles.found(&super::unpacked(&raw)).len(), 40);
}
