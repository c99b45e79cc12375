//! A clerk's story over the web: upload a sheet, see what is wrong with it, mend it cell by cell,
//! report it; and every file that is turned away.

use super::{hidden, moved, signed_in};
use crate::world::sheet::{csv, person, row, rows, with, workbook};
use crate::world::web::{Answer, Browser};
use crate::world::{BUREAU, RUIAN, World, YUEQING, code, each_engine, issuer, on_sqlite, text};
use axum::http::StatusCode;
use calamine::Reader as _;
use std::io::Cursor;
use wenzheng::model::batch::{BatchId, Stage};

/// Sends a form with a file, as a browser does: the fields first, in the order of the page.
pub async fn send(
    browser: &mut Browser,
    address: &str,
    fields: &[(&str, &str)],
    file: Option<&[u8]>,
) -> Answer {
    let mut body = Vec::new();
    for (name, value) in fields {
        let head = format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
        body.extend([head.as_bytes(), value.as_bytes(), b"\r\n"].concat());
    }
    let name = if file.is_some() { "名单.xlsx" } else { "" };
    let head = format!(
        "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    );
    body.extend([head.as_bytes(), file.unwrap_or_default(), b"\r\n--edge--\r\n"].concat());
    browser.post_body(address, "multipart/form-data; boundary=edge", body).await
}

/// Uploads a sheet to file.
async fn upload(browser: &mut Browser, file: &[u8]) -> Answer {
    let key = hidden(&browser.get("/desk/uploads/new").await.text(), "form_key");
    let fields = [("form_key", &*key), ("way", "filed")];
    send(browser, "/desk/uploads/new", &fields, Some(file)).await
}

/// Uploads a sheet that is taken; gives its batch.
async fn uploaded(browser: &mut Browser, file: &[u8]) -> BatchId {
    let answer = upload(browser, file).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let to = answer.header("location").to_owned();
    let id = to.strip_prefix("/desk/batches/").and_then(|rest| rest.strip_suffix("/findings"));
    BatchId::parse(id.unwrap_or_else(|| panic!("sent to {to}"))).unwrap()
}

/// Three good rows, one that is mended by itself, one to mend.
fn messy() -> Vec<Vec<String>> {
    let mut all = rows(1..=3);
    all.push(with(row(&person(4)), "批准文号", "瑞人社[2024]18号"));
    all.push(with(row(&person(5)), "资格名称", "助工"));
    all
}

/// The first form of a page of findings, with something typed into it.
fn typed(page: &str, written: &str) -> Vec<(String, String)> {
    let form = page.split_once("/mend\">").unwrap_or_else(|| panic!("no cell in {page}")).1;
    let kept = ["form_key", "kind", "after", "sheet", "row", "column"];
    let mut fields: Vec<_> = kept.map(|name| (name.to_owned(), hidden(form, name))).into();
    fields.push(("written".to_owned(), written.to_owned()));
    fields
}

async fn mend(browser: &mut Browser, id: BatchId, fields: &[(String, String)]) -> Answer {
    let fields: Vec<_> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
    browser.post(&format!("/desk/batches/{id}/mend"), &fields).await
}

async fn a_clerk_mends_and_reports(world: &World, file: &[u8]) {
    let mut clerk = signed_in(world, "林晓燕", RUIAN).await;
    let form = clerk.get("/desk/uploads/new").await.text();
    assert!(form.contains("归集") && form.contains("调入确认") && !form.contains("评审发证"));
    let id = uploaded(&mut clerk, file).await;
    let findings = format!("/desk/batches/{id}/findings");
    let page = clerk.get(&findings).await;
    assert_eq!(page.header("cache-control"), "no-store");
    let page = page.text();
    assert!(page.contains("<h1>1行要修改，其余4行可以报送</h1>"), "{page}");
    assert!(page.contains("先报送4行") && page.contains("资格名称，不认识"), "{page}");
    let name = person(5).name;
    assert!(page.contains(&format!(">{name}</span>")), "whose row it is: {page}");
    assert!(page.contains("表里是：<code translate=\"no\">助工</code>"), "{page}");

    // A word that is no better is told again, with what was typed still in the field.
    let errors = format!("{findings}?kind=title_unknown");
    let fields = typed(&clerk.get(&errors).await.text(), "助理程师");
    let answer = mend(&mut clerk, id, &fields).await;
    let back = answer.header("location").to_owned();
    assert!(back.starts_with(&errors) && back.ends_with('g'), "{back}");
    let page = clerk.get(back.split('#').next().unwrap()).await.text();
    assert!(page.contains("已保存，重新检查过了") && page.contains("value=\"助理程师\""), "{page}");
    assert!(page.contains(&format!("id=\"{}\"", back.split('#').nth(1).unwrap())));

    let answer = mend(&mut clerk, id, &typed(&page, " 助理工程师 ")).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    let page = clerk.get(&findings).await.text();
    assert!(page.contains("<h1>全部可以报送</h1>") && page.contains(">报送5行<"), "{page}");
    assert!(clerk.get(&errors).await.text().contains("这一种已经没有了"));

    let ask = format!("/desk/batches/{id}/report");
    let question = clerk.get(&ask).await.text();
    assert!(question.contains("<h1>报送5行吗？</h1>") && question.contains("瑞安市"));
    let (key, once) = (hidden(&question, "form_key"), hidden(&question, "once"));
    for _ in 0..2 {
        let sent = clerk.post(&ask, &[("form_key", &key), ("once", &once)]).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
        assert_eq!(sent.header("location"), format!("/desk/batches/{id}"));
    }
    let shown = world.registry.show_batch(id).await.unwrap();
    assert_eq!((shown.batch.stage, shown.batch.tally.accepted), (Stage::Reported, 5));
    let mut verbs = Vec::new();
    world.registry.audit(|deed| verbs.push(deed.verb.clone())).await.unwrap();
    verbs.retain(|verb| verb != "view_findings");
    assert_eq!(verbs, ["make_token", "enter", "upload", "mend", "mend", "report"]);

    let page = clerk.get(&findings).await.text();
    assert!(page.contains("<h1>已报送5行</h1>") && page.contains("不能再改"), "{page}");
    assert!(!page.contains("/mend\"") && !page.contains("/report\""), "{page}");
    let late = mend(&mut clerk, id, &fields).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert_eq!(clerk.get(&ask).await.header("location"), format!("/desk/batches/{id}"));
}

#[test]
fn a_clerk_mends_and_reports_a_workbook() {
    each_engine(async |world: &World| {
        a_clerk_mends_and_reports(world, &workbook(&messy())).await;
    });
}

#[test]
fn a_clerk_mends_and_reports_text() {
    on_sqlite(async |world: &World| a_clerk_mends_and_reports(world, &csv(&messy())).await);
}

#[test]
fn another_office_sees_no_such_batch_and_the_bureau_no_draft() {
    on_sqlite(async |world: &World| {
        let mut clerk = signed_in(world, "林晓燕", RUIAN).await;
        let id = uploaded(&mut clerk, &workbook(&messy())).await;
        let page = clerk.get(&format!("/desk/batches/{id}/findings")).await.text();
        let mut fields = typed(&page, "助理工程师");
        for (who, office) in [("周敏", YUEQING), ("陈立", BUREAU)] {
            let mut other = signed_in(world, who, office).await;
            for rest in ["findings", "report", "annotated.xlsx", "sheet"] {
                let answer = other.get(&format!("/desk/batches/{id}/{rest}")).await;
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{office} {rest}");
                assert!(answer.text().contains(&format!("没有批次{id}")), "{office} {rest}");
            }
            fields[0].1 = hidden(&other.get("/desk").await.text(), "form_key");
            let answer = mend(&mut other, id, &fields).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{office}");
            let key = fields[0].1.clone();
            let report = format!("/desk/batches/{id}/report");
            let answer = other.post(&report, &[("form_key", &key), ("once", "")]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{office}");
        }
        let shown = world.registry.show_batch(id).await.unwrap();
        assert_eq!((shown.batch.stage, shown.batch.tally.accepted), (Stage::Draft, 4));
        let mut nobody = Browser::new(&world.registry, 1);
        for rest in ["uploads/new", "template.xlsx", &format!("batches/{id}/findings")] {
            let answer = nobody.get(&format!("/desk/{rest}")).await;
            assert_eq!(answer.header("location"), "/sign-in");
        }
    });
}

#[test]
fn a_file_that_is_not_read_is_told_at_the_field() {
    on_sqlite(async |world: &World| {
        let mut clerk = signed_in(world, "林晓燕", RUIAN).await;
        let html = include_bytes!("../../fixtures/sheets/html_dressed_as.xls");
        let wide = |name: &str| name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
        let locked = [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(), &wide("EncryptedPackage")];
        let large = vec![b'a'; (32 << 20) + 5];
        for (file, said) in [
            (&b""[..], "文件是空的"),
            (&html[..], "网页"),
            (&locked.concat(), "文件设有密码"),
            (&large, "文件超过32 MB"),
            (b"PK\x03\x04 and no more", "文件不完整或已损坏"),
            ("随便写写".as_bytes(), "没有找到表头"),
        ] {
            let answer = upload(&mut clerk, file).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{said}");
            let page = answer.text();
            let error = page.split_once("id=\"file-error\">").unwrap_or_else(|| panic!("{page}")).1;
            assert!(error.split('<').next().unwrap().contains(said), "{said}: {error}");
            assert!(page.contains("aria-describedby=\"file-hint file-error\""));
            assert!(page.contains("value=\"filed\" selected"), "the choice is lost");
        }
        let key = hidden(&clerk.get("/desk/uploads/new").await.text(), "form_key");
        let fields = [("form_key", &*key), ("way", "")];
        let page = send(&mut clerk, "/desk/uploads/new", &fields, None).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST);
        assert!(page.text().contains("有2处要改"), "{}", page.text());
        let fields = [("form_key", &*key), ("way", "reviewed")];
        let page = send(&mut clerk, "/desk/uploads/new", &fields, Some(&csv(&messy()))).await;
        assert!(page.text().contains("id=\"way-error\">单位330381没有评审发证的权限"));
        assert!(world.registry.batches().await.unwrap().is_empty());
    });
}

#[test]
fn a_form_with_a_file_is_taken_from_its_own_session_alone() {
    on_sqlite(async |world: &World| {
        let mut clerk = signed_in(world, "林晓燕", RUIAN).await;
        let file = csv(&messy());
        for key in ["", "0123"] {
            let fields = [("form_key", key), ("way", "filed")];
            let answer = send(&mut clerk, "/desk/uploads/new", &fields, Some(&file)).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN);
        }
        assert!(world.registry.batches().await.unwrap().is_empty());
    });
}

#[test]
fn the_marked_sheet_and_the_blank_one_open_in_a_spreadsheet() {
    on_sqlite(async |world: &World| {
        let mut clerk = signed_in(world, "林晓燕", RUIAN).await;
        let id = uploaded(&mut clerk, &workbook(&messy())).await;
        let marked = format!("/desk/batches/{id}/annotated.xlsx");
        for (address, name) in [
            (&*marked, format!("{id}.xlsx")),
            ("/desk/template.xlsx", "template-330381.xlsx".into()),
        ] {
            let answer = clerk.get(address).await;
            assert_eq!(answer.header("cache-control"), "no-store");
            assert!(answer.header("content-type").ends_with("spreadsheetml.sheet"));
            let kept_as = format!("attachment; filename=\"{name}\"");
            assert_eq!(answer.header("content-disposition"), kept_as);
            let book = calamine::Xlsx::<_>::new(Cursor::new(answer.bytes)).unwrap();
            assert!(!book.sheet_names().is_empty());
        }
    });
}

#[test]
fn a_returned_batch_is_sent_again_by_the_way_that_it_took() {
    on_sqlite(async |world: &World| {
        let id = world.import(RUIAN, csv(&rows(1..=3))).await.unwrap().batch.unwrap();
        let mut clerk = signed_in(world, "林晓燕", RUIAN).await;
        let address = format!("/desk/uploads/new?follows={id}");
        assert_eq!(clerk.get(&address).await.status, StatusCode::CONFLICT, "it is not returned");
        let reviewer = crate::world::reviewer();
        world.registry.return_batch(id, &text("文号不对"), &reviewer).await.unwrap();
        let form = clerk.get(&address).await.text();
        assert!(form.contains("退回的批次") && !form.contains("<select"));
        let (key, way) = (hidden(&form, "form_key"), hidden(&form, "way"));
        let follows = id.to_string();
        let fields = [("form_key", &*key), ("follows", &*follows), ("way", &*way)];
        let sent = send(&mut clerk, "/desk/uploads/new", &fields, Some(&csv(&rows(1..=3)))).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
        let new = BatchId::parse(sent.header("location").split('/').nth(3).unwrap()).unwrap();
        let shown = world.registry.show_batch(new).await.unwrap();
        assert_eq!(shown.batch.follows, Some(id));
    });
}

#[test]
fn a_thousand_findings_come_fifty_at_a_time() {
    on_sqlite(async |world: &World| {
        let mut clerk = signed_in(world, "林晓燕", RUIAN).await;
        let all: Vec<_> = (1..=1_000).map(|n| with(row(&person(n)), "资格名称", "助工")).collect();
        let id = uploaded(&mut clerk, &csv(&all)).await;
        let all = format!("/desk/batches/{id}/findings?kind=title_unknown");
        let mut next = Some(all.clone());
        let (mut pages, mut seen) = (0, std::collections::BTreeSet::new());
        while let Some(address) = next {
            let page = clerk.get(&address).await.text();
            let found = page.split("<li id=\"").skip(1).map(|item| item.split('"').next().unwrap());
            let found: Vec<_> = found.map(str::to_owned).collect();
            assert!(found.len() <= 50 && packed(&page) < 40 * 1024, "{} bytes", packed(&page));
            seen.extend(found);
            pages += 1;
            let links = page.split("href=\"").map(|link| link.split('"').next().unwrap());
            let mut links = links.filter(|link| link.contains("after="));
            next = links.next().map(|link| link.replace("&#38;", "&"));
        }
        assert_eq!((pages, seen.len()), (20, 1_000));
        let page = clerk.get(&format!("{all}&row=951")).await.text();
        assert!(page.contains("第951行") && !page.contains("第950行"));
        assert!(page.contains("共1,000"));
    });
}

/// How much a page weighs on the wire.
fn packed(page: &str) -> usize {
    use std::io::Write as _;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(page.as_bytes()).unwrap();
    encoder.finish().unwrap().len()
}

#[test]
fn a_delegated_county_may_send_a_list() {
    on_sqlite(async |world: &World| {
        let paper = text("温职改办〔2026〕1号");
        world.registry.delegate(&code(RUIAN), &paper, None, &issuer()).await.unwrap();
        let mut clerk = signed_in(world, "林晓燕", RUIAN).await;
        assert!(clerk.get("/desk/uploads/new").await.text().contains("评审发证"));
    });
}

#[test]
fn an_announced_list_is_matched_with_its_information_sheet() {
    on_sqlite(async |world: &World| {
        const BUILDING: &str = "3303D17";
        let mut clerk = signed_in(world, "林晓燕", BUILDING).await;
        let mut list = String::from("序号,姓名,工作单位,系列,资格名称\r\n");
        for n in 1..=3 {
            let name = person(n).name;
            list += &format!("{n},{name},瑞安市市政工程有限公司,工程技术人员,工程师\r\n");
        }
        let key = hidden(&clerk.get("/desk/uploads/new").await.text(), "form_key");
        let fields = [("form_key", &*key), ("way", "reviewed")];
        let sent = send(&mut clerk, "/desk/uploads/new", &fields, Some(list.as_bytes())).await;
        let id = BatchId::parse(sent.header("location").split('/').nth(3).unwrap()).unwrap();
        moved(&mut clerk, id, "report", &[]).await;
        let address = format!("/desk/batches/{id}/sheet");
        assert_eq!(clerk.get(&address).await.header("location"), format!("/desk/batches/{id}"));
        announced(world, id).await;

        let mut clerk = signed_in(world, "林晓燕", BUILDING).await;
        let key = hidden(&clerk.get(&address).await.text(), "form_key");
        let fields = [("form_key", &*key)];
        let sheet = |numbers: &[u32]| {
            let all = numbers.iter().map(|n| with(row(&person(*n)), "资格名称", "工程师"));
            csv(&all.collect::<Vec<_>>())
        };
        let blank = send(&mut clerk, &address, &fields, None).await;
        assert_eq!(blank.status, StatusCode::BAD_REQUEST);
        let strangers = send(&mut clerk, &address, &fields, Some(&sheet(&[8, 9]))).await;
        assert_eq!(strangers.status, StatusCode::BAD_REQUEST);
        assert!(strangers.text().contains("没有一行能与公布的名单对上"));
        assert!(world.registry.show_batch(id).await.unwrap().batch.filled.is_none());
        let sent = send(&mut clerk, &address, &fields, Some(&sheet(&[1, 2, 9]))).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
        let page = clerk.get(sent.header("location")).await.text();
        assert!(page.contains("<h1>名单上还有1人没有信息"), "{page}");
        assert!(world.registry.show_batch(id).await.unwrap().batch.filled.is_some());
    });
}

/// Posts a list and announces it once the publicity is over.
async fn announced(world: &World, id: BatchId) {
    use wenzheng::registry::road::publicity::{Announcement, Window};
    let until = wenzheng::model::day::Day::parse("2026-12-03").unwrap();
    let window = Window { from: world.today(), until };
    world.registry.post(id, window, &issuer()).await.unwrap();
    world.wait(9 * 86_400);
    let told = Announcement {
        document_number: text("温人社发〔2026〕99号"),
        on: until.plus_days(1),
    };
    world.registry.announce(id, &told, &issuer()).await.unwrap();
}
