//! A sheet of 50,000 rows through the offices' desk, over real HTTP: how long a clerk and a reviewer
//! wait for each page, what it weighs, and what the server holds meanwhile.

use crate::Outcome;
use crate::road::read;
use crate::table::{self, Cost, time};
use crate::town::{self, HEADER, OFFICE, Town};
use crate::web::serve;
use calamine::{Reader as _, Xlsx};
use rust_xlsxwriter::Workbook;
use std::hint::black_box;
use std::io::{Cursor, Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;
use tokio::runtime::Runtime;
use wenzheng::http;
use wenzheng::model::office::{OfficeCode, Role};
use wenzheng::model::text::Text;
use wenzheng::print::Press;
use wenzheng::registry::Visitor;

const ROWS: usize = 50_000;
const TURNS: usize = 5;

/// Somebody at the desk.
struct Clerk {
    server: SocketAddr,
    cookie: String,
}

/// What came back, and how long it took.
struct Answer {
    head: String,
    body: Vec<u8>,
    took: Duration,
}

pub fn run(runtime: &Runtime, town: &Town) -> Outcome {
    let settings = http::Settings::default();
    let server = runtime.block_on(serve(http::router(town.registry.clone(), settings)))?;
    let clerk = runtime.block_on(enter(town, server, "林晓燕", OFFICE))?;
    let bureau = runtime.block_on(enter(town, server, "陈立", "330300"))?;
    let sheet = sheet()?;
    let hello = runtime
        .block_on(serve(axum::Router::new().route("/", axum::routing::get(async || "hello"))))?;
    let bare = Bare::measure(town, &sheet, hello)?;
    println!(
        "{ROWS} rows, {} kB, over HTTP; last: the most memory that the process held meanwhile",
        sheet.len() / 1000
    );

    let batch = upload(&clerk, &bare, &sheet)?;
    mend(&clerk, &batch)
        .map(|took| Bare::row("mend one cell", took, bare.intake, "intake alone"))?;
    report(&clerk, &batch).map(|took| Bare::row("report", took, bare.intake, "intake alone"))?;

    forget_peak();
    let rows = format!("{batch}/rows");
    bureau.page(&bare, "people, first page", &rows)?;
    bureau.page(&bare, "people, from number 40,001", &format!("{rows}?from=40001"))?;
    forget_peak();
    let marked = clerk.get(&format!("{batch}/annotated.xlsx"), false)?;
    marked.found()?;
    let limit = format!("intake alone; {} kB", marked.body.len() / 1000);
    Bare::row("the marked workbook", marked.took, bare.intake, &limit);
    Ok(())
}

/// Uploads the sheet and turns its pages; gives the address of the batch.
fn upload(clerk: &Clerk, bare: &Bare, sheet: &[u8]) -> Outcome<String> {
    let key = hidden(&clerk.get("/desk/uploads/new", false)?.text(), "form_key")?;
    forget_peak();
    let sent = clerk.send_file(&key, sheet)?;
    let findings = sent.location()?;
    let first = clerk.get(&findings, false)?;
    first.found()?;
    let what = "upload, judge, first page of findings";
    Bare::row(what, sent.took + first.took, bare.cells, "calamine alone");
    forget_peak();
    clerk.page(bare, "findings, first page", &findings)?;
    clerk.page(bare, "findings, from row 45,000", &format!("{findings}?row=45000"))?;
    clerk.page(bare, "findings of one kind", &format!("{findings}?kind=title_unknown"))?;
    Ok(findings.trim_end_matches("/findings").to_owned())
}

fn mend(clerk: &Clerk, batch: &str) -> Outcome<Duration> {
    let page = clerk.get(&format!("{batch}/findings?kind=title_unknown"), false)?.text();
    let form = page.split_once("/mend\">").ok_or("no cell to mend")?.1;
    let mut fields = vec![("written", "助理工程师".to_owned())];
    for name in ["form_key", "kind", "after", "sheet", "row", "column"] {
        fields.push((name, hidden(form, name)?));
    }
    forget_peak();
    let mended = clerk.post(&format!("{batch}/mend"), &fields)?;
    mended.location()?;
    Ok(mended.took)
}

fn report(clerk: &Clerk, batch: &str) -> Outcome<Duration> {
    let question = clerk.get(&format!("{batch}/report"), false)?.text();
    let mut fields = Vec::new();
    for name in ["form_key", "once"] {
        fields.push((name, hidden(&question, name)?));
    }
    forget_peak();
    let reported = clerk.post(&format!("{batch}/report"), &fields)?;
    reported.location()?;
    Ok(reported.took)
}

/// What cannot be undercut.
struct Bare {
    cells: Duration,
    intake: Duration,
    hello: Duration,
}

impl Bare {
    fn measure(town: &Town, sheet: &[u8], hello: SocketAddr) -> Outcome<Self> {
        let mut bare = Self { cells: Duration::MAX, intake: Duration::MAX, hello: Duration::MAX };
        let press = Press::new();
        for _ in 0..3 {
            let (cells, took) = time(|| {
                let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(sheet))?;
                workbook.worksheet_range_at(0).transpose()
            });
            black_box(cells?);
            bare.cells = bare.cells.min(took);
            let (reading, took) = time(|| read(town, &press, sheet));
            black_box(reading?);
            bare.intake = bare.intake.min(took);
        }
        let nobody = Clerk { server: hello, cookie: String::new() };
        for _ in 0..50 {
            bare.hello = bare.hello.min(nobody.get("/", false)?.took);
        }
        Ok(bare)
    }

    fn row(what: &str, took: Duration, bare: Duration, limit: &str) {
        let note = format!("{limit}; {} MB", peak() / 1000);
        table::row(what, Cost::of(took, 1), Cost::of(bare, 1), &note);
    }
}

impl Clerk {
    /// A page, asked for several times; the best counts, and its bytes on the wire.
    fn page(&self, bare: &Bare, what: &str, path: &str) -> Outcome {
        let mut best = Duration::MAX;
        for _ in 0..TURNS {
            let answer = self.get(path, false)?;
            answer.found()?;
            best = best.min(answer.took);
        }
        let weight = self.get(path, true)?.body.len();
        Bare::row(what, best, bare.hello, &format!("hello of a bare axum; {weight} bytes, gzip"));
        Ok(())
    }

    fn get(&self, path: &str, packed: bool) -> Outcome<Answer> {
        let packed = if packed { "accept-encoding: gzip\r\n" } else { "" };
        self.ask(&format!("GET {path}"), packed, b"")
    }

    fn post(&self, path: &str, fields: &[(&str, String)]) -> Outcome<Answer> {
        let body =
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let kind = "content-type: application/x-www-form-urlencoded\r\n";
        self.ask(&format!("POST {path}"), kind, body.as_bytes())
    }

    fn send_file(&self, key: &str, file: &[u8]) -> Outcome<Answer> {
        const PART: &str = "--edge\r\ncontent-disposition: form-data; name=";
        let fields = format!("{PART}\"form_key\"\r\n\r\n{key}\r\n{PART}\"way\"\r\n\r\nfiled\r\n");
        let head = format!("{PART}\"file\"; filename=\"a.xlsx\"\r\n\r\n");
        let body = [fields.as_bytes(), head.as_bytes(), file, b"\r\n--edge--\r\n"].concat();
        let kind = "content-type: multipart/form-data; boundary=edge\r\n";
        self.ask("POST /desk/uploads/new", kind, &body)
    }

    fn ask(&self, asked: &str, header: &str, body: &[u8]) -> Outcome<Answer> {
        let Self { server, cookie } = self;
        let head = format!(
            "{asked} HTTP/1.1\r\nhost: zs.wenzhou.gov.cn\r\nconnection: close\r\n{cookie}{header}\
             content-length: {}\r\n\r\n",
            body.len()
        );
        let mut socket = TcpStream::connect(server)?;
        let (all, took) = time(|| {
            socket.write_all(&[head.as_bytes(), body].concat())?;
            let mut all = Vec::new();
            socket.read_to_end(&mut all)?;
            Ok::<_, std::io::Error>(all)
        });
        let all = all?;
        let end = all.windows(4).position(|end| end == b"\r\n\r\n").ok_or("no answer")?;
        let head = std::str::from_utf8(&all[..end])?.to_owned();
        Ok(Answer { head, body: all[end + 4..].to_vec(), took })
    }
}

impl Answer {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    fn found(&self) -> Outcome {
        let line = self.head.lines().next().unwrap_or_default();
        if line.contains(" 200 ") { Ok(()) } else { Err(line.to_owned().into()) }
    }

    /// Where it leads.
    fn location(&self) -> Outcome<String> {
        let line = self.head.lines().find_map(|line| line.strip_prefix("location: "));
        Ok(line
            .ok_or_else(|| self.head.clone())?
            .split(['?', '#'])
            .next()
            .unwrap_or_default()
            .to_owned())
    }
}

async fn enter(town: &Town, server: SocketAddr, who: &str, office: &str) -> Outcome<Clerk> {
    let office = OfficeCode::parse(office).ok_or("no code")?;
    let who = Text::parse(who).ok_or("no name")?;
    let issuer = town::actor("issuer", Role::Issuer)?;
    let (_, token) = town.registry.make_token(&office, &who, &issuer).await?;
    let from = Visitor { address: Ipv4Addr::new(10, 255, 0, 2).into() };
    let session = town.registry.enter(&token, &from).await?;
    Ok(Clerk { server, cookie: format!("cookie: __Host-desk={}\r\n", session.0) })
}

fn hidden(page: &str, name: &str) -> Outcome<String> {
    let field = format!("name=\"{name}\" value=\"");
    let rest = page.split_once(&field).ok_or_else(|| format!("no {name} in {page}"))?.1;
    Ok(rest.split('"').next().unwrap_or_default().to_owned())
}

/// Of 50,000 rows every tenth to be mended, every seventh to be looked at, every third mended by
/// itself.
fn sheet() -> Outcome<Vec<u8>> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    for (column, value) in (0..).zip(HEADER) {
        sheet.write_string(0, column, value)?;
    }
    let people = town::people(2_000_000, ROWS);
    for (line, (nth, person)) in (1..).zip(people.iter().enumerate()) {
        let mut row = town::row(person);
        if nth % 10 == 9 {
            row[6] = "助工";
        }
        if nth % 3 == 2 {
            row[10] = "浙人社[2025]18号";
        }
        if nth % 7 == 6 {
            row[10] = "";
        }
        for (column, value) in (0..).zip(row) {
            sheet.write_string(line, column, value)?;
        }
    }
    Ok(workbook.save_to_buffer()?)
}

/// The most memory that the process held since the last time, in kB, where the system tells.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().split(' ').next()?.parse().ok()).unwrap_or_default()
}

fn forget_peak() {
    // Where it cannot be forgotten, the figures are those of the whole run.
    let _unheard = std::fs::write("/proc/self/clear_refs", "5");
}
