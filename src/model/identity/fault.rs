//! What can be wrong with a document number, and what was mended in one. No sentence here repeats
//! the number: whoever shows it shows the cell, and to its uploader alone.

use super::IdType;

/// Why what was written is no document number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{}", self.en())]
pub enum IdFault {
    /// Nothing is there.
    Blank,
    /// `3.30302E+17`.
    Scientific,
    /// More than fifteen digits in a numeric cell, or a number with decimals: digits may be lost
    /// even where the check character happens to hold.
    TypedAsNumber,
    /// Ends in 000 and the check fails: cut by Excel to fifteen digits.
    LostDigits,
    /// The check fails and the value is one that a double holds: rounded by another program.
    Rounded,
    /// Something read as X that is not the letter.
    NotTheLetterX,
    /// Asterisks in place of digits.
    Masked,
    /// A letter O, I or L among digits.
    LetterForDigit,
    /// A character that no number holds.
    StrayCharacter,
    /// Neither fifteen nor eighteen characters.
    WrongLength {
        /// How many there are.
        length: usize,
    },
    /// The first two digits are no province.
    UnknownProvince,
    /// The day of birth is not in the calendar.
    ImpossibleBirth,
    /// Born before 1900.
    BornBefore1900,
    /// Born after today.
    BornInFuture,
    /// The check character does not hold.
    WrongCheck,
    /// Fifteen digits with a sequence kept for people born before 1900.
    CenturyUnknown,
    /// Not the shape that documents of this type have.
    WrongShape {
        /// The type that the row names.
        id_type: IdType,
    },
    /// The number is that of another document.
    TypeDisagrees {
        /// The type that the row names.
        id_type: IdType,
        /// The type whose shape the number has.
        looks_like: IdType,
    },
    /// The row names no type and the number's shape does not tell it.
    TypeNeeded,
}

/// What was mended in a number; the identity did not change by it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum IdFix {
    /// Spaces or hyphens between digits.
    InnerSpace,
    /// Characters that nobody sees.
    Invisible,
    /// An apostrophe in front.
    Apostrophe,
    /// Full-width digits or letters.
    FullWidth,
    /// x → X.
    UpperCase,
    /// Fifteen digits → eighteen.
    FifteenDigits,
    /// The two digits that count how often a permit was issued.
    IssueCount,
}

/// What to look at again in a number that can be right.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum IdWarning {
    /// A 3303 address that Wenzhou never had.
    UnknownDivision,
    /// Ends in 000 and the check holds: one in eleven of the numbers that Excel cuts does.
    EndsInZeros,
}

impl IdFault {
    /// Stable, `snake_case`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Blank => "id_blank",
            Self::Scientific => "id_scientific",
            Self::TypedAsNumber => "id_typed_as_number",
            Self::LostDigits => "id_lost_digits",
            Self::Rounded => "id_rounded",
            Self::NotTheLetterX => "id_not_the_letter_x",
            Self::Masked => "id_masked",
            Self::LetterForDigit => "id_letter_for_digit",
            Self::StrayCharacter => "id_stray_character",
            Self::WrongLength { .. } => "id_wrong_length",
            Self::UnknownProvince => "id_unknown_province",
            Self::ImpossibleBirth => "id_impossible_birth",
            Self::BornBefore1900 => "id_born_before_1900",
            Self::BornInFuture => "id_born_in_future",
            Self::WrongCheck => "id_wrong_check",
            Self::CenturyUnknown => "id_century_unknown",
            Self::WrongShape { .. } => "id_wrong_shape",
            Self::TypeDisagrees { .. } => "id_type_disagrees",
            Self::TypeNeeded => "id_type_needed",
        }
    }

    /// What happened and what to do, for a clerk.
    pub fn zh(&self) -> String {
        match self {
            Self::Blank => "证件号码是空的，请按证件填写。".into(),
            Self::Scientific => "证件号码变成了科学计数法，后几位已经丢失。请把该列设为“文本”格式，再按证件重新填写。".into(),
            Self::TypedAsNumber => "证件号码存成了数字，15位以后的数字靠不住。请把该列设为“文本”格式，再按证件重新填写。".into(),
            Self::LostDigits => "证件号码末三位是000，校验不符，应是 Excel 把15位以后的数字变成了0。请把该列设为“文本”格式，再按证件重新填写。".into(),
            Self::Rounded => "证件号码校验不符，末几位应是被表格软件四舍五入了。请把该列设为“文本”格式，再按证件重新填写。".into(),
            Self::NotTheLetterX => "证件号码末位看着像X，却是另一个符号。请改成英文字母X。".into(),
            Self::Masked => "证件号码被打了码，请填写完整的号码。".into(),
            Self::LetterForDigit => "证件号码里混有字母O、I或L，请改成数字0或1。".into(),
            Self::StrayCharacter => "证件号码里有不属于号码的字符，请按证件重新填写。".into(),
            Self::WrongLength { length } => format!("身份证号码应为18位，这里是{length}位。请按身份证核对。"),
            Self::UnknownProvince => "证件号码前两位不是任何省份的代码，请按身份证核对。".into(),
            Self::ImpossibleBirth => "证件号码第7至14位不是一个存在的日期，请按身份证核对。".into(),
            Self::BornBefore1900 => "证件号码里的出生日期早于1900年，请按身份证核对。".into(),
            Self::BornInFuture => "证件号码里的出生日期晚于今天，请按身份证核对。".into(),
            Self::WrongCheck => "证件号码的末位校验不符，有数字写错了。请按身份证逐位核对。".into(),
            Self::CenturyUnknown => "15位号码的末三位是996至999，无法判断出生年份属于哪个世纪。请填写18位号码。".into(),
            Self::WrongShape { id_type } => format!("号码的样式与{}不符。请核对证件类型和号码。", id_type.zh()),
            Self::TypeDisagrees { id_type, looks_like } => format!("证件类型写的是{}，号码却是{}的样式。请核对是哪一种证件。", id_type.zh(), looks_like.zh()),
            Self::TypeNeeded => "从号码看不出是哪一种证件，请填写证件类型。".into(),
        }
    }

    /// The same in English.
    pub fn en(&self) -> String {
        match self {
            Self::Blank => "The ID number is blank. Enter it as on the document.".into(),
            Self::Scientific => "The ID number has become scientific notation and its last digits are lost. Set the column to text and enter it again.".into(),
            Self::TypedAsNumber => "The ID number is stored as a number; digits after the 15th cannot be trusted. Set the column to text and enter it again.".into(),
            Self::LostDigits => "The ID number ends in 000 and its check character is wrong: Excel has replaced what follows the 15th digit. Set the column to text and enter it again.".into(),
            Self::Rounded => "The check character is wrong and the last digits look rounded by a spreadsheet. Set the column to text and enter it again.".into(),
            Self::NotTheLetterX => "The last character looks like an X but is another sign. Type the letter X.".into(),
            Self::Masked => "Digits of the ID number are masked. Enter the whole number.".into(),
            Self::LetterForDigit => "The ID number holds a letter O, I or L. Type the digit 0 or 1.".into(),
            Self::StrayCharacter => "The ID number holds a character that belongs to no number. Enter it again.".into(),
            Self::WrongLength { length } => format!("A resident ID number has 18 characters, this one has {length}. Compare it with the card."),
            Self::UnknownProvince => "The first two digits are the code of no province. Compare them with the card.".into(),
            Self::ImpossibleBirth => "Digits 7 to 14 are not a day of the calendar. Compare them with the card.".into(),
            Self::BornBefore1900 => "The day of birth in the number is before 1900. Compare it with the card.".into(),
            Self::BornInFuture => "The day of birth in the number is after today. Compare it with the card.".into(),
            Self::WrongCheck => "The check character does not hold: a digit is wrong. Compare the number digit by digit with the card.".into(),
            Self::CenturyUnknown => "A 15-digit number ending in 996 to 999 does not tell the century of birth. Enter the 18-digit number.".into(),
            Self::WrongShape { id_type } => format!("The number does not have the form of a {}. Check the type and the number.", id_type.en()),
            Self::TypeDisagrees { id_type, looks_like } => format!("The row says {}, but the number has the form of a {}. Check which document it is.", id_type.en(), looks_like.en()),
            Self::TypeNeeded => "The number does not tell which document it is from. Fill in the type of document.".into(),
        }
    }
}

impl IdFix {
    /// Stable, `snake_case`.
    pub fn code(self) -> &'static str {
        match self {
            Self::InnerSpace => "id_inner_space",
            Self::Invisible => "id_invisible",
            Self::Apostrophe => "id_apostrophe",
            Self::FullWidth => "id_full_width",
            Self::UpperCase => "id_upper_case",
            Self::FifteenDigits => "id_fifteen_digits",
            Self::IssueCount => "id_issue_count",
        }
    }

    /// What was changed, for a clerk.
    pub fn zh(self) -> &'static str {
        match self {
            Self::InnerSpace => "已去掉证件号码中间的空格或短横。",
            Self::Invisible => "已去掉证件号码里看不见的字符。",
            Self::Apostrophe => "已去掉证件号码前面的撇号。",
            Self::FullWidth => "证件号码里的全角字符已改为半角。",
            Self::UpperCase => "证件号码里的小写字母已改为大写。",
            Self::FifteenDigits => "15位旧号码已换算为18位，请按身份证核对。",
            Self::IssueCount => "通行证号码末两位是换证次数，已不计入号码。",
        }
    }

    /// The same in English.
    pub fn en(self) -> &'static str {
        match self {
            Self::InnerSpace => "Spaces or hyphens inside the ID number were removed.",
            Self::Invisible => "Invisible characters in the ID number were removed.",
            Self::Apostrophe => "The apostrophe before the ID number was removed.",
            Self::FullWidth => "Full-width characters in the ID number were made half-width.",
            Self::UpperCase => "Small letters in the ID number were made capitals.",
            Self::FifteenDigits => {
                "The old 15-digit number was made the 18-digit one. Compare it with the card."
            }
            Self::IssueCount => {
                "The last two digits of the permit count its issues; they were left off."
            }
        }
    }
}

impl IdWarning {
    /// Stable, `snake_case`.
    pub fn code(self) -> &'static str {
        match self {
            Self::UnknownDivision => "id_unknown_division",
            Self::EndsInZeros => "id_ends_in_zeros",
        }
    }

    /// What to look at, for a clerk.
    pub fn zh(self) -> &'static str {
        match self {
            Self::UnknownDivision => {
                "证件号码前六位像温州的代码，但温州从未用过这个代码。请按身份证核对。"
            }
            Self::EndsInZeros => "证件号码末三位是000，可能是 Excel 丢了后几位。请按身份证核对。",
        }
    }

    /// The same in English.
    pub fn en(self) -> &'static str {
        match self {
            Self::UnknownDivision => {
                "The first six digits look like Wenzhou's, but Wenzhou never had this code. Compare them with the card."
            }
            Self::EndsInZeros => {
                "The ID number ends in 000: Excel may have lost its last digits. Compare it with the card."
            }
        }
    }
}
