//! What signing, verifying and logging cost.

use divan::{Bencher, counter::ItemsCount};
use rand::{SeedableRng as _, rngs::StdRng};
use wenzheng::model::{
    catalogue::Level,
    certificate::{Award, AwardMethod, AwardingOffice, Certificate, Claims, Road},
    day::{PartialDay, Timestamp},
    digest::Digest,
    identity::Sex,
    name::PersonName,
    number::{CertificateNumber, Division},
    office::OfficeCode,
    text::Text,
};
use wenzheng::proof::credential::{Credential, Issuing};
use wenzheng::proof::document::Authority;
use wenzheng::proof::keys::Signer;
use wenzheng::proof::log::{edge::Edge, leaf::Leaf, leaf::LeafKind, merkle};
use wenzheng::proof::site::PublicUrl;
use wenzheng::proof::status::{self, Slot};
use wenzheng::proof::token::Token;
use wenzheng::proof::trust::{KeyStanding, Purpose, TrustList, TrustedKey};
use wenzheng::proof::verify::{self, Asked, Evidence};

fn main() {
    divan::main();
}

const AT: Timestamp = Timestamp(1_795_508_885_000);
const SLOT: Slot = Slot { list: 0, index: 4711 };

fn text(written: &str) -> Text {
    Text::parse(written).expect("a text")
}

fn certificate() -> Certificate {
    let division = Division::parse("330300").expect("a division");
    Certificate {
        number: CertificateNumber::new(Level::Intermediate, division, 2026, 42).expect("a number"),
        road: Road::Issued,
        name: PersonName::parse("欧阳倩倩").expect("a name"),
        sex: Some(Sex::Female),
        born_on: PartialDay::parse("1985-06"),
        award: Award {
            series: text("工程技术"),
            specialty: Some(text("电子信息工程")),
            title: text("工程师"),
            level: Level::Intermediate,
            award_method: Some(AwardMethod::Review),
            obtained_on: PartialDay::parse("2026-10-01").expect("a day"),
            committee: Some(text("温州市工程技术人员中级评委会")),
            employer: Some(text("温州某某电子有限公司")),
            document_number: Some(text("温人社发〔2026〕88号")),
            announced_on: PartialDay::parse("2026-11-01"),
            source_number: None,
        },
        current_title: None,
        awarding_office: AwardingOffice {
            code: OfficeCode::parse("330300").expect("a code"),
            name: text("温州市人力资源和社会保障局"),
        },
        photo: None,
        issued_on: AT.day(),
        issued_at: AT,
    }
}

fn signer() -> Signer {
    Signer::from_seed(&[42; 32])
}

fn issuing() -> Issuing {
    let public_url = PublicUrl::parse("https://zs.wenzhou.gov.cn").expect("an address");
    Issuing { issuer: public_url.did(), issuer_name: text("温州市人力社保局"), public_url }
}

fn trust() -> TrustList {
    let Issuing { issuer, issuer_name, public_url } = issuing();
    let public = signer().public().clone();
    let log_origin = public_url.origin();
    let key = TrustedKey {
        public,
        purpose: Purpose::Credential,
        valid_from: Timestamp(0),
        valid_until: None,
        standing: KeyStanding::Active,
    };
    let rng = &mut StdRng::seed_from_u64(1);
    let authority = Authority::found(&issuer_name, Timestamp(0), rng).expect("an authority");
    TrustList {
        version: 1,
        issuer,
        name: issuer_name,
        public_url,
        log_origin,
        keys: vec![key],
        document_root: authority.root().clone(),
        document_keys: vec![],
    }
}

#[divan::bench]
fn sign_credential(bencher: Bencher) {
    let (issuing, certificate, signer) = (issuing(), certificate(), signer());
    bencher.bench(|| issuing.sign(&certificate, SLOT, &signer));
}

#[divan::bench]
fn sign_token(bencher: Bencher) {
    let (claims, signer) = (Claims::from(&certificate()), signer());
    bencher.bench(|| Token::sign(&claims, &signer));
}

#[divan::bench]
fn sign_bare_ed25519(bencher: Bencher) {
    let signer = signer();
    bencher.bench(|| signer.sign(&[7; 170]));
}

#[divan::bench]
fn verify_bare_ed25519(bencher: Bencher) {
    let signer = signer();
    let signature = signer.sign(&[7; 170]);
    bencher.bench(|| signer.public().verifies(&[7; 170], &signature));
}

#[divan::bench]
fn read_and_verify_token(bencher: Bencher) {
    let signer = signer();
    let token = Token::sign(&Claims::from(&certificate()), &signer).expect("a token");
    let digits = token.digits();
    bencher.bench(|| Token::from_text(&digits).map(|token| token.is_signed_by(signer.public())));
}

#[divan::bench]
fn verdict_of_token(bencher: Bencher) {
    let trust = trust();
    let token = Token::sign(&Claims::from(&certificate()), &signer()).expect("a token");
    let digits = token.digits();
    let evidence = Evidence { trust: Some(&trust), record: Asked::NotAsked, today: AT.day() };
    bencher.bench(|| verify::token(&digits, &evidence));
}

#[divan::bench]
fn read_and_verify_credential(bencher: Bencher) {
    let signer = signer();
    let bytes = issuing().sign(&certificate(), SLOT, &signer);
    bencher.bench(|| Credential::read(&bytes).map(|c| c.is_signed_by(signer.public())));
}

fn leaves() -> Vec<Vec<u8>> {
    (0..100_000_u32)
        .map(|n| {
            let digest = Digest::of(&n.to_be_bytes());
            let (credential, token) = (digest, digest);
            Leaf { kind: LeafKind::Issue, time: AT, credential, token, reason: None }.encode()
        })
        .collect()
}

#[divan::bench(sample_count = 5)]
fn hash_100_000_leaves_and_nodes(bencher: Bencher) {
    let leaves = leaves();
    bencher.counter(ItemsCount::new(leaves.len())).bench(|| {
        leaves.iter().fold(merkle::empty_root(), |root, leaf| {
            merkle::node_hash(&root, &merkle::leaf_hash(leaf))
        })
    });
}

#[divan::bench(sample_count = 5)]
fn append_100_000_leaves(bencher: Bencher) {
    let leaves = leaves();
    bencher.counter(ItemsCount::new(leaves.len())).bench(|| {
        let mut edge = Edge::default();
        edge.append(&leaves).map(|tiles| (tiles.len(), edge.head()))
    });
}

#[divan::bench]
fn permute_a_slot(bencher: Bencher) {
    bencher.bench(|| status::permute(&[5; 32], divan::black_box(77)));
}
