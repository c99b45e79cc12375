//! Why a check ended as it did, in words.

use crate::model::certificate::Standing;
use crate::model::day::{Day, PartialDay};
use crate::model::finding::Field;

/// Why a check ended as it did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reason {
    /// Read whole.
    Complete,
    /// No token or credential found.
    NothingFound,
    /// Found, but broken.
    Malformed,
    /// The signature holds under a listed key.
    SignedByListedKey,
    /// The signature does not hold.
    SignatureWrong,
    /// The trust list holds the key.
    KeyListed,
    /// The trust list does not hold the key.
    KeyNotListed,
    /// The key was compromised before it signed this.
    KeyCompromised,
    /// No trust list could be read.
    NoTrustList,
    /// In the log under this index (0-based).
    OnRecord(u64),
    /// Not in the log.
    NotOnRecord,
    /// The registry could not be read, or was not asked.
    NoRegistry,
    /// In force.
    InForce,
    /// Not in force since a day.
    NotInForce(Standing, Day),
    /// The status could not be read, or was not asked.
    NoStatus,
    /// Everything that the file shows and carries agrees.
    DocumentAgrees,
    /// The file shows or carries another value in this field.
    DocumentDiffers(Field),
    /// The file shows or carries another certificate number or other fixed words.
    DocumentDiffersElsewhere,
    /// The page was drawn over or altered although its words agree.
    DocumentRedrawn,
    /// The photo is another than the one that was issued, or one of the two is missing.
    PhotoDiffers,
    /// It reads as issued here, but another program has written the file: what others show of it
    /// is not known.
    DocumentResaved,
    /// It reads as issued, but has no signature.
    DocumentUnsigned,
    /// Something was appended to the file behind its signature.
    DocumentAppended,
    /// Other bytes were signed than those of the file.
    DocumentBytesChanged,
    /// The signature of the file is broken.
    DocumentSignatureWrong,
    /// The certificate that signed the file is not on the list.
    DocumentSignerUnknown,
    /// The key that signed the file was not in use when the file says that it was signed.
    DocumentKeyNotThen,
    /// The attached token or proof is another than that of the certificate.
    AttachmentDiffers,
    /// The file lacks the attached credential or the QR.
    DocumentIncomplete,
    /// A copy on record that counts until a day.
    CopyCounts(Day),
    /// The copy counted until a day that has passed.
    CopyEnded(Day),
    /// The holder withdrew the copy on this day.
    CopyWithdrawn(Day),
    /// No copy of this certificate has the code.
    CopyUnknown,
    /// The file says something else of the copy than its code, its certificate or the record.
    CopyDiffers,
    /// There was no file to look at.
    NoDocument,
    /// The file names a template that this verifier cannot draw.
    TemplateUnknown,
    /// The QR code of the file leads to another address than ours.
    AddressUnknown,
    /// The batch on record is the one of the receipt.
    BatchOnRecord,
    /// The batch on record was not returned.
    BatchStands,
    /// The batch was returned on this day.
    BatchReturned(Day),
}

impl Reason {
    /// The sentence for the verdict page.
    pub fn zh(&self) -> String {
        match self {
            Self::Complete => "内容完整".into(),
            Self::NothingFound => "读不出二维码或电子凭证".into(),
            Self::Malformed => "内容残缺或被改动过".into(),
            Self::SignedByListedKey => "由公布的公钥签出".into(),
            Self::SignatureWrong => "签名不符".into(),
            Self::KeyListed => "公钥在公布的名单里".into(),
            Self::KeyNotListed => "公钥不在公布的名单里".into(),
            Self::KeyCompromised => "签名所用的密钥已宣布失密".into(),
            Self::NoTrustList => "公钥名单读不到".into(),
            Self::OnRecord(index) => format!("公开日志，序号{index}"),
            Self::NotOnRecord => "登记里没有".into(),
            Self::NoRegistry => "登记读不到".into(),
            Self::InForce => "有效".into(),
            Self::NotInForce(standing, day) => format!("{}，自{}起", standing.zh(), day.zh()),
            Self::NoStatus => "状态读不到".into(),
            Self::DocumentAgrees => "与签发时相同".into(),
            Self::DocumentDiffers(field) => format!("“{}”与签发的不一致", field.zh()),
            Self::DocumentDiffersElsewhere => "版面文字与签发的不一致".into(),
            Self::DocumentRedrawn => "版面在签发后被改动".into(),
            Self::PhotoDiffers => "照片不是签发时的那张".into(),
            Self::DocumentResaved => "文件经别的软件另存过，不是原文件".into(),
            Self::DocumentUnsigned => "文件没有签名，不是签发的原文件".into(),
            Self::DocumentAppended => "签发后有内容追加到文件里".into(),
            Self::DocumentBytesChanged => "文件在签名之后被改动".into(),
            Self::DocumentSignatureWrong => "文件的签名残缺或不符".into(),
            Self::DocumentSignerUnknown => "文件签名所用的证书不在公布的名单里".into(),
            Self::DocumentKeyNotThen => "文件签名所用的密钥当时不在使用期内".into(),
            Self::AttachmentDiffers => "文件附带的数据与签发的不一致".into(),
            Self::DocumentIncomplete => "文件里缺少电子凭证或二维码".into(),
            Self::CopyCounts(until) => format!("登记的副本，用到{}", until.zh()),
            Self::CopyEnded(until) => format!("{}到期", until.zh()),
            Self::CopyWithdrawn(day) => format!("{}已由持证人收回", day.zh()),
            Self::CopyUnknown => "没有登记过这份副本".into(),
            Self::CopyDiffers => "文件里写的副本用途、日期与登记的不一致".into(),
            Self::NoDocument => "没有文件可核".into(),
            Self::TemplateUnknown => "版式较新，这里还不认识".into(),
            Self::AddressUnknown => "二维码指向的不是本站网址".into(),
            Self::BatchOnRecord => "与登记的批次一致".into(),
            Self::BatchStands => "批次没有退回".into(),
            Self::BatchReturned(day) => format!("批次{}退回", day.zh()),
        }
    }

    /// The same in English.
    pub fn en(&self) -> String {
        match self {
            Self::Complete => "complete".into(),
            Self::NothingFound => "no QR code or credential could be read".into(),
            Self::Malformed => "damaged or altered".into(),
            Self::SignedByListedKey => "signed by a published key".into(),
            Self::SignatureWrong => "the signature does not match".into(),
            Self::KeyListed => "the key is on the published list".into(),
            Self::KeyNotListed => "the key is not on the published list".into(),
            Self::KeyCompromised => "the signing key has been declared compromised".into(),
            Self::NoTrustList => "the list of keys could not be read".into(),
            Self::OnRecord(index) => format!("log entry {index}"),
            Self::NotOnRecord => "not on record".into(),
            Self::NoRegistry => "the registry could not be read".into(),
            Self::InForce => "in force".into(),
            Self::NotInForce(standing, day) => {
                format!("{} since {}", standing.code(), on(*day))
            }
            Self::NoStatus => "the status could not be read".into(),
            Self::DocumentAgrees => "as issued".into(),
            Self::DocumentDiffers(field) => {
                format!("{} differs from what was issued", field.code())
            }
            Self::DocumentDiffersElsewhere => {
                "words on the page differ from what was issued".into()
            }
            Self::DocumentRedrawn => "the page was altered after issue".into(),
            Self::PhotoDiffers => "the photo is not the one that was issued".into(),
            Self::DocumentResaved => "saved again by another program; not the original file".into(),
            Self::DocumentUnsigned => "not signed; not the original file".into(),
            Self::DocumentAppended => "something was appended to the file after issue".into(),
            Self::DocumentBytesChanged => "the file was changed after it was signed".into(),
            Self::DocumentSignatureWrong => {
                "the file's signature is damaged or does not match".into()
            }
            Self::DocumentSignerUnknown => {
                "the file is signed under a certificate that is not on the published list".into()
            }
            Self::DocumentKeyNotThen => {
                "the key that signed the file was not in use at that time".into()
            }
            Self::AttachmentDiffers => "an attachment differs from what was issued".into(),
            Self::DocumentIncomplete => "the attached credential or the QR code is missing".into(),
            Self::CopyCounts(until) => {
                format!("a copy on record, until {}", on(*until))
            }
            Self::CopyEnded(until) => {
                format!("the copy ended on {}", on(*until))
            }
            Self::CopyWithdrawn(day) => {
                format!("withdrawn by its holder on {}", on(*day))
            }
            Self::CopyUnknown => "no copy of this certificate has this code".into(),
            Self::CopyDiffers => "what the file says of the copy differs from the record".into(),
            Self::NoDocument => "there was no file to check".into(),
            Self::TemplateUnknown => "the file's template is not known here".into(),
            Self::AddressUnknown => "the QR code leads to another address than ours".into(),
            Self::BatchOnRecord => "agrees with the batch on record".into(),
            Self::BatchStands => "the batch was not returned".into(),
            Self::BatchReturned(day) => {
                format!("the batch was returned on {}", on(*day))
            }
        }
    }
}

fn on(day: Day) -> String {
    PartialDay::from(day).en()
}
