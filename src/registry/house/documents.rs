//! The document keys in the folder of keys: made at the founding, renewed, never thrown away, since a
//! paper is signed by the key of its edition whenever it is printed.

use super::keys::{key_error, read_secret, sync, write_public, write_secret};
use super::{Opening, cannot, clock_of, house};
use crate::model::day::Timestamp;
use crate::model::key_id::KeyId;
use crate::model::office::{Actor, Office, Role};
use crate::model::text::Text;
use crate::proof::document::{Authority, DocumentKey, DocumentSigner};
use crate::proof::secret::Lock;
use crate::proof::trust::{KeyStanding, TrustList, TrustedDocumentKey};
use crate::registry::{Failed, Refusal, Result};
use crate::store::Db;
use rand::CryptoRng;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The authority's key. Only a renewal opens it.
const AUTHORITY: &str = "document-ca.pem";

/// The document keys that the folder holds, each under its listed certificate.
#[derive(Debug)]
pub(in crate::registry) struct DocumentKeys(BTreeMap<KeyId, DocumentSigner>);

impl DocumentKeys {
    /// The key of an id; none where its file is missing or does not fit its certificate.
    pub fn signer(&self, id: KeyId) -> Option<&DocumentSigner> {
        self.0.get(&id)
    }
}

/// A document key that took the place of another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Renewed {
    /// The key that signs from now on.
    pub key: KeyId,
    /// When its certificate ends.
    pub ends_at: Timestamp,
}

fn file_of(folder: &Path, id: KeyId) -> PathBuf {
    folder.join(format!("document-{id}.pem"))
}

/// Writes the keys of a new authority and of the first document key.
pub(super) fn make(
    folder: &Path,
    lock: Option<&Lock<'_>>,
    bureau: &Text,
    at: Timestamp,
    rng: &mut impl CryptoRng,
) -> Result<(Authority, TrustedDocumentKey)> {
    let authority = Authority::found(bureau, at, rng).map_err(|e| Failed::because(&e))?;
    let key = DocumentKey::generate(rng);
    let listed = listed(&authority, &key, bureau, at, rng)?;
    let files = [(folder.join(AUTHORITY), authority.key()), (file_of(folder, key.id()), &key)];
    for (file, key) in files {
        write_secret(&file, &key.to_pem(lock, rng).map_err(key_error)?)?;
    }
    Ok((authority, listed))
}

fn listed(
    authority: &Authority,
    key: &DocumentKey,
    bureau: &Text,
    at: Timestamp,
    rng: &mut impl CryptoRng,
) -> Result<TrustedDocumentKey> {
    let certificate = authority
        .certify(key, bureau, at, rng)
        .map_err(|e| house(format!("不能签发文件证书：{e}")))?;
    Ok(TrustedDocumentKey {
        certificate,
        valid_from: at,
        valid_until: None,
        standing: KeyStanding::Active,
    })
}

/// Reads every listed key on all cores. A file that is missing or does not fit its certificate is
/// left out: everything else goes on, and `doctor` names it.
pub(super) fn read(opening: &Opening, trust: &TrustList) -> Result<DocumentKeys> {
    let keys: Result<Vec<Option<DocumentSigner>>> = trust
        .document_keys
        .par_iter()
        .map(|listed| {
            let file = file_of(&opening.keys(), listed.certificate.id());
            if !file.exists() {
                return Ok(None);
            }
            let (certificate, root) = (listed.certificate.clone(), &trust.document_root);
            Ok(DocumentSigner::new(read_key(opening, &file)?, certificate, root).ok())
        })
        .collect();
    Ok(DocumentKeys(keys?.into_iter().flatten().map(|signer| (signer.id(), signer)).collect()))
}

fn read_key(opening: &Opening, file: &Path) -> Result<DocumentKey> {
    let passphrase = opening.passphrase.as_ref().map(|p| p.as_str());
    DocumentKey::from_pem(&read_secret(file)?, passphrase).map_err(key_error)
}

/// Makes a new document key. From now on editions name it; earlier ones keep theirs, and print as
/// before. Whoever serves goes on after a restart. Run again after a crash it completes what it
/// began.
pub async fn renew(opening: &mut Opening, actor: &Actor) -> Result<Renewed> {
    if !super::is_founded(&opening.folder) {
        return Err(Refusal::NotFounded.into());
    }
    let db = opening.db().await?;
    let renewed = renew_in(opening, &db, actor).await;
    db.close().await;
    renewed
}

async fn renew_in(opening: &mut Opening, db: &Db, actor: &Actor) -> Result<Renewed> {
    let catalogue = super::catalogue(&opening.folder)?;
    let is_bureau = catalogue.office(&actor.office).is_some_and(Office::is_bureau);
    if !(is_bureau && actor.may(Role::Issuer)) {
        return Err(Refusal::NotAllowed.into());
    }
    let founding = db.founding().await?.ok_or(Refusal::NotFounded)?;
    let now = clock_of(opening, &founding)?.now().whole_seconds();
    let trust = super::keys::read_trust(&opening.keys())?;
    let signer = super::keys::read_credential(opening)?;
    let root = trust.document_root.clone();
    let authority = Authority::new(read_key(opening, &opening.keys().join(AUTHORITY))?, root)
        .map_err(|e| house(format!("{AUTHORITY}不能用：{e}")))?;
    let key = next_key(opening, db, &trust, (actor, now)).await?;
    let new = listed(&authority, &key, &trust.name, now, &mut opening.rng)?;
    let renewed = Renewed { key: key.id(), ends_at: new.certificate.ends_at() };
    let list = with_key(trust, new, now);
    let json = list.to_json(&signer, now).map_err(|e| Failed::because(&e))?;
    replace_trust(opening, &json)?;
    Ok(renewed)
}

/// The key that is to be listed: a fresh one, which the record names before the list does, so that
/// nobody issues in between under a key that has ended; or the one that the record names already.
async fn next_key(
    opening: &mut Opening,
    db: &Db,
    trust: &TrustList,
    (actor, now): (&Actor, Timestamp),
) -> Result<DocumentKey> {
    let named = db.document_key().await?;
    let active = trust.active_document_key().map(|key| key.certificate.id());
    if active != Some(named) && trust.document_key(named).is_none() {
        let file = file_of(&opening.keys(), named);
        if !file.exists() {
            return Err(house(format!("缺少{}：从换钥的机器拷来整个keys文件夹。", file.display())));
        }
        return read_key(opening, &file);
    }
    let key = DocumentKey::generate(&mut opening.rng);
    let lock = opening.passphrase.as_ref().map(|p| Lock::new(p));
    let pem = key.to_pem(lock.as_ref(), &mut opening.rng).map_err(key_error)?;
    write_secret(&file_of(&opening.folder.join("keys"), key.id()), &pem)?;
    sync(&opening.folder.join("keys"))?;
    let mut tx = db.begin().await?;
    if !tx.renew_document_key(named, key.id()).await? {
        return Err(Refusal::MovedMeanwhile.into());
    }
    tx.record(actor, "renew_document_key", &key.id().to_string(), now).await?;
    tx.commit().await?;
    Ok(key)
}

/// The list with one more key, which signs in place of those that did.
fn with_key(mut list: TrustList, new: TrustedDocumentKey, now: Timestamp) -> TrustList {
    for key in &mut list.document_keys {
        if key.standing == KeyStanding::Active {
            (key.standing, key.valid_until) = (KeyStanding::Retired, Some(now));
        }
    }
    list.document_keys.push(new);
    list.version += 1;
    list
}

/// Whole or not at all.
fn replace_trust(opening: &Opening, json: &[u8]) -> Result<()> {
    let (keys, file) = (opening.keys(), opening.keys().join(super::keys::TRUST));
    let draft = keys.join("trust.json.new");
    write_public(&draft, json)?;
    std::fs::rename(&draft, &file).map_err(|e| cannot("写入", &file, &e))?;
    sync(&keys)
}
