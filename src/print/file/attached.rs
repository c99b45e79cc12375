//! What a file carries besides its page: its papers as associated files (ISO 32000-1, 7.11.4;
//! ISO 19005-3, 6.8).

use super::{PrintError, library, literal, pdf_date, utf16};
use crate::model::day::Timestamp;
use lopdf::{Document, Object, Stream, dictionary};

/// The names under which they are attached, in the order of the names.
pub(in crate::print) const COPY: &str = "copy.json";
pub(in crate::print) const CREDENTIAL: &str = "credential.json";
pub(in crate::print) const LOG_PROOF: &str = "proof.tlog-proof";
pub(in crate::print) const TOKEN: &str = "token.cose";

/// One file to attach.
pub(in crate::print) struct Attachment<'a> {
    name: &'static str,
    /// Its media type.
    kind: &'static str,
    /// What it is to the page.
    relationship: &'static str,
    about: &'static str,
    bytes: &'a [u8],
    /// When it was made, where that is not with the others.
    made_at: Option<Timestamp>,
}

impl<'a> Attachment<'a> {
    /// The certificate itself, of which the page is a picture.
    pub fn credential(bytes: &'a [u8]) -> Self {
        Self {
            name: CREDENTIAL,
            kind: "application/vc+json",
            relationship: "Source",
            about: "本证书的可验证凭证 Verifiable credential of this certificate",
            bytes,
            made_at: None,
        }
    }

    /// What the QR code is drawn from.
    pub fn token(bytes: &'a [u8]) -> Self {
        Self {
            name: TOKEN,
            kind: "application/cose",
            relationship: "Data",
            about: "二维码所载的签名数据 Signed token that the QR code holds",
            bytes,
            made_at: None,
        }
    }

    /// What the page is a copy for.
    pub fn copy(bytes: &'a [u8], made_at: Timestamp) -> Self {
        Self {
            name: COPY,
            kind: "application/json",
            relationship: "Supplement",
            about: "本副本的用途和期限 Purpose and end of this copy",
            bytes,
            made_at: Some(made_at),
        }
    }

    /// The proof that both are in the log.
    pub fn log_proof(bytes: &'a [u8]) -> Self {
        Self {
            name: LOG_PROOF,
            kind: "text/plain",
            relationship: "Supplement",
            about: "本证书已载入公开日志的证明 Proof that this certificate is in the public log",
            bytes,
            made_at: None,
        }
    }
}

/// Attaches `files`, which are in the order of their names.
pub(super) fn attach(
    document: &mut Document,
    files: &[Attachment],
    made_at: Timestamp,
) -> Result<(), PrintError> {
    if files.is_empty() {
        return Ok(());
    }
    let mut names: Vec<Object> = Vec::new();
    let mut associated: Vec<Object> = Vec::new();
    for file in files {
        let params = dictionary! {
            "Size" => i64::try_from(file.bytes.len()).unwrap_or(i64::MAX),
            "ModDate" => literal(&pdf_date(file.made_at.unwrap_or(made_at))),
        };
        let dict = dictionary! {
            "Type" => "EmbeddedFile",
            "Subtype" => file.kind,
            "Params" => params,
        };
        let embedded = document.add_object(Stream::new(dict, file.bytes.to_vec()));
        let spec = document.add_object(dictionary! {
            "Type" => "Filespec",
            "F" => literal(file.name),
            "UF" => literal(file.name),
            "Desc" => utf16(file.about),
            "AFRelationship" => file.relationship,
            "EF" => dictionary! { "F" => embedded, "UF" => embedded },
        });
        names.extend([literal(file.name), spec.into()]);
        associated.push(spec.into());
    }
    let names = dictionary! { "EmbeddedFiles" => dictionary! { "Names" => names } };
    let catalog = document.catalog_mut().map_err(library)?;
    catalog.set("Names", names);
    catalog.set("AF", associated);
    Ok(())
}
