//! The report as one page that needs nothing else: no script, no other file, readable on paper.
//!
//! Invariant: a text of the document reaches the page through [`escape`] alone, and never an attribute.

use super::document::Document;
use super::layout::{self, Block, Cell, Kind, Part, Section, Table};
use super::words;
use contract::{Mark, StepState};
use std::borrow::Cow;

const STYLE: &str = include_str!("report.css");

pub(super) fn write(document: &Document) -> String {
    let (title, program) = (layout::TITLE, layout::PROGRAM);
    let name = escape(&document.profile.name);
    let warning = layout::warning(document)
        .map(|warning| format!("<p class=\"warning\">{}</p>\n", escape(warning)))
        .unwrap_or_default();
    let made = time(document.made_at);
    // The policy holds even where the page is shown by something that would load or run what it finds.
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri \
         'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>{title}: {name}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
         <header>\n<p class=\"program\">{program}</p>\n<h1>{title}</h1>\n<p class=\"about\"><bdi>{name}</bdi></p>\n\
         <p class=\"made\">Made {made}</p>\n{warning}</header>\n<main>\n"
    );
    let mut sections = layout::sections(document).into_iter().enumerate().peekable();
    while let Some((number, section)) = sections.next() {
        page.push_str("<section>\n");
        write_section(&mut page, number, &section);
        while let Some((number, part)) = sections.next_if(|(_, next)| next.part) {
            write_section(&mut page, number, &part);
        }
        page.push_str("</section>\n");
    }
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

fn write_section(page: &mut String, number: usize, section: &Section) {
    let level = if section.part { "h3" } else { "h2" };
    let heading = escape(&section.heading);
    page.push_str(&format!("<{level} id=\"section-{number}\">{heading}</{level}>\n"));
    for block in &section.blocks {
        match block {
            Block::Result(state, sentence) => page.push_str(&format!(
                "<p class=\"result {}\">{} <span>{}</span></p>\n",
                state_class(*state),
                state_words(*state),
                escape(sentence)
            )),
            Block::Paragraph(words) => page.push_str(&format!("<p>{}</p>\n", escape(words))),
            Block::Table(table) => write_table(page, number, table),
        }
    }
}

fn write_table(page: &mut String, section: usize, table: &Table) {
    let class = match table.kind {
        Kind::Facts => "facts",
        Kind::Steps => "steps",
        Kind::Checks => "checks",
        Kind::Consent => "consent",
        Kind::Evidence => "evidence",
    };
    page.push_str(&format!(
        "<table class=\"{class}\" aria-labelledby=\"section-{section}\">\n"
    ));
    if table.kind != Kind::Facts {
        page.push_str("<thead>\n<tr>");
        for name in table.head {
            page.push_str(&format!("<th scope=\"col\">{}</th>", escape(name)));
        }
        page.push_str("</tr>\n</thead>\n");
    }
    page.push_str("<tbody>\n");
    for row in &table.rows {
        page.push_str("<tr>");
        for (column, cell) in row.iter().enumerate() {
            let words = write_cell(cell);
            page.push_str(&if column == 0 {
                format!("<th scope=\"row\">{words}</th>")
            } else {
                format!("<td>{words}</td>")
            });
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</tbody>\n</table>\n");
}

fn write_cell(cell: &Cell) -> String {
    let parts: Vec<String> = cell
        .iter()
        .map(|part| match part {
            // Isolated, so that a text written from right to left leaves its neighbours where they are.
            Part::Text(words) => format!("<bdi>{}</bdi>", escape(words)),
            Part::Note(words) => format!("<small><bdi>{}</bdi></small>", escape(words)),
            Part::State(state) => format!(
                "<span class=\"state {}\">{}</span>",
                state_class(*state),
                state_words(*state)
            ),
            Part::Mark(mark) => format!(
                "<span class=\"state {}\"><span class=\"symbol\" aria-hidden=\"true\">{}</span> {}</span>",
                mark_class(*mark),
                words::mark_symbol(*mark),
                words::mark(*mark)
            ),
            Part::Time(moment) => time(*moment),
        })
        .collect();
    parts.join(" ")
}

fn time(moment: words::Moment) -> String {
    let (iso, readable) = (moment.iso(), moment.readable());
    format!("<time datetime=\"{iso}\">{readable} <small>{iso}</small></time>")
}

fn state_words(state: StepState) -> String {
    let (symbol, word) = (words::state_symbol(state), words::state(state));
    format!("<span class=\"symbol\" aria-hidden=\"true\">{symbol}</span> <strong>{word}</strong>")
}

fn state_class(state: StepState) -> &'static str {
    match state {
        StepState::NotChecked => "open",
        StepState::Ok => "good",
        StepState::Wrong => "bad",
        StepState::CannotTell => "unsure",
    }
}

fn mark_class(mark: Mark) -> &'static str {
    match mark {
        Mark::Yes => "good",
        Mark::No => "bad",
        Mark::Unknown => "unsure",
    }
}

/// Text as it may stand in an element.
fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"', '\'', '`']) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '`' => escaped.push_str("&#96;"),
            other => escaped.push(other),
        }
    }
    Cow::Owned(escaped)
}
