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

/// Characters of the longest word for which a slip is looked for; what is longer is no slip.
const LONGEST: usize = 64;

/// The nearest of the candidates, where one is near enough to be meant.
pub(super) fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let length = word.chars().count();
    if length > LONGEST {
        return None;
    }
    let folded = word.to_lowercase();
    let allowed = (length / 3).clamp(1, 3);
    let near = |candidate: &str| distance(&folded, &candidate.to_lowercase(), allowed);
    let all = candidates.into_iter().filter_map(|candidate| Some((near(candidate)?, candidate)));
    all.min_by_key(|(distance, _)| *distance).map(|(_, candidate)| candidate)
}

/// How far two words are from each other, where that is no more than `allowed`; a word that goes on after the other, as
/// `macos` after `mac`, is near. Lengths are compared first: a word differs by at least as much as its length does.
fn distance(one: &str, other: &str, allowed: usize) -> Option<usize> {
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    if short.len() >= 3 && long.starts_with(short) {
        return Some(1);
    }
    if one.chars().count().abs_diff(other.chars().count()) > allowed {
        return None;
    }
    Some(strsim::damerau_levenshtein(one, other)).filter(|distance| *distance <= allowed)
}

/// Comparisons that suggestions for a whole file may cost: enough for every file that people write, and an end to the
/// others, of which every word could be compared with every other.
const COMPARISONS: usize = 200_000;

/// Suggestions from one set of candidates, until they have cost too much.
pub(super) struct Suggestions<'c> {
    candidates: Vec<&'c str>,
    left: usize,
}

impl<'c> Suggestions<'c> {
    pub(super) fn from(candidates: impl IntoIterator<Item = &'c str>) -> Self {
        Self { candidates: candidates.into_iter().collect(), left: COMPARISONS }
    }

    /// "did you mean", where something is near enough and there is time to look for it.
    pub(super) fn for_word(&mut self, word: &str) -> Option<String> {
        self.left = self.left.checked_sub(self.candidates.len())?;
        did_you_mean(word, self.candidates.iter().copied())
    }
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
    fn a_word_that_is_too_long_is_no_slip() {
        let (long, longer) = ("x".repeat(LONGEST), "x".repeat(LONGEST + 1));
        assert_eq!(nearest(&long, [longer.as_str()]), Some(longer.as_str()));
        assert_eq!(nearest(&longer, [long.as_str()]), None);
    }

    #[test]
    fn suggestions_end_before_they_cost_too_much() {
        let names: Vec<String> = (0..100_000).map(|at| format!("class-{at:06}")).collect();
        let mut suggestions = Suggestions::from(names.iter().map(String::as_str));
        let made = names.iter().filter(|name| suggestions.for_word(&format!("{name}x")).is_some()).count();
        assert_eq!(made, COMPARISONS / names.len());
        let mut few = Suggestions::from(["corporate", "kiosk"]);
        assert_eq!((0..1_000).filter(|_| few.for_word("corprate").is_some()).count(), 1_000);
    }

    #[test]
    fn words_are_listed_as_in_a_sentence() {
        assert_eq!(one_of(["a", "b", "c"]), "`a`, `b` or `c`");
        assert_eq!(one_of(["a"]), "`a`");
        assert_eq!(one_of([]), "");
    }
}
