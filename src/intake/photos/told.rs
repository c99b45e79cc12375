//! Why there is no photo, told so that a clerk can mend it.

use super::{FILES, PHOTO_BYTES};
use crate::intake::bounds;

/// Why an archive was not opened; nothing of it is taken then.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{}", self.en())]
pub enum Unopened {
    /// No bytes.
    Empty,
    /// More bytes than are taken.
    TooLarge,
    /// More files than are taken.
    TooManyFiles,
    /// It unpacks to more than is taken.
    UnpacksTooLarge,
    /// Protected by a password.
    Encrypted,
    /// No ZIP.
    NoArchive,
    /// A ZIP that is cut off or broken.
    Damaged,
    /// A ZIP without a file that could be a photo.
    NoFiles,
}

impl Unopened {
    /// Stable, `snake_case`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "file_empty",
            Self::TooLarge => "file_too_large",
            Self::TooManyFiles => "too_many_files",
            Self::UnpacksTooLarge => "unpacks_too_large",
            Self::Encrypted => "file_encrypted",
            Self::NoArchive => "format_unknown",
            Self::Damaged => "file_damaged",
            Self::NoFiles => "files_missing",
        }
    }

    /// The sentence for a clerk.
    pub fn zh(self) -> String {
        match self {
            Self::Empty => "压缩包是空的。请确认选对了文件，重新上传。".into(),
            Self::TooLarge => format!("压缩包超过{} MB。请分成几个压缩包，一个一个上传，先传的不会丢。", bounds::FILE_BYTES >> 20),
            Self::TooManyFiles => format!("压缩包里的文件超过{FILES}个。请分成几个压缩包，一个一个上传，先传的不会丢。"),
            Self::UnpacksTooLarge => format!("压缩包展开后超过{} MB。每张照片不超过{} KB，请核对后重新上传。", bounds::UNPACKED >> 20, PHOTO_BYTES >> 10),
            Self::Encrypted => "压缩包设有密码，打不开。请去掉密码，重新压缩后上传。".into(),
            Self::NoArchive => "这个文件不是ZIP压缩包。请把照片放进一个文件夹，压缩成ZIP后上传（RAR、7z暂不能读取）。".into(),
            Self::Damaged => "压缩包不完整或已损坏。请重新压缩成ZIP后上传。".into(),
            Self::NoFiles => "压缩包里没有照片。请把照片以证件号码命名，压缩成ZIP后上传。".into(),
        }
    }

    /// The same in English.
    pub fn en(self) -> String {
        match self {
            Self::Empty => "The archive is empty. Check that it is the right one and upload it again.".into(),
            Self::TooLarge => format!("The archive is larger than {} MB. Split it and upload the parts one by one; what came before is kept.", bounds::FILE_BYTES >> 20),
            Self::TooManyFiles => format!("The archive holds more than {FILES} files. Split it and upload the parts one by one; what came before is kept."),
            Self::UnpacksTooLarge => format!("The archive unpacks to more than {} MB. A photo has {} KB at most; please check and upload it again.", bounds::UNPACKED >> 20, PHOTO_BYTES >> 10),
            Self::Encrypted => "The archive is protected by a password. Pack it again without one.".into(),
            Self::NoArchive => "This file is no ZIP archive. Put the photos in one folder, pack it as ZIP and upload that (RAR and 7z are not read).".into(),
            Self::Damaged => "The archive is incomplete or damaged. Pack it as ZIP again and upload that.".into(),
            Self::NoFiles => "There is no photo in the archive. Name the photos by ID number, pack them as ZIP and upload that.".into(),
        }
    }
}

/// Why a file of an archive gave no photo.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Why {
    /// Its name is no document number.
    NoNumber,
    /// An archive within the archive.
    Archive,
    /// Its name is the number of nobody here.
    Nobody,
    /// Another file is named by the same person's number.
    Several,
    /// No bytes.
    Empty,
    /// More bytes than are taken.
    TooManyBytes,
    /// Neither JPEG nor PNG.
    OtherFormat,
    /// Packed in a way that is not read.
    Packed,
    /// Made for printing presses.
    Cmyk,
    /// Cut off or broken.
    Damaged,
    /// More pixels than are taken.
    TooManyPixels,
    /// Too few to show a face.
    TooFewPixels,
    /// Wider than high.
    Landscape,
    /// Noise: however coarsely it is kept, it stays larger than a photo is.
    NoFace,
}

impl Why {
    /// Every reason.
    pub const ALL: [Self; 14] = [
        Self::NoNumber,
        Self::Archive,
        Self::Nobody,
        Self::Several,
        Self::Empty,
        Self::TooManyBytes,
        Self::OtherFormat,
        Self::Packed,
        Self::Cmyk,
        Self::Damaged,
        Self::TooManyPixels,
        Self::TooFewPixels,
        Self::Landscape,
        Self::NoFace,
    ];

    /// Stable, `snake_case`.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoNumber => "photo_without_number",
            Self::Archive => "photo_in_archive",
            Self::Nobody => "photo_of_nobody",
            Self::Several => "photo_twice",
            Self::Empty => "photo_empty",
            Self::TooManyBytes => "photo_too_large",
            Self::OtherFormat => "photo_format",
            Self::Packed => "photo_packed",
            Self::Cmyk => "photo_cmyk",
            Self::Damaged => "photo_damaged",
            Self::TooManyPixels => "photo_too_many_pixels",
            Self::TooFewPixels => "photo_too_few_pixels",
            Self::Landscape => "photo_landscape",
            Self::NoFace => "photo_noise",
        }
    }

    /// The sentence for a clerk.
    pub fn zh(self) -> String {
        match self {
            Self::NoNumber => {
                "文件名不是证件号码。请改成本人的证件号码，例如“330302199003071231.jpg”。".into()
            }
            Self::Archive => {
                "这是压缩包里的压缩包，没有打开。请先解压，把照片直接压缩成一个ZIP后再传。".into()
            }
            Self::Nobody => "这批名单里没有这个证件号码。请核对号码，或删去这张照片。".into(),
            Self::Several => "同一个人有几张照片，都没有收。请只留一张。".into(),
            Self::Empty => "文件是空的。请换一张照片。".into(),
            Self::TooManyBytes => format!("照片超过{} KB。请压缩后再传。", PHOTO_BYTES >> 10),
            Self::OtherFormat => {
                "不是JPEG或PNG图片（HEIC也读不了）。请转成JPEG后再传，只改文件名后缀不行。".into()
            }
            Self::Packed => "压缩方式读不了。请用系统自带的压缩功能重新压缩成ZIP。".into(),
            Self::Cmyk => {
                "这张照片是印刷用的CMYK颜色，显示出来会偏色。请另存为RGB颜色的JPG后再传。".into()
            }
            Self::Damaged => "照片不完整或已损坏。请用原照片重新导出。".into(),
            Self::TooManyPixels => {
                "照片的长或宽超过2000像素。请缩小到一寸照（295×413像素）后再传。".into()
            }
            Self::TooFewPixels => {
                "照片太小，印出来看不清。请用295×413像素的一寸照，至少100×140像素。".into()
            }
            Self::Landscape => "照片是横的。请转成竖的，或换一张竖版的证件照。".into(),
            Self::NoFace => "照片里都是杂点，看不出人像。请换一张。".into(),
        }
    }

    /// The same in English.
    pub fn en(self) -> String {
        match self {
            Self::NoNumber => "The file's name is no document number. Rename it to the person's own, for example 330302199003071231.jpg.".into(),
            Self::Archive => "An archive within the archive was not opened. Unpack it first and pack its photos as one ZIP.".into(),
            Self::Nobody => "Nobody in this batch has this document number. Check it, or leave the photo out.".into(),
            Self::Several => "There are several photos of one person, and none of them was taken. Keep one.".into(),
            Self::Empty => "The file is empty. Use another photo.".into(),
            Self::TooManyBytes => format!("The photo is larger than {} KB. Compress it.", PHOTO_BYTES >> 10),
            Self::OtherFormat => "Neither JPEG nor PNG (HEIC is not read either). Convert it to JPEG; another ending to its name does not help.".into(),
            Self::Packed => "It is packed in a way that is not read. Pack the photos again as an ordinary ZIP.".into(),
            Self::Cmyk => "The photo has CMYK colours, made for print; they would show wrongly. Save it as an RGB JPG.".into(),
            Self::Damaged => "The photo is incomplete or damaged. Export it again from the original.".into(),
            Self::TooManyPixels => "The photo is wider or higher than 2000 pixels. Scale it down to 295 × 413.".into(),
            Self::TooFewPixels => "The photo is too small to show a face in print. Use 295 × 413 pixels, at least 100 × 140.".into(),
            Self::Landscape => "The photo is wider than high. Turn it, or use an upright one.".into(),
            Self::NoFace => "The photo is nothing but noise. Use another one.".into(),
        }
    }
}
