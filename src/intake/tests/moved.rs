//! Titles that people bring with them from elsewhere: what their issuer wrote is kept.

use super::*;
use crate::model::{certificate::AwardMethod, way::Way};
use Severity::Warning;

fn read(text: &str) -> Reading {
    check_by(&Way::Confirmed.scope_of_any(), Road::Issued, text.as_bytes()).unwrap()
}

#[test]
fn number_issuer_and_day_of_the_original_are_kept() {
    let reading = read(
        "姓名,身份证号,工作单位,专业,资格名称,取得时间,原发证机关,原证书编号\n\
         王莉,330302198506152047,瑞安一中,建筑工程,工程师,2015-08-31,宁波市人力资源和社会保障局,ZJ-2015-0088\n",
    );
    assert_eq!(said(&reading), []);
    let award = &reading.drafts[0].award;
    assert_eq!(award.committee.as_ref().unwrap().as_str(), "宁波市人力资源和社会保障局");
    assert_eq!(award.source_number.as_ref().unwrap().as_str(), "ZJ-2015-0088");
    assert_eq!(award.obtained_on.to_string(), "2015-08-31");
    assert_eq!(award.award_method, Some(AwardMethod::Confirmation));
}

#[test]
fn an_original_without_number_or_issuer_is_asked_for() {
    let reading = read(
        "姓名,身份证号,工作单位,专业,资格名称,取得时间,发证机关,证书编号\n\
         王莉,330302198506152047,瑞安一中,建筑工程,工程师,2015-08-31,,\n",
    );
    let blank = |field| (Some(field), Warning, "cell_blank_advised");
    assert_eq!(said(&reading), [blank(Field::Committee), blank(Field::SourceNumber)]);
    let reading = read(
        "姓名,身份证号,工作单位,专业,资格名称,取得时间\n\
         王莉,330302198506152047,瑞安一中,建筑工程,工程师,2015-08-31\n",
    );
    let missing = |field| (Some(field), Warning, "column_advised");
    assert_eq!(said(&reading), [missing(Field::Committee), missing(Field::SourceNumber)]);
}

#[test]
fn who_gave_a_certificate_out_is_known_where_it_is_filed() {
    let reading = check_filed(
        "姓名,身份证号,工作单位,专业,资格名称,取得时间,取得方式,发证机关\n\
         王莉,330302198506152047,瑞安一中,建筑工程,技术员,2019-08-31,认定,某局\n"
            .as_bytes(),
    )
    .unwrap();
    assert_eq!(said(&reading), [(Some(Field::Committee), Warning, "column_advised")]);
    assert_eq!(reading.drafts[0].award.committee, None);
}
