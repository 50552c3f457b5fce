//! The adviser: user context or application context.
//!
//! Owns three questions and what follows from the answers, a pure function over their eight combinations. Refuses to know
//! the profile: the answers are all it looks at.
//!
//! Microsoft marks application context as the recommended one for services; in user context a call needs the scope, the
//! person's Defender role and access to the device group.
//! <https://learn.microsoft.com/defender-endpoint/api/exposed-apis-create-app-webapp>,
//! <https://learn.microsoft.com/defender-endpoint/api/exposed-apis-create-app-nativeapp>

use super::Link;
use crate::links;

/// On whose behalf calls are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Access {
    /// A signed-in person: delegated permissions. What this program does.
    UserContext,
    /// The application itself: application permissions.
    ApplicationContext,
}

impl Access {
    /// Both.
    pub const ALL: [Self; 2] = [Self::UserContext, Self::ApplicationContext];

    /// Its name.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::UserContext => "User context",
            Self::ApplicationContext => "Application context",
        }
    }

    /// What it is, in two or three sentences.
    #[must_use]
    pub fn explanation(self) -> &'static str {
        match self {
            Self::UserContext => {
                "A person signs in and the application acts for that person. A call succeeds when three things agree: the \
                 token carries the delegated permission, the person's role in Defender allows the action, and the device is \
                 in a group the person may see. Actions show up under the person's name."
            }
            Self::ApplicationContext => {
                "The application signs in as itself, with a certificate, a workload identity or a secret, and nobody has to \
                 be there. It can do what its application permissions say, on every device of the tenant, whatever roles \
                 and device groups people have. Actions show up under the application's name."
            }
        }
    }

    /// The page of Microsoft's documentation that describes it.
    #[must_use]
    pub fn pointer(self) -> Link {
        let (label, path) = match self {
            Self::UserContext => (
                "Microsoft's page on access with user context",
                "defender-endpoint/api/exposed-apis-create-app-nativeapp",
            ),
            Self::ApplicationContext => (
                "Microsoft's page on access without a user",
                "defender-endpoint/api/exposed-apis-create-app-webapp",
            ),
        };
        Link {
            label: label.to_owned(),
            url: links::documentation(path).map(String::from).unwrap_or_default(),
        }
    }
}

/// A question that is answered with yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// Stable name, that of the field in [`Answers`].
    pub id: &'static str,
    /// The question.
    pub text: &'static str,
    /// What is meant by it.
    pub help: &'static str,
}

/// The three, in the order of [`Answers`].
pub const QUESTIONS: [Question; 3] = [
    Question {
        id: "person_present",
        text: "Is a person present when calls are made?",
        help: "Somebody sits at the computer and can sign in, now and again after some hours or days.",
    },
    Question {
        id: "as_person",
        text: "Must results respect that person's role and device groups, or actions show up under their name?",
        help: "An analyst who may see only one site's devices sees only those, and an isolation is logged as theirs.",
    },
    Question {
        id: "unattended",
        text: "Must it run unattended, for example on a schedule?",
        help: "A nightly export or a service that reacts to alerts runs when nobody can sign in or answer a prompt.",
    },
];

/// Answers to [`QUESTIONS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Answers {
    /// A person is present when calls are made.
    pub person_present: bool,
    /// Results must follow that person's role and device groups, or actions carry their name.
    pub as_person: bool,
    /// It must run unattended.
    pub unattended: bool,
}

/// What follows from the answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// Which context to use.
    pub access: Access,
    /// Why, a sentence or two.
    pub reason: &'static str,
    /// What to know about it.
    pub caveats: Vec<&'static str>,
    /// Where to read on.
    pub pointer: Link,
}

const THREE_CONDITIONS: &str = "The permission alone is not enough: the person also needs the matching role in Defender and access to the devices' \
     group. A call that lacks one of them is refused, or comes back with less.";
const SIGNS_IN_AS_A_PERSON: &str = "This program signs in as a person only. It makes the script that registers an application for application \
     context, and the checklist from here on describes user context.";
const SEES_EVERYTHING: &str = "Application permissions reach every device of the tenant; roles and device groups do not limit them. Choose as few as \
     possible.";
const KEEP_A_CREDENTIAL: &str = "The application needs a credential of its own. Prefer a certificate or a workload identity to a secret, and plan who \
     renews it.";
const SERVICES_GO_WITHOUT_A_USER: &str = "Microsoft recommends application context for services. Should this become one, register it anew that way.";
const TWO_REGISTRATIONS: &str = "Use a registration of its own for each context. One that has both kinds of permission is hard to judge, and its \
     credential opens the stronger kind.";

/// What follows from the answers.
#[must_use]
pub fn advise(answers: Answers) -> Advice {
    let Answers {
        person_present,
        as_person,
        unattended,
    } = answers;
    let (access, reason, caveats) = match (person_present, as_person, unattended) {
        (true, true, false) => (
            Access::UserContext,
            "A person is there to sign in, and what they may see and do in Defender has to hold here, too.",
            vec![THREE_CONDITIONS],
        ),
        (true, false, false) => (
            Access::UserContext,
            "A person is there to sign in, and nothing has to run without them: user context needs no credential that \
             somebody must keep, and can do no more than the person.",
            vec![THREE_CONDITIONS, SERVICES_GO_WITHOUT_A_USER],
        ),
        (false, true, false) => (
            Access::UserContext,
            "Only user context follows a person's role and device groups, and nothing has to run on a schedule.",
            vec![
                "Two answers pull apart: to act in a person's name, that person has to sign in once before the calls, and \
                 again when the sign-in ends.",
                THREE_CONDITIONS,
            ],
        ),
        (true, true, true) => (
            Access::UserContext,
            "What has to follow a person's role and device groups can only be done in user context.",
            vec![
                "Two answers pull apart: the unattended part cannot be done in user context, because a sign-in ends and \
                 then needs the person again. Give that part application context.",
                TWO_REGISTRATIONS,
                THREE_CONDITIONS,
            ],
        ),
        (true, false, true) => (
            Access::ApplicationContext,
            "It must run when nobody can sign in, and nothing has to follow a person's role.",
            vec![
                SEES_EVERYTHING,
                KEEP_A_CREDENTIAL,
                "For the work at which a person is present, user context is the safer choice. Give it a registration of its \
                 own.",
                SIGNS_IN_AS_A_PERSON,
            ],
        ),
        (false, true, true) => (
            Access::ApplicationContext,
            "It must run when nobody can sign in, and user context cannot do that.",
            vec![
                "Two answers pull apart: in application context results do not respect anybody's role or device groups, \
                 and actions show up under the application's name. If that must not be, it cannot run unattended.",
                SEES_EVERYTHING,
                KEEP_A_CREDENTIAL,
                SIGNS_IN_AS_A_PERSON,
            ],
        ),
        (false, false, true) => (
            Access::ApplicationContext,
            "It runs unattended and acts for nobody in particular: a service. For services Microsoft recommends application \
             context.",
            vec![SEES_EVERYTHING, KEEP_A_CREDENTIAL, SIGNS_IN_AS_A_PERSON],
        ),
        (false, false, false) => (
            Access::ApplicationContext,
            "Nobody is there to sign in, and nothing has to follow a person's role.",
            vec![
                "If somebody can sign in after all, user context needs no credential that has to be kept.",
                SEES_EVERYTHING,
                KEEP_A_CREDENTIAL,
                SIGNS_IN_AS_A_PERSON,
            ],
        ),
    };
    Advice {
        access,
        reason,
        caveats,
        pointer: access.pointer(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn advice(person_present: bool, as_person: bool, unattended: bool) -> Advice {
        advise(Answers {
            person_present,
            as_person,
            unattended,
        })
    }

    fn says(advice: &Advice, words: &str) -> bool {
        advice.caveats.iter().any(|caveat| caveat.contains(words))
    }

    #[test]
    fn all_eight_combinations_of_answers_lead_somewhere() {
        use Access::{ApplicationContext, UserContext};
        for (present, as_person, unattended, access, conflict) in [
            (true, true, false, UserContext, false),
            (true, false, false, UserContext, false),
            (false, true, false, UserContext, true),
            (true, true, true, UserContext, true),
            (true, false, true, ApplicationContext, false),
            (false, true, true, ApplicationContext, true),
            (false, false, true, ApplicationContext, false),
            (false, false, false, ApplicationContext, false),
        ] {
            let advice = advice(present, as_person, unattended);
            let answers = (present, as_person, unattended);
            assert_eq!(advice.access, access, "{answers:?}");
            assert_eq!(says(&advice, "Two answers pull apart"), conflict, "{answers:?}");
        }
    }

    #[test]
    fn every_combination_has_a_reason_of_its_own() {
        let mut reasons = BTreeSet::new();
        for bits in 0..8u8 {
            let advice = advice(bits & 4 != 0, bits & 2 != 0, bits & 1 != 0);
            assert!(!advice.caveats.is_empty());
            reasons.insert(advice.reason);
        }
        assert_eq!(reasons.len(), 8);
    }

    #[test]
    fn user_context_always_names_role_and_device_group() {
        for bits in 0..8u8 {
            let advice = advice(bits & 4 != 0, bits & 2 != 0, bits & 1 != 0);
            if advice.access == Access::UserContext {
                assert!(
                    says(&advice, "role in Defender") && says(&advice, "group"),
                    "{bits}"
                );
                assert!(advice.pointer.url.ends_with("/exposed-apis-create-app-nativeapp"));
            }
        }
    }

    #[test]
    fn application_context_always_points_to_its_page_and_says_what_this_program_does() {
        for bits in 0..8u8 {
            let advice = advice(bits & 4 != 0, bits & 2 != 0, bits & 1 != 0);
            if advice.access == Access::ApplicationContext {
                assert!(
                    says(&advice, "signs in as a person only") && says(&advice, "script"),
                    "{bits}"
                );
                assert!(
                    says(&advice, "certificate") && says(&advice, "every device"),
                    "{bits}"
                );
                assert!(advice.pointer.url.ends_with("/exposed-apis-create-app-webapp"));
            }
        }
    }

    #[test]
    fn the_conflict_of_presence_and_schedule_asks_for_two_registrations() {
        assert!(says(&advice(true, true, true), "registration of its own"));
        assert!(says(&advice(true, false, true), "registration of its own"));
    }

    #[test]
    fn both_contexts_are_explained_and_the_questions_are_three() {
        for access in Access::ALL {
            assert!(
                access.explanation().contains("Actions show up under"),
                "{}",
                access.title()
            );
        }
        let ids: Vec<_> = QUESTIONS.iter().map(|question| question.id).collect();
        assert_eq!(ids, ["person_present", "as_person", "unattended"]);
        for question in QUESTIONS {
            assert!(question.text.ends_with('?') && !question.help.is_empty());
        }
    }
}
