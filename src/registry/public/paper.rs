//! Print a certificate: its edition's paper, byte for byte the same each time. The record is only
//! read.

use super::copies::in_force;
use crate::model::certificate::Edition;
use crate::model::copy::BoundCopy;
use crate::model::digest::Digest;
use crate::model::number::CertificateNumber;
use crate::print::{Bound, Seal, Sheet};
use crate::proof::copy;
use crate::proof::credential::Credential;
use crate::proof::token::Token;
use crate::registry::{Failed, Refusal, Registry, Result};
use crate::store::certificate::Recorded;
use crate::store::copy::RecordedCopy;

/// A copy with what its file says of it.
pub(super) struct StatedCopy<'a>(&'a BoundCopy, Vec<u8>);

impl<'a> StatedCopy<'a> {
    pub(super) fn of(copy: &'a BoundCopy) -> Self {
        Self(copy, copy::write(copy))
    }

    /// As it is printed.
    pub(super) fn bound(&self) -> Bound<'_> {
        Bound { copy: self.0, file: &self.1 }
    }
}

/// Where the code of a paper leads: behind the token of a copy stands its own code.
pub(super) fn qr_url(edition: &Edition, token: &Token, copy: Option<&BoundCopy>) -> String {
    let behind = copy.map_or_else(String::new, |copy| format!("/{}", copy.code));
    format!("{}/v/{}{behind}", edition.public_url, token.digits())
}

impl Registry {
    /// The PDF of any certificate on record, whatever its standing; for the registry's own staff.
    pub async fn print(&self, number: &CertificateNumber) -> Result<Vec<u8>> {
        let recorded = self.0.db.certificate(number).await?;
        self.draw(recorded.ok_or_else(|| Refusal::NoSuchCertificate(number.clone()))?).await
    }

    /// The PDF of one of the session holder's own certificates, while it is in force.
    pub async fn print_mine(&self, session: &str, number: &CertificateNumber) -> Result<Vec<u8>> {
        let recorded = self.own(session, number).await?;
        in_force(&recorded)?;
        let key = (number.clone(), None);
        if let Some(file) = self.0.finished.get(&key) {
            return Ok(file);
        }
        let file = self.draw(recorded).await?;
        self.0.finished.keep(key, &file);
        Ok(file)
    }

    pub(super) async fn draw(&self, recorded: Recorded) -> Result<Vec<u8>> {
        let edition = recorded.edition.clone();
        self.draw_edition(recorded, edition, None).await
    }

    /// The PDF of a copy, in the copy's own edition.
    pub(super) async fn draw_copy(
        &self,
        recorded: Recorded,
        copy: RecordedCopy,
    ) -> Result<Vec<u8>> {
        let key = (recorded.number.clone(), Some(copy.copy.code.clone()));
        if let Some(file) = self.0.finished.get(&key) {
            return Ok(file);
        }
        let file = self.draw_edition(recorded, copy.edition, Some(copy.copy)).await?;
        self.0.finished.keep(key, &file);
        Ok(file)
    }

    async fn draw_edition(
        &self,
        recorded: Recorded,
        edition: Edition,
        copy: Option<BoundCopy>,
    ) -> Result<Vec<u8>> {
        let log_proof = self.log_proof(&recorded, &edition).await?;
        let photo = self.photo_on(&recorded).await?;
        let drawn = self.apart(move |this| -> Result<Vec<u8>> {
            let credential =
                Credential::read(&recorded.credential).map_err(|e| Failed::because(&e))?;
            let token = Token::read(&recorded.token)
                .ok_or_else(|| Failed::because(&"a stored token cannot be read"))?;
            let (key, at) = (edition.document_key, edition.signed_at);
            let signer = this.0.keys.documents.signer(key);
            let signer = signer.ok_or(Refusal::DocumentKeyMissing(key))?;
            let extra = this.face_of(edition.extra_face)?;
            let sign = |covered: &Digest| signer.sign(covered);
            let stated = copy.as_ref().map(StatedCopy::of);
            let sheet = Sheet {
                certificate: &credential.certificate,
                photo: photo.as_ref(),
                edition: &edition,
                extra: extra.as_deref(),
                credential: &recorded.credential,
                token: token.as_bytes(),
                log_proof: Some(log_proof.as_bytes()),
                seal: Some(Seal {
                    name: this.0.trust.name.as_str(),
                    at,
                    room: signer.room(),
                    sign: &sign,
                }),
                copy: stated.as_ref().map(StatedCopy::bound),
                qr_url: &qr_url(&edition, &token, copy.as_ref()),
            };
            Ok(this.0.press.print(&sheet).map_err(|e| Failed::because(&e))?)
        });
        drawn.await?
    }
}
