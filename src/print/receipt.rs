//! The page of a receipt 报送回执: the faces and the frame of a certificate, without its ground,
//! its colours and a holder, so that nobody takes it for one.

use super::block::{Composition, Ink, Line, PAGE, Role};
use super::compose::{
    BODY_TOP, Composer, FOOT_BOTTOM, LABEL, LEFT, NAME, QR_SIDE, RIGHT, Style, VALUE, laid, style,
};
use super::faces::Faces;
use super::symbol::Symbol;
use super::words::{Pair, Row, other, pair};
use super::{PrintError, wrap};
use crate::model::{digest::Digest, receipt::Receipt, text::Text};

/// The template of receipts. Their numbers begin where those of certificates never come.
pub const TEMPLATE: u16 = 1001;

pub(super) const TITLE: Pair = pair("报送回执", "RECEIPT OF A REPORTED BATCH");

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
pub(super) fn compose(faces: &Faces, sheet: &ReceiptSheet) -> Result<Composition, PrintError> {
    let mut composer = Composer { faces, blocks: Vec::new(), rules: Vec::new() };
    head(&mut composer, sheet.receipt)?;
    body(&mut composer, sheet)?;
    foot(&mut composer, sheet)?;
    let symbol_after = composer.blocks.len();
    let url = sheet.public_url;
    let zh = format!("扫描二维码，或在 {url} 上传本文件核验；以核验结果为准。");
    let en =
        format!("To verify, scan the code, or upload this file at {url}. The result prevails.");
    composer.verify([&zh, &en], QR_SIDE)?;
    Ok(Composition {
        across: None,
        blocks: composer.blocks,
        symbol_after,
        rules: composer.rules,
        symbol: Symbol::of(sheet.qr_url)?,
        symbol_at: [LEFT, FOOT_BOTTOM - QR_SIDE, QR_SIDE],
    })
}

fn head(composer: &mut Composer, receipt: &Receipt) -> Result<(), PrintError> {
    let title = Style { heavy: true, ..style(30.0, 0.0, Ink::Road) };
    composer.heading(TITLE, title, 9.0)?;
    composer.label_centred(pair("报送单位", "Reporting office"))?;
    let glyphs = composer.faces.set_kai(receipt.office_name.as_str())?;
    let room = RIGHT - LEFT;
    // One line where that is large enough to read, else as many as it takes above the body.
    let size = (room / wrap::width(&glyphs)).clamp(8.0, 22.0);
    let mut y = NAME - 3.0;
    let mut lines = Vec::new();
    for range in wrap::lines(&glyphs, room / size, 0.0) {
        let line = glyphs[range].to_vec();
        let x = (PAGE.0 - wrap::width(&line) * size) / 2.0;
        lines.push(Line { x, y, tracking: 0.0, glyphs: line });
        y += size * 1.2;
    }
    composer.push(None, Role::Value, style(size, 0.0, Ink::Black), lines);
    Ok(())
}

fn body(composer: &mut Composer, sheet: &ReceiptSheet) -> Result<(), PrintError> {
    let measure = RIGHT - LEFT;
    let said = format!("{}已收到上述单位报送的名单，要点如下。", sheet.issuer);
    let not_a_certificate = "本回执只说明报送，不是证书，不证明任何人的资格。";
    let glyphs = composer.faces.set_kai(&(said + not_a_certificate))?;
    let y = BODY_TOP + 6.0;
    let large = style(12.6, 21.5, Ink::Black);
    let y = composer.paragraph(&glyphs, Role::Paragraph, y, measure, large);
    let english = "The list reported by the office above has been received. This receipt is no \
                   certificate and attests nobody's title.";
    let glyphs = composer.faces.set_song(english)?;
    let small = style(7.4, 10.5, Ink::Grey);
    let mut y = composer.paragraph(&glyphs, Role::English, y - 3.0, measure, small) + 12.0;
    // A page full of words has its rows closer together.
    let spare = if y > 380.0 { 4.0 } else { 11.0 };
    composer.rules.push([LEFT, RIGHT, y]);
    for row in rows(sheet.receipt) {
        y = composer.row(&row, y, 1.0, spare)?;
        composer.rules.push([LEFT, RIGHT, y]);
    }
    digest(composer, sheet.receipt.file, y + 15.2 + spare / 2.0)
}

/// The file's digest, half of its groups on a line.
fn digest(composer: &mut Composer, file: Digest, y: f32) -> Result<(), PrintError> {
    composer.label(pair("文件摘要", "SHA-256 of the file"), LEFT, y - 2.6, 1.0)?;
    let glyphs = composer.faces.set_kai(&file.grouped())?;
    let value = style(VALUE, 15.5, Ink::Black);
    let halves = glyphs.chunks(40); // eight groups with a space behind each
    let lines = halves.zip([y, y + value.leading]);
    let lines =
        lines.map(|(half, y)| Line { x: LEFT + LABEL, y, tracking: 0.0, glyphs: half.to_vec() });
    let lines = lines.collect();
    composer.push(None, Role::Value, value, lines);
    composer.rules.push([LEFT, RIGHT, y + 15.5 + 9.4 + 5.5]);
    Ok(())
}

fn rows(receipt: &Receipt) -> Vec<Row> {
    let count = |zh, en, rows: u64| other(zh, en, &format!("{rows}行"));
    vec![
        Row::Two(
            other("批次", "Batch", &receipt.batch.to_string()),
            other("单位代码", "Code of the office", receipt.office.as_str()),
        ),
        Row::Two(
            other("报送方式", "By way of", receipt.way.zh()),
            other("报送时间", "Reported at", &receipt.reported_at.zh()),
        ),
        Row::Two(
            count("新收", "New rows taken in", receipt.accepted),
            count("需修改", "Held back", receipt.rejected),
        ),
        Row::One(count("已在册", "On record before", receipt.unchanged)),
    ]
}

/// Beside the QR code: who gives the receipt.
fn foot(composer: &mut Composer, sheet: &ReceiptSheet) -> Result<(), PrintError> {
    let left = LEFT + QR_SIDE + 18.0;
    let room = RIGHT - left;
    let top = FOOT_BOTTOM - QR_SIDE;
    let glyphs = composer.faces.set_song(sheet.issuer.as_str())?;
    let size = ((room - LABEL) / wrap::width(&glyphs)).clamp(5.5, 13.0);
    let issuer = style(size, size * 1.25, Ink::Black);
    composer.label(pair("出具单位", "Given by"), left, top + 6.4, 1.0)?;
    let lines = laid(&glyphs, left + LABEL, top + 9.0, room - LABEL, issuer);
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
            compose(&PRESS.faces, &ReceiptSheet { issuer: &issuer, ..*sheet })
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
