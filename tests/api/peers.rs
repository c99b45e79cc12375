//! Other people's verifiers accept what we sign and refuse it once it was tampered with.

#![expect(clippy::unwrap_used, reason = "a test stops where something is wrong")]

use rand::{SeedableRng as _, rngs::StdRng};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;
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
use wenzheng::proof::keys::Signer;
use wenzheng::proof::log::{
    checkpoint::{Checkpoint, VerifierKey},
    edge::Edge,
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
        current_title: None,
        awarding_office: AwardingOffice {
            code: OfficeCode::parse("330300").unwrap(),
            name: text("温州市人力资源和社会保障局"),
        },
        photo: Some(Digest::of(b"photo")),
        issued_on: ISSUED_AT.day(),
        issued_at: ISSUED_AT,
    }
}

impl Bench {
    fn digital_bazaar(&self, file: &Path, more: &[&OsStr]) -> bool {
        let args = [&[OsStr::new("verify-vc/verify.mjs"), file.as_os_str()], more].concat();
        self.accepts("node", &args)
    }

    fn credential(&self) -> String {
        let bytes = self.issuing.sign(&certificate(1, "叶㛃𠅤"), SLOT, &self.signer);
        String::from_utf8(bytes).unwrap()
    }

    fn status_list(&self, purpose: StatusPurpose, is_set: bool) -> PathBuf {
        let mut bits = Bits::default();
        bits.set(SLOT.index - 1, true);
        bits.set(SLOT.index, is_set);
        let Issuing { issuer, public_url, .. } = self.issuing.clone();
        let (list, version, valid_from) = (0, 3, ISSUED_AT);
        let list = StatusList { issuer, public_url, purpose, list, version, valid_from, bits };
        self.write(&format!("{}-{is_set}.json", purpose.code()), list.sign(&self.signer))
    }
}

#[test]
fn credentials_are_accepted_by_digital_bazaar_and_refused_once_changed() {
    let Some(bench) = Bench::new(1) else { return };
    let plain = bench.credential();
    let credential = bench.write("vc.json", &plain);
    let key = |signer: &Signer| signer.public().multikey().to_owned();
    let pinned = |key: String| bench.digital_bazaar(&credential, &["--key".as_ref(), key.as_ref()]);
    assert!(bench.digital_bazaar(&credential, &[]));
    assert!(pinned(key(&bench.signer)));
    assert!(!pinned(key(&Signer::from_seed(&[9; 32]))));
    for (from, to) in [
        ("工程师\",\"v\"", "高级工程师\",\"v\""),
        ("2026-10\"", "2016-10\""),
        ("4711", "4712"),
        ("08:28:05", "08:28:06"),
    ] {
        let changed = plain.replace(from, to);
        assert_ne!(changed, plain);
        assert!(!bench.digital_bazaar(&bench.write("changed.json", changed), &[]), "{from}");
    }
    // the same credential in another layout is the same to them and to us
    let pretty = plain.replace("\",\"", "\",\n  \"");
    assert!(bench.digital_bazaar(&bench.write("pretty.json", &pretty), &[]));
    assert!(Credential::read(pretty.as_bytes()).unwrap().is_signed_by(bench.signer.public()));
}

#[test]
fn status_lists_are_read_by_digital_bazaar() {
    let Some(bench) = Bench::new(5) else { return };
    let credential = bench.write("vc.json", bench.credential());
    for (revoked, suspended) in [(false, false), (true, false), (false, true)] {
        let revocation = bench.status_list(StatusPurpose::Revocation, revoked);
        let suspension = bench.status_list(StatusPurpose::Suspension, suspended);
        let flag = OsStr::new("--status");
        let lists = [flag, revocation.as_os_str(), flag, suspension.as_os_str()];
        assert_eq!(bench.digital_bazaar(&credential, &lists), !revoked && !suspended);
    }
}

#[test]
fn tokens_are_accepted_by_pycose_and_auth0() {
    let Some(bench) = Bench::new(2) else { return };
    let token = Token::sign(&Claims::from(&certificate(2, "欧阳倩倩")), &bench.signer).unwrap();
    let hex = Digest(*bench.signer.public().as_bytes()).to_string(); // 32 bytes in hexadecimal
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

/// A log of 777 leaves, written as the C2SP layout has it.
struct Log {
    vkey: String,
    dir: PathBuf,
    tiles: Tiles,
    edge: Edge,
}

impl Log {
    fn append(&mut self, bench: &Bench, leaves: std::ops::RangeInclusive<u32>) -> String {
        let leaves: Vec<Vec<u8>> = leaves.map(leaf).collect();
        for tile in self.edge.append(&leaves).unwrap() {
            let path = TilePath { id: tile.id, width: tile.width };
            bench.write(&format!("log/{path}"), &tile.bytes);
            self.tiles.insert(tile.id, tile.bytes);
        }
        let origin = bench.issuing.public_url.origin();
        Checkpoint { origin, head: self.edge.head() }.sign(&bench.signer)
    }

    /// Runs a command of the verifier; a leading `@` is a file of the bench.
    fn passes(&self, bench: &Bench, args: &[&str]) -> bool {
        let (command, rest) = args.split_first().unwrap();
        let file = |arg: &&str| match arg.strip_prefix('@') {
            Some(name) => bench.dir.path().join(name).into_os_string(),
            None => (*arg).into(),
        };
        let key: [OsString; 3] = [command.into(), "-vkey".into(), self.vkey.clone().into()];
        let args: Vec<OsString> = key.into_iter().chain(rest.iter().map(file)).collect();
        bench.accepts(bench.home.join("bin/tlogverify").to_str().unwrap(), &args)
    }
}

fn leaf(n: u32) -> Vec<u8> {
    let (kind, reason) = if n.is_multiple_of(3) {
        (LeafKind::Revoke, Some(text("温人社发〔2026〕99号")))
    } else {
        (LeafKind::Issue, None)
    };
    let digest = Digest::of(&n.to_be_bytes());
    Leaf { kind, time: ISSUED_AT, credential: digest, token: digest, reason }.encode()
}

#[test]
fn the_log_is_accepted_by_go_and_refused_once_changed() {
    let Some(bench) = Bench::new(3) else { return };
    let origin = bench.issuing.public_url.origin();
    let vkey = VerifierKey::new(&origin, bench.signer.public());
    let dir = bench.dir.path().join("log");
    let mut log = Log { vkey: vkey.to_string(), dir, tiles: Tiles::new(), edge: Edge::default() };
    let old = log.append(&bench, 1..=300);
    let note = log.append(&bench, 301..=777);
    let proof = inclusion_proof(511, 777, &log.tiles).unwrap();
    let receipt = Receipt { index: 511, proof, checkpoint: note.clone() };
    receipt.verify(&leaf(512), &[vkey]).unwrap();
    bench.write("old", old);
    bench.write("log/checkpoint", &note);
    bench.write("edited", note.replace("\n777\n", "\n778\n"));
    bench.write("leaf", leaf(512));
    bench.write("other", leaf(513));
    bench.write("receipt", receipt.to_string());

    let whole = ["log", "-dir", "@log", "-old", "@old", "-find", "@leaf"];
    assert!(log.passes(&bench, &["checkpoint", "@log/checkpoint"]));
    assert!(log.passes(&bench, &["proof", "-leaf", "@leaf", "@receipt"]));
    assert!(log.passes(&bench, &whole));

    assert!(!log.passes(&bench, &["checkpoint", "@edited"]));
    assert!(!log.passes(&bench, &["proof", "-leaf", "@other", "@receipt"]));
    let bundle = log.dir.join("tile/entries/001");
    let mut bytes = std::fs::read(&bundle).unwrap();
    let at = bytes.windows(6).position(|word| word == b"revoke").unwrap();
    bytes[at..at + 6].copy_from_slice(b"resume");
    std::fs::write(&bundle, bytes).unwrap();
    assert!(!log.passes(&bench, &whole));
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
    assert!(Digest::of(&der).to_string().starts_with(&bench.signer.id().to_string()));
    assert!(!open("pass:close"));
}
