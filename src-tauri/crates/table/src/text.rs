//! Text of one column and one page, plain or as a dictionary, whichever is smaller.
//!
//! Status, severity, category and most descriptions repeat; identities do not. The builder starts with a dictionary
//! and gives it up as soon as more than half of the texts are new.

use arrow::array::{
    Array, ArrayRef, AsArray, StringArray, StringBuilder, StringDictionaryBuilder, UInt16Array,
};
use arrow::datatypes::UInt16Type;

/// Texts before a dictionary is judged.
const TRIAL: u32 = 256;

/// The texts of a column in one segment; a row may have none.
#[derive(Debug)]
pub(crate) enum Texts {
    /// One text per row.
    Plain(StringArray),
    /// One number per row, naming a text. The texts are distinct.
    Dictionary { codes: UInt16Array, texts: StringArray },
}

impl Texts {
    /// The text of a row.
    pub(crate) fn get(&self, row: usize) -> Option<&str> {
        match self {
            Self::Plain(texts) => texts.is_valid(row).then(|| texts.value(row)),
            Self::Dictionary { codes, texts } => codes
                .is_valid(row)
                .then(|| texts.value(usize::from(codes.value(row)))),
        }
    }

    pub(crate) fn is_plain(&self) -> bool {
        matches!(self, Self::Plain(_))
    }

    /// Bytes held.
    pub(crate) fn bytes(&self) -> usize {
        match self {
            Self::Plain(texts) => texts.get_buffer_memory_size(),
            Self::Dictionary { codes, texts } => {
                codes.get_buffer_memory_size() + texts.get_buffer_memory_size()
            }
        }
    }
}

/// Collects texts.
pub(crate) enum TextBuilder {
    Plain(StringBuilder),
    Dictionary {
        builder: StringDictionaryBuilder<UInt16Type>,
        rows: u32,
        distinct: u32,
    },
}

impl TextBuilder {
    /// `plain` where an earlier page showed that the texts do not repeat. The first `nulls` rows have no text.
    pub(crate) fn new(plain: bool, nulls: usize) -> Self {
        if plain {
            let mut builder = StringBuilder::new();
            builder.append_nulls(nulls);
            Self::Plain(builder)
        } else {
            let mut builder = StringDictionaryBuilder::new();
            builder.append_nulls(nulls);
            Self::Dictionary {
                builder,
                rows: 0,
                distinct: 0,
            }
        }
    }

    pub(crate) fn push(&mut self, text: &str) {
        match self {
            Self::Plain(builder) => builder.append_value(text),
            Self::Dictionary {
                builder,
                rows,
                distinct,
            } => match builder.append(text) {
                Ok(code) => {
                    *rows += 1;
                    *distinct = (*distinct).max(u32::from(code) + 1);
                    if *rows >= TRIAL && *distinct * 2 > *rows {
                        *self = Self::Plain(spelled_out(builder));
                    }
                }
                // More than 65,536 different texts.
                Err(_) => {
                    let mut plain = spelled_out(builder);
                    plain.append_value(text);
                    *self = Self::Plain(plain);
                }
            },
        }
    }

    pub(crate) fn push_null(&mut self) {
        match self {
            Self::Plain(builder) => builder.append_null(),
            Self::Dictionary { builder, .. } => builder.append_null(),
        }
    }

    pub(crate) fn finish(mut self) -> Texts {
        if let Self::Dictionary {
            builder,
            rows,
            distinct,
        } = &mut self
            && *distinct * 2 > *rows
        {
            self = Self::Plain(spelled_out(builder));
        }
        match self {
            Self::Plain(mut builder) => Texts::Plain(tight(builder.finish())),
            Self::Dictionary { mut builder, .. } => {
                let (codes, texts) = builder.finish().into_parts();
                Texts::Dictionary {
                    codes: tight(codes),
                    texts: tight(texts.as_string::<i32>().clone()),
                }
            }
        }
    }
}

/// The rows of a dictionary as plain texts.
fn spelled_out(dictionary: &mut StringDictionaryBuilder<UInt16Type>) -> StringBuilder {
    let rows = dictionary.finish();
    let texts: ArrayRef = rows.values().clone();
    let texts = texts.as_string::<i32>();
    let mut plain = StringBuilder::new();
    for code in rows.keys() {
        plain.append_option(code.map(|code| texts.value(usize::from(code))));
    }
    plain
}

/// The array without the spare room its builder grew by.
pub(crate) fn tight<A: Array>(mut array: A) -> A {
    array.shrink_to_fit();
    array
}

#[cfg(test)]
mod tests {
    use super::*;

    fn build<'a>(texts: impl IntoIterator<Item = Option<&'a str>>) -> Texts {
        let mut builder = TextBuilder::new(false, 1);
        for text in texts {
            match text {
                Some(text) => builder.push(text),
                None => builder.push_null(),
            }
        }
        builder.finish()
    }

    #[test]
    fn repeating_texts_become_a_dictionary() {
        let texts = build((0..1000).map(|row| [Some("High"), None, Some("Low")][row % 3]));
        assert!(!texts.is_plain());
        assert_eq!(texts.get(0), None);
        assert_eq!(
            (texts.get(1), texts.get(2), texts.get(3)),
            (Some("High"), None, Some("Low"))
        );
    }

    #[test]
    fn texts_that_do_not_repeat_stay_plain() {
        let names: Vec<String> = (0..1000).map(|row| format!("device-{row}")).collect();
        let texts = build(names.iter().map(|name| Some(name.as_str())));
        assert!(texts.is_plain());
        assert_eq!((texts.get(0), texts.get(1000)), (None, Some("device-999")));
    }

    #[test]
    fn more_texts_than_a_dictionary_holds_become_plain() {
        let names: Vec<String> = (0..70_000).map(|row| format!("d{row}")).collect();
        let mut rows: Vec<Option<&str>> = vec![Some("often"); 200_000];
        rows.extend(names.iter().map(|name| Some(name.as_str())));
        let texts = build(rows);
        assert!(texts.is_plain());
        assert_eq!(
            (texts.get(200_000), texts.get(270_000)),
            (Some("often"), Some("d69999"))
        );
    }
}
