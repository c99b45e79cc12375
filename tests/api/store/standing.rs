//! Standings change from what was seen; status lists grow by one version at a time.

use super::{each_store, issued, later, number};
use crate::world::{MORNING, text};
use wenzheng::model::certificate::{Standing, StandingRecord};
use wenzheng::store::Db;
use wenzheng::store::standing::Change;

fn change(id: &str, kind: &'static str, standing: Standing, at: i64) -> Change {
    Change {
        id: id.into(),
        number: number(1),
        kind,
        record: StandingRecord {
            standing,
            since: MORNING.day().plus_days(-1),
            document_number: Some(text("温人社发〔2026〕12号")),
        },
        reason: text("核查中"),
        who: text("issuer"),
        at: later(at),
        log_index: 7,
    }
}

async fn apply(db: &Db, seen: Standing, change: &Change) -> bool {
    let mut tx = db.begin().await.unwrap();
    let changed = tx.change_standing(seen, change).await.unwrap();
    tx.commit().await.unwrap();
    changed
}

#[test]
fn a_standing_changes_only_from_what_was_seen() {
    each_store(async |db: &Db| {
        issued(db, 2).await;
        let suspend = change("1", "suspend", Standing::Suspended, 1);
        assert!(!apply(db, Standing::Revoked, &suspend).await);
        assert!(apply(db, Standing::Valid, &suspend).await);
        assert!(!apply(db, Standing::Valid, &change("2", "revoke", Standing::Revoked, 2)).await);
        assert!(apply(db, Standing::Suspended, &change("3", "resume", Standing::Valid, 3)).await);
        let stands = db.certificate(&number(1)).await.unwrap().unwrap().standing;
        assert_eq!(stands, change("", "", Standing::Valid, 0).record);
        let untouched = db.certificate(&number(2)).await.unwrap().unwrap().standing;
        assert_eq!(untouched.document_number, None);
        let day = MORNING.day().plus_days(-1);
        let changes = db.changes_of(&number(1)).await.unwrap();
        assert_eq!(changes, [(day, "suspend".to_owned()), (day, "resume".to_owned())]);
        assert!(db.changes_of(&number(2)).await.unwrap().is_empty());
    });
}

#[test]
fn a_change_is_written_once() {
    each_store(async |db: &Db| {
        issued(db, 1).await;
        assert!(apply(db, Standing::Valid, &change("1", "suspend", Standing::Suspended, 1)).await);
        let mut tx = db.begin().await.unwrap();
        let again = change("1", "resume", Standing::Valid, 2);
        let refused = tx.change_standing(Standing::Suspended, &again).await.unwrap_err();
        assert!(refused.is_duplicate());
        drop(tx);
        let stands = db.certificate(&number(1)).await.unwrap().unwrap().standing.standing;
        assert_eq!(stands, Standing::Suspended);
    });
}

#[test]
fn a_list_is_published_over_the_version_that_was_seen() {
    each_store(async |db: &Db| {
        let publish = async |list, purpose: &str, seen, bytes: &[u8]| {
            let mut tx = db.begin().await.unwrap();
            let published = tx.publish_status(list, purpose, seen, bytes).await.unwrap();
            tx.commit().await.unwrap();
            published
        };
        assert!(db.status_list(0, "revocation").await.unwrap().is_none());
        assert!(publish(0, "revocation", 0, b"one").await);
        assert!(!publish(0, "revocation", 0, b"late").await);
        assert!(publish(0, "revocation", 1, b"two").await);
        assert!(!publish(0, "revocation", 1, b"late").await);
        assert!(!publish(0, "revocation", 9, b"early").await);
        assert!(publish(0, "suspension", 0, b"other").await);
        assert!(publish(1, "revocation", 0, b"next").await);
        let list = db.status_list(0, "revocation").await.unwrap().unwrap();
        assert_eq!((list.version, &list.credential[..]), (2, &b"two"[..]));
        let other = db.status_list(1, "revocation").await.unwrap().unwrap();
        assert_eq!((other.version, &other.credential[..]), (1, &b"next"[..]));
    });
}
