//! What can be wrong with a written name, and what was mended in one.

/// Why a cell is no name, and a name to try where one can be guessed.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{}", self.en())]
pub struct NameFault {
    /// What is wrong.
    pub problem: NameProblem,
    /// A name that would pass as it is; the clerk decides.
    pub hint: Option<String>,
}

/// What is wrong with a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NameProblem {
    /// Nothing is there.
    Blank,
    /// More than fifty characters.
    TooLong,
    /// 同上, 无, — and the like.
    NotAName,
    /// `张三（女）`.
    SexSuffix,
    /// `张三*`.
    StarSuffix,
    /// `张三（曾用名张山）`.
    FormerNameInBrackets,
    /// `张三 曾用名张山`.
    FormerName,
    /// `张伟2`.
    TrailingNumber,
    /// A digit elsewhere.
    Digit(char),
    /// ?, □ or the like in place of a character.
    Placeholder(char),
    /// `⿰王莹`.
    Description(char),
    /// `&#183382;`: a character that went through GBK.
    HtmlReference(Option<char>),
    /// A code of the private use area.
    Private(char, Option<char>),
    /// A radical in place of a character.
    Radical(char, Option<char>),
    /// A control character.
    Control(char),
    /// `张YAN`.
    MixedScripts,
    /// An interpunct first, last or doubled.
    MisplacedDot,
    /// A space that may be padding or may stand for an interpunct.
    UnclearSpace,
    /// A character that no name holds.
    Other(char),
}

/// What was mended in a name; the person did not change by it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NameFix {
    /// Another dot → U+00B7.
    Dot(char),
    /// A space between the two parts of a long name → U+00B7.
    SpaceToDot,
    /// Padding space removed, or several spaces made one.
    Space,
    /// An invisible character removed.
    Invisible(char),
    /// A variation selector removed.
    VariationSelector(char),
    /// A compatibility ideograph → the unified one.
    Compatibility(char, char),
    /// A Kangxi radical → the character.
    Kangxi(char, char),
    /// Full-width letters → ordinary ones.
    FullWidth,
    /// Letter and accent → one character (NFC).
    Composed,
    /// Another apostrophe or hyphen → the plain one.
    Punctuation(char),
    /// A spreadsheet's apostrophe before a Chinese name removed.
    Apostrophe,
}

impl NameFault {
    /// Stable, `snake_case`.
    pub fn code(&self) -> &'static str {
        self.problem.code()
    }

    /// What happened and what to do, for a clerk.
    pub fn zh(&self) -> String {
        self.problem.zh()
    }

    /// The same in English.
    pub fn en(&self) -> String {
        self.problem.en()
    }
}

impl NameProblem {
    /// Stable, `snake_case`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Blank => "name_blank",
            Self::TooLong => "name_too_long",
            Self::NotAName => "name_not_a_name",
            Self::SexSuffix => "name_sex_suffix",
            Self::StarSuffix => "name_star_suffix",
            Self::FormerNameInBrackets => "former_name_in_brackets",
            Self::FormerName => "name_former_name",
            Self::TrailingNumber => "name_trailing_number",
            Self::Digit(_) => "name_digit",
            Self::Placeholder(_) => "name_placeholder",
            Self::Description(_) => "name_described_character",
            Self::HtmlReference(_) => "name_html_reference",
            Self::Private(..) => "name_private_use",
            Self::Radical(..) => "name_radical",
            Self::Control(_) => "name_control_character",
            Self::MixedScripts => "name_mixed_scripts",
            Self::MisplacedDot => "name_misplaced_dot",
            Self::UnclearSpace => "name_unclear_space",
            Self::Other(_) => "name_other_character",
        }
    }

    /// What happened and what to do, for a clerk.
    #[rustfmt::skip] // a table: one sentence a line
    pub fn zh(&self) -> String {
        match *self {
            Self::Blank => "姓名是空的，请按证件填写。".into(),
            Self::TooLong => "姓名超过50个字符，请按证件填写。".into(),
            Self::NotAName => "这一格不是姓名，请按证件填写本人姓名。".into(),
            Self::SexSuffix => "姓名后面带了性别。请只留姓名，性别填到“性别”列。".into(),
            Self::StarSuffix => "姓名后面带了星号。请只留姓名，说明写到“备注”列。".into(),
            Self::FormerNameInBrackets => "姓名后面带了括号。请只留证件上的姓名，曾用名写到“备注”列。".into(),
            Self::FormerName => "姓名后面带了曾用名。请只留证件上的姓名，曾用名写到“备注”列。".into(),
            Self::TrailingNumber => "姓名后面带了数字。请只留姓名，同名的人以证件号码区分。".into(),
            Self::Digit(c) => format!("姓名里有数字{}，请按证件填写。", shown(c)),
            Self::Placeholder(c) => format!("姓名里有{}，原来的字没有录进去。请按证件录入这个字。", shown(c)),
            Self::Description(c) => format!("姓名里有{}，是用部件拼写的字。请按证件录入这个字本身。", shown(c)),
            Self::HtmlReference(Some(c)) => format!("姓名里有网页代码，应是{}这个字。请按证件改正。", shown(c)),
            Self::HtmlReference(None) => "姓名里有网页代码，原来的字没有录进去。请按证件录入这个字。".into(),
            Self::Private(c, Some(likely)) => format!("姓名里有自造字编码{}，可能是{}。请按证件核对后改正。", code_point(c), shown(likely)),
            Self::Private(c, None) => format!("姓名里有自造字编码{}，别的电脑显示不出来。请用支持生僻字的输入法，按证件录入这个字。", code_point(c)),
            Self::Radical(c, Some(likely)) => format!("姓名里的{}是部首，不是汉字，可能是{}。请按证件改正。", shown(c), shown(likely)),
            Self::Radical(c, None) => format!("姓名里的{}是部首，不是汉字。请按证件录入这个字。", shown(c)),
            Self::Control(c) => format!("姓名里有控制字符{}，请删去后按证件重新填写。", code_point(c)),
            Self::MixedScripts => "姓名里汉字和字母混写了。请全部用汉字；证件上是外文的，请全部用外文。".into(),
            Self::MisplacedDot => "间隔号只能写在姓名中间，且一处只写一个。请按证件改正。".into(),
            Self::UnclearSpace => "姓名里有空格，看不出是不是间隔号。请按证件填写：有间隔号的用“·”，没有的不留空格。".into(),
            Self::Other(c) => format!("姓名里有{}，不是姓名用字。请按证件改正。", shown(c)),
        }
    }

    /// The same in English.
    #[rustfmt::skip] // a table: one sentence a line
    pub fn en(&self) -> String {
        match *self {
            Self::Blank => "The name is blank. Enter it as on the document.".into(),
            Self::TooLong => "The name has more than 50 characters. Enter it as on the document.".into(),
            Self::NotAName => "This is not a name. Enter the person's name as on the document.".into(),
            Self::SexSuffix => "The name is followed by the sex. Keep the name alone; the sex has its own column.".into(),
            Self::StarSuffix => "The name is followed by an asterisk. Keep the name alone; remarks belong into the note.".into(),
            Self::FormerNameInBrackets => "The name is followed by brackets. Keep the name on the document; a former name belongs into the note.".into(),
            Self::FormerName => "The name is followed by a former name. Keep the name on the document; the former one belongs into the note.".into(),
            Self::TrailingNumber => "The name is followed by a number. Keep the name alone; namesakes are told apart by their ID numbers.".into(),
            Self::Digit(c) => format!("The name holds the digit {}. Enter it as on the document.", shown_en(c)),
            Self::Placeholder(c) => format!("The name holds {} in place of a character. Enter the character on the document.", shown_en(c)),
            Self::Description(c) => format!("The name holds {}: a character described by its parts. Enter the character itself.", shown_en(c)),
            Self::HtmlReference(Some(c)) => format!("The name holds an HTML reference, probably for {}. Correct it by the document.", shown_en(c)),
            Self::HtmlReference(None) => "The name holds an HTML reference in place of a character. Enter the character on the document.".into(),
            Self::Private(c, Some(likely)) => format!("The name holds the private-use code {}, probably {}. Compare it with the document and correct it.", code_point(c), shown_en(likely)),
            Self::Private(c, None) => format!("The name holds the private-use code {}, which other computers cannot show. Enter the character on the document.", code_point(c)),
            Self::Radical(c, Some(likely)) => format!("{} is a radical, probably for {}. Correct it by the document.", shown_en(c), shown_en(likely)),
            Self::Radical(c, None) => format!("{} is a radical, not a character of a name. Enter the character on the document.", shown_en(c)),
            Self::Control(c) => format!("The name holds the control character {}. Delete it and enter the name again.", code_point(c)),
            Self::MixedScripts => "The name mixes Chinese characters and letters. Use one script, as on the document.".into(),
            Self::MisplacedDot => "An interpunct stands only inside a name and never twice in a row. Correct it by the document.".into(),
            Self::UnclearSpace => "The name holds a space that may stand for an interpunct. Enter “·” or no space, as on the document.".into(),
            Self::Other(c) => format!("The name holds {}, which no name does. Correct it by the document.", shown_en(c)),
        }
    }
}

impl NameFix {
    /// Stable, `snake_case`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Dot(_) => "name_dot",
            Self::SpaceToDot => "name_space_to_dot",
            Self::Space => "name_space",
            Self::Invisible(_) => "name_invisible",
            Self::VariationSelector(_) => "name_variation_selector",
            Self::Compatibility(..) => "name_compatibility",
            Self::Kangxi(..) => "name_kangxi",
            Self::FullWidth => "name_full_width",
            Self::Composed => "name_composed",
            Self::Punctuation(_) => "name_punctuation",
            Self::Apostrophe => "name_apostrophe",
        }
    }

    /// What was changed, for a clerk.
    pub fn zh(self) -> String {
        match self {
            Self::Dot(c) => format!("姓名里的{}已改为间隔号“·”（U+00B7）。", shown(c)),
            Self::SpaceToDot => "姓名里的空格已改为间隔号“·”，请按证件核对。".into(),
            Self::Space => "已去掉姓名里多余的空格。".into(),
            Self::Invisible(c) => format!("已去掉姓名里看不见的字符{}。", code_point(c)),
            Self::VariationSelector(c) => {
                format!("已去掉姓名里的字形选择符{}，字不变。", code_point(c))
            }
            Self::Compatibility(from, to) => {
                format!("姓名里的兼容字{}已改为{}。", code_point(from), shown(to))
            }
            Self::Kangxi(from, to) => {
                format!("姓名里的部首{}已改为汉字{}。", code_point(from), shown(to))
            }
            Self::FullWidth => "姓名里的全角字母已改为半角。".into(),
            Self::Composed => "姓名里的字母和音标已合为一个字符。".into(),
            Self::Punctuation(c) => format!("姓名里的{}已改为普通的撇号或连字符。", shown(c)),
            Self::Apostrophe => "已去掉姓名前面的撇号。".into(),
        }
    }

    /// The same in English.
    pub fn en(self) -> String {
        match self {
            Self::Dot(c) => {
                format!("{} in the name was made the interpunct “·” (U+00B7).", shown_en(c))
            }
            Self::SpaceToDot => {
                "The space in the name was made the interpunct “·”. Compare it with the document."
                    .into()
            }
            Self::Space => "Needless spaces in the name were removed.".into(),
            Self::Invisible(c) => {
                format!("The invisible character {} in the name was removed.", code_point(c))
            }
            Self::VariationSelector(c) => format!(
                "The variation selector {} in the name was removed; the character stays.",
                code_point(c)
            ),
            Self::Compatibility(from, to) => format!(
                "The compatibility character {} in the name was made {}.",
                code_point(from),
                shown_en(to)
            ),
            Self::Kangxi(from, to) => format!(
                "The radical {} in the name was made the character {}.",
                code_point(from),
                shown_en(to)
            ),
            Self::FullWidth => "Full-width letters in the name were made ordinary ones.".into(),
            Self::Composed => {
                "Letters and accents in the name were made one character each.".into()
            }
            Self::Punctuation(c) => {
                format!("{} in the name was made a plain apostrophe or hyphen.", shown_en(c))
            }
            Self::Apostrophe => "The apostrophe before the name was removed.".into(),
        }
    }
}

fn code_point(c: char) -> String {
    format!("U+{:04X}", u32::from(c))
}

fn shown(c: char) -> String {
    format!("“{c}”（{}）", code_point(c))
}

fn shown_en(c: char) -> String {
    format!("“{c}” ({})", code_point(c))
}
