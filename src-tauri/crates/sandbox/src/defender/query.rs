//! Query options of a list: `$filter`, `$orderby`, `$top`, `$skip`, `$count`, `$expand`, `$select`.
//!
//! Invariants: an option that the table does not know is refused, a repeated one too. Options without `$` are
//! ignored, as the service ignores them.

use url::form_urlencoded;

use super::errors::ApiError;
use crate::odata::{Expression, Property, find, parse_filter, parse_order};

/// Largest `$top` where a page names no other.
pub(crate) const MAX_TOP: u32 = 10_000;

/// Checked options.
#[derive(Debug, Clone)]
pub(crate) struct Query {
    pub(crate) filter: Option<Expression>,
    pub(crate) order: Vec<(usize, bool)>,
    pub(crate) top: Option<u32>,
    pub(crate) skip: u64,
    pub(crate) count: bool,
    /// Whether evidence is wanted.
    pub(crate) expand: bool,
    /// A bit for each property to write.
    pub(crate) fields: u64,
    /// Options to repeat in a link to the next page, in the order they came.
    repeat: Vec<(String, String)>,
}

impl Query {
    /// Reads the query string of a request to a table; `expandable` is the property `$expand` may name, `max_top`
    /// the largest `$top`.
    pub(crate) fn parse(
        table: &[Property],
        expandable: Option<&str>,
        max_top: u32,
        text: &str,
    ) -> Result<Self, ApiError> {
        let mut query = Self {
            filter: None,
            order: Vec::new(),
            top: None,
            skip: 0,
            count: false,
            expand: false,
            fields: u64::MAX,
            repeat: Vec::new(),
        };
        let mut seen: Vec<String> = Vec::new();
        for (name, value) in form_urlencoded::parse(text.as_bytes()) {
            let Some(option) = name.strip_prefix('$') else {
                continue;
            };
            let option = option.to_ascii_lowercase();
            if seen.contains(&option) {
                return Err(ApiError::OData(format!(
                    "Query option '${option}' was specified more than once."
                )));
            }
            match option.as_str() {
                "filter" => query.filter = Some(parse_filter(table, &value)?),
                "orderby" => query.order = parse_order(table, &value)?,
                "top" => {
                    let top = whole_number("$top", &value)?;
                    let top = u32::try_from(top).ok().filter(|top| *top <= max_top);
                    query.top = Some(top.ok_or_else(|| {
                        ApiError::BadRequest(format!("The value of $top exceeds the maximum of {max_top}."))
                    })?);
                }
                "skip" => query.skip = whole_number("$skip", &value)?,
                "count" => {
                    query.count = match value.as_ref() {
                        "true" => true,
                        "false" => false,
                        _ => return Err(ApiError::OData("$count must be true or false.".to_owned())),
                    };
                }
                "expand" => match expandable {
                    Some(expandable) if value.trim().eq_ignore_ascii_case(expandable) => query.expand = true,
                    Some(expandable) => {
                        return Err(ApiError::OData(format!("$expand may name '{expandable}' only.")));
                    }
                    None => return Err(ApiError::OData("$expand is not available here.".to_owned())),
                },
                "select" => query.fields = fields(table, &value)?,
                other => {
                    let shown: String = other.chars().take(40).collect();
                    return Err(ApiError::OData(format!(
                        "Query option '${shown}' is not supported."
                    )));
                }
            }
            if !matches!(option.as_str(), "top" | "skip") {
                query.repeat.push((option.clone(), value.into_owned()));
            }
            seen.push(option);
        }
        Ok(query)
    }

    /// The address of the page after `skip` rows, of which at most `top` are wanted.
    pub(crate) fn next_link(&self, address: &str, top: Option<u32>, skip: u64) -> String {
        let mut link = format!("{address}?");
        for (option, value) in &self.repeat {
            link.push('$');
            link.push_str(option);
            link.push('=');
            link.extend(form_urlencoded::byte_serialize(value.as_bytes()));
            link.push('&');
        }
        if let Some(top) = top {
            link.push_str(&format!("$top={top}&"));
        }
        link.push_str(&format!("$skip={skip}"));
        link
    }
}

fn whole_number(option: &str, value: &str) -> Result<u64, ApiError> {
    value.trim().parse().map_err(|_| {
        ApiError::OData(format!(
            "The value of {option} must be a whole number, zero or more."
        ))
    })
}

fn fields(table: &[Property], value: &str) -> Result<u64, ApiError> {
    let mut fields = 0_u64;
    for name in value.split(',').map(str::trim) {
        if name == "*" {
            return Ok(u64::MAX);
        }
        let index = find(table, name).ok_or_else(|| {
            let shown: String = name.chars().take(60).collect();
            ApiError::OData(format!("Could not find a property named '{shown}'."))
        })?;
        fields |= 1 << index;
    }
    Ok(fields)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::defender::schema::{ALERT, MACHINE};

    fn parse(text: &str) -> Result<Query, ApiError> {
        Query::parse(ALERT, Some("evidence"), MAX_TOP, text)
    }

    #[test]
    fn options_are_read_and_a_next_link_repeats_them() {
        let query =
            parse("$filter=severity+eq+'High'&$expand=evidence&$top=5&$skip=10&$count=true&other=1").unwrap();
        assert!(query.expand && query.count);
        assert_eq!((query.top, query.skip), (Some(5), 10));
        assert_eq!(
            query.next_link("http://127.0.0.1/api/alerts", None, 20),
            "http://127.0.0.1/api/alerts?$filter=severity+eq+%27High%27&$expand=evidence&$count=true&$skip=20"
        );
    }

    #[test]
    fn a_next_link_reads_back_as_the_same_query() {
        let query = parse("$filter=assignedTo+eq+'a%26b%2Bc+d'&$orderby=severity+desc").unwrap();
        let link = query.next_link("", Some(3), 7);
        let again = parse(link.trim_start_matches('?')).unwrap();
        assert_eq!(again.filter, query.filter);
        assert_eq!((again.order, again.top, again.skip), (query.order, Some(3), 7));
    }

    #[test]
    fn wrong_options_are_refused() {
        for wrong in [
            "$top=10001",
            "$top=-1",
            "$top=x",
            "$skip=-1",
            "$count=1",
            "$expand=comments",
            "$search=x",
            "$top=1&$top=2",
            "$select=colour",
            "$filter=",
            "$orderby=",
            "$filter=title+eq+'x'",
            "$apply=x",
            "$stop=5",
        ] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
        assert!(Query::parse(MACHINE, None, MAX_TOP, "$expand=evidence").is_err());
    }

    #[test]
    fn a_table_fits_into_the_bits_of_a_selection() {
        assert!(ALERT.len() < 64 && MACHINE.len() < 64);
        assert_eq!(parse("$select=id,severity").unwrap().fields, 0b1_0001);
    }

    proptest! {
        #[test]
        fn any_query_string_is_read_or_refused_but_never_panics(text in "[$%&=a-z0-9' ()+,]{0,120}") {
            let _ = parse(&text);
            let _ = parse(&format!("$filter={text}&$orderby={text}"));
        }
    }
}
