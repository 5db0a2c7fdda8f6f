//! CSV files, as `directory` and `serials_from` read them, against a reader of our own: nobody is lost without a sound.

use std::collections::{BTreeMap, BTreeSet};

use doorlist::model::Diagnostic;

use super::common::Memory;

const LIST: &str = "\
version: 1
account: { id: 0123456789abcdef0123456789abcdef, team: acme }
users: []
service_tokens: []
devices: [{ class: a, serials_from: { file: sheet.csv, column: serial } }]
directory: { file: sheet.csv, email_column: mail, group_column: team }
";

/// A CSV file with the columns `mail`, `team` and `serial`.
pub fn target(bytes: &[u8]) {
    let mut files = Memory::one(LIST);
    files.0.insert("sheet.csv".to_owned(), bytes.to_vec());
    let loaded = files.load();
    assert_eq!(loaded, files.load());
    match loaded {
        Err(found) => found.iter().for_each(placed),
        Ok(loaded) => {
            let (groups, serials) = read(bytes).expect("what is accepted is a CSV file");
            let as_text = |(name, members): (&String, &std::collections::HashSet<doorlist::model::Email>)| {
                (name.clone(), members.iter().map(ToString::to_string).collect())
            };
            let found: BTreeMap<String, BTreeSet<String>> = loaded.list.groups.iter().map(as_text).collect();
            assert_eq!(found, groups);
            let select = loaded.list.devices[0].select.serial.clone().unwrap_or_default();
            assert_eq!(select.into_iter().collect::<BTreeSet<_>>(), serials);
        }
    }
}

fn placed(diagnostic: &Diagnostic) {
    assert!(diagnostic.source.text.get(diagnostic.span.clone()).is_some(), "{diagnostic:?}");
}

/// Groups with their people, and serials.
type Read = (BTreeMap<String, BTreeSet<String>>, BTreeSet<String>);

fn read(bytes: &[u8]) -> Option<Read> {
    let text = std::str::from_utf8(bytes).ok()?;
    // A lone carriage return is a line end like any other, within quotes, too.
    let lines: Vec<String> = text.split("\r\n").map(|line| line.replace('\r', "\n")).collect();
    let text = lines.join("\r\n");
    let mut rows = rows(text.strip_prefix('\u{feff}').unwrap_or(&text)).into_iter();
    let header = rows.next()?;
    let column = |name: &str| header.iter().position(|cell| cell.trim() == name);
    let (mail, team, serial) = (column("mail")?, column("team")?, column("serial")?);
    let (mut groups, mut serials) = (BTreeMap::<String, BTreeSet<String>>::new(), BTreeSet::new());
    for row in rows {
        assert_eq!(row.len(), header.len(), "a row that is cut off was accepted");
        let [mail, team, serial] = [mail, team, serial].map(|at| row[at].trim());
        if !mail.is_empty() && !team.is_empty() {
            let members = groups.entry(team.to_owned()).or_default();
            let mail = mail.to_ascii_lowercase();
            let is_machine = ["non_identity@", "warp_connector@"].iter().any(|start| mail.starts_with(start))
                && mail.ends_with(".cloudflareaccess.com");
            if !is_machine {
                members.insert(mail);
            }
        }
        serials.extend(doorlist::model::selector::normal_serial(serial));
    }
    Some((groups, serials))
}

/// RFC 4180, where any line end ends a row and empty lines are none.
fn rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell) = (Vec::new(), Vec::new(), String::new());
    let (mut quoted, mut fresh, mut any) = (false, true, false);
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '"' if quoted && letters.peek() == Some(&'"') => cell.push(letters.next().unwrap_or('"')),
            '"' if quoted => quoted = false,
            '"' if fresh => (quoted, fresh, any) = (true, false, true),
            ',' if !quoted => {
                row.push(std::mem::take(&mut cell));
                (fresh, any) = (true, true);
            }
            '\n' | '\r' if !quoted => {
                if any {
                    row.push(std::mem::take(&mut cell));
                    rows.push(std::mem::take(&mut row));
                }
                (fresh, any) = (true, false);
            }
            c => {
                cell.push(c);
                (fresh, any) = (false, true);
            }
        }
    }
    if any {
        row.push(cell);
        rows.push(row);
    }
    rows
}
