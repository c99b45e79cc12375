//! What the bureau charges offices with, and the audit that whoever can write the database cannot
//! bend: over the command line.

use crate::world::cli::Desk;
use crate::world::{RUIAN, World, actor, code, issuer, on_sqlite, refusal, text};
use sqlx::Connection as _;
use wenzheng::model::office::Role;
use wenzheng::model::way::Way;
use wenzheng::registry::Refusal;

/// An autonomous unit.
const UNIT: &str = "3303U02";

#[test]
fn the_bureau_alone_delegates_to_counties_and_takes_the_plans_of_units() {
    on_sqlite(async |world: &World| {
        let (ruian, unit, paper) = (code(RUIAN), code(UNIT), text("温职改办〔2026〕1号"));
        let registry = &world.registry;
        registry.delegate(&ruian, &paper, None, &issuer()).await.unwrap();
        registry.lodge_plan(&unit, 2026, &paper, None, &issuer()).await.unwrap();
        let refused = refusal(registry.delegate(&unit, &paper, None, &issuer()).await);
        assert_eq!(refused, Refusal::WayClosed(unit.clone(), Way::Reviewed));
        let refused = refusal(registry.lodge_plan(&ruian, 2026, &paper, None, &issuer()).await);
        assert_eq!(refused, Refusal::NoPlanNeeded(ruian.clone()));
        let tomorrow = world.today().plus_days(1);
        let refused = refusal(registry.delegate(&ruian, &paper, Some(tomorrow), &issuer()).await);
        assert_eq!(refused, Refusal::FutureDay(tomorrow));
        let stranger = actor("甲", RUIAN, &[Role::Issuer]);
        let refused = refusal(registry.delegate(&ruian, &paper, None, &stranger).await);
        assert_eq!(refused, Refusal::NotAllowed);
        let refused = refusal(registry.lodge_plan(&unit, 2026, &paper, None, &stranger).await);
        assert_eq!(refused, Refusal::NotAllowed);
    });
}

#[test]
fn offices_are_given_tokens_and_charges_by_command() {
    let desk = Desk::new();
    desk.run(&["init"]).ends(0);
    let made = desk.run(&["office", "token", RUIAN, "--who", "林晓燕", "--json"]).ends(0).json();
    let (id, token) = (made["id"].as_str().unwrap(), made["token"].as_str().unwrap());
    assert!(token.starts_with("wz-") && token.len() == 42, "{token}");
    let shown = desk.run(&["office", "token", RUIAN, "--who", "周敏"]).ends(0);
    assert!(shown.stdout.starts_with("wz-") && shown.stderr.contains("周敏"), "{shown:?}");
    let listed = desk.run(&["office", "tokens", RUIAN, "--json"]).ends(0);
    assert!(!listed.stdout.contains(token), "a token is shown again");
    assert_eq!(listed.json()["tokens"].as_array().unwrap().len(), 2);
    desk.run(&["office", "revoke", id]).ends(0);
    desk.run(&["office", "revoke", id]).ends(1);
    desk.run(&["office", "revoke", "no"]).ends(2);
    desk.run(&["office", "delegate", RUIAN, "--document", "1号", "--on", "2026-01-05"]).ends(0);
    desk.run(&["office", "plan", UNIT, "--year", "2026", "--document", "2号"]).ends(0);
    desk.run(&["office", "plan", RUIAN, "--year", "2026", "--document", "2号"]).ends(1);
    let audit = desk.run(&["audit", "--json"]).ends(0).json();
    let verbs: Vec<&str> = audit["deeds"]
        .as_array()
        .unwrap()
        .iter()
        .map(|deed| deed["verb"].as_str().unwrap())
        .collect();
    assert_eq!(verbs, ["make_token", "make_token", "revoke_token", "delegate", "lodge_plan"]);
    assert_eq!((&audit["good"], &audit["broken"]), (&true.into(), &serde_json::Value::Null));
}

/// Runs one statement as whoever has the file would.
fn tamper(desk: &Desk, statement: &'static str) {
    let url = format!("sqlite://{}", desk.data().join("registry.sqlite").display());
    crate::world::block_on(async {
        let mut connection = sqlx::SqliteConnection::connect(&url).await.unwrap();
        sqlx::query(statement).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    });
}

#[test]
fn a_deed_that_was_changed_taken_out_or_cut_off_is_named() {
    for (statement, broken) in [
        ("UPDATE audit SET who = '无名' WHERE serial = 2", 2),
        ("DELETE FROM audit WHERE serial = 2", 2),
        ("DELETE FROM audit WHERE serial = 3", 3),
        ("DELETE FROM audit WHERE serial = 1", 1),
        ("UPDATE audit_head SET digest = zeroblob(32)", 3),
    ] {
        let desk = Desk::new();
        desk.run(&["init"]).ends(0);
        for who in ["甲", "乙", "丙"] {
            desk.run(&["office", "token", RUIAN, "--who", who]).ends(0);
        }
        desk.run(&["doctor"]).ends(0);
        tamper(&desk, statement);
        let audit = desk.run(&["audit", "--json"]).ends(1).json();
        assert_eq!(audit["broken"], broken, "{statement}");
        let told = desk.run(&["audit"]).ends(1).stdout;
        assert!(told.contains(&format!("第{broken}条接不上")), "{told}");
        let doctor = desk.run(&["doctor", "--json"]).ends(1).json();
        let checks = doctor["checks"].as_array().unwrap();
        let bad: Vec<_> = checks.iter().filter(|check| check["good"] == false).collect();
        assert_eq!(bad.len(), 1, "{doctor}");
        assert_eq!(bad[0]["name"], "audit");
    }
}
