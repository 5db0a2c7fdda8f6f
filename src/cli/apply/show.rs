//! What is about to be done, for people.

use crate::cli::publish::ended;
use crate::cli::settings::Wanted;
use crate::cli::world::World;
use crate::model::Plan;
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
