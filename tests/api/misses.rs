//! Whoever guesses learns nothing: all misses look alike and take as long, guessing gets slower, and
//! the holder sees that somebody asked.

use crate::world::sheet::{Person, csv, person, rows};
use crate::world::web::{Answer, Browser};
use crate::world::{RUIAN, World, each_engine, on_sqlite, refusal, visitor};
use std::time::{Duration, Instant};
use wenzheng::model::identity::IdType;
use wenzheng::registry::{Refusal, Result, Session};

async fn look_up(world: &World, person: &Person, from: u8) -> Result<Session> {
    let (registry, from) = (&world.registry, visitor(from));
    registry.look_up(&person.name, IdType::ResidentId, &person.id_number, &from).await
}

fn wrong_name(of: u32) -> Person {
    Person { name: "王五".into(), ..person(of) }
}

/// Two holders with passports, one Chinese, one foreign.
async fn passports(world: &World) {
    let sheet = "姓名,证件类型,证件号码,现工作单位,系列,专业,资格名称,取得方式,取得时间,评委会名称\r\n\
                 林静,中国护照,E12345678,某公司,工程技术人员,市政工程,助理工程师,评审,2024-06,某评委会\r\n\
                 王琳,外国护照,X12345678,某公司,工程技术人员,市政工程,助理工程师,评审,2024-06,某评委会\r\n";
    world.issue(RUIAN, sheet.as_bytes().to_vec()).await;
}

/// An unknown number, another name than the record's, a number that is on record as another
/// document: all of them good forms.
const MISSES: [(&str, &str); 3] =
    [("林静", "G76543210"), ("林静", "X12345678"), ("林静", "E12345678")];

async fn miss(web: &mut Browser, (name, number): (&str, &str)) -> Answer {
    let form = [("name", name), ("id_type", "foreign_passport"), ("id_number", number)];
    web.post("/look-up", &form).await
}

#[test]
fn all_misses_are_the_same_answer() {
    on_sqlite(async |world: &World| {
        passports(world).await;
        let mut answers = Vec::new();
        for (from, (name, number)) in (1..).zip(MISSES) {
            let answer = miss(&mut Browser::new(&world.registry, from), (name, number)).await;
            assert_eq!(answer.status, 404);
            // What the reader typed comes back in the form; nothing else differs.
            let text = answer.text().replace(number, "NUMBER");
            answers.push((answer.headers, text));
        }
        assert!(answers[0].1.contains("没有查到"), "{}", answers[0].1);
        assert_eq!(answers[0], answers[1]);
        assert_eq!(answers[0], answers[2]);
        let (own, from) = (IdType::ChinesePassport, visitor(9));
        let found = world.registry.look_up("林静", own, "E12345678", &from);
        assert!(found.await.is_ok());
    });
}

/// The shortest of some times: what else the machine does only makes them longer.
async fn shortest(times: u32, mut ask: impl AsyncFnMut()) -> Duration {
    let mut shortest = Duration::MAX;
    for _ in 0..times {
        let began = Instant::now();
        ask().await;
        shortest = shortest.min(began.elapsed());
    }
    shortest
}

fn assert_alike(took: &[Duration]) {
    let (least, most) = (took.iter().min().unwrap(), took.iter().max().unwrap());
    assert!(*least >= Duration::from_millis(250), "{took:?}");
    assert!(*most - *least < Duration::from_millis(40), "{took:?}");
}

#[test]
fn all_misses_take_as_long() {
    on_sqlite(async |world: &World| {
        passports(world).await;
        let mut took = Vec::new();
        for kind in MISSES {
            let ask = async || {
                world.wait(2 * 86_400); // so that no delay of an earlier miss runs
                let answer = miss(&mut Browser::new(&world.registry, 1), kind).await;
                assert_eq!(answer.status, 404);
            };
            took.push(shortest(8, ask).await);
        }
        assert_alike(&took);

        let number = world.issue(RUIAN, csv(&rows(1..=1))).await.remove(0);
        let mut took = Vec::new();
        for (number, name) in [
            (number.as_str(), "王五"),
            ("D33038120269999999", "王五"),
            ("no number", &person(1).name),
        ] {
            let ask = async || {
                world.wait(3600);
                let from = visitor(2);
                let asked = world.registry.verify_number(number, name, &from).await;
                assert_eq!(refusal(asked), Refusal::NoMatch);
            };
            took.push(shortest(8, ask).await);
        }
        assert_alike(&took);
    });
}

/// Asks about a person again and again, waiting as told; gives the seconds of each wait.
async fn delays(world: &World, guess: &Person, times: u8) -> Vec<u32> {
    let mut delays = Vec::new();
    for from in 1..=times {
        match refusal(look_up(world, guess, from).await) {
            Refusal::TooOften { retry_after_s } => {
                delays.push(retry_after_s);
                world.wait(i64::from(retry_after_s));
            }
            other => assert_eq!(other, Refusal::NothingFound),
        }
    }
    delays
}

#[test]
fn guessing_at_a_person_gets_slower_known_or_not() {
    each_engine(async |world: &World| {
        world.issue(RUIAN, csv(&rows(1..=2))).await;
        // Three are free; from the fourth on each miss doubles what the next must wait.
        let known = delays(world, &wrong_name(1), 11).await;
        assert_eq!(known, [11, 21, 41, 81]);
        assert_eq!(delays(world, &person(99), 11).await, known);
        // The right name helps nobody while the delay runs, and ends it afterwards.
        assert_eq!(refusal(look_up(world, &wrong_name(1), 1).await), Refusal::NothingFound);
        let waits = refusal(look_up(world, &person(1), 2).await);
        assert!(matches!(waits, Refusal::TooOften { .. }), "{waits:?}");
        look_up(world, &person(2), 2).await.unwrap();
        world.wait(15 * 60);
        look_up(world, &person(1), 3).await.unwrap();
        assert_eq!(refusal(look_up(world, &wrong_name(1), 1).await), Refusal::NothingFound);
        look_up(world, &person(1), 3).await.unwrap();
    });
}

#[test]
fn guesses_at_the_same_moment_do_not_share_one_turn() {
    each_engine(async |world: &World| {
        world.issue(RUIAN, csv(&rows(1..=1))).await;
        let guesses: Vec<_> = (1..=24)
            .map(|from| {
                let (registry, Person { name, id_number }) =
                    (world.registry.clone(), wrong_name(1));
                tokio::spawn(async move {
                    registry.look_up(&name, IdType::ResidentId, &id_number, &visitor(from)).await
                })
            })
            .collect();
        let mut misses = 0;
        for guess in guesses {
            misses += u32::from(refusal(guess.await.unwrap()) == Refusal::NothingFound);
        }
        assert_eq!(misses, 4);
    });
}

#[test]
fn an_address_asks_sixty_times_in_ten_minutes() {
    each_engine(async |world: &World| {
        let number = world.issue(RUIAN, csv(&rows(1..=1))).await.remove(0);
        let name = person(1).name;
        let ask = async |from| {
            let from = visitor(from);
            world.registry.verify_number(number.as_str(), &name, &from).await.map(|_| ())
        };
        for _ in 0..60 {
            ask(7).await.unwrap();
            world.wait(2);
        }
        let another = world.another().await;
        let refused = another.verify_number(number.as_str(), &name, &visitor(7)).await;
        assert_eq!(refusal(refused), Refusal::TooOften { retry_after_s: 481 });
        another.close().await;
        assert!(matches!(refusal(look_up(world, &person(1), 7).await), Refusal::TooOften { .. }));
        ask(8).await.unwrap();

        let mut web = Browser::new(&world.registry, 7);
        let claimed = axum::http::Request::post("/verify/number")
            .header("x-forwarded-for", "198.51.100.9")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(format!("number={number}&name=x").into());
        let answer = web.send(claimed.unwrap()).await;
        assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (429, "481"));
        assert!(answer.text().contains("查得太频繁，9分钟后再试"), "{}", answer.text());
        world.wait(481);
        ask(7).await.unwrap();
    });
}

#[test]
fn a_holder_sees_who_asked_before() {
    each_engine(async |world: &World| {
        world.issue(RUIAN, csv(&rows(1..=2))).await;
        let first = look_up(world, &person(1), 1).await.unwrap();
        assert!(world.registry.mine(&first.0).await.unwrap().look_ups.is_empty());
        world.wait(3600);
        look_up(world, &person(2), 1).await.unwrap();
        let _ = look_up(world, &wrong_name(1), 1).await;
        let second = look_up(world, &person(1), 2).await.unwrap();
        let mine = world.registry.mine(&second.0).await.unwrap();
        assert_eq!(mine.look_ups, [crate::world::MORNING]);
        let mut web = Browser::new(&world.registry, 3);
        web.cookies.insert("__Host-mine".into(), second.0);
        let page = web.get("/mine").await.text();
        assert!(page.contains("上次查询：") && page.contains("2026年11月25日 09:00"), "{page}");
        world.wait(181 * 86_400);
        world.registry.forget().await.unwrap();
        let third = look_up(world, &person(1), 2).await.unwrap();
        assert!(world.registry.mine(&third.0).await.unwrap().look_ups.is_empty());
    });
}

#[test]
fn a_session_ends_by_itself_by_leaving_and_for_everybody_else() {
    each_engine(async |world: &World| {
        let numbers = world.issue(RUIAN, csv(&rows(1..=2))).await;
        let registry = &world.registry;
        let session = look_up(world, &person(1), 1).await.unwrap().0;
        for _ in 0..4 {
            world.wait(14 * 60);
            registry.mine(&session).await.unwrap(); // use keeps it open
        }
        let others = registry.print_mine(&session, &numbers[1]).await;
        assert_eq!(refusal(others), Refusal::NotYours);
        let another = world.another().await;
        another.mine(&session).await.unwrap();
        another.close().await;
        world.wait(15 * 60);
        assert_eq!(refusal(registry.mine(&session).await), Refusal::SessionEnded);
        let late = registry.print_mine(&session, &numbers[0]).await;
        assert_eq!(refusal(late), Refusal::SessionEnded);

        let session = look_up(world, &person(1), 1).await.unwrap().0;
        registry.leave(&session).await.unwrap();
        for guess in [&*session, "", "x", &"A".repeat(43)] {
            assert_eq!(refusal(registry.mine(guess).await), Refusal::SessionEnded);
        }
    });
}

#[test]
fn a_number_without_its_name_opens_nothing() {
    on_sqlite(async |world: &World| {
        let number = world.issue(RUIAN, csv(&rows(1..=1))).await.remove(0);
        let name = person(1).name;
        let mut web = Browser::new(&world.registry, 1);
        for path in [
            format!("/v/{number}"),
            format!("/api/v1/verify/{number}"),
            format!("/mine/{number}"),
            format!("/mine/{number}/print"),
            format!("/verify/number?number={number}"),
            format!("/verify?number={number}&name=x"),
        ] {
            let answer = web.get(&path).await;
            let text = answer.text();
            assert!(!text.contains(&name) && !text.contains("助理工程师"), "{path}: {text}");
            assert!(!text.contains("真实有效") && !text.contains("\"genuine\""), "{path}: {text}");
        }
        let blank = web.post("/verify/number", &[("number", number.as_str()), ("name", " ")]).await;
        assert_eq!(blank.status, 400);
        assert!(!blank.text().contains("助理工程师"));
    });
}

#[test]
fn no_address_and_no_header_ever_holds_an_id() {
    on_sqlite(async |world: &World| {
        world.issue(RUIAN, csv(&rows(1..=1))).await;
        let Person { name, id_number } = person(1);
        let mut web = Browser::new(&world.registry, 1);
        let form = [("name", &*name), ("id_type", "resident_id"), ("id_number", &id_number)];
        let mut answers = vec![web.post("/look-up", &form).await];
        let wrong = [("name", "王五"), ("id_type", "resident_id"), ("id_number", &id_number)];
        answers.push(Browser::new(&world.registry, 2).post("/look-up", &wrong).await);
        answers.push(web.get("/mine").await);
        let links: Vec<String> = answers[2]
            .text()
            .split("href=\"")
            .skip(1)
            .map(|part| part.split('"').next().unwrap().to_owned())
            .collect();
        for link in links.iter().filter(|link| link.starts_with('/')) {
            answers.push(web.get(link).await);
        }
        answers.push(web.post("/leave", &[]).await);
        assert!(answers.len() > 8 && links.iter().all(|link| !link.contains(&id_number)));
        for answer in &answers {
            for (header, value) in &answer.headers {
                let value = String::from_utf8_lossy(value.as_bytes());
                assert!(!value.contains(&id_number[..17]), "{header}: {value}");
            }
        }
        for answer in &answers[2..] {
            assert!(!answer.text().contains(&id_number[..17]), "{}", answer.text());
        }
    });
}
