//! The words around the people of a batch, and around what changed when it was sent again.

use super::grouped;
use crate::{
    http::words::Lang,
    model::{finding::Field, identity::IdType},
    registry::desk::changes::{Became, Counts},
};

/// What these pages say without a value in it.
pub struct Review {
    pub back: &'static str,
    pub people: &'static str,
    pub gone: &'static str,
    pub noted: &'static str,
    pub number: &'static str,
    pub holder: &'static str,
    pub title: &'static str,
    pub obtained: &'static str,
    pub next: &'static str,
    pub first: &'static str,
    pub pages: &'static str,
    pub from: &'static str,
    pub go: &'static str,
    pub reason: &'static str,
    pub returned: &'static str,
    pub altered: &'static str,
    pub added: &'static str,
    pub left_out: &'static str,
    pub same: &'static str,
    pub no_change: &'static str,
    pub list: &'static str,
    pub was: &'static str,
    pub is: &'static str,
    pub blank: &'static str,
}

static ZH: Review = Review {
    back: "返回这一批",
    people: "名单",
    gone: "这批的名单已过保存期限，按规定删除了。",
    noted: "证件号码只显示末两位。谁在什么时候看过，都有记录。",
    number: "序号",
    holder: "持证人",
    title: "资格",
    obtained: "取得",
    next: "下一页",
    first: "回到第一页",
    pages: "翻页",
    from: "从第几位看起",
    go: "前往",
    reason: "退回原因：",
    returned: "退回的批次",
    altered: "行改过",
    added: "行是新加的",
    left_out: "行没有再报",
    same: "行没有变",
    no_change: "与退回的那一批逐行相同，什么都没有改。",
    list: "逐行看",
    was: "原来：",
    is: "现在：",
    blank: "（空白）",
};

static EN: Review = Review {
    back: "Back to the batch",
    people: "People",
    gone: "The people of this batch were kept as long as the rules allow, and have been deleted.",
    noted: "Of an ID number the last two characters are shown. Who looked, and when, is recorded.",
    number: "No.",
    holder: "Holder",
    title: "Title",
    obtained: "Obtained",
    next: "Next page",
    first: "Back to the first page",
    pages: "Pages",
    from: "Start at number",
    go: "Go",
    reason: "Why it was returned: ",
    returned: "The returned batch",
    altered: "rows altered",
    added: "rows added",
    left_out: "rows not sent again",
    same: "rows unchanged",
    no_change: "Row by row the same as the returned batch: nothing was changed.",
    list: "Row by row",
    was: "Was: ",
    is: "Is: ",
    blank: "(blank)",
};

impl Lang {
    /// The words around the people of a batch.
    pub fn review(self) -> &'static Review {
        match self {
            Self::Zh => &ZH,
            Self::En => &EN,
        }
    }

    /// The heading over the people of a batch.
    pub fn people(self, count: u64) -> String {
        match (self, count) {
            (Self::Zh, _) => format!("名单，{}人", grouped(count)),
            (Self::En, 1) => "1 person".into(),
            (Self::En, _) => format!("{} people", grouped(count)),
        }
    }

    /// The heading over what changed: the answer.
    pub fn changed(self, counts: &Counts) -> String {
        let told = [
            (counts.altered, "改了", "altered"),
            (counts.added, "新加", "added"),
            (counts.left_out, "没有再报", "not sent again"),
        ];
        let told = told.into_iter().filter(|(count, ..)| *count > 0);
        let told: Vec<String> = told
            .map(|(count, zh, en)| match self {
                Self::Zh => format!("{zh}{}行", grouped(count)),
                Self::En => format!("{} {en}", grouped(count)),
            })
            .collect();
        match self {
            Self::Zh if told.is_empty() => "退回后什么都没有改".into(),
            Self::Zh => format!("退回后{}", told.join("，")),
            Self::En if told.is_empty() => "Nothing changed since it was returned".into(),
            Self::En => format!("Since it was returned: {}", told.join(", ")),
        }
    }

    /// What became of a row.
    pub fn became(self, became: Became) -> &'static str {
        match (self, became) {
            (Self::Zh, Became::Altered) => "改过",
            (Self::Zh, Became::Added) => "新加",
            (Self::Zh, Became::LeftOut) => "没有再报",
            (Self::En, Became::Altered) => "Altered",
            (Self::En, Became::Added) => "Added",
            (Self::En, Became::LeftOut) => "Not sent again",
        }
    }

    /// A document: its kind and the end of its number.
    pub fn document(self, kind: IdType, ending: &str) -> String {
        match self {
            Self::Zh => format!("{}…{ending}", kind.zh()),
            Self::En => format!("{} …{ending}", kind.en()),
        }
    }

    /// A warning about an ID number: what is the matter, without the words that repeat its cell.
    pub fn of_a_number(self, code: &str) -> String {
        self.kind(code, Some(Field::IdNumber))
    }
}
