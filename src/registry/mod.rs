//! The verbs. A [`Registry`] is all that a verb needs; rights are checked here, on an
//! [`Actor`](crate::model::office::Actor), so that the web and the command line share them.
//!
//! | file | verbs |
//! |---|---|
//! | [`house`] | found, open: a folder becomes a registry |
//! | [`upload::check`], [`upload::import`] | check a sheet, compare it with the record, take it in |
//! | [`upload::draft`] | upload, mend, report; the clerk's sheet back |
//! | [`photo::hand_in`] | the photos of a batch's people |
//! | [`road::batch`] | list, show, accept, return |
//! | [`road::publicity`], [`road::fill`] | post, object, settle, announce; the information sheet |
//! | [`road::issue`] | reserve, sign, commit |
//! | [`road::amend`] | suspend, resume, revoke |
//! | [`desk::entry`], [`desk::mandate`] | who enters for an office; what the bureau charged it with |
//! | [`desk::batches`], [`desk::overview`] | what waits for whom; who reported and who did not |
//! | [`public::look_up`] | a holder finds their own certificates |
//! | [`public::copies`] | copies for a purpose and until a day |
//! | [`public::paper`], [`public::verify`] | print; judge a token, a number, a file |
//! | [`public::receipt`] | the receipt of a reported batch, and the verdict on one |
//! | [`public::publish`] | trust list, status lists, log; export |

pub mod clock;
pub mod desk;
pub mod house;
pub mod photo;
pub mod public;
pub mod refusal;
pub mod road;
pub mod upload;

use crate::model::catalogue::Catalogue;
use crate::model::office::{Actor, Office, OfficeCode, Role};
use crate::model::text::Text;
use crate::print::Press;
use crate::proof::site::PublicUrl;
use crate::proof::trust::TrustList;
use crate::store::Db;
use crate::store::founding::Founding;
pub use clock::Clock;
pub use desk::entry::{DeskSession, OfficeToken, TokenId};
pub use house::{Found, Opening, Retention};
use house::{Keys, fonts::OwnFaces, vault::Vault};
use public::finished::Finished;
pub use public::limits::Visitor;
pub use public::look_up::{Held, Mine, Session};
pub use public::publish::{Document, Published, StatusPurpose};
pub use public::receipt::VerifiedReceipt;
pub use public::verify::{Judged, Verified};
use rand::Rng;
use rand::rngs::StdRng;
pub use refusal::{Error, Failed, Refusal, Unfit};
use std::sync::{Arc, Mutex, PoisonError};

/// A result of a verb.
pub type Result<T> = std::result::Result<T, Error>;

/// How far a long verb has come: done, of how many.
pub type Progress<'a> = &'a (dyn Fn(u64, u64) + Sync);

/// A registry at work. Cheap to clone; every clone is the same registry.
#[derive(Clone, Debug)]
pub struct Registry(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    db: Db,
    clock: Clock,
    rng: Mutex<StdRng>,
    catalogue: Catalogue,
    press: Arc<Press>,
    faces: OwnFaces,
    finished: Finished,
    vault: Vault,
    keys: Keys,
    trust: TrustList,
    founding: Founding,
    issuer_name: Text,
    public_url: PublicUrl,
    retention: Retention,
    asks_per_ten_minutes: u32,
}

impl Registry {
    /// Whether people and certificates are fictitious here.
    pub fn is_demo(&self) -> bool {
        self.0.founding.demo
    }

    /// Where the world reaches the registry.
    pub fn public_url(&self) -> &str {
        self.0.public_url.as_str()
    }

    /// The bureau's name.
    pub fn issuer_name(&self) -> &Text {
        &self.0.issuer_name
    }

    /// The catalogue of this registry.
    pub fn catalogue(&self) -> &Catalogue {
        &self.0.catalogue
    }

    /// The registry's clock.
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// Whether the database answers.
    pub async fn ready(&self) -> Result<()> {
        self.0.db.founding().await?;
        Ok(())
    }

    /// Closes the database.
    pub async fn close(&self) {
        self.0.db.close().await;
    }

    fn office(&self, code: &OfficeCode) -> Result<&Office> {
        let office = self.0.catalogue.office(code);
        office.ok_or_else(|| Refusal::NoSuchOffice(code.clone()).into())
    }

    /// The bureau alone does some things, and only in the role that they ask for.
    fn require_bureau(&self, actor: &Actor, role: Role) -> Result<()> {
        let allowed = actor.may(role) && self.office(&actor.office)?.is_bureau();
        allowed.then_some(()).ok_or_else(|| Refusal::NotAllowed.into())
    }

    fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        // A panic elsewhere while the lock was held leaves a generator that is still good.
        self.0.rng.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut bytes);
        bytes
    }

    /// A fresh id: a version 7 UUID, so that ids follow time.
    fn fresh_id(&self) -> String {
        let ms = u64::try_from(self.0.clock.now().0).unwrap_or(0);
        uuid::Builder::from_unix_timestamp_millis(ms, &self.random()).into_uuid().to_string()
    }

    /// Runs work that would hold up the others on a thread of its own.
    async fn apart<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Self) -> T + Send + 'static,
    ) -> Result<T> {
        let this = self.clone();
        let done = tokio::task::spawn_blocking(move || work(&this)).await;
        done.map_err(|e| Failed::because(&e).into())
    }
}
