//! The manifest of the app registration, in both forms, as settings and faults make it.

use reqwest::StatusCode;
use sandbox::{Fault, ManifestForm};
use serde_json::{Value, json};

use crate::support::World;

const DEFENDER: &str = "fc780465-2017-40d4-a0c5-307022471b92";
const THREAT_PROTECTION: &str = "8ee8fdad-f234-4243-8f3b-15c294843740";

fn manifest(world: &World, form: ManifestForm) -> Value {
    serde_json::from_str(&world.sandbox.manifest(form)).unwrap()
}

/// Both forms.
fn manifests(world: &World) -> (Value, Value) {
    (
        manifest(world, ManifestForm::Graph),
        manifest(world, ManifestForm::AzureAd),
    )
}

#[tokio::test]
async fn the_graph_form_says_how_the_registration_is_set_up() {
    let world = World::with(|config| {
        config.permissions = ["Alert.Read", "Machine.Read", "Machine.Isolate"]
            .map(str::to_owned)
            .to_vec();
    })
    .await;
    let graph = manifest(&world, ManifestForm::Graph);
    assert_eq!(graph["appId"], world.sandbox.client_id());
    assert_ne!(graph["id"], graph["appId"]);
    assert_eq!(graph["signInAudience"], "AzureADMyOrg");
    assert_eq!(graph["isFallbackPublicClient"], true);
    assert_eq!(
        graph["publicClient"],
        json!({"redirectUris": ["http://localhost"]})
    );
    assert_eq!(graph["web"]["redirectUris"], json!([]));
    assert_eq!(graph["spa"]["redirectUris"], json!([]));
    assert_eq!(
        (&graph["passwordCredentials"], &graph["keyCredentials"]),
        (&json!([]), &json!([]))
    );
    let scope = |id: &str| json!({"id": id, "type": "Scope"});
    assert_eq!(
        graph["requiredResourceAccess"],
        json!([
            {"resourceAppId": DEFENDER, "resourceAccess": [
                scope("b2069dc0-9fe9-4e6d-9aca-ccf3dd503819"),
                scope("fbd3d33a-b1f5-4573-906c-51b39682fbcf"),
                scope("479231ef-3b86-4933-ae6b-1fa84bba9e31"),
            ]},
            {"resourceAppId": "00000003-0000-0000-c000-000000000000", "resourceAccess": [
                scope("e1fe6dd8-ba31-4d61-89e7-88639da4683d"),
            ]},
        ])
    );
}

#[tokio::test]
async fn the_older_form_says_the_same_in_its_own_words() {
    let world = World::start().await;
    let (graph, older) = manifests(&world);
    for (theirs, ours) in [
        ("id", "id"),
        ("appId", "appId"),
        ("displayName", "name"),
        ("signInAudience", "signInAudience"),
        ("isFallbackPublicClient", "allowPublicClient"),
        ("requiredResourceAccess", "requiredResourceAccess"),
    ] {
        assert_eq!(graph[theirs], older[ours], "{ours}");
    }
    assert_eq!(
        older["replyUrlsWithType"],
        json!([{"url": "http://localhost", "type": "InstalledClient"}])
    );
}

#[tokio::test]
async fn it_follows_the_settings() {
    let world = World::with(|config| {
        config.permissions = ["Ti.ReadWrite", "No.Such.Permission"].map(str::to_owned).to_vec();
        config.redirect_uris = vec!["http://localhost/a".to_owned(), "http://127.0.0.1:9/".to_owned()];
    })
    .await;
    let graph = manifest(&world, ManifestForm::Graph);
    assert_eq!(
        graph["requiredResourceAccess"][0]["resourceAccess"],
        json!([{"id": "650ff1f9-dd5f-48ee-8c58-7beef332c818", "type": "Scope"}])
    );
    assert_eq!(
        graph["publicClient"]["redirectUris"],
        json!(["http://localhost/a", "http://127.0.0.1:9/"])
    );
}

#[tokio::test]
async fn an_unknown_application_leaves_another_registration() {
    let mut world = World::start().await;
    let (own, _) = manifests(&world);
    world.set(&[Fault::UnknownApplication]).await;
    let (graph, older) = manifests(&world);
    assert_ne!(graph["appId"], world.sandbox.client_id());
    assert_ne!(graph["id"], own["id"]);
    assert_eq!((&graph["appId"], &graph["id"]), (&older["appId"], &older["id"]));
    world.set(&[]).await;
    assert_eq!(manifest(&world, ManifestForm::Graph), own);
}

#[tokio::test]
async fn faults_of_the_redirect_uri_show_where_it_is_listed() {
    let mut world = World::start().await;
    for (faults, public, web, kind) in [
        (
            &[Fault::RedirectNotRegistered][..],
            json!(["https://localhost"]),
            json!([]),
            "InstalledClient",
        ),
        (
            &[Fault::RedirectUnderWeb],
            json!([]),
            json!(["http://localhost"]),
            "Web",
        ),
        (
            &[Fault::RedirectNotRegistered, Fault::RedirectUnderWeb],
            json!([]),
            json!(["https://localhost"]),
            "Web",
        ),
    ] {
        world.set(faults).await;
        let (graph, older) = manifests(&world);
        assert_eq!(graph["publicClient"]["redirectUris"], public);
        assert_eq!(graph["web"]["redirectUris"], web);
        let listed = if kind == "Web" { &web } else { &public };
        assert_eq!(
            older["replyUrlsWithType"],
            json!([{"url": listed[0], "type": kind}])
        );
    }
}

#[tokio::test]
async fn the_switch_for_public_flows_shows() {
    let mut world = World::start().await;
    world.set(&[Fault::PublicFlowsOff]).await;
    let (graph, older) = manifests(&world);
    assert_eq!(graph["isFallbackPublicClient"], false);
    assert_eq!(older["allowPublicClient"], false);
}

#[tokio::test]
async fn faults_of_the_permissions_show_in_what_is_listed() {
    let mut world = World::start().await;
    let every = world.sandbox.config().permissions.len();
    let listed = |world: &World| {
        let (graph, older) = manifests(world);
        assert_eq!(graph["requiredResourceAccess"], older["requiredResourceAccess"]);
        let resources = graph["requiredResourceAccess"].as_array().unwrap().clone();
        assert_eq!(resources.len(), 1);
        let access = resources[0]["resourceAccess"].as_array().unwrap().clone();
        let mut kinds: Vec<String> = access
            .iter()
            .map(|one| one["type"].as_str().unwrap().to_owned())
            .collect();
        kinds.dedup();
        (resources[0]["resourceAppId"].clone(), kinds, access.len())
    };
    for (faults, resource, kind, count) in [
        (&[Fault::WrongApi][..], THREAT_PROTECTION, "Scope", 2),
        (&[Fault::ApplicationPermissions], DEFENDER, "Role", every),
        (
            &[Fault::WrongApi, Fault::ApplicationPermissions],
            THREAT_PROTECTION,
            "Role",
            2,
        ),
    ] {
        world.set(faults).await;
        assert_eq!(listed(&world), (json!(resource), vec![kind.to_owned()], count));
    }
    world.set(&[Fault::ApplicationPermissions]).await;
    let graph = manifest(&world, ManifestForm::Graph);
    assert_eq!(
        graph["requiredResourceAccess"][0]["resourceAccess"][1]["id"],
        "71fe6b80-7034-4028-9ed8-0f316df9c3ff"
    );
    world.set(&[Fault::PermissionsNotRegistered]).await;
    let graph = manifest(&world, ManifestForm::Graph);
    assert_eq!(
        graph["requiredResourceAccess"][0]["resourceAccess"],
        json!([{"id": "b2069dc0-9fe9-4e6d-9aca-ccf3dd503819", "type": "Scope"}])
    );
}

#[tokio::test]
async fn the_portal_serves_it_and_the_start_page_links_to_it() {
    let mut world = World::start().await;
    world.set(&[Fault::PublicFlowsOff]).await;
    for (path, form) in [
        ("/portal/manifest", ManifestForm::Graph),
        ("/portal/manifest?form=graph", ManifestForm::Graph),
        ("/portal/manifest?form=azuread", ManifestForm::AzureAd),
    ] {
        let answer = world.get(path).await;
        assert_eq!(
            answer.header("content-type"),
            "application/json; charset=utf-8",
            "{path}"
        );
        assert_eq!(answer.text, world.sandbox.manifest(form), "{path}");
        assert!(answer.text.contains("\n  \"appId\""), "it is readable");
    }
    let wrong = world.get("/portal/manifest?form=xml").await;
    assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
    let start = world.get("/").await.text;
    assert!(start.contains("href=\"/portal/manifest?form=graph\""));
    assert!(start.contains("href=\"/portal/manifest?form=azuread\""));
}
