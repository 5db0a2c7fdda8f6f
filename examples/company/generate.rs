//! Writes the example company: an account, its door list, and the two exports that the door list reads.
//!
//! ```text
//! cargo run --example company -- OUTDIR [REGISTRATIONS]
//! ```
//!
//! The same number of registrations always gives the same bytes. Without one it is the company of about two thousand
//! people that `examples/company` shows; with 100000 or 1000000 it is what the benchmark reads.

mod generator;

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::Path;

use generator::Company;

/// About two thousand people.
const REGISTRATIONS: usize = 2_700;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let Some(folder) = args.next() else { return Err("usage: company OUTDIR [REGISTRATIONS]".into()) };
    let registrations = args.next().map_or(Ok(REGISTRATIONS), |text| text.parse())?;
    write(Path::new(&folder), &Company::with(registrations))
}

fn write(folder: &Path, company: &Company) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    let mut account = BufWriter::new(File::create(folder.join("account.json"))?);
    company.write_account(&mut account)?;
    account.flush()?;
    fs::write(folder.join("doorlist.yaml"), company.doorlist())?;
    fs::write(folder.join("directory.csv"), company.directory())?;
    fs::write(folder.join("serials.csv"), company.serials())?;
    Ok(())
}
