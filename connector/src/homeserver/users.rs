//! Users of a homeserver: registration, sessions, devices, names.

use reqwest::Method;
use ruma::{
    OwnedDeviceId, UserId,
    api::client::{
        account::register::{self, LoginType},
        device::{delete_devices, get_devices},
        membership::{joined_rooms, leave_room},
        session::login::{
            self,
            v3::{ApplicationService, LoginInfo},
        },
        uiaa::UserIdentifier,
    },
};
use serde_json::{Value, json};

use super::{Homeserver, HomeserverError};

impl Homeserver {
    /// Makes a user, unless it is there.
    ///
    /// # Errors
    /// [`HomeserverError`].
    pub async fn register(&self, user: &UserId) -> Result<(), HomeserverError> {
        let mut request = register::v3::Request::new();
        request.username = Some(user.localpart().to_owned());
        request.inhibit_login = true;
        request.login_type = Some(LoginType::ApplicationService);
        match self.send(request, None).await {
            Ok(_) => Ok(()),
            Err(error) if error.is("M_USER_IN_USE") => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Makes a session of a user on this device.
    ///
    /// # Errors
    /// [`HomeserverError`].
    pub async fn login(
        &self,
        user: &UserId,
        device: OwnedDeviceId,
    ) -> Result<login::v3::Response, HomeserverError> {
        let identifier = UserIdentifier::Matrix(user.to_owned().into());
        let mut request = login::v3::Request::new(LoginInfo::ApplicationService(
            ApplicationService::new(identifier),
        ));
        request.device_id = Some(device);
        request.refresh_token = true;
        self.send(request, None).await
    }

    /// Signs out all devices of a user; their access tokens end with them.
    ///
    /// # Errors
    /// [`HomeserverError`].
    pub async fn delete_devices(&self, user: &UserId) -> Result<(), HomeserverError> {
        let devices = self
            .send(get_devices::v3::Request::new(), Some(user))
            .await?;
        let devices: Vec<OwnedDeviceId> = devices
            .devices
            .into_iter()
            .map(|device| device.device_id)
            .collect();
        if devices.is_empty() {
            return Ok(());
        }
        self.send(delete_devices::v3::Request::new(devices), Some(user))
            .await?;
        Ok(())
    }

    /// Makes a user leave every room.
    ///
    /// # Errors
    /// [`HomeserverError`].
    pub async fn leave_all_rooms(&self, user: &UserId) -> Result<(), HomeserverError> {
        let rooms = self
            .send(joined_rooms::v3::Request::new(), Some(user))
            .await?;
        for room in rooms.joined_rooms {
            self.send(leave_room::v3::Request::new(room), Some(user))
                .await?;
        }
        Ok(())
    }

    /// Sets or removes a user's display name; users may not do it themselves, an administrator may.
    ///
    /// # Errors
    /// [`HomeserverError`].
    pub async fn set_display_name(
        &self,
        user: &UserId,
        name: Option<&str>,
    ) -> Result<(), HomeserverError> {
        let body = json!({ "displayname": name.unwrap_or_default() });
        let path = ["v2", "users", user.as_str()];
        self.admin::<Value>(Method::PUT, &path, &[], Some(&body))
            .await
            .map(drop)
    }
}
