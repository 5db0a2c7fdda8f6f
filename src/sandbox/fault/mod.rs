//! Faults on demand.
//!
//! A rule is one line: `METHOD PATH [WHEN] FAULT [OPTION…]`, words separated by spaces. [`GRAMMAR`] is its help text.
//! Rules are armed with [`super::Options::faults`], [`Faults::add`], `--fault` or `POST /__sandbox/faults`, and judged
//! in the order in which they were added: every `latency` that fires adds up, of the rest the first that fires is it.
//! Calls are counted by rule, and chance follows from the seed, the rule and the count: the same calls in the same
//! order fail in the same way.
//!
//! * `rule` – what a rule says; `parse`, `print` – from and to its line
//! * `pick` – which rule fires for a call
//! * `page`, `reply` – faults that change what a page says, or stand for an answer
//! * `wire` – faults of the bytes on the connection

pub(crate) mod page;
mod parse;
pub(crate) mod pick;
mod print;
pub(crate) mod reply;
mod rule;
pub(crate) mod wire;

pub use self::parse::RuleError;
pub(crate) use self::parse::duration;
pub use self::pick::Faults;
pub(crate) use self::rule::Trouble;
pub use self::rule::{Body, CursorFault, Effect, Fault, Methods, PathPart, Rule, When};

/// The rule language, for `--help`.
pub const GRAMMAR: &str = "\
A rule is METHOD PATH [WHEN] FAULT [OPTION...], for example

  GET /registrations? nth=2 429 retry-after=1
  DELETE /devices/registrations$ half
  write * chance=0.1 reset after

METHOD  * | GET | POST | PUT | PATCH | DELETE | write (all but GET)
PATH    * | a part of the path; $ at its end ties it to the end of the path;
        what stands behind a ? must be a part of the query
WHEN    always | nth=N | nth=N-M | from=N | every=N | chance=P
        (default always; calls are counted from 1)
FAULT   429, 500 ... any status from 400 to 599
                          [retry-after=SECONDS] [body=json|html|text|empty] [code=N] [after]
        unsuccessful      200 with success: false                                [after]
        html              200 with a page of HTML                                [after]
        empty             200 without a body                                     [after]
        reset             the connection breaks instead of an answer             [after]
        stall=35s         not a byte for so long, then the answer                [after]
        reset-body        the connection breaks in the middle of the body
        stall-body=35s    half of the body, not a byte for so long, then the rest
        slow=64/20ms      so many bytes of the body at a time
        truncate          a body that ends in the middle, and says that it is whole
        long-length       a Content-Length that is longer than the body
        null              result: null
        count=+1          result_info.count is off by so much
        total=7           result_info.total_count says so
        cursor=repeat     the cursor that was sent comes back; or missing, null, empty
        empty-page        no rows, and a new cursor for the same place
        shift             the first row of a later page is the last one of the page before it
        poison=ID         calls that name this id are refused, bulk or not       [status=400]
        half              a bulk call does half of its ids, and fails            [status=500]
        latency=50ms      the answer comes later; goes with any other fault
OPTION  after             the call has had its effect before the fault";
