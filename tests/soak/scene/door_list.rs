//! The file.

use super::modes::Modes;
use super::{ACCOUNT, Draft};

pub(super) fn text(draft: &Draft, modes: &Modes) -> String {
    let mut users = draft.users.clone();
    users.push(staff(modes));
    let mut machines = draft.machines.clone();
    if modes.classes {
        machines.push("{ class: corporate, name: \"corp-*\" }".to_owned());
    }
    let parts = [
        format!("version: 1\naccount: {{ id: {ACCOUNT}, team: acme }}\n"),
        format!(
            "unlisted: {{ users: {}, service_tokens: {}, devices: {} }}\n",
            modes.unlisted_users, modes.unlisted_tokens, modes.unlisted_devices
        ),
        list("users", &users),
        list("service_tokens", &draft.tokens),
        list("devices", &machines),
        list("protected", &draft.protected),
        cleanup(modes),
        "limits: { removals: unlimited, percent: unlimited, people: unlimited }\n".to_owned(),
        format!(
            "offboarding: {{ enrollment: {}, sessions: {}, seats: {}, service_tokens: {}, devices: {} }}\n",
            modes.enrollment, modes.sessions, modes.seats, modes.tokens, modes.devices
        ),
    ];
    parts.concat()
}

fn staff(modes: &Modes) -> String {
    let classes = if modes.classes { ", devices: [corporate]" } else { "" };
    let cap = modes.cap.map(|most| format!(", max_registrations: {most}")).unwrap_or_default();
    let restore = if modes.restore { ", restore: true" } else { "" };
    format!("{{ email: \"*@acme.example\"{classes}{cap}{restore} }}")
}

fn list(key: &str, entries: &[String]) -> String {
    if entries.is_empty() {
        return format!("{key}: []\n");
    }
    let lines: Vec<String> = entries.iter().map(|entry| format!("  - {entry}\n")).collect();
    format!("{key}:\n{}", lines.concat())
}

fn cleanup(modes: &Modes) -> String {
    let rules = [
        modes.stale.map(|action| format!("  stale: {{ after: 90d, action: {action} }}\n")),
        modes.duplicates.map(|action| format!("  duplicates: {{ action: {action} }}\n")),
        modes.revoked.map(|action| format!("  revoked: {{ after: 14d, action: {action} }}\n")),
    ];
    let rules: String = rules.into_iter().flatten().collect();
    if rules.is_empty() { rules } else { format!("cleanup:\n{rules}") }
}
