//! The pass lists of reviewed batches, their posts and announcements, and objections.

use super::{Db, ROWS_AT_ONCE, Result, Tx, big, count, sound};
use crate::model::{
    batch::{BatchId, Stage},
    day::{Day, Timestamp},
    finding::RowPlace,
    text::Text,
};

/// Somebody on a pass list: what is posted of them, and nothing else is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The place on the list, from 0.
    pub position: u64,
    /// Where it stands in the office's file.
    pub place: RowPlace,
    /// 姓名.
    pub name: String,
    /// 工作单位.
    pub employer: Option<Text>,
    /// 系列.
    pub series: Text,
    /// 专业.
    pub specialty: Option<Text>,
    /// 资格名称.
    pub title: Text,
}

/// When a pass list is posted: counted from the day after the first to the last inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The day on which it is posted.
    pub from: Day,
    /// Its last day.
    pub until: Day,
}

/// 公布: the decision by which a result stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Announcement {
    /// 批准文号.
    pub document_number: Text,
    /// 公布日期.
    pub on: Day,
}

/// 异议. It bars the announcement until it is settled.
#[derive(Debug, Clone)]
pub struct Objection {
    /// Its id.
    pub id: String,
    /// Against which batch.
    pub batch: BatchId,
    /// When it came.
    pub received_on: Day,
    /// What it says.
    pub sealed: Vec<u8>,
    /// Who registered it.
    pub who: String,
    /// When it was registered.
    pub at: Timestamp,
    /// When and how it was settled; none while it bars.
    pub settled: Option<(Day, Vec<u8>)>,
}

type CandidateRow = (i64, String, i64, String, Option<String>, String, Option<String>, String);
type ObjectionRow = (String, String, String, Vec<u8>, String, i64, Option<String>, Option<Vec<u8>>);

fn candidate(row: CandidateRow) -> Result<Candidate> {
    const T: &str = "candidate";
    let (position, sheet, line, name, employer, series, specialty, title) = row;
    let text = |written: Option<String>, column| {
        written.map(|text| sound(Text::parse(&text), T, column)).transpose()
    };
    Ok(Candidate {
        position: count(position, T, "position")?,
        place: RowPlace { sheet, row: sound(u32::try_from(line).ok(), T, "line")? },
        name,
        employer: text(employer, "employer")?,
        series: sound(Text::parse(&series), T, "series")?,
        specialty: text(specialty, "specialty")?,
        title: sound(Text::parse(&title), T, "title")?,
    })
}

fn objection(row: ObjectionRow) -> Result<Objection> {
    const T: &str = "objection";
    let (id, batch, received_on, sealed, who, at, settled_on, outcome) = row;
    let settled_on = settled_on.map(|day| sound(Day::parse(&day), T, "settled_on")).transpose()?;
    Ok(Objection {
        id,
        batch: sound(BatchId::parse(&batch), T, "batch")?,
        received_on: sound(Day::parse(&received_on), T, "received_on")?,
        sealed,
        who,
        at: Timestamp(at),
        settled: settled_on.zip(outcome),
    })
}

impl Db {
    /// A batch's pass list, in order, without those who were taken off it.
    pub async fn candidates(&self, batch: BatchId) -> Result<Vec<Candidate>> {
        let sql = "SELECT position, sheet, line, name, employer, series, specialty, title FROM candidate WHERE batch = $1 AND struck IS NULL ORDER BY position";
        let rows: Vec<CandidateRow> = on!(&self.readers, |db| sqlx::query_as(sql)
            .bind(batch.to_string())
            .fetch_all(db)
            .await)?;
        rows.into_iter().map(candidate).collect()
    }

    /// Some of a batch's pass list, in order, from the place `from` on and at most `limit`, without
    /// those who were taken off it.
    pub async fn candidates_from(
        &self,
        batch: BatchId,
        from: u64,
        limit: u32,
    ) -> Result<Vec<Candidate>> {
        let sql = "SELECT position, sheet, line, name, employer, series, specialty, title FROM candidate WHERE batch = $1 AND position >= $2 AND struck IS NULL ORDER BY position LIMIT $3";
        let rows: Vec<CandidateRow> = on!(&self.readers, |db| sqlx::query_as(sql)
            .bind(batch.to_string())
            .bind(big(from))
            .bind(i64::from(limit))
            .fetch_all(db)
            .await)?;
        rows.into_iter().map(candidate).collect()
    }

    /// When a batch was or is posted.
    pub async fn post(&self, batch: BatchId) -> Result<Option<Window>> {
        let sql = "SELECT from_day, until_day FROM post WHERE batch = $1";
        let row: Option<(String, String)> = on!(&self.readers, |db| sqlx::query_as(sql)
            .bind(batch.to_string())
            .fetch_optional(db)
            .await)?;
        row.map(|(from, until)| window(&from, &until)).transpose()
    }

    /// The batches that are on the board on `today`, the newest post first.
    pub async fn posts(&self, today: Day, limit: u32) -> Result<Vec<(BatchId, Window)>> {
        let sql = "SELECT b.id, p.from_day, p.until_day FROM post p JOIN batch b ON b.id = p.batch \
                   WHERE b.stage = $1 AND p.from_day <= $2 AND p.until_day >= $2 ORDER BY p.from_day DESC, b.id DESC LIMIT $3";
        let rows: Vec<(String, String, String)> = on!(&self.readers, |db| sqlx::query_as(sql)
            .bind(Stage::Posted.code())
            .bind(today.to_string())
            .bind(i64::from(limit))
            .fetch_all(db)
            .await)?;
        let post = |(id, from, until): (String, String, String)| {
            Ok((sound(BatchId::parse(&id), "batch", "id")?, window(&from, &until)?))
        };
        rows.into_iter().map(post).collect()
    }

    /// How a batch was announced.
    pub async fn announcement(&self, batch: BatchId) -> Result<Option<Announcement>> {
        const T: &str = "announcement";
        let sql = "SELECT document_number, on_day FROM announcement WHERE batch = $1";
        let row: Option<(String, String)> = on!(&self.readers, |db| sqlx::query_as(sql)
            .bind(batch.to_string())
            .fetch_optional(db)
            .await)?;
        row.map(|(document_number, on)| {
            Ok(Announcement {
                document_number: sound(Text::parse(&document_number), T, "document_number")?,
                on: sound(Day::parse(&on), T, "on_day")?,
            })
        })
        .transpose()
    }

    /// The objections against a batch, in the order in which they were registered.
    pub async fn objections(&self, batch: BatchId) -> Result<Vec<Objection>> {
        let sql = "SELECT id, batch, received_on, sealed, who, at, settled_on, outcome FROM objection WHERE batch = $1 ORDER BY at, id";
        let rows: Vec<ObjectionRow> = on!(&self.readers, |db| sqlx::query_as(sql)
            .bind(batch.to_string())
            .fetch_all(db)
            .await)?;
        rows.into_iter().map(objection).collect()
    }
}

fn window(from: &str, until: &str) -> Result<Window> {
    Ok(Window {
        from: sound(Day::parse(from), "post", "from_day")?,
        until: sound(Day::parse(until), "post", "until_day")?,
    })
}

impl Tx {
    /// Adds a batch's pass list.
    pub async fn add_candidates(&mut self, batch: BatchId, all: &[Candidate]) -> Result<()> {
        let batch = batch.to_string();
        for chunk in all.chunks(ROWS_AT_ONCE) {
            on!(&mut self.0, |tx| {
                let mut query = sqlx::QueryBuilder::new(
                    "INSERT INTO candidate (batch, position, sheet, line, name, employer, series, specialty, title) ",
                );
                query.push_values(chunk, |mut values, one| {
                    values
                        .push_bind(&batch)
                        .push_bind(big(one.position))
                        .push_bind(&one.place.sheet)
                        .push_bind(i64::from(one.place.row))
                        .push_bind(&one.name)
                        .push_bind(one.employer.as_ref().map(Text::as_str))
                        .push_bind(one.series.as_str())
                        .push_bind(one.specialty.as_ref().map(Text::as_str))
                        .push_bind(one.title.as_str());
                });
                query.build().execute(&mut **tx).await?;
            });
        }
        Ok(())
    }

    /// Posts a batch's pass list.
    pub async fn add_post(&mut self, batch: BatchId, window: Window) -> Result<()> {
        let sql = "INSERT INTO post (batch, from_day, until_day) VALUES ($1, $2, $3)";
        on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(batch.to_string())
            .bind(window.from.to_string())
            .bind(window.until.to_string())
            .execute(&mut **tx)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// Announces a batch's result.
    pub async fn add_announcement(&mut self, batch: BatchId, told: &Announcement) -> Result<()> {
        let sql = "INSERT INTO announcement (batch, document_number, on_day) VALUES ($1, $2, $3)";
        on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(batch.to_string())
            .bind(told.document_number.as_str())
            .bind(told.on.to_string())
            .execute(&mut **tx)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// Registers an objection.
    pub async fn add_objection(&mut self, objection: &Objection) -> Result<()> {
        let sql = "INSERT INTO objection (id, batch, received_on, sealed, who, at) VALUES ($1, $2, $3, $4, $5, $6)";
        on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(&objection.id)
            .bind(objection.batch.to_string())
            .bind(objection.received_on.to_string())
            .bind(&objection.sealed)
            .bind(&objection.who)
            .bind(objection.at.0)
            .execute(&mut **tx)
            .await
            .map(|_| ()))?;
        Ok(())
    }

    /// Settles an objection that is open; false if it was settled before.
    pub async fn settle_objection(
        &mut self,
        id: &str,
        batch: BatchId,
        on: Day,
        outcome: &[u8],
    ) -> Result<bool> {
        let sql = "UPDATE objection SET settled_on = $1, outcome = $2 WHERE id = $3 AND batch = $4 AND settled_on IS NULL";
        let settled = on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(on.to_string())
            .bind(outcome)
            .bind(id)
            .bind(batch.to_string())
            .execute(&mut **tx)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(settled == 1)
    }

    /// Takes somebody off a pass list; false if nobody stands there.
    pub async fn strike(&mut self, batch: BatchId, position: u64, objection: &str) -> Result<bool> {
        let sql = "UPDATE candidate SET struck = $1 WHERE batch = $2 AND position = $3 AND struck IS NULL";
        let struck = on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(objection)
            .bind(batch.to_string())
            .bind(big(position))
            .execute(&mut **tx)
            .await
            .map(|done| done.rows_affected()))?;
        Ok(struck == 1)
    }

    /// Whether an objection bars the announcement of a batch. Asked within the transaction that
    /// announces: one that is registered at the same moment still counts.
    pub async fn is_barred(&mut self, batch: BatchId) -> Result<bool> {
        let sql = "SELECT COUNT(*) FROM objection WHERE batch = $1 AND settled_on IS NULL";
        let open: i64 = on!(&mut self.0, |tx| sqlx::query_scalar(sql)
            .bind(batch.to_string())
            .fetch_one(&mut **tx)
            .await)?;
        Ok(open > 0)
    }

    /// Takes the rows of an information sheet back, so that another can come in its place.
    pub async fn clear_rows(&mut self, batch: BatchId) -> Result<()> {
        let sql = "DELETE FROM batch_row WHERE batch = $1";
        on!(&mut self.0, |tx| sqlx::query(sql)
            .bind(batch.to_string())
            .execute(&mut **tx)
            .await
            .map(|_| ()))?;
        Ok(())
    }
}
