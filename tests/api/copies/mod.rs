//! Copies for a purpose and until a day: made by the holder, judged by anybody, ended by their day or
//! by the holder, and of no use once anything about them was changed.

mod judged;
mod made;
mod web;

use crate::world::sheet::{csv, person, rows};
use crate::world::{RUIAN, World, refusal, visitor};
use wenzheng::model::copy::{BoundCopy, CopyCode};
use wenzheng::model::day::Day;
use wenzheng::model::identity::IdType;
use wenzheng::model::number::CertificateNumber;
use wenzheng::registry::{Registry, Result};

/// What every copy here is for, unless a test says otherwise.
const PURPOSE: &str = "应聘温州某某建设公司";

/// A holder in their session, with one certificate.
struct Holder {
    session: String,
    number: CertificateNumber,
}

impl Holder {
    /// The `n`-th person, after their certificate was issued.
    async fn of(world: &World, n: u32) -> Self {
        let number = world.issue(RUIAN, csv(&rows(n..=n))).await.remove(0);
        Self { session: enter(&world.registry, n).await, number }
    }

    /// Makes a copy until `days` from today.
    async fn make(&self, world: &World, days: i32) -> Result<CopyCode> {
        self.make_at(&world.registry, PURPOSE, world.today().plus_days(days)).await
    }

    async fn make_at(&self, registry: &Registry, purpose: &str, until: Day) -> Result<CopyCode> {
        let bounds = (purpose, &*until.to_string());
        registry.make_copy(&self.session, &self.number, bounds, &visitor(1)).await
    }

    async fn print(&self, world: &World, code: &CopyCode) -> Vec<u8> {
        world.registry.print_copy(&self.session, &self.number, code).await.unwrap()
    }

    async fn live(&self, world: &World) -> Vec<BoundCopy> {
        world.registry.copies(&self.session, &self.number).await.unwrap().live
    }
}

/// A fresh session of the `n`-th person.
async fn enter(registry: &Registry, n: u32) -> String {
    let (person, from) = (person(n), visitor(1));
    let found = registry.look_up(&person.name, IdType::ResidentId, &person.id_number, &from);
    found.await.unwrap().0
}

/// What the QR of a copy opens.
async fn address(world: &World, holder: &Holder, code: &CopyCode) -> String {
    let files = world.registry.export(&holder.number).await.unwrap();
    let url = files.into_iter().find(|(name, _)| name == "token.txt").unwrap().1;
    format!("{}/{code}", String::from_utf8(url).unwrap().trim_end())
}
