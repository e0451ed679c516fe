//! The calls to the connector: one after the other, kept until they have been answered.
//!
//! Each object (organisation, duty, person) has at most one waiting message, its newest: every
//! message is the complete wanted state. A message keeps its bytes over all attempts, because an
//! attempt whose answer was lost may have arrived, and the same revision must not come with other
//! bytes.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Mutex;

use reqwest::{Method, StatusCode, header};
use serde::Serialize;
use serde_json::Value;
use url::Url;

use crate::app::lock;
use crate::clock::Clock;
use crate::config::ConnectorTarget;
use crate::error::Error;

/// What a message to the connector is about. Organisations sort before duties, so that they are
/// sent before them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Object {
    /// An organisation.
    Organisation {
        /// Its code.
        ov: String,
    },
    /// A duty.
    Duty {
        /// The organisation's code.
        ov: String,
        /// The duty's id.
        duty_id: String,
    },
    /// A person who has left the organisation.
    Person {
        /// The organisation's code.
        ov: String,
        /// The person's subject.
        sub: String,
    },
}

impl Object {
    pub(crate) fn organisation(ov: &str) -> Self {
        Self::Organisation { ov: ov.to_owned() }
    }

    pub(crate) fn duty(ov: &str, duty_id: &str) -> Self {
        Self::Duty {
            ov: ov.to_owned(),
            duty_id: duty_id.to_owned(),
        }
    }

    pub(crate) fn person(ov: &str, sub: &str) -> Self {
        Self::Person {
            ov: ov.to_owned(),
            sub: sub.to_owned(),
        }
    }

    /// Whether it belongs to the organisation without being it.
    fn is_within(&self, code: &str) -> bool {
        match self {
            Self::Organisation { .. } => false,
            Self::Duty { ov, .. } | Self::Person { ov, .. } => ov == code,
        }
    }

    fn path(&self) -> Vec<&str> {
        let mut path = vec!["v1", "organisations"];
        match self {
            Self::Organisation { ov } => path.push(ov),
            Self::Duty { ov, duty_id } => path.extend([ov, "duties", duty_id]),
            Self::Person { ov, sub } => path.extend([ov, "people", sub]),
        }
        path
    }
}

/// What became of the newest message about an object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum Delivery {
    /// There was nothing to tell: the duty never had a chat, or the organisation has none.
    NotNeeded,
    /// It waits for the next attempt: no connector is set, it is away, or answered with a status
    /// that passes (401, 403, 408, 429, 5xx).
    Pending {
        /// The status of the last attempt, if there was an answer.
        status: Option<u16>,
    },
    /// The connector has taken it.
    Delivered {
        /// The answer's status.
        status: u16,
    },
    /// The connector has refused it for good.
    Refused {
        /// The answer's status.
        status: u16,
        /// `type` of the problem details (RFC 9457), if there were any.
        problem: Option<String>,
    },
}

impl Delivery {
    /// Whether the connector has taken it.
    #[must_use]
    pub fn is_delivered(&self) -> bool {
        matches!(self, Self::Delivered { .. })
    }
}

/// The newest message about an object and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Receipt {
    /// What it is about.
    pub object: Object,
    /// Its revision; a person's departure has none.
    pub revision: Option<u64>,
    /// What became of it.
    pub delivery: Delivery,
    /// When that was, seconds since the epoch.
    pub at: u64,
}

/// A message to be sent.
#[derive(Clone)]
pub(crate) struct Message {
    pub(crate) object: Object,
    pub(crate) revision: Option<u64>,
    /// The body of a PUT; none is a DELETE.
    pub(crate) body: Option<Vec<u8>>,
}

impl Message {
    pub(crate) fn put(object: Object, revision: u64, body: &Value) -> Self {
        Self {
            object,
            revision: Some(revision),
            body: Some(body.to_string().into_bytes()),
        }
    }

    pub(crate) fn delete(object: Object, revision: Option<u64>) -> Self {
        Self {
            object,
            revision,
            body: None,
        }
    }
}

#[derive(Default)]
struct Queue {
    /// By object, with a number that tells a newer message from the one that is being sent.
    waiting: BTreeMap<Object, (u64, Message)>,
    receipts: BTreeMap<Object, Receipt>,
    counter: u64,
}

/// The queue and the line to the connector.
pub(crate) struct Outbound {
    client: reqwest::Client,
    clock: Clock,
    target: Mutex<Option<ConnectorTarget>>,
    queue: Mutex<Queue>,
    /// Held while sending: messages of one object must not overtake each other.
    turn: tokio::sync::Mutex<()>,
}

impl Outbound {
    pub(crate) fn new(
        client: reqwest::Client,
        clock: Clock,
        target: Option<ConnectorTarget>,
    ) -> Self {
        Self {
            client,
            clock,
            target: Mutex::new(target),
            queue: Mutex::default(),
            turn: tokio::sync::Mutex::default(),
        }
    }

    pub(crate) fn set_target(&self, target: Option<ConnectorTarget>) {
        *lock(&self.target) = target;
    }

    pub(crate) fn target(&self) -> Option<ConnectorTarget> {
        lock(&self.target).clone()
    }

    pub(crate) fn client(&self) -> &reqwest::Client {
        &self.client
    }

    /// Puts a message in the place of an older one about the same object.
    pub(crate) fn enqueue(&self, message: Message) {
        let mut queue = lock(&self.queue);
        if let (Object::Organisation { ov }, None) = (&message.object, &message.body) {
            // With the organisation goes all that is in it.
            queue.waiting.retain(|object, _| !object.is_within(ov));
            queue.receipts.retain(|object, _| !object.is_within(ov));
        }
        let object = message.object.clone();
        let receipt = Receipt {
            object: object.clone(),
            revision: message.revision,
            delivery: Delivery::Pending { status: None },
            at: self.clock.now(),
        };
        queue.counter += 1;
        let number = queue.counter;
        queue.waiting.insert(object.clone(), (number, message));
        queue.receipts.insert(object, receipt);
    }

    /// Tries everything that waits, each once. When the connector cannot be reached at all the
    /// rest is not tried.
    pub(crate) async fn flush(&self) {
        let _turn = self.turn.lock().await;
        let Some(target) = self.target() else {
            return;
        };
        let waiting: Vec<(u64, Message)> = lock(&self.queue).waiting.values().cloned().collect();
        for (number, message) in waiting {
            let delivery = self.send(&target, &message).await;
            let unreachable = delivery == Delivery::Pending { status: None };
            self.record(number, &message, delivery);
            if unreachable {
                break;
            }
        }
    }

    fn record(&self, number: u64, message: &Message, delivery: Delivery) {
        let mut queue = lock(&self.queue);
        let newest = queue
            .waiting
            .get(&message.object)
            .is_some_and(|(newest, _)| *newest == number);
        if !newest {
            return;
        }
        if !matches!(delivery, Delivery::Pending { .. }) {
            queue.waiting.remove(&message.object);
        }
        if let Some(receipt) = queue.receipts.get_mut(&message.object) {
            receipt.delivery = delivery;
            receipt.at = self.clock.now();
        }
    }

    async fn send(&self, target: &ConnectorTarget, message: &Message) -> Delivery {
        let mut url = target.url.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(message.object.path());
        }
        let request = match &message.body {
            Some(body) => self
                .client
                .put(url)
                .header(header::CONTENT_TYPE, "application/json")
                .body(body.clone()),
            None => self.client.delete(match message.revision {
                Some(revision) => with_revision(url, revision),
                None => url,
            }),
        };
        let Ok(answer) = request.bearer_auth(&target.token).send().await else {
            return Delivery::Pending { status: None };
        };
        let status = answer.status();
        if status.is_success() {
            return Delivery::Delivered {
                status: status.as_u16(),
            };
        }
        let passing = status.is_server_error()
            || [
                StatusCode::UNAUTHORIZED,
                StatusCode::FORBIDDEN,
                StatusCode::REQUEST_TIMEOUT,
                StatusCode::TOO_MANY_REQUESTS,
            ]
            .contains(&status);
        if passing {
            return Delivery::Pending {
                status: Some(status.as_u16()),
            };
        }
        let problem = answer.json::<Value>().await.ok().and_then(|details| {
            details
                .get("type")
                .and_then(Value::as_str)
                .map(str::to_owned)
        });
        Delivery::Refused {
            status: status.as_u16(),
            problem,
        }
    }

    /// Sends something that is not in the books, as it is.
    pub(crate) async fn send_raw(
        &self,
        method: Method,
        path: &str,
        body: Vec<u8>,
    ) -> Result<(u16, Value), Error> {
        let target = self.target().ok_or(Error::NoConnector)?;
        let base = target.url.as_str().trim_end_matches('/');
        let answer = self
            .client
            .request(method, format!("{base}{path}"))
            .bearer_auth(&target.token)
            .header(header::CONTENT_TYPE, "application/json")
            .body(body)
            .send()
            .await
            .map_err(|_| Error::Unreachable)?;
        let status = answer.status().as_u16();
        let body = answer.json().await.unwrap_or(Value::Null);
        Ok((status, body))
    }

    pub(crate) fn pending(&self) -> Vec<Object> {
        lock(&self.queue).waiting.keys().cloned().collect()
    }

    pub(crate) fn receipts(&self) -> Vec<Receipt> {
        lock(&self.queue).receipts.values().cloned().collect()
    }

    pub(crate) fn receipt(&self, object: &Object) -> Option<Receipt> {
        lock(&self.queue).receipts.get(object).cloned()
    }
}

impl fmt::Debug for Outbound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outbound")
            .field("pending", &self.pending().len())
            .finish_non_exhaustive()
    }
}

fn with_revision(mut url: Url, revision: u64) -> Url {
    url.query_pairs_mut()
        .append_pair("revision", &revision.to_string());
    url
}
