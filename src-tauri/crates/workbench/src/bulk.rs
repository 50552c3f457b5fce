//! One change for many targets: offered for rows or a file, planned and looked at, then sent call by call.
//!
//! Owns: which change rows can be the targets of, the plans that are held, and how calls for many go out and come back.
//! Refuses to know: rules of forms and limits (`defender`), how rows are held (`table`).
//!
//! Invariants:
//! - Nothing is sent that was not planned; a plan is run once, by the session it was made in.
//! - The profile's guard stands before every run, and every target is written to the log of changes.
//! - A call of which it is not known whether it was carried out is never sent again.

mod file;
mod lines;
mod outcome;
mod plan;
mod recipe;
mod run;

use crate::calls::problem;
use crate::session::Session;
use crate::{Workbench, errors, explorer, locked, state};
use contract::{
    BulkChange, BulkFormDto, BulkFormRequest, BulkNounDto, BulkOfferDto, BulkOffersDto, BulkOffersRequest,
    BulkPlanDto, BulkSource, CommandError, DeterminationsDto, FieldPlace, PlanBulkRequest,
    SaveBulkTemplateRequest, SavedDto,
};
use defender::catalogue::Operation;
use lines::{Common, Line};
use plan::Plan;
use recipe::Recipe;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use uuid::Uuid;

/// Plans that are held; the oldest goes first.
const KEPT: usize = 4;

/// Plans that were not run yet.
#[derive(Default)]
pub(crate) struct Bulks(Mutex<VecDeque<Held>>);

/// A plan, and where it came from.
struct Held {
    id: String,
    plan: Plan,
    session: Arc<Session>,
    /// The result whose rows are the targets, and what they are.
    source: Option<(String, Option<String>)>,
    /// The plan's table.
    table: Arc<crate::results::ResultEntry>,
}

impl Bulks {
    fn hold(&self, held: Held) {
        let mut plans = locked(&self.0);
        if plans.len() == KEPT {
            plans.pop_front();
        }
        plans.push_back(held);
    }

    fn take(&self, id: &str) -> Result<Held, CommandError> {
        let mut plans = locked(&self.0);
        let at = plans.iter().position(|held| held.id == id);
        at.and_then(|at| plans.remove(at)).ok_or_else(errors::bulk_gone)
    }
}

impl Workbench {
    /// What can be changed for the rows of a result, or for the lines of a file.
    ///
    /// # Errors
    /// Where the result is gone.
    pub fn bulk_offers(&self, request: &BulkOffersRequest) -> Result<BulkOffersDto, CommandError> {
        let fits: Box<dyn Fn(&Recipe) -> bool> = match &request.result_id {
            None => Box::new(|_| true),
            Some(id) => {
                let entity = self.results.entity_of(id);
                let table = self.results.get(id)?.table();
                let columns: Vec<String> = table.columns().into_iter().map(|column| column.name).collect();
                Box::new(move |recipe| lines::can_come_from(recipe, entity.as_deref(), &columns))
            }
        };
        let offers = recipe::all().iter().filter(|recipe| fits(recipe));
        Ok(BulkOffersDto {
            offers: offers.filter_map(|recipe| self.offer(recipe)).collect(),
            changes_allowed: self.changes_allowed(),
        })
    }

    fn offer(&self, recipe: &Recipe) -> Option<BulkOfferDto> {
        let operation = recipe.usual()?;
        let (state, permissions) = self.standing(operation);
        Some(BulkOfferDto {
            change: recipe.change,
            title: recipe.title.to_owned(),
            noun: BulkNounDto {
                one: recipe.noun.0.to_owned(),
                many: recipe.noun.1.to_owned(),
            },
            operation: state::operation(operation),
            state,
            permissions,
            file_columns: lines::file_columns(recipe),
        })
    }

    /// The form of a change: the fields that hold for every target.
    ///
    /// # Errors
    /// Where the rows or the file are gone or cannot be read.
    pub fn bulk_form(&self, request: &BulkFormRequest) -> Result<BulkFormDto, CommandError> {
        let recipe = recipe::of(request.change);
        let targets = match &request.source {
            BulkSource::Rows { .. } => self.picked(&request.source)?.1.len(),
            BulkSource::File { file_id } => self.sheet(file_id)?.lines.len(),
        };
        let of_one = targets == 1;
        let one = recipe
            .one()
            .ok_or_else(|| errors::internal("a change has no operation"))?;
        let operation = if of_one { Some(one) } else { recipe.usual() };
        let operation = operation.ok_or_else(|| errors::internal("a change has no operation"))?;
        // Rows of indicators and lines of a file may bring what a form would ask for.
        let brings = recipe.change == BulkChange::SubmitIndicators
            || matches!(request.source, BulkSource::File { .. });
        let fields = lines::form(recipe, of_one).into_iter().filter(|field| {
            recipe.change != BulkChange::SubmitIndicators
                || !matches!(field.name.as_str(), "indicatorValue" | "indicatorType")
        });
        Ok(BulkFormDto {
            operation: state::operation(operation),
            targets: u32::try_from(targets).unwrap_or(u32::MAX),
            fields: fields
                .map(|mut field| {
                    field.required &= !brings;
                    explorer::field(&field)
                })
                .collect(),
            determinations: operation
                .determination_by_classification
                .iter()
                .map(|(classification, determinations)| DeterminationsDto {
                    classification: classification.clone(),
                    determinations: determinations.clone(),
                })
                .collect(),
            most_per_call: recipe
                .many
                .as_ref()
                .filter(|_| !of_one)
                .map_or(1, |many| u32::try_from(many.most).unwrap_or(u32::MAX)),
            limits: explorer::limits(operation),
            notes: recipe.notes.iter().map(|&note| note.to_owned()).collect(),
        })
    }

    /// Plans a change for many targets. Nothing is sent.
    ///
    /// # Errors
    /// Where nobody is signed in, or the rows or the file are gone or cannot be read.
    pub async fn plan_bulk(self: &Arc<Self>, request: PlanBulkRequest) -> Result<BulkPlanDto, CommandError> {
        let session = self.session()?;
        let recipe = recipe::of(request.change);
        let common: Vec<(String, Vec<String>)> = request
            .values
            .iter()
            .filter(|value| value.place == FieldPlace::Body)
            .map(|value| (value.name.clone(), value.values.clone()))
            .collect();
        let (source, unused_columns) = match &request.source {
            BulkSource::Rows { result_id, .. } => (
                Some((result_id.clone(), self.results.entity_of(result_id))),
                Vec::new(),
            ),
            BulkSource::File { .. } => (None, Vec::new()),
        };
        let me = Arc::clone(self);
        let planned = tokio::task::spawn_blocking(move || {
            let (lines, unused) = me.lines(recipe, &request.source, &common)?;
            let plan = Plan::new(recipe, lines, &common);
            let table = outcome::table(&plan).map_err(errors::append)?;
            Ok::<_, CommandError>((plan, table, unused))
        });
        let (plan, table, unused) = planned.await.map_err(errors::stopped)??;
        let table = self.results.create_untyped(Uuid::new_v4().to_string(), table);
        let operation = plan
            .calls
            .first()
            .map(|call| call.operation)
            .or_else(|| recipe.usual())
            .ok_or_else(|| errors::internal("a change has no operation"))?;
        let first = plan.calls.first().and_then(|call| plan.request(call).ok());
        let client = self.client(&session);
        let count = |wanted: fn(&plan::Standing) -> bool| {
            let found = plan.standings.iter().filter(|standing| wanted(standing)).count();
            u32::try_from(found).unwrap_or(u32::MAX)
        };
        let answer = BulkPlanDto {
            plan_id: Uuid::new_v4().to_string(),
            result_id: table.id().to_owned(),
            ready: count(|standing| *standing == plan::Standing::Ready),
            invalid: count(|standing| matches!(standing, plan::Standing::Invalid(_))),
            duplicates: count(|standing| matches!(standing, plan::Standing::Duplicate(_))),
            calls: u32::try_from(plan.calls.len()).unwrap_or(u32::MAX),
            operation: state::operation(operation),
            wait_seconds: least_wait(operation, plan.calls.len()).as_secs_f64(),
            unused_columns: [unused_columns, unused].concat(),
            first_request: first
                .as_ref()
                .map(|request| format!("{} {}", request.method(), client.address(request))),
            first_body: first.as_ref().and_then(crate::calls::body_text),
            problems: plan.problems.iter().map(problem).collect(),
        };
        self.bulks.hold(Held {
            id: answer.plan_id.clone(),
            plan,
            session,
            source,
            table,
        });
        Ok(answer)
    }

    /// Asks for a file and writes an empty CSV with the columns of a change.
    ///
    /// # Errors
    /// Where the file cannot be written.
    pub async fn save_bulk_template(
        &self,
        request: SaveBulkTemplateRequest,
    ) -> Result<SavedDto, CommandError> {
        let recipe = recipe::of(request.change);
        // The mark by which Excel knows UTF-8.
        let text = format!("\u{feff}{}\r\n", lines::file_columns(recipe).join(","));
        self.save_text(&format!("{}.csv", recipe.title), &text).await
    }

    fn lines(
        &self,
        recipe: &Recipe,
        source: &BulkSource,
        common: &Common,
    ) -> Result<(Vec<Line>, Vec<String>), CommandError> {
        match source {
            BulkSource::File { file_id } => {
                let sheet = self.sheet(file_id)?;
                let columns = lines::file_columns(recipe);
                lines::of_sheet(recipe, sheet, common)
                    .ok_or_else(|| errors::bulk_no_target(recipe.noun.0, &columns))
            }
            BulkSource::Rows { result_id, .. } => {
                let (table, ids) = self.picked(source)?;
                let entity = self.results.entity_of(result_id);
                let lines = ids.into_iter().zip(1..).map(|(id, number)| {
                    let row = table.row(id).map_err(errors::table)?;
                    Ok(lines::of_row(recipe, entity.as_deref(), number, id, &row, common))
                });
                Ok((lines.collect::<Result<_, CommandError>>()?, Vec::new()))
            }
        }
    }

    /// The rows that a source names, in the view's order where it names all.
    fn picked(&self, source: &BulkSource) -> Result<(table::Table, Vec<u32>), CommandError> {
        let BulkSource::Rows {
            result_id,
            view_id,
            row_ids,
        } = source
        else {
            return Err(errors::bulk_gone());
        };
        let entry = self.results.get(result_id)?;
        let ids = match row_ids {
            Some(ids) => ids.clone(),
            None => {
                let view = entry.current(*view_id)?;
                // One more than is taken, so that too many are told from just enough.
                let most = u32::try_from(file::MOST + 1).unwrap_or(u32::MAX);
                view.window(0, view.rows().min(most), &[])
                    .map_err(errors::table)?
                    .row_ids
            }
        };
        if ids.len() > file::MOST {
            return Err(errors::bulk_too_large(file::MOST));
        }
        Ok((entry.table(), ids))
    }

    fn sheet(&self, file_id: &str) -> Result<file::Sheet, CommandError> {
        let file = self.uploads.get(file_id).ok_or_else(errors::upload_gone)?;
        file::read(&file.bytes).map_err(|error| errors::bulk_unreadable(&file.name, &error.to_string()))
    }
}

/// How long calls wait for the documented limits, at least: what came before is not counted.
fn least_wait(operation: &Operation, calls: usize) -> Duration {
    let (minute, hour) = defender::limits::limits(operation);
    let spans = |limit: Option<u32>, span: u64| {
        let limit = limit.map_or(usize::MAX, |limit| limit.max(1) as usize);
        let full = calls.saturating_sub(1) / limit;
        Duration::from_secs(span.saturating_mul(full as u64))
    };
    spans(minute, 60).max(spans(hour, 3_600))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_is_what_the_limits_leave() {
        let batch = defender::catalogue().operation("batchUpdateAlerts").unwrap();
        for (calls, seconds) in [
            (0, 0),
            (1, 0),
            (10, 0),
            (11, 60),
            (21, 120),
            (500, 2_940),
            (501, 3_600),
        ] {
            assert_eq!(
                least_wait(batch, calls),
                Duration::from_secs(seconds),
                "{calls} calls"
            );
        }
    }
}
