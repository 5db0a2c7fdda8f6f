//! The pure stages one by one, on the example company at three sizes: parse, decode, judge, plan, render, read again.
//!
//! ```text
//! cargo bench --bench stages                  all of them
//! cargo bench --bench stages -- render        those of a name
//! ```
//!
//! Rows a second that stay the same from size to size mean time in proportion to the account.

#[path = "../../examples/company/generator/mod.rs"]
mod generator;

use std::hint::black_box;
use std::time::Duration;

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use doorlist::cloudflare::recording;
use doorlist::config::{FileData, FileProblem, Files};
use doorlist::model::{Account, DoorList, Plan};
use doorlist::plan::Settings;
use doorlist::render::{self, Format, Style};
use generator::Company;
use jiff::Timestamp;

const SIZES: [usize; 3] = [1_000, 10_000, 100_000];

criterion_group! {
    name = stages;
    config = Criterion::default().sample_size(10).warm_up_time(Duration::from_secs(1));
    targets = all
}
criterion_main!(stages);

/// The door list and its exports, from memory.
struct InMemory {
    door_list: String,
    directory: String,
    serials: String,
}

impl Files for InMemory {
    fn read(&self, path: &str, _: u64) -> Result<FileData, FileProblem> {
        let text = match path {
            "directory.csv" => &self.directory,
            "serials.csv" => &self.serials,
            _ => &self.door_list,
        };
        Ok(FileData { bytes: text.clone().into_bytes(), modified: None })
    }
}

/// A company at a size, in every state from bytes to bytes.
struct Stages {
    rows: usize,
    files: InMemory,
    recorded: Vec<u8>,
    list: DoorList,
    account: Account,
    plan: Plan,
    saved: String,
}

fn now() -> Timestamp {
    "2026-11-22T00:00:00Z".parse().expect("a time")
}

fn load(files: &InMemory) -> DoorList {
    doorlist::config::load("doorlist.yaml", files, now()).expect("the company's door list").list
}

fn decode(bytes: &[u8], list: &DoorList) -> Account {
    recording::account(bytes, list.needs(), now()).expect("the company's account")
}

fn plan(list: &DoorList, account: &Account) -> Plan {
    doorlist::plan::plan(list, account, now(), &Settings::default()).expect("the account is the door list's")
}

impl Stages {
    fn of(rows: usize) -> Self {
        let company = Company::with(rows);
        let mut recorded = Vec::new();
        company.write_account(&mut recorded).expect("it is written to memory");
        let files =
            InMemory { door_list: company.doorlist(), directory: company.directory(), serials: company.serials() };
        let list = load(&files);
        let account = decode(&recorded, &list);
        let plan = plan(&list, &account);
        let saved = render::json_document(&plan);
        Self { rows, files, recorded, list, account, plan, saved }
    }
}

fn all(criterion: &mut Criterion) {
    for rows in SIZES {
        let stages = Stages::of(rows);
        measure(criterion, &stages, "parse: door list, directory, serials", || load(&stages.files));
        measure(criterion, &stages, "decode: recorded account", || decode(&stages.recorded, &stages.list));
        measure(criterion, &stages, "judge", || doorlist::plan::judge(&stages.list, &stages.account, now()));
        measure(criterion, &stages, "plan: judge, actions, guards, digest", || plan(&stages.list, &stages.account));
        for format in Format::ALL {
            let what = format!("render: {format}");
            measure(criterion, &stages, &what, || render::plan(&stages.plan, *format, Style::PLAIN));
        }
        measure(criterion, &stages, "read again: saved plan", || render::parse_saved(stages.saved.as_bytes()));
    }
}

/// Results are dropped outside the measured time.
fn measure<T>(criterion: &mut Criterion, stages: &Stages, what: &str, stage: impl Fn() -> T) {
    let mut group = criterion.benchmark_group(what);
    group.throughput(Throughput::Elements(stages.rows as u64));
    let id = BenchmarkId::from_parameter(stages.rows);
    group.bench_function(id, |bencher| bencher.iter_batched(|| (), |()| black_box(stage()), BatchSize::PerIteration));
    group.finish();
}
