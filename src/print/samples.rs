//! Certificates for tests. All people are invented.

use super::{Seal, Sheet};
use crate::model::{
    catalogue::Level,
    certificate::{Award, AwardMethod, AwardingOffice, Certificate, Edition, Road},
    day::{Day, PartialDay, Timestamp},
    digest::Digest,
    identity::Sex,
    key_id::KeyId,
    name::PersonName,
    number::{CertificateNumber, Division},
    office::OfficeCode,
    text::Text,
};

/// What is attached: bytes that a careless file would change.
pub(super) const CREDENTIAL: &[u8] =
    "{\"name\":\"王莉\",\"proof\":\"\\r\\n(\\\\)\"}\r\n".as_bytes();

/// Stands for a token.
pub(super) const TOKEN: &[u8] = b"\xD2\x84token";

/// Stands for a proof.
pub(super) const LOG_PROOF: &[u8] = b"c2sp.org/tlog-proof@v1\n";

/// When a sample is signed, and the most bytes that its signature has.
pub(super) const SIGNED_AT: Timestamp = Timestamp(1_795_508_885_000);
pub(super) const ROOM: usize = 100;

pub(super) fn text(written: &str) -> Text {
    Text::parse(written).unwrap()
}

/// An intermediate title of the city.
pub(super) fn issued(name: &str) -> Certificate {
    let day = |written| PartialDay::parse(written).unwrap();
    let division = Division::parse("330300").unwrap();
    Certificate {
        number: CertificateNumber::new(Level::Intermediate, division, 2026, 42).unwrap(),
        road: Road::Issued,
        name: PersonName::parse(name).unwrap(),
        sex: Some(Sex::Female),
        born_on: Some(day("1988-03")),
        award: Award {
            series: text("工程技术人员"),
            specialty: Some(text("建筑工程管理")),
            title: text("工程师"),
            level: Level::Intermediate,
            award_method: Some(AwardMethod::Review),
            obtained_on: day("2026-09-18"),
            committee: Some(text("温州市建设工程技术人员中级专业技术资格评审委员会")),
            employer: Some(text("温州市建筑设计研究院有限公司")),
            document_number: Some(text("温人社发〔2026〕88号")),
            announced_on: Some(day("2026-11-02")),
            source_number: None,
        },
        current_title: None,
        awarding_office: AwardingOffice {
            code: OfficeCode::parse("3303A01").unwrap(),
            name: text("温州市人力资源和社会保障局"),
        },
        photo: None,
        issued_on: Day::parse("2026-11-24").unwrap(),
        issued_at: Timestamp::parse_rfc3339("2026-11-24T08:28:05Z").unwrap(),
    }
}

/// A junior title that a county awarded, known to the month.
pub(super) fn filed(name: &str) -> Certificate {
    let mut certificate = issued(name);
    let division = Division::parse("330381").unwrap();
    certificate.road = Road::Filed;
    certificate.number = CertificateNumber::new(Level::JuniorAssistant, division, 2026, 7).unwrap();
    certificate.award.title = text("助理工程师");
    certificate.award.level = Level::JuniorAssistant;
    certificate.award.obtained_on = PartialDay::parse("2019-12").unwrap();
    certificate.award.committee = Some(text("瑞安市机械工程初级专业技术资格评审委员会"));
    certificate.award.source_number = Some(text("浙瑞ZC2019-00871"));
    certificate.awarding_office.name = text("瑞安市职称改革领导小组办公室");
    certificate
}

/// The same with nothing that a face may do without.
pub(super) fn bare(mut certificate: Certificate) -> Certificate {
    certificate.sex = None;
    certificate.born_on = None;
    let award = &mut certificate.award;
    (award.specialty, award.award_method, award.committee) = (None, None, None);
    (award.employer, award.document_number, award.source_number) = (None, None, None);
    certificate
}

pub(super) fn edition() -> Edition {
    Edition {
        template: super::TEMPLATE,
        public_url: "https://zs.wenzhou.gov.cn".to_owned(),
        tree_size: 7,
        document_key: KeyId::of(b"document key"),
        signed_at: Timestamp(0),
        extra_face: None,
    }
}

/// As many digits as an ordinary token has.
pub(super) fn url() -> String {
    format!("https://zs.wenzhou.gov.cn/v/{}", "31415926535897932384".repeat(25))
}

/// Calls `with` with the sheet of `certificate`.
pub(super) fn sheet<T>(certificate: &Certificate, with: impl FnOnce(&Sheet) -> T) -> T {
    let (edition, url) = (edition(), url());
    with(&Sheet {
        certificate,
        photo: None,
        edition: &edition,
        extra: None,
        credential: CREDENTIAL,
        token: TOKEN,
        log_proof: None,
        seal: None,
        copy: None,
        qr_url: &url,
    })
}

/// Calls `with` with the sheet of `certificate`, with a proof and sealed by `sign`.
pub(super) fn sealed<T>(
    certificate: &Certificate,
    sign: &(dyn Fn(&Digest) -> Vec<u8> + Sync),
    with: impl FnOnce(&Sheet) -> T,
) -> T {
    let seal =
        Seal { name: "温州市人力资源和社会保障局", at: SIGNED_AT, room: ROOM, sign };
    sheet(certificate, |sheet| {
        with(&Sheet { log_proof: Some(LOG_PROOF), seal: Some(seal), ..*sheet })
    })
}

/// Stands for a signature: the covered digest as if it were the body of one.
pub(super) fn signature(covered: &Digest) -> Vec<u8> {
    [&[0x30, 32], covered.0.as_slice()].concat()
}
