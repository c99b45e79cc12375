//! The offices' desk of the demo: who comes to it and what lies there; and what is done at any desk.

use super::demo::TODAY;
use super::window::{Look, Window};
use crate::world::cli::{Ran, run};
use crate::world::photos::{MAN, WOMAN, archive, named};
use crate::world::sheet::{Person, csv, person, row, rows, with};
use crate::world::{BUREAU, RUIAN};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// Reviews engineers of 建设工程.
const BUILDERS: &str = "3303D17";
const LONG: &str =
    "温州市瓯江口产业集聚区城市基础设施建设投资发展集团有限公司第三工程项目管理分公司";

/// Tokens by person; and what stands in braces in the table of pages: batches, files, addresses.
pub struct Office {
    tokens: BTreeMap<Who, String>,
    pub laid: BTreeMap<&'static str, String>,
}

/// Who sits in front of the desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Who {
    Nobody,
    /// A unit for which nothing waits.
    Unit,
    /// A county's clerk.
    Clerk,
    /// A department whose list was announced.
    Builders,
    Bureau,
}

impl Office {
    /// Gives out tokens and lays out batches in every stage, while the demo serves.
    pub fn set_up(data: &Path) -> Self {
        let of = |(who, office, name): (Who, &str, &str)| {
            let made = json(data, &["office", "token", office, "--who", name]);
            (who, made["token"].as_str().unwrap().to_owned())
        };
        let tokens = [
            (Who::Unit, "3303U02", "周敏"),
            (Who::Clerk, RUIAN, "林晓燕"),
            (Who::Builders, BUILDERS, "陈立"),
            (Who::Bureau, BUREAU, "王海燕"),
        ];
        let mut laid = filed(data);
        laid.extend(reviewed(data));
        laid.extend(files(data));
        laid.insert("nowhere", "2020-0001".to_owned());
        Self { tokens: tokens.map(of).into(), laid }
    }

    pub fn token(&self, who: Who) -> &str {
        &self.tokens[&who]
    }
}

/// Runs a command on the demo's day.
fn on(data: &Path, day: &str, args: &[&str]) -> Ran {
    run(data, &[args, &["--today", day, "--json"]].concat()).ends(0)
}

fn json(data: &Path, args: &[&str]) -> Value {
    on(data, TODAY, args).json()
}

/// Batches of a county on their way, and what is verified of them.
fn filed(data: &Path) -> BTreeMap<&'static str, String> {
    // Whose photos are handed in.
    let reported = import(data, 64_000, &rows(64_000..64_005));
    let [accepted, returned] = [5; 2].map(|count| send(data, count));
    // One that is sent again, for each language.
    let [returned_zh, returned_en] =
        [63_000, 63_100].map(|first| import(data, first, &rows(first..first + 5)));
    let [issuing_zh, issuing_en] = [300; 2].map(|count| send(data, count));
    for id in [&accepted, &issuing_zh, &issuing_en] {
        json(data, &["batch", "accept", id, "--as", "陈立"]);
    }
    let receipt = |id: &str| {
        let pdf = data.join(format!("{id}.pdf"));
        json(data, &["batch", "receipt", id, "-o", pdf.to_str().unwrap()]);
        let parts = wenzheng::print::read(&std::fs::read(pdf).unwrap()).unwrap();
        parts.qr.unwrap().rsplit_once("/v/").unwrap().1.to_owned()
    };
    let (receipt, receipt_returned) = (receipt(&reported), receipt(&returned));
    let reason = "第3行的批准文号与公布文件不一致，请核对后再报。";
    for id in [&returned, &returned_zh, &returned_en] {
        json(data, &["batch", "return", id, "--as", "陈立", "--reason", reason]);
    }
    [
        ("reported", reported),
        ("accepted", accepted),
        ("returned", returned),
        ("returned_zh", returned_zh),
        ("returned_en", returned_en),
        ("issuing_zh", issuing_zh),
        ("issuing_en", issuing_en),
        ("receipt", receipt),
        ("receipt_returned", receipt_returned),
    ]
    .into()
}

/// Reviewed lists: reported, posted, objected to, at the end of their days, announced.
fn reviewed(data: &Path) -> BTreeMap<&'static str, String> {
    let list = listed(data, TODAY);
    let posted = posted(data, "2026-11-23", "2026-12-05");
    let barred = self::posted(data, "2026-11-24", "2026-12-05");
    let says = ["--says", "第2人的业绩材料与事实不符，请核实", "--as", "陈立"];
    let made = json(data, &[&["batch", "object", &barred], &says[..]].concat());
    let announced = self::posted(data, "2026-09-21", "2026-10-09");
    let told = ["--document", "温人社发〔2026〕81号", "--on", "2026-10-12"];
    on(data, "2026-10-12", &[&["batch", "announce", &announced], &told[..]].concat());
    [
        ("list", list),
        ("posted", posted),
        ("objection", made["objection"].as_str().unwrap().to_owned()),
        ("barred", barred),
        ("cleared", self::posted(data, "2026-11-02", "2026-11-16")),
        ("announced", announced),
    ]
    .into()
}

/// Files to be sent.
fn files(data: &Path) -> BTreeMap<&'static str, String> {
    let file = |name: &str, bytes: &[u8]| {
        let path = data.join(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let stranger = with(row(&person(3)), "姓名", "王无名");
    let strangers = [with(stranger, "资格名称", "工程师")];
    [
        ("junk", file("junk.xlsx", b"PK\x03\x04 and no more")),
        ("faulty", file("faulty.csv", &faulty())),
        ("clean", file("clean.csv", &csv(&rows(61_000..61_012)))),
        ("again_zh", file("again_zh.csv", &again(63_000))),
        ("again_en", file("again_en.csv", &again(63_100))),
        ("strangers", file("strangers.csv", &csv(&strangers))),
        ("photos", file("photos.zip", &photos())),
    ]
    .into()
}

/// Photos of three people of the reported batch, and files that are not taken.
fn photos() -> Vec<u8> {
    let of = |n: u32| named(&person(n).id_number);
    archive(&[
        (of(64_000), WOMAN),
        (of(64_001), MAN),
        (of(64_002), MAN),
        (of(64_003), b"no picture"),
        (of(1), MAN),
        ("照片/张伟.jpg".to_owned(), MAN),
    ])
}

/// More than a page of findings, of many kinds, about people with long names at long employers.
fn faulty() -> Vec<u8> {
    let slip = |Person { id_number, .. }: Person| {
        let last = if id_number.ends_with('1') { '2' } else { '1' };
        format!("{}{last}", &id_number[..17])
    };
    let wrong = |n: u32| {
        let row = row(&person(n));
        match n % 5 {
            0 => with(row, "身份证号码", &slip(person(n))),
            1 => with(row, "资格名称", "助工"),
            2 => with(row, "现工作单位", "同上"),
            3 => with(row, "取得时间", "2019.1"),
            _ => {
                let row = with(row, "姓名", "阿卜杜热西提・买买提艾力・阿不都热合曼");
                with(with(row, "批准文号", "瑞人社[2024]18号"), "现工作单位", LONG)
            }
        }
    };
    let mut all: Vec<_> = (60_000..60_060).map(wrong).collect();
    all.push(row(&person(60_061)));
    all.push(row(&person(60_061)));
    all.push(with(row(&person(60_062)), "专业", ""));
    csv(&all)
}

/// Five rows again: one is mended, one is taken out, one is new.
fn again(first: u32) -> Vec<u8> {
    let mut all = rows(first + 1..first + 6);
    all[0] = with(row(&person(first + 1)), "现工作单位", LONG);
    csv(&all)
}

/// Imports a sheet of a county; gives the batch.
fn import(data: &Path, name: u32, rows: &[Vec<String>]) -> String {
    let sheet = data.join(format!("{name}.csv"));
    std::fs::write(&sheet, csv(rows)).unwrap();
    let made = json(data, &["import", sheet.to_str().unwrap(), "--office", RUIAN]);
    made["batch"].as_str().unwrap().to_owned()
}

/// The same about people who are nobody else's.
pub fn send(data: &Path, count: u32) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(20_000);
    let first = NEXT.fetch_add(count, Ordering::Relaxed);
    import(data, first, &rows(first..first + count))
}

/// Imports a pass list of people who are on no other; gives the batch.
pub fn listed(data: &Path, day: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(30_000);
    let first = NEXT.fetch_add(4, Ordering::Relaxed);
    let mut text = String::from("序号,姓名,工作单位,系列,资格名称\r\n");
    for (place, n) in (1..).zip(first..first + 4) {
        let employer = if place == 2 { LONG } else { "瑞安市市政工程有限公司" };
        text += &format!("{place},{},{employer},工程技术人员,工程师\r\n", person(n).name);
    }
    let list = data.join(format!("{first}.csv"));
    std::fs::write(&list, text).unwrap();
    let args = ["import", list.to_str().unwrap(), "--office", BUILDERS, "--road", "issued"];
    on(data, day, &args).json()["batch"].as_str().unwrap().to_owned()
}

/// The same, posted from the day.
pub fn posted(data: &Path, day: &str, until: &str) -> String {
    let id = listed(data, day);
    on(data, day, &["batch", "post", &id, "--from", day, "--until", until, "--as", "陈立"]);
    id
}

pub async fn sign_in(window: &Window, token: &str) {
    window.goto("/sign-in").await;
    window.fill("#token", token).await;
    window.follow("form[action='/sign-in'] button").await;
    assert_eq!(window.path().await, "/desk");
}

pub async fn leave(window: &Window) {
    window.follow(".bar form button").await;
}

/// Uploads a file that is read; gives its batch. The window shows what was found.
pub async fn upload(window: &Window, way: &str, file: &Path) -> String {
    window.goto("/desk/uploads/new").await;
    window.choose("#way", way).await;
    send_file(window, file).await
}

/// Sends a returned batch again; gives the new one.
pub async fn upload_again(window: &Window, returned: &str, file: &Path) -> String {
    window.goto(&format!("/desk/uploads/new?follows={returned}")).await;
    send_file(window, file).await
}

async fn send_file(window: &Window, file: &Path) -> String {
    window.offer("#file", file).await;
    window.follow("main form button[type=submit]").await;
    let path = window.path().await;
    let id = path.strip_prefix("/desk/batches/").and_then(|rest| rest.strip_suffix("/findings"));
    id.unwrap_or_else(|| panic!("not read: {path}")).to_owned()
}

/// Issues the batch whose page is open, and waits for its end on the page that tells how far it is.
pub async fn issue(window: &Window, page: &str, look: Look) {
    window.follow(".card a.button:not(.plain)").await;
    assert_eq!(window.path().await, format!("{page}/issue"));
    window.follow("main form button").await;
    for _ in 0..120 {
        if window.path().await == page {
            break;
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
        if !look.script && window.count("a[href$='/progress']").await == 1 {
            window.follow("a[href$='/progress']").await;
        }
    }
    assert_eq!(window.path().await, page);
    assert_eq!(window.text("#next").await, "已经办完");
}
