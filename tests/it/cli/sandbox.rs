//! `doorlist sandbox`.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command};

use crate::support::account::staff_only;
use crate::support::{Folder, Recorded};

/// A started sandbox and its base URL, the first line on stdout.
fn start(folder: &Folder, options: &str) -> (Child, String) {
    let mut child = folder.start(&format!("sandbox --account account.json {options}"));
    let mut line = String::new();
    let stdout = child.stdout.take().expect("piped");
    BufReader::new(stdout).read_line(&mut line).expect("a line");
    (child, line.trim_end().to_owned())
}

fn stop(mut child: Child) -> Option<i32> {
    let sent = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().expect("kill is there");
    assert!(sent.success());
    child.wait().expect("ends").code()
}

#[test]
fn it_prints_its_address_stays_and_keeps_what_is_done_to_it() {
    let folder = Folder::with(&staff_only(), &Recorded::acme());
    let (child, base) = start(&folder, "");
    assert!(base.starts_with("http://127.0.0.1:"), "{base}");
    let folder = folder.server(&base);
    let apply = "apply --auto-approve --now 2026-11-22T00:00:00Z --format json";
    folder.run(apply).ends_with(0);
    let again = folder.run(apply).ends_with(0).json();
    assert_eq!(again["verification"]["state"], "converged");
    assert_eq!(stop(child), Some(0), "being stopped is how it is meant to end");
}

#[test]
fn a_recording_without_a_time_is_served_as_of_now() {
    for account in [
        Recorded::acme().without("recorded_at").json(),
        Recorded::acme().json().replace("\"recorded_at\":\"2026-11-22T00:00:00Z\"", "\"recorded_at\":null"),
    ] {
        let folder = Folder::new().file("doorlist.yaml", &staff_only()).file("account.json", &account);
        let (child, base) = start(&folder, "");
        folder.server(&base).run("plan").ends_with(0).stdout_has("mallory@gmail.example");
        assert_eq!(stop(child), Some(0));
    }
}

#[test]
fn it_fails_on_demand() {
    let folder = Folder::with(&staff_only(), &Recorded::acme());
    let rule = ["sandbox", "--account", "account.json", "--fault", "GET /devices/registrations 403"];
    let mut command = folder.command("");
    let mut child = command.args(rule).spawn().expect("starts");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("piped")).read_line(&mut line).expect("a line");
    folder.server(line.trim_end()).run("plan").ends_with(3);
    assert_eq!(stop(child), Some(0));
}

#[test]
fn a_port_that_is_taken_is_an_error() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("loopback");
    let port = listener.local_addr().expect("bound").port();
    let folder = Folder::with(&staff_only(), &Recorded::acme());
    folder.run(&format!("sandbox --account account.json --listen {port}")).ends_with(1).stderr_has("cannot listen on");
}

#[test]
fn what_is_no_recording_is_an_error() {
    let folder = Folder::new().file("account.json", "[]");
    folder.run("sandbox --account account.json").ends_with(1);
    folder.run("sandbox --account missing.json").ends_with(1).stderr_has("missing.json");
}
