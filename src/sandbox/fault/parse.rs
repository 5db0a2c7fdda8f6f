//! From a line to a rule.

use std::str::FromStr;
use std::time::Duration;

use http::{Method, StatusCode};
use thiserror::Error;

use super::rule::{Body, CursorFault, Effect, Fault, Methods, PathPart, Rule, When};

/// A line that is no rule.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum RuleError {
    /// Too few words.
    #[error("a fault rule is METHOD PATH [WHEN] FAULT [OPTION...], not {0:?}")]
    TooShort(String),
    /// The first word is no method.
    #[error("{0:?} is not a method: *, GET, POST, PUT, PATCH, DELETE or write")]
    Method(String),
    /// Nobody knows this fault.
    #[error("{0:?} is not a fault")]
    Fault(String),
    /// A value that makes no sense.
    #[error("{word:?}: the value is not {wanted}")]
    Value {
        /// The word with the value.
        word: String,
        /// What it should be.
        wanted: &'static str,
    },
    /// A word behind the fault that does not belong to it.
    #[error("{0:?} is not an option of this fault")]
    Option(String),
}

impl FromStr for Rule {
    type Err = RuleError;

    fn from_str(line: &str) -> Result<Self, RuleError> {
        let too_short = || RuleError::TooShort(line.trim().to_owned());
        let mut words = line.split_whitespace().peekable();
        let methods = methods(words.next().ok_or_else(too_short)?)?;
        let path = path(words.next().ok_or_else(too_short)?);
        let when = words.peek().copied().map(when).transpose()?.flatten();
        if when.is_some() {
            words.next();
        }
        let name = words.next().ok_or_else(too_short)?;
        let mut options = Options(words.collect());
        let fault = fault(name, &mut options)?;
        options.end()?;
        Ok(Self { methods, path, when: when.unwrap_or(When::Always), fault })
    }
}

fn methods(word: &str) -> Result<Methods, RuleError> {
    match word.to_ascii_uppercase().as_str() {
        "*" => Ok(Methods::Any),
        "WRITE" => Ok(Methods::Writes),
        "GET" => Ok(Methods::One(Method::GET)),
        "POST" => Ok(Methods::One(Method::POST)),
        "PUT" => Ok(Methods::One(Method::PUT)),
        "PATCH" => Ok(Methods::One(Method::PATCH)),
        "DELETE" => Ok(Methods::One(Method::DELETE)),
        _ => Err(RuleError::Method(word.to_owned())),
    }
}

fn path(word: &str) -> PathPart {
    let (path, query) = match word.split_once('?') {
        Some((path, query)) => (path, Some(query.to_owned())),
        None => (word, None),
    };
    let (path, at_end) = path.strip_suffix('$').map_or((path, false), |path| (path, true));
    PathPart { path: if path == "*" { String::new() } else { path.to_owned() }, at_end, query }
}

fn when(word: &str) -> Result<Option<When>, RuleError> {
    let (name, value) = word.split_once('=').unwrap_or((word, ""));
    let number = |text| value_of(word, text, "a whole number from 1", |n: &u64| *n >= 1);
    Ok(Some(match name {
        "always" => When::Always,
        "nth" => match value.split_once('-') {
            Some((first, last)) => When::Between(number(first)?, number(last)?),
            None => When::Between(number(value)?, number(value)?),
        },
        "from" => When::From(number(value)?),
        "every" => When::Every(number(value)?),
        "chance" => When::Chance(value_of(word, value, "a number from 0 to 1", |p| (0.0..=1.0).contains(p))?),
        _ => return Ok(None),
    }))
}

fn fault(word: &str, options: &mut Options<'_>) -> Result<Fault, RuleError> {
    let (name, value) = word.split_once('=').unwrap_or((word, ""));
    Ok(match name {
        "unsuccessful" => Fault::Unsuccessful(options.effect()),
        "html" => Fault::Html(options.effect()),
        "empty" => Fault::Empty(options.effect()),
        "reset" => Fault::Reset(options.effect()),
        "stall" => Fault::Stall(duration(word, value)?, options.effect()),
        "reset-body" => Fault::ResetBody,
        "stall-body" => Fault::StallBody(duration(word, value)?),
        "slow" => slow(word, value)?,
        "truncate" => Fault::Truncate,
        "long-length" => Fault::LongLength,
        "null" => Fault::Null,
        "count" => Fault::Count(value_of(word, value, "a whole number other than 0, as in +1", |n: &i64| *n != 0)?),
        "total" => Fault::Total(value_of(word, value, "a whole number", |_| true)?),
        "cursor" => Fault::Cursor(cursor(word, value)?),
        "empty-page" => Fault::EmptyPage,
        "shift" => Fault::Shift,
        "poison" if !value.is_empty() => {
            Fault::Poison(value.to_owned(), options.status()?.unwrap_or(StatusCode::BAD_REQUEST))
        }
        "half" => Fault::Half(options.status()?.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)),
        "latency" => Fault::Latency(duration(word, value)?),
        _ => error(word, options)?,
    })
}

fn error(word: &str, options: &mut Options<'_>) -> Result<Fault, RuleError> {
    let status = failing(word).ok_or_else(|| RuleError::Fault(word.to_owned()))?;
    let retry_after = options.value("retry-after")?;
    Ok(Fault::Status {
        status,
        code: options.value("code")?,
        body: options.body()?,
        retry_after,
        effect: options.effect(),
    })
}

fn failing(text: &str) -> Option<StatusCode> {
    let status = text.parse().ok().and_then(|number: u16| StatusCode::from_u16(number).ok())?;
    (status.is_client_error() || status.is_server_error()).then_some(status)
}

fn slow(word: &str, value: &str) -> Result<Fault, RuleError> {
    let wanted = "BYTES/DURATION, as in 64/20ms";
    let wrong = || RuleError::Value { word: word.to_owned(), wanted };
    let (bytes, wait) = value.split_once('/').ok_or_else(wrong)?;
    Ok(Fault::Slow(value_of(word, bytes, wanted, |n: &usize| *n >= 1)?, duration(word, wait)?))
}

fn cursor(word: &str, value: &str) -> Result<CursorFault, RuleError> {
    match value {
        "repeat" => Ok(CursorFault::Repeat),
        "missing" => Ok(CursorFault::Missing),
        "null" => Ok(CursorFault::Null),
        "empty" => Ok(CursorFault::Empty),
        _ => Err(RuleError::Value { word: word.to_owned(), wanted: "repeat, missing, null or empty" }),
    }
}

/// A duration as in `50ms`, `35s`, `5m`, `2h`, `90d`.
pub(crate) fn duration(word: &str, text: &str) -> Result<Duration, RuleError> {
    let wrong = || RuleError::Value { word: word.to_owned(), wanted: "a duration, as in 50ms, 35s or 5m" };
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let milliseconds: u64 = match unit {
        "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return Err(wrong()),
    };
    let number: u64 = number.parse().map_err(|_| wrong())?;
    number.checked_mul(milliseconds).map(Duration::from_millis).ok_or_else(wrong)
}

fn value_of<T: FromStr>(
    word: &str,
    text: &str,
    wanted: &'static str,
    fits: impl Fn(&T) -> bool,
) -> Result<T, RuleError> {
    let wrong = || RuleError::Value { word: word.to_owned(), wanted };
    text.parse().ok().filter(fits).ok_or_else(wrong)
}

/// The words behind the fault.
struct Options<'a>(Vec<&'a str>);

impl<'a> Options<'a> {
    fn take(&mut self, name: &str) -> Option<(&'a str, &'a str)> {
        let split = |word: &'a str| word.split_once('=').unwrap_or((word, ""));
        let place = self.0.iter().position(|word| split(word).0 == name)?;
        let word = self.0.remove(place);
        Some((word, split(word).1))
    }

    fn effect(&mut self) -> Effect {
        self.take("after").map_or(Effect::Lost, |_| Effect::Done)
    }

    fn value<T: FromStr>(&mut self, name: &str) -> Result<Option<T>, RuleError> {
        let found = self.take(name);
        found.map(|(word, value)| value_of(word, value, "a whole number", |_| true)).transpose()
    }

    fn status(&mut self) -> Result<Option<StatusCode>, RuleError> {
        let wanted = "a status from 400 to 599";
        let found = self.take("status");
        found.map(|(word, value)| failing(value).ok_or(RuleError::Value { word: word.to_owned(), wanted })).transpose()
    }

    fn body(&mut self) -> Result<Body, RuleError> {
        match self.take("body") {
            None | Some((_, "json")) => Ok(Body::Json),
            Some((_, "html")) => Ok(Body::Html),
            Some((_, "text")) => Ok(Body::Text),
            Some((_, "empty")) => Ok(Body::Empty),
            Some((word, _)) => Err(RuleError::Value { word: word.to_owned(), wanted: "json, html, text or empty" }),
        }
    }

    fn end(self) -> Result<(), RuleError> {
        self.0.first().map_or(Ok(()), |word| Err(RuleError::Option((*word).to_owned())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(line: &str) -> String {
        line.parse::<Rule>().err().map(|error| error.to_string()).unwrap_or_default()
    }

    #[test]
    fn every_rule_reads_back_as_it_was_written() {
        for line in [
            "* * always 429",
            "GET /registrations?cursor= nth=2 429 retry-after=1",
            "DELETE /devices/registrations$ nth=2-5 500 code=7 body=html after",
            "write * chance=0.25 reset after",
            "* * from=3 unsuccessful",
            "* * every=4 html after",
            "* * always empty",
            "* * always stall=35s after",
            "* * always reset-body",
            "* * always stall-body=50ms",
            "* * always slow=64/20ms",
            "* * always truncate",
            "* * always long-length",
            "* * always null",
            "* * always count=-1",
            "* * always total=7",
            "* * always cursor=repeat",
            "* * always cursor=missing",
            "* * always cursor=null",
            "* * always cursor=empty",
            "* * always empty-page",
            "* * always shift",
            "DELETE * always poison=a=b status=500",
            "* * always half status=502",
            "* * always latency=5m",
        ] {
            assert_eq!(line.parse::<Rule>().map(|rule| rule.to_string()), Ok(line.to_owned()));
        }
        assert_eq!("get x 500".parse::<Rule>().map(|rule| rule.to_string()), Ok("GET x always 500".to_owned()));
    }

    #[test]
    fn a_line_that_is_no_rule_is_refused_with_the_word() {
        assert!(problem("GET").contains("METHOD PATH [WHEN] FAULT"));
        assert!(problem("GET * nth=2").contains("METHOD PATH [WHEN] FAULT"));
        assert!(problem("FETCH * 500").contains("\"FETCH\" is not a method"));
        assert!(problem("GET * explode").contains("\"explode\" is not a fault"));
        assert!(problem("GET * 200").contains("\"200\" is not a fault"));
        assert!(problem("GET * poison=").contains("is not a fault"));
        assert!(problem("GET * nth=0 500").contains("a whole number from 1"));
        assert!(problem("GET * chance=2 500").contains("a number from 0 to 1"));
        assert!(problem("GET * stall=35").contains("a duration"));
        assert!(problem("GET * slow=64").contains("BYTES/DURATION"));
        assert!(problem("GET * count=0").contains("the value is not a whole number other than 0"));
        assert!(problem("GET * 500 body=pdf").contains("json, html, text or empty"));
        assert!(problem("GET * truncate after").contains("\"after\" is not an option"));
    }
}
