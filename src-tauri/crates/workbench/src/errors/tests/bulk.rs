use super::*;

#[test]
fn changes_for_many_say_why_nothing_was_sent() {
    reads(
        &bulk_gone(),
        ErrorCode::BulkGone,
        "no longer held",
        "plan the change again",
    );
    reads(
        &bulk_empty(),
        ErrorCode::BulkEmpty,
        "Nothing was sent",
        "what is wrong",
    );
    reads(
        &bulk_too_large(20_000),
        ErrorCode::BulkTooLarge,
        "at most 20000",
        "fewer rows",
    );
}

#[test]
fn a_file_that_cannot_be_used_says_which_and_why() {
    reads(
        &bulk_unreadable("tags.csv", "line 7 has quotes that are not closed"),
        ErrorCode::BulkUnreadable,
        "tags.csv cannot be used: line 7",
        "CSV",
    );
    reads(
        &bulk_no_target("device", &["machineId".to_owned(), "Value".to_owned()]),
        ErrorCode::BulkUnreadable,
        "names the device",
        "machineId, Value",
    );
}

#[test]
fn a_view_that_cannot_be_saved_names_the_field() {
    let error = view_invalid("name", "it has no name");
    reads(&error, ErrorCode::ViewInvalid, "it has no name", "save again");
    assert_eq!(error.field.as_deref(), Some("name"));
}
