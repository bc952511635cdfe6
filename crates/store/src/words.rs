//! Full text: an index of words beside a table, and searches in it (reference: protocol.md §12.1, "Search-backed
//! types"). What a word is, we say, so that both databases find the same.

use sea_query::{Cond, Expr, ExprTrait, Query, SelectStatement};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};

use crate::cell::Cell;
use crate::{Store, StoreError, Transaction};

/// PostgreSQL tells apart four kinds of words in one row, and takes so many of them.
const LABELS: [char; 4] = ['A', 'B', 'C', 'D'];
const MAX_WORDS: usize = 10_000;
/// Words of a phrase that is looked for; what follows does not count.
const MAX_PHRASE: usize = 50;
/// Bytes of a word; what is longer is cut.
const MAX_WORD: usize = 80;

/// An index of the words of texts, row by row, made by a line `words>table (column, …)` of a migration. It has up
/// to four columns, and the keys of the table that it stands beside.
#[derive(Clone, Copy, Debug)]
pub struct TextIndex {
    table: &'static str,
    columns: &'static [&'static str],
}

impl TextIndex {
    /// The index that a migration has made.
    pub const fn new(table: &'static str, columns: &'static [&'static str]) -> Self {
        assert!(columns.len() <= LABELS.len(), "an index has four columns at most");
        Self { table, columns }
    }

    /// Writes the words of a row, one text per column, and forgets those of before. The first 10,000 words count.
    pub async fn put(&self, tx: &mut Transaction, id: i64, texts: &[&str]) -> Result<(), StoreError> {
        let Self { table, columns } = self;
        if texts.len() != columns.len() {
            return Err(StoreError::usage(format!("{table} has {} columns", columns.len())));
        }
        let mut left = MAX_WORDS;
        let texts: Vec<Vec<String>> = texts
            .iter()
            .map(|text| {
                let words: Vec<String> = words(text).take(left).collect();
                left -= words.len();
                words
            })
            .collect();
        let (sql, cells) = if tx.on_postgres() {
            let sql = format!(
                "INSERT INTO {table} (id, words) VALUES ($1, CAST(CAST($2 AS text) AS tsvector)) \
                 ON CONFLICT (id) DO UPDATE SET words = excluded.words"
            );
            (sql, vec![Cell::Int(id), Cell::Text(vector(&texts))])
        } else {
            let marks = vec!["?"; columns.len()].join(", ");
            let sql =
                format!("INSERT OR REPLACE INTO {table} (rowid, {}) VALUES (?, {marks})", columns.join(", "));
            let texts = texts.iter().map(|words| Cell::Text(words.join(" ")));
            (sql, std::iter::once(Cell::Int(id)).chain(texts).collect())
        };
        tx.execute_built(sql, cells).await.map(|_| ())
    }

    /// Forgets a row.
    pub async fn remove(&self, tx: &mut Transaction, id: i64) -> Result<(), StoreError> {
        let sql = if tx.on_postgres() {
            format!("DELETE FROM {} WHERE id = $1", self.table)
        } else {
            format!("DELETE FROM {} WHERE rowid = ?", self.table)
        };
        tx.execute_built(sql, vec![Cell::Int(id)]).await.map(|_| ())
    }

    /// Forgets many rows.
    pub async fn remove_all(&self, tx: &mut Transaction, ids: &[i64]) -> Result<(), StoreError> {
        let numbers: Vec<String> = ids.iter().map(ToString::to_string).collect();
        let (sql, list) = if tx.on_postgres() {
            let sql = "DELETE FROM {} WHERE id = ANY(CAST(CAST($1 AS text) AS bigint[]))";
            (sql, format!("{{{}}}", numbers.join(",")))
        } else {
            let sql = "DELETE FROM {} WHERE rowid IN (SELECT value FROM json_each(?))";
            (sql, format!("[{}]", numbers.join(",")))
        };
        let sql = sql.replacen("{}", self.table, 1);
        tx.execute_built(sql, vec![Cell::Text(list)]).await.map(|_| ())
    }

    /// What makes the index: the arguments of a line `words>`.
    pub(crate) fn script(arguments: &str, on_postgres: bool) -> String {
        let table = arguments.split('(').next().unwrap_or_default().trim();
        if on_postgres {
            format!(
                "CREATE TABLE {table} (id BIGINT PRIMARY KEY, words TSVECTOR NOT NULL);\n\
                 CREATE INDEX {table}_words ON {table} USING GIN (words);"
            )
        } else {
            // Every byte that is not ASCII is part of a word: what reaches the index has been taken apart before.
            let columns = arguments.trim_end().trim_end_matches([')', ';']);
            format!(
                "CREATE VIRTUAL TABLE {} , content = '', contentless_delete = 1, tokenize = 'ascii');",
                columns.replacen('(', "USING fts5 (", 1)
            )
        }
    }

    /// PostgreSQL's name for a column. No label means any, and is cheaper.
    fn label(&self, column: Option<&str>) -> String {
        let place = column.and_then(|column| self.columns.iter().position(|name| *name == column));
        place.map(|place| LABELS[place].to_string()).unwrap_or_default()
    }

    /// A query for the keys of the rows, as `id`, where something is found.
    pub fn keys(&self, store: &Store, sought: &Sought) -> SelectStatement {
        let table = self.table;
        let mut select = Query::select();
        let text = sought.text(self, store.on_postgres());
        let (key, matches) = if store.on_postgres() {
            ("id", "words @@ CAST(CAST($1 AS text) AS tsquery)".to_owned())
        } else {
            ("rowid", format!("{table} MATCH ?"))
        };
        select.expr_as(Expr::cust(key), "id").from(table);
        match text {
            Some(text) => select.and_where(Expr::cust_with_values(matches, [text])),
            None => select.and_where(Expr::cust("1 = 2")),
        };
        select
    }

    /// The rows with all terms, or any of them, in one column or, without its name, in any.
    pub(crate) fn find(
        &self,
        key: &'static str,
        column: Option<&str>,
        terms: &[&Term],
        all: bool,
        on_postgres: bool,
    ) -> Expr {
        let table = self.table;
        let (sql, query) = if on_postgres {
            let label = self.label(column);
            let terms: Vec<String> = terms.iter().map(|term| term.for_postgres(&label)).collect();
            let sql =
                format!("$1 IN (SELECT id FROM {table} WHERE words @@ CAST(CAST($2 AS text) AS tsquery))");
            (sql, joined(&terms, if all { " & " } else { " | " }))
        } else {
            let terms: Vec<String> = terms.iter().map(|term| term.for_sqlite()).collect();
            let terms = joined(&terms, if all { " AND " } else { " OR " });
            let sql = format!("? IN (SELECT rowid FROM {table} WHERE {table} MATCH ?)");
            (sql, column.map_or_else(|| terms.clone(), |column| format!("{column} : ({terms})")))
        };
        Expr::cust_with_exprs(sql, [Expr::col(key), Expr::val(query)])
    }
}

/// What is looked for in an index of words.
#[derive(Clone, Debug)]
pub enum Sought {
    /// Words that follow each other, as [`words_of`] gives them, in one column or, without its name, in any.
    Phrase {
        /// The column of the index.
        column: Option<&'static str>,
        /// One after the other.
        words: Vec<String>,
        /// The last word may go on.
        prefix: bool,
    },
    /// All of these in one row.
    All(Vec<Self>),
    /// Any of these.
    Any(Vec<Self>),
}

impl Sought {
    /// In the words of a database; nothing where there is nothing to look for.
    fn text(&self, index: &TextIndex, on_postgres: bool) -> Option<String> {
        let all = |parts: &[Self]| parts.iter().map(|part| part.text(index, on_postgres)).collect::<Vec<_>>();
        match self {
            Self::Phrase { words, .. } if words.is_empty() => None,
            Self::Phrase { column, words, prefix } => {
                let term = Term { words: words.clone(), prefix: *prefix, negated: false };
                Some(if on_postgres {
                    term.for_postgres(&index.label(*column))
                } else {
                    let term = term.for_sqlite();
                    column.map_or_else(|| term.clone(), |column| format!("({column} : ({term}))"))
                })
            }
            // What cannot be found is not found together with something else either.
            Self::All(parts) => {
                let parts: Vec<String> = all(parts).into_iter().collect::<Option<_>>()?;
                Some(joined(&parts, if on_postgres { " & " } else { " AND " }))
                    .filter(|text| !text.is_empty())
            }
            Self::Any(parts) => {
                let parts: Vec<String> = all(parts).into_iter().flatten().collect();
                Some(joined(&parts, if on_postgres { " | " } else { " OR " })).filter(|text| !text.is_empty())
            }
        }
    }
}

/// What is looked for: words that follow each other.
pub(crate) struct Term {
    words: Vec<String>,
    /// The last word may go on.
    prefix: bool,
    /// Rows without it are wanted.
    pub(crate) negated: bool,
}

impl Term {
    /// One element of a list: `word`, `some words`, `!not this`, `"quoted"`, `begin*`. None without a word.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (negated, text) = text.strip_prefix('!').map_or((false, text), |rest| (true, rest));
        let words: Vec<String> = words(text).take(MAX_PHRASE).collect();
        let prefix = text.trim_end().trim_end_matches('"').ends_with('*');
        (!words.is_empty()).then_some(Self { words, prefix, negated })
    }

    fn for_sqlite(&self) -> String {
        // Words are letters and digits: there is nothing to escape.
        format!("\"{}\"{}", self.words.join(" "), if self.prefix { " *" } else { "" })
    }

    fn for_postgres(&self, label: &str) -> String {
        let last = self.words.len() - 1;
        let words = self.words.iter().enumerate().map(|(index, word)| {
            format!("'{word}':{}{label}", if self.prefix && index == last { "*" } else { "" })
        });
        format!("({})", words.collect::<Vec<_>>().join(" <-> "))
    }
}

/// Joins terms in pairs of pairs: databases walk down a query, and five hundred steps are too deep for some.
fn joined(terms: &[String], operator: &str) -> String {
    match terms {
        [] => String::new(),
        [term] => term.clone(),
        terms => {
            let (left, right) = terms.split_at(terms.len() / 2);
            format!("({}{operator}{})", joined(left, operator), joined(right, operator))
        }
    }
}

/// The rows with all terms, or any of them; a negated term holds where it is not found. No terms are no condition.
pub(crate) fn condition(terms: &[Term], all: bool, find: impl Fn(&[&Term], bool) -> Expr) -> Cond {
    if terms.is_empty() {
        return Cond::all();
    }
    let (unwanted, wanted): (Vec<&Term>, Vec<&Term>) = terms.iter().partition(|term| term.negated);
    let mut condition = if all { Cond::all() } else { Cond::any() };
    if !wanted.is_empty() {
        condition = condition.add(find(&wanted, all));
    }
    if !unwanted.is_empty() {
        // Without each of them: not with any. Without one of them: not with all.
        condition = condition.add(find(&unwanted, !all).not());
    }
    condition
}

/// A text without case and accents.
pub fn folded(text: &str) -> String {
    text.to_lowercase()
        .nfkd()
        // Accents, but not the vowels of scripts that write them as marks.
        .filter(|&letter| canonical_combining_class(letter) < 200)
        .collect()
}

/// The words of a text, as indexes have them: letters and digits, without case and accents.
pub fn words_of(text: &str) -> Vec<String> {
    words(text).collect()
}

/// Whether a letter is part of a word.
pub fn is_in_word(letter: char) -> bool {
    letter.is_alphanumeric() || is_combining_mark(letter)
}

fn words(text: &str) -> impl Iterator<Item = String> {
    let folded = folded(text);
    let words: Vec<String> = folded
        .split(|letter| !is_in_word(letter))
        .filter(|word| !word.is_empty())
        .map(|word| word[..word.floor_char_boundary(MAX_WORD)].to_owned())
        .collect();
    words.into_iter()
}

/// PostgreSQL's words with their places. There is a gap between columns, so that no words follow each other across
/// it.
fn vector(texts: &[Vec<String>]) -> String {
    let mut place = 0;
    let mut vector = String::new();
    for (words, label) in texts.iter().zip(LABELS) {
        for word in words {
            place += 1;
            vector.extend(["'", word, "':", &place.to_string(), &label.to_string(), " "]);
        }
        place += 1;
    }
    vector
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_neither_case_nor_accents() {
        let of = |text: &str| words(text).collect::<Vec<_>>();
        assert_eq!(of("Crème-BRÛLÉE, n°2_b"), ["creme", "brulee", "n", "2", "b"]);
        assert_eq!(of("İstanbul ﬁnd Straße"), ["istanbul", "find", "straße"]);
        assert_eq!(of("हिन्दी 日本語 Ünïcödé"), ["हिन्दी", "日本語", "unicode"]);
        assert_eq!(of("' \" ( * : -"), [""; 0]);
        assert_eq!(of(&"x".repeat(1_000))[0].len(), MAX_WORD);
    }

    #[test]
    fn terms_are_read_as_they_are_meant() {
        let read = |text| Term::parse(text).map(|term| (term.words.join(" "), term.prefix, term.negated));
        assert_eq!(read("Two words"), Some(("two words".to_owned(), false, false)));
        assert_eq!(read("!\"Two beg*\""), Some(("two beg".to_owned(), true, true)));
        assert_eq!(read(" !! "), None);
    }
}
