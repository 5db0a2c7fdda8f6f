//! Stand-ins for shared places, in everything that the folder holds beside plan and report (`--redact`; product.md,
//! section 6). The same names get the same stand-ins as there; names of people are left out.

use super::change::Change;
use super::request::{Request, map_target};
use super::state::{Device, Door, Row, Seat, State, Token};
use crate::model::plan::{NamedId, Returns};
use crate::render::{Redact, Redactor};

/// What is hidden, and how.
pub(super) struct Mask {
    what: Vec<Redact>,
    redactor: Redactor,
}

impl Mask {
    /// Knows every name of these states.
    pub(super) fn new(account_id: &str, what: &[Redact], states: &[&State]) -> Self {
        let rows = || states.iter().flat_map(|state| &state.registrations);
        let devices = || states.iter().flat_map(|state| state.devices.rows());
        let seats = states.iter().flat_map(|state| state.seats.rows());
        let addresses =
            rows().filter_map(|row| row.email.as_deref()).chain(seats.filter_map(|seat| seat.email.as_deref()));
        let names = rows().map(|row| row.device_name.as_str()).chain(devices().map(|device| device.name.as_str()));
        let serials = devices().flat_map(|device| device.serial.iter().chain(&device.hardware_id)).map(String::as_str);
        Self { what: what.to_vec(), redactor: Redactor::new(account_id, what, addresses, names, serials) }
    }

    fn text(&self, text: &mut String) {
        if !self.what.is_empty() {
            *text = self.redactor.text(text);
        }
    }

    fn texts<'a>(&self, texts: impl IntoIterator<Item = &'a mut String>) {
        for text in texts {
            self.text(text);
        }
    }

    /// `before.json` and `after.json`.
    pub(super) fn state(&self, state: &mut State) {
        let State {
            format_version: _,
            account: _,
            source: _,
            read_at: _,
            registrations,
            devices,
            seats,
            service_tokens,
            enrollment,
        } = state;
        for row in registrations {
            self.row(row);
        }
        for Device { id: _, name, serial, hardware_id, os: _, active_registrations: _ } in devices.rows_mut() {
            self.text(name);
            self.texts(serial);
            self.texts(hardware_id);
        }
        for Seat { user_id: _, email, seat_uid: _, access_seat: _, gateway_seat: _ } in seats.rows_mut() {
            self.texts(email);
        }
        for Token { id: _, name, enabled: _, expires_at: _ } in service_tokens.rows_mut() {
            self.text(name);
        }
        for Door { email, token, returns } in enrollment {
            self.texts(email);
            self.texts(token.as_mut().map(|NamedId { id: _, name }| name));
            self.returns(returns);
        }
    }

    fn row(&self, row: &mut Row) {
        let Row {
            id: _,
            status: _,
            revoked_at: _,
            created_at: _,
            last_seen_at: _,
            registration_type: _,
            device_id: _,
            device_name,
            user_id: _,
            email,
            user_name,
            virtual_ips: _,
        } = row;
        self.text(device_name);
        self.texts(email);
        if self.what.contains(&Redact::Email) {
            *user_name = None;
        }
        self.texts(user_name);
    }

    fn returns(&self, returns: &mut Returns) {
        let Returns { verdict: _, policies, needs, remedy } = returns;
        for policy in policies {
            self.text(&mut policy.name);
            self.text(&mut policy.rule);
        }
        self.texts(needs);
        self.texts(remedy);
    }

    /// `change.json`.
    pub(super) fn change(&self, change: &mut Change) {
        let Change { ticket, entry_tickets, requested_by, approved_by, run_by, doorlist, remarks, .. } = change;
        self.texts(ticket.iter_mut().chain(requested_by).chain(run_by));
        self.texts(entry_tickets.iter_mut().chain(approved_by).chain(&mut doorlist.paths));
        self.texts(remarks.iter_mut().map(|remark| &mut remark.text));
    }

    /// A line of `requests.jsonl`.
    pub(super) fn request(&self, request: &mut Request) {
        if !self.what.is_empty() {
            request.target = map_target(&request.target, |text| self.redactor.text(text));
            self.texts(&mut request.error);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::affected::Affected;
    use super::super::tests::{account, change, plan, request};
    use super::*;

    fn masked(what: &[Redact]) -> String {
        let (account, plan) = (account(), plan());
        let mut state = State::of(&account, &Affected::of(&plan, &account));
        let mask = Mask::new(account.id.as_str(), what, &[&state.clone()]);
        mask.state(&mut state);
        let mut change = change();
        mask.change(&mut change);
        let mut request = request("GET", "/accounts/a/access/users?email=erin%40acme.example&serial=C02AAA111");
        mask.request(&mut request);
        let json = |value: &dyn erased::Json| value.json();
        [json(&state), json(&change), json(&request)].concat()
    }

    mod erased {
        pub(super) trait Json {
            fn json(&self) -> String;
        }

        impl<T: serde::Serialize> Json for T {
            fn json(&self) -> String {
                serde_json::to_string(self).expect("plain values")
            }
        }
    }

    #[test]
    fn what_is_hidden_is_nowhere() {
        let text = masked(Redact::ALL);
        for name in ["erin@", "Erin", "frank@", "Frank", "C02AAA111", "hw-1", "shared-ws", "kiosk-lobby"] {
            assert!(!text.contains(name), "{name} in {text}");
        }
        assert!(text.contains("person-") && text.contains("device-") && text.contains("serial-"));
        assert!(text.contains("r-erin-1"), "ids stay");
    }

    #[test]
    fn what_is_not_asked_for_stays() {
        assert!(masked(&[]).contains("erin@acme.example"));
        let serials = masked(&[Redact::Serial]);
        assert!(serials.contains("Erin Example") && !serials.contains("C02AAA111"));
    }
}
