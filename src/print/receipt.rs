//! The page of a receipt 报送回执: the faces and the frame of a certificate, without its ground,
//! its colours and a holder, so that nobody takes it for one.

use super::block::{Composition, Ink, Line, PAGE, Role};
use super::compose::{Composer, Style, laid, style};
use super::faces::Chain;
use super::foot::Place;
use super::layout::{Foot, Layout, OF_RECEIPTS, Pair, Type};
use super::symbol::Symbol;
use super::words::{Entry, Row};
use super::{PrintError, wrap};
use crate::model::{digest::Digest, receipt::Receipt, text::Text};

/// The template of receipts. Their numbers begin where those of certificates never come.
pub const TEMPLATE: u16 = 1001;

pub(super) const TITLE: &str = "报送回执";

/// What is printed.
#[derive(Clone, Copy)]
pub struct ReceiptSheet<'a> {
    /// The receipt.
    pub receipt: &'a Receipt,
    /// Who gives it: the bureau's name.
    pub issuer: &'a Text,
    /// Where it is verified: scheme, host and path without a trailing slash.
    pub public_url: &'a str,
    /// What the QR code says: `{public_url}/v/` and the token in decimal digits.
    pub qr_url: &'a str,
}

/// Composes the page of `sheet`.
pub(super) fn compose(faces: Chain<'_>, sheet: &ReceiptSheet) -> Result<Composition, PrintError> {
    let symbol = Symbol::of(sheet.qr_url)?;
    // Never the larger square: the rows need the room.
    let Layout { foot: Foot { side, bottom, .. }, edges, .. } = **OF_RECEIPTS;
    let place = Place { symbol: [edges.left, bottom - side, side], right: edges.right };
    let mut composer = Composer::new(faces, &OF_RECEIPTS);
    head(&mut composer, sheet.receipt)?;
    body(&mut composer, sheet)?;
    foot(&mut composer, sheet, &place)?;
    let symbol_after = composer.blocks.len();
    let url = sheet.public_url;
    let zh = format!("扫描二维码，或在 {url} 上传本文件核验；以核验结果为准。");
    let en =
        format!("To verify, scan the code, or upload this file at {url}. The result prevails.");
    composer.verify([&zh, &en], &place)?;
    Ok(Composition {
        across: None,
        blocks: composer.blocks,
        symbol_after,
        photo: None,
        rules: composer.rules,
        symbol,
        symbol_at: place.symbol,
    })
}

fn pair(zh: &str, en: &str) -> Pair {
    Pair { zh: zh.to_owned(), en: en.to_owned() }
}

fn head(composer: &mut Composer, receipt: &Receipt) -> Result<(), PrintError> {
    composer.heading(&pair(TITLE, "RECEIPT OF A REPORTED BATCH"), 9.0)?;
    composer.label_centred(&pair("报送单位", "Reporting office"))?;
    let glyphs = composer.faces.set_kai(receipt.office_name.as_str())?;
    let room = composer.measure();
    // One line where that is large enough to read, else as many as it takes above the body.
    let size = (room / wrap::width(&glyphs)).clamp(8.0, 22.0);
    let mut y = composer.layout.head.name - 3.0;
    let mut lines = Vec::new();
    for range in wrap::lines(&glyphs, room / size, 0.0) {
        let line = glyphs[range].to_vec();
        let x = (PAGE.0 - wrap::width(&line) * size) / 2.0;
        lines.push(Line { x, y, tracking: 0.0, glyphs: line });
        y += size * 1.2;
    }
    composer.push(None, Role::Value, black(size, 0.0), lines);
    Ok(())
}

fn black(size: f32, leading: f32) -> Style {
    style(Type { size, leading }, 1.0, Ink::Black)
}

fn body(composer: &mut Composer, sheet: &ReceiptSheet) -> Result<(), PrintError> {
    let Layout { edges, types, body, .. } = composer.layout;
    let measure = composer.measure();
    let said = format!("{}已收到上述单位报送的名单，要点如下。", sheet.issuer);
    let not_a_certificate = "本回执只说明报送，不是证书，不证明任何人的资格。";
    let glyphs = composer.faces.set_kai(&(said + not_a_certificate))?;
    let y = body.top + 6.0;
    let large = style(types.sentence, 1.0, Ink::Black);
    let y = composer.paragraph(&glyphs, Role::Paragraph, y, measure, large);
    let english = "The list reported by the office above has been received. This receipt is no \
                   certificate and attests nobody's title.";
    let glyphs = composer.faces.set_song(english)?;
    let small = style(types.sentence_en, 1.0, Ink::Grey);
    let mut y = composer.paragraph(&glyphs, Role::English, y - 3.0, measure, small) + 12.0;
    // A page full of words has its rows closer together.
    let spare = if y > 380.0 { 4.0 } else { 11.0 };
    composer.rules.push([edges.left, edges.right, y]);
    let said = self::said(sheet.receipt);
    for row in said.iter().filter_map(|said| row(said)) {
        y = composer.row(&row, y, 1.0, spare)?;
        composer.rules.push([edges.left, edges.right, y]);
    }
    digest(composer, sheet.receipt.file, y + 15.2 + spare / 2.0)
}

/// The file's digest, half of its groups on a line.
fn digest(composer: &mut Composer, file: Digest, y: f32) -> Result<(), PrintError> {
    let edges = composer.layout.edges;
    composer.label(&pair("文件摘要", "SHA-256 of the file"), edges.left, y - 2.6, 1.0)?;
    let glyphs = composer.faces.set_kai(&file.grouped())?;
    let value = style(composer.layout.types.value, 1.0, Ink::Black);
    let halves = glyphs.chunks(40); // eight groups with a space behind each
    let lines = halves.zip([y, y + value.leading]);
    let lines = lines.map(|(half, y)| Line {
        x: edges.left + edges.label,
        y,
        tracking: 0.0,
        glyphs: half.to_vec(),
    });
    let lines = lines.collect();
    composer.push(None, Role::Value, value, lines);
    composer.rules.push([edges.left, edges.right, y + 15.5 + 9.4 + 5.5]);
    Ok(())
}

/// What the receipt says, in rows of one or two, each with its label.
fn said(receipt: &Receipt) -> [Vec<(Pair, String)>; 4] {
    let count = |rows: u64| format!("{rows}行");
    [
        vec![
            (pair("批次", "Batch"), receipt.batch.to_string()),
            (pair("单位代码", "Code of the office"), receipt.office.as_str().to_owned()),
        ],
        vec![
            (pair("报送方式", "By way of"), receipt.way.zh().to_owned()),
            (pair("报送时间", "Reported at"), receipt.reported_at.zh()),
        ],
        vec![
            (pair("新收", "New rows taken in"), count(receipt.accepted)),
            (pair("需修改", "Held back"), count(receipt.rejected)),
        ],
        vec![(pair("已在册", "On record before"), count(receipt.unchanged))],
    ]
}

fn row(said: &[(Pair, String)]) -> Option<Row<'_>> {
    fn entry((label, value): &(Pair, String)) -> Entry<'_> {
        Entry { label, value: value.as_str().into(), note: None, field: None }
    }
    match said {
        [] => None,
        [one] => Some(Row::One(entry(one))),
        [left, right, ..] => Some(Row::Two(entry(left), entry(right))),
    }
}

/// Beside the QR code: who gives the receipt.
fn foot(composer: &mut Composer, sheet: &ReceiptSheet, place: &Place) -> Result<(), PrintError> {
    let [left, top] = composer.beside(place);
    let foot = &composer.layout.foot;
    let [x, y] = foot.value;
    let room = place.right - left - x;
    let glyphs = composer.faces.set_song(sheet.issuer.as_str())?;
    let size = (room / wrap::width(&glyphs)).clamp(5.5, 13.0);
    let issuer = black(size, size * foot.leading);
    composer.label(&pair("出具单位", "Given by"), left, top + foot.label[1], 1.0)?;
    let lines = laid(&glyphs, left + x, top + y, room, issuer);
    composer.push(None, Role::Value, issuer, lines);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{batch::BatchId, day::Timestamp, office::OfficeCode, way::Way};
    use crate::print::{Press, read};
    use std::sync::LazyLock;

    static PRESS: LazyLock<Press> = LazyLock::new(Press::new);
    const HOST: &str = "https://zs.wenzhou.gov.cn";

    fn text(written: &str) -> Text {
        Text::parse(written).unwrap()
    }

    fn receipt() -> Receipt {
        Receipt {
            batch: BatchId { year: 2026, serial: 142 },
            office: OfficeCode::parse("330381").unwrap(),
            office_name: text("瑞安市职称改革领导小组办公室"),
            way: Way::Filed,
            accepted: 297,
            rejected: 2,
            unchanged: 1,
            file: Digest::of(b"sheet"),
            reported_at: Timestamp(1_795_508_885_000),
        }
    }

    fn sheet<T>(receipt: &Receipt, host: &str, with: impl FnOnce(&ReceiptSheet) -> T) -> T {
        let issuer = text("温州市人力资源和社会保障局");
        let url = format!("{host}/v/{}", "31415926535897932384".repeat(29));
        with(&ReceiptSheet { receipt, issuer: &issuer, public_url: host, qr_url: &url })
    }

    #[test]
    fn the_page_says_what_was_reported_and_that_it_is_no_certificate() {
        let bytes = sheet(&receipt(), HOST, |sheet| PRESS.receipt(sheet)).unwrap();
        let parts = read(&bytes).unwrap();
        let words: Vec<&str> = parts.lines.iter().map(|line| line.text.as_str()).collect();
        let grouped = Digest::of(b"sheet").grouped();
        for word in ["报送回执", "瑞安市职称改革领导小组办公室", "2026-0142", "297行", &grouped]
        {
            assert!(words.contains(&word), "{word} in {words:?}");
        }
        let words = words.join("\n");
        assert!(
            words.contains("不是证书") && !words.contains("资格证书") && !words.contains("姓名")
        );
        assert_eq!((parts.template, parts.credential), (Some(TEMPLATE), None));
        assert_eq!(parts.qr, Some(sheet(&receipt(), HOST, |sheet| sheet.qr_url.to_owned())));
    }

    #[test]
    fn the_same_receipt_gives_the_same_bytes() {
        let print = || sheet(&receipt(), HOST, |sheet| PRESS.receipt(sheet)).unwrap();
        let first = print();
        let (left, right) = rayon::join(print, print);
        assert!(first == left && first == right);
        assert!(first == sheet(&receipt(), HOST, |sheet| Press::new().receipt(sheet)).unwrap());
        let other = Receipt { accepted: 298, ..receipt() };
        assert!(first != sheet(&other, HOST, |sheet| PRESS.receipt(sheet)).unwrap());
    }

    #[test]
    fn the_longest_words_stay_on_the_page() {
        let long: String = "温州市瓯江口产业集聚区管理委员会".chars().cycle().take(200).collect();
        let count = u64::MAX;
        let receipt = Receipt {
            office_name: text(&long),
            accepted: count,
            rejected: count,
            unchanged: count,
            ..receipt()
        };
        let host = format!("https://{}.example", "long-".repeat(30));
        let composed = sheet(&receipt, &host, |sheet| {
            let issuer = text(&long);
            compose(PRESS.faces.with(None), &ReceiptSheet { issuer: &issuer, ..*sheet })
        });
        let composed = composed.unwrap();
        let mut boxes: Vec<[f32; 4]> = Vec::new();
        for (block, line) in
            composed.blocks.iter().flat_map(|b| b.lines.iter().map(move |l| (b, l)))
        {
            let width: f32 =
                line.glyphs.iter().map(|g| g.advance * block.size + line.tracking).sum();
            let (top, bottom) = (line.y - block.size * 0.8, line.y + block.size * 0.1);
            boxes.push([line.x, top, line.x + width, bottom]);
        }
        for (at, one) in boxes.iter().enumerate() {
            assert!(one[0] > 50.0 && one[2] < PAGE.0 - 50.0, "{one:?}");
            assert!(one[1] > 50.0 && one[3] < PAGE.1 - 50.0, "{one:?}");
            for other in &boxes[..at] {
                let apart = one[0] >= other[2]
                    || other[0] >= one[2]
                    || one[1] >= other[3]
                    || other[1] >= one[3];
                assert!(apart, "{one:?} {other:?}");
            }
        }
    }
}
