//! A file as an office uploads it: any bytes, told by their content.

#![no_main]

use wenzheng_fuzz::{office, seeds};

libfuzzer_sys::fuzz_target!(
    init: { office::open(); seeds::plant(|| seeds::fixtures("sheets", &[".xlsx", ".xls", ".csv", ".ods", ".bin"])); },
    |bytes: &[u8]| {
        if let Ok(reading) = office::checked(bytes) {
            office::handed_back(bytes, &reading);
        }
    }
);
