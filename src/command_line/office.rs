//! Offices: the register, the tokens with which they enter, and what the bureau charged them with.

use super::args::{Common, day, office, text};
use super::door;
use super::exit::Exit;
use super::output::{Output, beside};
use clap::{Args as Group, Subcommand};
use serde_json::{Value, json};
use wenzheng::model::day::{Day, Timestamp};
use wenzheng::model::office::OfficeCode;
use wenzheng::model::text::Text;
use wenzheng::registry::{OfficeToken, Result, TokenId, house};

/// What may be done with offices.
#[derive(Debug, Subcommand)]
pub enum OfficeCommand {
    /// List them.
    List,
    /// Make a token with which somebody enters for an office; it is shown this once.
    Token {
        /// The office.
        #[arg(value_parser = office)]
        code: OfficeCode,
        /// Who enters with it, as recorded.
        #[arg(long, value_name = "NAME", value_parser = text)]
        who: Text,
    },
    /// List the tokens of an office.
    Tokens {
        /// The office.
        #[arg(value_parser = office)]
        code: OfficeCode,
    },
    /// Revoke a token; whoever is in with it is out at once.
    Revoke {
        /// The token's short name.
        #[arg(value_parser = token)]
        id: TokenId,
    },
    /// Delegate the intermediate review to a county.
    Delegate {
        /// The county.
        #[arg(value_parser = office)]
        code: OfficeCode,
        /// What decides it.
        #[command(flatten)]
        paper: Paper,
    },
    /// Record that a unit has lodged its plan of a year.
    Plan {
        /// The unit.
        #[arg(value_parser = office)]
        code: OfficeCode,
        /// The year of the plan.
        #[arg(long, value_name = "Y", value_parser = clap::value_parser!(i16).range(2000..2100))]
        year: i16,
        /// What records it.
        #[command(flatten)]
        paper: Paper,
    },
}

/// The paper behind what the bureau decides.
#[derive(Debug, Group)]
pub struct Paper {
    /// Its number.
    #[arg(long = "document", value_name = "N", value_parser = text)]
    pub number: Text,
    /// Its day; today if left out.
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub on: Option<Day>,
}

fn token(written: &str) -> std::result::Result<TokenId, &'static str> {
    TokenId::parse(written)
        .ok_or("a token is named by eight letters and digits; see `office tokens`")
}

/// `office …`.
pub async fn run(common: &Common, out: &mut Output, command: OfficeCommand) -> Result<Exit> {
    match command {
        OfficeCommand::List => list(common, out),
        OfficeCommand::Token { code, who } => make(common, out, &code, &who).await,
        OfficeCommand::Tokens { code } => tokens(common, out, &code).await,
        OfficeCommand::Revoke { id } => revoke(common, out, &id).await,
        OfficeCommand::Delegate { code, paper } => delegate(common, out, &code, &paper).await,
        OfficeCommand::Plan { code, year, paper } => plan(common, out, &code, year, &paper).await,
    }
}

/// `office list`.
fn list(common: &Common, out: &mut Output) -> Result<Exit> {
    let catalogue = house::catalogue(&common.data)?;
    out.tell(
        || json!({ "offices": catalogue.offices() }),
        |out| {
            for office in catalogue.offices() {
                out.line(format_args!("{}  {}", office.code, office.name));
            }
        },
    );
    Ok(Exit::Good)
}

/// `office token CODE --who NAME`.
async fn make(common: &Common, out: &mut Output, code: &OfficeCode, who: &Text) -> Result<Exit> {
    let registry = door::open(common).await?;
    let made = registry.make_token(code, who, &door::actor(common, "operator")?).await;
    registry.close().await;
    let (id, token) = made?;
    out.tell(
        || json!({ "id": id.as_str(), "office": code, "who": who, "token": token }),
        |out| {
            out.line(&token);
            beside(format_args!(
                "{who}（{code}）的口令，只显示这一次，代号{id}。(Shown this once.)"
            ));
        },
    );
    Ok(Exit::Good)
}

/// `office tokens CODE`.
async fn tokens(common: &Common, out: &mut Output, code: &OfficeCode) -> Result<Exit> {
    let registry = door::open(common).await?;
    let tokens = registry.tokens(code, &door::actor(common, "operator")?).await;
    registry.close().await;
    let tokens = tokens?;
    out.tell(
        || json!({ "tokens": tokens.iter().map(of_token).collect::<Vec<_>>() }),
        |out| {
            if tokens.is_empty() {
                out.line(format_args!("{code}还没有口令。"));
            }
            for token in &tokens {
                let state =
                    token.revoked_at.map_or("在用".to_owned(), |at| format!("停用{}", at.zh()));
                out.line(format_args!(
                    "{}  {}  {}  {state}",
                    token.id,
                    token.who,
                    token.made_at.zh()
                ));
            }
        },
    );
    Ok(Exit::Good)
}

fn of_token(token: &OfficeToken) -> Value {
    json!({
        "id": token.id.as_str(),
        "who": token.who,
        "made_at": token.made_at.rfc3339(),
        "revoked_at": token.revoked_at.map(Timestamp::rfc3339),
    })
}

/// `office revoke ID`.
async fn revoke(common: &Common, out: &mut Output, id: &TokenId) -> Result<Exit> {
    let registry = door::open(common).await?;
    let done = registry.revoke_token(id, &door::actor(common, "operator")?).await;
    registry.close().await;
    done?;
    Ok(out.say(&json!({ "id": id.as_str(), "revoked": true }), &format!("已停用口令{id}。")))
}

/// `office delegate CODE --document N`.
async fn delegate(
    common: &Common,
    out: &mut Output,
    code: &OfficeCode,
    paper: &Paper,
) -> Result<Exit> {
    let registry = door::open(common).await?;
    let actor = door::actor(common, "operator")?;
    let done = registry.delegate(code, &paper.number, paper.on, &actor).await;
    registry.close().await;
    done?;
    let value = json!({ "office": code, "delegated": true, "document_number": paper.number });
    Ok(out.say(&value, &format!("已向{code}下放中级评审，{}。", paper.number)))
}

/// `office plan CODE --year Y --document N`.
async fn plan(
    common: &Common,
    out: &mut Output,
    code: &OfficeCode,
    year: i16,
    paper: &Paper,
) -> Result<Exit> {
    let registry = door::open(common).await?;
    let actor = door::actor(common, "operator")?;
    let done = registry.lodge_plan(code, year, &paper.number, paper.on, &actor).await;
    registry.close().await;
    done?;
    let value = json!({ "office": code, "year": year, "document_number": paper.number });
    Ok(out.say(&value, &format!("{code}{year}年评聘方案已备案，{}。", paper.number)))
}
