//! A row that intake could judge and found whole: the certificate that it asks for.

use super::{
    certificate::Award,
    day::PartialDay,
    finding::{Field, RowPlace},
    identity::{Identity, Sex},
    name::PersonName,
    text::Text,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One accepted row.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Draft {
    /// Where it stands in the clerk's file.
    pub place: RowPlace,
    /// The column letter of each field that the sheet has, so that a later finding can point.
    pub columns: BTreeMap<String, String>,
    /// 姓名.
    pub name: PersonName,
    /// 证件.
    pub identity: Identity,
    /// 性别, from the ID or else its column.
    pub sex: Option<Sex>,
    /// 出生年月, from the ID or else its column.
    pub born_on: Option<PartialDay>,
    /// What was awarded.
    pub award: Award,
    /// 备注: for the office and the bureau; never on a certificate.
    pub note: Option<Text>,
}

impl Draft {
    /// The column letter of `field` in the clerk's sheet.
    pub fn column(&self, field: Field) -> Option<String> {
        self.columns.get(field.code()).cloned()
    }
}
