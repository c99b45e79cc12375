//! One entry of the log: what happened to which certificate, and when. It binds both signatures by
//! their hashes and tells nothing about anyone.

use crate::model::{day::Timestamp, digest::Digest, text::Text};
use crate::proof::credential::jcs::Writer;
use serde::Deserialize;

/// The most bytes of an entry: a reason of 200 characters fits.
pub const MAX_BYTES: usize = 4096;
const FORMAT: u8 = 1;

/// What happened.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum LeafKind {
    /// 发证.
    Issue,
    /// 暂停.
    Suspend,
    /// 恢复.
    Resume,
    /// 撤销.
    Revoke,
    /// 注销.
    Retire,
    /// 更正换发.
    Replace,
}

impl LeafKind {
    /// Every kind.
    pub const ALL: [Self; 6] =
        [Self::Issue, Self::Suspend, Self::Resume, Self::Revoke, Self::Retire, Self::Replace];

    /// The word in the entry.
    pub fn code(self) -> &'static str {
        match self {
            Self::Issue => "issue",
            Self::Suspend => "suspend",
            Self::Resume => "resume",
            Self::Revoke => "revoke",
            Self::Retire => "retire",
            Self::Replace => "replace",
        }
    }

    /// The inverse of [`Self::code`].
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// An entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Leaf {
    /// What happened.
    pub kind: LeafKind,
    /// When; whole seconds.
    pub time: Timestamp,
    /// SHA-256 of the secured credential's bytes.
    pub credential: Digest,
    /// SHA-256 of the token's COSE bytes.
    pub token: Digest,
    /// Why, where there is a reason to give. Published: never a word about the holder.
    pub reason: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LeafJson {
    credential: String,
    kind: String,
    reason: Option<String>,
    time: String,
    token: String,
    v: u8,
}

impl Leaf {
    /// The entry's bytes: JCS JSON.
    pub fn encode(&self) -> Vec<u8> {
        let mut json = Writer::with_capacity(256);
        json.open();
        json.member("credential", &self.credential.to_string());
        json.member("kind", self.kind.code());
        json.optional("reason", self.reason.as_ref());
        json.member("time", &self.time.rfc3339());
        json.member("token", &self.token.to_string());
        json.number("v", FORMAT);
        json.close();
        json.into_bytes()
    }

    /// Reads an entry; `None` unless it is exactly what [`Self::encode`] writes.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        if bytes.len() > MAX_BYTES {
            return None;
        }
        let json: LeafJson = serde_json::from_slice(bytes).ok()?;
        let reason = match json.reason {
            None => None,
            Some(written) => Some(Text::parse(&written)?),
        };
        let leaf = Self {
            kind: LeafKind::from_code(&json.kind)?,
            time: Timestamp::parse_rfc3339(&json.time)?,
            credential: Digest::parse(&json.credential)?,
            token: Digest::parse(&json.token)?,
            reason,
        };
        (json.v == FORMAT && leaf.encode() == bytes).then_some(leaf)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn leaf(kind: LeafKind, reason: Option<&str>) -> Leaf {
        Leaf {
            kind,
            time: Timestamp(1_764_000_000_000),
            credential: Digest([1; 32]),
            token: Digest([2; 32]),
            reason: reason.and_then(Text::parse),
        }
    }

    #[test]
    fn a_leaf_is_one_line_of_canonical_json() {
        let revoked = leaf(LeafKind::Revoke, Some("材料“造假”\\"));
        let text = String::from_utf8(revoked.encode()).unwrap();
        let ones = "01".repeat(32);
        let twos = "02".repeat(32);
        assert_eq!(
            text,
            format!(
                r#"{{"credential":"{ones}","kind":"revoke","reason":"材料“造假”\\","time":"2025-11-24T16:00:00Z","token":"{twos}","v":1}}"#
            )
        );
        assert_eq!(
            serde_json_canonicalizer::to_vec(
                &serde_json::from_str::<serde_json::Value>(&text).unwrap()
            )
            .unwrap(),
            text.as_bytes()
        );
        for kind in LeafKind::ALL {
            let leaf = leaf(kind, None);
            assert_eq!(Leaf::parse(&leaf.encode()), Some(leaf));
        }
        for bad in [
            text.replace("\"v\":1", "\"v\":2"),
            text.replace(':', ": "),
            text.replace("revoke", "forget"),
            text.replace("\"v\"", "\"w\":0,\"v\""),
            text.replace("\"reason\":\"材料“造假”\\\\\"", "\"reason\":null"),
        ] {
            assert_eq!(Leaf::parse(bad.as_bytes()), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            prop_assert_eq!(Leaf::parse(&bytes), None);
        }
    }
}
