//! Chromium's own viewer of PDFs.

use super::picture::Picture;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;
use std::path::Path;
use std::time::Duration;

/// How long the viewer may take to show a page on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A window large enough for a page at about 150 dots an inch.
pub struct Viewer(Client);

impl Viewer {
    pub async fn open() -> Self {
        let driver = std::env::var("WENZHENG_TEST_WEBDRIVER")
            .expect("WENZHENG_TEST_WEBDRIVER is not set: run tests/run.sh, or start chromedriver");
        let arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--hide-scrollbars",
            "--force-device-scale-factor=1",
            "--window-size=1300,1900",
        ];
        let options = json!({ "goog:chromeOptions": { "args": arguments } });
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let builder = builder.capabilities(options.as_object().unwrap().clone());
        Self(builder.connect(&driver).await.unwrap())
    }

    pub async fn close(self) {
        self.0.close().await.unwrap();
    }

    /// The first page of a file, as soon as it is drawn and no longer changes.
    pub async fn picture(&self, file: &Path) -> Picture {
        let address = format!("file://{}#toolbar=0&navpanes=0&view=Fit", file.display());
        self.0.goto(&address).await.unwrap();
        let began = tokio::time::Instant::now();
        let mut before = Vec::new();
        loop {
            let png = self.0.screenshot().await.unwrap();
            let picture = Picture::read(&png);
            if png == before && picture.has_page() {
                return picture.page();
            }
            assert!(began.elapsed() < PATIENCE, "no page of {file:?}");
            before = png;
            tokio::time::sleep(Duration::from_millis(300)).await;
        }
    }
}
