//! The way between a phone and the operator's servers, with everything that can happen on it.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use reqwest::Method;
use serde_json::{Value, json};
use tokio::sync::{Notify, watch};
use url::Url;

use crate::{Answer, Request, Server, Stack, http};

/// What happens to a request.
#[derive(Debug, Clone)]
pub enum Fault {
    /// The connection ends before the server has the request.
    NoRequest,
    /// The server does what is asked; the connection ends before the answer.
    NoAnswer,
    /// The server does what is asked; the answer does not come, and the connection stays.
    Silence,
    /// The request waits until it is told to go on.
    Until(Arc<Notify>),
    /// Something on the way answers instead of the server.
    Instead(u16, Value),
}

/// A gateway. Phones reach connector and homeserver through it: the directory's answer is changed
/// so that it names the gateway as the homeserver's address.
#[derive(Debug)]
pub struct Gateway {
    server: Server,
    way: Arc<Way>,
}

#[derive(Debug)]
struct Way {
    connector: Url,
    homeserver: Url,
    http: reqwest::Client,
    state: Mutex<State>,
    arrivals: Notify,
    cut: watch::Sender<bool>,
}

#[derive(Debug, Default)]
struct State {
    own: String,
    rules: Vec<Rule>,
    /// Method and target of each request that came, faults included.
    seen: Vec<String>,
    tokens: BTreeSet<String>,
    expired: BTreeSet<String>,
    date: Option<String>,
}

#[derive(Debug, Clone)]
struct Rule {
    part: String,
    fault: Fault,
    once: bool,
}

impl Gateway {
    /// A gateway to the connector and the first homeserver of this stack, on which all is well.
    ///
    /// # Panics
    ///
    /// When there is no free port, and when the stack has no homeserver.
    pub async fn start(stack: &Stack) -> Self {
        let way = Arc::new(Way {
            connector: stack.connector_url().clone(),
            homeserver: stack.synapse().url().clone(),
            http: http().expect("an HTTP client"),
            state: Mutex::default(),
            arrivals: Notify::new(),
            cut: watch::Sender::new(false),
        });
        let shared = Arc::clone(&way);
        let server = Server::start(move |request| Arc::clone(&shared).pass(request)).await;
        way.state().own = trimmed(&server.url);
        Self { server, way }
    }

    /// Where phones find the connector.
    #[must_use]
    pub fn url(&self) -> &Url {
        &self.server.url
    }

    /// From now on requests whose method and target hold `part` meet this; an empty part is in
    /// all.
    pub fn fault(&self, part: &str, fault: Fault) {
        self.rule(part, fault, false);
    }

    /// The next such request meets this.
    pub fn once(&self, part: &str, fault: Fault) {
        self.rule(part, fault, true);
    }

    fn rule(&self, part: &str, fault: Fault, once: bool) {
        self.way.state().rules.push(Rule {
            part: part.to_owned(),
            fault,
            once,
        });
    }

    /// All is well again.
    pub fn clear(&self) {
        self.way.state().rules.clear();
    }

    /// Cuts the connections, also those that wait for an answer now, and takes no request, until it
    /// is mended.
    pub fn cut(&self, cut: bool) {
        self.way.cut.send_replace(cut);
    }

    /// How many such requests came, also those that met a fault.
    #[must_use]
    pub fn seen(&self, part: &str) -> usize {
        let state = self.way.state();
        state.seen.iter().filter(|line| line.contains(part)).count()
    }

    /// Returns when this many such requests have come.
    pub async fn arrived(&self, part: &str, count: usize) {
        loop {
            let arrival = self.way.arrivals.notified();
            tokio::pin!(arrival);
            arrival.as_mut().enable();
            if self.seen(part) >= count {
                return;
            }
            arrival.await;
        }
    }

    /// The access tokens that were used up to now are not good any more, as after their time.
    pub fn expire_tokens(&self) {
        let mut state = self.way.state();
        let used = std::mem::take(&mut state.tokens);
        state.expired.extend(used);
    }

    /// Every answer has this `Date` from now on.
    pub fn set_date(&self, date: &str) {
        self.way.state().date = Some(date.to_owned());
    }
}

impl Way {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn pass(self: Arc<Self>, request: Request) -> Option<Answer> {
        let mut cut = self.cut.subscribe();
        tokio::select! {
            biased;
            _ = cut.wait_for(|cut| *cut) => None,
            answer = self.answer(request) => answer,
        }
    }

    async fn answer(&self, request: Request) -> Option<Answer> {
        let line = format!("{} {}", request.method, request.target);
        let (fault, expired) = {
            let mut state = self.state();
            let place = state
                .rules
                .iter()
                .position(|rule| line.contains(&rule.part));
            let rule = place.and_then(|place| state.rules.get(place).cloned().zip(Some(place)));
            let fault = rule.map(|(rule, place)| {
                if rule.once {
                    state.rules.remove(place);
                }
                rule.fault
            });
            let token = request.headers.get("authorization").cloned();
            let expired = token.is_some_and(|token| {
                let expired = state.expired.contains(&token);
                state.tokens.insert(token);
                expired
            });
            state.seen.push(line);
            (fault, expired)
        };
        self.arrivals.notify_waiters();
        match &fault {
            Some(Fault::NoRequest) => return None,
            Some(Fault::Instead(status, body)) => return Some(Answer::json(*status, body)),
            Some(Fault::Until(told)) => told.notified().await,
            Some(Fault::NoAnswer | Fault::Silence) | None => {}
        }
        if expired {
            let error = json!({
                "errcode": "M_UNKNOWN_TOKEN",
                "error": "Access token has expired",
                "soft_logout": true,
            });
            return Some(Answer::json(401, &error));
        }
        let answer = self.forward(request).await;
        match fault {
            Some(Fault::NoAnswer) => None,
            Some(Fault::Silence) => std::future::pending().await,
            _ => answer,
        }
    }

    async fn forward(&self, request: Request) -> Option<Answer> {
        let matrix = request.target.starts_with("/_matrix");
        let server = if matrix {
            &self.homeserver
        } else {
            &self.connector
        };
        let url = server
            .join(&request.target)
            .expect("a phone asks for a path");
        let method = Method::from_bytes(request.method.as_bytes());
        let method = method.expect("a phone's method is one");
        let mut outgoing = self.http.request(method, url).body(request.body);
        for (name, value) in &request.headers {
            if !matches!(name.as_str(), "host" | "connection" | "content-length") {
                outgoing = outgoing.header(name, value);
            }
        }
        // A server that is away is away for the phone too.
        let answer = outgoing.send().await.ok()?;
        let (own, date) = {
            let state = self.state();
            (state.own.clone(), state.date.clone())
        };
        let status = answer.status().as_u16();
        let mut headers: Vec<(String, String)> = Vec::new();
        for (name, value) in answer.headers() {
            let kept = ["content-type", "date", "retry-after", "location"];
            if kept.contains(&name.as_str()) {
                let value = match (&date, name.as_str()) {
                    (Some(date), "date") => date.clone(),
                    _ => value
                        .to_str()
                        .expect("our servers' headers are text")
                        .to_owned(),
                };
                headers.push((name.as_str().to_owned(), value));
            }
        }
        let mut body = answer.bytes().await.ok()?.to_vec();
        if !matrix && let Ok(text) = std::str::from_utf8(&body) {
            body = text.replace(&trimmed(&self.homeserver), &own).into_bytes();
        }
        Some(Answer {
            status,
            headers,
            body,
        })
    }
}

fn trimmed(url: &Url) -> String {
    url.as_str().trim_end_matches('/').to_owned()
}
