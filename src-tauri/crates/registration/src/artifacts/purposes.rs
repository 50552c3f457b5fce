//! What each permission of `WindowsDefenderATP` is for, in a line for the mail.
//!
//! Owns the lines, and which permissions change anything. Gathered from the operations that name the permission
//! (<https://learn.microsoft.com/defender-endpoint/api/exposed-apis-list>).

/// What a permission is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Purpose {
    /// After *to*: `list alerts and look at them`.
    pub(super) why: &'static str,
    /// Whether a call with it can change data or act on a device.
    pub(super) changes: bool,
}

/// The purpose of a permission, delegated or application; `None` for one that is not known here.
pub(super) fn purpose(name: &str) -> Option<Purpose> {
    let reads = |why| Some(Purpose { why, changes: false });
    let changes = |why| Some(Purpose { why, changes: true });
    match name.strip_suffix(".All").unwrap_or(name) {
        "AdvancedQuery.Read" => reads("run advanced hunting queries, which only read"),
        "Alert.Read" => reads("list alerts and look at them, with devices, files and accounts involved"),
        "Alert.ReadWrite" => {
            changes("work on alerts: status, owner, classification, comments, investigations")
        }
        "File.Read" => reads("look up what is known about a file"),
        "IntegrationConfiguration.ReadWrite" => changes("change how other products are connected"),
        "Ip.Read" => reads("look up what is known about an IP address"),
        "Library.Manage" => changes("add and remove scripts and files of the live response library"),
        "Machine.CollectForensics" => changes("have a device collect an investigation package, and fetch it"),
        "Machine.Isolate" => changes("isolate a device from the network and release it again"),
        "Machine.LiveResponse" => changes("run live response commands on a device"),
        "Machine.Offboard" => changes("offboard a device from Defender for Endpoint"),
        "Machine.Read" => reads("list devices and look at them, their actions and who signed in"),
        "Machine.ReadWrite" => changes("change devices' tags and value"),
        "Machine.RestrictExecution" => {
            changes("let a device run signed Microsoft programs only, and lift that again")
        }
        "Machine.Scan" => changes("start an antivirus scan on a device"),
        "Machine.StopAndQuarantine" => changes("stop a file on a device and put it into quarantine"),
        "RemediationTasks.Read" => reads("list remediation tasks of vulnerability management"),
        "Score.Read" => reads("read the exposure score and the secure score for devices"),
        "SecurityBaselinesAssessment.Read" => reads("read how devices meet security baselines"),
        "SecurityConfiguration.Read" => reads("read how devices are configured"),
        "SecurityConfiguration.ReadWrite" => changes("change how devices are configured"),
        "SecurityRecommendation.Read" => reads("list security recommendations and the devices they concern"),
        "Software.Read" => reads("list installed software and its weaknesses"),
        "Ti.Read" => reads("list indicators"),
        "Ti.ReadWrite" => changes("list, add, change and remove indicators"),
        "Url.Read" => reads("look up what is known about a domain or an address"),
        "User.Read" => reads("look up alerts and devices of an account"),
        "Vulnerability.Read" => reads("list vulnerabilities and the devices they concern"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scopes;
    use crate::{MICROSOFT_GRAPH, WINDOWS_DEFENDER_ATP};

    #[test]
    fn every_known_permission_of_the_api_has_a_purpose() {
        for scope in scopes::all() {
            if scope.api == WINDOWS_DEFENDER_ATP {
                assert!(purpose(&scope.name).is_some(), "{}", scope.name);
            } else {
                assert_eq!(scope.api, MICROSOFT_GRAPH);
            }
        }
        assert_eq!(purpose("Something.Else"), None);
    }

    #[test]
    fn an_application_permission_has_the_purpose_of_its_delegated_namesake() {
        assert_eq!(purpose("Machine.Read.All"), purpose("Machine.Read"));
        assert_eq!(purpose("Url.Read.All"), purpose("Url.Read"));
    }

    #[test]
    fn what_only_reads_is_told_from_what_changes() {
        for scope in scopes::all() {
            let Some(purpose) = purpose(&scope.name) else {
                continue;
            };
            let reads = scope.name.ends_with(".Read") || scope.name.ends_with(".Read.All");
            assert_eq!(purpose.changes, !reads, "{}", scope.name);
        }
    }
}
