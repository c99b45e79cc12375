//! The page of a copy: the certificate's own, with what it is bound to.

use super::*;
use crate::model::copy::{BoundCopy, CopyCode, Purpose};
use crate::model::day::Day;
use crate::print::block::{Element, Kind, PAGE};

const FILE: &[u8] = "{\"purpose\":\"应聘\"}".as_bytes();

fn layout() -> &'static Layout {
    Layout::of(TEMPLATE).unwrap()
}

fn copy(purpose: &str) -> BoundCopy {
    BoundCopy {
        code: CopyCode::parse("0123456789012345").unwrap(),
        number: issued("王莉").number,
        purpose: Purpose::read(purpose).unwrap(),
        until: Day::parse("2026-12-31").unwrap(),
        made_at: samples::SIGNED_AT,
    }
}

/// Calls `with` with the sheet of a copy.
fn copied<T>(certificate: &Certificate, purpose: &str, with: impl FnOnce(&Sheet) -> T) -> T {
    let copy = copy(purpose);
    let qr_url = format!("{}/{}", samples::url(), copy.code);
    sheet(certificate, |sheet| {
        let bound = Bound { copy: &copy, file: FILE };
        with(&Sheet { copy: Some(bound), qr_url: &qr_url, ..*sheet })
    })
}

/// From two characters to as many as a purpose has, with and without places to break.
const PURPOSES: [&str; 5] = [
    "入职",
    "应聘温州某某建设工程有限公司",
    "参加瓯江口产业集聚区市政道路改造工程（二期）施工项目投标资格预审及项目备案使用",
    "Tender WZ-2026-0042 of Wenzhou Ou River",
    "岗位聘任、职称申报、继续教育登记、注册执业变更及延续等事项办理，仅此一次有效",
];

#[test]
fn a_copy_says_what_it_is_bound_to_and_else_what_the_certificate_says() {
    let certificate = issued("王莉");
    let bytes = copied(&certificate, PURPOSES[1], |sheet| PRESS.print(sheet)).unwrap();
    let parts = read(&bytes).unwrap();
    let said: Vec<String> = parts.lines.into_iter().map(|line| line.text).collect();
    let (head, body) = (&said[1..6], &said[8..]);
    assert_eq!([head, body].concat(), words(&certificate));
    assert_eq!(
        [&said[..1], &said[6..8]].concat(),
        [
            "仅供应聘温州某某建设工程有限公司使用",
            "副本 · 仅供应聘温州某某建设工程有限公司使用 · 至2026年12月31日",
            "COPY · for the stated purpose only · until 31 December 2026",
        ]
    );
    assert_eq!(parts.copy.as_deref(), Some(FILE));
    assert_eq!(parts.qr, Some(format!("{}/0123456789012345", samples::url())));
    assert_eq!(read(&printed(&certificate)).unwrap().copy, None);
}

#[test]
fn a_purpose_that_ends_in_use_is_not_used_twice() {
    let bytes = copied(&issued("王莉"), "项目备案使用", |sheet| PRESS.print(sheet)).unwrap();
    assert_eq!(read(&bytes).unwrap().lines[0].text, "仅供项目备案使用");
}

#[test]
fn a_copy_reads_as_expected_and_is_the_same_each_time() {
    for (certificate, purpose) in [(issued("王莉"), PURPOSES[0]), (filed("王莉"), PURPOSES[2])]
    {
        let print = || copied(&certificate, purpose, |sheet| PRESS.print(sheet)).unwrap();
        assert_eq!(print(), print());
        let expected = copied(&certificate, purpose, |sheet| PRESS.expected(sheet)).unwrap();
        let parts = read(&print()).unwrap();
        let texts =
            |parts: &PdfParts| parts.lines.iter().map(|l| l.text.clone()).collect::<Vec<_>>();
        assert_eq!(texts(&expected), texts(&parts));
        assert_eq!(expected.drawing, parts.drawing);
        let other = copied(&certificate, "应聘", |sheet| PRESS.expected(sheet)).unwrap();
        assert_ne!(other.drawing, parts.drawing);
    }
}

#[test]
fn who_hears_a_copy_hears_once_and_before_all_else_what_it_is_bound_to() {
    let certificate = issued("王莉");
    let composed = copied(&certificate, PURPOSES[1], |sheet| {
        compose::compose(PRESS.faces.with(None), layout(), sheet)
            .map(|composition| composition.elements())
    });
    let elements = composed.unwrap();
    // The heading, the name with its label, and then the clear line.
    let ends = [(Kind::Heading, 0..2), (Kind::Paragraph, 2..5), (Kind::Paragraph, 5..7)];
    assert_eq!(elements[..3], ends.map(|(kind, marks)| Element { kind, marks }));
}

#[test]
fn a_number_across_the_page_is_not_cut_in_two() {
    let composed = copied(&issued("王莉"), "电话13800138000联系", |sheet| {
        compose::compose(PRESS.faces.with(None), layout(), sheet)
    });
    let across = composed.unwrap().across.unwrap();
    let lines = across.lines.iter();
    let lines: Vec<String> =
        lines.map(|line| line.glyphs.iter().map(|glyph| glyph.character).collect()).collect();
    assert!(lines.iter().any(|line| line.contains("13800138000")), "{lines:?}");
}

#[test]
fn any_purpose_has_room_across_the_page_and_above_the_title() {
    let certificate = issued("王莉");
    for purpose in PURPOSES {
        let composed = copied(&certificate, purpose, |sheet| {
            compose::compose(PRESS.faces.with(None), layout(), sheet)
        })
        .unwrap();
        let across = composed.across.as_ref().unwrap();
        assert!(across.size >= 30.0 && across.lines.len() <= 3, "{purpose}: {}", across.size);
        let [left, top, side] = composed.symbol_at;
        for line in &across.lines {
            let width = wrap::width(&line.glyphs) * across.size;
            for (x, y) in [(0.0, -0.88), (0.0, 0.12), (1.0, -0.88), (1.0, 0.12)] {
                let (x, y) = turned(line.x + x * width, line.y + y * across.size);
                let inside =
                    (46.0..PAGE.0 - 46.0).contains(&x) && (46.0..PAGE.1 - 46.0).contains(&y);
                assert!(inside, "{purpose}: {x} {y}");
                let on_code = (left - 10.0..left + side + 10.0).contains(&x) && y > top - 10.0;
                assert!(!on_code, "{purpose}: {x} {y}");
            }
        }
        let title = composed.blocks.iter().find(|block| block.role == block::Role::Heading);
        let title_top = title.map_or(0.0, |block| block.lines[0].y - block.size);
        let notice = &composed.blocks[5..7];
        for line in notice.iter().flat_map(|block| &block.lines) {
            assert!(line.y < title_top && line.y > 58.0, "{purpose}: {}", line.y);
        }
        for block in notice {
            for line in &block.lines {
                let right = line.x + wrap::width(&line.glyphs) * block.size;
                assert!(
                    line.x >= layout().edges.left - 1.0 && right <= layout().edges.right + 1.0,
                    "{purpose}"
                );
            }
        }
    }
}

/// Where a point of the level lines comes to lie, from the upper left corner.
fn turned(x: f32, y: f32) -> (f32, f32) {
    let (x, y) = (x - PAGE.0 / 2.0, PAGE.1 / 2.0 - y);
    let (sin, cos) = layout().copy.turn().sin_cos();
    (PAGE.0 / 2.0 + x * cos - y * sin, PAGE.1 / 2.0 - (x * sin + y * cos))
}
