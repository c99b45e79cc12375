//! Every method of the store on both engines: the same answers from both, whoever is quicker wins,
//! and what is not committed never was.

mod batch;
mod certificate;
mod copy;
mod founding;
mod holder;
mod log;
mod office;
mod overview;
mod photo;
mod publicity;
mod standing;
mod visitor;

use crate::law::words::{Word, sources, src, words};
use crate::world::{BUREAU, MORNING, World, code, each_engine, text};
use std::collections::BTreeSet;
use std::path::Path;
use wenzheng::model::batch::{BatchId, Stage};
use wenzheng::model::certificate::{Edition, Standing, StandingRecord};
use wenzheng::model::digest::Digest;
use wenzheng::model::key_id::KeyId;
use wenzheng::model::number::{CertificateNumber, Division};
use wenzheng::model::way::Way;
use wenzheng::model::{catalogue::Level, day::Timestamp};
use wenzheng::store::Db;
use wenzheng::store::batch::{Batch, Content, Signed, Tally};
use wenzheng::store::certificate::Recorded;
use wenzheng::store::holder::{NewHolder, Person};
use wenzheng::store::rows::{RowKey, SealedRow};

/// Runs a test on the store of a registry that was founded and is empty.
fn each_store(test: impl AsyncFn(&Db)) {
    each_engine(async |world: &World| {
        let db = Db::open(&world.database_url()).await.unwrap();
        test(&db).await;
        db.close().await;
    });
}

/// 32 bytes of which no two `n` share all.
fn bytes(n: u64) -> [u8; 32] {
    Digest::of(&n.to_be_bytes()).0
}

/// The `serial`-th batch of 2026.
fn id(serial: u32) -> BatchId {
    BatchId { year: 2026, serial }
}

/// A batch as it is reported, `serial` seconds after the morning.
fn batch(serial: u32) -> Batch {
    let at = MORNING.plus_ms(i64::from(serial) * 1000);
    Batch {
        id: id(serial),
        office: code(BUREAU),
        way: Way::Filed,
        stage: Stage::Reported,
        file: Digest(bytes(u64::from(serial))),
        tally: Tally { rows: 9, accepted: 4, fixed: 1, rejected: 3, unchanged: 2 },
        uploaded_by: "clerk".into(),
        reported: Some(Signed { who: "clerk".into(), at }),
        accepted_by: None,
        filled: None,
        photos: None,
        reason: None,
        follows: None,
        created_at: at,
        moved_at: at,
    }
}

/// Row `position` of a batch: about person `n`, with a key of its own.
fn sealed(position: u64, n: u64) -> SealedRow {
    SealedRow {
        position,
        candidate: None,
        person: Person(bytes(n)),
        row_key: Some(RowKey(bytes(n + 1_000_000))),
        sealed: format!("sealed {n}").into_bytes(),
    }
}

/// The `n`-th holder.
fn holder(n: u64) -> NewHolder {
    NewHolder {
        id: format!("holder-{n}").into(),
        name: format!("陈{n}"),
        person: Person(bytes(n)),
        index_key: "0011223344556677".into(),
        id_type: "resident_id",
        sealed: vec![1, 2, 3],
    }
}

/// The `n`-th number, from 1.
fn number(n: u32) -> CertificateNumber {
    let division = Division::parse(BUREAU).unwrap();
    CertificateNumber::new(Level::JuniorAssistant, division, 2026, n).unwrap()
}

/// The `n`-th certificate: holder `n`'s, from row `n` of a batch, valid.
fn certificate(n: u32, of: BatchId) -> Recorded {
    let at = u64::from(n);
    Recorded {
        number: number(n),
        holder: format!("holder-{n}").into(),
        row_key: RowKey(bytes(at + 1_000_000)),
        batch: of,
        office: code(BUREAU),
        series: text("工程技术人员"),
        credential: format!("credential {n}").into_bytes(),
        token: format!("token {n}").into_bytes(),
        photo: None,
        status: at - 1,
        log_index: at - 1,
        issued_at: MORNING,
        edition: Edition {
            template: 1,
            public_url: "https://zs.example.org".into(),
            tree_size: at,
            document_key: KeyId::of(&at.to_be_bytes()),
            signed_at: MORNING,
            extra_face: None,
        },
        standing: StandingRecord {
            standing: Standing::Valid,
            since: MORNING.day(),
            document_number: None,
        },
    }
}

/// Writes a batch with rows and holders 1 to `n`, and a certificate for each.
async fn issued(db: &Db, n: u32) {
    let all = 1..=u64::from(n);
    let rows: Vec<SealedRow> = all.clone().map(|n| sealed(n - 1, n)).collect();
    let holders: Vec<NewHolder> = all.map(holder).collect();
    let certificates: Vec<Recorded> = (1..=n).map(|n| certificate(n, id(1))).collect();
    let mut tx = db.begin().await.unwrap();
    tx.add_batch(
        &batch(1),
        &Content { upload: b"upload".into(), mends: None, findings: b"findings".into() },
        &rows,
    )
    .await
    .unwrap();
    tx.add_holders(&holders).await.unwrap();
    tx.add_certificates(&certificates).await.unwrap();
    assert!(tx.move_batch(&batch(1), Stage::Issued, MORNING).await.unwrap());
    tx.commit().await.unwrap();
}

/// A later instant.
fn later(seconds: i64) -> Timestamp {
    MORNING.plus_ms(seconds * 1000)
}

/// The names that follow `pub async fn` or `pub fn` with a receiver in a source text.
fn methods(source: &str) -> BTreeSet<String> {
    let words = words(source);
    let is = |at: usize, name: &str| words.get(at) == Some(&Word::Name(name.into()));
    let mut found = BTreeSet::new();
    for at in 0..words.len() {
        let begins = is(at, "pub") && is(at + 1, "async") && is(at + 2, "fn");
        if let (true, Some(Word::Name(name))) = (begins, words.get(at + 3)) {
            found.insert(name.clone());
        }
    }
    found
}

/// The names that a source text calls: `.name(` or `::name(`.
fn called(source: &str) -> BTreeSet<String> {
    let words = words(source);
    let mut found = BTreeSet::new();
    for window in words.windows(3) {
        if let [Word::Sign('.' | ':'), Word::Name(name), Word::Sign('(')] = window {
            found.insert(name.clone());
        }
    }
    found
}

#[test]
fn no_method_of_the_store_is_left_out_here() {
    let read = |path: &Path| std::fs::read_to_string(path).unwrap();
    let store: BTreeSet<String> =
        sources(&src().join("store")).iter().flat_map(|path| methods(&read(path))).collect();
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/api/store");
    let called: BTreeSet<String> =
        sources(&here).iter().flat_map(|path| called(&read(path))).collect();
    assert!(store.len() >= 40, "{store:?}");
    let left_out: Vec<&String> = store.difference(&called).collect();
    assert!(left_out.is_empty(), "{left_out:?}");
}

#[test]
fn a_method_that_nobody_calls_would_be_noticed() {
    let store =
        methods("impl Db { pub async fn a(&self) {} /* pub async fn b() */ async fn c() {} }");
    assert_eq!(store, ["a".to_owned()].into());
    let called = called("// db.a()\nfn f() { db.b(1); let a = \".a(\"; Db::open(x) }");
    assert!(store.difference(&called).eq(&["a".to_owned()]));
    assert!(called.contains("open"));
}
