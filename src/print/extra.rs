//! A face of the bureau's own, for names that none of ours draws (extensions G to J of Unicode's
//! ideographs are in the police register, and in no free face yet).

use crate::model::digest::Digest;
use ttf_parser::{Face as Outlines, Permissions, RawFace, Tag};

/// A face that can be cut and embedded.
pub struct ExtraFace {
    bytes: Vec<u8>,
    digest: Digest,
}

/// Why a file is no face that can be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotAFace {
    /// Larger than any face.
    #[error("字库文件超过64 MiB")]
    TooLarge,
    /// Damaged, or something else.
    #[error("不是TrueType字库，或文件残缺")]
    Unreadable,
    /// With outlines of the other kind.
    #[error("字库里没有TrueType轮廓（glyf），这里不用CFF字库")]
    NoOutlines,
    /// Its maker forbids to embed it (OS/2 `fsType`).
    #[error("字库的许可不允许嵌入文件（fsType）")]
    NotEmbeddable,
}

impl std::fmt::Debug for ExtraFace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ExtraFace({})", self.digest)
    }
}

impl ExtraFace {
    /// The most bytes of a face.
    pub const MAX_BYTES: usize = 64 << 20;

    /// Reads a TrueType face (ISO/IEC 14496-22).
    pub fn read(bytes: Vec<u8>) -> Result<Self, NotAFace> {
        if bytes.len() > Self::MAX_BYTES {
            return Err(NotAFace::TooLarge);
        }
        let raw = RawFace::parse(&bytes, 0).map_err(|_| NotAFace::Unreadable)?;
        let has = |table: &[u8; 4]| raw.table(Tag::from_bytes(table)).is_some();
        if !has(b"glyf") || !has(b"loca") {
            return Err(NotAFace::NoOutlines);
        }
        let outlines = Outlines::parse(&bytes, 0).map_err(|_| NotAFace::Unreadable)?;
        if outlines.permissions() == Some(Permissions::Restricted)
            || !outlines.is_subsetting_allowed()
        {
            return Err(NotAFace::NotEmbeddable);
        }
        let digest = Digest::of(&bytes);
        Ok(Self { bytes, digest })
    }

    /// What an edition knows it by: SHA-256 of its file.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// The file.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Whether it has a glyph for `character`.
    pub fn draws(&self, character: char) -> bool {
        let glyph = self.outlines().and_then(|outlines| outlines.glyph_index(character));
        glyph.is_some_and(|id| id.0 != 0)
    }

    /// Its tables. To open it costs little, and it was opened once when it was read.
    pub(super) fn outlines(&self) -> Option<Outlines<'_>> {
        Outlines::parse(&self.bytes, 0).ok()
    }
}
