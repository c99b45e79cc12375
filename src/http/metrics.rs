//! Counters for the operator, in the Prometheus text format: answers by route pattern and status.
//! A pattern names no certificate and no person.

use super::site::Site;
use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use std::{
    collections::BTreeMap,
    fmt::Write,
    sync::{Mutex, PoisonError},
};

/// Answers counted since the start.
#[derive(Default)]
pub struct Metrics(Mutex<BTreeMap<String, BTreeMap<u16, u64>>>);

impl Metrics {
    /// Counts one answer.
    pub fn count(&self, route: &str, status: u16) {
        let mut routes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(statuses) = routes.get_mut(route) {
            *statuses.entry(status).or_default() += 1;
        } else {
            routes.insert(route.to_owned(), BTreeMap::from([(status, 1)]));
        }
    }

    fn text(&self) -> String {
        let mut text = String::from(
            "# HELP wenzheng_http_responses_total Answers by route pattern and status.\n\
             # TYPE wenzheng_http_responses_total counter\n",
        );
        let routes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (route, statuses) in routes.iter() {
            for (status, count) in statuses {
                let line = writeln!(
                    text,
                    "wenzheng_http_responses_total{{route=\"{route}\",status=\"{status}\"}} {count}"
                );
                debug_assert!(line.is_ok(), "writing to a String does not fail");
            }
        }
        text
    }
}

/// `/metrics`
pub async fn show(State(site): State<Site>) -> Response {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], site.metrics().text())
        .into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_counted_by_pattern_and_status() {
        let metrics = Metrics::default();
        metrics.count("/v/{token}", 200);
        metrics.count("/v/{token}", 200);
        metrics.count("/v/{token}", 503);
        let text = metrics.text();
        assert!(text.contains("{route=\"/v/{token}\",status=\"200\"} 2\n"), "{text}");
        assert!(text.contains("{route=\"/v/{token}\",status=\"503\"} 1\n"), "{text}");
    }
}
