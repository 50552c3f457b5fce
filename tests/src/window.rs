//! The app's real window.

use crate::desktop::Desktop;
use crate::page::Page;
use crate::process::Process;
use crate::wait::until;
use anyhow::{Context, Result, bail};
use serde_json::json;
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::ops::Deref;
use std::path::Path;
use thirtyfour::Capabilities;

/// The app's window, driven by `WebKitWebDriver`. What a page can do, it can do.
pub struct Window {
    page: Page,
    driver: Process,
}

impl Window {
    /// Starts the app under a WebDriver and waits until its first screen is there.
    ///
    /// # Errors
    /// When the app does not start; repeats the end of its error output.
    pub async fn open(desktop: &Desktop, app: &Path, args: &[String]) -> Result<Self> {
        let (driver, port) = start_driver(desktop).await?;
        let mut capabilities = Capabilities::new();
        capabilities.set("webkitgtk:browserOptions", json!({ "binary": app, "args": args }))?;
        let page = Page::open(
            "the app's window",
            &format!("http://127.0.0.1:{port}"),
            capabilities,
        )
        .await
        .with_context(|| format!("the app {} did not start: {}", app.display(), driver.log_tail()))?;
        let window = Self { page, driver };
        window
            .ready()
            .await
            .with_context(|| format!("the app said: {}", window.log_tail()))?;
        Ok(window)
    }

    /// Waits until the first state is on screen.
    async fn ready(&self) -> Result<()> {
        until("the app's first screen", async || {
            let ready: bool = self
                .script("return document.documentElement.dataset.ready === 'true'", vec![])
                .await?;
            Ok(ready.then_some(()))
        })
        .await
    }

    /// Makes the page inside the window this large, in points.
    ///
    /// # Errors
    /// When the window does not take that size.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        self.page.driver().set_window_rect(0, 0, width, height).await?;
        until(&format!("the window to be {width} × {height}"), async || {
            let size: (u32, u32) = self.script("return [innerWidth, innerHeight]", vec![]).await?;
            Ok((size == (width, height)).then_some(()))
        })
        .await
    }

    /// Everything the page has complained about so far: errors, rejected promises, policy violations, console
    /// errors and warnings.
    ///
    /// # Errors
    /// When the page does not collect them.
    pub async fn diagnostics(&self) -> Result<Vec<String>> {
        let found: Option<Vec<String>> = self
            .script("return window.workbenchDiagnostics ?? null", vec![])
            .await?;
        found.context("the page has no `workbenchDiagnostics`")
    }

    /// The processes of the app: its own and those of its web view.
    pub fn processes(&self) -> Vec<u32> {
        self.driver.descendants()
    }

    /// The end of what the app and its WebDriver wrote to standard error.
    pub fn log_tail(&self) -> String {
        self.driver.log_tail()
    }

    /// Closes the window as its close button does, and waits until the app is gone.
    ///
    /// # Errors
    /// When the app stays.
    pub async fn close(mut self) -> Result<()> {
        // The page goes away while it answers, which is an error of the session and not of the app.
        let _ = self.page.driver().close_window().await;
        until("the app to end", async || {
            Ok(self.driver.descendants().is_empty().then_some(()))
        })
        .await?;
        let _ = self.page.close().await;
        if self.driver.has_ended() {
            bail!("the WebDriver ended with the app: {}", self.driver.log_tail());
        }
        Ok(())
    }
}

impl Deref for Window {
    type Target = Page;

    fn deref(&self) -> &Page {
        &self.page
    }
}

/// `WebKitWebDriver` wants to be told its port. A free one is picked by binding it for a moment; should somebody
/// take it in between, another is tried.
async fn start_driver(desktop: &Desktop) -> Result<(Process, u16)> {
    for _ in 0..5 {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let mut command = desktop.command("WebKitWebDriver");
        command.arg(format!("--port={port}")).arg("--host=127.0.0.1");
        let mut driver = Process::start("window", &mut command, &desktop.logs())?;
        let mut ended = false;
        until("WebKitWebDriver to listen", async || {
            ended = driver.has_ended();
            Ok((ended || TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_ok()).then_some(()))
        })
        .await?;
        if !ended {
            return Ok((driver, port));
        }
    }
    bail!("WebKitWebDriver does not start on any port")
}
