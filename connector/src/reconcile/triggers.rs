//! What wakes the organisations' tasks, and what for.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
};

use dienstchat_core::ids::{DutyId, OrgCode};
use tokio::sync::Notify;

/// What is to be compared at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Wanted {
    /// Every duty.
    pub(super) all: bool,
    /// These duties.
    pub(super) duties: BTreeSet<DutyId>,
}

/// One organisation's mailbox.
#[derive(Debug, Default)]
pub(super) struct Mailbox {
    wanted: Mutex<Wanted>,
    notify: Notify,
}

impl Mailbox {
    fn post(&self, change: impl FnOnce(&mut Wanted)) {
        change(&mut self.wanted.lock().unwrap_or_else(PoisonError::into_inner));
        self.notify.notify_one();
    }

    /// Takes what is wanted.
    pub(super) fn take(&self) -> Wanted {
        std::mem::take(&mut *self.wanted.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Waits until something is wanted.
    pub(super) async fn notified(&self) {
        self.notify.notified().await;
    }
}

/// Wakes the tasks.
#[derive(Debug, Default)]
pub struct Triggers {
    mailboxes: Mutex<BTreeMap<OrgCode, Arc<Mailbox>>>,
    new: Notify,
}

impl Triggers {
    /// Has every duty of an organisation compared.
    pub fn all_of(&self, ov: &OrgCode) {
        self.mailbox(ov).post(|wanted| wanted.all = true);
    }

    /// Has one duty compared.
    pub fn duty(&self, ov: &OrgCode, duty_id: &DutyId) {
        self.mailbox(ov).post(|wanted| {
            wanted.duties.insert(duty_id.clone());
        });
    }

    /// Has the people of an organisation compared.
    pub fn people_of(&self, ov: &OrgCode) {
        // They are looked at each time a task wakes.
        self.mailbox(ov).post(|_| ());
    }

    fn mailbox(&self, ov: &OrgCode) -> Arc<Mailbox> {
        let mut mailboxes = self
            .mailboxes
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(mailbox) = mailboxes.get(ov) {
            return Arc::clone(mailbox);
        }
        let mailbox = Arc::<Mailbox>::default();
        mailboxes.insert(ov.clone(), Arc::clone(&mailbox));
        self.new.notify_one();
        mailbox
    }

    /// All mailboxes.
    pub(super) fn mailboxes(&self) -> Vec<(OrgCode, Arc<Mailbox>)> {
        let mailboxes = self
            .mailboxes
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        mailboxes
            .iter()
            .map(|(ov, mailbox)| (ov.clone(), Arc::clone(mailbox)))
            .collect()
    }

    /// Waits for an organisation that had no mailbox.
    pub(super) async fn new_organisation(&self) {
        self.new.notified().await;
    }
}
