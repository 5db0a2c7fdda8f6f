//! The environment: credentials, addresses, colours.

use crate::support::account::staff_only;
use crate::support::program::{TOKEN, now};
use crate::support::{Folder, Recorded, Served};

fn folder() -> Folder {
    Folder::with(&staff_only(), &Recorded::acme())
}

#[test]
fn without_a_credential_there_is_a_hint() {
    let run = folder().run("plan").ends_with(1);
    run.stderr_has("no credential is set").stderr_has("CLOUDFLARE_API_TOKEN").stderr_has("--offline");
}

#[test]
fn of_two_schemes_one_is_sent_and_the_other_named() {
    let served = Served::new(&Recorded::acme());
    let folder = folder().server(served.base()).env("CLOUDFLARE_EMAIL", "admin@acme.example");
    folder.run(&format!("plan {}", now())).ends_with(0).stderr_has("CLOUDFLARE_API_TOKEN is used");
}

#[test]
fn an_address_that_is_not_https_or_loopback_is_refused() {
    let folder = folder().server("http://api.cloudflare.example/client/v4");
    folder.run("plan").ends_with(1).stderr_has("CLOUDFLARE_BASE_URL").stderr_has("https").stderr_has("[::1]");
}

#[test]
fn a_rehearsal_does_not_send_the_real_credential() {
    // The program looks for its token in all it prints; the sandbox takes any.
    let run = folder().env("CLOUDFLARE_API_TOKEN", TOKEN).run("plan --sandbox account.json");
    run.ends_with(0);
}

#[test]
fn colour_is_never_on_a_pipe_unless_asked_for() {
    let folder = folder();
    assert!(!folder.run("plan --offline account.json").stdout.contains('\u{1b}'));
    assert!(!folder.run("plan --offline account.json --color never").stdout.contains('\u{1b}'));
    assert!(folder.run("plan --offline account.json --color always").stdout.contains('\u{1b}'));
    folder.run("plan --offline account.json --color sometimes").ends_with(1);
}
