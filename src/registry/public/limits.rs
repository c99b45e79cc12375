//! How often somebody may ask: a limit for each address, and a delay that grows with every miss, for
//! each person asked about and each network that tries to enter. All are kept in the database, since
//! several processes may serve it, by keyed hashes: no address and no person can be read from them.

use crate::model::day::Timestamp;
use crate::registry::{Error, Refusal, Registry, Result};
use crate::store::{Tx, visitor::Throttle};
use std::net::IpAddr;

/// Who asks.
#[derive(Debug, Clone, Copy)]
pub struct Visitor {
    /// Their address.
    pub address: IpAddr,
}

const WINDOW_MS: i64 = 10 * 60_000;
/// Misses that cost nothing: anybody may mistype.
const FREE_MISSES: u64 = 3;
const FIRST_DELAY_MS: i64 = 10_000;
const LONGEST_DELAY_MS: i64 = 15 * 60_000;
/// Misses are forgotten after a day without another.
const MEMORY_MS: i64 = 86_400_000;

impl Registry {
    /// Counts one request of an address by itself; refuses it when it has asked too often.
    pub(super) async fn count_ask(&self, visitor: &Visitor) -> Result<()> {
        let mut tx = self.0.db.begin().await?;
        self.count(&mut tx, visitor, self.0.clock.now()).await?;
        Ok(tx.commit().await?)
    }

    /// Counts one request of an address; refuses it, and writes nothing, when it has asked too
    /// often in ten minutes.
    pub(super) async fn count(&self, tx: &mut Tx, visitor: &Visitor, now: Timestamp) -> Result<()> {
        let subject = self.0.vault.subject("address", network(visitor.address).as_slice());
        let seen = tx.throttle(&subject, now).await?;
        // `open_at` is the end of the window that the first request opened.
        let ends_at = if seen.misses == 0 { now.plus_ms(WINDOW_MS) } else { seen.open_at };
        if seen.misses >= u64::from(self.0.asks_per_ten_minutes) {
            return Err(too_often(ends_at, now));
        }
        let counted = Throttle { misses: seen.misses + 1, open_at: ends_at };
        Ok(tx.set_throttle(&subject, counted, ends_at).await?)
    }
}

/// Refuses, and writes nothing, while the delay for `subject` runs; otherwise takes the next delay
/// at once, so that parallel guesses do not share one. [`forgive`] takes it back after a hit.
pub(in crate::registry) async fn take_turn(
    tx: &mut Tx,
    subject: &[u8; 32],
    now: Timestamp,
) -> Result<()> {
    let seen = tx.throttle(subject, now).await?;
    if seen.open_at > now {
        return Err(too_often(seen.open_at, now));
    }
    let misses = seen.misses + 1;
    let next = Throttle { misses, open_at: now.plus_ms(delay_ms(misses)) };
    Ok(tx.set_throttle(subject, next, now.plus_ms(MEMORY_MS)).await?)
}

/// Forgets the misses of `subject` after a hit.
pub(in crate::registry) async fn forgive(
    tx: &mut Tx,
    subject: &[u8; 32],
    now: Timestamp,
) -> Result<()> {
    Ok(tx.set_throttle(subject, Throttle::default(), now).await?)
}

/// The delay after `misses` misses: nothing at first, then 10 s, doubled each time, at most 15 min.
fn delay_ms(misses: u64) -> i64 {
    match misses.checked_sub(FREE_MISSES + 1) {
        None => 0,
        Some(doublings) => {
            let factor = 1_i64.checked_shl(u32::try_from(doublings.min(30)).unwrap_or(30));
            factor.unwrap_or(i64::MAX).saturating_mul(FIRST_DELAY_MS).min(LONGEST_DELAY_MS)
        }
    }
}

fn too_often(open_at: Timestamp, now: Timestamp) -> Error {
    let seconds = u32::try_from((open_at.0 - now.0).max(0) / 1000 + 1).unwrap_or(u32::MAX);
    Refusal::TooOften { retry_after_s: seconds }.into()
}

/// An IPv4 address, or the /64 network of an IPv6 one: its holder has all of it.
pub(in crate::registry) fn network(address: IpAddr) -> Vec<u8> {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.octets().to_vec(),
        IpAddr::V6(v6) => v6.octets().into_iter().take(8).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delay_grows_and_stays_bounded() {
        let delays: Vec<i64> = (1..=12).map(|n| delay_ms(n) / 1000).collect();
        assert_eq!(delays, [0, 0, 0, 10, 20, 40, 80, 160, 320, 640, 900, 900]);
        assert_eq!(delay_ms(u64::MAX), LONGEST_DELAY_MS);
    }

    #[test]
    fn an_ipv6_holder_cannot_walk_through_their_own_network() {
        let of = |a: &str| network(a.parse().unwrap());
        assert_eq!(of("2001:db8:1:2::1"), of("2001:db8:1:2:ffff::9"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:10.0.0.1"), of("10.0.0.1"));
    }
}
