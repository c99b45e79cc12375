//! Photos: one for each person of a batch, kept while a batch or a certificate has it.

use super::{batch, bytes, certificate, each_store, holder, id, later, number, sealed};
use wenzheng::model::batch::Stage;
use wenzheng::model::digest::Digest;
use wenzheng::store::Db;
use wenzheng::store::batch::{Batch, Content, Signed};
use wenzheng::store::certificate::Recorded;
use wenzheng::store::holder::Person;
use wenzheng::store::photo::{Kept, NewPhoto, PhotoId};

fn kept(name: &str) -> Kept {
    Kept { id: PhotoId(name.into()), digest: Digest::of(name.as_bytes()) }
}

fn photo(person: u64, name: &str) -> NewPhoto {
    NewPhoto { person: Person(bytes(person)), kept: kept(name), sealed: name.into() }
}

fn by(who: &str, seconds: i64) -> Signed {
    Signed { who: who.into(), at: later(seconds) }
}

/// A batch about persons 1 to 3, the first on two rows.
async fn add(db: &Db, batch: &Batch, keys: u64) {
    let content = Content { upload: vec![], mends: None, findings: vec![] };
    let rows: Vec<_> = [1, 1, 2, 3]
        .into_iter()
        .enumerate()
        .map(|(at, n)| {
            let row = sealed(at as u64, keys + at as u64);
            wenzheng::store::rows::SealedRow { person: Person(bytes(n)), ..row }
        })
        .collect();
    let mut tx = db.begin().await.unwrap();
    tx.add_batch(batch, &content, &rows).await.unwrap();
    tx.commit().await.unwrap();
}

async fn hand_in(db: &Db, serial: u32, photos: &[NewPhoto], by: Signed) {
    let mut tx = db.begin().await.unwrap();
    tx.add_photos(id(serial), photos, &by).await.unwrap();
    tx.commit().await.unwrap();
}

async fn is_kept(db: &Db, name: &str) -> bool {
    db.photo(&kept(name).id).await.unwrap().is_some()
}

#[test]
fn each_person_of_a_batch_has_the_last_photo() {
    each_store(async |db: &Db| {
        add(db, &batch(1), 10).await;
        assert_eq!(db.photo_counts(id(1)).await.unwrap(), (3, 0));
        hand_in(db, 1, &[photo(1, "a"), photo(2, "b"), photo(9, "stranger")], by("clerk", 1)).await;
        assert_eq!(db.photo_counts(id(1)).await.unwrap(), (3, 2));
        hand_in(db, 1, &[photo(2, "c"), photo(3, "d")], by("other", 2)).await;
        let all = db.photos_of_batch(id(1)).await.unwrap();
        assert_eq!(all.len(), 4);
        assert_eq!((&all[&Person(bytes(2))], &all[&Person(bytes(1))]), (&kept("c"), &kept("a")));
        let some =
            db.photos_of_persons(id(1), &[Person(bytes(3)), Person(bytes(8))]).await.unwrap();
        assert_eq!(some, [(Person(bytes(3)), kept("d"))].into());
        assert_eq!(db.photo(&kept("c").id).await.unwrap(), Some(b"c".to_vec()));
        assert!(!is_kept(db, "b").await, "what was replaced is deleted");
        assert_eq!(db.batch(id(1)).await.unwrap().unwrap().photos, Some(by("other", 2)));
        assert_eq!(db.photo_counts(id(1)).await.unwrap(), (3, 3));
        let mut senders = db.photo_senders(id(1)).await.unwrap();
        senders.sort();
        assert_eq!(senders, ["clerk", "other"]);
        let mut tx = db.begin().await.unwrap();
        tx.drop_photos_of_others(id(1)).await.unwrap();
        tx.commit().await.unwrap();
        assert!(!is_kept(db, "stranger").await && is_kept(db, "a").await);
        assert_eq!(db.photos_of_batch(id(1)).await.unwrap().len(), 3);
    });
}

#[test]
fn whoever_saw_other_photos_does_not_move_the_batch() {
    each_store(async |db: &Db| {
        add(db, &batch(1), 10).await;
        hand_in(db, 1, &[photo(1, "a")], by("clerk", 1)).await;
        let mut tx = db.begin().await.unwrap();
        assert!(!tx.move_batch(&batch(1), Stage::Accepted, later(2)).await.unwrap());
        let seen = Batch { photos: Some(by("clerk", 1)), ..batch(1) };
        assert!(tx.move_batch(&seen, Stage::Accepted, later(2)).await.unwrap());
    });
}

#[test]
fn a_photo_is_kept_while_a_batch_or_a_certificate_has_it() {
    each_store(async |db: &Db| {
        add(db, &batch(1), 10).await;
        hand_in(
            db,
            1,
            &[photo(1, "handed on"), photo(2, "issued"), photo(3, "dropped")],
            by("clerk", 1),
        )
        .await;
        // The next batch has two of the three persons.
        let content = Content { upload: vec![], mends: None, findings: vec![] };
        let mut tx = db.begin().await.unwrap();
        tx.add_batch(&batch(2), &content, &[sealed(0, 1), sealed(1, 4)]).await.unwrap();
        tx.inherit_photos(id(1), id(2)).await.unwrap();
        tx.add_holders(&[holder(2)]).await.unwrap();
        let photo = Some(kept("issued").id);
        tx.add_certificates(&[Recorded { photo, ..certificate(2, id(1)) }]).await.unwrap();
        let seen = db.batch(id(1)).await.unwrap().unwrap();
        assert!(tx.move_batch(&seen, Stage::Issued, later(3)).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(db.photo_senders(id(2)).await.unwrap(), ["clerk"]);
        assert_eq!(
            db.photos_of_batch(id(2)).await.unwrap(),
            [(Person(bytes(1)), kept("handed on"))].into()
        );
        let mut tx = db.begin().await.unwrap();
        assert_eq!(tx.forget_content(later(4)).await.unwrap(), 1);
        tx.commit().await.unwrap();
        assert!(db.photos_of_batch(id(1)).await.unwrap().is_empty());
        assert!(is_kept(db, "handed on").await && is_kept(db, "issued").await);
        assert!(!is_kept(db, "dropped").await);
        let recorded = db.certificate(&number(2)).await.unwrap().unwrap();
        assert_eq!(recorded.photo, Some(kept("issued").id));
    });
}
