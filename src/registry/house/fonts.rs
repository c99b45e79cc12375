//! Which characters a certificate can show; and the bureau's own face, which is kept for as long as
//! papers are set in it.

use super::keys::{sync, write_public};
use super::{cannot, house};
use crate::model::digest::Digest;
pub use crate::print::{Coverage, Fonts};
use crate::print::{ExtraFace, Press};
use crate::registry::{Failed, Registry, Result};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// What the faces of the certificate draw, with the bureau's own where there is one. Asks for no
/// registry.
pub fn fonts(extra: Option<&ExtraFace>) -> Fonts {
    Press::new().fonts(extra)
}

/// Reads the face of the setting `fonts.extra`.
pub fn read(path: &Path) -> Result<ExtraFace> {
    let unread = |e: std::io::Error| match e.kind() {
        ErrorKind::NotFound => {
            house(format!("设置 fonts.extra 写的文件不在：{}。", path.display()))
        }
        _ => cannot("读取", path, &e),
    };
    let face = ExtraFace::read(bytes(path).map_err(unread)?);
    face.map_err(|e| house(format!("fonts.extra 不能用：{}：{e}。", path.display())))
}

/// The bytes of a face: no more than tell that it is too large.
fn bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(ExtraFace::MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The faces that a paper is set in.
#[derive(Debug, Clone, Copy)]
pub struct AllFaces<'a> {
    /// Those that are built in.
    pub press: &'a Press,
    /// The bureau's own.
    pub extra: Option<&'a ExtraFace>,
}

impl AllFaces<'_> {
    /// Whether a paper can show `character`.
    pub fn draw(self, character: char) -> bool {
        self.press.draws(character) || self.extra.is_some_and(|face| face.draws(character))
    }
}

/// The bureau's own faces: the one of the setting, and those that earlier papers are set in.
#[derive(Debug)]
pub(in crate::registry) struct OwnFaces {
    folder: PathBuf,
    current: Option<Arc<ExtraFace>>,
    /// Those of earlier papers, each read when a paper asks for it.
    earlier: Mutex<BTreeMap<Digest, Arc<ExtraFace>>>,
}

impl OwnFaces {
    /// Reads the face of the setting and keeps a copy of it among the registry's own files: the
    /// setting may name another one tomorrow.
    pub fn open(data: &Path, setting: Option<&Path>) -> Result<Self> {
        let folder = data.join("fonts");
        let current = setting.map(read).transpose()?.map(Arc::new);
        if let Some(face) = &current {
            keep(data, &folder, face)?;
        }
        Ok(Self { folder, current, earlier: Mutex::default() })
    }

    /// The face of the setting.
    pub fn current(&self) -> Option<&ExtraFace> {
        self.current.as_deref()
    }

    /// The face of an edition; none where its file is missing or another one.
    pub fn of(&self, digest: Digest) -> Option<Arc<ExtraFace>> {
        if let Some(face) = self.current.as_ref().filter(|face| face.digest() == digest) {
            return Some(Arc::clone(face));
        }
        let mut earlier = self.earlier.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(face) = earlier.get(&digest) {
            return Some(Arc::clone(face));
        }
        let bytes = bytes(&file_of(&self.folder, digest)).ok()?;
        let face = ExtraFace::read(bytes).ok().filter(|face| face.digest() == digest)?;
        let face = Arc::new(face);
        earlier.insert(digest, Arc::clone(&face));
        Some(face)
    }
}

fn file_of(folder: &Path, digest: Digest) -> PathBuf {
    folder.join(format!("{digest}.ttf"))
}

fn keep(data: &Path, folder: &Path, face: &ExtraFace) -> Result<()> {
    let file = file_of(folder, face.digest());
    if file.exists() {
        return Ok(());
    }
    match std::fs::create_dir(folder) {
        Err(e) if e.kind() != ErrorKind::AlreadyExists => return Err(cannot("建", folder, &e)),
        _ => sync(data)?,
    }
    let draft = file.with_extension(format!("{}.new", std::process::id()));
    write_public(&draft, face.bytes())?;
    std::fs::rename(&draft, &file).map_err(|e| cannot("写入", &file, &e))?;
    sync(folder)
}

impl Registry {
    /// The faces that new papers are set in.
    pub(in crate::registry) fn faces(&self) -> AllFaces<'_> {
        AllFaces { press: &self.0.press, extra: self.0.faces.current() }
    }

    /// The face of the bureau's own that draws what no other does of `words`: that of the setting, or
    /// else `earlier`, in which an earlier paper of the same person is set. None where no such face is
    /// needed; the character where one is, and neither draws it.
    pub(in crate::registry) fn face_for<'a>(
        &self,
        words: impl IntoIterator<Item = &'a str>,
        earlier: Option<Digest>,
    ) -> std::result::Result<Option<Digest>, char> {
        let characters = words.into_iter().flat_map(str::chars);
        let rare: Vec<char> = characters.filter(|c| !self.0.press.draws(*c)).collect();
        let Some(first) = rare.first() else { return Ok(None) };
        let draws_all = |face: &ExtraFace| rare.iter().all(|c| face.draws(*c));
        if let Some(face) = self.0.faces.current().filter(|face| draws_all(face)) {
            return Ok(Some(face.digest()));
        }
        let earlier = earlier.and_then(|digest| self.0.faces.of(digest));
        earlier.filter(|face| draws_all(face)).map(|face| Some(face.digest())).ok_or(*first)
    }

    /// The face that an edition names.
    pub(in crate::registry) fn face_of(
        &self,
        named: Option<Digest>,
    ) -> std::result::Result<Option<Arc<ExtraFace>>, Failed> {
        named
            .map(|digest| {
                let missing =
                    || Failed::because(&format_args!("the face {digest} is not in the folder"));
                self.0.faces.of(digest).ok_or_else(missing)
            })
            .transpose()
    }
}
