//! What a plan means for people, in sentences (product.md, section 5).

use crate::model::Plan;
use crate::model::plan::{BlastRadius, Cost};
use crate::render::phrase::{Phrase, Tone};
use crate::render::words::{self, agree, number};

/// The blast radius, the most important first. Nothing where the plan changes nothing.
pub(in crate::render) fn blast(plan: &Plan) -> Vec<Phrase> {
    if !plan.has_changes() {
        return Vec::new();
    }
    let radius = &plan.summary.blast_radius;
    let removals = plan.removals();
    let sentences = [
        Some(people(radius)),
        (removals > 0).then(|| machines(radius.headless_machines)),
        (removals > 0).then(|| returning(radius, removals)),
        addresses(radius),
        seats(radius),
        Some(cost(&plan.summary.cost)),
    ];
    sentences.into_iter().flatten().collect()
}

fn people(radius: &BlastRadius) -> Phrase {
    let (losing, online) = (radius.people_losing_last, radius.online_within_hour);
    if losing == 0 {
        return Phrase::say(match radius.people {
            0 => "Nobody is affected.".to_owned(),
            people => format!("{} affected; nobody loses their last device.", count_is(people, words::PERSON)),
        });
    }
    let what = format!("{} {} last device", words::PERSON.count(losing), agree(losing, "loses their", "lose their"));
    let when = match (online, losing) {
        (0, 1) => ", and was not online within the last hour.".to_owned(),
        (0, _) => "; none of them was online within the last hour.".to_owned(),
        (1, 1) => ", and was online within the last hour.".to_owned(),
        (online, _) => {
            format!("; {} of them {} online within the last hour.", number(online), agree(online, "was", "were"))
        }
    };
    Phrase::of(Tone::Bad, what).plain(when)
}

fn count_is(count: u64, noun: words::Noun) -> String {
    format!("{} {}", noun.count(count), agree(count, "is", "are"))
}

fn machines(machines: u64) -> Phrase {
    match machines {
        0 => Phrase::say("No headless machine (kiosk, runner, router) is cut off."),
        _ => Phrase::of(Tone::Bad, format!("{} cut off", count_is(machines, words::MACHINE)))
            .plain(" (kiosks, runners, routers)."),
    }
}

fn returning(radius: &BlastRadius, removals: u64) -> Phrase {
    let BlastRadius { returning, returning_unattended: unattended, returning_unknown: unknown, .. } = *radius;
    if returning == 0 && unknown == 0 {
        return Phrase::of(Tone::Good, "Nothing comes back").plain(": no enrollment policy admits these owners again.");
    }
    let signed_in = returning.saturating_sub(unattended);
    let parts = [
        (signed_in > 0).then(|| {
            format!(
                "{} can enroll again as soon as {} in",
                number(signed_in),
                agree(signed_in, "its owner signs", "their owners sign")
            )
        }),
        (unattended > 0)
            .then(|| format!("{} {} back without anybody", number(unattended), agree(unattended, "comes", "come"))),
        (unknown > 0).then(|| format!("of {} nobody can tell", number(unknown))),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    Phrase::of(Tone::Warn, format!("Of {}", words::REMOVAL.count(removals)))
        .plain(format!(", {}.", words::list(&parts)))
}

fn addresses(radius: &BlastRadius) -> Option<Phrase> {
    let (freed, held) = (radius.virtual_ips_freed, radius.virtual_ips_held);
    let freed_words = || format!("{} {} free", words::VIRTUAL_IP.count(freed), agree(freed, "becomes", "become"));
    let held_words = |noun: bool| {
        let what = if noun { words::VIRTUAL_IP.count(held) } else { number(held) };
        format!("{what} {} held by revoked registrations", agree(held, "stays", "stay"))
    };
    match (freed, held) {
        (0, 0) => None,
        (_, 0) => Some(Phrase::say(format!("{}.", freed_words()))),
        (0, _) => Some(Phrase::say(format!("No virtual IP becomes free; {}.", held_words(false)))),
        _ => Some(Phrase::say(format!("{}; {}.", freed_words(), held_words(false)))),
    }
}

/// How many seats stay is unknown where the users were not read, and then not said.
fn seats(radius: &BlastRadius) -> Option<Phrase> {
    let (freed, kept) = (radius.seats_freed, radius.seats_kept);
    let freed_words = || match freed {
        0 => "No seat becomes free".to_owned(),
        _ => format!("{} {} free", words::SEAT.count(freed), agree(freed, "becomes", "become")),
    };
    let kept_words =
        |kept| format!("{} {} taken by people who lose their last device", number(kept), agree(kept, "stays", "stay"));
    match (freed, kept) {
        (0, None | Some(0)) => None,
        (_, None | Some(0)) => Some(Phrase::say(format!("{}.", freed_words()))),
        (_, Some(kept)) => Some(Phrase::say(format!("{}; {}.", freed_words(), kept_words(kept)))),
    }
}

fn cost(cost: &Cost) -> Phrase {
    let requests = words::REQUEST.count(cost.requests);
    Phrase::say(match cost.seconds {
        0 => format!("Applying takes {requests}, within the API's rate limit."),
        seconds => {
            format!("Applying takes {requests}; the API's rate limit makes that about {}.", words::duration(seconds))
        }
    })
}
