//! `/api/v1/verify`: the same three ways to verify, as JSON.

use crate::{
    http::{
        FORM_LIMIT, PDF_LIMIT, asked::Caller, people::verify::uploaded, site::Site,
        trouble::Trouble, words::Lang,
    },
    model::receipt::{Receipt, ReceiptVerdict},
    model::{
        catalogue::Level,
        certificate::{Claims, Road, Standing},
        day::PartialDay,
        verdict::{Check, CheckName, Outcome, Verdict},
    },
    registry::{Judged, Verified, VerifiedReceipt},
};
use axum::{
    Json,
    body::Bytes,
    extract::{FromRequest, Multipart, Path, Request, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};

/// What somebody presents for verification.
pub enum Presented {
    /// The token's text, or the whole address that holds it.
    Token(String),
    /// A certificate number and the holder's name.
    Number { number: String, name: String },
    /// A PDF.
    File(Vec<u8>),
}

/// The JSON body: exactly one of the two forms.
#[derive(Deserialize)]
#[serde(untagged)]
enum Body {
    Token(ByToken),
    Number(ByNumber),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ByToken {
    token: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ByNumber {
    number: String,
    name: String,
}

impl<S: Send + Sync> FromRequest<S> for Presented {
    type Rejection = Trouble;

    async fn from_request(request: Request, state: &S) -> Result<Self, Trouble> {
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let kind = kind.and_then(|kind| kind.split(';').next()).unwrap_or_default().trim();
        match kind {
            "application/json" => json(&read(request, state).await?),
            "application/pdf" => pdf(read(request, state).await?.into()),
            "multipart/form-data" => {
                let upload = Multipart::from_request(request, state).await;
                pdf(uploaded(upload.map_err(|_| Trouble::Malformed)?).await?)
            }
            _ => Err(Trouble::Malformed),
        }
    }
}

async fn read<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, Trouble> {
    let read = Bytes::from_request(request, state).await;
    read.map_err(|rejection| Trouble::from_body(rejection.status()))
}

fn json(bytes: &[u8]) -> Result<Presented, Trouble> {
    if bytes.len() > FORM_LIMIT {
        return Err(Trouble::TooLarge);
    }
    match serde_json::from_slice(bytes) {
        Ok(Body::Token(body)) => Ok(Presented::Token(body.token)),
        Ok(Body::Number(body)) => Ok(Presented::Number { number: body.number, name: body.name }),
        Err(_) => Err(Trouble::Malformed),
    }
}

fn pdf(bytes: Vec<u8>) -> Result<Presented, Trouble> {
    match bytes.len() {
        0 => Err(Trouble::Malformed),
        1..=PDF_LIMIT => Ok(Presented::File(bytes)),
        _ => Err(Trouble::TooLarge),
    }
}

/// The answer. Words come in both languages.
#[derive(Serialize)]
struct Answer {
    verdict: Verdict,
    headline: &'static str,
    headline_en: &'static str,
    sentence: String,
    sentence_en: String,
    checked_at: String,
    checks: Vec<Checked>,
    #[serde(skip_serializing_if = "Option::is_none")]
    certificate: Option<Told>,
    #[serde(skip_serializing_if = "Option::is_none")]
    standing: Option<Stands>,
    #[serde(skip_serializing_if = "Option::is_none")]
    copy: Option<Bound>,
    #[serde(skip_serializing_if = "Option::is_none")]
    log_index: Option<u64>,
}

/// The answer about a receipt. A program tells it from one about a certificate by `kind`.
#[derive(Serialize)]
struct OfReceipt {
    kind: &'static str,
    verdict: ReceiptVerdict,
    headline: &'static str,
    headline_en: &'static str,
    sentence: String,
    sentence_en: String,
    checked_at: String,
    checks: Vec<Checked>,
    #[serde(skip_serializing_if = "Option::is_none")]
    receipt: Option<Receipt>,
    #[serde(skip_serializing_if = "Option::is_none")]
    returned_on: Option<String>,
}

#[derive(Serialize)]
struct Checked {
    name: CheckName,
    result: Outcome,
    reason: String,
    reason_en: String,
}

/// What the certificate says, as far as a verifier may see it.
#[derive(Serialize)]
struct Told {
    number: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name_matches: Option<bool>,
    title: String,
    specialty: Option<String>,
    level: Level,
    obtained_on: PartialDay,
    awarding_office: String,
    road: Road,
}

#[derive(Serialize)]
struct Stands {
    standing: Standing,
    since: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    document_number: Option<String>,
}

/// What a copy is bound to.
#[derive(Serialize)]
struct Bound {
    purpose: String,
    until: String,
    made_at: String,
}

impl Told {
    fn new(claims: Claims, by_number: bool) -> Self {
        Self {
            number: claims.number.into(),
            name: (!by_number).then(|| claims.name.into()),
            name_matches: by_number.then_some(true),
            title: claims.title.into(),
            specialty: claims.specialty.map(Into::into),
            level: claims.level,
            obtained_on: claims.obtained_on,
            awarding_office: claims.awarding_office.into(),
            road: claims.road,
        }
    }
}

impl Checked {
    fn new(check: &Check) -> Self {
        Self {
            name: check.name,
            result: check.outcome,
            reason: check.reason.zh(),
            reason_en: check.reason.en(),
        }
    }
}

impl Answer {
    fn new(verified: Verified) -> Self {
        let (en, zh) = (Lang::En.sentence(&verified), Lang::Zh.sentence(&verified));
        let verification = verified.verification;
        Self {
            verdict: verification.verdict,
            headline: Lang::Zh.headline(verification.verdict),
            headline_en: Lang::En.headline(verification.verdict),
            sentence: zh,
            sentence_en: en,
            checked_at: verified.checked_at.rfc3339(),
            checks: verification.checks.iter().map(Checked::new).collect(),
            certificate: verification.claims.map(|claims| Told::new(claims, verified.by_number)),
            standing: verification.standing.map(|record| Stands {
                standing: record.standing,
                since: record.since.to_string(),
                document_number: record.document_number.map(Into::into),
            }),
            copy: verification.copy.map(|copy| Bound {
                purpose: copy.purpose.into(),
                until: copy.until.to_string(),
                made_at: copy.made_at.rfc3339(),
            }),
            log_index: verified.log_index,
        }
    }
}

impl OfReceipt {
    fn new(verified: VerifiedReceipt) -> Self {
        let it = verified.verification;
        Self {
            kind: "receipt",
            verdict: it.verdict,
            headline: Lang::Zh.receipt_headline(it.verdict),
            headline_en: Lang::En.receipt_headline(it.verdict),
            sentence: Lang::Zh.receipt_sentence(&it),
            sentence_en: Lang::En.receipt_sentence(&it),
            checked_at: verified.checked_at.rfc3339(),
            checks: it.checks.iter().map(Checked::new).collect(),
            receipt: it.receipt,
            returned_on: it.returned_on.map(|day| day.to_string()),
        }
    }
}

/// `GET /api/v1/verify/{token}`
pub async fn token(
    State(site): State<Site>,
    Path(token): Path<String>,
) -> Result<Response, Trouble> {
    Ok(answer(site.registry().verify_text(&token).await?))
}

/// `GET /api/v1/verify/{token}/{copy}`
pub async fn copy(
    State(site): State<Site>,
    Path((token, copy)): Path<(String, String)>,
) -> Result<Response, Trouble> {
    Ok(answer(site.registry().verify_copy(&token, &copy).await?))
}

/// `POST /api/v1/verify`
pub async fn presented(
    State(site): State<Site>,
    Caller(visitor): Caller,
    presented: Presented,
) -> Result<Response, Trouble> {
    let registry = site.registry();
    let verified = match presented {
        Presented::Token(token) => registry.verify_text(&token).await?,
        Presented::Number { number, name } => {
            Judged::Certificate(registry.verify_number(&number, &name, &visitor).await?)
        }
        Presented::File(pdf) => registry.verify_file(pdf, &visitor).await?,
    };
    Ok(answer(verified))
}

/// A verdict of any kind is an answer: 200.
fn answer(judged: Judged) -> Response {
    let json = match judged {
        Judged::Certificate(verified) => Json(Answer::new(verified)).into_response(),
        Judged::Receipt(verified) => Json(OfReceipt::new(verified)).into_response(),
    };
    (StatusCode::OK, [(header::CACHE_CONTROL, "no-store")], json).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_a_token_or_a_number_with_a_name() {
        assert!(matches!(json(br#"{"token":"123"}"#), Ok(Presented::Token(_))));
        assert!(matches!(json(br#"{"number":"C","name":"x"}"#), Ok(Presented::Number { .. })));
        for wrong in [&br#"{"number":"C"}"#[..], br#"{"token":"1","name":"x"}"#, b"[]", b"", b"{"] {
            assert!(matches!(json(wrong), Err(Trouble::Malformed)));
        }
    }

    #[test]
    fn nothing_over_the_bounds_is_taken() {
        assert!(matches!(json(&vec![b' '; FORM_LIMIT + 1]), Err(Trouble::TooLarge)));
        assert!(matches!(pdf(vec![0; PDF_LIMIT + 1]), Err(Trouble::TooLarge)));
        assert!(matches!(pdf(vec![0; PDF_LIMIT]), Ok(Presented::File(_))));
        assert!(matches!(pdf(Vec::new()), Err(Trouble::Malformed)));
    }
}
