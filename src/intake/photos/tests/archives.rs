//! Whose photos an archive holds.

use super::*;

#[test]
fn an_archive_gives_each_person_a_photo() {
    let (zhang, li) = (jpeg(300, 420), jpeg(150, 210));
    for files in [
        [(format!("{ZHANG}.jpg"), &zhang[..]), (format!("照片/{LI}.JPG"), &li[..])],
        [(format!("张伟 {ZHANG}.jpeg"), &zhang[..]), ("33032719880808004x.png".into(), &li[..])],
        [("330302900307123.jpg".into(), &zhang[..]), (format!("a\\b\\{LI}李娜.jpg"), &li[..])],
    ] {
        let left = [
            ("照片/".to_owned(), &b""[..]),
            ("照片/Thumbs.db".into(), b"x"),
            ("desktop.ini".into(), b"x"),
            ("照片/.DS_Store".into(), b"x"),
            (format!("__MACOSX/照片/._{ZHANG}.jpg"), b"x"),
        ];
        let photos = read(&zip(&[&files[..], &left[..]].concat())).unwrap();
        assert_eq!(photos.not_taken, []);
        let sizes: Vec<_> =
            photos.taken.iter().map(|(whose, made)| (*whose, made.size())).collect();
        assert_eq!(sizes, [(1, MOST), (2, [150, 210])]);
    }
}

#[test]
fn a_name_in_the_encoding_of_windows_is_read() {
    let (name, _, _) = encoding_rs::GBK.encode("张伟330302199003071231.jpg");
    let photos = read(&zip(&[(&name[..], &jpeg(300, 420)[..])])).unwrap();
    assert_eq!((photos.taken.len(), photos.not_taken), (1, Vec::new()));
}

#[test]
fn a_file_that_is_not_taken_is_told_without_its_number() {
    let good = jpeg(300, 420);
    let stranger = "330302198506152047";
    let large = [&good[..], &vec![0; PHOTO_BYTES + 1 - good.len()]].concat();
    let photos = read(&zip(&[
        (format!("{stranger}.jpg"), &good[..]),
        ("张伟.jpg".into(), &good[..]),
        (format!("{ZHANG}.jpg"), &large[..]),
        (format!("{LI}.doc"), b"no picture"),
        ("330302199003071232.jpg".into(), &good[..]),
        ("空.jpg".into(), b""),
    ]))
    .unwrap();
    let expected = [
        (None, Why::Nobody),
        (None, Why::NoNumber),
        (Some(1), Why::TooManyBytes),
        (Some(2), Why::OtherFormat),
        (None, Why::NoNumber),
        (None, Why::NoNumber),
    ];
    assert_eq!(whys(&photos), expected);
    let NotTaken { file, shown, .. } = &photos.not_taken[0];
    assert_eq!((*file, shown.as_str()), (1, "330302…47.jpg"));
    assert_eq!(photos.not_taken[1].shown, "张伟.jpg");
    // One byte less is taken: what stands behind a picture is not looked at.
    let largest = &large[..PHOTO_BYTES];
    assert_eq!(read(&zip(&[(format!("{ZHANG}.jpg"), largest)])).unwrap().taken.len(), 1);
}

#[test]
fn of_two_photos_of_one_person_none_is_taken() {
    let good = jpeg(300, 420);
    let files = [
        (format!("{ZHANG}.jpg"), &good[..]),
        (format!("{LI}.jpg"), &good[..]),
        ("330302900307123.jpg".into(), &good[..]),
    ];
    let photos = read(&zip(&files)).unwrap();
    assert_eq!(whys(&photos), [(Some(1), Why::Several), (Some(1), Why::Several)]);
    assert_eq!(photos.taken.iter().map(|(whose, _)| *whose).collect::<Vec<_>>(), [2]);
}

#[test]
fn what_is_no_archive_is_not_opened() {
    let good = zip(&[(format!("{ZHANG}.jpg"), &jpeg(300, 420)[..])]);
    let mut locked = good.clone();
    for (mark, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let at = locked.windows(4).position(|window| window == mark).unwrap();
        locked[at + flags] |= 1;
    }
    let zeros = vec![0; PHOTO_BYTES];
    let bomb: Vec<(String, &[u8])> = (0..6000).map(|n| (format!("{n}.jpg"), &zeros[..])).collect();
    for (bytes, why) in [
        (Vec::new(), Unopened::Empty),
        (b"Rar!\x1a\x07\x01".to_vec(), Unopened::NoArchive),
        (jpeg(300, 420), Unopened::NoArchive),
        (good[..good.len() - 4].to_vec(), Unopened::Damaged),
        (locked, Unopened::Encrypted),
        (zip::<String>(&[]), Unopened::NoFiles),
        (zip(&[("__MACOSX/a.jpg", &b"x"[..])]), Unopened::NoFiles),
        ([&good[..], &b"PK\x01\x02".repeat(50_001)].concat(), Unopened::TooManyFiles),
        (vec![0; (32 << 20) + 1], Unopened::TooLarge),
        (zip(&bomb), Unopened::UnpacksTooLarge),
    ] {
        assert_eq!(read(&bytes).map(|_| ()), Err(why), "{}", bytes.len());
    }
}

#[test]
fn an_archive_within_the_archive_is_told_to_be_unpacked() {
    let inner = zip(&[(format!("{ZHANG}.jpg"), &jpeg(300, 420)[..])]);
    let large = vec![0; PHOTO_BYTES + 1];
    let photos = read(&zip(&[
        ("照片.zip".to_owned(), &inner[..]),
        (format!("{ZHANG}.ZIP"), &inner[..]),
        ("第二批.rar".into(), &large[..]),
        (format!("{LI}.7z"), &large[..]),
    ]))
    .unwrap();
    assert_eq!(whys(&photos), [(None, Why::Archive); 4]);
    assert!(Why::Archive.zh().contains("先解压"));
}

/// A telephone's photo, renamed: that it is large is not what has to be mended first.
#[test]
fn a_large_file_of_another_format_is_told_its_format() {
    let heic = [b"\0\0\0\x18ftypheic", &vec![7; PHOTO_BYTES][..]].concat();
    let photos = read(&zip(&[(format!("{LI}.jpg"), &heic[..])])).unwrap();
    assert_eq!(whys(&photos), [(Some(2), Why::OtherFormat)]);
}
