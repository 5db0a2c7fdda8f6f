//! Evidence folders: what was edited is refused, whatever else it is.

use std::collections::BTreeMap;

use doorlist::evidence::manifest::Listed;
use doorlist::evidence::{MANIFEST, Manifest, Since, SinceError, sha256};
use doorlist::render::json_document;

use super::common::parts;

type Files = BTreeMap<String, Vec<u8>>;

/// The files of a folder behind their marks. A manifest is made to fit them where it can be read.
pub fn target(bytes: &[u8]) {
    let mut files: Files = parts(bytes, "README.md").into_iter().collect();
    assert_eq!(Since::read(&files), Since::read(&files));
    let parsed = files.get(MANIFEST).and_then(|bytes| serde_json::from_slice::<Manifest>(bytes).ok());
    let Some(manifest) = parsed else { return };
    files.remove(MANIFEST);
    let listed = |(path, bytes): (&String, &Vec<u8>)| Listed {
        path: path.clone(),
        sha256: sha256(bytes),
        bytes: bytes.len() as u64,
    };
    let manifest = Manifest { files: files.iter().map(listed).collect(), ..manifest };
    files.insert(MANIFEST.to_owned(), json_document(&manifest).into_bytes());
    let Ok(since) = Since::read(&files) else { return };
    assert!(since.added.is_empty(), "{since:?}");
    assert_eq!(since.finished_at, Some(manifest.finished_at));
    for path in manifest.files.iter().map(|listed| &listed.path) {
        edited(&files, path);
    }
    let mut more = files.clone();
    more.insert("a note".to_owned(), Vec::new());
    let listed = files.contains_key("a note");
    assert!(listed || Since::read(&more).is_ok_and(|more| more.added == ["a note"]));
}

fn edited(files: &Files, path: &str) {
    let refused = |edit: &dyn Fn(&mut Files)| {
        let mut files = files.clone();
        edit(&mut files);
        assert!(matches!(Since::read(&files), Err(SinceError::Edited(_))), "{path} was edited");
    };
    refused(&|files| drop(files.remove(path)));
    refused(&|files| files.get_mut(path).expect("it is there").push(b' '));
    if !files[path].is_empty() {
        refused(&|files| files.get_mut(path).expect("it is there")[0] ^= 1);
    }
}
