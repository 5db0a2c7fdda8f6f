//! The words that keys take, each with what it means to the model, and what to suggest for a word that is none.

use crate::model::doorlist::{CleanupAction, Fate, State, TokenStep};

/// Words and their meaning.
pub(super) type Words<T> = &'static [(&'static str, T)];

pub(super) const FATES: Words<Fate> =
    &[("keep", Fate::Keep), ("report", Fate::Report), ("revoke", Fate::Revoke), ("delete", Fate::Delete)];

pub(super) const STATES: Words<State> =
    &[("permitted", State::Permitted), ("revoked", State::Revoked), ("absent", State::Absent)];

pub(super) const CLEANUP_ACTIONS: Words<CleanupAction> =
    &[("report", CleanupAction::Report), ("revoke", CleanupAction::Revoke), ("delete", CleanupAction::Delete)];

/// What is done with rows that are revoked already.
pub(super) const REVOKED_ACTIONS: Words<CleanupAction> =
    &[("report", CleanupAction::Report), ("delete", CleanupAction::Delete)];

pub(super) const TOKEN_STEPS: Words<TokenStep> = &[
    ("report", TokenStep::Report),
    ("detach", TokenStep::Detach),
    ("disable", TokenStep::Disable),
    ("delete", TokenStep::Delete),
];

pub(super) const SESSIONS: Words<bool> = &[("report", false), ("revoke", true)];
pub(super) const SEATS: Words<bool> = &[("report", false), ("release", true)];
pub(super) const DEVICE_RECORDS: Words<bool> = &[("keep", false), ("delete", true)];

/// The operating systems that the API names; it may learn more.
pub(super) const OPERATING_SYSTEMS: &[&str] = &["windows", "mac", "linux", "android", "ios", "chromeos"];

/// The registration types that the API names; it may learn more.
pub(super) const REGISTRATION_TYPES: &[&str] = &["warp", "browser_extension"];

/// The nearest of the candidates, where one is near enough to be meant.
pub(super) fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let folded = word.to_lowercase();
    let allowed = (folded.chars().count() / 3).clamp(1, 3);
    candidates
        .into_iter()
        .map(|candidate| (distance(&folded, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// How far two words are from each other; a word that goes on after the other, as `macos` after `mac`, is near.
fn distance(one: &str, other: &str) -> usize {
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    if short.len() >= 3 && long.starts_with(short) { 1 } else { strsim::damerau_levenshtein(one, other) }
}

/// "did you mean", where something is near enough.
pub(super) fn did_you_mean<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<String> {
    nearest(word, candidates).map(|near| format!("did you mean `{near}`?"))
}

/// "`a`, `b` or `c`".
pub(super) fn one_of<'c>(words: impl IntoIterator<Item = &'c str>) -> String {
    let quoted: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_finger_is_recognised() {
        assert_eq!(nearest("emial", ["email", "group"]), Some("email"));
        assert_eq!(nearest("max_registration", ["max_registrations", "devices"]), Some("max_registrations"));
        assert_eq!(nearest("Delete", ["delete", "revoke"]), Some("delete"));
        assert_eq!(nearest("macos", ["linux", "mac"]), Some("mac"));
        assert_eq!(nearest("why", ["reason", "ticket"]), None);
    }

    #[test]
    fn words_are_listed_as_in_a_sentence() {
        assert_eq!(one_of(["a", "b", "c"]), "`a`, `b` or `c`");
        assert_eq!(one_of(["a"]), "`a`");
        assert_eq!(one_of([]), "");
    }
}
