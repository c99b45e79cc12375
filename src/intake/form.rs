//! What a file is read for, and by that which of its columns matter.

use crate::model::{certificate::AwardMethod, finding::Field, office::Scope};

/// What a file of people is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Form {
    /// 信息表: certificates are made of its rows.
    Sheet,
    /// 调入确认表: the same about people who bring a title with them from elsewhere.
    Moved,
    /// 通过人员名单: its rows are posted, so that it holds no document of anybody.
    List,
}

impl Form {
    /// What information sheet is to be read, by what the office may send.
    pub(super) fn of(scope: &Scope) -> Self {
        match scope.award_methods.as_slice() {
            [AwardMethod::Confirmation] => Self::Moved,
            _ => Self::Sheet,
        }
    }

    /// Without these nothing can be judged.
    pub(super) fn must(self) -> &'static [Field] {
        match self {
            Self::Sheet | Self::Moved => {
                &[Field::Name, Field::IdNumber, Field::Title, Field::ObtainedOn]
            }
            Self::List => &[Field::Name, Field::Title],
        }
    }

    /// The face of a certificate, or the post, is poorer without these.
    pub(super) fn should(self) -> &'static [Field] {
        match self {
            Self::Sheet => {
                &[Field::Employer, Field::Specialty, Field::AwardMethod, Field::Committee]
            }
            // What is confirmed stays a title of its issuer, under its number.
            Self::Moved => {
                &[Field::Employer, Field::Specialty, Field::Committee, Field::SourceNumber]
            }
            Self::List => &[Field::Employer],
        }
    }

    /// Whether a blank cell of the field is worth a warning.
    pub(super) fn advises(self, field: Field) -> bool {
        self.should().contains(&field)
    }

    /// Whether anything is kept of the field's column.
    pub(super) fn keeps(self, field: Field) -> bool {
        use Field::{Employer, Level, Name, Series, Specialty, Title};
        match self {
            Self::Sheet | Self::Moved => true,
            Self::List => matches!(field, Name | Employer | Series | Specialty | Title | Level),
        }
    }
}
