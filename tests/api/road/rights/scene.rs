//! Batches of an office, standing where a deed needs them: made by the verbs themselves, by the
//! people whose acts they are.

use super::table::{Asker, Right, Tried};
use crate::world::photos::{MAN, archive, named};
use crate::world::sheet::{csv, person, row, with};
use crate::world::{BUREAU, World, actor, code, issuer, reviewer, text};
use std::cell::Cell;
use std::collections::BTreeMap;
use wenzheng::model::batch::BatchId;
use wenzheng::model::number::CertificateNumber;
use wenzheng::model::office::{Actor, Role};
use wenzheng::model::way::Way;
use wenzheng::registry::road::publicity::{Announcement, Window};
use wenzheng::registry::upload::import::Upload;

pub const EVERY_ROLE: [Role; 3] = [Role::Clerk, Role::Reviewer, Role::Issuer];

/// Who uploads and reports every batch.
pub const SENDER: &str = "林晓燕";

/// Everybody else who asks.
pub const ASKING: &str = "周敏";

/// How far a batch is brought before somebody asks.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Brought {
    Draft,
    Reported,
    Accepted,
    Issued,
    Posted,
    Announced,
    Filled,
}

/// Where a deed's batch stands, and the ways on which it has one; none for what is about no batch.
fn brought(deed: &str) -> Option<(Brought, &'static [Way])> {
    const ACCEPTED: &[Way] = &[Way::Filed, Way::Confirmed];
    Some(match deed {
        "see a draft" | "read a draft's findings" | "take the marked sheet" | "mend" | "report" => {
            (Brought::Draft, &Way::ALL)
        }
        "see a report" | "read a report's findings" | "take the receipt" | "return" => {
            (Brought::Reported, &Way::ALL)
        }
        "accept" | "hand in photos" => (Brought::Reported, ACCEPTED),
        "issue what was accepted" => (Brought::Accepted, ACCEPTED),
        "take the certificates" => (Brought::Issued, ACCEPTED),
        "post" => (Brought::Reported, &[Way::Reviewed]),
        "object" | "hear objections" | "settle" | "announce" => (Brought::Posted, &[Way::Reviewed]),
        "send the sheet" => (Brought::Announced, &[Way::Reviewed]),
        "issue what was announced" => (Brought::Filled, &[Way::Reviewed]),
        _ => return None,
    })
}

/// Whether a deed is about a batch.
pub fn needs_batch(deed: &str) -> bool {
    brought(deed).is_some()
}

/// Somebody who asks about a batch of `office`; `another` is the office of [`Asker::Another`].
pub fn asking(asker: Asker, office: &str, another: &str) -> Actor {
    match asker {
        Asker::ItsClerk => actor(ASKING, office, &[Role::Clerk]),
        Asker::ItsOthers => actor(ASKING, office, &[Role::Reviewer, Role::Issuer]),
        Asker::Another => actor(ASKING, another, &EVERY_ROLE),
        Asker::Clerk => actor(ASKING, BUREAU, &[Role::Clerk]),
        Asker::Reviewer => actor(ASKING, BUREAU, &[Role::Reviewer]),
        Asker::Issuer => actor(ASKING, BUREAU, &[Role::Issuer]),
        Asker::Sender => actor(SENDER, BUREAU, &EVERY_ROLE),
    }
}

/// Makes batches about one person each, and never about the same one twice.
pub struct Scene<'a> {
    pub world: &'a World,
    next: Cell<u32>,
    /// The persons of the batches, for their information sheets.
    about: Cell<BTreeMap<BatchId, u32>>,
}

impl<'a> Scene<'a> {
    /// The county of the table is given the review, the unit has lodged its plan.
    pub async fn new(world: &'a World) -> Self {
        let (registry, paper) = (&world.registry, text("温职改办〔2026〕1号"));
        registry.delegate(&code("330382"), &paper, None, &issuer()).await.unwrap();
        registry.lodge_plan(&code("3303U02"), 2024, &paper, None, &issuer()).await.unwrap();
        Self { world, next: Cell::new(1), about: Cell::default() }
    }

    /// A file of one person whom nobody has heard of; on the reviewed way a pass list.
    pub fn file(&self, office: &Tried, way: Way) -> (Vec<u8>, u32) {
        let n = self.next.replace(self.next.get() + 1);
        let title = office.title(way).unwrap_or("助理工程师");
        let file = match way {
            Way::Reviewed => list(n, office.series, title),
            _ => sheet(n, office, way, title),
        };
        (file, n)
    }

    /// The information sheet of an announced batch.
    pub fn sheet_of(&self, id: BatchId, office: &Tried) -> Vec<u8> {
        let about = self.about.take();
        let n = about[&id];
        self.about.set(about);
        sheet(n, office, Way::Reviewed, office.title(Way::Reviewed).unwrap())
    }

    /// An archive with a photo of the person of a batch.
    pub fn photos_of(&self, id: BatchId) -> Vec<u8> {
        let about = self.about.take();
        let n = about[&id];
        self.about.set(about);
        archive(&[(named(&person(n).id_number), MAN)])
    }

    pub async fn draft(&self, office: &Tried, way: Way) -> BatchId {
        let (bytes, n) = self.file(office, way);
        let upload = Upload { bytes, office: code(office.code), way };
        let id = self.world.registry.upload(upload, None, &sender(office)).await.unwrap();
        let mut about = self.about.take();
        about.insert(id, n);
        self.about.set(about);
        id
    }

    async fn reported(&self, office: &Tried, way: Way) -> BatchId {
        let id = self.draft(office, way).await;
        self.world.registry.report(id, &sender(office)).await.unwrap();
        id
    }

    /// The batches of every office for every deed: as many as people will do it to. Their
    /// publicities are over by then.
    pub async fn batches(&self, offices: &[Tried], rights: &[Right]) -> Pool {
        let mut pool = Pool::new();
        let mut announced = Vec::new();
        for office in offices {
            for right in rights {
                let Some((far, ways)) = brought(right.deed) else { continue };
                let Some(way) = ways.iter().find(|way| office.title(**way).is_some()) else {
                    continue;
                };
                for _ in 0..Asker::ALL.len() {
                    let id = self.before_publicity(office, *way, far).await;
                    announced.extend((far >= Brought::Announced).then_some((id, office, far)));
                    pool.entry((office.code, right.deed)).or_default().push(id);
                }
            }
        }
        let (registry, until) = (&self.world.registry, self.world.registry.earliest_until());
        self.world.wait((until.days_since(self.world.today()) + 1) * 86_400);
        let told = Announcement {
            document_number: text("温人社发〔2026〕99号"),
            on: until.plus_days(1),
        };
        for (id, office, far) in announced {
            registry.announce(id, &told, &issuer()).await.unwrap();
            if far == Brought::Filled {
                let bytes = self.sheet_of(id, office);
                let filled = registry.fill(id, bytes, &sender(office)).await.unwrap();
                assert_eq!(filled.tally.accepted, 1, "{}: {:?}", office.what, filled.findings);
            }
        }
        pool
    }

    async fn before_publicity(&self, office: &Tried, way: Way, far: Brought) -> BatchId {
        if far == Brought::Draft {
            return self.draft(office, way).await;
        }
        let (id, registry) = (self.reported(office, way).await, &self.world.registry);
        if far < Brought::Posted {
            if far >= Brought::Accepted {
                registry.accept(id, &reviewer()).await.unwrap();
            }
            if far == Brought::Issued {
                registry.issue(id, &issuer(), &|_, _| ()).await.unwrap();
            }
        } else {
            let window = Window { from: self.world.today(), until: registry.earliest_until() };
            registry.post(id, window, &issuer()).await.unwrap();
        }
        id
    }

    /// Somebody's certificate.
    pub async fn number(&self) -> CertificateNumber {
        let n = self.next.replace(self.next.get() + 1);
        self.world.issue("330381", csv(&[row(&person(n))])).await.remove(0)
    }
}

/// The batches that wait for a deed, by office.
pub type Pool = BTreeMap<(&'static str, &'static str), Vec<BatchId>>;

fn sender(office: &Tried) -> Actor {
    actor(SENDER, office.code, &[Role::Clerk])
}

fn list(n: u32, series: &str, title: &str) -> Vec<u8> {
    let (name, employer) = (person(n).name, employer(n));
    format!("姓名,工作单位,系列,资格名称\r\n{name},{employer},{series},{title}\r\n").into()
}

/// A name may come again; with its employer it is one person's.
fn employer(n: u32) -> String {
    format!("瑞安市第{n}工程有限公司")
}

fn sheet(n: u32, office: &Tried, way: Way, title: &str) -> Vec<u8> {
    let method = match way {
        Way::Confirmed => "确认",
        _ if office.code.starts_with("3303U") => "自主评聘",
        _ => "评审",
    };
    let row = with(with(row(&person(n)), "系列", office.series), "资格名称", title);
    let row = with(with(row, "取得方式", method), "专业", "");
    csv(&[with(row, "现工作单位", &employer(n))])
}
