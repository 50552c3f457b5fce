//! Names for profiles that come into being without the form.

use registration::LONGEST_NAME;

/// A name for a copy: `Contoso copy`, then `Contoso copy 2`; a copy of a copy is numbered on.
pub(super) fn copy(original: &str, taken: &[String]) -> String {
    let tails = (1..).map(|n: u32| match n {
        1 => " copy".to_owned(),
        n => format!(" copy {n}"),
    });
    first_free(without_copy(original), tails, taken)
}

/// The name itself where it is free, otherwise `Contoso (2)` and so on.
pub(super) fn another(name: &str, taken: &[String]) -> String {
    let tails = (1..).map(|n: u32| match n {
        1 => String::new(),
        n => format!(" ({n})"),
    });
    first_free(name, tails, taken)
}

/// The name with the first tail that makes a free one; shortened so that it stays within the longest that is allowed.
fn first_free(name: &str, tails: impl Iterator<Item = String>, taken: &[String]) -> String {
    let with = |tail: String| {
        let room = LONGEST_NAME - tail.chars().count().min(LONGEST_NAME);
        let short: String = name.chars().take(room).collect();
        format!("{}{tail}", short.trim_end())
    };
    let mut candidates = tails.map(with);
    let free = candidates.find(|candidate| !taken.contains(candidate));
    free.unwrap_or_else(|| name.to_owned())
}

fn without_copy(name: &str) -> &str {
    let unnumbered = match name.rsplit_once(' ') {
        Some((before, number)) if number.chars().all(|c| c.is_ascii_digit()) => before,
        _ => name,
    };
    match unnumbered.strip_suffix(" copy") {
        Some(original) if !original.is_empty() => original,
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn copies_are_numbered() {
        for (original, others, name) in [
            ("Contoso", vec!["Contoso"], "Contoso copy"),
            ("Contoso", vec!["Contoso", "Contoso copy"], "Contoso copy 2"),
            ("Contoso copy", vec!["Contoso copy"], "Contoso copy 2"),
            (
                "Contoso copy 2",
                vec!["Contoso copy", "Contoso copy 2"],
                "Contoso copy 3",
            ),
            ("Tenant 7", vec!["Tenant 7"], "Tenant 7 copy"),
            (" copy", vec![" copy"], " copy copy"),
        ] {
            assert_eq!(copy(original, &taken(&others)), name, "{original}");
        }
    }

    #[test]
    fn a_name_that_is_taken_gets_a_number() {
        assert_eq!(another("Contoso", &taken(&[])), "Contoso");
        assert_eq!(
            another("Contoso", &taken(&["Contoso", "Contoso (2)"])),
            "Contoso (3)"
        );
    }

    #[test]
    fn a_long_name_is_shortened_to_make_room() {
        let long = "é".repeat(LONGEST_NAME);
        let copied = copy(&long, &taken(&[&long]));
        assert_eq!(copied.chars().count(), LONGEST_NAME);
        assert!(copied.ends_with(" copy"));
        assert!(registration::check_name(&copied).is_ok());
        assert_ne!(copy(&long, &taken(&[&copied])), copied);
    }
}
