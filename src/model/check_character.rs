//! ISO/IEC 7064 MOD 37,36: the hybrid check character of GB/T 17710 and GB/T 36904.

const ALPHABET: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// The check character of `body`; `None` if it holds anything but `0-9A-Z`.
///
/// Several copies in the wild forget that a sum of 36 is written `0`; the final `% 36` is it.
pub fn of(body: &str) -> Option<char> {
    let check = (37 - product(body)?) % 36;
    Some(char::from(ALPHABET[check])) // < 36 by the remainder
}

/// Whether the last character of `whole` is the check character of what stands before it.
pub fn holds(whole: &str) -> bool {
    whole.char_indices().next_back().is_some_and(|(at, last)| of(&whole[..at]) == Some(last))
}

fn product(body: &str) -> Option<usize> {
    body.bytes().try_fold(36, |product, byte| {
        let value = ALPHABET.iter().position(|c| *c == byte)?;
        let sum = match (product + value) % 36 {
            0 => 36,
            sum => sum,
        };
        Some(sum * 2 % 37)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_of_real_identifiers() {
        for (identifier, check) in [
            ("11100000000013338W011.11430000006122244L.20230000403.001", 'U'),
            ("11100000000013338W009.11330105002500287C.2025052201.002", '0'),
            ("11100000000013338W032.11220000013544541J.2430599.001", 'F'),
            ("11100000MB03271699022.340100.000000016.001", '9'),
            ("A12425GABC1234002", 'M'),
        ] {
            let body = identifier.replace('.', "");
            assert_eq!(of(&body), Some(check), "{identifier}");
            assert!(holds(&format!("{body}{check}")));
            assert!(!holds(&format!("{body}{}", if check == 'A' { 'B' } else { 'A' })));
        }
        assert_eq!(of("a"), None);
        assert!(!holds(""));
    }
}
