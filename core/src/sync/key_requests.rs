//! Sending what the key management wants sent, and giving it the answers.

use std::collections::BTreeMap;

use ruma::{
    OwnedOneTimeKeyId, UInt,
    api::client::{
        keys::{claim_keys, get_keys, upload_keys},
        to_device::send_event_to_device::v3::Messages as ToDeviceMessages,
    },
    encryption::OneTimeKey,
    serde::Raw,
    to_device::DeviceIdOrAllDevices,
};
use serde::Serialize;

use super::connection::{CallError, Connection};
use crate::{
    keys::{Failure, Request, RequestBody, RequestId, Response},
    matrix::{DeviceMap, MatrixError, RawJson},
    ordered::CollectOrdered,
};

/// How many times the list of requests is looked at anew: an answer to one may lead to others
/// (a device list to a claim, a claim to the sharing of a key).
const ROUNDS: usize = 8;

/// An answer, kept until the key management has it.
enum Answer {
    Upload(upload_keys::v3::Response),
    Query(get_keys::v3::Response),
    Claim(claim_keys::v3::Response),
    ToDevice,
}

/// Makes the requests that are due, until none is left or one round has failed as a whole.
///
/// A request that fails is noted with the key management, which gives it again later; it does
/// not keep the others from being made.
///
/// # Errors
/// [`CallError`] when the session is over, the store fails, or the server cannot be reached.
pub(crate) async fn send_key_requests(connection: &Connection) -> Result<(), CallError> {
    let _one = connection.key_requests().lock().await;
    for _ in 0..ROUNDS {
        let requests = connection
            .write(|tx, context| Ok::<_, CallError>(context.machine.requests(tx, context.now)?))
            .await?;
        if requests.is_empty() {
            return Ok(());
        }
        let mut unreachable = None;
        for request in requests {
            let id = request.id.clone();
            match make(connection, request).await {
                Ok(answer) => answered(connection, id, answer).await?,
                Err(CallError::Matrix(error)) => {
                    failed(connection, id, failure(error)).await?;
                    if matches!(error, MatrixError::Offline | MatrixError::Timeout) {
                        unreachable = Some(error);
                    }
                }
                Err(error) => return Err(error),
            }
        }
        if let Some(error) = unreachable {
            return Err(error.into());
        }
    }
    Ok(())
}

async fn make(connection: &Connection, request: Request) -> Result<Answer, CallError> {
    Ok(match request.body {
        RequestBody::Upload(body) => {
            let json = upload_body(&body)?;
            let json = json.as_str();
            let counts = connection
                .call(|homeserver, token| async move { homeserver.upload_keys(&token, json).await })
                .await?;
            Answer::Upload(upload_keys::v3::Response::new(
                counts
                    .into_iter()
                    .map(|(algorithm, count)| (algorithm.into(), UInt::new_saturating(count)))
                    .collect_ordered(),
            ))
        }
        RequestBody::Query(body) => {
            let users: Vec<_> = body.device_keys.into_keys().collect();
            let keys = connection
                .call(|homeserver, token| {
                    let users = users.clone();
                    async move { homeserver.query_keys(&token, users).await }
                })
                .await?;
            let mut response = get_keys::v3::Response::new();
            response.device_keys = nested(keys.device_keys, Raw::from_json);
            response.failures = failures(keys.failures);
            Answer::Query(response)
        }
        RequestBody::Claim(body) => {
            let devices: Vec<_> = body
                .one_time_keys
                .into_iter()
                .flat_map(|(user, devices)| {
                    devices
                        .into_keys()
                        .map(move |device| (user.clone(), device))
                })
                .collect();
            let keys = connection
                .call(|homeserver, token| {
                    let devices = devices.clone();
                    async move { homeserver.claim_keys(&token, devices).await }
                })
                .await?;
            let mut response =
                claim_keys::v3::Response::new(nested(keys.one_time_keys, one_time_keys));
            response.failures = failures(keys.failures);
            Answer::Claim(response)
        }
        RequestBody::ToDevice(body) => {
            let event_type = body.event_type.to_string();
            let messages = to_device_messages(body.messages);
            connection
                .call(|homeserver, token| {
                    let (txn_id, messages) = (body.txn_id.clone(), messages.clone());
                    let event_type = event_type.as_str();
                    async move {
                        homeserver
                            .send_to_device(&token, event_type, txn_id, messages)
                            .await
                    }
                })
                .await?;
            Answer::ToDevice
        }
    })
}

/// The body of an upload as it is sent.
fn upload_body(body: &upload_keys::v3::Request) -> Result<String, CallError> {
    #[expect(clippy::struct_field_names, reason = "the wire's names")]
    #[derive(Serialize)]
    struct Body<'a, D: Serialize, O: Serialize, F: Serialize> {
        #[serde(skip_serializing_if = "Option::is_none")]
        device_keys: &'a Option<D>,
        one_time_keys: &'a O,
        fallback_keys: &'a F,
    }
    let body = Body {
        device_keys: &body.device_keys,
        one_time_keys: &body.one_time_keys,
        fallback_keys: &body.fallback_keys,
    };
    serde_json::to_string(&body).map_err(|_| CallError::Matrix(MatrixError::InvalidRequest))
}

fn nested<T, U>(map: DeviceMap<T>, convert: impl Fn(T) -> U + Copy) -> DeviceMap<U> {
    map.into_iter()
        .map(|(user, devices)| {
            (
                user,
                devices
                    .into_iter()
                    .map(|(device, value)| (device, convert(value)))
                    .collect_ordered(),
            )
        })
        .collect_ordered()
}

/// Keys whose id is none are left out, as if the server had not sent them.
fn one_time_keys(keys: BTreeMap<String, RawJson>) -> BTreeMap<OwnedOneTimeKeyId, Raw<OneTimeKey>> {
    keys.into_iter()
        .filter_map(|(id, key)| Some((id.try_into().ok()?, Raw::from_json(key))))
        .collect_ordered()
}

fn to_device_messages(messages: ToDeviceMessages) -> DeviceMap<RawJson> {
    messages
        .into_iter()
        .map(|(user, devices)| {
            let devices = devices
                .into_iter()
                .filter_map(|(device, content)| match device {
                    DeviceIdOrAllDevices::DeviceId(device) => Some((device, content.into_json())),
                    // The key management names every device.
                    DeviceIdOrAllDevices::AllDevices => None,
                });
            (user, devices.collect_ordered())
        })
        .collect_ordered()
}

fn failures(failures: BTreeMap<String, RawJson>) -> BTreeMap<String, serde_json::Value> {
    failures
        .into_iter()
        .map(|(server, why)| (server, serde_json::from_str(why.get()).unwrap_or_default()))
        .collect_ordered()
}

async fn answered(connection: &Connection, id: RequestId, answer: Answer) -> Result<(), CallError> {
    connection
        .write(move |tx, context| {
            let response = match &answer {
                Answer::Upload(response) => Response::Upload(response),
                Answer::Query(response) => Response::Query(response),
                Answer::Claim(response) => Response::Claim(response),
                Answer::ToDevice => Response::ToDevice,
            };
            let problems = context.machine.sent(tx, &id, response, context.now)?;
            for (problem, count) in problems.iter() {
                tracing::warn!(?problem, count, "an answer to a key request was faulty");
            }
            Ok(())
        })
        .await
}

async fn failed(connection: &Connection, id: RequestId, failure: Failure) -> Result<(), CallError> {
    connection
        .write(move |tx, context| {
            context.machine.failed(tx, &id, failure, context.now)?;
            Ok(())
        })
        .await
}

fn failure(error: MatrixError) -> Failure {
    match error {
        MatrixError::LimitExceeded { retry_after } => Failure::Limited(retry_after),
        MatrixError::Refused(_) | MatrixError::TooLarge | MatrixError::Forbidden => {
            Failure::Rejected
        }
        _ => Failure::Unreachable,
    }
}
