//! Caches of rows: what is here is what the store holds, on every node.

use std::hash::Hash;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use quick_cache::sync::Cache as Inner;

/// A cache of what a key leads to in the store, absence included.
///
/// A row may change while it is being loaded. Every [`Cache::forget`] therefore starts a new generation,
/// and what was loaded in an older one is handed out but not kept.
pub struct Cache<K, V> {
    rows: Inner<K, Option<Arc<V>>>,
    generation: AtomicU64,
    keeping: std::sync::Mutex<()>,
}

impl<K: Hash + Eq + Clone, V> Cache<K, V> {
    /// Room for so many keys.
    pub fn new(capacity: usize) -> Self {
        Self { rows: Inner::new(capacity), generation: AtomicU64::new(0), keeping: std::sync::Mutex::new(()) }
    }

    /// What the key leads to; loads it if it is not known. Calls that find it known do not carry the room that
    /// loading takes.
    pub async fn get_or_load<E, F>(&self, key: &K, load: impl FnOnce() -> F) -> Result<Option<Arc<V>>, E>
    where
        F: Future<Output = Result<Option<V>, E>>,
    {
        if let Some(row) = self.rows.get(key) {
            return Ok(row);
        }
        let generation = self.generation.load(Ordering::Acquire);
        let row = Box::pin(load()).await?.map(Arc::new);
        let _keeping = self.lock();
        if self.generation.load(Ordering::Acquire) == generation {
            self.rows.insert(key.clone(), row.clone());
        }
        Ok(row)
    }

    /// What the key leads to, if it is known.
    pub fn peek(&self, key: &K) -> Option<Option<Arc<V>>> {
        self.rows.get(key)
    }

    /// The row behind the key has changed.
    pub fn forget(&self, key: &K) {
        let _keeping = self.lock();
        self.generation.fetch_add(1, Ordering::AcqRel);
        self.rows.remove(key);
    }

    /// Anything may have changed.
    pub fn forget_all(&self) {
        let _keeping = self.lock();
        self.generation.fetch_add(1, Ordering::AcqRel);
        self.rows.clear();
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, ()> {
        self.keeping.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_row_that_changed_while_it_was_loaded_is_not_kept() {
        let cache = Cache::<u32, &str>::new(8);
        let old = cache
            .get_or_load(&1, async || {
                cache.forget(&1);
                Ok::<_, ()>(Some("old"))
            })
            .await
            .unwrap();
        assert_eq!(old.as_deref(), Some(&"old"));
        assert!(cache.peek(&1).is_none());
        let new = cache.get_or_load(&1, async || Ok::<_, ()>(Some("new"))).await.unwrap();
        assert_eq!(new.as_deref(), Some(&"new"));
        let kept = cache.get_or_load(&1, async || Err(())).await.unwrap();
        assert_eq!(kept.as_deref(), Some(&"new"));
    }

    #[tokio::test]
    async fn absence_is_kept_too() {
        let cache = Cache::<u32, &str>::new(8);
        assert!(cache.get_or_load(&1, async || { Ok::<_, ()>(None) }).await.unwrap().is_none());
        assert!(cache.get_or_load(&1, async || { Err(()) }).await.unwrap().is_none());
        cache.forget_all();
        assert!(cache.get_or_load(&1, async || { Err::<Option<&str>, _>(()) }).await.is_err());
    }
}
