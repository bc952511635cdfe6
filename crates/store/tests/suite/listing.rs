//! Filters, orders and pages: one meaning on both databases.

use contract::filter::{Condition, ListQuery, Operand, Operator, Order, Page};
use sea_query::{Cond, Expr, ExprTrait, Query};
use store::testing::{self, TestStore};
use store::{Branch, ColumnKind, Listing, Store};

use crate::{MIGRATIONS, add, each};

fn listing() -> Listing {
    Listing::new("thing", ["id", "name"], "id")
        .column("id", "id", ColumnKind::Int)
        .column("name", "name", ColumnKind::Text)
        .column("key", "name_key", ColumnKind::Folded(str::to_lowercase))
        .column("size", "size", ColumnKind::Int)
        .column("weight", "weight", ColumnKind::Float)
        .column("flag", "flag", ColumnKind::Bool)
}

async fn names(store: &Store, query: &ListQuery) -> (Vec<String>, u64) {
    let (rows, total) = listing().fetch(store, Cond::all(), query).await.unwrap();
    (rows.iter().map(|row| row.get("name").unwrap()).collect(), total)
}

fn with(properties: &'static [&'static str], operator: Operator, operand: Operand) -> ListQuery {
    let page = Page { size: 500, index: 1 };
    ListQuery {
        conditions: vec![Condition { properties, operator, operand }],
        order: Vec::new(),
        page,
        is_narrow: false,
    }
}

fn text(text: &str) -> Operand {
    Operand::Text(text.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_mean_the_same_on_both() {
    each(|test| async move {
        for (name, size) in [("Alpha", Some(1)), ("beta", Some(2)), ("Gamma_50%", Some(3)), ("delta\\", None)]
        {
            add(&test.store, name, size).await;
        }
        let all = ["Alpha", "beta", "Gamma_50%", "delta\\"];
        for (query, expected) in [
            (with(&["size"], Operator::Equal, Operand::Int(2)), vec!["beta"]),
            (with(&["size"], Operator::NotEqual, Operand::Int(2)), vec!["Alpha", "Gamma_50%"]),
            (with(&["size"], Operator::In, text("1, 3x,x,")), vec!["Alpha", "Gamma_50%"]),
            (with(&["size"], Operator::NotIn, text("1,3")), vec!["beta"]),
            (with(&["size"], Operator::GreaterThan, Operand::Int(1)), vec!["beta", "Gamma_50%"]),
            (with(&["size"], Operator::GreaterThanOrEqual, Operand::Int(3)), vec!["Gamma_50%"]),
            (with(&["size"], Operator::LessThan, Operand::Int(2)), vec!["Alpha"]),
            (with(&["size"], Operator::LessThanOrEqualOrNull, Operand::Int(1)), vec!["Alpha", "delta\\"]),
            (with(&["size"], Operator::EqualOrNull, Operand::Int(2)), vec!["beta", "delta\\"]),
            (with(&["size"], Operator::Empty, Operand::Bool(true)), vec!["delta\\"]),
            (with(&["size"], Operator::Empty, Operand::Bool(false)), vec!["Alpha", "beta", "Gamma_50%"]),
            (with(&["size"], Operator::BitAnd, Operand::Int(1)), vec!["Alpha", "Gamma_50%"]),
            (with(&["size"], Operator::BitOr, Operand::Int(2)), vec!["beta", "Gamma_50%"]),
            (with(&["key"], Operator::Equal, text("ALPHA")), vec!["Alpha"]),
            (with(&["key"], Operator::Like, text("MMA_5")), vec!["Gamma_50%"]),
            (with(&["key"], Operator::Like, text("%")), vec!["Gamma_50%"]),
            (with(&["key"], Operator::Like, text("\\")), vec!["delta\\"]),
            (with(&["key"], Operator::StartsWith, text("be")), vec!["beta"]),
            (with(&["key"], Operator::EndsWith, text("TA")), vec!["beta"]),
            (with(&["key"], Operator::MultiLikeOr, text("alp, ,bet")), vec!["Alpha", "beta"]),
            (with(&["key"], Operator::MultiLikeAnd, text("a,l,p")), vec!["Alpha"]),
            (with(&["key"], Operator::NotContains, text("alp,bet")), vec!["Gamma_50%", "delta\\"]),
            (with(&["name", "size"], Operator::In, text("beta,3")), vec!["beta", "Gamma_50%"]),
            (with(&["name"], Operator::Equal, text("' OR 1=1 --")), vec![]),
            (with(&["name"], Operator::Like, text("ALPHA")), vec![]),
            (with(&["name"], Operator::Like, text("lpha")), vec!["Alpha"]),
            (with(&["name"], Operator::StartsWith, text("Al")), vec!["Alpha"]),
            (with(&["name"], Operator::StartsWith, text("a")), vec![]),
            (with(&["name"], Operator::StartsWith, text("Alpha-")), vec![]),
            (with(&["name"], Operator::EndsWith, text("50%")), vec!["Gamma_50%"]),
            (with(&["name"], Operator::EndsWith, text("xAlpha")), vec![]),
            (with(&["name"], Operator::LessThan, text("a")), vec!["Alpha", "Gamma_50%"]),
            (with(&["size"], Operator::Like, text("3")), vec!["Gamma_50%"]),
            (with(&["size"], Operator::Equal, Operand::Float(2.9)), vec!["beta"]),
            (with(&["size"], Operator::NotIn, text(",")), all.to_vec()),
            (with(&["size"], Operator::In, text(",")), vec![]),
            (with(&["size"], Operator::Equal, text("")), all.to_vec()),
            (with(&["key"], Operator::MultiLikeAnd, text(" , ")), all.to_vec()),
            (with(&["key"], Operator::MultiLikeOr, text(" , ")), all.to_vec()),
            (with(&["key"], Operator::NotContains, text(",")), all.to_vec()),
            (with(&["name", "key"], Operator::MultiLikeOr, text("Alp-BET")), vec!["Alpha", "beta"]),
            (with(&["name", "key"], Operator::MultiLikeOr, text("BET-Alp")), vec!["Alpha"]),
            (with(&["name", "key"], Operator::Like, text("-")), vec![]),
        ] {
            let (found, total) = names(&test.store, &query).await;
            assert_eq!(found, expected, "{}: {query:?}", test.name);
            assert_eq!(total, expected.len() as u64, "{}: {query:?}", test.name);
            let one = ListQuery { page: Page { size: 1, index: 1 }, ..query };
            assert_eq!(names(&test.store, &one).await.1, total, "{}: {one:?}", test.name);
        }
        let page = |size, index| ListQuery { page: Page { size, index }, ..ListQuery::default() };
        assert_eq!(
            names(&test.store, &page(2, 2)).await,
            (vec!["Gamma_50%".to_owned(), "delta\\".to_owned()], 4)
        );
        assert_eq!(names(&test.store, &page(0, 1)).await, (vec![], 4));
        assert_eq!(names(&test.store, &page(500, u32::MAX)).await, (vec![], 4));
        let order = |property, descending| ListQuery {
            order: vec![Order { property, descending }],
            ..ListQuery::default()
        };
        assert_eq!(names(&test.store, &order("key", true)).await.0[0], "Gamma_50%", "{}", test.name);
        assert_eq!(names(&test.store, &ListQuery::default()).await.0, all);
        let by_size = |descending| order("size", descending);
        assert_eq!(
            names(&test.store, &by_size(false)).await.0[0],
            "delta\\",
            "{}: null comes first",
            test.name
        );
        assert_eq!(names(&test.store, &by_size(true)).await.0[3], "delta\\", "{}: and last", test.name);
        let many = text(&vec!["1"; 100_000].join(","));
        assert_eq!(names(&test.store, &with(&["size"], Operator::In, many)).await.1, 1);
        assert!(listing().fetch(&test.store, Cond::all(), &order("secret", false)).await.is_err());
        assert_eq!(listing().unmapped(["id", "secret"]), ["secret"]);
    })
    .await;
}

/// Texts that two databases could well see in two ways.
const TEXTS: &[&str] = &[
    "",
    "a",
    "A",
    "b",
    "Z",
    "_",
    "-",
    "a-b",
    "ab",
    "aB",
    "a b",
    "a ",
    " a",
    "ä",
    "Ä",
    "ß",
    "é",
    "e\u{301}",
    "İ",
    "ı",
    "%",
    "a%",
    "\\",
    "'",
    "''",
    "\"",
    "0",
    "00",
    "1",
    "-1",
    "1e3",
    "x'; DROP TABLE thing; --",
    "\u{1F600}",
    "\u{FFFF}",
    "日本",
    "a,b",
    ",",
    "a\tb",
    "a\nb",
    "\0",
    "?1",
    "$1",
    "NULL",
    "9223372036854775807",
    "99999999999999999999",
];
const NUMBERS: &[i64] = &[i64::MIN, -1, 0, 1, 2, 3, 7, 1 << 40, i64::MAX];
const FRACTIONS: &[f64] = &[-1.5, 0.0, 0.1, 1.0, 1e300, f64::INFINITY, f64::NEG_INFINITY, f64::NAN];
const PROPERTIES: &[&[&str]] = &[
    &["id"],
    &["name"],
    &["key"],
    &["size"],
    &["weight"],
    &["flag"],
    &["name", "key"],
    &["name", "size", "key"],
];
const OPERATORS: &[Operator] = &[
    Operator::Equal,
    Operator::NotEqual,
    Operator::In,
    Operator::NotIn,
    Operator::LessThan,
    Operator::LessThanOrEqual,
    Operator::GreaterThan,
    Operator::GreaterThanOrEqual,
    Operator::EqualOrNull,
    Operator::LessThanOrNull,
    Operator::LessThanOrEqualOrNull,
    Operator::GreaterThanOrNull,
    Operator::GreaterThanOrEqualOrNull,
    Operator::Like,
    Operator::StartsWith,
    Operator::EndsWith,
    Operator::MultiLikeOr,
    Operator::MultiLikeAnd,
    Operator::MatchOr,
    Operator::MatchAnd,
    Operator::NotContains,
    Operator::BitAnd,
    Operator::BitOr,
    Operator::Empty,
];

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }

    fn operand(&mut self) -> Operand {
        match self.below(8) {
            0 => Operand::Int(self.one_of(NUMBERS)),
            1 => Operand::Float(self.one_of(FRACTIONS)),
            2 => Operand::Bool(self.below(2) == 0),
            3 | 4 => Operand::Text(format!("{},{}", self.one_of(TEXTS), self.one_of(TEXTS))),
            5 => Operand::Text(format!("{}-{}", self.one_of(TEXTS), self.one_of(TEXTS))),
            _ => Operand::Text(self.one_of(TEXTS).to_owned()),
        }
    }

    fn query(&mut self) -> ListQuery {
        let condition = |dice: &mut Self| Condition {
            properties: dice.one_of(PROPERTIES),
            operator: dice.one_of(OPERATORS),
            operand: dice.operand(),
        };
        let conditions = (0..self.below(3)).map(|_| condition(self)).collect();
        let order = (0..self.below(3))
            .map(|_| Order { property: self.one_of(PROPERTIES)[0], descending: self.below(2) == 0 })
            .collect();
        ListQuery {
            conditions,
            order,
            page: Page { size: 20, index: 1 + u32::from(self.below(3) == 0) },
            is_narrow: false,
        }
    }
}

async fn fill(test: &TestStore) {
    test.store.migrate(MIGRATIONS).await.unwrap();
    let mut dice = Dice(1);
    let mut tx = test.store.begin().await.unwrap();
    for (index, text) in TEXTS.iter().enumerate() {
        let mut maybe = |value: sea_query::Value| if dice.below(4) == 0 { value.as_null() } else { value };
        let size = maybe(NUMBERS[index % NUMBERS.len()].into());
        let weight = maybe(FRACTIONS[index % FRACTIONS.len()].into());
        let flag = maybe((index % 2 == 0).into());
        let key = maybe(text.to_lowercase().into());
        let insert = Query::insert()
            .into_table("thing")
            .columns(["name", "name_key", "size", "weight", "flag"])
            .values_panic([(*text).into(), key.into(), size.into(), weight.into(), flag.into()])
            .to_owned();
        tx.execute(&insert).await.unwrap();
    }
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_asked_both_answer_the_same() {
    let (sqlite, postgres) = (testing::sqlite().await, testing::postgres().await);
    fill(&sqlite).await;
    fill(&postgres).await;
    let mut dice = Dice(2);
    let mut found = 0;
    for _ in 0..3_000 {
        let query = dice.query();
        let one = names(&sqlite.store, &query).await;
        let other = names(&postgres.store, &query).await;
        assert_eq!(one, other, "{query:?}");
        found += one.1;
    }
    assert!(found > 3_000, "the questions have answers");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_too_much() {
    each(|test| async move {
        add(&test.store, "x", Some(1)).await;
        let enormous = "x".repeat(1_000_000);
        let words = (0..2_000).map(|number| format!("w{number}")).collect::<Vec<_>>().join(",");
        let numbers = (5..2_005).map(|number| number.to_string()).collect::<Vec<_>>().join(",");
        for operator in OPERATORS {
            for value in [&enormous, &words] {
                let query = with(&["name", "key", "size"], *operator, text(value));
                names(&test.store, &query).await;
            }
        }
        // As wide as the widest filter there is: some fifty lists and a dozen searches in several properties.
        let mut query = with(&["size"], Operator::NotIn, text(&numbers));
        query.conditions.resize(45, query.conditions[0].clone());
        for operator in [Operator::MultiLikeAnd, Operator::MultiLikeOr, Operator::NotContains] {
            let condition = with(&["name", "key"], operator, text(&words)).conditions.remove(0);
            query.conditions.extend([condition.clone(), condition]);
        }
        assert_eq!(names(&test.store, &query).await.1, 0, "{}", test.name);
    })
    .await;
}

/// Things of at most this size in one branch, the others in another that takes the long way.
fn branches(size: i64) -> Vec<Branch> {
    let others = Query::select()
        .columns(["id", "name", "name_key", "size", "weight", "flag"])
        .from("thing")
        .cond_where(Cond::any().add(Expr::col("size").gt(size)).add(Expr::col("size").is_null()))
        .to_owned();
    vec![
        Branch::of_table(Cond::all().add(Expr::col("size").lte(size)))
            .tallied(Cond::all().add(Expr::col("size").lte(size))),
        Branch::of(others),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn branches_together_are_the_whole() {
    for test in testing::stores().await {
        fill(&test).await;
        let mut dice = Dice(3);
        for _ in 0..1_000 {
            let mut query = dice.query();
            query.page.size = 7;
            let whole = names(&test.store, &query).await;
            let parts = branches(dice.one_of(&[0, 2, 7]));
            for listing in [listing(), listing().looked_up(["name", "name_key", "size"])] {
                let (rows, total) = listing.fetch_branches(&test.store, parts.clone(), &query).await.unwrap();
                let rows: Vec<String> = rows.iter().map(|row| row.get("name").unwrap()).collect();
                assert_eq!((rows, total), whole, "{}: {query:?}", test.name);
            }
        }
        let none = listing().fetch_branches(&test.store, Vec::new(), &ListQuery::default()).await.unwrap();
        assert_eq!((none.0.len(), none.1), (0, 0));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tally_counts_where_it_can() {
    each(|test| async move {
        for (name, size) in [("a", 1), ("b", 1), ("c", 2), ("d", 9)] {
            add(&test.store, name, Some(size)).await;
        }
        // Wrong on purpose, to see who counts.
        let mut tx = test.store.begin().await.unwrap();
        let tally = Query::insert()
            .into_table("thing_tally")
            .columns(["size", "things"])
            .values_panic([1.into(), 1_000.into()])
            .values_panic([2.into(), 500.into()])
            .to_owned();
        tx.execute(&tally).await.unwrap();
        tx.commit().await.unwrap();
        let listing = listing().tally("thing_tally", "things", ["size"]);
        let total = async |conditions: Vec<Condition>, index| {
            let query =
                ListQuery { conditions, order: Vec::new(), page: Page { size: 1, index }, is_narrow: false };
            listing.fetch_branches(&test.store, branches(7), &query).await.unwrap().1
        };
        let one = |property: &'static [&'static str], operator, operand| {
            vec![Condition { properties: property, operator, operand }]
        };
        assert_eq!(total(Vec::new(), 1).await, 1_501, "{}", test.name);
        assert_eq!(total(one(&["size"], Operator::Equal, Operand::Int(1)), 1).await, 1_000, "{}", test.name);
        assert_eq!(total(one(&["size"], Operator::Equal, Operand::Int(9)), 2).await, 1, "{}", test.name);
        assert_eq!(total(one(&["name"], Operator::In, text("a,c,d")), 1).await, 3, "{}", test.name);
        assert_eq!(total(one(&["size", "name"], Operator::NotEqual, text("1")), 1).await, 4, "{}", test.name);
    })
    .await;
}
