//! What somebody could do without the app, with the session of their phone: to see what the server
//! itself gives and refuses.

use reqwest::{Method, RequestBuilder, StatusCode};
use ruma::OwnedRoomId;
use serde_json::{Value, json};
use url::Url;

use crate::http;

/// The session of a phone, used by hand.
///
/// Every method panics when the server does not answer at all.
pub struct ByHand {
    http: reqwest::Client,
    homeserver: Url,
    token: String,
}

impl ByHand {
    pub(crate) fn new(homeserver: &Url, token: &str) -> Self {
        Self {
            http: http().expect("an HTTP client"),
            homeserver: homeserver.clone(),
            token: token.to_owned(),
        }
    }

    /// Puts an encrypted event into a room, which names these media, and returns its id.
    ///
    /// # Errors
    ///
    /// The status with which the server refuses it.
    pub async fn send(
        &self,
        room: &OwnedRoomId,
        transaction: &str,
        media: &[&str],
    ) -> Result<String, StatusCode> {
        let content = json!({
            "algorithm": "m.megolm.v1.aes-sha2",
            "session_id": "made by hand",
            "ciphertext": "AwgA",
            "de.dienstchat.media": media,
        });
        let path = format!("/_matrix/client/v3/rooms/{room}/send/m.room.encrypted/{transaction}");
        let answer = ask(self.request(Method::PUT, &path).json(&content)).await?;
        Ok(text(&answer, "event_id"))
    }

    /// Uploads a file and returns its `mxc://` address.
    ///
    /// # Errors
    ///
    /// The status with which the server refuses it.
    pub async fn upload(&self, bytes: &'static [u8]) -> Result<String, StatusCode> {
        let request = self.request(Method::POST, "/_matrix/media/v3/upload");
        let answer = ask(request.body(bytes)).await?;
        Ok(text(&answer, "content_uri"))
    }

    /// The file at an `mxc://` address.
    ///
    /// # Errors
    ///
    /// The status with which the server refuses it.
    pub async fn download(&self, address: &str) -> Result<Vec<u8>, StatusCode> {
        let place = address.trim_start_matches("mxc://");
        let path = format!("/_matrix/client/v1/media/download/{place}");
        bytes(self.request(Method::GET, &path)).await
    }

    /// An event as the server has it.
    ///
    /// # Errors
    ///
    /// The status with which the server refuses it.
    pub async fn event(&self, room: &OwnedRoomId, event: &str) -> Result<Value, StatusCode> {
        let path = format!("/_matrix/client/v3/rooms/{room}/event/{event}");
        ask(self.request(Method::GET, &path)).await
    }

    /// The user ids of who is in a room.
    ///
    /// # Errors
    ///
    /// The status with which the server refuses to say.
    pub async fn joined(&self, room: &OwnedRoomId) -> Result<Vec<String>, StatusCode> {
        let path = format!("/_matrix/client/v3/rooms/{room}/joined_members");
        let answer = ask(self.request(Method::GET, &path)).await?;
        let joined = answer.get("joined").and_then(Value::as_object);
        Ok(joined
            .into_iter()
            .flatten()
            .map(|(user, _)| user.clone())
            .collect())
    }

    /// Ends the session and deletes its device, as somebody does from elsewhere.
    ///
    /// # Errors
    ///
    /// The homeserver's status when it refuses.
    pub async fn sign_out(&self) -> Result<(), StatusCode> {
        ask(self.request(Method::POST, "/_matrix/client/v3/logout")).await?;
        Ok(())
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let mut url = self.homeserver.clone();
        url.set_path(path);
        self.http.request(method, url).bearer_auth(&self.token)
    }
}

async fn ask(request: RequestBuilder) -> Result<Value, StatusCode> {
    let body = bytes(request).await?;
    Ok(serde_json::from_slice(&body).expect("a homeserver answers with JSON"))
}

async fn bytes(request: RequestBuilder) -> Result<Vec<u8>, StatusCode> {
    let answer = request.send().await.expect("the homeserver answers");
    let status = answer.status();
    let body = answer.bytes().await.expect("the homeserver answers whole");
    status.is_success().then(|| body.to_vec()).ok_or(status)
}

fn text(answer: &Value, field: &str) -> String {
    answer
        .get(field)
        .and_then(Value::as_str)
        .expect("the specification's answer")
        .to_owned()
}
