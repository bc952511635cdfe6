//! Lists of metadata: of which objects a session may ask, and of which it is shown any (reference: search-metadata.md
//! §4.3, content-access.md §8.7).

use std::collections::BTreeSet;

use contract::errors::{MUST_FILTER_ON_OBJECT_ID, MUST_FILTER_ON_OBJECT_TYPE};
use contract::list::ApiFilter;
use contract::{FilterPager, Prop};

use super::model::{MetadataFilter, MetadataObjectType};
use super::object;
use super::table::{self, MetadataRow};
use crate::call::Call;
use crate::entitlement::enforced;
use crate::error::Result;

/// Ids in a filter that count (reference: search-metadata.md §4.3).
const MAX_IDS: usize = 500;

/// The metadata that a filter asks for and the session may read, and how many there are.
pub(super) async fn list(
    call: &Call,
    filter: MetadataFilter,
    pager: Option<&FilterPager>,
) -> Result<(Vec<MetadataRow>, u64)> {
    let kind = match &filter.metadata_object_type_equal {
        Prop::Set(kind) => *kind,
        Prop::Absent => MetadataObjectType::Entry,
        Prop::Null => return Err(MUST_FILTER_ON_OBJECT_TYPE.bare().into()),
    };
    let keys = match named(&filter) {
        Some(ids) => {
            let mut keys = Vec::new();
            for id in ids {
                if let Some(object) = object::readable(call, kind, &id).await? {
                    keys.push(object.key);
                }
            }
            if keys.is_empty() {
                return Ok((Vec::new(), 0));
            }
            Some(keys)
        }
        None if kind == MetadataObjectType::Entry || enforced::is_enforced(call) => {
            return Err(MUST_FILTER_ON_OBJECT_ID.bare().into());
        }
        None if kind == MetadataObjectType::DynamicObject => None,
        None => return Ok((Vec::new(), 0)),
    };
    table::list(call.app(), call.scope()?, kind, keys, &filter.query(pager)).await
}

/// The objects that a filter names; one alone counts before a list.
fn named(filter: &MetadataFilter) -> Option<BTreeSet<String>> {
    let given = |prop: &Prop<String>| prop.get().filter(|text| !text.trim().is_empty()).cloned();
    if let Some(id) = given(&filter.object_id_equal) {
        return Some(BTreeSet::from([id.trim().to_owned()]));
    }
    let ids = given(&filter.object_id_in)?;
    let ids = ids.split(',').map(str::trim).filter(|id| !id.is_empty());
    Some(ids.take(MAX_IDS).map(str::to_owned).collect())
}
