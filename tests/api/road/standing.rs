//! Suspend, resume, revoke: effective at once in every answer, lawful or refused.

use crate::world::sheet::{Person, csv, person, rows};
use crate::world::web::Browser;
use crate::world::{
    RUIAN, World, certificate, decision, each_engine, issuer, on_sqlite, refusal, text, visitor,
};
use wenzheng::model::certificate::Standing;
use wenzheng::model::identity::IdType;
use wenzheng::model::number::CertificateNumber;
use wenzheng::proof::credential::Credential;
use wenzheng::proof::status::{StatusList, StatusPurpose};
use wenzheng::proof::trust::TrustList;
use wenzheng::registry::road::amend::{Change, Decision};
use wenzheng::registry::{Published, Refusal};

/// A certificate, its holder and everything by which somebody can ask about it.
struct Case<'a> {
    world: &'a World,
    holder: Person,
    number: CertificateNumber,
    token: String,
    pdf: Vec<u8>,
    asked: std::cell::Cell<u8>,
}

impl<'a> Case<'a> {
    async fn new(world: &'a World) -> Self {
        let number = world.issue(RUIAN, csv(&rows(1..=3))).await.remove(1);
        let link = world.registry.link(&number).await.unwrap();
        let token = link.rsplit_once('/').unwrap().1.to_owned();
        let pdf = world.registry.print(&number).await.unwrap();
        Self { world, holder: person(2), number, token, pdf, asked: 1.into() }
    }

    /// Somebody whom no limit has met yet.
    fn stranger(&self) -> Browser {
        self.asked.set(self.asked.get() + 1);
        Browser::new(&self.world.registry, self.asked.get())
    }

    /// Every door says the same.
    async fn everywhere(&self, verdict: &str, word: &str) {
        let registry = &self.world.registry;
        let verified = registry.verify_token(&self.token).await.unwrap();
        assert_eq!(verified.verification.verdict.code(), verdict);
        let (number, name) = (self.number.as_str(), &*self.holder.name);
        let by_number = registry.verify_number(number, name, &visitor(250)).await.unwrap();
        assert_eq!(by_number.verification.verdict.code(), verdict);
        let of_file = registry.verify_file(self.pdf.clone(), &visitor(251)).await.unwrap();
        assert_eq!(certificate(of_file).verdict.code(), verdict);

        let mut web = self.stranger();
        for answer in [
            web.get(&format!("/api/v1/verify/{}", self.token)).await,
            web.post_body("/api/v1/verify", "application/pdf", self.pdf.clone()).await,
        ] {
            assert_eq!(answer.json()["verdict"], verdict);
        }
        for answer in [
            web.get(&format!("/v/{}", self.token)).await,
            web.post("/verify/number", &[("number", number), ("name", name)]).await,
            web.post_file("/verify/file", &self.pdf).await,
        ] {
            assert!(answer.text().contains(word), "{word} not in {}", answer.text());
        }
    }

    /// What the two signed lists say about the certificate: revoked, suspended.
    async fn lists(&self) -> (bool, bool) {
        let registry = &self.world.registry;
        let files = registry.export(&self.number).await.unwrap();
        let file = |name: &str| &files.iter().find(|(known, _)| known == name).unwrap().1;
        let slot = Credential::read(file("credential.json")).unwrap().slot;
        let trust = TrustList::parse(file("trust.json")).unwrap();
        let mut set = Vec::new();
        for purpose in [StatusPurpose::Revocation, StatusPurpose::Suspension] {
            let list = registry.published(Published::StatusList { list: slot.list, purpose }).await;
            let list = list.unwrap().bytes;
            let list = trust.keys.iter().find_map(|key| StatusList::read(&list, &key.public));
            set.push(list.unwrap().bits.get(slot.index));
        }
        (set[0], set[1])
    }

    /// Whether the holder may print it, and what their page says.
    async fn mine(&self) -> (u16, String) {
        let mut web = self.stranger();
        let Person { name, id_number } = &self.holder;
        let form = [("name", &**name), ("id_type", "resident_id"), ("id_number", id_number)];
        web.post("/look-up", &form).await;
        let page = web.get("/mine").await.text();
        let print = web.get(&format!("/mine/{}/print", self.number)).await;
        (print.status.as_u16(), page)
    }
}

#[test]
fn a_change_shows_at_once_at_every_door() {
    each_engine(async |world: &World| {
        let case = Case::new(world).await;
        case.everywhere("genuine", "<h1>真实有效</h1>").await;
        assert_eq!(case.lists().await, (false, false));
        assert_eq!(case.mine().await.0, 200);

        world.amend(&case.number, Change::Suspend).await.unwrap();
        case.everywhere("suspended", "<h1>暂停使用，待查</h1>").await;
        assert_eq!(case.lists().await, (false, true));
        let (status, page) = case.mine().await;
        assert_eq!(status, 410);
        assert!(page.contains("已暂停"), "{page}");

        world.amend(&case.number, Change::Resume).await.unwrap();
        case.everywhere("genuine", "<h1>真实有效</h1>").await;
        assert_eq!(case.lists().await, (false, false));
        assert_eq!(case.mine().await.0, 200);

        world.amend(&case.number, Change::Suspend).await.unwrap();
        world.amend(&case.number, Change::Revoke).await.unwrap();
        case.everywhere("revoked", "<h1>已撤销，无效</h1>").await;
        assert_eq!(case.lists().await, (true, false));
        let (status, page) = case.mine().await;
        assert_eq!(status, 410);
        assert!(page.contains("已撤销"), "{page}");
        let health = world.registry.examine().await.unwrap();
        assert!(health.iter().all(|check| check.good), "{health:?}");
    });
}

#[test]
fn the_others_in_the_list_stay_as_they_are() {
    each_engine(async |world: &World| {
        let numbers = world.issue(RUIAN, csv(&rows(1..=4))).await;
        world.amend(&numbers[0], Change::Revoke).await.unwrap();
        world.amend(&numbers[1], Change::Suspend).await.unwrap();
        for (number, verdict) in numbers.iter().zip(["revoked", "suspended", "genuine", "genuine"])
        {
            let link = world.registry.link(number).await.unwrap();
            let verified = world.registry.verify_token(&link).await.unwrap();
            assert_eq!(verified.verification.verdict.code(), verdict, "{number}");
        }
        let mut versions = Vec::new();
        for purpose in [StatusPurpose::Revocation, StatusPurpose::Suspension] {
            let list = world.registry.published(Published::StatusList { list: 0, purpose }).await;
            let trust = world.registry.published(Published::Trust).await.unwrap().bytes;
            let trust = TrustList::parse(&trust).unwrap();
            let list = list.unwrap().bytes;
            let list = trust.keys.iter().find_map(|key| StatusList::read(&list, &key.public));
            let list = list.unwrap();
            versions.push((list.version, (0..131_072).filter(|at| list.bits.get(*at)).count()));
        }
        assert_eq!(versions, [(3, 1), (3, 1)]);
    });
}

#[test]
fn an_unlawful_change_is_refused_and_changes_nothing() {
    each_engine(async |world: &World| {
        use Change::{Resume, Revoke, Suspend};
        let number = world.issue(RUIAN, csv(&rows(1..=1))).await.remove(0);
        let stands = |standing| Refusal::WrongStanding { number: number.clone(), standing };
        for (done, refused, standing) in [
            (None, &[Resume][..], Standing::Valid),
            (Some(Suspend), &[Suspend], Standing::Suspended),
            (Some(Revoke), &[Suspend, Resume, Revoke], Standing::Revoked),
        ] {
            if let Some(change) = done {
                world.amend(&number, change).await.unwrap();
            }
            for change in refused {
                assert_eq!(refusal(world.amend(&number, *change).await), stands(standing));
            }
        }
        let none = CertificateNumber::parse(&number.as_str().replace('D', "E")).is_none();
        assert!(none, "the check character covers the letter");
    });
}

#[test]
fn a_day_that_has_not_come_is_refused_and_an_earlier_one_is_kept() {
    on_sqlite(async |world: &World| {
        let number = world.issue(RUIAN, csv(&rows(1..=1))).await.remove(0);
        let on = |days| Decision {
            on: Some(world.today().plus_days(days)),
            ..decision(&number, Change::Suspend)
        };
        let tomorrow = refusal(world.registry.amend(&on(1), &issuer()).await);
        assert_eq!(tomorrow, Refusal::FutureDay(world.today().plus_days(1)));
        let record = world.registry.amend(&on(-40), &issuer()).await.unwrap();
        assert_eq!(record.since, world.today().plus_days(-40));
        assert_eq!(record.document_number, Some(text("温人社发〔2026〕99号")));
        let link = world.registry.link(&number).await.unwrap();
        let standing = world.registry.verify_token(&link).await.unwrap().verification.standing;
        assert_eq!(standing, Some(record));
    });
}

#[test]
fn many_changes_at_once_lose_none() {
    each_engine(async |world: &World| {
        let numbers = world.issue(RUIAN, csv(&rows(1..=6))).await;
        let tasks: Vec<_> = numbers
            .iter()
            .map(|number| {
                let (registry, decision) =
                    (world.registry.clone(), decision(number, Change::Revoke));
                tokio::spawn(async move { registry.amend(&decision, &issuer()).await.map(|_| ()) })
            })
            .collect();
        for task in tasks {
            task.await.unwrap().unwrap();
        }
        let (holder, from) = (person(1), visitor(1));
        let (name, id_number) = (&holder.name, &holder.id_number);
        let session = world.registry.look_up(name, IdType::ResidentId, id_number, &from);
        let mine = world.registry.mine(&session.await.unwrap().0).await.unwrap();
        assert_eq!(mine.certificates[0].standing.standing, Standing::Revoked);
        let list = Published::StatusList { list: 0, purpose: StatusPurpose::Revocation };
        let list = world.registry.published(list).await.unwrap().bytes;
        let trust = world.registry.published(Published::Trust).await.unwrap().bytes;
        let trust = TrustList::parse(&trust).unwrap();
        let list = trust.keys.iter().find_map(|key| StatusList::read(&list, &key.public)).unwrap();
        assert_eq!((0..131_072).filter(|at| list.bits.get(*at)).count(), 6);
    });
}
