//! The plan of one account as blocks.

use super::blocks::Block;
use super::write::{UNFOLD, fold, list, phrase};
use super::{changes, guards};
use crate::model::Plan;
use crate::render::phrase::Phrase;
use crate::render::view;

/// Paths of a door list that are named.
const PATHS: usize = 6;

/// The hidden line by which a comment is found again. Only what an account id and a digest are made of gets in.
pub(super) fn marker(account: &str, digest: &str) -> String {
    let safe = |text: &str| -> String {
        text.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, ':' | '_')).take(100).collect()
    };
    format!("<!-- doorlist:{} digest={} -->\n", safe(account), safe(digest))
}

/// What the plan comes to: what a reader needs who reads nothing else.
pub(super) fn top(plan: &Plan) -> Vec<Block> {
    let mut blocks = Vec::new();
    blocks.extend(guards::refusal(plan).map(Block::Always));
    let caveats: Vec<String> = view::caveats(plan).iter().map(|caveat| phrase(&Phrase::say(caveat))).collect();
    if !plan.has_changes() {
        blocks.push(Block::Always(format!("{}\n\n", phrase(&view::no_changes(plan)))));
    }
    blocks.push(Block::Always(list(view::blast(plan).iter().map(phrase))));
    if !caveats.is_empty() {
        blocks.push(Block::Always(format!("> [!NOTE]\n> {}\n\n", caveats.join(" "))));
    }
    blocks
}

/// Everything below the top. More owners than `tables` share one table.
pub(super) fn body(plan: &Plan, tables: usize) -> Vec<Block> {
    let mut blocks = Vec::new();
    // Guards that tripped are the news; guards that hold are not.
    let guards = guards::guards(plan);
    if plan.is_refused() {
        blocks.push(guards.clone());
    }
    blocks.extend(changes::changes(plan, tables));
    blocks.extend(guards::findings(plan));
    if !plan.is_refused() {
        blocks.push(guards);
    }
    blocks.extend(guards::kept(plan));
    blocks.extend(undo(plan));
    blocks.push(Block::Always(foot(plan)));
    blocks
}

fn undo(plan: &Plan) -> Option<Block> {
    let sentences = view::undo(plan);
    let items = list(sentences.iter().map(|sentence| phrase(&Phrase::say(*sentence))));
    (!sentences.is_empty()).then(|| Block::Always(format!("{}{items}{}", fold("To undo it"), UNFOLD.trim_start())))
}

/// Where it all comes from.
fn foot(plan: &Plan) -> String {
    let paths = plan.doorlist.paths.iter().take(PATHS).map(|path| Phrase::new().code(path));
    let more = plan.doorlist.paths.len().saturating_sub(PATHS);
    let more = if more > 0 { Phrase::say(format!("{more} more")) } else { Phrase::new() };
    let doorlist = Phrase::join(paths.chain([more]), ", ");
    let parts = [
        view::inventory(plan),
        Phrase::say("door list ").then(doorlist),
        Phrase::new().code(&plan.digest),
        Phrase::say(format!("valid until {}", plan.expires_at)),
        Phrase::say(&plan.generator),
    ];
    let parts: Vec<String> = parts.iter().map(phrase).collect();
    format!("<sub>{}</sub>\n", parts.join(" · "))
}
