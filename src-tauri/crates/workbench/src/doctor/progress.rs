//! What is kept of a checklist with its profile: the admin's answers and how each step last stood.
//!
//! Evidence itself is not kept: it is cheap to take anew, and old evidence misleads.

use chrono::{DateTime, Utc};
use contract::{AccountTypes, AnswersDto, Plan, StepId, StepState};
use serde::{Deserialize, Serialize};

/// The kept part of a checklist. Apart from the wire type, so that either may change alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Progress {
    pub(crate) person_present: Option<bool>,
    pub(crate) as_person: Option<bool>,
    pub(crate) unattended: Option<bool>,
    pub(crate) plan: Option<Plan>,
    pub(crate) account_types: AccountTypes,
    pub(crate) needs_public_flows: bool,
    pub(crate) operations: Vec<String>,
    pub(crate) ticked: Vec<StepId>,
    pub(crate) last: Vec<LastState>,
}

/// How a step stood when it was last checked.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct LastState {
    pub(crate) step: StepId,
    pub(crate) state: StepState,
    pub(crate) at: DateTime<Utc>,
}

impl Default for Progress {
    fn default() -> Self {
        Self {
            person_present: None,
            as_person: None,
            unattended: None,
            plan: None,
            account_types: AccountTypes::OneOrganisation,
            needs_public_flows: false,
            operations: Vec::new(),
            ticked: Vec::new(),
            last: Vec::new(),
        }
    }
}

impl Progress {
    /// Replaces the answers and keeps how the steps stood.
    pub(crate) fn answer(&mut self, answers: AnswersDto) {
        let last = std::mem::take(&mut self.last);
        *self = Self {
            person_present: answers.person_present,
            as_person: answers.as_person,
            unattended: answers.unattended,
            plan: answers.plan,
            account_types: answers.account_types,
            needs_public_flows: answers.needs_public_flows,
            operations: answers.operations,
            ticked: answers.ticked,
            last,
        };
    }

    /// The answers as the window shows them.
    pub(crate) fn answers(&self) -> AnswersDto {
        AnswersDto {
            person_present: self.person_present,
            as_person: self.as_person,
            unattended: self.unattended,
            plan: self.plan,
            account_types: self.account_types,
            needs_public_flows: self.needs_public_flows,
            operations: self.operations.clone(),
            ticked: self.ticked.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answering_keeps_how_the_steps_stood() {
        let stood = LastState {
            step: StepId::Register,
            state: StepState::Ok,
            at: DateTime::from_timestamp(1_800_000_000, 0).unwrap(),
        };
        let mut progress = Progress {
            last: vec![stood],
            ..Progress::default()
        };
        let mut answers = progress.answers();
        answers.plan = Some(Plan::Business);
        answers.ticked = vec![StepId::Access];
        progress.answer(answers.clone());
        assert_eq!(progress.answers(), answers);
        assert_eq!(progress.last, [stood]);
    }

    #[test]
    fn progress_of_an_older_file_is_the_default() {
        assert_eq!(
            serde_json::from_str::<Progress>("{}").unwrap(),
            Progress::default()
        );
    }
}
