//! The report in GitHub-flavoured Markdown.
//!
//! Invariants: a text of the document becomes inline text alone and never begins a line. It starts no link, image or HTML,
//! ends no table cell, and calls nobody: in a ticket, `@name` would.

use super::document::Document;
use super::layout::{self, Block, Cell, Part, Section, Table};
use super::words;
use contract::StepState;

pub(super) fn write(document: &Document) -> String {
    let mut text = format!(
        "# {}: {}\n\nMade {}.\n",
        layout::TITLE,
        inline(&document.profile.name),
        time(document.made_at)
    );
    if let Some(warning) = layout::warning(document) {
        text.push_str(&format!("\n> **{}**\n", inline(warning)));
    }
    for section in layout::sections(document) {
        write_section(&mut text, &section);
    }
    text
}

fn write_section(text: &mut String, section: &Section) {
    let level = if section.part { "###" } else { "##" };
    text.push_str(&format!("\n{level} {}\n", inline(&section.heading)));
    for block in &section.blocks {
        match block {
            Block::Result(result, sentence) => {
                text.push_str(&format!("\n{}: {}\n", state(*result, true), inline(sentence)));
            }
            Block::Paragraph(words) => text.push_str(&format!("\n{}\n", inline(words))),
            Block::Table(table) => write_table(text, table),
        }
    }
}

fn write_table(text: &mut String, table: &Table) {
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    text.push('\n');
    text.push_str(&line(table.head.iter().map(|name| inline(name)).collect()));
    text.push_str(&line(table.head.iter().map(|_| "---".to_owned()).collect()));
    for row in &table.rows {
        text.push_str(&line(row.iter().map(cell).collect()));
    }
}

fn cell(cell: &Cell) -> String {
    let parts: Vec<String> = cell
        .iter()
        .map(|part| match part {
            Part::Text(words) => inline(words),
            Part::Note(words) => format!("({})", inline(words)),
            Part::State(one) => state(*one, *one == StepState::Wrong),
            Part::Mark(mark) => format!("{} {}", words::mark_symbol(*mark), words::mark(*mark)),
            Part::Time(moment) => time(*moment),
        })
        .collect();
    parts.join(" ")
}

fn time(moment: words::Moment) -> String {
    format!("{} ({})", moment.readable(), moment.iso())
}

fn state(state: StepState, strong: bool) -> String {
    let stars = if strong { "**" } else { "" };
    format!(
        "{stars}{} {}{stars}",
        words::state_symbol(state),
        words::state(state)
    )
}

/// Text as it may stand within a line and within a cell.
fn inline(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(word).collect();
    words.join(" ")
}

/// What renderers make links, mentions or formulas of stands as code, cut at what would end the code or the cell.
fn word(word: &str) -> String {
    let pieces = word.split_inclusive(['`', '|', '\\', '<', '>']);
    pieces.map(piece).collect()
}

fn piece(piece: &str) -> String {
    let core = piece
        .trim_end_matches(['`', '|', '\\', '<', '>'])
        .trim_start_matches(OPENING)
        .trim_end_matches(CLOSING);
    match piece.split_once(core) {
        Some((before, after)) if is_lively(core) => format!("{}`{core}`{}", escaped(before), escaped(after)),
        _ => escaped(piece),
    }
}

/// What may stand before and after an address in a sentence.
const OPENING: [char; 3] = ['(', '"', '\''];
const CLOSING: [char; 9] = [')', '"', '\'', '.', ',', ';', ':', '!', '?'];

fn is_lively(word: &str) -> bool {
    let small = word.to_ascii_lowercase();
    word.contains(['@', '$'])
        || ["://", "www.", "mailto:", "xmpp:"]
            .iter()
            .any(|part| small.contains(part))
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            // Entities are text to renderers that let HTML through, too.
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '@' => escaped.push_str("&#64;"),
            '$' => escaped.push_str("&#36;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '#' => {
                escaped.push('\\');
                escaped.push(c);
            }
            other => escaped.push(other),
        }
    }
    escaped
}
