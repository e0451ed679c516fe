//! Opening a duty's chat by a link.

use std::{sync::Arc, time::Duration};

use super::{
    account::Account,
    accounts::{AccountState, Accounts},
    chat::Chat,
    dienstchat::Shared,
    error::{ChatError, LinkError, Unavailable},
};
use crate::{
    chat::ChatSeal,
    duty::{DutyLink, Phase},
    ids::{AccountId, DutyId, OrgCode},
};

/// Deep links.
#[derive(Clone)]
pub struct Links {
    pub(super) shared: Arc<Shared>,
}

/// Where a link leads.
#[derive(Clone, Debug)]
pub enum LinkTarget {
    /// The chat, in the account that is on the duty.
    Chat {
        /// The account.
        account: AccountId,
        /// The duty.
        duty: DutyId,
        /// The chat.
        chat: Chat,
    },
    /// Nobody of the organisation is signed in here: sign in, then open
    /// [`Links::remembered`]. The link is remembered across restarts.
    SignIn {
        /// The organisation.
        ov: OrgCode,
    },
}

impl Links {
    /// Opens a link. A chat that is not known here yet is looked for once on the server.
    ///
    /// # Errors
    /// [`LinkError`].
    pub async fn open(&self, link: &str) -> Result<LinkTarget, LinkError> {
        self.shared.signals.unless_closed(self.find(link)).await
    }

    async fn find(&self, link: &str) -> Result<LinkTarget, LinkError> {
        let link = DutyLink::parse(link, &self.shared.config.app_hosts)?;
        let accounts = self.candidates(&link);
        if accounts.is_empty() {
            // Somebody is signed in there, only not to be asked now.
            if let Some(error) = self.unavailable(&link.ov) {
                return Err(LinkError::Store(error));
            }
            self.remember(Some(&link))?;
            return Ok(LinkTarget::SignIn { ov: link.ov });
        }
        let mut failure = LinkError::NotOnDuty;
        for account in &accounts {
            match here(account, &link) {
                Ok(target) => {
                    self.remember(None)?;
                    return Ok(target);
                }
                Err(error) => failure = weightier(failure, error),
            }
        }
        if failure == LinkError::NotOnDuty {
            for account in &accounts {
                match looked_up(account, &link).await {
                    Ok(target) => {
                        self.remember(None)?;
                        return Ok(target);
                    }
                    Err(error) => failure = weightier(failure, error),
                }
            }
        }
        Err(failure)
    }

    /// The link that waits for a sign-in.
    ///
    /// # Errors
    /// [`LinkError::Closed`].
    pub fn remembered(&self) -> Result<Option<DutyLink>, LinkError> {
        self.shared.signals.open()?;
        Ok(self.shared.state_file.link())
    }

    /// Forgets the link that waits for a sign-in.
    ///
    /// # Errors
    /// [`LinkError::Store`] when the data folder cannot be written.
    pub fn forget(&self) -> Result<(), LinkError> {
        self.remember(None)
    }

    fn remember(&self, link: Option<&DutyLink>) -> Result<(), LinkError> {
        if link.is_none() && self.remembered()?.is_none() {
            return Ok(());
        }
        self.shared.signals.open()?;
        self.shared
            .state_file
            .set_link(link)
            .map_err(|_| LinkError::Store(Unavailable::Storage))
    }

    fn unavailable(&self, ov: &OrgCode) -> Option<Unavailable> {
        Accounts {
            shared: Arc::clone(&self.shared),
        }
        .unavailable(ov)
    }

    /// The accounts of the duty's organisation first; but somebody of another organisation may be
    /// on the duty too.
    fn candidates(&self, link: &DutyLink) -> Vec<Account> {
        let accounts = Accounts {
            shared: Arc::clone(&self.shared),
        }
        .opened();
        let (mut own, others): (Vec<_>, Vec<_>) = accounts
            .into_iter()
            .partition(|account| *account.id().ov() == link.ov);
        // Accounts of other organisations count only where they know the chat.
        own.extend(
            others
                .into_iter()
                .filter(|account| here(account, link).is_ok()),
        );
        own
    }
}

/// The chat, if this account has it.
fn here(account: &Account, link: &DutyLink) -> Result<LinkTarget, LinkError> {
    match account.state() {
        Ok(AccountState::Active) => {}
        Ok(AccountState::Unavailable(error)) => return Err(LinkError::Store(error)),
        Ok(AccountState::Sealed(_)) => return Err(LinkError::Sealed),
        Err(error) => return Err(ChatError::from(error).into()),
    }
    let chat = account.chat_in(&link.ov, &link.duty_id)?;
    let summary = chat.summary()?;
    if summary.ov != link.ov {
        return Err(LinkError::NotOnDuty);
    }
    match summary.sealed {
        Some(ChatSeal::Removed) => return Err(LinkError::Removed),
        Some(ChatSeal::NotListed) => return Err(LinkError::NotOnDuty),
        None => {}
    }
    if summary.phase == Phase::Deleted {
        return Err(LinkError::Deleted);
    }
    Ok(LinkTarget::Chat {
        account: account.id().clone(),
        duty: link.duty_id.clone(),
        chat,
    })
}

/// The chat, after asking the server for what is new.
async fn looked_up(account: &Account, link: &DutyLink) -> Result<LinkTarget, LinkError> {
    account.sync_once(Duration::ZERO).await?;
    here(account, link)
}

/// Of two failures the one that says more.
fn weightier(one: LinkError, other: LinkError) -> LinkError {
    if one == LinkError::NotOnDuty {
        other
    } else {
        one
    }
}

impl From<ChatError> for LinkError {
    fn from(error: ChatError) -> Self {
        match error {
            ChatError::ChatDeleted => Self::Deleted,
            ChatError::Sealed => Self::Sealed,
            ChatError::Offline => Self::Offline,
            ChatError::Server => Self::Server,
            ChatError::Closed => Self::Closed,
            ChatError::Store(error) => Self::Store(error),
            ChatError::NotFound
            | ChatError::NotAMember
            | ChatError::ReadOnly
            | ChatError::TextEmpty
            | ChatError::TextTooLong
            | ChatError::NotQueued => Self::NotOnDuty,
        }
    }
}
