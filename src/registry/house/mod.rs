//! A folder becomes a registry: its keys, its trust list, its database.
//!
//! ```text
//! DATA/wenzheng.toml        settings, where they differ from the defaults
//! DATA/registry.sqlite      the record (or PostgreSQL, by a setting)
//! DATA/keys/*.pem           PKCS#8, 0600; encrypted, or else the folder is marked `unprotected`
//! DATA/keys/document-*.pem   the document keys by id, and their authority's; none is ever deleted
//! DATA/keys/trust.json      the published trust list
//! DATA/catalogue/*.csv      the bureau's own yearly files, in place of the embedded ones
//! ```

mod audit;
pub mod deeds;
pub mod doctor;
pub mod documents;
pub mod fonts;
mod keys;
pub mod preview;
pub(super) mod vault;
pub(super) mod views;

use super::{Clock, Inner, Refusal, Registry, Result};
use crate::model::catalogue::{Catalogue, CatalogueFiles};
use crate::model::day::Day;
use crate::model::text::Text;
use crate::print::Press;
use crate::proof::site::PublicUrl;
use crate::store::Db;
use crate::store::founding::Founding;
pub(super) use keys::Keys;
use rand::rngs::StdRng;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use vault::Vault;
use zeroize::Zeroizing;

/// How long things are kept.
#[derive(Debug, Clone, Copy)]
pub struct Retention {
    /// Minutes until a holder's session ends without use.
    pub session_minutes: u32,
    /// Days after the end of a batch until its content is deleted.
    pub batch_content_days: u32,
    /// Days until a look-up is forgotten.
    pub look_up_days: u32,
}

/// What a registry is opened with.
pub struct Opening {
    /// The data folder.
    pub folder: PathBuf,
    /// `postgres://…` in place of the SQLite file in the folder.
    pub database: Option<String>,
    /// Where the world reaches the registry.
    pub public_url: String,
    /// The bureau's name (used when the registry is founded).
    pub issuer_name: String,
    /// What opens the key files.
    pub passphrase: Option<Zeroizing<String>>,
    /// The time.
    pub clock: Clock,
    /// A day to move the clock to; a demo only.
    pub today: Option<Day>,
    /// A seeded, cryptographically strong source of randomness.
    pub rng: StdRng,
    /// How long things are kept.
    pub retention: Retention,
    /// Requests that one address may make in ten minutes.
    pub asks_per_ten_minutes: u32,
    /// A face of the bureau's own, for characters that no other draws.
    pub extra_face: Option<PathBuf>,
}

/// What came of founding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// The keys lie open in the folder: no passphrase was given.
    pub unprotected: bool,
}

impl Opening {
    fn keys(&self) -> PathBuf {
        self.folder.join("keys")
    }

    async fn db(&self) -> Result<Db> {
        let path = self.folder.join("registry.sqlite");
        let url = self.database.clone().unwrap_or_else(|| format!("sqlite://{}", path.display()));
        Ok(Db::open(&url).await?)
    }

    fn url(&self) -> Result<PublicUrl> {
        PublicUrl::parse(&self.public_url).ok_or_else(|| {
            house(format!(
                "public_url 应是 https://主机名 这样的网址，末尾不带斜杠：{}",
                self.public_url
            ))
        })
    }
}

/// Whether the folder holds the keys of a registry.
pub fn is_founded(folder: &Path) -> bool {
    folder.join("keys").join(keys::TRUST).exists()
}

/// Whether the folder's keys lie open.
pub fn is_unprotected(folder: &Path) -> bool {
    folder.join("keys").join(keys::UNPROTECTED).exists()
}

/// Whether the folder's keys need a passphrase.
pub fn needs_passphrase(folder: &Path) -> bool {
    is_founded(folder) && !is_unprotected(folder)
}

/// Founds a registry in a folder that holds none. Run again after a crash it completes what it
/// began; on a founded registry it refuses and changes nothing.
pub async fn found(opening: &mut Opening, demo: bool) -> Result<Found> {
    let (url, issuer_name) = (opening.url()?, issuer_name(&opening.issuer_name)?);
    if let Some(day) = opening.today.filter(|_| demo) {
        // Keys are not older than what is signed on the demo's day.
        opening.clock = opening.clock.clone().on(day);
    }
    // Names and credentials lie in it in the clear: nobody else on the machine looks in.
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&opening.folder)
        .map_err(|e| cannot("建文件夹", &opening.folder, &e))?;
    let db = opening.db().await?;
    if is_founded(&opening.folder) && db.founding().await?.is_some() {
        return Err(Refusal::AlreadyFounded.into());
    }
    if !is_founded(&opening.folder) {
        keys::make(opening, &url, &issuer_name)?;
    }
    let trust = keys::read_trust(&opening.keys())?;
    let keys = keys::read(opening, &trust)?;
    let document_key = trust.active_document_key().map(|key| key.certificate.id());
    let document_key = document_key.ok_or_else(|| house("名单里没有在用的文件密钥。".into()))?;
    let founding = Founding {
        issuer_did: trust.issuer.to_string(),
        issuer_name: issuer_name.to_string(),
        log_origin: trust.log_origin.to_string(),
        demo,
        founded_at: opening.clock.now().0,
    };
    let checkpoint = keys::empty_checkpoint(&trust.log_origin, &keys.signers.log);
    let mut tx = db.begin().await?;
    tx.found(&founding, &checkpoint, document_key).await?;
    tx.commit().await?;
    db.close().await;
    Ok(Found { unprotected: is_unprotected(&opening.folder) })
}

impl Registry {
    /// Opens a founded registry.
    pub async fn open(opening: Opening) -> Result<Self> {
        if !is_founded(&opening.folder) {
            return Err(Refusal::NotFounded.into());
        }
        let db = opening.db().await?;
        let founding = db.founding().await?.ok_or(Refusal::NotFounded)?;
        let clock = clock_of(&opening, &founding)?;
        let trust = keys::read_trust(&opening.keys())?;
        let keys = keys::read(&opening, &trust)?;
        let inner = Inner {
            vault: Vault::new(&keys.data, &keys.index)?,
            trust,
            catalogue: catalogue(&opening.folder)?,
            press: Arc::new(Press::new()),
            finished: super::Finished::default(),
            faces: fonts::OwnFaces::open(&opening.folder, opening.extra_face.as_deref())?,
            issuer_name: issuer_name(&founding.issuer_name)?,
            public_url: opening.url()?,
            keys: keys.signers,
            founding,
            clock,
            db,
            rng: Mutex::new(opening.rng),
            retention: opening.retention,
            asks_per_ten_minutes: opening.asks_per_ten_minutes,
        };
        Ok(Self(Arc::new(inner)))
    }
}

/// The registry's clock; a demo's may be moved to another day.
fn clock_of(opening: &Opening, founding: &Founding) -> Result<Clock> {
    match opening.today {
        Some(_) if !founding.demo => {
            Err(house("--today 只能用于演示库：正式库的日子由时钟决定。".into()))
        }
        Some(day) => Ok(opening.clock.clone().on(day)),
        None => Ok(opening.clock.clone()),
    }
}

/// The embedded catalogue with every file that the folder `catalogue` holds in its place.
pub fn catalogue(folder: &Path) -> Result<Catalogue> {
    let folder = folder.join("catalogue");
    if !folder.is_dir() {
        return Ok(Catalogue::embedded());
    }
    let own = |name: &str| -> Result<Option<String>> {
        let path = folder.join(name);
        match std::fs::read_to_string(&path) {
            Ok(text) => Ok(Some(text)),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(e) => Err(cannot("读取", &path, &e)),
        }
    };
    let texts = [
        own("catalog.csv")?,
        own("levels.csv")?,
        own("levels_legacy.csv")?,
        own("series_synonyms.csv")?,
        own("title_hints.csv")?,
        own("columns.csv")?,
        own("offices.csv")?,
        own("holidays.csv")?,
    ];
    let [catalog, levels, legacy, synonyms, hints, columns, offices, holidays] =
        texts.each_ref().map(Option::as_deref);
    let embedded = CatalogueFiles::default();
    let files = CatalogueFiles {
        catalog: catalog.unwrap_or(embedded.catalog),
        levels: levels.unwrap_or(embedded.levels),
        levels_legacy: legacy.unwrap_or(embedded.levels_legacy),
        series_synonyms: synonyms.unwrap_or(embedded.series_synonyms),
        title_hints: hints.unwrap_or(embedded.title_hints),
        columns: columns.unwrap_or(embedded.columns),
        offices: offices.unwrap_or(embedded.offices),
        holidays: holidays.unwrap_or(embedded.holidays),
    };
    Catalogue::from_files(&files).map_err(|e| house(format!("{}: {e}", folder.display())))
}

fn issuer_name(written: &str) -> Result<Text> {
    Text::parse(written).ok_or_else(|| house("issuer_name 应是一行1至200字的单位名称。".into()))
}

fn house(sentence: String) -> super::Error {
    Refusal::House(sentence).into()
}

fn cannot(verb: &str, path: &Path, error: &std::io::Error) -> super::Error {
    house(format!("不能{verb}{}：{error}", path.display()))
}
