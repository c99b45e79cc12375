//! The colour space of the page: sRGB (IEC 61966-2-1) as a profile of the ICC (ISO 15076-1), written
//! out here because it is shorter than any file that would have to be kept with its licence.

/// The tags, in the order in which their data stand. All three channels have one curve.
const TAGS: [(&[u8; 4], Data); 10] = [
    (b"desc", Data::Text("sRGB IEC 61966-2-1")),
    (b"cprt", Data::Text("CC0")),
    (b"wtpt", Data::Xyz(D50)),
    (b"chad", Data::Matrix(D65_TO_D50)),
    (b"rXYZ", Data::Xyz([0.43607, 0.22249, 0.01392])),
    (b"gXYZ", Data::Xyz([0.38515, 0.71687, 0.09708])),
    (b"bXYZ", Data::Xyz([0.14307, 0.06061, 0.71410])),
    (b"rTRC", Data::Curve),
    (b"gTRC", Data::Curve),
    (b"bTRC", Data::Curve),
];

/// The white of the connection space.
const D50: [f64; 3] = [0.9642, 1.0, 0.8249];
/// Bradford, from the white of sRGB.
const D65_TO_D50: [f64; 9] =
    [1.04788, 0.02292, -0.05022, 0.02959, 0.99048, -0.01707, -0.00925, 0.01508, 0.75168];
/// γ, a, b, c and d of `(ax + b)^γ` from d on, and `cx` below.
const CURVE: [f64; 5] = [2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.04045];

enum Data {
    Text(&'static str),
    Xyz([f64; 3]),
    Matrix([f64; 9]),
    Curve,
}

impl Data {
    fn bytes(&self) -> Vec<u8> {
        let (kind, body): (&[u8; 4], Vec<u8>) = match self {
            Self::Text(text) => (b"mluc", localized(text)),
            Self::Xyz(values) => (b"XYZ ", fixed(values)),
            Self::Matrix(values) => (b"sf32", fixed(values)),
            Self::Curve => (b"para", [&[0, 3, 0, 0], fixed(&CURVE).as_slice()].concat()),
        };
        let mut bytes = [kind.as_slice(), &[0; 4], &body].concat();
        bytes.resize(bytes.len().next_multiple_of(4), 0);
        bytes
    }
}

/// The bytes of the profile.
pub(in crate::print) fn profile() -> Vec<u8> {
    const HEADER: u32 = 128;
    let mut table = long(10).to_vec();
    let mut data: Vec<u8> = Vec::new();
    let start = HEADER + 4 + 12 * 10;
    let mut curve = None;
    for (tag, content) in &TAGS {
        let bytes = content.bytes();
        let here = start + count(&data);
        let at = match content {
            Data::Curve => *curve.get_or_insert(here),
            _ => here,
        };
        if at == here {
            data.extend(&bytes);
        }
        table.extend([tag.as_slice(), &long(at), &long(count(&bytes))].concat());
    }
    [header(start + count(&data)), table, data].concat()
}

fn header(size: u32) -> Vec<u8> {
    let mut header =
        [&long(size), &[0; 4], &long(0x0420_0000), b"mntrRGB XYZ ".as_slice()].concat();
    header.extend([2026u16, 1, 1, 0, 0, 0].iter().flat_map(|part| part.to_be_bytes()));
    header.extend(b"acsp");
    header.resize(68, 0);
    header.extend(fixed(&D50));
    header.resize(128, 0);
    header
}

/// One text, in English.
fn localized(text: &str) -> Vec<u8> {
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    [&long(1), &long(12), b"enUS".as_slice(), &long(count(&units)), &long(28), &units].concat()
}

/// As `s15Fixed16Number`.
fn fixed(values: &[f64]) -> Vec<u8> {
    #[expect(clippy::cast_possible_truncation, reason = "none of the values above reaches 3")]
    let one = |value: &f64| ((value * 65536.0).round() as i32).to_be_bytes();
    values.iter().flat_map(one).collect()
}

fn count(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX) // some hundred
}

fn long(value: u32) -> [u8; 4] {
    value.to_be_bytes()
}
