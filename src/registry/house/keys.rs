//! The folder of keys: made whole or not at all, read on all cores.

use super::documents::{self, DocumentKeys};
use super::{Opening, cannot, house};
use crate::model::text::Text;
use crate::proof::keys::Signer;
use crate::proof::log::checkpoint::{Checkpoint, Origin};
use crate::proof::log::merkle::{self, Head};
use crate::proof::secret::{KeyFileError, Lock, Secret32, SecretUse};
use crate::proof::site::PublicUrl;
use crate::proof::trust::{KeyStanding, Purpose, TrustList, TrustedKey};
use crate::registry::{Error, Failed, Result};
use std::io::Write;
use std::path::Path;
use zeroize::Zeroizing;

const CREDENTIAL: &str = "credential.pem";
const LOG: &str = "log.pem";
const DATA: &str = "data.pem";
const INDEX: &str = "index.pem";
const STATUS: &str = "status.pem";
pub(super) const TRUST: &str = "trust.json";
pub(super) const UNPROTECTED: &str = "unprotected";

/// The registry's own keys, parsed once.
#[derive(Debug)]
pub(in crate::registry) struct Keys {
    /// Signs credentials, tokens and status lists.
    pub credential: Signer,
    /// Signs checkpoints.
    pub log: Signer,
    /// Sign the PDFs of editions.
    pub documents: DocumentKeys,
    /// Orders the entries of status lists.
    pub status: [u8; 32],
}

/// Everything that the key files hold.
pub(super) struct KeyRing {
    pub signers: Keys,
    pub data: Secret32,
    pub index: Secret32,
}

/// Makes every key in a folder beside the real one and renames it whole: a crash leaves no half.
pub(super) fn make(opening: &mut Opening, url: &PublicUrl, name: &Text) -> Result<()> {
    let target = opening.keys();
    let draft = opening.folder.join("keys.new");
    if draft.exists() {
        std::fs::remove_dir_all(&draft).map_err(|e| cannot("清理", &draft, &e))?;
    }
    std::fs::create_dir_all(&draft).map_err(|e| cannot("建文件夹", &draft, &e))?;
    let lock = opening.passphrase.as_ref().map(|p| Lock::new(p));
    let rng = &mut opening.rng;
    let (credential, log) = (Signer::generate(rng), Signer::generate(rng));
    for (file, signer) in [(CREDENTIAL, &credential), (LOG, &log)] {
        write_secret(&draft.join(file), &signer.to_pem(lock.as_ref(), rng).map_err(key_error)?)?;
    }
    for (file, secret_use) in
        [(DATA, SecretUse::Data), (INDEX, SecretUse::Index), (STATUS, SecretUse::Index)]
    {
        let secret = Secret32::generate(secret_use, rng);
        write_secret(&draft.join(file), &secret.to_pem(lock.as_ref(), rng).map_err(key_error)?)?;
    }
    if lock.is_none() {
        write_public(&draft.join(UNPROTECTED), b"These keys are not encrypted.\n")?;
    }
    let now = opening.clock.now().whole_seconds();
    let (authority, document_key) = documents::make(&draft, lock.as_ref(), name, now, rng)?;
    let listed = |signer: &Signer, purpose| TrustedKey {
        public: signer.public().clone(),
        purpose,
        valid_from: now,
        valid_until: None,
        standing: KeyStanding::Active,
    };
    let origin = url.origin();
    let trust = TrustList {
        version: 1,
        issuer: url.did(),
        name: name.clone(),
        public_url: url.clone(),
        log_origin: origin,
        keys: vec![listed(&credential, Purpose::Credential), listed(&log, Purpose::Log)],
        document_root: authority.root().clone(),
        document_keys: vec![document_key],
    };
    let json = trust.to_json(&credential, now).map_err(|e| Failed::because(&e))?;
    write_public(&draft.join(TRUST), &json)?;
    std::fs::rename(&draft, &target).map_err(|e| cannot("写入", &target, &e))?;
    sync(&opening.folder)
}

/// Opens every key that serves; `trust` names the document keys.
pub(super) fn read(opening: &Opening, trust: &TrustList) -> Result<KeyRing> {
    let folder = opening.keys();
    let passphrase = opening.passphrase.as_ref().map(|p| p.as_str());
    let signer = |file: &str| -> Result<Signer> {
        Signer::from_pem(&read_secret(&folder.join(file))?, passphrase).map_err(key_error)
    };
    let secret = |file: &str, secret_use: SecretUse| -> Result<Secret32> {
        Secret32::from_pem(secret_use, &read_secret(&folder.join(file))?, passphrase)
            .map_err(key_error)
    };
    // Each locked file costs 600,000 rounds of PBKDF2: on all cores at once.
    let ((credential, (log, documents)), (data, (index, status))) = rayon::join(
        || {
            rayon::join(
                || signer(CREDENTIAL),
                || rayon::join(|| signer(LOG), || documents::read(opening, trust)),
            )
        },
        || {
            rayon::join(
                || secret(DATA, SecretUse::Data),
                || {
                    rayon::join(
                        || secret(INDEX, SecretUse::Index),
                        || secret(STATUS, SecretUse::Index),
                    )
                },
            )
        },
    );
    let signers = Keys {
        credential: credential?,
        log: log?,
        documents: documents?,
        status: *status?.as_bytes(),
    };
    Ok(KeyRing { signers, data: data?, index: index? })
}

/// Opens the key that signs the trust list, and no other.
pub(super) fn read_credential(opening: &Opening) -> Result<Signer> {
    let passphrase = opening.passphrase.as_ref().map(|p| p.as_str());
    Signer::from_pem(&read_secret(&opening.keys().join(CREDENTIAL))?, passphrase).map_err(key_error)
}

pub(super) fn read_trust(keys: &Path) -> Result<TrustList> {
    let path = keys.join(TRUST);
    let bytes = std::fs::read(&path).map_err(|e| cannot("读取", &path, &e))?;
    TrustList::parse(&bytes).map_err(|e| house(format!("{}: {e}", path.display())))
}

pub(super) fn empty_checkpoint(origin: &Origin, key: &Signer) -> String {
    let head = Head { size: 0, root: merkle::empty_root() };
    Checkpoint { origin: origin.clone(), head }.sign(key)
}

pub(super) fn write_secret(path: &Path, pem: &str) -> Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = std::fs::OpenOptions::new();
    let file = options.write(true).create_new(true).mode(0o600).open(path);
    let mut file = file.map_err(|e| cannot("写入", path, &e))?;
    file.write_all(pem.as_bytes())
        .and_then(|()| file.sync_all())
        .map_err(|e| cannot("写入", path, &e))
}

pub(super) fn write_public(path: &Path, bytes: &[u8]) -> Result<()> {
    let done = std::fs::File::create(path)
        .and_then(|mut f| f.write_all(bytes).and_then(|()| f.sync_all()));
    done.map_err(|e| cannot("写入", path, &e))
}

pub(super) fn sync(folder: &Path) -> Result<()> {
    let done = std::fs::File::open(folder).and_then(|f| f.sync_all());
    done.map_err(|e| cannot("写入", folder, &e))
}

pub(super) fn read_secret(path: &Path) -> Result<Zeroizing<String>> {
    std::fs::read_to_string(path).map(Zeroizing::new).map_err(|e| cannot("读取", path, &e))
}

pub(super) fn key_error(error: KeyFileError) -> Error {
    house(match error {
        KeyFileError::PassphraseNeeded => {
            "密钥已加密：用 --passphrase-file 或 WENZHENG_PASSPHRASE 给出口令。".into()
        }
        KeyFileError::PassphraseWrong => "口令打不开密钥文件。".into(),
        KeyFileError::NotAKey | KeyFileError::NotSealed => format!("密钥文件不能用：{error}"),
    })
}
