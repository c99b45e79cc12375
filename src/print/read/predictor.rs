//! Predictors: what cross-reference streams are filtered with before they are deflated.

use super::Unreadable;
use super::syntax::{Dict, Object};

/// Undoes the predictors of PNG (ISO 32000-1, 7.4.4.4) for bytes of one component.
pub(super) fn unpredict(bytes: Vec<u8>, params: &Dict) -> Result<Vec<u8>, Unreadable> {
    let count = |key: &[u8], default| params.get(key).map_or(Some(default), Object::count);
    let (Some(predictor), Some(columns)) = (count(b"Predictor", 1), count(b"Columns", 1)) else {
        return Err(Unreadable::Broken);
    };
    if predictor == 1 {
        return Ok(bytes);
    }
    let plain = count(b"Colors", 1) == Some(1) && count(b"BitsPerComponent", 8) == Some(8);
    if !(10..=15).contains(&predictor) || !plain || !(1..=1 << 16).contains(&columns) {
        return Err(Unreadable::Broken);
    }
    let mut above = vec![0u8; columns];
    let mut plain = Vec::with_capacity(bytes.len());
    for row in bytes.chunks(columns + 1) {
        let (kind, row) = row.split_first().ok_or(Unreadable::Broken)?;
        let (mut left, mut corner) = (0u8, 0u8);
        for (at, byte) in row.iter().enumerate() {
            let up = above.get(at).copied().unwrap_or(0);
            let guess = match kind {
                0 => 0,
                1 => left,
                2 => up,
                3 => left.midpoint(up),
                4 => paeth(left, up, corner),
                _ => return Err(Unreadable::Broken),
            };
            (corner, left) = (up, byte.wrapping_add(guess));
            if let Some(place) = above.get_mut(at) {
                *place = left;
            }
            plain.push(left);
        }
    }
    Ok(plain)
}

/// The neighbour nearest to `left + up - corner` (PNG, 9.4).
fn paeth(left: u8, up: u8, corner: u8) -> u8 {
    let guess = i16::from(left) + i16::from(up) - i16::from(corner);
    let far = |value: u8| (guess - i16::from(value)).abs();
    if far(left) <= far(up) && far(left) <= far(corner) {
        left
    } else if far(up) <= far(corner) {
        up
    } else {
        corner
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_predictor_of_png_is_undone() {
        let number = |n| Object::Number(n);
        let params =
            Dict::from([(b"Predictor".to_vec(), number(12.0)), (b"Columns".to_vec(), number(3.0))]);
        let rows = [[0, 1, 2, 3], [1, 1, 1, 1], [2, 1, 1, 1], [3, 1, 1, 1], [4, 1, 1, 1]].concat();
        let plain = [[1, 2, 3], [1, 2, 3], [2, 3, 4], [2, 3, 4], [3, 4, 5]].concat();
        assert_eq!(unpredict(rows, &params), Ok(plain));
        assert_eq!(unpredict(vec![9, 1, 1, 1], &params), Err(Unreadable::Broken));
    }
}
