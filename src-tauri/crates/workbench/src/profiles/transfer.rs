//! Profiles in a file of their own, to be handed to a colleague or another machine.
//!
//! Invariants: the file holds no secret, no session and no id of this program; whatever is read passes the same checks as
//! what is typed; endpoints are never taken over without a word.

use super::{Entered, names, taken};
use crate::doctor::Progress;
use crate::settings::{Endpoints, Profile};
use crate::{Workbench, errors};
use contract::{
    CloudId, CommandError, EndpointsDto, ExportProfilesRequest, ImportProfilesRequest, ImportedDto,
    ProfileColour, SaveProfileRequest, SavedDto,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uuid::Uuid;

/// What the file says it is.
const FORMAT: &str = "defender-api-workbench profiles";

/// Version of the format. A file of a newer one is refused: it may mean something else by the same members.
const VERSION: u64 = 1;

/// Bytes of a file that are read at most.
const LARGEST: usize = 1024 * 1024;

/// The name that the dialog suggests.
const FILE_NAME: &str = "defender-api-workbench-profiles.json";

/// Why a file holds no profiles to read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ImportError {
    TooLarge,
    NotJson,
    NotOurs,
    Newer,
    Empty,
}

#[derive(Serialize)]
struct File<'a> {
    format: &'static str,
    version: u64,
    profiles: Vec<Exported<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Exported<'a> {
    name: &'a str,
    cloud: CloudId,
    tenant: &'a str,
    client_id: &'a str,
    wanted_permissions: &'a [String],
    colour: ProfileColour,
    region: Option<&'a str>,
    endpoints: Option<&'a Endpoints>,
    /// What the admin answered and ticked.
    answers: Value,
}

/// What a profile must have.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Imported {
    name: String,
    cloud: CloudId,
    tenant: String,
    client_id: String,
    #[serde(default)]
    wanted_permissions: Vec<String>,
    #[serde(default)]
    region: Option<String>,
}

impl Workbench {
    /// Asks for a file and writes profiles to it.
    pub async fn export_profiles(&self, request: ExportProfilesRequest) -> Result<SavedDto, CommandError> {
        let ids = request.profile_ids;
        let mut profiles = self.settings.get().profiles;
        profiles.retain(|profile| ids.is_empty() || ids.contains(&profile.id));
        if profiles.is_empty()
            || ids
                .iter()
                .any(|id| profiles.iter().all(|profile| &profile.id != id))
        {
            return Err(errors::no_profile());
        }
        let file = File {
            format: FORMAT,
            version: VERSION,
            profiles: profiles.iter().map(Exported::from).collect(),
        };
        let text = serde_json::to_string_pretty(&file)
            .map_err(|_| errors::internal("profiles could not be written as JSON"))?;
        self.save_text(FILE_NAME, &(text + "\n")).await
    }

    /// Adds the profiles of an exported file, as far as they pass the checks of the form. The first becomes the active one
    /// where none is.
    pub async fn import_profiles(&self, request: ImportProfilesRequest) -> Result<ImportedDto, CommandError> {
        let mut left_out = Vec::new();
        let mut found = Vec::new();
        for (at, entry) in entries(&request.text)
            .map_err(errors::import)?
            .into_iter()
            .enumerate()
        {
            let called = called(&entry, at + 1);
            match read(entry) {
                Ok((profile, warning)) => {
                    left_out
                        .extend(warning.map(|reason| {
                            format!("The endpoints of {called} were not taken over: {reason}")
                        }));
                    found.push(profile);
                }
                Err(reason) => left_out.push(format!("{called}: {reason}")),
            }
        }
        let mut added = Vec::new();
        if !found.is_empty() {
            self.settings
                .change(|settings| {
                    for mut profile in found {
                        profile.name = names::another(&profile.name, &taken(&settings.profiles));
                        added.push(announced(&profile));
                        settings
                            .active_profile_id
                            .get_or_insert_with(|| profile.id.clone());
                        settings.profiles.push(profile);
                    }
                })
                .map_err(errors::not_saved)?;
        }
        tracing::info!(
            added = added.len(),
            left_out = left_out.len(),
            "profiles imported"
        );
        Ok(ImportedDto {
            state: self.restore_and_state().await?,
            added,
            left_out,
        })
    }
}

impl<'a> From<&'a Profile> for Exported<'a> {
    fn from(profile: &'a Profile) -> Self {
        let mut answers = serde_json::to_value(&profile.progress).unwrap_or_default();
        if let Value::Object(answers) = &mut answers {
            // How the steps stood is found out anew.
            answers.remove("last");
        }
        Self {
            name: &profile.name,
            cloud: profile.cloud,
            tenant: &profile.tenant,
            client_id: &profile.client_id,
            wanted_permissions: &profile.wanted_permissions,
            colour: profile.colour,
            region: profile.region.as_deref(),
            endpoints: profile.endpoints.as_ref(),
            answers,
        }
    }
}

/// The profiles of a file, unread.
fn entries(text: &str) -> Result<Vec<Value>, ImportError> {
    if text.len() > LARGEST {
        return Err(ImportError::TooLarge);
    }
    let text = text.trim_start_matches('\u{feff}');
    let file: Value = serde_json::from_str(text).map_err(|_| ImportError::NotJson)?;
    if file.get("format").and_then(Value::as_str) != Some(FORMAT) {
        return Err(ImportError::NotOurs);
    }
    match file.get("version").and_then(Value::as_u64) {
        Some(1..=VERSION) => {}
        Some(newer) if newer > VERSION => return Err(ImportError::Newer),
        _ => return Err(ImportError::NotOurs),
    }
    match file.get("profiles") {
        Some(Value::Array(profiles)) if profiles.is_empty() => Err(ImportError::Empty),
        Some(Value::Array(profiles)) => Ok(profiles.clone()),
        _ => Err(ImportError::NotOurs),
    }
}

/// A profile, with the reason why its endpoints were not taken over; or the reason why it is none.
fn read(entry: Value) -> Result<(Profile, Option<String>), String> {
    let Value::Object(entry) = entry else {
        return Err("This is no profile.".to_owned());
    };
    let endpoints = entry.get("endpoints").filter(|value| !value.is_null()).cloned();
    let (colour, progress) = (or_default(&entry, "colour"), answers(&entry));
    // The parser's own words might repeat a value.
    let imported: Imported = serde_json::from_value(Value::Object(entry)).map_err(|_| {
        "It needs a name, a cloud, a tenant and a client ID, each as a text, and permissions as a list of texts."
            .to_owned()
    })?;
    let mut form = SaveProfileRequest {
        id: None,
        name: imported.name,
        cloud: imported.cloud,
        tenant: imported.tenant,
        client_id: imported.client_id,
        wanted_permissions: imported.wanted_permissions,
        colour,
        region: imported.region,
        endpoints: None,
        // Whoever gets the file decides that anew.
        allow_password_sample: false,
    };
    let mut warning = None;
    match endpoints.map(serde_json::from_value::<EndpointsDto>) {
        None => {}
        Some(Err(_)) => {
            warning = Some("authority, apiBase and audience are needed, each as a text.".to_owned())
        }
        Some(Ok(own)) => match registration::check_endpoints(&own.authority, &own.api_base, &own.audience) {
            Ok(_) => form.endpoints = Some(own),
            Err(error) => warning = Some(error.message),
        },
    }
    let entered = Entered::check(&form).map_err(|error| error.message)?;
    let profile = Profile {
        progress,
        ..entered.into_profile(Uuid::new_v4().to_string())
    };
    Ok((profile, warning))
}

fn answers(entry: &Map<String, Value>) -> Progress {
    let mut progress: Progress = or_default(entry, "answers");
    progress.last.clear();
    progress
        .operations
        .retain(|id| defender::catalogue().operation(id).is_some());
    progress
}

/// A member that a profile can do without.
fn or_default<T: DeserializeOwned + Default>(entry: &Map<String, Value>, name: &str) -> T {
    let value = entry.get(name);
    value
        .and_then(|value| T::deserialize(value).ok())
        .unwrap_or_default()
}

/// A profile's name for a sentence.
fn called(entry: &Value, number: usize) -> String {
    let name = entry.get("name").and_then(Value::as_str);
    match name.map(registration::check_name) {
        Some(Ok(name)) => name,
        _ => format!("Profile {number} of the file"),
    }
}

/// The name of an added profile; whose endpoints came along says so, because whoever made the file chose where its
/// sign-in goes.
fn announced(profile: &Profile) -> String {
    let host = |address: &str| {
        let url = url::Url::parse(address).ok();
        url.and_then(|url| url.host_str().map(str::to_owned))
            .unwrap_or_default()
    };
    match &profile.endpoints {
        None => profile.name.clone(),
        Some(own) => format!(
            "{} (with its own endpoints: signs in at {}, calls {})",
            profile.name,
            host(&own.authority),
            host(&own.api_base)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox_tenant::sandbox_profile;
    use contract::{StepId, StepState};

    fn file(profiles: Value) -> Value {
        serde_json::json!({ "format": FORMAT, "version": 1, "profiles": profiles })
    }

    fn entry() -> Value {
        serde_json::json!({
            "name": "Contoso", "cloud": "commercial", "tenant": "contoso.example",
            "clientId": "b1b2c3d4-1111-4222-8333-944445555666", "wantedPermissions": ["Alert.Read"],
        })
    }

    #[test]
    fn a_file_that_is_not_ours_is_told_apart_from_one_that_is_newer() {
        let mut newer = file(Value::Array(vec![entry()]));
        newer["version"] = Value::from(2);
        for (text, reason) in [
            ("a".repeat(LARGEST + 1), ImportError::TooLarge),
            ("{ \"format\": ".to_owned(), ImportError::NotJson),
            (String::new(), ImportError::NotJson),
            ("[]".to_owned(), ImportError::NotOurs),
            (r#"{ "profiles": [] }"#.to_owned(), ImportError::NotOurs),
            (file(Value::Null).to_string(), ImportError::NotOurs),
            (newer.to_string(), ImportError::Newer),
            (file(Value::Array(Vec::new())).to_string(), ImportError::Empty),
        ] {
            assert_eq!(entries(&text), Err(reason), "{}", text.len());
        }
        let with_mark = format!("\u{feff}{}", file(Value::Array(vec![entry()])));
        assert_eq!(entries(&with_mark), Ok(vec![entry()]));
    }

    #[test]
    fn what_is_written_comes_back_without_id_and_without_how_the_steps_stood() {
        let mut profile = sandbox_profile("a1b2c3d4-1111-4222-8333-944445555666".to_owned());
        profile.colour = ProfileColour::Purple;
        profile.progress.plan = Some(contract::Plan::Plan2);
        profile.progress.ticked = vec![StepId::Access];
        profile.progress.operations = vec!["listAlerts".to_owned()];
        profile.progress.last.push(crate::doctor::LastState {
            step: StepId::Access,
            state: StepState::Ok,
            at: chrono::DateTime::UNIX_EPOCH,
        });
        profile.extra.insert("note".to_owned(), Value::from("internal"));
        let written = serde_json::to_value(Exported::from(&profile)).unwrap();
        let text = written.to_string();
        for absent in [&profile.id, "internal", "1970"] {
            assert!(!text.contains(absent), "{absent} is in {text}");
        }
        let (back, warning) = read(written).unwrap();
        assert_eq!(warning, None);
        assert_ne!(back.id, profile.id);
        profile.id.clone_from(&back.id);
        profile.progress.last.clear();
        profile.extra.clear();
        assert_eq!(back, profile);
    }

    #[test]
    fn a_profile_that_breaks_a_rule_is_left_out_with_the_reason() {
        let mut bad = entry();
        bad["clientId"] = Value::from("not an id");
        assert!(read(bad).unwrap_err().contains("ID"));
        let mut bad = entry();
        bad["cloud"] = Value::from("xYz~Example.Not_A_Real-Value~0123456789a");
        let reason = read(bad).unwrap_err();
        assert!(reason.contains("a cloud") && !reason.contains("xYz"), "{reason}");
        assert!(read(Value::from(7)).unwrap_err().contains("no profile"));
        let mut bad = entry();
        bad["region"] = Value::from("mars");
        assert!(read(bad).unwrap_err().contains("regional server"));
    }

    #[test]
    fn a_colour_or_an_answer_of_another_version_does_not_matter() {
        let mut other = entry();
        other["colour"] = Value::from("mauve");
        other["answers"] = serde_json::json!({ "operations": ["listAlerts", "launchRockets"], "last": [] });
        let (profile, _) = read(other).unwrap();
        assert_eq!(profile.colour, ProfileColour::None);
        assert_eq!(profile.progress.operations, ["listAlerts"]);
        let mut other = entry();
        other["answers"] = Value::from("none");
        assert_eq!(read(other).unwrap().0.progress, Progress::default());
    }

    #[test]
    fn endpoints_are_announced_or_left_out_and_never_taken_over_silently() {
        let mut own = entry();
        own["endpoints"] = serde_json::json!({
            "authority": "https://login.example", "apiBase": "https://api.example", "audience": "https://api.example",
        });
        let (profile, warning) = read(own.clone()).unwrap();
        assert_eq!(warning, None);
        let announced = announced(&profile);
        assert!(
            announced.contains("login.example") && announced.contains("api.example"),
            "{announced}"
        );

        own["endpoints"]["apiBase"] = Value::from("http://api.example");
        let (profile, warning) = read(own.clone()).unwrap();
        assert_eq!(profile.endpoints, None);
        assert!(warning.unwrap().contains("https://"));

        own["endpoints"] = Value::from("https://login.example");
        let (profile, warning) = read(own).unwrap();
        assert_eq!(profile.endpoints, None);
        assert!(warning.unwrap().contains("authority, apiBase and audience"));
    }

    #[test]
    fn a_profile_without_a_usable_name_is_numbered() {
        assert_eq!(called(&entry(), 3), "Contoso");
        for name in [Value::Null, Value::from(" "), Value::from("a\u{7}b")] {
            let mut nameless = entry();
            nameless["name"] = name;
            assert_eq!(called(&nameless, 3), "Profile 3 of the file");
        }
    }
}
