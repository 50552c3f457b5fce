//! Texts of a token to hand on. Neither holds the signature, so neither opens anything.

use crate::Workbench;
use contract::{CommandError, RedactedTokenDto, TokenRequest};
use secrecy::SecretString;

impl Workbench {
    /// A token for a ticket: without its signature, and with everything personal masked.
    ///
    /// # Errors
    /// Where there is no such token, or it cannot be read.
    pub fn redact_token(&self, request: TokenRequest) -> Result<RedactedTokenDto, CommandError> {
        let copy = token::redact(&self.decoded(request)?);
        Ok(RedactedTokenDto {
            json: copy.json,
            masked: copy.masked,
        })
    }

    /// Header and claims as JSON, with everything personal in them.
    pub(crate) fn token_json(&self, request: TokenRequest) -> Result<SecretString, CommandError> {
        Ok(token::to_json(&self.decoded(request)?).into())
    }
}
