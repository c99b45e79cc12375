//! The embedded catalogue, and what may be wrong with a bureau's own.

use super::*;
use crate::model::{day::Day, finding::Field, office::OfficeKind};
use std::sync::LazyLock;

static EMBEDDED: LazyLock<Catalogue> = LazyLock::new(Catalogue::embedded);

fn texts(words: &[Text]) -> Vec<&str> {
    words.iter().map(Text::as_str).collect()
}

#[test]
fn the_embedded_files_are_sound_and_whole() {
    let catalogue = Catalogue::from_files(&CatalogueFiles::default()).unwrap();
    assert_eq!(catalogue.all_series().len(), 30); // 27 national, 3 local
    assert_eq!(catalogue.plan().len(), 147);
    assert_eq!(catalogue.offices().len(), 50);
    let titles: usize = catalogue
        .all_series()
        .iter()
        .map(|s| catalogue.titles_of(s.as_str(), &Level::ALL).len())
        .sum();
    assert_eq!(titles, 277 + 80);
}

#[test]
fn the_level_of_a_title_is_its_series_too() {
    for (series, title, level) in [
        ("工程技术人员", "工程师", Level::Intermediate),
        ("工程技术人员", "技术员", Level::JuniorTechnician),
        ("公共法律服务专业人员", "三级律师", Level::Intermediate),
        ("中小学教师", "三级教师", Level::JuniorTechnician),
        ("中小学教师", "小学高级教师", Level::Intermediate),
        ("中小学教师", "小学一级教师", Level::JuniorAssistant),
        ("新闻专业人员", "高级记者", Level::Senior),
        ("卫生技术人员", "主任技师", Level::Senior),
        ("电影放映", "主任技师", Level::AssociateSenior),
        ("电影放映", "技师", Level::Intermediate),
        ("农民技术人员", "农民技师", Level::Intermediate),
        ("自然科学研究人员", "助理研究员", Level::Intermediate),
    ] {
        assert_eq!(
            EMBEDDED.title(series, title).map(|entry| entry.level),
            Some(level),
            "{series} {title}"
        );
    }
    assert!(EMBEDDED.title("工程技术人员", "农艺师").is_none());
    assert!(EMBEDDED.title("无此系列", "工程师").is_none());
}

#[test]
fn an_old_title_stays_and_names_todays() {
    let old = EMBEDDED.title("体育专业人员", " 一级 教练").unwrap();
    assert_eq!((old.title.as_str(), old.legacy), ("一级教练", true));
    assert_eq!(old.current_title.as_ref().map(Text::as_str), Some("中级教练"));
    let now = EMBEDDED.title("体育专业人员", "中级教练").unwrap();
    assert_eq!((now.legacy, &now.current_title), (false, &None));
}

#[test]
fn a_title_tells_its_series_where_one_alone_has_it() {
    assert_eq!(texts(EMBEDDED.series_with_title("工程师")), ["工程技术人员"]);
    assert_eq!(EMBEDDED.series_with_title("馆员").len(), 4);
    assert!(EMBEDDED.series_with_title("助工").is_empty());
}

#[test]
fn series_are_found_by_name_and_by_word() {
    assert_eq!(EMBEDDED.series("工程技术人员").map(Text::as_str), Some("工程技术人员"));
    assert_eq!(EMBEDDED.series("工程"), None);
    let word = EMBEDDED.series_of_word("建筑\n工程").unwrap();
    assert_eq!(word.series.as_str(), "工程技术人员");
    assert_eq!(word.specialty.as_ref().map(Text::as_str), Some("建设工程"));
    assert_eq!(EMBEDDED.series_of_word("高校教师系列").unwrap().series.as_str(), "高等学校教师");
    for series in EMBEDDED.all_series() {
        assert_eq!(&EMBEDDED.series_of_word(series.as_str()).unwrap().series, series);
    }
    assert_eq!(EMBEDDED.series_of_word("天文"), None);
}

#[test]
fn a_wrong_title_is_answered_with_those_that_it_may_mean() {
    let engineering = Some("工程技术人员");
    for (series, written, hints) in [
        (engineering, "助工", &["助理工程师"][..]),
        (None, "助工", &["助理工程师"]),
        (engineering, "工程师(岩土)", &["工程师"]),
        (engineering, "岩土工程师", &["工程师"]),
        (engineering, "岩土高级工程师", &["高级工程师"]),
        (engineering, "助里工程师", &["助理工程师"]),
        (engineering, "工程帅", &["工程师"]),
        (Some("中小学教师"), "二级老师", &["二级教师"]),
        (Some("图书资料专业人员"), "助馆", &["助理馆员"]),
        (Some("中小学教师"), "助馆", &[]),
        (None, "岩土工程师", &[]),
        (engineering, "", &[]),
        (engineering, "厨师长", &[]),
    ] {
        assert_eq!(texts(&EMBEDDED.hints(series, written)), hints, "{series:?} {written}");
    }
    assert!(EMBEDDED.hints(engineering, &"工程师".repeat(100_000)).is_empty());
    assert!(EMBEDDED.hints(None, "中级").len() > 3);
}

#[test]
fn every_hint_is_a_title_and_never_what_was_written() {
    let wrong = ["助工", "中级", "初级", "副高", "一级实习指导师", "机电工程师", "技师", "主任"];
    for series in EMBEDDED.all_series() {
        for written in wrong {
            for hint in EMBEDDED.hints(Some(series.as_str()), written) {
                assert!(
                    EMBEDDED.title(series.as_str(), hint.as_str()).is_some(),
                    "{series} {written} {hint}"
                );
                assert_ne!(hint.as_str(), written);
            }
        }
    }
}

#[test]
fn titles_of_a_series_are_listed_by_level() {
    let junior =
        EMBEDDED.titles_of("工程技术人员", &[Level::JuniorTechnician, Level::JuniorAssistant]);
    let names: Vec<&str> = junior.iter().map(|entry| entry.title.as_str()).collect();
    assert!(
        names.contains(&"助理工程师") && names.contains(&"技术员") && !names.contains(&"工程师")
    );
}

#[test]
fn headings_are_found_whatever_is_written_beside_them() {
    for (written, heading) in [
        ("姓名", Heading::Field(Field::Name)),
        (" *姓 名 ", Heading::Field(Field::Name)),
        ("姓名（必填）", Heading::Field(Field::Name)),
        ("姓名*\n(与身份证一致)", Heading::Field(Field::Name)),
        ("资格名称(全称)", Heading::Field(Field::Title)),
        ("姓名（同身份证）", Heading::Field(Field::Name)),
        ("取得时间（以证书为准）", Heading::Field(Field::ObtainedOn)),
        ("身份证\r\n号码：", Heading::Field(Field::IdNumber)),
        ("身份证号码(18位)", Heading::Field(Field::IdNumber)),
        ("取得时间（如2019-12-31）*", Heading::Field(Field::ObtainedOn)),
        ("出生年月（yyyy-mm）", Heading::Field(Field::BornOn)),
        ("评委会名称\n（考核认定单位名称）", Heading::Field(Field::Committee)),
        ("评委会（认定单位）", Heading::Field(Field::Committee)),
        ("性别（男／女）", Heading::Field(Field::Sex)),
        ("统一社会信用代码", Heading::EmployerCode),
        ("序号", Heading::Seq),
        ("学历", Heading::Ignore),
    ] {
        assert_eq!(EMBEDDED.field_of_heading(written), Some(heading), "{written}");
    }
    for written in ["", "*", "张三", "填报单位（盖章）", "姓名（曾用名）", "资格名称（原）"]
    {
        assert_eq!(EMBEDDED.field_of_heading(written), None, "{written}");
    }
    for field in Field::ALL {
        assert_eq!(EMBEDDED.field_of_heading(field.zh()), Some(Heading::Field(field)));
    }
}

#[test]
fn offices_have_the_roads_that_the_register_gives_them() {
    let office = |code: &str| EMBEDDED.office(&OfficeCode::parse(code).unwrap());
    let bureau = office("330300").unwrap();
    assert!(
        bureau.is_bureau()
            && bureau.scope.files
            && bureau.scope.has_issued
            && bureau.scope.series.is_none()
    );
    let ruian = office("330381").unwrap();
    assert_eq!(
        (ruian.kind, ruian.scope.clone()),
        (OfficeKind::County, crate::model::office::Scope::county())
    );
    let justice = office("3303D05").unwrap();
    assert!(
        justice.scope.has_series("公共法律服务专业人员")
            && !justice.scope.has_series("工程技术人员")
    );
    assert_eq!(texts(&justice.scope.specialties), ["律师", "公证员"]);
    assert_eq!(
        office("3303U01").unwrap().scope.award_methods,
        [AwardMethod::Confirmation, AwardMethod::Autonomous]
    );
    assert_eq!(office("330399"), None);
}

#[test]
fn a_kind_of_unit_is_no_office() {
    let code = OfficeCode::parse("3303U03").unwrap();
    assert_eq!(EMBEDDED.office(&code), None);
    assert_eq!(
        EMBEDDED.office_patterns().iter().map(|office| &office.code).collect::<Vec<_>>(),
        [&code]
    );
}

#[test]
fn a_specialty_limits_an_office_only_in_the_series_that_the_plan_gives_it() {
    let scope = |code: &str| &EMBEDDED.office(&OfficeCode::parse(code).unwrap()).unwrap().scope;
    let agriculture = scope("3303D09"); // 农业工程 in 工程技术人员, and all of 农业技术人员
    assert!(EMBEDDED.has_specialty(agriculture, "工程技术人员", "农业工程"));
    assert!(!EMBEDDED.has_specialty(agriculture, "工程技术人员", "建筑"));
    assert!(EMBEDDED.has_specialty(agriculture, "农业技术人员", "作物栽培"));
    assert!(EMBEDDED.has_specialty(agriculture, "工程技术人员", "没有听说过的专业"));
    assert!(EMBEDDED.has_specialty(scope("330381"), "工程技术人员", "建筑"));
}

#[test]
fn a_bureau_replaces_single_files_by_its_own() {
    let holidays = "date,kind,name\n2027-01-01,holiday,元旦\n";
    let own =
        Catalogue::from_files(&CatalogueFiles { holidays, ..CatalogueFiles::default() }).unwrap();
    assert!(own.calendar().knows(2027) && !own.calendar().knows(2026));
    assert!(!own.calendar().is_working_day(Day::parse("2027-01-01").unwrap()));
    assert_eq!(own.offices().len(), EMBEDDED.offices().len());
}

fn fault(files: &CatalogueFiles<'_>) -> String {
    Catalogue::from_files(files).err().map(|error| error.to_string()).unwrap_or_default()
}

#[test]
fn what_is_wrong_with_a_file_is_named_with_its_line() {
    let embedded = CatalogueFiles::default();
    for (files, message) in [
        (
            CatalogueFiles {
                title_hints: "written,series,suggest\n助工,,助理工成师\n",
                ..embedded
            },
            "title_hints.csv, line 2: `助理工成师` is no title of the title files",
        ),
        (
            CatalogueFiles {
                columns: "field,written\nname,姓名\nid_number,姓 名\n", ..embedded
            },
            "columns.csv, line 3: `姓 名` is there twice",
        ),
        (
            CatalogueFiles { columns: "field,written\nnick,昵称\n", ..embedded },
            "columns.csv, line 2: `nick` cannot stand in column `field`",
        ),
        (
            CatalogueFiles { holidays: "date,kind\n2026-02-30,holiday\n", ..embedded },
            "holidays.csv, line 2: `2026-02-30` cannot stand in column `date`",
        ),
        (
            CatalogueFiles {
                series_synonyms: "written,series,specialty\n天文,天文学,\n",
                ..embedded
            },
            "series_synonyms.csv, line 2: `天文学` is no series of the title files",
        ),
        (
            CatalogueFiles { levels: "series,title\n", ..embedded },
            "levels.csv, line 1: column `level` is missing",
        ),
    ] {
        assert_eq!(fault(&files), message);
    }
}

#[test]
fn no_file_may_give_a_title_another_level() {
    let embedded = CatalogueFiles::default();
    let legacy =
        "series,level,title,current_title\n工程技术人员,junior_assistant,老工程师,工程师\n";
    assert_eq!(
        fault(&CatalogueFiles { levels_legacy: legacy, ..embedded }),
        "levels_legacy.csv, line 2: its current_title is no title of this series and level"
    );
    let twice = "series,level,title,current_title\n工程技术人员,intermediate,工程师,\n";
    assert_eq!(
        fault(&CatalogueFiles { levels_legacy: twice, ..embedded }),
        "levels_legacy.csv, line 2: 工程技术人员, 工程师 is there twice"
    );
    let head = embedded.catalog.lines().next().unwrap();
    let plan = format!(
        "{head}\n2027,1,工程技术人员,true,,机械,某局,1,工程师,junior_assistant,decide,7,8,\n"
    );
    assert_eq!(
        fault(&CatalogueFiles { catalog: &plan, ..embedded }),
        "catalog.csv, line 2: 工程师 is intermediate elsewhere"
    );
}

#[test]
fn what_is_wrong_with_the_register_of_offices_is_named() {
    let offices = "code,name,kind,parent,road,series,specialties,levels,award_methods,note\n";
    let bureau = "330300,市局,bureau,,both,*,,intermediate,review,\n";
    for (line, message) in [
        (
            "330381,瑞安,county,330300,filed,天文,,junior_assistant,review,",
            ", line 3: `天文` cannot stand in column `series`",
        ),
        (
            "330381,瑞安,county,330399,filed,*,,junior_assistant,review,",
            ", line 3: its parent 330399 is not in the file",
        ),
        (
            "330381,瑞安,county,330300,filed,*,,senior,review,",
            ", line 3: no office of this registry awards senior",
        ),
        (
            "330381,瑞安,county,330300,filed,*,,,review,",
            ", line 3: an office has series, levels and award_methods",
        ),
        (
            "330381,瑞安,county,330300,by air,*,,senior,review,",
            ", line 3: `by air` cannot stand in column `road`",
        ),
        (
            "330300,市局,bureau,,both,*,,intermediate,review,",
            ", line 3: 330300 is there twice; a code is never reused",
        ),
        (
            "330301,二局,bureau,,both,*,,intermediate,review,",
            ": one office is the bureau, no more and no less",
        ),
    ] {
        let offices = format!("{offices}{bureau}{line}\n");
        let files = CatalogueFiles { offices: &offices, ..CatalogueFiles::default() };
        assert_eq!(fault(&files), format!("offices.csv{message}"));
    }
    let nobody = fault(&CatalogueFiles { offices, ..CatalogueFiles::default() });
    assert_eq!(nobody, "offices.csv: one office is the bureau, no more and no less");
}
