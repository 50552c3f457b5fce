//! Nothing secret stays behind.

use anyhow::{Context, Result, bail, ensure};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use system_tests::walk::{self, account};
use system_tests::{Failure, Options, files_with, journey};

#[tokio::test]
async fn no_token_is_left_on_disk_or_in_the_window() -> Result<(), Failure> {
    journey(
        "leak",
        Options::of_this_build().map(Options::with_key_store),
        async |journey| {
            walk::use_sandbox(journey.window()?).await?;
            walk::sign_in(journey, account::ADMIN).await?;
            walk::load_alerts(journey.window()?).await?;
            let window = journey.window()?;
            walk::read_token(window).await?;

            // The token is in the page only while it is revealed.
            window.click("reveal-token").await?;
            window.click("confirm-reveal").await?;
            let token = window.text("revealed-token").await?.trim().to_owned();
            let parts: Vec<&str> = token.split('.').collect();
            let [header, payload, signature] = parts.as_slice() else {
                bail!("what was revealed is no JWT")
            };
            let claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload)?)?;
            ensure!(claims.get("scp").is_some(), "the revealed token has no scp");
            window.click("hide-token").await?;
            window.gone("revealed-token").await?;

            let uti = claims.get("uti").and_then(Value::as_str).context("no uti")?;

            // A renewal makes another refresh token; none of either kind may stay.
            window.click("renew-token").await?;
            window
                .text_where("claim-uti", "another token", |text| !text.contains(uti))
                .await?;
            ensure!(header.len() > 10 && payload.len() > 100 && signature.len() > 100);

            let storage: String = window
                .script(
                    "return JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie,\n\
                   document.documentElement.outerHTML, location.href, history.length])",
                    vec![],
                )
                .await?;
            for (what, secret) in [
                ("token", token.as_str()),
                ("payload", payload),
                ("signature", signature),
            ] {
                ensure!(
                    !storage.contains(secret),
                    "the access token's {what} is in the window"
                );
            }

            journey.close_app().await?;
            let texts = [
                ("access token", token.as_str()),
                ("access token's payload", payload),
                ("access token's signature", signature),
                // As it stands in a decoded token; in a log it would lead to the token.
                ("access token's identifier", uti),
                ("answer of the token endpoint", "\"refresh_token\""),
                ("answer of the token endpoint", "refresh_token="),
                ("PKCE verifier", "code_verifier"),
            ];
            let search = files_with(journey.folder(), &texts)?;
            ensure!(search.found.is_empty(), "{:#?}", search.found);

            // And the search does find what is there.
            let client_id = claims.get("appid").and_then(Value::as_str).context("no appid")?;
            let control = files_with(&journey.data_folder(), &[("client ID", client_id)])?;
            ensure!(
                !control.found.is_empty(),
                "not even the settings were found in {} files",
                control.files
            );
            Ok(())
        },
    )
    .await
}

#[test]
fn the_search_knows_a_secret_in_every_coat() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let refresh_token = format!("{{\"kept\":\"1.{}\"}}", "Zm9v_-".repeat(200));
    let utf16: Vec<u8> = "x secret y".encode_utf16().flat_map(u16::to_le_bytes).collect();
    std::fs::create_dir(folder.path().join("deep"))?;
    std::fs::write(folder.path().join("deep/plain"), "a secret")?;
    std::fs::write(folder.path().join("wide"), [b"odd".as_slice(), &utf16].concat())?;
    std::fs::write(folder.path().join("token"), refresh_token)?;
    std::fs::write(folder.path().join("clean"), "1.2.3 and 1.short")?;
    let search = files_with(folder.path(), &[("secret", "secret")])?;
    let mut found: Vec<String> = search
        .found
        .iter()
        .map(|(what, file)| {
            format!(
                "{what} in {}",
                file.file_name().unwrap_or_default().to_string_lossy()
            )
        })
        .collect();
    found.sort();
    ensure!(
        found == ["refresh token in token", "secret in plain", "secret in wide"],
        "{found:?}"
    );
    ensure!(search.files == 4);
    Ok(())
}
