//! What a certificate says, as rows of a list.

use crate::{
    http::words::Lang,
    model::{
        certificate::{Certificate, Claims, Road},
        copy::BoundCopy,
        day::PartialDay,
        identity::Sex,
        number::CertificateNumber,
    },
};

/// One row: a label and a value. Values come from the record and are Chinese in both languages.
pub struct Fact {
    pub label: &'static str,
    pub value: Value,
}

/// How a value is shown.
pub enum Value {
    /// A person's name, large, with a note on rare characters.
    Name { name: String, rare: Option<String> },
    /// Words of the record.
    Text(String),
    /// Words of the page.
    Words(&'static str),
    /// A date: for machines and for people.
    Date { machine: String, shown: String },
    /// A certificate number in its groups.
    Number([String; 3]),
}

impl Fact {
    fn text(label: &'static str, text: &impl ToString) -> Self {
        Self { label, value: Value::Text(text.to_string()) }
    }

    fn date(label: &'static str, lang: Lang, day: impl Into<PartialDay>) -> Self {
        let day = day.into();
        let (machine, shown) = (day.to_string(), lang.day(day));
        Self { label, value: Value::Date { machine, shown } }
    }

    fn number(label: &'static str, number: &CertificateNumber) -> Self {
        Self { label, value: Value::Number(number.groups().map(ToOwned::to_owned)) }
    }
}

/// For a verifier: the token's fields. By number the name was the reader's own, so it is only said
/// to match.
pub fn of_claims(lang: Lang, claims: &Claims, by_number: bool) -> Vec<Fact> {
    let labels = &lang.words().facts;
    let name = claims.name.to_string();
    let holder = if by_number {
        Value::Words(labels.name_matches)
    } else {
        Value::Name { rare: lang.rare_characters(&name), name }
    };
    let mut facts = Vec::with_capacity(8);
    facts.push(Fact { label: labels.holder, value: holder });
    facts.push(Fact::text(labels.title, &claims.title));
    facts.extend(claims.specialty.as_ref().map(|text| Fact::text(labels.specialty, text)));
    facts.push(Fact { label: labels.level, value: Value::Words(lang.level(claims.level)) });
    facts.push(Fact::date(labels.obtained_on, lang, claims.obtained_on));
    facts.push(Fact::text(office_label(lang, claims.road), &claims.awarding_office));
    facts.push(Fact::number(labels.number, &claims.number));
    facts
}

/// For a verifier and for the holder: what a copy is bound to.
pub fn of_copy(lang: Lang, copy: &BoundCopy) -> [Fact; 3] {
    let labels = &lang.words().facts;
    let (machine, shown) = (copy.made_at.rfc3339(), lang.instant(copy.made_at));
    [
        Fact::text(labels.copy_purpose, &copy.purpose),
        Fact::date(labels.copy_until, lang, copy.until),
        Fact { label: labels.copy_made, value: Value::Date { machine, shown } },
    ]
}

/// For a holder's list: enough to tell one certificate from another.
pub fn of_card(lang: Lang, certificate: &Certificate) -> Vec<Fact> {
    let labels = &lang.words().facts;
    vec![
        Fact::date(labels.obtained_on, lang, certificate.award.obtained_on),
        Fact::text(office_label(lang, certificate.road), &certificate.awarding_office.name),
        Fact::number(labels.number, &certificate.number),
    ]
}

/// For the holder: everything on the face.
pub fn of_certificate(lang: Lang, certificate: &Certificate) -> Vec<Fact> {
    let labels = &lang.words().facts;
    let award = &certificate.award;
    let text = |label, text: &Option<_>| text.as_ref().map(|text| Fact::text(label, text));
    let name = certificate.name.to_string();
    let holder = Value::Name { rare: lang.rare_characters(&name), name };
    let recorded = match certificate.road {
        Road::Issued => labels.issued_on,
        Road::Filed => labels.filed_on,
    };
    [
        Some(Fact { label: labels.holder, value: holder }),
        certificate.sex.map(|sex| sex_fact(lang, sex)),
        certificate.born_on.map(|day| Fact::date(labels.born_on, lang, day)),
        Some(Fact::text(labels.title, &award.title)),
        Some(Fact { label: labels.level, value: Value::Words(lang.level(award.level)) }),
        Some(Fact::text(labels.series, &award.series)),
        text(labels.specialty, &award.specialty),
        award.award_method.map(|method| Fact {
            label: labels.award_method,
            value: Value::Words(lang.award_method(method)),
        }),
        Some(Fact::date(labels.obtained_on, lang, award.obtained_on)),
        text(labels.committee, &award.committee),
        text(labels.employer, &award.employer),
        text(labels.document_number, &award.document_number),
        award.announced_on.map(|day| Fact::date(labels.announced_on, lang, day)),
        Some(Fact::text(office_label(lang, certificate.road), &certificate.awarding_office.name)),
        Some(Fact::date(recorded, lang, certificate.issued_on)),
        Some(Fact::number(labels.number, &certificate.number)),
        text(labels.source_number, &award.source_number),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// 发证机关 where the bureau issued, 授予单位 where somebody else had awarded.
fn office_label(lang: Lang, road: Road) -> &'static str {
    match road {
        Road::Issued => lang.words().facts.issued_by,
        Road::Filed => lang.words().facts.awarded_by,
    }
}

fn sex_fact(lang: Lang, sex: Sex) -> Fact {
    let word = match (lang, sex) {
        (Lang::Zh, sex) => sex.zh(),
        (Lang::En, Sex::Female) => "Female",
        (Lang::En, Sex::Male) => "Male",
    };
    Fact { label: lang.words().facts.sex, value: Value::Words(word) }
}
