//! From a path to a door list: the file, what it includes, the checks over all of them.

use std::sync::Arc;

use jiff::Timestamp;

use super::Loaded;
use super::case::Case;
use super::check;
use super::codes;
use super::draft::Draft;
use super::files::{DOOR_LIST_LIMIT, FileData, FileProblem, Files, beside, plain};
use super::keys;
use super::library::Library;
use super::node::{Kind, Node};
use super::parse::parse;
use super::reader::{Field, Fields, Reader};
use super::section::{Directory, Require};
use super::text::{TextProblem, decode};
use super::trouble::{Place, Problems, Trouble};
use crate::model::doorlist::{AccountPin, Cleanup, DoorList, Limits, Offboarding, Unlisted};
use crate::model::{Diagnostic, SourceText};

/// Files that may include one another.
const DEEPEST: usize = 16;

/// See [`super::load()`].
pub(super) fn load(path: &str, files: &dyn Files, now: Timestamp) -> Result<Loaded, Vec<Diagnostic>> {
    let mut loading = Loading::new(files, now);
    let list = loading.door_list(&plain(path));
    let Loading { library, problems, opened, .. } = loading;
    let fatal = problems.is_fatal();
    let found = problems.sorted(&opened);
    match list {
        Some(list) if !fatal => Ok(Loaded { list: DoorList { files: library.into_read(), ..list }, warnings: found }),
        _ => Err(found),
    }
}

/// See [`super::pin`].
pub(super) fn pin(path: &str, files: &dyn Files) -> Option<AccountPin> {
    let mut loading = Loading::new(files, Timestamp::UNIX_EPOCH);
    let (source, node) = loading.open(&plain(path), None)?;
    let (mut reader, _) = loading.reader(&source);
    let fields = reader.fields(&node, &keys::DOOR_LIST)?;
    reader.account(fields.get("account")?)
}

/// See [`super::case()`].
pub(super) fn case(path: &str, files: &dyn Files) -> Result<Case, Vec<Diagnostic>> {
    let mut loading = Loading::new(files, Timestamp::UNIX_EPOCH);
    let case = loading.open(path, None).and_then(|(source, node)| loading.reader(&source).0.case(&node));
    let Loading { problems, opened, .. } = loading;
    case.filter(|_| !problems.is_fatal()).ok_or_else(|| problems.sorted(&opened))
}

struct Loading<'f> {
    library: Library<'f>,
    problems: Problems,
    draft: Draft,
    /// The names of the files, in the order in which they are read.
    opened: Vec<String>,
    /// The same by one name each, whatever they are called.
    identities: Vec<String>,
}

/// A file that is being read, with those above it.
struct Above {
    /// As it is named.
    path: String,
    /// See [`Files::identity`].
    identity: String,
}

/// What only the including file holds.
struct Head {
    account: Option<AccountPin>,
    timezone: String,
    unlisted: Unlisted,
    cleanup: Cleanup,
    limits: Limits,
    offboarding: Offboarding,
    directory: Option<Directory>,
    require: Option<Require>,
}

impl<'f> Loading<'f> {
    fn new(files: &'f dyn Files, now: Timestamp) -> Self {
        let library = Library::new(files, now);
        Self { library, problems: Problems::default(), draft: Draft::new(), opened: Vec::new(), identities: Vec::new() }
    }

    fn door_list(&mut self, path: &str) -> Option<DoorList> {
        let (source, node) = self.open(path, None)?;
        self.check_tags(&source, &node);
        let (mut reader, draft) = self.reader(&source);
        let fields = reader.fields(&node, &keys::DOOR_LIST)?;
        let head = reader.head(&fields, draft);
        reader.entries(&fields, draft);
        self.includes(&source, &fields, &mut vec![self.above(path)]);
        let (mut reader, draft) = self.reader(&source);
        check::all(&mut reader, &fields, &head.unlisted, draft, head.directory.as_ref(), head.require.as_ref());
        self.assemble(head)
    }

    fn assemble(&mut self, head: Head) -> Option<DoorList> {
        let Draft { users, service_tokens, devices, protected, .. } = std::mem::replace(&mut self.draft, Draft::new());
        let Head { account, timezone, unlisted, cleanup, limits, offboarding, directory, require } = head;
        Some(DoorList {
            files: Vec::new(),
            account: account?,
            timezone,
            unlisted,
            users,
            service_tokens,
            devices,
            protected,
            cleanup,
            limits,
            offboarding,
            requires_approver: require.is_some_and(|require| require.asks_for_an_approver()),
            groups: directory.unwrap_or_default(),
        })
    }

    /// A reader of one file, and the draft that it reads into.
    fn reader<'r>(&'r mut self, source: &SourceText) -> (Reader<'r, 'f>, &'r mut Draft) {
        let reader = Reader { source: source.clone(), problems: &mut self.problems, library: &mut self.library };
        (reader, &mut self.draft)
    }

    /// Reads the files that `include` names, each with what it includes, in order. A file that two others include is
    /// read once.
    fn includes(&mut self, source: &SourceText, fields: &Fields<'_>, above: &mut Vec<Above>) {
        let Some(field) = fields.get("include") else { return };
        let paths = self.reader(source).0.texts(field);
        for (relative, node) in paths {
            let file = self.above(&beside(&source.name, relative));
            let place = self.reader(source).0.place(node);
            if above.iter().any(|one| one.identity == file.identity) || above.len() >= DEEPEST {
                self.cycle(&place, &file, above);
            } else if !self.identities.contains(&file.identity) {
                let path = file.path.clone();
                above.push(file);
                self.included(&path, &place, above);
                above.pop();
            }
        }
    }

    fn above(&self, path: &str) -> Above {
        Above { path: path.to_owned(), identity: self.library.identity(path) }
    }

    fn included(&mut self, path: &str, from: &Place, above: &mut Vec<Above>) {
        let Some((source, node)) = self.open(path, Some(from)) else { return };
        self.check_tags(&source, &node);
        let (mut reader, draft) = self.reader(&source);
        let Some(fields) = reader.fields(&node, &keys::INCLUDED) else { return self.problems.incomplete() };
        reader.entries(&fields, draft);
        self.includes(&source, &fields, above);
    }

    fn cycle(&mut self, place: &Place, file: &Above, above: &[Above]) {
        let path = &file.path;
        let message = if above.iter().any(|one| one.identity == file.identity) {
            let names: Vec<&str> = above.iter().map(|one| one.path.as_str()).collect();
            format!("`{path}` includes itself: {} → {path}", names.join(" → "))
        } else {
            format!("files include one another more than {DEEPEST} deep")
        };
        let trouble = Trouble::new(codes::INCLUDE_CYCLE, place.span.clone(), message);
        self.problems.push(&place.source, trouble.help("remove one of the includes"));
    }

    /// The text and the tree of a file; nothing where it has none, which is noted.
    fn open(&mut self, path: &str, from: Option<&Place>) -> Option<(SourceText, Node)> {
        self.opened.push(path.to_owned());
        self.identities.push(self.library.identity(path));
        let nameless = SourceText { name: Arc::from(path), text: Arc::from("") };
        let opened = match self.library.open(path, DOOR_LIST_LIMIT) {
            Ok(data) => self.tree(&nameless, data),
            Err(problem) => {
                self.unreadable(&nameless, &problem, from);
                None
            }
        };
        if opened.is_none() {
            self.problems.incomplete();
        }
        opened
    }

    fn unreadable(&mut self, file: &SourceText, problem: &FileProblem, from: Option<&Place>) {
        let code = if *problem == FileProblem::TooLarge { codes::FILE_TOO_LARGE } else { codes::FILE_UNREADABLE };
        let message = format!("`{}` cannot be read: {problem}", file.name);
        let help = match problem {
            FileProblem::TooLarge => Some("a door list has at most 16 MB; keep large sets in CSV files".to_owned()),
            FileProblem::Missing if from.is_some() => {
                Some("the paths of `include` are relative to the file that has them".to_owned())
            }
            _ => None,
        };
        let (source, span) = from.map_or((file, 0..0), |place| (&place.source, place.span.clone()));
        self.problems.push(source, Trouble::new(code, span, message).maybe_help(help));
    }

    fn tree(&mut self, file: &SourceText, data: FileData) -> Option<(SourceText, Node)> {
        let text = decode(data.bytes).map_err(|problem| self.no_text(file, problem)).ok()?;
        let source = SourceText { name: file.name.clone(), text: text.into() };
        match parse(&source.text) {
            Ok(node) if node.kind == Kind::Null => {
                let trouble = Trouble::new(codes::EMPTY_FILE, 0..0, format!("`{}` holds nothing", file.name));
                self.problems.push(&source, trouble.help("an empty list is written `users: []`"));
                None
            }
            Ok(node) => Some((source, node)),
            Err(trouble) => {
                self.problems.push(&source, *trouble);
                None
            }
        }
    }

    /// Notes that a file is no text. What is no text at all is not shown: it may be anything, by an `include` too.
    fn no_text(&mut self, file: &SourceText, problem: TextProblem) {
        let message = format!("`{}` {}", file.name, problem.what());
        let code = if problem == TextProblem::Nul { codes::NOT_A_TEXT } else { codes::NOT_UTF8 };
        let (text, at) = match problem {
            TextProblem::NotUtf8 { at, shown } => (shown, at),
            TextProblem::Utf16 | TextProblem::Nul => (String::new(), 0),
        };
        let source = SourceText { name: file.name.clone(), text: text.into() };
        self.problems.push(&source, Trouble::new(code, at..at, message).help("save it as UTF-8"));
    }

    fn check_tags(&mut self, source: &SourceText, node: &Node) {
        if node.tagged {
            let trouble = Trouble::new(codes::YAML_TAG, node.range(), "a door list has no YAML tags");
            self.problems.push(source, trouble.help("remove the tag; quote text that looks like a number"));
        }
        match &node.kind {
            Kind::List(items) => items.iter().for_each(|item| self.check_tags(source, item)),
            Kind::Map(pairs) => pairs.iter().for_each(|(key, value)| {
                self.check_tags(source, key);
                self.check_tags(source, value);
            }),
            Kind::Null | Kind::Bool(_) | Kind::Number | Kind::Text(_) => {}
        }
    }
}

impl Reader<'_, '_> {
    /// Everything that is no entry.
    fn head(&mut self, fields: &Fields<'_>, draft: &mut Draft) -> Head {
        if let Some(version) = fields.get("version") {
            self.version(version);
        }
        let zone = fields.get("timezone").and_then(|field| self.zone(field));
        let timezone = zone.as_ref().map_or_else(|| "UTC".to_owned(), |(name, _)| name.clone());
        draft.zone = zone.map_or(draft.zone.clone(), |(_, zone)| zone);
        Head {
            account: fields.get("account").and_then(|field| self.account(field)),
            timezone,
            unlisted: self.unlisted(fields.get("unlisted")),
            cleanup: fields.get("cleanup").map(|field| self.cleanup(field)).unwrap_or_default(),
            limits: fields.get("limits").map(|field| self.limits(field)).unwrap_or_default(),
            offboarding: fields.get("offboarding").map(|field| self.offboarding(field)).unwrap_or_default(),
            directory: fields.get("directory").and_then(|field| self.directory(field)),
            require: fields.get("require").and_then(|field| self.require(field)),
        }
    }

    /// The entries of one file.
    fn entries(&mut self, fields: &Fields<'_>, draft: &mut Draft) {
        let mut each = |name: &str, read: fn(&mut Self, &Node, &mut Draft)| {
            let items = match fields.get(name).map(|field: Field<'_>| (self.list(field), &field.value.kind)) {
                Some((items, Kind::List(_))) => items,
                // What is not there for a reason that has been noted is not missed elsewhere.
                Some(_) => return self.problems.incomplete(),
                None if fields.mentions(name) => return self.problems.incomplete(),
                None => return,
            };
            for item in items {
                read(self, item, draft);
            }
        };
        each("users", Self::user);
        each("service_tokens", Self::service_token);
        each("devices", Self::device);
        each("protected", Self::protected);
    }
}
