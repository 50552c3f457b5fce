//! Two answers to the same question, compared.

#![expect(clippy::unwrap_used, reason = "a helper that fails fails its test")]

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value, json};
use table::{ChangedRow, Comparison, Table, TableBuilder, TableError, View, compare};

fn table(body: &Value) -> Table {
    let mut builder = TableBuilder::new(&[], None);
    builder.append_answer(body.to_string().as_bytes()).unwrap();
    builder.snapshot()
}

fn compared(before: &Value, after: &Value) -> Comparison {
    compare(&table(before), &table(after), "id").unwrap()
}

#[test]
fn rows_come_go_change_and_stay() {
    let before = json!([{"id": "a", "n": 1, "old": "x"}, {"id": "b", "n": 2}, {"id": "c", "n": 3}]);
    let after = json!([{"id": "d", "n": 4}, {"id": "c", "n": 3}, {"id": "a", "n": 9, "new": true}]);
    let comparison = compared(&before, &after);
    assert_eq!(comparison.columns, ["id", "n", "new", "old"]);
    assert_eq!(
        (&comparison.added, &comparison.removed, comparison.unchanged),
        (&vec![0], &vec![1], 1)
    );
    let changed = ChangedRow {
        before: 0,
        after: 2,
        columns: vec![1, 2, 3],
    };
    assert_eq!(comparison.changed, [changed]);
    // The rows that came can be shown as any view is.
    let (later, names) = (table(&after), ["id".to_owned()]);
    let added = View::of_rows(&later, comparison.added).unwrap();
    assert_eq!(added.window(0, 9, &names).unwrap().rows, [[Some("d".to_owned())]]);
    let outside = TableError::OutOfRange { asked: 3, rows: 3 };
    assert_eq!(View::of_rows(&later, vec![0, 3]).map(drop), Err(outside));
}

#[test]
fn values_are_compared_by_what_they_mean() {
    for (before, after, same) in [
        (json!(null), Value::Null, true),
        (json!(1), json!(1.0), true),
        (
            json!(9_007_199_254_740_993_i64),
            json!(9_007_199_254_740_992_i64),
            false,
        ),
        (
            json!("2024-01-01T00:00:00Z"),
            json!("2024-01-01T01:00:00.000+01:00"),
            true,
        ),
        (
            json!("2024-01-01T00:00:00Z"),
            json!("2024-01-01T00:00:01Z"),
            false,
        ),
        (json!({"a": 1, "b": [2]}), json!({"b": [2], "a": 1}), true),
        (json!([1, 2]), json!([2, 1]), false),
        (json!("a"), json!("A"), false),
        (json!("1"), json!(1), false),
        (json!(true), json!(false), false),
        (json!(""), json!(null), false),
    ] {
        let comparison = compared(&json!([{"id": 1, "v": before}]), &json!([{"id": 1, "v": after}]));
        assert_eq!(comparison.unchanged == 1, same, "{before} and {after}");
        assert_eq!(comparison.changed.len(), usize::from(!same));
    }
    assert_eq!(
        compared(&json!([{"id": 1, "v": null}]), &json!([{"id": 1}])).unchanged,
        1
    );
}

#[test]
fn rows_of_one_key_are_compared_in_their_order() {
    let before = json!([{"id": 1, "v": "a"}, {"id": 1, "v": "b"}, {"id": 1, "v": "c"}]);
    let after = json!([{"id": 1, "v": "a"}, {"id": 1, "v": "x"}]);
    let comparison = compared(&before, &after);
    assert_eq!((comparison.unchanged, comparison.changed.len()), (1, 1));
    assert_eq!((comparison.added, comparison.removed), (vec![], vec![2]));
    let comparison = compared(&after, &before);
    assert_eq!((comparison.added, comparison.removed), (vec![2], vec![]));
}

#[test]
fn rows_without_a_key_are_counted_and_not_compared() {
    let comparison = compared(
        &json!([{"id": null}, {"id": 1}]),
        &json!([{"id": 1}, {}, {"id": null}]),
    );
    assert_eq!(
        (comparison.without_key_before, comparison.without_key_after),
        (1, 2)
    );
    assert_eq!(
        (comparison.added, comparison.removed, comparison.unchanged),
        (vec![], vec![], 1)
    );
}

#[test]
fn an_answer_without_rows_needs_no_key_column() {
    let (empty, full) = (table(&json!([])), table(&json!([{"id": 1}])));
    assert_eq!(compare(&empty, &full, "id").unwrap().added, [0]);
    assert_eq!(compare(&full, &empty, "id").unwrap().removed, [0]);
    assert_eq!(compare(&empty, &empty, "id").unwrap(), Comparison::default());
    let unknown = TableError::UnknownColumn { name: "nope".into() };
    assert_eq!(compare(&full, &full, "nope"), Err(unknown));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(150) })]

    #[test]
    fn a_comparison_agrees_with_two_maps(
        before in prop::collection::btree_map(0_u8..20, (0_i32..3, "[ab]?"), 0..15),
        after in prop::collection::btree_map(0_u8..20, (0_i32..3, "[ab]?"), 0..15),
    ) {
        type Rows = BTreeMap<u8, (i32, String)>;
        let body = |rows: &Rows| -> Value {
            rows.iter().map(|(id, (n, t))| json!({"id": id, "n": n, "t": t})).collect::<Vec<_>>().into()
        };
        let (earlier, later) = (table(&body(&before)), table(&body(&after)));
        let comparison = compare(&earlier, &later, "id").unwrap();
        let place = |rows: &Rows, id: u8| rows.keys().position(|other| *other == id).unwrap() as u32;
        let only = |rows: &Rows, others: &Rows| -> Vec<u32> {
            rows.keys().filter(|id| !others.contains_key(id)).map(|id| place(rows, *id)).collect()
        };
        prop_assert_eq!(&comparison.added, &only(&after, &before));
        prop_assert_eq!(&comparison.removed, &only(&before, &after));
        let mut changed = Vec::new();
        for (id, (n, t)) in &after {
            let Some((old_n, old_t)) = before.get(id) else { continue };
            let columns: Vec<u32> = [(1, old_n != n), (2, old_t != t)].iter().filter(|(_, differs)| *differs).map(|(at, _)| *at).collect();
            if !columns.is_empty() {
                changed.push(ChangedRow { before: place(&before, *id), after: place(&after, *id), columns });
            }
        }
        let common = after.keys().filter(|id| before.contains_key(id)).count();
        prop_assert_eq!(comparison.unchanged as usize, common - changed.len());
        prop_assert_eq!(comparison.changed, changed);
    }
}
