//! The table of rights, asked over the web by whoever signs in. A form's one-time key is made here
//! as the desk makes it: no right hangs on nobody guessing it.

use super::{hidden, signed_in, uploads::send};
use crate::road::rights::asked::{complaint, record, thing};
use crate::road::rights::scene::{ASKING, SENDER, Scene, needs_batch};
use crate::road::rights::table::{Answer, Asker, Right, Tried, offices, rights};
use crate::world::web::{Answer as Page, Browser};
use crate::world::{BUREAU, World, on_sqlite};
use std::collections::BTreeSet;
use std::time::Duration;
use wenzheng::model::batch::{BatchId, Move, Stage};
use wenzheng::model::digest::Digest;
use wenzheng::model::way::Way;
use wenzheng::store::Db;

/// Nobody's batch.
const NOWHERE: BatchId = BatchId { year: 2020, serial: 1 };

/// Deeds that no page does: they are the operator's, by command.
const BY_COMMAND: [&str; 7] = [
    "send a report",
    "suspend",
    "make a token",
    "list the tokens",
    "revoke a token",
    "delegate the review",
    "lodge a plan",
];

/// Somebody who is signed in.
struct Visit {
    browser: Browser,
    form_key: String,
    office: String,
}

impl Visit {
    async fn new(world: &World, who: &str, office: &str) -> Self {
        let mut browser = signed_in(world, who, office).await;
        let form_key = hidden(&browser.get("/desk").await.text(), "form_key");
        Self { browser, form_key, office: office.to_owned() }
    }

    fn once(&self, state: &str) -> String {
        Digest::of(format!("once\0{}\0{state}", self.form_key).as_bytes()).to_string()
    }

    async fn post(&mut self, address: &str, fields: &[(&str, &str)]) -> Page {
        let key = self.form_key.clone();
        let fields = [&[("form_key", &*key)], fields].concat();
        self.browser.post(address, &fields).await
    }

    async fn post_file(&mut self, address: &str, fields: &[(&str, &str)], file: &[u8]) -> Page {
        let key = self.form_key.clone();
        let fields = [&[("form_key", &*key)], fields].concat();
        send(&mut self.browser, address, &fields, Some(file)).await
    }
}

/// One deed, as a page or a form asks for it.
struct Asked<'a> {
    scene: &'a Scene<'a>,
    office: &'a Tried,
    deed: &'a str,
    batch: BatchId,
    thing: String,
}

impl Asked<'_> {
    async fn ask(&self, visit: &mut Visit) -> Page {
        let at = |rest: &str| format!("/desk/batches/{}{rest}", self.batch);
        let address = match self.deed {
            "see a draft" | "see a report" => at(""),
            "read a draft's findings" | "read a report's findings" => at("/findings"),
            "take the marked sheet" => at("/annotated.xlsx"),
            "take the receipt" => at("/receipt.pdf"),
            "take the certificates" => at("/papers.zip"),
            "hear objections" => at("/objections"),
            "see the overview" => {
                let book = visit.browser.get("/desk/overview.xlsx").await.status;
                let page = visit.browser.get("/desk/overview").await;
                assert_eq!(book, page.status);
                return page;
            }
            "take the blank sheet" => "/desk/template.xlsx".to_owned(),
            "list batches" => "/desk/batches".to_owned(),
            "see what waits" => "/desk".to_owned(),
            _ => return self.send(visit, at).await,
        };
        visit.browser.get(&address).await
    }

    async fn send(&self, visit: &mut Visit, at: impl Fn(&str) -> String) -> Page {
        let today = self.scene.world.today().to_string();
        match self.deed {
            "send a draft" => {
                let ways = Way::ALL.into_iter();
                let way = ways.clone().find(|way| self.office.title(*way).is_some()).unwrap();
                let file = self.scene.file(self.office, way).0;
                visit.post_file("/desk/uploads/new", &[("way", way.code())], &file).await
            }
            "send the sheet" => {
                let file = self.scene.sheet_of(self.batch, self.office);
                visit.post_file(&at("/sheet"), &[], &file).await
            }
            "hand in photos" => {
                let photos = self.scene.photos_of(self.batch);
                visit.post_file(&at("/photos"), &[], &photos).await
            }
            "mend" => {
                let cell = [("sheet", ""), ("row", "2"), ("column", "D"), ("written", "某单位")];
                visit.post(&at("/mend"), &cell).await
            }
            "object" => {
                let says = format!("{}的材料不实", visit.office);
                let fields = [("says", &*says), ("received", &*today)];
                visit.post(&at("/objections/new"), &fields).await
            }
            "settle" => {
                let address = at(&format!("/objections/{}", self.thing));
                visit.post(&address, &[("outcome", "不属实")]).await
            }
            _ => self.make(visit, at, &today).await,
        }
    }

    /// A form that takes effect once.
    async fn make(&self, visit: &mut Visit, at: impl Fn(&str) -> String, today: &str) -> Page {
        let registry = &self.scene.world.registry;
        let batch = registry.show_batch(self.batch).await.unwrap().batch;
        let step = match self.deed {
            "report" => Move::Report,
            "accept" => Move::Accept,
            "return" => Move::Return,
            "post" => Move::Post,
            "announce" => Move::Announce,
            "issue what was accepted" | "issue what was announced" => Move::Issue,
            other => panic!("no page to {other}"),
        };
        let (stage, tally) = (batch.stage.code(), batch.tally);
        let counts = (tally.accepted, tally.fixed, tally.rejected, tally.unchanged);
        let state = match step {
            Move::Report => format!("report {} {stage} {counts:?}", batch.id),
            _ => format!("{} {} {stage} {} 0", step.code(), batch.id, batch.moved_at.0),
        };
        let (once, until) = (visit.once(&state), registry.earliest_until().to_string());
        let mut fields = vec![("once", &*once)];
        match step {
            Move::Return => fields.push(("reason", "退")),
            Move::Post => fields.extend([("from", today), ("until", &*until)]),
            Move::Announce => {
                fields.extend([("document", "温人社发〔2026〕99号"), ("on", today)]);
            }
            _ => {}
        }
        let page = visit.post(&at(&format!("/{}", step.code())), &fields).await;
        if step == Move::Issue && page.status.is_redirection() {
            self.until_issued().await;
        }
        page
    }

    async fn until_issued(&self) {
        for _ in 0..600 {
            let shown = self.scene.world.registry.show_batch(self.batch).await.unwrap();
            if shown.batch.stage == Stage::Issued {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{} is not issued", self.batch);
    }
}

/// What a page says, in the words of the table.
fn answer(page: &Page) -> Answer {
    let said = page.text();
    match page.status.as_u16() {
        200 => Answer::Yes,
        303 if !page.header("location").starts_with("/sign-in") => Answer::Yes,
        403 if said.contains("这件事须由市人力社保局办理") => Answer::No,
        403 if said.contains("须由另一位同事") => Answer::Eyes,
        404 if said.contains("没有批次") => Answer::None,
        status => panic!("{status}: {said}"),
    }
}

/// Who signs in: at the bureau everybody has every role.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Visitor {
    ItsClerk,
    Another,
    Bureau,
    Sender,
}

/// What the table has for a visitor. Whoever may not see a batch is told that there is none.
fn expected(right: &Right, visitor: Visitor, is_the_bureaus: bool) -> Answer {
    let of = |askers: &[Asker]| {
        askers.iter().map(|asker| right.answer(*asker, is_the_bureaus)).max().unwrap()
    };
    match visitor {
        Visitor::ItsClerk => of(&[Asker::ItsClerk]),
        Visitor::Another if needs_batch(right.deed) => Answer::None,
        Visitor::Another => of(&[Asker::Another]),
        Visitor::Bureau if is_the_bureaus => of(&[Asker::ItsClerk, Asker::ItsOthers]),
        Visitor::Bureau => of(&[Asker::Clerk, Asker::Reviewer, Asker::Issuer]),
        Visitor::Sender => of(&[Asker::Sender]),
    }
}

/// The places of those who sign in as a visitor, among the visits of the trial.
fn who(visitor: Visitor, at: usize, offices: &[Tried]) -> Vec<usize> {
    let count = offices.len();
    match visitor {
        Visitor::ItsClerk if offices[at].code == BUREAU => Vec::new(),
        Visitor::ItsClerk => vec![at],
        // The two behind it in the table; the bureau is its first.
        Visitor::Another => {
            let others = (1..count).cycle().skip(at).filter(|other| *other != at);
            others.take(2).collect()
        }
        Visitor::Bureau => vec![0],
        Visitor::Sender => vec![count],
    }
}

/// The table beside the pages.
struct Trial<'a> {
    scene: &'a Scene<'a>,
    db: &'a Db,
    offices: &'a [Tried],
    /// Somebody of each office, in their order; then the sender at the bureau.
    visits: Vec<Visit>,
    done: BTreeSet<&'static str>,
    wrong: Vec<String>,
}

impl Trial<'_> {
    /// A row of the table at one office.
    async fn row(&mut self, at: usize, right: &Right, mut batches: Vec<BatchId>) {
        let (office, deed) = (&self.offices[at], right.deed);
        for visitor in [Visitor::Another, Visitor::ItsClerk, Visitor::Sender, Visitor::Bureau] {
            for place in who(visitor, at, self.offices) {
                let visit = &mut self.visits[place];
                // At the desk everybody sends for their own office.
                if deed == "send a draft" && visit.office != office.code {
                    continue;
                }
                let batch = batches.last().copied().unwrap_or(NOWHERE);
                let thing = thing(self.scene, deed, batch).await;
                let asked = Asked { scene: self.scene, office, deed, batch, thing };
                let before = record(self.db, batch).await;
                let said = answer(&asked.ask(visit).await);
                let is_changed = record(self.db, batch).await != before;
                let expected = expected(right, visitor, office.code == BUREAU);
                let complaint = complaint(right, expected, (said, is_changed));
                self.wrong.extend(complaint.map(|complaint| {
                    format!("{visitor:?} ({}) at {}: {complaint}", visit.office, office.what)
                }));
                if is_changed {
                    batches.pop();
                }
                self.done.insert(deed);
            }
        }
    }
}

#[test]
fn every_page_and_form_answers_as_the_table_says() {
    on_sqlite(async |world: &World| {
        let (offices, rights) = (offices(), rights());
        let scene = Scene::new(world).await;
        let mut pool = scene.batches(&offices, &rights).await;
        let mut visits = Vec::new();
        for office in &offices {
            visits.push(Visit::new(world, ASKING, office.code).await);
        }
        visits.push(Visit::new(world, SENDER, BUREAU).await);
        let db = Db::open(&world.database_url()).await.unwrap();
        let (done, wrong) = Default::default();
        let mut trial = Trial { scene: &scene, db: &db, offices: &offices, visits, done, wrong };
        for (at, office) in offices.iter().enumerate() {
            for right in rights.iter().filter(|right| !BY_COMMAND.contains(&right.deed)) {
                let batches = pool.remove(&(office.code, right.deed)).unwrap_or_default();
                // None: the office may not take the way.
                if !(needs_batch(right.deed) && batches.is_empty()) {
                    trial.row(at, right, batches).await;
                }
            }
        }
        let Trial { done, wrong, .. } = trial;
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert_eq!(done.len() + BY_COMMAND.len(), rights.len(), "{done:?}");
        db.close().await;
    });
}
