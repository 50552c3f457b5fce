//! Conditions on columns, by kind, with the values that do not fit.

#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};
use table::{Condition, Facet, Kind, Rule, SortKey, Table, TableBuilder, TableError, View, ViewSpec};

const NONE: [u32; 0] = [];

fn table(pages: &[Value]) -> Table {
    let mut builder = TableBuilder::new(&[], None);
    for page in pages {
        builder.append_answer(page.to_string().as_bytes()).unwrap();
    }
    builder.snapshot()
}

fn conditions(column: &str, rules: &[Rule]) -> ViewSpec {
    let conditions = rules.iter().map(|rule| Condition {
        column: column.to_owned(),
        rule: rule.clone(),
    });
    ViewSpec {
        conditions: conditions.collect(),
        ..ViewSpec::default()
    }
}

fn kept(table: &Table, column: &str, rule: Rule) -> Vec<u32> {
    let view = View::build(table, &conditions(column, &[rule])).unwrap();
    view.window(0, u32::MAX, &[]).unwrap().row_ids
}

fn refused(table: &Table, column: &str, rule: Rule) -> String {
    View::build(table, &conditions(column, &[rule]))
        .unwrap_err()
        .to_string()
}

fn text(text: &str) -> String {
    text.to_owned()
}

/// A column of each kind; two pages, the second without `t`.
fn mixed() -> Table {
    table(&[
        json!([
            {"t": "Größe 1", "n": 5, "at": "2024-05-06T10:00:00.5Z", "b": true, "l": [{"a": 1}]},
            {"t": "GRÖSSE", "n": -5, "at": "2024-05-06T23:59:59.9999999Z", "b": false, "l": []},
            {"t": "", "n": 5.5, "at": "2024-05-07T00:00:00Z", "b": null, "l": {}},
            {"t": null, "n": null, "at": null, "b": "yes", "l": null},
            {"n": "5", "at": "soon", "l": "text"}
        ]),
        json!([
            {"n": 9_007_199_254_740_993_i64, "at": "2024-05-06T01:00:00+02:00", "b": true},
            {"n": 5.0, "at": "0001-01-01T00:00:00Z", "b": false, "l": {"a": 2}}
        ]),
    ])
}

#[test]
fn text_is_compared_whatever_the_case() {
    let table = mixed();
    assert_eq!(kept(&table, "t", Rule::Contains(text("öß"))), [0]);
    assert_eq!(kept(&table, "t", Rule::ContainsNot(text("GRÖ"))), [2, 3, 4, 5, 6]);
    assert_eq!(kept(&table, "t", Rule::StartsWith(text("grö"))), [0, 1]);
    assert_eq!(
        kept(&table, "t", Rule::StartsWith(text("größe 1 and more"))),
        NONE
    );
    assert_eq!(kept(&table, "t", Rule::Equal(text("grösse"))), [1]);
    assert_eq!(
        kept(&table, "t", Rule::NotEqual(text("grösse"))),
        [0, 2, 3, 4, 5, 6]
    );
}

#[test]
fn nothing_to_look_for_asks_nothing() {
    let table = mixed();
    for rule in [Rule::Contains, Rule::ContainsNot, Rule::StartsWith] {
        assert_eq!(kept(&table, "t", rule(String::new())).len(), 7);
    }
    assert_eq!(kept(&table, "t", Rule::Equal(String::new())), [2, 3, 4, 5, 6]);
    assert_eq!(kept(&table, "t", Rule::NotEqual(String::new())), [0, 1]);
}

#[test]
fn empty_is_no_value_no_text_no_entries_and_no_properties() {
    let table = mixed();
    assert_eq!(kept(&table, "t", Rule::Empty), [2, 3, 4, 5, 6]);
    assert_eq!(kept(&table, "t", Rule::Present), [0, 1]);
    assert_eq!(kept(&table, "n", Rule::Empty), [3]);
    assert_eq!(kept(&table, "at", Rule::Present), [0, 1, 2, 4, 5, 6]);
    assert_eq!(kept(&table, "b", Rule::Empty), [2, 4]);
    assert_eq!(kept(&table, "l", Rule::Empty), [1, 2, 3, 5]);
}

#[test]
fn numbers_are_compared_by_value_and_exactly() {
    let table = mixed();
    assert_eq!(kept(&table, "n", Rule::Equal(text("5.0"))), [0, 6]);
    // What is no number is a value that equals none.
    assert_eq!(kept(&table, "n", Rule::NotEqual(text("5"))), [1, 2, 3, 4, 5]);
    assert_eq!(kept(&table, "n", Rule::Less(text(" 5.5 "))), [0, 1, 6]);
    assert_eq!(kept(&table, "n", Rule::AtMost(text("5.5"))), [0, 1, 2, 6]);
    assert_eq!(kept(&table, "n", Rule::Greater(text("5"))), [2, 5]);
    assert_eq!(kept(&table, "n", Rule::AtLeast(text("9007199254740993"))), [5]);
    assert_eq!(kept(&table, "n", Rule::Greater(text("9007199254740992"))), [5]);
    assert_eq!(kept(&table, "n", Rule::Greater(text("9007199254740993"))), NONE);
    assert_eq!(kept(&table, "n", Rule::Less(text("1e300"))), [0, 1, 2, 5, 6]);
    assert_eq!(kept(&table, "n", Rule::Between(text("-5"), text("5"))), [0, 1, 6]);
    // As text they are what the cell shows.
    assert_eq!(kept(&table, "n", Rule::StartsWith(text("5"))), [0, 2, 4, 6]);
}

#[test]
fn whole_columns_are_compared_with_decimals_and_beyond_their_ends() {
    let table = table(&[json!([{"n": 1}, {"n": i64::MAX}, {"n": i64::MIN}, {"n": 2}, {}])]);
    assert_eq!(kept(&table, "n", Rule::Equal(text("1.5"))), NONE);
    assert_eq!(kept(&table, "n", Rule::Greater(text("1.5"))), [1, 3]);
    assert_eq!(kept(&table, "n", Rule::Less(text("1.5"))), [0, 2]);
    assert_eq!(
        kept(&table, "n", Rule::Greater(text("9223372036854775807"))),
        NONE
    );
    assert_eq!(
        kept(&table, "n", Rule::AtLeast(text("99999999999999999999"))),
        NONE
    );
    assert_eq!(kept(&table, "n", Rule::AtMost(text("1e30"))), [0, 1, 2, 3]);
    assert_eq!(kept(&table, "n", Rule::Less(text("-9223372036854775808"))), NONE);
}

#[test]
fn times_are_compared_as_coarsely_as_they_are_written() {
    let table = mixed();
    assert_eq!(kept(&table, "at", Rule::Equal(text("2024-05-06"))), [0, 1]);
    assert_eq!(kept(&table, "at", Rule::Equal(text("2024-05-06T10"))), [0]);
    assert_eq!(
        kept(&table, "at", Rule::Equal(text("2024-05-06T10:00:00.5Z"))),
        [0]
    );
    assert_eq!(
        kept(&table, "at", Rule::NotEqual(text("2024-05-06"))),
        [2, 3, 4, 5, 6]
    );
    assert_eq!(kept(&table, "at", Rule::Less(text("2024-05-06"))), [5, 6]);
    assert_eq!(kept(&table, "at", Rule::AtMost(text("2024-05-06"))), [0, 1, 5, 6]);
    assert_eq!(kept(&table, "at", Rule::Greater(text("2024-05-06"))), [2]);
    assert_eq!(kept(&table, "at", Rule::AtLeast(text("2024-05-06"))), [0, 1, 2]);
    assert_eq!(
        kept(
            &table,
            "at",
            Rule::Between(text("2024-05-05"), text("2024-05-06"))
        ),
        [0, 1, 5]
    );
    assert_eq!(kept(&table, "at", Rule::Equal(text("2024-05-05T23:00Z"))), [5]);
    assert_eq!(kept(&table, "at", Rule::Contains(text("soon"))), [4]);
}

#[test]
fn true_and_false_are_chosen() {
    let table = mixed();
    assert_eq!(kept(&table, "b", Rule::Is(true)), [0, 5]);
    assert_eq!(kept(&table, "b", Rule::Is(false)), [1, 6]);
    assert_eq!(kept(&table, "b", Rule::Equal(text("True"))), [0, 5]);
    assert_eq!(kept(&table, "b", Rule::NotEqual(text("true"))), [1, 2, 3, 4, 6]);
}

#[test]
fn nested_cells_are_looked_at_as_their_json() {
    let table = mixed();
    assert_eq!(table.columns()[4].kind, Kind::Nested);
    assert_eq!(kept(&table, "l", Rule::Contains(text(r#""A":"#))), [0, 6]);
    assert_eq!(kept(&table, "l", Rule::Equal(text(r#"[{"a":1}]"#))), [0]);
    assert_eq!(kept(&table, "l", Rule::Equal(text("TEXT"))), [4]);
    assert_eq!(kept(&table, "l", Rule::StartsWith(text("{"))), [2, 6]);
}

#[test]
fn a_condition_that_the_column_cannot_answer_is_refused_with_column_and_rule() {
    let table = mixed();
    let between = |first: &str, second: &str| Rule::Between(text(first), text(second));
    for (column, rule, reason) in [
        (
            "n",
            Rule::Equal(text("five")),
            r#"the column holds numbers, and "five" is no number"#,
        ),
        (
            "n",
            Rule::Less(text("")),
            r#"the column holds numbers, and "" is no number"#,
        ),
        (
            "n",
            Rule::Less(text("NaN")),
            r#"the column holds numbers, and "NaN" is no number"#,
        ),
        (
            "n",
            between("2", "1"),
            "the first value is greater than the second",
        ),
        (
            "n",
            Rule::Is(true),
            "the column holds numbers, not true and false",
        ),
        (
            "at",
            Rule::Less(text("soon")),
            r#"the column holds times, and "soon" is no time such as 2024-05-06 or 2024-05-06T07:08:09Z"#,
        ),
        (
            "at",
            between("2024-05-06", "2024-05"),
            "the first value is greater than the second",
        ),
        (
            "t",
            Rule::Less(text("a")),
            "the column holds text, and only numbers and times can be less or greater",
        ),
        (
            "l",
            between("1", "2"),
            "the column holds lists or objects, and only numbers and times can be less or greater",
        ),
        (
            "b",
            Rule::AtLeast(text("1")),
            "the column holds true and false, and only numbers and times can be less or greater",
        ),
        (
            "b",
            Rule::Equal(text("yes")),
            r#"the column holds true and false, and "yes" is neither"#,
        ),
    ] {
        let expected = format!("the condition on {column:?} cannot be used: {reason}");
        assert_eq!(refused(&table, column, rule), expected);
    }
    assert_eq!(
        View::build(&table, &conditions("nope", &[Rule::Empty])).map(drop),
        Err(TableError::UnknownColumn { name: text("nope") })
    );
}

#[test]
fn conditions_hold_together_with_text_facets_counts_and_order() {
    let rows: Vec<Value> = (0..2000)
        .map(|n| {
            let word = ["red", "green", "blue"][n % 3];
            json!({"n": n, "word": word, "name": format!("device-{n}")})
        })
        .collect();
    let table = table(&[json!(rows[..900]), json!(rows[900..])]);
    let spec = ViewSpec {
        text: text("-1"),
        text_columns: vec![text("name")],
        facets: vec![Facet {
            column: text("word"),
            values: vec![text("red"), text("blue")],
        }],
        count_columns: vec![text("word")],
        sort: vec![SortKey {
            column: text("n"),
            descending: true,
        }],
        ..conditions(
            "n",
            &[
                Rule::AtLeast(text("895")),
                Rule::Less(text("1002")),
                Rule::NotEqual(text("1001")),
            ],
        )
    };
    let view = View::build(&table, &spec).unwrap();
    assert_eq!(view.window(0, 9, &[]).unwrap().row_ids, NONE);
    let spec = ViewSpec {
        text: text("0"),
        ..spec
    };
    let view = View::build(&table, &spec).unwrap();
    let expected: Vec<u32> = (895..1002)
        .rev()
        .filter(|n| *n != 1001 && n % 3 != 1 && n.to_string().contains('0'))
        .collect();
    assert_eq!(view.window(0, 999, &[]).unwrap().row_ids, expected);
    let greens = (895..1002).filter(|n| *n != 1001 && n % 3 == 1 && n.to_string().contains('0'));
    let counted = view.counts()[0]
        .values
        .iter()
        .find(|value| value.value == "green");
    assert_eq!(counted.unwrap().count as usize, greens.count());
}

fn any_number() -> impl Strategy<Value = Value> {
    prop_oneof![
        (-3_i64..3).prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-6_i32..6).prop_map(|halves| Value::from(f64::from(halves) / 2.0)),
        Just(Value::Null),
    ]
}

/// Compares exactly: with half-integers doubled, every number of this model is a whole one.
fn doubled(value: &Value) -> Option<i128> {
    match value.as_i64() {
        Some(whole) => Some(i128::from(whole) * 2),
        None => value.as_f64().map(|value| (value * 2.0) as i128),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn comparisons_agree_with_exact_arithmetic(
        pages in prop::collection::vec(prop::collection::vec(any_number(), 1..20), 1..4),
        operand in any_number().prop_filter("an operand", |value| !value.is_null()),
    ) {
        let pages: Vec<Value> = pages
            .iter()
            .map(|values| values.iter().map(|value| json!({"n": value})).collect::<Vec<_>>().into())
            .collect();
        let table = table(&pages);
        prop_assume!(table.columns()[0].kind == Kind::Number);
        let operand_text = operand.to_string();
        let operand = doubled(&operand).unwrap();
        type Compare = fn(&i128, &i128) -> bool;
        type Make = fn(String) -> Rule;
        let rules: [(Make, Compare); 5] = [
            (Rule::Equal, i128::eq),
            (Rule::Less, i128::lt),
            (Rule::AtMost, i128::le),
            (Rule::Greater, i128::gt),
            (Rule::AtLeast, i128::ge),
        ];
        let values: Vec<Option<i128>> =
            pages.iter().flat_map(|page| page.as_array().unwrap()).map(|row| doubled(&row["n"])).collect();
        for (rule, compare) in rules {
            let expected: Vec<u32> = (0..values.len() as u32)
                .filter(|row| values[*row as usize].is_some_and(|value| compare(&value, &operand)))
                .collect();
            prop_assert_eq!(kept(&table, "n", rule(operand_text.clone())), expected);
        }
    }

    #[test]
    fn text_rules_agree_with_the_plainest_reading(
        texts in prop::collection::vec(
            prop::option::of(prop_oneof![select(vec!["", "ab", "AB", "aé", "AÉ", "K", "k"]).prop_map(str::to_owned), any::<String>()]), 1..30),
        repeated in 1_usize..30,
        needle in prop_oneof!["[abAB]{1,2}", select(vec!["é", "k", "K", "É"]).prop_map(str::to_owned), any::<String>()],
    ) {
        prop_assume!(!needle.is_empty());
        let rows: Vec<Value> = std::iter::repeat_n(&texts, repeated).flatten().map(|text| json!({"t": text})).collect();
        let table = table(&[json!(rows)]);
        prop_assume!(table.columns()[0].kind == Kind::Text);
        let fold = |text: &str| text.chars().flat_map(char::to_lowercase).collect::<String>();
        let needle_folded = fold(&needle);
        let matching = |test: &dyn Fn(Option<String>) -> bool| -> Vec<u32> {
            (0..rows.len() as u32).filter(|row| test(rows[*row as usize]["t"].as_str().map(fold))).collect()
        };
        prop_assert_eq!(kept(&table, "t", Rule::Contains(needle.clone())),
            matching(&|text| text.is_some_and(|text| text.contains(&needle_folded))));
        prop_assert_eq!(kept(&table, "t", Rule::ContainsNot(needle.clone())),
            matching(&|text| !text.is_some_and(|text| text.contains(&needle_folded))));
        prop_assert_eq!(kept(&table, "t", Rule::StartsWith(needle.clone())),
            matching(&|text| text.is_some_and(|text| text.starts_with(&needle_folded))));
        prop_assert_eq!(kept(&table, "t", Rule::Equal(needle.clone())),
            matching(&|text| text.is_some_and(|text| text == needle_folded)));
        prop_assert_eq!(kept(&table, "t", Rule::Present),
            matching(&|text| text.is_some_and(|text| !text.is_empty())));
    }
}
