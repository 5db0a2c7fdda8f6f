//! A process as the system sees it: how long it ran and how much memory it had at most.

use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::Outcome;

pub(super) struct Measured {
    pub(super) wall: Duration,
    /// In megabytes; 0 where the system does not say.
    pub(super) peak: u64,
}

pub(super) fn measure(command: &mut Command, url: &str, wanted: &[i32]) -> Outcome<Measured> {
    let name = command.get_program().to_string_lossy().into_owned();
    command.env("CLOUDFLARE_BASE_URL", url).env("CLOUDFLARE_API_TOKEN", "a-token-for-loopback");
    command.env_remove("CLOUDFLARE_ACCOUNT_ID").stdin(Stdio::null()).stdout(Stdio::null());
    let begun = Instant::now();
    let mut child = command.spawn()?;
    let mut peak = 0;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        peak = resident(child.id()).max(peak);
        thread::sleep(Duration::from_millis(1));
    };
    let wall = begun.elapsed();
    if !status.code().is_some_and(|code| wanted.contains(&code)) {
        return Err(format!("{name} ended with {status}").into());
    }
    Ok(Measured { wall, peak })
}

/// The kernel's own high-water mark, as long as the process is there.
fn resident(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1024
}
