//! A sandbox tenant with somebody signed in: where alerts come from that are measured without a window.

use anyhow::{Context, Result, bail, ensure};
use async_trait::async_trait;
use chrono::Utc;
use defender::odata::{AlertFilter, alerts_request};
use defender::{AccessTokens, Client, Pager, SystemPace, TokenUnavailable};
use sandbox::{Config, RateLimit, Sandbox};
use scraper::{ElementRef, Html, Selector};
use secrecy::SecretString;
use std::sync::Arc;
use table::{Page, TableBuilder};
use tokio_util::sync::CancellationToken;
use url::Url;

/// Rows of a page: the most that is documented, and what the app asks for.
pub const PAGE: u32 = 10_000;

/// The sandbox tenant and a token for it.
pub struct Tenant {
    sandbox: Sandbox,
    /// For the API.
    pub token: SecretString,
    /// The same as text, to be handed to another process.
    pub token_text: String,
}

impl Tenant {
    /// Starts one with so many alerts and no limit of calls, and signs in.
    pub async fn start(alerts: u32) -> Result<Self> {
        let mut config = Config::new(clock());
        config.alerts = alerts;
        config.rate_limit = RateLimit {
            per_minute: 1_000_000,
            per_hour: 1_000_000,
        };
        let sandbox = sandbox::start(config).await?;
        let token = sign_in(&sandbox)
            .await
            .context("signing in to the sandbox tenant")?;
        Ok(Self {
            sandbox,
            token: token.clone().into(),
            token_text: token,
        })
    }

    /// Where its API is.
    pub fn api(&self) -> Url {
        self.sandbox.base_url().clone()
    }

    /// A client of its API.
    pub fn client(&self) -> Result<Client> {
        client(self.api(), self.token.clone())
    }
}

/// The program's edge: this is where the time comes from.
fn clock() -> sandbox::Clock {
    #[expect(clippy::disallowed_methods, reason = "the edge of the program")]
    Arc::new(Utc::now)
}

/// A client of the API at this address, as the app makes it.
pub fn client(api: Url, token: SecretString) -> Result<Client> {
    Ok(Client::new(
        defender::loopback_http_client()?,
        api,
        Arc::new(One(token)),
        Arc::new(SystemPace::new(clock())),
    ))
}

/// Always the same token.
struct One(SecretString);

#[async_trait]
impl AccessTokens for One {
    async fn access_token(&self, _rejected: Option<&SecretString>) -> Result<SecretString, TokenUnavailable> {
        Ok(self.0.clone())
    }
}

/// An empty table of alerts.
pub fn alerts() -> TableBuilder {
    TableBuilder::new(&[], Some("id"))
}

/// Fetches so many alerts, page after page. `take` adds a body to a table and says what it brought.
pub async fn load(
    client: &Client,
    rows: u32,
    mut take: impl AsyncFnMut(Vec<u8>) -> Result<Page>,
) -> Result<()> {
    let top = rows.min(PAGE);
    let mut pager = Pager::new(alerts_request(&AlertFilter::default(), top), top);
    let cancel = CancellationToken::new();
    let mut loaded = 0;
    while loaded < rows {
        let Some(answer) = pager.next(client, &cancel, &|_| ()).await? else {
            break;
        };
        let page = take(answer.body).await?;
        loaded += page.rows + page.duplicates;
        pager.page_read(page.rows + page.duplicates, page.next_link)?;
    }
    ensure!(loaded == rows, "only {loaded} of {rows} alerts came");
    Ok(())
}

/// Consents once as a person does, by the forms of the pages, and then takes a token with the password.
async fn sign_in(sandbox: &Sandbox) -> Result<String> {
    let account = sandbox
        .accounts()
        .iter()
        .find(|account| account.username == system_tests::walk::account::ANALYST)
        .context("there is no analyst")?;
    let base = format!("{}{}/oauth2/v2.0", sandbox.base_url(), sandbox.tenant_id());
    let scope = format!("{}/.default", sandbox.audience());
    let http = defender::loopback_http_client()?;

    let mut address = Url::parse(&format!("{base}/authorize"))?;
    address.query_pairs_mut().extend_pairs([
        ("client_id", sandbox.client_id()),
        ("response_type", "code"),
        ("response_mode", "query"),
        ("redirect_uri", "http://localhost"),
        ("scope", &scope),
        // The code is never redeemed: what matters is the consent.
        ("code_challenge", &"A".repeat(43)),
        ("code_challenge_method", "S256"),
    ]);
    let mut answer = http.get(address.clone()).send().await?;
    for _ in 0..4 {
        if answer.status().is_redirection() {
            break;
        }
        let page = answer.text().await?;
        let Some((target, fields)) = next_form(&page, &address, account.username) else {
            bail!("a page with no way on: {page}");
        };
        answer = http.post(target).form(&fields).send().await?;
    }

    let asked = [
        ("grant_type", "password"),
        ("client_id", sandbox.client_id()),
        ("scope", &scope),
        ("username", account.username),
        ("password", account.password),
    ];
    let answer = http.post(format!("{base}/token")).form(&asked).send().await?;
    let json: serde_json::Value = answer.json().await?;
    json["access_token"]
        .as_str()
        .map(str::to_owned)
        .with_context(|| format!("no token came: {}", json["error_description"]))
}

/// Where the form with the account or the consent goes, and what it carries.
fn next_form(page: &str, at: &Url, account: &str) -> Option<(Url, Vec<(String, String)>)> {
    let page = Html::parse_document(page);
    let first = |selector: &str| page.select(&Selector::parse(selector).ok()?).next();
    let button =
        first(&format!("button[value='{account}']")).or_else(|| first("[data-testid='consent-accept']"))?;
    let form = button
        .ancestors()
        .filter_map(ElementRef::wrap)
        .find(|element| element.value().name() == "form")?;
    let inputs = Selector::parse("input[name]").ok()?;
    let field = |element: ElementRef<'_>| {
        let attribute = |name| element.value().attr(name).unwrap_or_default().to_owned();
        (attribute("name"), attribute("value"))
    };
    let mut fields: Vec<(String, String)> = form.select(&inputs).map(field).collect();
    fields.push(field(button));
    Some((at.join(form.value().attr("action")?).ok()?, fields))
}
