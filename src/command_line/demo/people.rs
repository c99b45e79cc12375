//! Fictitious people. The numbers are well formed and drawn from one seed, so that every demo has
//! the same ones; whoever finds their own name here met a coincidence.

use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};

/// A person of the demo.
#[derive(Debug, Clone)]
pub struct Person {
    /// 姓名.
    pub name: String,
    /// 证件号码.
    pub id_number: String,
    /// 性别.
    pub sex: &'static str,
}

const SURNAMES: [&str; 40] = [
    "陈", "林", "黄", "张", "李", "王", "吴", "周", "徐", "叶", "潘", "郑", "金", "胡", "蔡", "杨",
    "朱", "刘", "夏", "戴", "项", "谢", "方", "孙", "何", "董", "邱", "缪", "翁", "包", "卓", "池",
    "薛", "姜", "章", "高", "欧阳", "司徒", "诸葛", "尉迟",
];
const GIVEN: [&str; 48] = [
    "伟", "静", "晓燕", "建国", "海燕", "志强", "丽娜", "文博", "雨欣", "子涵", "俊杰", "思远",
    "佳怡", "明", "芳", "磊", "婷婷", "浩然", "一鸣", "若曦", "国栋", "春梅", "永康", "秀英",
    "嘉豪", "梦琪", "立新", "雪莲", "小龙", "玉兰", "志远", "慧敏", "天宇", "云飞", "晨曦", "凯",
    "倩", "鹏程", "锦程", "瑞雪", "喆", "玥", "頔", "翀", "镕", "堃", "韡", "莹",
];

/// Draws people, each number once.
pub struct Crowd {
    rng: StdRng,
    sequence: u32,
}

impl Crowd {
    /// The crowd of every demo.
    pub fn new() -> Self {
        // An even first number: the one who is looked up, 欧阳莹, is a woman.
        Self { rng: StdRng::seed_from_u64(20_190_614), sequence: 1 }
    }

    /// Other people, for other batches.
    pub fn second() -> Self {
        Self { rng: StdRng::seed_from_u64(20_190_901), sequence: 500 }
    }

    /// Others again.
    pub fn third() -> Self {
        Self { rng: StdRng::seed_from_u64(20_260_601), sequence: 700 }
    }

    /// Somebody from a division (six digits).
    pub fn next(&mut self, division: &str) -> Person {
        let name = format!("{}{}", self.pick(&SURNAMES), self.pick(&GIVEN));
        self.named(&name, division)
    }

    /// Somebody of this name from a division.
    pub fn named(&mut self, name: &str, division: &str) -> Person {
        self.sequence += 1;
        let (year, month, day) = (
            self.rng.random_range(1972..=2001),
            self.rng.random_range(1..=12),
            self.rng.random_range(1..=28),
        );
        let body = format!("{division}{year}{month:02}{day:02}{:03}", self.sequence % 1000);
        let sex = if self.sequence.is_multiple_of(2) { "女" } else { "男" };
        Person { name: name.to_owned(), id_number: format!("{body}{}", check(&body)), sex }
    }

    /// One of some words.
    pub fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        let at = self.rng.random_range(0..words.len());
        words.get(at).copied().unwrap_or_default()
    }

    /// A day of 2025, written as clerks do: by day or by month.
    pub fn day(&mut self) -> String {
        let (month, day) = (self.rng.random_range(1..=12), self.rng.random_range(1..=28));
        match self.rng.random_range(0..4) {
            0 => format!("2025年{month}月"),
            1 => format!("2025/{month}/{day}"),
            2 => format!("2025.{month:02}.{day:02}"),
            _ => format!("2025-{month:02}-{day:02}"),
        }
    }
}

/// The check character of GB 11643 over 17 digits.
fn check(body: &str) -> char {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let digits = body.bytes().map(|byte| u32::from(byte - b'0'));
    let sum: u32 = digits.zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    "10X98765432".chars().nth(sum as usize % 11).unwrap_or('0') // the remainder is below 11
}
