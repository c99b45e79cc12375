//! Opens the registry for a command: settings, passphrase, clock, randomness, and who acts.

use super::args::Common;
use super::files::because;
use super::output::beside;
use rand::SeedableRng;
use rand::rngs::{StdRng, SysRng};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use wenzheng::config::Config;
use wenzheng::model::day::{Day, Timestamp};
use wenzheng::model::office::{Actor, Door, OfficeCode, Role, is_same_person};
use wenzheng::model::text::Text;
use wenzheng::registry::{
    Clock, Error, Failed, Opening, Refusal, Registry, Result, Retention, house,
};

/// The bureau's code: the office for which a local actor works.
const BUREAU: &str = "330300";

/// The system's clock.
pub fn system_clock() -> Clock {
    #[expect(clippy::disallowed_methods, reason = "the one place where time comes from")]
    Clock::new(|| Timestamp(jiff::Timestamp::now().as_millisecond()))
}

/// Today in Wenzhou, or the day that the command was told.
pub fn today(common: &Common) -> Day {
    common.today.unwrap_or_else(|| system_clock().today())
}

/// The settings of the folder.
pub fn config(common: &Common) -> Result<Config> {
    if common.data.is_file() {
        let name = common.data.display();
        let sentence = format!("{name}是文件。请用 --data 写明登记库的文件夹。");
        return Err(Refusal::House(sentence).into());
    }
    Config::read(&common.data).map_err(|sentence| Refusal::House(sentence).into())
}

/// Everything with which a registry is opened.
pub fn opening(common: &Common, config: &Config) -> Result<Opening> {
    let rng = StdRng::try_from_rng(&mut SysRng).map_err(|e| Failed::because(&e))?;
    Ok(Opening {
        folder: common.data.clone(),
        database: config.database.as_ref().map(|secret| secret.0.clone()),
        public_url: config.public_url.clone(),
        issuer_name: config.issuer_name.clone(),
        passphrase: passphrase(common)?,
        clock: system_clock(),
        today: common.today,
        rng,
        retention: Retention {
            session_minutes: config.session_minutes,
            batch_content_days: config.batch_content_days,
            look_up_days: config.look_up_days,
        },
        asks_per_ten_minutes: config.asks_per_ten_minutes,
        extra_face: extra_face(common, config),
    })
}

/// Where the bureau's own face lies; a relative path is one in the data folder.
pub fn extra_face(common: &Common, config: &Config) -> Option<PathBuf> {
    config.fonts.extra.as_ref().map(|file| common.data.join(file))
}

/// Opens the registry of the folder, which must be there.
pub async fn open(common: &Common) -> Result<Registry> {
    let config = config(common)?;
    warn_unprotected(&common.data);
    Registry::open(opening(common, &config)?).await
}

/// Opens the registry of the folder; founds it first, and says so, where the folder is empty.
pub async fn open_or_found(common: &Common) -> Result<Registry> {
    let config = config(common)?;
    match house::found(&mut opening(common, &config)?, false).await {
        Ok(_) => {
            beside(format_args!("建了登记库：{}  (founded a registry)", common.data.display()));
        }
        Err(Error::Refused(Refusal::AlreadyFounded)) => {}
        Err(error) => return Err(error),
    }
    open(common).await
}

fn warn_unprotected(folder: &Path) {
    if house::is_unprotected(folder) {
        beside("提醒：密钥没有加密，正式使用请带口令另建。 (The keys are not encrypted.)");
    }
}

fn passphrase(common: &Common) -> Result<Option<zeroize::Zeroizing<String>>> {
    if let Some(path) = &common.passphrase_file {
        let text = std::fs::read_to_string(path).map_err(|e| {
            let (name, why) = (path.display(), because(&e));
            Refusal::House(format!("不能读取口令文件{name}：{why}。"))
        })?;
        let first = text.lines().next().unwrap_or_default().to_owned();
        return Ok(Some(first.into()).filter(|p: &zeroize::Zeroizing<String>| !p.is_empty()));
    }
    if let Ok(value) = std::env::var("WENZHENG_PASSPHRASE") {
        return Ok(Some(value.into()).filter(|p: &zeroize::Zeroizing<String>| !p.is_empty()));
    }
    if house::needs_passphrase(&common.data) && std::io::stdin().is_terminal() {
        let typed = rpassword::prompt_password("口令 (passphrase): ");
        return Ok(Some(typed.map_err(|e| Failed::because(&e))?.into()));
    }
    Ok(None)
}

/// The local actor for one command: everything that the bureau may do, on this machine.
pub fn actor(common: &Common, default: &str) -> Result<Actor> {
    let name = common.actors.first().cloned().or_else(|| Text::parse(default));
    local(name, &[Role::Clerk, Role::Reviewer, Role::Issuer])
}

/// The three local actors of `import --accept --issue`: clerk, reviewer, issuer. Equal names are
/// refused.
pub fn three_actors(common: &Common) -> Result<[Actor; 3]> {
    let pick = |at: usize, default| common.actors.get(at).cloned().or_else(|| Text::parse(default));
    let names = [pick(0, "clerk"), pick(1, "reviewer"), pick(2, "issuer")];
    let [clerk, reviewer, issuer] = &names;
    let same = |one: &Option<Text>, other: &Option<Text>| match (one, other) {
        (Some(one), Some(other)) => is_same_person(one.as_str(), other.as_str()),
        _ => false,
    };
    if same(clerk, reviewer) || same(reviewer, issuer) || same(clerk, issuer) {
        return Err(Refusal::SameName.into());
    }
    let [clerk, reviewer, issuer] = names;
    Ok([
        local(clerk, &[Role::Clerk])?,
        local(reviewer, &[Role::Reviewer])?,
        local(issuer, &[Role::Issuer])?,
    ])
}

fn local(who: Option<Text>, roles: &[Role]) -> Result<Actor> {
    let missing = || Failed::because(&"a default name is no text");
    Ok(Actor {
        who: who.ok_or_else(missing)?,
        office: OfficeCode::parse(BUREAU).ok_or_else(missing)?,
        roles: roles.to_vec(),
        door: Door::CommandLine,
    })
}
