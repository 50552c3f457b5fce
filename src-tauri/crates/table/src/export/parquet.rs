//! Apache Parquet through Arrow record batches.

use std::io::{self, Write};
use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, BooleanBuilder, Float64Builder, Int64Builder, RecordBatch, StringBuilder,
    TimestampMicrosecondBuilder,
};
use arrow::datatypes::{DataType, Field, Schema, TimeUnit};
use arrow::error::ArrowError;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

use super::{ExportError, Exported, Report, Rows};
use crate::cell::Cell;
use crate::cells::{Cells, Values};
use crate::column::Kind;
use crate::table::Table;

/// Rows that are held until they are written together.
const ROW_GROUP: usize = 65_536;
const TICKS_PER_MICROSECOND: i64 = 10;
/// Ticks from the year 1 to 1970.
const UNIX_EPOCH: i64 = 621_355_968_000_000_000;

pub(super) fn write(
    rows: &Rows<'_>,
    out: &mut (impl Write + Send),
    report: Report<'_>,
) -> Result<Exported, ExportError> {
    let table = rows.view.table();
    let mut exported = Exported::default();
    let mut types = Vec::with_capacity(rows.columns.len());
    for (column, name) in rows.columns.iter().zip(rows.names) {
        let chosen = Type::of(table, *column);
        if chosen == Type::Text && !matches!(table.kind(*column), Kind::Text | Kind::Nested) {
            exported.columns_as_text.push(name.clone());
        }
        types.push(chosen);
    }
    let fields = types.iter().zip(rows.names);
    let fields: Vec<Field> = fields
        .map(|(chosen, name)| Field::new(name, chosen.data_type(), true))
        .collect();
    let schema = Arc::new(Schema::new(fields));
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_max_row_group_row_count(Some(ROW_GROUP))
        .build();
    let mut writer = ArrowWriter::try_new(out, Arc::clone(&schema), Some(properties))?;
    for batch in rows.batches() {
        let end = batch.end;
        let mut builders: Vec<Builder> = types.iter().map(|chosen| Builder::new(*chosen)).collect();
        let length = batch.len();
        for place in batch {
            for (builder, cell) in builders.iter_mut().zip(rows.cells(place)) {
                builder.push(cell, &mut exported);
            }
        }
        let arrays = builders.into_iter().map(Builder::finish).collect();
        let options = arrow::array::RecordBatchOptions::new().with_row_count(Some(length));
        writer.write(&RecordBatch::try_new_with_options(
            Arc::clone(&schema),
            arrays,
            &options,
        )?)?;
        exported.rows = end;
        report(end)?;
    }
    writer.close()?;
    Ok(exported)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Type {
    Text,
    Whole,
    Decimal,
    Time,
    Boolean,
}

impl Type {
    /// The narrowest type that takes every value of a column.
    fn of(table: &Table, column: usize) -> Self {
        let parts = || {
            table
                .segments()
                .iter()
                .filter_map(|segment| segment.cells(column))
        };
        match table.kind(column) {
            _ if parts().any(|cells| !cells.all_mean_something()) => Self::Text,
            Kind::Text | Kind::Nested => Self::Text,
            Kind::Time => Self::Time,
            Kind::Boolean => Self::Boolean,
            Kind::Number if parts().any(|cells| matches!(cells.values, Values::Float { .. })) => {
                Self::Decimal
            }
            Kind::Number => Self::Whole,
        }
    }

    fn data_type(self) -> DataType {
        match self {
            Self::Text => DataType::Utf8,
            Self::Whole => DataType::Int64,
            Self::Decimal => DataType::Float64,
            Self::Time => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
            Self::Boolean => DataType::Boolean,
        }
    }
}

impl Cells {
    /// Whether every odd value means something of the column's kind.
    fn all_mean_something(&self) -> bool {
        let nulls = match &self.values {
            Values::Time { ticks, .. } => ticks.nulls(),
            Values::Integer(values) => values.nulls(),
            Values::Float { values, .. } => values.nulls(),
            Values::Boolean(values) => values.nulls(),
            Values::Null | Values::Text(_) | Values::Nested(_) => return self.odd.is_empty(),
        };
        let means = |row: u32| nulls.is_none_or(|nulls| nulls.is_valid(row as usize));
        self.odd.iter().all(|(row, _)| means(*row))
    }
}

enum Builder {
    Text(StringBuilder),
    Whole(Int64Builder),
    Decimal(Float64Builder),
    Time(TimestampMicrosecondBuilder),
    Boolean(BooleanBuilder),
}

impl Builder {
    fn new(chosen: Type) -> Self {
        match chosen {
            Type::Text => Self::Text(StringBuilder::new()),
            Type::Whole => Self::Whole(Int64Builder::new()),
            Type::Decimal => Self::Decimal(Float64Builder::new()),
            Type::Time => Self::Time(TimestampMicrosecondBuilder::new().with_timezone("UTC")),
            Type::Boolean => Self::Boolean(BooleanBuilder::new()),
        }
    }

    fn push(&mut self, cell: Cell<'_>, exported: &mut Exported) {
        match (self, cell) {
            (Self::Text(texts), Cell::Nothing) => texts.append_null(),
            (Self::Text(texts), cell) => texts.append_value(cell.into_text()),
            (Self::Whole(numbers), Cell::Number(digits)) => numbers.append_option(digits.parse().ok()),
            (Self::Decimal(numbers), Cell::Number(digits)) => {
                let value = digits.parse::<f64>().ok();
                if let (Some(value), Ok(whole)) = (value, digits.parse::<i128>())
                    && value as i128 != whole
                {
                    exported.rounded_numbers += 1;
                }
                numbers.append_option(value);
            }
            (Self::Time(times), Cell::Time(_, ticks)) => {
                let since = ticks - UNIX_EPOCH;
                if since.rem_euclid(TICKS_PER_MICROSECOND) != 0 {
                    exported.rounded_times += 1;
                }
                times.append_value(since.div_euclid(TICKS_PER_MICROSECOND));
            }
            (Self::Boolean(values), Cell::Boolean(value)) => values.append_value(value),
            (Self::Whole(numbers), _) => numbers.append_null(),
            (Self::Decimal(numbers), _) => numbers.append_null(),
            (Self::Time(times), _) => times.append_null(),
            (Self::Boolean(values), _) => values.append_null(),
        }
    }

    fn finish(self) -> ArrayRef {
        match self {
            Self::Text(mut builder) => Arc::new(builder.finish()),
            Self::Whole(mut builder) => Arc::new(builder.finish()),
            Self::Decimal(mut builder) => Arc::new(builder.finish()),
            Self::Time(mut builder) => Arc::new(builder.finish()),
            Self::Boolean(mut builder) => Arc::new(builder.finish()),
        }
    }
}

impl From<ParquetError> for ExportError {
    fn from(error: ParquetError) -> Self {
        match error {
            ParquetError::External(error) => match error.downcast::<io::Error>() {
                Ok(error) => Self::Write(*error),
                Err(error) => Self::Format(error.to_string()),
            },
            other => Self::Format(other.to_string()),
        }
    }
}

impl From<ArrowError> for ExportError {
    fn from(error: ArrowError) -> Self {
        Self::Format(error.to_string())
    }
}
