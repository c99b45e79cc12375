//! Where a target begins: files of the test suite, cut to the form that the target takes.

use std::{env, fs, path::PathBuf};

/// Writes seeds into the folder that `WENZHENG_SEEDS` names; nothing without it.
pub fn plant<S: AsRef<[u8]>>(seeds: impl FnOnce() -> Vec<S>) {
    let Some(folder) = env::var_os("WENZHENG_SEEDS").map(PathBuf::from) else { return };
    for (at, seed) in seeds().into_iter().enumerate() {
        fs::write(folder.join(format!("seed-{at:03}")), seed).expect("the corpus takes its seeds");
    }
}

/// The fixtures of a folder whose names end so, in their order.
pub fn fixtures(folder: &str, ends: &[&str]) -> Vec<Vec<u8>> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../fixtures").join(folder);
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the fixtures are there")
        .map(|entry| entry.expect("a folder that can be read").path())
        .filter(|path| {
            let name = path.to_string_lossy();
            ends.iter().any(|end| name.ends_with(end)) && !name.ends_with(".expected.txt")
        })
        .collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).expect("a fixture that can be read")).collect()
}
