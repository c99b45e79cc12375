//! The one place where an error becomes an answer: an RFC 9457 problem for programs, a page in
//! words with a way onward for people.
//!
//! A handler or a layer answers with a [`Trouble`]. It travels as an extension of an empty response
//! to [`super::watch`], which knows the reader's language and door and has it told.

use super::{
    asked::{Asked, Door},
    page::{Frame, Keep, Page},
    site::Site,
    words::{Lang, failure::Told},
};
use crate::registry::{Error, Failed, Refusal};
use askama::Template;
use axum::{
    Json,
    extract::rejection::FormRejection,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use std::sync::Arc;

/// Why a request was not answered as asked.
#[derive(Clone, Debug)]
pub enum Trouble {
    /// The registry refused.
    Refused(Arc<Refusal>),
    /// The registry failed; it has logged why under this incident.
    Failed(Arc<Failed>),
    /// No such page or document.
    NotHere,
    /// The address exists, the method does not.
    WrongMethod,
    /// The request is not what the door takes.
    Malformed,
    /// Another site's page sent this form.
    FromElsewhere,
    /// The body is over the door's bound.
    TooLarge,
    /// More requests at once than this process takes.
    Busy,
    /// No answer in time.
    Slow,
    /// The door itself broke.
    Broken,
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        match error {
            // Somebody else's certificate looks exactly like none.
            Error::Refused(Refusal::NotYours | Refusal::NoSuchDocument) => Self::NotHere,
            Error::Refused(refusal) => Self::Refused(Arc::new(refusal)),
            Error::Failed(failed) => Self::Failed(Arc::new(failed)),
        }
    }
}

impl From<FormRejection> for Trouble {
    fn from(rejection: FormRejection) -> Self {
        Self::from_body(rejection.status())
    }
}

impl Trouble {
    /// From the status with which a body was turned away.
    pub fn from_body(status: StatusCode) -> Self {
        match status {
            StatusCode::PAYLOAD_TOO_LARGE => Self::TooLarge,
            _ => Self::Malformed,
        }
    }

    fn status(&self) -> StatusCode {
        match self {
            Self::Refused(refusal) => refused(refusal),
            Self::Failed(failed) if failed.unreachable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Failed(_) | Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
            Self::NotHere => StatusCode::NOT_FOUND,
            Self::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            Self::Malformed => StatusCode::BAD_REQUEST,
            Self::FromElsewhere => StatusCode::FORBIDDEN,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Busy | Self::Slow => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// Stable, `snake_case`: the last part of a problem's `type`.
    fn code(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.code(),
            Self::Failed(failed) if failed.unreachable => "unreachable",
            Self::Failed(_) | Self::Broken => "failed",
            Self::NotHere => "not_here",
            Self::WrongMethod => "wrong_method",
            Self::Malformed => "malformed",
            Self::FromElsewhere => "from_elsewhere",
            Self::TooLarge => "too_large",
            Self::Busy => "busy",
            Self::Slow => "slow",
        }
    }

    fn retry_after_s(&self) -> Option<u32> {
        match self {
            Self::Refused(refusal) => match **refusal {
                Refusal::TooOften { retry_after_s } => Some(retry_after_s),
                _ => None,
            },
            Self::Busy | Self::Slow => Some(5),
            Self::Failed(failed) if failed.unreachable => Some(60),
            _ => None,
        }
    }

    /// The answer in the reader's language, by the reader's door.
    pub fn tell(&self, asked: &Asked, site: &Site) -> Response {
        let mut response = match asked.door {
            Door::People => self.page(asked, site),
            Door::Programs => self.problem(),
        };
        if let Some(seconds) = self.retry_after_s() {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }

    fn page(&self, asked: &Asked, site: &Site) -> Response {
        let lang = asked.lang;
        let mut told = lang.failure(self);
        if asked.at_desk {
            told.ways = lang.ways_at_desk();
        }
        let frame = Frame::new(site, lang, told.heading.clone().into());
        Page { status: self.status(), keep: Keep::Personal, body: FailurePage { frame, told } }
            .into_response()
    }

    fn problem(&self) -> Response {
        let (zh, en) = (Lang::Zh.failure(self), Lang::En.failure(self));
        let status = self.status();
        let problem = Problem {
            kind: format!("urn:wenzheng:problem:{}", self.code()),
            title: en.heading,
            status: status.as_u16(),
            detail: en.sentences.join(" "),
            title_zh: zh.heading,
            detail_zh: zh.sentences.concat(),
            incident: match self {
                Self::Failed(failed) => Some(failed.incident.clone()),
                _ => None,
            },
        };
        let mut response = (status, Json(problem)).into_response();
        let kind = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        let store = HeaderValue::from_static("no-store");
        response.headers_mut().insert(header::CACHE_CONTROL, store);
        response
    }
}

/// 404 for every miss, so that all of them look alike.
fn refused(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::NothingFound
        | Refusal::NoMatch
        | Refusal::NotYours
        | Refusal::NoSuchDocument
        | Refusal::NoSuchCertificate(_)
        | Refusal::NoSuchBatch(_)
        | Refusal::NoSuchObjection
        | Refusal::NoSuchToken
        | Refusal::NoSuchOffice(_) => StatusCode::NOT_FOUND,
        Refusal::NotAllowed | Refusal::NoEntry | Refusal::WayClosed(..) | Refusal::FourEyes(_) => {
            StatusCode::FORBIDDEN
        }
        Refusal::WrongStage { .. }
        | Refusal::TooEarly { .. }
        | Refusal::Barred(_)
        | Refusal::NoSheet(_)
        | Refusal::NothingToReport(_)
        | Refusal::WrongStanding { .. }
        | Refusal::TooManyCopies(_)
        | Refusal::CopiesTooOften(_)
        | Refusal::DocumentKeyRenewed
        | Refusal::DocumentKeyEnded
        | Refusal::DocumentKeyMissing(_)
        | Refusal::MovedMeanwhile => StatusCode::CONFLICT,
        Refusal::TooOften { .. } | Refusal::TooManyDrafts(_) => StatusCode::TOO_MANY_REQUESTS,
        Refusal::SessionEnded | Refusal::DeskClosed => StatusCode::FORBIDDEN,
        Refusal::NotPrintable(_) | Refusal::PostEnded | Refusal::CopyEnded => StatusCode::GONE,
        Refusal::File { code: "file_too_large", .. } => StatusCode::PAYLOAD_TOO_LARGE,
        _ => StatusCode::BAD_REQUEST,
    }
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

/// RFC 9457, with the same words in Chinese beside the English.
#[derive(Serialize)]
struct Problem {
    #[serde(rename = "type")]
    kind: String,
    title: String,
    status: u16,
    #[serde(skip_serializing_if = "String::is_empty")]
    detail: String,
    title_zh: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    detail_zh: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    incident: Option<String>,
}

#[derive(Template)]
#[template(path = "pages/failure.html", config = "templates/askama.toml")]
struct FailurePage<'a> {
    frame: Frame<'a>,
    told: Told,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_kind() -> Vec<Trouble> {
        let failed = |unreachable| Failed { incident: "7f3a0c11".into(), unreachable };
        let refused = |refusal| Trouble::Refused(Arc::new(refusal));
        vec![
            refused(Refusal::NothingFound),
            refused(Refusal::TooOften { retry_after_s: 600 }),
            refused(Refusal::SessionEnded),
            Trouble::Failed(Arc::new(failed(false))),
            Trouble::Failed(Arc::new(failed(true))),
            Trouble::NotHere,
            Trouble::WrongMethod,
            Trouble::Malformed,
            Trouble::FromElsewhere,
            Trouble::TooLarge,
            Trouble::Busy,
            Trouble::Slow,
            Trouble::Broken,
        ]
    }

    #[test]
    fn every_trouble_has_a_heading_and_a_way_onward_in_both_languages() {
        for trouble in every_kind() {
            for lang in [Lang::Zh, Lang::En] {
                let told = lang.failure(&trouble);
                assert!(!told.heading.is_empty() && !told.ways.is_empty(), "{trouble:?}");
                assert!(!told.heading.ends_with(['。', '.']), "{}", told.heading);
                let said = format!("{}{}", told.heading, told.sentences.concat());
                for cold in
                    ["系统", "非法", "无效输入", "操作失败", "抱歉", "请联系管理员", "404", "500"]
                {
                    assert!(!said.contains(cold), "{said}");
                }
            }
        }
    }

    #[test]
    fn a_problem_is_of_its_media_type_and_says_when_to_return() {
        for trouble in every_kind() {
            let problem = trouble.problem();
            assert_eq!(problem.headers()[header::CONTENT_TYPE], "application/problem+json");
            assert_eq!(problem.headers()[header::CACHE_CONTROL], "no-store");
            assert_eq!(problem.status(), trouble.status());
        }
        let busy = Trouble::Refused(Arc::new(Refusal::TooOften { retry_after_s: 600 }));
        assert_eq!(
            (busy.status(), busy.retry_after_s()),
            (StatusCode::TOO_MANY_REQUESTS, Some(600))
        );
    }

    #[test]
    fn somebody_elses_certificate_looks_like_none() {
        let strangers = Trouble::from(Error::Refused(Refusal::NotYours));
        assert_eq!(strangers.code(), Trouble::NotHere.code());
        assert_eq!(strangers.status(), StatusCode::NOT_FOUND);
    }

    #[test]
    fn a_failure_of_ours_shows_its_incident_and_nothing_inside() {
        let failed = Failed { incident: "7f3a0c11".into(), unreachable: false };
        let told = Lang::Zh.failure(&Trouble::Failed(Arc::new(failed)));
        assert_eq!(told.sentences.last().unwrap(), "编号7f3a0c11。");
    }
}
