//! A registry in a temporary folder, and as many fictitious people as are asked for.

use crate::Outcome;
use rand::{SeedableRng, rngs::StdRng};
use rust_xlsxwriter::Workbook;
use tempfile::TempDir;
use wenzheng::model::day::{Day, Timestamp};
use wenzheng::model::office::{Actor, Door, OfficeCode, Role};
use wenzheng::model::text::Text;
use wenzheng::registry::{Clock, Opening, Registry, Retention, house};

/// The office that files.
pub const OFFICE: &str = "330381";

/// A registry at work.
pub struct Town {
    pub registry: Registry,
    pub today: Day,
    _folder: TempDir,
}

/// Somebody with a title to be filed.
#[derive(Clone)]
pub struct Person {
    pub name: String,
    pub id_number: String,
    sex: &'static str,
}

impl Town {
    pub async fn new() -> Outcome<Self> {
        let folder = TempDir::new()?;
        let today = Day::parse("2026-11-25").ok_or("no day")?;
        let noon = Timestamp::start_of(today).plus_ms(43_200_000);
        let began = std::time::Instant::now();
        let clock = Clock::new(move || {
            noon.plus_ms(i64::try_from(began.elapsed().as_millis()).unwrap_or_default())
        });
        let opening = |seed| Opening {
            folder: folder.path().to_owned(),
            database: None,
            public_url: "https://zs.wenzhou.gov.cn".to_owned(),
            issuer_name: "温州市人力资源和社会保障局".to_owned(),
            passphrase: None,
            clock: clock.clone(),
            today: None,
            rng: StdRng::seed_from_u64(seed),
            retention: Retention { session_minutes: 15, batch_content_days: 30, look_up_days: 180 },
            asks_per_ten_minutes: 60,
            extra_face: None,
        };
        house::found(&mut opening(1), false).await?;
        let registry = Registry::open(opening(2)).await?;
        Ok(Self { registry, today, _folder: folder })
    }
}

/// Somebody of the bureau.
pub fn actor(who: &str, role: Role) -> Outcome<Actor> {
    Ok(Actor {
        who: Text::parse(who).ok_or("no name")?,
        office: OfficeCode::parse("330300").ok_or("no code")?,
        roles: vec![role],
        door: Door::CommandLine,
    })
}

/// `n` people, none of whom is among those of another `from`.
pub fn people(from: usize, n: usize) -> Vec<Person> {
    (from..from + n).map(person).collect()
}

fn person(n: usize) -> Person {
    const SURNAMES: [&str; 20] = [
        "陈", "林", "黄", "张", "李", "王", "吴", "周", "徐", "叶", "潘", "郑", "金", "胡", "蔡",
        "杨", "朱", "刘", "欧阳", "诸葛",
    ];
    const GIVEN: [&str; 60] = [
        "伟", "静", "晓", "建", "海", "志", "丽", "文", "雨", "子", "俊", "思", "佳", "明", "芳",
        "磊", "婷", "浩", "一", "若", "国", "春", "永", "秀", "嘉", "梦", "立", "雪", "小", "玉",
        "远", "慧", "天", "云", "晨", "凯", "倩", "鹏", "锦", "瑞", "喆", "玥", "頔", "翀", "镕",
        "堃", "韡", "莹", "安", "宁", "平", "和", "山", "川", "河", "松", "柏", "梅", "兰", "竹",
    ];
    let pick = |of: &[&'static str], at: usize| of[at % of.len()];
    let (sequence, day) = (n % 1000, n / 1000);
    let (year, month) = (1972 + day / 336, 1 + day / 28 % 12);
    let body = format!("330302{year}{month:02}{:02}{sequence:03}", 1 + day % 28);
    Person {
        name: [pick(&SURNAMES, n), pick(&GIVEN, n / 20), pick(&GIVEN, n / 1200)].concat(),
        id_number: format!("{body}{}", check_character(&body)),
        sex: if sequence % 2 == 1 { "男" } else { "女" },
    }
}

/// GB 11643 over 17 digits.
fn check_character(body: &str) -> char {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let digits = body.bytes().map(|byte| u32::from(byte - b'0'));
    let sum: u32 = digits.zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    char::from(b"10X98765432"[sum as usize % 11])
}

/// The columns.
pub const HEADER: [&str; 11] = [
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

/// What its office writes of somebody.
pub fn row(person: &Person) -> [&str; 11] {
    const BODY: &str = "瑞安市工程技术初级专业技术资格评审委员会";
    [
        &person.name,
        &person.id_number,
        person.sex,
        "瑞安市市政工程有限公司",
        "工程技术人员",
        "建筑工程管理",
        "助理工程师",
        "评审",
        "2025年12月8日",
        BODY,
        "浙人社〔2025〕18号",
    ]
}

/// Their sheet as text.
pub fn csv(people: &[Person]) -> Vec<u8> {
    let line = |cells: [&str; 11]| cells.join(",") + "\r\n";
    let rows: String = people.iter().map(|person| line(row(person))).collect();
    (line(HEADER) + &rows).into_bytes()
}

/// Their sheet as a workbook.
pub fn workbook(people: &[Person]) -> Outcome<Vec<u8>> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    let rows = std::iter::once(HEADER).chain(people.iter().map(row));
    for (line, cells) in (0..).zip(rows) {
        for (column, value) in (0..).zip(cells) {
            sheet.write_string(line, column, value)?;
        }
    }
    Ok(workbook.save_to_buffer()?)
}
