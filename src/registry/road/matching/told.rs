//! What is told about a row beside the announced list. The list is public, so that its names,
//! employers and titles may be named.

use crate::model::draft::Draft;
use crate::model::finding::{Field, Finding, RowPlace, Severity};
use crate::model::text::{Text, quoted};
use crate::store::publicity::Candidate;

/// What is told, without where.
struct Said {
    field: Field,
    severity: Severity,
    code: &'static str,
    zh: String,
    en: String,
    hint: Option<String>,
}

fn about(draft: &Draft, said: Said) -> Finding {
    let Said { field, severity, code, zh, en, hint } = said;
    Finding { hint, ..draft.finding(field, severity, code, [zh, en]) }
}

/// Nobody of that name was announced; perhaps somebody of a name written a little differently.
pub(super) fn not_announced(draft: &Draft, alike: Option<&str>) -> Finding {
    let (zh, en) = match alike {
        Some(alike) => (
            format!("名单上有写法相近的“{alike}”，如是同一人，请按名单填写。"),
            format!("The list has {alike}: if it is the same person, write the name as there."),
        ),
        None => (
            "请核对姓名；确实没有公布的，请删去这一行。".into(),
            "Check the name; if the person was not announced, delete the row.".into(),
        ),
    };
    let said = Said {
        field: Field::Name,
        severity: Severity::Error,
        code: "not_announced",
        zh: format!("该人不在已公布的名单里。{zh}"),
        en: format!("This person is not on the announced list. {en}"),
        hint: alike.map(str::to_owned),
    };
    about(draft, said)
}

/// Somebody of that name was announced, with another title.
pub(super) fn other_title(draft: &Draft, others: &[&Candidate]) -> Finding {
    let zh: Vec<String> = others.iter().map(|c| format!("“{}”（{}）", c.title, c.series)).collect();
    let en: Vec<String> = others.iter().map(|c| format!("{} ({})", c.title, c.series)).collect();
    let hint = match others {
        [only] if only.title != draft.award.title => Some(only.title.as_str().to_owned()),
        _ => None,
    };
    let said = Said {
        field: Field::Title,
        severity: Severity::Error,
        code: "not_announced",
        zh: format!(
            "名单上此人公布的资格是{}，与这一行不同。请按公布的名单填写系列和资格名称；不是同一人的，请删去这一行。",
            zh.join("、")
        ),
        en: format!(
            "Announced for this name: {}, not what the row says. Write series and title as announced; if it is another person, delete the row.",
            en.join(", ")
        ),
        hint,
    };
    about(draft, said)
}

/// Several of that name and title were announced, and the row does not tell which it is.
pub(super) fn who_is_meant(draft: &Draft, several: &[&Candidate]) -> Finding {
    let is_one_employer = several.windows(2).all(|pair| match pair {
        [a, b] => a.employer.as_ref().map(Text::bare) == b.employer.as_ref().map(Text::bare),
        _ => true,
    });
    let (what, what_en) =
        if is_one_employer { ("专业", "specialty") } else { ("单位", "employer") };
    let tells = |candidate: &&Candidate| {
        let told = if is_one_employer { &candidate.specialty } else { &candidate.employer };
        told.as_ref().map_or_else(|| "（没有填）".into(), |text| format!("“{text}”"))
    };
    let told: Vec<String> = several.iter().map(tells).collect();
    let said = Said {
        field: Field::Name,
        severity: Severity::Error,
        code: "who_is_meant",
        zh: format!(
            "名单上有几个人姓名和资格都相同，看不出这一行是哪一位。请把{what}填成与名单一致，例如{}。",
            told.join("、")
        ),
        en: format!(
            "The list has several people of this name and title, and the row does not tell which is meant. Write the {what_en} as on the list, for example {}.",
            told.join(", ")
        ),
        hint: None,
    };
    about(draft, said)
}

/// Another row is about the same candidate, and stands.
pub(super) fn matched_twice(draft: &Draft, stands: &RowPlace) -> Finding {
    let (row, sheet) = (stands.row, quoted(&stands.sheet));
    let (zh, en) = if sheet.is_empty() {
        (format!("第{row}行"), format!("Row {row}"))
    } else {
        (format!("“{sheet}”第{row}行"), format!("Row {row} of “{sheet}”"))
    };
    let said = Said {
        field: Field::Name,
        severity: Severity::Error,
        code: "matched_twice",
        zh: format!(
            "{zh}对应的是名单上同一个人，以那一行为准。如是重复，请删去这一行；如是另一个人，名单上没有公布。"
        ),
        en: format!(
            "{en} is about the same person of the list and stands. Delete this row; if it is somebody else, they were not announced."
        ),
        hint: None,
    };
    about(draft, said)
}

/// The only one of that name and title was announced at another employer.
pub(super) fn employer_differs(draft: &Draft, candidate: &Candidate) -> Finding {
    let announced = candidate.employer.as_ref();
    let said = Said {
        field: Field::Employer,
        severity: Severity::Warning,
        code: "employer_differs_from_list",
        zh: announced.map_or_else(
            || "名单上此人没有写单位，已按姓名和资格对上。请核对是否同一人。".into(),
            |announced| {
                format!("名单上此人的单位是“{announced}”，已按姓名和资格对上。请核对是否同一人。")
            },
        ),
        en: announced.map_or_else(
            || "The list names no employer; matched by name and title. Check that it is the same person.".into(),
            |announced| {
                format!("The list names {announced} as the employer; matched by name and title. Check that it is the same person.")
            },
        ),
        hint: announced.map(|announced| announced.as_str().to_owned()),
    };
    about(draft, said)
}

/// The person was announced with another specialty.
pub(super) fn specialty_differs(draft: &Draft, announced: &Text) -> Finding {
    let said = Said {
        field: Field::Specialty,
        severity: Severity::Warning,
        code: "specialty_differs_from_list",
        zh: format!(
            "名单上此人的专业是“{announced}”，与这一行不同。请核对，证书上印的是这一行的。"
        ),
        en: format!(
            "The list names {announced} as the specialty. Check it: the certificate shows what stands here."
        ),
        hint: Some(announced.as_str().to_owned()),
    };
    about(draft, said)
}

/// Somebody was announced, and no row is about them.
pub(super) fn announced_but_missing(candidate: &Candidate) -> Finding {
    let Candidate { name, employer, title, .. } = candidate;
    let (zh, en) = employer.as_ref().map_or_else(Default::default, |employer| {
        (format!("{employer}，"), format!("{employer}, "))
    });
    Finding {
        place: RowPlace { sheet: String::new(), row: 0 },
        column: None,
        field: Some(Field::Name),
        person: None,
        written: None,
        severity: Severity::Warning,
        code: "announced_but_missing",
        message: format!(
            "{name}（{zh}{title}）已公布，信息表里没有。请补报；不再办证的，可以不补。"
        ),
        message_en: format!(
            "{name} ({en}{title}) was announced and is not on the sheet. Send the information later, or leave it if no certificate is wanted."
        ),
        hint: None,
    }
}
