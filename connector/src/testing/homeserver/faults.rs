//! How the homeserver fails.

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It answers with this status and does nothing.
    Status(u16),
    /// It wants to be left alone for so many milliseconds.
    RateLimited(u64),
    /// The connection breaks before it does anything.
    Cut,
    /// It does it, and the connection breaks before the answer.
    AnswerLost,
    /// It never answers.
    Hang,
}

/// Which requests go wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum When {
    /// Those whose `METHOD path user` holds this text.
    Always(&'static str),
    /// The first one of those.
    Once(&'static str),
    /// The request with this number, counted from the moment the fault is set.
    Number(u32),
}

#[derive(Debug, Default)]
pub(super) struct Faults {
    list: Vec<(When, Fault)>,
    seen: u32,
    pub(super) struck: u32,
}

impl Faults {
    pub(super) fn add(&mut self, when: When, fault: Fault) {
        self.seen = 0;
        self.list.push((when, fault));
    }

    pub(super) fn clear(&mut self) {
        self.list.clear();
    }

    pub(super) fn before(&mut self, request: &str) -> Option<Fault> {
        let number = self.seen;
        self.seen += 1;
        let position = self.list.iter().position(|(when, _)| match when {
            When::Always(part) | When::Once(part) => request.contains(part),
            When::Number(wanted) => number == *wanted,
        })?;
        self.struck += 1;
        let (when, fault) = self.list[position].clone();
        if !matches!(when, When::Always(_)) {
            self.list.remove(position);
        }
        Some(fault)
    }
}
