//! The words of posting, announcing and objecting at the desk.

use crate::{http::words::Lang, model::day::Day};

/// What these pages say without a value in it.
pub struct Publicity {
    pub post: &'static str,
    pub post_consequence: &'static str,
    pub from: &'static str,
    pub from_hint: &'static str,
    pub until: &'static str,
    pub until_hint: &'static str,
    pub announce: &'static str,
    pub announce_consequence: &'static str,
    pub document: &'static str,
    pub document_hint: &'static str,
    pub on: &'static str,
    pub on_hint: &'static str,
    pub objections: &'static str,
    pub no_objections: &'static str,
    pub open: &'static str,
    pub object: &'static str,
    pub object_consequence: &'static str,
    pub says: &'static str,
    pub says_hint: &'static str,
    pub received: &'static str,
    pub received_hint: &'static str,
    pub settle: &'static str,
    pub outcome: &'static str,
    pub outcome_hint: &'static str,
    pub strike: &'static str,
    pub strike_hint: &'static str,
    pub day_unfit: &'static str,
    pub text_unfit: &'static str,
    pub place_unfit: &'static str,
}

pub static ZH: Publicity = Publicity {
    post: "公示这份名单",
    post_consequence: "名单会在网上公开姓名、工作单位和资格名称，公示期满撤下。开始以后不能改日期。",
    from: "公示开始",
    from_hint: "今天或以后的日期。",
    until: "公示截止（含当日）",
    until_hint: "从开始的第二天算起满7天，其中至少5个工作日。",
    announce: "公布评审结果",
    announce_consequence: "公布后，报送单位补报人员信息表，就可以发证。",
    document: "批准文号",
    document_hint: "如 温人社发〔2026〕88号",
    on: "公布日期",
    on_hint: "文件上的日期，不早于公示期满的第二天。",
    objections: "异议",
    no_objections: "没有收到异议。",
    open: "未处理，处理完才能公布",
    object: "登记异议",
    object_consequence: "登记以后，这份名单要等异议处理完才能公布。",
    says: "异议内容",
    says_hint: "只在登记里保存，不公开。不超过200字。",
    received: "收到日期",
    received_hint: "今天或以前的日期。",
    settle: "处理完毕",
    outcome: "处理结果",
    outcome_hint: "只在登记里保存，不公开。不超过200字。",
    strike: "从名单上去掉的序号",
    strike_hint: "异议属实、要取消资格的，填名单上的序号；不取消的，不填。",
    day_unfit: "请写成2026-12-03这样的日期。",
    text_unfit: "请填写一行字，不超过200字。",
    place_unfit: "序号是一个数，不取消的不填。",
};

pub static EN: Publicity = Publicity {
    post: "Post this list",
    post_consequence: "Names, employers and titles become public until the last day, and are then taken down. The days cannot be changed once it has begun.",
    from: "Posted from",
    from_hint: "Today or later.",
    until: "Until (inclusive)",
    until_hint: "Seven days counted from the day after the first, five of them working days.",
    announce: "Announce the result",
    announce_consequence: "The office then sends the information sheet, and certificates can be issued.",
    document: "Document number",
    document_hint: "As 温人社发〔2026〕88号",
    on: "Day of the announcement",
    on_hint: "The day on the document, not before the day after the publicity.",
    objections: "Objections",
    no_objections: "No objection has come.",
    open: "Open: it bars the announcement",
    object: "Register an objection",
    object_consequence: "Once it is registered, the list cannot be announced before the objection is settled.",
    says: "What it says",
    says_hint: "Kept in the registry, never published. At most 200 characters.",
    received: "Received on",
    received_hint: "Today or earlier.",
    settle: "Settle it",
    outcome: "What was found",
    outcome_hint: "Kept in the registry, never published. At most 200 characters.",
    strike: "Place to take off the list",
    strike_hint: "The place on the list where the objection was right; otherwise leave it blank.",
    day_unfit: "Write the day as 2026-12-03.",
    text_unfit: "Write one line of at most 200 characters.",
    place_unfit: "A place is a number; leave it blank if nobody is taken off.",
};

impl Lang {
    /// The words of the publicity at the desk.
    pub fn publicity(self) -> &'static Publicity {
        match self {
            Self::Zh => &ZH,
            Self::En => &EN,
        }
    }

    /// When something was received, and by whom it was registered.
    pub fn received(self, on: Day, who: &str) -> String {
        match self {
            Self::Zh => format!("{}收到，{who}登记", on.zh()),
            Self::En => format!("Received {}, registered by {who}", self.day(on)),
        }
    }
}
