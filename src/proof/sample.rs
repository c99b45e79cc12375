//! One certificate, key and trust list for the tests of this room.

use super::credential::Issuing;
use super::document::{Authority, DocumentCertificate, DocumentKey, DocumentSigner};
use super::keys::Signer;
use super::site::PublicUrl;
use super::trust::{KeyStanding, Purpose, TrustList, TrustedDocumentKey, TrustedKey};
use crate::model::{
    batch::BatchId,
    catalogue::Level,
    certificate::{Award, AwardMethod, AwardingOffice, Certificate, Road},
    copy::{self, BoundCopy, CopyCode},
    day::{Day, PartialDay, Timestamp},
    digest::Digest,
    identity::Sex,
    name::PersonName,
    number::{CertificateNumber, Division},
    office::OfficeCode,
    receipt::Receipt,
    text::Text,
    way::Way,
};
use rand::{SeedableRng as _, rngs::StdRng};

pub(super) fn text(written: &str) -> Text {
    Text::parse(written).unwrap()
}

/// 2026-11-24T08:28:05Z.
pub(super) const ISSUED_AT: Timestamp = Timestamp(1_795_508_885_000);

/// A copy of it that was made at once.
pub(super) fn copy() -> BoundCopy {
    BoundCopy {
        code: CopyCode::parse("0000000000000042").unwrap(),
        number: certificate().number,
        purpose: copy::Purpose::read("应聘\"某某\"公司").unwrap(),
        until: Day::parse("2026-12-31").unwrap(),
        made_at: ISSUED_AT,
    }
}

pub(super) fn certificate() -> Certificate {
    let division = Division::parse("330300").unwrap();
    Certificate {
        number: CertificateNumber::new(Level::JuniorAssistant, division, 2026, 42).unwrap(),
        road: Road::Filed,
        name: PersonName::parse("阿依古丽·买买提").unwrap(),
        sex: Some(Sex::Female),
        born_on: PartialDay::parse("1985-06"),
        award: Award {
            series: text("工程技术"),
            specialty: Some(text("电子信息工程")),
            title: text("助理工程师"),
            level: Level::JuniorAssistant,
            award_method: Some(AwardMethod::Review),
            obtained_on: PartialDay::parse("2019-12-01").unwrap(),
            committee: Some(text("温州市工程技术人员初级评委会")),
            employer: Some(text("温州“某某”电子有限公司")),
            document_number: Some(text("温人社发〔2019〕88号")),
            announced_on: PartialDay::parse("2019-12"),
            source_number: Some(text("浙CZ-0042")),
        },
        current_title: None,
        awarding_office: AwardingOffice {
            code: OfficeCode::parse("330300").unwrap(),
            name: text("温州市人力资源和社会保障局"),
        },
        photo: None,
        issued_on: ISSUED_AT.day(),
        issued_at: ISSUED_AT,
    }
}

pub(super) fn receipt() -> Receipt {
    Receipt {
        batch: BatchId { year: 2026, serial: 142 },
        office: OfficeCode::parse("330381").unwrap(),
        office_name: text("瑞安市职称改革领导小组办公室"),
        way: Way::Filed,
        accepted: 297,
        rejected: 2,
        unchanged: 1,
        file: Digest::of(b"sheet"),
        reported_at: ISSUED_AT,
    }
}

pub(super) fn signer() -> Signer {
    Signer::from_seed(&[42; 32])
}

pub(super) fn log_signer() -> Signer {
    Signer::from_seed(&[43; 32])
}

pub(super) fn issuing() -> Issuing {
    let public_url = PublicUrl::parse("https://zs.wenzhou.gov.cn").unwrap();
    Issuing {
        issuer: public_url.did(),
        issuer_name: text("温州市人力资源和社会保障局"),
        public_url,
    }
}

pub(super) fn key(signer: &Signer, purpose: Purpose) -> TrustedKey {
    TrustedKey {
        public: signer.public().clone(),
        purpose,
        valid_from: Timestamp(1_760_000_000_000),
        valid_until: None,
        standing: KeyStanding::Active,
    }
}

pub(super) fn trust() -> TrustList {
    let Issuing { issuer, issuer_name, public_url } = issuing();
    TrustList {
        version: 1,
        issuer,
        name: issuer_name,
        log_origin: public_url.origin(),
        public_url,
        keys: vec![key(&signer(), Purpose::Credential), key(&log_signer(), Purpose::Log)],
        document_root: authority().root().clone(),
        document_keys: vec![document_key(document_signer().certificate())],
    }
}

/// 2026-01-01T00:00:00Z: when the document keys were made.
const DOCUMENTS_FROM: Timestamp = Timestamp(1_767_225_600_000);

pub(super) fn authority() -> Authority {
    let rng = &mut StdRng::seed_from_u64(44);
    Authority::found(&issuing().issuer_name, DOCUMENTS_FROM, rng).unwrap()
}

/// A document key under its certificate; the same for the same seed.
pub(super) fn document_signer_of(seed: u64) -> DocumentSigner {
    let (authority, rng) = (authority(), &mut StdRng::seed_from_u64(seed));
    let key = DocumentKey::generate(rng);
    let bureau = issuing().issuer_name;
    let certificate = authority.certify(&key, &bureau, DOCUMENTS_FROM, rng).unwrap();
    DocumentSigner::new(key, certificate, authority.root()).unwrap()
}

pub(super) fn document_signer() -> DocumentSigner {
    document_signer_of(45)
}

pub(super) fn document_key(certificate: &DocumentCertificate) -> TrustedDocumentKey {
    TrustedDocumentKey {
        certificate: certificate.clone(),
        valid_from: DOCUMENTS_FROM,
        valid_until: None,
        standing: KeyStanding::Active,
    }
}
