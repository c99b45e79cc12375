//! What is to be done with a batch now, or why there is nothing that the reader can do.

use super::grouped;
use crate::{
    http::words::Lang,
    model::batch::{Move, Stage},
    registry::desk::batches::{AtDesk, Step},
};

/// A heading and a sentence.
pub struct Told {
    pub heading: String,
    pub text: String,
}

fn told(heading: impl Into<String>, text: impl Into<String>) -> Told {
    Told { heading: heading.into(), text: text.into() }
}

impl Lang {
    /// What is to be done next, and by whom.
    pub fn step(self, seen: &AtDesk) -> Told {
        match self {
            Self::Zh => zh(seen),
            Self::En => en(seen),
        }
    }

    /// What a waiting batch waits for, in a word or two.
    pub fn waits_for(self, step: Step) -> &'static str {
        match (self, step) {
            (Self::Zh, Step::Yours(Move::Report)) => "看行问题，报送",
            (Self::En, Step::Yours(Move::Report)) => "See the findings, report",
            (_, Step::Yours(step)) => self.to_move(step),
            (Self::Zh, Step::YourSheet) => "补报信息表",
            (Self::En, Step::YourSheet) => "Send the information sheet",
            (Self::Zh, _) => "改好再报",
            (Self::En, _) => "Mend and send again",
        }
    }
}

fn zh(seen: &AtDesk) -> Told {
    match seen.step {
        Step::Yours(Move::Report) => {
            told("还没有报送", "先看行问题。需修改的行改好再报，其余的行可以先报。")
        }
        Step::Yours(Move::Accept) => told("等您审核", "核对无误就核准；有问题就退回，写明原因。"),
        Step::Yours(Move::Post) => told("等您公示", "名单公示满7天，其中至少5个工作日。"),
        Step::Yours(Move::Announce) => {
            told("可以公布了", "公示期满，没有未处理的异议。公布要填文号。")
        }
        Step::Yours(_) => told("等您发证", "签发后写进公开日志，持证人就能自己查询、打印。"),
        Step::OtherEyes(step) => told(
            format!("等另一位同事{}", zh_verb(step)),
            format!("这批由您报送，须由另一位同事{}，所以这里没有按钮。", zh_verb(step)),
        ),
        Step::Theirs(Move::Report) => told("等单位报送", "报送以后才能审核。"),
        Step::Theirs(step) => {
            told(format!("等市人力社保局{}", zh_verb(step)), "办好以后，这里会写明。不用再报一次。")
        }
        Step::NotBefore(day) => told(
            "正在公示",
            format!("最早{}可以公布。公示期满以前，不能公布，也不能发证。", day.zh()),
        ),
        Step::Barred => told("有异议没有处理完", "处理完才能公布。"),
        Step::YourSheet => {
            told("请补报人员信息表", "名单已经公布。补报带证件号码的信息表，就可以发证。")
        }
        Step::TheirSheet => told("等单位补报信息表", "信息表报来以后才能发证。"),
        Step::SendAgain => {
            told("已经退回，请改好再报", "照退回原因改好表格，重新上传，会是新的一批。")
        }
        Step::Ended if seen.batch.stage == Stage::Issued => {
            let count = grouped(seen.people);
            told("已经办完", format!("{count}份证书已经签发，持证人可以自己查询、打印。"))
        }
        Step::Ended => told("已经退回", "这一批不再办理。单位改好再报，会是新的一批。"),
    }
}

fn zh_verb(step: Move) -> &'static str {
    match step {
        Move::Accept => "审核",
        Move::Issue => "发证",
        other => Lang::Zh.to_move(other),
    }
}

fn en(seen: &AtDesk) -> Told {
    match seen.step {
        Step::Yours(Move::Report) => told(
            "Not reported yet",
            "See the findings first. Rows that need mending wait; the others can be reported now.",
        ),
        Step::Yours(Move::Accept) => told(
            "Waits for your review",
            "Accept it if everything is right; otherwise return it and say why.",
        ),
        Step::Yours(Move::Post) => told(
            "Waits for you to post it",
            "The list is posted for seven days, five of them working days.",
        ),
        Step::Yours(Move::Announce) => told(
            "Can be announced",
            "The publicity is over and no objection is open. Announcing needs a document number.",
        ),
        Step::Yours(_) => told(
            "Waits for you to issue it",
            "Certificates are entered in the public log; holders can then find and print them.",
        ),
        Step::OtherEyes(step) => told(
            format!("Waits for a colleague to {} it", en_verb(step)),
            format!(
                "You reported this batch, so somebody else has to {} it. That is why there is no button.",
                en_verb(step)
            ),
        ),
        Step::Theirs(Move::Report) => {
            told("Waits for the office to report it", "It can be reviewed once it is reported.")
        }
        Step::Theirs(step) => told(
            format!("Waits for the city bureau to {} it", en_verb(step)),
            "This page will say so when it is done. There is no need to send it again.",
        ),
        Step::NotBefore(day) => told(
            "On the public board",
            format!(
                "It can be announced from {}. Until then it can be neither announced nor issued.",
                Lang::En.day(day)
            ),
        ),
        Step::Barred => told("An objection is open", "Settle it, then announce."),
        Step::YourSheet => told(
            "Send the information sheet",
            "The list is announced. Certificates follow once the sheet with ID numbers has come.",
        ),
        Step::TheirSheet => told(
            "Waits for the office's information sheet",
            "It can be issued once the sheet has come.",
        ),
        Step::SendAgain => told(
            "Returned; mend it and send it again",
            "Mend the sheet as the reason says and upload it; it will be a new batch.",
        ),
        Step::Ended if seen.batch.stage == Stage::Issued => {
            let count = grouped(seen.people);
            told(
                "All done",
                format!("{count} certificates are issued; holders can find and print them."),
            )
        }
        Step::Ended => {
            told("Returned", "This batch has ended. What the office mends will be a new batch.")
        }
    }
}

fn en_verb(step: Move) -> &'static str {
    match step {
        Move::Report => "report",
        Move::Return => "return",
        Move::Accept => "review",
        Move::Post | Move::Clear => "post",
        Move::Announce => "announce",
        Move::Issue => "issue",
    }
}
