//! A checked sheet against the record: which rows are new, which are known, which contradict.

use crate::model::{
    batch::BatchId,
    certificate::{Award, Certificate},
    day::PartialDay,
    draft::Draft,
    finding::{Field, Finding, RowPlace, Severity},
    identity::Sex,
    name::PersonName,
    number::CertificateNumber,
    office::{Office, OfficeCode},
    way::Way,
};
use crate::proof::credential::Credential;
use crate::registry::house::vault::Place;
use crate::registry::{Failed, Registry, Result};
use crate::store::certificate::Recorded;
use crate::store::holder::Person;
use crate::store::rows::{Pending, SealedRow};
use std::collections::{BTreeSet, HashMap};

/// What the record says to the drafts of one sheet.
#[derive(Debug, Default)]
pub(in crate::registry) struct Compared {
    /// Drafts that are new, with whom they concern.
    pub new: Vec<(Person, Draft)>,
    /// Rows whose every value is on record.
    pub unchanged: u64,
    /// The batches that hold those rows.
    pub known_in: BTreeSet<BatchId>,
    /// Rows that contradict the record.
    pub held_back: BTreeSet<RowPlace>,
    /// What there is to say.
    pub findings: Vec<Finding>,
}

/// Something on record about a person: a certificate, or a row in a batch that is under way.
struct Known {
    place: Whereabouts,
    batch: BatchId,
    office: OfficeCode,
    office_name: String,
    name: PersonName,
    sex: Option<Sex>,
    born_on: Option<PartialDay>,
    award: Award,
}

enum Whereabouts {
    Certificate(CertificateNumber),
    Batch(BatchId),
}

impl Whereabouts {
    fn zh(&self) -> String {
        match self {
            Self::Certificate(number) => format!("证书{number}"),
            Self::Batch(id) => format!("批次{id}"),
        }
    }

    fn en(&self) -> String {
        match self {
            Self::Certificate(number) => format!("certificate {number}"),
            Self::Batch(id) => format!("batch {id}"),
        }
    }
}

impl Registry {
    /// Compares the drafts of `office` with everything on record about the same persons, but for
    /// the rows of the batch `except`.
    pub(in crate::registry) async fn compare(
        &self,
        way: Way,
        office: &Office,
        drafts: Vec<Draft>,
        except: Option<BatchId>,
    ) -> Result<Compared> {
        let persons: Vec<Person> =
            drafts.iter().map(|draft| self.0.vault.person(&draft.identity)).collect();
        let distinct: Vec<Person> =
            persons.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
        // In this order: a batch that is issued meanwhile is then seen twice rather than not at all.
        let mut pending = self.0.db.pending_rows(&distinct).await?;
        for rows in pending.values_mut() {
            rows.retain(|row| Some(row.batch) != except);
        }
        let recorded = self.0.db.certificates_of_persons(&distinct).await?;
        let office = self.awarding(way, office);
        let compared = self.apart(move |this| {
            let known = this.known(&recorded, &pending)?;
            let mut compared = Compared::default();
            for (person, draft) in persons.into_iter().zip(drafts) {
                let known = known.get(&person).map_or(&[][..], Vec::as_slice);
                compared.take(person, draft, known, &office.code);
            }
            Ok::<_, Failed>(compared)
        });
        Ok(compared.await??)
    }

    fn known(
        &self,
        recorded: &HashMap<Person, Vec<Recorded>>,
        pending: &HashMap<Person, Vec<Pending>>,
    ) -> std::result::Result<HashMap<Person, Vec<Known>>, Failed> {
        let mut known: HashMap<Person, Vec<Known>> = HashMap::new();
        for (person, certificates) in recorded {
            for row in certificates {
                let credential =
                    Credential::read(&row.credential).map_err(|e| Failed::because(&e))?;
                known
                    .entry(*person)
                    .or_default()
                    .push(of_certificate(credential.certificate, row.batch));
            }
        }
        for (person, rows) in pending {
            for row in rows {
                let draft = self.open_draft(row.batch, &row.row)?;
                let sender = self.0.catalogue.office(&row.office);
                let awarding = sender.map(|office| self.awarding(row.way, office));
                known.entry(*person).or_default().push(Known {
                    place: Whereabouts::Batch(row.batch),
                    batch: row.batch,
                    office: awarding.map_or_else(|| row.office.clone(), |office| office.code),
                    office_name: sender
                        .map_or_else(|| row.office.to_string(), |o| o.awarding_name().to_string()),
                    name: draft.name,
                    sex: draft.sex,
                    born_on: draft.born_on.map(PartialDay::to_month),
                    award: draft.award,
                });
            }
        }
        Ok(known)
    }

    /// Opens a draft that was sealed in a batch.
    pub(in crate::registry) fn open_draft(
        &self,
        batch: BatchId,
        row: &SealedRow,
    ) -> std::result::Result<Draft, Failed> {
        let id = row_id(batch, row.position);
        let plain = self.0.vault.open(Place("batch_row", &id), &row.sealed)?;
        serde_json::from_slice(&plain)
            .map_err(|_| Failed::because(&"a sealed draft cannot be read"))
    }
}

/// The id of a batch's row, as it is sealed.
pub(in crate::registry) fn row_id(batch: BatchId, position: u64) -> String {
    format!("{batch}/{position}")
}

fn of_certificate(certificate: Certificate, batch: BatchId) -> Known {
    Known {
        batch,
        place: Whereabouts::Certificate(certificate.number),
        office: certificate.awarding_office.code,
        office_name: certificate.awarding_office.name.to_string(),
        name: certificate.name,
        sex: certificate.sex,
        born_on: certificate.born_on,
        award: certificate.award,
    }
}

impl Compared {
    fn take(&mut self, person: Person, draft: Draft, known: &[Known], office: &OfficeCode) {
        let before = self.findings.len();
        if let Some(other) = known.iter().find(|k| k.name != draft.name) {
            self.findings.push(other_name(&draft, other));
        }
        let same_award =
            |k: &&Known| k.award.series == draft.award.series && k.award.title == draft.award.title;
        let same_specialty = |k: &&Known| k.award.specialty == draft.award.specialty;
        let own =
            known.iter().filter(same_award).filter(same_specialty).find(|k| k.office == *office);
        let foreign =
            known.iter().filter(same_award).filter(same_specialty).find(|k| k.office != *office);
        match (own, foreign) {
            (Some(own), _) => self.findings.extend(differences(&draft, own)),
            (None, Some(foreign)) => self.findings.push(already_on_record(&draft, foreign)),
            (None, None) => {
                let sibling = known.iter().filter(same_award).find(|k| !same_specialty(k));
                self.findings.extend(sibling.map(|k| other_specialty(&draft, k)));
            }
        }
        let is_held_back = self.findings.iter().skip(before).any(|f| f.severity == Severity::Error);
        match (is_held_back, own) {
            (true, _) => {
                self.held_back.insert(draft.place);
            }
            (false, Some(own)) => {
                self.unchanged += 1;
                self.known_in.insert(own.batch);
            }
            (false, None) => self.new.push((person, draft)),
        }
    }
}

fn other_name(draft: &Draft, known: &Known) -> Finding {
    let words = [
        format!(
            "这个证件号码在{}里是另一个姓名。请核对姓名和号码；改过名的，先办更正。",
            known.place.zh()
        ),
        format!(
            "In {} this ID number belongs to another name. Check both; after a change of name ask for a correction first.",
            known.place.en()
        ),
    ];
    draft.finding(Field::Name, Severity::Error, "name_differs_from_record", words)
}

fn already_on_record(draft: &Draft, known: &Known) -> Finding {
    let day = known.award.obtained_on;
    let words = [
        format!(
            "这项资格已由{}报送，取得时间{}。请与该单位核对，不要重复报送。",
            known.office_name,
            day.zh()
        ),
        format!(
            "{} has already filed this title, obtained {}. Settle it with that office; do not file it twice.",
            known.office_name,
            day.en()
        ),
    ];
    draft.finding(Field::IdNumber, Severity::Error, "already_on_record", words)
}

fn other_specialty(draft: &Draft, known: &Known) -> Finding {
    let words = [
        format!("{}里同一个人已有同一资格，专业不同。请确认不是同一份。", known.place.zh()),
        format!(
            "{} holds the same title of this person in another specialty. Make sure that it is not the same one.",
            known.place.en()
        ),
    ];
    draft.finding(Field::Specialty, Severity::Warning, "other_specialty_on_record", words)
}

/// One error for each value in which a draft differs from what is on record under its key.
fn differences(draft: &Draft, known: &Known) -> Vec<Finding> {
    let (new, old) = (&draft.award, &known.award);
    let differs = [
        (Field::Sex, known.sex != draft.sex),
        (Field::BornOn, known.born_on != draft.born_on.map(PartialDay::to_month)),
        (Field::Employer, old.employer != new.employer),
        (Field::AwardMethod, old.award_method != new.award_method),
        (Field::ObtainedOn, old.obtained_on != new.obtained_on),
        (Field::Committee, old.committee != new.committee),
        (Field::DocumentNumber, old.document_number != new.document_number),
        (Field::AnnouncedOn, old.announced_on != new.announced_on),
        (Field::SourceNumber, old.source_number != new.source_number),
    ];
    differs
        .into_iter()
        .filter(|(_, differs)| *differs)
        .map(|(field, _)| {
            let words = [
                format!("{}与{}里的不一致。表里写错的请改正；登记有误的，请申请更正换发。", field.zh(), known.place.zh()),
                format!(
                    "{} differs from {}. Mend the sheet, or ask for a replacement if the record is wrong.",
                    field.code(),
                    known.place.en()
                ),
            ];
            draft.finding(field, Severity::Error, "differs_from_record", words)
        })
        .collect()
}
