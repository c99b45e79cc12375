//! What a copy's file says of it, `copy.json`: canonical JSON (RFC 8785) that the signature of the
//! file covers; and the code that its QR has behind the token.
//!
//! ```text
//! {"code":"0123456789012345","made_at":"2026-11-25T01:00:00Z","number":"D…","purpose":"应聘…",
//!  "until":"2026-12-31","v":1}
//! ```

use crate::model::{
    copy::{BoundCopy, CopyCode, Purpose},
    day::{Day, Timestamp},
    number::CertificateNumber,
};
use serde::{Deserialize, Serialize};

/// The version of the format.
const VERSION: u8 = 1;
/// Six short members; more is never parsed.
const MAX_BYTES: usize = 1024;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CopyJson {
    code: CopyCode,
    made_at: String,
    number: CertificateNumber,
    purpose: Purpose,
    until: Day,
    v: u8,
}

/// Writes what the file of `copy` says.
pub fn write(copy: &BoundCopy) -> Vec<u8> {
    let json = CopyJson {
        code: copy.code.clone(),
        made_at: copy.made_at.rfc3339(),
        number: copy.number.clone(),
        purpose: copy.purpose.clone(),
        until: copy.until,
        v: VERSION,
    };
    serde_json_canonicalizer::to_vec(&json).expect("strings and a small integer are canonical")
}

/// Reads it; `None` unless it is exactly what [`write()`] writes.
pub fn read(bytes: &[u8]) -> Option<BoundCopy> {
    (bytes.len() <= MAX_BYTES).then_some(())?;
    let json: CopyJson = serde_json::from_slice(bytes).ok()?;
    let copy = BoundCopy {
        code: json.code,
        number: json.number,
        purpose: json.purpose,
        until: json.until,
        made_at: Timestamp::parse_rfc3339(&json.made_at)?,
    };
    (json.v == VERSION && write(&copy) == bytes).then_some(copy)
}

/// What an address has behind its token.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Behind {
    /// Nothing: the certificate itself.
    Nothing,
    /// The code of a copy.
    Code(CopyCode),
    /// Something else. It is taken for a copy that nobody knows: a copy whose code was cut short must
    /// not read as the certificate itself.
    Other,
}

impl Behind {
    /// What stands behind the token in the text of a QR or a link.
    pub fn token_in(text: &str) -> Self {
        let address = text.trim().rsplit_once("/v/").map(|(_, behind)| behind);
        let path = address.and_then(|it| it.split(['?', '#']).next()).unwrap_or_default();
        let behind = path.split_once('/').map_or("", |(_, behind)| behind.trim_end_matches('/'));
        match (behind, CopyCode::parse(behind)) {
            ("", _) => Self::Nothing,
            (_, Some(code)) => Self::Code(code),
            (_, None) => Self::Other,
        }
    }

    /// The code, where there is one.
    pub fn code(self) -> Option<CopyCode> {
        match self {
            Self::Code(code) => Some(code),
            Self::Nothing | Self::Other => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::proof::sample;

    #[test]
    fn a_copy_is_written_one_way_and_read_back() {
        let copy = sample::copy();
        let bytes = write(&copy);
        assert_eq!(
            String::from_utf8(bytes.clone()).unwrap(),
            "{\"code\":\"0000000000000042\",\"made_at\":\"2026-11-24T08:28:05Z\",\
             \"number\":\"D3303002026000042E\",\"purpose\":\"应聘\\\"某某\\\"公司\",\
             \"until\":\"2026-12-31\",\"v\":1}"
        );
        assert_eq!(read(&bytes), Some(copy));
    }

    #[test]
    fn nothing_but_that_is_read() {
        let text = String::from_utf8(write(&sample::copy())).unwrap();
        for other in [
            text.replace("\"v\":1", "\"v\":2"),
            text.replace("\"v\":1", "\"v\": 1"),
            text.replace("\"v\":1", "\"v\":1,\"w\":1"),
            text.replace("05Z", "05.000Z"),
            text.replace("12-31", "02-30"),
            text.replace("应聘", "\\u5e94聘"),
            text.replace("0000000000000042", "42"),
            text.replace("应聘", " 应聘"),
            format!("{text}\n"),
            String::new(),
            "{}".into(),
        ] {
            assert_ne!(other, text);
            assert_eq!(read(other.as_bytes()), None, "{other}");
        }
    }

    #[test]
    fn a_code_stands_behind_the_token() {
        let code = || Behind::Code(CopyCode::parse("0123456789012345").unwrap());
        for (text, behind) in [
            ("https://a.cn/v/123", Behind::Nothing),
            ("https://a.cn/v/123/", Behind::Nothing),
            ("123", Behind::Nothing),
            ("https://a.cn/x/0123456789012345", Behind::Nothing),
            ("https://a.cn/v/123/0123456789012345", code()),
            (" https://a.cn/v/123/0123456789012345/?lang=en#x ", code()),
            ("/v/123/0123456789012345", code()),
            ("https://a.cn/v/1/v/123/0123456789012345", code()),
            ("https://a.cn/v/123/012345678901234", Behind::Other),
            ("https://a.cn/v/123/0123456789012345/6", Behind::Other),
        ] {
            assert_eq!(Behind::token_in(text), behind, "{text}");
        }
    }
}
