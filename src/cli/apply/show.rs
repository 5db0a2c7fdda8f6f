//! What is about to be done, and what was done, for people.

use crate::cli::error;
use crate::cli::exit::Exit;
use crate::cli::publish::{self, ended};
use crate::cli::settings::Wanted;
use crate::cli::world::World;
use crate::model::Plan;
use crate::model::report::Report;
use crate::render::{self, Format, Style};

/// Shows plans as text: on stdout where that is for people, too, else on stderr, so that stdout holds what `--format`
/// asks for and nothing else. `styles` are those of stdout and of stderr.
///
/// # Errors
/// A stream that cannot be written.
pub(crate) fn show<'a>(
    plans: impl IntoIterator<Item = &'a Plan>,
    wanted: &Wanted,
    styles: (Style, Style),
    world: &World,
) -> anyhow::Result<()> {
    let plans: Vec<Plan> = plans.into_iter().map(|plan| render::redact(plan, &wanted.redact)).collect();
    let (stream, style) =
        if wanted.format == Format::Text { (&world.stdout, styles.0) } else { (&world.stderr, styles.1) };
    stream.write(&ended(render::plans(&plans, Format::Text, style)))?;
    stream.write("\n")
}

/// Publishes the reports. What was done is done, whether or not they could be written: a run without its report is not
/// complete.
pub(crate) fn told(reports: &[Report], exit: Exit, wanted: &Wanted, style: Style, world: &World) -> Exit {
    match publish::reports(reports, wanted, style, &world.stdout) {
        Ok(()) => exit,
        Err(error) => {
            error::report(&error, &world.stderr);
            exit.and(Exit::Incomplete)
        }
    }
}
