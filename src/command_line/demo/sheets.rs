//! The sheets that the demo's offices send: realistic, with the faults that real ones have.

use super::people::{Crowd, Person};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

/// A sheet with the office that sends it.
pub struct Sheet {
    /// The file's name.
    pub file: &'static str,
    /// The office.
    pub office: &'static str,
    /// The title above the header.
    pub title: &'static str,
    /// The header and the rows.
    pub rows: Vec<Vec<String>>,
    /// How it is saved.
    pub form: Form,
}

/// How a sheet is saved.
#[derive(Clone, Copy)]
pub enum Form {
    /// A workbook.
    Workbook,
    /// CSV as Chinese Excel saves it.
    Gb18030,
    /// CSV with a byte order mark.
    Utf8,
}

/// Whom the demo names on the terminal.
pub struct Cast {
    /// A person to look up.
    pub holder: Person,
    /// Others whose paper is worth a look.
    pub others: Vec<(Person, &'static str)>,
}

const HEADER: [&str; 12] = [
    "序号",
    "姓名",
    "身份证号码",
    "性别",
    "现工作单位",
    "系列",
    "专业",
    "资格名称",
    "取得方式",
    "取得时间",
    "评委会名称",
    "批准文号",
];

const ENGINEERING: [(&str, &str); 6] = [
    ("建筑工程管理", "助理工程师"),
    ("机械制造", "助理工程师"),
    ("电气自动化", "助理工程师"),
    ("市政工程", "技术员"),
    ("环境工程", "助理工程师"),
    ("工业设计", "技术员"),
];
const TEACHING: [(&str, &str); 4] = [
    ("小学语文", "二级教师"),
    ("初中数学", "二级教师"),
    ("学前教育", "三级教师"),
    ("小学英语", "二级教师"),
];
const FARMING: [(&str, &str); 3] =
    [("园艺", "助理农艺师"), ("植物保护", "助理农艺师"), ("农业推广", "农业技术员")];
const COACHING: [(&str, &str); 3] =
    [("游泳", "中级教练"), ("田径", "初级教练"), ("羽毛球", "中级教练")];

const EMPLOYERS: [&str; 14] = [
    "瑞安市市政工程有限公司",
    "浙江瓯江建设集团有限公司",
    "温州市第二建筑工程公司",
    "乐清市电器研究院",
    "浙江南麂机械有限公司",
    "瑞安市实验小学",
    "乐清市虹桥镇中心幼儿园",
    "苍南县农业技术推广中心",
    "温州市设计集团有限公司",
    "瑞安市塘下自来水厂",
    "苍南县灵溪第一中学",
    "乐清市柳市镇第三小学",
    "浙江雁荡环保科技股份有限公司",
    "温州市鹿城区园林绿化管理所",
];

/// Every sheet of the demo, and whom to name.
pub fn all() -> (Vec<Sheet>, Cast) {
    let mut crowd = Crowd::new();
    let holder = crowd.named("欧阳莹", "330381");
    let interpunct = crowd.named("阿不都热合曼·买买提", "330381");
    let rare = crowd.named("陈𬱖", "330382");
    let taiwan = crowd.named("张家豪", "830000");
    let coach = crowd.named("翁𪾢", "330302");
    let sheets = vec![
        ruian(&mut crowd, &holder, &interpunct),
        yueqing(&mut crowd, &rare),
        cangnan(&mut crowd, &taiwan),
        housing(&mut crowd),
        sports_school(&mut crowd, &coach),
    ];
    let others = vec![
        (interpunct, "resident_id"),
        (rare, "resident_id"),
        (taiwan, "residence_permit"),
        (coach, "resident_id"),
    ];
    (sheets, Cast { holder, others })
}

fn row(
    crowd: &mut Crowd,
    person: &Person,
    series: &str,
    (specialty, title): (&str, &str),
    method: &str,
    body: &str,
) -> Vec<String> {
    let day = crowd.day();
    let employer = crowd.pick(&EMPLOYERS);
    [
        "",
        &person.name,
        &person.id_number,
        person.sex,
        employer,
        series,
        specialty,
        title,
        method,
        &day,
        body,
        "浙人社〔2025〕18号",
    ]
    .map(str::to_owned)
    .to_vec()
}

fn rows(
    crowd: &mut Crowd,
    (n, division): (usize, &str),
    series: &str,
    titles: &[(&'static str, &'static str)],
    method: &str,
    body: &str,
) -> Vec<Vec<String>> {
    (0..n)
        .zip(titles.iter().cycle())
        .map(|(_, title)| {
            let person = crowd.next(division);
            row(crowd, &person, series, *title, method, body)
        })
        .collect()
}

/// Puts `value` into a column of a row: a fault as clerks make it.
fn fault(rows: &mut [Vec<String>], row: usize, column: &str, value: &str) {
    let at = HEADER.iter().position(|heading| *heading == column);
    if let Some(cell) = at.and_then(|at| rows.get_mut(row)?.get_mut(at)) {
        value.clone_into(cell);
    }
}

fn cell(rows: &[Vec<String>], row: usize, column: &str) -> String {
    let at = HEADER.iter().position(|heading| *heading == column);
    at.and_then(|at| rows.get(row)?.get(at).cloned()).unwrap_or_default()
}

fn ruian(crowd: &mut Crowd, holder: &Person, interpunct: &Person) -> Sheet {
    const BODY: &str = "瑞安市工程技术初级专业技术资格评审委员会";
    let mut all = vec![
        row(crowd, holder, "工程技术人员", ("建筑工程管理", "助理工程师"), "评审", BODY),
        row(crowd, holder, "工程技术人员", ("市政工程", "技术员"), "认定", BODY),
        row(crowd, interpunct, "工程技术人员", ("机械制造", "助理工程师"), "评审", BODY),
    ];
    all.extend(rows(crowd, (107, "330381"), "工程技术人员", &ENGINEERING, "评审", BODY));
    // What a clerk's sheet holds besides: an ID that Excel cut, abbreviations, a doubtful month …
    let cut = format!("{}000", cell(&all, 20, "身份证号码").get(..15).unwrap_or_default());
    fault(&mut all, 20, "身份证号码", &cut);
    fault(&mut all, 31, "资格名称", "助工");
    fault(&mut all, 40, "取得时间", "2025.1");
    fault(&mut all, 47, "资格名称", "工程师");
    fault(&mut all, 52, "姓名", "张　三");
    fault(&mut all, 60, "批准文号", "浙人社[2025]18号");
    let other_sex = if cell(&all, 66, "性别") == "男" { "女" } else { "男" };
    fault(&mut all, 66, "性别", other_sex);
    let twice = all.get(15).cloned().unwrap_or_default();
    all.push(twice);
    Sheet {
        file: "瑞安市2025年初级职称归集表.xlsx",
        office: "330381",
        title: "瑞安市2025年初级专业技术资格人员信息归集表",
        rows: all,
        form: Form::Workbook,
    }
}

fn yueqing(crowd: &mut Crowd, rare: &Person) -> Sheet {
    const BODY: &str = "乐清市中小学教师初级专业技术资格评审委员会";
    let mut all = vec![row(crowd, rare, "中小学教师", ("小学语文", "二级教师"), "评审", BODY)];
    for name in ["卓㛃", "李䶮", "古丽尼格尔·阿卜杜热依木", "王𠅤"] {
        let person = crowd.named(name, "330382");
        all.push(row(crowd, &person, "中小学教师", ("初中数学", "二级教师"), "评审", BODY));
    }
    all.extend(rows(crowd, (85, "330382"), "中小学教师", &TEACHING, "评审", BODY));
    // The dot that a wrong code page makes of "·", a lower-case x, a space in the number.
    fault(&mut all, 3, "姓名", "古丽尼格尔・阿卜杜热依木");
    let spaced = cell(&all, 12, "身份证号码");
    let spaced = spaced.split_at_checked(6).map_or(String::new(), |(a, b)| format!("{a} {b}"));
    fault(&mut all, 12, "身份证号码", &spaced);
    fault(&mut all, 25, "取得时间", "2027-03-01");
    fault(&mut all, 33, "姓名", "");
    Sheet {
        file: "乐清教师初级.csv", office: "330382", title: "", rows: all, form: Form::Gb18030
    }
}

fn cangnan(crowd: &mut Crowd, taiwan: &Person) -> Sheet {
    const BODY: &str = "苍南县农业系列初级专业技术资格评审委员会";
    let mut all = vec![row(crowd, taiwan, "农业技术人员", ("园艺", "助理农艺师"), "认定", BODY)];
    all.extend(rows(crowd, (37, "330327"), "农业技术人员", &FARMING, "评审", BODY));
    Sheet { file: "苍南农业.csv", office: "330327", title: "", rows: all, form: Form::Utf8 }
}

fn housing(crowd: &mut Crowd) -> Sheet {
    const BODY: &str = "温州市建设工程初级专业技术资格评审委员会";
    const BUILDING: [(&str, &str); 3] =
        [("建设工程", "助理工程师"), ("工程造价", "助理工程师"), ("给排水", "技术员")];
    let mut all = rows(crowd, (55, "330302"), "工程技术人员", &BUILDING, "评审", BODY);
    fault(&mut all, 9, "取得方式", "考核认定");
    fault(&mut all, 17, "现工作单位", "");
    Sheet {
        file: "住建局建设工程初级.xlsx",
        office: "3303D17",
        title: "温州市建设工程专业初级职称名单",
        rows: all,
        form: Form::Workbook,
    }
}

fn sports_school(crowd: &mut Crowd, coach: &Person) -> Sheet {
    const BODY: &str = "温州体育运动学校自主评聘委员会";
    let mut all = vec![row(crowd, coach, "体育专业人员", ("游泳", "中级教练"), "自主评聘", BODY)];
    all.extend(rows(crowd, (11, "330302"), "体育专业人员", &COACHING, "自主评聘", BODY));
    Sheet {
        file: "体校自主评聘结果.xlsx",
        office: "3303U02",
        title: "温州体育运动学校2025年自主评聘结果",
        rows: all,
        form: Form::Workbook,
    }
}

impl Sheet {
    /// The file's bytes.
    pub fn bytes(&self) -> Result<Vec<u8>, XlsxError> {
        match self.form {
            Form::Workbook => self.workbook(),
            Form::Gb18030 => Ok(encoding_rs::GB18030.encode(&self.csv()).0.into_owned()),
            Form::Utf8 => Ok(format!("\u{FEFF}{}", self.csv()).into_bytes()),
        }
    }

    fn numbered(&self) -> impl Iterator<Item = (usize, Vec<String>)> {
        (1..).zip(&self.rows).map(|(n, row)| {
            let mut row = row.clone();
            if let Some(first) = row.first_mut() {
                *first = n.to_string();
            }
            (n, row)
        })
    }

    fn csv(&self) -> String {
        let mut text = HEADER.join(",") + "\r\n";
        for (_, row) in self.numbered() {
            text.push_str(&(row.join(",") + "\r\n"));
        }
        text
    }

    fn workbook(&self) -> Result<Vec<u8>, XlsxError> {
        let mut workbook = Workbook::new();
        // A fixed day, so that the same demo makes the same file.
        let made = ExcelDateTime::from_ymd(2025, 12, 31)?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&made));
        let sheet = workbook.add_worksheet();
        let bold = Format::new().set_bold();
        sheet.merge_range(0, 0, 0, 11, self.title, &bold)?;
        sheet.write(1, 0, "填报单位（盖章）：")?;
        for (column, heading) in (0..).zip(HEADER) {
            sheet.write_with_format(2, column, heading, &bold)?;
        }
        let mut last = 3;
        for (line, (_, row)) in (3..).zip(self.numbered()) {
            for (column, value) in (0..).zip(&row) {
                sheet.write_string(line, column, value)?;
            }
            last = line;
        }
        sheet.write(last + 2, 0, "填报人：林小姐")?;
        sheet.write(last + 2, 6, "填报日期：2025年12月31日")?;
        sheet.set_column_width(2, 22)?;
        workbook.save_to_buffer()
    }
}
