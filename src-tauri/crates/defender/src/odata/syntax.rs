//! Whether a `$filter` that somebody typed is well-formed (OData 4.01 URL Conventions §5.1.1). What it means is left to the
//! service.

/// Where an expression stops making sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// Characters from the start.
    pub at: usize,
    /// What was expected there.
    pub expected: &'static str,
}

/// Nested parentheses that are followed.
const DEEPEST: usize = 40;

/// Checks an expression.
///
/// # Errors
/// The first place that cannot be read.
pub fn check(expression: &str) -> Result<(), SyntaxError> {
    let characters: Vec<char> = expression.chars().collect();
    let mut reader = Reader {
        characters: &characters,
        at: 0,
        properties: Vec::new(),
    };
    reader.whole()
}

/// Names that an expression compares, in order; empty where it cannot be read.
pub fn properties(expression: &str) -> Vec<String> {
    let characters: Vec<char> = expression.chars().collect();
    let mut reader = Reader {
        characters: &characters,
        at: 0,
        properties: Vec::new(),
    };
    match reader.whole() {
        Ok(()) => reader.properties,
        Err(_) => Vec::new(),
    }
}

struct Reader<'a> {
    characters: &'a [char],
    at: usize,
    properties: Vec<String>,
}

impl Reader<'_> {
    fn whole(&mut self) -> Result<(), SyntaxError> {
        self.either(0)?;
        self.blank();
        if self.at < self.characters.len() {
            return Err(self.expected("and, or, or the end"));
        }
        Ok(())
    }

    fn either(&mut self, depth: usize) -> Result<(), SyntaxError> {
        loop {
            self.term(depth)?;
            if !self.word("and") && !self.word("or") {
                return Ok(());
            }
        }
    }

    fn term(&mut self, depth: usize) -> Result<(), SyntaxError> {
        if depth > DEEPEST {
            return Err(self.expected("fewer parentheses"));
        }
        if self.word("not") {
            return self.term(depth + 1);
        }
        self.blank();
        if self.sign('(') {
            self.either(depth + 1)?;
            return self.closed();
        }
        let truth = self.operand(depth)?;
        let compared = ["eq", "ne", "gt", "ge", "lt", "le", "has"]
            .iter()
            .any(|word| self.word(word));
        if compared {
            self.operand(depth).map(drop)
        } else if self.word("in") {
            self.list(depth)
        } else if truth {
            Ok(())
        } else {
            Err(self.expected("a comparison: eq, ne, gt, ge, lt, le or in"))
        }
    }

    /// A property, a literal or a function's value; says whether it can stand by itself.
    fn operand(&mut self, depth: usize) -> Result<bool, SyntaxError> {
        self.blank();
        match self.peek() {
            Some('\'') => self.quoted().map(|()| false),
            Some(c) if c.is_ascii_digit() || c == '-' => {
                // A number, a time or a GUID.
                self.run(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | ':' | '.' | '+'));
                Ok(false)
            }
            Some(c) if c.is_alphabetic() || c == '_' || c == '@' || c == '$' => self.named(depth),
            _ => Err(self.expected("a property or a value")),
        }
    }

    fn named(&mut self, depth: usize) -> Result<bool, SyntaxError> {
        let name = self.path();
        if self.sign('(') {
            let last = name.rsplit('/').next().unwrap_or_default();
            if matches!(last, "any" | "all") {
                if let Some((property, _)) = name.rsplit_once('/') {
                    self.properties.push(property.to_owned());
                }
                return self.lambda(depth).map(|()| true);
            }
            self.blank();
            if !self.sign(')') {
                loop {
                    self.operand(depth + 1)?;
                    self.blank();
                    if !self.sign(',') {
                        break;
                    }
                }
                self.closed()?;
            }
            return Ok(true);
        }
        if !matches!(name.as_str(), "null" | "true" | "false") {
            self.properties.push(name);
        }
        Ok(true)
    }

    /// `any(item: …)`, after its parenthesis.
    fn lambda(&mut self, depth: usize) -> Result<(), SyntaxError> {
        self.blank();
        if self.sign(')') {
            return Ok(());
        }
        let known = self.properties.len();
        let variable = self.path();
        self.blank();
        if variable.is_empty() || !self.sign(':') {
            return Err(self.expected("a name and a colon, as in any(item: …)"));
        }
        self.either(depth + 1)?;
        // The variable is no property.
        self.properties.truncate(known);
        self.closed()
    }

    fn list(&mut self, depth: usize) -> Result<(), SyntaxError> {
        self.blank();
        if !self.sign('(') {
            return Err(self.expected("a list in parentheses"));
        }
        loop {
            self.operand(depth + 1)?;
            self.blank();
            if !self.sign(',') {
                return self.closed();
            }
        }
    }

    fn quoted(&mut self) -> Result<(), SyntaxError> {
        let start = self.at;
        self.at += 1;
        loop {
            match self.peek() {
                Some('\'') => {
                    self.at += 1;
                    if self.peek() != Some('\'') {
                        return Ok(());
                    }
                    self.at += 1;
                }
                Some(_) => self.at += 1,
                None => {
                    return Err(SyntaxError {
                        at: start,
                        expected: "a text that ends with a quote; quotes inside are doubled",
                    });
                }
            }
        }
    }

    fn closed(&mut self) -> Result<(), SyntaxError> {
        self.blank();
        if self.sign(')') {
            Ok(())
        } else {
            Err(self.expected("a closing parenthesis"))
        }
    }

    fn path(&mut self) -> String {
        let start = self.at;
        self.run(|c| c.is_alphanumeric() || matches!(c, '_' | '/' | '@' | '.' | '$'));
        self.characters
            .get(start..self.at)
            .unwrap_or_default()
            .iter()
            .collect()
    }

    /// A word of the language, with an end to it.
    fn word(&mut self, word: &str) -> bool {
        let before = self.at;
        self.blank();
        let start = self.at;
        self.run(|c| c.is_alphanumeric() || c == '_');
        let read: String = self
            .characters
            .get(start..self.at)
            .unwrap_or_default()
            .iter()
            .collect();
        let found = read == word;
        if !found {
            self.at = before;
        }
        found
    }

    fn sign(&mut self, sign: char) -> bool {
        let found = self.peek() == Some(sign);
        if found {
            self.at += 1;
        }
        found
    }

    fn blank(&mut self) {
        self.run(char::is_whitespace);
    }

    fn run(&mut self, accepts: impl Fn(char) -> bool) {
        while self.peek().is_some_and(&accepts) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<char> {
        self.characters.get(self.at).copied()
    }

    fn expected(&self, expected: &'static str) -> SyntaxError {
        let at = self.at.min(self.characters.len());
        SyntaxError { at, expected }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_samples_of_the_documentation_are_well_formed() {
        for sample in [
            "lastUpdateTime ge 2019-11-22T00:00:00Z",
            "riskScore eq 'High'",
            "lastSeen gt 2018-08-01Z",
            "requestor eq 'someone' and type eq 'RunAntiVirusScan'",
            "startswith(computerDnsName,'mymachine')",
            "not (status eq 'Resolved' or severity in ('Low','Medium'))",
            "machineTags/any(tag: tag eq 'it''s')",
            "tolower(title) eq 'x' and contains(title,'y')",
            "incidentId eq null or exposureScore ge 3.5",
        ] {
            assert_eq!(check(sample), Ok(()), "{sample}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        for (expression, at, words) in [
            ("", 0, "a property or a value"),
            ("status eq", 9, "a property or a value"),
            ("status", 6, ""),
            ("status = 'New'", 7, "and, or, or the end"),
            ("status eq 'New", 10, "ends with a quote"),
            ("(status eq 'New'", 16, "closing parenthesis"),
            ("status eq 'New' and", 19, "a property or a value"),
            ("'New'", 5, "a comparison"),
            ("severity in 'Low'", 12, "list in parentheses"),
            ("tags/any(eq 'x')", 12, "a name and a colon"),
        ] {
            match check(expression) {
                Err(error) => {
                    assert_eq!(error.at, at, "{expression}");
                    assert!(error.expected.contains(words), "{expression}: {}", error.expected);
                }
                // A property that is true or false can stand by itself.
                Ok(()) => assert_eq!(expression, "status"),
            }
        }
    }

    #[test]
    fn compared_properties_are_named_once_each_place() {
        assert_eq!(
            properties("status eq 'New' and tags/any(tag: tag eq 'x') and contains(title,'y')"),
            ["status", "tags", "title"]
        );
        assert!(properties("status eq").is_empty());
    }

    #[test]
    fn deep_nesting_ends_with_an_error_and_not_with_the_stack() {
        let deep = "(".repeat(100_000);
        assert_eq!(check(&deep).unwrap_err().expected, "fewer parentheses");
    }
}
