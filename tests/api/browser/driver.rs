//! How a browser is started over `chromedriver`, and asked for what WebDriver lacks.

use super::window::Look;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::time::Duration;
use tempfile::TempDir;

/// Starts a browser. On a busy machine one that does not come up in time gets a second chance.
pub async fn connect(driver: &str, look: Look) -> (Client, TempDir) {
    let mut tries = 0;
    loop {
        tries += 1;
        let folder = tempfile::tempdir().unwrap();
        let mut builder = ClientBuilder::new(HttpConnector::new());
        match builder.capabilities(capabilities(&folder, look)).connect(driver).await {
            Ok(client) => return (client, folder),
            Err(error) if tries == 3 => panic!("no browser from {driver}: {error}"),
            Err(error) => eprintln!("browser {tries} of {driver} did not start: {error}"),
        }
        tokio::time::sleep(Duration::from_secs(2)).await;
    }
}

fn capabilities(folder: &TempDir, look: Look) -> serde_json::Map<String, Value> {
    let downloads = folder.path().join("downloads");
    std::fs::create_dir(&downloads).unwrap();
    let profile = format!("--user-data-dir={}", folder.path().join("profile").display());
    let mut preferences = json!({
        "download.default_directory": downloads,
        "plugins.always_open_pdf_externally": true,
    });
    if !look.script {
        preferences["profile.managed_default_content_settings.javascript"] = json!(2);
    }
    let arguments = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        &profile,
    ];
    let options = json!({ "args": arguments, "prefs": preferences });
    [("goog:chromeOptions".to_owned(), options)].into_iter().collect()
}

/// A command of Chromium's `DevTools` protocol, by way of `chromedriver`.
#[derive(Debug)]
pub struct DevTools {
    pub command: &'static str,
    pub parameters: Value,
}

impl WebDriverCompatibleCommand for DevTools {
    fn endpoint(
        &self,
        base: &url::Url,
        session: Option<&str>,
    ) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (axum::http::Method, Option<String>) {
        let body = json!({ "cmd": self.command, "params": self.parameters });
        (axum::http::Method::POST, Some(body.to_string()))
    }
}
