//! Test doubles shared by the crates: JWT builder, fixed clock, fake browser.
