//! Other people's verifiers accept what we sign and refuse it once it was tampered with.

use rand::{SeedableRng as _, rngs::StdRng};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;
use wenzheng::model::{
    catalogue::Level,
    certificate::{Award, AwardMethod, AwardingOffice, Certificate, Claims, Road},
    day::{PartialDay, Timestamp},
    identity::Sex,
    name::PersonName,
    number::{CertificateNumber, Division},
    office::OfficeCode,
    text::Text,
};
use wenzheng::proof::credential::{Credential, Issuing};
use wenzheng::proof::keys::Signer;
use wenzheng::proof::log::{
    checkpoint::{Checkpoint, VerifierKey},
    edge::{Edge, NewTile},
    leaf::{Leaf, LeafKind},
    prove::inclusion_proof,
    receipt::Receipt,
    tile::{TilePath, Tiles},
};
use wenzheng::proof::secret::Lock;
use wenzheng::proof::site::PublicUrl;
use wenzheng::proof::status::{Bits, Slot, StatusList, StatusPurpose};
use wenzheng::proof::token::Token;

/// 2026-11-24T08:28:05Z.
const ISSUED_AT: Timestamp = Timestamp(1_795_508_885_000);
const SLOT: Slot = Slot { list: 0, index: 4711 };

/// Where the verifiers are. `None` where they are not installed and nobody asked for them.
fn home() -> Option<PathBuf> {
    if let Some(asked) = std::env::var_os("PEERS_HOME") {
        return Some(asked.into()); // asked for: they must run
    }
    let home = Path::new(&std::env::var_os("HOME")?).join(".cache/wenzheng-peers");
    if home.join("bin/tlogverify").exists() {
        return Some(home);
    }
    eprintln!("not checked: the peers are not installed, see tests/peers/README.md");
    None
}

/// A folder for what is signed, the folder of the verifiers, and keys.
struct Bench {
    home: PathBuf,
    dir: TempDir,
    rng: StdRng,
    signer: Signer,
    issuing: Issuing,
}

impl Bench {
    fn new(seed: u64) -> Option<Self> {
        let home = home()?;
        let mut rng = StdRng::seed_from_u64(seed);
        let signer = Signer::generate(&mut rng);
        let public_url = PublicUrl::parse("https://zs.wenzhou.gov.cn").unwrap();
        let issuer_name = text("温州市人力资源和社会保障局");
        let issuing = Issuing { issuer: public_url.did(), issuer_name, public_url };
        Some(Self { home, dir: TempDir::new().unwrap(), rng, signer, issuing })
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.dir.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// Whether a verifier accepts; anything but yes (0) and no (1) is a fault of its own.
    fn accepts<A: AsRef<OsStr>>(&self, program: &str, args: &[A]) -> bool {
        let peers = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peers");
        let output = Command::new(program)
            .args(args)
            .current_dir(peers)
            .env("PEERS_HOME", &self.home)
            .output()
            .unwrap_or_else(|error| panic!("{program} does not start: {error}"));
        let said = String::from_utf8_lossy(&output.stdout);
        let complained = String::from_utf8_lossy(&output.stderr);
        match output.status.code() {
            Some(0) => true,
            Some(1) if complained.is_empty() => false,
            other => panic!("{program} ended with {other:?}: {said} {complained}"),
        }
    }

    fn tlog(&self, args: &[&OsStr]) -> bool {
        self.accepts(self.home.join("bin/tlogverify").to_str().unwrap(), args)
    }
}

fn text(written: &str) -> Text {
    Text::parse(written).unwrap()
}

fn certificate(serial: u32, name: &str) -> Certificate {
    let division = Division::parse("330300").unwrap();
    Certificate {
        number: CertificateNumber::new(Level::Intermediate, division, 2026, serial).unwrap(),
        road: Road::Issued,
        name: PersonName::parse(name).unwrap(),
        sex: Some(Sex::Male),
        born_on: PartialDay::parse("1985-06"),
        award: Award {
            series: text("工程技术"),
            specialty: Some(text("机械")),
            title: text("工程师"),
            level: Level::Intermediate,
            award_method: Some(AwardMethod::Review),
            obtained_on: PartialDay::parse("2026-10").unwrap(),
            committee: Some(text("温州市机械工程师评委会")),
            employer: Some(text("温州“\\某某/”有限公司")),
            document_number: Some(text("温人社发〔2026〕88号")),
            announced_on: PartialDay::parse("2026-11-01"),
            source_number: None,
        },
        awarding_office: AwardingOffice {
            code: OfficeCode::parse("330300").unwrap(),
            name: text("温州市人力资源和社会保障局"),
        },
        issued_on: ISSUED_AT.day(),
        issued_at: ISSUED_AT,
    }
}

#[test]
fn credentials_and_status_lists_are_accepted_by_digital_bazaar() {
    let Some(bench) = Bench::new(1) else { return };
    let bytes = bench.issuing.sign(&certificate(1, "叶㛃𠅤"), SLOT, &bench.signer);
    let credential = bench.write("vc.json", &bytes);
    let list = |purpose: StatusPurpose, is_set: bool| {
        let mut bits = Bits::default();
        bits.set(SLOT.index - 1, true);
        bits.set(SLOT.index, is_set);
        let Issuing { issuer, public_url, .. } = bench.issuing.clone();
        let list = StatusList {
            issuer,
            public_url,
            purpose,
            list: 0,
            version: 3,
            valid_from: ISSUED_AT,
            bits,
        };
        bench.write(&format!("{}-{is_set}.json", purpose.code()), list.sign(&bench.signer))
    };
    let accepts = |file: &Path, more: &[&OsStr]| {
        let args = [&[OsStr::new("verify-vc/verify.mjs"), file.as_os_str()], more].concat();
        bench.accepts("node", &args)
    };
    let (key, status) = (OsStr::new("--key"), OsStr::new("--status"));
    let own = OsStr::new(bench.signer.public().multikey());
    assert!(accepts(&credential, &[]));
    assert!(accepts(&credential, &[key, own]));
    let other = Signer::from_seed(&[9; 32]);
    assert!(!accepts(&credential, &[key, OsStr::new(other.public().multikey())]));

    for (revoked, suspended) in [(false, false), (true, false), (false, true)] {
        let revocation = list(StatusPurpose::Revocation, revoked);
        let suspension = list(StatusPurpose::Suspension, suspended);
        let good =
            accepts(&credential, &[status, revocation.as_os_str(), status, suspension.as_os_str()]);
        assert_eq!(good, !revoked && !suspended);
    }

    let plain = String::from_utf8(bytes).unwrap();
    for (from, to) in [
        ("工程师\",\"v\"", "高级工程师\",\"v\""),
        ("2026-10\"", "2016-10\""),
        ("4711", "4712"),
        ("08:28:05", "08:28:06"),
    ] {
        let changed = plain.replace(from, to);
        assert_ne!(changed, plain);
        assert!(!accepts(&bench.write("changed.json", changed), &[]), "{from}");
    }
    // the same credential in another layout is the same to them and to us
    let pretty = plain.replace("\",\"", "\",\n  \"");
    assert!(accepts(&bench.write("pretty.json", &pretty), &[]));
    assert!(Credential::read(pretty.as_bytes()).unwrap().is_signed_by(bench.signer.public()));
}

#[test]
fn tokens_are_accepted_by_pycose_and_auth0() {
    let Some(bench) = Bench::new(2) else { return };
    let token = Token::sign(&Claims::from(&certificate(2, "欧阳倩倩")), &bench.signer).unwrap();
    let hex: String = bench.signer.public().as_bytes().iter().map(|b| format!("{b:02x}")).collect();
    let key_file = bench.write("key.hex", &hex);
    let python = |file: &Path| {
        let args =
            ["verify-cose/verify.py".as_ref(), file.as_os_str(), "--key".as_ref(), hex.as_ref()];
        bench.accepts("python3", &args)
    };
    let node = |file: &Path| {
        let args = ["verify-cose/verify-node.mjs".as_ref(), file.as_os_str(), key_file.as_os_str()];
        bench.accepts("node", &args)
    };
    let digits =
        bench.write("digits.txt", format!("https://zs.wenzhou.gov.cn/v/{}", token.digits()));
    let link =
        bench.write("link.txt", format!("https://zs.wenzhou.gov.cn/v/{}", token.base64url()));
    let raw = bench.write("token.bin", token.as_bytes());
    assert!(python(&digits) && python(&link) && python(&raw) && node(&raw));

    for at in [12, 40, token.as_bytes().len() - 1] {
        let mut changed = token.as_bytes().to_vec();
        changed[at] ^= 1;
        let file = bench.write("changed.bin", &changed);
        assert!(!node(&file), "byte {at}");
        assert!(!python(&file), "byte {at}");
    }
}

#[test]
fn the_log_is_accepted_by_go() {
    let Some(bench) = Bench::new(3) else { return };
    let origin = bench.issuing.public_url.origin().unwrap();
    let vkey = VerifierKey::new(&origin, bench.signer.public()).to_string();
    let leaf = |n: u32| {
        let token = Token::sign(&Claims::from(&certificate(n, "李明")), &bench.signer).unwrap();
        let (kind, reason) = if n.is_multiple_of(3) {
            (LeafKind::Revoke, Some(text("温人社发〔2026〕99号")))
        } else {
            (LeafKind::Issue, None)
        };
        Leaf { kind, time: ISSUED_AT, credential: token.digest(), token: token.digest(), reason }
            .encode()
    };
    let mut edge = Edge::default();
    let mut stored = Tiles::new();
    let mut store = |new: Vec<NewTile>| {
        for tile in new {
            let path = TilePath { id: tile.id, width: tile.width };
            bench.write(&format!("log/{path}"), &tile.bytes);
            stored.insert(tile.id, tile.bytes);
        }
    };
    let first: Vec<Vec<u8>> = (1..=300).map(leaf).collect();
    store(edge.append(&first).unwrap());
    let old = Checkpoint { origin: origin.clone(), head: edge.head() }.sign(&bench.signer);
    let old = bench.write("old", old);
    let second: Vec<Vec<u8>> = (301..=777).map(leaf).collect();
    store(edge.append(&second).unwrap());
    let head = edge.head();
    let note = Checkpoint { origin, head }.sign(&bench.signer);
    let checkpoint = bench.write("log/checkpoint", &note);

    let entry = bench.write("entry", leaf(512));
    let receipt = Receipt {
        index: 511,
        proof: inclusion_proof(511, head.size, &stored).unwrap(),
        checkpoint: note.clone(),
    };
    let receipt_file = bench.write("receipt", receipt.to_string());
    let log = bench.dir.path().join("log");
    let s = OsStr::new::<str>;
    let key = s(&vkey);
    let whole = [
        s("log"),
        s("-vkey"),
        key,
        s("-dir"),
        log.as_os_str(),
        s("-old"),
        old.as_os_str(),
        s("-find"),
        entry.as_os_str(),
    ];
    let proof = |leaf: &Path| {
        bench.tlog(&[
            s("proof"),
            s("-vkey"),
            key,
            s("-leaf"),
            leaf.as_os_str(),
            receipt_file.as_os_str(),
        ])
    };
    let signed = |file: &Path| bench.tlog(&[s("checkpoint"), s("-vkey"), key, file.as_os_str()]);
    assert!(signed(&checkpoint) && signed(&old));
    assert!(bench.tlog(&whole));
    assert!(proof(&entry));
    receipt.verify(&leaf(512), &[VerifierKey::parse(&vkey).unwrap()]).unwrap();

    assert!(!proof(&bench.write("other", leaf(513))));
    assert!(!signed(&bench.write("edited", note.replace("\n777\n", "\n778\n"))));
    let bundle = log.join("tile/entries/001");
    let mut bytes = std::fs::read(&bundle).unwrap();
    let at = bytes.windows(6).position(|word| word == b"revoke").unwrap();
    bytes[at..at + 6].copy_from_slice(b"resume");
    std::fs::write(&bundle, bytes).unwrap();
    assert!(!bench.tlog(&whole));
}

#[test]
fn key_files_are_opened_by_openssl() {
    let Some(mut bench) = Bench::new(4) else { return };
    let lock = Lock { passphrase: "open sesame", iterations: 2000 };
    let pem = bench.signer.to_pem(Some(&lock), &mut bench.rng).unwrap();
    let file = bench.write("key.pem", pem.as_bytes());
    let public = bench.dir.path().join("public.der");
    let open = |passphrase: &str| {
        Command::new("openssl")
            .args(["pkey", "-pubout", "-outform", "DER", "-passin", passphrase, "-in"])
            .args([&file, Path::new("-out"), &public])
            .output()
            .unwrap()
            .status
            .success()
    };
    assert!(open("pass:open sesame"));
    let der = std::fs::read(&public).unwrap();
    assert!(der.ends_with(bench.signer.public().as_bytes()));
    assert!(
        wenzheng::model::digest::Digest::of(&der)
            .to_string()
            .starts_with(&bench.signer.id().to_string())
    );
    assert!(!open("pass:close"));
}
