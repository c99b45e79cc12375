//! Every refusal in Chinese: what happened, and what to do.

use super::Refusal;
use crate::model::{
    batch::{Move, Stage},
    copy::{PurposeFault, UntilFault},
    way::Way,
};

impl Refusal {
    /// What happened and what to do.
    #[expect(clippy::too_many_lines, reason = "one sentence for each variant")]
    pub fn zh(&self) -> String {
        match self {
            Self::NothingFound => "没有这样的证书，或填写的内容对不上。".into(),
            Self::NoMatch => "没有该证书，或所填信息不一致。".into(),
            Self::Unfit(fields) => fields.iter().map(|f| f.zh.as_str()).collect(),
            Self::TooOften { retry_after_s } => {
                format!("查得太频繁，{}后再试。", wait_zh(*retry_after_s))
            }
            Self::SessionEnded => "已经退出，请重新查询。".into(),
            Self::NotYours => "没有这样的证书。".into(),
            Self::NotPrintable(record) => {
                format!("这份证书{}，不能打印。", record.standing.zh())
            }
            Self::UnfitCopy { purpose, until } => {
                let said = [purpose.map(PurposeFault::zh), until.map(UntilFault::zh)];
                said.into_iter().flatten().collect()
            }
            Self::CopiesTooOften(most) => {
                format!("这份证书24小时内已经开过{most}份副本。请明天再来，或用已经开好的。")
            }
            Self::TooManyCopies(most) => {
                format!("已有{most}份副本没有到期。先收回一份，再开新的。")
            }
            Self::CopyEnded => "这份副本已到期或已收回。请另开一份。".into(),
            Self::NoSuchDocument => "没有这份文件。".into(),
            Self::NoSuchCertificate(number) => format!("没有编号为{number}的证书。"),
            Self::NoSuchBatch(id) => format!("没有批次{id}。请在批次列表里核对批次号。"),
            Self::NoSuchOffice(code) => {
                format!("没有代码为{code}的单位。用 office list 查看有哪些单位。")
            }
            Self::WayClosed(code, Way::Filed) => {
                format!("单位{code}不能归集已颁发的证书，请走发证流程。")
            }
            Self::WayClosed(code, Way::Reviewed) => {
                format!("单位{code}没有评审发证的权限，请走归集流程。")
            }
            Self::WayClosed(code, Way::Confirmed) => {
                format!("单位{code}不办理调入确认，请报县(市、区)或主管部门。")
            }
            Self::NotAllowed => "这件事须由市人力社保局办理。".into(),
            Self::File { zh, .. } => zh.clone(),
            Self::Undrawn { batch, place, character } => format!(
                "批次{batch}第{}行里的“{character}”（U+{:04X}）现在没有字库印得出，整批没有发证。\
                 请在设置 fonts.extra 里补上有这个字的字库，或退回批次。",
                place.row,
                u32::from(*character),
            ),
            Self::FourEyes(id) => format!("批次{id}由您报送，须由另一位同事审核、发证。"),
            Self::SameName => "经办、审核、发证须由三位不同的人。请写三个不同的名字。".into(),
            Self::WrongStage { batch, stage, way } => {
                format!("批次{batch}现在是“{}”，{}", stage.zh(), next(*stage, *way))
            }
            Self::WindowTooShort { until } => {
                format!("公示期太短：须满7天，其中至少5个工作日，最早到{}。", until.zh())
            }
            Self::PostInThePast(day) => {
                format!("{}已经过去，公示从今天或以后的日期开始。", day.zh())
            }
            Self::TooEarly { batch, first } => {
                format!("批次{batch}要公示期满才能公布，最早{}可以公布。", first.zh())
            }
            Self::Barred(id) => format!("批次{id}有异议没有处理完，处理完才能公布。"),
            Self::NoSuchObjection => "没有这条异议，或已经处理完了。".into(),
            Self::NobodyThere(id) => format!("批次{id}的名单上没有这个序号，什么都没有改动。"),
            Self::PostEnded => "公示已结束，名单已撤下。".into(),
            Self::NoSheet(id) => {
                format!("批次{id}还没有信息表。请报送单位补报人员信息表，再发证。")
            }
            Self::TooManyMends(id) => {
                format!("批次{id}改动的单元格太多。请在表格里改好后重新上传。")
            }
            Self::TooManyDrafts(most) => {
                format!("一天上传了{most}份还没有报送的表格。请报送已有的，或明天再传。")
            }
            Self::NothingToReport(id) => {
                format!("批次{id}没有可以报送的行。把需修改的行改好，再报送。")
            }
            Self::NoEntry => "口令不对，或已停用。请核对后重试，或向市人力社保局要新的。".into(),
            Self::DeskClosed => "已经退出，请重新登录。".into(),
            Self::NoSuchToken => "没有这个口令，或早已停用。用 office tokens 查看。".into(),
            Self::NoPlanNeeded(code) => {
                format!("单位{code}不是自主评聘单位，不用备案评聘方案。")
            }
            Self::WrongStanding { number, standing } => {
                format!("证书{number}现在是“{}”，不能这样办。", standing.zh())
            }
            Self::FutureDay(day) => format!("{}还没有到，请写今天或以前的日期。", day.zh()),
            Self::DocumentKeyRenewed => {
                "文件签名密钥已经更换，什么都没有改动。请重新启动服务后再办。".into()
            }
            Self::DocumentKeyEnded => {
                "文件签名密钥的证书已到期。请先用 keys rotate-document 更换，再发证。".into()
            }
            Self::DocumentKeyMissing(id) => {
                format!(
                    "缺少签这份证书的密钥{id}。请重新启动服务；仍然缺少，就从备份取回 keys 文件夹。"
                )
            }
            Self::MovedMeanwhile => "刚刚有人先办了，什么都没有改动。请再看一遍后重试。".into(),
            Self::NotFounded => "这个文件夹里还没有登记库。先用 init 建一个。".into(),
            Self::AlreadyFounded => "这个文件夹里已经有登记库，没有改动。".into(),
            Self::House(sentence) => sentence.clone(),
        }
    }
}

/// What is possible now.
fn next(stage: Stage, way: Way) -> &'static str {
    match (stage, stage.next(way)) {
        (Stage::Returned, _) => "不再办理。请改好后重新报送。",
        (Stage::Issued, _) => "已经办完。",
        (_, Some(Move::Report)) => "先要报送。",
        (_, Some(Move::Accept)) => "下一步是核准。",
        (_, Some(Move::Post)) => "下一步是公示。",
        (_, Some(Move::Clear)) => "公示期满、没有未处理的异议，才能公布。",
        (_, Some(Move::Announce)) => "下一步是公布，要填文号。",
        (_, Some(Move::Issue)) => "下一步是发证。",
        (_, Some(Move::Return) | None) => "不能这样办。",
    }
}

fn wait_zh(seconds: u32) -> String {
    if seconds < 60 { format!("{seconds}秒") } else { format!("{}分钟", seconds.div_ceil(60)) }
}
