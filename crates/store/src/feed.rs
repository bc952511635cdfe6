//! What changed: told to everybody in this process before a commit returns, and to every other process as
//! soon as it is heard of.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

/// A change that caches must follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// What a key of a topic leads to has changed.
    Row {
        /// What kind of thing.
        topic: String,
        /// Which one.
        key: String,
    },
    /// Anything may have changed unheard.
    Everything,
}

type Subscriber = Box<dyn Fn(&Change) + Send + Sync>;

/// Who listens, and whether there is anything to hear.
#[derive(Clone, Default)]
pub(crate) struct Feed(Arc<FeedState>);

#[derive(Default)]
struct FeedState {
    subscribers: RwLock<Vec<Subscriber>>,
    behind: AtomicBool,
}

impl Feed {
    pub(crate) fn subscribe(&self, subscriber: Subscriber) {
        self.0.subscribers.write().unwrap_or_else(PoisonError::into_inner).push(subscriber);
    }

    pub(crate) fn publish(&self, change: &Change) {
        for subscriber in self.0.subscribers.read().unwrap_or_else(PoisonError::into_inner).iter() {
            // The change is committed: neither the others nor the thread of the database may suffer.
            let told = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| subscriber(change)));
            if told.is_err() {
                tracing::error!(?change, "a subscriber to changes panicked");
            }
        }
    }

    pub(crate) fn set_behind(&self, behind: bool) {
        if self.0.behind.swap(behind, Ordering::AcqRel) != behind {
            if behind {
                tracing::warn!("changes of other nodes cannot be heard: caches are not used until they can");
            } else {
                tracing::info!("changes of other nodes are heard");
            }
        }
    }

    pub(crate) fn is_behind(&self) -> bool {
        self.0.behind.load(Ordering::Acquire)
    }
}

/// Topic and key in one text, for the ways between processes.
pub(crate) fn encode(topic: &str, key: &str) -> String {
    format!("{topic} {key}")
}

/// The change that a text stands for.
pub(crate) fn decode(text: &str) -> Change {
    match text.split_once(' ') {
        Some((topic, key)) => Change::Row { topic: topic.to_owned(), key: key.to_owned() },
        None => Change::Everything,
    }
}
