//! Every published or computed number that the rules are measured by. All are synthetic.

use super::*;
use crate::model::day::Day;
use proptest::prelude::*;

fn today() -> Day {
    Day::parse("2026-11-24").unwrap()
}

fn read(written: &str) -> Result<IdReading, IdFault> {
    Identity::read(None, written, today())
}

fn normal(written: &str) -> (IdType, String, Vec<IdFix>) {
    let reading = read(written).unwrap_or_else(|fault| panic!("{written}: {fault}"));
    (reading.identity.id_type, reading.identity.id_number.reveal().to_owned(), reading.fixes)
}

#[test]
fn a_resident_number_tells_sex_birth_and_address() {
    for (number, sex, born_on, address) in [
        ("330302199003071231", Sex::Male, "1990-03-07", Address::Wenzhou),
        ("330302198506152047", Sex::Female, "1985-06-15", Address::Wenzhou),
        ("33032719880808004X", Sex::Female, "1988-08-08", Address::Wenzhou),
        ("330302200002290016", Sex::Male, "2000-02-29", Address::Wenzhou),
        ("339004197012310017", Sex::Male, "1970-12-31", Address::Wenzhou),
        ("330383199210010026", Sex::Female, "1992-10-01", Address::Wenzhou),
        ("11010519491231002X", Sex::Female, "1949-12-31", Address::Elsewhere),
    ] {
        let reading = read(number).unwrap();
        assert_eq!(reading.identity.id_type, IdType::ResidentId);
        assert_eq!(reading.identity.id_number.reveal(), number);
        assert_eq!((reading.sex, reading.born_on), (Some(sex), Day::parse(born_on)), "{number}");
        assert_eq!(reading.address, Some(address), "{number}");
        assert!(reading.fixes.is_empty() && reading.warnings.is_empty(), "{number}");
    }
}

#[test]
fn wrong_resident_numbers_are_told_apart() {
    for (number, fault) in [
        ("", IdFault::Blank),
        (" \u{200B} ", IdFault::Blank),
        ("330382199502290019", IdFault::ImpossibleBirth),
        ("330302199013071231", IdFault::ImpossibleBirth),
        ("330302199003071000", IdFault::LostDigits),
        ("330302199003071232", IdFault::Rounded),
        ("330302199003071200", IdFault::Rounded),
        ("330302199003071235", IdFault::WrongCheck),
        ("33030219900307123X", IdFault::WrongCheck),
        ("3.30302E+17", IdFault::Scientific),
        ("3.30302E17", IdFault::Scientific),
        ("３．３０３０２Ｅ＋１７", IdFault::Scientific),
        ("330302199003071232.0", IdFault::TypedAsNumber),
        ("33032719880808004Х", IdFault::NotTheLetterX), // Cyrillic
        ("33032719880808004×", IdFault::NotTheLetterX),
        ("33032719880808004χ", IdFault::NotTheLetterX),
        ("3303**********1231", IdFault::Masked),
        ("33O302199003071231", IdFault::LetterForDigit),
        ("33030219900307l231", IdFault::LetterForDigit),
        ("33030219900307123壹", IdFault::StrayCharacter),
        ("33030219900307123", IdFault::WrongLength { length: 17 }),
        ("3303021990030712311", IdFault::WrongLength { length: 19 }),
        ("990302199003071231", IdFault::WrongCheck), // a foreigner's by its first digit
        ("100302199003071231", IdFault::UnknownProvince),
        ("330302189912311231", IdFault::BornBefore1900),
        ("330302900307999", IdFault::CenturyUnknown),
        ("not a number", IdFault::TypeNeeded),
        ("AB1234567", IdFault::TypeNeeded),
    ] {
        assert_eq!(read(number), Err(fault), "{number}");
    }
}

#[test]
fn nobody_is_born_after_today() {
    let number = "330302199003071231";
    let on = |day: &str| Identity::read(None, number, Day::parse(day).unwrap());
    assert!(on("1990-03-07").is_ok());
    assert_eq!(on("1990-03-06"), Err(IdFault::BornInFuture));
}

#[test]
fn a_truncated_number_whose_check_holds_is_pointed_at() {
    // Sequence 100 with check 0: what Excel leaves of one number in eleven.
    let number = (10..=28)
        .map(|day| format!("330302199003{day}100"))
        .find(|body| citizen::check_character(body) == Some('0'))
        .map(|body| format!("{body}0"))
        .unwrap();
    assert_eq!(read(&number).unwrap().warnings, [IdWarning::EndsInZeros]);
}

#[test]
fn an_address_that_wenzhou_never_had_is_pointed_at() {
    let body = "33039919900307123";
    let number = format!("{body}{}", citizen::check_character(body).unwrap());
    let reading = read(&number).unwrap();
    assert_eq!(reading.address, Some(Address::UnknownInWenzhou));
    assert_eq!(reading.warnings, [IdWarning::UnknownDivision]);
}

#[test]
fn what_clerks_add_is_taken_off_and_told() {
    for (written, number, fixes) in [
        ("330302900307123", "330302199003071231", &[IdFix::FifteenDigits][..]),
        (" 330302199003071231\u{A0}\t", "330302199003071231", &[]),
        ("'330302199003071231", "330302199003071231", &[IdFix::Apostrophe]),
        ("’330302199003071231", "330302199003071231", &[IdFix::Apostrophe]),
        ("330302 19900307 1231", "330302199003071231", &[IdFix::InnerSpace]),
        ("330302\u{3000}19900307\u{A0}1231", "330302199003071231", &[IdFix::InnerSpace]),
        ("330302-19900307-1231", "330302199003071231", &[IdFix::InnerSpace]),
        ("\u{FEFF}330302199003071231\u{200B}", "330302199003071231", &[IdFix::Invisible]),
        ("33032719880808004x", "33032719880808004X", &[IdFix::UpperCase]),
        ("33032719880808004Ｘ", "33032719880808004X", &[IdFix::FullWidth]),
        ("33032719880808004ｘ", "33032719880808004X", &[IdFix::FullWidth]),
        ("３３０３０２１９９００３０７１２３１", "330302199003071231", &[IdFix::FullWidth]),
        (
            "' 330327 19880808 004x",
            "33032719880808004X",
            &[IdFix::Apostrophe, IdFix::InnerSpace, IdFix::UpperCase],
        ),
    ] {
        assert_eq!(
            normal(written),
            (IdType::ResidentId, number.to_owned(), fixes.to_vec()),
            "{written}"
        );
    }
}

#[test]
fn residents_of_hong_kong_macao_and_taiwan_have_the_citizens_build() {
    for (number, sex) in [
        ("810000199001010019", Sex::Male),
        ("820000197511200114", Sex::Male),
        ("830000198805120028", Sex::Female),
    ] {
        let reading = read(number).unwrap();
        assert_eq!(reading.identity.id_type, IdType::ResidencePermit);
        assert_eq!((reading.sex, reading.address), (Some(sex), None));
        assert_eq!(
            Identity::read(Some(IdType::ResidentId), number, today()),
            Err(IdFault::TypeDisagrees {
                id_type: IdType::ResidentId,
                looks_like: IdType::ResidencePermit
            })
        );
    }
    assert_eq!(read("810100199001010019"), Err(IdFault::UnknownProvince));
    assert_eq!(read("810000199001010018"), Err(IdFault::WrongCheck));
}

#[test]
fn foreign_permanent_residents_have_an_old_and_a_new_card() {
    let new = read("933840199006150015").unwrap();
    assert_eq!(new.identity.id_type, IdType::ForeignPermanentResidentId);
    assert_eq!((new.born_on, new.sex, new.address), (Day::parse("1990-06-15"), None, None));
    assert_eq!(read("933840199006150017"), Err(IdFault::WrongCheck));
    let old = read("usa330012345678").unwrap();
    assert_eq!(old.identity.id_type, IdType::ForeignPermanentResidentId);
    assert_eq!((old.identity.id_number.reveal(), old.born_on), ("USA330012345678", None));
}

#[test]
fn permits_are_matched_without_the_count_of_their_issues() {
    assert_eq!(
        normal("H0123456789"),
        (IdType::HkMacaoTravelPermit, "H01234567".into(), vec![IdFix::IssueCount])
    );
    assert_eq!(
        normal("m12345678"),
        (IdType::HkMacaoTravelPermit, "M12345678".into(), vec![IdFix::UpperCase])
    );
    assert_eq!(normal("01234567"), (IdType::TaiwanTravelPermit, "01234567".into(), vec![]));
    assert_eq!(normal("0123456789A"), (IdType::TaiwanTravelPermit, "0123456789A".into(), vec![]));
    assert!(Identity::read(Some(IdType::TaiwanTravelPermit), "0123456789", today()).is_ok());
}

fn read_as(id_type: IdType, written: &str) -> Result<IdReading, IdFault> {
    Identity::read(Some(id_type), written, today())
}

#[test]
fn a_named_type_decides_where_shapes_are_alike() {
    assert!(read_as(IdType::ChinesePassport, "E12345678").is_ok());
    assert!(read_as(IdType::ChinesePassport, "H12345678").is_ok());
    assert!(read_as(IdType::ForeignPassport, "C01X00T47").is_ok());
}

#[test]
fn a_number_of_another_document_is_named() {
    for (id_type, written, looks_like) in [
        (IdType::ResidentId, "E12345678", IdType::ChinesePassport),
        (IdType::ResidentId, "933840199006150015", IdType::ForeignPermanentResidentId),
        (IdType::TaiwanTravelPermit, "330302199003071231", IdType::ResidentId),
        (IdType::ResidencePermit, "330302199003071231", IdType::ResidentId),
    ] {
        let fault = IdFault::TypeDisagrees { id_type, looks_like };
        assert_eq!(read_as(id_type, written), Err(fault), "{written}");
    }
}

#[test]
fn a_number_of_no_document_is_told_by_the_named_type() {
    for (id_type, written, fault) in [
        (IdType::ResidentId, "3303021990030712", IdFault::WrongLength { length: 16 }),
        (IdType::ResidentId, "330302199003071000", IdFault::LostDigits),
        (
            IdType::HkMacaoTravelPermit,
            "H012345",
            IdFault::WrongShape { id_type: IdType::HkMacaoTravelPermit },
        ),
        (IdType::ForeignPassport, "AB", IdFault::WrongShape { id_type: IdType::ForeignPassport }),
    ] {
        assert_eq!(read_as(id_type, written), Err(fault), "{written}");
    }
}

#[test]
fn storage_gives_back_what_was_read_and_nothing_else() {
    let identity = read("330302199003071231").unwrap().identity;
    let stored = serde_json::to_string(&identity).unwrap();
    assert_eq!(stored, r#"{"id_type":"resident_id","id_number":"330302199003071231"}"#);
    assert_eq!(serde_json::from_str::<Identity>(&stored).unwrap(), identity);
    for (id_type, number) in [
        (IdType::ResidentId, "330302199003071232"),
        (IdType::ResidentId, "330302900307123"),
        (IdType::ResidentId, "33032719880808004x"),
        (IdType::ResidentId, "810000199001010019"),
        (IdType::ResidencePermit, "330302199003071231"),
        (IdType::HkMacaoTravelPermit, "H0123456789"),
        (IdType::ChinesePassport, " E12345678"),
    ] {
        assert_eq!(Identity::restore(id_type, number), None, "{number}");
    }
    assert!(serde_json::from_str::<Identity>(&stored.replace("1231", "1234")).is_err());
}

#[test]
fn no_sentence_and_no_debug_repeats_the_number() {
    let reading = read("330302199003071231").unwrap();
    assert!(!format!("{reading:?}").contains("1990030"));
    for written in
        ["330302199003071232", "3.30302E+17", "H0123", "33030219900307123壹", "3303**********1231"]
    {
        let fault = Identity::read(Some(IdType::ResidentId), written, today()).unwrap_err();
        for said in [fault.zh(), fault.en(), fault.to_string(), format!("{fault:?}")] {
            assert!(!said.contains(written) && !said.contains("330302"), "{said}");
        }
    }
}

fn every_fault() -> [IdFault; 19] {
    use IdFault as F;
    let (id_type, looks_like) = (IdType::ResidentId, IdType::ResidencePermit);
    [
        F::Blank,
        F::Scientific,
        F::TypedAsNumber,
        F::LostDigits,
        F::Rounded,
        F::NotTheLetterX,
        F::Masked,
        F::LetterForDigit,
        F::StrayCharacter,
        F::WrongLength { length: 1 },
        F::UnknownProvince,
        F::ImpossibleBirth,
        F::BornBefore1900,
        F::BornInFuture,
        F::WrongCheck,
        F::CenturyUnknown,
        F::WrongShape { id_type },
        F::TypeDisagrees { id_type, looks_like },
        F::TypeNeeded,
    ]
}

#[test]
fn every_fault_has_a_code_of_its_own() {
    let faults = every_fault();
    let codes: std::collections::BTreeSet<&str> = faults.iter().map(IdFault::code).collect();
    assert_eq!(codes.len(), faults.len());
    assert!(codes.iter().all(|code| code.starts_with("id_")));
}

prop_compose! {
    /// A sound number of a citizen.
    fn citizen_number()(
        address in prop::sample::select(vec!["330302", "330383", "110105", "339004"]),
        year in 1900..=2025_u16, month in 1..=12_u8, day in 1..=28_u8, sequence in 0..=999_u16,
    ) -> String {
        let body = format!("{address}{year}{month:02}{day:02}{sequence:03}");
        let check = citizen::check_character(&body).unwrap();
        format!("{body}{check}")
    }
}

proptest! {
    #[test]
    fn every_sound_number_reads_and_is_restored(number in citizen_number()) {
        let reading = read(&number).unwrap();
        prop_assert!(reading.fixes.is_empty());
        prop_assert_eq!(Identity::restore(IdType::ResidentId, &number), Some(reading.identity));
    }

    #[test]
    fn reading_what_was_read_changes_nothing(written in "[ '０-９0-9A-Za-zxX\u{3000}-]{1,22}", which in 0..8_usize) {
        let id_type = IdType::ALL.get(which).copied();
        if let Ok(reading) = Identity::read(id_type, &written, today()) {
            let Identity { id_type, id_number } = reading.identity.clone();
            let again = Identity::read(Some(id_type), id_number.reveal(), today()).unwrap();
            prop_assert!(again.fixes.is_empty());
            prop_assert_eq!(&again.identity, &reading.identity);
            prop_assert_eq!(Identity::restore(id_type, id_number.reveal()), Some(reading.identity));
        }
    }

    #[test]
    fn an_excel_truncated_number_never_passes_unseen(number in citizen_number()) {
        let truncated = format!("{}000", &number[..15]);
        prop_assume!(truncated != number);
        match read(&truncated) {
            Ok(reading) => prop_assert!(reading.warnings.contains(&IdWarning::EndsInZeros)),
            Err(fault) => prop_assert_eq!(fault, IdFault::LostDigits),
        }
    }

    #[test]
    fn any_text_at_all_is_answered(written in "\\PC{0,80}") {
        let _ = read(&written);
        let _ = IdType::from_written(&written, &written);
    }
}
