//! Shapes of permits and passports: documents without a public check digit.
//!
//! Sources: domain notes §3.4 (GA 36901-family notices, the ministry's own help pages). Only what is
//! documented is enforced; inner parts of the older numbers are not.

use super::IdType;

/// Whether `number` (ASCII, upper case) has the shape that documents of `id_type` have.
/// For the two 18-digit kinds the caller reads the digits further.
pub(super) fn fits(id_type: IdType, number: &str) -> bool {
    let length = number.len();
    match id_type {
        IdType::ResidentId | IdType::ResidencePermit => is_eighteen(number),
        IdType::HkMacaoTravelPermit => is_hk_macao(number, 8),
        IdType::TaiwanTravelPermit => {
            (length == 8 && digits(number))
                || ((10..=12).contains(&length) && capitals_or_digits(number))
        }
        IdType::ForeignPermanentResidentId => {
            is_old_foreign(number) || (is_eighteen(number) && number.starts_with('9'))
        }
        IdType::ChinesePassport => is_chinese_passport(number),
        IdType::ForeignPassport => {
            (5..=17).contains(&length)
                && capitals_or_digits(number)
                && number.bytes().any(|b| b.is_ascii_digit())
        }
    }
}

/// Whose passport a number is, as written: those not shaped as the Chinese ones are foreign.
pub(super) fn passport_of(written: &str) -> IdType {
    let number = super::written::Cleaned::of(written).text;
    if is_chinese_passport(&number) { IdType::ChinesePassport } else { IdType::ForeignPassport }
}

/// Seventeen digits and a check character.
pub(super) fn is_eighteen(number: &str) -> bool {
    number.len() == 18
        && number.get(..17).is_some_and(digits)
        && number.ends_with(|c: char| c.is_ascii_digit() || c == 'X')
}

/// `H` or `M` and `count` digits. Old booklets print two more than the eight: how often the
/// document was issued.
pub(super) fn is_hk_macao(number: &str, count: usize) -> bool {
    number.strip_prefix(['H', 'M']).is_some_and(|rest| rest.len() == count && digits(rest))
}

/// The old permanent resident card: three letters and twelve digits.
pub(super) fn is_old_foreign(number: &str) -> bool {
    number.len() == 15
        && number.get(..3).is_some_and(|country| country.bytes().all(|b| b.is_ascii_uppercase()))
        && number.get(3..).is_some_and(digits)
}

/// Ten digits and a letter: the old Taiwan booklet, the one long form that no other document has.
pub(super) fn is_old_taiwan(number: &str) -> bool {
    number.len() == 11
        && number.get(..10).is_some_and(digits)
        && number.ends_with(|c: char| c.is_ascii_uppercase())
}

/// Ordinary (E, G, 14, 15), official (SE, DE, PE), Hong Kong (K, KJ, H) and Macao (MA) passports.
pub(super) fn is_chinese_passport(number: &str) -> bool {
    const FORMS: [(&str, usize); 11] = [
        ("E", 8),
        ("G", 8),
        ("14", 7),
        ("15", 7),
        ("SE", 7),
        ("DE", 7),
        ("PE", 7),
        ("K", 8),
        ("KJ", 7),
        ("H", 8),
        ("MA", 7),
    ];
    let lettered = number
        .strip_prefix('E')
        .and_then(|rest| rest.strip_prefix(|c: char| c.is_ascii_uppercase()));
    lettered.is_some_and(|rest| rest.len() == 7 && digits(rest))
        || FORMS.iter().any(|(prefix, count)| {
            number.strip_prefix(prefix).is_some_and(|rest| rest.len() == *count && digits(rest))
        })
}

pub(super) fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn capitals_or_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passports_of_china_are_known_by_their_letters() {
        for number in [
            "E12345678",
            "EA1234567",
            "G12345678",
            "141234567",
            "151234567",
            "SE1234567",
            "DE1234567",
            "PE1234567",
            "K12345678",
            "KJ1234567",
            "MA1234567",
        ] {
            assert!(is_chinese_passport(number), "{number}");
        }
        for number in ["E1234567", "EAB123456", "G1234567A", "161234567", "123456789", "", "E"] {
            assert!(!is_chinese_passport(number), "{number}");
        }
    }

    #[test]
    fn each_permit_has_its_shape() {
        for (id_type, good, bad) in [
            (
                IdType::HkMacaoTravelPermit,
                &["H01234567", "M12345678"][..],
                &["H0123456", "H0123456789", "A01234567"][..],
            ),
            (
                IdType::TaiwanTravelPermit,
                &["01234567", "0123456789A", "0123456789", "T12345678901"],
                &["0123456", "012345678", "0123456789ABC"],
            ),
            (
                IdType::ForeignPermanentResidentId,
                &["USA330012345678", "933840199006150015"],
                &["US3300123456789", "833840199006150015"],
            ),
            (
                IdType::ForeignPassport,
                &["C01X00T47", "AB123", "123456789"],
                &["AB12", "ABCDEFG", "A1234567890123456X", "ab12345"],
            ),
        ] {
            for number in good {
                assert!(fits(id_type, number), "{id_type:?} {number}");
            }
            for number in bad {
                assert!(!fits(id_type, number), "{id_type:?} {number}");
            }
        }
    }
}
