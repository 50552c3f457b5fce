//! Turns the contract's list of commands into one permission per command, so that a command which no
//! capability names cannot be called.

fn main() {
    let manifest = tauri_build::AppManifest::new().commands(contract::COMMAND_NAMES);
    if let Err(error) = tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest)) {
        println!("cargo:warning={error:#}");
        std::process::exit(1);
    }
}
