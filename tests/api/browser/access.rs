//! What everybody needs of a page: axe-core's rules, the keyboard alone, room on a narrow screen,
//! forced colours, reduced motion.

use super::demo::Demo;
use super::pages::Page;
use super::window::{Look, Window};
use fantoccini::key::Key;
use serde_json::{Value, json};
use std::path::Path;

/// axe-core 4.14.1 (MPL-2.0), as published.
const AXE: &str = include_str!("../../peers/axe/axe.min.js");

/// Runs the rules that are agreed on; gives what is violated, and where.
const RUN_AXE: &str = "
    const done = arguments[arguments.length - 1];
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    axe.run({ runOnly: tags, resultTypes: ['violations'] }).then(
        found => done({ passed: found.passes.length, violated: found.violations.map(v =>
            [v.id, v.help, v.nodes.map(n => [n.html, n.failureSummary])]) }),
        error => done({ passed: 0, violated: [String(error)] }));";

/// Runs axe-core on the page that is open, and says what it violates.
pub async fn axe(window: &Window, name: &str, look: Look) -> Option<String> {
    keep_picture(window, name, look).await;
    if window.run("return window.axe === undefined").await == json!(true) {
        window.run(AXE).await;
    }
    let found = window.run_async(RUN_AXE).await;
    // A page on which no rule had anything to look at was not looked at.
    assert!(found["passed"].as_u64().unwrap() > 10, "{name}: {found}");
    (found["violated"] != json!([])).then(|| format!("{name}: {:#}", found["violated"]))
}

/// Leaves a picture where `WENZHENG_TEST_PICTURES` says.
async fn keep_picture(window: &Window, name: &str, look: Look) {
    let Some(folder) = std::env::var_os("WENZHENG_TEST_PICTURES") else { return };
    let theme = if look.dark { "dark" } else { "light" };
    let file = Path::new(&folder).join(format!("{name}-{}-{theme}.png", look.width));
    std::fs::write(file, window.picture().await).unwrap();
}

/// Tabs on until `selector` has the focus, and sees that the focus can be seen.
pub async fn tab_to(window: &Window, selector: &str) {
    for _ in 0..40 {
        window.tab().await;
        let focused = format!("return document.activeElement.matches({})", json!(selector));
        if window.run(&focused).await == json!(true) {
            let outline = "const s = getComputedStyle(document.activeElement); \
                           return [s.outlineStyle, parseFloat(s.outlineWidth) >= 2]";
            assert_eq!(window.run(outline).await, json!(["solid", true]), "{selector}");
            return;
        }
    }
    panic!("the keyboard does not come to {selector} on {}", window.path().await);
}

#[tokio::test]
async fn the_keyboard_alone_looks_up_and_prints() {
    let demo = Demo::shared();
    let window = Window::open(&demo.url, Look::DESK).await;
    window.goto("/").await;
    tab_to(&window, ".skip").await;
    window.press(&Key::Enter.to_string()).await;
    tab_to(&window, "#name").await;
    window.press(&demo.holder).await;
    tab_to(&window, "#id_number").await;
    window.press(&demo.id_number).await;
    tab_to(&window, "button[type=submit]").await;
    window.enter().await;
    assert_eq!(window.path().await, "/mine");
    tab_to(&window, &format!("a[href='/mine/{}/print']", demo.number)).await;
    window.press(&Key::Enter.to_string()).await;
    assert!(std::fs::read(window.downloaded().await).unwrap().starts_with(b"%PDF-"));
    window.close().await;
}

#[tokio::test]
async fn the_keyboard_alone_verifies_and_hears_what_is_missing() {
    let demo = Demo::shared();
    let window = Window::open(&demo.url, Look::PHONE).await;
    window.goto("/verify").await;
    tab_to(&window, "form[action='/verify/number'] button").await;
    window.enter().await;
    let focus = "return document.activeElement.className";
    assert_eq!(window.run(focus).await, json!("summary"), "the summary has no focus");
    tab_to(&window, ".summary a[href='#number']").await;
    window.press(&Key::Enter.to_string()).await;
    window.press(&demo.number).await;
    tab_to(&window, "#name").await;
    window.press(&demo.holder).await;
    window.enter().await;
    assert_eq!(window.text(".verdict h1").await, "真实有效");
    window.close().await;
}

/// The parts of a page that stick out of it or lose what they hold.
pub const CUT_OFF: &str = "
    const page = document.scrollingElement;
    if (page.scrollWidth <= page.clientWidth) return [];
    return [...document.querySelectorAll('body *')]
        .filter(e => e.getBoundingClientRect().right > page.clientWidth + 1)
        .map(e => e.outerHTML.slice(0, 120));";

/// WCAG 1.4.12, as a reader's own style sheet sets it.
pub const SPACED: &str = "
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; \
                       word-spacing: .16em !important } p { margin-bottom: 2em !important }');
    document.adoptedStyleSheets = [sheet];";

#[tokio::test]
async fn verdicts_differ_without_colours() {
    let demo = Demo::shared();
    let window = Window::open(&demo.url, Look::PHONE).await;
    window.emulate("forced-colors", "active").await;
    let mut borders: Vec<Value> = Vec::new();
    for page in [Page::Genuine, Page::Revoked, Page::NotGenuine, Page::Unreadable] {
        page.reach(&window, &demo).await;
        let border = "const s = getComputedStyle(document.querySelector('.verdict')); \
                      const p = getComputedStyle(document.querySelector('.verdict .panel')); \
                      return [s.borderTopStyle, s.borderTopWidth, p.borderTopStyle]";
        let border = window.run(border).await;
        assert_ne!(border[0], json!("none"), "{page:?} has no border in forced colours");
        borders.push(border);
        assert_eq!(window.count(".panel svg").await, 1, "{page:?}");
    }
    assert_ne!(borders[0], borders[1]);
    assert_ne!(borders[0], borders[3]);
    assert_ne!(borders[1], borders[3]);
    window.close().await;
}

#[tokio::test]
async fn nothing_moves_for_who_wants_no_motion() {
    let demo = Demo::shared();
    let window = Window::open(&demo.url, Look::DESK).await;
    window.emulate("prefers-reduced-motion", "reduce").await;
    for page in Page::ALL {
        page.reach(&window, &demo).await;
        let moving = "return [...document.querySelectorAll('*')].filter(e => { \
                      const s = getComputedStyle(e); return s.animationName !== 'none' || \
                      s.transitionDuration.split(',').some(d => parseFloat(d) > 0) }).length";
        assert_eq!(window.run(moving).await, json!(0), "{page:?}");
    }
    window.close().await;
}
