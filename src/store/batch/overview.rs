//! What the bureau counts: what came in a year and what became of it, and what is under way.

use crate::model::{
    batch::{BatchId, Stage},
    day::{Day, Timestamp},
    office::OfficeCode,
    text::Text,
    way::Way,
};
use crate::store::{Db, Result, count, sound};

/// A stretch of time: from an instant on, until before another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// The first instant.
    pub from: Timestamp,
    /// The first instant that no longer belongs to it.
    pub until: Timestamp,
}

/// The batches of one office that were reported within a stretch and stand at one stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Came {
    /// The office.
    pub office: OfficeCode,
    /// Where they stand.
    pub stage: Stage,
    /// How many.
    pub batches: u64,
    /// Their rows.
    pub rows: u64,
    /// Rows that were held back when they came.
    pub rejected: u64,
    /// When the last was reported.
    pub last: Timestamp,
}

/// Certificates of one office's batches, of one series and level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Granted {
    /// The office that sent them.
    pub office: OfficeCode,
    /// The series.
    pub series: Text,
    /// The letter with which their numbers begin: their level.
    pub letter: char,
    /// How many.
    pub certificates: u64,
}

/// Rows of one office that have an error of one code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faulty {
    /// The office that sent them.
    pub office: OfficeCode,
    /// The finding's code.
    pub code: String,
    /// How many rows.
    pub rows: u64,
}

/// A reported batch that has not ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnderWay {
    /// Which.
    pub batch: BatchId,
    /// The office that sent it.
    pub office: OfficeCode,
    /// How it comes to certificates.
    pub way: Way,
    /// Where it stands.
    pub stage: Stage,
    /// Its rows.
    pub rows: u64,
    /// When it reached its stage.
    pub moved_at: Timestamp,
    /// When its information sheet came.
    pub filled_at: Option<Timestamp>,
    /// The last day on which it is or was posted.
    pub posted_until: Option<Day>,
    /// When it was announced.
    pub announced_on: Option<Day>,
}

type UnderWayRow =
    (String, String, String, String, i64, i64, Option<i64>, Option<String>, Option<String>);

fn office(code: &str, table: &'static str) -> Result<OfficeCode> {
    sound(OfficeCode::parse(code), table, "office")
}

fn under_way(row: UnderWayRow) -> Result<UnderWay> {
    const T: &str = "batch";
    let (id, of, way, stage, rows, moved_at, filled_at, until, announced) = row;
    let day = |written: Option<String>, table, column| {
        written.map(|day| sound(Day::parse(&day), table, column)).transpose()
    };
    Ok(UnderWay {
        batch: sound(BatchId::parse(&id), T, "id")?,
        office: office(&of, T)?,
        way: sound(Way::from_code(&way), T, "way")?,
        stage: sound(Stage::from_code(&stage), T, "stage")?,
        rows: count(rows, T, "accepted")?,
        moved_at: Timestamp(moved_at),
        filled_at: filled_at.map(Timestamp),
        posted_until: day(until, "post", "until_day")?,
        announced_on: day(announced, "announcement", "on_day")?,
    })
}

impl Db {
    /// What came within a stretch, by office and by where it stands now.
    pub async fn came(&self, within: Stretch) -> Result<Vec<Came>> {
        const T: &str = "batch";
        let sql = "SELECT office, stage, COUNT(*), CAST(SUM(accepted) AS BIGINT), CAST(SUM(rejected) AS BIGINT), MAX(reported_at) FROM batch \
                   WHERE reported_at >= $1 AND reported_at < $2 GROUP BY office, stage ORDER BY office, stage";
        let rows: Vec<(String, String, i64, i64, i64, i64)> =
            on!(&self.readers, |db| sqlx::query_as(sql)
                .bind(within.from.0)
                .bind(within.until.0)
                .fetch_all(db)
                .await)?;
        let read = |(code, stage, batches, rows, rejected, last): (String, String, _, _, _, _)| {
            Ok(Came {
                office: office(&code, T)?,
                stage: sound(Stage::from_code(&stage), T, "stage")?,
                batches: count(batches, T, "id")?,
                rows: count(rows, T, "accepted")?,
                rejected: count(rejected, T, "rejected")?,
                last: Timestamp(last),
            })
        };
        rows.into_iter().map(read).collect()
    }

    /// The certificates that were issued within a stretch, by office, series and level.
    pub async fn granted(&self, within: Stretch) -> Result<Vec<Granted>> {
        const T: &str = "certificate";
        let sql = "SELECT office, series, SUBSTR(number, 1, 1), COUNT(*) FROM certificate WHERE issued_at >= $1 AND issued_at < $2 \
                   GROUP BY office, series, SUBSTR(number, 1, 1) ORDER BY office, series, SUBSTR(number, 1, 1)";
        let rows: Vec<(String, String, String, i64)> =
            on!(&self.readers, |db| sqlx::query_as(sql)
                .bind(within.from.0)
                .bind(within.until.0)
                .fetch_all(db)
                .await)?;
        let read = |(code, series, letter, certificates): (String, String, String, i64)| {
            Ok(Granted {
                office: office(&code, T)?,
                series: sound(Text::parse(&series), T, "series")?,
                letter: sound(letter.chars().next(), T, "number")?,
                certificates: count(certificates, T, "number")?,
            })
        };
        rows.into_iter().map(read).collect()
    }

    /// How many rows of what came within a stretch were held back, by office and code.
    pub async fn faulty(&self, within: Stretch) -> Result<Vec<Faulty>> {
        let sql = "SELECT b.office, f.code, CAST(SUM(f.rows) AS BIGINT) FROM batch_finding f JOIN batch b ON b.id = f.batch \
                   WHERE b.reported_at >= $1 AND b.reported_at < $2 AND f.severity = 'error' GROUP BY b.office, f.code ORDER BY b.office, f.code";
        let rows: Vec<(String, String, i64)> = on!(&self.readers, |db| sqlx::query_as(sql)
            .bind(within.from.0)
            .bind(within.until.0)
            .fetch_all(db)
            .await)?;
        let read = |(of, code, rows): (String, String, i64)| {
            let rows = count(rows, "batch_finding", "rows")?;
            Ok(Faulty { office: office(&of, "batch")?, code, rows })
        };
        rows.into_iter().map(read).collect()
    }

    /// The reported batches that have not ended, those that stand still longest first; at most
    /// `limit`.
    pub async fn under_way(&self, limit: u32) -> Result<Vec<UnderWay>> {
        let sql = "SELECT b.id, b.office, b.way, b.stage, b.accepted, b.moved_at, b.filled_at, p.until_day, a.on_day FROM batch b \
                   LEFT JOIN post p ON p.batch = b.id LEFT JOIN announcement a ON a.batch = b.id \
                   WHERE b.stage NOT IN ('draft', 'returned', 'issued') ORDER BY b.moved_at, b.id LIMIT $1";
        let rows: Vec<UnderWayRow> = on!(&self.readers, |db| sqlx::query_as(sql)
            .bind(i64::from(limit))
            .fetch_all(db)
            .await)?;
        rows.into_iter().map(under_way).collect()
    }
}
