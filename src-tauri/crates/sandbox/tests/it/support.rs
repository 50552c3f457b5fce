//! A sandbox with a clock that only moves when told, and a client that walks its pages like a browser.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::header::{HeaderMap, LOCATION};
use reqwest::{Client, ClientBuilder, Method, RequestBuilder, StatusCode};
use sandbox::{Clock, Config, Fault, Sandbox};
use serde_json::Value;
use url::Url;

pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
/// S256 of [`VERIFIER`] (RFC 7636, appendix B).
pub const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
pub const REDIRECT: &str = "http://localhost:4711/";
pub const RESOURCE: &str = "https://api.securitycenter.microsoft.com";
pub const ADMIN: &str = "admin@sandbox.example";
pub const ANALYST: &str = "analyst@sandbox.example";
pub const NO_ROLE: &str = "norole@sandbox.example";
/// 2027-01-15T08:00:00Z.
const START: i64 = 1_800_000_000;

pub type Fields = BTreeMap<String, String>;

/// An answer, read to its end.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The AADSTS number that a page shows or a token error carries.
    pub fn aadsts(&self) -> u64 {
        let text = self
            .text
            .split_once("AADSTS")
            .unwrap_or_else(|| panic!("no AADSTS in {}", self.text))
            .1;
        text.chars()
            .take_while(char::is_ascii_digit)
            .collect::<String>()
            .parse()
            .unwrap()
    }
}

/// A running sandbox.
pub struct World {
    pub sandbox: Sandbox,
    now: Arc<AtomicI64>,
    http: Client,
}

fn clock(now: &Arc<AtomicI64>) -> Clock {
    let now = Arc::clone(now);
    Arc::new(move || DateTime::from_timestamp(now.load(Ordering::SeqCst), 0).unwrap())
}

fn client() -> ClientBuilder {
    Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .timeout(Duration::from_secs(60))
}

/// A permission that exists and that no operation asks for, so that the registration does not list it.
pub const UNREGISTERED: &str = "SecurityConfiguration.Read";

impl World {
    pub async fn start() -> Self {
        Self::with(|_| {}).await
    }

    pub async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let now = Arc::new(AtomicI64::new(START));
        let mut config = Config::new(clock(&now));
        change(&mut config);
        let sandbox = sandbox::start(config).await.unwrap();
        let http = client().build().unwrap();
        Self { sandbox, now, http }
    }

    /// The same tenant, stopped and started again.
    pub async fn restarted(self) -> Self {
        let mut config = self.sandbox.config().clone();
        config.port = 0;
        self.sandbox.stop().await;
        let sandbox = sandbox::start(config).await.unwrap();
        Self {
            sandbox,
            now: self.now,
            http: self.http,
        }
    }

    /// Switches these faults on and all others off.
    pub async fn set(&mut self, faults: &[Fault]) {
        self.sandbox.set_faults(faults).await.unwrap();
    }

    /// From now on this client trusts the root of the inspecting proxy, and no other.
    pub fn trust_the_proxy(&mut self) {
        let root = reqwest::Certificate::from_der(self.sandbox.untrusted_root().unwrap()).unwrap();
        self.http = client().tls_certs_only([root]).build().unwrap();
    }

    pub fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.now.load(Ordering::SeqCst), 0).unwrap()
    }

    pub fn advance(&self, by: TimeDelta) {
        self.now.fetch_add(by.num_seconds(), Ordering::SeqCst);
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.sandbox.base_url().as_str().trim_end_matches('/'))
    }

    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, self.url(path))
    }

    pub async fn send(&self, request: RequestBuilder) -> Answer {
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        Answer {
            status,
            headers,
            text: response.text().await.unwrap(),
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    pub async fn post(&self, path: &str, fields: &Fields) -> Answer {
        self.send(self.request(Method::POST, path).form(fields)).await
    }

    /// Calls the API; `path` starts after `/api`.
    pub async fn api(&self, path: &str, token: &str) -> Answer {
        self.send(
            self.request(Method::GET, &format!("/api{path}"))
                .bearer_auth(token),
        )
        .await
    }

    /// A good authorization request.
    pub fn authorization(&self) -> Fields {
        fields(&[
            ("client_id", self.sandbox.client_id()),
            ("response_type", "code"),
            ("redirect_uri", REDIRECT),
            (
                "scope",
                &format!("{RESOURCE}/.default offline_access openid profile"),
            ),
            ("state", "state-1"),
            ("nonce", "nonce-1"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ])
    }

    pub fn path(&self, rest: &str) -> String {
        format!("/{}{rest}", self.sandbox.tenant_id())
    }

    pub async fn authorize(&self, request: &Fields) -> Answer {
        let query = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(request)
            .finish();
        self.get(&self.path(&format!("/oauth2/v2.0/authorize?{query}")))
            .await
    }

    /// From the authorization request over the sign-in page and, if it comes, the consent page.
    pub async fn walk(&self, request: &Fields, username: &str) -> Answer {
        let page = self.authorize(request).await;
        let (action, mut form) = form_of(&page.text);
        form.insert("account".to_owned(), username.to_owned());
        let next = self.post(&action, &form).await;
        if !next.text.contains("consent-accept") {
            return next;
        }
        let (action, mut form) = form_of(&next.text);
        form.insert("decision".to_owned(), "accept".to_owned());
        self.post(&action, &form).await
    }

    /// An authorization code for the request.
    pub async fn code(&self, request: &Fields, username: &str) -> String {
        redirected(&self.walk(request, username).await)["code"].clone()
    }

    /// A good redemption.
    pub fn redemption(&self, code: &str) -> Fields {
        fields(&[
            ("grant_type", "authorization_code"),
            ("client_id", self.sandbox.client_id()),
            ("code", code),
            ("redirect_uri", REDIRECT),
            ("code_verifier", VERIFIER),
        ])
    }

    pub async fn token(&self, request: &Fields) -> Answer {
        self.post(&self.path("/oauth2/v2.0/token"), request).await
    }

    /// A good password grant for an account.
    pub fn password(&self, username: &str) -> Fields {
        let mut accounts = self.sandbox.accounts().iter();
        let account = accounts.find(|account| account.username == username).unwrap();
        fields(&[
            ("grant_type", "password"),
            ("client_id", self.sandbox.client_id()),
            ("username", username),
            ("password", account.password),
            (
                "scope",
                &format!("{RESOURCE}/.default offline_access openid profile"),
            ),
        ])
    }

    /// A good refresh with the refresh token of `tokens`.
    pub fn refresh(&self, tokens: &Value) -> Fields {
        fields(&[
            ("grant_type", "refresh_token"),
            ("client_id", self.sandbox.client_id()),
            ("refresh_token", tokens["refresh_token"].as_str().unwrap()),
            (
                "scope",
                &format!("{RESOURCE}/.default offline_access openid profile"),
            ),
        ])
    }

    /// Tokens for an account, with the default request.
    pub async fn sign_in(&self, username: &str) -> Value {
        self.sign_in_with(&self.authorization(), username).await
    }

    pub async fn sign_in_with(&self, request: &Fields, username: &str) -> Value {
        let code = self.code(request, username).await;
        let answer = self.token(&self.redemption(&code)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
        answer.json()
    }

    pub async fn access_token(&self, username: &str) -> String {
        self.sign_in(username).await["access_token"]
            .as_str()
            .unwrap()
            .to_owned()
    }
}

pub fn fields(pairs: &[(&str, &str)]) -> Fields {
    pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

/// Status, `error`, number and `suberror` of a token answer.
pub fn refused(answer: &Answer) -> (u16, String, u64, Value) {
    let body = answer.json();
    (
        answer.status.as_u16(),
        body["error"].as_str().unwrap().to_owned(),
        body["error_codes"][0].as_u64().unwrap(),
        body["suberror"].clone(),
    )
}

/// The request with one field changed; an empty value takes the field away.
pub fn changed(request: &Fields, name: &str, value: &str) -> Fields {
    let mut request = request.clone();
    if value.is_empty() {
        request.remove(name);
    } else {
        request.insert(name.to_owned(), value.to_owned());
    }
    request
}

/// Parameters that a redirect carries in its query.
pub fn redirected(answer: &Answer) -> Fields {
    assert_eq!(answer.status, StatusCode::FOUND, "{}", answer.text);
    let target = Url::parse(answer.headers[LOCATION].to_str().unwrap()).unwrap();
    target.query_pairs().into_owned().collect()
}

/// Where the first form of a page goes, as a path or an address, and its hidden fields.
pub fn form_of(html: &str) -> (String, Fields) {
    let action = between(html, "action=\"", "\"").unwrap_or_else(|| panic!("no form in {html}"));
    let hidden = html
        .split("<input type=\"hidden\"")
        .skip(1)
        .map(|input| {
            let name = between(input, "name=\"", "\"").unwrap();
            (
                unescape(&name),
                unescape(&between(input, "value=\"", "\"").unwrap()),
            )
        })
        .collect();
    (unescape(&action), hidden)
}

pub fn between(text: &str, begin: &str, end: &str) -> Option<String> {
    Some(text.split_once(begin)?.1.split_once(end)?.0.to_owned())
}

pub fn unescape(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#96;", "`")
        .replace("&amp;", "&")
}

/// The claims of a token, without any check.
pub fn claims(token: &str) -> Value {
    jsonwebtoken::dangerous::insecure_decode_claims(token).unwrap()
}
