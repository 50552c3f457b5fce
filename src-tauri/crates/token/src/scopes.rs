//! The `scp` claim against the permissions that are wanted.

use crate::Token;

/// A permission, wanted or in the token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeRow {
    /// Its name: as wanted, or as in the token where it is not wanted.
    pub permission: String,
    /// How the two compare.
    pub state: ScopeState,
    /// The permission in the token that includes this one, where it is not there itself.
    pub covered_by: Option<String>,
}

/// A permission against what is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ScopeState {
    /// Wanted and in the token, by itself or through one that covers it.
    Granted,
    /// Wanted and not in the token.
    Missing,
    /// In the token and not wanted.
    Extra,
}

/// One row per permission: the wanted ones first, in their order, then the others of the token. Names compare
/// without regard to case.
#[must_use]
pub fn scopes(token: &Token, wanted: &[String]) -> Vec<ScopeRow> {
    let given = token.words("scp");
    let mut rows: Vec<ScopeRow> = Vec::new();
    for permission in wanted {
        if rows
            .iter()
            .any(|row| row.permission.eq_ignore_ascii_case(permission))
        {
            continue;
        }
        let itself = given.iter().any(|name| name.eq_ignore_ascii_case(permission));
        let wider = given
            .iter()
            .find(|name| covers(name, permission))
            .filter(|_| !itself);
        rows.push(ScopeRow {
            permission: permission.clone(),
            state: if itself || wider.is_some() {
                ScopeState::Granted
            } else {
                ScopeState::Missing
            },
            covered_by: wider.map(|&name| name.to_owned()),
        });
    }
    for name in given {
        if !rows.iter().any(|row| row.permission.eq_ignore_ascii_case(name)) {
            rows.push(ScopeRow {
                permission: name.to_owned(),
                state: ScopeState::Extra,
                covered_by: None,
            });
        }
    }
    rows
}

/// Whether holding `wide` opens what `narrow` opens: `Alert.ReadWrite` covers `Alert.Read`. The documentation lists
/// both wherever the narrower one is enough.
#[must_use]
pub fn covers(wide: &str, narrow: &str) -> bool {
    let wide = wide.to_ascii_lowercase();
    let narrow = narrow.to_ascii_lowercase();
    wide != narrow
        && wide
            .strip_suffix("write")
            .is_some_and(|read| read.ends_with(".read") && read == narrow)
}

#[cfg(test)]
mod tests {
    use test_support::DefenderToken;

    use super::*;
    use crate::decode;

    fn rows(scp: &str, wanted: &[&str]) -> Vec<(String, ScopeState, Option<String>)> {
        let token = decode(&DefenderToken::delegated().with_scp(scp).build()).unwrap();
        let wanted: Vec<String> = wanted.iter().map(|&name| name.to_owned()).collect();
        scopes(&token, &wanted)
            .into_iter()
            .map(|row| (row.permission, row.state, row.covered_by))
            .collect()
    }

    fn row(name: &str, state: ScopeState, covered_by: Option<&str>) -> (String, ScopeState, Option<String>) {
        (name.to_owned(), state, covered_by.map(str::to_owned))
    }

    #[test]
    fn wanted_ones_come_first_and_extras_after_them() {
        assert_eq!(
            rows("Extra.Read alert.read", &["Machine.Read", "Alert.Read"]),
            [
                row("Machine.Read", ScopeState::Missing, None),
                row("Alert.Read", ScopeState::Granted, None),
                row("Extra.Read", ScopeState::Extra, None),
            ]
        );
    }

    #[test]
    fn read_write_covers_read_and_says_so() {
        assert_eq!(
            rows("Alert.ReadWrite", &["Alert.Read"]),
            [
                row("Alert.Read", ScopeState::Granted, Some("Alert.ReadWrite")),
                row("Alert.ReadWrite", ScopeState::Extra, None),
            ]
        );
        assert!(!covers("Alert.Read", "Alert.ReadWrite"));
        assert!(!covers("Alert.ReadWrite", "Machine.Read"));
        assert!(!covers("Alert.ReadWrite", "Alert.ReadWrite"));
    }

    #[test]
    fn an_application_permission_is_not_the_delegated_one() {
        assert_eq!(
            rows("Alert.Read.All", &["Alert.Read"])[0],
            row("Alert.Read", ScopeState::Missing, None)
        );
    }

    #[test]
    fn names_given_twice_appear_once() {
        assert_eq!(rows("A.Read a.read", &["A.Read", "A.READ"]).len(), 1);
    }

    #[test]
    fn a_token_without_scp_misses_everything() {
        let token = decode(&DefenderToken::app_only().build()).unwrap();
        let rows = scopes(&token, &["Alert.Read".to_owned()]);
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].state, ScopeState::Missing);
    }
}
