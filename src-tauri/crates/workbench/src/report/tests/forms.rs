//! What is particular to each form: markup that holds whatever stands in it.

use super::sample::Sample;
use contract::{Mark, ReportFormat};
use scraper::{Html, Selector};
use serde_json::Value;
use std::collections::BTreeSet;

/// What somebody could write to break out of each form.
const HOSTILE: &str = "<script>alert(1)</script>\"'`</style></title><img src=x onerror=alert(1)> [x](javascript:alert(1)) ![x](//a.example/b) \
    | \\| \\\\| a@b\\|c `|` ```\n# head\n- item\n1. one\n<!-- &lt; &#64; ]]> @everyone https://a.example/<b> www.a.example/`x $x$ \u{202e}txt.exe\u{2066}";

fn select<'a>(page: &'a Html, selector: &str) -> Vec<scraper::ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

fn hostile() -> Sample {
    Sample::changed(|_| HOSTILE.to_owned()).0
}

#[test]
fn the_page_holds_nothing_but_its_own_markup() {
    for sample in [Sample::new(), hostile()] {
        let text = sample.render(ReportFormat::Html, false);
        let page = Html::parse_document(&text);
        assert!(page.errors.is_empty(), "{:?}", page.errors);
        let allowed = "html head meta title style body header h1 p time small main section h2 h3 table thead tbody tr th td bdi span strong";
        let allowed: BTreeSet<&str> = allowed.split(' ').collect();
        for element in select(&page, "*") {
            let name = element.value().name();
            assert!(allowed.contains(name), "{name}");
            for (attribute, value) in element.value().attrs() {
                let ours = match attribute {
                    "lang" | "charset" | "http-equiv" | "content" | "name" | "datetime" | "scope"
                    | "aria-hidden" => true,
                    "class" => value
                        .split(' ')
                        .all(|class| class.chars().all(|c| c.is_ascii_lowercase())),
                    "id" | "aria-labelledby" => value.starts_with("section-"),
                    _ => false,
                };
                assert!(ours, "{attribute}={value}");
            }
        }
        assert_eq!(select(&page, "style").len(), 1);
        assert_eq!(select(&page, "html[lang=en]").len(), 1);
        let policy = select(&page, "meta[http-equiv='Content-Security-Policy']");
        assert!(
            policy[0]
                .value()
                .attr("content")
                .unwrap()
                .starts_with("default-src 'none';")
        );
        for reference in ["url(", "@import", "src=", "href="] {
            let style: String = select(&page, "style")[0].text().collect();
            assert!(!style.contains(reference), "{reference}");
        }
    }
}

#[test]
fn a_hostile_text_is_shown_as_it_was_written_but_for_what_is_not_seen() {
    let text = hostile().render(ReportFormat::Html, false);
    assert!(!text.contains(['\u{202e}', '\u{2066}']));
    let page = Html::parse_document(&text);
    let shown = HOSTILE.replace(['\u{202e}', '\u{2066}'], "");
    let cells = select(&page, "table.checks td:nth-child(4) bdi");
    assert_eq!(cells.len(), number_of_checks(&Sample::new()));
    for cell in cells {
        assert_eq!(cell.text().collect::<String>(), shown);
    }
    let json: Value = serde_json::from_str(&hostile().render(ReportFormat::Json, false)).unwrap();
    assert_eq!(json["steps"][4]["checks"][0]["seen"], shown);
    assert_eq!(json["profile"]["name"], shown);
}

fn number_of_checks(sample: &Sample) -> usize {
    sample.checklist.steps.iter().map(|step| step.checks.len()).sum()
}

#[test]
fn the_page_has_a_row_for_everything() {
    for sample in [Sample::new(), hostile()] {
        let page = Html::parse_document(&sample.render(ReportFormat::Html, true));
        let rows = |table: &str| select(&page, &format!("table.{table} tbody tr")).len();
        assert_eq!(rows("steps"), 11);
        assert_eq!(rows("checks"), number_of_checks(&sample));
        assert_eq!(rows("consent"), 2);
        assert_eq!(rows("evidence"), 6);
        // Cause, profile, answers, account, program.
        assert_eq!(rows("facts"), 5 + 10 + 5 + 7 + 3);
        assert_eq!(select(&page, "table.checks").len(), 10);
        assert_eq!(select(&page, "h3").len(), 10);
        assert_eq!(select(&page, "h1").len(), 1);
        for table in select(&page, "table") {
            let label = table.value().attr("aria-labelledby").unwrap();
            assert_eq!(select(&page, &format!("[id={label}]")).len(), 1);
        }
        for row in select(&page, "tbody tr") {
            let heads: Vec<_> = row.select(&Selector::parse("th").unwrap()).collect();
            assert_eq!(heads.len(), 1);
            assert_eq!(heads[0].value().attr("scope"), Some("row"));
        }
        for head in select(&page, "thead th") {
            assert_eq!(head.value().attr("scope"), Some("col"));
        }
    }
}

#[test]
fn no_state_is_told_by_its_colour_alone() {
    let page = Html::parse_document(&Sample::new().render(ReportFormat::Html, true));
    let states = select(&page, ".state, .result");
    assert!(states.len() > 30);
    for state in states {
        let words: String = state
            .text()
            .filter(|text| text.chars().any(char::is_alphabetic))
            .collect();
        let symbol = state
            .select(&Selector::parse(".symbol[aria-hidden=true]").unwrap())
            .next()
            .unwrap();
        assert!(!words.trim().is_empty());
        assert_eq!(symbol.text().collect::<String>().chars().count(), 1);
    }
}

/// Cells of a row, by GitHub's rule: a bar counts unless a backslash stands before it that is not itself escaped.
fn cells(row: &str) -> usize {
    let (mut cells, mut escaped) = (0, false);
    for c in row.chars() {
        if c == '|' && !escaped {
            cells += 1;
        }
        escaped = c == '\\' && !escaped;
    }
    cells - 1
}

#[test]
fn every_row_of_a_markdown_table_has_the_columns_of_its_head() {
    for sample in [Sample::new(), hostile()] {
        let text = sample.render(ReportFormat::Markdown, false);
        let mut tables = Vec::new();
        let mut columns = None;
        for line in text.lines() {
            if line.starts_with('|') {
                if columns.is_none() {
                    tables.push(0);
                }
                assert_eq!(cells(line), *columns.get_or_insert(cells(line)), "{line}");
                *tables.last_mut().unwrap() += 1;
            } else {
                columns = None;
            }
        }
        let mut rows = vec![5, 10, 5, 11];
        rows.extend(
            sample
                .checklist
                .steps
                .iter()
                .map(|step| step.checks.len())
                .filter(|checks| *checks > 0),
        );
        rows.extend([2, 6, 7, 3]);
        let with_head: Vec<usize> = rows.into_iter().map(|rows| rows + 2).collect();
        assert_eq!(tables, with_head);
    }
}

#[test]
fn hostile_text_stays_inline_text_in_markdown() {
    let text = hostile().render(ReportFormat::Markdown, false);
    for line in text.lines().filter(|line| !line.is_empty()) {
        let ours = [
            "# Verification report: ",
            "## ",
            "### ",
            "| ",
            "Made ",
            "**✗ Wrong**: ",
        ];
        let paragraph = line.starts_with(|c: char| c.is_ascii_uppercase());
        assert!(
            paragraph || ours.iter().any(|start| line.starts_with(start)),
            "{line}"
        );
    }
    let plain = without_code(&text);
    assert!(!plain.contains(['<', '\u{202e}']), "{plain}");
    for (bad, why) in [
        ("](", "a link"),
        ("![", "an image"),
        ("@", "a mention"),
        ("://", "an address"),
        ("www.", "an address"),
        ("$", "a formula"),
    ] {
        let found = plain
            .match_indices(bad)
            .find(|(at, _)| !plain.get(..*at).unwrap().ends_with('\\'));
        assert!(found.is_none(), "{why}: {plain}");
    }
}

/// Without code, which is text: from an unescaped backtick to the next backtick.
fn without_code(text: &str) -> String {
    let (mut plain, mut escaped, mut code) = (String::new(), false, false);
    for c in text.chars() {
        if c == '`' && (code || !escaped) {
            code = !code;
        } else if !code {
            plain.push(c);
        }
        assert!(!(code && c == '\n'), "code ends in its line");
        escaped = c == '\\' && !escaped && !code;
    }
    assert!(!code);
    plain
}

#[test]
fn markdown_shows_plain_sentences_without_a_mark_too_many() {
    let text = Sample::new().render(ReportFormat::Markdown, false);
    for line in [
        "| 8. Grant consent | **✗ Wrong** | 1 wrong |  |",
        "| Alert.Read (Read alerts) | ✓ Yes | ✓ Yes | ✓ Yes | ✓ Yes |  |",
        "| User principal name | `ada.lindqvist@sandbox.example` |",
        "| API | `https://eu.api.security.microsoft.com` |",
        "### 8. Grant consent (Wrong)",
    ] {
        assert!(text.lines().any(|there| there == line), "{line}\n{text}");
    }
}

#[test]
fn the_json_follows_its_schema() {
    fn names(value: &Value) -> Vec<&str> {
        value.as_object().unwrap().keys().map(String::as_str).collect()
    }
    let text = Sample::new().render(ReportFormat::Json, false);
    let report: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(report["format"], "defender-api-workbench/verification-report");
    assert_eq!(report["version"], 1);
    assert_eq!(
        names(&report),
        [
            "format",
            "version",
            "madeAt",
            "program",
            "system",
            "sandbox",
            "namesMasked",
            "result",
            "profile",
            "answers",
            "checkedAt",
            "steps",
            "consent",
            "evidence",
            "signedIn",
            "warning",
            "statements"
        ]
    );
    assert_eq!(names(&report["program"]), ["name", "version"]);
    assert_eq!(names(&report["result"]), ["state", "sentence", "cause"]);
    assert_eq!(
        names(&report["result"]["cause"]),
        [
            "step",
            "stepName",
            "checkId",
            "checkTitle",
            "what",
            "fix",
            "certain"
        ]
    );
    assert_eq!(
        names(&report["profile"]),
        [
            "name",
            "cloud",
            "cloudName",
            "tenant",
            "clientId",
            "region",
            "ownEndpoints",
            "authority",
            "apiBase",
            "audience",
            "wantedPermissions"
        ]
    );
    assert_eq!(
        names(&report["answers"]),
        [
            "access",
            "accessReason",
            "plan",
            "accountTypes",
            "needsPublicFlows",
            "operations"
        ]
    );
    assert_eq!(
        names(&report["steps"][3]),
        ["id", "number", "title", "state", "ticked", "last", "checks"]
    );
    assert_eq!(names(&report["steps"][3]["last"]), ["state", "at"]);
    assert_eq!(
        names(&report["steps"][4]["checks"][1]),
        [
            "id",
            "title",
            "state",
            "source",
            "verifiedBy",
            "seen",
            "fix",
            "remark",
            "cause"
        ]
    );
    assert_eq!(
        names(&report["consent"][1]),
        [
            "permission",
            "displayName",
            "needed",
            "registered",
            "consented",
            "inToken",
            "remark"
        ]
    );
    assert_eq!(
        names(&report["evidence"][0]),
        ["kind", "name", "takenAt", "summary"]
    );
    assert_eq!(
        names(&report["signedIn"]),
        [
            "name",
            "userPrincipalName",
            "objectId",
            "tenantId",
            "grantedPermissions",
            "tokenEndsAt",
            "renewable",
            "keptIn"
        ]
    );
    let step = &report["steps"][8];
    assert_eq!(
        (&step["id"], &step["number"]),
        (&Value::from("consent"), &Value::from(8))
    );
    assert_eq!(step["checks"][0]["source"], "token");
    assert_eq!(step["checks"][0]["cause"], true);
    assert_eq!(report["steps"][4]["checks"][1]["remark"], true);
    assert_eq!(
        report["result"]["cause"]["checkTitle"],
        "Every wanted permission is in the token"
    );
    assert_eq!(report["consent"][1]["inToken"], "no");
    assert_eq!(report["signedIn"]["keptIn"], "keyStore");
    assert_eq!(report["checkedAt"], "2026-03-02T09:00:00Z");
}

#[test]
fn a_time_that_is_none_and_a_mark_that_is_not_known_are_said_so() {
    let mut sample = Sample::new();
    sample.checklist.evidence[0].taken_at = f64::NAN;
    sample.checklist.consent[0].consented = Mark::Unknown;
    let report: Value = serde_json::from_str(&sample.render(ReportFormat::Json, false)).unwrap();
    assert_eq!(report["evidence"][0]["takenAt"], Value::Null);
    assert_eq!(report["consent"][0]["consented"], "unknown");
    let text = sample.render(ReportFormat::Markdown, false);
    assert!(
        text.contains("| Connection | Not known | 3 services reached |"),
        "{text}"
    );
    assert!(text.contains("| ✓ Yes | ✓ Yes | ? Not known | ✓ Yes |"), "{text}");
}
