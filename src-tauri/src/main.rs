//! The program: reads its flags and hands over to the shell.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    defender_api_workbench::run(defender_api_workbench::Flags::parse())
}
