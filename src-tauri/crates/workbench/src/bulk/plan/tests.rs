use super::*;
use crate::bulk::recipe;

fn values(values: &[(&str, &str)]) -> Vec<(String, Vec<String>)> {
    values
        .iter()
        .map(|(name, text)| ((*name).to_owned(), vec![(*text).to_owned()]))
        .collect()
}

fn line(number: u32, target: &str, own: &[(&str, &str)]) -> Line {
    Line {
        number,
        target: target.to_owned(),
        about: String::new(),
        values: values(own),
        row_id: None,
    }
}

fn plan(change: BulkChange, lines: Vec<Line>) -> Plan {
    Plan::new(recipe::of(change), lines, &[])
}

/// Operation, targets and body of each call.
fn calls(plan: &Plan) -> Vec<(String, Vec<&str>, serde_json::Value)> {
    plan.calls
        .iter()
        .map(|call| {
            let request = plan.request(call).unwrap();
            let body = match request.body() {
                Some(Body::Json(text)) => serde_json::from_str(text).unwrap(),
                _ => serde_json::Value::Null,
            };
            let targets = call.lines.iter().map(|at| plan.lines[*at].target.as_str());
            (request.to_string(), targets.collect(), body)
        })
        .collect()
}

const RESOLVED: &[(&str, &str)] = &[("status", "Resolved")];

#[test]
fn alerts_with_the_same_change_share_a_call_and_others_have_their_own() {
    let plan = plan(
        BulkChange::UpdateAlerts,
        vec![
            line(1, "da1", RESOLVED),
            line(2, "da2", &[("status", "New")]),
            line(3, "da3", RESOLVED),
        ],
    );
    let calls = calls(&plan);
    assert_eq!(calls.len(), 2);
    assert_eq!(calls[0].1, ["da1", "da3"]);
    assert_eq!(
        calls[0].2,
        serde_json::json!({"alertIds": ["da1", "da3"], "status": "Resolved"})
    );
    assert_eq!(calls[1].1, ["da2"]);
    assert!(
        calls
            .iter()
            .all(|call| call.0.contains("/api/alerts/batchUpdate"))
    );
}

#[test]
fn one_alert_alone_goes_by_the_call_for_one_with_that_calls_names() {
    let verdict = &[
        ("classification", "FalsePositive"),
        ("determination", "NotMalicious"),
    ];
    let alone = plan(BulkChange::UpdateAlerts, vec![line(1, "da1", verdict)]);
    assert!(calls(&alone)[0].0.contains("/api/alerts/da1"));
    let several = plan(
        BulkChange::UpdateAlerts,
        vec![line(1, "da1", verdict), line(2, "da2", RESOLVED)],
    );
    assert!(matches!(&several.standings[0], Standing::Invalid(why) if why.contains("determination")));
    // The batch's name for it is taken for one alert, too: by the batch.
    let batch = &[("classification", "FalsePositive"), ("determination", "Clean")];
    let alone = plan(BulkChange::UpdateAlerts, vec![line(1, "da1", batch)]);
    assert!(calls(&alone)[0].0.contains("batchUpdate"));
}

#[test]
fn no_call_holds_more_targets_than_its_operation_takes() {
    let lines = (0..1_201).map(|n| line(n, &format!("m{n}"), &[("Value", "EU"), ("Action", "Add")]));
    let plan = plan(BulkChange::TagDevices, lines.collect());
    let sizes: Vec<usize> = plan.calls.iter().map(|call| call.lines.len()).collect();
    assert_eq!(sizes, [500, 500, 201]);
    let every: Vec<usize> = plan.calls.iter().flat_map(|call| call.lines.clone()).collect();
    assert_eq!(
        every,
        (0..1_201).collect::<Vec<_>>(),
        "each line is in one call, in order"
    );
}

#[test]
fn indicators_go_together_whatever_they_say_until_the_body_is_long() {
    let long = "x".repeat(3_000);
    let lines = (0..90).map(|n| {
        line(
            n,
            &format!("bad{n}.example"),
            &[
                ("indicatorValue", &format!("bad{n}.example")),
                ("indicatorType", "DomainName"),
                ("action", "Audit"),
                ("title", &format!("Title {n}")),
                ("description", &long),
                ("generateAlert", "true"),
            ],
        )
    });
    let plan = plan(BulkChange::SubmitIndicators, lines.collect());
    assert!(plan.calls.len() > 2, "{} calls", plan.calls.len());
    let calls = calls(&plan);
    let sent: usize = calls
        .iter()
        .map(|call| call.2["Indicators"].as_array().unwrap().len())
        .sum();
    assert_eq!(sent, 90);
    assert_eq!(calls[0].2["Indicators"][1]["title"], "Title 1");
    assert_eq!(calls[0].2["Indicators"][1]["generateAlert"], true);
}

#[test]
fn each_device_takes_its_own_call_for_its_value() {
    let plan = plan(
        BulkChange::SetDeviceValue,
        vec![
            line(1, "m1", &[("DeviceValue", "High")]),
            line(2, "m2", &[("DeviceValue", "High")]),
        ],
    );
    let paths: Vec<String> = calls(&plan).into_iter().map(|call| call.0).collect();
    assert_eq!(paths.len(), 2);
    assert!(paths[1].contains("/api/machines/m2/setDeviceValue"), "{paths:?}");
}

#[test]
fn what_cannot_be_sent_says_why_and_is_in_no_call() {
    let plan = plan(
        BulkChange::UpdateAlerts,
        vec![
            line(2, "da1", RESOLVED),
            line(3, "DA1", RESOLVED),
            line(4, "", RESOLVED),
            line(5, "da 5", &[("status", "Done")]),
            line(6, "da6", &[]),
        ],
    );
    assert_eq!(plan.standings[1], Standing::Duplicate(2));
    assert_eq!(
        plan.standings[2],
        Standing::Invalid("It names no alert.".to_owned())
    );
    assert!(
        matches!(&plan.standings[3], Standing::Invalid(why) if why == "status: Choose one of the values.")
    );
    assert!(matches!(&plan.standings[4], Standing::Invalid(why) if why.starts_with("Fill in at least one")));
    assert_eq!(plan.ready(), [0]);
    assert_eq!(plan.calls.len(), 1);
}

#[test]
fn a_value_for_every_target_that_breaks_a_rule_is_named_once_at_its_field() {
    let common = values(&[("classification", "FalsePositive"), ("determination", "Malware")]);
    let lines = ["da1", "da2"].map(|target| {
        line(
            1,
            target,
            &[("classification", "FalsePositive"), ("determination", "Malware")],
        )
    });
    let plan = Plan::new(recipe::of(BulkChange::UpdateAlerts), lines.to_vec(), &common);
    assert_eq!(plan.problems.len(), 1);
    assert_eq!(plan.problems[0].name, "determination");
    assert!(
        plan.problems[0].message.contains("Clean"),
        "{}",
        plan.problems[0].message
    );
    assert!(plan.calls.is_empty());
}

#[test]
fn a_required_field_that_nobody_filled_in_is_named_at_its_field() {
    let plan = plan(
        BulkChange::TagDevices,
        vec![
            line(1, "m1", &[("Value", "EU")]),
            line(2, "m2", &[("Value", "EU")]),
        ],
    );
    let problems: Vec<_> = plan
        .problems
        .iter()
        .map(|problem| problem.name.as_str())
        .collect();
    assert_eq!(problems, ["Action"]);
}
