//! Reading JSON without letting one malformed part spoil the rest.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use serde_json::value::RawValue;

use crate::ordered::CollectOrdered;

/// JSON as it arrived, byte for byte; signatures are checked over it.
pub type RawJson = Box<RawValue>;

/// A list; entries that are malformed are left out.
pub(super) fn list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: DeserializeOwned,
{
    let raw = Option::<Vec<RawJson>>::deserialize(deserializer)?.unwrap_or_default();
    Ok(raw
        .iter()
        .filter_map(|raw| serde_json::from_str(raw.get()).ok())
        .collect())
}

/// A list of events: entries that are not objects are left out.
pub(super) fn events<'de, D>(deserializer: D) -> Result<Vec<RawJson>, D::Error>
where
    D: Deserializer<'de>,
{
    let raw = Option::<Vec<RawJson>>::deserialize(deserializer)?.unwrap_or_default();
    Ok(raw
        .into_iter()
        .filter(|raw| raw.get().starts_with('{'))
        .collect())
}

/// A map; entries with a malformed key or value are left out.
pub(super) fn map<'de, D, K, V>(deserializer: D) -> Result<BTreeMap<K, V>, D::Error>
where
    D: Deserializer<'de>,
    K: for<'a> TryFrom<&'a str> + Ord,
    V: DeserializeOwned,
{
    let raw = Option::<BTreeMap<String, RawJson>>::deserialize(deserializer)?.unwrap_or_default();
    Ok(entries(&raw))
}

/// As [`map`]; absent where the whole map is.
pub(super) fn optional_map<'de, D, K, V>(
    deserializer: D,
) -> Result<Option<BTreeMap<K, V>>, D::Error>
where
    D: Deserializer<'de>,
    K: for<'a> TryFrom<&'a str> + Ord,
    V: DeserializeOwned,
{
    let raw = Option::<BTreeMap<String, RawJson>>::deserialize(deserializer)?;
    Ok(raw.as_ref().map(entries))
}

/// As [`map`], two maps deep.
pub(super) fn nested<'de, D, K, L, V>(
    deserializer: D,
) -> Result<BTreeMap<K, BTreeMap<L, V>>, D::Error>
where
    D: Deserializer<'de>,
    K: for<'a> TryFrom<&'a str> + Ord,
    L: for<'a> TryFrom<&'a str> + Ord,
    V: DeserializeOwned,
{
    let raw = Option::<BTreeMap<String, RawJson>>::deserialize(deserializer)?.unwrap_or_default();
    let outer: BTreeMap<K, Inner<L, V>> = entries(&raw);
    Ok(outer
        .into_iter()
        .map(|(key, inner)| (key, inner.map))
        .collect_ordered())
}

struct Inner<L, V> {
    map: BTreeMap<L, V>,
}

impl<'de, L, V> Deserialize<'de> for Inner<L, V>
where
    L: for<'a> TryFrom<&'a str> + Ord,
    V: DeserializeOwned,
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        map(deserializer).map(|map| Self { map })
    }
}

fn entries<K, V>(raw: &BTreeMap<String, RawJson>) -> BTreeMap<K, V>
where
    K: for<'a> TryFrom<&'a str> + Ord,
    V: DeserializeOwned,
{
    raw.iter()
        .filter_map(|(key, raw)| {
            let key = K::try_from(key).ok()?;
            Some((key, serde_json::from_str(raw.get()).ok()?))
        })
        .collect_ordered()
}
