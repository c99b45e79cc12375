//! Holders: one for a person, whoever comes first.

use super::{bytes, each_store, holder};
use wenzheng::store::Db;
use wenzheng::store::holder::{NewHolder, Person};

#[test]
fn a_holder_is_found_by_the_person_alone() {
    each_store(async |db: &Db| {
        let mut tx = db.begin().await.unwrap();
        tx.add_holders(&[holder(1), holder(2)]).await.unwrap();
        tx.add_holders(&[]).await.unwrap();
        tx.commit().await.unwrap();
        let (known, unknown) = (Person(bytes(2)), Person(bytes(3)));
        let found = db.holders(&[known, unknown]).await.unwrap();
        assert_eq!((found.len(), &*found[&known].id), (1, "holder-2"));
        assert_eq!(&*found[&known].name, "陈2");
        assert!(db.holders(&[]).await.unwrap().is_empty());
        assert_eq!(db.holder_name("holder-1").await.unwrap().as_deref(), Some("陈1"));
        assert_eq!(db.holder_name("holder-3").await.unwrap(), None);
    });
}

#[test]
fn a_person_has_one_holder() {
    each_store(async |db: &Db| {
        let mut tx = db.begin().await.unwrap();
        tx.add_holders(&[holder(1)]).await.unwrap();
        tx.commit().await.unwrap();
        let again = NewHolder { id: "holder-2".into(), ..holder(1) };
        let mut tx = db.begin().await.unwrap();
        assert!(tx.add_holders(&[holder(3), again]).await.unwrap_err().is_duplicate());
        drop(tx);
        assert!(db.holders(&[Person(bytes(3))]).await.unwrap().is_empty());
    });
}
