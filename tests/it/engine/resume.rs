//! Law L7: with faults by chance, running again until nothing fails reaches the end that the plan describes, and no
//! write ever names what no plan contains.

use doorlist::apply::{BatchSize, Live, Unobserved, Watch, run};
use doorlist::model::{DoorList, Plan};
use doorlist::plan::{self, Settings};
use doorlist::sandbox::{Options, Sandbox};
use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use crate::support::Recorded;
use crate::support::account::{NOW, staff_only};
use crate::support::router::connect;

struct Text(String);

impl doorlist::config::Files for Text {
    fn read(&self, _: &str, _: u64) -> Result<doorlist::config::FileData, doorlist::config::FileProblem> {
        Ok(doorlist::config::FileData { bytes: self.0.clone().into_bytes(), modified: None })
    }
}

fn now() -> Timestamp {
    NOW.parse().expect("a time")
}

fn door_list() -> DoorList {
    doorlist::config::load("doorlist.yaml", &Text(staff_only()), now()).expect("right").list
}

/// Plans and applies once; the plan, and whether everything was settled. Nothing where the reading failed.
async fn attempt(sandbox: &Sandbox, list: &DoorList) -> Option<(Plan, bool)> {
    let (reader, writer) = connect(sandbox);
    let account = reader.account(list.needs(), now()).await.ok()?;
    let plan = plan::plan(list, &account, now(), &Settings::default()).expect("the right account");
    let approved = plan::approve(plan.clone(), None).expect("no limits");
    let clock = now;
    let remote = Live::new(&reader, &writer, &clock);
    let watch = Watch { observer: &mut Unobserved, stop: &CancellationToken::new(), clock: &clock, halt: None };
    let ending = run(&approved, &remote, BatchSize::new(7).expect("a size"), watch).await;
    assert_eq!(ending.outcomes.len(), plan.actions.len());
    Some((plan, ending.outcomes.iter().all(|outcome| outcome.became.is_settled())))
}

fn sandbox(seed: u64) -> Sandbox {
    let rules = [
        "* * chance=0.03 reset after",
        "* * chance=0.03 reset",
        "* * chance=0.03 500",
        "* * chance=0.03 429 retry-after=2",
        "write * chance=0.1 502 after",
        "write * chance=0.1 half",
        "write * chance=0.1 400",
        "write * chance=0.05 403",
        "GET /devices/registrations chance=0.03 truncate",
        "GET /devices/registrations chance=0.03 cursor=repeat",
    ];
    let faults = rules.iter().map(|rule| rule.parse().expect("a rule")).collect();
    let options = Options { seed, faults, quota: None, ..Options::default() };
    Sandbox::from_recording(Recorded::crowd(60, 40).json().as_bytes(), options).expect("a recording")
}

#[tokio::test(start_paused = true)]
async fn with_faults_by_chance_running_again_reaches_the_end() {
    let list = door_list();
    for seed in 0..24 {
        let sandbox = sandbox(seed);
        let mut runs = 0;
        loop {
            runs += 1;
            assert!(runs < 60, "seed {seed} does not end");
            if let Some((plan, true)) = attempt(&sandbox, &list).await
                && !plan.has_changes()
            {
                break;
            }
        }
        let snapshot = sandbox.snapshot();
        let ids: Vec<&str> =
            snapshot["registrations"].as_array().expect("rows").iter().filter_map(|row| row["id"].as_str()).collect();
        assert_eq!(ids.len(), 60, "seed {seed}");
        assert!(ids.iter().all(|id| id.starts_with('r')), "seed {seed}");
        let writes = sandbox.log().into_iter().filter(|request| request.method != "GET");
        for write in writes {
            let target = format!("{}?{}", write.path, write.query.unwrap_or_default());
            let planned = |id: &str| id.starts_with('x');
            assert!(target.split("id=").skip(1).all(planned), "seed {seed}: {target}");
        }
    }
}
