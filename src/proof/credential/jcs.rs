//! Canonical JSON (RFC 8785), written directly: the caller names members in their canonical order,
//! which for ASCII names is the order of bytes.

/// Writes one JSON text.
pub(in crate::proof) struct Writer {
    out: Vec<u8>,
}

impl Writer {
    pub(in crate::proof) fn with_capacity(bytes: usize) -> Self {
        Self { out: Vec::with_capacity(bytes) }
    }

    /// What has been written.
    pub(in crate::proof) fn into_bytes(self) -> Vec<u8> {
        self.out
    }

    /// How much has been written.
    pub(in crate::proof) fn len(&self) -> usize {
        self.out.len()
    }

    /// Begins an object.
    pub(in crate::proof) fn open(&mut self) {
        self.out.push(b'{');
    }

    /// Ends an object.
    pub(in crate::proof) fn close(&mut self) {
        self.out.push(b'}');
    }

    /// The name of a member, whose value follows. `name` is ASCII without escapes.
    pub(in crate::proof) fn name(&mut self, name: &str) {
        if !matches!(self.out.last(), None | Some(b'{')) {
            self.out.push(b',');
        }
        self.out.push(b'"');
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b"\":");
    }

    /// A member that is a string.
    pub(in crate::proof) fn member(&mut self, name: &str, value: &str) {
        self.name(name);
        self.string(value);
    }

    /// A member that is a string, if there is a value.
    pub(in crate::proof) fn optional<T: AsRef<str>>(&mut self, name: &str, value: Option<&T>) {
        if let Some(value) = value {
            self.member(name, value.as_ref());
        }
    }

    /// A member that is a small number.
    pub(in crate::proof) fn number(&mut self, name: &str, value: u8) {
        self.name(name);
        self.raw(&value.to_string());
    }

    /// A member that is a list of strings.
    pub(in crate::proof) fn list(&mut self, name: &str, values: &[&str]) {
        self.name(name);
        self.out.push(b'[');
        for (at, value) in values.iter().enumerate() {
            if at > 0 {
                self.out.push(b',');
            }
            self.string(value);
        }
        self.out.push(b']');
    }

    /// Text that is JSON already.
    pub(in crate::proof) fn raw(&mut self, json: &str) {
        self.out.extend_from_slice(json.as_bytes());
    }

    /// A string: only what must be escaped is (RFC 8785 §3.2.2.2).
    fn string(&mut self, value: &str) {
        const HEX: &[u8; 16] = b"0123456789abcdef";
        self.out.push(b'"');
        let mut plain = 0;
        for (at, byte) in value.bytes().enumerate() {
            let escape = match byte {
                b'"' => b'"',
                b'\\' => b'\\',
                0x08 => b'b',
                b'\t' => b't',
                b'\n' => b'n',
                0x0c => b'f',
                b'\r' => b'r',
                0..0x20 => b'u',
                _ => continue,
            };
            self.out.extend_from_slice(&value.as_bytes()[plain..at]); // both are places in `value`
            self.out.extend_from_slice(&[b'\\', escape]);
            if escape == b'u' {
                let digit = HEX[usize::from(byte & 15)];
                self.out.extend_from_slice(&[b'0', b'0', b'0' + (byte >> 4), digit]);
            }
            plain = at + 1;
        }
        self.out.extend_from_slice(&value.as_bytes()[plain..]);
        self.out.push(b'"');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(value: &str) -> String {
        let mut json = Writer::with_capacity(64);
        json.string(value);
        String::from_utf8(json.into_bytes()).unwrap()
    }

    #[test]
    fn strings_of_rfc_8785() {
        assert_eq!(written("\u{20ac}$\u{f}\nA'B\"\\\\\"/"), r#""€$\u000f\nA'B\"\\\\\"/""#);
        assert_eq!(
            written("\u{0}\u{8}\t\n\u{c}\r\u{1f}\u{7f}"),
            "\"\\u0000\\b\\t\\n\\f\\r\\u001f\u{7f}\""
        );
    }

    #[test]
    fn the_sample_of_rfc_8785_without_its_numbers() {
        let mut json = Writer::with_capacity(64);
        json.open();
        json.name("literals");
        json.raw("[null,true,false]");
        json.member("string", "\u{20ac}$\u{f}\nA'B\"\\\\\"/");
        json.list("strings", &["a", "b"]);
        json.number("v", 1);
        json.close();
        let bytes = json.into_bytes();
        let value: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
        assert_eq!(serde_json_canonicalizer::to_vec(&value).unwrap(), bytes);
    }

    proptest! {
        #[test]
        fn any_string_is_written_as_the_oracle_writes_it(value in "(?s).{0,80}") {
            prop_assert_eq!(written(&value).into_bytes(), serde_json_canonicalizer::to_vec(&value).unwrap());
        }
    }
}
