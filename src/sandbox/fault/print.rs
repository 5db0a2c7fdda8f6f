//! From a rule to its line.

use std::fmt;
use std::time::Duration;

use super::rule::{Body, CursorFault, Effect, Fault, Methods, PathPart, Rule, When};

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {} {}", self.methods, self.path, self.when, self.fault)
    }
}

impl fmt::Display for Methods {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Any => f.write_str("*"),
            Self::Writes => f.write_str("write"),
            Self::One(method) => method.fmt(f),
        }
    }
}

impl fmt::Display for PathPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.path.is_empty() { "*" } else { &self.path })?;
        f.write_str(if self.at_end { "$" } else { "" })?;
        self.query.as_ref().map_or(Ok(()), |query| write!(f, "?{query}"))
    }
}

impl fmt::Display for When {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Always => f.write_str("always"),
            Self::Between(first, last) if first == last => write!(f, "nth={first}"),
            Self::Between(first, last) => write!(f, "nth={first}-{last}"),
            Self::From(first) => write!(f, "from={first}"),
            Self::Every(number) => write!(f, "every={number}"),
            Self::Chance(chance) => write!(f, "chance={chance}"),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status { status, code, body, retry_after, effect } => {
                write!(f, "{}", status.as_u16())?;
                code.map_or(Ok(()), |code| write!(f, " code={code}"))?;
                f.write_str(body.option())?;
                retry_after.map_or(Ok(()), |seconds| write!(f, " retry-after={seconds}"))?;
                f.write_str(effect.option())
            }
            Self::Unsuccessful(effect) => write!(f, "unsuccessful{}", effect.option()),
            Self::Html(effect) => write!(f, "html{}", effect.option()),
            Self::Empty(effect) => write!(f, "empty{}", effect.option()),
            Self::Reset(effect) => write!(f, "reset{}", effect.option()),
            Self::Stall(wait, effect) => write!(f, "stall={}{}", Span(*wait), effect.option()),
            Self::ResetBody => f.write_str("reset-body"),
            Self::StallBody(wait) => write!(f, "stall-body={}", Span(*wait)),
            Self::Slow(bytes, wait) => write!(f, "slow={bytes}/{}", Span(*wait)),
            Self::Truncate => f.write_str("truncate"),
            Self::LongLength => f.write_str("long-length"),
            Self::Null => f.write_str("null"),
            Self::Count(by) => write!(f, "count={by}"),
            Self::Total(total) => write!(f, "total={total}"),
            Self::Cursor(fault) => write!(f, "cursor={}", fault.word()),
            Self::EmptyPage => f.write_str("empty-page"),
            Self::Shift => f.write_str("shift"),
            Self::Poison(id, status) if status.as_u16() == 400 => write!(f, "poison={id}"),
            Self::Poison(id, status) => write!(f, "poison={id} status={}", status.as_u16()),
            Self::Half(status) if status.as_u16() == 500 => f.write_str("half"),
            Self::Half(status) => write!(f, "half status={}", status.as_u16()),
            Self::Latency(wait) => write!(f, "latency={}", Span(*wait)),
        }
    }
}

impl Body {
    fn option(self) -> &'static str {
        match self {
            Self::Json => "",
            Self::Html => " body=html",
            Self::Text => " body=text",
            Self::Empty => " body=empty",
        }
    }
}

impl Effect {
    fn option(self) -> &'static str {
        match self {
            Self::Lost => "",
            Self::Done => " after",
        }
    }
}

impl CursorFault {
    fn word(self) -> &'static str {
        match self {
            Self::Repeat => "repeat",
            Self::Missing => "missing",
            Self::Null => "null",
            Self::Empty => "empty",
        }
    }
}

/// A duration in the largest unit that gives a whole number.
struct Span(Duration);

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let milliseconds = self.0.as_millis();
        let units = [(86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1_000, "s")];
        let fitting = units.iter().find(|(size, _)| milliseconds > 0 && milliseconds.is_multiple_of(*size));
        let (size, unit) = fitting.unwrap_or(&(1, "ms"));
        write!(f, "{}{unit}", milliseconds / size)
    }
}
