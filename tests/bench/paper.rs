//! What needs no registry: judge a token, print a page.

use crate::Outcome;
use crate::table::{self, Cost, duel, time};
use rand::{SeedableRng as _, rngs::StdRng};
use std::hint::black_box;
use std::time::Duration;
use wenzheng::model::{
    catalogue::Level,
    certificate::{Award, AwardMethod, AwardingOffice, Certificate, Claims, Edition, Road},
    day::{PartialDay, Timestamp},
    digest::Digest,
    identity::Sex,
    key_id::KeyId,
    name::PersonName,
    number::{CertificateNumber, Division},
    office::OfficeCode,
    text::Text,
};
use wenzheng::print::{Press, Seal, Sheet, TEMPLATE};
use wenzheng::proof::credential::Issuing;
use wenzheng::proof::document::Authority;
use wenzheng::proof::keys::Signer;
use wenzheng::proof::site::PublicUrl;
use wenzheng::proof::status::Slot;
use wenzheng::proof::token::Token;
use wenzheng::proof::trust::{KeyStanding, Purpose, TrustList, TrustedKey};
use wenzheng::proof::verify::{self, Asked, Evidence};

const AT: Timestamp = Timestamp(1_795_508_885_000);

pub fn run() -> Outcome {
    let certificate = certificate().ok_or("no certificate")?;
    let public_url = PublicUrl::parse("https://zs.wenzhou.gov.cn").ok_or("no address")?;
    let issuer_name = Text::parse("温州市人力资源和社会保障局").ok_or("no name")?;
    let issuing = Issuing { issuer: public_url.did(), issuer_name, public_url };
    let signer = Signer::from_seed(&[42; 32]);
    let token = Token::sign(&Claims::from(&certificate), &signer)?;
    judge(&token, &signer, &issuing);
    print(&certificate, &token, &issuing.sign(&certificate, SLOT, &signer))
}

const SLOT: Slot = Slot { list: 0, index: 4711 };

/// From the digits of the QR to the verdict, beside the one signature in it.
fn judge(token: &Token, signer: &Signer, issuing: &Issuing) {
    let Issuing { issuer, issuer_name, public_url } = issuing.clone();
    let rng = &mut StdRng::seed_from_u64(1);
    let authority = Authority::found(&issuer_name, Timestamp(0), rng).expect("an authority");
    let trust = TrustList {
        version: 1,
        issuer,
        name: issuer_name,
        log_origin: public_url.origin(),
        public_url,
        keys: vec![TrustedKey {
            public: signer.public().clone(),
            purpose: Purpose::Credential,
            valid_from: Timestamp(0),
            valid_until: None,
            standing: KeyStanding::Active,
        }],
        document_root: authority.root().clone(),
        document_keys: vec![],
    };
    let evidence = Evidence { trust: Some(&trust), record: Asked::NotAsked, today: AT.day() };
    let (message, limit) = ([7; 170], "one Ed25519 verification");
    let signature = signer.sign(&message);
    let bare = |_| signer.public().verifies(black_box(&message), &signature);
    for (form, text) in [("digits", token.digits()), ("base64url", token.base64url())] {
        let ours = |_| verify::token(black_box(&text), &evidence);
        let [ours, bare] = duel(300, 100, ours, bare);
        table::row(&format!("judge a token, {form} to verdict"), ours, bare, limit);
    }
}

/// A warm press, on one thread and on two.
fn print(certificate: &Certificate, token: &Token, credential: &[u8]) -> Outcome {
    const PAGES: usize = 150;
    let press = Press::new();
    let edition = Edition {
        template: TEMPLATE,
        public_url: "https://zs.wenzhou.gov.cn".to_owned(),
        tree_size: 1,
        document_key: KeyId::of(b"a key"),
        signed_at: AT,
    };
    let qr_url = &format!("https://zs.wenzhou.gov.cn/v/{}", token.digits());
    let sheet = Sheet {
        certificate,
        edition: &edition,
        credential,
        token: token.as_bytes(),
        log_proof: None,
        seal: None,
        copy: None,
        qr_url,
    };
    // Bytes as many as a real signature has: what that costs stands with the other signatures.
    let sign = |covered: &Digest| [&[0x30, 0x82, 7, 0], covered.0.repeat(56).as_slice()].concat();
    let name = certificate.awarding_office.name.as_str();
    let seal = Seal { name, at: AT, room: 2560, sign: &sign };
    let sealed = Sheet { seal: Some(seal), ..sheet };
    let bytes = press.print(&sealed)?.len();
    let page = || drop(black_box(press.print(&sealed)));
    for threads in [1, 2] {
        let pages = || {
            std::thread::scope(|scope| {
                for _ in 0..threads {
                    scope.spawn(|| (0..PAGES / threads).for_each(|_| page()));
                }
            });
        };
        let best = (0..3).map(|_| time(pages).1).min().unwrap_or(Duration::MAX);
        let note = format!("no bare limit; {bytes} bytes a PDF");
        table::alone(
            &format!("print a sealed PDF, warm, {threads} threads"),
            Cost::of(best, PAGES),
            &note,
        );
    }
    Ok(())
}

fn certificate() -> Option<Certificate> {
    let division = Division::parse("330300")?;
    Some(Certificate {
        number: CertificateNumber::new(Level::Intermediate, division, 2026, 42)?,
        road: Road::Issued,
        name: PersonName::parse("欧阳倩倩")?,
        sex: Some(Sex::Female),
        born_on: PartialDay::parse("1985-06"),
        award: Award {
            series: Text::parse("工程技术")?,
            specialty: Text::parse("电子信息工程"),
            title: Text::parse("工程师")?,
            level: Level::Intermediate,
            award_method: Some(AwardMethod::Review),
            obtained_on: PartialDay::parse("2026-10-01")?,
            committee: Text::parse("温州市工程技术人员中级评委会"),
            employer: Text::parse("温州某某电子有限公司"),
            document_number: Text::parse("温人社发〔2026〕88号"),
            announced_on: PartialDay::parse("2026-11-01"),
            source_number: None,
        },
        awarding_office: AwardingOffice {
            code: OfficeCode::parse("330300")?,
            name: Text::parse("温州市人力资源和社会保障局")?,
        },
        issued_on: AT.day(),
        issued_at: AT,
    })
}
