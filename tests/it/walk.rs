//! A browser that signs in by itself: it fetches pages and posts their forms.

use reqwest::{Client, Response};
use scraper::{ElementRef, Html, Selector};
use std::sync::{Arc, Mutex};
use tokio::task::JoinHandle;
use url::Url;

/// What the person at the browser does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Person {
    /// Chooses this account and accepts the permissions.
    Accepts(&'static str),
    /// Chooses this account and declines the permissions.
    Declines(&'static str),
    /// Goes as far as the pages lead, presses whatever leads back, and keeps the page on which there is nothing to press.
    Studies(&'static str),
    /// Looks at the page and leaves it open.
    Waits,
    /// There is no browser on this system.
    Missing,
}

/// Follows the sign-in pages of the sandbox tenant as [`Person`] says.
pub struct WalkingBrowser {
    person: Mutex<Person>,
    opened: Mutex<Vec<Url>>,
    visits: Mutex<Vec<JoinHandle<()>>>,
    studied: Arc<Mutex<Option<String>>>,
}

impl WalkingBrowser {
    pub fn new(person: Person) -> Arc<Self> {
        Arc::new(Self {
            person: Mutex::new(person),
            opened: Mutex::default(),
            visits: Mutex::default(),
            studied: Arc::default(),
        })
    }

    pub fn becomes(&self, person: Person) {
        *self.person.lock().unwrap() = person;
    }

    /// Addresses that were opened, oldest first.
    pub fn opened(&self) -> Vec<Url> {
        self.opened.lock().unwrap().clone()
    }

    /// The text of the page on which the walk ended, as a person would copy it; `None` where it led back to the app.
    pub fn studied(&self) -> Option<String> {
        self.studied.lock().unwrap().take()
    }

    /// Waits for the visits so far; a page that did not look as expected fails the test here.
    pub async fn settle(&self) {
        let visits = std::mem::take(&mut *self.visits.lock().unwrap());
        for visit in visits {
            visit.await.expect("the walk through the sign-in pages");
        }
    }
}

impl entra::Browser for WalkingBrowser {
    fn open(&self, url: &Url) -> Result<(), entra::BrowserError> {
        self.opened.lock().unwrap().push(url.clone());
        let person = *self.person.lock().unwrap();
        if person == Person::Missing {
            return Err(entra::BrowserError::new(std::io::Error::other(
                "no browser is installed",
            )));
        }
        if let Person::Accepts(account) | Person::Declines(account) = person {
            let visit = walk(url.clone(), account, matches!(person, Person::Accepts(_)));
            self.visits.lock().unwrap().push(tokio::spawn(visit));
        }
        if let Person::Studies(account) = person {
            let visit = study(url.clone(), account, Arc::clone(&self.studied));
            self.visits.lock().unwrap().push(tokio::spawn(visit));
        }
        Ok(())
    }
}

/// Where the sign-in pages lead.
enum End {
    /// Back to the app, which answered so.
    AtTheApp(reqwest::StatusCode),
    /// To a page with nothing to press. Its text.
    OnThePage(String),
}

/// Chooses the account, accepts or declines, and presses whatever leads back.
async fn follow(client: &Client, first: Response, account: &str, accept: bool) -> End {
    let mut page = Page::read(first).await;
    let decision = if accept { "accept" } else { "cancel" };
    // Account, consent or approval, the form that carries the answer: four steps at most.
    for _ in 0..4 {
        let choices = [
            format!("button[value='{account}']"),
            format!("[data-testid='consent-{decision}']"),
            "form button, form input[type='submit']".to_owned(),
        ];
        let Some(press) = choices.iter().find(|choice| page.has(choice)) else {
            return End::OnThePage(page.visible());
        };
        let (target, fields) = page.submit(press);
        let answered = client.post(target.clone()).form(&fields).send().await.unwrap();
        if target.host_str() == Some("localhost") {
            return End::AtTheApp(answered.status());
        }
        page = Page::read(answered).await;
    }
    panic!("the sign-in pages go round in circles: {}", page.text);
}

async fn walk(url: Url, account: &'static str, accept: bool) {
    let client = Client::builder().no_proxy().build().unwrap();
    let opened = client.get(url).send().await.unwrap();
    match follow(&client, opened, account, accept).await {
        End::AtTheApp(status) => assert_eq!(status, 200, "the app's answer page"),
        End::OnThePage(text) => panic!("the sign-in pages did not lead back to the app: {text}"),
    }
}

/// Walks like [`walk`], but an end on the way is a finding and not a failure.
async fn study(url: Url, account: &'static str, studied: Arc<Mutex<Option<String>>>) {
    let client = Client::builder().no_proxy().build().unwrap();
    // A browser shows a page of its own where the connection is not trusted; there is nothing of Entra's to copy.
    let text = match client.get(url).send().await {
        Ok(opened) => match follow(&client, opened, account, true).await {
            End::AtTheApp(_) => return,
            End::OnThePage(text) => text,
        },
        Err(_) => String::new(),
    };
    *studied.lock().unwrap() = Some(text);
}

/// Enters a device code as a person does on another device, as far as the pages lead; gives what the last one says.
pub async fn enter_code(address: &str, code: &str, account: &str, accept: bool) -> String {
    let client = Client::builder().no_proxy().build().unwrap();
    let mut page = Page::read(client.get(address).send().await.unwrap()).await;
    let (target, mut fields) = page.submit("[data-testid='device-next']");
    fields.retain(|(name, _)| name != "user_code");
    fields.push(("user_code".to_owned(), code.to_owned()));
    page = Page::read(client.post(target).form(&fields).send().await.unwrap()).await;
    let decision = if accept { "accept" } else { "cancel" };
    for press in [
        format!("button[value='{account}']"),
        format!("[data-testid='consent-{decision}']"),
    ] {
        if page.has(&press) {
            let (target, fields) = page.submit(&press);
            page = Page::read(client.post(target).form(&fields).send().await.unwrap()).await;
        }
    }
    page.visible()
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

    /// What "select all, copy" would copy.
    fn visible(&self) -> String {
        let document = Html::parse_document(&self.text);
        let body = Selector::parse("body").unwrap();
        let words: Vec<&str> = document.select(&body).flat_map(|body| body.text()).collect();
        words.join("\n")
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
