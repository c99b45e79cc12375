//! `init`, `serve`, `demo`, `doctor`, `keys`, `office`: the registry itself.

use crate::world::cli::{Desk, Served};
use crate::world::sheet::rows;
use serde_json::json;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;

#[test]
fn init_founds_once() {
    let desk = Desk::new();
    let answer = desk.run(&["init", "--json"]).ends(0);
    assert_eq!(answer.json()["unprotected"], true);
    let again = desk.run(&["init", "--json"]).ends(1).json();
    assert_eq!(again["error"], "already_founded");
    let keys = desk.data().join("keys");
    for entry in std::fs::read_dir(&keys).unwrap() {
        let entry = entry.unwrap();
        if entry.path().extension().is_some_and(|extension| extension == "pem") {
            let mode = entry.metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{entry:?}");
        }
    }
    let warned = desk.run(&["keys", "list"]).ends(0).stderr;
    assert!(warned.contains("密钥没有加密") && warned.contains("not encrypted"), "{warned}");
}

#[test]
fn what_needs_a_registry_says_that_there_is_none() {
    let desk = Desk::new();
    for args in [
        &["batch", "list"][..],
        &["keys", "list"],
        &["doctor"],
        &["log", "export", "x"],
        &["print", "D3303812026000001X", "-o", "x.pdf"],
    ] {
        let ran = desk.run(args).ends(3);
        assert!(ran.stderr.contains("init"), "{args:?}: {ran:?}");
    }
    assert!(!desk.data().exists());
}

#[test]
fn keys_under_a_passphrase_open_with_it_alone() {
    let desk = Desk::new();
    let right = desk.file("right", "correct horse battery staple\n");
    let wrong = desk.file("wrong", "correct horse battery stable\n");
    let answer = desk.run(&["init", "--passphrase-file", &right, "--json"]).ends(0).json();
    assert_eq!(answer["unprotected"], false);
    let pem = std::fs::read_to_string(desk.data().join("keys/credential.pem")).unwrap();
    assert!(pem.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----"), "{pem}");
    assert!(!desk.data().join("keys/unprotected").exists());

    let open = desk.run(&["keys", "list", "--passphrase-file", &right, "--json"]).ends(0);
    assert!(open.stderr.is_empty(), "{}", open.stderr);
    assert_eq!(open.json()["keys"].as_array().unwrap().len(), 3);
    let refused = desk.run(&["keys", "list", "--passphrase-file", &wrong]).ends(3).stderr;
    assert!(refused.contains("口令打不开密钥文件。"), "{refused}");
    let asked = desk.run(&["keys", "list"]).ends(3).stderr;
    assert!(
        asked.contains("--passphrase-file") && asked.contains("WENZHENG_PASSPHRASE"),
        "{asked}"
    );
    let by_environment = crate::world::cli::command(&desk.data(), &["keys", "list"])
        .env("WENZHENG_PASSPHRASE", "correct horse battery staple")
        .output();
    assert!(by_environment.unwrap().status.success());
}

#[test]
fn today_may_be_set_in_a_demo_and_nowhere_else() {
    let desk = Desk::new();
    desk.issue(&rows(1..=1));
    let sheet = desk.file("b.csv", crate::world::sheet::csv(&rows(2..=2)));
    let args = ["import", &sheet, "--office", "330381", "--today", "2025-05-01", "--json"];
    let refused = desk.run(&args).ends(3).json();
    assert!(refused["message"].as_str().unwrap().contains("--today"), "{refused}");
    let batches = desk.run(&["batch", "list", "--json"]).ends(0).json();
    assert_eq!(batches["batches"].as_array().unwrap().len(), 1);

    let demo = Desk::new();
    demo.run(&["demo", "--no-serve", "--today", "2026-05-01"]).ends(0);
    let batches = demo.run(&["batch", "list", "--json"]).ends(0).json();
    for batch in batches["batches"].as_array().unwrap() {
        assert!(batch["created_at"].as_str().unwrap().starts_with("2026-0"), "{batch}");
    }
    // What was signed on that day is no older than its keys.
    let papers = std::fs::read_dir(demo.data().join("demo")).unwrap().map(|file| file.unwrap());
    let pdf = papers.map(|file| file.path()).find(|path| path.extension().is_some()).unwrap();
    demo.run(&["verify", pdf.to_str().unwrap(), "--today", "2026-05-01"]).ends(0);
    let sheet = demo.file("b.csv", crate::world::sheet::csv(&rows(2..=2)));
    let later =
        ["import", &sheet, "--office", "330381", "--accept", "--issue", "--json", "--today"];
    let answer = demo.run(&[&later[..], &["2027-01-15"]].concat()).ends(0).json();
    assert!(answer["numbers"][0].as_str().unwrap().starts_with("D3303812027"), "{answer}");
}

#[test]
fn a_demo_is_made_once_and_then_found() {
    let desk = Desk::new();
    let first = desk.run(&["demo", "--no-serve"]).ends(0);
    for words in ["打开", "查自己的", "核验", "已撤销", "已暂停", "证书PDF", "虚构"]
    {
        assert!(first.stdout.contains(words), "{words} in {}", first.stdout);
    }
    let count = |desk: &Desk| {
        let batches = desk.run(&["batch", "list", "--json"]).ends(0).json();
        let batches = batches["batches"].as_array().unwrap().clone();
        batches.iter().map(|batch| batch["accepted"].as_u64().unwrap()).sum::<u64>()
    };
    let issued = count(&desk);
    assert!((250..=350).contains(&issued), "{issued}");
    let again = desk.run(&["demo", "--no-serve"]).ends(0);
    // A token is shown once: each demonstration makes its own.
    let told = |stdout: &str| -> Vec<String> {
        stdout.lines().filter(|line| !line.contains("wz-")).map(str::to_owned).collect()
    };
    assert_eq!((told(&again.stdout), count(&desk)), (told(&first.stdout), issued));
    assert_ne!(again.stdout, first.stdout);
    desk.run(&["doctor"]).ends(0);
    let told_json = desk.run(&["demo", "--no-serve", "--json"]).ends(0);
    let keys = ["url", "holder", "papers", "revoked", "suspended", "posted", "tokens"];
    assert_eq!(told_json.keys(), keys);
    let number = told_json.json()["papers"][0]["number"].as_str().unwrap().to_owned();
    assert!(first.stdout.contains(&number), "{number}");

    let real = Desk::new();
    real.run(&["init"]).ends(0);
    let refused = real.run(&["demo", "--no-serve"]).ends(3).stderr;
    assert!(refused.contains("正式的登记库"), "{refused}");
}

#[test]
fn a_taken_port_is_said_plainly_and_nothing_is_made() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    for command in ["serve", "demo"] {
        let desk = Desk::new();
        let ran = desk.run(&[command, "--listen", &address]).ends(3);
        let plain = format!("{address} 已被别的程序占用。换一个端口：--listen");
        assert!(ran.stderr.contains(&plain), "{ran:?}");
        assert!(!desk.data().exists());
    }
}

#[test]
fn serve_answers_until_it_is_asked_to_stop() {
    let desk = Desk::new();
    let served = Served::start(&desk.data(), "info");
    let mut socket = TcpStream::connect(&served.address).unwrap();
    socket.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    socket.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("ok\n"), "{answer}");
    served.stop().ends(0);
    desk.run(&["doctor"]).ends(0);
}

#[test]
fn doctor_sees_what_is_broken() {
    let desk = Desk::new();
    desk.issue(&rows(1..=3));
    let good = desk.run(&["doctor", "--json"]).ends(0);
    assert_eq!(good.keys(), ["good", "checks"]);
    for check in good.json()["checks"].as_array().unwrap() {
        assert_eq!(check["good"], true, "{check}");
    }
    let other = Desk::new();
    other.issue(&rows(4..=5));
    let file = "registry.sqlite";
    std::fs::copy(other.data().join(file), desk.data().join(file)).unwrap();
    let foreign = desk.run(&["doctor", "--json"]).ends(1).json();
    assert_eq!(foreign["good"], false);
}

#[test]
fn offices_and_keys_are_listed() {
    let desk = Desk::new();
    let offices = desk.run(&["office", "list", "--json"]).ends(0).json();
    let offices = offices["offices"].as_array().unwrap();
    assert!(offices.len() >= 50);
    assert!(offices.iter().any(|office| office["code"] == "330381" && office["kind"] == "county"));
    desk.run(&["init"]).ends(0);
    let keys = desk.run(&["keys", "list", "--json"]).ends(0).json();
    for (args, said) in [
        (&["batch", "list"][..], "还没有批次。\n"),
        (&["office", "tokens", "330381"], "330381还没有口令。\n"),
    ] {
        assert_eq!(desk.run(args).ends(0).stdout, said);
    }
    let mut purposes: Vec<_> =
        keys["keys"].as_array().unwrap().iter().map(|key| key["purpose"].clone()).collect();
    purposes.sort_by_key(ToString::to_string);
    assert_eq!(purposes, [json!("credential"), json!("document"), json!("log")]);
}

#[test]
fn a_setting_that_nobody_knows_is_refused_by_its_name() {
    let desk = Desk::new();
    std::fs::create_dir(desk.data()).unwrap();
    std::fs::write(desk.data().join("wenzheng.toml"), "publik_url = 'https://x'\n").unwrap();
    let refused = desk.run(&["init"]).ends(3).stderr;
    assert!(refused.contains("publik_url") && refused.contains("wenzheng.toml"), "{refused}");
}
