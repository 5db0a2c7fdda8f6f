//! Asking before anything is written: the team's name and the number of removals are typed (product.md, section 6).

use std::io::BufRead;

use tokio_util::sync::CancellationToken;

use crate::cli::error::Stop;
use crate::cli::output::Output;
use crate::cli::signal::unless_stopped;
use crate::cli::world::World;
use crate::model::Plan;
use crate::render::inline;

/// Asks for each plan with changes. Without a terminal there is nobody to ask.
///
/// # Errors
/// There is no terminal; what was typed is not what was asked for; a signal.
pub(crate) async fn ask_all(plans: &[Plan], world: &mut World, stop: &CancellationToken) -> anyhow::Result<()> {
    let asked: Vec<Question> = plans.iter().filter(|plan| plan.has_changes()).map(Question::of).collect();
    if asked.is_empty() {
        return Ok(());
    }
    let is_terminal = world.terminal.stdin && world.terminal.stderr;
    let Some(stdin) = world.stdin.take().filter(|_| is_terminal) else {
        let help = "give --auto-approve; the limits of the door list hold all the same";
        return Err(Stop::error("there is no terminal to ask on, so this needs --auto-approve").help(help).into());
    };
    let stderr = world.stderr.clone();
    let answers = tokio::task::spawn_blocking(move || answers(&asked, stdin, &stderr));
    unless_stopped(stop, answers).await???;
    Ok(())
}

/// What has to be typed for one plan.
struct Question {
    text: String,
    team: String,
    removals: String,
}

impl Question {
    fn of(plan: &Plan) -> Self {
        let team = inline(&plan.account.team);
        let text = format!(
            "\nThis changes team {team} (account {}). To go on, type the team's name and the number of registrations \
             that are deleted or revoked.",
            plan.account.id
        );
        Self { text, team, removals: plan.removals().to_string() }
    }
}

fn answers(asked: &[Question], mut stdin: Box<dyn BufRead + Send>, stderr: &Output) -> Result<(), Stop> {
    for question in asked {
        stderr.line(&question.text);
        let team = answer("team: ", &mut stdin, stderr)?;
        let removals = answer("removals: ", &mut stdin, stderr)?;
        if team != question.team || removals != question.removals {
            return Err(Stop::error("not approved: that is not what was asked for; nothing was changed"));
        }
    }
    Ok(())
}

/// One line, without the spaces around it. The end of the input is no answer.
fn answer(prompt: &str, stdin: &mut Box<dyn BufRead + Send>, stderr: &Output) -> Result<String, Stop> {
    // Where the prompt cannot be shown, the answer will be wrong.
    let _ = stderr.write(prompt);
    let mut line = String::new();
    match stdin.read_line(&mut line) {
        Ok(0) | Err(_) => Err(Stop::error("not approved: there was no answer; nothing was changed")),
        Ok(_) => Ok(line.trim().to_owned()),
    }
}
