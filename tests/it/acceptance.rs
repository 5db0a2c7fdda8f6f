//! The acceptance scenarios of `tests/acceptance/`, one test each, run against the real binary.
//!
//! `tests/acceptance/README.md` says what `expect.json` means, `why.md` why each scenario expects what it expects.

mod check;
mod expect;
mod process;
mod shuffle;
mod stage;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use expect::{Expect, Step};
use process::Finished;
use stage::Stage;

/// Why a scenario does not hold, in one line.
type Outcome<T> = Result<T, String>;

/// What one step learned that a later one may name in braces.
#[derive(Default)]
struct Known(BTreeMap<&'static str, String>);

impl Known {
    /// Replaces `{digest}`, `{removals}` and `{removals+N}`.
    fn fill(&self, text: &str) -> String {
        let braces = regex::Regex::new(r"\{(\w+)([+-]\d+)?\}").expect("a fixed expression");
        let replace = |found: &regex::Captures| match (self.0.get(&found[1]), found.get(2)) {
            (None, _) => found[0].to_owned(),
            (Some(value), None) => value.clone(),
            (Some(value), Some(change)) => {
                let sum = value.parse::<i64>().ok().zip(change.as_str().parse::<i64>().ok()).map(|(a, b)| a + b);
                sum.map_or_else(|| found[0].to_owned(), |sum| sum.to_string())
            }
        };
        braces.replace_all(text, replace).into_owned()
    }

    fn learn(&mut self, plan: &Value) {
        let removes =
            |action: &&Value| matches!(action["kind"].as_str(), Some("delete_registration" | "revoke_registration"));
        let removals = plan["actions"].as_array().map_or(0, |actions| actions.iter().filter(removes).count());
        self.0.insert("removals", removals.to_string());
        self.0.insert("digest", plan["digest"].as_str().unwrap_or_default().to_owned());
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/acceptance")
}

fn scenario(name: &str) -> Outcome<()> {
    let path = folder().join(name);
    let expect = Expect::read(&path.join("expect.json"));
    let stage = Stage::of(&folder(), &path, &expect.mtime);
    let mut known = Known::default();
    step(&stage, &expect.first, &mut known)?;
    for (number, then) in expect.then.iter().enumerate() {
        let filled = known.fill(then.get());
        let next: Step = serde_json::from_str(&filled).map_err(|error| format!("then[{number}]: {error}"))?;
        step(&stage, &next, &mut known).map_err(|why| format!("then[{number}]: {why}"))?;
    }
    Ok(())
}

fn step(stage: &Stage, step: &Step, known: &mut Known) -> Outcome<()> {
    stage.edit(&step.edit);
    let finished = process::run(&step.argv, &step.env, stage)?;
    if let Some(plan) = check::step(step, &finished)? {
        known.learn(&plan);
        names_the_ack(step, &finished, known)?;
    }
    if step.same_bytes_when_shuffled { same_bytes(stage, step, &finished) } else { Ok(()) }
}

fn names_the_ack(step: &Step, finished: &Finished, known: &Known) -> Outcome<()> {
    for item in &step.output_contains_after {
        let wanted = known.fill(item);
        if !finished.output().contains(&wanted) {
            return Err(format!("neither stream has {wanted:?}"));
        }
    }
    Ok(())
}

fn same_bytes(stage: &Stage, step: &Step, finished: &Finished) -> Outcome<()> {
    let offline = step.argv.iter().position(|arg| arg == "--offline").expect("a shuffled scenario is offline");
    let account = stage.here.join(&step.argv[offline + 1]);
    for seed in 0..3 {
        shuffle::file(&account, seed);
        stage::age(&account, stage::NOW);
        if process::run(&step.argv, &step.env, stage)?.stdout != finished.stdout {
            return Err("another order of the same rows gives another output".to_owned());
        }
    }
    Ok(())
}

/// One test per folder; `_01_pattern_and_exact` is `01-pattern-and-exact`.
macro_rules! scenarios {
    ($($name:ident)*) => {
        const LISTED: &[&str] = &[$(stringify!($name)),*];
        $(
            #[test]
            fn $name() {
                let folder = folder_of(stringify!($name));
                if let Err(why) = scenario(&folder) {
                    panic!("{folder}: {why}");
                }
            }
        )*
    };
}

fn folder_of(test: &str) -> String {
    test.trim_start_matches('_').replace('_', "-")
}

scenarios! {
    _01_pattern_and_exact
    _02_unlisted_report
    _03_unlisted_revoke
    _04_unlisted_keep
    _05_service_identities
    _06_connectors_guard
    _07_protected
    _08_except
    _09_until
    _10_state_revoked
    _11_state_absent
    _12_device_lost
    _13_device_class_serials
    _14_device_class_csv
    _15_group_directory
    _16_directory_stale
    _17_directory_too_short
    _18_service_token
    _19_max_registrations
    _20_max_registrations_ties
    _21_duplicates
    _22_stale_boundary
    _23_never_seen
    _24_quarantine
    _25_restore
    _26_limits_trip
    _27_limits_hold
    _28_empty_users
    _29_unknown_key
    _30_duplicate_key
    _31_bare_duration
    _32_returns
    _33_require_ticket
    _34_shared_machine
    _35_wrong_team
    _36_include
    _37_offboard_exclude
    _38_detailed_exitcode
    _42_two_accounts
    _50_default_limits
    _51_limits_one_by_one
    _52_percent_from_five
    _53_a_revoked_row_is_nobodys_last
    _54_ack
    _55_never_all_of_an_account
    _56_words
    _57_steps_for_people
    _58_two_tokens_one_machine
    _59_two_states_one_machine
    _60_an_ended_protection
    _61_an_ended_class_member
    _62_returns_three_values
    _63_require_closed
    _64_who_takes_a_place
    _65_restore_and_hygiene
    _66_lists_that_were_not_read
    _67_files_that_protect
    _68_include_cycle
    _69_include_order
    _70_what_an_included_file_holds
    _71_duplicates_of_what_stays
    _72_hygiene_among_what_is_permitted
    _73_returns_of_machines
    _74_lookalike
    _75_who_is_who
    _76_until_with_a_state
    _77_token_expired
    _78_whose_name
    _79_timezone
    _80_names_that_nothing_defines
    _81_numbers_are_not_text
    _82_zero_time
    _83_rows_that_do_not_exist
    _84_entries_that_say_nothing
    _85_who_is_protected
    _86_a_block_list_that_blocks_nobody
    _87_a_block_list
    _88_entries_that_cannot_be
    _89_browser_extensions
    _90_what_else
    _91_any_order
    _92_require_everywhere
    _93_a_folder_of_files
    _94_revoked_boundary
    _95_the_right_account
    _96_odd_ids
    _97_apply_converges
    _98_several_outputs
    _99_a_saved_plan
    _100_three_tokens_one_machine
    _101_out_whatever_decides
}

#[test]
fn every_folder_is_listed_and_has_its_reason() {
    let entries = std::fs::read_dir(folder()).expect("the scenarios are there");
    let mut folders: Vec<String> = entries
        .map(|entry| entry.expect("a readable folder"))
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().expect("an ASCII name"))
        .collect();
    folders.sort();
    let mut listed: Vec<String> = LISTED.iter().map(|name| folder_of(name)).collect();
    listed.sort();
    assert_eq!(folders, listed);

    let why = std::fs::read_to_string(folder().join("why.md")).expect("why.md is there");
    for name in &folders {
        assert!(why.contains(&format!("- **{name}** ")), "why.md has no line for {name}");
    }
}

#[test]
fn a_brace_that_nothing_is_known_about_stays() {
    let mut known = Known::default();
    known.learn(&serde_json::json!({ "digest": "sha256:ab", "actions": [{ "kind": "revoke_registration" }] }));
    assert_eq!(known.fill("{removals}@{digest} {removals+2} {other} {a, b}"), "1@sha256:ab 3 {other} {a, b}");
}
