//! Pages over real HTTP: connections kept open, the client a plain socket on the same machine, so
//! that it takes its share of the cores from ours and from the bare server alike.

use crate::Outcome;
use crate::table::{self, Cost, duel};
use crate::town::{Person, Town};
use axum::{Router, routing::get};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _};
use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::str::FromStr as _;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use wenzheng::http;
use wenzheng::model::identity::IdType;
use wenzheng::registry::{Registry, Visitor};

const CONNECTIONS: usize = 8;
const TURN: Duration = Duration::from_millis(700);
const TURNS: usize = 3;

/// Requests of one kind: the n-th has its own address and, where it matters, its own person.
type Asked<'a> = &'a (dyn Fn(usize) -> String + Sync);

pub fn run(runtime: &Runtime, town: &Town, people: &[Person]) -> Outcome {
    let hello = Router::new().route("/", get(async || "hello"));
    let hello = runtime.block_on(serve(hello))?;
    let settings = http::Settings { trusted_proxies: 1, ..http::Settings::default() };
    let ours = runtime.block_on(serve(http::router(town.registry.clone(), settings)))?;
    let asked = AtomicUsize::new(0);
    let bare_request: Asked<'_> = &|n| to_get("/", n);
    let limit = "hello of a bare axum";
    let (paths, cookie) = runtime.block_on(prepare(&town.registry, people))?;

    let home: Asked<'_> = &|n| to_get("/", n);
    let verify: Asked<'_> = &|n| to_get(&paths[n % paths.len()], n);
    let mine: Asked<'_> = &|n| to_get(&format!("/mine\r\n{cookie}"), n);
    for (what, request) in [
        ("look-up page, GET /", home),
        ("verify page, GET /v/{token}, on record", verify),
        ("own certificates, GET /mine", mine),
    ] {
        let [ours, bare] = compete(&asked, (ours, request), (hello, bare_request))?;
        table::row(what, ours, bare, limit);
    }
    let look_up: Asked<'_> = &|n| to_look_up(&people[n % people.len()], n);
    let [mut looked_up, mut committed] = [f64::MAX; 2];
    for _ in 0..TURNS {
        committed = committed.min(runtime.block_on(durable_commit())?);
        looked_up = looked_up.min(storm(&asked, ours, look_up)?);
    }
    let [ours, bare] = [looked_up, committed].map(cost);
    table::row("look-up, POST /look-up, a hit, recorded", ours, bare, "one durable commit");
    beside_the_record(runtime, town, &paths);
    Ok(())
}

/// Judging a token by the record, without the web around it.
fn beside_the_record(runtime: &Runtime, town: &Town, paths: &[String]) {
    let signer = wenzheng::proof::keys::Signer::from_seed(&[42; 32]);
    let signature = signer.sign(&[7; 170]);
    let tokens: Vec<&str> = paths.iter().filter_map(|path| path.strip_prefix("/v/")).collect();
    let judge = |n: usize| runtime.block_on(town.registry.verify_token(tokens[n % tokens.len()]));
    let bare = |_| signer.public().verifies(&[7; 170], &signature);
    let [ours, bare] = duel(100, 50, judge, bare);
    table::row("judge a token by the record, one caller", ours, bare, "one Ed25519 verification");
}

/// Links of a thousand certificates, and the cookie of somebody who looked themselves up.
async fn prepare(registry: &Registry, people: &[Person]) -> Outcome<(Vec<String>, String)> {
    let batch = registry.batches().await?.pop().ok_or("no batch")?;
    let mut paths = Vec::new();
    for number in registry.show_batch(batch.id).await?.numbers.iter().take(1_000) {
        let link = registry.link(number).await?;
        let at = link.find("/v/").ok_or("no link")?;
        paths.push(link[at..].to_owned());
    }
    let person = people.last().ok_or("nobody")?;
    let from = Visitor { address: Ipv4Addr::new(10, 255, 0, 1).into() };
    let session = registry.look_up(&person.name, IdType::ResidentId, &person.id_number, &from);
    Ok((paths, format!("cookie: __Host-mine={}", session.await?.0)))
}

pub async fn serve(router: Router) -> Outcome<SocketAddr> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?;
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move { axum::serve(listener, service).await });
    Ok(address)
}

/// What a request costs on each of two servers that take turns.
fn compete(
    asked: &AtomicUsize,
    ours: (SocketAddr, Asked<'_>),
    bare: (SocketAddr, Asked<'_>),
) -> Outcome<[Cost; 2]> {
    let mut best = [f64::MAX; 2];
    for _ in 0..TURNS {
        for (best, (server, request)) in best.iter_mut().zip([ours, bare]) {
            *best = best.min(storm(asked, server, request)?);
        }
    }
    Ok(best.map(cost))
}

fn cost(seconds: f64) -> Cost {
    Cost::of(Duration::from_secs_f64(seconds), 1)
}

/// Asks on all connections for a while; gives the seconds that one request took of them.
fn storm(asked: &AtomicUsize, server: SocketAddr, request: Asked<'_>) -> Outcome<f64> {
    let began = Instant::now();
    let done: Vec<Outcome<usize>> = std::thread::scope(|scope| {
        let threads: Vec<_> =
            (0..CONNECTIONS).map(|_| scope.spawn(|| converse(asked, server, request))).collect();
        threads.into_iter().map(|t| t.join().unwrap_or(Err("a thread panicked".into()))).collect()
    });
    let done = done.into_iter().sum::<Outcome<usize>>()?;
    Ok(began.elapsed().as_secs_f64() / done as f64)
}

/// One connection: ask, read the whole answer, ask again.
fn converse(asked: &AtomicUsize, server: SocketAddr, request: Asked<'_>) -> Outcome<usize> {
    let mut socket = TcpStream::connect(server)?;
    socket.set_nodelay(true)?;
    let (began, mut done, mut buffer) = (Instant::now(), 0, Vec::with_capacity(64 * 1024));
    while began.elapsed() < TURN {
        socket.write_all(request(asked.fetch_add(1, Ordering::Relaxed)).as_bytes())?;
        read_answer(&mut socket, &mut buffer)?;
        done += 1;
    }
    Ok(done)
}

fn read_answer(socket: &mut TcpStream, buffer: &mut Vec<u8>) -> Outcome {
    buffer.clear();
    let mut chunk = [0; 16 * 1024];
    let mut whole = None;
    while whole.is_none_or(|whole| buffer.len() < whole) {
        let read = socket.read(&mut chunk)?;
        if read == 0 {
            return Err("the server hung up".into());
        }
        buffer.extend_from_slice(&chunk[..read]);
        let head_ends = buffer.windows(4).position(|end| end == b"\r\n\r\n");
        if let (None, Some(at)) = (whole, head_ends) {
            let head = std::str::from_utf8(&buffer[..at])?.to_ascii_lowercase();
            if !(head.starts_with("http/1.1 200") || head.starts_with("http/1.1 303")) {
                return Err(head.lines().next().unwrap_or_default().to_owned().into());
            }
            let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
            whole = Some(at + 4 + length.map_or(Ok(0), |length| length.trim().parse())?);
        }
    }
    Ok(())
}

/// The address that the n-th request comes from, as our own proxy would say it.
fn forwarded(n: usize) -> String {
    let [.., a, b, c] = n.to_be_bytes();
    format!("x-forwarded-for: 10.{a}.{b}.{c}")
}

/// `path` may have a header behind it.
fn to_get(path: &str, n: usize) -> String {
    let (path, header) = path.split_once("\r\n").unwrap_or((path, "accept: text/html"));
    format!(
        "GET {path} HTTP/1.1\r\nhost: zs.wenzhou.gov.cn\r\n{header}\r\n{}\r\n\r\n",
        forwarded(n)
    )
}

fn to_look_up(person: &Person, n: usize) -> String {
    let name = url::form_urlencoded::byte_serialize(person.name.as_bytes()).collect::<String>();
    let body = format!("name={name}&id_type=resident_id&id_number={}", person.id_number);
    format!(
        "POST /look-up HTTP/1.1\r\nhost: zs.wenzhou.gov.cn\r\n{}\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        forwarded(n),
        body.len()
    )
}

/// The seconds that SQLite takes to make one row durable, with the settings of our store.
async fn durable_commit() -> Outcome<f64> {
    const COMMITS: u32 = 300;
    let folder = tempfile::TempDir::new()?;
    let url = format!("sqlite://{}", folder.path().join("bare.sqlite").display());
    let options = SqliteConnectOptions::from_str(&url)?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut connection = options.connect().await?;
    sqlx::query("CREATE TABLE t (id BIGINT PRIMARY KEY)").execute(&mut connection).await?;
    let began = Instant::now();
    for id in 0..COMMITS {
        let insert = sqlx::query("INSERT INTO t (id) VALUES ($1)").bind(i64::from(id));
        insert.execute(&mut connection).await?;
    }
    let took = began.elapsed();
    connection.close().await?;
    Ok(took.as_secs_f64() / f64::from(COMMITS))
}
