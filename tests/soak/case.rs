//! One case: a scene, its wanted end, and a copy of it on which everything goes wrong for a while.

use std::collections::BTreeSet;

use doorlist::model::Plan;
use doorlist::sandbox::{BeyondLargest, Options, UnknownIds};
use serde_json::Value;

use crate::dice::Dice;
use crate::faults::{Armed, Ids, is_misleading, mix};
use crate::program::{Cut, Ended, Program, Run, Signal};
use crate::promises::{differences, end, harmed, left, permitted, sessions, written};
use crate::scene::Scene;
use crate::server::{Server, is_write};
use crate::tally::Tally;

/// Rounds with faults, before they are healed.
const ROUNDS: usize = 3;

/// Writes at which the copies of one case are ended in turn.
const TURNS: usize = 12;

/// One in so many cases is ended at every write in turn.
const EVERY: u64 = 8;

/// The end of a run that nothing disturbs.
struct Wanted {
    end: Value,
    sessions: BTreeSet<String>,
    permitted: BTreeSet<String>,
    requests: usize,
    writes: usize,
}

/// What all copies of a case share.
struct Case {
    scene: Scene,
    options: Options,
    line: String,
    ids: Ids,
}

/// Runs one case; where it is lost, says how.
pub(crate) fn run(seed: u64, tally: &mut Tally) -> Result<(), String> {
    let mut dice = Dice::new(seed);
    let case = Case::new(&mut dice, seed);
    let wanted = case.wanted().map_err(|why| format!("undisturbed: {why}\n{}", case.scene.door_list))?;
    if seed.is_multiple_of(EVERY) {
        return case.every_write(&mut dice, &wanted, tally);
    }
    let mut copy = Copy::new(&case, &wanted);
    let told = (1..=dice.between(1, ROUNDS)).try_for_each(|_| {
        let rules = mix(&mut dice, &case.ids);
        let cut = cut(&mut dice, &wanted);
        copy.round(&rules, cut, tally)
    });
    told.and_then(|()| copy.heal(tally)).map_err(|why| copy.told(&why))
}

/// Three of four runs are ended from outside, most of them at a write.
fn cut(dice: &mut Dice, wanted: &Wanted) -> Option<Cut> {
    if dice.percent(25) {
        return None;
    }
    let writes = dice.percent(75) && wanted.writes > 0;
    let at = dice.between(1, if writes { wanted.writes } else { wanted.requests });
    let signal = if dice.percent(80) { Signal::Kill } else { Signal::Terminate };
    Some(Cut { signal, writes, at, after: dice.percent(50) })
}

impl Case {
    fn new(dice: &mut Dice, seed: u64) -> Self {
        let scene = Scene::new(dice);
        let rows = scene.account["registrations"].as_array().expect("a list");
        let ids = Ids { registrations: rows.iter().map(|row| row["id"].as_str().expect("an id").to_owned()).collect() };
        let options = Options {
            seed,
            quota: None,
            largest_page: dice.one(&[3, 7, 20, 1_000]),
            beyond_largest: BeyondLargest::Clamp,
            unknown_ids: dice.one(&[UnknownIds::Refuse, UnknownIds::Ignore, UnknownIds::Stop]),
            ..Options::default()
        };
        let line = format!("apply --auto-approve --batch {}", dice.one(&[1, 2, 3, 5, 50]));
        Self { scene, options, line, ids }
    }

    fn server(&self) -> Server {
        Server::new(&self.scene.recording(), self.options.clone())
    }

    /// Plans, applies, and applies again: that must be the end.
    fn wanted(&self) -> Result<Wanted, String> {
        let server = self.server();
        let program = Program::new(&self.scene.door_list, &server);
        let planned = program.run("plan --out json=plan.json", &server, None)?;
        expect_done("plan", &planned)?;
        let text = std::fs::read_to_string(program.path("plan.json")).map_err(|error| error.to_string())?;
        let plan: Plan = serde_json::from_str(&text).map_err(|error| error.to_string())?;
        let read = server.log().len();
        expect_done("apply", &program.run(&self.line, &server, None)?)?;
        let log = server.log();
        expect_done("apply again", &program.run(&self.line, &server, None)?)?;
        if server.log().iter().skip(log.len()).any(is_write) {
            return Err("a second run writes".to_owned());
        }
        let snapshot = server.snapshot();
        none("permitted rows were touched", &harmed(&self.scene, &snapshot))?;
        none("rows that had to go are there", &left(&self.scene, &snapshot))?;
        Ok(Wanted {
            end: end(&snapshot),
            sessions: sessions(&log),
            permitted: permitted(&plan),
            requests: log.len() - read,
            writes: log.iter().filter(|request| is_write(request)).count(),
        })
    }

    /// A fresh copy for each write, ended there, before its effect or after it.
    fn every_write(&self, dice: &mut Dice, wanted: &Wanted, tally: &mut Tally) -> Result<(), String> {
        for at in 1..=wanted.writes.min(TURNS) {
            let mut copy = Copy::new(self, wanted);
            let cut = Cut { signal: Signal::Kill, writes: true, at, after: dice.percent(50) };
            let told = copy.round(&[], Some(cut), tally).and_then(|()| copy.heal(tally));
            told.map_err(|why| copy.told(&why))?;
        }
        Ok(())
    }
}

/// A copy of the account with what happened to it.
struct Copy<'a> {
    case: &'a Case,
    wanted: &'a Wanted,
    server: Server,
    program: Program,
    history: Vec<String>,
    /// A list ended early and said nothing of it. What was planned on that is not what the account would have given.
    misled: bool,
}

impl<'a> Copy<'a> {
    fn new(case: &'a Case, wanted: &'a Wanted) -> Self {
        let server = case.server();
        let program = Program::new(&case.scene.door_list, &server);
        Self { case, wanted, server, program, history: Vec::new(), misled: false }
    }

    /// One run with faults, perhaps ended from outside.
    fn round(&mut self, rules: &[Armed], cut: Option<Cut>, tally: &mut Tally) -> Result<(), String> {
        let first = cut.map(|cut| Armed { kind: "", rule: cut.rule() });
        let armed: Vec<Armed> = first.into_iter().chain(rules.iter().cloned()).collect();
        self.server.arm(&armed);
        self.history.extend(armed.iter().map(|armed| format!("  fault: {}", armed.rule)));
        let begun = self.server.log().len();
        let run = self.run(cut)?;
        tally.cut(cut, &run);
        tally.faults(rules, &self.server.log()[begun..], self.server.fired());
        Ok(())
    }

    /// Without faults the same command must end well, at the wanted end, and then have nothing left to do.
    fn heal(&mut self, tally: &mut Tally) -> Result<(), String> {
        self.server.arm(&[]);
        tally.healed();
        let run = self.run(None)?;
        expect_done("without faults, the same command", &run)?;
        if self.misled {
            return Ok(());
        }
        let found = end(&self.server.snapshot());
        if found != self.wanted.end {
            return Err(format!("another end:\n{}", differences(&self.wanted.end, &found)));
        }
        let log = self.server.log();
        let ended = sessions(&log);
        let open: Vec<&String> = self.wanted.sessions.difference(&ended).collect();
        if !open.is_empty() {
            return Err(format!("never done: {open:?}"));
        }
        if self.program.keeps_a_plan() {
            return Err("the plan of an unfinished run is still kept".to_owned());
        }
        expect_done("at the end, the same command", &self.run(None)?)?;
        if self.server.log().iter().skip(log.len()).any(is_write) {
            return Err("at the end, the same command writes".to_owned());
        }
        Ok(())
    }

    fn run(&mut self, cut: Option<Cut>) -> Result<Run, String> {
        let begun = self.server.log().len();
        let run = self.program.run(&self.case.line, &self.server, cut)?;
        let signal = if run.cut { ", ended from outside" } else { "" };
        self.history.push(format!("  run: {:?}{signal}", run.ended));
        let failed = |why| Err(format!("{why}\n{}{}", run.stdout, run.stderr));
        if let Some(why) = self.program.wrong(&run) {
            return failed(why);
        }
        let touched = harmed(&self.case.scene, &self.server.snapshot());
        if !touched.is_empty() {
            return failed(format!("permitted rows were touched: {touched:?}"));
        }
        let log = self.server.log();
        self.misled |= log.iter().skip(begun).any(is_misleading);
        let beside = |name: &String| !self.wanted.permitted.contains(name);
        let beside: Vec<String> = log.iter().skip(begun).flat_map(written).filter(beside).collect();
        if !beside.is_empty() && !self.misled {
            return failed(format!("written, and in no plan: {beside:?}"));
        }
        Ok(run)
    }

    fn told(&self, why: &str) -> String {
        format!("{}\n$ doorlist {}\n{}\n{why}", self.case.scene.door_list, self.case.line, self.history.join("\n"))
    }
}

fn expect_done(what: &str, run: &Run) -> Result<(), String> {
    let Run { ended, stdout, stderr, .. } = run;
    if run.is_done() { Ok(()) } else { Err(format!("{what} ended with {ended:?}:\n{stdout}{stderr}")) }
}

fn none(what: &str, ids: &[String]) -> Result<(), String> {
    if ids.is_empty() { Ok(()) } else { Err(format!("{what}: {ids:?}")) }
}

impl Run {
    /// Whether the run was ended from outside, and had not ended by itself before.
    pub(crate) fn was_cut_by(&self, signal: Signal) -> bool {
        let ended = match signal {
            Signal::Kill => Ended::Killed,
            Signal::Terminate => Ended::Code(130),
        };
        self.cut && self.ended == ended
    }
}
