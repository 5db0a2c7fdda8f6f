//! What every format shows, before any layout: groups, rows and sentences.
//!
//! A format chooses which of these it shows and in which columns; the words are here, so that a reviewer who reads
//! the comment and an engineer who reads the terminal read the same.

mod blast;
mod change;
mod explained;
mod finding;
mod guard;
mod head;
mod kept;
mod outcome;
mod owner;
mod section;
mod steps;
mod summary;
mod undo;

pub(super) use blast::blast;
pub(super) use change::{Change, change, device, place, verdict};
pub(super) use explained::{ExplainedView, explained, no_rows};
pub(super) use finding::{FindingView, finding, findings, level_tone};
pub(super) use guard::{GuardView, ack, guard, guards, left_out, refusal};
pub(super) use head::{account, caveats, doorlist, inventory};
pub(super) use kept::kept;
pub(super) use outcome::{OutcomeGroup, exit, outcomes, report_counts, verification};
pub(super) use owner::Owner;
pub(super) use section::{Group, Section, SectionKind, sections};
pub(super) use steps::{Step, many_steps};
pub(super) use summary::{counts, headline, no_changes, totals};
pub(super) use undo::undo;
