//! Standing messages. Each kind is shown once, with its newest text.

use crate::locked;
use contract::{NoticeDto, NoticeId};
use std::sync::Mutex;

#[derive(Default)]
pub(crate) struct Notices(Mutex<Vec<NoticeDto>>);

impl Notices {
    pub(crate) fn raise(&self, id: NoticeId, message: impl Into<String>, hint: impl Into<String>) {
        let mut notices = locked(&self.0);
        notices.retain(|notice| notice.id != id);
        notices.push(NoticeDto {
            id,
            message: message.into(),
            hint: hint.into(),
        });
    }

    pub(crate) fn dismiss(&self, id: NoticeId) {
        locked(&self.0).retain(|notice| notice.id != id);
    }

    pub(crate) fn list(&self) -> Vec<NoticeDto> {
        locked(&self.0).clone()
    }
}
