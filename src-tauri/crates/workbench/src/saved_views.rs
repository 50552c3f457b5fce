//! Ways to look at alerts that the admin comes back to.
//!
//! Owns: the views that the program brings, and the admin's own in the settings.
//! Refuses to know: how a view is applied; it is a question and an arrangement, nothing of what rows hold.

use crate::{Workbench, errors};
use contract::{
    AlertQueryDto, ArrangementDto, ColumnConditionDto, ColumnTest, CommandError, DeleteViewRequest,
    FacetChoiceDto, SaveViewRequest, SavedViewDto, SavedViewsDto, SortKeyDto,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

/// Characters of a view's name.
const LONGEST_NAME: usize = 60;
/// Views of the admin's own.
const MOST: usize = 100;

/// A view as it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct KeptView {
    id: String,
    name: String,
    query: AlertQueryDto,
    arrangement: ArrangementDto,
    /// Members that this version does not know.
    #[serde(flatten)]
    extra: Map<String, Value>,
}

impl Workbench {
    /// The saved views: those that the program brings, then the admin's own by name.
    #[must_use]
    pub fn saved_views(&self) -> SavedViewsDto {
        let username = self.session().map(|session| session.username()).ok();
        let mut kept = self.settings.get().views;
        kept.sort_by_key(|view| view.name.to_lowercase());
        let kept = kept.into_iter().map(|view| SavedViewDto {
            id: view.id,
            name: view.name,
            built_in: false,
            about: String::new(),
            query: view.query,
            arrangement: view.arrangement,
        });
        SavedViewsDto {
            views: built_in(username.as_deref()).into_iter().chain(kept).collect(),
        }
    }

    /// Saves a view. One of the admin's with the same name, whatever the case, is replaced.
    ///
    /// # Errors
    /// Where the name is empty, too long or that of a view of the program's, there are too many, or the settings cannot be
    /// written.
    pub fn save_view(&self, request: SaveViewRequest) -> Result<SavedViewsDto, CommandError> {
        let name = request.name.trim().to_owned();
        let views = self.settings.get().views;
        let same = |other: &str| other.to_lowercase() == name.to_lowercase();
        let earlier = views
            .iter()
            .find(|view| same(&view.name))
            .map(|view| view.id.clone());
        let broken = if name.is_empty() {
            Some("it has no name".to_owned())
        } else if name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
            Some(format!(
                "its name must be one line of at most {LONGEST_NAME} characters"
            ))
        } else if built_in(None)
            .iter()
            .chain(&built_in(Some("")))
            .any(|view| same(&view.name))
        {
            Some("a view that comes with the program has this name".to_owned())
        } else if earlier.is_none() && views.len() >= MOST {
            Some(format!("there are {MOST} views already"))
        } else {
            None
        };
        if let Some(rule) = broken {
            return Err(errors::view_invalid("name", &rule));
        }
        let view = KeptView {
            id: earlier.unwrap_or_else(|| Uuid::new_v4().to_string()),
            name,
            query: request.query,
            arrangement: request.arrangement,
            extra: Map::new(),
        };
        self.settings
            .change(|settings| {
                settings.views.retain(|other| other.id != view.id);
                settings.views.push(view);
            })
            .map_err(errors::not_saved)?;
        Ok(self.saved_views())
    }

    /// Deletes one of the admin's views. One that is gone already is as good as deleted.
    ///
    /// # Errors
    /// Where the settings cannot be written.
    pub fn delete_view(&self, request: &DeleteViewRequest) -> Result<SavedViewsDto, CommandError> {
        self.settings
            .change(|settings| settings.views.retain(|view| view.id != request.view_id))
            .map_err(errors::not_saved)?;
        Ok(self.saved_views())
    }
}

/// The views that the program brings. One's own alerts need somebody who is signed in.
fn built_in(username: Option<&str>) -> Vec<SavedViewDto> {
    let by = |column: &str, values: &[&str]| FacetChoiceDto {
        column: column.to_owned(),
        values: values.iter().map(|&value| value.to_owned()).collect(),
    };
    let sort = |keys: &[&str]| -> Vec<SortKeyDto> {
        let keys = keys.iter().map(|&column| SortKeyDto {
            column: column.to_owned(),
            descending: true,
        });
        keys.collect()
    };
    let condition = |column: &str, test: ColumnTest, values: Vec<String>| ColumnConditionDto {
        column: column.to_owned(),
        test,
        values,
    };
    let view =
        |id: &str, name: &str, about: &str, within_days: u32, arrangement: ArrangementDto| SavedViewDto {
            id: id.to_owned(),
            name: name.to_owned(),
            built_in: true,
            about: about.to_owned(),
            query: AlertQueryDto {
                within_days: Some(within_days),
                from: None,
                to: None,
                severities: Vec::new(),
            },
            arrangement,
        };
    let plain = || ArrangementDto {
        sort: sort(&["severity", "alertCreationTime"]),
        text: String::new(),
        facets: Vec::new(),
        conditions: Vec::new(),
        group_by: None,
        columns: Vec::new(),
    };
    let mut views = vec![
        view(
            "new-unassigned",
            "New, unassigned",
            "Alerts of the last 30 days that are new and assigned to nobody, most severe first",
            30,
            ArrangementDto {
                facets: vec![by("status", &["New"])],
                conditions: vec![condition("assignedTo", ColumnTest::Empty, Vec::new())],
                ..plain()
            },
        ),
        view(
            "open-by-device",
            "Open, by device",
            "Alerts of the last 30 days that are not resolved, counted by device",
            30,
            ArrangementDto {
                facets: vec![by("status", &["New", "InProgress"])],
                group_by: Some("computerDnsName".to_owned()),
                ..plain()
            },
        ),
        view(
            "resolved-unclassified",
            "Resolved, not classified",
            "Alerts of the last 6 months that are resolved and have no classification",
            183,
            ArrangementDto {
                sort: sort(&["resolvedTime"]),
                facets: vec![by("status", &["Resolved"])],
                conditions: vec![condition("classification", ColumnTest::Empty, Vec::new())],
                columns: [
                    "severity",
                    "title",
                    "status",
                    "classification",
                    "determination",
                    "assignedTo",
                    "computerDnsName",
                    "resolvedTime",
                ]
                .map(str::to_owned)
                .to_vec(),
                ..plain()
            },
        ),
    ];
    if let Some(username) = username {
        views.insert(
            1,
            view(
                "mine",
                "Mine, open",
                "Alerts of the last 30 days that are assigned to you and not resolved",
                30,
                ArrangementDto {
                    facets: vec![by("status", &["New", "InProgress"])],
                    conditions: vec![condition(
                        "assignedTo",
                        ColumnTest::Equals,
                        vec![username.to_owned()],
                    )],
                    ..plain()
                },
            ),
        );
    }
    views
}
