//! What an office may send, and how much at once.

use crate::intake;
use crate::model::{catalogue::Catalogue, office::Actor, way::Way};
use crate::registry::{Registry, Result};

/// Bytes of an uploaded file; more is refused.
pub const FILE_BYTES: usize = intake::FILE_BYTES;
/// Rows of an uploaded file; more are refused.
pub const ROWS: usize = intake::ROWS;

impl Registry {
    /// The ways that are open to the actor's office.
    pub async fn ways_open_to(&self, actor: &Actor) -> Result<Vec<Way>> {
        let office = self.office(&actor.office)?;
        let is_delegated = self.is_delegated(&office.code).await?;
        let is_open = |way: &Way| way.scope(office, is_delegated).is_some();
        Ok(Way::ALL.into_iter().filter(is_open).collect())
    }

    /// The blank sheet (.xlsx) of the actor's office.
    pub async fn template_for(&self, actor: &Actor) -> Result<Vec<u8>> {
        let office = actor.office.clone();
        let made = move |this: &Self| {
            let catalogue: &Catalogue = this.catalogue();
            crate::registry::upload::template::template(catalogue, Some(&office))
        };
        self.apart(made).await?
    }
}
