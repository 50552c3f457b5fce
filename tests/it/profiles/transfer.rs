//! Profiles written to a file and read again.

use super::{active, form, names};
use crate::setup::{ADMIN, Machine};
use crate::walk::Person;
use async_trait::async_trait;
use contract::{
    ErrorCode, ExportProfilesRequest, ImportProfilesRequest, ImportedDto, ProfileColour, SaveProfileRequest,
};
use secrecy::ExposeSecret;
use std::path::PathBuf;
use std::sync::Arc;
use workbench::{SaveDialog, Workbench};

fn all() -> ExportProfilesRequest {
    ExportProfilesRequest {
        profile_ids: Vec::new(),
    }
}

/// The text of the file that all profiles were exported to.
async fn exported(workbench: &Workbench) -> String {
    let path = workbench.export_profiles(all()).await.unwrap().path.unwrap();
    std::fs::read_to_string(path).unwrap()
}

async fn import(workbench: &Workbench, text: &str) -> ImportedDto {
    let request = ImportProfilesRequest {
        text: text.to_owned(),
    };
    workbench.import_profiles(request).await.unwrap()
}

#[tokio::test]
async fn profiles_reach_another_machine_without_secret_session_or_id() {
    let machine = Machine::new(Person::Accepts(ADMIN));
    let (workbench, state) = machine.signed_in().await;
    let sandbox_id = active(&state).id.clone();
    let request = SaveProfileRequest {
        colour: ProfileColour::Red,
        region: Some("uk".into()),
        allow_password_sample: true,
        ..form()
    };
    let state = workbench.save_profile(request).await.unwrap();
    let text = exported(&workbench).await;
    for absent in [sandbox_id.as_str(), active(&state).id.as_str(), ADMIN] {
        assert!(!text.contains(absent), "{absent} is in {text}");
    }
    workbench
        .select_profile(contract::ProfileRequest {
            profile_id: sandbox_id,
        })
        .await
        .unwrap();
    assert!(!text.contains(workbench.reveal_token().unwrap().expose_secret()));

    let other = Machine::new(Person::Waits);
    let workbench = other.run();
    let imported = import(&workbench, &text).await;
    assert_eq!(imported.added, ["Sandbox tenant", "Contoso"]);
    assert!(imported.left_out.is_empty(), "{:?}", imported.left_out);
    assert_eq!(active(&imported.state).name, "Sandbox tenant");
    let contoso = &imported.state.profiles[1];
    assert_eq!(
        (contoso.colour, contoso.region.as_deref()),
        (ProfileColour::Red, Some("uk"))
    );
    // Whoever gets the file decides that anew.
    assert!(!contoso.allow_password_sample);
    assert!(imported.state.session.is_none());

    // What is there already stays what it is.
    let again = import(&workbench, &text).await;
    assert_eq!(again.added, ["Sandbox tenant (2)", "Contoso (2)"]);
    assert_eq!(
        names(&again.state),
        ["Sandbox tenant", "Contoso", "Sandbox tenant (2)", "Contoso (2)"]
    );
    assert_eq!(active(&again.state).id, active(&imported.state).id);
}

#[tokio::test]
async fn chosen_profiles_alone_are_exported() {
    let machine = Machine::new(Person::Waits);
    let workbench = machine.run();
    assert_eq!(
        workbench.export_profiles(all()).await.unwrap_err().code,
        ErrorCode::ProfileNotFound
    );
    workbench.save_profile(form()).await.unwrap();
    let second = SaveProfileRequest {
        name: "Fabrikam".into(),
        ..form()
    };
    let state = workbench.save_profile(second).await.unwrap();
    let only = |id: &str| ExportProfilesRequest {
        profile_ids: vec![id.to_owned()],
    };
    let saved = workbench.export_profiles(only(&active(&state).id)).await.unwrap();
    let text = std::fs::read_to_string(saved.path.unwrap()).unwrap();
    assert!(text.contains("Fabrikam") && !text.contains("Contoso"), "{text}");
    let gone = workbench.export_profiles(only("gone")).await.unwrap_err();
    assert_eq!(gone.code, ErrorCode::ProfileNotFound);
}

#[tokio::test]
async fn what_breaks_a_rule_is_left_out_and_said_and_the_rest_is_added() {
    let machine = Machine::new(Person::Waits);
    let workbench = machine.run();
    workbench.save_profile(form()).await.unwrap();
    let mut file: serde_json::Value = serde_json::from_str(&exported(&workbench).await).unwrap();
    let good = file["profiles"][0].clone();
    let changed = |name: &str, member: &str, value: serde_json::Value| {
        let mut profile = good.clone();
        profile["name"] = name.into();
        profile[member] = value;
        profile
    };
    let endpoints = |authority: &str| serde_json::json!({ "authority": authority, "apiBase": "https://api.example", "audience": "https://api.example" });
    file["profiles"] = serde_json::Value::Array(vec![
        changed("Bad id", "clientId", "not an id".into()),
        changed("Bad cloud", "cloud", "atlantis".into()),
        changed("Unsafe", "endpoints", endpoints("http://login.example")),
        changed("Private", "endpoints", endpoints("https://login.example")),
    ]);
    let imported = import(&workbench, &file.to_string()).await;
    assert_eq!(names(&imported.state), ["Contoso", "Unsafe", "Private"]);
    assert_eq!(imported.added[0], "Unsafe");
    assert!(
        imported.added[1].contains("login.example"),
        "{:?}",
        imported.added
    );
    let [id, cloud, endpoints] = imported.left_out.as_slice() else {
        panic!("{:?}", imported.left_out)
    };
    assert!(id.starts_with("Bad id: "), "{id}");
    assert!(cloud.starts_with("Bad cloud: "), "{cloud}");
    assert!(
        endpoints.contains("The endpoints of Unsafe were not taken over"),
        "{endpoints}"
    );
    assert!(imported.state.profiles[1].endpoints.is_none());
    assert!(imported.state.profiles[2].endpoints.is_some());
}

#[tokio::test]
async fn a_file_without_profiles_is_refused_and_changes_nothing() {
    let machine = Machine::new(Person::Waits);
    let workbench = machine.run();
    for text in ["", "{}", "<html></html>", &"x".repeat(2 << 20)] {
        let request = ImportProfilesRequest {
            text: text.to_owned(),
        };
        let error = workbench.import_profiles(request).await.unwrap_err();
        assert_eq!(error.code, ErrorCode::ImportUnreadable);
        assert!(error.hint.unwrap().contains("Export"));
    }
    assert!(workbench.restore_and_state().await.unwrap().profiles.is_empty());
}

/// A person who closes the dialog, or chooses this place.
struct Chooses(Option<PathBuf>);

#[async_trait]
impl SaveDialog for Chooses {
    async fn ask(&self, _: &str) -> Option<PathBuf> {
        self.0.clone()
    }

    async fn choose(&self) -> Option<PathBuf> {
        self.0.clone()
    }
}

#[tokio::test]
async fn a_closed_dialog_saves_nothing_and_is_no_error() {
    let mut machine = Machine::new(Person::Waits);
    machine.save_dialog = Arc::new(Chooses(None));
    let workbench = machine.run();
    workbench.save_profile(form()).await.unwrap();
    assert_eq!(workbench.export_profiles(all()).await.unwrap().path, None);
}

#[tokio::test]
async fn a_file_that_cannot_be_written_is_told_and_leaves_nothing_behind() {
    let mut machine = Machine::new(Person::Waits);
    let taken = machine.saved.path().join("folder");
    std::fs::create_dir(&taken).unwrap();
    for place in [taken, machine.saved.path().join("missing/profiles.json")] {
        machine.save_dialog = Arc::new(Chooses(Some(place)));
        let workbench = machine.run();
        workbench.save_profile(form()).await.unwrap();
        let error = workbench.export_profiles(all()).await.unwrap_err();
        assert_eq!(error.code, ErrorCode::FileNotSaved);
        assert!(error.hint.unwrap().contains("another folder"));
    }
    let left: Vec<_> = std::fs::read_dir(machine.saved.path()).unwrap().collect();
    assert_eq!(left.len(), 1, "{left:?}");
}
