//! Reading an access token: decoding, claim glossary, verdicts. Pure functions.
