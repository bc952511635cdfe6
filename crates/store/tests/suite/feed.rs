//! Who hears of a change, and when.

use std::sync::{Arc, Mutex};

use store::{Change, Store};

use crate::{add, again, count, each, until};

type Heard = Arc<Mutex<Vec<String>>>;

/// Writes down all that a store hears.
fn listen(store: &Store) -> Heard {
    let heard = Heard::default();
    let list = Arc::clone(&heard);
    store.subscribe(move |change| {
        list.lock().unwrap().push(match change {
            Change::Row { topic, key } => format!("{topic} {key}"),
            Change::Everything => "everything".to_owned(),
        });
    });
    heard
}

fn has(heard: &Heard, change: &str) -> bool {
    heard.lock().unwrap().iter().any(|known| known == change)
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_are_heard_here_at_once_and_elsewhere_soon() {
    each(|test| async move {
        let other = again(&test).await;
        let (here, there) = (listen(&test.store), listen(&other));
        add(&test.store, "a key with blanks", None).await;
        assert!(has(&here, "thing a key with blanks"), "{}: before the commit returns", test.name);
        let mut tx = test.store.begin().await.unwrap();
        tx.announce("thing", "never");
        drop(tx);
        until("it is heard elsewhere", async || has(&there, "thing a key with blanks")).await;
        add(&other, "back", None).await;
        until("and back", async || has(&here, "thing back")).await;
        assert!(!has(&here, "thing never") && !has(&there, "thing never"), "{}", test.name);
        assert!(!has(&here, "everything") && !has(&there, "everything"), "{}", test.name);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_opened_before_a_change_hears_of_it() {
    each(|test| async move {
        for round in 0..20 {
            let other = again(&test).await;
            let there = listen(&other);
            let name = format!("round {round}");
            add(&test.store, &name, None).await;
            until("a new node hears", async || has(&there, &format!("thing {name}"))).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_told_in_detail_becomes_everything() {
    each(|test| async move {
        let other = again(&test).await;
        let (here, there) = (listen(&test.store), listen(&other));
        let long = "x".repeat(10_000);
        for key in [long.as_str(), "zero\0byte"] {
            let mut tx = test.store.begin().await.unwrap();
            tx.announce("thing", key);
            tx.commit().await.unwrap();
            let exactly = format!("thing {key}");
            assert!(has(&here, &exactly), "{}", test.name);
            until("it is heard", async || has(&there, &exactly) || has(&there, "everything")).await;
            there.lock().unwrap().clear();
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_fallen_too_far_behind_drops_everything() {
    let test = store::testing::sqlite().await;
    test.store.migrate(crate::MIGRATIONS).await.unwrap();
    let other = again(&test).await;
    let there = listen(&other);
    // More at once than the log of changes keeps.
    let mut tx = test.store.begin().await.unwrap();
    for number in 0..11_000 {
        tx.announce("thing", &number.to_string());
    }
    tx.commit().await.unwrap();
    until("the newest is heard", async || has(&there, "thing 10999")).await;
    assert_eq!(there.lock().unwrap()[0], "everything");
    assert!(!has(&there, "thing 0"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_subscriber_that_panics_harms_nobody() {
    each(|test| async move {
        test.store.subscribe(|_| panic!("as it happens"));
        let here = listen(&test.store);
        add(&test.store, "x", None).await;
        add(&test.store, "y", None).await;
        assert!(has(&here, "thing x") && has(&here, "thing y"), "{}", test.name);
        assert_eq!(count(&test.store).await, 2);
    })
    .await;
}
