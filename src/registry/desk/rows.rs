//! The people of a batch, as a second pair of eyes sees them before she agrees. Of an ID number she
//! sees its last two characters: the whole was checked by its own rule and is compared with nothing
//! here, so nobody needs to read it.

use crate::model::{
    batch::{BatchId, Stage},
    catalogue::Level,
    day::PartialDay,
    draft::Draft,
    finding::{RowPlace, Severity, Told},
    identity::IdType,
    office::Actor,
    text::Text,
    way::Way,
};
use crate::registry::house::views::{Seen, Viewed};
use crate::registry::road::batch::Batch;
use crate::registry::{Failed, Refusal, Registry, Result};
use crate::store::holder::Person;
use crate::store::publicity::Candidate;
use crate::store::rows::SealedRow;
use std::collections::HashMap;

/// Rows on a page.
pub(in crate::registry) const PAGE: u32 = 50;

/// One person of a batch.
#[derive(Debug, Clone)]
pub struct Row {
    /// The place in the batch, from 1.
    pub number: u64,
    /// Where it stands in the office's file.
    pub place: RowPlace,
    /// 姓名.
    pub name: String,
    /// The kind of document and the last characters of its number; none on a pass list.
    pub document: Option<(IdType, String)>,
    /// 工作单位.
    pub employer: Option<Text>,
    /// 系列.
    pub series: Text,
    /// 专业.
    pub specialty: Option<Text>,
    /// 资格名称.
    pub title: Text,
    /// 级别; none on a pass list.
    pub level: Option<Level>,
    /// 取得时间; none on a pass list.
    pub obtained_on: Option<PartialDay>,
    /// 评委会.
    pub committee: Option<Text>,
    /// 批准文号.
    pub document_number: Option<Text>,
    /// Whether there is a photo.
    pub photo: bool,
    /// What there is to look at.
    pub warnings: Vec<Told>,
}

/// A page of the people of a batch.
#[derive(Debug, Clone)]
pub struct Rows {
    /// The batch.
    pub batch: Batch,
    /// How many there are on all pages together.
    pub total: u64,
    /// Those of the page; none once they have been deleted.
    pub shown: Vec<Row>,
    /// The number from which the next page goes on.
    pub more_from: Option<u64>,
}

impl Registry {
    /// The people of a reported batch that the actor may see, from a number on: those of its
    /// information sheet, once that has come. Another's batch is
    /// [`NoSuchBatch`](Refusal::NoSuchBatch).
    pub async fn rows_for(&self, id: BatchId, from: u64, actor: &Actor) -> Result<Rows> {
        let batch = self.batch(id).await?;
        self.may_see(&batch, actor)?;
        if batch.stage == Stage::Draft {
            return Err(
                Refusal::WrongStage { batch: id, stage: batch.stage, way: batch.way }.into()
            );
        }
        let (first, limit) = (from.saturating_sub(1), PAGE + 1);
        let mut shown = if batch.way == Way::Reviewed && batch.filled.is_none() {
            let candidates = self.0.db.candidates_from(id, first, limit).await?;
            candidates.into_iter().map(Row::from).collect()
        } else {
            self.opened(id, self.0.db.batch_rows_from(id, first, limit).await?).await?
        };
        let more_from = shown.get(PAGE as usize).map(|row| row.number);
        shown.truncate(PAGE as usize);
        self.warn(id, &mut shown).await?;
        let total = self.people(&batch).await?;
        let rows = shown.first().map(|row| row.number).zip(shown.last().map(|row| row.number));
        if rows.is_some() {
            self.note_view(actor, Viewed::Rows, &Seen { batch: id, rows }).await?;
        }
        Ok(Rows { batch, total, shown, more_from })
    }

    async fn opened(&self, id: BatchId, sealed: Vec<SealedRow>) -> Result<Vec<Row>> {
        let persons: Vec<Person> = sealed.iter().map(|row| row.person).collect();
        let photos = self.0.db.photos_of_persons(id, &persons).await?;
        let open = self.apart(move |this| {
            let open = |row: &SealedRow| {
                let opened = Row::of(row.position + 1, this.open_draft(id, row)?);
                Ok(Row { photo: photos.contains_key(&row.person), ..opened })
            };
            sealed.iter().map(open).collect::<std::result::Result<Vec<_>, Failed>>()
        });
        Ok(open.await??)
    }

    /// Adds to each row its warnings.
    async fn warn(&self, id: BatchId, rows: &mut [Row]) -> Result<()> {
        let Some(index) = self.index_of(id).await? else { return Ok(()) };
        let mut at: HashMap<(&str, u32), usize> = HashMap::new();
        for (nth, row) in rows.iter().enumerate() {
            at.insert((&row.place.sheet, row.place.row), nth);
        }
        let warnings: Vec<(usize, usize)> = index
            .entries()
            .enumerate()
            .filter(|(_, entry)| entry.sort.severity == Severity::Warning)
            .filter_map(|(place, entry)| Some((place, *at.get(&(entry.sheet, entry.row))?)))
            .collect();
        let places: Vec<usize> = warnings.iter().map(|(place, _)| *place).collect();
        let told: Vec<Told> = self.findings_at(id, &places).await?;
        for ((_, nth), told) in warnings.into_iter().zip(told) {
            if let Some(row) = rows.get_mut(nth) {
                row.warnings.push(told);
            }
        }
        Ok(())
    }
}

impl Row {
    fn of(number: u64, draft: Draft) -> Self {
        let Draft { place, name, identity, award, .. } = draft;
        Self {
            number,
            place,
            name: name.to_string(),
            document: Some((identity.id_type, identity.id_number.ending().to_owned())),
            employer: award.employer,
            series: award.series,
            specialty: award.specialty,
            title: award.title,
            level: Some(award.level),
            obtained_on: Some(award.obtained_on),
            committee: award.committee,
            document_number: award.document_number,
            photo: false,
            warnings: Vec::new(),
        }
    }
}

impl From<Candidate> for Row {
    fn from(one: Candidate) -> Self {
        Self {
            number: one.position + 1,
            place: one.place,
            name: one.name,
            document: None,
            employer: one.employer,
            series: one.series,
            specialty: one.specialty,
            title: one.title,
            level: None,
            obtained_on: None,
            committee: None,
            document_number: None,
            photo: false,
            warnings: Vec::new(),
        }
    }
}
