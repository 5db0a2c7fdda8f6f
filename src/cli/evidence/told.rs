//! What is told about a run: by the options, and by the CI system that runs it.

use jiff::Timestamp;

use crate::cli::args::Apply;
use crate::cli::world::World;
use crate::evidence::{CiRun, Consent, Told};
use crate::model::Plan;

/// Everything that is known before the first change.
pub(crate) fn told(args: &Apply, plan: &Plan, started_at: Timestamp, world: &World) -> Told {
    let options = &args.evidence;
    Told {
        ticket: options.ticket.clone(),
        requested_by: options.requested_by.clone(),
        approved_by: options.approved_by.clone(),
        run_by: run_by(world),
        requested_at: options.requested_at,
        sla: options.sla,
        started_at,
        consent: consent(args, plan),
        acknowledged: args.ack.iter().find(|ack| ack.digest == plan.digest).map(ToString::to_string),
        ci: ci_run(world),
        commit: first(world, &["GITHUB_SHA", "CI_COMMIT_SHA"]),
    }
}

fn consent(args: &Apply, plan: &Plan) -> Consent {
    match args.plan {
        Some(_) => Consent::SavedPlan,
        None if !plan.has_changes() => Consent::NotNeeded,
        None if args.auto_approve => Consent::AutoApprove,
        None => Consent::Typed,
    }
}

fn run_by(world: &World) -> Option<String> {
    first(world, &["GITHUB_TRIGGERING_ACTOR", "GITHUB_ACTOR", "GITLAB_USER_LOGIN", "USER", "LOGNAME"])
}

/// The CI run, where one is recognised.
fn ci_run(world: &World) -> Option<CiRun> {
    let run = |name: &str, url| Some(CiRun { name: name.to_owned(), url });
    if world.var("GITHUB_ACTIONS").is_some() {
        let part = |name| world.var(name);
        let url = part("GITHUB_SERVER_URL").zip(part("GITHUB_REPOSITORY")).zip(part("GITHUB_RUN_ID"));
        return run(
            "GitHub Actions",
            url.map(|((server, repository), id)| format!("{server}/{repository}/actions/runs/{id}")),
        );
    }
    if world.var("GITLAB_CI").is_some() {
        return run("GitLab CI", first(world, &["CI_JOB_URL", "CI_PIPELINE_URL"]));
    }
    world.var("CI").and_then(|_| run("CI", first(world, &["BUILD_URL"])))
}

fn first(world: &World, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| world.var(name)).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::super::super::world::Terminal;
    use super::super::super::world::fake::world;
    use super::*;

    #[test]
    fn the_ci_run_is_recognised_with_its_page() {
        let github = [
            ("CI", "true"),
            ("GITHUB_ACTIONS", "true"),
            ("GITHUB_SERVER_URL", "https://github.example"),
            ("GITHUB_REPOSITORY", "acme/doors"),
            ("GITHUB_RUN_ID", "17"),
            ("GITHUB_ACTOR", "dana"),
        ];
        let (world, _, _) = world(&github, "", Terminal::default());
        let url = Some("https://github.example/acme/doors/actions/runs/17".to_owned());
        assert_eq!(ci_run(&world), Some(CiRun { name: "GitHub Actions".to_owned(), url }));
        assert_eq!(run_by(&world).as_deref(), Some("dana"));
    }

    #[test]
    fn without_a_ci_system_there_is_no_run() {
        let (world, _, _) = world(&[("USER", "dana")], "", Terminal::default());
        assert_eq!((ci_run(&world), run_by(&world).as_deref()), (None, Some("dana")));
    }
}
