use proptest::prelude::*;

use super::*;
use crate::data::time::Ticks;
use crate::odata::{Row, compare_for_order};

const TABLE: &[Property] = &[
    Property {
        name: "name",
        kind: Kind::Text,
        filterable: true,
    },
    Property {
        name: "number",
        kind: Kind::Integer,
        filterable: true,
    },
    Property {
        name: "seen",
        kind: Kind::Time,
        filterable: true,
    },
    Property {
        name: "risk",
        kind: Kind::Enum(&["Low", "High"]),
        filterable: true,
    },
    Property {
        name: "device",
        kind: Kind::Guid,
        filterable: true,
    },
    Property {
        name: "tags",
        kind: Kind::TextList,
        filterable: true,
    },
    Property {
        name: "hidden",
        kind: Kind::Text,
        filterable: false,
    },
    Property {
        name: "parts",
        kind: Kind::Complex,
        filterable: false,
    },
];

struct Sample;

impl Row for Sample {
    fn value(&self, property: usize) -> Value<'_> {
        match property {
            0 => Value::text(Some("It's alpha")),
            1 => Value::Integer(42),
            2 => Value::Time(Ticks(0)),
            3 => Value::text(Some("High")),
            4 => Value::text(None),
            5 => Value::List(vec!["VIP".into(), "Finance".into()]),
            _ => Value::Null,
        }
    }
}

fn holds(text: &str) -> bool {
    parse_filter(TABLE, text)
        .unwrap_or_else(|error| panic!("{text}: {error}"))
        .matches(&Sample)
}

fn refused(text: &str) -> String {
    parse_filter(TABLE, text).unwrap_err().to_string()
}

#[test]
fn comparisons_follow_their_types() {
    for yes in [
        "number eq 42",
        "number ne 41",
        "number gt 41",
        "number ge 42",
        "number lt 43",
        "number le 42",
        "risk eq 'High'",
        "'High' eq risk",
        "risk ne 'Low'",
        "seen eq 1970-01-01T00:00:00Z",
        "seen lt 1970-01-02Z",
        "seen ge 1970-01-01",
        "name eq 'It''s alpha'",
        "device eq null",
        "name ne null",
        "number in (1, 42)",
        "number gt 41.5",
        "number eq 42.0",
        "number in (1.5, 42.0)",
        "risk in ('Low','High')",
        "true",
    ] {
        assert!(holds(yes), "{yes}");
    }
    for no in [
        "number eq 41",
        "device ne null",
        "device eq fc780465-2017-40d4-a0c5-307022471b92",
        "number in (1)",
        "false",
    ] {
        assert!(!holds(no), "{no}");
    }
}

#[test]
fn comparisons_with_null_are_false_in_both_directions() {
    assert!(!holds("seen gt null"));
    assert!(!holds("null lt number"));
    assert!(holds("not (number gt null)"));
}

#[test]
fn and_binds_more_tightly_than_or_and_parentheses_change_that() {
    assert!(holds("number eq 42 or number eq 1 and number eq 2"));
    assert!(!holds("(number eq 42 or number eq 1) and number eq 2"));
    assert!(holds("not (number eq 1) and not (risk eq 'Low')"));
    assert!(holds("not number eq 1"));
}

#[test]
fn text_functions_work_alone_and_compared_with_true() {
    assert!(holds("startswith(name,'It')"));
    assert!(holds("endswith(name, 'alpha') eq true"));
    assert!(holds("contains(name,'''s')"));
    assert!(!holds("contains(name,'beta')"));
    assert!(holds("contains(name,'beta') eq false"));
    assert!(holds("(number eq 42) ne false"));
}

#[test]
fn any_looks_into_lists() {
    assert!(holds("tags/any(tag: tag eq 'VIP')"));
    assert!(holds("tags/any(t: startswith(t,'Fin')) and number eq 42"));
    assert!(!holds("tags/any(tag: tag eq 'Loaner')"));
}

#[test]
fn what_cannot_be_is_refused_with_a_reason() {
    assert!(refused("colour eq 'red'").contains("colour"));
    assert!(refused("hidden eq 'x'").contains("cannot be used in $filter"));
    assert!(refused("risk eq 'Huge'").contains("Low, High"));
    assert!(refused("risk gt 'Low'").contains("no order"));
    assert!(refused("number eq '42'").contains("cannot be compared"));
    assert!(refused("seen gt 5").contains("cannot be compared"));
    assert!(refused("concat(name,'x') eq 'y'").contains("Unknown function"));
    assert!(refused("name like 'x'").contains("Unknown operator"));
    for broken in [
        "",
        "(",
        ")",
        "name",
        "name eq",
        "name eq 'x' and",
        "(name eq 'x'",
        "name eq 'x')",
        "name eq 'x' 'y'",
        "and",
        "not",
        "name in ()",
        "name in ('a'",
        "startswith(name)",
        "tags eq 'VIP'",
        "tags/all(t: t eq 'x')",
        "name/any(t: t eq 'x')",
        "name eq 'x' xor name eq 'y'",
        "name eq 'x' || 1 eq 1",
        "1",
        "startswith(number,'4')",
    ] {
        assert!(parse_filter(TABLE, broken).is_err(), "{broken}");
    }
}

#[test]
fn nesting_and_length_are_bounded() {
    let deep = format!("{}number eq 1{}", "(".repeat(5000), ")".repeat(5000));
    assert!(refused(&deep).contains("too deeply"));
    let nots = format!("{}number eq 1", "not ".repeat(3000));
    assert!(refused(&nots).contains("too deeply"));
    let wide = vec!["number eq 1"; 500].join(" or ");
    assert!(refused(&wide).contains("too many"));
    assert!(refused(&"x".repeat(20_000)).contains("too long"));
    // Wide is fine as long as it is not absurd.
    assert!(holds(&vec!["number eq 42"; 300].join(" and ")));
}

#[test]
fn orders_are_read_and_checked() {
    assert_eq!(
        parse_order(TABLE, "number desc, name").unwrap(),
        [(1, true), (0, false)]
    );
    for broken in [
        "",
        "colour",
        "number down",
        "number desc desc",
        "parts",
        "tags",
        ",",
    ] {
        assert!(parse_order(TABLE, broken).is_err(), "{broken}");
    }
    assert!(compare_for_order(&Value::Null, &Value::Integer(1)).is_lt());
}

fn fragments() -> impl Strategy<Value = String> {
    let fragment = prop::sample::select(vec![
        "name",
        "number",
        "seen",
        "risk",
        "device",
        "tags",
        "hidden",
        "eq",
        "ne",
        "gt",
        "in",
        "and",
        "or",
        "not",
        "(",
        ")",
        ",",
        "'High'",
        "'",
        "42",
        "-1",
        "2018-08-01Z",
        "null",
        "true",
        "startswith",
        "contains",
        "/any(",
        "x:",
        "/",
        " ",
        "fc780465-2017-40d4-a0c5-307022471b92",
        "\u{202e}",
        "é",
        "\0",
    ]);
    prop::collection::vec(fragment, 0..40).prop_map(|parts| parts.join(" "))
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_but_never_panics(text in ".{0,200}") {
        if let Ok(filter) = parse_filter(TABLE, &text) {
            filter.matches(&Sample);
        }
        let _ = parse_order(TABLE, &text);
    }

    #[test]
    fn any_sequence_of_tokens_is_read_or_refused_but_never_panics(text in fragments()) {
        if let Ok(filter) = parse_filter(TABLE, &text) {
            filter.matches(&Sample);
        }
    }
}
