//! What a fault rule says.

use std::time::Duration;

use http::{Method, StatusCode};

/// One rule: which calls, and what befalls them.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// The methods that it is about.
    pub methods: Methods,
    /// The paths that it is about.
    pub path: PathPart,
    /// Which of the calls with such a method and path.
    pub when: When,
    /// What befalls them.
    pub fault: Fault,
}

/// Some HTTP methods.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Methods {
    /// All.
    Any,
    /// All but GET.
    Writes,
    /// One.
    One(Method),
}

/// A part of a path, and of a query.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PathPart {
    /// What the path, as it was sent, contains.
    pub path: String,
    /// Whether it must stand at the path's end.
    pub at_end: bool,
    /// What the query, as it was sent, contains.
    pub query: Option<String>,
}

/// Which of a rule's calls; they are counted from 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum When {
    /// All.
    Always,
    /// From one to another.
    Between(u64, u64),
    /// From one on.
    From(u64),
    /// Each that the number divides.
    Every(u64),
    /// Each with this probability.
    Chance(f64),
}

/// Whether a call that gets no proper answer was done all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It was not.
    Lost,
    /// It was.
    Done,
}

/// What an error is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// The API's envelope.
    Json,
    /// A page of HTML, as from a proxy.
    Html,
    /// A line of text.
    Text,
    /// Nothing.
    Empty,
}

/// What is done to a page's cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CursorFault {
    /// The cursor that was sent comes back.
    Repeat,
    /// There is no `cursor`.
    Missing,
    /// It is null.
    Null,
    /// It is empty, as if the page were the last.
    Empty,
}

/// What befalls a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// An error instead of an answer.
    Status {
        /// Its status.
        status: StatusCode,
        /// Its code, where the usual one of the status will not do.
        code: Option<i64>,
        /// What it is written in.
        body: Body,
        /// `Retry-After`, in seconds.
        retry_after: Option<u64>,
        /// Whether the call was done.
        effect: Effect,
    },
    /// 200 with `success: false`.
    Unsuccessful(Effect),
    /// 200 with a page of HTML.
    Html(Effect),
    /// 200 without a body.
    Empty(Effect),
    /// The connection breaks instead of an answer.
    Reset(Effect),
    /// Nothing comes for a while, then the answer.
    Stall(Duration, Effect),
    /// The connection breaks in the middle of the body.
    ResetBody,
    /// Nothing comes for a while in the middle of the body.
    StallBody(Duration),
    /// So many bytes at a time.
    Slow(usize, Duration),
    /// A body that ends in the middle, and says that it is whole.
    Truncate,
    /// A `Content-Length` that is longer than the body.
    LongLength,
    /// `result: null`.
    Null,
    /// `result_info.count` is off.
    Count(i64),
    /// `result_info.total_count` says so.
    Total(i64),
    /// The cursor is not what it should be.
    Cursor(CursorFault),
    /// No rows, and a new cursor for the same place.
    EmptyPage,
    /// A row that has moved from the page before, in the place of another.
    Shift,
    /// Calls that name this id are refused.
    Poison(String, StatusCode),
    /// A bulk call does half of its ids and fails.
    Half(StatusCode),
    /// The answer comes later.
    Latency(Duration),
}

/// A fault that happens inside a call, where the ids and rows are known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// [`Fault::Shift`].
    Shift,
    /// [`Fault::Poison`].
    Poison(String, StatusCode),
    /// [`Fault::Half`].
    Half(StatusCode),
}

impl Rule {
    /// Whether a call is one of those that the rule counts.
    pub(crate) fn is_about(&self, method: &Method, path: &str, query: Option<&str>) -> bool {
        let right_method = match &self.methods {
            Methods::Any => true,
            Methods::Writes => method != Method::GET && method != Method::HEAD,
            Methods::One(one) => method == one,
        };
        right_method && self.path.is_in(path, query.unwrap_or_default())
    }
}

impl PathPart {
    fn is_in(&self, path: &str, query: &str) -> bool {
        let in_path = if self.at_end { path.ends_with(&self.path) } else { path.contains(&self.path) };
        in_path && self.query.as_ref().is_none_or(|part| query.contains(part))
    }
}

impl Fault {
    /// Whether it stands in the place of the proper answer, and what then became of the call.
    pub(crate) fn replaces(&self) -> Option<Effect> {
        match self {
            Self::Status { effect, .. }
            | Self::Unsuccessful(effect)
            | Self::Html(effect)
            | Self::Empty(effect)
            | Self::Reset(effect)
            | Self::Stall(_, effect) => Some(*effect),
            Self::ResetBody
            | Self::StallBody(_)
            | Self::Slow(..)
            | Self::Truncate
            | Self::LongLength
            | Self::Null
            | Self::Count(_)
            | Self::Total(_)
            | Self::Cursor(_)
            | Self::EmptyPage
            | Self::Shift
            | Self::Poison(..)
            | Self::Half(_)
            | Self::Latency(_) => None,
        }
    }

    /// What of it happens inside the call.
    pub(crate) fn trouble(&self) -> Option<Trouble> {
        match self {
            Self::Shift => Some(Trouble::Shift),
            Self::Poison(id, status) => Some(Trouble::Poison(id.clone(), *status)),
            Self::Half(status) => Some(Trouble::Half(*status)),
            _ => None,
        }
    }
}
