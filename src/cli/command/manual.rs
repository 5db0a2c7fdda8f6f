//! The manual pages: what `clap_mangen` makes of the arguments, with the texts behind them in sections that readers of
//! manual pages know.

use std::fmt::Write as _;
use std::io;

use clap::{Command, CommandFactory as _};
use clap_mangen::Man;

use crate::cli::args::Cli;

/// One page.
pub(crate) struct Page {
    /// The command, for example `apply`; none for the page of the program.
    pub(crate) command: Option<String>,
    /// The page, for `man -l` and the folders below `share/man`.
    pub(crate) text: String,
}

impl Page {
    /// The name that `man` looks for.
    pub(crate) fn file_name(&self) -> String {
        self.command.as_ref().map_or_else(|| "doorlist.1".to_owned(), |command| format!("doorlist-{command}.1"))
    }
}

/// All pages: the program's, then each command's.
///
/// # Errors
/// Never in practice: the pages are written to memory.
pub(crate) fn pages() -> io::Result<Vec<Page>> {
    let mut program = Cli::command().disable_help_subcommand(true);
    program.build();
    let mut pages = vec![Page { command: None, text: program_page(&program)? }];
    for command in program.get_subcommands() {
        pages.push(Page { command: Some(command.get_name().to_owned()), text: command_page(command)? });
    }
    Ok(pages)
}

fn program_page(program: &Command) -> io::Result<String> {
    let man = Man::new(program.clone());
    let mut page = beginning("doorlist", &man)?;
    page += &part(|out| man.render_subcommands_section(out))?;
    page += &sections(program);
    Ok(page)
}

fn command_page(command: &Command) -> io::Result<String> {
    let name = format!("doorlist-{}", command.get_name());
    let man = Man::new(command.clone().display_name(name.clone()));
    let mut page = beginning(&name, &man)?;
    page += &sections(command);
    page += ".SH SEE ALSO\n\\fBdoorlist\\fR(1)\n";
    Ok(page)
}

/// Up to the options. The date is left empty, so that the same program has the same pages.
fn beginning(name: &str, man: &Man) -> io::Result<String> {
    let version = concat!("doorlist ", env!("CARGO_PKG_VERSION"));
    let mut page = String::from(".ie \\n(.g .ds Aq \\(aq\n.el .ds Aq '\n");
    let _ = writeln!(page, ".TH {name} 1 \"\" \"{version}\" \"doorlist manual\"");
    page += &part(|out| man.render_name_section(out))?;
    page += &part(|out| man.render_synopsis_section(out))?;
    page += &part(|out| man.render_description_section(out))?;
    page += &part(|out| man.render_options_section(out))?;
    Ok(page)
}

/// A part of a page, without the two definitions that begin each, trailing blanks, blank lines and breaks after breaks.
fn part(render: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) -> io::Result<String> {
    let mut bytes = Vec::new();
    render(&mut bytes)?;
    let text = String::from_utf8_lossy(&bytes);
    let lines = text.lines().skip_while(|line| line.starts_with(".ie ") || line.starts_with(".el ")).map(str::trim_end);
    let mut kept: Vec<&str> = lines.filter(|line| !line.is_empty()).collect();
    kept.dedup_by(|line, before| *line == ".br" && before == line);
    Ok(kept.into_iter().fold(String::new(), |page, line| page + line + "\n"))
}

/// The text behind the options: a paragraph that begins with a known word and a colon is a section.
fn sections(command: &Command) -> String {
    let text = command.get_after_long_help().or(command.get_after_help()).map(ToString::to_string).unwrap_or_default();
    let mut page = String::new();
    let mut begun = false;
    for paragraph in text.split("\n\n") {
        let (heading, body) = headed(paragraph);
        match heading {
            Some(heading) => {
                let _ = writeln!(page, ".SH {heading}");
            }
            None if begun => page += ".PP\n",
            None => page += ".SH NOTES\n",
        }
        begun = true;
        page += &laid_out(body);
    }
    page
}

fn headed(paragraph: &str) -> (Option<&'static str>, &str) {
    let known = [
        ("Examples:", "EXAMPLES"),
        ("First steps:", "FIRST STEPS"),
        ("Environment:", "ENVIRONMENT"),
        ("Exit codes:", "EXIT STATUS"),
    ];
    let found = known.iter().find_map(|(word, heading)| Some((*heading, paragraph.strip_prefix(word)?)));
    found.map_or((None, paragraph), |(heading, body)| {
        (Some(heading), body.strip_prefix('\n').unwrap_or(body.trim_start()))
    })
}

/// Two columns become a list, indented lines stay as they are, everything else is text.
fn laid_out(body: &str) -> String {
    if let Some(rows) = columns(body) {
        let item = |(name, text): (&str, &str)| format!(".TP\n\\fB{}\\fR\n{}\n", escaped(name), escaped(text.trim()));
        return rows.into_iter().map(item).collect();
    }
    let lines: String = body.lines().map(|line| escaped(line) + "\n").collect();
    if body.lines().any(|line| line.starts_with("  ")) { format!(".nf\n{lines}.fi\n") } else { lines }
}

/// Lines such as `  130  interrupted`, where all are so.
fn columns(body: &str) -> Option<Vec<(&str, &str)>> {
    let is_deep = |line: &str| line.starts_with("   ");
    body.lines().map(|line| line.strip_prefix("  ").filter(|_| !is_deep(line))?.split_once("  ")).collect()
}

fn escaped(line: &str) -> String {
    let text = line.replace('\\', "\\e").replace('-', "\\-").replace('\'', "\\*(Aq");
    if text.starts_with('.') { format!("\\&{text}") } else { text }
}
