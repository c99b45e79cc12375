//! The parts of a workbook as they are: checked, handed back with its findings, and read again.

#![no_main]

use wenzheng_fuzz::{office, package, seeds};

libfuzzer_sys::fuzz_target!(init: { office::open(); seeds::plant(workbooks); }, |input: &[u8]| {
    let bytes = package::pack(input);
    if let Ok(reading) = office::checked(&bytes) {
        office::handed_back(&bytes, &reading);
    }
});

/// Every workbook of the fixtures, and every one as it is handed back.
fn workbooks() -> Vec<Vec<u8>> {
    let fixtures = seeds::fixtures("sheets", &[".xlsx"]);
    let returned = fixtures.iter().filter_map(|bytes| office::annotated(bytes));
    fixtures.iter().cloned().chain(returned).filter_map(|bytes| package::unpack(&bytes)).collect()
}
