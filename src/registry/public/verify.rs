//! Verify: a token, a number with a name, a file. One pure verifier judges; here it is given what
//! the registry knows. What turns out to be a receipt is judged as one.

use super::expected::{Frozen, expected};
use super::limits::Visitor;
use super::receipt::{Presented, VerifiedReceipt};
use crate::model::{
    copy::CopyCode,
    day::{Day, Timestamp},
    digest::Digest,
    name::PersonName,
    number::CertificateNumber,
    paper::PdfParts,
    receipt::Answer,
    verdict::{Reason, Verification},
};
use crate::print::{self, Press};
use crate::proof::token::Token;
use crate::proof::trust::TrustList;
use crate::proof::verify::{self, Asked, CopyRecord, Evidence, Record};
use crate::registry::{Error, Refusal, Registry, Result};
use crate::store::{self, certificate::Recorded, copy::RecordedCopy};

/// A verification, and when it was made.
#[derive(Debug, Clone)]
pub struct Verified {
    /// The verdict with everything that led to it.
    pub verification: Verification,
    /// When the check was made; the standing is of this instant too, being read from the record.
    pub checked_at: Timestamp,
    /// Its leaf in the log, where the record was found.
    pub log_index: Option<u64>,
    /// Asked by number and name: the page then shows no name.
    pub by_number: bool,
}

/// What was presented, judged.
#[derive(Debug, Clone)]
pub enum Judged {
    /// A certificate, or nothing that can be told apart from a bad one.
    Certificate(Verified),
    /// A receipt.
    Receipt(VerifiedReceipt),
}

/// The most bytes of a file that is judged.
pub const MAX_FILE: usize = 4 << 20;

/// Something to be judged.
#[derive(Debug, Clone)]
pub enum Given {
    /// A token, bare or as a URL.
    Text(String),
    /// A PDF.
    Pdf(Vec<u8>),
    /// A credential.
    Credential(Vec<u8>),
}

impl Given {
    /// What a file holds, by its first bytes: a PDF, a credential, or else the text of a token.
    pub fn of_file(bytes: Vec<u8>) -> Self {
        let start = bytes.get(..1024).unwrap_or(&bytes);
        if start.windows(5).any(|window| window == b"%PDF-") {
            return Self::Pdf(bytes);
        }
        match String::from_utf8(bytes) {
            Ok(text) if text.trim_start().starts_with('{') => Self::Credential(text.into_bytes()),
            Ok(text) => Self::Text(text),
            Err(error) => Self::Credential(error.into_bytes()),
        }
    }

    fn size(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Pdf(bytes) | Self::Credential(bytes) => bytes.len(),
        }
    }
}

/// Judges by a trust list alone: signatures, whether a file agrees with itself, and whether the day
/// that a copy names has passed. Without a list, or with one that cannot be read, nothing can be
/// checked.
pub fn verify_alone(given: &Given, trust: Option<&[u8]>, today: Day) -> Result<Answer> {
    if given.size() > MAX_FILE {
        return Err(too_large());
    }
    let trust = trust.and_then(|bytes| TrustList::parse(bytes).ok());
    if let Some(receipt) = given.receipt() {
        return Ok(Answer::Receipt(receipt.judge_alone(trust.as_ref())));
    }
    let evidence = Evidence { trust: trust.as_ref(), record: Asked::NotAsked, today };
    Ok(Answer::Certificate(match given {
        Given::Text(text) => verify::token(text, &evidence),
        Given::Credential(bytes) => verify::credential(bytes, &evidence),
        Given::Pdf(bytes) => match print::read(bytes) {
            Ok(parts) => {
                if let Some(receipt) = Presented::on_page(&parts) {
                    return Ok(Answer::Receipt(receipt.judge_alone(trust.as_ref())));
                }
                let bureau = trust.as_ref().map_or("", |trust| trust.name.as_str());
                let expected = expected(&parts, None, bureau, &Press::new());
                verify::paper(&parts, expected.as_ref(), &evidence)
            }
            Err(_) => verify::damaged(print::signature_of_damaged(bytes).as_ref(), &evidence),
        },
    }))
}

impl Registry {
    /// Judges what a QR holds, or its bare token: a certificate's or a receipt's.
    pub async fn verify_text(&self, text: &str) -> Result<Judged> {
        match Presented::in_text(text) {
            Some(receipt) => self.judge_receipt(receipt).await,
            None => Ok(Judged::Certificate(self.verify_token(text).await?)),
        }
    }

    /// Judges the token of a copy with what stands behind it. Whatever is no code is one that nobody
    /// knows: it must not read as the certificate itself.
    pub async fn verify_copy(&self, token: &str, code: &str) -> Result<Judged> {
        let code = code.replace(|c: char| !c.is_ascii_digit(), "-");
        self.verify_text(&format!("/v/{token}/{code}")).await
    }

    /// Judges a certificate's token: bare, or the URL of a QR. A receipt is none.
    pub async fn verify_token(&self, text: &str) -> Result<Verified> {
        let number = verify::number_in_text(text);
        let copy = verify::copy_in_text(text);
        let record = of(self.on_record(number.as_ref(), copy.as_ref()).await);
        let verification = verify::token(text, &self.evidence(record));
        Ok(self.verified(verification, false))
    }

    /// Judges a certificate by its number and its holder's name. A number alone opens nothing:
    /// whatever does not match gives [`Refusal::NoMatch`] in the same time.
    pub async fn verify_number(
        &self,
        number: &str,
        name: &str,
        from: &Visitor,
    ) -> Result<Verified> {
        self.count_ask(from).await?;
        let miss_ends = tokio::time::Instant::now() + super::look_up::MISS;
        let Some(recorded) = self.matching(number, name).await? else {
            tokio::time::sleep_until(miss_ends).await;
            return Err(Refusal::NoMatch.into());
        };
        let token = Token::read(&recorded.token).map(|t| t.base64url()).unwrap_or_default();
        let evidence = self.evidence(Asked::Found(record(&recorded, None)));
        Ok(self.verified(verify::token(&token, &evidence), true))
    }

    /// Judges a PDF or a credential by what it carries.
    pub async fn verify_file(&self, bytes: Vec<u8>, from: &Visitor) -> Result<Judged> {
        self.count_ask(from).await?;
        self.judge(Given::of_file(bytes)).await
    }

    /// Judges whatever is given; on the registry's own machine nobody is counted.
    pub async fn judge(&self, given: Given) -> Result<Judged> {
        if given.size() > MAX_FILE {
            return Err(too_large());
        }
        match given {
            Given::Text(text) => self.verify_text(&text).await,
            Given::Credential(bytes) => {
                let number = verify::number_in_credential(&bytes);
                let record = of(self.on_record(number.as_ref(), None).await);
                let verification = verify::credential(&bytes, &self.evidence(record));
                Ok(Judged::Certificate(self.verified(verification, false)))
            }
            Given::Pdf(bytes) => self.judge_pdf(bytes).await,
        }
    }

    async fn judge_pdf(&self, bytes: Vec<u8>) -> Result<Judged> {
        let read =
            move |_: &Self| print::read(&bytes).map_err(|_| print::signature_of_damaged(&bytes));
        let parts = self.apart(read).await?;
        if let Some(receipt) = parts.as_ref().ok().and_then(Presented::on_page) {
            return self.judge_receipt(receipt).await;
        }
        let verification = match parts {
            Ok(parts) => self.judge_paper(parts).await?,
            Err(signature) => verify::damaged(signature.as_ref(), &self.evidence(Asked::Nothing)),
        };
        Ok(Judged::Certificate(self.verified(verification, false)))
    }

    async fn judge_paper(&self, parts: PdfParts) -> Result<Verification> {
        let of_credential = parts.credential.as_deref().and_then(verify::number_in_credential);
        let number = of_credential.or_else(|| verify::number_in_text(parts.qr.as_deref()?));
        let copy = parts.qr.as_deref().and_then(verify::copy_in_text);
        let recorded = self.on_record(number.as_ref(), copy.as_ref()).await;
        let frozen = match &recorded {
            Asked::Found((recorded, copy)) => Some(self.frozen(recorded, copy.as_ref()).await?),
            _ => None,
        };
        let judged = self.apart(move |this| {
            let expected = expected(&parts, frozen, this.0.trust.name.as_str(), &this.0.press);
            (parts, expected)
        });
        let (parts, expected) = judged.await?;
        let record = of(recorded);
        Ok(verify::paper(&parts, expected.as_ref(), &self.evidence(record)))
    }

    /// The page must be that of the edition on record: a file that names another template, or whose
    /// QR leads to another host, is not the one that was issued.
    async fn frozen(&self, recorded: &Recorded, copy: Option<&RecordedCopy>) -> Result<Frozen> {
        let edition = copy.map_or(&recorded.edition, |copy| &copy.edition).clone();
        let log_proof = Some(self.log_proof(recorded, &edition).await?.into_bytes());
        let extra = edition.extra_face.and_then(|digest| self.0.faces.of(digest));
        Ok(Frozen { edition, log_proof, copy: copy.map(|copy| copy.copy.clone()), extra })
    }

    fn verified(&self, verification: Verification, by_number: bool) -> Verified {
        let log_index = verification.checks.iter().find_map(|check| match check.reason {
            Reason::OnRecord(index) => Some(index),
            _ => None,
        });
        Verified { verification, checked_at: self.0.clock.now(), log_index, by_number }
    }

    fn evidence(&self, record: Asked<Record>) -> Evidence<'_> {
        Evidence { trust: Some(&self.0.trust), record, today: self.0.clock.today() }
    }

    /// What is on record under a number, with its copy of a code. A database that does not answer is
    /// not a missing record.
    async fn on_record(
        &self,
        number: Option<&CertificateNumber>,
        code: Option<&CopyCode>,
    ) -> Asked<(Recorded, Option<RecordedCopy>)> {
        let Some(number) = number else { return Asked::Nothing };
        match self.read_record(number, code).await {
            Ok(Some(found)) => Asked::Found(found),
            Ok(None) => Asked::Nothing,
            Err(error) => {
                let _logged = Error::from(error);
                Asked::Unreachable
            }
        }
    }

    async fn read_record(
        &self,
        number: &CertificateNumber,
        code: Option<&CopyCode>,
    ) -> store::Result<Option<(Recorded, Option<RecordedCopy>)>> {
        let Some(recorded) = self.0.db.certificate(number).await? else { return Ok(None) };
        let copy = match code {
            Some(code) => self.0.db.copy(code).await?,
            None => None,
        };
        Ok(Some((recorded, copy.filter(|it| it.copy.number == *number))))
    }

    async fn matching(&self, number: &str, name: &str) -> Result<Option<Recorded>> {
        let (Some(number), Ok(name)) = (CertificateNumber::parse(number), PersonName::read(name))
        else {
            return Ok(None);
        };
        let recorded = self.0.db.certificate(&number).await?;
        Ok(recorded.filter(|recorded| {
            Token::read(&recorded.token).is_some_and(|token| token.claims().name == name.name)
        }))
    }
}

fn of(recorded: Asked<(Recorded, Option<RecordedCopy>)>) -> Asked<Record> {
    match recorded {
        Asked::Found((recorded, copy)) => Asked::Found(record(&recorded, copy)),
        Asked::Nothing => Asked::Nothing,
        Asked::Unreachable => Asked::Unreachable,
        Asked::NotAsked => Asked::NotAsked,
    }
}

fn record(recorded: &Recorded, copy: Option<RecordedCopy>) -> Record {
    let copy = copy
        .map(|it| CopyRecord { withdrawn_on: it.withdrawn_at.map(Timestamp::day), copy: it.copy });
    Record {
        credential: Digest::of(&recorded.credential),
        token: Digest::of(&recorded.token),
        log_index: recorded.log_index,
        standing: recorded.standing.clone(),
        issued_at: recorded.issued_at,
        copy,
    }
}

fn too_large() -> Error {
    Refusal::File {
        code: "file_too_large",
        zh: "文件超过4 MiB，不是本市的证书。请上传原来的PDF。".into(),
        en: "The file is larger than 4 MiB. Please upload the original PDF.".into(),
    }
    .into()
}
