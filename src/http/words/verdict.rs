//! What a verdict says: headline and sentence. The wording is a contract: a headline seen
//! on this site must be the same every time.

use super::Lang;
use crate::{
    model::{
        certificate::{Claims, Road, StandingRecord},
        verdict::{Check, CheckName, Outcome, Reason, Verdict, Verification},
    },
    registry::Verified,
};

impl Lang {
    /// The headline: the h1 in one language, the line below it in the other.
    pub fn headline(self, verdict: Verdict) -> &'static str {
        let (zh, en) = match verdict {
            Verdict::Genuine => ("真实有效", "Genuine and in force"),
            Verdict::Revoked => ("已撤销，无效", "Revoked – no longer valid"),
            Verdict::Suspended => ("暂停使用，待查", "Suspended – under examination"),
            Verdict::Retired => ("已注销，无效", "Retired – no longer valid"),
            Verdict::Replaced => ("已换证，勿用", "Replaced – use the newer one"),
            Verdict::CopyExpired => ("副本已过期", "Copy expired"),
            Verdict::NotGenuine => ("不真实，无效", "Not genuine – do not accept"),
            Verdict::Unchecked => ("暂时无法核验", "Could not check – no verdict yet"),
            Verdict::Issued => ("签名为真，状态未核", "Signed by us, standing not checked"),
            Verdict::Unreadable => ("没有读出", "Could not be read"),
        };
        match self {
            Self::Zh => zh,
            Self::En => en,
        }
    }

    /// The sentence below the headline.
    pub fn sentence(self, verified: &Verified) -> String {
        let it = &verified.verification;
        match (it.verdict, &it.claims, &it.standing) {
            (Verdict::Genuine, Some(claims), _) => {
                let bound = it.copy.as_ref().map_or("", |_| self.words().verdict.copy_bound);
                self.genuine(claims) + bound
            }
            (Verdict::CopyExpired, ..) => self.copy_expired(it),
            (Verdict::NotGenuine, ..) => self.pick(
                "签名不成立或登记里没有：被改动过，或不是我市签发。",
                "The signature fails or it is not on record: it was altered, or never issued by this city.",
            ),
            (Verdict::Unchecked, ..) => self.unchecked(verified),
            (Verdict::Issued, ..) => self.pick(
                "离线只能证明签发过。",
                "Offline it can only be shown that it was once issued.",
            ),
            (Verdict::Unreadable, ..) => self.pick(
                "二维码残缺或不是本市证书。",
                "The code is damaged, or it is not a certificate of this city.",
            ),
            (verdict, Some(claims), Some(standing)) => self.ended(verdict, claims.road, standing),
            // A verdict about standing always comes with claims and standing; without them the
            // headline stands alone.
            _ => String::new(),
        }
    }

    fn pick(self, zh: &str, en: &str) -> String {
        match self {
            Self::Zh => zh.to_owned(),
            Self::En => en.to_owned(),
        }
    }

    fn genuine(self, claims: &Claims) -> String {
        let office = &claims.awarding_office;
        match (self, claims.road) {
            (Self::Zh, Road::Issued) => format!("由{office}签发，内容没有被改动，现行有效。"),
            (Self::Zh, Road::Filed) => {
                format!("由{office}颁发，已归集，内容没有被改动，现行有效。")
            }
            (Self::En, Road::Issued) => format!("Issued by {office}, unaltered and in force."),
            (Self::En, Road::Filed) => {
                format!("Awarded by {office}, on record in this registry, unaltered and in force.")
            }
        }
    }

    /// 只供{用途}，{日}到期。 What is not proven of the copy is not said.
    fn copy_expired(self, it: &Verification) -> String {
        let check = it.checks.iter().find(|check| check.name == CheckName::Copy);
        let ended = match (check.map(|check| &check.reason), self) {
            (Some(Reason::CopyWithdrawn(day)), Self::Zh) => {
                format!("{}已由持证人收回。", day.zh())
            }
            (Some(Reason::CopyWithdrawn(day)), Self::En) => {
                format!("Withdrawn by its holder on {}.", self.day(*day))
            }
            (Some(Reason::CopyEnded(day)), Self::Zh) => format!("{}到期。", day.zh()),
            (Some(Reason::CopyEnded(day)), Self::En) => {
                format!("It ended on {}.", self.day(*day))
            }
            _ => String::new(),
        };
        match (self, &it.copy) {
            (Self::Zh, Some(copy)) => format!("只供{}，{ended}", copy.purpose),
            (Self::En, Some(copy)) => {
                format!("Made only for this purpose: {}. {ended}", copy.purpose)
            }
            (_, None) => ended,
        }
    }

    fn ended(self, verdict: Verdict, road: Road, record: &StandingRecord) -> String {
        let day = self.day(record.since);
        let paper = record.document_number.as_ref();
        match (self, verdict) {
            (Self::Zh, Verdict::Suspended) => format!("{day}起暂停，查清以前请不要采信。"),
            (Self::En, Verdict::Suspended) => {
                format!("Suspended since {day}. Do not rely on it until it has been examined.")
            }
            (Self::Zh, Verdict::Replaced) => format!("{day}更正换发，这一份不再使用。"),
            (Self::En, Verdict::Replaced) => {
                format!("Corrected and replaced on {day}. This one is no longer used.")
            }
            (Self::Zh, Verdict::Retired) => format!("{day}注销。"),
            (Self::En, Verdict::Retired) => format!("Retired on {day}."),
            (Self::Zh, _) => {
                let ours = if road == Road::Issued { "签发" } else { "归集" };
                let paper = paper.map_or(String::new(), |number| format!("（{number}）"));
                format!("确由我市{ours}，{day}撤销{paper}，请不要采信。")
            }
            (Self::En, _) => {
                let ours = if road == Road::Issued { "issued" } else { "put on record" };
                let paper = paper.map_or(String::new(), |number| format!(" ({number})"));
                format!("Once {ours} by this city, revoked on {day}{paper}. Do not rely on it.")
            }
        }
    }

    fn unchecked(self, verified: &Verified) -> String {
        let unread = |name| {
            let mut checks = verified.verification.checks.iter();
            checks.any(|check| check.name == name && check.outcome == Outcome::NotChecked)
        };
        if verified.verification.checks.iter().any(is_other_file) {
            return match self {
                Self::Zh => "这份文件不是签发的原文件，版面没法比对。请扫二维码，或用原来的PDF核验。",
                Self::En => {
                    "This is not the original file, so its page cannot be compared. Scan the QR code, or verify the original PDF."
                }
            }
            .to_owned();
        }
        match (self, unread(CheckName::Signature) || unread(CheckName::Key), unread(CheckName::Record)) {
            (Self::Zh, true, _) => "此刻读不到公钥名单。不表示有问题，也不表示没有问题。",
            (Self::Zh, false, true) => "签名是真的，但读不到登记。不表示有问题，也不表示没有问题。",
            (Self::Zh, false, false) => {
                "签名是真的，但读不到状态表。不表示有问题，也不表示没有问题。"
            }
            (Self::En, true, _) => {
                "The list of keys cannot be read just now. This says neither that anything is wrong nor that nothing is."
            }
            (Self::En, false, true) => {
                "The signature is genuine, but the record cannot be read. This says neither that anything is wrong nor that nothing is."
            }
            (Self::En, false, false) => {
                "The signature is genuine, but the status list cannot be read. This says neither that anything is wrong nor that nothing is."
            }
        }
        .to_owned()
    }

    /// When it was checked, and how fresh the standing is.
    pub fn stamp(self, verified: &Verified) -> String {
        let at = self.instant(verified.checked_at);
        let standing = verified.verification.checks.iter().find(|c| c.name == CheckName::Standing);
        let read = standing.is_some_and(|check| check.outcome != Outcome::NotChecked);
        match (self, read, verified.verification.verdict) {
            (Self::Zh, true, _) => format!("核验时间{at}，状态截至同一时刻"),
            (Self::En, true, _) => {
                format!("Checked on {at} (Wenzhou time); standing as of the same moment")
            }
            (Self::Zh, false, Verdict::Unchecked) => format!("核验时间{at}，状态没有读到"),
            (Self::En, false, Verdict::Unchecked) => {
                format!("Checked on {at} (Wenzhou time); the standing could not be read")
            }
            (Self::Zh, false, _) => format!("核验时间{at}，没有读取状态"),
            (Self::En, false, _) => {
                format!("Checked on {at} (Wenzhou time); the standing was not read")
            }
        }
    }
}

/// Whether the file in hand is a copy whose page could not be compared.
fn is_other_file(check: &Check) -> bool {
    check.outcome == Outcome::NotChecked && check.reason == Reason::DocumentIncomplete
}

/// Whether a check has anything to say here: without a file there is no file to judge.
pub fn is_told(check: &Check) -> bool {
    check.reason != Reason::NoDocument
}

/// Whether a check was left out because nothing could be read. The check of reading says why; the
/// others need not repeat it.
pub fn is_echo(check: &Check) -> bool {
    check.outcome == Outcome::NotChecked
        && matches!(check.reason, Reason::NothingFound | Reason::Malformed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{
        catalogue::Level,
        certificate::Standing,
        day::{Day, PartialDay, Timestamp},
        name::PersonName,
        number::{CertificateNumber, Division},
        text::Text,
        verdict::Verification,
    };

    const ALL: [Verdict; 10] = [
        Verdict::Genuine,
        Verdict::Issued,
        Verdict::Suspended,
        Verdict::Revoked,
        Verdict::Retired,
        Verdict::Replaced,
        Verdict::CopyExpired,
        Verdict::NotGenuine,
        Verdict::Unreadable,
        Verdict::Unchecked,
    ];

    fn verified(verdict: Verdict, road: Road, standing: Standing, checks: Vec<Check>) -> Verified {
        let division = Division::parse("330300").unwrap();
        let claims = Claims {
            number: CertificateNumber::new(Level::Intermediate, division, 2026, 1).unwrap(),
            name: PersonName::parse("欧阳莹").unwrap(),
            title: Text::parse("工程师").unwrap(),
            specialty: None,
            level: Level::Intermediate,
            obtained_on: PartialDay::parse("2025-12").unwrap(),
            awarding_office: Text::parse("某局").unwrap(),
            road,
        };
        let standing = StandingRecord {
            standing,
            since: Day::parse("2026-03-01").unwrap(),
            document_number: Text::parse("温人社撤〔2026〕3号"),
        };
        let (claims, standing) = (Some(claims), Some(standing));
        let verification = Verification { verdict, checks, claims, standing, copy: None };
        Verified { verification, checked_at: Timestamp(0), log_index: None, by_number: false }
    }

    #[test]
    fn every_verdict_has_its_own_words_in_both_languages() {
        for lang in [Lang::Zh, Lang::En] {
            let mut headlines: Vec<_> = ALL.iter().map(|v| lang.headline(*v)).collect();
            headlines.sort_unstable();
            headlines.dedup();
            assert_eq!(headlines.len(), ALL.len());
            for verdict in ALL {
                let ended = Check {
                    name: CheckName::Copy,
                    outcome: Outcome::Failed,
                    reason: Reason::CopyEnded(Day::parse("2026-12-31").unwrap()),
                };
                let it = verified(verdict, Road::Issued, Standing::Revoked, vec![ended]);
                assert!(!lang.sentence(&it).is_empty(), "{verdict:?}");
                assert!(!lang.next_steps(verdict).is_empty(), "{verdict:?}");
            }
        }
    }

    #[test]
    fn what_was_filed_is_never_said_to_be_issued_by_the_city() {
        for (verdict, standing) in
            [(Verdict::Genuine, Standing::Valid), (Verdict::Revoked, Standing::Revoked)]
        {
            let it = verified(verdict, Road::Filed, standing, Vec::new());
            assert!(!Lang::Zh.sentence(&it).contains("签发"), "{}", Lang::Zh.sentence(&it));
            assert!(Lang::Zh.sentence(&it).contains("归集"));
            assert!(!Lang::En.sentence(&it).to_lowercase().contains("issued"));
        }
    }

    #[test]
    fn a_revocation_names_its_day_and_paper_but_no_reason() {
        let it = verified(Verdict::Revoked, Road::Issued, Standing::Revoked, Vec::new());
        assert_eq!(
            Lang::Zh.sentence(&it),
            "确由我市签发，2026年3月1日撤销（温人社撤〔2026〕3号），请不要采信。"
        );
    }

    #[test]
    fn what_could_not_be_read_is_neither_yes_nor_no() {
        let unread =
            |name| Check { name, outcome: Outcome::NotChecked, reason: Reason::NoRegistry };
        for name in [CheckName::Key, CheckName::Record, CheckName::Standing] {
            let it =
                verified(Verdict::Unchecked, Road::Issued, Standing::Valid, vec![unread(name)]);
            let said = Lang::Zh.sentence(&it);
            assert!(said.ends_with("不表示有问题，也不表示没有问题。"), "{said}");
            assert_eq!(said.starts_with("签名是真的"), name != CheckName::Key);
        }
    }
}
