//! The things that some messages name: which app, which redirect URI, which API.
//!
//! The wordings are Microsoft's English ones as quoted in public reports; quotation marks, addresses and GUIDs are what
//! translations keep, so they come first and words second.

use super::text::guids;
use crate::entra_error::position;

/// What a message names. Everything comes from a pasted text: show it as text only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// The app: its ID, or its name where the message gives only that.
    pub application: Option<String>,
    /// The tenant, by name, domain or ID.
    pub directory: Option<String>,
    /// The redirect URI that was sent.
    pub redirect_uri: Option<String>,
    /// The API that was asked for, as the request named it.
    pub resource: Option<String>,
    /// The same API's application ID.
    pub resource_app_id: Option<String>,
    /// Application IDs of the APIs in the app registration's permissions.
    pub listed_resources: Vec<String>,
    /// The permission that was asked for.
    pub scope: Option<String>,
}

/// Longest text kept of a name, in characters.
const LONGEST: usize = 300;
/// Most APIs kept of a list.
const MOST_LISTED: usize = 50;

/// Looks a message through for what a number's message names.
pub(super) fn named(number: u32, message: &str) -> Named {
    let mut quoted = quotations(message).into_iter();
    let nothing = Named::default();
    match number {
        50_011 => Named {
            redirect_uri: quoted
                .find(|text| guids(text).next().is_none_or(|guid| guid.text != *text))
                .map(str::to_owned)
                .or_else(|| address(message)),
            application: guid(message),
            ..nothing
        },
        700_016 | 700_011 => Named {
            application: quoted.next().map(str::to_owned).or_else(|| guid(message)),
            directory: quoted
                .next()
                .map(str::to_owned)
                .or_else(|| sentence_after(message, "in the directory ")),
            ..nothing
        },
        90_002 | 900_023 => Named {
            directory: quoted.next().map(str::to_owned),
            ..nothing
        },
        500_011 => Named {
            resource: quoted
                .next()
                .map(str::to_owned)
                .or_else(|| between(message, "principal named ", " was not found"))
                .or_else(|| address(message))
                .or_else(|| guid(message)),
            directory: quoted
                .next()
                .map(str::to_owned)
                .or_else(|| sentence_after(message, "in the tenant named ")),
            ..nothing
        },
        500_014 | 650_052 => Named {
            resource: quoted
                .next()
                .map(str::to_owned)
                .or_else(|| address(message))
                .or_else(|| guid(message)),
            ..nothing
        },
        650_053 => Named {
            application: quoted.next().map(str::to_owned),
            scope: quoted.next().map(str::to_owned),
            resource: quoted.next().map(str::to_owned).or_else(|| guid(message)),
            ..nothing
        },
        // The older number has the same message.
        650_057 | 65_005 => resource_not_listed(message),
        65_001 | 50_105 | 650_056 => Named {
            application: guid(message),
            ..nothing
        },
        _ => nothing,
    }
    .shortened()
}

impl Named {
    fn shortened(self) -> Self {
        let short = |text: Option<String>| {
            text.map(|text| text.trim().chars().take(LONGEST).collect::<String>())
                .filter(|text| !text.is_empty())
        };
        Self {
            application: short(self.application),
            directory: short(self.directory),
            redirect_uri: short(self.redirect_uri),
            resource: short(self.resource),
            resource_app_id: short(self.resource_app_id),
            scope: short(self.scope),
            listed_resources: self.listed_resources,
        }
    }
}

fn resource_not_listed(message: &str) -> Named {
    const LIST: &str = "List of valid resources from app registration:";
    const APP_ID: &str = "Resource app ID:";
    let all: Vec<String> = guids(message)
        .map(|guid| guid.text.to_ascii_lowercase())
        .collect();
    let after = |label: &str| {
        let at = position(message, label)? + label.len();
        message.get(at..)
    };
    let (resource_app_id, listed) = match (after(APP_ID), after(LIST)) {
        (app_id, Some(list)) => (
            app_id
                .and_then(|rest| rest.get(..rest.len().checked_sub(list.len())?))
                .and_then(guid),
            guids(list).map(|guid| guid.text.to_ascii_lowercase()).collect(),
        ),
        (Some(app_id), None) => (guid(app_id), Vec::new()),
        // Translated: the app, the API, and then the list.
        (None, None) => (
            all.get(1).cloned(),
            all.get(2..).map(<[String]>::to_vec).unwrap_or_default(),
        ),
    };
    Named {
        application: all.first().cloned(),
        resource: between(message, "Resource value from request:", ". ").or_else(|| address(message)),
        resource_app_id,
        listed_resources: listed.into_iter().take(MOST_LISTED).collect(),
        ..Named::default()
    }
}

/// The first GUID, in lower case.
fn guid(text: &str) -> Option<String> {
    guids(text).next().map(|guid| guid.text.to_ascii_lowercase())
}

/// The first address that is not one of Microsoft's help pages.
fn address(text: &str) -> Option<String> {
    text.split_whitespace()
        .map(|word| word.trim_matches(|c| matches!(c, '\'' | '"' | '(' | ')' | '<' | '>' | ',' | ';')))
        .map(|word| word.trim_end_matches('.'))
        .find(|word| {
            let Some((scheme, rest)) = word.split_once("://") else {
                return false;
            };
            let help = [
                "aka.ms",
                "learn.microsoft.com",
                "docs.microsoft.com",
                "go.microsoft.com",
            ];
            let host = rest.split(['/', ':', '?', '#']).next().unwrap_or_default();
            !scheme.is_empty() && !help.contains(&host)
        })
        .map(str::to_owned)
}

/// What stands between two texts.
fn between(text: &str, before: &str, after: &str) -> Option<String> {
    let start = position(text, before)? + before.len();
    let rest = text.get(start..)?;
    let value = rest.get(..position(rest, after)?)?.trim();
    (!value.is_empty() && value != ".").then(|| value.to_owned())
}

/// What stands between a text and the end of the sentence; a name may end with a full stop of its own.
fn sentence_after(text: &str, before: &str) -> Option<String> {
    let start = position(text, before)? + before.len();
    let rest = text.get(start..)?;
    let end = rest.find(". ").unwrap_or(rest.trim_end_matches('.').len());
    let value = rest.get(..end)?.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

/// The texts in quotation marks, of any language. An apostrophe inside a word opens and closes nothing.
fn quotations(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut open: Option<(char, usize)> = None;
    let mut previous = ' ';
    let mut signs = text.char_indices().peekable();
    while let Some((at, sign)) = signs.next() {
        match open {
            None => {
                if let Some(close) = closing(sign)
                    && !previous.is_alphanumeric()
                {
                    open = Some((close, at + sign.len_utf8()));
                }
            }
            Some((close, start)) => {
                let next = signs.peek().map_or(' ', |(_, next)| *next);
                if sign == close && !next.is_alphanumeric() {
                    let inside = text.get(start..at).unwrap_or_default().trim();
                    if !inside.is_empty() {
                        found.push(inside);
                    }
                    open = None;
                }
            }
        }
        previous = sign;
    }
    found
}

fn closing(opening: char) -> Option<char> {
    Some(match opening {
        '\'' => '\'',
        '"' => '"',
        '“' => '”',
        '„' => '“',
        '‘' => '’',
        '‚' => '‘',
        '«' => '»',
        '‹' => '›',
        '「' => '」',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_survive_apostrophes_and_other_languages() {
        assert_eq!(
            quotations("The app 'O'Brien's tool' asked for 'X' that doesn't exist on 'Y'."),
            ["O'Brien's tool", "X", "Y"]
        );
        assert_eq!(
            quotations("„App“ «\u{a0}Outil\u{a0}» 「アプリ」 “x”"),
            ["App", "Outil", "アプリ", "x"]
        );
        assert_eq!(quotations("it isn't '' here, 'nor here"), Vec::<&str>::new());
    }

    #[test]
    fn a_name_with_a_full_stop_keeps_it() {
        assert_eq!(
            sentence_after(
                "not found in the tenant named x Inc.. This can happen.",
                "tenant named "
            )
            .as_deref(),
            Some("x Inc.")
        );
        assert_eq!(
            sentence_after("found in the directory contoso.example.", "in the directory ").as_deref(),
            Some("contoso.example")
        );
    }
}
