//! Lists that are made in memory mean by a filter, an order and a page what lists of the store mean.
#![allow(clippy::unwrap_used)] // a test that cannot go on has failed

use boxoffice::permission::name_key;
use contract::filter::{Condition, ListQuery, Operand, Operator, Order, Page};
use contract::{ApiObject, Prop, select};
use sea_query::{Cond, Query};
use store::testing::TestStore;
use store::{ColumnKind, Listing, Migration};

#[derive(ApiObject, Clone, Debug, Default)]
#[api(name = "KalturaThing")]
struct Thing {
    /// Key.
    id: Prop<i64>,
    /// Text.
    name: Prop<String>,
    /// Number.
    size: Prop<i64>,
}

const TABLE: Migration = Migration {
    version: 1,
    name: "things",
    sql: "CREATE TABLE thing (id BIGINT PRIMARY KEY, name TEXT, size BIGINT)",
};

/// What there is: texts in both letter cases, with blanks, commas and signs, empty ones and none; numbers and none.
fn things() -> Vec<Thing> {
    let names = ["Oak", "oak ", "Élan", "a,b", "50%_x", "", "תות", "e\u{301}", "Pine, old", "12"];
    let mut things: Vec<Thing> = (1_i64..)
        .zip(names)
        .map(|(id, name)| Thing {
            id: id.into(),
            name: name.into(),
            size: (id % 3 != 0).then_some(id % 4 - 1).into(),
        })
        .collect();
    things.push(Thing { id: 11.into(), name: Prop::Null, size: 5.into() });
    things
}

fn queries() -> Vec<ListQuery> {
    use Operator as O;
    let operators = [
        O::Equal,
        O::NotEqual,
        O::In,
        O::NotIn,
        O::LessThan,
        O::LessThanOrEqual,
        O::GreaterThan,
        O::GreaterThanOrEqual,
        O::EqualOrNull,
        O::LessThanOrNull,
        O::LessThanOrEqualOrNull,
        O::GreaterThanOrNull,
        O::GreaterThanOrEqualOrNull,
        O::Like,
        O::StartsWith,
        O::EndsWith,
        O::MultiLikeOr,
        O::MultiLikeAnd,
        O::MatchOr,
        O::MatchAnd,
        O::NotContains,
        O::BitAnd,
        O::BitOr,
    ];
    let text = |text: &str| Operand::Text(text.to_owned());
    let texts = ["oak", "OAK  ", "é", "a,b", "%", "1", "-1", " 2 ,x,0", "תו", "k,O", ",", "pine, old"];
    let operands: Vec<Operand> = texts.map(text).into_iter().chain([0, 1, 5].map(Operand::Int)).collect();
    let mut queries = Vec::new();
    for properties in [&["name"] as &'static [&'static str], &["size"], &["name", "size"]] {
        for operand in &operands {
            // What looks for words is declared as a text.
            let takes_it = |operator: &&Operator| match operand {
                Operand::Text(_) => true,
                _ => !matches!(
                    operator,
                    O::MultiLikeOr | O::MultiLikeAnd | O::MatchOr | O::MatchAnd | O::NotContains
                ),
            };
            for operator in operators.iter().filter(takes_it).copied() {
                let condition = Condition { properties, operator, operand: operand.clone() };
                queries.push(ListQuery { conditions: vec![condition], ..ListQuery::default() });
            }
        }
        for truth in [true, false] {
            let condition = Condition { properties, operator: O::Empty, operand: Operand::Bool(truth) };
            queries.push(ListQuery { conditions: vec![condition], ..ListQuery::default() });
        }
    }
    let by = |property: &'static str, descending| Order { property, descending };
    for order in [
        vec![by("name", false)],
        vec![by("size", true)],
        vec![by("size", false), by("name", true)],
        vec![by("id", true)],
    ] {
        for (size, index) in [(4, 1), (4, 2), (4, 3), (4, 4), (0, 1), (500, 1)] {
            queries.push(ListQuery {
                order: order.clone(),
                page: Page { size, index },
                ..ListQuery::default()
            });
        }
    }
    queries
}

async fn compare(store: TestStore) {
    store.store.migrate(&[TABLE]).await.unwrap();
    let mut tx = store.store.begin().await.unwrap();
    for thing in things() {
        let insert = Query::insert()
            .into_table("thing")
            .columns(["id", "name", "size"])
            .values_panic([
                thing.id.get().copied().into(),
                thing.name.get().map(|name| name_key(name)).into(),
                thing.size.get().copied().into(),
            ])
            .to_owned();
        tx.execute(&insert).await.unwrap();
    }
    tx.commit().await.unwrap();
    let listing = Listing::new("thing", ["id"], "id")
        .column("id", "id", ColumnKind::Int)
        .column("name", "name", ColumnKind::Folded(name_key))
        .column("size", "size", ColumnKind::Int);
    let queries = queries();
    assert!(queries.len() > 1000);
    for query in queries {
        let (rows, total) = listing.fetch(&store.store, Cond::all(), &query).await.unwrap();
        let theirs: Vec<i64> = rows.iter().map(|row| row.get("id").unwrap()).collect();
        let ours = select(things(), &query, "id", name_key);
        let ids: Vec<i64> = ours.objects.unwrap().iter().map(|thing| *thing.id.get().unwrap()).collect();
        assert_eq!((ids, ours.total_count), (theirs, i64::try_from(total).unwrap()), "{query:?}");
    }
}

#[tokio::test]
async fn memory_means_what_sqlite_means() {
    compare(store::testing::sqlite().await).await;
}

#[tokio::test]
async fn memory_means_what_postgres_means() {
    compare(store::testing::postgres().await).await;
}
