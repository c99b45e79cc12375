//! Sentences with a value in them.

use super::Lang;
use crate::model::{
    catalogue::Level,
    certificate::{AwardMethod, Standing, StandingRecord},
    day::{PartialDay, Timestamp},
    verdict::{Check, CheckName, Outcome},
};

impl Lang {
    /// A day as precise as it is known.
    pub fn day(self, day: impl Into<PartialDay>) -> String {
        match self {
            Self::Zh => day.into().zh(),
            Self::En => day.into().en(),
        }
    }

    /// An instant on the clock in Wenzhou.
    pub fn instant(self, instant: Timestamp) -> String {
        match self {
            Self::Zh => instant.zh(),
            Self::En => instant.en(),
        }
    }

    /// The word for a level.
    pub fn level(self, level: Level) -> &'static str {
        match self {
            Self::Zh => level.zh(),
            Self::En => level.en(),
        }
    }

    /// How a title was obtained.
    pub fn award_method(self, method: AwardMethod) -> &'static str {
        match (self, method) {
            (Self::Zh, method) => method.zh(),
            (Self::En, AwardMethod::Review) => "review",
            (Self::En, AwardMethod::Recognition) => "recognition",
            (Self::En, AwardMethod::Confirmation) => "confirmation",
            (Self::En, AwardMethod::Autonomous) => "autonomous award",
        }
    }

    /// The word for a standing.
    pub fn standing(self, standing: Standing) -> &'static str {
        match (self, standing) {
            (Self::Zh, standing) => standing.zh(),
            (Self::En, Standing::Valid) => "In force",
            (Self::En, Standing::Suspended) => "Suspended",
            (Self::En, Standing::Revoked) => "Revoked",
            (Self::En, Standing::Retired) => "Retired",
            (Self::En, Standing::Replaced) => "Replaced by a newer one",
        }
    }

    /// A standing that ended or stopped the certificate, with its paper.
    pub fn standing_event(self, record: &StandingRecord) -> String {
        let word = self.standing(record.standing);
        match (self, &record.document_number) {
            (Self::Zh, Some(number)) => format!("{word}（{number}）"),
            (Self::En, Some(number)) => format!("{word} ({number})"),
            (_, None) => word.to_owned(),
        }
    }

    /// `欧阳莹，您有3份证书`
    pub fn greeting(self, name: &str, count: usize) -> String {
        match (self, count) {
            (Self::Zh, _) => format!("{name}，您有{count}份证书"),
            (Self::En, 1) => format!("{name}, you have 1 certificate"),
            (Self::En, _) => format!("{name}, you have {count} certificates"),
        }
    }

    /// The heading of an error summary, and what the page's title begins with.
    pub fn to_mend(self, count: usize) -> (String, String) {
        match (self, count) {
            (Self::Zh, _) => (format!("有{count}处要改"), format!("要改{count}处")),
            (Self::En, 1) => ("1 thing to correct".into(), "1 thing to correct".into()),
            (Self::En, _) => {
                let heading = format!("{count} things to correct");
                (heading.clone(), heading)
            }
        }
    }

    /// A page's title with what is most urgent before it.
    pub fn title_after(self, start: &str, title: &str) -> String {
        match self {
            Self::Zh => format!("{start}：{title}"),
            Self::En => format!("{start}: {title}"),
        }
    }

    /// The name of a check.
    pub fn check_name(self, name: CheckName) -> &'static str {
        match (self, name) {
            (Self::Zh, CheckName::Read) => "读取",
            (Self::Zh, CheckName::Signature) => "签名",
            (Self::Zh, CheckName::Key) => "公钥",
            (Self::Zh, CheckName::Record) => "登记",
            (Self::Zh, CheckName::Standing) => "状态",
            (Self::Zh, CheckName::Document) => "文件",
            (Self::Zh, CheckName::Copy) => "副本",
            (Self::En, CheckName::Read) => "Read",
            (Self::En, CheckName::Signature) => "Signature",
            (Self::En, CheckName::Key) => "Key",
            (Self::En, CheckName::Record) => "On record",
            (Self::En, CheckName::Standing) => "Standing",
            (Self::En, CheckName::Document) => "File",
            (Self::En, CheckName::Copy) => "Copy",
        }
    }

    /// How a check ended.
    pub fn outcome(self, outcome: Outcome) -> &'static str {
        match (self, outcome) {
            (Self::Zh, Outcome::Passed) => "通过",
            (Self::Zh, Outcome::Failed) => "不通过",
            (Self::Zh, Outcome::NotChecked) => "未核",
            (Self::En, Outcome::Passed) => "Passed",
            (Self::En, Outcome::Failed) => "Failed",
            (Self::En, Outcome::NotChecked) => "Not checked",
        }
    }

    /// Why a check ended as it did.
    pub fn reason(self, check: &Check) -> String {
        match self {
            Self::Zh => check.reason.zh(),
            Self::En => check.reason.en(),
        }
    }

    /// A note below a name with characters that many devices cannot show.
    pub fn rare_characters(self, name: &str) -> Option<String> {
        let rare: Vec<char> = name.chars().filter(|c| is_rare(*c)).collect();
        let listed = |between: &str, open: &str, close: &str| {
            let each = rare.iter().map(|c| format!("{c}{open}U+{:04X}{close}", u32::from(*c)));
            each.collect::<Vec<_>>().join(between)
        };
        match self {
            _ if rare.is_empty() => None,
            Self::Zh => {
                Some(format!("含生僻字{}。显示成方框时，以证书PDF为准。", listed("、", "（", "）")))
            }
            Self::En => Some(format!(
                "Holds the rare characters {}. Where they show as boxes, rely on the certificate's PDF.",
                listed(", ", " (", ")")
            )),
        }
    }
}

/// CJK Extension A and everything beyond the Basic Multilingual Plane.
fn is_rare(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{20000}'..='\u{3FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_characters_are_named_by_code_point() {
        assert_eq!(Lang::Zh.rare_characters("欧阳莹·买买提"), None);
        assert_eq!(
            Lang::Zh.rare_characters("王䶮").as_deref(),
            Some("含生僻字䶮（U+4DAE）。显示成方框时，以证书PDF为准。")
        );
        let english = Lang::En.rare_characters("王䶮𬱖").unwrap();
        assert!(english.contains("䶮 (U+4DAE), 𬱖 (U+2CC56)"), "{english}");
    }

    #[test]
    fn counts_read_as_people_say_them() {
        assert_eq!(Lang::Zh.greeting("欧阳莹", 3), "欧阳莹，您有3份证书");
        assert_eq!(Lang::En.greeting("Li", 1), "Li, you have 1 certificate");
        let (heading, start) = Lang::Zh.to_mend(2);
        assert_eq!(heading, "有2处要改");
        assert_eq!(Lang::Zh.title_after(&start, "核验证书"), "要改2处：核验证书");
        assert_eq!(
            Lang::En.title_after(&Lang::En.to_mend(1).1, "Verify"),
            "1 thing to correct: Verify"
        );
    }
}
