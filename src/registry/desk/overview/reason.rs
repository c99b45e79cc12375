//! Short names of the errors for which rows are held back, for who counts them: a finding's own
//! sentence speaks of one cell.

/// What an error is called: in Chinese and in English. None for a code that is no error's.
pub fn reason(code: &str) -> Option<(&'static str, &'static str)> {
    let at = REASONS.binary_search_by_key(&code, |(known, ..)| known).ok()?;
    REASONS.get(at).map(|(_, zh, en)| (*zh, *en))
}

/// By code.
const REASONS: [(&str, &str, &str); 93] = [
    ("already_on_record", "别的单位已登记", "On record from another office"),
    ("award_method_examination", "取得方式是考试", "Obtained by examination"),
    ("award_method_out_of_scope", "取得方式不归本单位", "Award method not the office's"),
    ("award_method_unknown", "取得方式不认识", "Unknown award method"),
    ("birth_differs_from_id", "出生年月与证件不符", "Birth differs from the ID"),
    ("cell_blank", "必填项空着", "Required cell blank"),
    ("cell_cut_off", "只有一串#号", "Only # signs"),
    ("cell_ditto", "用了“同上”", "Ditto mark"),
    ("cell_is_date", "不该是日期的格是日期", "A date where none belongs"),
    ("character_undrawable", "有印不出的字", "Character that cannot be printed"),
    ("column_missing", "缺必填的列", "Required column missing"),
    ("column_twice", "同一列有两次", "Column there twice"),
    ("columns_unknown", "认不出表头", "No headings recognised"),
    ("date_ambiguous", "日期有两种读法", "Ambiguous date"),
    ("date_impossible", "没有这一天", "Impossible date"),
    ("date_in_future", "日期在将来", "Date in the future"),
    ("date_several", "一格有几个日期", "Several dates in a cell"),
    ("date_too_early", "日期太早", "Date too early"),
    ("date_unreadable", "日期读不出", "Unreadable date"),
    ("differs_from_record", "与已登记的不一致", "Differs from the record"),
    ("digits_lost", "数字丢了位", "Digits lost"),
    ("employer_differs_from_list", "单位与名单不一致", "Employer differs from the list"),
    ("example_left", "示例行没有删净", "Example row left in part"),
    ("former_name_in_brackets", "姓名后带了曾用名", "Former name in brackets"),
    ("formula_error", "公式出错", "Formula error"),
    ("formula_without_result", "公式没有结果", "Formula without a result"),
    ("id_apostrophe", "证件号码带撇号", "Apostrophe in the ID number"),
    ("id_blank", "没填证件号码", "ID number blank"),
    ("id_born_in_future", "证件号码的出生日期在将来", "ID born in the future"),
    ("id_century_unknown", "证件号码看不出世纪", "ID of unknown century"),
    ("id_cut_short", "证件号码少了末尾几位", "ID number cut short"),
    ("id_ends_in_zeros", "证件号码末尾成了零", "ID number ends in zeros"),
    ("id_impossible_birth", "证件号码里没有这个生日", "ID of an impossible birthday"),
    ("id_inner_space", "证件号码中间有空格", "Space in the ID number"),
    ("id_invisible", "证件号码有看不见的字符", "Invisible character in the ID"),
    ("id_issue_count", "证件换发次数不对", "Wrong issue count of the ID"),
    ("id_letter_for_digit", "证件号码把数字写成字母", "Letter for a digit in the ID"),
    ("id_lost_digits", "证件号码丢了位", "ID number lost digits"),
    ("id_masked", "证件号码打了星号", "ID number masked"),
    ("id_not_the_letter_x", "证件号码末位不是字母X", "Not the letter X in the ID"),
    ("id_on_list", "名单里有证件号码", "ID number on a pass list"),
    ("id_rounded", "证件号码后几位成了0", "ID number rounded by Excel"),
    ("id_scientific", "证件号码成了科学计数", "ID number in scientific form"),
    ("id_stray_character", "证件号码有多余字符", "Stray character in the ID"),
    ("id_type_disagrees", "证件类型与号码不符", "ID type disagrees"),
    ("id_type_needed", "要写明证件类型", "ID type needed"),
    ("id_type_unknown", "证件类型不认识", "Unknown ID type"),
    ("id_unknown_division", "证件号码的地区不存在", "ID of an unknown division"),
    ("id_unknown_province", "证件号码的省份不存在", "ID of an unknown province"),
    ("id_with_two_names", "一个号码两个姓名", "One ID with two names"),
    ("id_wrong_check", "证件号码校验位不对", "Wrong check digit of the ID"),
    ("id_wrong_length", "证件号码位数不对", "ID number of wrong length"),
    ("id_wrong_shape", "证件号码格式不对", "ID number of wrong shape"),
    ("level_differs_from_title", "级别与资格名称不符", "Level differs from the title"),
    ("level_unknown", "级别不认识", "Unknown level"),
    ("list_beside", "名单旁边另有内容", "Something beside the list"),
    ("list_incomplete", "名单不完整", "List incomplete"),
    ("list_with_ids", "名单带了证件号码", "List with ID numbers"),
    ("listed_twice", "名单里有两次", "Listed twice"),
    ("matched_twice", "对上名单里同一人两次", "Matched one person twice"),
    ("name_blank", "没填姓名", "Name blank"),
    ("name_control_character", "姓名有控制字符", "Control character in the name"),
    ("name_described_character", "姓名用拼字代替生僻字", "Rare character described"),
    ("name_differs_from_record", "姓名与已登记的不一致", "Name differs from the record"),
    ("name_digit", "姓名里有数字", "Digit in the name"),
    ("name_former_name", "姓名里写了曾用名", "Former name in the name"),
    ("name_html_reference", "姓名里有网页代码", "HTML code in the name"),
    ("name_invisible", "姓名有看不见的字符", "Invisible character in the name"),
    ("name_misplaced_dot", "姓名的间隔号不对", "Misplaced dot in the name"),
    ("name_mixed_scripts", "姓名混用了文字", "Mixed scripts in the name"),
    ("name_not_a_name", "不像姓名", "Not a name"),
    ("name_other_character", "姓名有别的字符", "Other character in the name"),
    ("name_placeholder", "姓名有占位符", "Placeholder in the name"),
    ("name_private_use", "姓名有自造字", "Private character in the name"),
    ("name_punctuation", "姓名有标点", "Punctuation in the name"),
    ("name_too_long", "姓名太长", "Name too long"),
    ("name_unclear_space", "姓名中间的空格不明", "Unclear space in the name"),
    ("not_announced", "不在公布的名单里", "Not on the announced list"),
    ("row_twice", "同一行有两次", "Row there twice"),
    ("series_needed", "看不出系列", "Series needed"),
    ("series_out_of_scope", "系列不归本单位", "Series not the office's"),
    ("series_unknown", "系列不认识", "Unknown series"),
    ("sex_differs_from_id", "性别与证件不符", "Sex differs from the ID"),
    ("sex_unknown", "性别不认识", "Unknown sex"),
    ("text_garbled", "有乱码", "Garbled text"),
    ("text_too_long", "文字太长", "Text too long"),
    ("text_unfit_character", "有不能登记的字符", "Character that cannot be kept"),
    ("title_by_autonomous_unit", "资格归自主评聘单位", "Title of an autonomous unit"),
    ("title_of_other_series", "资格不属于这个系列", "Title of another series"),
    ("title_on_issuing_road", "资格要走发证一路", "Title to be issued by the bureau"),
    ("title_out_of_scope", "资格不归本单位", "Title not the office's"),
    ("title_senior", "是高级职称", "Senior title"),
    ("title_unknown", "资格名称不认识", "Unknown title"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_found_and_named_in_both_languages() {
        assert!(REASONS.is_sorted_by(|(a, ..), (b, ..)| a < b));
        for (code, zh, en) in REASONS {
            assert_eq!(reason(code), Some((zh, en)));
            assert!(!zh.is_empty() && !zh.is_ascii() && en.is_ascii(), "{code}");
        }
        assert_eq!(reason("no_such_code"), None);
    }
}
