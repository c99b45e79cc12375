//! What the bureau does in the demonstration besides: a reviewed batch through its publicity, one
//! that is posted now and objected to, a confirmation, a title that two offices send, and
//! tokens to sign in with.

use super::super::args::Common;
use super::super::door;
use super::super::output::beside;
use super::people::{Crowd, Person};
use wenzheng::model::batch::{BatchId, Stage};
use wenzheng::model::day::Day;
use wenzheng::model::office::OfficeCode;
use wenzheng::model::text::Text;
use wenzheng::model::way::Way;
use wenzheng::registry::road::publicity::{Announcement, Window};
use wenzheng::registry::upload::import::{Imported, Upload};
use wenzheng::registry::{Error, Failed, Refusal, Registry, Result};

/// Organises the reviews of 建设工程.
const BUILDING: &str = "3303D17";
const MECHANICS: &str = "3303A02";
const RUIAN: &str = "330381";
const LUCHENG: &str = "330302";
const BUREAU: &str = "330300";
const EMPLOYER: &str = "温州市设计集团有限公司";
const HEADER: &str =
    "姓名,身份证号码,现工作单位,系列,专业,资格名称,取得方式,取得时间,评委会名称,原证书编号\r\n";

/// Days before today on which the finished batch was posted, and announced.
const POSTED: i32 = 40;
const ANNOUNCED: i32 = 12;

/// Tokens of a clerk and of the bureau, to sign in with.
pub struct Tokens {
    /// 瑞安's.
    pub office: String,
    /// The bureau's.
    pub bureau: String,
}

/// A pass list that was posted and announced; each step on its day, by a clock that is set.
pub async fn reviewed(
    on: impl AsyncFn(Day) -> Result<Registry>,
    common: &Common,
    today: Day,
) -> Result<()> {
    let people: Vec<Person> = people(12);
    let [clerk, _, issuer] = door::three_actors(common)?;
    let from = today.plus_days(-POSTED);
    let registry = on(from).await?;
    let listed = send(&registry, common, BUILDING, Way::Reviewed, list(&people)).await?;
    let id = listed.batch.ok_or_else(|| Failed::because(&"the demo's list was not taken"))?;
    if listed.stage == Some(Stage::Reported) {
        post(&registry, id, from, common).await?;
    }
    registry.close().await;
    let registry = on(today.plus_days(-ANNOUNCED)).await?;
    let stage = registry.show_batch(id).await?.batch.stage;
    if stage == Stage::Posted {
        let document_number = text("温人社发〔2026〕87号")?;
        let told = Announcement { document_number, on: today.plus_days(-ANNOUNCED) };
        registry.announce(id, &told, &issuer).await?;
    }
    if matches!(stage, Stage::Posted | Stage::Announced) {
        registry.fill(id, sheet(&people, "评审", "").into_bytes(), &clerk).await?;
    }
    registry.close().await;
    // Today: no key is older than the demo, and a certificate is not older than its keys.
    let registry = on(today).await?;
    let done = registry.issue(id, &issuer, &|_, _| {}).await?;
    beside(format_args!("建设工程中级评审：公示、公布后签发{}份", done.issued));
    registry.close().await;
    Ok(())
}

/// A list that is posted today, with an objection that bars it; a confirmation; and somebody whom
/// another office has filed already.
pub async fn under_way(
    registry: &Registry,
    common: &Common,
    today: Day,
    filed_elsewhere: &Person,
) -> Result<BatchId> {
    let mut crowd = Crowd::second();
    let people: Vec<Person> = (0..9).map(|_| crowd.next("330303")).collect();
    let listed = send(registry, common, MECHANICS, Way::Reviewed, list(&people)).await?;
    let id = listed.batch.ok_or_else(|| Failed::because(&"the demo's list was not taken"))?;
    if listed.stage == Some(Stage::Reported) {
        post(registry, id, today, common).await?;
        let says = text("名单第4人的业绩材料与事实不符，请核实")?;
        registry.object(id, today, &says, &door::actor(common, "reviewer")?).await?;
    }
    let moved = [crowd.named("司徒静", "330381"), crowd.named("诸葛明", "330381")];
    let confirmed = sheet(&moved, "确认", "浙职称20180317");
    let confirmed = send(registry, common, RUIAN, Way::Confirmed, confirmed).await?;
    if let Some(batch) = confirmed.batch {
        let [_, reviewer, issuer] = door::three_actors(common)?;
        if confirmed.stage != Some(Stage::Issued) {
            registry.accept(batch, &reviewer).await?;
        }
        registry.issue(batch, &issuer, &|_, _| {}).await?;
    }
    let twice = format!(
        "{HEADER}{},{},{EMPLOYER},工程技术人员,建筑工程管理,助理工程师,评审,2025-06,鹿城区工程技术初级评审委员会,\r\n",
        filed_elsewhere.name, filed_elsewhere.id_number
    );
    let twice = send(registry, common, LUCHENG, Way::Filed, twice).await?;
    beside(format_args!(
        "正在公示{id}，有1条异议；调入确认2份；两家重复报送{}行",
        twice.tally.rejected
    ));
    Ok(id)
}

/// New tokens for a clerk of 瑞安 and for the bureau; those of an earlier demonstration end.
pub async fn tokens(registry: &Registry, common: &Common) -> Result<Tokens> {
    let actor = door::actor(common, "issuer")?;
    let make = async |office: &str, who: &str| {
        let office = code(office)?;
        for old in registry.tokens(&office, &actor).await? {
            if old.revoked_at.is_none() {
                registry.revoke_token(&old.id, &actor).await?;
            }
        }
        let (_, token) = registry.make_token(&office, &text(who)?, &actor).await?;
        Ok::<String, Error>(token)
    };
    Ok(Tokens { office: make(RUIAN, "林晓燕").await?, bureau: make(BUREAU, "周敏").await? })
}

/// Posts a batch for as short as the law allows.
async fn post(registry: &Registry, id: BatchId, from: Day, common: &Common) -> Result<()> {
    let [_, _, issuer] = door::three_actors(common)?;
    let week = Window { from, until: from.plus_days(7) };
    match registry.post(id, week, &issuer).await {
        Err(Error::Refused(Refusal::WindowTooShort { until })) => {
            registry.post(id, Window { from, until }, &issuer).await?;
        }
        posted => drop(posted?),
    }
    Ok(())
}

async fn send(
    registry: &Registry,
    common: &Common,
    office: &str,
    way: Way,
    text: String,
) -> Result<Imported> {
    let [clerk, ..] = door::three_actors(common)?;
    let upload = Upload { bytes: text.into_bytes(), office: code(office)?, way };
    registry.import(upload, &clerk).await
}

fn people(n: usize) -> Vec<Person> {
    let mut crowd = Crowd::third();
    (0..n).map(|_| crowd.next("330302")).collect()
}

fn list(people: &[Person]) -> String {
    let mut text = String::from("序号,姓名,工作单位,系列,专业,资格名称\r\n");
    for (n, person) in (1..).zip(people) {
        let line = format!("{n},{},{EMPLOYER},工程技术人员,机械设计,工程师\r\n", person.name);
        text.push_str(&line);
    }
    text
}

fn sheet(people: &[Person], method: &str, source_number: &str) -> String {
    let mut text = String::from(HEADER);
    for Person { name, id_number, .. } in people {
        let line = format!(
            "{name},{id_number},{EMPLOYER},工程技术人员,机械设计,工程师,{method},2025-11-28,温州市建设工程中级专业技术资格评审委员会,{source_number}\r\n"
        );
        text.push_str(&line);
    }
    text
}

fn code(written: &str) -> Result<OfficeCode> {
    let code = OfficeCode::parse(written);
    code.ok_or_else(|| Failed::because(&"an office of the demo has no code").into())
}

fn text(written: &str) -> Result<Text> {
    let text = Text::parse(written);
    text.ok_or_else(|| Failed::because(&"a text of the demo is none").into())
}
