//! A person who enters a device code, or signs in in a browser: fetches the sandbox tenant's pages and posts their forms.

use reqwest::{Client, Response};
use scraper::{ElementRef, Html, Selector};
use url::Url;

pub(crate) const ADMIN: &str = "admin@sandbox.example";

/// Enters a code on the page that asks for it; gives what the last page says.
pub(crate) async fn enter_code(address: &str, code: &str, accept: bool) -> String {
    let client = Client::builder().no_proxy().build().unwrap();
    let mut page = Page::read(client.get(address).send().await.unwrap()).await;
    let (target, mut fields) = page.submit("[data-testid='device-next']");
    fields.retain(|(name, _)| name != "user_code");
    fields.push(("user_code".to_owned(), code.to_owned()));
    page = Page::read(client.post(target).form(&fields).send().await.unwrap()).await;
    for press in presses(accept) {
        if page.has(&press) {
            let (target, fields) = page.submit(&press);
            page = Page::read(client.post(target).form(&fields).send().await.unwrap()).await;
        }
    }
    page.text
}

/// Signs in at the address that a program opened in the browser, and lets the last form lead back to it.
pub(crate) async fn sign_in(address: &str) -> String {
    let client = Client::builder().no_proxy().build().unwrap();
    let mut page = Page::read(client.get(address).send().await.unwrap()).await;
    for _ in 0..4 {
        let choices = presses(true).into_iter().chain(["form button".to_owned()]);
        let press = choices.into_iter().find(|press| page.has(press)).unwrap();
        let (target, fields) = page.submit(&press);
        let back = target.host_str() == Some("localhost");
        page = Page::read(client.post(target).form(&fields).send().await.unwrap()).await;
        if back {
            return page.text;
        }
    }
    panic!("the pages lead nowhere: {}", page.text);
}

fn presses(accept: bool) -> [String; 2] {
    let decision = if accept { "accept" } else { "cancel" };
    [
        format!("button[value='{ADMIN}']"),
        format!("[data-testid='consent-{decision}']"),
    ]
}

struct Page {
    url: Url,
    text: String,
}

impl Page {
    async fn read(response: Response) -> Self {
        Self {
            url: response.url().clone(),
            text: response.text().await.unwrap(),
        }
    }

    fn has(&self, selector: &str) -> bool {
        Html::parse_document(&self.text)
            .select(&Selector::parse(selector).unwrap())
            .next()
            .is_some()
    }

    /// Where the form around the button goes, and what it carries.
    fn submit(&self, button: &str) -> (Url, Vec<(String, String)>) {
        let document = Html::parse_document(&self.text);
        let button = document
            .select(&Selector::parse(button).unwrap())
            .next()
            .unwrap_or_else(|| panic!("no {button} on the page: {}", self.text));
        let form = button
            .ancestors()
            .filter_map(ElementRef::wrap)
            .find(|element| element.value().name() == "form")
            .expect("a button inside a form");
        let target = match form.value().attr("action") {
            Some(action) => self.url.join(action).unwrap(),
            None => self.url.clone(),
        };
        let inputs = Selector::parse("input[name]").unwrap();
        let mut fields: Vec<_> = form
            .select(&inputs)
            .map(|input| (attribute(input, "name"), attribute(input, "value")))
            .collect();
        if button.value().attr("name").is_some() {
            fields.push((attribute(button, "name"), attribute(button, "value")));
        }
        (target, fields)
    }
}

fn attribute(element: ElementRef<'_>, name: &str) -> String {
    element.value().attr(name).unwrap_or_default().to_owned()
}
