//! Removals before the rest, and in each part the changes of one owner together.

use std::collections::{BTreeMap, HashMap};

use super::owner::Owner;
use crate::model::plan::{Action, ActionKind, Target};
use crate::render::phrase::{Phrase, Tone};
use crate::render::words;

/// The parts of a plan, in the order in which they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::render) enum SectionKind {
    Removals,
    Restores,
    Others,
    Steps,
}

impl SectionKind {
    pub(in crate::render) const ALL: [Self; 4] = [Self::Removals, Self::Restores, Self::Others, Self::Steps];

    const fn of(kind: ActionKind) -> Self {
        match kind {
            ActionKind::DeleteRegistration | ActionKind::RevokeRegistration => Self::Removals,
            ActionKind::UnrevokeRegistration => Self::Restores,
            ActionKind::DeleteDevice
            | ActionKind::BlockEnrollment
            | ActionKind::ExcludeFromEnrollment
            | ActionKind::RemoveTokenFromEnrollment
            | ActionKind::DisableServiceToken
            | ActionKind::DeleteServiceToken
            | ActionKind::RevokeSessions
            | ActionKind::ReleaseSeat => Self::Others,
            ActionKind::HumanStep => Self::Steps,
        }
    }

    pub(in crate::render) const fn title(self) -> &'static str {
        match self {
            Self::Removals => "Removals",
            Self::Restores => "Restores",
            Self::Others => "Other changes",
            Self::Steps => "Steps for people",
        }
    }

    /// What the title does not say.
    pub(in crate::render) const fn subtitle(self) -> Option<&'static str> {
        match self {
            Self::Removals | Self::Restores | Self::Others => None,
            Self::Steps => Some("what doorlist cannot do, or is not asked to"),
        }
    }
}

/// One part of a plan; there is none without changes.
#[derive(Clone, Debug)]
pub(in crate::render) struct Section<'a> {
    pub(in crate::render) kind: SectionKind,
    pub(in crate::render) groups: Vec<Group<'a>>,
}

impl Section<'_> {
    /// How many changes.
    pub(in crate::render) fn len(&self) -> u64 {
        self.groups.iter().map(|group| words::len(&group.actions)).sum()
    }

    /// How many people.
    pub(in crate::render) fn people(&self) -> u64 {
        self.groups.iter().filter(|group| group.owner.is_person()).count() as u64
    }

    /// `3 registrations (1 person, 2 headless machines)`, or `4`.
    pub(in crate::render) fn size(&self) -> String {
        let machines =
            self.groups.iter().filter(|group| group.owner.is_machine()).map(|group| words::len(&group.actions));
        let owners = [(self.people(), words::PERSON), (machines.sum(), words::MACHINE)];
        let owners: Vec<String> =
            owners.iter().filter(|(count, _)| *count > 0).map(|(count, noun)| noun.count(*count)).collect();
        match self.kind {
            SectionKind::Removals | SectionKind::Restores if owners.is_empty() => words::REGISTRATION.count(self.len()),
            SectionKind::Removals | SectionKind::Restores => {
                format!("{} ({})", words::REGISTRATION.count(self.len()), owners.join(", "))
            }
            SectionKind::Others | SectionKind::Steps => words::number(self.len()),
        }
    }
}

/// The changes of one owner.
#[derive(Clone, Debug)]
pub(in crate::render) struct Group<'a> {
    pub(in crate::render) owner: Owner,
    pub(in crate::render) title: Phrase,
    /// `1 removed, 1 stays`.
    pub(in crate::render) note: Option<Phrase>,
    pub(in crate::render) actions: Vec<&'a Action>,
}

/// The parts of a plan. `remaining` tells what people have left.
pub(in crate::render) fn sections<'a>(actions: &'a [Action], remaining: &[Target]) -> Vec<Section<'a>> {
    let stays = stays(remaining);
    let of = |kind: SectionKind| Section { kind, groups: groups(kind, actions, &stays) };
    SectionKind::ALL.into_iter().map(of).filter(|section| !section.groups.is_empty()).collect()
}

/// Active and revoked registrations that an owner keeps.
type Stays = HashMap<Owner, (u64, u64)>;

fn stays(remaining: &[Target]) -> Stays {
    let mut stays = Stays::new();
    for target in remaining {
        let (active, revoked) = stays.entry(Owner::of(target)).or_default();
        *if target.active == Some(false) { revoked } else { active } += 1;
    }
    stays
}

fn groups<'a>(kind: SectionKind, actions: &'a [Action], stays: &Stays) -> Vec<Group<'a>> {
    let mut by_owner: BTreeMap<Owner, Vec<&Action>> = BTreeMap::new();
    for action in actions.iter().filter(|action| SectionKind::of(action.kind) == kind) {
        by_owner.entry(Owner::of(&action.target)).or_default().push(action);
    }
    let group = |(owner, mut actions): (Owner, Vec<&'a Action>)| {
        // As they are executed; stable, so that the rest of that order stays.
        actions.sort_by_key(|action| (action.phase, action.kind));
        let title = actions.first().map_or_else(Phrase::new, |first| owner.title(&first.target));
        let note = (kind == SectionKind::Removals).then(|| note(&owner, &actions, stays));
        Group { owner, title, note, actions }
    };
    by_owner.into_iter().map(group).collect()
}

/// What an owner loses and keeps. Of machines, the plan does not name all that stay.
fn note(owner: &Owner, actions: &[&Action], stays: &Stays) -> Phrase {
    let removed = Phrase::say(format!("{} removed", words::number(words::len(actions))));
    if !owner.is_person() {
        return removed;
    }
    let loses_access = actions.iter().any(|action| action.target.active != Some(false));
    match stays.get(owner).copied().unwrap_or_default() {
        (0, 0) if loses_access => removed.plain(", ").with(Tone::Bad, "none left"),
        (0, 0) => removed.plain(", none left"),
        (0, revoked) => removed.plain(format!(", {} left, revoked", words::number(revoked))),
        (active, _) => removed.plain(format!(", {} {}", words::number(active), words::agree(active, "stays", "stay"))),
    }
}
