//! Laptops, phones, kiosks, runners, routers and shared machines.

use super::random::Dice;

/// A physical device.
pub(super) struct Machine {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) os: Option<&'static str>,
    pub(super) serial: Option<String>,
    pub(super) hardware_id: Option<String>,
    pub(super) tags: Vec<(&'static str, &'static str)>,
    /// Whether the asset list has it.
    pub(super) is_asset: bool,
}

impl Machine {
    fn new(name: String, os: &'static str, serial: Option<String>, dice: &mut Dice) -> Self {
        let hardware_id = Some(dice.uuid().to_uppercase());
        Self { id: dice.uuid(), name, os: Some(os), serial, hardware_id, tags: Vec::new(), is_asset: false }
    }

    pub(super) fn laptop(handle: &str, number: usize, dice: &mut Dice) -> Self {
        let (os, name, serial) = match dice.below(10) {
            0..=4 => ("windows", format!("{handle}-lt"), format!("5CG{number:07}")),
            5..=8 => ("mac", format!("{handle}-mbp"), format!("C02{number:07}")),
            _ => ("linux", format!("{handle}-tp"), format!("PF3{number:07}")),
        };
        Self { is_asset: true, ..Self::new(name, os, Some(serial), dice) }
    }

    /// The same laptop under a new record, as re-imaging leaves it.
    pub(super) fn reimaged(old: &Self, dice: &mut Dice) -> Self {
        let os = old.os.unwrap_or("windows");
        Self { is_asset: false, ..Self::new(old.name.clone(), os, old.serial.clone(), dice) }
    }

    pub(super) fn phone(handle: &str, dice: &mut Dice) -> Self {
        let os = dice.one_of(&["ios", "android"]);
        Self { hardware_id: None, ..Self::new(format!("{handle}-phone"), os, None, dice) }
    }

    pub(super) fn home_computer(handle: &str, dice: &mut Dice) -> Self {
        let serial = dice.one_of(&["To Be Filled By O.E.M.", "Default string", "System Serial Number", "0", "  "]);
        Self::new(format!("{handle}-home"), "windows", Some(serial.to_owned()), dice)
    }

    pub(super) fn browser(handle: &str, dice: &mut Dice) -> Self {
        let name = format!("Chrome on {handle}");
        Self { os: None, hardware_id: None, ..Self::new(name, "windows", None, dice) }
    }

    pub(super) fn kiosk(site: &'static str, number: usize, dice: &mut Dice) -> Self {
        let serial = Some(format!("KSK{number:07}"));
        let machine = Self::new(format!("kiosk-{site}-{number:02}"), "windows", serial, dice);
        Self { tags: vec![("site", site)], ..machine }
    }

    pub(super) fn runner(dice: &mut Dice) -> Self {
        let name = format!("ci-runner-{:08x}", dice.below(1 << 32));
        Self::new(name, "linux", None, dice)
    }

    pub(super) fn router(site: &str, number: usize, dice: &mut Dice) -> Self {
        Self::new(format!("cloudflare-warp-connector-{site}-{number}"), "linux", None, dice)
    }

    pub(super) fn shared(site: &'static str, number: usize, dice: &mut Dice) -> Self {
        let machine = Self::new(format!("shared-{site}-{number:02}"), "windows", Some(format!("SHR{number:07}")), dice);
        Self { tags: vec![("site", site), ("use", "shared")], is_asset: true, ..machine }
    }
}
