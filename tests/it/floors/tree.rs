//! The files of the repository as text.

use std::fs;
use std::path::{Path, PathBuf};

/// Folders whose files people write.
const FOLDERS: &[&str] = &["src", "tests", "examples", "schema", ".ci", ".config"];

/// Files beside them.
const FILES: &[&str] = &["Cargo.toml", "README.md", "CHANGELOG.md", ".clippy.toml", ".rustfmt.toml", ".gitignore"];

/// Kinds of text.
const TEXTS: &[&str] = &["rs", "toml", "md", "yaml", "yml", "json", "sh", "snap", "csv", "txt", "py", "ts", "mjs"];

/// One file.
pub(super) struct SourceFile {
    /// Below `src`, or below the repository.
    pub(super) path: String,
    pub(super) lines: Vec<String>,
}

impl SourceFile {
    fn read(root: &Path, file: &Path) -> Self {
        let path = file.strip_prefix(root).expect("below its root").to_string_lossy().into_owned();
        let text = fs::read(file).expect("a readable file");
        Self { path, lines: String::from_utf8_lossy(&text).lines().map(str::to_owned).collect() }
    }

    pub(super) fn is_in(&self, floor: &str) -> bool {
        self.path.split('/').next() == Some(floor)
    }

    /// How many `super::` lead from the file's module to the crate.
    pub(super) fn depth(&self) -> usize {
        let folders = self.path.matches('/').count();
        if self.path.ends_with("/mod.rs") { folders } else { folders + 1 }
    }

    /// Lines that are neither empty nor a comment.
    pub(super) fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.lines.iter().enumerate().map(|(number, line)| (number, line.trim()));
        lines.filter(|(_, line)| !line.is_empty() && !line.starts_with("//"))
    }

    /// Lines of code in which a path stands, not as the end of a longer word.
    pub(super) fn lines_naming(&self, path: &str) -> Vec<String> {
        let names = |line: &str| {
            line.match_indices(path).any(|(at, _)| {
                let before = line[..at].chars().next_back();
                let after = line[at + path.len()..].chars().next();
                let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
                let inside = before == Some(':') && !path.starts_with("super");
                !joins(before) && !inside && (path.ends_with([':', ';']) || !joins(after))
            })
        };
        self.code().filter(|(_, line)| names(line)).map(|(number, line)| self.place(number, line)).collect()
    }

    /// Lines of a `use crate::{…}` that name a floor.
    pub(super) fn lines_grouping(&self, floor: &str) -> Vec<String> {
        let mut inside = false;
        let mut found = Vec::new();
        for (number, line) in self.code() {
            inside |= line.contains("use crate::{");
            let words: Vec<&str> = line.split(|c: char| !(c.is_alphanumeric() || c == '_')).collect();
            if inside && words.contains(&floor) {
                found.push(self.place(number, line));
            }
            inside &= !line.contains(';');
        }
        found
    }

    pub(super) fn begins_function(line: &str) -> bool {
        let words = ["pub", "pub(crate)", "pub(super)", "const", "async"];
        line.split(' ').find(|word| !words.contains(word)) == Some("fn")
    }

    pub(super) fn place(&self, number: usize, line: &str) -> String {
        format!("{}:{}: {}", self.path, number + 1, line.trim())
    }
}

/// The repository.
pub(super) struct Tree {
    root: PathBuf,
}

impl Tree {
    pub(super) fn read() -> Self {
        Self { root: Path::new(env!("CARGO_MANIFEST_DIR")).to_owned() }
    }

    /// All of `src`.
    pub(super) fn sources(&self) -> Vec<SourceFile> {
        let src = self.root.join("src");
        let files = walk(&src).into_iter().filter(|file| file.extension().is_some_and(|kind| kind == "rs"));
        files.map(|file| SourceFile::read(&src, &file)).collect()
    }

    /// Everything that people write.
    pub(super) fn texts(&self) -> Vec<SourceFile> {
        let folders = FOLDERS.iter().flat_map(|folder| walk(&self.root.join(folder)));
        let files = FILES.iter().map(|file| self.root.join(file)).filter(|file| file.exists());
        let is_text = |file: &PathBuf| {
            file.extension().is_none_or(|kind| TEXTS.iter().any(|text| kind.eq_ignore_ascii_case(text)))
        };
        folders.chain(files).filter(is_text).map(|file| SourceFile::read(&self.root, &file)).collect()
    }

    /// Paths of one kind below a folder, from the root.
    pub(super) fn below(&self, folder: &str, kind: &str) -> Vec<String> {
        let files = walk(&self.root.join(folder)).into_iter();
        let wanted = files.filter(|file| file.extension().is_some_and(|extension| extension == kind));
        wanted.map(|file| SourceFile::read(&self.root, &file).path).collect()
    }

    pub(super) fn text(path: &str) -> String {
        Self::try_text(path).unwrap_or_else(|| panic!("{path} cannot be read"))
    }

    pub(super) fn try_text(path: &str) -> Option<String> {
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).ok()
    }
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a readable folder").path()).collect();
    paths.sort();
    // What the fuzzers build and find is nobody's text.
    let is_made = |path: &PathBuf| path.ends_with("fuzz/target") || path.ends_with("fuzz/artifacts");
    let people_write = paths.into_iter().filter(|path| !is_made(path));
    people_write.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}
