//! What every handler shares: the registry and what follows from its settings.

use super::{
    Settings,
    assets::Assets,
    desk::{issuing::Issuing, sheets::room::Room},
    metrics::Metrics,
};
use crate::registry::Registry;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// The state of the router. Cheap to clone.
#[derive(Clone)]
pub struct Site(Arc<Inside>);

struct Inside {
    registry: Registry,
    settings: Settings,
    secure: bool,
    host: String,
    origin: String,
    assets: Assets,
    metrics: Metrics,
    issuing: Issuing,
    room: Room,
    places: Semaphore,
}

impl Site {
    pub fn new(registry: Registry, settings: Settings) -> Self {
        let url = registry.public_url();
        let (scheme, rest) = url.split_once("://").unwrap_or(("http", url));
        let host = rest.split('/').next().unwrap_or_default().to_owned();
        Self(Arc::new(Inside {
            secure: scheme == "https",
            origin: format!("{scheme}://{host}"),
            host,
            assets: Assets::new(),
            metrics: Metrics::default(),
            issuing: Issuing::default(),
            room: Room::default(),
            places: Semaphore::new(settings.at_once),
            settings,
            registry,
        }))
    }

    pub fn registry(&self) -> &Registry {
        &self.0.registry
    }

    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    pub fn assets(&self) -> &Assets {
        &self.0.assets
    }

    pub fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    /// Places for sheets that are sent and judged.
    pub fn room(&self) -> &Room {
        &self.0.room
    }

    /// What is being issued behind the pages.
    pub fn issuing(&self) -> &Issuing {
        &self.0.issuing
    }

    /// One place for each request that is being answered.
    pub fn places(&self) -> &Semaphore {
        &self.0.places
    }

    /// Host and port of the public address, as the reader sees them in the address bar.
    pub fn host(&self) -> &str {
        &self.0.host
    }

    /// Scheme, host and port of the public address (RFC 6454).
    pub fn origin(&self) -> &str {
        &self.0.origin
    }

    /// Whether the public address is HTTPS.
    pub fn is_secure(&self) -> bool {
        self.0.secure
    }

    /// `__Host-` binds the cookie to this host and to HTTPS; browsers refuse it over plain HTTP.
    pub fn session_cookie_name(&self) -> &'static str {
        if self.0.secure { "__Host-mine" } else { "mine" }
    }

    /// The same for a session at the desk.
    pub fn desk_cookie_name(&self) -> &'static str {
        if self.0.secure { "__Host-desk" } else { "desk" }
    }

    /// The `Set-Cookie` of a holder's session; an empty value ends it.
    pub fn session_cookie(&self, value: &str) -> String {
        self.cookie(self.session_cookie_name(), value)
    }

    /// The same for a session at the desk.
    pub fn desk_cookie(&self, value: &str) -> String {
        self.cookie(self.desk_cookie_name(), value)
    }

    fn cookie(&self, name: &str, value: &str) -> String {
        let secure = if self.0.secure { "; Secure" } else { "" };
        let ends = if value.is_empty() { "; Max-Age=0" } else { "" };
        format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{ends}")
    }
}
