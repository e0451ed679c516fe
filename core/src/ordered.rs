//! Ordered maps and sets, filled by one insertion after another.
//!
//! The standard library's `collect` sorts first, and compiles a whole stable sort for each type
//! that is collected: together a twentieth of the library that apps ship. Ours have few entries.

/// [`collect_ordered`](CollectOrdered::collect_ordered) for every iterator.
pub(crate) trait CollectOrdered: Iterator + Sized {
    /// What `collect` gives; of entries with the same key the last one stays.
    fn collect_ordered<C: Default + Extend<Self::Item>>(self) -> C {
        let mut collection = C::default();
        collection.extend(self);
        collection
    }
}

impl<I: Iterator> CollectOrdered for I {}
