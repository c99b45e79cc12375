//! The pages in a real Chromium: no violation that axe-core knows, nothing wider than a narrow
//! phone, nothing too small to touch, and the way of a holder by keyboard alone.

#![expect(clippy::unwrap_used, reason = "a test stops where something is wrong")]

use fantoccini::{Client, ClientBuilder, Locator, key::Key};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

const AXE: &str = include_str!("../peers/axe/axe.min.js");

const SHEET: &str = "\
姓名,证件类型,证件号码,工作单位,系列,专业,资格名称,取得方式,取得时间,评委会,批准文号,原证书编号
欧阳莹,居民身份证,330302198804120027,温州市第二建筑设计院有限公司,工程技术人员,建筑工程,助理工程师,评审,2019-12,瑞安市建设工程专业初级职务评审委员会,瑞职改〔2019〕12号,瑞0012345
王䶮,居民身份证,330381199001010035,瑞安市人民医院,工程技术人员,机械,助理工程师,评审,2020-11-30,瑞安市机械专业初级职务评审委员会,瑞职改〔2020〕7号,瑞0012400
";

/// A program that ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// A registry with two people's certificates, served; and a driver of browsers.
struct Stage {
    dir: TempDir,
    url: String,
    driver: String,
    _serving: Running,
    _driving: Running,
}

impl Stage {
    fn set() -> Self {
        let dir = TempDir::new().unwrap();
        std::fs::write(dir.path().join("people.csv"), SHEET).unwrap();
        wenzheng(&dir, &["init"]);
        let sheet = dir.path().join("people.csv");
        let sheet = sheet.to_str().unwrap();
        wenzheng(&dir, &["import", sheet, "--office", "330381", "--accept", "--issue"]);
        let mut serve = command(&dir, &["serve", "--listen", "127.0.0.1:0"]);
        let (serving, line) = start(&mut serve, "http://");
        let url = line.split_once("http://").unwrap().1.trim().to_owned();
        let (driving, line) =
            start(Command::new("chromedriver").arg("--port=0"), "successfully on port ");
        let port = line.rsplit_once("on port ").unwrap().1.trim().trim_end_matches('.').to_owned();
        Self {
            dir,
            url: format!("http://{url}"),
            driver: format!("http://127.0.0.1:{port}"),
            _serving: serving,
            _driving: driving,
        }
    }

    /// A browser of this width, with this wish for colours.
    async fn browser(&self, width: u32, dark: bool) -> Client {
        let scheme = format!("--blink-settings=preferredColorScheme={}", u8::from(!dark));
        let metrics = json!({ "width": width, "height": 800, "pixelRatio": 1.0 });
        let options = json!({
            "binary": "/usr/bin/chromium",
            "args": ["--headless=new", "--no-sandbox", "--hide-scrollbars", scheme],
            "mobileEmulation": { "deviceMetrics": metrics },
        });
        let mut capabilities = serde_json::Map::new();
        capabilities.insert("goog:chromeOptions".into(), options);
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities).connect(&self.driver).await.unwrap()
    }

    async fn open(&self, browser: &Client, path: &str) {
        browser.goto(&format!("{}{path}", self.url)).await.unwrap();
    }

    /// The token of a certificate, as its QR code holds it.
    fn token(&self, number: &str) -> String {
        let folder = self.dir.path().join(number);
        wenzheng(&self.dir, &["export", number, folder.to_str().unwrap()]);
        let text = std::fs::read_to_string(folder.join("token.txt")).unwrap();
        text.trim().rsplit_once('/').unwrap().1.to_owned()
    }
}

fn command(dir: &TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wenzheng"));
    command.args(arguments).env("WENZHENG_DATA", dir.path().join("data"));
    command
}

fn wenzheng(dir: &TempDir, arguments: &[&str]) {
    let done = command(dir, arguments).output().unwrap();
    assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
}

/// Starts a program and reads its lines until one holds `mark`.
fn start(command: &mut Command, mark: &str) -> (Running, String) {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let running = Running(child);
    let line = lines.map_while(Result::ok).find(|line| line.contains(mark)).unwrap();
    (running, line)
}

/// What is wrong with the open page.
async fn faults(browser: &Client) -> Vec<String> {
    const LOOK: &str = "
        const [done] = [...arguments].slice(-1);
        const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
        axe.run(document, { runOnly: { type: 'tag', values: tags } }).then(found => {
          const nodes = rule => rule.nodes.map(node => rule.id + ': ' + node.html.slice(0, 120));
          const faults = found.violations.flatMap(nodes);
          if (found.passes.length < 10) faults.push('axe hardly looked');
          const wide = document.documentElement.scrollWidth;
          if (wide > innerWidth) faults.push('wider than the screen: ' + wide);
          for (const it of document.querySelectorAll('a, button, input, select, summary')) {
            const { width, height } = it.getBoundingClientRect();
            if (width && height < 24) faults.push('too small: ' + it.outerHTML.slice(0, 80));
          }
          done(faults);
        });";
    browser.execute(AXE, vec![]).await.unwrap();
    let faults: Value = browser.execute_async(LOOK, vec![]).await.unwrap();
    serde_json::from_value(faults).unwrap()
}

async fn type_keys(browser: &Client, keys: &str) {
    browser.active_element().await.unwrap().send_keys(keys).await.unwrap();
}

/// Walks with the tab key to the element with this id.
async fn tab_to(browser: &Client, id: &str) {
    for _ in 0..30 {
        type_keys(browser, &Key::Tab.to_string()).await;
        let at = browser.active_element().await.unwrap().attr("id").await.unwrap();
        if at.as_deref() == Some(id) {
            return;
        }
    }
    panic!("the tab key does not lead to {id}");
}

async fn look_up(browser: &Client) {
    tab_to(browser, "name").await;
    type_keys(browser, "欧阳莹").await;
    tab_to(browser, "id_number").await;
    type_keys(browser, "330302198804120027").await;
    type_keys(browser, &Key::Enter.to_string()).await;
    browser.wait().for_element(Locator::Css(".card .actions")).await.unwrap();
}

#[tokio::test]
async fn every_page_is_for_everybody_on_any_screen() {
    let stage = Stage::set();
    let genuine = stage.token("D3303812026000001X");
    let changed = format!("1{}", &genuine[1..]);
    let pages = ["/", "/verify", "/help", "/trust", "/nothing", "/mine", "/v/!"].map(String::from);
    let verdicts = [format!("/v/{genuine}"), format!("/v/{changed}")];
    for (width, dark) in [(320, false), (390, true), (1280, false), (1280, true)] {
        let browser = stage.browser(width, dark).await;
        for path in pages.iter().chain(&verdicts) {
            for lang in if dark { &["zh"][..] } else { &["zh", "en"] } {
                stage.open(&browser, &format!("{path}?lang={lang}")).await;
                let faults = faults(&browser).await;
                assert!(faults.is_empty(), "{path} {lang} {width} dark={dark}: {faults:#?}");
            }
        }
        // The eye that found nothing sees a fault when there is one.
        let spoil = "document.querySelector('main').insertAdjacentHTML('beforeend', '<img src=x>')";
        browser.execute(spoil, vec![]).await.unwrap();
        assert!(faults(&browser).await.iter().any(|fault| fault.starts_with("image-alt")));
        browser.close().await.unwrap();
    }
}

#[tokio::test]
async fn a_holder_gets_from_the_home_page_to_the_print_button_by_keyboard() {
    let stage = Stage::set();
    let browser = stage.browser(390, false).await;
    stage.open(&browser, "/?lang=zh").await;
    look_up(&browser).await;
    assert_eq!(browser.title().await.unwrap(), "欧阳莹，您有1份证书 - 温证");
    let address = browser.current_url().await.unwrap();
    assert_eq!((address.path(), address.query()), ("/mine", None));
    assert_eq!(faults(&browser).await, Vec::<String>::new());
    let print = browser.find(Locator::Css("a.button[href$='/print']")).await.unwrap();
    assert_eq!(print.attr("href").await.unwrap().unwrap(), "/mine/D3303812026000001X/print");
    stage.open(&browser, "/mine/D3303812026000001X").await;
    assert_eq!(faults(&browser).await, Vec::<String>::new());
    browser.close().await.unwrap();
}

#[tokio::test]
async fn what_is_wrong_with_a_form_is_said_first_and_what_was_typed_is_kept() {
    let stage = Stage::set();
    let browser = stage.browser(390, false).await;
    stage.open(&browser, "/?lang=zh").await;
    tab_to(&browser, "name").await;
    type_keys(&browser, "欧阳莹").await;
    type_keys(&browser, &Key::Enter.to_string()).await;
    browser.wait().for_element(Locator::Css(".summary")).await.unwrap();
    assert_eq!(browser.title().await.unwrap(), "要改1处：查询、打印我的证书 - 温证");
    let focused = browser.active_element().await.unwrap().attr("class").await.unwrap();
    assert_eq!(focused.as_deref(), Some("summary"));
    let name = browser.find(Locator::Id("name")).await.unwrap();
    assert_eq!(name.prop("value").await.unwrap().as_deref(), Some("欧阳莹"));
    assert_eq!(faults(&browser).await, Vec::<String>::new());
    browser.close().await.unwrap();
}
