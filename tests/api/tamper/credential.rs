//! The attached credential: any value of it.

use super::{assert_found_out, credential, failed, judge, with_credential};
use crate::world::sheet::{csv, rows};
use crate::world::{RUIAN, World, on_sqlite};
use serde_json::Value;
use wenzheng::model::finding::Field;
use wenzheng::model::verdict::{Reason, Verdict};

/// Every value in the JSON, by its pointer.
fn values(value: &Value, at: String, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => map.iter().for_each(|(key, value)| {
            values(value, format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")), found);
        }),
        Value::Array(list) => {
            (0..)
                .zip(list)
                .for_each(|(n, value): (usize, _)| values(value, format!("{at}/{n}"), found));
        }
        _ => found.push(at),
    }
}

/// Another value of the same kind, lawful where that is easy.
fn another(at: &str, value: &Value) -> Value {
    match (at.rsplit('/').next().unwrap(), value) {
        ("name", Value::String(name)) => format!("{name}伟").into(),
        ("obtained_on" | "issued_on" | "announced_on" | "born_on", Value::String(day)) => {
            day.replacen("20", "19", 1).replacen("197", "198", 1).into()
        }
        ("sex", Value::String(sex)) => if sex == "male" { "female" } else { "male" }.into(),
        ("level", _) => "intermediate".into(),
        ("award_method", _) => "recognition".into(),
        ("road", _) => "issued".into(),
        ("title", _) => "工程师".into(),
        (_, Value::String(text)) => format!("{text}1").into(),
        (_, Value::Number(number)) => (number.as_u64().unwrap() + 1).into(),
        (_, other) => panic!("{at}: {other}"),
    }
}

/// The fields of the face, by their place in the credential.
const FIELDS: [(&str, Field); 11] = [
    ("/credentialSubject/name", Field::Name),
    ("/credentialSubject/sex", Field::Sex),
    ("/credentialSubject/born_on", Field::BornOn),
    ("/credentialSubject/title", Field::Title),
    ("/credentialSubject/level", Field::Level),
    ("/credentialSubject/specialty", Field::Specialty),
    ("/credentialSubject/series", Field::Series),
    ("/credentialSubject/obtained_on", Field::ObtainedOn),
    ("/credentialSubject/committee", Field::Committee),
    ("/credentialSubject/employer", Field::Employer),
    ("/credentialSubject/document_number", Field::DocumentNumber),
];

#[test]
fn any_value_of_the_attached_credential_matters_and_is_named() {
    on_sqlite(async |world: &World| {
        let number = world.issue(RUIAN, csv(&rows(1..=1))).await.remove(0);
        let pdf = world.registry.print(&number).await.unwrap();
        let plain = credential(&pdf);
        let json: Value = serde_json::from_slice(&plain).unwrap();
        let same = judge(world, with_credential(&pdf, plain.clone())).await;
        assert_ne!(same.verdict, Verdict::NotGenuine, "saving it again changes nothing: {same:?}");

        let mut all = Vec::new();
        values(&json, String::new(), &mut all);
        assert!(all.len() >= 35, "{all:?}");
        for at in &all {
            let mut changed = json.clone();
            let value = changed.pointer_mut(at).unwrap();
            *value = another(at, value);
            let bytes = serde_json::to_vec(&changed).unwrap();
            assert_ne!(bytes, plain, "{at}");
            assert_found_out(at, &judge(world, bytes.clone()).await);
            let verification = judge(world, with_credential(&pdf, bytes)).await;
            assert_found_out(at, &verification);
            if let Some((_, field)) = FIELDS.iter().find(|(pointer, _)| pointer == at) {
                let named = Reason::DocumentDiffers(*field);
                assert!(failed(&verification).contains(&&named), "{at}: {verification:?}");
            }
        }
        for (pointer, _) in FIELDS {
            assert!(all.iter().any(|at| at == pointer), "{pointer}");
        }
    });
}
