//! The pages in a real browser, served by the real program: the stories of those who use them, the
//! keyboard alone, narrow screens, forced colours, and axe-core.
//!
//! `WENZHENG_TEST_WEBDRIVER` names a running `chromedriver`; `tests/run.sh` starts one. With
//! `WENZHENG_TEST_PICTURES` set to a folder, [`access`] leaves a picture of every page there.

mod access;
mod demo;
mod desk;
mod pages;
mod story;
mod window;
