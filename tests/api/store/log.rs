//! The log's head moves by compare-and-swap; of many writers each step is one writer's.

use super::each_store;
use wenzheng::store::Db;
use wenzheng::store::log::{LogHead, TileRow};

fn head(size: u64) -> LogHead {
    LogHead { size, checkpoint: format!("checkpoint {size}") }
}

fn tile(position: u64, content: &str) -> TileRow {
    TileRow { level: 0, position, content: content.into() }
}

#[test]
fn the_log_grows_from_the_size_that_was_seen_and_from_no_other() {
    each_store(async |db: &Db| {
        assert_eq!(db.log_head().await.unwrap().size, 0);
        let mut tx = db.begin().await.unwrap();
        assert!(tx.append(0, &[tile(0, "a"), tile(1, "b")], &head(2)).await.unwrap());
        tx.commit().await.unwrap();
        let mut tx = db.begin().await.unwrap();
        assert!(!tx.append(0, &[tile(0, "other")], &head(1)).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(db.log_head().await.unwrap(), head(2));
        assert_eq!(db.log_checkpoint(2).await.unwrap(), Some(head(2).checkpoint));
        assert_eq!(db.log_checkpoint(1).await.unwrap(), None);
        assert_eq!(db.log_tile(0, 0).await.unwrap(), Some(tile(0, "a")));

        let mut tx = db.begin().await.unwrap();
        let entries = TileRow { level: -1, position: 0, content: vec![0, 255] };
        assert!(tx.append(2, &[tile(1, "wider"), entries.clone()], &head(3)).await.unwrap());
        drop(tx);
        assert_eq!(db.log_tile(0, 1).await.unwrap(), Some(tile(1, "b")));
        let mut tx = db.begin().await.unwrap();
        assert!(tx.append(2, &[tile(1, "wider"), entries.clone()], &head(3)).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(db.log_tile(0, 1).await.unwrap(), Some(tile(1, "wider")));
        assert_eq!(db.log_tile(-1, 0).await.unwrap(), Some(entries));
        assert_eq!(db.log_tile(1, 0).await.unwrap(), None);
        assert_eq!(db.log_checkpoint(2).await.unwrap(), Some(head(2).checkpoint), "it stays");
        assert_eq!(db.log_checkpoint(3).await.unwrap(), Some(head(3).checkpoint));
    });
}

#[test]
fn twelve_writers_make_exactly_as_many_steps_as_succeed() {
    each_store(async |db: &Db| {
        let writers: Vec<_> = (0..12)
            .map(|writer| {
                let db = db.clone();
                tokio::spawn(async move { (step(&db, writer).await, writer) })
            })
            .collect();
        let mut taken = Vec::new();
        for writer in writers {
            taken.push(writer.await.unwrap());
        }
        taken.sort_unstable();
        assert!(taken.iter().map(|(at, _)| *at).eq(0..12), "{taken:?}");
        assert_eq!(db.log_head().await.unwrap().size, 12);
        for (at, writer) in taken {
            let tile_of_step = tile(at, &format!("writer {writer}"));
            assert_eq!(db.log_tile(0, at).await.unwrap(), Some(tile_of_step));
        }
    });
}

/// Tries until it moves the head by one; gives the size from which it did.
async fn step(db: &Db, writer: u32) -> u64 {
    loop {
        let seen = db.log_head().await.unwrap().size;
        tokio::task::yield_now().await;
        let mut tx = db.begin().await.unwrap();
        let mine = tile(seen, &format!("writer {writer}"));
        if tx.append(seen, &[mine], &head(seen + 1)).await.unwrap() {
            tx.commit().await.unwrap();
            return seen;
        }
    }
}

#[test]
fn many_tiles_go_in_at_once() {
    each_store(async |db: &Db| {
        let tiles: Vec<TileRow> = (0..5_000).map(|n| tile(n, &format!("tile {n}"))).collect();
        let mut tx = db.begin().await.unwrap();
        assert!(tx.append(0, &tiles, &head(5_000)).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(db.log_tile(0, 4_999).await.unwrap().as_ref(), tiles.last());
    });
}
