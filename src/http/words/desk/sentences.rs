//! Sentences of the desk with a value in them.

use crate::{
    http::words::Lang,
    model::{
        batch::{BatchId, Move, Stage},
        day::Timestamp,
        way::Way,
    },
};

/// A count with its thousands apart: `1,245`.
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().map(text).collect();
    groups.join(",")
}

impl Lang {
    /// `2026年11月24日 16:28`: at the desk the seconds of a moment say nothing.
    pub fn minute(self, instant: Timestamp) -> String {
        let whole = self.instant(instant);
        whole.rsplit_once(':').map_or(whole.clone(), |(minute, _)| minute.to_owned())
    }

    /// `1,245行`
    pub fn rows(self, count: u64) -> String {
        match (self, count) {
            (Self::Zh, _) => format!("{}行", grouped(count)),
            (Self::En, 1) => "1 row".into(),
            (Self::En, _) => format!("{} rows", grouped(count)),
        }
    }

    /// The heading of the desk.
    pub fn tasks(self, count: usize) -> String {
        match (self, count) {
            (_, 0) => self.words().desk.home.none.to_owned(),
            (Self::Zh, _) => format!("{count}件事等您办"),
            (Self::En, 1) => "1 thing waits for you".into(),
            (Self::En, _) => format!("{count} things wait for you"),
        }
    }

    /// What a batch is called at the desk.
    pub fn batch_title(self, office: &str, id: BatchId) -> String {
        let BatchId { year, serial } = id;
        match self {
            Self::Zh => format!("{office}，{year}年第{serial}批"),
            Self::En => format!("{office}, batch {serial} of {year}"),
        }
    }

    /// The word for a stage.
    pub fn stage(self, stage: Stage) -> &'static str {
        match (self, stage) {
            (Self::Zh, stage) => stage.zh(),
            (Self::En, Stage::Draft) => "Draft",
            (Self::En, Stage::Reported) => "Reported",
            (Self::En, Stage::Returned) => "Returned",
            (Self::En, Stage::Accepted) => "Accepted",
            (Self::En, Stage::Posted) => "Posted",
            (Self::En, Stage::Cleared) => "Publicity over",
            (Self::En, Stage::Announced) => "Announced",
            (Self::En, Stage::Issued) => "Issued",
        }
    }

    /// The word for a way.
    pub fn way(self, way: Way) -> &'static str {
        match (self, way) {
            (Self::Zh, way) => way.zh(),
            (Self::En, Way::Filed) => "filed",
            (Self::En, Way::Reviewed) => "reviewed",
            (Self::En, Way::Confirmed) => "confirmed",
        }
    }

    /// What a move does, as a verb.
    pub fn to_move(self, step: Move) -> &'static str {
        match (self, step) {
            (Self::Zh, Move::Report) => "报送",
            (Self::Zh, Move::Return) => "退回",
            (Self::Zh, Move::Accept) => "核准",
            (Self::Zh, Move::Post | Move::Clear) => "公示",
            (Self::Zh, Move::Announce) => "公布",
            (Self::Zh, Move::Issue) => "签发",
            (Self::En, Move::Report) => "Report",
            (Self::En, Move::Return) => "Return",
            (Self::En, Move::Accept) => "Accept",
            (Self::En, Move::Post | Move::Clear) => "Post",
            (Self::En, Move::Announce) => "Announce",
            (Self::En, Move::Issue) => "Issue",
        }
    }

    /// A button: the verb and how much it is about.
    pub fn move_button(self, step: Move, count: u64) -> String {
        let (verb, rows) = (self.to_move(step), self.rows(count));
        match (self, step) {
            (Self::Zh, Move::Issue) => format!("{verb}{}份", grouped(count)),
            (Self::Zh, _) => format!("{verb}{rows}"),
            (Self::En, Move::Issue) if count == 1 => format!("{verb} 1 certificate"),
            (Self::En, Move::Issue) => format!("{verb} {} certificates", grouped(count)),
            (Self::En, _) => format!("{verb} {rows}"),
        }
    }

    /// The heading of the page that asks before a move.
    pub fn move_question(self, step: Move, count: u64) -> String {
        match self {
            Self::Zh => format!("{}吗？", self.move_button(step, count)),
            Self::En => format!("{}?", self.move_button(step, count)),
        }
    }

    /// What a move brings with it.
    pub fn move_consequence(self, step: Move) -> &'static str {
        match (self, step) {
            (Self::Zh, Move::Return) => "退回后这一批不再办理。单位改好再报，会是新的一批。",
            (Self::Zh, Move::Issue) => {
                "每份证书都会签名、写进公开日志，发出去就收不回来；有错只能撤销或更正换发。"
            }
            (Self::Zh, _) => "核准后就可以发证。再发现问题，只能整批退回。",
            (Self::En, Move::Return) => {
                "A returned batch has ended. The office mends its sheet and sends a new batch."
            }
            (Self::En, Move::Issue) => {
                "Every certificate is signed and entered in the public log. This cannot be taken back; what is wrong can only be revoked or replaced."
            }
            (Self::En, _) => {
                "An accepted batch can be issued. After that, only the whole batch can be returned."
            }
        }
    }

    /// `11月2日10:40，林晓燕`
    pub fn signed(self, who: &str, when: &str) -> String {
        match self {
            Self::Zh => format!("{when}，{who}"),
            Self::En => format!("{when}, {who}"),
        }
    }

    /// How far issuing has come.
    pub fn issued_so_far(self, done: u64, total: u64) -> String {
        let (done_of, all) = (grouped(done), grouped(total));
        match self {
            _ if total == 0 => self.words().desk.progress.title.to_owned(),
            Self::Zh => format!("已签发{done_of}，共{all}"),
            Self::En => format!("{done_of} of {all} signed"),
        }
    }

    /// What somebody did to a batch.
    pub fn deed(self, verb: &str) -> String {
        let said = match (self, verb) {
            (Self::Zh, "upload") => "上传表格",
            (Self::Zh, "mend") => "修改",
            (Self::Zh, "import" | "report") => "报送",
            (Self::Zh, "accept") => "核准",
            (Self::Zh, "return") => "退回",
            (Self::Zh, "post") => "开始公示",
            (Self::Zh, "clear") => "确认公示期满",
            (Self::Zh, "announce") => "公布",
            (Self::Zh, "fill") => "补报信息表",
            (Self::Zh, "photos") => "报送照片",
            (Self::Zh, "object") => "登记异议",
            (Self::Zh, "settle") => "处理异议",
            (Self::Zh, "issue") => "发证",
            (Self::En, "upload") => "uploaded the sheet",
            (Self::En, "mend") => "mended a cell",
            (Self::En, "import" | "report") => "reported it",
            (Self::En, "accept") => "accepted it",
            (Self::En, "return") => "returned it",
            (Self::En, "post") => "posted it",
            (Self::En, "clear") => "closed the publicity",
            (Self::En, "announce") => "announced it",
            (Self::En, "fill") => "sent the information sheet",
            (Self::En, "photos") => "handed in photos",
            (Self::En, "object") => "registered an objection",
            (Self::En, "settle") => "settled an objection",
            (Self::En, "issue") => "issued it",
            (_, other) => other,
        };
        said.to_owned()
    }
}

/// A group of ASCII digits.
fn text(digits: &[u8]) -> &str {
    std::str::from_utf8(digits).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_grouped_by_thousands_and_buttons_say_how_many() {
        let counts = [0, 7, 999, 1_000, 1_245, 3_000_000].map(grouped);
        assert_eq!(counts, ["0", "7", "999", "1,000", "1,245", "3,000,000"]);
        assert_eq!(Lang::Zh.move_button(Move::Issue, 3_000), "签发3,000份");
        assert_eq!(Lang::Zh.move_question(Move::Accept, 1_245), "核准1,245行吗？");
        assert_eq!(Lang::En.move_button(Move::Issue, 1), "Issue 1 certificate");
        assert_eq!(Lang::En.move_question(Move::Return, 2), "Return 2 rows?");
    }

    #[test]
    fn a_moment_is_told_to_the_minute() {
        let moment = Timestamp(1_795_508_885_000);
        assert_eq!(Lang::Zh.minute(moment), "2026年11月24日 16:28");
        assert_eq!(Lang::En.minute(moment), "24 November 2026, 16:28");
    }
}
