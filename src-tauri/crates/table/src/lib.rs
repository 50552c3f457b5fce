//! Answers held as Apache Arrow: infer, sort, filter, window, summarise.
