//! A window of Chromium, driven over WebDriver; what WebDriver lacks goes over `DevTools`.

use base64::Engine as _;
use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::path::PathBuf;
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
        window.resize(look.width).await;
        if look.dark {
            window.emulate("prefers-color-scheme", "dark").await;
        }
        window
    }

    pub async fn close(self) {
        self.client.close().await.unwrap();
    }

    /// A phone or a desk, by the width.
    pub async fn resize(&self, width: u32) {
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

    pub async fn choose(&self, selector: &str, value: &str) {
        self.find(selector).await.select_by_value(value).await.unwrap();
    }

    /// Offers a file to a file field.
    pub async fn offer(&self, selector: &str, path: &std::path::Path) {
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
        for _ in 0..200 {
            if page.tag_name().await.is_err() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("nothing follows on {}", self.path().await);
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

/// Starts a browser. On a busy machine one that does not come up in time gets a second chance.
async fn connect(driver: &str, look: Look) -> (Client, TempDir) {
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
struct DevTools {
    command: &'static str,
    parameters: Value,
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
