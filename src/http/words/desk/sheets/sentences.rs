//! Sentences about sheets with a value in them.

use crate::{
    http::words::{Lang, desk::grouped},
    model::{
        batch::{Move, Stage},
        finding::{Finding, RowPlace, Severity, Told},
        text::quoted,
        way::Way,
    },
    registry::desk::{
        findings::Findings,
        sending::{FILE_BYTES, ROWS},
    },
};

impl Lang {
    /// The heading over what was found: the answer.
    pub fn findings_heading(self, found: &Findings) -> String {
        let tally = &found.batch.tally;
        let (good, bad) = (tally.accepted, tally.rejected);
        if found.batch.filled.is_some() {
            return self.sheet_heading(found.missing(), found.wrong_rows);
        }
        let is_draft = found.batch.stage == Stage::Draft;
        let (rows, held) = (self.rows(good), self.rows(bad));
        match (self, is_draft, good, bad) {
            (Self::Zh, true, 0, 0) if tally.unchanged > 0 => "这些行都已有，没有要报送的".into(),
            (Self::Zh, true, 0, 0) => "没有可以报送的行".into(),
            (Self::Zh, true, 0, _) => format!("{held}都要修改，还不能报送"),
            (Self::Zh, true, _, 0) => "全部可以报送".into(),
            (Self::Zh, true, _, _) => format!("{held}要修改，其余{rows}可以报送"),
            (Self::Zh, false, _, 0) => format!("已报送{rows}"),
            (Self::Zh, false, _, _) => format!("已报送{rows}，{held}没有报"),
            (Self::En, true, 0, 0) if tally.unchanged > 0 => {
                "Everything is on record already".into()
            }
            (Self::En, true, 0, 0) => "No row can be reported".into(),
            (Self::En, true, 0, _) => format!("{held} to mend before anything can be reported"),
            (Self::En, true, _, 0) => "Everything can be reported".into(),
            (Self::En, true, _, _) => format!("{held} to mend, {rows} can be reported"),
            (Self::En, false, _, 0) => format!("{rows} reported"),
            (Self::En, false, _, _) => format!("{rows} reported, {held} left out"),
        }
    }

    /// The same over an information sheet.
    fn sheet_heading(self, missing: u64, wrong: u64) -> String {
        let (people, rows) = (grouped(missing), self.rows(wrong));
        match (self, missing, wrong) {
            (Self::Zh, 0, 0) => "名单上的人都有信息了".into(),
            (Self::Zh, 0, _) => format!("名单上的人都有信息了，{rows}没有收"),
            (Self::Zh, _, 0) => format!("名单上还有{people}人没有信息"),
            (Self::Zh, _, _) => format!("名单上还有{people}人没有信息，{rows}没有收"),
            (Self::En, 0, 0) => "Everybody on the list has information".into(),
            (Self::En, 0, _) => format!("Everybody on the list has information; {rows} not taken"),
            (Self::En, _, 0) => format!("Still without information: {people}"),
            (Self::En, _, _) => format!("Still without information: {people}; {rows} not taken"),
        }
    }

    /// `先报送1,245行`
    pub fn report_button(self, accepted: u64, wrong: u64) -> String {
        let button = self.move_button(Move::Report, accepted);
        match self {
            Self::Zh if wrong > 0 => format!("先{button}"),
            _ => button,
        }
    }

    /// What a way is for, as a choice.
    pub fn way_choice(self, way: Way) -> String {
        let said = match (self, way) {
            (Self::Zh, Way::Filed) => "已颁发的证书，归集入库",
            (Self::Zh, Way::Reviewed) => "评审通过人员名单，公示后发证",
            (Self::Zh, Way::Confirmed) => "调入人员的资格，确认后发证",
            (Self::En, Way::Filed) => "certificates awarded already",
            (Self::En, Way::Reviewed) => "people who passed a review, to be posted",
            (Self::En, Way::Confirmed) => "titles from elsewhere, to be confirmed",
        };
        match self {
            Self::Zh => format!("{}：{said}", self.way(way)),
            Self::En => format!("{}: {said}", self.way(way)),
        }
    }

    /// How much a file may hold.
    pub fn sheet_limits(self) -> String {
        let (mb, rows) = (FILE_BYTES >> 20, grouped(ROWS as u64));
        match self {
            Self::Zh => {
                format!("Excel工作簿（.xlsx、.xls）或CSV，不超过{mb}MB、{rows}行，不带密码。")
            }
            Self::En => format!(
                "An Excel workbook (.xlsx, .xls) or CSV of at most {mb} MB and {rows} rows, without a password."
            ),
        }
    }

    /// Where a finding stands: `第18行D列`. Row 0 stands for all rows together.
    pub fn cell_place(self, place: &RowPlace, column: Option<&str>) -> String {
        // A sheet's name may hold marks that turn a line around.
        let (row, sheet) = (place.row, quoted(&place.sheet));
        let cell = match (self, column) {
            (Self::Zh, _) if row == 0 => "整份表".to_owned(),
            (Self::En, _) if row == 0 => "The whole sheet".to_owned(),
            (Self::Zh, Some(column)) => format!("第{row}行{column}列"),
            (Self::Zh, None) => format!("第{row}行"),
            (Self::En, Some(column)) => format!("Row {row}, column {column}"),
            (Self::En, None) => format!("Row {row}"),
        };
        match self {
            _ if sheet.is_empty() => cell,
            Self::Zh => format!("{sheet}，{cell}"),
            Self::En => format!("{sheet}, {cell}"),
        }
    }

    /// What was found, for a page of findings.
    pub fn said(self, told: &Told) -> String {
        match self {
            Self::Zh => told.message.clone(),
            Self::En => told.message_en.clone(),
        }
    }

    /// Where and what, in one line.
    pub fn told_at(self, finding: &Finding) -> String {
        let place = self.cell_place(&finding.place, finding.column.as_deref());
        match self {
            Self::Zh => format!("{place}：{}", finding.message),
            Self::En => format!("{place}: {}", finding.message_en),
        }
    }

    /// What a hint is called.
    pub fn hint_label(self, severity: Severity) -> &'static str {
        match (self, severity) {
            (Self::Zh, Severity::Fixed) => "已按此读取：",
            (Self::Zh, _) => "可改为：",
            (Self::En, Severity::Fixed) => "Read as: ",
            (Self::En, _) => "Perhaps: ",
        }
    }

    /// A cell was mended.
    pub fn saved_cell(self, row: u32, column: &str) -> String {
        match self {
            Self::Zh => format!("第{row}行{column}列已保存，重新检查过了。"),
            Self::En => {
                format!("Row {row}, column {column} is saved; the sheet was checked again.")
            }
        }
    }

    /// Rows that nobody needs to report again.
    pub fn on_record_already(self, rows: u64) -> String {
        match self {
            Self::Zh => format!("另有{}已经有了，内容没有变化，不再报送。", self.rows(rows)),
            Self::En => format!("Besides, on record already and unchanged: {}.", self.rows(rows)),
        }
    }

    /// Rows that are held back.
    pub fn stays_behind(self, rows: u64) -> String {
        match self {
            Self::Zh => format!("需修改的{}不报。改好以后另传一份表。", self.rows(rows)),
            Self::En => format!("Held back: {}. Mend them and upload them later.", self.rows(rows)),
        }
    }

    /// `1–50，共63`
    pub fn range(self, before: u64, shown: u64, total: u64) -> String {
        let (first, last, total) = (before + 1, grouped(before + shown), grouped(total));
        match self {
            Self::Zh => format!("{}–{last}，共{total}", grouped(first)),
            Self::En => format!("{}–{last} of {total}", grouped(first)),
        }
    }
}
