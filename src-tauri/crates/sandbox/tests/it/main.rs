//! The sandbox tenant over HTTP, as any client meets it: one test for each rule of Entra and of the Defender API.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    reason = "helpers of tests are not test functions, and a panic is how they fail"
)]

mod analyst;
mod authorize;
mod changes;
mod claims_challenge;
mod consistency;
mod defender_access;
mod defender_entities;
mod defender_lists;
mod defender_pages;
mod device_code;
mod device_login;
mod discovery;
mod entity_shapes;
mod exports;
mod faults_api;
mod faults_order;
mod faults_sign_in;
mod faults_tls;
mod faults_tokens;
mod indicators;
mod lifecycle;
mod machine_actions;
mod operation_examples;
mod operations;
mod pages;
mod password;
mod portal;
mod reader;
mod robustness;
mod support;
mod support_device;
mod token_code;
mod token_refresh;
