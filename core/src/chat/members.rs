//! The members of a duty chat: those whom the statement names, and whether they are in the room.

use ruma::OwnedUserId;

use super::Viewer;
use crate::{
    duty::Role,
    ids::{self, AccountId},
    ordered::CollectOrdered,
    store::{Chat, Membership, ReadTx, StoreError},
};

/// A person on the duty. Its Debug output shows nothing of the person.
#[derive(Clone, PartialEq, Eq)]
pub struct ChatMember {
    /// The person's account.
    pub account: AccountId,
    /// The person's Matrix user; `None` when the id is too long to be one.
    pub user_id: Option<OwnedUserId>,
    /// The name, as HiOrg-Server states it; may be empty.
    pub name: String,
    /// What the person is on this duty.
    pub role: Role,
    /// HiOrg-Server's position, such as "Sanitäter".
    pub function: Option<String>,
    /// Whether the person is in the chat; somebody who never signed in is not yet.
    pub joined: bool,
    /// Whether it is the account itself.
    pub own: bool,
}

impl std::fmt::Debug for ChatMember {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ChatMember")
            .field("role", &self.role)
            .field("joined", &self.joined)
            .field("own", &self.own)
            .finish_non_exhaustive()
    }
}

/// The members in the statement's order, the responsible first.
pub(crate) fn members(
    tx: &ReadTx<'_>,
    viewer: &Viewer,
    chat: &Chat,
) -> Result<Vec<ChatMember>, StoreError> {
    let statement = chat.envelope.statement();
    let mut members = Vec::with_capacity(statement.members.len());
    for member in &statement.members {
        let account = member.account(&statement.ov);
        let user_id = ids::user_id(account.ov(), account.subject(), viewer.server()).ok();
        let joined = match &user_id {
            Some(user) => tx.members(&chat.room_id).get(user)? == Some(Membership::Join),
            None => false,
        };
        members.push(ChatMember {
            own: user_id.as_deref() == Some(viewer.user()),
            account,
            user_id,
            name: member.name.clone(),
            role: member.role,
            function: member.function.clone(),
            joined,
        });
    }
    members.sort_by_key(|member| member.role != Role::Responsible);
    Ok(members)
}

/// The users who get keys: those in the room whom the statement names.
pub(super) fn recipients(
    tx: &ReadTx<'_>,
    server: &ruma::ServerName,
    chat: &Chat,
) -> Result<std::collections::BTreeSet<OwnedUserId>, StoreError> {
    let statement = chat.envelope.statement();
    let named: std::collections::BTreeSet<OwnedUserId> = statement
        .members
        .iter()
        .map(|member| member.account(&statement.ov))
        .filter_map(|account| ids::user_id(account.ov(), account.subject(), server).ok())
        .collect_ordered();
    let joined = tx.members(&chat.room_id).joined()?;
    Ok(joined
        .into_iter()
        .filter(|user| named.contains(user))
        .collect())
}
