//! Results: tables that the window looks at through views and windows of rows.
//!
//! Invariants: a result is known by its id until it is closed; rows are only read through the view that
//! is current, so that a window of an older sort order can never be mixed in.

use crate::{Workbench, errors, locked};
use contract::{
    CloseResultRequest, ColumnDto, ColumnKind, CommandError, FacetDto, FacetValueDto, GetRowRequest,
    GetRowsRequest, RecordDto, RowsDto, SetViewRequest, ViewDto,
};
use serde_json::Value;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use table::{Table, TableBuilder, View, ViewSpec};

/// Results kept at once; the oldest goes first.
const KEPT: usize = 4;
/// Rows that one window may have.
const LARGEST_WINDOW: u32 = 500;

#[derive(Default)]
pub(crate) struct Results(Mutex<VecDeque<Arc<ResultEntry>>>);

/// One result.
pub(crate) struct ResultEntry {
    id: String,
    builder: Mutex<TableBuilder>,
    view: Mutex<Option<(u32, Arc<View>)>>,
}

impl ResultEntry {
    /// Adds a page. Decoding a large page takes a while: call it where blocking is allowed.
    pub(crate) fn append(&self, body: &[u8]) -> Result<table::Page, table::AppendError> {
        locked(&self.builder).append_page(body)
    }

    pub(crate) fn id(&self) -> &str {
        &self.id
    }

    pub(crate) fn table(&self) -> Table {
        locked(&self.builder).snapshot()
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

    fn current(&self, view_id: u32) -> Result<Arc<View>, CommandError> {
        match locked(&self.view).as_ref() {
            Some((id, view)) if *id == view_id => Ok(Arc::clone(view)),
            _ => Err(errors::view_gone()),
        }
    }
}

impl Results {
    pub(crate) fn create(&self, id: String, builder: TableBuilder) -> Arc<ResultEntry> {
        let entry = Arc::new(ResultEntry {
            id,
            builder: Mutex::new(builder),
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

    fn get(&self, id: &str) -> Result<Arc<ResultEntry>, CommandError> {
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
        let row = self
            .results
            .get(&request.result_id)?
            .table()
            .row(request.row_id)
            .map_err(errors::table)?;
        Ok(RecordDto {
            json: Value::Object(row),
        })
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
            .map(|counted| FacetValueDto {
                value: counted.value.clone(),
                count: counted.count,
            })
            .collect(),
    }
}
