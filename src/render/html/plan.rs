//! A plan, or those of several accounts, as a page.

use super::changes::changes;
use super::guards::{findings, guards, kept, refusal};
use super::page::page;
use super::write::{boxed, fold, list, phrase, pill, table};
use crate::model::Plan;
use crate::render::escape::html;
use crate::render::phrase::{Phrase, Tone};
use crate::render::view;
use crate::render::words::number;

/// The plans of one run as one page.
pub(in crate::render) fn plans(plans: &[Plan]) -> String {
    match plans {
        [plan] => page(&title(plan), &account(plan)),
        plans => page(&format!("doorlist: {}", view::totals(plans)), &several(plans)),
    }
}

fn title(plan: &Plan) -> String {
    format!("doorlist: {} for team {}", view::headline(plan), plan.account.team)
}

fn several(plans: &[Plan]) -> String {
    let rows = plans.iter().enumerate().map(|(index, plan)| {
        let team = phrase(&Phrase::new().name(&plan.account.team));
        let radius = &plan.summary.blast_radius;
        [
            format!("<a href=\"#account-{index}\">{team}</a>"),
            status(plan),
            html(&view::headline(plan)),
            number(radius.people_losing_last),
            number(radius.returning),
        ]
    });
    let titles = ["Account", "Status", "Plan", "People who lose their last device", "Come back"];
    let table = table("accounts", titles, rows);
    let articles = plans.iter().enumerate().map(|(index, plan)| {
        [
            "<article id=\"account-".to_owned(),
            index.to_string(),
            "\">\n".to_owned(),
            account(plan),
            "</article>\n".to_owned(),
        ]
    });
    format!("<h1>doorlist: {}</h1>\n{table}{}", html(&view::totals(plans)), articles.flatten().collect::<String>())
}

fn status(plan: &Plan) -> String {
    if plan.is_refused() {
        pill(Tone::Bad, "refused")
    } else if plan.has_changes() {
        pill(Tone::Warn, "changes")
    } else {
        pill(Tone::Good, "no changes")
    }
}

fn account(plan: &Plan) -> String {
    let caveats: Vec<String> = view::caveats(plan).iter().map(|caveat| html(caveat)).collect();
    let caveats = if caveats.is_empty() { String::new() } else { boxed(Tone::Plain, caveats) };
    let parts = [
        head(plan),
        refusal(plan),
        tiles(plan),
        meaning(plan),
        caveats,
        if plan.is_refused() { guards(plan) } else { String::new() },
        changes(plan),
        findings(plan),
        if plan.is_refused() { String::new() } else { guards(plan) },
        kept(plan),
        undo(plan),
        foot(plan),
    ];
    parts.concat()
}

fn head(plan: &Plan) -> String {
    let heading = Phrase::say(format!("{} for team ", crate::render::words::capital(&view::headline(plan))))
        .name(&plan.account.team);
    format!("<h1>{} {}</h1>\n<p class=\"lead\">{}</p>\n", phrase(&heading), status(plan), html(&view::counts(plan)))
}

/// The numbers that decide, large.
fn tiles(plan: &Plan) -> String {
    if !plan.has_changes() {
        return boxed(Tone::Good, [phrase(&view::no_changes(plan))]);
    }
    let radius = &plan.summary.blast_radius;
    let tiles = [
        (plan.removals(), "registrations removed"),
        (radius.people_losing_last, "people lose their last device"),
        (radius.online_within_hour, "of them online within the hour"),
        (radius.headless_machines, "headless machines cut off"),
        (radius.returning, "removals can come back"),
    ];
    let tile = |(count, label): (u64, &str)| format!("<li><b>{}</b> <span>{label}</span></li>\n", number(count));
    format!("<ul class=\"tiles\">\n{}</ul>\n", tiles.map(tile).concat())
}

fn meaning(plan: &Plan) -> String {
    let sentences = list(view::blast(plan).iter().map(phrase));
    if sentences.is_empty() {
        sentences
    } else {
        format!("<section>\n<h2>What this means</h2>\n{sentences}</section>\n")
    }
}

fn undo(plan: &Plan) -> String {
    let sentences = view::undo(plan);
    if sentences.is_empty() {
        return String::new();
    }
    fold("To undo it", &list(sentences.iter().map(|sentence| html(sentence))))
}

fn foot(plan: &Plan) -> String {
    let parts = [
        view::account(&plan.account),
        view::inventory(plan),
        view::doorlist(plan),
        Phrase::new().code(&plan.digest),
        Phrase::say(format!("made {}, valid until {}", plan.created_at, plan.expires_at)),
        Phrase::say(&plan.generator),
    ];
    format!("<footer class=\"foot\">{}</footer>\n", phrase(&Phrase::join(parts, " · ")))
}
