//! Standard output and standard error: a reader who leaves, a disk that is full, text of strangers.

use crate::world::RUIAN;
use crate::world::cli::{Desk, Ran, command};
use crate::world::sheet::{HEADINGS, csv, person, row, rows, with, workbook};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{Cursor, Read as _, Write as _};
use std::process::{Command, Stdio};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

const PAPER: [&str; 4] = ["--reason", "核查", "--document", "温人社发〔2026〕9号"];

/// Every command but those that serve, in an order in which each has something to do, and the code
/// with which it ends. `{}` is a certificate's number.
const COMMANDS: [(&str, i32); 36] = [
    ("init --data new", 0),
    ("init", 1),
    ("template -o blank.xlsx", 0),
    ("check good.csv", 0),
    ("check bad.csv --annotated marked.xlsx", 1),
    ("check nowhere.csv", 3),
    ("import good.csv --office 330381 --accept --issue", 0),
    ("import bad.csv --office 330381 --as 林小姐", 1),
    ("import list.csv --office 3303D17 --road issued", 0),
    ("batch list", 0),
    ("batch show 2026-0001", 0),
    ("batch receipt BAD -o receipt.pdf", 0),
    ("batch accept BAD --as 林小姐", 1),
    ("batch accept BAD", 0),
    ("batch issue BAD", 0),
    ("batch return BAD --reason 有误", 1),
    ("batch object LIST --says 不实", 1),
    ("batch objections LIST", 0),
    ("suspend NUMBER PAPER", 0),
    ("resume NUMBER PAPER", 0),
    ("print NUMBER -o paper.pdf", 0),
    ("export NUMBER exported", 0),
    ("verify paper.pdf", 0),
    ("verify nonsense", 3),
    ("revoke NUMBER PAPER", 0),
    ("verify paper.pdf", 1),
    ("office list", 0),
    ("office token 330381 --who 林小姐", 0),
    ("office tokens 330381", 0),
    ("office delegate 330381 --document 温人社发〔2026〕9号", 0),
    ("office plan 3303Z01 --year 2026 --document 温人社发〔2026〕9号", 0),
    ("overview", 0),
    ("keys list", 0),
    ("log export log", 0),
    ("audit", 0),
    ("doctor", 0),
];
