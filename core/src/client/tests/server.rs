//! A homeserver for accounts that are in one chat.

use std::time::Duration;

use serde_json::json;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    sync::{mpsc, oneshot, watch},
};
use url::Url;

use crate::sync::fixture::room;

/// More than anything here takes, and less than a pause of a minute.
pub(super) const PATIENCE: Duration = Duration::from_secs(40);

/// A homeserver on which nothing is ever new, so that it answers only who does not wait for that.
pub(super) struct Server {
    pub(super) url: Url,
    waiting: mpsc::UnboundedReceiver<()>,
    messages: mpsc::UnboundedReceiver<Sending>,
    farewells: mpsc::UnboundedReceiver<Farewell>,
    pub(super) weather: watch::Sender<Weather>,
}

/// How the server does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Weather {
    Fine,
    /// It answers that it fails.
    Fails,
    /// Nobody gets through to it: connections break, also those that wait.
    CutOff,
}

/// A session that wants to end, and is not answered yet.
pub(super) struct Farewell {
    /// The session's access token.
    pub(super) token: String,
    /// Takes whether the token is known; dropped, the connection breaks.
    pub(super) known: oneshot::Sender<bool>,
}

/// A message that came, and is not answered yet.
pub(super) struct Sending {
    /// The transaction id under which it came.
    pub(super) transaction: String,
    /// Takes the event id; dropped without one, the connection breaks.
    pub(super) answer: oneshot::Sender<&'static str>,
}

/// Where a connection of the server tells what came.
#[derive(Clone)]
struct Heard {
    waits: mpsc::UnboundedSender<()>,
    messages: mpsc::UnboundedSender<Sending>,
    farewells: mpsc::UnboundedSender<Farewell>,
    weather: watch::Receiver<Weather>,
}

impl Server {
    pub(super) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = Url::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
        let (waits, waiting) = mpsc::unbounded_channel();
        let (send, messages) = mpsc::unbounded_channel();
        let (end, farewells) = mpsc::unbounded_channel();
        let (weather, now) = watch::channel(Weather::Fine);
        let heard = Heard {
            waits,
            messages: send,
            farewells: end,
            weather: now,
        };
        tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                let heard = heard.clone();
                tokio::spawn(async move {
                    let mut weather = heard.weather.clone();
                    tokio::select! {
                        () = Self::serve(connection, heard) => {}
                        // Also when the test has ended.
                        _ = weather.wait_for(|now| *now == Weather::CutOff) => {}
                    }
                });
            }
        });
        Self {
            url,
            waiting,
            messages,
            farewells,
            weather,
        }
    }

    /// Until one more request waits for something new.
    pub(super) async fn until_waited_for(&mut self) {
        let waited = tokio::time::timeout(PATIENCE, self.waiting.recv()).await;
        waited.unwrap().unwrap();
    }

    /// The next message that comes.
    pub(super) async fn message(&mut self) -> Sending {
        let came = tokio::time::timeout(PATIENCE, self.messages.recv()).await;
        came.unwrap().unwrap()
    }

    /// The next session that wants to end.
    pub(super) async fn farewell(&mut self) -> Farewell {
        let came = tokio::time::timeout(PATIENCE, self.farewells.recv()).await;
        came.unwrap().unwrap()
    }

    async fn serve(connection: TcpStream, heard: Heard) {
        let mut connection = BufReader::new(connection);
        loop {
            let mut first = String::new();
            let mut body = 0;
            let mut token = String::new();
            loop {
                let mut line = String::new();
                if connection.read_line(&mut line).await.unwrap_or(0) == 0 {
                    return;
                }
                if let Some(length) = line.to_lowercase().strip_prefix("content-length:") {
                    body = length.trim().parse().unwrap();
                }
                if let Some(bearer) = line.strip_prefix("authorization: Bearer ") {
                    bearer.trim().clone_into(&mut token);
                }
                if line == "\r\n" {
                    break;
                }
                if first.is_empty() {
                    first = line;
                }
            }
            connection.read_exact(&mut vec![0; body]).await.unwrap();
            let fails = *heard.weather.borrow() == Weather::Fails;
            if !fails && first.contains("/sync?") && !first.contains("timeout=0") {
                // The other end closes the connection, or never does.
                heard.waits.send(()).unwrap();
                let _ = connection.read_u8().await;
                return;
            }
            let mut answer = json!({
                "pos": "1",
                "one_time_key_counts": {"signed_curve25519": 50},
                "device_keys": {},
                "joined_rooms": [room()],
            });
            if let Some((_, transaction)) = first.split_once("/send/m.room.encrypted/") {
                let (send, event) = oneshot::channel();
                let message = Sending {
                    transaction: transaction.split(' ').next().unwrap().to_owned(),
                    answer: send,
                };
                heard.messages.send(message).unwrap();
                let Ok(event) = event.await else { return };
                answer["event_id"] = event.into();
            }
            let mut status = if fails {
                "500 Internal Server Error"
            } else {
                "200 OK"
            };
            if first.contains("/logout ") {
                let (send, known) = oneshot::channel();
                heard
                    .farewells
                    .send(Farewell { token, known: send })
                    .unwrap();
                let Ok(known) = known.await else { return };
                if !known {
                    status = "401 Unauthorized";
                    answer["errcode"] = "M_UNKNOWN_TOKEN".into();
                }
            }
            if first.contains("/refresh ") {
                answer["access_token"] = "fresh".into();
            }
            let answer = answer.to_string();
            let head = format!(
                "HTTP/1.1 {status}\r\ncontent-length: {}\r\n\r\n",
                answer.len()
            );
            connection
                .write_all((head + &answer).as_bytes())
                .await
                .unwrap();
        }
    }
}
