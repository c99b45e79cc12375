//! Words by which a cell shows that it is about somebody, or about nobody.

use std::borrow::Cow;

/// Eighteen or fifteen characters with a date of birth inside.
pub(super) fn is_citizens_number(written: &str) -> bool {
    if written.len() < 15 || !written.contains(|c: char| c.is_ascii_digit()) {
        return false;
    }
    let is_mark = |c: char| c.is_whitespace() || matches!(c, '\'' | '‘' | '’');
    let bare: Cow<'_, str> = if written.len() <= 19 && !written.contains(is_mark) {
        written.into()
    } else {
        written.chars().filter(|c| !is_mark(*c)).take(19).collect()
    };
    let is_day =
        |month: &str, day: &str| ("01"..="12").contains(&month) && ("01"..="31").contains(&day);
    let part = |from: usize, to: usize| bare.get(from..to).unwrap_or_default();
    let are_digits = |until: usize| part(0, until).bytes().all(|byte| byte.is_ascii_digit());
    match bare.len() {
        18 => {
            are_digits(17)
                && matches!(part(6, 8), "19" | "20")
                && is_day(part(10, 12), part(12, 14))
        }
        15 => are_digits(15) && is_day(part(8, 10), part(10, 12)),
        _ => false,
    }
}

/// Whether a citizen's number stands anywhere inside, whatever its digits are written with.
pub(super) fn has_citizens_number(written: &str) -> bool {
    let plain = written.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| match c {
        // ASCII lies 0xFEE0 below.
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => c,
    });
    let plain: String = plain.collect();
    let runs = plain.split(|c: char| !matches!(c, '0'..='9' | 'x' | 'X'));
    let mut long = runs.filter(|run| run.len() >= 15);
    long.any(|run| {
        let mut parts = (0..run.len()).filter_map(|from| run.get(from..from + 18));
        is_citizens_number(run) || parts.any(is_citizens_number)
    })
}

/// `一、市直单位`, `（二）瑞安市`, `2.请如实填写。`: headings of parts, and remarks that go on.
pub(super) fn is_sentence(written: &str) -> bool {
    let bare = written.trim_start_matches(['（', '(']);
    let behind = bare.trim_start_matches(|c: char| "一二三四五六七八九十".contains(c));
    if behind.len() < bare.len() && behind.starts_with(['、', '）', ')', '．', '.']) {
        return true;
    }
    let behind = bare.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = behind.len() < bare.len() && behind.starts_with(['、', '）', ')', '．', '.']);
    if names_a_part(written) {
        return true;
    }
    let is_long = written.chars().nth(7).is_some();
    is_long && (is_numbered || written.ends_with(['。', '；', '：', ':']))
}

/// `温州市第一中学`, `瑞安市初级职称人员名单（续）`: longer than a name of that end.
fn names_a_part(written: &str) -> bool {
    const ENDS: [&str; 19] = [
        "中学",
        "小学",
        "大学",
        "学院",
        "学校",
        "幼儿园",
        "医院",
        "卫生院",
        "公司",
        "集团",
        "研究所",
        "委员会",
        "中心",
        "人社局",
        "名单",
        "名册",
        "花名册",
        "一览表",
        "汇总表",
    ];
    let bare = written.split(['（', '(']).next().unwrap_or_default().trim_end();
    bare.chars().nth(4).is_some() && ENDS.iter().any(|end| bare.ends_with(end))
}

/// `必填`, `（18位）`, `如2019-12`: how a cell is to be filled in, in a row of its own.
pub(super) fn is_hint(written: &str) -> bool {
    const BEGINNINGS: [&str; 13] = [
        "必填",
        "选填",
        "非必填",
        "可选",
        "可不填",
        "如",
        "例如",
        "格式",
        "请",
        "文本",
        "下拉",
        "（",
        "(",
    ];
    BEGINNINGS.iter().any(|beginning| written.starts_with(beginning))
}

/// How totals, signatures and remarks below a list begin.
const REMARKS: [&str; 37] = [
    "合计",
    "总计",
    "小计",
    "共计",
    "累计",
    "本页",
    "总人数",
    "人数合计",
    "以下空白",
    "以下无",
    "此页无",
    "以上",
    "填报",
    "填表",
    "制表",
    "审核",
    "复核",
    "经办",
    "负责人",
    "单位负责人",
    "主管领导",
    "分管领导",
    "联系人",
    "联系电话",
    "报送单位",
    "报送人",
    "报送日期",
    "打印日期",
    "打印时间",
    "日期：",
    "盖章",
    "单位盖章",
    "单位（盖章",
    "（盖章",
    "备注：",
    "说明：",
    "附注：",
];

pub(super) fn is_remark(written: &str) -> bool {
    let bare: String = written
        .chars()
        .filter(|c| !c.is_whitespace())
        .skip_while(|c| matches!(c, '（' | '(' | '*' | '※' | '—' | '-' | '=' | '【'))
        .take(12)
        .map(|c| match c {
            '(' => '（',
            ':' => '：',
            c => c,
        })
        .collect();
    REMARKS.iter().any(|beginning| bare.starts_with(beginning))
        || is_note(&bare)
        || counts(&bare)
        || is_for_stamp(written)
}

/// `评委会办公室（盖章）`: whoever signs below may be called anything.
fn is_for_stamp(written: &str) -> bool {
    ["盖章", "签章", "签字", "公章"].iter().any(|word| written.contains(word))
}

/// `注：`, `注1：`, `注 2、`.
fn is_note(bare: &str) -> bool {
    let behind = bare.strip_prefix('注').or_else(|| bare.strip_prefix("说明"));
    behind.is_some_and(|behind| {
        behind.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with(['：', '、', '.', '．'])
    })
}

/// `共3人`, `计12人`, `第1页 共3页`.
fn counts(bare: &str) -> bool {
    let behind = bare.strip_prefix(['共', '计', '第']);
    behind.is_some_and(|behind| {
        let unit = behind.trim_start_matches(|c: char| {
            c.is_ascii_digit() || "一二三四五六七八九十百千".contains(c)
        });
        // 第一人民医院 counts nobody.
        let is_unit = unit.starts_with(['人', '名', '页', '条', '行', '份', '位']);
        unit.len() < behind.len() && is_unit && !unit.starts_with("人民")
    })
}
