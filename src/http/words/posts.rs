//! The words of the public notices: `/posts` and below.

use super::Lang;
use crate::{model::day::Day, registry::road::publicity::Post};

/// What the notices say without a value in it.
pub struct Posts {
    pub title: &'static str,
    pub lead: &'static str,
    pub none: &'static str,
    pub none_text: &'static str,
    pub place: &'static str,
    pub name: &'static str,
    pub employer: &'static str,
    pub awarded: &'static str,
    pub list: &'static str,
    pub object: &'static str,
    pub object_text: &'static [&'static str],
    pub all: &'static str,
}

pub static ZH: Posts = Posts {
    title: "正在公示",
    lead: "评审通过的人员，公布前在这里公示。",
    none: "现在没有公示",
    none_text: "评审通过的名单公示时会出现在这里，公示结束后撤下。",
    place: "序号",
    name: "姓名",
    employer: "工作单位",
    awarded: "资格名称",
    list: "通过人员名单",
    object: "提出异议",
    object_text: &[
        "对名单有不同意见的，请在公示期内以书面形式实名提出，写明事实和联系方式。",
        "送评审的单位或市人力社保局都可以。异议查清以前，这份名单不会公布。",
    ],
    all: "全部公示",
};

pub static EN: Posts = Posts {
    title: "Public notices",
    lead: "Those who passed a review are posted here before the result is announced.",
    none: "No list is posted at present",
    none_text: "Lists of those who passed a review appear here while they are posted, and are then taken down.",
    place: "No.",
    name: "Name",
    employer: "Employer",
    awarded: "Title",
    list: "Those who passed",
    object: "Object",
    object_text: &[
        "Object in writing and under your name while the list is posted, with the facts and how to reach you.",
        "Write to the office that held the review or to the city bureau. Until the objection is settled the list is not announced.",
    ],
    all: "All notices",
};

impl Lang {
    /// The words of the notices.
    pub fn posts(self) -> &'static Posts {
        match self {
            Self::Zh => &ZH,
            Self::En => &EN,
        }
    }

    /// What is posted, as a heading.
    pub fn post_title(self, post: &Post) -> String {
        match self {
            Self::Zh => format!("{}评审通过人员公示", post.office),
            Self::En => format!("Passed the review of {}", post.office),
        }
    }

    /// How long a list stays, in a sentence.
    pub fn posted_until(self, until: Day) -> String {
        match self {
            Self::Zh => format!("公示到{}（含当日），到期撤下。", until.zh()),
            Self::En => {
                format!("Posted until {} inclusive, then taken down.", self.day(until))
            }
        }
    }
}
