//! Full text: the same words, the same rows.

use contract::filter::{Condition, ListQuery, Operand, Operator, Page};
use sea_query::Cond;
use store::testing::{self, TestStore};
use store::{ColumnKind, Listing, Store, TextIndex};

use crate::{MIGRATIONS, add, each};

const WORDS: TextIndex = TextIndex::new("thing_text", &["title", "body", "tags"]);

const SEARCHES: [Operator; 6] = [
    Operator::Like,
    Operator::MultiLikeOr,
    Operator::MultiLikeAnd,
    Operator::MatchOr,
    Operator::MatchAnd,
    Operator::NotContains,
];

async fn put(store: &Store, name: &str, texts: [&str; 3]) -> i64 {
    let id = add(store, name, None).await;
    write(store, id, texts).await;
    id
}

async fn write(store: &Store, id: i64, texts: [&str; 3]) {
    let mut tx = store.begin().await.unwrap();
    WORDS.put(&mut tx, id, &texts).await.unwrap();
    tx.commit().await.unwrap();
}

async fn names(
    store: &Store,
    properties: &'static [&'static str],
    operator: Operator,
    value: &str,
) -> (Vec<String>, u64) {
    page_of_names(store, properties, operator, value, Page { size: 100, index: 1 }).await
}

async fn page_of_names(
    store: &Store,
    properties: &'static [&'static str],
    operator: Operator,
    value: &str,
    page: Page,
) -> (Vec<String>, u64) {
    let listing = Listing::new("thing", ["name"], "id")
        .column("title", "name", ColumnKind::Text)
        .words("title", WORDS, Some("title"))
        .words("tags", WORDS, Some("tags"))
        .words("text", WORDS, None);
    let condition = Condition { properties, operator, operand: Operand::Text(value.to_owned()) };
    let query = ListQuery { conditions: vec![condition], order: Vec::new(), page, is_narrow: false };
    let (rows, total) = listing.fetch(store, Cond::all(), &query).await.unwrap();
    (rows.iter().map(|row| row.get("name").unwrap()).collect(), total)
}

async fn fill(test: &TestStore) -> i64 {
    test.store.migrate(MIGRATIONS).await.unwrap();
    let fox = put(&test.store, "fox", ["The quick brown fox", "jumps over the dog", "animal, fast"]).await;
    put(&test.store, "bread", ["Brown bread", "A quick recipe for bread", "food"]).await;
    put(&test.store, "creme", ["Crème Brûlée", "dessert", "food, franc\u{327}ais"]).await;
    put(&test.store, "bare", ["", "", ""]).await;
    fox
}

#[tokio::test(flavor = "multi_thread")]
async fn words_and_phrases_are_found() {
    for test in testing::stores().await {
        let fox = fill(&test).await;
        for (properties, operator, value, expected) in [
            (&["title"] as &'static [&'static str], Operator::MultiLikeOr, "quick", vec!["fox"]),
            (&["text"], Operator::MultiLikeOr, "QUICK", vec!["fox", "bread"]),
            (&["text"], Operator::MultiLikeOr, "fox,bread", vec!["fox", "bread"]),
            (&["text"], Operator::MatchAnd, "quick,fox", vec!["fox"]),
            (&["text"], Operator::Like, "brown fox", vec!["fox"]),
            (&["text"], Operator::Like, "fox brown", vec![]),
            (&["text"], Operator::Like, "fox jumps", vec![]),
            (&["title"], Operator::Like, "jumps over", vec![]),
            (&["text"], Operator::MatchOr, "creme brulee", vec!["creme"]),
            (&["tags"], Operator::MultiLikeOr, "FRANÇAIS", vec!["creme"]),
            (&["title"], Operator::MultiLikeOr, "Brû*", vec!["creme"]),
            (&["title"], Operator::MultiLikeOr, "Brû", vec![]),
            (&["text"], Operator::MultiLikeOr, "\"brown br*\"", vec!["bread"]),
            (&["text"], Operator::MultiLikeAnd, "brown,!bread", vec!["fox"]),
            (&["text"], Operator::MultiLikeOr, "!brown", vec!["creme", "bare"]),
            (&["text"], Operator::MultiLikeOr, "fox,!brown", vec!["fox", "creme", "bare"]),
            (&["text"], Operator::NotContains, "fox,dessert", vec!["bread", "bare"]),
            (&["title", "tags"], Operator::MultiLikeOr, "food", vec!["bread", "creme"]),
            (&["text"], Operator::MatchOr, "?!,*", vec!["fox", "bread", "creme", "bare"]),
            // Where the property has a column, other questions go there.
            (&["title"], Operator::Equal, "fox", vec!["fox"]),
            (&["title"], Operator::StartsWith, "bre", vec!["bread"]),
        ] {
            let found = names(&test.store, properties, operator, value).await;
            assert_eq!(found.0, expected, "{}: {properties:?} {operator:?} {value}", test.name);
            assert_eq!(found.1, expected.len() as u64);
        }
        write(&test.store, fox, ["A wolf", "", ""]).await;
        assert_eq!(names(&test.store, &["text"], Operator::Like, "fox").await.1, 0, "{}", test.name);
        assert_eq!(names(&test.store, &["text"], Operator::Like, "wolf").await.0, ["fox"]);
        let mut tx = test.store.begin().await.unwrap();
        WORDS.remove(&mut tx, fox).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(names(&test.store, &["text"], Operator::Like, "wolf").await.1, 0, "{}", test.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_has_the_total() {
    for test in testing::stores().await {
        fill(&test).await;
        for (size, index, expected) in [
            (2, 1, vec!["fox", "bread"]),
            (2, 2, vec!["creme"]),
            (2, 3, vec![]),
            (2, u32::MAX, vec![]),
            (0, 1, vec![]),
        ] {
            let page = Page { size, index };
            let found = page_of_names(&test.store, &["text"], Operator::MatchOr, "brown,dessert", page).await;
            assert_eq!(found, (expected.into_iter().map(str::to_owned).collect(), 3), "{}", test.name);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_text_is_a_command() {
    let (sqlite, postgres) = (testing::sqlite().await, testing::postgres().await);
    fill(&sqlite).await;
    fill(&postgres).await;
    let many = (0..3_000).map(|number| format!("w{number} x{number}")).collect::<Vec<_>>().join(",");
    let negated = (0..600).map(|number| format!("!w{number}")).collect::<Vec<_>>().join(",");
    let enormous = "brown ".repeat(50_000);
    for value in [
        "\"",
        "'",
        "''",
        "\\",
        "(",
        ")",
        "*",
        "**",
        "^",
        ":",
        "-",
        "!",
        "!!",
        "&",
        "|",
        "<->",
        "title : brown",
        "AND",
        "OR",
        "NOT",
        "NEAR(brown fox)",
        "brown NOT fox",
        "brown OR fox",
        "brown*",
        "*brown",
        "'brown':*A",
        "brown:*",
        "a\0b",
        "\u{301}",
        "\u{1F600}",
        "brown\u{301}",
        "%",
        "_",
        "{title}: brown",
        "+brown",
        "1e5",
        "0x1F",
        "3.14",
        "x@example.com",
        "http://example.com/?a=b",
        "brown-bread",
        "don't",
        "日本",
        &many,
        &negated,
        &enormous,
    ] {
        for operator in SEARCHES {
            for properties in [&["text"] as &[_], &["title", "tags"]] {
                let one = names(&sqlite.store, properties, operator, value).await;
                let other = names(&postgres.store, properties, operator, value).await;
                assert_eq!(one, other, "{operator:?} {}", value.chars().take(60).collect::<String>());
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn long_texts_are_kept_as_far_as_they_count() {
    each(|test| async move {
        let long = (0..200_000).map(|number| format!("{}{number}", "ab".repeat(60))).collect::<Vec<_>>();
        let long = long.join(" ");
        put(&test.store, "long", ["first", &long, "last"]).await;
        put(&test.store, "short", ["other", "x1", ""]).await;
        let wide = (10_000..30_000).map(|number| format!("{number}{}", "ab".repeat(60))).collect::<Vec<_>>();
        put(&test.store, "wide", ["first", &wide.join(" "), ""]).await;
        let various = (0..200_000).map(|number| format!("word{number}")).collect::<Vec<_>>().join(" ");
        put(&test.store, "various", ["first", &various, ""]).await;
        let found = async |value| names(&test.store, &["text"], Operator::Like, value).await.0;
        assert_eq!(found("first").await, ["long", "wide", "various"], "{}", test.name);
        assert_eq!(found("word9000 word9001").await, ["various"], "{}", test.name);
        assert!(found("word10001").await.is_empty(), "{}", test.name);
        assert!(found("last").await.is_empty(), "{}", test.name);
    })
    .await;
}
