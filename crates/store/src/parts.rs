//! Parts of texts: an index of the letters of a column, three by three, which the database keeps itself.

use sea_query::{Expr, Query, SelectStatement};

use crate::{Store, StoreError};

/// Shorter parts are in too many texts for an index to help.
const LEAST_LETTERS: usize = 3;

/// An index of the parts of a column, made by a line `parts>table (column, …)` of a migration, for a table whose key is
/// `id`.
#[derive(Clone, Copy, Debug)]
pub struct PartIndex {
    table: &'static str,
    column: &'static str,
}

impl PartIndex {
    /// The index that a migration has made.
    pub const fn new(table: &'static str, column: &'static str) -> Self {
        Self { table, column }
    }

    /// A query for the keys, as `id`, of the rows whose column contains a text, if it is long enough to be looked for.
    /// Letters count as they are: the caller folds.
    pub fn keys(&self, store: &Store, text: &str) -> Option<SelectStatement> {
        if text.chars().nth(LEAST_LETTERS - 1).is_none() || text.contains('\0') {
            return None;
        }
        let Self { table, column } = self;
        let mut rows = Query::select();
        if store.on_postgres() {
            let has_letters = Expr::cust_with_values(
                format!("letters_in_threes({column}) @> letters_in_threes(CAST($1 AS text))"),
                [text],
            );
            let contains = Expr::cust_with_values(format!("strpos({column}, CAST($1 AS text)) > 0"), [text]);
            rows.column("id").from(*table).and_where(has_letters).and_where(contains);
        } else {
            let phrase = format!("\"{}\"", text.replace('"', "\"\""));
            let index = name(table, column);
            rows.expr_as(Expr::col("rowid"), "id")
                .from(index.clone())
                .and_where(Expr::cust_with_values(format!("{index} MATCH ?"), [phrase]));
        }
        Some(rows)
    }

    /// These keys, if there are no more than `most` of them.
    pub async fn find(&self, store: &Store, text: &str, most: usize) -> Result<Option<Vec<i64>>, StoreError> {
        let Some(mut rows) = self.keys(store, text) else { return Ok(None) };
        let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
        let found = store.all(rows.limit(limit)).await?;
        if found.len() > most {
            return Ok(None);
        }
        found.iter().map(|row| row.get("id")).collect::<Result<_, _>>().map(Some)
    }

    /// What makes the indexes: the arguments of a line `parts>`.
    pub(crate) fn script(arguments: &str, on_postgres: bool) -> String {
        let (table, columns) = arguments.split_once('(').unwrap_or((arguments, ""));
        let table = table.trim();
        let columns = columns.trim_end().trim_end_matches([')', ';']).split(',').map(str::trim);
        let function = on_postgres.then(|| {
            "CREATE OR REPLACE FUNCTION letters_in_threes(whole text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT coalesce(array_agg(DISTINCT substr(whole, place, 3)), '{}') FROM generate_series(1, length(whole) - 2) AS place $$;".to_owned()
        });
        let indexes = columns.map(|column| {
            let index = name(table, column);
            if on_postgres {
                return format!("CREATE INDEX {index} ON {table} USING GIN (letters_in_threes({column}));");
            }
            format!(
                "CREATE VIRTUAL TABLE {index} USING fts5 (part, content = '', contentless_delete = 1, tokenize = 'trigram case_sensitive 1');\n\
                 INSERT INTO {index} (rowid, part) SELECT id, {column} FROM {table} WHERE {column} IS NOT NULL;\n\
                 CREATE TRIGGER {index}_added AFTER INSERT ON {table} WHEN NEW.{column} IS NOT NULL BEGIN INSERT INTO {index} (rowid, part) VALUES (NEW.id, NEW.{column}); END;\n\
                 CREATE TRIGGER {index}_changed AFTER UPDATE OF {column} ON {table} WHEN OLD.{column} IS NOT NEW.{column} BEGIN DELETE FROM {index} WHERE rowid = OLD.id; INSERT INTO {index} (rowid, part) SELECT NEW.id, NEW.{column} WHERE NEW.{column} IS NOT NULL; END;\n\
                 CREATE TRIGGER {index}_removed AFTER DELETE ON {table} BEGIN DELETE FROM {index} WHERE rowid = OLD.id; END;"
            )
        });
        function.into_iter().chain(indexes).collect::<Vec<_>>().join("\n")
    }
}

fn name(table: &str, column: &str) -> String {
    format!("{table}_{column}_parts")
}
