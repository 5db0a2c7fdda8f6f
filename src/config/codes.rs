//! The published codes of diagnostics (product.md, section 1; fine print A9). A code never changes its meaning.

use crate::model::Class;

/// A code and what it does to the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Code {
    pub(super) name: &'static str,
    pub(super) class: Class,
}

macro_rules! codes {
    ($($class:ident { $($name:ident $code:literal: $meaning:literal, $mend:literal;)+ })+) => {
        $($(
            #[doc = $meaning]
            pub(super) const $name: Code = Code { name: $code, class: Class::$class };
        )+)+

        /// Every code with its meaning and its mend, each in one line.
        pub const ALL: &[(&str, &str, &str)] = &[$($(($code, $meaning, $mend),)+)+];
    };
}

codes! {
    Problem {
        FILE_UNREADABLE "file-unreadable": "A door list or an included file cannot be read.",
            "Check the path; the paths of `include` are relative to the file that has them.";
        FILE_TOO_LARGE "file-too-large": "A door list has more than 16 MB.",
            "Keep large sets of serials and people in CSV files (`serials_from`, `directory`).";
        NOT_UTF8 "not-utf8": "A file is not in UTF-8.",
            "Save it as UTF-8.";
        NOT_A_TEXT "not-a-text": "A file has NUL bytes and so is no text.",
            "Check the path; save the file as UTF-8.";
        YAML_SYNTAX "yaml-syntax": "The file is not YAML.",
            "Mend the place shown; text with special characters needs quotes.";
        YAML_TOO_COMPLEX "yaml-too-complex": "The file is nested too deeply, or its aliases unfold to too much.",
            "Write the entries out, or split the file with `include`.";
        YAML_DOCUMENTS "yaml-documents": "The file holds several YAML documents.",
            "Keep one document a file and pass several files.";
        YAML_TAG "yaml-tag": "A value has a YAML tag.",
            "Remove the tag; quote text that looks like a number.";
        YAML_MERGE "yaml-merge": "A mapping uses the merge key `<<`.",
            "Write the keys out.";
        EMPTY_FILE "empty-file": "The file holds nothing.",
            "Write the required keys; an empty list is `[]`.";
        UNKNOWN_KEY "unknown-key": "A mapping has a key that does not exist there.",
            "Use the suggested key, or remove it.";
        DUPLICATE_KEY "duplicate-key": "A mapping has the same key twice.",
            "Keep one of the two.";
        MISSING_KEY "missing-key": "A required key is missing.",
            "Add it; an empty list is `[]`.";
        MISPLACED_KEY "misplaced-key": "An included file has a key of the including file.",
            "Move it to the including file.";
        NULL_VALUE "null-value": "A key has no value.",
            "Give it one, or remove the key; an empty list is `[]`.";
        WRONG_TYPE "wrong-type": "A value is of the wrong kind, for example a list where text is meant.",
            "Write the kind of value that the message names.";
        UNQUOTED_TEXT "unquoted-text": "YAML reads a text as a number or a boolean.",
            "Quote it.";
        EMPTY_TEXT "empty-text": "A text is empty.",
            "Write the text, or remove the key.";
        EMPTY_LIST "empty-list": "A list is empty where that would match nobody or nothing.",
            "Fill it, or remove the key.";
        UNKNOWN_WORD "unknown-word": "A value is none of the words that the key takes.",
            "Use one of the words that the message lists.";
        BAD_NUMBER "bad-number": "A number is negative, has a fraction, or is out of range.",
            "Write a whole number in the range that the message names.";
        BAD_DURATION "bad-duration": "A duration lacks its unit or cannot be read.",
            "Write a whole number and a unit: `90s`, `30m`, `12h`, `14d`, `2w`.";
        BAD_DATE "bad-date": "A date cannot be read.",
            "Write the day as `2026-12-31`.";
        BAD_TIME "bad-time": "A time cannot be read.",
            "Write it as `2026-11-22T00:00:00Z`.";
        BAD_TIMEZONE "bad-timezone": "A time zone is not in the IANA database.",
            "Write a name such as `UTC` or `Europe/Lisbon`.";
        BAD_VERSION "bad-version": "The version of the file format is not known.",
            "Write `version: 1`, or use a newer doorlist.";
        BAD_ACCOUNT_ID "bad-account-id": "An account id is not 32 lower-case hexadecimal digits.",
            "Copy it from the dashboard.";
        BAD_TEAM "bad-team": "A team name is none.",
            "Write the first label of the team's domain, without `.cloudflareaccess.com`.";
        BAD_EMAIL "bad-email": "A text is no e-mail address and no pattern over one.",
            "Write `name@domain`, or a pattern with `*`.";
        BAD_TAG "bad-tag": "A device tag is not `key:value`.",
            "Write both with a colon between them.";
        BAD_PATTERN "bad-pattern": "A regular expression cannot be read.",
            "Mend it; backslashes are safest in single quotes.";
        CONNECTORS_REMOVED "connectors-removed": "`unlisted.connectors` would remove connectors.",
            "Write `keep` or `report`.";
        INCLUDE_CYCLE "include-cycle": "A file includes itself, perhaps through others.",
            "Remove one of the includes.";
        NO_SUBJECT "no-subject": "An entry does not say whom it is about.",
            "Give it `email` or `group`; a service token `name` or `id`.";
        SEVERAL_SUBJECTS "several-subjects": "An entry says twice whom it is about.",
            "Split it into two entries.";
        DUPLICATE_ENTRY "duplicate-entry": "Two `users` entries have the same address, pattern or group.",
            "Keep one: the first that matches is final, so the second could never be reached.";
        SYNTHETIC_ADDRESS "synthetic-address": "A `users` entry names a service identity or a connector.",
            "Use `service_tokens` for machines, `protected` for connectors.";
        UNTIL_WITH_STATE "until-with-state": "`until` stands with `state: revoked` or `absent`.",
            "Remove one of the two: an entry that ends is deleted on the day after.";
        ZERO_REGISTRATIONS "zero-registrations": "`max_registrations` is 0.",
            "Write `state: absent`.";
        SAYS_NOTHING "says-nothing": "A device entry has neither a class nor a state.",
            "Give it `class`, or `state: revoked` or `absent`.";
        NO_SELECTOR "no-selector": "An entry does not say which devices it is about.",
            "Give it a selector, for example `serial` or `name`.";
        UNDEFINED_CLASS "undefined-class": "`devices` names a class that no device entry defines.",
            "Define it under `devices` with `class`, or correct the name.";
        NO_DIRECTORY "no-directory": "A group is named, and there is no `directory`.",
            "Add `directory` with the file that lists the groups.";
        UNKNOWN_GROUP "unknown-group": "The directory does not have the group.",
            "Correct the name, or export the group.";
        MISSING_ANNOTATION "missing-annotation": "`require` asks for an annotation that the entry does not have.",
            "Add it.";
        BAD_TICKET "bad-ticket": "A ticket does not match `require.ticket_pattern`.",
            "Write the ticket as the pattern wants it.";
        EMPTY_USERS "empty-users": "`users` is empty while whoever is not listed is removed.",
            "Add `allow_empty: { users: \"why\" }` if that is meant.";
        CASE_WRITES "case-writes": "The command of a test case would write files.",
            "Leave the option out: `doorlist test` compares what is printed, and changes nothing.";
        TOO_MANY_PROBLEMS "too-many-problems": "There are more problems than are shown.",
            "Mend those that are shown first.";
    }
    Refusal {
        CSV_UNREADABLE "csv-unreadable": "A CSV file cannot be read.",
            "Check the path; it is relative to the file that has it.";
        CSV_BROKEN "csv-broken": "A CSV file is damaged: not UTF-8, or a row is cut off.",
            "Export it again.";
        CSV_STALE "csv-stale": "A CSV file is older than `max_age`.",
            "Export it again.";
        CSV_TOO_SHORT "csv-too-short": "A CSV file has fewer entries than `min_members`, or none.",
            "Export it again; look whether the export broke off.";
        CSV_NO_COLUMN "csv-no-column": "A CSV file does not have the column, or has it twice.",
            "Write the name as it stands in the first line of the file.";
        CSV_BAD_ADDRESS "csv-bad-address": "The address column of a CSV file holds something else.",
            "Check `email_column`.";
    }
    Warning {
        PLACEHOLDER_SERIAL "placeholder-serial": "A serial is one that makers leave in many machines; it matches nothing.",
            "Select the machine by `hardware_id` or `id`.";
        UNKNOWN_DEVICE_WORD "unknown-device-word": "An operating system or registration type that this version does not know.",
            "Check the spelling; the API's word decides.";
        OPEN_PATTERN "open-pattern": "A pattern also matches addresses of domains that anybody can register.",
            "Write the whole domain with its `@`, as in `*@acme.example`.";
        EXCEPT_UNMATCHED "except-unmatched": "An address in `except` is none that the entry would match.",
            "Correct the address, or remove it.";
        NO_EFFECT "no-effect": "A key changes nothing where it stands.",
            "Remove it.";
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_kebab_case_and_there_once() {
        let mut seen = std::collections::HashSet::new();
        for (code, meaning, mend) in ALL {
            assert!(code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'), "{code}");
            assert!(seen.insert(code), "{code} is there twice");
            assert!(meaning.ends_with('.') && mend.ends_with('.'), "{code}");
        }
    }
}
