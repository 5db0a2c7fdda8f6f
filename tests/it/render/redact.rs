//! Stand-ins: nothing private is left, and people can still be told apart.

use doorlist::model::Plan;
use doorlist::model::plan::{Expect, IdentityKind};
use doorlist::render::{self, Format, Redact, Style};
use insta::assert_snapshot;

use super::sample;

/// What must not be readable in a redacted document.
const PRIVATE: &[&str] = &[
    "bob@",
    "carol@",
    "dana@",
    "erin@",
    "frank@",
    "grace@",
    "mallory@",
    "dave@",
    "henry@",
    "alice@",
    "bob-xps",
    "carol-thinkpad",
    "mallory-pc",
    "shared-ws",
    "Dave’s",
    "alice-home",
    "gh-runner",
];
const SERIALS: &[&str] = &["5CG0BBB222", "PF3CCC333", "5CG0SSS999", "X1MMM"];

fn all_formats(plan: &Plan) -> String {
    Format::ALL.iter().map(|format| render::plan(plan, *format, Style::PLAIN)).collect()
}

#[test]
fn nothing_private_is_left_in_any_format() {
    let written = all_formats(&render::redact(&sample::rich(), Redact::ALL)).to_lowercase();
    for private in PRIVATE.iter().chain(SERIALS) {
        assert!(!written.contains(&private.to_lowercase()), "{private}");
    }
}

#[test]
fn a_redacted_plan_reads_like_a_plan() {
    assert_snapshot!(render::plan(&render::redact(&sample::rich(), Redact::ALL), Format::Text, Style::PLAIN));
}

#[test]
fn a_redacted_plan_keeps_its_digest_and_cannot_be_applied() {
    let redacted = render::redact(&sample::rich(), &[Redact::Serial, Redact::Email, Redact::Serial]);
    assert_eq!(redacted.digest, sample::rich().digest);
    assert!(redacted.origin.speculative);
    assert_eq!(redacted.origin.redacted, ["email", "serial"]);
}

#[test]
fn only_what_is_asked_for_is_replaced() {
    let written = all_formats(&render::redact(&sample::rich(), &[Redact::Serial]));
    assert!(SERIALS.iter().all(|serial| !written.contains(serial)));
    assert!(written.contains("bob@acme.example") && written.contains("bob-xps"));
    assert_eq!(render::redact(&sample::rich(), &[]), sample::rich());
}

#[test]
fn the_same_person_is_the_same_stand_in_everywhere() {
    let plan = render::redact(&sample::rich(), Redact::ALL);
    let address = |plan: &Plan, id: &str| {
        let of = |target: &doorlist::model::plan::Target| {
            target.registration_id.as_deref().is_some_and(|it| it.ends_with(id))
        };
        let mut targets = plan.actions.iter().map(|action| &action.target).chain(&plan.remaining);
        targets.find(|target| of(target)).and_then(|target| target.identity.clone()?.email).expect("an address")
    };
    // Two rows of bob, one of them only in `remaining`; another case of letters; a report; another account.
    assert_eq!(address(&plan, "02"), address(&plan, "03"));
    assert_ne!(address(&plan, "02"), address(&plan, "05"));
    let seat = plan.actions.iter().find(|action| action.id.starts_with("release_seat")).expect("the seat");
    assert_eq!(seat.target.identity.clone().expect("carol").email, Some(address(&plan, "05")));
    let report = render::redact_report(&sample::report(), Redact::ALL);
    let outcome = report
        .outcomes
        .iter()
        .find(|it| it.action.target.registration_id.as_deref().is_some_and(|id| id.ends_with("05")));
    assert_eq!(
        outcome.expect("carol").action.target.identity.clone().expect("carol").email,
        Some(address(&plan, "05"))
    );
    let other = render::redact(&sample::globex(&sample::rich()), Redact::ALL);
    assert_ne!(address(&other, "02"), address(&plan, "02"));
}

#[test]
fn sentences_name_the_same_stand_ins_as_their_targets() {
    let plan = render::redact(&sample::rich(), Redact::ALL);
    for action in &plan.actions {
        let Some(identity) = action.target.identity.as_ref().filter(|it| it.kind == IdentityKind::Person) else {
            continue;
        };
        let (Some(stand_in), text) = (&identity.email, &action.reason.text) else { continue };
        assert!(!text.contains("person-") || text.contains(stand_in.as_str()), "{text} is not about {stand_in}");
        if let Expect { email: Some(Some(expected)), .. } = &action.expect {
            assert_eq!(expected, stand_in);
        }
    }
}

#[test]
fn service_identities_keep_their_names() {
    let plan = render::redact(&sample::rich(), Redact::ALL);
    let service = |it: &&doorlist::model::plan::TargetIdentity| it.kind == IdentityKind::Service;
    let identities = plan.actions.iter().filter_map(|action| action.target.identity.as_ref()).filter(service);
    assert!(identities.clone().count() > 0);
    assert!(identities.clone().all(|it| it.email.as_deref() == Some("non_identity@acme.cloudflareaccess.com")));
}

#[test]
fn reports_and_explanations_are_redacted_too() {
    let report = render::redact_report(&sample::report(), Redact::ALL);
    let explanation = render::redact_explanation(&sample::explanation(), &report.account.id, Redact::ALL);
    let written = [
        render::report(&report, Format::Json, Style::PLAIN),
        render::explanation(&explanation, Format::Json, Style::PLAIN),
    ]
    .concat()
    .to_lowercase();
    for private in PRIVATE.iter().chain(SERIALS) {
        assert!(!written.contains(&private.to_lowercase()), "{private}");
    }
    assert!(explanation.subject.starts_with("person-"));
}
