//! What faults do to consent: which permissions can be asked for, and which of those granted still stand.
//!
//! Invariants: the consents that were given are kept as they were; faults only hide them, so that switching a
//! fault off brings them back.

use crate::faults::{Fault, Faults};

/// The permission that `consent-one-missing` leaves out, if it can be had.
const FIRST_CHOICE: &str = "Machine.Read";

/// The permission that nobody consented to: `Machine.Read` if the registration lists it, else the last it lists.
fn left_out(listed: &[String], faults: Faults) -> Option<&str> {
    if !faults.has(Fault::ConsentOneMissing) {
        return None;
    }
    let first_choice = listed.iter().find(|name| *name == FIRST_CHOICE);
    first_choice.or(listed.last()).map(String::as_str)
}

/// Permissions of `wanted` that the consent page offers, given what the registration lists.
pub(crate) fn offered(mut wanted: Vec<String>, listed: &[String], faults: Faults) -> Vec<String> {
    let left_out = left_out(listed, faults);
    wanted.retain(|name| Some(name.as_str()) != left_out);
    wanted
}

/// Permissions of `granted` that stand, given what the registration lists.
pub(crate) fn standing(granted: Vec<String>, listed: &[String], faults: Faults) -> Vec<String> {
    let nobody = [Fault::ConsentMissing, Fault::AdminApproval, Fault::UserDeclines];
    if nobody.into_iter().any(|fault| faults.has(fault)) {
        return Vec::new();
    }
    offered(granted, listed, faults)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn one_permission_is_left_out_by_a_fixed_rule() {
        let one = Faults::of(&[Fault::ConsentOneMissing]);
        let listed = names(&["Alert.Read", "Machine.Read", "Score.Read"]);
        assert_eq!(
            standing(listed.clone(), &listed, one),
            ["Alert.Read", "Score.Read"]
        );
        let others = names(&["Alert.Read", "Score.Read", "Ti.ReadWrite"]);
        assert_eq!(
            standing(others.clone(), &others, one),
            ["Alert.Read", "Score.Read"]
        );
        assert!(standing(Vec::new(), &[], one).is_empty());
    }

    #[test]
    fn nothing_stands_while_nobody_has_consented() {
        let listed = names(&["Alert.Read"]);
        for fault in [Fault::ConsentMissing, Fault::AdminApproval, Fault::UserDeclines] {
            let faults = Faults::of(&[fault]);
            assert!(
                standing(listed.clone(), &listed, faults).is_empty(),
                "{}",
                fault.id()
            );
            assert_eq!(offered(listed.clone(), &listed, faults), listed);
        }
        assert_eq!(standing(listed.clone(), &listed, Faults::default()), listed);
    }
}
