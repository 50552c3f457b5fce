//! Rows that are shown otherwise than they came: what a change made of them, without asking for all of them again.
//!
//! Invariants: a snapshot that was taken before keeps the old values; only columns that a change names are made anew, and
//! only in the pages whose rows it names; other rows keep what they had, absent or `null`.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use serde_json::{Map, Value};

use crate::cells_builder::CellsBuilder;
use crate::page::ColumnState;
use crate::table::Segment;

/// New values by row in the segment and property, as JSON.
type Changes = HashMap<u32, HashMap<String, String>>;

/// Puts new values in the place of old ones. Every row exists.
pub(crate) fn apply(
    columns: &mut Vec<ColumnState>,
    segments: &mut [Arc<Segment>],
    changes: &[(u32, Map<String, Value>)],
) {
    for (position, changes) in by_segment(segments, changes) {
        if let Some(segment) = segments.get_mut(position) {
            *segment = Arc::new(changed(columns, segment, &changes));
        }
    }
}

fn by_segment(segments: &[Arc<Segment>], changes: &[(u32, Map<String, Value>)]) -> BTreeMap<usize, Changes> {
    let mut found: BTreeMap<usize, Changes> = BTreeMap::new();
    for (id, values) in changes {
        let after = segments.partition_point(|segment| segment.first <= *id);
        let Some(position) = after.checked_sub(1) else {
            continue;
        };
        let row = found
            .entry(position)
            .or_default()
            .entry(id - segments[position].first)
            .or_default();
        row.extend(
            values
                .iter()
                .map(|(name, value)| (name.clone(), value.to_string())),
        );
    }
    found
}

fn changed(columns: &mut Vec<ColumnState>, segment: &Segment, changes: &Changes) -> Segment {
    let mut cells = segment.cells.clone();
    let names: BTreeSet<&String> = changes.values().flat_map(HashMap::keys).collect();
    for name in names {
        let at = columns
            .iter()
            .position(|column| *column.name == **name)
            .unwrap_or_else(|| {
                columns.push(ColumnState::found(name));
                columns.len() - 1
            });
        let state = &mut columns[at];
        let mut builder = CellsBuilder::new(state.kind, state.settled, state.plain);
        let before = segment.cells(at);
        for row in 0..segment.rows {
            let new = changes.get(&row).and_then(|values| values.get(name));
            match new {
                Some(json) => builder.push(Some(json)),
                None => builder.push(before.and_then(|cells| cells.json(row as usize)).as_deref()),
            }
        }
        let finished = builder.finish();
        state.kind = finished.kind;
        state.settled = finished.settled;
        state.plain = finished.plain;
        if cells.len() <= at {
            cells.resize(at + 1, None);
        }
        cells[at] = finished.cells.map(Arc::new);
    }
    Segment {
        first: segment.first,
        rows: segment.rows,
        cells,
    }
}
