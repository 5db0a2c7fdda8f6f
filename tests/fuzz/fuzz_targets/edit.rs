#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| doorlist_fuzz::targets::edit::target(bytes));
