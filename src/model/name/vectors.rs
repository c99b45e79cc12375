//! Names met in the field, and what each becomes.

use super::*;
use proptest::prelude::*;

fn name(written: &str) -> (String, Vec<NameFix>) {
    let reading = PersonName::read(written).unwrap_or_else(|fault| panic!("{written}: {fault}"));
    (reading.name.to_string(), reading.fixes)
}

fn problem(written: &str) -> (NameProblem, Option<String>) {
    let fault = PersonName::read(written).expect_err(written);
    (fault.problem, fault.hint)
}

#[test]
fn rare_and_minority_names_pass_as_they_are() {
    for written in [
        "张三",
        "欧阳娜娜",
        "司徒美",
        "尉迟恭",
        "〇",
        "林䶮",
        "陈㛃",
        "𠅤明",
        "王𪾢",
        "刘𬱖",
        "王\u{2C386}",
        "李堃",
        "张原名",
        "李喆",
        "玥",
        "阿不都热合曼·买买提",
        "古丽尼格尔·阿卜杜热依木",
        "段\u{323B0}",
        "\u{FA0E}",
        "\u{2EBF0}",
        "\u{3347F}",
        "JOHN SMITH",
        "Jean-Luc O'Neil",
        "José Núñez",
        "Nguyễn Văn A",
        "'t Hooft",
    ] {
        assert_eq!(name(written), (written.to_owned(), vec![]), "{written}");
        assert_eq!(PersonName::parse(written).unwrap().as_str(), written);
    }
}

#[test]
fn every_dot_between_chinese_characters_becomes_the_interpunct() {
    for dot in
        ['・', '･', '•', '‧', '∙', '⋅', '．', '.', '。', '｡', '﹒', '●', '、', '-', '－', '\u{387}']
    {
        let written = format!("阿不都热合曼{dot}买买提");
        assert_eq!(
            name(&written),
            ("阿不都热合曼·买买提".to_owned(), vec![NameFix::Dot(dot)]),
            "{dot:?}"
        );
        assert_eq!(PersonName::parse(&written), None);
    }
    assert_eq!(
        name("阿不都热合曼 买买提"),
        ("阿不都热合曼·买买提".to_owned(), vec![NameFix::SpaceToDot])
    );
    assert_eq!(name("阿不都 · 买买提"), ("阿不都·买买提".to_owned(), vec![NameFix::Space]));
    // Nothing is put in where it is missing.
    assert_eq!(name("阿不都热合曼买买提"), ("阿不都热合曼买买提".to_owned(), vec![]));
}

#[test]
fn a_look_up_with_another_dot_or_padding_finds_the_same_name() {
    let on_record = PersonName::parse("阿不都热合曼·买买提").unwrap();
    for asked in [
        "阿不都热合曼・买买提",
        "阿不都热合曼.买买提",
        " 阿不都热合曼 买买提 ",
        "阿不都热合曼·\u{200B}买买提",
    ] {
        assert_eq!(PersonName::read(asked).unwrap().name, on_record, "{asked}");
    }
    assert_ne!(PersonName::read("李喆").unwrap().name, PersonName::parse("李哲").unwrap());
}

#[test]
fn padding_and_what_nobody_sees_are_taken_out() {
    for (written, plain, fixes) in [
        ("张　三", "张三", &[NameFix::Space][..]),
        ("王 伟", "王伟", &[NameFix::Space]),
        ("王\u{A0}伟", "王伟", &[NameFix::Space]),
        ("王\u{2003}伟", "王伟", &[NameFix::Space]),
        ("王\n伟", "王伟", &[NameFix::Space]),
        ("欧阳 娜娜", "欧阳娜娜", &[NameFix::Space]),
        ("  张三\u{3000}", "张三", &[]),
        ("古 丽 尼 格 尔", "古丽尼格尔", &[NameFix::Space]),
        ("张\u{200B}三", "张三", &[NameFix::Invisible('\u{200B}')]),
        ("\u{FEFF} 张三", "张三", &[NameFix::Invisible('\u{FEFF}')]),
        ("张\u{FE00}三", "张三", &[NameFix::VariationSelector('\u{FE00}')]),
        ("葛\u{E0100}三", "葛三", &[NameFix::VariationSelector('\u{E0100}')]),
        ("'张三", "张三", &[NameFix::Apostrophe]),
        ("JOHN  SMITH", "JOHN SMITH", &[NameFix::Space]),
        ("JOHN\u{A0}SMITH", "JOHN SMITH", &[NameFix::Space]),
        ("ＪＯＨＮ SMITH", "JOHN SMITH", &[NameFix::FullWidth]),
        ("O’Neil", "O'Neil", &[NameFix::Punctuation('’')]),
        ("Jose\u{301}", "José", &[NameFix::Composed]),
    ] {
        assert_eq!(name(written), (plain.to_owned(), fixes.to_vec()), "{written:?}");
    }
}

#[test]
fn look_alikes_become_the_unified_character_and_are_told() {
    assert_eq!(name("⽅明"), ("方明".to_owned(), vec![NameFix::Kangxi('⽅', '方')]));
    assert_eq!(
        name("陈\u{F9DC}"),
        ("陈隆".to_owned(), vec![NameFix::Compatibility('\u{F9DC}', '隆')])
    );
    assert_eq!(
        name("\u{2F800}"),
        ("丽".to_owned(), vec![NameFix::Compatibility('\u{2F800}', '丽')])
    );
    let fix = NameFix::Kangxi('⽅', '方');
    assert_eq!(fix.zh(), "姓名里的部首U+2F45已改为汉字“方”（U+65B9）。");
}

#[test]
fn what_stands_in_place_of_a_character_is_refused_with_a_guess() {
    for (written, wrong, hint) in [
        ("\u{2EEC}明", NameProblem::Radical('\u{2EEC}', Some('齐')), Some("齐明")),
        ("王\u{2E80}", NameProblem::Radical('\u{2E80}', None), None),
        ("林\u{E863}", NameProblem::Private('\u{E863}', Some('䶮')), Some("林䶮")),
        (
            "林\u{E81E}\u{E863}",
            NameProblem::Private('\u{E81E}', Some('\u{9FB4}')),
            Some("林\u{9FB4}䶮"),
        ),
        ("林\u{E816}", NameProblem::Private('\u{E816}', Some('\u{20087}')), Some("林\u{20087}")),
        ("林\u{E000}", NameProblem::Private('\u{E000}', None), None),
        ("林\u{F0000}", NameProblem::Private('\u{F0000}', None), None),
        ("刘&#183382;", NameProblem::HtmlReference(Some('\u{2CC56}')), Some("刘\u{2CC56}")),
        ("刘&#x2CC56;", NameProblem::HtmlReference(Some('\u{2CC56}')), Some("刘\u{2CC56}")),
        ("刘&#99999999999;", NameProblem::HtmlReference(None), None),
        ("张?", NameProblem::Placeholder('?'), None),
        ("张□明", NameProblem::Placeholder('□'), None),
        ("张\u{FFFD}", NameProblem::Placeholder('\u{FFFD}'), None),
        ("张[ ]", NameProblem::Placeholder(']'), None),
        ("张*明", NameProblem::Placeholder('*'), None),
        ("⿰王莹", NameProblem::Description('⿰'), None),
        ("张\u{202E}三", NameProblem::Control('\u{202E}'), None),
        ("张\u{0}三", NameProblem::Control('\u{0}'), None),
    ] {
        assert_eq!(problem(written), (wrong, hint.map(str::to_owned)), "{written:?}");
    }
}

#[test]
fn what_stands_beside_a_name_is_refused_with_the_name_alone() {
    for (written, wrong, hint) in [
        ("张三（女）", NameProblem::SexSuffix, "张三"),
        ("张三(女)", NameProblem::SexSuffix, "张三"),
        ("张三 女", NameProblem::SexSuffix, "张三"),
        ("张三*", NameProblem::StarSuffix, "张三"),
        ("张三（曾用名张山）", NameProblem::FormerNameInBrackets, "张三"),
        ("张三(张山)", NameProblem::FormerNameInBrackets, "张三"),
        ("张三 曾用名：张山", NameProblem::FormerName, "张三"),
        ("张三，原名张山", NameProblem::FormerName, "张三"),
        ("张伟2", NameProblem::TrailingNumber, "张伟"),
        ("张伟１２", NameProblem::TrailingNumber, "张伟"),
        ("张伟①", NameProblem::TrailingNumber, "张伟"),
    ] {
        assert_eq!(problem(written), (wrong, Some(hint.to_owned())), "{written}");
    }
    assert_eq!(
        PersonName::read("张三（曾用名张山）").unwrap_err().code(),
        "former_name_in_brackets"
    );
}

#[test]
fn what_is_no_name_is_refused() {
    for (written, wrong) in [
        ("", NameProblem::Blank),
        ("\u{3000}\u{200B}", NameProblem::Blank),
        ("同上", NameProblem::NotAName),
        ("无", NameProblem::NotAName),
        ("合 计", NameProblem::NotAName),
        ("——", NameProblem::NotAName),
        ("'以下空白", NameProblem::NotAName),
        ("/", NameProblem::Other('/')),
        ("张2伟", NameProblem::Digit('2')),
        ("张YAN", NameProblem::MixedScripts),
        ("Zhang三", NameProblem::MixedScripts),
        ("·买买提", NameProblem::MisplacedDot),
        ("买买提·", NameProblem::MisplacedDot),
        ("张三。", NameProblem::MisplacedDot),
        ("阿不都··买买提", NameProblem::MisplacedDot),
        ("阿不都·.买买提", NameProblem::MisplacedDot),
        ("阿不都·热合曼 买买提", NameProblem::UnclearSpace),
        ("张 三丰明月", NameProblem::UnclearSpace),
        ("山田ゆき", NameProblem::Other('ゆ')),
        ("Иван", NameProblem::Other('И')),
        ("-JOHN", NameProblem::Other('-')),
        ("张;三", NameProblem::Other(';')),
    ] {
        assert_eq!(problem(written), (wrong, None), "{written:?}");
    }
}

#[test]
fn fifty_characters_are_counted_not_bytes_or_units() {
    assert!(PersonName::parse(&"𬱖".repeat(50)).is_some());
    assert_eq!(problem(&"𬱖".repeat(51)), (NameProblem::TooLong, None));
    assert_eq!(problem(&"张".repeat(100_000)), (NameProblem::TooLong, None));
}

#[test]
fn messages_name_the_character_and_its_code_point() {
    let fault = PersonName::read("林\u{E863}").unwrap_err();
    assert_eq!(fault.zh(), "姓名里有自造字编码U+E863，可能是“䶮”（U+4DAE）。请按证件核对后改正。");
    assert!(fault.en().contains("U+E863") && fault.to_string().contains("“䶮” (U+4DAE)"));
}

#[test]
fn stored_names_are_looked_at_again() {
    assert!(serde_json::from_str::<PersonName>("\"张三\"").is_ok());
    for bad in ["\"张 三\"", "\"\"", "\"张三（女）\"", "\"阿不都・买买提\""] {
        assert!(serde_json::from_str::<PersonName>(bad).is_err(), "{bad}");
    }
    assert_eq!(format!("{:?}", PersonName::parse("张三").unwrap()), "PersonName(…)");
}

proptest! {
    #[test]
    fn reading_what_was_read_changes_nothing(
        written in "[张三阿不都买提䶮\u{2C386}⽅\u{F9DC}\u{E863}\u{2EEC}·・. 　\u{200B}\u{FE00}A-Ea-e'’é\u{301}－*（女）2-]{0,14}",
    ) {
        match PersonName::read(&written) {
            Ok(reading) => {
                let again = PersonName::read(reading.name.as_str()).unwrap();
                prop_assert!(again.fixes.is_empty(), "{:?}", again.fixes);
                prop_assert_eq!(again.name, reading.name);
            }
            Err(fault) => {
                let hint = fault.hint.as_deref();
                prop_assert!(hint.is_none_or(|hint| PersonName::parse(hint).is_some()));
            }
        }
    }

    #[test]
    fn any_text_at_all_is_answered(written in ".{0,80}") {
        if let Ok(reading) = PersonName::read(&written) {
            prop_assert_eq!(PersonName::parse(reading.name.as_str()), Some(reading.name));
        }
    }
}
