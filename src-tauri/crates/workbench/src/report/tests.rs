//! Properties of all three forms, over a set-up whose every text is changed in turn.

mod forms;
mod sample;

use contract::{ReportFormat, StepState};
use proptest::prelude::*;
use sample::{NAME, OBJECT_ID, Sample, USERNAME};

const FORMATS: [ReportFormat; 3] = [ReportFormat::Html, ReportFormat::Markdown, ReportFormat::Json];

/// The form of a JWT, with nothing in it.
fn token() -> String {
    let part = "Qx7b-Zt0";
    format!("eyJ{}.eyJ{}.{}", part.repeat(4), part.repeat(30), part.repeat(40))
}

/// One of each: a JWT, an opaque token, a client secret, a header, parameters.
fn planted() -> [(String, &'static str); 5] {
    let opaque = format!("1.A{}", "hV3-kQ9w".repeat(40));
    let secret = format!("aB38Q~{}", "Rt5_w".repeat(7));
    [
        (token(), "Qx7b"),
        (opaque, "hV3-"),
        (secret, "Rt5_"),
        ("Authorization: Bearer hunter2hunter2".to_owned(), "hunter2"),
        (
            "http://localhost:1/?code=swordfish&state=swordfish".to_owned(),
            "swordfish",
        ),
    ]
}

#[test]
fn a_secret_in_any_text_never_comes_out() {
    for (secret, trace) in planted() {
        let (sample, places) = Sample::changed(|text| format!("{text} saw {secret} there"));
        assert!(places.len() > 150, "{}", places.len());
        for format in FORMATS {
            let report = sample.render(format, false);
            assert!(!report.contains(trace), "{format:?}: {report}");
            // Every text that is shown has the mark in place of the secret, and the words around it.
            let marks = report.replace('\\', "").matches("[removed]").count();
            assert!(marks > 90, "{marks} in {format:?}: {report}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn no_neighbour_of_a_secret_lets_it_out(
        before in "(?s).{0,12}",
        after in "(?s).{0,12}",
        which in 0..3_usize,
        mask_names: bool,
    ) {
        let (secret, trace) = planted().into_iter().nth(which).unwrap();
        let (sample, _) = Sample::changed(|_| format!("{before}{secret}{after}"));
        for format in FORMATS {
            prop_assert!(!sample.render(format, mask_names).contains(trace));
        }
    }
}

#[test]
fn masking_hides_the_signed_in_person_wherever_a_text_names_them() {
    for known in [NAME, USERNAME, OBJECT_ID] {
        for written in [known.to_owned(), known.to_uppercase()] {
            let (mut sample, _) = Sample::changed(|text| format!("{text} {written}"));
            // Who that is, the session says.
            sample.session = Sample::new().session;
            for format in FORMATS {
                let report = sample.render(format, true).to_lowercase().replace('\\', "");
                assert!(!report.contains(&known.to_lowercase()), "{format:?}: {report}");
            }
        }
    }
}

#[test]
fn names_are_shown_in_full_or_masked_as_chosen_and_the_report_says_which() {
    for format in FORMATS {
        let (open, masked) = (
            Sample::new().render(format, false),
            Sample::new().render(format, true),
        );
        for known in [NAME, USERNAME, OBJECT_ID] {
            assert!(open.contains(known), "{format:?}");
            assert!(!masked.contains(known), "{format:?}");
        }
        for shown in ["A••• L•••", "a•••@sandbox.example", "0•••"] {
            assert!(masked.contains(shown), "{format:?}");
        }
        assert!(open.contains("are shown in full."), "{format:?}");
        assert!(masked.contains("are masked."), "{format:?}");
    }
}

/// The words, without what a form writes between them.
fn plain(report: &str) -> String {
    let report = report.replace("&#39;", "'").replace("&amp;", "&");
    report.replace(['\\', '`'], "")
}

#[test]
fn every_form_says_all_there_is_to_say() {
    let sample = Sample::new();
    for format in FORMATS {
        let report = plain(&sample.render(format, false));
        let mut wanted: Vec<String> = sample.texts.to_vec();
        let profile = &sample.profile;
        wanted.extend([&profile.name, &profile.tenant, &profile.client_id].map(Clone::clone));
        wanted.extend(profile.wanted_permissions.clone());
        wanted.extend(sample.checklist.answers.operations.clone());
        for step in &sample.checklist.steps {
            wanted.push(step.title.clone());
            for check in &step.checks {
                wanted.extend([check.title.clone(), check.id.clone()]);
                wanted.push(check.seen.clone());
                wanted.extend(check.fix.clone());
            }
        }
        let cause = sample.checklist.cause.as_ref().unwrap();
        wanted.extend([cause.what.clone(), cause.fix.clone()]);
        for row in &sample.checklist.consent {
            wanted.push(row.permission.clone());
            wanted.extend(row.display_name.iter().chain(&row.remark).cloned());
        }
        for text in [
            "Read from the access token",
            "7 of 10 steps OK, 1 wrong, 1 not certain, 1 not checked",
            "Step 8, Grant consent",
            "contains no token, no authorization code and no client secret",
            "Decoding is diagnosis",
            "is not affiliated with Microsoft",
            "2026-03-02T09:01:30Z",
            "2026-03-02T08:50:00Z",
            "2026-03-01T09:00:00Z",
        ] {
            wanted.push(text.to_owned());
        }
        for text in wanted {
            assert!(report.contains(&text), "{text:?} is not in {format:?}:\n{report}");
        }
    }
}

#[test]
fn every_state_of_every_step_is_said_in_a_word() {
    let states = [
        (StepState::NotChecked, "Not checked", "notChecked"),
        (StepState::Ok, "OK", "ok"),
        (StepState::Wrong, "Wrong", "wrong"),
        (StepState::CannotTell, "Cannot tell", "cannotTell"),
    ];
    for (state, word, wire) in states {
        let mut sample = Sample::new();
        for step in &mut sample.checklist.steps {
            step.state = state;
        }
        let json: serde_json::Value = serde_json::from_str(&sample.render(ReportFormat::Json, true)).unwrap();
        let page = sample.render(ReportFormat::Html, true);
        let text = sample.render(ReportFormat::Markdown, true);
        for (i, step) in sample.checklist.steps.iter().enumerate() {
            assert_eq!(json["steps"][i]["state"], wire);
            let heading = match step.number {
                0 => step.title.clone(),
                number => format!("{number}. {}", step.title),
            };
            let row = page
                .lines()
                .find(|line| line.contains(&format!("<bdi>{heading}</bdi>")))
                .unwrap();
            assert!(row.contains(word), "{row}");
            let row = text
                .lines()
                .find(|line| line.replace('\\', "").starts_with(&format!("| {heading} |")))
                .unwrap();
            assert!(row.contains(word), "{row}");
        }
    }
}

#[test]
fn the_result_is_the_worst_of_the_steps() {
    use StepState::{CannotTell, NotChecked, Ok, Wrong};
    for (states, state, sentence) in [
        ([Ok; 11], "ok", "All 10 steps OK."),
        ([NotChecked; 11], "notChecked", "Nothing is checked yet."),
        (
            [
                Wrong, NotChecked, NotChecked, NotChecked, NotChecked, NotChecked, NotChecked, NotChecked,
                NotChecked, NotChecked, NotChecked,
            ],
            "wrong",
            "0 of 10 steps OK, 10 not checked. The connection fails.",
        ),
        (
            [Ok, Ok, Ok, NotChecked, Ok, Ok, Ok, Ok, Ok, Ok, CannotTell],
            "cannotTell",
            "8 of 10 steps OK, 1 not certain, 1 not checked.",
        ),
        (
            [Ok, Ok, Ok, NotChecked, Ok, Ok, Ok, Ok, Ok, Ok, Ok],
            "notChecked",
            "9 of 10 steps OK, 1 not checked.",
        ),
    ] {
        let mut sample = Sample::new();
        sample.checklist.cause = None;
        for (step, state) in sample.checklist.steps.iter_mut().zip(states) {
            step.state = state;
        }
        let json: serde_json::Value = serde_json::from_str(&sample.render(ReportFormat::Json, true)).unwrap();
        assert_eq!(json["result"]["state"], state);
        assert_eq!(json["result"]["sentence"], sentence);
        assert_eq!(json["result"]["cause"], serde_json::Value::Null);
        let text = sample.render(ReportFormat::Markdown, true);
        assert!(text.contains(sentence));
        assert_eq!(
            text.contains("No single cause explains what is wrong"),
            state == "wrong"
        );
    }
}

#[test]
fn a_likely_cause_is_not_called_certain() {
    for (certain, words) in [
        (true, "Certain: the evidence proves it"),
        (false, "Likely: the evidence fits, but"),
    ] {
        let mut sample = Sample::new();
        sample.checklist.cause.as_mut().unwrap().certain = certain;
        for format in [ReportFormat::Html, ReportFormat::Markdown] {
            assert!(sample.render(format, true).contains(words), "{format:?}");
        }
    }
}

#[test]
fn an_empty_checklist_makes_a_report_that_says_so() {
    let mut sample = Sample::new();
    let checklist = &mut sample.checklist;
    checklist.steps.clear();
    checklist.consent.clear();
    checklist.evidence.clear();
    (checklist.cause, checklist.advice, checklist.checked_at) = (None, None, None);
    checklist.answers.plan = None;
    checklist.answers.operations.clear();
    sample.profile.wanted_permissions.clear();
    sample.profile.region = None;
    sample.session = None;
    for format in [ReportFormat::Html, ReportFormat::Markdown] {
        let report = plain(&sample.render(format, true));
        for text in [
            "Nothing is checked yet.",
            "The checklist has no steps.",
            "Nothing was looked at.",
            "No permission is wanted, and none was found.",
            "No evidence was at hand.",
            "Everything together was not checked yet.",
            "Nobody was signed in",
            "Not decided",
            "Not said",
            "None: the cloud's own server",
        ] {
            assert!(report.contains(text), "{text:?} is not in {format:?}:\n{report}");
        }
    }
}

#[test]
fn a_report_on_the_sandbox_tenant_says_so_first() {
    let mut sample = Sample::new();
    for format in FORMATS {
        assert!(
            !sample.render(format, true).contains("practice tenant"),
            "{format:?}"
        );
    }
    sample.sandbox = true;
    for format in FORMATS {
        assert!(
            sample
                .render(format, true)
                .contains("practice tenant inside the program"),
            "{format:?}"
        );
    }
    let page = sample.render(ReportFormat::Html, true);
    assert!(page.find("practice tenant") < page.find("<main>"));
}
