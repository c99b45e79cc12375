//! Invented certificates in a layout: to look at what will be printed before it is.

use crate::model::certificate::{Certificate, Edition};
use crate::model::copy::{self, BoundCopy, CopyCode, Purpose};
use crate::model::key_id::KeyId;
use crate::model::photo::Photo;
use crate::print::{Bound, Layout, Press, Sheet, TEMPLATE};
use crate::registry::{Error, Failed, Refusal, Result};
use serde::Deserialize;

/// An invented certificate.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sample {
    /// How it is asked for.
    pub name: String,
    /// What is particular about it.
    pub about: String,
    /// The certificate.
    pub certificate: Certificate,
    /// Whether it has the invented photo.
    #[serde(default)]
    pub has_photo: bool,
    /// What it is a copy for.
    pub copy_for: Option<Purpose>,
}

/// Every invented certificate: between them they hold what is hard to print.
pub fn samples() -> Result<Vec<Sample>> {
    let json = include_str!("../../../templates/certificate/samples.json");
    let mut samples: Vec<Sample> =
        serde_json::from_str(json).map_err(|error| Failed::because(&error))?;
    let photo = photo().map(|photo| photo.digest());
    for sample in samples.iter_mut().filter(|sample| sample.has_photo) {
        sample.certificate.photo = photo;
    }
    Ok(samples)
}

/// The photo of somebody who does not exist.
pub fn photo() -> Option<Photo> {
    Photo::parse(include_bytes!("../../../templates/certificate/sample.jpg").to_vec())
}

/// The page of an invented certificate, in the layout of `text` or in that of new certificates.
/// Nothing in it verifies.
pub fn preview(text: Option<&[u8]>, sample: &str) -> Result<Vec<u8>> {
    let samples = samples()?;
    let found = samples.iter().find(|known| known.name == sample);
    let Sample { certificate, has_photo, copy_for, .. } =
        found.ok_or_else(|| unknown(sample, &samples))?;
    let photo = photo().filter(|_| *has_photo);
    let copy = copy_for.as_ref().map(|purpose| copy(certificate, purpose));
    let edition = Edition {
        template: TEMPLATE,
        public_url: "https://zs.example".to_owned(),
        tree_size: 0,
        document_key: KeyId::of(&[]), // nobody signs a preview
        signed_at: certificate.issued_at,
        extra_face: None,
    };
    let sheet = Sheet {
        certificate,
        photo: photo.as_ref(),
        edition: &edition,
        extra: None,
        credential: b"{}",
        token: b"",
        log_proof: None,
        seal: None,
        copy: copy.as_ref().map(|copy| Bound { copy, file: b"{}" }),
        // As many digits as an ordinary token has, and none that is one.
        qr_url: &format!("{}/v/{}", edition.public_url, "97932384626433832".repeat(30)),
    };
    let press = Press::new();
    let drawn = match text {
        Some(text) => press.preview(&layout(text)?, &sheet),
        None => press.print(&sheet),
    };
    drawn.map_err(|error| refused(&error))
}

fn copy(certificate: &Certificate, purpose: &Purpose) -> BoundCopy {
    BoundCopy {
        code: CopyCode::of_random([0; 8]),
        number: certificate.number.clone(),
        purpose: purpose.clone(),
        until: certificate.issued_on.plus_days(copy::DAYS_OFFERED),
        made_at: certificate.issued_at,
    }
}

fn layout(text: &[u8]) -> Result<Layout> {
    let text = std::str::from_utf8(text).map_err(|error| refused(&error))?;
    Layout::parse(text).map_err(|error| refused(&error))
}

fn refused(why: &dyn std::fmt::Display) -> Error {
    let why = why.to_string();
    Refusal::House(format!("版面文件不能用：{}", why.trim_end().replace('\n', "  "))).into()
}

fn unknown(asked: &str, samples: &[Sample]) -> Error {
    let known: Vec<String> =
        samples.iter().map(|sample| format!("{}（{}）", sample.name, sample.about)).collect();
    Refusal::House(format!("没有名为{asked}的样张。有：{}。", known.join("、"))).into()
}
