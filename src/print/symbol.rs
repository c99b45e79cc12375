//! The QR code: a host in bytes, the digits of the token and of a copy's code in numeric mode
//! (ISO/IEC 18004), drawn as runs.

use super::PrintError;
use qrcode::bits::Bits;
use qrcode::canvas::{Canvas, MaskPattern};
use qrcode::{Color, EcLevel, Version, ec};

/// A QR code as filled rectangles, in modules, from the upper left corner.
pub(super) struct Symbol {
    /// Modules along an edge, without the quiet zone.
    pub width: i16,
    /// Column, row, length and height of each run of dark modules.
    pub runs: Vec<[i16; 4]>,
}

impl Symbol {
    /// Encodes at level M in the smallest version. The digits behind `/v/` go in numeric mode, which
    /// holds 3.3 bits a digit instead of 8.
    pub fn of(url: &str) -> Result<Self, PrintError> {
        let pieces = pieces(url);
        let (version, colors) = (1..=40)
            .find_map(|version| Some((version, encode(&pieces, Version::Normal(version))?)))
            .ok_or(PrintError::QrTooLong)?;
        let width = 17 + 4 * version;
        Ok(Self { width, runs: runs(&colors, width) })
    }

    /// The version (1-40).
    pub fn version(&self) -> i16 {
        (self.width - 17) / 4
    }
}

/// The address, cut where digits begin and end. A host's own digits stay with the host.
fn pieces(url: &str) -> Vec<&[u8]> {
    let host = url.rfind("/v/").map_or(0, |at| at + "/v/".len());
    let (host, digits) = url.as_bytes().split_at(host);
    let digits = digits.chunk_by(|a, b| a.is_ascii_digit() == b.is_ascii_digit());
    std::iter::once(host).filter(|host| !host.is_empty()).chain(digits).collect()
}

fn encode(pieces: &[&[u8]], version: Version) -> Option<Vec<Color>> {
    let mut bits = Bits::new(version);
    for piece in pieces {
        if piece.iter().all(u8::is_ascii_digit) {
            bits.push_numeric_data(piece).ok()?;
        } else {
            bits.push_byte_data(piece).ok()?;
        }
    }
    bits.push_terminator(EcLevel::M).ok()?;
    let (data, correction) =
        ec::construct_codewords(&bits.into_bytes(), version, EcLevel::M).ok()?;
    let mut canvas = Canvas::new(version, EcLevel::M);
    canvas.draw_all_functional_patterns();
    canvas.draw_data(&data, &correction);
    // A token's digits are as good as random, so one mask is as good as another; to judge all eight
    // would take as long as the rest of the page.
    canvas.apply_mask(MaskPattern::Checkerboard);
    Some(canvas.into_colors())
}

/// Runs of dark modules along each row; a run that the row above has too makes that one taller.
fn runs(colors: &[Color], width: i16) -> Vec<[i16; 4]> {
    let mut done: Vec<[i16; 4]> = Vec::new();
    let mut open: Vec<[i16; 4]> = Vec::new();
    for (row, y) in colors.chunks(usize::from(width.unsigned_abs())).zip(0..) {
        let mut next = Vec::new();
        let mut x = 0;
        for modules in row.chunk_by(|a, b| a == b) {
            let length = i16::try_from(modules.len()).unwrap_or(i16::MAX); // at most 177
            if modules.first() == Some(&Color::Dark) {
                let above = open.iter().position(|run| run[0] == x && run[2] == length);
                let top = above.map_or([x, y, length, 0], |at| open.swap_remove(at));
                next.push([x, top[1], length, top[3] + 1]);
            }
            x += length;
        }
        done.append(&mut open);
        open = next;
    }
    done.append(&mut open);
    done.sort_unstable_by_key(|run| (run[1], run[0]));
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digits_of_an_ordinary_token_fit_version_eleven() {
        let url = format!("https://zs.wenzhou.gov.cn/v/{}", "31415926535".repeat(48));
        assert_eq!(url.len(), 28 + 528);
        assert_eq!(Symbol::of(&url).unwrap().version(), 11);
        assert!(Symbol::of(&"9".repeat(8000)).is_err());
    }

    #[test]
    fn the_code_of_a_copy_costs_no_more_than_one_version() {
        let token = "31415926535".repeat(48);
        let url = format!("https://127.0.0.1:8080/v/{token}/0123456789012345");
        let pieces: Vec<usize> = pieces(&url).into_iter().map(<[u8]>::len).collect();
        assert_eq!(pieces, [25, 528, 1, 16]);
        assert_eq!(Symbol::of(&url).unwrap().version(), 12);
    }

    #[test]
    fn the_runs_cover_each_dark_module_once() {
        let symbol = Symbol::of("https://zs.example/v/00128374650918273645").unwrap();
        let side = usize::try_from(symbol.width).unwrap();
        let mut drawn = vec![false; side * side];
        for run in &symbol.runs {
            let [x, y, length, height] = run.map(|n| usize::try_from(n).unwrap());
            for at in (y..y + height).flat_map(|row| (x..x + length).map(move |c| row * side + c)) {
                assert!(!std::mem::replace(&mut drawn[at], true));
            }
        }
        let version = Version::Normal(symbol.version());
        let pieces: [&[u8]; 2] = [b"https://zs.example/v/", b"00128374650918273645"];
        let code = encode(&pieces, version).unwrap();
        let dark: Vec<bool> = code.iter().map(|c| *c == Color::Dark).collect();
        assert_eq!(drawn, dark);
    }
}
