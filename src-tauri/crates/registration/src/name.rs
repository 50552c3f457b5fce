//! The profile's name.

use crate::{FieldError, Rule};

/// Most characters of a name.
pub const LONGEST_NAME: usize = 80;

const FIELD: &str = "name";

/// The name, trimmed: 1 to [`LONGEST_NAME`] characters that can be shown.
pub fn check_name(value: &str) -> Result<String, FieldError> {
    let name = value.trim();
    if name.is_empty() {
        return Err(FieldError::new(
            FIELD,
            Rule::Required,
            "The profile needs a name.",
            "Choose one that tells this connection from others, such as the tenant's name.",
        ));
    }
    if name.chars().any(char::is_control) {
        return Err(FieldError::new(
            FIELD,
            Rule::Printable,
            "The name holds characters that cannot be shown.",
            "Type the name instead of pasting it.",
        ));
    }
    let length = name.chars().count();
    if length > LONGEST_NAME {
        return Err(FieldError::new(
            FIELD,
            Rule::TooLong,
            format!("The name has {length} characters; at most {LONGEST_NAME} fit."),
            "Shorten it.",
        ));
    }
    Ok(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_trimmed() {
        assert_eq!(check_name("  Contoso production ").unwrap(), "Contoso production");
    }

    #[test]
    fn a_name_of_spaces_is_missing() {
        assert_eq!(check_name(" \t ").unwrap_err().rule, Rule::Required);
    }

    #[test]
    fn a_name_may_have_eighty_characters_whatever_their_bytes() {
        assert!(check_name(&"ä".repeat(80)).is_ok());
        let error = check_name(&"ä".repeat(81)).unwrap_err();
        assert_eq!((error.field, error.rule), ("name", Rule::TooLong));
    }

    #[test]
    fn a_line_break_inside_a_name_is_refused() {
        assert_eq!(check_name("a\nb").unwrap_err().rule, Rule::Printable);
    }
}
