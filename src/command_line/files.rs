//! Files that somebody names: read, written, and said in words why not.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use wenzheng::registry::{Error, Refusal, Result};

/// The most bytes that are read into memory before the bound of a sheet is told.
const READ_MAX: u64 = 64 << 20;

/// Reads a file, up to what any sheet may have and a little more.
pub fn read(path: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let opened = File::open(path).map_err(|e| cannot("读取", path, &e))?;
    opened.take(READ_MAX).read_to_end(&mut bytes).map_err(|e| cannot("读取", path, &e))?;
    Ok(bytes)
}

/// Writes a file, making its folder.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    make_folder(path).and_then(|()| fs::write(path, bytes)).map_err(|e| cannot("写入", path, &e))
}

/// Writes a file where none is yet: what stands there may be the clerk's own, under this or another
/// name, or a blank sheet that is filled in by now.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<()> {
    make_folder(path).map_err(|e| cannot("写入", path, &e))?;
    // Follows no link and opens nothing that is there.
    let mut file = File::create_new(path).map_err(|e| match e.kind() {
        ErrorKind::AlreadyExists => {
            let name = path.display();
            Refusal::House(format!("{name}已经存在，没有改动它。请换一个文件名。")).into()
        }
        _ => cannot("写入", path, &e),
    })?;
    file.write_all(bytes).map_err(|e| {
        // Half a workbook helps nobody; where even that cannot be removed, the error says enough.
        let _ = fs::remove_file(path);
        cannot("写入", path, &e)
    })
}

/// A file that grows under another name and takes its own when it is whole.
pub struct Growing<'a> {
    path: &'a Path,
    draft: PathBuf,
    file: File,
    bytes: u64,
}

impl<'a> Growing<'a> {
    /// Begins a file, making its folder.
    pub fn new(path: &'a Path) -> Result<Self> {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(".part");
        let draft = path.with_file_name(name);
        let file = make_folder(path).and_then(|()| File::create(&draft));
        Ok(Self { path, file: file.map_err(|e| cannot("写入", path, &e))?, draft, bytes: 0 })
    }

    /// Adds to it.
    pub fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.bytes += bytes.len() as u64;
        self.file.write_all(bytes).map_err(|e| cannot("写入", self.path, &e))
    }

    /// Gives it its name, in place of what had it; says how large it is.
    pub fn finish(self) -> Result<u64> {
        let done = self.file.sync_all().and_then(|()| fs::rename(&self.draft, self.path));
        done.map(|()| self.bytes).map_err(|e| cannot("写入", self.path, &e))
    }
}

impl Drop for Growing<'_> {
    fn drop(&mut self) {
        // Half an archive helps nobody; a whole one has its own name by now.
        let _ = fs::remove_file(&self.draft);
    }
}

fn make_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    folder.map_or(Ok(()), fs::create_dir_all)
}

fn cannot(do_what: &str, path: &Path, error: &io::Error) -> Error {
    Refusal::House(format!("不能{do_what}{}：{}。", path.display(), because(error))).into()
}

/// What the system says, in a clerk's words where there are any.
pub fn because(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "没有这个文件或文件夹".into(),
        ErrorKind::PermissionDenied => "没有权限".into(),
        ErrorKind::IsADirectory => "这是文件夹，不是文件".into(),
        ErrorKind::NotADirectory => "路径里有一段不是文件夹".into(),
        ErrorKind::AlreadyExists => "那里已经有同名的文件".into(),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "磁盘满了".into(),
        ErrorKind::ReadOnlyFilesystem => "这里只能读，不能写".into(),
        _ => error.to_string(),
    }
}
