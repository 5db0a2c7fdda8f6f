//! The recipes of `examples/ci` and `examples/pre-commit`, run as they stand: the shell steps are taken out of the YAML
//! and executed against the sandbox, with `cargo` and `gh` replaced by stubs.

mod bench;
mod expression;
mod served;
mod workflow;

use std::fs;

use bench::Bench;
use expression::Context;
use serde_json::{Value, json};
use workflow::Workflow;

const ACME: &str = "tests/acceptance/account.json";
const GLOBEX: &str = "tests/acceptance/42-two-accounts/globex.json";

/// The recipe's folder as a repository of its own, with a sandbox for each account.
fn github() -> Bench {
    let bench = Bench::of("examples/ci/github");
    bench.serve("acme", ACME).serve("globex", GLOBEX)
}

fn accounts(bench: &Bench, workflow: &Workflow) -> Vec<Value> {
    let outputs = bench.run(workflow, "accounts", &Context::default());
    let accounts: Value = serde_json::from_str(&outputs["accounts"]).expect("a matrix is JSON");
    let accounts = accounts.as_array().expect("a matrix is an array").clone();
    let teams: Vec<&Value> = accounts.iter().map(|account| &account["team"]).collect();
    assert_eq!(teams, ["acme", "globex"]);
    accounts
}

/// Runs the job `plan` for each account; what it uploads is put where a later job downloads it.
fn plans(bench: &Bench, workflow: &Workflow, context: &Context) {
    for account in accounts(bench, workflow) {
        let team = account["team"].as_str().expect("a team").to_owned();
        let context =
            context.clone().with("matrix.account", &account).with("secrets.CLOUDFLARE_API_TOKEN", "read-token");
        bench.for_team(&team).run(workflow, "plan", &context);
        bench.upload();
    }
}

#[test]
fn a_pull_request_gets_one_comment_for_each_account_and_the_comment_is_edited() {
    let bench = github();
    let pull_request = Context::default().with("github.event.pull_request.number", "7");
    plans(&bench, &Workflow::read("examples/ci/github/.github/workflows/plan.yml"), &pull_request);
    let summary = bench.summary();
    assert!(summary.contains("mallory") && summary.contains("han"), "the summary shows both plans: {summary}");

    let comment = Workflow::read("examples/ci/github/.github/workflows/comment.yml");
    let context = Context::default()
        .with("github.token", "github-token")
        .with("github.repository", "acme/doorlists")
        .with("github.event.workflow_run.pull_requests[0].number", "7");
    bench.download("plans");
    bench.run(&comment, "comment", &context);
    assert_eq!(bench.gh_calls("--method POST repos/acme/doorlists/issues/7/comments"), 2);
    bench.run(&comment, "comment", &context);
    assert_eq!(bench.gh_calls("--method POST"), 2, "nothing is written twice");
    assert_eq!(bench.gh_calls("--method PATCH repos/acme/doorlists/issues/comments/"), 2);
}

/// The filter of the comment job picks the bot's own comments. `.ci/run` brings `jq`; without it there is nothing to ask.
#[test]
fn a_comment_of_somebody_else_is_never_edited() {
    let workflow = Workflow::read("examples/ci/github/.github/workflows/comment.yml");
    let script = workflow.steps("comment").pop().expect("one step").run;
    let filter = script.split("--jq '").nth(1).and_then(|rest| rest.split('\'').next()).expect("a filter");
    let comments = json!([
        { "id": 1, "user": { "login": "mallory" }, "body": "<!-- doorlist:0123 digest=x -->\nforged" },
        { "id": 2, "user": { "login": "github-actions[bot]" }, "body": "<!-- doorlist:0123 digest=x -->\n## plan" },
    ]);
    let Some(found) = bench::filter("jq", &["--raw-output", filter], &comments.to_string()) else { return };
    assert_eq!(found.trim(), "2\t<!-- doorlist:0123 digest=x -->");
}

#[test]
fn a_merge_is_planned_approved_and_applied_and_a_second_one_has_nothing_to_do() {
    let bench = github();
    let workflow = Workflow::read("examples/ci/github/.github/workflows/apply.yml");
    let merged = Context::default().with("inputs.ack", "");
    plans(&bench, &workflow, &merged);
    bench.download("plans");
    let pending = bench.run(&workflow, "pending", &merged);
    assert_eq!(pending["teams"], r#"["acme","globex"]"#);
    for team in ["acme", "globex"] {
        let context = merged.clone().with("matrix.team", team).with("secrets.CLOUDFLARE_API_TOKEN", "write-token");
        bench.for_team(team).run(&workflow, "apply", &context);
        let report: Value = serde_json::from_str(&bench.read(&format!("reports/{team}.json"))).expect("a report");
        assert_eq!(report["verification"]["state"], "converged", "{report}");
    }

    let again = bench.again();
    plans(&again, &workflow, &merged);
    again.download("plans");
    assert_eq!(again.run(&workflow, "pending", &merged)["teams"], "[]");
}

#[test]
fn drift_opens_one_issue_keeps_it_and_closes_it() {
    let bench = github();
    let workflow = Workflow::read("examples/ci/github/.github/workflows/drift.yml");
    let context = Context::default()
        .with("github.token", "github-token")
        .with("github.repository", "acme/doorlists")
        .with("github.server_url", "https://github.example")
        .with("github.run_id", "1");
    plans(&bench, &workflow, &context);
    bench.download("drift");
    bench.run(&workflow, "report", &context);
    assert_eq!(bench.gh_calls("issue create"), 1);
    bench.run(&workflow, "report", &context);
    assert_eq!((bench.gh_calls("issue create"), bench.gh_calls("issue edit 5")), (1, 1));

    fs::remove_dir_all(bench.path("drift")).expect("no drift any more");
    bench.run(&workflow, "report", &context);
    assert_eq!(bench.gh_calls("issue close 5"), 1);
}

#[test]
fn a_refused_plan_is_applied_only_with_its_count_and_digest() {
    let bench = github();
    bench.edit("doorlists/acme.yaml", "removals: 10", "removals: 0");
    let workflow = Workflow::read("examples/ci/github/.github/workflows/apply.yml");
    let account = json!({ "team": "acme", "file": "doorlists/acme.yaml" });
    let context = Context::default()
        .with("matrix.account", &account)
        .with("matrix.team", "acme")
        .with("secrets.CLOUDFLARE_API_TOKEN", "token");
    let acme = bench.for_team("acme");
    assert_eq!(acme.status(&workflow, "plan", &context.clone().with("inputs.ack", "")), 3);

    fs::remove_dir_all(bench.path("plans")).expect("the refused plan");
    acme.run(&workflow, "plan", &context.clone().with("inputs.ack", "1@sha256:00"));
    let plan: Value = serde_json::from_str(&bench.read("plans/acme.json")).expect("a plan");
    let ack = format!("1@{}", plan["digest"].as_str().expect("a digest"));
    assert_eq!(acme.status(&workflow, "apply", &context.clone().with("inputs.ack", "")), 3);
    fs::remove_dir_all(bench.path("reports")).expect("no report");
    acme.run(&workflow, "apply", &context.clone().with("inputs.ack", ack));
}

#[test]
fn the_gitlab_jobs_validate_plan_save_and_apply() {
    let bench = Bench::of("examples/ci/gitlab").serve("acme", ACME).serve("globex", GLOBEX);
    let pipeline = Workflow::read("examples/ci/gitlab/.gitlab-ci.yml");
    bench.script(&pipeline, "validate");
    for job in ["plan", "save", "apply"] {
        for team in ["acme", "globex"] {
            bench.for_team(team).script(&pipeline, job);
        }
    }
    assert!(bench.read("plans/acme.html").contains("mallory"));
    let report: Value = serde_json::from_str(&bench.read("reports/globex.json")).expect("a report");
    assert_eq!(report["verification"]["state"], "converged");
    bench.for_team("acme").script(&pipeline, "drift");
}

#[test]
fn the_commit_hook_validates_the_door_lists() {
    let bench = Bench::of("examples/pre-commit");
    let config = Workflow::read("examples/pre-commit/.pre-commit-config.yaml");
    let hook = &config.0["repos"][0]["hooks"][0];
    let entry = hook["entry"].as_str().expect("an entry");
    assert_eq!(bench.shell(entry, &[]), 0);
    bench.edit("doorlists/acme.yaml", "until: 2026-12-31", "untill: 2026-12-31");
    assert_eq!(bench.shell(entry, &[]), 1);
}

#[test]
fn workflows_name_their_permissions_and_pin_what_they_use() {
    for name in ["apply", "comment", "drift", "plan"] {
        let workflow = Workflow::read(&format!("examples/ci/github/.github/workflows/{name}.yml"));
        assert_eq!(workflow.0["permissions"], json!({}), "{name}: nothing is granted to all jobs");
        assert!(workflow.0["concurrency"]["group"].is_string(), "{name}: no two at a time");
        for (job, body) in workflow.jobs() {
            assert!(body["permissions"].is_object(), "{name}, {job}: permissions are named");
            for step in body["steps"].as_array().expect("steps") {
                if let Some(uses) = step["uses"].as_str() {
                    let commit = uses.rsplit('@').next().unwrap_or_default();
                    assert!(commit.len() == 40 && commit.chars().all(|c| c.is_ascii_hexdigit()), "{name}: {uses}");
                }
                let run = step["run"].as_str().unwrap_or_default();
                assert!(!run.contains("${{"), "{name}, {job}: an expression in a script can be injected into");
            }
        }
    }
}

#[test]
fn only_the_applying_job_can_hold_a_write_token() {
    for (name, writers) in [("apply", vec!["apply"]), ("comment", vec![]), ("drift", vec![]), ("plan", vec![])] {
        let workflow = Workflow::read(&format!("examples/ci/github/.github/workflows/{name}.yml"));
        let holds = |body: &Value| body["environment"].as_str().is_some_and(|name| !name.ends_with("-read"));
        let found: Vec<&str> = workflow.jobs().filter(|(_, body)| holds(body)).map(|(job, _)| job).collect();
        assert_eq!(found, writers, "{name}");
    }
}
