//! Steps for people. A few are told one by one; many are told by what is to be done, with whom it is about.

use std::collections::HashMap;

use super::change::place;
use super::owner::Owner;
use super::section::Section;
use crate::model::plan::Action;
use crate::model::quote;
use crate::render::phrase::Phrase;
use crate::render::words;

/// More steps than this are put together.
const ONE_BY_ONE: usize = 25;
/// Owners that are named.
const NAMED: usize = 6;

/// Something that a person does, for one owner or for several.
#[derive(Clone, Debug)]
pub(in crate::render) struct Step<'a> {
    /// The sentence of the first.
    text: &'a str,
    /// The sentence with `…` in the place of the owner's address.
    about_any: String,
    place: Option<String>,
    ticket: Option<&'a str>,
    owners: Vec<Phrase>,
}

impl Step<'_> {
    /// `disable … in the identity provider`.
    pub(in crate::render) fn what(&self) -> Phrase {
        Phrase::sentence(if self.owners.len() > 1 { &self.about_any } else { self.text })
    }

    /// Whom it is about, place and ticket, as far as there is something to say.
    pub(in crate::render) fn notes(&self) -> Vec<Phrase> {
        let owners = (self.owners.len() > 1).then(|| named(&self.owners));
        let place = self.place.as_ref().map(|place| Phrase::new().code(place));
        let ticket = self.ticket.map(|ticket| Phrase::say("ticket ").name(ticket));
        [owners, place, ticket].into_iter().flatten().collect()
    }
}

/// `each of 11: alice@acme.example, bob@acme.example and 9 more`.
fn named(owners: &[Phrase]) -> Phrase {
    let names = Phrase::join(owners.iter().take(NAMED).cloned(), ", ");
    let each = Phrase::say(format!("each of {}: ", words::number(words::len(owners)))).then(names);
    match owners.len().saturating_sub(NAMED) as u64 {
        0 => each,
        more => each.plain(format!(" and {} more", words::number(more))),
    }
}

/// The steps of a section put together, in the order of execution; nothing where they are few enough to stand with
/// their owners.
pub(in crate::render) fn many_steps<'a>(section: &Section<'a>) -> Option<Vec<Step<'a>>> {
    let mut actions: Vec<&'a Action> = section.groups.iter().flat_map(|group| group.actions.iter().copied()).collect();
    if actions.len() <= ONE_BY_ONE {
        return None;
    }
    actions.sort_by_key(|action| action.phase);
    let mut steps: Vec<Step<'a>> = Vec::new();
    let mut places = HashMap::new();
    for action in actions {
        let step = step(action);
        let key = (step.about_any.clone(), step.place.clone(), step.ticket);
        let index = *places.entry(key).or_insert(steps.len());
        match steps.get_mut(index) {
            Some(same) => same.owners.extend(step.owners),
            None => steps.push(step),
        }
    }
    Some(steps)
}

fn step(action: &Action) -> Step<'_> {
    let reason = &action.reason;
    let address = action.target.identity.as_ref().and_then(|identity| identity.email.as_deref()).unwrap_or("");
    let about_any = match address {
        "" => reason.text.clone(),
        address => [address, &address.to_ascii_lowercase()]
            .into_iter()
            .fold(reason.text.clone(), |text, address| text.replace(&quote::name(address), "…")),
    };
    Step {
        text: &reason.text,
        about_any,
        place: place(reason.file.as_deref(), reason.line),
        ticket: reason.ticket.as_deref(),
        owners: vec![Owner::of(&action.target).title(&action.target)],
    }
}
