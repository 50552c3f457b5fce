//! One journey: a desktop, the app on it, and a browser once it is wanted.

use crate::browser::Browser;
use crate::desktop::{Desktop, KeyStore};
use crate::wait::until;
use crate::window::Window;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

/// What a journey starts with.
pub struct Options {
    /// The app's program.
    pub app: PathBuf,
    /// Further arguments for it.
    pub app_args: Vec<String>,
    /// Whether secrets can be kept.
    pub key_store: KeyStore,
    /// Where pictures go.
    pub pictures: PathBuf,
}

impl Options {
    /// For a test: the app that was built with it, and pictures in `target/e2e`.
    ///
    /// # Errors
    /// When the app was not built.
    pub fn of_this_build() -> Result<Self> {
        // target/debug/deps/e2e-…
        let test = std::env::current_exe()?;
        let profile = test
            .ancestors()
            .nth(2)
            .context("the test does not run from a target folder")?;
        let app = profile.join("defender-api-workbench");
        if !app.is_file() {
            bail!("{} is missing; `cargo xtask test e2e` builds it", app.display());
        }
        let pictures = profile.parent().context("no target folder")?.join("e2e");
        Ok(Self {
            app,
            app_args: Vec::new(),
            key_store: KeyStore::Absent,
            pictures,
        })
    }

    /// With a key store.
    #[must_use]
    pub fn with_key_store(mut self) -> Self {
        self.key_store = KeyStore::Unlocked;
        self
    }

    /// With further arguments for the app.
    #[must_use]
    pub fn with_args(mut self, args: &[&str]) -> Self {
        self.app_args.extend(args.iter().map(|arg| (*arg).to_owned()));
        self
    }
}

/// A journey under way.
pub struct Journey {
    window: Option<Window>,
    browser: Option<Browser>,
    /// Addresses taken from the list of those the default browser was asked to open.
    taken: usize,
    desktop: Desktop,
    options: Options,
}

impl Journey {
    /// Starts a desktop and the app on it.
    ///
    /// # Errors
    /// When something of it does not start.
    pub async fn start(options: Options) -> Result<Self> {
        let desktop = Desktop::start(options.key_store)?;
        let mut journey = Self {
            window: None,
            browser: None,
            taken: 0,
            desktop,
            options,
        };
        journey.open().await?;
        Ok(journey)
    }

    async fn open(&mut self) -> Result<()> {
        let mut args = vec![
            "--data-dir".to_owned(),
            self.data_folder().to_string_lossy().into_owned(),
        ];
        args.extend(self.options.app_args.iter().cloned());
        self.window = Some(Window::open(&self.desktop, &self.options.app, &args).await?);
        Ok(())
    }

    /// The app's window.
    ///
    /// # Errors
    /// While the app is closed.
    pub fn window(&self) -> Result<&Window> {
        self.window.as_ref().context("the app is closed")
    }

    /// Closes the app's window and waits until the app is gone.
    ///
    /// # Errors
    /// When it stays.
    pub async fn close_app(&mut self) -> Result<()> {
        self.window
            .take()
            .context("the app is closed already")?
            .close()
            .await
    }

    /// Closes the app and starts it again on the same data.
    ///
    /// # Errors
    /// When it does not end or does not come back.
    pub async fn restart_app(&mut self) -> Result<()> {
        self.close_app().await?;
        self.open().await
    }

    /// The browser, started when first asked for.
    ///
    /// # Errors
    /// When it does not start.
    pub async fn browser(&mut self) -> Result<&Browser> {
        if self.browser.is_none() {
            self.browser = Some(Browser::start(&self.desktop).await?);
        }
        self.browser.as_ref().context("no browser")
    }

    /// How many addresses the app had the system browser open so far.
    pub fn opened(&self) -> usize {
        self.addresses().len()
    }

    /// Waits until the app has the system browser open another address, and hands that back.
    ///
    /// # Errors
    /// When it does not.
    pub async fn next_address(&mut self) -> Result<String> {
        let address = until("the app to open the browser", async || {
            Ok(self.addresses().get(self.taken).cloned())
        })
        .await?;
        self.taken += 1;
        Ok(address)
    }

    fn addresses(&self) -> Vec<String> {
        let list = std::fs::read_to_string(self.desktop.opened_addresses()).unwrap_or_default();
        // A line without its end is still being written.
        list.split_inclusive('\n')
            .filter(|line| line.ends_with('\n'))
            .map(|line| line.trim().to_owned())
            .collect()
    }

    /// The folder the app keeps its data in.
    pub fn data_folder(&self) -> PathBuf {
        self.desktop.folder().join("app-data")
    }

    /// The file that is the display's memory, as [`Desktop::framebuffer`].
    pub fn framebuffer(&self) -> PathBuf {
        self.desktop.framebuffer()
    }

    /// The folder that holds everything anybody wrote on this journey.
    pub fn folder(&self) -> &Path {
        self.desktop.folder()
    }

    /// Takes a picture of the app's window.
    ///
    /// # Errors
    /// When it cannot be taken.
    pub async fn picture(&self, name: &str) -> Result<PathBuf> {
        let file = self.options.pictures.join(format!("{name}.png"));
        self.window()?.picture(&file).await?;
        Ok(file)
    }

    /// Takes a picture of the browser.
    ///
    /// # Errors
    /// When it cannot be taken.
    pub async fn browser_picture(&self, name: &str) -> Result<PathBuf> {
        let file = self.options.pictures.join(format!("{name}.png"));
        self.browser
            .as_ref()
            .context("no browser was started")?
            .picture(&file)
            .await?;
        Ok(file)
    }

    /// Fails when the page complained about anything.
    ///
    /// # Errors
    /// Lists the complaints.
    pub async fn no_complaints(&self) -> Result<()> {
        let complaints = self.window()?.diagnostics().await?;
        if complaints.is_empty() {
            return Ok(());
        }
        bail!(
            "the window complained {} times:\n  {}",
            complaints.len(),
            complaints.join("\n  ")
        )
    }

    /// The last lines of the app's own log files.
    fn app_log(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for entry in std::fs::read_dir(self.data_folder().join("logs"))
            .into_iter()
            .flatten()
            .flatten()
        {
            let text = std::fs::read_to_string(entry.path()).unwrap_or_default();
            let all: Vec<&str> = text.lines().collect();
            lines.extend(
                all.iter()
                    .skip(all.len().saturating_sub(20))
                    .map(|line| format!("log: {line}")),
            );
        }
        lines
    }

    /// What helps to understand a failure: pictures, complaints, the end of the log.
    async fn evidence(&self, name: &str) -> String {
        let mut lines = Vec::new();
        let [window, browser] = failure_pictures(&self.options.pictures, name);
        let _ = std::fs::create_dir_all(&self.options.pictures);
        if let Some(page) = &self.window {
            // Taken as it is: a page that does not come to rest is worth seeing, too.
            if page.driver().screenshot(&window).await.is_ok() {
                lines.push(format!("window: {}", window.display()));
            }
            if let Ok(complaints) = page.diagnostics().await {
                lines.extend(
                    complaints
                        .into_iter()
                        .map(|complaint| format!("complaint: {complaint}")),
                );
            }
            lines.push(format!("standard error: {}", page.log_tail()));
        }
        lines.extend(self.app_log());
        lines.extend(
            self.addresses()
                .into_iter()
                .map(|address| format!("opened: {address}")),
        );
        if let Some(page) = &self.browser {
            if page.driver().screenshot(&browser).await.is_ok() {
                lines.push(format!("browser: {}", browser.display()));
            }
            if let Ok(address) = page.driver().current_url().await {
                lines.push(format!(
                    "browser at: {}{}",
                    address.origin().ascii_serialization(),
                    address.path()
                ));
            }
        }
        lines.join("\n")
    }
}

/// What the window and the browser showed when the journey of that name failed.
fn failure_pictures(folder: &Path, name: &str) -> [PathBuf; 2] {
    ["window", "browser"].map(|what| folder.join(format!("{name}-failed-{what}.png")))
}

/// Why a journey failed, for a person to read: a test that hands it back prints it as it is.
pub struct Failure(String);

impl std::fmt::Debug for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Runs a journey as a test: starts it, walks it, and checks at its end that the window has complained about
/// nothing. A failure leaves pictures.
///
/// # Errors
/// What failed, with evidence.
pub async fn journey(
    name: &str,
    options: Result<Options>,
    walk: impl AsyncFnOnce(&mut Journey) -> Result<()>,
) -> Result<(), Failure> {
    let start = async {
        let options = options?;
        // Those of an earlier run would mislead.
        for picture in failure_pictures(&options.pictures, name) {
            let _ = std::fs::remove_file(picture);
        }
        Journey::start(options).await
    };
    let mut journey = start
        .await
        .map_err(|error| Failure(format!("the journey did not start: {error:#}")))?;
    let walked = match walk(&mut journey).await {
        Ok(()) if journey.window.is_some() => journey.no_complaints().await,
        other => other,
    };
    match walked {
        Ok(()) => Ok(()),
        Err(error) => {
            let evidence = journey.evidence(name).await;
            Err(Failure(format!("{error:#}\n{evidence}")))
        }
    }
}
