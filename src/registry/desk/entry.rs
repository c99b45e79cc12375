//! Who enters for an office: tokens that the bureau gives out, and the sessions that they open.

use super::secret;
use crate::model::{
    day::Timestamp,
    digest::Digest,
    office::{Actor, Door, OfficeCode, Role},
    text::Text,
};
use crate::registry::public::limits::{self, Visitor};
use crate::registry::public::look_up::MISS;
use crate::registry::{Failed, Refusal, Registry, Result};
pub use crate::store::office::{OfficeToken, TokenId};

/// What the browser of somebody at the desk keeps: 43 characters of base64url, of which we keep
/// only a hash.
#[derive(Clone, PartialEq, Eq)]
pub struct DeskSession(pub String);

impl std::fmt::Debug for DeskSession {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DeskSession(…)")
    }
}

const MINUTE_MS: i64 = 60_000;
/// A session ends when it was not used for so long …
const IDLE_MS: i64 = 30 * MINUTE_MS;
/// … and after so long in any case.
const LONGEST_MS: i64 = 12 * 60 * MINUTE_MS;
const SHOWN_TOKENS: u32 = 1_000;

impl Registry {
    /// Makes a token with which `who` enters for `office`. Its text is given this once; only a hash
    /// of it is kept.
    pub async fn make_token(
        &self,
        office: &OfficeCode,
        who: &Text,
        actor: &Actor,
    ) -> Result<(TokenId, String)> {
        self.require_bureau(actor, Role::Issuer)?;
        self.office(office)?;
        let written = secret::write(self.random());
        let name = secret::digits(&self.random::<5>());
        let broken = || Failed::because(&"a token of our own cannot be read");
        let id = TokenId::parse(&name).ok_or_else(broken)?;
        let digest = secret::digest(&written).ok_or_else(broken)?;
        let now = self.0.clock.now();
        let token = OfficeToken {
            id: id.clone(),
            office: office.clone(),
            who: who.clone(),
            made_at: now,
            revoked_at: None,
        };
        let mut tx = self.0.db.begin().await?;
        tx.add_office_token(&token, digest).await?;
        tx.record(actor, "make_token", id.as_str(), now).await?;
        tx.commit().await?;
        Ok((id, written))
    }

    /// Revokes a token; whoever is in with it is out at once.
    pub async fn revoke_token(&self, id: &TokenId, actor: &Actor) -> Result<()> {
        self.require_bureau(actor, Role::Issuer)?;
        let now = self.0.clock.now();
        let mut tx = self.0.db.begin().await?;
        if !tx.revoke_office_token(id, now).await? {
            return Err(Refusal::NoSuchToken.into());
        }
        tx.record(actor, "revoke_token", id.as_str(), now).await?;
        Ok(tx.commit().await?)
    }

    /// The tokens of an office, the newest first, the revoked ones with them.
    pub async fn tokens(&self, office: &OfficeCode, actor: &Actor) -> Result<Vec<OfficeToken>> {
        self.require_bureau(actor, Role::Issuer)?;
        self.office(office)?;
        Ok(self.0.db.office_tokens(office, SHOWN_TOKENS).await?)
    }

    /// Opens a session for whoever holds this token. Every miss gives [`Refusal::NoEntry`] in the
    /// same time, and makes the next try from the same network wait.
    pub async fn enter(&self, token: &str, from: &Visitor) -> Result<DeskSession> {
        let miss_ends = tokio::time::Instant::now() + MISS;
        let found = match secret::digest(token) {
            Some(digest) => self.0.db.office_token(digest).await?,
            None => None,
        };
        let good = found.filter(|token| token.revoked_at.is_none());
        let session = self.note_entry(good.as_ref(), from).await?;
        if session.is_none() {
            tokio::time::sleep_until(miss_ends).await;
        }
        session.ok_or_else(|| Refusal::NoEntry.into())
    }

    /// Counts the try, and opens a session after a hit: one transaction, on disk before anybody
    /// learns what came of it.
    async fn note_entry(
        &self,
        token: Option<&OfficeToken>,
        from: &Visitor,
    ) -> Result<Option<DeskSession>> {
        use base64::Engine;
        let subject = self.0.vault.subject("entry", &limits::network(from.address));
        let now = self.0.clock.now();
        let mut tx = self.0.db.begin().await?;
        limits::take_turn(&mut tx, &subject, now).await?;
        let Some(token) = token else {
            tx.commit().await?;
            return Ok(None);
        };
        let cookie = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(self.random::<32>());
        let digest = Digest::of(cookie.as_bytes());
        limits::forgive(&mut tx, &subject, now).await?;
        tx.open_desk_session(digest, &token.id, now, now.plus_ms(IDLE_MS)).await?;
        tx.record(&self.actor_of(token)?, "enter", token.id.as_str(), now).await?;
        tx.commit().await?;
        Ok(Some(DeskSession(cookie)))
    }

    /// Who acts in a session; it lives on. It ends after 30 minutes without use, 12 hours after it
    /// began, or with its token.
    pub async fn desk_actor(&self, session: &str) -> Result<Actor> {
        let digest = Digest::of(session.as_bytes());
        let now = self.0.clock.now();
        let open = self.0.db.desk_session(digest).await?;
        let open = open.filter(|open| open.ends_at > now).ok_or(Refusal::DeskClosed)?;
        let ends_at = end_of(open.began_at, now);
        // Every write waits for the disk: one that would gain less than a minute is left out.
        if ends_at.0 - open.ends_at.0 >= MINUTE_MS {
            let mut tx = self.0.db.begin().await?;
            tx.extend_desk_session(digest, ends_at).await?;
            tx.commit().await?;
        }
        self.actor_of(&open.token)
    }

    /// Ends a session.
    pub async fn leave_desk(&self, session: &str) -> Result<()> {
        let mut tx = self.0.db.begin().await?;
        tx.end_desk_session(Digest::of(session.as_bytes())).await?;
        Ok(tx.commit().await?)
    }

    /// The holder of a token: an office's is its clerk, the bureau's also reviews and issues.
    fn actor_of(&self, token: &OfficeToken) -> Result<Actor> {
        let roles = if self.office(&token.office)?.is_bureau() {
            vec![Role::Clerk, Role::Reviewer, Role::Issuer]
        } else {
            vec![Role::Clerk]
        };
        Ok(Actor { who: token.who.clone(), office: token.office.clone(), roles, door: Door::Web })
    }
}

/// When a session that is used now ends without further use.
fn end_of(began_at: Timestamp, now: Timestamp) -> Timestamp {
    now.plus_ms(IDLE_MS).min(began_at.plus_ms(LONGEST_MS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_moves_with_use_and_never_past_twelve_hours() {
        let began = Timestamp(0);
        assert_eq!(end_of(began, Timestamp(0)), Timestamp(IDLE_MS));
        assert_eq!(end_of(began, Timestamp(IDLE_MS)), Timestamp(2 * IDLE_MS));
        assert_eq!(end_of(began, Timestamp(LONGEST_MS - 1)), Timestamp(LONGEST_MS));
    }
}
