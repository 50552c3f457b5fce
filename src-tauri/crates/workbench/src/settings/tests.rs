//! What comes back after a restart, and what is set aside.

use super::*;
use tempfile::TempDir;

const ID: &str = "a1b2c3d4-1111-4222-8333-944445555666";

/// A folder with a settings file of this content, opened.
fn opened(content: impl AsRef<[u8]>) -> (TempDir, Settings, Vec<contract::NoticeDto>) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("settings.json"), content).unwrap();
    let notices = Notices::default();
    let settings = SettingsFile::open(folder.path(), &notices).get();
    (folder, settings, notices.list())
}

fn aside(folder: &TempDir) -> Vec<u8> {
    std::fs::read(folder.path().join("settings.unreadable-1.json")).unwrap()
}

fn json(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap()
}

fn profile(id: &str, name: &str) -> Value {
    serde_json::json!({
        "id": id, "name": name, "cloud": "commercial", "tenant": "contoso.example",
        "clientId": "b1b2c3d4-1111-4222-8333-944445555666", "wantedPermissions": ["Alert.Read"],
    })
}

fn names(settings: &Settings) -> Vec<&str> {
    settings
        .profiles
        .iter()
        .map(|profile| profile.name.as_str())
        .collect()
}

#[test]
fn what_is_changed_is_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let notices = Notices::default();
    let file = SettingsFile::open(folder.path(), &notices);
    file.change(|settings| {
        settings.theme = Theme::Dark;
        let mut profile: Profile = serde_json::from_value(profile("1", "One")).unwrap();
        profile.colour = ProfileColour::Teal;
        profile.region = Some("eu".to_owned());
        profile.endpoints = Some(Endpoints {
            authority: "https://login.example".to_owned(),
            api_base: "https://api.example".to_owned(),
            audience: "https://api.example".to_owned(),
        });
        profile.progress.plan = Some(contract::Plan::Business);
        settings.profiles.push(profile);
        settings.active_profile_id = Some("1".to_owned());
    })
    .unwrap();
    let again = SettingsFile::open(folder.path(), &notices).get();
    assert_eq!(again, file.get());
    assert_eq!(again.profiles.len(), 1);
    assert!(notices.list().is_empty());
}

#[test]
fn a_file_of_the_first_version_is_read_without_loss() {
    let content = serde_json::json!({
        "version": 1, "theme": "dark", "activeProfileId": ID, "profiles": [profile(ID, "Contoso")],
    });
    let (_folder, settings, notices) = opened(content.to_string());
    assert_eq!(names(&settings), ["Contoso"]);
    assert_eq!(settings.profiles[0].colour, ProfileColour::None);
    assert!(
        !settings.profiles[0].allow_password_sample,
        "off unless it was switched on"
    );
    assert_eq!(settings.profiles[0].progress, Progress::default());
    assert_eq!(
        (settings.theme, settings.active_profile_id.as_deref()),
        (Theme::Dark, Some(ID))
    );
    assert!(notices.is_empty());
}

#[test]
fn a_file_that_is_no_json_is_set_aside_whole_and_told() {
    for content in ["{ \"theme\": \"da", "", " \r\n", "[]", "null", "\u{0}\u{0}\u{0}"] {
        let (folder, settings, notices) = opened(content);
        assert_eq!(settings, Settings::default(), "{content:?}");
        assert_eq!(notices[0].id, NoticeId::SettingsSetAside);
        assert!(
            notices[0].hint.contains("settings.unreadable-1.json"),
            "{}",
            notices[0].hint
        );
        assert_eq!(aside(&folder), content.as_bytes());
    }
}

#[test]
fn a_byte_order_mark_is_read_over() {
    let content = format!(
        "\u{feff}{}",
        serde_json::json!({ "theme": "light", "profiles": [profile("1", "One")] })
    );
    let (_folder, settings, notices) = opened(content);
    assert_eq!((settings.theme, names(&settings)), (Theme::Light, vec!["One"]));
    assert!(notices.is_empty());
}

#[test]
fn a_broken_profile_is_set_aside_alone_and_named() {
    let mut broken = profile("2", "Fabrikam");
    broken["tenant"] = Value::from(7);
    let content = serde_json::json!({
        "version": 1, "theme": "dark", "activeProfileId": "3",
        "profiles": [profile("1", "One"), broken, profile("3", "Three")],
    });
    let (folder, settings, notices) = opened(content.to_string());
    assert_eq!(names(&settings), ["One", "Three"]);
    assert_eq!(
        (settings.theme, settings.active_profile_id.as_deref()),
        (Theme::Dark, Some("3"))
    );
    assert_eq!(notices.len(), 1);
    assert!(
        notices[0].message.contains("the profile \"Fabrikam\""),
        "{}",
        notices[0].message
    );
    assert!(
        notices[0].hint.contains("settings.unreadable-1.json"),
        "{}",
        notices[0].hint
    );
    assert_eq!(json(&aside(&folder)), serde_json::json!({ "profiles": [broken] }));

    // The next start has nothing to say.
    let quiet = Notices::default();
    assert_eq!(SettingsFile::open(folder.path(), &quiet).get(), settings);
    assert!(quiet.list().is_empty());
}

#[test]
fn values_of_the_wrong_type_cost_themselves_alone() {
    let content = serde_json::json!({
        "version": "one", "theme": 5, "activeProfileId": [], "profiles": [7, profile("1", "One"), profile("1", "Twin")],
    });
    let (folder, settings, notices) = opened(content.to_string());
    assert_eq!(names(&settings), ["One"]);
    assert_eq!(
        (settings.theme, settings.active_profile_id),
        (Theme::System, None)
    );
    for part in [
        "the appearance",
        "a profile without a name",
        "the profile \"Twin\"",
    ] {
        assert!(notices[0].message.contains(part), "{}", notices[0].message);
    }
    let mut kept = content;
    kept["profiles"].as_array_mut().unwrap().remove(1);
    assert_eq!(json(&aside(&folder)), kept);
    let (_folder, settings, notices) = opened(r#"{ "theme": "dark", "profiles": { "a": 1 } }"#);
    assert_eq!((settings.theme, settings.profiles.len()), (Theme::Dark, 0));
    assert!(
        notices[0].message.contains("the list of profiles"),
        "{}",
        notices[0].message
    );
}

#[test]
fn a_part_that_a_profile_can_do_without_does_not_cost_the_profile() {
    let mut partly = profile("1", "One");
    partly["colour"] = Value::from("mauve");
    partly["progress"] = Value::from("far");
    partly["allowPasswordSample"] = Value::from("yes");
    let (folder, settings, notices) = opened(serde_json::json!({ "profiles": [partly] }).to_string());
    assert_eq!(names(&settings), ["One"]);
    assert_eq!(settings.profiles[0].colour, ProfileColour::None);
    assert!(
        notices[0].message.contains("a part of the profile \"One\""),
        "{}",
        notices[0].message
    );
    assert_eq!(json(&aside(&folder)), serde_json::json!({ "profiles": [partly] }));
}

#[test]
fn a_profile_whose_endpoints_cannot_be_read_does_not_sign_in_elsewhere() {
    let mut private = profile("1", "Private cloud");
    private["endpoints"] = serde_json::json!({ "authority": "https://login.example" });
    let content = serde_json::json!({ "activeProfileId": "1", "profiles": [private, profile("2", "Two")] });
    let (_folder, settings, notices) = opened(content.to_string());
    assert_eq!(names(&settings), ["Two"]);
    // Nor is another profile put in its place unasked.
    assert_eq!(settings.active_profile_id, None);
    assert!(
        notices[0].message.contains("Private cloud"),
        "{}",
        notices[0].message
    );
}

#[test]
fn what_a_newer_version_wrote_survives() {
    let mut newer = profile("1", "One");
    newer["schedule"] = serde_json::json!({ "every": "day" });
    let content = serde_json::json!({ "version": 9, "window": [1, 2], "profiles": [newer] });
    let (folder, _, notices) = opened(content.to_string());
    assert!(notices.is_empty());
    let file = SettingsFile::open(folder.path(), &Notices::default());
    file.change(|settings| settings.theme = Theme::Dark).unwrap();
    let written = json(&std::fs::read(folder.path().join("settings.json")).unwrap());
    assert_eq!(written["version"], 9);
    assert_eq!(written["theme"], "dark");
    assert_eq!(written["window"], serde_json::json!([1, 2]));
    assert_eq!(written["profiles"][0]["schedule"]["every"], "day");
}

#[test]
fn a_file_set_aside_earlier_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("settings.unreadable-1.json"), "older").unwrap();
    std::fs::write(folder.path().join("settings.json"), "newer").unwrap();
    SettingsFile::open(folder.path(), &Notices::default());
    let kept = |n: u32| {
        std::fs::read_to_string(folder.path().join(format!("settings.unreadable-{n}.json"))).unwrap()
    };
    assert_eq!((kept(1).as_str(), kept(2).as_str()), ("older", "newer"));
}

#[test]
fn a_failed_write_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let file = SettingsFile::open(folder.path(), &Notices::default());
    // A folder in the temporary file's place makes the write fail.
    std::fs::create_dir(folder.path().join("settings.json.new")).unwrap();
    assert!(file.change(|settings| settings.theme = Theme::Dark).is_err());
    assert_eq!(file.get().theme, Theme::System);
}

#[test]
fn parts_that_cannot_be_set_aside_stay_in_their_place() {
    let folder = tempfile::tempdir().unwrap();
    let content = serde_json::json!({ "theme": 5, "profiles": [profile("1", "One")] }).to_string();
    std::fs::write(folder.path().join("settings.json"), &content).unwrap();
    // The temporary file of the set-aside part.
    std::fs::create_dir(folder.path().join("settings.unreadable-1.json.new")).unwrap();
    let notices = Notices::default();
    assert_eq!(names(&SettingsFile::open(folder.path(), &notices).get()), ["One"]);
    assert!(
        notices.list()[0].hint.contains("still in its place"),
        "{}",
        notices.list()[0].hint
    );
    assert_eq!(
        std::fs::read_to_string(folder.path().join("settings.json")).unwrap(),
        content
    );
}
