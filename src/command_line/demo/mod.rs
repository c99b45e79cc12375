//! The demonstration: a registry of fictitious people, the whole road run once, then served. Run
//! again, it finds what is there.

mod bureau;
mod people;
mod sheets;

use super::args::Common;
use super::exit::Exit;
use super::output::{Output, beside};
use super::progress::{advance, bar};
use super::{door, files, serve};
use people::Person;
use serde_json::{Value, json};
use sheets::{Cast, Sheet};
use std::net::{IpAddr, Ipv4Addr};
use wenzheng::model::batch::Stage;
use wenzheng::model::day::Day;
use wenzheng::model::identity::IdType;
use wenzheng::model::number::CertificateNumber;
use wenzheng::model::office::{Actor, OfficeCode, OfficeKind};
use wenzheng::model::text::Text;
use wenzheng::model::way::Way;
use wenzheng::registry::road::amend::{Change, Decision};
use wenzheng::registry::upload::import::Upload;
use wenzheng::registry::{Error, Failed, Refusal, Registry, Result, Visitor, house};

/// Someone's paper in the demo's folder.
struct Shown {
    name: String,
    number: CertificateNumber,
    pdf: std::path::PathBuf,
    link: String,
}

/// What a demonstration has to show.
struct Demo {
    folder: std::path::PathBuf,
    url: String,
    holder: Person,
    shown: Vec<Shown>,
    /// The links of the certificate that is revoked and of the one that is suspended.
    ended: [String; 2],
    posted: String,
    tokens: bureau::Tokens,
}

/// `demo`.
pub async fn run(common: &Common, out: &mut Output, listen: &str, no_serve: bool) -> Result<Exit> {
    let listener = if no_serve { None } else { Some(serve::bind(listen).await?) };
    let address = match &listener {
        Some(listener) => serve::address(listener)?.to_string(),
        None => listen.to_owned(),
    };
    let public_url = format!("http://{address}");
    found(common, &public_url).await?;
    // A registry that is no demo is told so before any clock is set.
    open(common, &public_url, None).await?.close().await;
    let today = common.today.unwrap_or_else(|| door::system_clock().today());
    bureau::reviewed(async |day| open(common, &public_url, Some(day)).await, common, today).await?;
    let registry = open(common, &public_url, None).await?;
    let (sheets, cast) = sheets::all();
    let mut first_batch = Vec::new();
    for sheet in &sheets {
        let numbers = send(&registry, common, sheet).await?;
        if first_batch.is_empty() {
            first_batch = numbers;
        }
    }
    let [revoked, suspended] = end_some(&registry, common, &first_batch).await?;
    let posted = bureau::under_way(&registry, common, today, &cast.holder).await?;
    let tokens = bureau::tokens(&registry, common).await?;
    let shown = show(&registry, common, &cast).await?;
    let ended = [registry.link(&revoked).await?, registry.link(&suspended).await?];
    let demo = Demo {
        folder: common.data.join("demo"),
        url: public_url,
        holder: cast.holder,
        shown,
        ended,
        posted: format!("{}/posts/{posted}", registry.public_url()),
        tokens,
    };
    out.tell(|| demo.json(), |out| demo.words(out));
    out.flush();
    let Some(listener) = listener else {
        registry.close().await;
        return Ok(Exit::Good);
    };
    serve::until_stopped(registry, listener, 0).await
}

async fn found(common: &Common, public_url: &str) -> Result<()> {
    let mut config = door::config(common)?;
    public_url.clone_into(&mut config.public_url);
    match house::found(&mut door::opening(common, &config)?, true).await {
        Ok(_) => beside(format_args!("建了演示登记库：{}", common.data.display())),
        Err(Error::Refused(Refusal::AlreadyFounded)) => {
            beside(format_args!("沿用已有的演示登记库：{}", common.data.display()));
        }
        Err(error) => return Err(error),
    }
    Ok(())
}

/// Opens the demo's registry; its clock may be set to a day.
async fn open(common: &Common, public_url: &str, day: Option<Day>) -> Result<Registry> {
    let mut config = door::config(common)?;
    public_url.clone_into(&mut config.public_url);
    let mut opening = door::opening(common, &config)?;
    opening.today = day.or(opening.today);
    let registry = Registry::open(opening).await?;
    if !registry.is_demo() {
        let sentence =
            format!("{} 里是正式的登记库。换一个文件夹：--data demo", common.data.display());
        return Err(Refusal::House(sentence).into());
    }
    Ok(registry)
}

/// Sends one office's sheet down the whole road.
async fn send(
    registry: &Registry,
    common: &Common,
    sheet: &Sheet,
) -> Result<Vec<CertificateNumber>> {
    let path = common.data.join("demo").join("uploads").join(sheet.file);
    let bytes = if path.exists() {
        files::read(&path)?
    } else {
        let bytes = sheet.bytes().map_err(|e| Failed::because(&e))?;
        files::write(&path, &bytes)?;
        bytes
    };
    let code = OfficeCode::parse(sheet.office);
    let office = code.ok_or_else(|| Failed::because(&"an office of the demo has no code"))?;
    let [clerk, reviewer, issuer] = door::three_actors(common)?;
    plan(registry, &office, &issuer).await?;
    let upload = Upload { bytes, office, way: Way::Filed };
    let imported = registry.import(upload, &clerk).await?;
    let Some(batch) = imported.batch else { return Ok(Vec::new()) };
    if imported.stage != Some(Stage::Issued) {
        registry.accept(batch, &reviewer).await?;
    }
    let bar = bar(common, "发证");
    let done = registry.issue(batch, &issuer, &|signed, all| advance(&bar, signed, all)).await?;
    bar.finish_and_clear();
    beside(format_args!(
        "{}：{}行，新收{}，已更正{}，需修改{}，签发{}份",
        sheet.file,
        imported.tally.rows,
        imported.tally.accepted,
        imported.tally.fixed,
        imported.tally.rejected,
        done.issued
    ));
    Ok(done.numbers)
}

/// Lodges a unit's plan of the year in which the demo's people were awarded their titles.
async fn plan(registry: &Registry, code: &OfficeCode, issuer: &Actor) -> Result<()> {
    let office = registry.catalogue().office(code);
    let is_unit = office.is_some_and(|office| office.kind == OfficeKind::AutonomousUnit);
    let (Some(number), true) = (Text::parse("温职改办备〔2025〕7号"), is_unit) else {
        return Ok(());
    };
    registry.lodge_plan(code, 2025, &number, Day::new(2025, 1, 10), issuer).await
}

/// Revokes one certificate and suspends another; what is so already stays so.
async fn end_some(
    registry: &Registry,
    common: &Common,
    numbers: &[CertificateNumber],
) -> Result<[CertificateNumber; 2]> {
    let pick = |at: usize| {
        let number = numbers.get(at).cloned();
        number.ok_or_else(|| Error::from(Failed::because(&"the demo issued too few certificates")))
    };
    let [revoked, suspended] = [pick(10)?, pick(12)?];
    let decisions = [
        (&revoked, Change::Revoke, "申报材料不实", "温人社发〔2026〕12号"),
        (&suspended, Change::Suspend, "收到举报，正在核查", "温人社发〔2026〕15号"),
    ];
    let actor = door::actor(common, "issuer")?;
    for (number, change, reason, document) in decisions {
        let (Some(reason), Some(document_number)) = (Text::parse(reason), Text::parse(document))
        else {
            continue;
        };
        let decision =
            Decision { number: number.clone(), change, reason, document_number, on: None };
        match registry.amend(&decision, &actor).await {
            Ok(_) | Err(Error::Refused(Refusal::WrongStanding { .. })) => {}
            Err(error) => return Err(error),
        }
    }
    Ok([revoked, suspended])
}

/// Looks the cast up, as they would themselves, and prints their papers.
async fn show(registry: &Registry, common: &Common, cast: &Cast) -> Result<Vec<Shown>> {
    let visitor = Visitor { address: IpAddr::V4(Ipv4Addr::LOCALHOST) };
    let everybody = [(&cast.holder, "resident_id")]
        .into_iter()
        .chain(cast.others.iter().map(|(person, id_type)| (person, *id_type)));
    let mut shown = Vec::new();
    for (person, id_type) in everybody {
        let id_type = IdType::from_code(id_type).unwrap_or(IdType::ResidentId);
        let found = registry.look_up(&person.name, id_type, &person.id_number, &visitor).await;
        let session = found.map_err(|error| of_another_version(common, error))?;
        let mine = registry.mine(&session.0).await?;
        registry.leave(&session.0).await?;
        for held in mine.certificates {
            let number = held.certificate.number;
            let pdf = common.data.join("demo").join(format!("{number}.pdf"));
            files::write(&pdf, &registry.print(&number).await?)?;
            let link = registry.link(&number).await?;
            shown.push(Shown { name: person.name.clone(), number, pdf, link });
        }
    }
    Ok(shown)
}

/// The cast is drawn from the program; a folder of another version holds other people.
fn of_another_version(common: &Common, error: Error) -> Error {
    match error {
        Error::Refused(Refusal::NothingFound) => Refusal::House(format!(
            "{} 里的演示库是另一版程序建的。删去它，或换一个文件夹：--data demo2",
            common.data.display()
        ))
        .into(),
        other => other,
    }
}

impl Demo {
    fn json(&self) -> Value {
        let papers: Vec<Value> = self.shown.iter().map(Shown::json).collect();
        let [revoked, suspended] = &self.ended;
        json!({
            "url": self.url,
            "holder": { "name": self.holder.name, "id_number": self.holder.id_number },
            "papers": papers,
            "revoked": revoked,
            "suspended": suspended,
            "posted": self.posted,
            "tokens": { "office": self.tokens.office, "bureau": self.tokens.bureau },
        })
    }

    fn words(&self, out: &mut Output) {
        let Self { folder, url, holder, shown, ended: [revoked, suspended], posted, tokens } = self;
        for line in ["", "演示已经备好，人和证书都是虚构的。", ""] {
            out.line(line);
        }
        out.line(format_args!("打开      {url}"));
        out.line(format_args!("查自己的  姓名 {}，居民身份证 {}", holder.name, holder.id_number));
        if let Some(first) = shown.first() {
            out.line(format_args!("核验      {}", first.link));
        }
        out.line(format_args!("已撤销    {revoked}"));
        out.line(format_args!("已暂停    {suspended}"));
        out.line(format_args!("证书PDF   {}", folder.display()));
        for paper in shown {
            let (file, number) = (paper.file(), &paper.number);
            out.line(format_args!("          {file}  {}  {number}", paper.name));
        }
        out.line(format_args!("上传的表  {}", folder.join("uploads").display()));
        out.line("自己试试  wenzheng check 表.xlsx    wenzheng verify 证书.pdf");
        out.line("");
        out.line(format_args!("公示      {posted}"));
        out.line(format_args!("单位入口  {url}/sign-in"));
        out.line(format_args!("          瑞安市经办人林晓燕的口令  {}", tokens.office));
        out.line(format_args!("          市人力社保局周敏的口令    {}", tokens.bureau));
        out.line("");
    }
}

impl Shown {
    fn file(&self) -> String {
        self.pdf.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
    }

    fn json(&self) -> Value {
        json!({ "name": self.name, "number": self.number, "file": self.pdf, "link": self.link })
    }
}
