//! Tables of characters that stand for others: radicals, private-use codes of old databases.

use super::characters::is_han;
use unicode_normalization::UnicodeNormalization;

/// Ideographs for U+2E80 … U+2EF3, in order; `-` where Unicode names none
/// (Unicode 14, `EquivalentUnifiedIdeograph`). NFKC knows two of them only.
const RADICALS: &str = "-厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵-旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟";

/// What U+E815 … U+E864 stood for: the user area of code page 936 where GB 18030 has bytes FE50 …
/// FEA0. Databases filled through GBK still hold these codes.
const GBK_PRIVATE: &str = "⺁𠂇𠂉𠃌⺄㑳㑇⺈⺋龴㖞㘚㘎⺌⺗㥮㤘龵㧏㧟㩳㧐龶龷㭎㱮㳠⺧𡗗龸⺪䁖䅟⺮䌷⺳⺶⺷𢦏䎱䎬⺻䏝䓖䙡䙌龹䜣䜩䝼䞍⻊䥇䥺䥽䦂䦃䦅䦆䦟䦛䦷䦶龺𤇾䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮龻";

/// The character that a radical of U+2E80 … U+2EFF probably is; its writer decides.
pub(super) fn of_radical(c: char) -> Option<char> {
    nth_from(RADICALS, c, 0x2E80)
}

/// The character that a private-use code probably was; its writer decides.
pub(super) fn of_private(c: char) -> Option<char> {
    nth_from(GBK_PRIVATE, c, 0xE815)
}

/// The ideograph of a Kangxi radical U+2F00 … U+2FD5.
pub(super) fn of_kangxi(c: char) -> Option<char> {
    matches!(c, '\u{2F00}'..='\u{2FD5}')
        .then(|| std::iter::once(c).nfkc().next())?
        .filter(|c| is_han(*c))
}

/// The one ideograph that NFC makes of a compatibility ideograph.
pub(super) fn of_compatibility(c: char) -> Option<char> {
    let unified = std::iter::once(c).nfc().next()?;
    (unified != c && is_han(unified)).then_some(unified)
}

fn nth_from(table: &str, c: char, first: u32) -> Option<char> {
    let at = usize::try_from(u32::from(c).checked_sub(first)?).ok()?;
    table.chars().nth(at).filter(|c| is_han(*c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn radicals_copied_from_pdf_have_their_characters() {
        assert_eq!(of_kangxi('\u{2F45}'), Some('方'));
        assert_eq!(of_radical('\u{2EEC}'), Some('齐'));
        assert_eq!(of_radical('\u{2EF3}'), Some('龟'));
        assert_eq!(of_radical('\u{2E80}'), None);
        assert_eq!(of_radical('\u{2EF4}'), None);
        assert_eq!(('\u{2F00}'..='\u{2FD5}').filter_map(of_kangxi).count(), 214);
        assert_eq!(RADICALS.chars().count(), 0x2EF3 - 0x2E80 + 1);
    }

    #[test]
    fn old_codes_of_gbk_are_what_gb18030_decodes_today() {
        let six = [0x51, 0x52, 0x53, 0x6C, 0x76, 0x91]; // still private use in the table of 2022
        for (at, second) in (0x50..=0xA0_u8).filter(|b| *b != 0x7F).enumerate() {
            let private = char::from_u32(0xE815 + u32::try_from(at).unwrap()).unwrap();
            let bytes = [0xFE, second];
            let (decoded, _, _) = encoding_rs::GB18030.decode(&bytes);
            let decoded = decoded.chars().next().unwrap();
            if six.contains(&second) {
                assert_eq!(decoded, private);
                assert!(of_private(private).is_some());
            } else {
                assert_eq!(GBK_PRIVATE.chars().nth(at), Some(decoded), "FE{second:X}");
            }
        }
        assert_eq!(of_private('\u{E863}'), Some('䶮'));
        assert_eq!(of_private('\u{E81E}'), Some('\u{9FB4}'));
        assert_eq!(of_private('\u{E864}'), Some('\u{9FBB}'));
        assert_eq!(of_private('\u{E000}'), None);
    }

    #[test]
    fn the_twelve_unified_ideographs_of_the_compatibility_block_stay() {
        let kept: Vec<char> = ('\u{F900}'..='\u{FAD9}').filter(|c| is_han(*c)).collect();
        assert_eq!(kept.len(), 12);
        assert!(kept.iter().all(|c| of_compatibility(*c).is_none()));
        assert_eq!(of_compatibility('\u{F9DC}'), Some('隆'));
        assert_eq!(of_compatibility('\u{2F800}'), Some('丽'));
        assert_eq!(of_compatibility('隆'), None);
    }
}
