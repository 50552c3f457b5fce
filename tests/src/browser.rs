//! The system browser: Debian's Chromium, headless, under a WebDriver.

use crate::desktop::Desktop;
use crate::page::Page;
use crate::process::Process;
use crate::wait::until;
use anyhow::{Context, Result, bail};
use serde_json::json;
use std::ops::Deref;
use std::path::PathBuf;
use thirtyfour::Capabilities;

/// A browser with a fresh profile.
pub struct Browser {
    page: Page,
    _driver: Process,
}

impl Browser {
    /// Starts it.
    ///
    /// # Errors
    /// When Chromium or its driver is missing or does not start.
    pub async fn start(desktop: &Desktop) -> Result<Self> {
        let (driver, port) = start_driver(desktop)?;
        let mut capabilities = Capabilities::new();
        capabilities.set("browserName", "chrome")?;
        capabilities.set(
            "goog:chromeOptions",
            json!({
                "binary": program()?,
                "args": [
                    "--headless=new",
                    // Needed as root, as in a container. The pages it opens are this project's own.
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--window-size=1000,1040",
                    format!("--user-data-dir={}", desktop.folder().join("browser-profile").display()),
                ],
            }),
        )?;
        let page = Page::open("the browser", &format!("http://127.0.0.1:{port}"), capabilities)
            .await
            .with_context(|| format!("the browser did not start: {}", driver.log_tail()))?;
        Ok(Self {
            page,
            _driver: driver,
        })
    }

    /// Opens the address of a sign-in.
    ///
    /// # Errors
    /// When the page cannot be loaded.
    pub async fn sign_in_page(&self, address: &str) -> Result<SignInPage<'_>> {
        self.page
            .driver()
            .goto(address)
            .await
            .with_context(|| format!("the browser cannot open {address}"))?;
        Ok(SignInPage { page: &self.page })
    }
}

impl Deref for Browser {
    type Target = Page;

    fn deref(&self) -> &Page {
        &self.page
    }
}

/// The sandbox tenant's sign-in pages, as a person uses them.
pub struct SignInPage<'a> {
    page: &'a Page,
}

/// What the consent page asks for.
pub type Permissions = Vec<String>;

impl SignInPage<'_> {
    /// Chooses an account.
    ///
    /// # Errors
    /// When the account is not offered.
    pub async fn choose(&self, username: &str) -> Result<()> {
        self.page.click(&format!("account-{username}")).await
    }

    /// The permissions that the consent page names, once it is there. Empty when the account has consented
    /// before, and the browser is back at the app.
    ///
    /// # Errors
    /// When neither comes, or the consent page names no permission.
    pub async fn asked_permissions(&self) -> Result<Permissions> {
        let asks = until("the consent page or the way back to the app", async || {
            if self.page.has("consent-accept").await? {
                return Ok(Some(true));
            }
            // The redirect URI is `localhost`; the sandbox tenant is at 127.0.0.1.
            let back = self.page.driver().current_url().await?.host_str() == Some("localhost");
            Ok(back.then_some(false))
        })
        .await?;
        if !asks {
            return Ok(Vec::new());
        }
        let permissions: Permissions = self
            .page
            .script(
                "return [...document.querySelectorAll('[data-testid=\"consent-permission\"]')].map((e) => e.innerText.trim())",
                vec![],
            )
            .await?;
        if permissions.is_empty() {
            bail!("the consent page names no permission");
        }
        Ok(permissions)
    }

    /// Goes as far as the pages lead: chooses the account, accepts, presses whatever leads back. Hands back the text
    /// of the page on which there is nothing to press, as a person would copy it; `None` once it is back at the app.
    ///
    /// # Errors
    /// When no page comes that is known.
    pub async fn go_through(&self, username: &str) -> Result<Option<String>> {
        const BACK: &str = "back at the app";
        let account = format!("account-{username}");
        let ways = [account.as_str(), "consent-accept", "return-without-consent"];
        let mut pressed: Vec<&str> = Vec::new();
        loop {
            let next = until("the next sign-in page, or the way back to the app", async || {
                let driver = self.page.driver();
                if driver.current_url().await?.host_str() == Some("localhost") {
                    return Ok(Some(BACK));
                }
                for way in ways {
                    // A page that was answered may still be there for a moment.
                    if !pressed.contains(&way) && self.page.has(way).await? {
                        return Ok(Some(way));
                    }
                }
                Ok(self.page.has("entra-error").await?.then_some("entra-error"))
            })
            .await?;
            match next {
                BACK => return Ok(None),
                "entra-error" => {
                    let text: String = self.page.script("return document.body.innerText", vec![]).await?;
                    return Ok(Some(text));
                }
                way => {
                    self.page.click(way).await?;
                    pressed.push(way);
                }
            }
        }
    }

    /// Accepts.
    ///
    /// # Errors
    /// When there is no consent page.
    pub async fn accept(&self) -> Result<()> {
        self.page.click("consent-accept").await
    }

    /// Declines.
    ///
    /// # Errors
    /// When there is no consent page.
    pub async fn decline(&self) -> Result<()> {
        self.page.click("consent-cancel").await
    }
}

impl Deref for SignInPage<'_> {
    type Target = Page;

    fn deref(&self) -> &Page {
        self.page
    }
}

/// With port 0, chromedriver takes a free one and says which. It binds that port a second time for the other
/// address family, which another program may have taken in between; then it ends, and another try gets another
/// port.
fn start_driver(desktop: &Desktop) -> Result<(Process, u16)> {
    let start = || {
        Process::start_and_find(
            "browser",
            desktop.command("chromedriver").arg("--port=0"),
            &desktop.logs(),
            port,
        )
    };
    let mut started = start();
    for _ in 0..4 {
        if started.is_ok() {
            break;
        }
        started = start();
    }
    started
}

/// The port in chromedriver's greeting.
fn port(line: &str) -> Option<u16> {
    let (_, rest) = line.split_once("started successfully on port ")?;
    rest.trim_end_matches('.').parse().ok()
}

fn program() -> Result<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let names = ["chromium", "google-chrome", "chromium-browser"];
    names
        .iter()
        .flat_map(|name| std::env::split_paths(&path).map(move |folder| folder.join(name)))
        .find(|file| file.is_file())
        .with_context(|| {
            format!("none of {names:?} is installed; `cargo xtask test` installs what is missing")
        })
}
