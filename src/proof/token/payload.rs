//! What a token says, as deterministic CBOR.

use super::cose::{cbor, key};
use crate::model::{
    catalogue::Level,
    certificate::{Claims, Road},
    day::PartialDay,
    name::PersonName,
    number::CertificateNumber,
    text::Text,
};
use minicbor::Decoder;

/// A receipt's is 2.
const FORMAT: u8 = 1;

/// The map of a token; `None` for a level that has no code.
pub(super) fn payload(claims: &Claims) -> Option<Vec<u8>> {
    let level = level_code(claims.level)?;
    let obtained_on = claims.obtained_on.to_string();
    Some(cbor(160, |cbor| {
        cbor.map(8 + u64::from(claims.specialty.is_some()))?;
        cbor.u8(0)?.u8(FORMAT)?.u8(1)?.str(claims.number.as_str())?;
        cbor.u8(2)?.str(claims.name.as_str())?.u8(3)?.str(claims.title.as_str())?;
        if let Some(specialty) = &claims.specialty {
            cbor.u8(4)?.str(specialty.as_str())?;
        }
        cbor.u8(5)?.u8(level)?.u8(6)?.str(&obtained_on)?;
        cbor.u8(7)?.str(claims.awarding_office.as_str())?.u8(8)?.u8(road_code(claims.road))?.ok()
    }))
}

/// Reads the map loosely: the caller compares with what [`payload`] writes.
pub(super) fn claims(payload: &[u8]) -> Option<Claims> {
    let mut cbor = Decoder::new(payload);
    let has_specialty = match cbor.map().ok()?? {
        8 => false,
        9 => true,
        _ => return None,
    };
    (key(&mut cbor, 0)?.u8().ok()? == FORMAT).then_some(())?;
    Some(Claims {
        number: CertificateNumber::parse(key(&mut cbor, 1)?.str().ok()?)?,
        name: PersonName::parse(key(&mut cbor, 2)?.str().ok()?)?,
        title: Text::parse(key(&mut cbor, 3)?.str().ok()?)?,
        specialty: if has_specialty {
            Some(Text::parse(key(&mut cbor, 4)?.str().ok()?)?)
        } else {
            None
        },
        level: level_of(key(&mut cbor, 5)?.u8().ok()?)?,
        obtained_on: PartialDay::parse(key(&mut cbor, 6)?.str().ok()?)?,
        awarding_office: Text::parse(key(&mut cbor, 7)?.str().ok()?)?,
        road: road_of(key(&mut cbor, 8)?.u8().ok()?)?,
    })
}

fn level_code(level: Level) -> Option<u8> {
    match level {
        Level::JuniorTechnician => Some(1),
        Level::JuniorAssistant => Some(2),
        Level::Intermediate => Some(3),
        Level::AssociateSenior | Level::Senior => None,
    }
}

fn level_of(code: u8) -> Option<Level> {
    Level::ALL.into_iter().find(|level| level_code(*level) == Some(code))
}

fn road_code(road: Road) -> u8 {
    match road {
        Road::Issued => 1,
        Road::Filed => 2,
    }
}

fn road_of(code: u8) -> Option<Road> {
    [Road::Issued, Road::Filed].into_iter().find(|road| road_code(*road) == code)
}
