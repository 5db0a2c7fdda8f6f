//! Faults by kind, each made into a rule of `doorlist sandbox --fault`.

use doorlist::sandbox::LoggedRequest;

use crate::dice::Dice;

/// A kind of fault, as the table shows it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    make: fn(&mut Dice, &Ids) -> String,
    /// Of a hundred draws, how many keep it; some take minutes.
    rarity: usize,
}

/// What a rule can name.
#[derive(Clone, Debug)]
pub(crate) struct Ids {
    pub(crate) registrations: Vec<String>,
}

/// A rule with its kind.
#[derive(Clone, Debug)]
pub(crate) struct Armed {
    pub(crate) kind: &'static str,
    pub(crate) rule: String,
}

const fn kind(name: &'static str, make: fn(&mut Dice, &Ids) -> String) -> Kind {
    Kind { name, make, rarity: 100 }
}

const fn slow(name: &'static str, make: fn(&mut Dice, &Ids) -> String) -> Kind {
    Kind { name, make, rarity: 12 }
}

/// Everything in the grammar.
pub(crate) const KINDS: &[Kind] = &[
    kind("429 with Retry-After", |dice, _| format!("{} 429 retry-after={}", some(dice), dice.below(2))),
    kind("429 without Retry-After", |dice, _| format!("{} {} 429", call(dice), once(dice))),
    kind("429 with an hour of Retry-After", |dice, _| format!("{} 429 retry-after=3600", some(dice))),
    kind("5xx as JSON", |dice, _| format!("{} {}", some(dice), server_error(dice))),
    kind("5xx as HTML", |dice, _| format!("{} {} body=html", some(dice), server_error(dice))),
    kind("5xx as text or nothing", |dice, _| {
        format!("{} {} body={}", some(dice), server_error(dice), dice.one(&["text", "empty"]))
    }),
    kind("5xx after the effect", |dice, _| format!("{} {} after", writes(dice), server_error(dice))),
    kind("400 or 409", |dice, _| format!("{} {}", writes(dice), dice.one(&[400, 409]))),
    kind("404 that is none", |dice, _| format!("{} 404", writes(dice))),
    kind("401", |dice, _| format!("{} {} 401", call(dice), once(dice))),
    kind("permission lost half way", |dice, _| format!("{} from={} 403", call(dice), dice.between(1, 12))),
    kind("success: false", |dice, _| format!("{} unsuccessful", some(dice))),
    kind("success: false after the effect", |dice, _| format!("{} unsuccessful after", writes(dice))),
    kind("200 with HTML", |dice, _| format!("{} html{}", some(dice), after(dice))),
    kind("200 with nothing", |dice, _| format!("{} empty{}", some(dice), after(dice))),
    kind("reset before the answer", |dice, _| format!("{} reset", some(dice))),
    kind("reset after the effect", |dice, _| format!("{} reset after", writes(dice))),
    kind("reset in the body", |dice, _| format!("{} reset-body", some(dice))),
    kind("truncated body", |dice, _| format!("{} truncate", some(dice))),
    kind("wrong Content-Length", |dice, _| format!("{} long-length", some(dice))),
    kind("slow bytes", |dice, _| format!("{} {} slow=512/2ms", call(dice), once(dice))),
    kind("latency", |dice, _| format!("{} latency={}ms", some(dice), dice.between(1, 60))),
    kind("result: null", |dice, _| format!("{} null", reads(dice))),
    kind("wrong count", |dice, _| format!("{} count={}", reads(dice), dice.one(&["+1", "-1"]))),
    kind("wrong total", |dice, _| format!("{} total={}", reads(dice), dice.between(0, 90))),
    kind("repeated cursor", |dice, _| format!("{} cursor=repeat", pages(dice))),
    kind("empty pages", |dice, _| format!("{} empty-page", pages(dice))),
    kind("rows that move between pages", |dice, _| format!("{} shift", pages(dice))),
    kind("bulk call that fails for one id", |dice, ids| {
        format!("write /devices/registrations poison={} status={}", dice.one(&ids.registrations), refusal(dice))
    }),
    kind("bulk call that does half", |dice, _| {
        let status = dice.one(&[400, 409, 500, 502]);
        format!("write /devices/registrations {} half status={status}", when(dice))
    }),
    slow("stall of 35 s", |dice, _| format!("{} nth={} stall=35s{}", call(dice), dice.between(1, 9), after(dice))),
    slow("stall of 35 s in the body", |dice, _| format!("{} nth={} stall-body=35s", call(dice), dice.between(1, 9))),
];

/// A page that says that it is the last one, and is not. Nobody can tell, so what it may lead to is told apart.
pub(crate) const LOST_CURSOR: Kind =
    kind("missing cursor", |dice, _| format!("{} cursor={}", pages(dice), dice.one(&["missing", "null", "empty"])));

/// Whether a request was answered so.
pub(crate) fn is_misleading(request: &LoggedRequest) -> bool {
    let fault = request.fault.as_deref().unwrap_or_default();
    ["cursor=missing", "cursor=null", "cursor=empty"].iter().any(|word| fault.ends_with(word))
}

/// A few rules at random.
pub(crate) fn mix(dice: &mut Dice, ids: &Ids) -> Vec<Armed> {
    let mut armed = Vec::new();
    for _ in 0..dice.between(1, 6) {
        let kind = if dice.percent(3) { LOST_CURSOR } else { dice.one(KINDS) };
        if dice.percent(kind.rarity) {
            armed.push(Armed { kind: kind.name, rule: (kind.make)(dice, ids) });
        }
    }
    armed
}

/// Any call, and how often.
fn some(dice: &mut Dice) -> String {
    format!("{} {}", call(dice), when(dice))
}

fn call(dice: &mut Dice) -> &'static str {
    match dice.below(6) {
        0 | 1 => dice.one(&["* *", "write *"]),
        2 => dice.one(READS),
        _ => dice.one(WRITES),
    }
}

fn writes(dice: &mut Dice) -> String {
    format!("{} {}", if dice.percent(30) { "write *" } else { dice.one(WRITES) }, when(dice))
}

fn reads(dice: &mut Dice) -> String {
    format!("{} {}", dice.one(READS), when(dice))
}

fn pages(dice: &mut Dice) -> String {
    format!("{} {}", dice.one(&["GET /devices/registrations", "GET /devices/physical-devices"]), when(dice))
}

fn when(dice: &mut Dice) -> String {
    match dice.below(5) {
        0 => once(dice),
        1 => format!("every={}", dice.between(2, 6)),
        2 => format!("from={}", dice.between(2, 20)),
        _ => format!("chance=0.{:02}", dice.between(5, 35)),
    }
}

fn once(dice: &mut Dice) -> String {
    let first = dice.between(1, 8);
    if dice.percent(60) { format!("nth={first}") } else { format!("nth={first}-{}", first + 1) }
}

fn after(dice: &mut Dice) -> &'static str {
    dice.one(&["", " after"])
}

fn server_error(dice: &mut Dice) -> u16 {
    dice.one(&[500, 502, 503, 504])
}

fn refusal(dice: &mut Dice) -> u16 {
    dice.one(&[400, 403, 404, 500])
}

const READS: &[&str] = &[
    "GET *",
    "GET /devices/registrations",
    "GET /devices/physical-devices",
    "GET /access/users",
    "GET /access/apps",
    "GET /access/policies",
    "GET /access/service_tokens",
    "GET /access/organizations",
    "GET /gateway/lists",
];

const WRITES: &[&str] = &[
    "DELETE /devices/registrations",
    "DELETE /devices/registrations",
    "POST /devices/registrations",
    "DELETE /devices/physical-devices",
    "PUT /access",
    "PUT /access/policies",
    "DELETE /access",
    "PATCH *",
    "POST /access/organizations/revoke_user",
];
