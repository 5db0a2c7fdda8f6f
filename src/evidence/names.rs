//! The files of a folder.

pub(super) const README: &str = "README.md";
pub(super) const CHANGE: &str = "change.json";
pub(super) const BEFORE: &str = "before.json";
pub(super) const PLAN: &str = "plan.json";
pub(super) const PLAN_TEXT: &str = "plan.md";
/// Written line by line while the run goes on.
pub const REQUESTS: &str = "requests.jsonl";
pub(super) const REPORT: &str = "report.json";
pub(super) const AFTER: &str = "after.json";
pub(super) const SUMMARY: &str = "summary.json";
/// Written last.
pub const MANIFEST: &str = "manifest.json";

/// Each with what it holds, and whether it is there at the end only.
pub(super) const ALL: &[(&str, &str, bool)] = &[
    (CHANGE, "who asked, who approved, ticket, when it was due, what was run", false),
    (BEFORE, "registrations, machines and seats of the people and machines concerned, before the first change", false),
    (PLAN, "the plan as it was approved; `doorlist show plan.json` renders it", false),
    (PLAN_TEXT, "the same to read", false),
    (REQUESTS, "every request: method, address, status, cf-ray, time, duration, attempt", false),
    (REPORT, "what became of each action", true),
    (AFTER, "the same people and machines, read again", true),
    (SUMMARY, "this page for programs", true),
    (MANIFEST, "sha256 and size of every file", true),
];

/// The names of all files that a run writes.
pub fn file_names() -> impl Iterator<Item = &'static str> {
    std::iter::once(README).chain(ALL.iter().map(|(name, _, _)| *name))
}

/// The files by which a folder is known: a finished one has the first, one that was begun the second.
pub const fn beginnings() -> [&'static str; 2] {
    [MANIFEST, CHANGE]
}
