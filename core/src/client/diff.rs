//! What turns one list into another, item by item.

use std::{collections::HashMap, hash::Hash};

/// One step that turns the list somebody has into the list that is. Steps are applied in order,
/// each to the result of the one before.
///
/// An item that moved is removed and inserted again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Diff<T> {
    /// The whole list.
    Reset(Vec<T>),
    /// An item comes in before the one at `index`, or at the end.
    Insert {
        /// Where it stands afterwards; at most the length of the list.
        index: usize,
        /// The item.
        value: T,
    },
    /// The item at `index` has changed.
    Set {
        /// Where it stands.
        index: usize,
        /// What it is now.
        value: T,
    },
    /// The item at `index` goes.
    Remove {
        /// Where it stood.
        index: usize,
    },
}

impl<T> Diff<T> {
    /// The same step for a list of something else.
    pub fn map<U>(self, mut change: impl FnMut(T) -> U) -> Diff<U> {
        match self {
            Self::Reset(values) => Diff::Reset(values.into_iter().map(change).collect()),
            Self::Insert { index, value } => Diff::Insert {
                index,
                value: change(value),
            },
            Self::Set { index, value } => Diff::Set {
                index,
                value: change(value),
            },
            Self::Remove { index } => Diff::Remove { index },
        }
    }
}

/// The steps that turn `old` into `new`; none when they are the same.
///
/// `key` names an item for as long as it is in the list. Where a key is there more than once, its
/// items count as the first, the second and so on. There are at most as many steps as both lists have
/// items, and none is a [`Diff::Reset`]: who shows the list keeps what stays.
pub(super) fn diff<T, K>(old: &[T], new: &[T], key: impl Fn(&T) -> K) -> Vec<Diff<T>>
where
    T: Clone + PartialEq,
    K: Eq + Hash + Clone,
{
    let places: HashMap<(K, usize), usize> = numbered(new, &key)
        .enumerate()
        .map(|(place, key)| (key, place))
        .collect();
    // Where each item of the old list stands in the new one.
    let targets: Vec<Option<usize>> = numbered(old, &key)
        .map(|key| places.get(&key).copied())
        .collect();
    let stays = longest_rise(&targets);

    let mut steps = Vec::new();
    // For each place of the new list what the item was that stayed.
    let mut stayed: Vec<Option<&T>> = vec![None; new.len()];
    for (index, value) in old.iter().enumerate().rev() {
        let target = targets.get(index).copied().flatten();
        match target.filter(|_| stays.get(index) == Some(&true)) {
            Some(target) => {
                if let Some(slot) = stayed.get_mut(target) {
                    *slot = Some(value);
                }
            }
            None => steps.push(Diff::Remove { index }),
        }
    }
    // What is before `index` is as it shall be, what is behind it is what stayed.
    for ((index, value), before) in new.iter().enumerate().zip(stayed) {
        let value = || value.clone();
        match before {
            None => steps.push(Diff::Insert {
                index,
                value: value(),
            }),
            Some(before) if *before == value() => {}
            Some(_) => steps.push(Diff::Set {
                index,
                value: value(),
            }),
        }
    }
    steps
}

/// The keys of a list, each with the number of the same ones before it.
fn numbered<'a, T, K>(
    list: &'a [T],
    key: &'a impl Fn(&T) -> K,
) -> impl Iterator<Item = (K, usize)> + 'a
where
    K: Eq + Hash + Clone + 'a,
{
    let mut seen: HashMap<K, usize> = HashMap::new();
    list.iter().map(move |item| {
        let key = key(item);
        let count = seen.entry(key.clone()).or_default();
        let number = *count;
        *count = count.saturating_add(1);
        (key, number)
    })
}

/// Marks the longest row of items whose targets rise: they can stay where they are.
fn longest_rise(targets: &[Option<usize>]) -> Vec<bool> {
    // For each length the item that ends a row of it with the smallest target so far.
    let mut ends: Vec<(usize, usize)> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; targets.len()];
    for (index, target) in targets.iter().enumerate() {
        let Some(target) = *target else { continue };
        let length = ends.partition_point(|(_, end)| *end < target);
        let previous = length.checked_sub(1).and_then(|shorter| ends.get(shorter));
        if let Some(slot) = before.get_mut(index) {
            *slot = previous.map(|(index, _)| *index);
        }
        match ends.get_mut(length) {
            Some(end) => *end = (index, target),
            None => ends.push((index, target)),
        }
    }
    let mut stays = vec![false; targets.len()];
    let mut next = ends.last().map(|(index, _)| *index);
    while let Some(index) = next {
        if let Some(slot) = stays.get_mut(index) {
            *slot = true;
        }
        next = before.get(index).copied().flatten();
    }
    stays
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// An item: its key and what it shows.
    type Item = (u8, u8);

    fn steps(old: &[Item], new: &[Item]) -> Vec<Diff<Item>> {
        diff(old, new, |(key, _)| *key)
    }

    /// Applies as a shell does; panics where an index is out of range.
    fn applied(list: &[Item], steps: Vec<Diff<Item>>) -> Vec<Item> {
        let mut list = list.to_vec();
        for step in steps {
            match step {
                Diff::Reset(values) => list = values,
                Diff::Insert { index, value } => list.insert(index, value),
                Diff::Set { index, value } => list[index] = value,
                Diff::Remove { index } => drop(list.remove(index)),
            }
        }
        list
    }

    fn unique(mut list: Vec<Item>) -> Vec<Item> {
        let mut seen = std::collections::HashSet::new();
        list.retain(|(key, _)| seen.insert(*key));
        list
    }

    #[test]
    fn each_kind_of_step_is_told() {
        let old = [(1, 0), (2, 0), (3, 0), (4, 0)];
        assert_eq!(steps(&old, &old), []);
        assert_eq!(
            steps(&old, &[(1, 0), (3, 9), (4, 0), (5, 0)]),
            [
                Diff::Remove { index: 1 },
                Diff::Set {
                    index: 1,
                    value: (3, 9)
                },
                Diff::Insert {
                    index: 3,
                    value: (5, 0)
                },
            ]
        );
    }

    #[test]
    fn what_moved_is_removed_and_inserted_again() {
        let old = [(1, 0), (2, 0), (3, 0), (4, 0)];
        assert_eq!(
            steps(&old, &[(4, 1), (1, 0), (2, 0), (3, 0)]),
            [
                Diff::Remove { index: 3 },
                Diff::Insert {
                    index: 0,
                    value: (4, 1)
                },
            ]
        );
    }

    #[test]
    fn a_list_that_is_another_one_comes_step_by_step() {
        let new = [(2, 0)];
        let insert = Diff::Insert {
            index: 0,
            value: (2, 0),
        };
        assert_eq!(steps(&[(1, 0)], &new), [Diff::Remove { index: 0 }, insert]);
        assert_eq!(steps(&[(1, 0)], &[]), [Diff::Remove { index: 0 }]);
    }

    /// Whether these are steps alone, and no more than both lists have items.
    fn are_steps(steps: &[Diff<Item>], old: &[Item], new: &[Item]) -> bool {
        let few = steps.len() <= old.len() + new.len();
        few && !steps.iter().any(|step| matches!(step, Diff::Reset(_)))
    }

    proptest! {
        #[test]
        fn steps_turn_the_old_list_into_the_new_one(
            old in prop::collection::vec((0..20_u8, 0..3_u8), 0..20),
            new in prop::collection::vec((0..20_u8, 0..3_u8), 0..20),
        ) {
            let (old, new) = (unique(old), unique(new));
            let steps = steps(&old, &new);
            prop_assert!(are_steps(&steps, &old, &new));
            prop_assert_eq!(applied(&old, steps), new);
        }

        #[test]
        fn a_key_that_is_there_twice_does_no_harm(
            old in prop::collection::vec((0..4_u8, 0..3_u8), 0..12),
            new in prop::collection::vec((0..4_u8, 0..3_u8), 0..12),
        ) {
            let steps = steps(&old, &new);
            prop_assert!(are_steps(&steps, &old, &new));
            prop_assert_eq!(applied(&old, steps), new);
        }

        #[test]
        fn what_only_moves_is_not_told_item_by_item(
            list in prop::collection::vec((any::<u8>(), any::<u8>()), 2..20),
            from in any::<prop::sample::Index>(),
            to in any::<prop::sample::Index>(),
        ) {
            let old = unique(list);
            let mut new = old.clone();
            let item = new.remove(from.index(old.len()));
            new.insert(to.index(old.len()), item);
            let steps = steps(&old, &new);
            prop_assert!(steps.len() <= 2);
            prop_assert_eq!(applied(&old, steps), new);
        }
    }
}
