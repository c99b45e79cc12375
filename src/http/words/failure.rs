//! What is said when a request is not answered as asked: what happened, what became of what was
//! entered, and a way onward. No code, no blame.

use super::{Lang, Link};
use crate::{
    http::trouble::Trouble,
    registry::{Failed, Refusal, Unfit},
};

/// An error in words.
pub struct Told {
    pub heading: String,
    pub sentences: Vec<String>,
    pub ways: Vec<Link>,
}

impl Lang {
    /// The words for a trouble.
    pub fn failure(self, trouble: &Trouble) -> Told {
        let (heading, sentences) = match trouble {
            Trouble::Refused(refusal) => self.refusal(refusal),
            Trouble::Failed(failed) => self.our_fault(Some(failed)),
            Trouble::Broken => self.our_fault(None),
            other => self.at_the_door(other),
        };
        Told { heading, sentences, ways: self.ways(trouble) }
    }

    /// The words that the registry gives a refusal.
    pub fn refused(self, refusal: &Refusal) -> String {
        match self {
            Self::Zh => refusal.zh(),
            Self::En => refusal.en(),
        }
    }

    /// The words for a field of a form that cannot be read.
    pub fn unfit(self, unfit: &Unfit) -> String {
        match self {
            Self::Zh => unfit.zh.clone(),
            Self::En => unfit.en.clone(),
        }
    }

    fn refusal(self, refusal: &Refusal) -> (String, Vec<String>) {
        let said = self.refused(refusal);
        // The first clause is the heading, without its full stop; the rest stays a sentence.
        let (heading, rest) = match self {
            Self::Zh => said.split_once('。').unwrap_or((&said, "")),
            Self::En => said.split_once(". ").unwrap_or((said.trim_end_matches('.'), "")),
        };
        let rest = Some(rest.to_owned()).filter(|rest| !rest.is_empty());
        (heading.to_owned(), rest.into_iter().collect())
    }

    fn our_fault(self, failed: Option<&Failed>) -> (String, Vec<String>) {
        let unreachable = failed.is_some_and(|failed| failed.unreachable);
        let (heading, sentence) = match (self, unreachable) {
            (Self::Zh, true) => (
                "此刻读不到登记",
                "不表示证书有问题，也不表示没有问题。您填的没有保存，请过几分钟再试。",
            ),
            (Self::Zh, false) => {
                ("我们出了故障", "您填的没有保存，已有的证书不受影响。请过几分钟再试。")
            }
            (Self::En, true) => (
                "The record cannot be read just now",
                "This says neither that anything is wrong nor that nothing is. Nothing was saved. Try again in a few minutes.",
            ),
            (Self::En, false) => (
                "Something broke on our side",
                "What you entered was not saved; existing certificates are not affected. Try again in a few minutes.",
            ),
        };
        let incident = failed.map(|failed| match self {
            Self::Zh => format!("编号{}。", failed.incident),
            Self::En => format!("Reference {}.", failed.incident),
        });
        (heading.to_owned(), [Some(sentence.to_owned()), incident].into_iter().flatten().collect())
    }

    fn at_the_door(self, trouble: &Trouble) -> (String, Vec<String>) {
        let (heading, sentence) = match self {
            Self::Zh => at_the_door_zh(trouble),
            Self::En => at_the_door_en(trouble),
        };
        (heading.to_owned(), vec![sentence.to_owned()])
    }

    /// The ways onward for somebody at the offices' desk.
    pub fn ways_at_desk(self) -> Vec<Link> {
        let bar = &self.words().desk.bar;
        vec![
            Link { href: "/desk", label: bar.waiting },
            Link { href: "/desk/batches", label: bar.batches },
        ]
    }

    fn ways(self, trouble: &Trouble) -> Vec<Link> {
        let frame = &self.words().frame;
        let home = Link { href: "/", label: frame.home };
        let verify = Link { href: "/verify", label: frame.verify };
        let again = Link { href: "/", label: self.words().home.submit };
        let mine = Link { href: "/mine", label: self.words().mine.back };
        match trouble {
            Trouble::Refused(refusal) => match **refusal {
                Refusal::SessionEnded => vec![again],
                Refusal::NotPrintable(_)
                | Refusal::TooManyCopies(_)
                | Refusal::CopiesTooOften(_)
                | Refusal::CopyEnded => {
                    vec![mine, home]
                }
                Refusal::PostEnded => vec![Link { href: "/posts", label: frame.posts }, home],
                _ => vec![home, verify],
            },
            Trouble::TooLarge | Trouble::Malformed => vec![verify, home],
            _ => vec![home, verify],
        }
    }
}

fn at_the_door_zh(trouble: &Trouble) -> (&'static str, &'static str) {
    match trouble {
        Trouble::WrongMethod => ("这个网址不能这样打开", "请从首页重新进入。没有保存任何内容。"),
        Trouble::Malformed => {
            ("没有读懂提交的内容", "没有保存任何内容。请回到填写的页面，再填一次。")
        }
        Trouble::FromElsewhere => {
            ("请在本网站的页面上提交", "这次提交来自别的网站，没有处理，也没有保存任何内容。")
        }
        Trouble::TooLarge => {
            ("文件太大", "一次只收不超过4MB的PDF，没有保存任何内容。请用从本网站下载的原文件。")
        }
        Trouble::Busy => ("此刻访问的人太多", "您填的没有保存。请过几秒再试。"),
        Trouble::Slow => ("等得太久，先停下了", "您填的没有保存。请过几分钟再试。"),
        _ => ("没有这一页", "网址可能抄漏了几个字，也可能这一页已经不在了。"),
    }
}

fn at_the_door_en(trouble: &Trouble) -> (&'static str, &'static str) {
    match trouble {
        Trouble::WrongMethod => (
            "This address cannot be opened like that",
            "Start again from the home page. Nothing was saved.",
        ),
        Trouble::Malformed => (
            "What was sent could not be understood",
            "Nothing was saved. Go back to the form and fill it in again.",
        ),
        Trouble::FromElsewhere => (
            "Please use the form on this site",
            "This was sent from another site. It was not processed and nothing was saved.",
        ),
        Trouble::TooLarge => (
            "The file is too large",
            "PDF files up to 4 MB are taken. Nothing was saved. Use the original file from this site.",
        ),
        Trouble::Busy => (
            "Too many visitors just now",
            "What you entered was not saved. Try again in a few seconds.",
        ),
        Trouble::Slow => {
            ("This took too long", "What you entered was not saved. Try again in a few minutes.")
        }
        _ => ("There is no such page", "The address may be incomplete, or the page may be gone."),
    }
}
