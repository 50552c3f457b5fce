//! Journeys through the app in its real window, with a real browser for the sign-in page.
//!
//! Owns: what a person does and what they must then see, in the packaged app, under its real content
//! security policy.
//!
//! Refuses to know: how it is done. Details of rules are tested where they live; here it is checked that the
//! parts fit together.
//!
//! Invariants: each journey has a desktop of its own and shares nothing; each fails when the window complained
//! about anything, whether or not it was looked for.
#![cfg(target_os = "linux")]

mod answers;
mod checklist;
mod explorer;
mod faults;
mod first_run;
mod keyboard;
mod leak;
mod looks;
mod profiles;
mod restart;
mod result_table;
mod settings;
mod sign_in;
mod table;
mod token;
mod ways;
mod work;
