//! A page under a WebDriver's control: finding, waiting, typing, taking pictures.

use crate::wait::until;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::path::Path;
use thirtyfour::prelude::*;

/// A page in the app's window or in the browser.
pub struct Page {
    driver: WebDriver,
    name: &'static str,
}

impl Page {
    /// Starts a session with the WebDriver at this address.
    pub(crate) async fn open(name: &'static str, address: &str, capabilities: Capabilities) -> Result<Self> {
        // Loopback is never reached through a proxy, whatever the environment says.
        let client = reqwest::Client::builder()
            .no_proxy()
            .timeout(std::time::Duration::from_secs(120))
            .build()
            .context("no HTTP client")?;
        let driver = WebDriver::builder(address, capabilities)
            .client(client)
            .connect()
            .await
            .with_context(|| format!("no WebDriver session with {name}"))?;
        Ok(Self { driver, name })
    }

    /// The WebDriver session, for what this type does not offer.
    pub fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// Waits until the element is there and shown.
    ///
    /// # Errors
    /// Names the element when it does not come.
    pub async fn shown(&self, id: &str) -> Result<WebElement> {
        until(&format!("`{id}` in {}", self.name), async || {
            let element = self.driver.find(by(id)).await?;
            Ok(self.is_shown(&element).await?.then_some(element))
        })
        .await
    }

    /// Waits until one of these elements is shown, and says which.
    ///
    /// # Errors
    /// Names the elements when none comes.
    pub async fn one_of<'a>(&self, ids: &[&'a str]) -> Result<&'a str> {
        until(&format!("one of {ids:?} in {}", self.name), async || {
            for id in ids {
                if self.has(id).await? {
                    return Ok(Some(*id));
                }
            }
            Ok(None)
        })
        .await
    }

    /// Whether the element is shown right now.
    ///
    /// # Errors
    /// When the page does not answer.
    pub async fn has(&self, id: &str) -> Result<bool> {
        for element in self.driver.find_all(by(id)).await? {
            if self.is_shown(&element).await.unwrap_or(false) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Asks the page and not the WebDriver, which takes what is in a modal `<dialog>` for hidden.
    async fn is_shown(&self, element: &WebElement) -> Result<bool> {
        let script = "const e = arguments[0], box = e.getBoundingClientRect();\n\
                      return box.width > 0 && box.height > 0 && e.checkVisibility({ visibilityProperty: true })";
        self.script(script, vec![element.to_json()?]).await
    }

    /// The text as laid out. The WebDriver would leave out what it takes for hidden.
    async fn inner_text(&self, element: &WebElement) -> Result<String> {
        self.script("return arguments[0].innerText", vec![element.to_json()?])
            .await
    }

    /// Waits until the element is no longer shown.
    ///
    /// # Errors
    /// When it stays.
    pub async fn gone(&self, id: &str) -> Result<()> {
        until(&format!("`{id}` to go from {}", self.name), async || {
            Ok((!self.has(id).await?).then_some(()))
        })
        .await
    }

    /// Waits for the element, until it can be clicked, and clicks it.
    ///
    /// # Errors
    /// When it does not come, stays disabled, or something covers it.
    pub async fn click(&self, id: &str) -> Result<()> {
        until(&format!("`{id}` in {} to be clickable", self.name), async || {
            let element = self.driver.find(by(id)).await?;
            if !self.is_shown(&element).await? || !element.is_enabled().await? {
                return Ok(None);
            }
            self.to_the_middle(&element).await?;
            element.click().await?;
            Ok(Some(()))
        })
        .await
    }

    /// Scrolls to an element. WebKit itself brings one only just into view, and then finds its centre outside.
    async fn to_the_middle(&self, element: &WebElement) -> Result<()> {
        self.driver
            .execute(
                "arguments[0].scrollIntoView({ block: 'center', inline: 'nearest' })",
                vec![element.to_json()?],
            )
            .await?;
        Ok(())
    }

    /// Presses a key where the focus is.
    ///
    /// # Errors
    /// When the page does not answer.
    pub async fn press(&self, key: Key) -> Result<()> {
        self.driver.action_chain().send_keys(key).perform().await?;
        Ok(())
    }

    /// The test id of the element that has the focus; empty where it has none.
    ///
    /// # Errors
    /// When the page does not answer.
    pub async fn focused(&self) -> Result<String> {
        self.script("return document.activeElement?.dataset?.testid ?? ''", vec![])
            .await
    }

    /// Presses Tab until this element has the focus.
    ///
    /// # Errors
    /// When it is not among the next hundred; lists those that are.
    pub async fn tab_to(&self, id: &str) -> Result<()> {
        self.shown(id).await?;
        let mut passed = Vec::new();
        for _ in 0..100 {
            self.press(Key::Tab).await?;
            let focused = self.focused().await?;
            if focused == id {
                return Ok(());
            }
            passed.push(focused);
        }
        bail!("the Tab key does not lead to `{id}`, only to {passed:?}")
    }

    /// Replaces the text of a field by typing.
    ///
    /// # Errors
    /// When the field does not come or does not take the text.
    pub async fn fill(&self, id: &str, text: &str) -> Result<()> {
        let field = self.shown(id).await?;
        field.click().await?;
        field.send_keys(Key::Control + "a").await?;
        field.send_keys(Key::Delete).await?;
        if !text.is_empty() {
            field.send_keys(text).await?;
        }
        self.value_is(id, text).await
    }

    /// Waits until a field holds this text.
    async fn value_is(&self, id: &str, text: &str) -> Result<()> {
        until(&format!("`{id}` to hold {text:?}"), async || {
            let value = self.driver.find(by(id)).await?.prop("value").await?;
            Ok((value.as_deref() == Some(text)).then_some(()))
        })
        .await
    }

    /// Drops a file with this text, as the web view reports a drop from the desktop.
    ///
    /// # Errors
    /// When there is no such place.
    pub async fn drop_file(&self, id: &str, name: &str, text: &str) -> Result<()> {
        self.shown(id).await?;
        self.script::<Value>(
            "const [id, name, text] = arguments;\n\
             const dataTransfer = new DataTransfer();\n\
             dataTransfer.items.add(new File([text], name, { type: 'application/json' }));\n\
             const zone = document.querySelector(`[data-testid=\"${id}\"]`);\n\
             for (const type of ['dragover', 'drop']) {\n\
               zone.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));\n\
             }\n\
             return null;",
            vec![id.into(), name.into(), text.into()],
        )
        .await?;
        Ok(())
    }

    /// Gives a file to a file field, which may be hidden behind a button: the dialog itself belongs to the desktop.
    ///
    /// # Errors
    /// When there is no such field or it does not take the file.
    pub async fn give_file(&self, id: &str, file: &Path) -> Result<()> {
        let field = until(&format!("the file field `{id}`"), async || {
            Ok(self.driver.find(by(id)).await.ok())
        })
        .await?;
        field.send_keys(file.to_string_lossy().as_ref()).await?;
        Ok(())
    }

    /// Chooses an option of a `<select>` by its value.
    ///
    /// # Errors
    /// When there is no such option, or the choice does not stay.
    pub async fn select(&self, id: &str, value: &str) -> Result<()> {
        let list = self.shown(id).await?;
        self.to_the_middle(&list).await?;
        let option = list
            .find(By::Css(format!("option[value=\"{value}\"]")))
            .await
            .with_context(|| format!("`{id}` has no option `{value}`"))?;
        option.click().await?;
        self.value_is(id, value).await
    }

    /// The element's text as shown, once the element is there.
    ///
    /// # Errors
    /// When it does not come.
    pub async fn text(&self, id: &str) -> Result<String> {
        self.inner_text(&self.shown(id).await?).await
    }

    /// Waits until the element's text fulfils the condition, and hands it back.
    ///
    /// # Errors
    /// Repeats the last text seen.
    pub async fn text_where(&self, id: &str, what: &str, accept: impl Fn(&str) -> bool) -> Result<String> {
        let mut last = String::new();
        until(&format!("{what} in `{id}`"), async || {
            last = self.inner_text(&self.driver.find(by(id)).await?).await?;
            Ok(accept(&last).then(|| last.clone()))
        })
        .await
        .with_context(|| format!("`{id}` last said {last:?}"))
    }

    /// Waits until the element's attribute fulfils the condition, and hands it back. A missing attribute
    /// counts as empty.
    ///
    /// # Errors
    /// Repeats the last value seen.
    pub async fn attribute_where(
        &self,
        id: &str,
        name: &str,
        what: &str,
        accept: impl Fn(&str) -> bool,
    ) -> Result<String> {
        let mut last = String::new();
        until(&format!("{what} in `{id}`"), async || {
            last = self
                .driver
                .find(by(id))
                .await?
                .attr(name)
                .await?
                .unwrap_or_default();
            Ok(accept(&last).then(|| last.clone()))
        })
        .await
        .with_context(|| format!("`{id}` last had {name}={last:?}"))
    }

    /// Runs a script in the page and hands back what it returns.
    ///
    /// # Errors
    /// When the script throws or returns something else than wanted.
    pub async fn script<T: serde::de::DeserializeOwned>(&self, script: &str, args: Vec<Value>) -> Result<T> {
        Ok(self.driver.execute(script, args).await?.convert()?)
    }

    /// Runs a script that calls its last argument when it is done, with its result.
    ///
    /// # Errors
    /// As [`Page::script`].
    pub async fn async_script<T: serde::de::DeserializeOwned>(
        &self,
        script: &str,
        args: Vec<Value>,
    ) -> Result<T> {
        Ok(self.driver.execute_async(script, args).await?.convert()?)
    }

    /// Takes a picture of what the page shows. Waits first until fonts are loaded and the page has drawn twice
    /// without an animation running, so that the same screen gives the same picture.
    ///
    /// # Errors
    /// When the file cannot be written or the picture is empty.
    pub async fn picture(&self, file: &Path) -> Result<()> {
        let settled: bool = self
            .async_script(
                "const done = arguments[arguments.length - 1];\n\
                 const still = () => document.getAnimations().every((a) => a.playState !== 'running' \
                   || a.effect?.getComputedTiming().iterations === Infinity);\n\
                 let frames = 0, looks = 0;\n\
                 const look = () => { looks += 1; frames = still() ? frames + 1 : 0;\n\
                   if (frames > 2 || looks > 300) { done(frames > 2); } else { requestAnimationFrame(look); } };\n\
                 document.fonts.ready.then(() => requestAnimationFrame(look));",
                vec![],
            )
            .await?;
        if !settled {
            bail!("{} does not come to rest", self.name);
        }
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        self.driver
            .screenshot(file)
            .await
            .with_context(|| format!("no picture of {}", self.name))?;
        if std::fs::metadata(file)?.len() < 1000 {
            bail!("the picture {} is empty", file.display());
        }
        Ok(())
    }

    /// Ends the session. The program behind it is ended by its owner.
    pub(crate) async fn close(self) -> Result<()> {
        self.driver
            .clone()
            .quit()
            .await
            .context("the WebDriver session did not end")
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        // The owner ends the program; telling it over HTTP from here would block the runtime.
        let _ = self.driver.clone().leak();
    }
}

fn by(id: &str) -> By {
    By::Css(format!("[data-testid=\"{id}\"]"))
}
