//! The words around the photos that an office hands in.

use super::grouped;
use super::sheets::Sending;
use crate::{
    http::words::Lang,
    registry::photo::hand_in::{HandedIn, LeftOut, Tally},
};

/// What `/desk/batches/{id}/photos` says without a value in it.
pub struct Photos {
    pub title: &'static str,
    pub back: &'static str,
    pub lead: &'static str,
    pub file: &'static str,
    pub hint: &'static str,
    pub file_blank: &'static str,
    pub submit: &'static str,
    pub again: &'static str,
    pub not_taken: &'static str,
    pub none_needed: &'static str,
    /// Of the picture of somebody.
    pub photo: &'static str,
    pub sending: Sending,
}

static ZH: Photos = Photos {
    title: "报送照片",
    back: "返回这一批",
    lead: "把照片以本人证件号码命名，例如330302199003071231.jpg，放进一个文件夹，压缩成ZIP后上传。可以分几次传；同一个人再传，新的替换旧的。",
    file: "照片（ZIP）",
    hint: "每张不超过50KB，JPEG或PNG，竖版一寸照（295×413像素）最好。一个压缩包最大32MB。照片会裁成一寸大小，拍摄地点等附带信息会去掉。",
    file_blank: "请选择照片的ZIP压缩包。",
    submit: "上传照片",
    again: "再传一次",
    not_taken: "没有收的文件",
    none_needed: "没有照片也可以照常发证，证书上不留空框。",
    photo: "照片",
    sending: Sending {
        drop: "也可以把压缩包拖到这里。",
        going: "正在上传",
        reading: "已经传完，正在逐张核对",
        too_large: "压缩包超过32MB，没有上传。请分成几个，一个一个传。",
        cut_off: "没有传完，网络断了。什么都没有保存，请再传一次。",
    },
};

static EN: Photos = Photos {
    title: "Hand in photos",
    back: "Back to the batch",
    lead: "Name each photo by its person's document number, for example 330302199003071231.jpg, put them in one folder, and upload it as ZIP. You may send several archives; a new photo of somebody takes the place of the old one.",
    file: "Photos (ZIP)",
    hint: "At most 50 KB each, JPEG or PNG, upright, best 295 × 413 pixels. An archive may have 32 MB. Photos are cut to that size, and what the camera wrote beside them, such as the place, is removed.",
    file_blank: "Choose the ZIP archive of the photos.",
    submit: "Upload photos",
    again: "Send more",
    not_taken: "Files that were not taken",
    none_needed: "Without a photo certificates are issued all the same, with no empty box.",
    photo: "Photo",
    sending: Sending {
        drop: "Or drag the archive here.",
        going: "Uploading",
        reading: "Uploaded; looking at each photo",
        too_large: "The archive is larger than 32 MB and was not uploaded. Split it and send the parts one by one.",
        cut_off: "The connection broke off. Nothing was saved; please send it again.",
    },
};

impl Lang {
    /// The fixed words.
    pub fn photos(self) -> &'static Photos {
        match self {
            Self::Zh => &ZH,
            Self::En => &EN,
        }
    }

    /// What the link to the photos is called.
    pub fn photos_link(self, Tally { people, with }: Tally) -> String {
        let (people, with) = (grouped(people), grouped(with));
        match self {
            Self::Zh => format!("照片，{people}人中{with}人已有"),
            Self::En => format!("Photos: {with} of {people} people"),
        }
    }

    /// How many people have a photo, and how many have none.
    pub fn photos_so_far(self, Tally { people, with }: Tally) -> String {
        let without = people.saturating_sub(with);
        let (people, with) = (grouped(people), grouped(with));
        match (self, without) {
            (Self::Zh, 0) => format!("这批{people}人都有照片了。"),
            (Self::Zh, _) => {
                format!("这批{people}人，{with}人已有照片，{}人还没有。", grouped(without))
            }
            (Self::En, 0) => format!("All {people} people of this batch have a photo."),
            (Self::En, _) => format!(
                "Of the {people} people of this batch {with} have a photo and {} have none.",
                grouped(without)
            ),
        }
    }

    /// That some have no photo although the batch that is sent again had photos.
    pub fn photos_left_behind(self, Tally { people, with }: Tally) -> String {
        let (people, without) = (grouped(people), grouped(people.saturating_sub(with)));
        match self {
            Self::Zh => format!(
                "退回的那批有照片，这批{people}人中{without}人没有。证件号码改过的人，照片要重新交。"
            ),
            Self::En => format!(
                "The returned batch had photos; of the {people} people of this one {without} have none. Hand in again the photo of whoever's ID number was changed."
            ),
        }
    }

    /// The heading over what came of an archive: the answer.
    pub fn photos_heading(self, handed: &HandedIn) -> String {
        let (taken, left) = (grouped(handed.taken), handed.not_taken.len() as u64);
        match (self, handed.taken, left) {
            (Self::Zh, 0, _) => "一张照片也没有收".into(),
            (Self::Zh, _, 0) => format!("收了{taken}张照片"),
            (Self::Zh, _, _) => format!("收了{taken}张照片，{}个文件没有收", grouped(left)),
            (Self::En, 0, _) => "No photo was taken".into(),
            (Self::En, _, 0) => format!("Photos taken: {taken}"),
            (Self::En, _, _) => {
                format!("Photos taken: {taken}; files not taken: {}", grouped(left))
            }
        }
    }

    /// Which file was not taken, of whom, and why.
    pub fn photo_left_out(self, left: &LeftOut) -> (String, String) {
        let (file, shown) = (left.file, &left.shown);
        let whose = left.person.as_deref();
        match self {
            Self::Zh => {
                let whose = whose.map_or_else(String::new, |name| format!("（{name}）"));
                (format!("第{file}个文件{shown}{whose}"), left.why.zh())
            }
            Self::En => {
                let whose = whose.map_or_else(String::new, |name| format!(" ({name})"));
                (format!("File {file}, {shown}{whose}"), left.why.en())
            }
        }
    }

    /// Files that are not listed.
    pub fn photos_more(self, more: usize) -> String {
        let more = grouped(more as u64);
        match self {
            Self::Zh => format!("另有{more}个文件没有列出。先改好这些，再传一次。"),
            Self::En => {
                format!("{more} more are not listed. Mend these first and send them again.")
            }
        }
    }
}
