//! A registry of two certificates: its keys, its trust list, and what it has signed.

use rand::{SeedableRng as _, rngs::StdRng};
use std::sync::LazyLock;
use wenzheng::{
    model::{
        catalogue::Level,
        certificate::{Award, AwardMethod, AwardingOffice, Certificate, Claims, Edition, Road},
        copy::{self, BoundCopy, CopyCode},
        day::{Day, PartialDay, Timestamp},
        digest::Digest,
        identity::Sex,
        name::PersonName,
        number::{CertificateNumber, Division},
        office::OfficeCode,
        text::Text,
    },
    print::{Bound, Press, Seal, Sheet, TEMPLATE},
    proof::{
        copy as written,
        credential::Issuing,
        document::{Authority, DocumentKey, DocumentSigner},
        keys::Signer,
        site::PublicUrl,
        status::{Bits, Slot, StatusList, StatusPurpose},
        token::Token,
        trust::{KeyStanding, Purpose, TrustList, TrustedDocumentKey, TrustedKey},
    },
};

/// Signs credentials, tokens and lists.
pub static SIGNER: LazyLock<Signer> = LazyLock::new(|| Signer::from_seed(&[42; 32]));
/// Signs checkpoints.
pub static LOG_SIGNER: LazyLock<Signer> = LazyLock::new(|| Signer::from_seed(&[43; 32]));
/// The published keys.
pub static TRUST: LazyLock<TrustList> = LazyLock::new(trust);
/// Certifies the document key, and signs papers with it.
static DOCUMENTS: LazyLock<(Authority, DocumentSigner)> = LazyLock::new(documents);
/// The press.
pub static PRESS: LazyLock<Press> = LazyLock::new(Press::new);

/// Makes ready what is made once, so that no input is blamed for the time that it takes.
pub fn open() {
    LazyLock::force(&PRESS);
    LazyLock::force(&DOCUMENTS);
    LazyLock::force(&TRUST);
}

/// 2026-11-24T08:28:05Z.
const ISSUED_AT: Timestamp = Timestamp(1_795_508_885_000);

/// The bureau.
pub fn issuing() -> Issuing {
    let public_url = PublicUrl::parse("https://zs.wenzhou.gov.cn").expect("an address");
    let issuer_name = text("温州市人力资源和社会保障局");
    Issuing { issuer: public_url.did(), issuer_name, public_url }
}

/// What the bureau has signed: one of each road, one with every field and one with the least.
pub fn certificates() -> [Certificate; 2] {
    let filed = Certificate {
        number: number(Level::JuniorAssistant, 42),
        road: Road::Filed,
        name: PersonName::parse("阿依古丽·买买提").expect("a name"),
        sex: Some(Sex::Female),
        born_on: PartialDay::parse("1985-06"),
        award: Award {
            series: text("工程技术"),
            specialty: Some(text("电子信息工程")),
            title: text("助理工程师"),
            level: Level::JuniorAssistant,
            award_method: Some(AwardMethod::Review),
            obtained_on: PartialDay::parse("2019-12-01").expect("a day"),
            committee: Some(text("温州市工程技术人员初级评委会")),
            employer: Some(text("温州“某某”电子有限公司")),
            document_number: Some(text("温人社发〔2019〕88号")),
            announced_on: PartialDay::parse("2019-12"),
            source_number: Some(text("浙CZ-0042")),
        },
        current_title: None,
        awarding_office: AwardingOffice {
            code: OfficeCode::parse("330300").expect("an office"),
            name: text("温州市人力资源和社会保障局"),
        },
        photo: None,
        issued_on: ISSUED_AT.day(),
        issued_at: ISSUED_AT,
    };
    let mut issued = filed.clone();
    (issued.road, issued.number) = (Road::Issued, number(Level::Intermediate, 43));
    (issued.sex, issued.born_on) = (None, None);
    let award = &mut issued.award;
    (award.title, award.level) = (text("工程师"), Level::Intermediate);
    (award.specialty, award.award_method, award.committee) = (None, None, None);
    (award.employer, award.document_number) = (None, None);
    (award.announced_on, award.source_number) = (None, None);
    [filed, issued]
}

/// What the certificates claim: all that a verifier may ever call signed.
pub static CLAIMS: LazyLock<[Claims; 2]> =
    LazyLock::new(|| certificates().each_ref().map(Claims::from));

/// The signed credentials.
pub fn credentials() -> [Vec<u8>; 2] {
    let slot = Slot { list: 0, index: 4711 };
    certificates().each_ref().map(|certificate| issuing().sign(certificate, slot, &SIGNER))
}

/// The signed tokens.
pub fn tokens() -> [Token; 2] {
    let sign = |claims| Token::sign(claims, &SIGNER).expect("a token");
    CLAIMS.each_ref().map(sign)
}

/// The printed certificates.
pub fn papers() -> Vec<Vec<u8>> {
    let print = |((certificate, credential), token): &((Certificate, Vec<u8>), Token), copy| {
        print((certificate, copy), credential, token).expect("a page")
    };
    let signed = certificates().into_iter().zip(credentials()).zip(tokens());
    let papers: Vec<_> = signed.collect();
    let copy = copy();
    let copied = papers.iter().filter(|((certificate, _), _)| certificate.number == copy.number);
    let copied = copied.map(|paper| print(paper, Some(&copy)));
    papers.iter().map(|paper| print(paper, None)).chain(copied).collect()
}

/// A copy of the first certificate.
pub fn copy() -> BoundCopy {
    let [first, _] = certificates();
    BoundCopy {
        code: CopyCode::of_random([7; 8]),
        number: first.number,
        purpose: copy::Purpose::read("应聘某某公司").expect("a purpose"),
        until: today(),
        made_at: ISSUED_AT,
    }
}

/// One certificate, or a copy of it, as it is printed; none if it cannot be.
pub fn print(
    (certificate, copy): (&Certificate, Option<&BoundCopy>),
    credential: &[u8],
    token: &Token,
) -> Option<Vec<u8>> {
    let public_url = issuing().public_url.to_string();
    let behind = copy.map_or_else(String::new, |copy| format!("/{}", copy.code));
    let qr_url = format!("{public_url}/v/{}{behind}", token.digits());
    let file = copy.map(written::write).unwrap_or_default();
    let edition = Edition {
        template: TEMPLATE,
        public_url,
        tree_size: 0,
        document_key: DOCUMENTS.1.id(),
        signed_at: ISSUED_AT,
        extra_face: None,
    };
    let name = issuing().issuer_name;
    let sign = |covered: &Digest| DOCUMENTS.1.sign(covered);
    let sheet = Sheet {
        certificate,
        photo: None,
        edition: &edition,
        extra: None,
        credential,
        token: token.as_bytes(),
        log_proof: None,
        seal: Some(Seal {
            name: name.as_str(),
            at: ISSUED_AT,
            room: DOCUMENTS.1.room(),
            sign: &sign,
        }),
        copy: copy.map(|copy| Bound { copy, file: &file }),
        qr_url: &qr_url,
    };
    PRESS.print(&sheet).ok()
}

/// The day after the issue.
pub fn today() -> Day {
    ISSUED_AT.day().plus_days(1)
}

/// The trust list as it is published.
pub fn trust_json() -> Vec<u8> {
    TRUST.to_json(&SIGNER, ISSUED_AT).expect("a list signed by its own key")
}

/// A status list as it is published.
pub fn status_json() -> Vec<u8> {
    let mut bits = Bits::default();
    bits.set(4711, true);
    let Issuing { issuer, public_url, .. } = issuing();
    let purpose = StatusPurpose::Revocation;
    let (list, version, valid_from) = (0, 7, ISSUED_AT);
    StatusList { issuer, public_url, purpose, list, version, valid_from, bits }.sign(&SIGNER)
}

fn trust() -> TrustList {
    let Issuing { issuer, issuer_name, public_url } = issuing();
    let key = |signer: &Signer, purpose| TrustedKey {
        public: signer.public().clone(),
        purpose,
        valid_from: Timestamp(1_760_000_000_000),
        valid_until: None,
        standing: KeyStanding::Active,
    };
    let (authority, signer) = &*DOCUMENTS;
    let document_key = TrustedDocumentKey {
        certificate: signer.certificate().clone(),
        valid_from: Timestamp(1_760_000_000_000),
        valid_until: None,
        standing: KeyStanding::Active,
    };
    TrustList {
        version: 1,
        issuer,
        name: issuer_name,
        log_origin: public_url.origin(),
        public_url,
        keys: vec![key(&SIGNER, Purpose::Credential), key(&LOG_SIGNER, Purpose::Log)],
        document_root: authority.root().clone(),
        document_keys: vec![document_key],
    }
}

fn documents() -> (Authority, DocumentSigner) {
    let (name, at) = (issuing().issuer_name, Timestamp(1_760_000_000_000));
    let rng = &mut StdRng::seed_from_u64(1);
    let authority = Authority::found(&name, at, rng).expect("an authority");
    let key = DocumentKey::generate(rng);
    let certificate = authority.certify(&key, &name, at, rng).expect("a certificate");
    let signer = DocumentSigner::new(key, certificate, authority.root()).expect("one chain");
    (authority, signer)
}

fn number(level: Level, serial: u32) -> CertificateNumber {
    let division = Division::parse("330300").expect("a division");
    CertificateNumber::new(level, division, 2026, serial).expect("a number")
}

fn text(written: &str) -> Text {
    Text::parse(written).expect("a text")
}
