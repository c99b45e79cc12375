//! Offices, what each may file or have issued, and who acts for them.

use super::{
    catalogue::Level,
    certificate::{AwardMethod, Road},
    number::Division,
    text::Text,
};
use serde::{Deserialize, Serialize};
use std::fmt;
use unicode_normalization::UnicodeNormalization as _;

/// An office's code: a division (`330381`), a zone (`3303Z1`) or a body (`3303D05`, `3303A01`,
/// `3303U01`). Never reused.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OfficeCode(String);

impl OfficeCode {
    /// Parses 6-12 digits and capital letters.
    pub fn parse(written: &str) -> Option<Self> {
        let sound = (6..=12).contains(&written.len())
            && written.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
        sound.then(|| Self(written.to_owned()))
    }

    /// The code.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OfficeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for OfficeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for OfficeCode {
    type Error = &'static str;
    fn try_from(written: String) -> Result<Self, Self::Error> {
        Self::parse(&written).ok_or("an office code is 6-12 digits and capital letters")
    }
}

impl From<OfficeCode> for String {
    fn from(code: OfficeCode) -> Self {
        code.0
    }
}

/// What kind of body an office is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfficeKind {
    /// 市人力社保局: the one that issues.
    Bureau,
    /// 县(市、区)职改办 or a functional zone.
    County,
    /// 市级主管部门.
    Department,
    /// 评委会 organiser that is an institute.
    Institute,
    /// 行业协会.
    Association,
    /// 自主评聘单位.
    AutonomousUnit,
}

impl OfficeKind {
    const ALL: [Self; 6] = [
        Self::Bureau,
        Self::County,
        Self::Department,
        Self::Institute,
        Self::Association,
        Self::AutonomousUnit,
    ];

    /// The word of JSON, SQL and the register.
    pub fn code(self) -> &'static str {
        match self {
            Self::Bureau => "bureau",
            Self::County => "county",
            Self::Department => "department",
            Self::Institute => "institute",
            Self::Association => "association",
            Self::AutonomousUnit => "autonomous_unit",
        }
    }

    /// The inverse of [`Self::code`].
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// What an office may send: by which roads, of which series, at which levels.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Scope {
    /// May file what has already been awarded.
    pub files: bool,
    /// May have certificates issued by the bureau.
    pub has_issued: bool,
    /// The series; none = every series.
    pub series: Option<Vec<Text>>,
    /// A hint, only within the series to which the plan gives them; empty = no limit.
    pub specialties: Vec<Text>,
    /// The levels.
    pub levels: Vec<Level>,
    /// The ways of award.
    pub award_methods: Vec<AwardMethod>,
}

impl Scope {
    /// A county's scope on the filed road: every junior title of every series. What `check` takes
    /// where no office is named.
    pub fn county() -> Self {
        Self {
            files: true,
            has_issued: false,
            series: None,
            specialties: Vec::new(),
            levels: vec![Level::JuniorTechnician, Level::JuniorAssistant],
            award_methods: vec![AwardMethod::Review, AwardMethod::Recognition],
        }
    }

    /// Whether this road is open to the office at all.
    pub fn has_road(&self, road: Road) -> bool {
        match road {
            Road::Filed => self.files,
            Road::Issued => self.has_issued,
        }
    }

    /// Whether the series is the office's.
    pub fn has_series(&self, series: &str) -> bool {
        self.series.as_ref().is_none_or(|own| own.iter().any(|s| s.as_str() == series))
    }
}

/// An office of the register.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Office {
    /// Its code.
    pub code: OfficeCode,
    /// Its name.
    pub name: Text,
    /// The body in whose name it awards, where that is another: a bureau's personnel division
    /// sends the sheet, the bureau awards.
    pub awards_as: Option<Text>,
    /// What kind of body it is.
    pub kind: OfficeKind,
    /// The office above it.
    pub parent: Option<OfficeCode>,
    /// What it may send.
    pub scope: Scope,
}

impl Office {
    /// The name on what it awards: 授予单位.
    pub fn awarding_name(&self) -> &Text {
        self.awards_as.as_ref().unwrap_or(&self.name)
    }

    /// The division that numbers of its certificates carry: its own, or else its parent's, or else
    /// the city's (the first four digits and `00`).
    pub fn division(&self) -> Option<Division> {
        Division::parse(self.code.as_str())
            .or_else(|| self.parent.as_ref().and_then(|code| Division::parse(code.as_str())))
            .or_else(|| Division::parse(&format!("{}00", self.code.as_str().get(..4)?)))
    }

    /// Whether it is the city bureau.
    pub fn is_bureau(&self) -> bool {
        self.kind == OfficeKind::Bureau
    }
}

/// Through which door somebody acts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Door {
    /// The command line on the registry's own machine.
    CommandLine,
    /// The web.
    Web,
}

impl Door {
    /// The word of JSON and SQL.
    pub fn code(self) -> &'static str {
        match self {
            Self::CommandLine => "command_line",
            Self::Web => "web",
        }
    }
}

/// What somebody may do.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Uploads and reports for an office.
    Clerk,
    /// Accepts and returns for the bureau.
    Reviewer,
    /// Posts, announces, issues, suspends, revokes for the bureau.
    Issuer,
}

/// Who does something: every verb that changes takes one. Who reported a batch can neither accept
/// nor issue it; the verb compares `who`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Actor {
    /// The person, by the name under which they are recorded.
    pub who: Text,
    /// For which office.
    pub office: OfficeCode,
    /// With which roles.
    pub roles: Vec<Role>,
    /// Through which door.
    pub door: Door,
}

impl Actor {
    /// Whether the actor has `role`.
    pub fn may(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}

/// Whether two names under which people are recorded are one: letter case, width and space make
/// nobody another person.
pub fn is_same_person(one: &str, other: &str) -> bool {
    let plain = |name: &str| -> String {
        name.nfkc().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).nfkc().collect()
    };
    plain(one) == plain(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_division_of_a_number_is_the_offices_own_or_its_parents() {
        let office = |code: &str, parent: Option<&str>| Office {
            code: OfficeCode::parse(code).unwrap(),
            name: Text::parse("某局人事处").unwrap(),
            awards_as: None,
            kind: OfficeKind::Department,
            parent: parent.map(|p| OfficeCode::parse(p).unwrap()),
            scope: Scope::county(),
        };
        for (code, parent, division) in [
            ("330381", Some("330300"), "330381"),
            ("3303Z1", Some("330300"), "330300"),
            ("3303D05", None, "330300"),
            ("3303U09", Some("3303D13"), "330300"),
        ] {
            assert_eq!(office(code, parent).division().unwrap().as_str(), division);
        }
    }

    #[test]
    fn nobody_becomes_another_person_by_spelling() {
        for other in ["clerk", "Clerk", "ｃｌｅｒｋ", "cl erk", "CLERK\u{3000}"] {
            assert!(is_same_person("clerk", other), "{other}");
        }
        assert!(is_same_person("李 四", "李四") && is_same_person("e\u{301}", "É"));
        assert!(!is_same_person("李四", "李肆") && !is_same_person("clerk", "clerk2"));
    }
}
