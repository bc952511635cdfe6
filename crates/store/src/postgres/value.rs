//! Values on their way to and from PostgreSQL.

use std::sync::Arc;

use tokio_postgres::Statement;
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{IsNull, ToSql, Type};

use crate::{Cell, Row, StoreError};

pub(super) fn params(cells: &[Cell]) -> Vec<&(dyn ToSql + Sync)> {
    cells.iter().map(|cell| cell as &(dyn ToSql + Sync)).collect()
}

pub(super) fn rows(statement: &Statement, rows: &[tokio_postgres::Row]) -> Result<Vec<Row>, StoreError> {
    let columns: Arc<[String]> = statement.columns().iter().map(|column| column.name().to_owned()).collect();
    rows.iter()
        .map(|row| {
            let cells = (0..columns.len()).map(|index| read(row, index)).collect::<Result<_, _>>()?;
            Ok(Row { columns: Arc::clone(&columns), cells })
        })
        .collect()
}

fn read(row: &tokio_postgres::Row, index: usize) -> Result<Cell, StoreError> {
    let column = &row.columns()[index];
    let cell = match *column.type_() {
        Type::INT8 => row.try_get::<_, Option<i64>>(index)?.map(Cell::Int),
        Type::INT4 => row.try_get::<_, Option<i32>>(index)?.map(|number| Cell::Int(number.into())),
        Type::INT2 => row.try_get::<_, Option<i16>>(index)?.map(|number| Cell::Int(number.into())),
        Type::FLOAT8 => row.try_get::<_, Option<f64>>(index)?.map(Cell::Float),
        Type::FLOAT4 => row.try_get::<_, Option<f32>>(index)?.map(|number| Cell::Float(number.into())),
        Type::TEXT | Type::VARCHAR | Type::NAME => row.try_get::<_, Option<String>>(index)?.map(Cell::Text),
        Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(index)?.map(Cell::Bytes),
        Type::BOOL => row.try_get::<_, Option<bool>>(index)?.map(Cell::Bool),
        ref other => {
            return Err(StoreError::usage(format!("column {} has the foreign type {other}", column.name())));
        }
    };
    Ok(cell.unwrap_or(Cell::Null))
}

impl ToSql for Cell {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match (self, ty) {
            (Self::Null, _) => Ok(IsNull::Yes),
            (Self::Int(number), &Type::INT8) => number.to_sql(ty, out),
            (Self::Int(number), &Type::INT4) => i32::try_from(*number)?.to_sql(ty, out),
            (Self::Int(number), &Type::INT2) => i16::try_from(*number)?.to_sql(ty, out),
            #[allow(clippy::cast_precision_loss)] // the column is a fraction
            (Self::Int(number), &Type::FLOAT8) => (*number as f64).to_sql(ty, out),
            (Self::Int(number), &Type::BOOL) => (*number != 0).to_sql(ty, out),
            (Self::Float(number), &Type::FLOAT8) => number.to_sql(ty, out),
            (Self::Text(text), &(Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::UNKNOWN)) => {
                text.to_sql(ty, out)
            }
            (Self::Bytes(bytes), &Type::BYTEA) => bytes.to_sql(ty, out),
            (Self::Bool(value), &Type::BOOL) => value.to_sql(ty, out),
            // The bytes of another type would be taken for something that they are not.
            (cell, ty) => Err(format!("{} cannot be a {ty}", cell.type_name()).into()),
        }
    }

    fn accepts(_ty: &Type) -> bool {
        true
    }

    tokio_postgres::types::to_sql_checked!();
}
