//! Reading a document number as it stands in a cell.

use super::{
    Address, IdFault, IdFix, IdNumber, IdType, IdWarning, Identity, Sex, citizen, shape,
    written::Cleaned,
};
use crate::model::day::Day;

/// A document, and what its number tells of the holder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct IdReading {
    /// The document.
    pub identity: Identity,
    /// What was mended, each kind once.
    pub fixes: Vec<IdFix>,
    /// What to look at again.
    pub warnings: Vec<IdWarning>,
    /// 性别, where the number tells.
    pub sex: Option<Sex>,
    /// 出生日期, where the number tells.
    pub born_on: Option<Day>,
    /// Where the address lies; none for documents without one.
    pub address: Option<Address>,
}

impl Identity {
    /// Reads what a clerk wrote. Without a type the shape of the number decides.
    ///
    /// Reading the number that comes out again changes nothing more.
    pub fn read(id_type: Option<IdType>, written: &str, today: Day) -> Result<IdReading, IdFault> {
        let cleaned = Cleaned::of(written);
        if let Some(fault) = cleaned.strange() {
            return Err(fault);
        }
        let Cleaned { text, mut fixes } = cleaned;
        let id_type = match id_type {
            None => type_of(&text)?,
            Some(id_type) => agreed(id_type, &text)?,
        };
        let number = normal_form(id_type, text, &mut fixes)?;
        let facts = facts(id_type, &number)?;
        if facts.born_on.is_some_and(|day| day > today) {
            return Err(IdFault::BornInFuture);
        }
        let address = (id_type == IdType::ResidentId).then(|| Address::of(&number));
        let warnings = warnings(&number, address);
        let identity = Identity { id_type, id_number: IdNumber(number) };
        Ok(IdReading { identity, fixes, warnings, sex: facts.sex, born_on: facts.born_on, address })
    }

    /// Takes back what [`Self::read`] made and our storage kept; `None` if it is no such number.
    pub fn restore(id_type: IdType, normalised: &str) -> Option<Self> {
        let sound = shape::fits(id_type, normalised) && facts(id_type, normalised).is_ok();
        sound.then(|| Self { id_type, id_number: IdNumber(normalised.to_owned()) })
    }
}

/// What the number itself tells.
#[derive(Default)]
struct Facts {
    sex: Option<Sex>,
    born_on: Option<Day>,
}

/// The type that a number's shape shows, where one alone has it.
fn type_of(number: &str) -> Result<IdType, IdFault> {
    if shape::is_eighteen(number) {
        return Ok(if citizen::is_residence_permit(number) {
            IdType::ResidencePermit
        } else if number.starts_with('9') {
            IdType::ForeignPermanentResidentId
        } else {
            IdType::ResidentId
        });
    }
    if shape::is_old_foreign(number) {
        return Ok(IdType::ForeignPermanentResidentId);
    }
    if shape::is_hk_macao(number, 8) || shape::is_hk_macao(number, 10) {
        return Ok(IdType::HkMacaoTravelPermit);
    }
    if shape::is_old_taiwan(number) || (number.len() == 8 && shape::digits(number)) {
        return Ok(IdType::TaiwanTravelPermit);
    }
    if number.len() == 15 && shape::digits(number) {
        return Ok(IdType::ResidentId);
    }
    if number.starts_with(|c: char| c.is_ascii_uppercase()) && shape::is_chinese_passport(number) {
        return Ok(IdType::ChinesePassport);
    }
    Err(not_a_citizens(number).unwrap_or(IdFault::TypeNeeded))
}

/// The named type, if the number can be of it.
fn agreed(id_type: IdType, number: &str) -> Result<IdType, IdFault> {
    let fits = match id_type {
        IdType::ResidentId => {
            let eighteen = shape::is_eighteen(number) && type_of(number) == Ok(IdType::ResidentId);
            eighteen || (number.len() == 15 && shape::digits(number))
        }
        IdType::ResidencePermit => {
            shape::is_eighteen(number) && citizen::is_residence_permit(number)
        }
        IdType::HkMacaoTravelPermit => {
            shape::is_hk_macao(number, 8) || shape::is_hk_macao(number, 10)
        }
        other => shape::fits(other, number),
    };
    if fits {
        return Ok(id_type);
    }
    match type_of(number) {
        Ok(looks_like) if looks_like != id_type => {
            Err(IdFault::TypeDisagrees { id_type, looks_like })
        }
        _ if id_type == IdType::ResidentId => Err(not_a_citizens(number)
            .unwrap_or(IdFault::WrongLength { length: number.chars().count() })),
        _ => Err(IdFault::WrongShape { id_type }),
    }
}

/// What is wrong with something meant as a citizen's number; `None` if it cannot be one.
fn not_a_citizens(number: &str) -> Option<IdFault> {
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let mistaken = number.bytes().filter(|b| matches!(b, b'O' | b'I' | b'L')).count();
    let body = number.strip_suffix('X').unwrap_or(number);
    if mistaken > 0 && digits >= 12 && digits + mistaken >= body.len() {
        return Some(IdFault::LetterForDigit);
    }
    shape::digits(body).then_some(IdFault::WrongLength { length: number.len() })
}

/// The one form under which a document is matched.
fn normal_form(id_type: IdType, number: String, fixes: &mut Vec<IdFix>) -> Result<String, IdFault> {
    match id_type {
        IdType::ResidentId if number.len() == 15 => {
            fixes.push(IdFix::FifteenDigits);
            citizen::upgrade(&number)
        }
        IdType::HkMacaoTravelPermit if number.len() == 11 => {
            fixes.push(IdFix::IssueCount);
            Ok(number.chars().take(9).collect())
        }
        _ => Ok(number),
    }
}

/// Reads a number in its normal form, or says what is wrong inside it.
fn facts(id_type: IdType, number: &str) -> Result<Facts, IdFault> {
    match id_type {
        IdType::ResidentId if !citizen::has_province(number) => Err(IdFault::UnknownProvince),
        IdType::ResidencePermit if !citizen::is_residence_permit(number) => {
            Err(IdFault::WrongShape { id_type })
        }
        IdType::ResidentId | IdType::ResidencePermit => {
            let born_on = Some(citizen::born_on(number)?);
            checked(number)?;
            Ok(Facts { sex: citizen::sex(number), born_on })
        }
        // The newer cards have the citizens' build; that their sequence tells the sex is nowhere
        // documented.
        IdType::ForeignPermanentResidentId if number.len() == 18 => {
            let born_on = Some(citizen::born_on(number)?);
            checked(number)?;
            Ok(Facts { sex: None, born_on })
        }
        _ => Ok(Facts::default()),
    }
}

/// The check character holds, or else why it probably does not.
fn checked(number: &str) -> Result<(), IdFault> {
    if citizen::check_holds(number) {
        Ok(())
    } else if number.ends_with("000") {
        Err(IdFault::LostDigits)
    } else if is_rounded(number) {
        Err(IdFault::Rounded)
    } else {
        Err(IdFault::WrongCheck)
    }
}

/// Whether the digits are exactly a double, or the shortest decimal of one: one number in sixty is
/// so by chance, every rounded one is.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the loss is what is looked for; eighteen digits fit u64 and f64's range"
)]
fn is_rounded(number: &str) -> bool {
    number.parse::<u64>().is_ok_and(|value| {
        let double = value as f64;
        double as u64 == value || format!("{double}") == number
    })
}

fn warnings(number: &str, address: Option<Address>) -> Vec<IdWarning> {
    let unknown =
        (address == Some(Address::UnknownInWenzhou)).then_some(IdWarning::UnknownDivision);
    let cut = (number.len() == 18 && number.ends_with("000")).then_some(IdWarning::EndsInZeros);
    unknown.into_iter().chain(cut).collect()
}
