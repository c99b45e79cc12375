//! Certificates: permanent, one for a row, found by number, holder, batch and person.

use super::{bytes, certificate, each_store, holder, id, issued, number};
use crate::world::text;
use wenzheng::model::certificate::{Standing, StandingRecord};
use wenzheng::model::digest::Digest;
use wenzheng::store::Db;
use wenzheng::store::certificate::Recorded;
use wenzheng::store::holder::Person;
use wenzheng::store::rows::RowKey;

/// Adds one more certificate to the batch.
async fn add(db: &Db, certificate: Recorded) -> wenzheng::store::Result<()> {
    let mut tx = db.begin().await?;
    tx.add_certificates(&[certificate]).await?;
    tx.commit().await
}

#[test]
fn a_certificate_comes_out_as_it_went_in() {
    each_store(async |db: &Db| {
        issued(db, 3).await;
        let back = db.certificate(&number(2)).await.unwrap().unwrap();
        let put = certificate(2, id(1));
        assert_eq!(format!("{back:?}"), format!("{put:?}"));
        assert!(db.certificate(&number(4)).await.unwrap().is_none());
        assert_eq!(db.certificate_count().await.unwrap(), 3);
    });
}

#[test]
fn an_ended_one_comes_out_with_its_document() {
    each_store(async |db: &Db| {
        issued(db, 1).await;
        let standing = StandingRecord {
            standing: Standing::Revoked,
            since: certificate(2, id(1)).standing.since.plus_days(-3),
            document_number: Some(text("温人社发〔2026〕12号")),
        };
        let mut tx = db.begin().await.unwrap();
        tx.add_holders(&[holder(2)]).await.unwrap();
        let ended = Recorded { standing: standing.clone(), ..certificate(2, id(1)) };
        tx.add_certificates(&[ended]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(db.certificate(&number(2)).await.unwrap().unwrap().standing, standing);
        assert_eq!(db.ended_in_list(0, 10).await.unwrap(), [(1, Standing::Revoked)]);
        assert_eq!(db.ended_in_list(0, 1).await.unwrap(), []);
        assert_eq!(db.ended_in_list(2, 10).await.unwrap(), []);
    });
}

#[test]
fn nothing_of_a_certificate_is_ever_given_twice() {
    each_store(async |db: &Db| {
        issued(db, 2).await;
        let third = || Recorded { holder: "holder-1".into(), ..certificate(3, id(1)) };
        let first = certificate(1, id(1));
        let key = RowKey(first.row_key.0);
        for twice in [
            Recorded { number: number(1), ..third() },
            Recorded { row_key: key, ..third() },
            Recorded { status: first.status, ..third() },
            Recorded { log_index: first.log_index, ..third() },
        ] {
            let said = format!("{twice:?}");
            assert!(add(db, twice).await.unwrap_err().is_duplicate(), "{said}");
        }
        let stranger = Recorded { holder: "nobody".into(), ..third() };
        let refused = add(db, stranger).await.unwrap_err();
        assert!(!refused.is_duplicate() && !refused.is_unreachable(), "{refused}");
        add(db, third()).await.unwrap();
        assert_eq!(db.certificate_count().await.unwrap(), 3);
    });
}

#[test]
fn a_holder_has_all_of_theirs_newest_first() {
    each_store(async |db: &Db| {
        issued(db, 2).await;
        let of_the_first = |n: u32, seconds: i64| Recorded {
            holder: "holder-1".into(),
            issued_at: super::later(seconds),
            ..certificate(n, id(1))
        };
        add(db, of_the_first(3, 60)).await.unwrap();
        add(db, of_the_first(4, 30)).await.unwrap();
        let mine = db.certificates_of("holder-1").await.unwrap();
        let numbers: Vec<_> = mine.into_iter().map(|c| c.number).collect();
        assert_eq!(numbers, [number(3), number(4), number(1)]);
        assert!(db.certificates_of("holder-9").await.unwrap().is_empty());

        let persons = [Person(bytes(1)), Person(bytes(2)), Person(bytes(9))];
        let found = db.certificates_of_persons(&persons).await.unwrap();
        assert_eq!(found[&persons[0]].len(), 3);
        assert_eq!(found[&persons[1]][0].number, number(2));
        assert_eq!(found.get(&persons[2]).map(Vec::len), None);
        assert!(db.certificates_of_persons(&[]).await.unwrap().is_empty());
    });
}

#[test]
fn certificates_come_in_the_order_of_their_leaves() {
    each_store(async |db: &Db| {
        issued(db, 5).await;
        let all = db.certificates_from(0, u64::MAX, 9).await.unwrap();
        let leaves: Vec<u64> = all.iter().map(|one| one.log_index).collect();
        assert!(leaves.len() == 5 && leaves.is_sorted(), "{leaves:?}");
        let some = db.certificates_from(leaves[1], leaves[4], 2).await.unwrap();
        assert!(some.iter().map(|one| one.log_index).eq([leaves[1], leaves[2]]));
        assert!(db.certificates_from(leaves[4] + 1, u64::MAX, 9).await.unwrap().is_empty());
    });
}

#[test]
fn five_thousand_certificates_go_in_at_once() {
    each_store(async |db: &Db| {
        issued(db, 5_000).await;
        assert_eq!(db.certificate_count().await.unwrap(), 5_000);
        let numbers = db.numbers_of_batch(id(1)).await.unwrap();
        assert!(numbers.iter().enumerate().all(|(n, got)| *got == number(n as u32 + 1)));
        let persons: Vec<Person> = (1..=5_000).map(|n| Person(bytes(n))).collect();
        let found = db.certificates_of_persons(&persons).await.unwrap();
        assert_eq!(found.len(), 5_000);
        assert_eq!(db.holders(&persons).await.unwrap().len(), 5_000);
    });
}

#[test]
fn the_faces_that_papers_are_set_in_are_told_each_once() {
    each_store(async |db: &Db| {
        issued(db, 2).await;
        assert_eq!(db.extra_faces().await.unwrap(), []);
        let face = Digest(bytes(7));
        for n in [3, 4] {
            let mut set = Recorded { holder: "holder-1".into(), ..certificate(n, id(1)) };
            set.edition.extra_face = Some(face);
            add(db, set).await.unwrap();
        }
        assert_eq!(db.extra_faces().await.unwrap(), [face]);
        let set = db.certificate(&number(4)).await.unwrap().unwrap();
        assert_eq!(set.edition.extra_face, Some(face));
    });
}
