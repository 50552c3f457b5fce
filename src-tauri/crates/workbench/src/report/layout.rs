//! How the report is divided: sections of paragraphs and tables, for the page and the Markdown alike.

use super::document::{Check, Consent, Document, Evidence, SignedIn, Step};
use super::words::{self, Moment};
use contract::{KeptIn, Mark, StepState};

/// The report's name, for its title and its pages' heads.
pub(super) const TITLE: &str = "Verification report";
/// Who made it.
pub(super) const PROGRAM: &str = "Defender API Workbench";

pub(super) struct Section {
    pub(super) heading: String,
    /// Part of the section before it.
    pub(super) part: bool,
    pub(super) blocks: Vec<Block>,
}

pub(super) enum Block {
    /// The result in one line.
    Result(StepState, String),
    Paragraph(String),
    Table(Table),
}

pub(super) struct Table {
    pub(super) kind: Kind,
    /// The first column's cells are the heads of their rows.
    pub(super) head: &'static [&'static str],
    /// Each as long as `head`.
    pub(super) rows: Vec<Vec<Cell>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Names and values: the head says nothing that needs to be seen.
    Facts,
    Steps,
    Checks,
    Consent,
    Evidence,
}

pub(super) type Cell = Vec<Part>;

pub(super) enum Part {
    Text(String),
    /// Says more about what is before it.
    Note(String),
    State(StepState),
    Mark(Mark),
    Time(Moment),
}

const FACTS: &[&str] = &["Item", "Value"];

pub(super) fn sections(document: &Document) -> Vec<Section> {
    let mut sections = vec![
        section("Result", result(document)),
        section("Profile", vec![facts(profile(document))]),
        section("What is wanted", vec![facts(answers(document))]),
        section("Steps", steps(document)),
        section("Checks", checks_lead(document)),
    ];
    let looked_at = document.steps.iter().filter(|step| !step.checks.is_empty());
    sections.extend(looked_at.map(|step| Section {
        heading: format!("{} ({})", step.heading(), words::state(step.state)),
        part: true,
        blocks: vec![checks(step)],
    }));
    sections.extend([
        section("Permissions and consent", consents(document)),
        section("Evidence", evidence(document)),
        section("Signed-in account", account(document)),
        section("About this report", about(document)),
    ]);
    sections
}

/// What has to be said before anything else.
pub(super) fn warning(document: &Document) -> Option<&'static str> {
    document.sandbox.then_some(
        "Sandbox tenant: this report is about the practice tenant inside the program and says nothing about a real \
         tenant.",
    )
}

/// What a reader must know to judge the report.
pub(super) fn statements(document: &Document) -> Vec<String> {
    let names = if document.masked {
        "Names, user principal names and object ids of people are masked."
    } else {
        "Names, user principal names and object ids of people are shown in full."
    };
    vec![
        "This report contains no token, no authorization code and no client secret. Whatever looked like one was \
         replaced by [removed] before the report was written."
            .to_owned(),
        names.to_owned(),
        "What is said about the access token was found by decoding it. Decoding is diagnosis: it decides nothing about \
         access; only the API does that."
            .to_owned(),
        "The report tells how the set-up stood when the evidence was taken. All times are UTC.".to_owned(),
        format!(
            "{PROGRAM} is not affiliated with Microsoft. Microsoft, Defender and Entra are names of Microsoft's."
        ),
    ]
}

fn section(heading: &str, blocks: Vec<Block>) -> Section {
    Section {
        heading: heading.to_owned(),
        part: false,
        blocks,
    }
}

fn result(document: &Document) -> Vec<Block> {
    let result = &document.result;
    let mut blocks = vec![Block::Result(result.state, result.sentence.clone())];
    match &result.cause {
        Some(cause) => {
            let certainty = if cause.certain {
                "Certain: the evidence proves it"
            } else {
                "Likely: the evidence fits, but does not prove it"
            };
            let mut rows = vec![
                fact("Cause", &cause.what),
                fact("What to do", &cause.fix),
                fact("Where", &cause.step_name),
            ];
            rows.extend(cause.check_title.as_deref().map(|title| fact("Check", title)));
            rows.push(fact("Certainty", certainty));
            blocks.push(facts(rows));
        }
        None if result.state == StepState::Wrong => {
            blocks.push(paragraph(
                "No single cause explains what is wrong; see the steps.",
            ));
        }
        None => {}
    }
    blocks
}

fn profile(document: &Document) -> Vec<Vec<Cell>> {
    let profile = &document.profile;
    let endpoints = if profile.own_endpoints {
        "Entered by hand, in place of the cloud's"
    } else {
        "The cloud's"
    };
    vec![
        fact("Name", &profile.name),
        fact("Cloud", &profile.cloud_name),
        fact("Tenant", &profile.tenant),
        fact("Application (client) ID", &profile.client_id),
        fact(
            "Region",
            profile
                .region
                .as_deref()
                .unwrap_or("None: the cloud's own server"),
        ),
        fact("Endpoints", endpoints),
        fact("Sign-in service", &profile.authority),
        fact("API", &profile.api_base),
        fact("Tokens are asked for", &profile.audience),
        fact("Wanted permissions (delegated)", &list(&profile.wanted)),
    ]
}

fn answers(document: &Document) -> Vec<Vec<Cell>> {
    let answers = &document.answers;
    let mut access = vec![text(answers.access.map_or("Not decided", words::access))];
    access.extend(answers.reason.clone().map(Part::Note));
    vec![
        vec![vec![text("Access")], access],
        fact("Plan", answers.plan.map_or("Not said", words::plan)),
        fact(
            "Supported account types",
            words::account_types(answers.account_types),
        ),
        fact(
            "Public client flows are needed",
            words::yes_or_no(answers.needs_public_flows),
        ),
        fact("Chosen operations", &list(&answers.operations)),
    ]
}

fn steps(document: &Document) -> Vec<Block> {
    let rows: Vec<_> = document.steps.iter().map(step).collect();
    let head = &["Step", "State", "Checks", "Remarks"];
    table(Kind::Steps, head, rows, "The checklist has no steps.")
}

fn step(step: &Step) -> Vec<Cell> {
    let mut remarks = Vec::new();
    if step.ticked {
        remarks.push(text("Ticked by hand."));
    }
    if let Some((state, at)) = step.last {
        let comma = if at.is_some() { "," } else { "." };
        remarks.push(text(&format!(
            "When last checked: {}{comma}",
            words::state(state)
        )));
        remarks.extend(at.map(Part::Time));
    }
    let count = |state| step.checks.iter().filter(|check| check.state == state).count();
    let counts: Vec<String> = [
        (StepState::Ok, "OK"),
        (StepState::Wrong, "wrong"),
        (StepState::CannotTell, "not certain"),
        (StepState::NotChecked, "not checked"),
    ]
    .into_iter()
    .filter(|(state, _)| count(*state) > 0)
    .map(|(state, words)| format!("{} {words}", count(state)))
    .collect();
    let counts = if counts.is_empty() {
        "None".to_owned()
    } else {
        counts.join(", ")
    };
    vec![
        vec![text(&step.heading())],
        vec![Part::State(step.state)],
        vec![Part::Text(counts)],
        remarks,
    ]
}

fn checks_lead(document: &Document) -> Vec<Block> {
    let all = document.steps.iter().all(|step| !step.checks.is_empty());
    let none = document.steps.iter().all(|step| step.checks.is_empty());
    vec![paragraph(if none {
        "Nothing was looked at."
    } else if all {
        "What was looked at, step by step."
    } else {
        "What was looked at, step by step. Steps without a check are left out."
    })]
}

fn checks(step: &Step) -> Block {
    Block::Table(Table {
        kind: Kind::Checks,
        head: &["Check", "State", "How verified", "What was seen", "What to do"],
        rows: step.checks.iter().map(check).collect(),
    })
}

fn check(check: &Check) -> Vec<Cell> {
    let mut state = vec![Part::State(check.state)];
    if check.cause {
        state.push(Part::Note("Cause of the failure".to_owned()));
    }
    if check.remark {
        state.push(Part::Note("Breaks nothing".to_owned()));
    }
    vec![
        vec![text(&check.title), Part::Note(check.id.clone())],
        state,
        vec![text(words::source(check.source))],
        vec![text(&check.seen)],
        vec![text(check.fix.as_deref().unwrap_or("Nothing"))],
    ]
}

fn consents(document: &Document) -> Vec<Block> {
    let rows = document.consent.iter().map(consent).collect();
    let head = &[
        "Permission",
        "Needed",
        "Registered",
        "Consented",
        "In the token",
        "Remark",
    ];
    table(
        Kind::Consent,
        head,
        rows,
        "No permission is wanted, and none was found.",
    )
}

fn consent(row: &Consent) -> Vec<Cell> {
    let mut permission = vec![text(&row.permission)];
    permission.extend(row.display_name.clone().map(Part::Note));
    vec![
        permission,
        vec![Part::Mark(row.needed)],
        vec![Part::Mark(row.registered)],
        vec![Part::Mark(row.consented)],
        vec![Part::Mark(row.in_token)],
        row.remark.clone().map(Part::Text).into_iter().collect(),
    ]
}

fn evidence(document: &Document) -> Vec<Block> {
    let rows = document.evidence.iter().map(piece).collect();
    let head = &["Evidence", "Taken", "What it is"];
    let mut blocks = table(Kind::Evidence, head, rows, "No evidence was at hand.");
    blocks.push(paragraph(&match document.checked_at {
        Some(at) => format!("Everything was last checked on {} ({}).", at.readable(), at.iso()),
        None => "Everything together was not checked yet.".to_owned(),
    }));
    blocks
}

fn piece(evidence: &Evidence) -> Vec<Cell> {
    vec![
        vec![text(words::evidence(evidence.kind))],
        vec![evidence.taken_at.map_or_else(|| text("Not known"), Part::Time)],
        vec![text(&evidence.summary)],
    ]
}

fn account(document: &Document) -> Vec<Block> {
    vec![match &document.signed_in {
        Some(account) => facts(signed_in(account)),
        None => paragraph("Nobody was signed in when the report was made."),
    }]
}

fn signed_in(account: &SignedIn) -> Vec<Vec<Cell>> {
    let renewal = match (account.renewable, account.kept_in) {
        (false, _) => "Not without signing in again",
        (true, KeptIn::KeyStore) => "Yes; what it takes is kept sealed on disk",
        (true, KeptIn::Memory) => "Yes, until the program closes",
    };
    vec![
        fact("Name", &account.name),
        fact("User principal name", &account.username),
        fact("Object ID", &account.object_id),
        fact("Tenant ID", &account.tenant_id),
        fact("Granted permissions", &list(&account.granted)),
        vec![
            vec![text("Access token ends")],
            vec![account.token_ends.map_or_else(|| text("Not known"), Part::Time)],
        ],
        fact("Can be renewed", renewal),
    ]
}

fn about(document: &Document) -> Vec<Block> {
    let mut blocks = vec![facts(vec![
        vec![vec![text("Made")], vec![Part::Time(document.made_at)]],
        fact("Program", &format!("{PROGRAM} {}", document.program_version)),
        fact("System", &document.system),
    ])];
    blocks.extend(statements(document).iter().map(|statement| paragraph(statement)));
    blocks
}

fn table(kind: Kind, head: &'static [&'static str], rows: Vec<Vec<Cell>>, otherwise: &str) -> Vec<Block> {
    vec![if rows.is_empty() {
        paragraph(otherwise)
    } else {
        Block::Table(Table { kind, head, rows })
    }]
}

fn facts(rows: Vec<Vec<Cell>>) -> Block {
    Block::Table(Table {
        kind: Kind::Facts,
        head: FACTS,
        rows,
    })
}

fn fact(name: &str, value: &str) -> Vec<Cell> {
    vec![vec![text(name)], vec![text(value)]]
}

fn list(texts: &[String]) -> String {
    if texts.is_empty() {
        "None".to_owned()
    } else {
        texts.join(", ")
    }
}

fn paragraph(words: &str) -> Block {
    Block::Paragraph(words.to_owned())
}

fn text(words: &str) -> Part {
    Part::Text(words.to_owned())
}
