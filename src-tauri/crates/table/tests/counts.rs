//! Totals, charts and groups of a view.

#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};
use table::{
    ColumnSummary, Condition, DISTINCT_LIMIT, Distinct, Facet, GroupBy, Kind, Period, Rule, Table,
    TableBuilder, TableError, View, ViewSpec,
};

fn table(pages: &[Value]) -> Table {
    let mut builder = TableBuilder::new(&[], None);
    for page in pages {
        builder.append_answer(page.to_string().as_bytes()).unwrap();
    }
    builder.snapshot()
}

fn whole(table: &Table) -> View {
    View::build(table, &ViewSpec::default()).unwrap()
}

fn kept(table: &Table, column: &str, rule: Rule) -> View {
    let spec = ViewSpec {
        conditions: vec![Condition {
            column: column.into(),
            rule,
        }],
        ..ViewSpec::default()
    };
    View::build(table, &spec).unwrap()
}

fn summary(view: &View, column: &str) -> ColumnSummary {
    view.summary(&[column.to_owned()]).unwrap().remove(0)
}

fn mixed() -> Table {
    table(&[
        json!([
            {"t": "b", "n": 5, "at": "2024-05-06T10:00:00Z", "f": true, "l": [1]},
            {"t": "a", "n": -1, "at": "2024-05-06T08:00:00-04:00", "f": false, "l": []},
            {"t": "", "n": "many", "at": "soon", "f": true, "l": {"a": 1}},
            {"t": null, "n": null, "at": null}
        ]),
        json!([{"t": "b", "n": 0.5, "at": "2023-01-01T00:00:00.5Z"}, {"n": 9_007_199_254_740_993_i64}]),
    ])
}

#[test]
fn totals_of_numbers_have_ends_sum_and_mean() {
    let view = whole(&mixed());
    let numbers = summary(&view, "n");
    assert_eq!((numbers.kind, numbers.present, numbers.odd), (Kind::Number, 5, 1));
    assert_eq!(numbers.distinct, Distinct::Exactly(5));
    assert_eq!(
        (numbers.min.as_deref(), numbers.max.as_deref()),
        (Some("-1"), Some("9007199254740993"))
    );
    assert_eq!(numbers.sum, Some(4.0 + 9_007_199_254_740_992.0 + 0.5));
    assert_eq!(numbers.mean, numbers.sum.map(|sum| sum / 4.0));
}

#[test]
fn whole_numbers_are_summed_exactly() {
    let big = i64::MAX;
    let rows = json!([{"n": big}, {"n": big}, {"n": -big}, {"n": -big}, {"n": 7}]);
    let numbers = summary(&whole(&table(&[rows])), "n");
    assert_eq!((numbers.sum, numbers.mean), (Some(7.0), Some(1.4)));
}

#[test]
fn a_sum_that_no_double_holds_is_not_told() {
    let numbers = summary(&whole(&table(&[json!([{"n": 1.5e308}, {"n": 1.5e308}])])), "n");
    assert_eq!((numbers.sum, numbers.mean, numbers.present), (None, None, 2));
    assert_eq!(numbers.max.as_deref(), Some("1.5e+308"));
}

#[test]
fn totals_of_times_are_the_earliest_and_the_latest() {
    let times = summary(&whole(&mixed()), "at");
    assert_eq!((times.present, times.odd, times.sum), (4, 1, None));
    assert_eq!(times.min.as_deref(), Some("2023-01-01T00:00:00.5Z"));
    // As it was sent: noon in UTC, later than ten.
    assert_eq!(times.max.as_deref(), Some("2024-05-06T08:00:00-04:00"));
}

#[test]
fn other_columns_have_counts_only() {
    let view = whole(&mixed());
    let text = summary(&view, "t");
    assert_eq!((text.present, text.distinct), (3, Distinct::Exactly(2)));
    assert_eq!((text.min, text.max, text.sum, text.odd), (None, None, None, 0));
    let flags = summary(&view, "f");
    assert_eq!((flags.present, flags.distinct), (3, Distinct::Exactly(2)));
    assert_eq!(summary(&view, "l").present, 2, "an empty list is no value");
}

#[test]
fn totals_are_of_the_rows_that_the_view_shows() {
    let view = kept(&mixed(), "t", Rule::Equal("b".into()));
    let numbers = summary(&view, "n");
    assert_eq!(
        (numbers.present, numbers.sum, numbers.min.as_deref()),
        (2, Some(5.5), Some("0.5"))
    );
    let nothing = summary(&kept(&mixed(), "t", Rule::Equal("zzz".into())), "n");
    assert_eq!(
        (
            nothing.present,
            nothing.distinct,
            nothing.min,
            nothing.sum,
            nothing.mean
        ),
        (0, Distinct::Exactly(0), None, None, None)
    );
    let rows = View::of_rows(&mixed(), vec![5, 0]).unwrap();
    assert_eq!(summary(&rows, "n").present, 2);
}

#[test]
fn different_values_are_counted_up_to_the_limit() {
    let rows = |count: u32| -> Value {
        (0..count)
            .map(|n| json!({"t": format!("{n}")}))
            .collect::<Vec<_>>()
            .into()
    };
    let distinct = |count| summary(&whole(&table(&[rows(count)])), "t").distinct;
    assert_eq!(distinct(DISTINCT_LIMIT), Distinct::Exactly(DISTINCT_LIMIT));
    assert_eq!(distinct(DISTINCT_LIMIT + 1), Distinct::MoreThan(DISTINCT_LIMIT));
}

#[test]
fn values_are_counted_and_the_rest_is_told() {
    let words = ["a", "b", "b", "c", "c", "c", "d", "e"];
    let mut rows: Vec<Value> = words.iter().map(|word| json!({ "t": word })).collect();
    rows.extend([json!({"t": null}), json!({})]);
    let view = whole(&table(&[rows.into()]));
    let counts = view.count_by("t", 3).unwrap();
    let bars: Vec<(&str, u32)> = counts
        .bars
        .iter()
        .map(|bar| (bar.value.as_str(), bar.count))
        .collect();
    assert_eq!(bars, [("c", 3), ("", 2), ("b", 2)]);
    assert_eq!((counts.rest, counts.rest_values), (3, 3));
    let all = view.count_by("t", 99).unwrap();
    assert_eq!((all.bars.len(), all.rest, all.rest_values), (6, 0, 0));
}

fn times(texts: &[&str]) -> View {
    let rows: Vec<Value> = texts.iter().map(|text| json!({ "at": text })).collect();
    whole(&table(&[rows.into()]))
}

#[test]
fn the_shortest_period_that_fits_is_taken_and_has_no_gaps() {
    let view = times(&[
        "2024-01-31T23:30:00Z",
        "2024-02-02T00:00:00Z",
        "2024-02-02T01:00:00+02:00",
    ]);
    let chart = |most| {
        let counts = view.count_by_time("at", most).unwrap();
        let bars = counts
            .bars
            .into_iter()
            .map(|bar| (bar.name, bar.count))
            .collect::<Vec<_>>();
        (counts.period, bars)
    };
    let bar = |name: &str, count| (name.to_owned(), count);
    assert_eq!(
        chart(3),
        (
            Period::Day,
            vec![bar("2024-01-31", 1), bar("2024-02-01", 1), bar("2024-02-02", 1)]
        )
    );
    assert_eq!(
        chart(2),
        (Period::Month, vec![bar("2024-01", 1), bar("2024-02", 2)])
    );
    assert_eq!(chart(1), (Period::Year, vec![bar("2024", 3)]));
    let (period, bars) = chart(30);
    assert_eq!((period, bars.len()), (Period::Hour, 26));
    assert_eq!(
        (&bars[0], &bars[24], &bars[1]),
        (
            &bar("2024-01-31T23", 1),
            &bar("2024-02-01T23", 1),
            &bar("2024-02-01T00", 0)
        )
    );
    let minutes = times(&["2024-01-01T00:00:59Z", "2024-01-01T00:02:00Z"])
        .count_by_time("at", 50)
        .unwrap();
    assert_eq!((minutes.period, minutes.bars.len()), (Period::Minute, 3));
    assert_eq!(minutes.bars[2].start, "2024-01-01T00:02:00Z");
}

#[test]
fn times_that_were_never_set_do_not_stretch_the_chart() {
    let counts = times(&[
        "0001-01-01T00:00:00Z",
        "2024-01-01T00:00:00Z",
        "2024-01-01T00:00:30Z",
        "soon",
    ])
    .count_by_time("at", 10)
    .unwrap();
    assert_eq!((counts.unset, counts.nothing), (1, 1));
    assert_eq!((counts.bars.len(), counts.bars[0].count), (1, 2));
}

#[test]
fn more_years_than_bars_leave_out_the_years_without_rows() {
    let counts = times(&[
        "1601-01-01T00:00:00Z",
        "2024-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
    ])
    .count_by_time("at", 10)
    .unwrap();
    let names: Vec<&str> = counts.bars.iter().map(|bar| bar.name.as_str()).collect();
    assert_eq!(
        (counts.period, names),
        (Period::Year, vec!["1601", "2024", "9999"])
    );
}

#[test]
fn a_chart_without_times_is_empty_and_one_of_no_times_is_refused() {
    let empty = kept(&mixed(), "t", Rule::Equal("zzz".into()));
    let counts = empty.count_by_time("at", 10).unwrap();
    assert_eq!((counts.bars, counts.nothing), (vec![], 0));
    assert_eq!(
        whole(&mixed()).count_by_time("t", 10),
        Err(TableError::NotTimes { column: "t".into() })
    );
}

fn by(column: &str, period: Option<Period>) -> GroupBy {
    GroupBy {
        column: column.into(),
        period,
    }
}

#[test]
fn rows_are_grouped_by_one_or_two_columns() {
    let view = whole(&mixed());
    let groups = |by: &[GroupBy], most| {
        let groups = view.groups(by, most).unwrap();
        let listed = groups
            .groups
            .into_iter()
            .map(|group| (group.values.join("|"), group.count));
        (listed.collect::<Vec<_>>(), groups.rest_groups, groups.rest)
    };
    let group = |values: &str, count| (values.to_owned(), count);
    assert_eq!(
        groups(&[by("t", None)], 9),
        (vec![group("", 3), group("b", 2), group("a", 1)], 0, 0)
    );
    assert_eq!(groups(&[by("t", None)], 1), (vec![group("", 3)], 2, 3));
    assert_eq!(
        groups(&[by("at", Some(Period::Day))], 9).0,
        [
            group("", 2),
            group("2024-05-06", 2),
            group("2023-01-01", 1),
            group("soon", 1)
        ]
    );
    assert_eq!(
        groups(&[by("t", None), by("at", Some(Period::Year))], 2),
        (vec![group("|", 2), group("|soon", 1)], 3, 3)
    );
}

#[test]
fn groups_that_make_no_sense_are_refused() {
    let view = whole(&mixed());
    assert_eq!(view.groups(&[], 9), Err(TableError::GroupColumns { asked: 0 }));
    let three = [by("t", None), by("n", None), by("f", None)];
    assert_eq!(view.groups(&three, 9), Err(TableError::GroupColumns { asked: 3 }));
    let not_times = Err(TableError::NotTimes { column: "n".into() });
    assert_eq!(view.groups(&[by("n", Some(Period::Day))], 9), not_times);
    let unknown = Err(TableError::UnknownColumn { name: "x".into() });
    assert_eq!(view.groups(&[by("x", None)], 9), unknown);
    assert_eq!(
        view.count_by("x", 1).map(drop),
        Err(TableError::UnknownColumn { name: "x".into() })
    );
    assert_eq!(
        view.summary(&["x".into()]).map(drop),
        Err(TableError::UnknownColumn { name: "x".into() })
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(120) })]

    #[test]
    fn counts_agree_with_the_plainest_counting(
        rows in prop::collection::vec((select(vec!["", "a", "A", "b", "c"]), prop::option::of(-3_i64..3), 1_u32..=3, 0_u32..40), 1..60),
        repeated in 1_usize..12,
        first_page in 0_usize..60,
        chosen in select(vec!["a", "b", ""]),
    ) {
        let rows: Vec<Value> = std::iter::repeat_n(&rows, repeated).flatten().map(|(word, number, month, day)| {
            let at = (1..=28).contains(day).then(|| format!("2024-{month:02}-{day:02}T12:00:00Z"));
            json!({"t": word, "n": number, "at": at})
        }).collect();
        let (one, two) = rows.split_at(first_page.min(rows.len()));
        let mut builder = TableBuilder::new(&[
            table::ColumnHint::new("t", Kind::Text),
            table::ColumnHint::new("n", Kind::Number),
            table::ColumnHint::new("at", Kind::Time),
        ], None);
        for page in [one, two] {
            builder.append_answer(json!(page).to_string().as_bytes()).unwrap();
        }
        let table = builder.snapshot();
        let spec = ViewSpec {
            facets: vec![Facet { column: "t".into(), values: vec![chosen.into(), "c".into()] }],
            ..ViewSpec::default()
        };
        let view = View::build(&table, &spec).unwrap();
        let shown: Vec<&Value> = rows.iter().filter(|row| row["t"] == chosen || row["t"] == "c").collect();

        let numbers: Vec<i64> = shown.iter().filter_map(|row| row["n"].as_i64()).collect();
        let summary = summary(&view, "n");
        prop_assert_eq!(summary.present as usize, numbers.len());
        prop_assert_eq!(summary.distinct, Distinct::Exactly(numbers.iter().collect::<BTreeSet<_>>().len() as u32));
        prop_assert_eq!(summary.min, numbers.iter().min().map(i64::to_string));
        prop_assert_eq!(summary.max, numbers.iter().max().map(i64::to_string));
        prop_assert_eq!(summary.sum, (!numbers.is_empty()).then(|| numbers.iter().sum::<i64>() as f64));

        let mut months: BTreeMap<(String, String), u32> = BTreeMap::new();
        for row in &shown {
            let month = row["at"].as_str().map(|at| at.chars().take(7).collect()).unwrap_or_default();
            *months.entry((month, row["t"].as_str().unwrap().to_owned())).or_default() += 1;
        }
        let groups = view.groups(&[by("at", Some(Period::Month)), by("t", None)], usize::MAX).unwrap();
        let found: BTreeMap<(String, String), u32> = groups
            .groups
            .iter()
            .map(|group| ((group.values[0].clone(), group.values[1].clone()), group.count))
            .collect();
        prop_assert_eq!(found, months);
        prop_assert!(groups.groups.is_sorted_by_key(|group| std::cmp::Reverse(group.count)));

        let days = view.count_by_time("at", 1000).unwrap();
        let counted: u32 = days.bars.iter().map(|bar| bar.count).sum();
        prop_assert_eq!(counted + days.nothing, shown.len() as u32);
        for bar in days.bars.iter().filter(|bar| bar.count > 0) {
            let condition = Condition { column: "at".into(), rule: Rule::Equal(bar.name.clone()) };
            let spec = ViewSpec { conditions: vec![condition], ..spec.clone() };
            prop_assert_eq!(View::build(&table, &spec).unwrap().rows(), bar.count, "{}", bar.name);
        }
    }
}
