//! Our signatures and certificates in the hands of OpenSSL.

use crate::world::cli::Desk;
use crate::world::sheet::rows;
use rand::{SeedableRng as _, rngs::StdRng};
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;
use wenzheng::model::day::Timestamp;
use wenzheng::model::digest::Digest;
use wenzheng::model::text::Text;
use wenzheng::proof::document::{Authority, DocumentKey, DocumentSigner};

const CONTENT: &[u8] = b"%PDF-1.7 every byte but the signature\r\n";
/// 2026-01-01T00:00:00Z.
const FROM: Timestamp = Timestamp(1_767_225_600_000);

fn openssl(folder: &Path, args: &str) -> Output {
    let words = args.split(' ');
    Command::new("openssl").args(words).current_dir(folder).output().expect("openssl")
}

#[track_caller]
fn accepted(folder: &Path, args: &str) -> String {
    let output = openssl(folder, args);
    assert!(output.status.success(), "{args}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// A folder with root, certificate, content and the signature over it.
fn signed() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let rng = &mut StdRng::seed_from_u64(1);
    let bureau = Text::parse("温州市人力资源和社会保障局").unwrap();
    let authority = Authority::found(&bureau, FROM, rng).unwrap();
    let key = DocumentKey::generate(rng);
    let leaf = authority.certify(&key, &bureau, FROM, rng).unwrap();
    let root = authority.root();
    let signer = DocumentSigner::new(key, leaf.clone(), root).unwrap();
    let files = [
        ("root.pem", root.pem().unwrap().into_bytes()),
        ("leaf.pem", leaf.pem().unwrap().into_bytes()),
        ("content", CONTENT.to_vec()),
        ("changed", CONTENT.to_ascii_uppercase()),
        ("signature", signer.sign(&Digest::of(CONTENT))),
    ];
    for (name, bytes) in files {
        std::fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

#[test]
fn openssl_verifies_the_signature_and_refuses_other_bytes() {
    let folder = signed();
    let verify = "cms -verify -cades -binary -inform DER -in signature -CAfile root.pem \
                  -attime 1795508885 -out out -content";
    accepted(folder.path(), &format!("{verify} content"));
    assert_eq!(std::fs::read(folder.path().join("out")).unwrap(), CONTENT);
    let refused = openssl(folder.path(), &format!("{verify} changed"));
    assert!(!refused.status.success(), "{refused:?}");
    let late = verify.replace("1795508885", "2095508885");
    assert!(!openssl(folder.path(), &format!("{late} content")).status.success());
}

#[test]
fn openssl_builds_the_chain_and_reads_what_each_certificate_may() {
    let folder = signed();
    let verify = "verify -x509_strict -attime 1795508885 -CAfile root.pem";
    accepted(folder.path(), &format!("{verify} leaf.pem"));
    let show = "x509 -noout -text -nameopt utf8,sep_comma_plus -in";
    let leaf = accepted(folder.path(), &format!("{show} leaf.pem"));
    let root = accepted(folder.path(), &format!("{show} root.pem"));
    for words in [
        "Subject: C=CN,O=温州市人力资源和社会保障局,CN=温州市人力资源和社会保障局",
        "Issuer: C=CN,O=温州市人力资源和社会保障局,CN=电子证书文件签名根",
        "Digital Signature, Non Repudiation",
        "ecdsa-with-SHA256",
        "prime256v1",
        "Not After : Jan  1 00:00:00 2036 GMT",
    ] {
        assert!(leaf.contains(words), "{words} in {leaf}");
    }
    for words in [
        "CA:TRUE, pathlen:0",
        "Certificate Sign",
        "X509v3 Subject Key Identifier",
        "Not After : Jan  1 00:00:00 2066 GMT",
    ] {
        assert!(root.contains(words), "{words} in {root}");
    }
    assert!(!leaf.contains("CA:TRUE") && !root.contains("Digital Signature"), "{leaf} {root}");
}

#[test]
fn openssl_takes_the_root_that_is_handed_out() {
    let desk = Desk::new();
    let number = desk.issue(&rows(1..=1)).remove(0);
    let folder = desk.path("export");
    desk.run(&["export", &number, &folder]).ends(0);
    let folder = Path::new(&folder);
    accepted(folder, "verify -CAfile document-root.pem document-root.pem");
    // The key file is PKCS#8 as everybody writes it.
    let keys = desk.data().join("keys");
    for file in std::fs::read_dir(&keys).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        if name.starts_with("document-") {
            let said = accepted(&keys, &format!("pkey -noout -text -in {name}"));
            assert!(said.contains("ASN1 OID: prime256v1"), "{said}");
        }
    }
}
