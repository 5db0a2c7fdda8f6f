//! The fuzz targets without a fuzzer: the committed corpus, and some of what a seeded mutator makes of it: the same on any
//! machine.
//! `FUZZ_SECONDS` says for how long with each target, `FUZZ_SEED` from where; README.md has the rest.

#![expect(clippy::disallowed_methods, reason = "the time is limited, and what to do is told by the environment")]
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "how much was tried, and where an input was saved")]

mod mutate;
#[path = "targets/mod.rs"]
#[expect(unreachable_pub, reason = "shared with the coverage-guided package, which is a crate of its own")]
mod targets;

use std::collections::BTreeSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use mutate::Mutator;
use targets::{ALL, Target};

/// How many inputs are made for each target where no time is given.
const INPUTS: u64 = 400;

/// A number from the environment.
fn told(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz")
}

fn inputs(name: &str) -> Vec<Vec<u8>> {
    let folder = folder().join("corpus").join(name);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a readable folder").path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).expect("a readable input")).collect()
}

/// Runs a target; an input that breaks it is saved before the test fails.
fn run(name: &str, target: Target, input: &[u8]) {
    if let Err(broken) = catch_unwind(AssertUnwindSafe(|| target(input))) {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{name}"));
        fs::write(&path, input).expect("the input is saved");
        eprintln!("the input is {}; put it below tests/fuzz/corpus/{name} to replay it", path.display());
        resume_unwind(broken);
    }
}

fn fuzz(name: &str) {
    let (_, target) = ALL.iter().find(|(own, _)| *own == name).expect("a target");
    let corpus = inputs(name);
    assert!(!corpus.is_empty(), "{name} has no corpus");
    for input in &corpus {
        run(name, *target, input);
    }
    let mut mutator = Mutator::new(told("FUZZ_SEED").unwrap_or(1));
    let end = told("FUZZ_SECONDS").map(|seconds| Instant::now() + Duration::from_secs(seconds));
    let mut inputs = 0_u64;
    while end.map_or(inputs < INPUTS, |end| Instant::now() < end) {
        run(name, *target, &mutator.next(&corpus));
        inputs += 1;
    }
    println!("{name}: {} of the corpus, {inputs} more", corpus.len());
}

macro_rules! targets {
    ($($name:ident)+) => {
        $(#[test] fn $name() { fuzz(stringify!($name)); })+

        #[test]
        fn every_target_is_here_and_in_the_package_and_has_a_corpus() {
            let here: BTreeSet<String> = [$(stringify!($name)),+].map(str::to_owned).into();
            let all: BTreeSet<String> = ALL.iter().map(|(name, _)| (*name).to_owned()).collect();
            let names = |below: &str| -> BTreeSet<String> {
                let entries = fs::read_dir(folder().join(below)).expect("a folder");
                let paths = entries.map(|entry| entry.expect("a readable folder").path());
                paths.map(|path| path.file_stem().expect("a name").to_string_lossy().into_owned()).collect()
            };
            assert_eq!((&here, names("fuzz_targets"), names("corpus")), (&all, all.clone(), all.clone()));
        }
    };
}

targets! { decoder edit evidence headers loader names plan policies recording sheets }
