//! What was done, by whom: the chain of the audit, read and checked.

use crate::registry::{Registry, Result};
use crate::store::audit::BEGINNING;
pub use crate::store::audit::Deed;

/// Deeds that are read at once.
const PAGE: u32 = 1_000;

/// What the chain of deeds is like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chain {
    /// How many deeds there are.
    pub deeds: u64,
    /// The serial of the first deed that was changed, or whose neighbour was taken out.
    pub broken: Option<u64>,
}

impl Registry {
    /// Tells every deed, the oldest first, and checks that each continues the one before it and that
    /// the last is the one that the head names.
    pub async fn audit(&self, mut tell: impl FnMut(&Deed)) -> Result<Chain> {
        // The head first: deeds that are added meanwhile stand behind it.
        let (head, head_digest) = self.0.db.audit_head().await?;
        let (mut last, mut previous, mut broken) = (0, BEGINNING, None);
        loop {
            let page = self.0.db.deeds(last, PAGE).await?;
            if page.is_empty() {
                break;
            }
            for deed in page {
                let follows =
                    deed.serial == last + 1 && deed.digest == deed.digest_behind(previous);
                let is_head = deed.serial != head || deed.digest == head_digest;
                if !(follows && is_head) && broken.is_none() {
                    // After a gap, the first that is missing.
                    broken = Some(deed.serial.min(last + 1));
                }
                (last, previous) = (deed.serial, deed.digest);
                tell(&deed);
            }
        }
        if last < head && broken.is_none() {
            broken = Some(last + 1);
        }
        Ok(Chain { deeds: last, broken })
    }
}

/// What was done, as a clerk says it, and to what.
pub fn zh(deed: &Deed) -> String {
    let said = VERBS.iter().find(|(verb, _)| *verb == deed.verb).map_or(&*deed.verb, |(_, zh)| zh);
    let rows = deed.subject.split_once('/').filter(|_| deed.verb.starts_with("view_"));
    match rows {
        Some((batch, "all")) => format!("{said}  批次{batch}"),
        Some((batch, rows)) if matches!(deed.verb.as_str(), "view_rows" | "view_photo") => {
            format!("{said}  批次{batch}第{}人", from_to(rows))
        }
        Some((batch, rows)) => format!("{said}  批次{batch}表格第{}行", from_to(rows)),
        None => format!("{said}  {}", deed.subject),
    }
}

/// From which to which: one alone by its own number.
fn from_to(rows: &str) -> &str {
    match rows.split_once('-') {
        Some((first, last)) if first == last => first,
        _ => rows,
    }
}

/// The verbs of the audit.
const VERBS: [(&str, &str); 32] = [
    ("upload", "上传表格"),
    ("mend", "修改"),
    ("report", "报送"),
    ("import", "报送"),
    ("accept", "核准"),
    ("return", "退回"),
    ("post", "开始公示"),
    ("clear", "确认公示期满"),
    ("announce", "公布"),
    ("fill", "补报信息表"),
    ("photos", "报送照片"),
    ("object", "登记异议"),
    ("settle", "处理异议"),
    ("issue", "发证"),
    ("suspend", "暂停"),
    ("resume", "恢复"),
    ("revoke", "撤销"),
    ("retire", "注销"),
    ("replace", "更正换发"),
    ("make_token", "发放口令"),
    ("revoke_token", "停用口令"),
    ("enter", "登录"),
    ("delegate", "下放评审权"),
    ("lodge_plan", "评聘方案备案"),
    ("renew_document_key", "更换文件签名密钥"),
    ("view_rows", "查看名单"),
    ("view_photo", "查看照片"),
    ("view_findings", "查看行问题"),
    ("view_changes", "查看退回后的改动"),
    ("view_marked", "下载标注的表格"),
    ("view_paper", "取出证书"),
    ("view_objections", "查看异议"),
];
