//! Every published or computed number that the rules are measured by. All are synthetic.

use super::*;
use crate::model::day::Day;

fn today() -> Day {
    Day::parse("2026-11-24").unwrap()
}

fn read(written: &str) -> Result<IdReading, IdFault> {
    Identity::read(None, written, today())
}

#[test]
fn a_resident_number_tells_sex_and_birth() {
    let male = read("330302199003071231").unwrap();
    assert_eq!(male.identity.id_type, IdType::ResidentId);
    assert_eq!(male.sex, Some(Sex::Male));
}
