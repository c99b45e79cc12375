//! The pages in a real browser, served by the real program: the stories of those who use them, the
//! keyboard alone, narrow screens, forced colours, and axe-core on every page.
//!
//! `WENZHENG_TEST_WEBDRIVER` names a running `chromedriver`; `tests/run.sh` starts one. With
//! `WENZHENG_TEST_PICTURES` set to a folder, [`access`] leaves a picture of every page there.

mod access;
mod demo;
mod desk;
mod driver;
mod filed;
mod house;
mod keys;
mod pages;
mod reviewed;
mod story;
mod sweep;
mod window;
