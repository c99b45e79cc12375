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
use wenzheng::proof::document::{Authority, DocumentKey, DocumentSigner};
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

/// Pages of a warm press, each signed for real: what each step adds, two threads, and the memory that
/// ten thousand of them take.
fn print(certificate: &Certificate, token: &Token, credential: &[u8]) -> Outcome {
    const PAGES: usize = 150;
    const MANY: usize = 10_000;
    let press = Press::new();
    let edition = Edition {
        template: TEMPLATE,
        public_url: "https://zs.wenzhou.gov.cn".to_owned(),
        tree_size: 1,
        document_key: KeyId::of(b"a key"),
        signed_at: AT,
        extra_face: None,
    };
    let name = &certificate.awarding_office.name;
    let rng = &mut StdRng::seed_from_u64(2);
    let authority = Authority::found(name, AT, rng)?;
    let key = DocumentKey::generate(rng);
    let leaf = authority.certify(&key, name, AT, rng)?;
    let signer = DocumentSigner::new(key, leaf, authority.root())?;
    let sign = |covered: &Digest| signer.sign(covered);
    let bare = Sheet {
        extra: None,
        certificate,
        photo: None,
        edition: &edition,
        credential,
        token: token.as_bytes(),
        log_proof: None,
        seal: None,
        copy: None,
        qr_url: &format!("https://zs.wenzhou.gov.cn/v/{}", token.digits()),
    };
    // As long as the proof of one among a hundred thousand.
    let log_proof = "c2sp.org/tlog-proof@v1\n".to_owned() + &"x".repeat(1100);
    let proven = Sheet { log_proof: Some(log_proof.as_bytes()), ..bare };
    let seal = Seal { name: name.as_str(), at: AT, room: signer.room(), sign: &sign };
    let sealed = Sheet { seal: Some(seal), ..proven };

    let (mut last, mut steps) = (Duration::ZERO, vec![]);
    for (step, sheet) in [
        ("page, credential and token", bare),
        ("and its log proof", proven),
        ("and its signature", sealed),
    ] {
        let pages = || (0..PAGES).for_each(|_| drop(black_box(press.print(&sheet))));
        let took = (0..3).map(|_| time(pages).1).min().unwrap_or(Duration::MAX);
        steps.push((step, took.saturating_sub(last)));
        last = took;
    }
    for (step, took) in steps {
        table::alone(&format!("print, step: {step}"), Cost::of(took, PAGES), "what it adds");
    }
    let covered = Digest::of(b"covered");
    let took = time(|| (0..PAGES).for_each(|_| drop(black_box(signer.sign(&covered))))).1;
    table::alone("sign a digest (ECDSA P-256 in a CMS)", Cost::of(took, PAGES), "inside the above");
    let bytes = press.print(&sealed)?.len();
    for threads in [1, 2] {
        let best = (0..3).map(|_| time(|| pages(&press, &sealed, PAGES, threads)).1).min();
        let cost = Cost::of(best.unwrap_or(Duration::MAX), PAGES);
        let note = format!("no bare limit; {bytes} bytes a PDF");
        table::alone(&format!("print a signed PDF, warm, {threads} threads"), cost, &note);
    }
    let before = table::memory();
    let ((), took) = time(|| pages(&press, &sealed, MANY, 2));
    let note = format!(
        "resident {} kB before, {} kB after, peak {} kB",
        before.unwrap_or_default(),
        table::memory().unwrap_or_default(),
        table::peak().unwrap_or_default()
    );
    table::alone(&format!("print {MANY} signed PDFs, 2 threads"), Cost::of(took, MANY), &note);
    Ok(())
}

/// Prints `count` papers on some threads, each for somebody else.
fn pages(press: &Press, sheet: &Sheet, count: usize, threads: usize) {
    const GIVEN: [&str; 12] = [
        "伟", "静", "晓燕", "建国", "志强", "丽娜", "一鸣", "若曦", "梓涵", "秀英", "海燕", "文博",
    ];
    std::thread::scope(|scope| {
        for thread in 0..threads {
            scope.spawn(move || {
                let mut certificate = sheet.certificate.clone();
                for n in (thread..count).step_by(threads) {
                    let name = format!("{}{}", ["陈", "林", "欧阳"][n % 3], GIVEN[n / 3 % 12]);
                    certificate.name = PersonName::parse(&name).expect("a name");
                    drop(black_box(press.print(&Sheet { certificate: &certificate, ..*sheet })));
                }
            });
        }
    });
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
        current_title: None,
        awarding_office: AwardingOffice {
            code: OfficeCode::parse("330300")?,
            name: Text::parse("温州市人力资源和社会保障局")?,
        },
        photo: None,
        issued_on: AT.day(),
        issued_at: AT,
    })
}
