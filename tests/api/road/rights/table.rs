//! Who may do what, written down once. The verbs are asked by it here, the pages at the desk.

use wenzheng::model::way::Way;

/// What each office may send: by which title it is tried, by each way; `-` where the way is closed.
const OFFICES: &str = "
    office  | what it is                          | series       | filed      | reviewed | confirmed
    330300  | the bureau itself                   | 工程技术人员 | 助理工程师 | 工程师   | 工程师
    330381  | a county                            | 工程技术人员 | 助理工程师 | -        | 工程师
    330382  | a county that was given the review  | 工程技术人员 | 助理工程师 | 工程师   | 工程师
    3303Z1  | a functional zone                   | 工程技术人员 | 助理工程师 | -        | 工程师
    3303D17 | a department that reviews           | 工程技术人员 | 助理工程师 | 工程师   | 工程师
    3303D01 | a department that reviews nothing   | 审计专业人员 | 助理审计师 | -        | 审计师
    3303D10 | a division within the bureau        | 经济专业人员 | 助理经济师 | -        | 经济师
    3303D20 | an institute                        | 工程技术人员 | -          | 工程师   | -
    3303A02 | an association                      | 工程技术人员 | -          | 工程师   | -
    3303U02 | a unit that awards by itself        | 体育专业人员 | 初级教练   | -        | -
";

/// What comes of a deed, by who asks for it. A batch is its office's: the columns tell them from
/// everybody else. `yes`: it is done. `no`: it is not theirs to do. `none`: there is no such batch,
/// for them. `eyes`: another pair of eyes must do it.
const RIGHTS: &str = "
    deed                    | its   | its others | another | bureau | bureau   | bureau | who sent it, at
                            | clerk | (no clerk) | office  | clerk  | reviewer | issuer | the bureau, all roles
    send a draft            | yes   | no         | no      | yes    | no       | no     | yes
    send a report           | yes   | no         | no      | yes    | no       | no     | yes
    see a draft             | yes   | yes        | none    | none   | none     | none   | none
    see a report            | yes   | yes        | none    | yes    | yes      | yes    | yes
    read a draft's findings | yes   | yes        | none    | none   | none     | none   | none
    read a report's findings| yes   | yes        | none    | none   | none     | none   | none
    take the marked sheet   | yes   | yes        | none    | none   | none     | none   | none
    take the receipt        | yes   | yes        | none    | yes    | yes      | yes    | yes
    take the certificates   | yes   | yes        | none    | yes    | yes      | yes    | yes
    mend                    | yes   | no         | none    | none   | none     | none   | none
    report                  | yes   | no         | none    | none   | none     | none   | none
    accept                  | no    | no         | no      | no     | yes      | no     | eyes
    return                  | no    | no         | no      | no     | yes      | no     | yes
    issue what was accepted | no    | no         | no      | no     | no       | yes    | eyes
    post                    | no    | no         | no      | no     | no       | yes    | eyes
    object                  | no    | no         | no      | no     | yes      | no     | yes
    hear objections         | no    | no         | no      | no     | yes      | no     | yes
    settle                  | no    | no         | no      | no     | yes      | no     | yes
    announce                | no    | no         | no      | no     | no       | yes    | eyes
    send the sheet          | yes   | no         | none    | yes    | no       | no     | yes
    hand in photos          | yes   | no         | none    | yes    | no       | no     | yes
    issue what was announced| no    | no         | no      | no     | no       | yes    | eyes
    see the overview        | no    | no         | no      | yes    | yes      | yes    | yes
    take the blank sheet    | yes   | yes        | yes     | yes    | yes      | yes    | yes
    list batches            | yes   | yes        | yes     | yes    | yes      | yes    | yes
    see what waits          | yes   | yes        | yes     | yes    | yes      | yes    | yes
    suspend                 | no    | no         | no      | no     | no       | yes    | yes
    make a token            | no    | no         | no      | no     | no       | yes    | yes
    list the tokens         | no    | no         | no      | no     | no       | yes    | yes
    revoke a token          | no    | no         | no      | no     | no       | yes    | yes
    delegate the review     | no    | no         | no      | no     | no       | yes    | yes
    lodge a plan            | no    | no         | no      | no     | no       | yes    | yes
";

/// An office and what it may send.
#[derive(Debug)]
pub struct Tried {
    pub code: &'static str,
    pub what: &'static str,
    pub series: &'static str,
    titles: [Option<&'static str>; 3],
}

impl Tried {
    /// The title by which it is tried on a way; none where that is closed to it.
    pub fn title(&self, way: Way) -> Option<&'static str> {
        self.titles[Way::ALL.into_iter().position(|known| known == way).unwrap()]
    }
}

/// Who asks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Asker {
    /// A clerk of the office whose batch it is.
    ItsClerk,
    /// Somebody of that office in every role but the clerk's.
    ItsOthers,
    /// Somebody of another office that is not the bureau, in every role.
    Another,
    /// The bureau's clerk.
    Clerk,
    /// The bureau's reviewer.
    Reviewer,
    /// The bureau's issuer.
    Issuer,
    /// Whoever sent the batch, at the bureau, in every role.
    Sender,
}

impl Asker {
    pub const ALL: [Self; 7] = [
        Self::ItsClerk,
        Self::ItsOthers,
        Self::Another,
        Self::Clerk,
        Self::Reviewer,
        Self::Issuer,
        Self::Sender,
    ];
}

/// What comes of it; the better the later.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Answer {
    /// There is no such batch.
    None,
    /// It is not theirs to do.
    No,
    /// Another pair of eyes must do it.
    Eyes,
    /// It is done.
    Yes,
}

/// A row of the table.
#[derive(Debug)]
pub struct Right {
    pub deed: &'static str,
    answers: [Answer; 7],
}

impl Right {
    /// What somebody is answered. At a batch of the bureau's own, its people are the office's too:
    /// they get the better of the two answers.
    pub fn answer(&self, asker: Asker, is_the_bureaus: bool) -> Answer {
        let of = |asker| self.answers[asker as usize];
        match asker {
            Asker::ItsClerk if is_the_bureaus => of(asker).max(of(Asker::Clerk)),
            Asker::ItsOthers if is_the_bureaus => {
                of(asker).max(of(Asker::Reviewer)).max(of(Asker::Issuer))
            }
            Asker::Sender if is_the_bureaus => of(asker).max(of(Asker::ItsClerk)),
            _ => of(asker),
        }
    }
}

fn cells(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let lines = table.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| line.split('|').map(str::trim).collect())
}

/// The offices of the table.
pub fn offices() -> Vec<Tried> {
    let office = |cells: Vec<&'static str>| {
        let [code, what, series, titles @ ..] = &cells[..] else { panic!("{cells:?}") };
        let titles: Vec<_> =
            titles.iter().map(|title| Some(*title).filter(|t| *t != "-")).collect();
        Tried { code, what, series, titles: titles.try_into().unwrap() }
    };
    cells(OFFICES).skip(1).map(office).collect()
}

/// The rows of the table.
pub fn rights() -> Vec<Right> {
    let answer = |word: &&str| match *word {
        "yes" => Answer::Yes,
        "no" => Answer::No,
        "none" => Answer::None,
        "eyes" => Answer::Eyes,
        other => panic!("{other}"),
    };
    let right = |cells: Vec<&'static str>| {
        let answers: Vec<_> = cells[1..].iter().map(answer).collect();
        Right { deed: cells[0], answers: answers.try_into().unwrap() }
    };
    cells(RIGHTS).skip(2).map(right).collect()
}
