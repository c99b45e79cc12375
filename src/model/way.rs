//! The ways of a batch to its certificates, and what each lets an office send.

use super::{
    catalogue::Level,
    certificate::{AwardMethod, Road},
    office::{Office, OfficeKind, Scope},
};
use serde::{Deserialize, Serialize};

/// How a batch becomes certificates. Two of the ways lie on the issued road.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// 归集: what somebody has awarded already.
    Filed,
    /// 评审发证: a pass list, its publicity and announcement, then the information sheet.
    Reviewed,
    /// 调入确认: a title from elsewhere, checked by the office and confirmed by the bureau, without
    /// publicity.
    Confirmed,
}

impl Way {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::Filed, Self::Reviewed, Self::Confirmed];

    /// The road that the way lies on.
    pub fn road(self) -> Road {
        match self {
            Self::Filed => Road::Filed,
            Self::Reviewed | Self::Confirmed => Road::Issued,
        }
    }

    /// The word of JSON and SQL.
    pub fn code(self) -> &'static str {
        match self {
            Self::Filed => "filed",
            Self::Reviewed => "reviewed",
            Self::Confirmed => "confirmed",
        }
    }

    /// The inverse of [`Self::code`].
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.code() == code)
    }

    /// The word on a page.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Filed => "归集",
            Self::Reviewed => "评审发证",
            Self::Confirmed => "调入确认",
        }
    }

    /// What some office may send by this way: by what a file is checked where none is named.
    pub fn scope_of_any(self) -> Scope {
        use Level::{Intermediate, JuniorAssistant, JuniorTechnician};
        let issued = |levels, award_methods| Scope {
            files: false,
            has_issued: true,
            levels,
            award_methods,
            ..Scope::county()
        };
        match self {
            Self::Filed => Scope::county(),
            Self::Reviewed => issued(
                vec![JuniorTechnician, JuniorAssistant, Intermediate],
                vec![AwardMethod::Review, AwardMethod::Recognition],
            ),
            Self::Confirmed => issued(vec![Intermediate], vec![AwardMethod::Confirmation]),
        }
    }

    /// What `office` may send by this way; none where the way is closed to it.
    ///
    /// The notice (温职改办〔2019〕4号) has every intermediate certificate issued by the bureau: only
    /// an autonomous unit has one already to file, and the bureau its own history. A county has
    /// intermediate titles reviewed where that was delegated to it.
    pub fn scope(self, office: &Office, is_delegated: bool) -> Option<Scope> {
        use OfficeKind::{AutonomousUnit, Bureau, County, Department};
        let own = &office.scope;
        match (self, office.kind) {
            (Self::Filed, Bureau | AutonomousUnit) if own.files => Some(own.clone()),
            (Self::Filed, _) if own.files => {
                let is_junior = |level: &Level| *level < Level::Intermediate;
                let levels = own.levels.iter().copied().filter(is_junior).collect();
                Some(Scope { levels, ..own.clone() })
            }
            (Self::Reviewed, County) if is_delegated => Some(Scope {
                has_issued: true,
                levels: vec![Level::Intermediate],
                award_methods: vec![AwardMethod::Review],
                ..own.clone()
            }),
            (Self::Reviewed, _) if own.has_issued => {
                let methods = own.award_methods.iter().copied();
                let award_methods = methods.filter(|m| *m != AwardMethod::Confirmation).collect();
                Some(Scope { award_methods, ..own.clone() })
            }
            (Self::Confirmed, Bureau | County | Department) => Some(Scope {
                has_issued: true,
                levels: vec![Level::Intermediate],
                award_methods: vec![AwardMethod::Confirmation],
                ..own.clone()
            }),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{catalogue::Catalogue, office::OfficeCode};

    fn levels(code: &str, way: Way, is_delegated: bool) -> Option<Vec<Level>> {
        let catalogue = Catalogue::embedded();
        let office = catalogue.office(&OfficeCode::parse(code).unwrap()).unwrap();
        way.scope(office, is_delegated).map(|scope| scope.levels)
    }

    #[test]
    fn an_intermediate_title_is_issued_unless_a_unit_awarded_it_by_itself() {
        use Level::{Intermediate, JuniorAssistant, JuniorTechnician};
        let junior = vec![JuniorTechnician, JuniorAssistant];
        let all = vec![JuniorTechnician, JuniorAssistant, Intermediate];
        let cases = [
            ("330300", Way::Filed, Some(all.clone())),
            ("330381", Way::Filed, Some(junior.clone())),
            ("330381", Way::Reviewed, None),
            ("330381", Way::Confirmed, Some(vec![Intermediate])),
            ("3303D17", Way::Filed, Some(junior)),
            ("3303D17", Way::Reviewed, Some(all.clone())),
            ("3303D17", Way::Confirmed, Some(vec![Intermediate])),
            ("3303A02", Way::Filed, None),
            ("3303A02", Way::Reviewed, Some(all.clone())),
            ("3303A02", Way::Confirmed, None),
            ("3303U02", Way::Filed, Some(all)),
            ("3303U02", Way::Reviewed, None),
            ("3303U02", Way::Confirmed, None),
        ];
        for (code, way, expected) in cases {
            assert_eq!(levels(code, way, false), expected, "{code} {way:?}");
        }
        assert_eq!(levels("330381", Way::Reviewed, true), Some(vec![Intermediate]));
    }

    #[test]
    fn without_an_office_a_way_is_as_wide_as_for_any_reviewer() {
        for way in Way::ALL {
            assert!(way.scope_of_any().has_road(way.road()), "{way:?}");
        }
        let catalogue = Catalogue::embedded();
        let any = Way::Reviewed.scope_of_any();
        for scope in catalogue.offices().iter().filter_map(|o| Way::Reviewed.scope(o, true)) {
            assert!(scope.levels.iter().all(|level| any.levels.contains(level)));
            assert!(scope.award_methods.iter().all(|method| any.award_methods.contains(method)));
        }
    }

    #[test]
    fn only_confirmation_confirms() {
        let catalogue = Catalogue::embedded();
        for office in catalogue.offices() {
            for way in Way::ALL {
                let Some(scope) = way.scope(office, true) else { continue };
                let confirms = scope.award_methods.contains(&AwardMethod::Confirmation);
                assert!(confirms || way != Way::Confirmed, "{} {way:?}", office.code);
                assert!(!confirms || way != Way::Reviewed, "{} {way:?}", office.code);
                assert!(scope.has_road(way.road()), "{} {way:?}", office.code);
            }
            assert!(Way::ALL.into_iter().all(|way| Way::from_code(way.code()) == Some(way)));
        }
    }
}
