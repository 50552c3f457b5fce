//! Two tokens side by side: before and after consent, of two people, of two ways to sign in.

use super::{LONGEST_NAME, is_of_an_application, value_text};
use crate::{Workbench, errors};
use contract::{
    ChangeKind, CommandError, CompareTokensRequest, ComparisonDto, DifferenceDto, SecretText, TokenRefDto,
    TokenRefSource,
};
use secrecy::{ExposeSecret, SecretString};

impl Workbench {
    /// Compares two tokens, header and claims. Pasted ones are forgotten.
    ///
    /// # Errors
    /// Where a side has no token, or one that cannot be read; for a pasted one, `field` names the side.
    pub fn compare_tokens(&self, request: CompareTokensRequest) -> Result<ComparisonDto, CommandError> {
        let (earlier, later) = (request.before.source, request.after.source);
        let before = self.side(request.before, "before.text")?;
        let after = self.side(request.after, "after.text")?;
        let comparison = token::compare(&before, &after);
        let claims = comparison
            .claims
            .into_iter()
            .map(|claim| (claim.name.clone(), claim));
        let header = comparison
            .header
            .into_iter()
            .map(|member| (format!("header.{}", member.name), member));
        let mut differences: Vec<DifferenceDto> = claims
            .chain(header)
            .map(|(name, difference)| wire(name, difference))
            .collect();
        differences.sort_by_key(|difference| difference.routine);
        Ok(ComparisonDto {
            before: described(&before, earlier),
            after: described(&after, later),
            differences,
            unchanged: u32::try_from(comparison.unchanged).unwrap_or(u32::MAX),
        })
    }

    fn side(&self, side: TokenRefDto, field: &str) -> Result<token::Token, CommandError> {
        match side.source {
            TokenRefSource::Session => self.session()?.decoded().map_err(errors::decode),
            TokenRefSource::Previous => self.session()?.previous().ok_or_else(errors::no_previous_token),
            TokenRefSource::Pasted => {
                let text = SecretString::from(side.text.map(SecretText::into_string).unwrap_or_default());
                // EXPOSE: decoded here; only claims leave.
                token::decode(text.expose_secret()).map_err(|error| CommandError {
                    field: Some(field.to_owned()),
                    ..errors::decode(error)
                })
            }
        }
    }
}

/// A token in a few words: where it comes from, from when it is, and for whom.
fn described(token: &token::Token, source: TokenRefSource) -> String {
    let source = match source {
        TokenRefSource::Session => "The session's token",
        TokenRefSource::Previous => "The session's token before this one",
        TokenRefSource::Pasted => "A pasted token",
    };
    let issued = token
        .issued_at()
        .map(|at| format!(", issued {}", at.format("%Y-%m-%d %H:%M:%S UTC")));
    let whom = ["upn", "unique_name", "preferred_username"]
        .iter()
        .find_map(|name| token.text(name))
        .map(|name| token::shortened(name, LONGEST_NAME))
        .or_else(|| is_of_an_application(token).then(|| "the application itself".to_owned()))
        .map(|whom| format!(", for {whom}"));
    [Some(source.to_owned()), issued, whom]
        .into_iter()
        .flatten()
        .collect()
}

fn wire(name: String, difference: token::Difference) -> DifferenceDto {
    let members = difference.members.clone().unwrap_or_default();
    DifferenceDto {
        name,
        change: match difference.change() {
            token::Change::Added => ChangeKind::Added,
            token::Change::Removed => ChangeKind::Removed,
            token::Change::Changed => ChangeKind::Changed,
        },
        before: difference.before.as_ref().map(value_text),
        after: difference.after.as_ref().map(value_text),
        added: members.added,
        removed: members.removed,
        meaning: difference.meaning.map(str::to_owned),
        routine: difference.routine,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use test_support::DefenderToken;

    fn words(token: &DefenderToken, source: TokenRefSource) -> String {
        described(&token::decode(&token.build()).unwrap(), source)
    }

    #[test]
    fn a_token_is_named_by_where_it_comes_from_and_when_and_for_whom() {
        let token = DefenderToken::delegated().with("iat", 1_781_515_800);
        assert_eq!(
            words(&token, TokenRefSource::Previous),
            "The session's token before this one, issued 2026-06-15 09:30:00 UTC, for avery@sandbox.example"
        );
        let bare = DefenderToken::app_only().without("iat").without("roles");
        assert_eq!(words(&bare, TokenRefSource::Pasted), "A pasted token");
    }

    #[test]
    fn a_token_without_a_person_is_the_applications() {
        let token = DefenderToken::app_only().with("iat", 1_781_515_800);
        assert_eq!(
            words(&token, TokenRefSource::Pasted),
            "A pasted token, issued 2026-06-15 09:30:00 UTC, for the application itself"
        );
    }

    #[test]
    fn a_long_name_with_control_characters_is_made_short_and_harmless() {
        let token = DefenderToken::delegated().with("upn", format!("a\u{1b}[2J{}", "x".repeat(500)));
        let words = words(&token, TokenRefSource::Session);
        assert!(
            !words.contains('\u{1b}') && words.chars().count() < 200,
            "{words}"
        );
    }
}
