//! A person with a browser: it keeps cookies, follows redirects and posts forms.

use std::collections::HashMap;
use std::sync::Mutex;

use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::{Client, Method, redirect};
use scraper::{Html, Selector};
use tokio::task::JoinHandle;
use url::Url;

use crate::provider::ACCOUNT;

/// Pages and redirects until the end of the longest walk, with some to spare.
const STEPS: usize = 20;

/// What the person decides.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    Accepts,
    Declines,
}

/// The system's browser, with a person at it. `changes` is done to the address on its way, as an attacker or a faulty
/// client would.
pub struct PersonsBrowser {
    decision: Decision,
    changes: fn(&mut Url),
    visit: Mutex<Option<JoinHandle<()>>>,
}

impl PersonsBrowser {
    pub fn new(decision: Decision) -> Self {
        Self::changing(decision, |_| ())
    }

    pub fn changing(decision: Decision, changes: fn(&mut Url)) -> Self {
        Self {
            decision,
            changes,
            visit: Mutex::default(),
        }
    }

    /// Waits for the visit's end; a page that did not look as expected fails the test here.
    pub async fn settle(&self) {
        let visit = self.visit.lock().unwrap().take().expect("a page was opened");
        visit.await.expect("the walk through the provider's pages");
    }
}

impl entra::Browser for PersonsBrowser {
    fn open(&self, url: &Url) -> Result<(), entra::BrowserError> {
        let mut url = url.clone();
        (self.changes)(&mut url);
        let decision = self.decision;
        let visit = tokio::spawn(async move {
            let end = walk(url, None, decision).await;
            assert_eq!(end, End::App, "the pages lead back to the app");
        });
        *self.visit.lock().unwrap() = Some(visit);
        Ok(())
    }
}

/// Replaces a parameter of an address; `None` takes it out.
pub fn set(url: &mut Url, name: &str, value: Option<&str>) {
    let mut pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    pairs.retain(|(given, _)| given != name);
    pairs.extend(value.map(|value| (name.to_owned(), value.to_owned())));
    url.query_pairs_mut().clear().extend_pairs(pairs);
}

/// Where a walk ended.
#[derive(Debug, PartialEq, Eq)]
pub enum End {
    /// The answer was posted to the app, which showed its page.
    App,
    /// A page on which there is nothing to press. Its text.
    Page(String),
}

/// Enters a device code as a person does on another device.
pub async fn enter_code(address: Url, code: &str, decision: Decision) -> End {
    walk(address, Some(code), decision).await
}

async fn walk(url: Url, mut code: Option<&str>, decision: Decision) -> End {
    let client = Client::builder()
        .no_proxy()
        .redirect(redirect::Policy::none())
        .build()
        .unwrap();
    let mut cookies: HashMap<String, String> = HashMap::new();
    let mut next = Step {
        method: Method::GET,
        url,
        fields: Vec::new(),
    };
    for _ in 0..STEPS {
        let to_app = next.url.host_str() == Some("localhost");
        let mut request = client.request(next.method.clone(), next.url.clone());
        if next.method == Method::POST {
            request = request.form(&next.fields);
        }
        if !to_app {
            let held: Vec<_> = cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            request = request.header(COOKIE, held.join("; "));
        }
        let answer = request.send().await.unwrap();
        if to_app {
            assert_eq!(answer.status(), 200, "the app's answer page");
            return End::App;
        }
        for cookie in answer.headers().get_all(SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap_or_default();
            let (name, value) = pair.split_once('=').unwrap();
            cookies.insert(name.to_owned(), value.to_owned());
            cookies.retain(|_, value| !value.is_empty());
        }
        next = if let Some(location) = answer.headers().get(LOCATION) {
            Step {
                method: Method::GET,
                url: next.url.join(location.to_str().unwrap()).unwrap(),
                fields: Vec::new(),
            }
        } else {
            let page = answer.text().await.unwrap();
            match press(&next.url, &page, &mut code, decision) {
                Some(step) => step,
                None => return End::Page(page),
            }
        };
    }
    panic!("the pages go round in circles: {}", next.url);
}

struct Step {
    method: Method,
    url: Url,
    fields: Vec<(String, String)>,
}

/// Fills in the page's form and sends it, or cancels where the person declines and the page lets them.
fn press(url: &Url, page: &str, code: &mut Option<&str>, decision: Decision) -> Option<Step> {
    let document = Html::parse_document(page);
    let all = |selector: &str| Selector::parse(selector).unwrap();
    let form = document.select(&all("form")).next()?;
    let consent = document
        .select(&all("input[name='prompt'][value='consent']"))
        .next();
    let cancel = document.select(&all("a[href$='/abort']")).next();
    if decision == Decision::Declines
        && consent.is_some()
        && let Some(cancel) = cancel
    {
        return Some(Step {
            method: Method::GET,
            url: url.join(cancel.attr("href")?).unwrap(),
            fields: Vec::new(),
        });
    }
    // A code is typed once; the page that asks again is the end.
    let typed = match document
        .select(&all("input[type='text'][name='user_code']"))
        .next()
    {
        Some(_) => Some(code.take()?),
        None => None,
    };
    let inputs = all("input[name]");
    let fields = form.select(&inputs).map(|input| {
        let name = input.attr("name").unwrap_or_default();
        let value = match name {
            "login" => ACCOUNT,
            // The provider's page takes any.
            "password" => "any",
            "user_code" => typed.or(input.attr("value")).unwrap_or_default(),
            _ => input.attr("value").unwrap_or_default(),
        };
        (name.to_owned(), value.to_owned())
    });
    Some(Step {
        method: Method::POST,
        url: url.join(form.attr("action")?).unwrap(),
        fields: fields.collect(),
    })
}
