//! What the registry publishes for strangers' tools: keys, status lists, the log; and a
//! certificate's own papers.

use crate::model::certificate::Edition;
use crate::model::digest::Digest;
use crate::model::number::CertificateNumber;
use crate::proof::log::leaf::{Leaf, LeafKind};
use crate::proof::log::prove::{inclusion_proof, inclusion_tiles};
use crate::proof::log::receipt::Receipt;
use crate::proof::log::tile::{FULL, Level, TileId, TilePath};
pub use crate::proof::status::StatusPurpose;
use crate::proof::token::Token;
use crate::proof::trust::{KeyStanding, Purpose};
use crate::registry::road::ledger::level_of;
use crate::registry::{Failed, Refusal, Registry, Result};
use crate::store::certificate::Recorded;
use serde::Serialize;

/// A published document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Published {
    /// The trust list.
    Trust,
    /// The bureau's DID document.
    Did,
    /// The keys as JWKs.
    Jwks,
    /// The root of the document keys, as PEM.
    DocumentRoot,
    /// A signed status list.
    StatusList {
        /// Which, from 0.
        list: u32,
        /// Revocation or suspension.
        purpose: StatusPurpose,
    },
    /// The log's newest checkpoint.
    Checkpoint,
    /// A tile or a bundle of entries: its path after the log's own, without leading slash.
    Tile(String),
}

/// A document with what a cache may do with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Its media type.
    pub content_type: &'static str,
    /// Seconds for which it may be kept; `u32::MAX`: for ever.
    pub max_age_s: u32,
}

const JSON: &str = "application/json";

/// A key of the trust list, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PublishedKey {
    /// Its id.
    pub id: String,
    /// What it signs.
    pub purpose: &'static str,
    /// Where it stands.
    pub standing: &'static str,
    /// The key itself.
    pub multikey: String,
    /// From when.
    pub valid_from: String,
}

/// A file of an export: name and bytes.
pub type ExportedFile = (String, Vec<u8>);

impl Registry {
    /// One published document.
    pub async fn published(&self, what: Published) -> Result<Document> {
        let trust = &self.0.trust;
        let json = |value: serde_json::Value| Document {
            bytes: value.to_string().into_bytes(),
            content_type: JSON,
            max_age_s: 300,
        };
        match what {
            Published::Trust => {
                let bytes = trust
                    .to_json(&self.0.keys.credential, self.0.clock.now())
                    .map_err(|e| Failed::because(&e))?;
                Ok(Document { bytes, content_type: JSON, max_age_s: 300 })
            }
            Published::Did => Ok(json(trust.did_document())),
            Published::Jwks => Ok(json(trust.jwks())),
            Published::DocumentRoot => Ok(Document {
                bytes: self.document_root()?.into_bytes(),
                content_type: "application/x-pem-file",
                max_age_s: 3600,
            }),
            Published::StatusList { list, purpose } => {
                let signed = self.0.db.status_list(list, purpose.code()).await?;
                let signed = signed.ok_or(Refusal::NoSuchDocument)?;
                // Short: a suspension must show soon wherever a copy is kept.
                Ok(Document {
                    bytes: signed.credential,
                    content_type: "application/vc+ld+json",
                    max_age_s: 60,
                })
            }
            Published::Checkpoint => Ok(Document {
                bytes: self.0.db.log_head().await?.checkpoint.into_bytes(),
                content_type: "text/plain; charset=utf-8",
                max_age_s: 0,
            }),
            Published::Tile(path) => self.tile(&path).await,
        }
    }

    async fn tile(&self, path: &str) -> Result<Document> {
        let path = TilePath::parse(path).ok_or(Refusal::NoSuchDocument)?;
        let stored = self.0.db.log_tile(level_of(path.id.level), path.id.index).await?;
        let stored = stored.ok_or(Refusal::NoSuchDocument)?;
        let cut = path.cut(&stored.content).ok_or(Refusal::NoSuchDocument)?;
        Ok(Document {
            bytes: cut.to_vec(),
            content_type: "application/octet-stream",
            max_age_s: u32::MAX,
        })
    }

    /// The verifier key of the log, as other people's tools take it.
    pub fn log_vkey(&self) -> Option<String> {
        self.0.trust.vkey()
    }

    /// The published keys.
    pub fn keys(&self) -> Vec<PublishedKey> {
        let documents = self.0.trust.document_keys.iter().map(|key| PublishedKey {
            id: key.certificate.id().to_string(),
            purpose: "document",
            standing: in_words(key.standing),
            multikey: key.certificate.multikey(),
            valid_from: key.valid_from.rfc3339(),
        });
        let keys = self.0.trust.keys.iter().map(|key| PublishedKey {
            id: key.public.id().to_string(),
            purpose: match key.purpose {
                Purpose::Credential => "credential",
                Purpose::Log => "log",
            },
            standing: in_words(key.standing),
            multikey: key.public.multikey().to_owned(),
            valid_from: key.valid_from.rfc3339(),
        });
        keys.chain(documents).collect()
    }

    /// Everything with which a stranger can check one certificate: credential, token in all its
    /// forms, leaf and proof of inclusion, status lists, the issuer's keys.
    pub async fn export(&self, number: &CertificateNumber) -> Result<Vec<ExportedFile>> {
        let recorded = self.0.db.certificate(number).await?;
        let recorded = recorded.ok_or_else(|| Refusal::NoSuchCertificate(number.clone()))?;
        let log_proof = self.log_proof(&recorded, &recorded.edition).await?;
        let broken = || Failed::because(&"a stored token cannot be read");
        let token = Token::read(&recorded.token).ok_or_else(broken)?;
        let leaf = Leaf {
            kind: LeafKind::Issue,
            time: recorded.issued_at,
            credential: Digest::of(&recorded.credential),
            token: token.digest(),
            reason: None,
        };
        let url = format!("{}/v/{}", recorded.edition.public_url, token.digits());
        let slot = self.slot(recorded.status)?;
        let mut files = vec![
            ("credential.json".to_owned(), recorded.credential),
            ("token.cose".to_owned(), token.as_bytes().to_vec()),
            ("token.txt".to_owned(), url.into_bytes()),
            ("leaf.json".to_owned(), leaf.encode()),
            ("proof.tlog-proof".to_owned(), log_proof.into_bytes()),
        ];
        for purpose in StatusPurpose::ALL {
            let list = Published::StatusList { list: slot.list, purpose };
            let name = format!("status-{}.json", purpose.code());
            files.push((name, self.published(list).await?.bytes));
        }
        files.extend(self.key_files().await?);
        Ok(files)
    }

    /// The link by which a certificate is verified: the short form, for people.
    pub async fn link(&self, number: &CertificateNumber) -> Result<String> {
        let recorded = self.0.db.certificate(number).await?;
        let recorded = recorded.ok_or_else(|| Refusal::NoSuchCertificate(number.clone()))?;
        let broken = || Failed::because(&"a stored token cannot be read");
        let token = Token::read(&recorded.token).ok_or_else(broken)?;
        Ok(format!("{}/v/{}", self.public_url(), token.base64url()))
    }

    async fn key_files(&self) -> Result<Vec<ExportedFile>> {
        let public = self.0.keys.credential.public();
        let hex = Digest(*public.as_bytes()).to_string(); // 32 bytes, written as digests are
        Ok(vec![
            ("issuer-key.multikey".to_owned(), public.multikey().as_bytes().to_vec()),
            ("issuer-key.hex".to_owned(), hex.into_bytes()),
            ("trust.json".to_owned(), self.published(Published::Trust).await?.bytes),
            ("document-root.pem".to_owned(), self.document_root()?.into_bytes()),
            ("log.vkey".to_owned(), self.log_vkey().unwrap_or_default().into_bytes()),
        ])
    }

    /// The proof that a certificate is in the log (C2SP tlog-proof): it leads to the checkpoint of the
    /// paper's edition, so that it is the same for ever.
    pub(super) async fn log_proof(&self, recorded: &Recorded, of: &Edition) -> Result<String> {
        let (index, size) = (recorded.log_index, of.tree_size);
        let broken = || Failed::because(&"a tile or a checkpoint of the log is missing");
        let checkpoint = self.0.db.log_checkpoint(size).await?.ok_or_else(broken)?;
        let tiles = self.tiles(inclusion_tiles(index, size).ok_or_else(broken)?).await?;
        let proof = inclusion_proof(index, size, &tiles).ok_or_else(broken)?;
        Ok(Receipt { index, proof, checkpoint }.to_string())
    }

    fn document_root(&self) -> Result<String> {
        let broken = || Failed::because(&"the root of the document keys has no PEM");
        Ok(self.0.trust.document_root.pem().ok_or_else(broken)?)
    }

    /// The whole log in the layout of C2SP tlog-tiles, handed file by file to `write`.
    pub async fn export_log<E>(
        &self,
        mut write: impl FnMut(&str, &[u8]) -> std::result::Result<(), E>,
    ) -> Result<std::result::Result<u64, E>> {
        let head = self.0.db.log_head().await?;
        let levels = [Level::Entries].into_iter().chain((0..8).map(Level::Hashes));
        for level in levels {
            for index in 0.. {
                let id = TileId { level, index };
                let width = id.width(head.size);
                if width == 0 {
                    break;
                }
                let path = TilePath { id, width };
                let stored = self.0.db.log_tile(level_of(level), index).await?;
                let missing = || Failed::because(&"a tile of the log is missing");
                let stored = stored.ok_or_else(missing)?;
                let cut = path.cut(&stored.content).ok_or_else(missing)?;
                if let Err(error) = write(&path.to_string(), cut) {
                    return Ok(Err(error));
                }
                if width < FULL {
                    break;
                }
            }
        }
        let last = write("checkpoint", head.checkpoint.as_bytes());
        Ok(last.map(|()| head.size))
    }
}

fn in_words(standing: KeyStanding) -> &'static str {
    match standing {
        KeyStanding::Active => "active",
        KeyStanding::Retired => "retired",
        KeyStanding::Compromised(_) => "compromised",
    }
}
