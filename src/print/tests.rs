//! The page, its file, and what is read back from it.

mod copy;

use super::samples::{self, CREDENTIAL, bare, filed, issued, sheet, text};
use super::*;
use crate::model::{digest::Digest, finding::Field, name::PersonName};
use rayon::prelude::*;
use std::sync::LazyLock;

static PRESS: LazyLock<Press> = LazyLock::new(Press::new);

fn printed(certificate: &Certificate) -> Vec<u8> {
    sheet(certificate, |sheet| PRESS.print(sheet)).unwrap()
}

fn words(certificate: &Certificate) -> Vec<String> {
    let parts = read(&printed(certificate)).unwrap();
    parts.lines.into_iter().map(|line| line.text).collect()
}

#[test]
fn an_issued_certificate_says_who_issued_what_to_whom() {
    let words = words(&issued("王莉")).join("\n");
    insta::assert_snapshot!(words, @r"
    温州市专业技术资格证书
    CERTIFICATE OF PROFESSIONAL TITLE
    姓名
    Name
    王莉
    本证书由温州市人力资源和社会保障局颁发，表明持证人经温州市建设工程技术人员中级专业技术资格评审委员会评审，具备工程师（中级）任职资格。
    The authority named below attests that the holder is qualified for the professional title stated.
    性别
    Sex
    女
    出生年月
    Born
    1988年3月
    资格名称
    Title
    工程师
    级别
    Level
    中级
    系列
    Series
    工程技术人员
    专业
    Specialty
    建筑工程管理
    取得方式
    Awarded by way of
    评审
    取得时间
    Awarded on
    2026年9月18日
    评委会
    Review committee
    温州市建设工程技术人员中级专业技术资格评审委员会
    工作单位
    Employer
    温州市建筑设计研究院有限公司
    批准文号
    Approval document
    温人社发〔2026〕88号
    证书编号
    Certificate number
    C330300 2026 0000427
    发证机关
    Issuing authority
    温州市人力资源和社会保障局
    发证日期
    Issued on
    2026年11月24日
    扫描二维码，或访问 https://zs.wenzhou.gov.cn，凭编号和姓名核验；以核验结果为准。
    To verify, scan the code, or enter number and name at https://zs.wenzhou.gov.cn. The result prevails.
    ");
}

#[test]
fn a_filed_certificate_says_who_awarded_and_never_that_the_city_did() {
    let words = words(&filed("阿依古丽·买买提")).join("\n");
    insta::assert_snapshot!(words, @r"
    专业技术资格归集凭证
    ON-RECORD STATEMENT OF A PROFESSIONAL TITLE
    姓名
    Name
    阿依古丽·买买提
    本凭证载明持证人经瑞安市机械工程初级专业技术资格评审委员会评审取得助理工程师资格，由瑞安市职称改革领导小组办公室颁发（原编号 浙瑞ZC2019-00871），已归集入温州市专业技术资格信息系统。
    The title was awarded by the body named below; the award is on record in Wenzhou's register of titles.
    性别
    Sex
    女
    出生年月
    Born
    1988年3月
    资格名称
    Title
    助理工程师
    级别
    Level
    初级（助理级）
    系列
    Series
    工程技术人员
    专业
    Specialty
    建筑工程管理
    取得方式
    Awarded by way of
    评审
    取得时间
    Awarded on
    2019年12月
    评委会
    Review committee
    瑞安市机械工程初级专业技术资格评审委员会
    工作单位
    Employer
    温州市建筑设计研究院有限公司
    批准文号
    Approval document
    温人社发〔2026〕88号
    证书编号
    Certificate number
    D330381 2026 000007L
    原证书编号
    Original number
    浙瑞ZC2019-00871
    授予单位
    Awarded by
    瑞安市职称改革领导小组办公室
    归集登记
    On record in
    温州市专业技术资格信息系统
    归集日期
    Filed on
    2026年11月24日
    扫描二维码，或访问 https://zs.wenzhou.gov.cn，凭编号和姓名核验；以核验结果为准。
    To verify, scan the code, or enter number and name at https://zs.wenzhou.gov.cn. The result prevails.
    ");
    assert!(!words.contains("本证书") && !words.contains("人力资源"));
}

#[test]
fn what_is_not_known_is_left_out_with_its_label() {
    let words = words(&bare(filed("李文博")));
    assert!(words.contains(&"本凭证载明持证人取得助理工程师资格，由瑞安市职称改革领导小组办公室颁发，已归集入温州市专业技术资格信息系统。".to_owned()));
    for label in
        ["性别", "出生年月", "专业", "取得方式", "评委会", "工作单位", "批准文号", "原证书编号"]
    {
        assert!(!words.contains(&label.to_owned()), "{label}");
    }
    let words = self::words(&bare(issued("李文博")));
    assert!(
        words.contains(
            &"本证书由温州市人力资源和社会保障局颁发，表明持证人具备工程师（中级）任职资格。"
                .to_owned()
        )
    );
}

#[test]
fn a_genuine_file_reads_as_expected() {
    let mut radical = issued("王\u{20001}");
    // U+2F47 and U+65E5 are one glyph in the face, and must be read back as the two that they are.
    radical.award.document_number = Some(text("⽇日〔2026〕1号"));
    for certificate in
        [issued("王莉"), filed("阿依古丽·买买提"), issued("䶮㛃𠅤𪾢𬱖\u{2C386}\u{9FEB}"), radical]
    {
        let expected = sheet(&certificate, |sheet| PRESS.expected(sheet)).unwrap();
        let parts = read(&printed(&certificate)).unwrap();
        let texts =
            |parts: &PdfParts| parts.lines.iter().map(|l| l.text.clone()).collect::<Vec<_>>();
        assert_eq!(texts(&expected), texts(&parts));
        assert_eq!((parts.template, parts.drawing), (Some(TEMPLATE), expected.drawing));
        assert_eq!(parts.credential.as_deref(), Some(CREDENTIAL));
        assert_eq!(parts.qr, Some(samples::url()));
        let of =
            |field| expected.lines.iter().find(|l| l.field == Some(field)).map(|l| l.text.as_str());
        assert_eq!(of(Field::Name), Some(certificate.name.as_str()));
        assert_eq!(of(Field::BornOn), Some("1988年3月"));
        assert_eq!(of(Field::Employer), Some("温州市建筑设计研究院有限公司"));
    }
}

#[test]
fn a_character_that_no_face_draws_is_named() {
    let certificate = issued("王\u{2EBF0}");
    assert!(!PRESS.draws('\u{2EBF0}') && PRESS.draws('䶮') && PRESS.draws('\u{2C386}'));
    let refused = sheet(&certificate, |sheet| PRESS.print(sheet));
    assert_eq!(refused, Err(PrintError::NoGlyph('\u{2EBF0}')));
    let edition = Edition { template: 9, ..samples::edition() };
    let refused = sheet(&certificate, |sheet| PRESS.print(&Sheet { edition: &edition, ..*sheet }));
    assert_eq!(refused, Err(PrintError::UnknownTemplate(9)));
}

#[test]
fn the_same_sheet_gives_the_same_bytes_after_others_and_on_other_threads() {
    let signed = |certificate: &Certificate| {
        samples::sealed(certificate, &samples::signature, |sheet| PRESS.print(sheet)).unwrap()
    };
    let names = ["王莉", "王丽", "李文博", "王\u{20001}", "阿依古丽·买买提", "李伟"];
    let certificates = names.map(|name| [issued(name), filed(name)]).concat();
    let forth: Vec<Vec<u8>> = certificates.iter().map(signed).collect();
    let mut back: Vec<Vec<u8>> = certificates.par_iter().rev().map(signed).collect();
    back.reverse();
    assert!(forth == back);
    let once: std::collections::BTreeSet<&Vec<u8>> = forth.iter().collect();
    assert_eq!(once.len(), forth.len());
    let first = printed(&certificates[0]);
    assert!(first == sheet(&certificates[0], |sheet| Press::new().print(sheet)).unwrap());
}

/// Certificates of every template are printed for forty years: whatever changes these bytes (a
/// library, a face, a word) needs a template of its own beside these.
#[test]
fn each_template_prints_its_very_bytes() {
    let pinned: [(u16, [&str; 4]); 2] = [
        (
            1,
            [
                "44c853676352591507980e493410a5099ba269bfffd091971b60801a5dbdb835",
                "eb02a597925995e66a58e43bc3f0acd334428e4531a302ea3f58ab1d9dc7b589",
                "cabb1116ce1231a373f70032ae23ea7a7421bc5ca1870b0ef0fbf10e1f3564fa",
                "db70da5d5933d0a82b2ffe31d57dff7fcb6563ec128292bf00749045f9eb63be",
            ],
        ),
        (
            2,
            [
                "afca30d69eefd715527f637462317f93180efd177dadbf586e86c6efe277d3f9",
                "14792ac27250417fdd0b859ab7f139d9fe88b9be501f2049f714d47f655588d0",
                "18b77bd1c8ca547a1045090a380952f24f09dbd8f4dcfca3aedc1d43275a9389",
                "b60cbe4b23cc783159844be7b0083cb0e5b211ce0ccd2c771ab3666ee7a2ca5a",
            ],
        ),
    ];
    let [a, b, c] = [issued("王莉"), filed("阿依古丽·买买提"), issued("王\u{20001}")];
    for (template, pinned) in pinned {
        let edition = Edition { template, ..samples::edition() };
        let print = |sheet: &Sheet| PRESS.print(&Sheet { edition: &edition, ..*sheet }).unwrap();
        let plain = [&a, &b, &c].map(|certificate| sheet(certificate, print));
        let signed = samples::sealed(&a, &samples::signature, print);
        let digests = plain.iter().chain([&signed]).map(|bytes| Digest::of(bytes).to_string());
        assert_eq!(digests.collect::<Vec<_>>(), pinned, "template {template}");
    }
    assert_eq!(Layout::all().count(), pinned.len());
}

/// Nothing is printed where the national electronic seal goes.
#[test]
fn the_field_of_the_seal_is_free() {
    let layout = Layout::of(TEMPLATE).unwrap();
    let seal = layout.foot.seal.unwrap();
    let (left, top) = (layout.edges.right - seal.side, layout.foot.bottom - seal.side);
    let mut wordy = filed("李文博");
    wordy.awarding_office.name = text(&"温州市经济技术开发区".repeat(6));
    for certificate in [issued("王莉"), wordy.clone(), Certificate { road: Road::Issued, ..wordy }]
    {
        let composed =
            sheet(&certificate, |sheet| compose::compose(PRESS.faces.with(None), layout, sheet));
        let composed = composed.unwrap();
        for (block, line) in
            composed.blocks.iter().flat_map(|b| b.lines.iter().map(move |l| (b, l)))
        {
            let width: f32 =
                line.glyphs.iter().map(|g| g.advance * block.size + line.tracking).sum();
            assert!(line.y + 1.0 < top || line.x + width < left, "{:?}", block.text());
        }
        assert!(composed.rules.iter().all(|rule| rule[2] < top));
    }
}

#[test]
fn an_old_title_has_its_present_name_below_it() {
    let mut certificate = filed("李文博");
    certificate.award.title = text("一级教练");
    assert!(!words(&certificate).iter().any(|words| words.contains("中级教练")));
    certificate.current_title = Some(text("中级教练"));
    let words = words(&certificate);
    let at = words.iter().position(|words| words == "一级教练").unwrap();
    assert_eq!(words[at + 1], "现称：中级教练");
}

#[test]
fn the_longest_words_stay_on_the_page() {
    let long = |words: &str| text(&words.chars().cycle().take(200).collect::<String>());
    let mut certificate = filed("李");
    let name: String = "古丽尼格尔·".chars().cycle().take(50).collect();
    certificate.name = PersonName::parse(&name).unwrap();
    certificate.award.employer = Some(long("温州市瓯江口产业集聚区（集团）股份有限公司"));
    certificate.award.committee = Some(long("评审委员会、"));
    certificate.award.title = long("助理工程师");
    certificate.award.series = long("工程技术人员");
    certificate.award.specialty = Some(long("Mechanical Engineering "));
    certificate.award.document_number = Some(long("温人社发〔2026〕88号"));
    certificate.award.source_number = Some(long("0123456789"));
    certificate.awarding_office.name = long("瑞安市职称改革领导小组办公室");
    let public_url = format!("https://{}.example", "long-".repeat(30));
    let edition = Edition { public_url, ..samples::edition() };
    // The code of a copy may be of the larger kind, and leaves less for the words.
    let urls = [samples::url(), format!("{}/0123456789012345", samples::url() + &"7".repeat(60))];
    let pages = Layout::all().flat_map(|(_, layout)| urls.iter().map(move |url| (layout, url)));
    for ((layout, url), road) in pages.flat_map(|p| [(p, Road::Filed), (p, Road::Issued)]) {
        certificate.road = road;
        let composition = sheet(&certificate, |sheet| {
            let sheet = Sheet { edition: &edition, qr_url: url, ..*sheet };
            compose::compose(PRESS.faces.with(None), layout, &sheet)
        })
        .unwrap();
        let [_, top, side] = composition.symbol_at;
        let is_clear = composition.rules.iter().all(|rule| rule[2] < top);
        assert!(top + side < 773.0 && (is_clear || !layout.body.spare_by_rule));
        let mut boxes: Vec<[f32; 4]> = Vec::new();
        for block in &composition.blocks {
            for line in &block.lines {
                let width: f32 =
                    line.glyphs.iter().map(|g| g.advance * block.size + line.tracking).sum();
                boxes.push([
                    line.x,
                    line.y - block.size * 0.8,
                    line.x + width,
                    line.y + block.size * 0.1,
                ]);
            }
        }
        for (at, one) in boxes.iter().enumerate() {
            assert!(one[0] > 50.0 && one[2] < block::PAGE.0 - 50.0, "{one:?}");
            assert!(one[1] > 50.0 && one[3] < block::PAGE.1 - 50.0, "{one:?}");
            for other in &boxes[..at] {
                let apart = one[0] >= other[2]
                    || other[0] >= one[2]
                    || one[1] >= other[3]
                    || other[1] >= one[3];
                assert!(apart, "{one:?} {other:?}");
            }
        }
    }
}
