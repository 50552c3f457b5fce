//! Results: tables that the window looks at through views and windows of rows.
//!
//! Invariants: a result is known by its id until it is closed; rows are only read through the view that
//! is current, so that a window of an older sort order can never be mixed in.

use crate::{Workbench, errors, locked};
use contract::{
    CloseResultRequest, ColumnDto, ColumnKind, CommandError, FacetDto, FacetValueDto, GetRowRequest,
    GetRowsRequest, RecordDto, RowsDto, SetViewRequest, ViewDto,
};
use defender::catalogue::Operation;
use serde_json::{Map, Value};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use table::{JsonLines, Table, TableBuilder, View, ViewSpec};

/// Results kept at once; the oldest goes first.
const KEPT: usize = 8;
/// Rows that one window may have.
const LARGEST_WINDOW: u32 = 500;
/// Values of a column that are listed with their counts; a column of ids has as many as rows.
const LISTED_VALUES: usize = 1000;

#[derive(Default)]
pub(crate) struct Results(Mutex<VecDeque<Arc<ResultEntry>>>);

/// One result.
pub(crate) struct ResultEntry {
    id: String,
    /// The type of its rows, where the documentation names one.
    entity: Option<String>,
    rows: Rows,
    view: Mutex<Option<(u32, Arc<View>)>>,
}

/// Where a result's rows are.
enum Rows {
    /// They may still come.
    Growing(Box<Mutex<TableBuilder>>),
    /// They are all there.
    Fixed(Table),
}

impl ResultEntry {
    /// Adds a page. Decoding a large page takes a while: call it where blocking is allowed.
    pub(crate) fn append(&self, body: &[u8]) -> Result<table::Page, table::AppendError> {
        self.growing(|builder| builder.append_page(body))
    }

    /// Adds whatever an operation answered with. Blocks like [`append`](Self::append).
    pub(crate) fn append_any(&self, body: &[u8]) -> Result<table::Answer, table::AppendError> {
        self.growing(|builder| match builder.append_answer(body) {
            Err(error) => match std::str::from_utf8(body) {
                // Plain text is a value; broken JSON is none.
                Ok(text) if !text.trim_start().starts_with(['{', '[', '<']) => builder.append_text(text),
                _ => Err(error),
            },
            answer => answer,
        })
    }

    /// Puts new values into rows, so that views made from now on show them. `false` where a row is not there.
    pub(crate) fn change(&self, rows: &[(u32, Map<String, Value>)]) -> bool {
        match &self.rows {
            Rows::Growing(builder) => locked(builder).change_rows(rows).is_ok(),
            Rows::Fixed(_) => false,
        }
    }

    fn growing<T>(
        &self,
        grow: impl FnOnce(&mut TableBuilder) -> Result<T, table::AppendError>,
    ) -> Result<T, table::AppendError> {
        match &self.rows {
            Rows::Growing(builder) => grow(&mut locked(builder)),
            Rows::Fixed(_) => Err(table::AppendError::TooLarge {
                what: "rows in a list inside a cell",
                limit: 0,
            }),
        }
    }

    /// Adds bytes of a file of JSON lines.
    pub(crate) fn append_lines(&self, lines: &mut JsonLines, chunk: &[u8]) -> Result<(), table::AppendError> {
        self.growing(|builder| lines.push(builder, chunk).map(drop))
    }

    /// Adds the last line of a file of JSON lines.
    pub(crate) fn finish_lines(&self, lines: JsonLines) -> Result<(), table::AppendError> {
        self.growing(|builder| lines.finish(builder).map(drop))
    }

    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    pub(crate) fn table(&self) -> Table {
        match &self.rows {
            Rows::Growing(builder) => locked(builder).snapshot(),
            Rows::Fixed(table) => table.clone(),
        }
    }

    fn look(&self, spec: &ViewSpec) -> Result<ViewDto, table::TableError> {
        let table = self.table();
        let view = Arc::new(View::build(&table, spec)?);
        let mut current = locked(&self.view);
        let view_id = current.as_ref().map_or(0, |(id, _)| id.wrapping_add(1));
        *current = Some((view_id, Arc::clone(&view)));
        Ok(ViewDto {
            view_id,
            total_rows: table.rows(),
            matched_rows: view.rows(),
            facets: view.counts().iter().map(facet).collect(),
            columns: columns(&table),
        })
    }

    pub(crate) fn current(&self, view_id: u32) -> Result<Arc<View>, CommandError> {
        match locked(&self.view).as_ref() {
            Some((id, view)) if *id == view_id => Ok(Arc::clone(view)),
            _ => Err(errors::view_gone()),
        }
    }
}

impl Results {
    /// A result for an operation's answer.
    pub(crate) fn create_for(
        &self,
        operation: &Operation,
        id: String,
        builder: TableBuilder,
    ) -> Arc<ResultEntry> {
        self.keep(id, operation.entity.clone(), builder)
    }

    pub(crate) fn create(&self, id: String, builder: TableBuilder) -> Arc<ResultEntry> {
        self.keep(id, Some("Alert".to_owned()), builder)
    }

    /// A result whose rows are of no documented type.
    pub(crate) fn create_untyped(&self, id: String, builder: TableBuilder) -> Arc<ResultEntry> {
        self.keep(id, None, builder)
    }

    /// The type of a result's rows.
    pub(crate) fn entity_of(&self, id: &str) -> Option<String> {
        self.get(id).ok()?.entity.clone()
    }

    /// A result whose rows are all there.
    pub(crate) fn create_fixed(&self, id: String, table: Table) -> Arc<ResultEntry> {
        self.put(id, None, Rows::Fixed(table))
    }

    fn keep(&self, id: String, entity: Option<String>, builder: TableBuilder) -> Arc<ResultEntry> {
        self.put(id, entity, Rows::Growing(Box::new(Mutex::new(builder))))
    }

    fn put(&self, id: String, entity: Option<String>, rows: Rows) -> Arc<ResultEntry> {
        let entry = Arc::new(ResultEntry {
            id,
            entity,
            rows,
            view: Mutex::new(None),
        });
        let mut results = locked(&self.0);
        if results.len() == KEPT {
            results.pop_front();
        }
        results.push_back(Arc::clone(&entry));
        entry
    }

    pub(crate) fn close(&self, id: &str) {
        locked(&self.0).retain(|entry| entry.id != id);
    }

    pub(crate) fn get(&self, id: &str) -> Result<Arc<ResultEntry>, CommandError> {
        locked(&self.0)
            .iter()
            .find(|entry| entry.id == id)
            .cloned()
            .ok_or_else(errors::result_gone)
    }
}

impl Workbench {
    /// Sorts and filters a result and makes that its current view.
    pub async fn set_view(&self, request: SetViewRequest) -> Result<ViewDto, CommandError> {
        let entry = self.results.get(&request.result_id)?;
        let spec = ViewSpec {
            sort: request
                .sort
                .into_iter()
                .map(|key| table::SortKey {
                    column: key.column,
                    descending: key.descending,
                })
                .collect(),
            text: request.text,
            text_columns: request.text_columns,
            facets: request
                .facets
                .into_iter()
                .map(|facet| table::Facet {
                    column: facet.column,
                    values: facet.values,
                })
                .collect(),
            count_columns: request.count_columns,
            conditions: ResultEntry::conditions(request.conditions)?,
        };
        tokio::task::spawn_blocking(move || entry.look(&spec))
            .await
            .map_err(errors::stopped)?
            .map_err(errors::table)
    }

    /// Reads a window of rows of the current view.
    pub fn get_rows(&self, request: &GetRowsRequest) -> Result<RowsDto, CommandError> {
        let view = self.results.get(&request.result_id)?.current(request.view_id)?;
        let count = request.count.min(LARGEST_WINDOW);
        let window = view
            .window(request.offset, count, &request.columns)
            .map_err(errors::table)?;
        Ok(RowsDto {
            offset: request.offset,
            rows: window.rows,
            row_ids: window.row_ids,
        })
    }

    /// Reads one row with every property.
    pub fn get_row(&self, request: &GetRowRequest) -> Result<RecordDto, CommandError> {
        Ok(RecordDto {
            json: Value::Object(self.row(request)?),
        })
    }

    pub(crate) fn row(&self, request: &GetRowRequest) -> Result<Map<String, Value>, CommandError> {
        self.results
            .get(&request.result_id)?
            .table()
            .row(request.row_id)
            .map_err(errors::table)
    }

    /// Frees a result.
    pub fn close_result(&self, request: &CloseResultRequest) {
        self.results.close(&request.result_id);
    }
}

/// A table's columns, as the window shows them.
pub(crate) fn columns(table: &Table) -> Vec<ColumnDto> {
    table
        .columns()
        .into_iter()
        .map(|column| ColumnDto {
            name: column.name,
            kind: match column.kind {
                table::Kind::Text => ColumnKind::Text,
                table::Kind::Time => ColumnKind::Time,
                table::Kind::Number => ColumnKind::Number,
                table::Kind::Boolean => ColumnKind::Boolean,
                table::Kind::Nested => ColumnKind::Nested,
            },
        })
        .collect()
}

fn facet(counts: &table::FacetCounts) -> FacetDto {
    FacetDto {
        column: counts.column.clone(),
        values: counts
            .values
            .iter()
            .take(LISTED_VALUES)
            .map(|counted| FacetValueDto {
                value: counted.value.clone(),
                count: counted.count,
            })
            .collect(),
        more: u32::try_from(counts.values.len().saturating_sub(LISTED_VALUES)).unwrap_or(u32::MAX),
    }
}
