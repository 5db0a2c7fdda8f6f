//! The loader: a door list or diagnostics with valid places, the same ones every time.

use doorlist::config::{Loaded, codes, pin};
use doorlist::model::{Class, Diagnostic, Origin, SourceText};
use doorlist::render::diagnostics;

use super::common::{Memory, parts};
use super::hidden::is_hidden;

/// The door list, and behind marks the files that it names.
pub fn target(bytes: &[u8]) {
    let files = Memory(parts(bytes, "doorlist.yaml").into_iter().collect());
    let loaded = files.load();
    assert_eq!(loaded, files.load(), "the same files give the same answer");
    match &loaded {
        Ok(loaded) => accepted(files, loaded),
        Err(found) => refused(found),
    }
}

fn accepted(mut files: Memory, loaded: &Loaded) {
    let list = &loaded.list;
    assert!(loaded.warnings.iter().all(|warning| warning.class == Class::Warning));
    loaded.warnings.iter().for_each(placed);
    assert_eq!(pin("doorlist.yaml", &files).as_ref(), Some(&list.account));
    let users = list.users.iter().map(|entry| &entry.origin);
    let tokens = list.service_tokens.iter().map(|entry| &entry.origin);
    let machines = list.devices.iter().map(|entry| &entry.origin);
    let kept = list.protected.iter().map(|entry| &entry.origin);
    users.chain(tokens).chain(machines).chain(kept).for_each(|origin| stands(&files, origin));
    let text = files.0.get_mut("doorlist.yaml").expect("it was read");
    if text.ends_with(b"\n") {
        text.extend_from_slice(b"# the end\n");
        let again = files.load().expect("a comment breaks nothing").list;
        assert_eq!(doorlist::model::DoorList { files: list.files.clone(), ..again }, *list, "a comment says nothing");
    }
}

fn refused(found: &[Diagnostic]) {
    assert!(found.iter().any(|diagnostic| diagnostic.class != Class::Warning), "a refusal has its reason");
    found.iter().for_each(placed);
    let shown = diagnostics(found, false, 80);
    assert!(!shown.chars().any(is_hidden), "{shown:?}");
}

/// Every place is within its text, and every code is a published one.
fn placed(diagnostic: &Diagnostic) {
    let within = |source: &SourceText, span: &std::ops::Range<usize>| source.text.get(span.clone()).is_some();
    assert!(within(&diagnostic.source, &diagnostic.span), "{diagnostic:?}");
    assert!(diagnostic.related.iter().all(|label| within(&label.source, &label.span)), "{diagnostic:?}");
    assert!(codes::ALL.iter().any(|(code, ..)| *code == diagnostic.code), "{diagnostic:?}");
    assert!(!diagnostic.message.is_empty());
}

/// An entry stands on a line of its file.
fn stands(files: &Memory, origin: &Origin) {
    let text = files.0.get(&*origin.file).map(|bytes| String::from_utf8_lossy(bytes).replace("\r\n", "\n"));
    let lines = text.map_or(0, |text| text.split(['\n', '\r']).count());
    assert!(origin.column >= 1 && (1..=lines).contains(&(origin.line as usize)), "{origin:?}");
}
