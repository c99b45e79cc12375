//! Every setting, with its default and its meaning. Read from `wenzheng.toml` in the data folder;
//! unknown keys are refused, so that a misspelt one does not sleep.

use serde::Deserialize;
use std::path::{Path, PathBuf};

/// The settings of one registry.
#[derive(Debug, Clone, Deserialize, PartialEq, Eq)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Where the world reaches the registry, without a trailing slash. Goes into the QR of every
    /// certificate issued from then on, and at `init` into the bureau's DID, which then never
    /// changes.
    pub public_url: String,
    /// The bureau's name: issuer of credentials, on paper and pages. Frozen at `init`.
    pub issuer_name: String,
    /// `postgres://…`; without it an SQLite file in the data folder.
    pub database: Option<Secret>,
    /// Address and port to listen on.
    pub listen: String,
    /// How many proxies in front are ours: that many last entries of X-Forwarded-For are believed.
    pub trusted_proxies: u8,
    /// Minutes after which a holder's session ends without use.
    pub session_minutes: u32,
    /// Look-ups (and checks by number and name) that one address may make in ten minutes.
    pub asks_per_ten_minutes: u32,
    /// Days after the end of a batch for which its upload, findings and rows are kept.
    pub batch_content_days: u32,
    /// Days for which look-ups are kept and shown to the holder.
    pub look_up_days: u32,
    /// The faces of certificates.
    pub fonts: Fonts,
}

/// The faces of certificates beside those that are built in.
#[derive(Debug, Clone, Default, Deserialize, PartialEq, Eq)]
#[serde(default, deny_unknown_fields)]
pub struct Fonts {
    /// A TrueType face for characters that no other draws; beside the settings, or anywhere. Each
    /// face that a certificate is set in is kept in the data folder.
    pub extra: Option<PathBuf>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            public_url: "http://127.0.0.1:8080".into(),
            issuer_name: "温州市人力资源和社会保障局".into(),
            database: None,
            listen: "127.0.0.1:8080".into(),
            trusted_proxies: 0,
            session_minutes: 15,
            asks_per_ten_minutes: 60,
            batch_content_days: 30,
            look_up_days: 180,
            fonts: Fonts::default(),
        }
    }
}

/// A setting that prints as `***`.
#[derive(Clone, Deserialize, PartialEq, Eq)]
#[serde(transparent)]
pub struct Secret(pub String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}

impl Config {
    /// Name of the file in the data folder.
    pub const FILE: &str = "wenzheng.toml";

    /// Reads the file in `folder`; the defaults where there is none. The error says file, line and
    /// key.
    pub fn read(folder: &Path) -> Result<Self, String> {
        let path = folder.join(Self::FILE);
        match std::fs::read_to_string(&path) {
            Ok(text) => toml::from_str(&text).map_err(|e| format!("{}: {e}", path.display())),
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(Self::default()),
            Err(e) => Err(format!("{}: {e}", path.display())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_key_is_refused_and_a_secret_stays_one() {
        let config: Config = toml::from_str("database = 'postgres://u:pw@h/d'").unwrap();
        assert!(!format!("{config:?}").contains("pw"));
        assert!(
            toml::from_str::<Config>("publik_url = 'x'")
                .unwrap_err()
                .to_string()
                .contains("publik_url")
        );
    }
}
