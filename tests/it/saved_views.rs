//! Ways to look at alerts that the admin comes back to.

use crate::calls::signed_in;
use crate::setup::{ADMIN, Machine, everything, load};
use crate::walk::Person;
use contract::{
    AlertQueryDto, ArrangementDto, DeleteViewRequest, ErrorCode, FacetChoiceDto, SaveViewRequest,
    SetViewRequest, SortKeyDto,
};

fn view(name: &str, severity: &str) -> SaveViewRequest {
    SaveViewRequest {
        name: name.into(),
        query: AlertQueryDto {
            within_days: Some(7),
            from: None,
            to: None,
            severities: vec![severity.into()],
        },
        arrangement: ArrangementDto {
            sort: vec![SortKeyDto {
                column: "title".into(),
                descending: false,
            }],
            text: "pc".into(),
            facets: vec![FacetChoiceDto {
                column: "status".into(),
                values: vec!["New".into()],
            }],
            conditions: Vec::new(),
            group_by: Some("category".into()),
            columns: vec!["title".into(), "status".into()],
        },
    }
}

#[tokio::test]
async fn a_view_is_kept_over_a_restart_replaced_by_its_name_and_deleted() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = machine.run();
    workbench.save_view(view("  Nightly  ", "High")).unwrap();
    workbench.save_view(view("Another", "Low")).unwrap();
    workbench.save_view(view("NIGHTLY", "Medium")).unwrap();
    drop(workbench);
    let workbench = machine.run();
    let own: Vec<_> = workbench
        .saved_views()
        .views
        .into_iter()
        .filter(|view| !view.built_in)
        .collect();
    let names: Vec<_> = own.iter().map(|view| view.name.as_str()).collect();
    assert_eq!(names, ["Another", "NIGHTLY"]);
    assert_eq!(own[1].query.severities, ["Medium"]);
    assert_eq!(own[1].arrangement, view("", "").arrangement);
    let left = workbench
        .delete_view(&DeleteViewRequest {
            view_id: own[0].id.clone(),
        })
        .unwrap();
    assert_eq!(left.views.iter().filter(|view| !view.built_in).count(), 1);
}

#[tokio::test]
async fn a_name_that_cannot_be_kept_is_refused() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = machine.run();
    for (name, rule) in [
        ("   ", "it has no name"),
        (&"a".repeat(61), "at most 60 characters"),
        ("two\nlines", "one line"),
        ("new, UNASSIGNED", "comes with the program"),
        ("Mine, open", "comes with the program"),
    ] {
        let error = workbench.save_view(view(name, "High")).unwrap_err();
        assert_eq!(error.code, ErrorCode::ViewInvalid);
        assert_eq!(error.field.as_deref(), Some("name"));
        assert!(error.message.contains(rule), "{}", error.message);
    }
}

#[tokio::test]
async fn the_views_that_come_with_the_program_fit_the_alerts_there_are() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let workbench = signed_in(&machine).await;
    let (loaded, _) = load(&workbench, everything()).await;
    let views = workbench.saved_views().views;
    assert_eq!(views.len(), 4);
    let mine = views.iter().find(|view| view.id == "mine").unwrap();
    assert_eq!(mine.arrangement.conditions[0].values, [ADMIN]);
    for view in views {
        let wanted = view.arrangement;
        for column in wanted.columns.iter().chain(wanted.group_by.as_ref()) {
            assert!(
                loaded.columns.iter().any(|known| known.name == *column),
                "{column}"
            );
        }
        let shown = workbench
            .set_view(SetViewRequest {
                result_id: loaded.result_id.clone(),
                sort: wanted.sort,
                text: wanted.text,
                text_columns: Vec::new(),
                facets: wanted.facets,
                conditions: wanted.conditions,
                count_columns: wanted.group_by.into_iter().collect(),
            })
            .await
            .unwrap();
        assert!(shown.matched_rows < shown.total_rows, "{} narrows", view.name);
        assert!(!view.about.is_empty());
    }
}
