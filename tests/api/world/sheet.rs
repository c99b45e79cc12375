//! Sheets as offices send them, about people who do not exist.

use rust_xlsxwriter::{Format, Workbook};

/// The columns of every sheet here.
pub const HEADINGS: [&str; 11] = [
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

/// Somebody who does not exist.
#[derive(Clone, Debug)]
pub struct Person {
    /// 姓名.
    pub name: String,
    /// 身份证号码.
    pub id_number: String,
}

/// The `n`-th person: the number is well formed, from Ruian, and is nobody else's.
pub fn person(n: u32) -> Person {
    const SURNAMES: [&str; 8] = ["陈", "林", "黄", "张", "欧阳", "李", "吴", "叶"];
    const GIVEN: [&str; 8] = ["伟", "静", "晓燕", "建国", "志强", "丽娜", "一鸣", "若曦"];
    let (year, month, day) = (1970 + n / 336 % 30, n / 28 % 12 + 1, n % 28 + 1);
    let body = format!("330381{year}{month:02}{day:02}{:03}", 101 + n / 10_080 + n % 7 * 100);
    let n = n as usize;
    let name = format!("{}{}", SURNAMES[n % 8], GIVEN[n / 8 % 8]);
    Person { name, id_number: format!("{body}{}", check_character(&body)) }
}

/// The check character of GB 11643 over 17 digits.
pub fn check_character(body: &str) -> char {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let digits = body.bytes().map(|byte| u32::from(byte - b'0'));
    let sum: u32 = digits.zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    "10X98765432".chars().nth(sum as usize % 11).unwrap()
}

/// A row about a person that no rule complains about.
pub fn row(person: &Person) -> Vec<String> {
    let sex = person.id_number.as_bytes()[16] % 2; // odd: male
    [
        &*person.name,
        &*person.id_number,
        if sex == 1 { "男" } else { "女" },
        "瑞安市市政工程有限公司",
        "工程技术人员",
        "市政工程",
        "助理工程师",
        "评审",
        "2024-06-30",
        "瑞安市工程技术初级专业技术资格评审委员会",
        "瑞人社〔2024〕18号",
    ]
    .map(str::to_owned)
    .to_vec()
}

/// Good rows about the persons of some numbers.
pub fn rows(numbers: impl IntoIterator<Item = u32>) -> Vec<Vec<String>> {
    numbers.into_iter().map(|n| row(&person(n))).collect()
}

/// The same row with another value in one column.
pub fn with(mut row: Vec<String>, heading: &str, value: &str) -> Vec<String> {
    let at = HEADINGS.iter().position(|known| *known == heading).unwrap();
    value.clone_into(&mut row[at]);
    row
}

/// The rows as CSV.
pub fn csv(rows: &[Vec<String>]) -> Vec<u8> {
    let mut text = HEADINGS.join(",") + "\r\n";
    for row in rows {
        text += &(row.join(",") + "\r\n");
    }
    text.into_bytes()
}

/// The rows as a clerk's workbook: a title and a line to sign above the heading, a signature below.
pub fn workbook(rows: &[Vec<String>]) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let bold = Format::new().set_bold();
    sheet.merge_range(0, 0, 0, 10, "瑞安市2024年初级职称人员名单", &bold).unwrap();
    sheet.write(1, 0, "填报单位（盖章）：").unwrap();
    for (column, heading) in (0..).zip(HEADINGS) {
        sheet.write_with_format(2, column, heading, &bold).unwrap();
    }
    let mut last = 3;
    for (line, row) in (3..).zip(rows) {
        for (column, value) in (0..).zip(row) {
            sheet.write_string(line, column, value).unwrap();
        }
        last = line;
    }
    sheet.write(last + 2, 0, "填报人：林小姐").unwrap();
    workbook.save_to_buffer().unwrap()
}
