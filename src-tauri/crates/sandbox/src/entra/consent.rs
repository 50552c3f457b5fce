//! What faults do to permissions: which the registration lists, which can be asked for, and which of those granted
//! still stand.
//!
//! Invariants: the consents that were given are kept as they were; faults only hide them, so that switching a
//! fault off brings them back.

use crate::faults::{Fault, Faults};

/// The permission that `permissions-not-registered` leaves, if it is configured.
const LEFT: &str = "Alert.Read";

/// The permission that `consent-one-missing` leaves out, if it can be had.
const FIRST_CHOICE: &str = "Machine.Read";

/// Permissions of `configured` that the registration lists: of all of them only `Alert.Read` (or the first, where that is
/// not configured) while the others are not registered.
pub(crate) fn registered(configured: &[String], faults: Faults) -> Vec<String> {
    if !faults.has(Fault::PermissionsNotRegistered) {
        return configured.to_vec();
    }
    let left = configured.iter().find(|name| *name == LEFT);
    left.or(configured.first()).cloned().into_iter().collect()
}

/// The permission that nobody consented to: `Machine.Read` if it is configured, else the last that is.
fn left_out(configured: &[String], faults: Faults) -> Option<&str> {
    if !faults.has(Fault::ConsentOneMissing) {
        return None;
    }
    let first_choice = configured.iter().find(|name| *name == FIRST_CHOICE);
    first_choice.or(configured.last()).map(String::as_str)
}

/// Whether `wide` is `narrow` itself or allows what it allows, as `Machine.ReadWrite` does for `Machine.Read`.
fn covers(wide: &str, narrow: &str) -> bool {
    wide == narrow || wide.strip_suffix("Write") == Some(narrow)
}

/// Permissions of `wanted` that the consent page offers.
pub(crate) fn offered(mut wanted: Vec<String>, configured: &[String], faults: Faults) -> Vec<String> {
    if let Some(left_out) = left_out(configured, faults) {
        wanted.retain(|name| !covers(name, left_out));
    }
    if faults.has(Fault::PermissionsNotRegistered) {
        let registered = registered(configured, faults);
        wanted.retain(|name| registered.contains(name));
    }
    wanted
}

/// Permissions of `granted` that stand.
pub(crate) fn standing(granted: Vec<String>, configured: &[String], faults: Faults) -> Vec<String> {
    let nobody = [Fault::ConsentMissing, Fault::AdminApproval, Fault::UserDeclines];
    if nobody.into_iter().any(|fault| faults.has(fault)) {
        return Vec::new();
    }
    offered(granted, configured, faults)
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
        let wider = names(&[
            "Alert.Read",
            "Alert.ReadWrite",
            "Machine.Read",
            "Machine.ReadWrite",
        ]);
        assert_eq!(
            standing(wider.clone(), &wider, one),
            ["Alert.Read", "Alert.ReadWrite"]
        );
        let others = names(&["Alert.Read", "Score.Read", "Ti.ReadWrite"]);
        assert_eq!(
            standing(others.clone(), &others, one),
            ["Alert.Read", "Score.Read"]
        );
        assert!(standing(Vec::new(), &[], one).is_empty());
    }

    #[test]
    fn permissions_that_are_not_registered_neither_stand_nor_are_offered() {
        let few = Faults::of(&[Fault::PermissionsNotRegistered]);
        let configured = names(&["AdvancedQuery.Read", "Alert.Read", "Machine.Read"]);
        assert_eq!(registered(&configured, Faults::default()), configured);
        assert_eq!(registered(&configured, few), ["Alert.Read"]);
        for found in [
            offered(configured.clone(), &configured, few),
            standing(configured.clone(), &configured, few),
        ] {
            assert_eq!(found, ["Alert.Read"]);
        }
        let others = names(&["Score.Read", "Ti.ReadWrite"]);
        assert_eq!(registered(&others, few), ["Score.Read"]);
        assert!(registered(&[], few).is_empty());
        // Together with a consent that is missing, `Alert.Read` still stands.
        let both = Faults::of(&[Fault::PermissionsNotRegistered, Fault::ConsentOneMissing]);
        assert_eq!(standing(configured.clone(), &configured, both), ["Alert.Read"]);
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
