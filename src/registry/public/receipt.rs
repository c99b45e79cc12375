//! 报送回执: given to the office that reported, judged for anybody who presents one.

use super::verify::{Given, Judged};
use crate::model::{
    batch::{BatchId, Stage},
    day::Timestamp,
    office::Actor,
    paper::PdfParts,
    receipt::{Answer, Receipt, ReceiptVerification},
    text::Text,
    verdict::Reason,
};
use crate::print::{Press, RECEIPT_TEMPLATE, ReceiptSheet};
use crate::proof::token::receipt::ReceiptToken;
use crate::proof::trust::TrustList;
use crate::proof::verify::{
    Asked,
    receipt::{self, ReceiptEvidence, Reported},
};
use crate::registry::{Error, Failed, Refusal, Registry, Result};
use crate::store::batch::Batch;

/// A receipt's verification, and when it was made.
#[derive(Debug, Clone)]
pub struct VerifiedReceipt {
    /// The verdict with everything that led to it.
    pub verification: ReceiptVerification,
    /// When the check was made.
    pub checked_at: Timestamp,
}

/// A receipt's token as it was presented: by itself, or on the page of a file.
pub(super) struct Presented {
    token: ReceiptToken,
    page: Option<PdfParts>,
}

impl Presented {
    /// The receipt in a text; none where it holds none.
    pub(super) fn in_text(text: &str) -> Option<Self> {
        let token = receipt::receipt_in(text)?;
        Some(Self { token, page: None })
    }

    /// The receipt on a page; none where it has none. A file with a credential is a certificate's,
    /// whatever its code says.
    pub(super) fn on_page(parts: &PdfParts) -> Option<Self> {
        let is_bare = parts.credential.is_none();
        let token = receipt::receipt_in(parts.qr.as_deref().filter(|_| is_bare)?)?;
        Some(Self { token, page: Some(parts.clone()) })
    }

    /// Judges it. `home` is where our own receipts lead; offline, wherever the code leads.
    fn judge(
        &self,
        evidence: &ReceiptEvidence<'_>,
        press: &Press,
        home: Option<&str>,
    ) -> ReceiptVerification {
        let Some(page) = &self.page else { return receipt::receipt(&self.token, evidence) };
        let expected = evidence
            .trust
            .ok_or(Reason::NoTrustList)
            .and_then(|trust| expected(page, &self.token, (press, &trust.name), home));
        receipt::receipt_paper(&self.token, page, expected.as_ref().map_err(Clone::clone), evidence)
    }

    /// Judges it by a trust list alone.
    pub(super) fn judge_alone(&self, trust: Option<&TrustList>) -> ReceiptVerification {
        let evidence = ReceiptEvidence { trust, record: Asked::NotAsked };
        self.judge(&evidence, &Press::new(), None)
    }
}

/// What our own printer would draw for the receipt of a page.
fn expected(
    page: &PdfParts,
    token: &ReceiptToken,
    (press, issuer): (&Press, &Text),
    home: Option<&str>,
) -> std::result::Result<PdfParts, Reason> {
    if page.template.is_some_and(|template| template != RECEIPT_TEMPLATE) {
        return Err(Reason::TemplateUnknown);
    }
    let qr_url = page.qr.as_deref().ok_or(Reason::DocumentIncomplete)?;
    let (host, _) = qr_url.rsplit_once("/v/").ok_or(Reason::AddressUnknown)?;
    if home.is_some_and(|home| home != host) {
        return Err(Reason::AddressUnknown);
    }
    let receipt = token.receipt();
    let sheet = ReceiptSheet { receipt, issuer, public_url: host, qr_url };
    press.expected_receipt(&sheet).map_err(|_| Reason::TemplateUnknown)
}

impl Registry {
    /// The receipt of a batch that was reported, as a PDF: for the office itself and the bureau.
    pub async fn receipt(&self, id: BatchId, actor: &Actor) -> Result<Vec<u8>> {
        let batch = self.batch(id).await?;
        self.may_see(&batch, actor)?;
        let told = self.receipt_of(&batch)?.ok_or(Refusal::WrongStage {
            batch: id,
            stage: batch.stage,
            way: batch.way,
        })?;
        let drawn = self.apart(move |this| {
            let token = ReceiptToken::sign(&told, &this.0.keys.credential)
                .map_err(|e| Failed::because(&e))?;
            let home = this.public_url();
            let sheet = ReceiptSheet {
                receipt: token.receipt(),
                issuer: &this.0.trust.name,
                public_url: home,
                qr_url: &format!("{home}/v/{}", token.digits()),
            };
            this.0.press.receipt(&sheet).map_err(|e| Failed::because(&e))
        });
        Ok(drawn.await??)
    }

    /// What a batch's receipt says; none while it is a draft.
    fn receipt_of(&self, batch: &Batch) -> Result<Option<Receipt>> {
        let Some(reported) = batch.reported.as_ref().filter(|_| batch.stage != Stage::Draft) else {
            return Ok(None);
        };
        Ok(Some(Receipt {
            batch: batch.id,
            office: batch.office.clone(),
            office_name: self.office(&batch.office)?.name.clone(),
            way: batch.way,
            accepted: batch.tally.accepted,
            rejected: batch.tally.rejected,
            unchanged: batch.tally.unchanged,
            file: batch.file,
            reported_at: reported.at.whole_seconds(),
        }))
    }

    /// Judges a presented receipt by the batch on record.
    pub(super) async fn judge_receipt(&self, presented: Presented) -> Result<Judged> {
        let record = self.reported(presented.token.receipt().batch).await;
        let judged = self.apart(move |this| {
            let evidence = ReceiptEvidence { trust: Some(&this.0.trust), record };
            presented.judge(&evidence, &this.0.press, Some(this.public_url()))
        });
        let verification = judged.await?;
        let checked_at = self.0.clock.now();
        Ok(Judged::Receipt(VerifiedReceipt { verification, checked_at }))
    }

    /// The batch that a receipt names. A database that does not answer is not a missing record.
    async fn reported(&self, id: BatchId) -> Asked<Reported> {
        let batch = match self.0.db.batch(id).await {
            Ok(Some(batch)) => batch,
            Ok(None) => return Asked::Nothing,
            Err(error) => {
                let _logged = Error::from(error);
                return Asked::Unreachable;
            }
        };
        let returned_on = (batch.stage == Stage::Returned).then(|| batch.moved_at.day());
        match self.receipt_of(&batch) {
            Ok(Some(receipt)) => Asked::Found(Reported { receipt, returned_on }),
            Ok(None) | Err(Error::Refused(_)) => Asked::Nothing,
            Err(Error::Failed(_)) => Asked::Unreachable,
        }
    }
}

impl From<Judged> for Answer {
    fn from(judged: Judged) -> Self {
        match judged {
            Judged::Certificate(verified) => Self::Certificate(verified.verification),
            Judged::Receipt(verified) => Self::Receipt(verified.verification),
        }
    }
}

impl Given {
    /// The receipt in a text; none in a file or where there is none.
    pub(super) fn receipt(&self) -> Option<Presented> {
        match self {
            Self::Text(text) => Presented::in_text(text),
            Self::Pdf(_) | Self::Credential(_) => None,
        }
    }
}
