//! A PDF, ours or anybody's. The first byte says whether the rest is a file as it is, or objects
//! that are bound into one.

#![no_main]

use wenzheng::{model::digest::Digest, print::read};
use wenzheng_fuzz::{page, registry, seeds};

libfuzzer_sys::fuzz_target!(init: { registry::open(); seeds::plant(papers); }, |input: &[u8]| {
    let Some((choice, rest)) = input.split_first() else { return };
    let bytes = if choice % 2 == 0 { rest.to_vec() } else { page::bind(rest) };
    if let Ok(parts) = read(&bytes) {
        assert_eq!(parts.file, Digest::of(&bytes));
        assert_eq!(read(&bytes), Ok(parts), "one file, one reading");
    }
});

/// Our certificates as they are, and as objects.
fn papers() -> Vec<Vec<u8>> {
    let papers = registry::papers();
    let bound = papers.iter().filter_map(|paper| page::unbind(paper));
    let bound: Vec<Vec<u8>> = bound.map(|input| [b"\x01", &input[..]].concat()).collect();
    assert!(bound.iter().all(|input| read(&page::bind(&input[1..])).is_ok()), "objects that bind");
    papers.iter().map(|paper| [b"\0", &paper[..]].concat()).chain(bound).collect()
}
