//! The same in English.

use super::Refusal;
use crate::model::{
    batch::{Move, Stage},
    copy::{PurposeFault, UntilFault},
    way::Way,
};

impl Refusal {
    /// The same in English.
    #[expect(clippy::too_many_lines, reason = "one sentence for each variant")]
    pub fn en(&self) -> String {
        match self {
            Self::NothingFound => "No such certificate, or what was entered does not match.".into(),
            Self::NoMatch => "No such certificate, or the details do not match.".into(),
            Self::Unfit(fields) => {
                fields.iter().map(|f| f.en.as_str()).collect::<Vec<_>>().join(" ")
            }
            Self::TooOften { retry_after_s } => {
                format!("Asked too often. Try again in {}.", wait_en(*retry_after_s))
            }
            Self::SessionEnded => "You have been signed out. Please look up again.".into(),
            Self::NotYours => "There is no such certificate.".into(),
            Self::NotPrintable(record) => {
                format!("This certificate is {} and cannot be printed.", record.standing.code())
            }
            Self::UnfitCopy { purpose, until } => unfit_copy(*purpose, *until),
            Self::CopiesTooOften(most) => format!(
                "{most} copies of this certificate were made in the last twenty-four hours. Come \
                 back tomorrow, or use one that is there."
            ),
            Self::TooManyCopies(most) => {
                format!("{most} copies are in use already. Withdraw one, then make another.")
            }
            Self::CopyEnded => "This copy has ended or was withdrawn. Make another.".into(),
            Self::NoSuchDocument => "There is no such document.".into(),
            Self::NoSuchCertificate(number) => format!("There is no certificate {number}."),
            Self::NoSuchBatch(id) => format!("There is no batch {id}. Look for it in the list of batches."),
            Self::NoSuchOffice(code) => format!("There is no office {code}. See `office list`."),
            Self::WayClosed(code, way) => {
                format!("Office {code} may not send what is {}.", way.code())
            }
            Self::NotAllowed => "Only the city bureau may do this.".into(),
            Self::File { en, .. } => en.clone(),
            Self::Undrawn { batch, place, character } => format!(
                "No face draws the character {character} (U+{:04X}) in row {} of batch {batch}; \
                 nothing was issued. Add a face that has it (fonts.extra), or return the batch.",
                u32::from(*character),
                place.row,
            ),
            Self::FourEyes(id) => {
                format!("You reported batch {id}; somebody else has to accept and issue it.")
            }
            Self::SameName => "Clerk, reviewer and issuer must be three different people.".into(),
            Self::WrongStage { batch, stage, way } => {
                format!("Batch {batch} is {}; {}", stage.code(), next(*stage, *way))
            }
            Self::WindowTooShort { until } => {
                format!("The publicity is too short: seven days with five working days, until {until} at least.")
            }
            Self::PostInThePast(day) => {
                format!("{day} has passed. A publicity begins today or later.")
            }
            Self::TooEarly { batch, first } => {
                format!("Batch {batch} can be announced once its publicity is over: from {first}.")
            }
            Self::Barred(id) => {
                format!("An objection against batch {id} is open. Settle it, then announce.")
            }
            Self::NoSuchObjection => "There is no such objection, or it has been settled.".into(),
            Self::NobodyThere(id) => {
                format!("Nobody stands at that place of batch {id}'s list; nothing was changed.")
            }
            Self::PostEnded => "The publicity has ended and the list was taken down.".into(),
            Self::NoSheet(id) => {
                format!("Batch {id} has no information sheet yet. The office sends it, then issue.")
            }
            Self::TooManyMends(id) => {
                format!("Too many cells of batch {id} were mended. Mend the sheet and upload it again.")
            }
            Self::TooManyDrafts(most) => {
                format!("{most} sheets were uploaded within a day and not reported. Report those, or come back tomorrow.")
            }
            Self::NothingToReport(id) => {
                format!("Batch {id} has no row that can be reported. Mend its rows first.")
            }
            Self::NoEntry => "The token is not right, or was revoked. Check it, or ask the city bureau for a new one.".into(),
            Self::DeskClosed => "You have been signed out. Please sign in again.".into(),
            Self::NoSuchToken => "There is no such token, or it was revoked before. See `office tokens`.".into(),
            Self::NoPlanNeeded(code) => {
                format!("Office {code} awards nothing by itself and lodges no plan.")
            }
            Self::WrongStanding { number, standing } => {
                format!("Certificate {number} is {}; that cannot be done now.", standing.code())
            }
            Self::FutureDay(day) => {
                format!("{day} has not come yet. Give today or an earlier day.")
            }
            Self::DocumentKeyRenewed => {
                "The document key has been renewed; nothing was changed. Restart the service and retry.".into()
            }
            Self::DocumentKeyEnded => {
                "The certificate of the document key has ended. Renew it with `keys rotate-document`.".into()
            }
            Self::DocumentKeyMissing(id) => {
                format!("The key {id} that signs this certificate is missing. Restart the service; if it stays missing, restore the folder `keys`.")
            }
            Self::MovedMeanwhile => {
                "Somebody else was quicker; nothing was changed. Look again and retry.".into()
            }
            Self::NotFounded => "This folder holds no registry yet. Make one with `init`.".into(),
            Self::AlreadyFounded => {
                "This folder already holds a registry; nothing was changed.".into()
            }
            Self::House(sentence) => sentence.clone(),
        }
    }
}

/// Everything that is wrong with what a copy is to be bound to.
fn unfit_copy(purpose: Option<PurposeFault>, until: Option<UntilFault>) -> String {
    let said = [purpose.map(PurposeFault::en), until.map(UntilFault::en)];
    said.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// What is possible now.
fn next(stage: Stage, way: Way) -> &'static str {
    match (stage, stage.next(way)) {
        (Stage::Returned, _) => "it has ended. Mend the sheet and send it again.",
        (Stage::Issued, _) => "everything is done.",
        (_, Some(Move::Report)) => "it has to be reported first.",
        (_, Some(Move::Accept)) => "next it is accepted.",
        (_, Some(Move::Post)) => "next it is posted.",
        (_, Some(Move::Clear)) => {
            "it is announced once the publicity has ended and no objection is open."
        }
        (_, Some(Move::Announce)) => "next it is announced, with a document number.",
        (_, Some(Move::Issue)) => "next it is issued.",
        (_, Some(Move::Return) | None) => "that cannot be done now.",
    }
}

fn wait_en(seconds: u32) -> String {
    if seconds < 60 { format!("{seconds} s") } else { format!("{} min", seconds.div_ceil(60)) }
}
