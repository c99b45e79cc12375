//! Print a certificate: its edition's paper, byte for byte the same each time. The record is only
//! read.

use crate::model::certificate::Standing;
use crate::model::digest::Digest;
use crate::model::number::CertificateNumber;
use crate::print::{Seal, Sheet};
use crate::proof::credential::Credential;
use crate::proof::token::Token;
use crate::registry::{Failed, Refusal, Registry, Result};
use crate::store::certificate::Recorded;

impl Registry {
    /// The PDF of any certificate on record, whatever its standing; for the registry's own staff.
    pub async fn print(&self, number: &CertificateNumber) -> Result<Vec<u8>> {
        let recorded = self.0.db.certificate(number).await?;
        self.draw(recorded.ok_or_else(|| Refusal::NoSuchCertificate(number.clone()))?).await
    }

    /// The PDF of one of the session holder's own certificates, while it is in force.
    pub async fn print_mine(&self, session: &str, number: &CertificateNumber) -> Result<Vec<u8>> {
        let recorded = self.own(session, number).await?;
        if recorded.standing.standing != Standing::Valid {
            return Err(Refusal::NotPrintable(recorded.standing).into());
        }
        self.draw(recorded).await
    }

    pub(super) async fn draw(&self, recorded: Recorded) -> Result<Vec<u8>> {
        let log_proof = self.log_proof(&recorded).await?;
        let photo = self.photo_on(&recorded).await?;
        let drawn = self.apart(move |this| -> Result<Vec<u8>> {
            let credential =
                Credential::read(&recorded.credential).map_err(|e| Failed::because(&e))?;
            let token = Token::read(&recorded.token)
                .ok_or_else(|| Failed::because(&"a stored token cannot be read"))?;
            let (key, at) = (recorded.edition.document_key, recorded.edition.signed_at);
            let signer = this.0.keys.documents.signer(key);
            let signer = signer.ok_or(Refusal::DocumentKeyMissing(key))?;
            let extra = this.face_of(recorded.edition.extra_face)?;
            let sign = |covered: &Digest| signer.sign(covered);
            let sheet = Sheet {
                certificate: &credential.certificate,
                photo: photo.as_ref(),
                edition: &recorded.edition,
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
                qr_url: &format!("{}/v/{}", recorded.edition.public_url, token.digits()),
            };
            Ok(this.0.press.print(&sheet).map_err(|e| Failed::because(&e))?)
        });
        drawn.await?
    }
}
