//! A session served under the most talkative log.

use super::{Demo, files, opened};
use crate::world::cli::Served;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;

const FORM: &str = "Content-Type: application/x-www-form-urlencoded";

/// What came back on the wire: the head, the body.
fn exchange(address: &str, asked: &str, headers: &[&str], body: &[u8]) -> (String, Vec<u8>) {
    let mut socket = TcpStream::connect(address).unwrap();
    let mut head = format!("{asked} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n");
    for header in headers {
        head += &format!("{header}\r\n");
    }
    head += &format!("Content-Length: {}\r\n\r\n", body.len());
    socket.write_all(&[head.as_bytes(), body].concat()).unwrap();
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer).unwrap();
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
    let body = answer.split_off(end + 4);
    (String::from_utf8(answer).unwrap(), body)
}

fn form(fields: &[(&str, &str)]) -> Vec<u8> {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish().into_bytes()
}

/// Whom the demo names: name and number.
fn holder(demo: &Demo) -> (String, String) {
    let told = demo.desk.run(&["demo", "--no-serve"]).ends(0).stdout;
    let line = told.lines().find(|line| line.contains("居民身份证")).unwrap();
    let (name, id) = line.split_once("，居民身份证 ").unwrap();
    (name.rsplit(' ').next().unwrap().to_owned(), id.trim().to_owned())
}

/// What a holder asks after looking themselves up; gives their paper, and a copy.
fn as_holder(demo: &Demo, address: &str, (name, id): &(String, String)) -> [Vec<u8>; 2] {
    let fields = form(&[("name", name), ("id_type", "resident_id"), ("id_number", id)]);
    let (head, _) = exchange(address, "POST /look-up", &[FORM], &fields);
    assert!(head.starts_with("HTTP/1.1 303"), "{head}");
    demo.assert_clean("the answer to a look-up", head.as_bytes());
    let cookie = head.lines().find_map(|line| line.strip_prefix("set-cookie: ")).unwrap();
    let cookie = format!("Cookie: {}", cookie.split(';').next().unwrap());
    let (_, mine) = exchange(address, "GET /mine", &[&cookie], b"");
    demo.assert_clean("/mine", &mine);
    let mine = String::from_utf8(mine).unwrap();
    let print = mine.split('"').find(|part| part.ends_with("/print")).unwrap();
    let one =
        exchange(address, &format!("GET {}", print.trim_end_matches("/print")), &[&cookie], b"");
    demo.assert_clean("one certificate", &one.1);
    let (head, pdf) = exchange(address, &format!("GET {print}"), &[&cookie], b"");
    assert!(head.contains("application/pdf"), "{head}");
    demo.assert_clean("the paper", &opened(&pdf));
    let copy = copied(address, &cookie, print);
    demo.assert_clean("a copy", &opened(&copy));
    exchange(address, "POST /leave", &[FORM, &cookie], b"");
    [pdf, copy]
}

/// What a copy is made for: nothing of it stands in an address, in a head or in the log.
const PURPOSE: &str = "应聘温州某某保密机械公司";

/// Makes a copy until the day that is offered, and gives its paper.
fn copied(address: &str, cookie: &str, print: &str) -> Vec<u8> {
    let list = print.replace("/print", "/copy");
    let page = || {
        let (_, page) = exchange(address, &format!("GET {list}"), &[cookie], b"");
        String::from_utf8(page).unwrap()
    };
    let offered = page().split("type=\"date\" value=\"").nth(1).unwrap()[..10].to_owned();
    for until in ["", &offered] {
        let fields = form(&[("purpose", PURPOSE), ("until", until)]);
        let (head, _) = exchange(address, &format!("POST {list}"), &[FORM, cookie], &fields);
        assert!(!head.contains("purpose") && !head.contains("%E5"), "{head}");
    }
    let page = page();
    assert!(page.contains(PURPOSE), "{page}");
    let link = page.split('"').find(|part| part.starts_with(&format!("{list}/"))).unwrap();
    exchange(address, &format!("GET {link}"), &[cookie], b"").1
}

/// Every way of asking in vain.
fn in_vain(demo: &Demo, address: &str, id: &str) {
    for fields in [
        &[("name", "王五"), ("id_type", "resident_id"), ("id_number", id)][..],
        &[("name", "王五"), ("id_type", "foreign_passport"), ("id_number", &id[..17])],
        &[("name", "王五"), ("id_type", "none"), ("id_number", id)],
        &[("name", id), ("id_type", "resident_id"), ("id_number", id)],
    ] {
        let (head, _) = exchange(address, "POST /look-up", &[FORM], &form(fields));
        assert!(head.starts_with("HTTP/1.1 4"), "{head}");
        demo.assert_clean("a miss", head.as_bytes());
    }
    let json = format!("{{\"number\":\"{id}\",\"name\":\"{id}\"}}");
    let kind = "Content-Type: application/json";
    exchange(address, "POST /api/v1/verify", &[kind], json.as_bytes());
    exchange(address, "POST /api/v1/verify", &[kind], &json.as_bytes()[..30]);
    exchange(address, "POST /verify/number", &[FORM], &form(&[("number", id), ("name", id)]));
    // Somebody may even write it into an address; the log holds the route's pattern alone.
    for path in [
        format!("/v/{id}"),
        format!("/mine/{id}"),
        format!("/{id}?id={id}"),
        format!("/verify?id={id}"),
    ] {
        exchange(address, &format!("GET {path}"), &[], b"");
    }
}

#[test]
fn a_served_session_logs_no_number_however_talkative() {
    let demo = Demo::new();
    let holder = holder(&demo);
    assert!(demo.ids.contains(&holder.1));
    let served = Served::start(&demo.desk.data(), "trace");
    let papers = as_holder(&demo, &served.address, &holder);
    in_vain(&demo, &served.address, &holder.1);
    let kind = "Content-Type: application/pdf";
    for pdf in papers {
        let (_, verdict) = exchange(&served.address, "POST /api/v1/verify", &[kind], &pdf);
        assert!(String::from_utf8_lossy(&verdict).contains("\"genuine\""));
        demo.assert_clean("a verdict", &verdict);
    }
    for path in
        ["/", "/metrics", "/log/checkpoint", "/log/tile/entries/000", "/status/revocation/0"]
    {
        let (_, body) = exchange(&served.address, &format!("GET {path}"), &[], b"");
        demo.assert_clean(path, &body);
        assert!(!String::from_utf8_lossy(&body).contains(PURPOSE), "{path} tells a purpose");
    }
    // The database as it lies there at work, with its write-ahead log.
    let at_work: Vec<_> = files(&demo.desk.data())
        .into_iter()
        .filter(|path| path.to_str().unwrap().contains("registry.sqlite"))
        .collect();
    assert!(at_work.iter().any(|path| path.to_str().unwrap().ends_with("-wal")), "{at_work:?}");
    for path in at_work {
        demo.assert_clean(path.to_str().unwrap(), &std::fs::read(&path).unwrap());
    }
    let said = served.stop().ends(0);
    assert!(said.stderr.len() > 10_000, "{}", said.stderr.len());
    demo.assert_clean("standard output", said.stdout.as_bytes());
    demo.assert_clean("the log", said.stderr.as_bytes());
    assert!(!said.stderr.contains(PURPOSE) && !said.stderr.contains("%E5%BA%94%E8%81%98"));
}
