//! The blank sheet that an office fills in.

use crate::intake;
use crate::model::catalogue::Catalogue;
use crate::model::office::OfficeCode;
use crate::registry::refusal::Failed;
use crate::registry::{Refusal, Result};

/// The blank sheet (.xlsx) with what an office may send; without one, what a county may.
pub fn template(catalogue: &Catalogue, office: Option<&OfficeCode>) -> Result<Vec<u8>> {
    let office = match office {
        Some(code) => {
            Some(catalogue.office(code).ok_or_else(|| Refusal::NoSuchOffice(code.clone()))?)
        }
        None => None,
    };
    Ok(intake::template(office, catalogue).map_err(|error| Failed::because(&error))?)
}
