//! A window of Chromium, driven over WebDriver; what WebDriver lacks goes over `DevTools`.

use super::driver::{DevTools, connect};
use base64::Engine as _;
use fantoccini::actions::{InputSource as _, KeyAction, KeyActions};
use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::{Client, Locator};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

/// How a window looks at pages.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// CSS pixels.
    pub width: u32,
    pub dark: bool,
    pub script: bool,
}

impl Look {
    pub const PHONE: Self = Self { width: 390, dark: false, script: true };
    pub const DESK: Self = Self { width: 1280, ..Self::PHONE };

    pub const fn dark(self) -> Self {
        Self { dark: true, ..self }
    }

    pub const fn without_script(self) -> Self {
        Self { script: false, ..self }
    }
}

/// A window with a profile of its own.
pub struct Window {
    client: Client,
    folder: TempDir,
    base: String,
}

impl Window {
    /// Opens a window; addresses are taken relative to `base`.
    pub async fn open(base: &str, look: Look) -> Self {
        let driver = std::env::var("WENZHENG_TEST_WEBDRIVER").expect(
            "WENZHENG_TEST_WEBDRIVER is not set: run tests/run.sh, \
             or start chromedriver and give its address, http://127.0.0.1:PORT",
        );
        let (client, folder) = connect(&driver, look).await;
        let window = Self { client, folder, base: base.to_owned() };
        window.wear(look).await;
        window
    }

    /// From now on addresses are taken relative to `base`.
    pub fn turn_to(&mut self, base: &str) {
        base.clone_into(&mut self.base);
    }

    pub async fn close(self) {
        self.client.close().await.unwrap();
    }

    /// Looks at the page that is open, and at those that follow, in another way.
    pub async fn wear(&self, look: Look) {
        self.resize(look.width).await;
        self.emulate("prefers-color-scheme", if look.dark { "dark" } else { "light" }).await;
    }

    /// A phone or a desk, by the width.
    async fn resize(&self, width: u32) {
        let height = if width < 600 { 844 } else { 900 };
        let metrics = json!({
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600,
        });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// Sets one feature of the reader's media.
    pub async fn emulate(&self, name: &str, value: &str) {
        let features = json!({ "features": [{ "name": name, "value": value }] });
        self.devtools("Emulation.setEmulatedMedia", features).await;
    }

    /// Cuts the browser off from the world, or lets it back.
    pub async fn cut_off(&self, offline: bool) {
        let none = json!({
            "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1,
        });
        self.devtools("Network.enable", json!({})).await;
        self.devtools("Network.emulateNetworkConditions", none).await;
    }

    pub async fn goto(&self, path: &str) {
        self.client.goto(&format!("{}{path}", self.base)).await.unwrap();
    }

    pub async fn path(&self) -> String {
        self.client.current_url().await.unwrap().path().to_owned()
    }

    pub async fn title(&self) -> String {
        self.client.title().await.unwrap()
    }

    pub async fn source(&self) -> String {
        self.client.source().await.unwrap()
    }

    pub async fn find(&self, selector: &str) -> Element {
        let found = self.client.find(Locator::Css(selector)).await;
        match found {
            Ok(element) => element,
            Err(error) => panic!("{selector}: {error}\n{}", self.text("main").await),
        }
    }

    pub async fn count(&self, selector: &str) -> usize {
        self.client.find_all(Locator::Css(selector)).await.unwrap().len()
    }

    /// What a reader sees in an element.
    pub async fn text(&self, selector: &str) -> String {
        let element = self.client.find(Locator::Css(selector)).await.unwrap();
        element.text().await.unwrap()
    }

    /// Writes into an empty field.
    pub async fn fill(&self, selector: &str, text: &str) {
        let field = self.find(selector).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Sets a field for a day; typed keys would be read by the machine's own custom.
    pub async fn set_day(&self, selector: &str, day: &str) {
        self.run(&format!("document.querySelector('{selector}').value = '{day}'")).await;
    }

    pub async fn choose(&self, selector: &str, value: &str) {
        self.find(selector).await.select_by_value(value).await.unwrap();
    }

    /// Offers a file to a file field.
    pub async fn offer(&self, selector: &str, path: &Path) {
        self.find(selector).await.send_keys(path.to_str().unwrap()).await.unwrap();
    }

    /// Clicks what stays on the page.
    pub async fn click(&self, selector: &str) {
        self.find(selector).await.click().await.unwrap();
    }

    /// Clicks what leads to another page, and waits for it.
    pub async fn follow(&self, selector: &str) {
        let page = self.find("html").await;
        self.click(selector).await;
        self.left(&page).await;
    }

    /// Presses Enter on what leads to another page, and waits for it.
    pub async fn enter(&self) {
        let page = self.find("html").await;
        self.press(&Key::Enter.to_string()).await;
        self.left(&page).await;
    }

    async fn left(&self, page: &Element) {
        for _ in 0..1200 {
            if page.tag_name().await.is_err() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("nothing follows on {}", self.path().await);
    }

    /// Goes on to the next thing that takes the focus; a file field would take keys for a file's name.
    pub async fn tab(&self) {
        let tab = char::from(Key::Tab);
        let keys = KeyActions::new("keys".to_owned())
            .then(KeyAction::Down { value: tab })
            .then(KeyAction::Up { value: tab });
        self.client.perform_actions(keys).await.unwrap();
    }

    /// Presses keys where the focus is.
    pub async fn press(&self, keys: &str) {
        let focused = self.client.active_element().await.unwrap();
        focused.send_keys(keys).await.unwrap();
    }

    pub async fn run(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap()
    }

    /// Runs a script that calls its last argument with the answer.
    pub async fn run_async(&self, script: &str) -> Value {
        self.client.execute_async(script, Vec::new()).await.unwrap()
    }

    /// The one file that was downloaded, once it is whole.
    pub async fn downloaded(&self) -> PathBuf {
        for _ in 0..100 {
            let mut files = std::fs::read_dir(self.folder.path().join("downloads")).unwrap();
            let pdf = files.find_map(|file| {
                Some(file.unwrap().path())
                    .filter(|path| path.extension().is_some_and(|e| e == "pdf"))
            });
            if let Some(pdf) = pdf {
                return pdf;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("nothing was downloaded from {}", self.path().await);
    }

    /// Takes the one file that was downloaded away to `to`.
    pub async fn take(&self, to: &Path) {
        std::fs::rename(self.downloaded().await, to).unwrap();
    }

    /// A PNG of the whole page, however long.
    pub async fn picture(&self) -> Vec<u8> {
        let asked = json!({ "captureBeyondViewport": true });
        let answer = self.devtools("Page.captureScreenshot", asked).await;
        base64::engine::general_purpose::STANDARD.decode(answer["data"].as_str().unwrap()).unwrap()
    }

    async fn devtools(&self, command: &'static str, parameters: Value) -> Value {
        self.client.issue_cmd(DevTools { command, parameters }).await.unwrap()
    }
}
