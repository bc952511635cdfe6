//! What searches for entries ask about their cue points, field by field, and what they show of them (reference:
//! search-metadata.md §1.6, §1.8). Nobody finds an entry by a cue point that is hidden from them (§6.5).

use std::collections::HashMap;

use sea_query::{Cond, Expr, ExprTrait, Query, SelectStatement};
use store::one_of;

use super::access::Sees;
pub(crate) use super::index::{Field, Said};
use super::index::{QUESTIONS, TEXT, is_there};
pub(crate) use super::table::CueRow;
use super::table::{self, COLUMNS};
use crate::app::App;
use crate::call::{Call, Scope};
use crate::entry::values::value_key;
use crate::error::Result;
use crate::search::model::base::ItemType;
use crate::search::part::{Ground, Part};
use crate::search::term::Term;
use crate::search::within::{OF_OBJECT, first_of_each};

/// The texts that a search which looks everywhere looks into.
pub(crate) const EVERYWHERE: [Field; 6] =
    [Field::Name, Field::Text, Field::Tag, Field::Question, Field::Answer, Field::Hint];

/// What searches of cue points are about.
pub(crate) fn ground(app: &App) -> Ground<'_> {
    Ground { store: &app.store, table: "cue_point", index: TEXT }
}

/// What is shown of the cue points of an entry: the first of them, and how many there are.
pub(crate) type Shown = (Vec<CueRow>, i64);

/// The cue points that the searches of a session look at.
pub(crate) struct Looked {
    scope: Scope,
    base: Cond,
    /// Explanations are for those who may read the answers of a quiz before it is submitted (reference:
    /// search-metadata.md §7.3).
    with_explanations: bool,
}

impl Looked {
    /// Those of the session of a call; none where its account has no cue points.
    pub(crate) fn by(call: &Call) -> Result<Option<Self>> {
        if super::require_plugin(call).is_err() {
            return Ok(None);
        }
        let scope = call.scope()?;
        let is_searched = Expr::col("is_searched").eq(true);
        let base = table::of_account(scope).add(is_searched).add(Sees::of(call).condition());
        Ok(Some(Self { scope, base, with_explanations: call.is_admin() }))
    }

    /// Whether the session may read what a field says.
    pub(crate) fn reads(&self, field: Field) -> bool {
        self.with_explanations || field != Field::Explanation
    }

    /// The cue points with a text of one of these fields.
    pub(crate) fn said(&self, app: &App, fields: &[Field], kind: ItemType, term: &Term) -> Part {
        let fields: Vec<Field> = fields.iter().copied().filter(|field| self.reads(*field)).collect();
        match kind {
            ItemType::Exists => {
                Part::any(fields.into_iter().map(|field| Part::holds(is_there(field))).collect(), ground(app))
            }
            ItemType::StartsWith => {
                let key = app.store.starts_with("value_key", &value_key(&term.text));
                Part::Keys(self.with_value(&fields, key))
            }
            _ => words(app, &fields, kind, term).unwrap_or_else(|| {
                let key = Expr::col("value_key").eq(value_key(&term.text));
                Part::Keys(self.with_value(&fields, Cond::all().add(key)))
            }),
        }
    }

    /// The cue points that a term finds in whatever is looked at unasked.
    pub(crate) fn anywhere(&self, app: &App, kind: ItemType, term: &Term) -> Part {
        let mut parts = vec![self.said(app, &EVERYWHERE, kind, term)];
        if kind == ItemType::ExactMatch {
            parts.push(self.with_id(&term.text));
        }
        Part::any(parts, ground(app))
    }

    /// The cue point with an id.
    pub(crate) fn with_id(&self, id: &str) -> Part {
        let ids = [id.to_owned(), id.to_lowercase()];
        Part::Keys(
            Query::select()
                .column("id")
                .from("cue_point")
                .and_where(Expr::col("partner_id").eq(self.scope.partner_id()))
                .and_where(Expr::col("public_id").is_in(ids))
                .to_owned(),
        )
    }

    fn with_value(&self, fields: &[Field], value: Cond) -> SelectStatement {
        Query::select()
            .expr_as(Expr::col("cue_point_id"), "id")
            .from("cue_point_value")
            .and_where(Expr::col("partner_id").eq(self.scope.partner_id()))
            .cond_where(value)
            .and_where(one_of("field", fields.iter().map(|field| field.number())))
            .to_owned()
    }

    fn which(&self, app: &App, part: &Part) -> Cond {
        self.base.clone().add(part.clone().condition(ground(app)).condition)
    }

    /// The entries of cue points.
    pub(crate) fn entries(&self, app: &App, part: &Part) -> Part {
        if matches!(part, Part::Nothing) {
            return Part::Nothing;
        }
        let of =
            Query::select().column("entry_id").from("cue_point").cond_where(self.which(app, part)).to_owned();
        Part::Keys(
            Query::select()
                .column("id")
                .from("entry")
                .and_where(Expr::col("partner_id").eq(self.scope.partner_id()))
                .and_where(Expr::col("public_id").in_subquery(of))
                .to_owned(),
        )
    }

    /// The first cue points of each of these entries, in the order of their times.
    pub(crate) async fn of_entries(
        &self,
        app: &App,
        part: &Part,
        entries: impl Iterator<Item = String>,
        most: usize,
    ) -> Result<HashMap<String, Shown>> {
        let which = self.which(app, part).add(one_of("entry_id", entries));
        let first = first_of_each("cue_point", &COLUMNS, "entry_id", &["start_time", "id"], which, most);
        let mut all: HashMap<String, Shown> = HashMap::new();
        for row in app.store.all(&first).await? {
            let cue = table::read(&row)?;
            let shown = all.entry(cue.entry_id.clone()).or_default();
            shown.1 = row.get(OF_OBJECT)?;
            shown.0.push(cue);
        }
        Ok(all)
    }
}

/// The cue points with the words of a term in one of these fields; none where it has no words.
fn words(app: &App, fields: &[Field], kind: ItemType, term: &Term) -> Option<Part> {
    let (mut plain, mut asked) = (Vec::new(), Vec::new());
    for field in fields {
        match field {
            Field::Name => plain.push("name"),
            Field::Text => plain.push("text"),
            Field::Tag => plain.push("tags"),
            Field::Question => asked.push("question"),
            Field::Answer => asked.push("answers"),
            Field::Hint => asked.push("hint"),
            Field::Explanation => asked.push("explanation"),
        }
    }
    let mut parts = Vec::new();
    if !plain.is_empty() {
        parts.push(Part::Words(term.words(kind, &plain)?));
    }
    if !asked.is_empty() {
        parts.push(Part::Keys(QUESTIONS.keys(&app.store, &term.words(kind, &asked)?)));
    }
    Some(Part::any(parts, ground(app)))
}
