//! Counters, in Prometheus' text format.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    sync::{Mutex, PoisonError},
};

type Series = BTreeMap<Vec<(&'static str, String)>, u64>;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counter {
    /// Requests that were answered.
    Requests,
    /// Sessions that were asked for.
    Sessions,
    /// Comparisons of a chat with its room.
    Reconciles,
    /// Failures of a homeserver.
    HomeserverErrors,
    /// Transactions of a homeserver.
    Transactions,
    /// Uploads that were deleted.
    MediaDeleted,
    /// Chats that were deleted.
    RoomsDeleted,
}

impl Counter {
    fn name(self) -> &'static str {
        match self {
            Self::Requests => "dienstchat_http_requests_total",
            Self::Sessions => "dienstchat_sessions_total",
            Self::Reconciles => "dienstchat_reconciles_total",
            Self::HomeserverErrors => "dienstchat_homeserver_errors_total",
            Self::Transactions => "dienstchat_appservice_transactions_total",
            Self::MediaDeleted => "dienstchat_media_deleted_total",
            Self::RoomsDeleted => "dienstchat_rooms_deleted_total",
        }
    }

    fn help(self) -> &'static str {
        match self {
            Self::Requests => "Requests answered, by route, method and status.",
            Self::Sessions => "Sessions asked for, by result.",
            Self::Reconciles => "Comparisons of a chat with its room, by result.",
            Self::HomeserverErrors => "Failures of a homeserver, by kind.",
            Self::Transactions => "Transactions of a homeserver, by result.",
            Self::MediaDeleted => "Uploads deleted, by reason.",
            Self::RoomsDeleted => "Chats deleted.",
        }
    }
}

/// The counters of this process.
#[derive(Debug, Default)]
pub struct Metrics {
    counters: Mutex<BTreeMap<Counter, Series>>,
}

impl Metrics {
    /// Counts one.
    pub fn count(&self, counter: Counter, labels: &[(&'static str, &str)]) {
        let labels = labels
            .iter()
            .map(|(name, value)| (*name, (*value).to_owned()))
            .collect();
        let mut counters = self.counters.lock().unwrap_or_else(PoisonError::into_inner);
        *counters
            .entry(counter)
            .or_default()
            .entry(labels)
            .or_default() += 1;
    }

    /// All counters in Prometheus' text format.
    #[must_use]
    pub fn render(&self) -> String {
        let counters = self.counters.lock().unwrap_or_else(PoisonError::into_inner);
        let mut text = String::new();
        for (counter, series) in counters.iter() {
            head(&mut text, counter.name(), counter.help(), "counter");
            for (labels, value) in series {
                sample(&mut text, counter.name(), labels, *value);
            }
        }
        text
    }
}

/// Writes what a metric is.
pub fn head(text: &mut String, name: &str, help: &str, kind: &str) {
    // Writing to a String cannot fail, here and below.
    let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}");
}

/// Writes one value.
pub fn sample(text: &mut String, name: &str, labels: &[(&'static str, String)], value: u64) {
    text.push_str(name);
    for (index, (label, value)) in labels.iter().enumerate() {
        let value = value
            .replace('\\', "\\\\")
            .replace('"', "\\\"")
            .replace('\n', "\\n");
        let _ = write!(
            text,
            "{}{label}=\"{value}\"",
            if index == 0 { '{' } else { ',' }
        );
    }
    if !labels.is_empty() {
        text.push('}');
    }
    let _ = writeln!(text, " {value}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_prometheus() {
        let metrics = Metrics::default();
        metrics.count(Counter::Sessions, &[("result", "ok")]);
        metrics.count(Counter::Sessions, &[("result", "ok")]);
        metrics.count(Counter::RoomsDeleted, &[]);
        metrics.count(
            Counter::HomeserverErrors,
            &[("kind", "a\"b"), ("homeserver", "x")],
        );
        let text = metrics.render();
        assert!(text.contains("# TYPE dienstchat_sessions_total counter\ndienstchat_sessions_total{result=\"ok\"} 2\n"), "{text}");
        assert!(
            text.contains("dienstchat_rooms_deleted_total 1\n"),
            "{text}"
        );
        assert!(
            text.contains("{kind=\"a\\\"b\",homeserver=\"x\"} 1\n"),
            "{text}"
        );
    }
}
