//! Words of a manifest, made fit to be repeated.

/// Longest part of a manifest's word that is shown, in characters.
const SHOWN: usize = 80;

/// Most items of a list that are shown.
const ITEMS: usize = 6;

/// Without characters that cannot be seen or that turn the direction of writing, and not longer than [`SHOWN`].
pub(super) fn shown(text: &str) -> String {
    let mut visible = text.chars().filter(|c| {
        !c.is_control()
            && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    });
    let mut short: String = visible.by_ref().take(SHOWN).collect();
    if visible.next().is_some() {
        short.push('…');
    }
    short
}

/// The items with commas between, and how many more there are.
pub(super) fn listed<T: AsRef<str>>(items: &[T]) -> String {
    let mut text = items
        .iter()
        .take(ITEMS)
        .map(AsRef::as_ref)
        .collect::<Vec<_>>()
        .join(", ");
    if items.len() > ITEMS {
        text.push_str(&format!(" and {} more", items.len() - ITEMS));
    }
    text
}

/// A number with its noun.
pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_and_direction_marks_are_left_out() {
        assert_eq!(shown("a\u{202e}b\u{7}c\u{200b}"), "abc");
    }

    #[test]
    fn long_text_is_cut_with_an_ellipsis_and_a_fitting_one_is_not() {
        let longest = "ä".repeat(SHOWN);
        assert_eq!(shown(&longest), longest);
        assert_eq!(shown(&format!("{longest}!")), format!("{longest}…"));
    }

    #[test]
    fn a_long_list_says_how_many_are_left_out() {
        assert_eq!(listed(&["a", "b"]), "a, b");
        assert_eq!(listed(&["x"; 8]), "x, x, x, x, x, x and 2 more");
        assert_eq!(listed::<&str>(&[]), "");
    }
}
