//! Calls to make texts for, values that try to break out of them, and the parsers.

use serde_json::Value;
use snippet::{Body, Language, Method, Part, PartValue, SignIn, SnippetCall, Way, make};
use tree_sitter::{Node, Parser, Tree};
use url::Url;

/// A call that owns its values.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    pub(crate) title: String,
    pub(crate) method: Method,
    pub(crate) url: Url,
    pub(crate) json: Option<Value>,
    /// Name, value, and whether that is a file's name.
    pub(crate) form: Vec<(String, String, bool)>,
    pub(crate) is_collection: bool,
    pub(crate) idempotent: bool,
    pub(crate) acts_on: Option<String>,
    pub(crate) permissions: Vec<String>,
    pub(crate) documentation: String,
    pub(crate) authority: Url,
    pub(crate) tenant: String,
    pub(crate) client_id: String,
    pub(crate) scope: String,
    pub(crate) way: Way,
}

impl Call {
    /// Reads alerts, page by page.
    pub(crate) fn list() -> Self {
        Self {
            title: "List alerts".to_owned(),
            method: Method::Get,
            url: url("https://api.security.microsoft.com/api/alerts?$filter=severity%20eq%20'High'&$top=500"),
            json: None,
            form: Vec::new(),
            is_collection: true,
            idempotent: true,
            acts_on: None,
            permissions: vec!["Alert.Read".to_owned(), "Alert.ReadWrite".to_owned()],
            documentation: "https://learn.microsoft.com/defender-endpoint/api/get-alerts".to_owned(),
            authority: url("https://login.microsoftonline.com"),
            tenant: "b1b2c3d4-1111-4222-8333-944445555666".to_owned(),
            client_id: "a1b2c3d4-1111-4222-8333-944445555666".to_owned(),
            scope: "https://api.securitycenter.microsoft.com/.default".to_owned(),
            way: Way::Browser,
        }
    }

    /// Isolates a device.
    pub(crate) fn act() -> Self {
        Self {
            title: "Isolate machine".to_owned(),
            method: Method::Post,
            url: url("https://api.security.microsoft.com/api/machines/1e5b/isolate"),
            json: Some(serde_json::json!({ "Comment": "Ticket 7", "IsolationType": "Full" })),
            is_collection: false,
            idempotent: false,
            acts_on: Some("desktop-007.contoso.example".to_owned()),
            permissions: vec!["Machine.Isolate".to_owned()],
            documentation: "https://learn.microsoft.com/defender-endpoint/api/isolate-machine".to_owned(),
            ..Self::list()
        }
    }

    /// Uploads a file.
    pub(crate) fn upload() -> Self {
        let field = |name: &str, value: &str, file| (name.to_owned(), value.to_owned(), file);
        Self {
            title: "Upload a file to the library".to_owned(),
            method: Method::Post,
            url: url("https://api.security.microsoft.com/api/libraryfiles"),
            form: vec![
                field("File", "collect.ps1", true),
                field("Description", "Collects; \"all\" = 'everything'", false),
            ],
            is_collection: false,
            idempotent: false,
            permissions: vec!["Library.Manage".to_owned()],
            ..Self::list()
        }
    }

    pub(crate) fn text(&self, language: Language) -> String {
        self.with(|call| make(language, call).text)
    }

    pub(crate) fn with<T>(&self, see: impl FnOnce(&SnippetCall<'_>) -> T) -> T {
        let parts: Vec<Part<'_>> = self
            .form
            .iter()
            .map(|(name, value, file)| Part {
                name,
                value: if *file {
                    PartValue::File(value)
                } else {
                    PartValue::Text(value)
                },
            })
            .collect();
        let permissions: Vec<&str> = self.permissions.iter().map(String::as_str).collect();
        see(&SnippetCall {
            title: &self.title,
            method: self.method,
            url: &self.url,
            body: match &self.json {
                Some(json) => Body::Json(json),
                None if parts.is_empty() => Body::None,
                None => Body::Form(&parts),
            },
            is_collection: self.is_collection,
            idempotent: self.idempotent,
            acts_on: self.acts_on.as_deref(),
            permissions: &permissions,
            documentation: &self.documentation,
            sign_in: SignIn {
                authority: &self.authority,
                tenant: &self.tenant,
                client_id: &self.client_id,
                scope: &self.scope,
                way: self.way,
            },
        })
    }
}

pub(crate) fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

/// Every way through the templates: calls, ways to sign in, services to sign in to.
pub(crate) fn variants() -> Vec<Call> {
    let mut variants = Vec::new();
    for call in [Call::list(), Call::act(), Call::upload()] {
        for way in [Way::Browser, Way::DeviceCode] {
            for authority in [
                "https://login.microsoftonline.com",
                "https://login.elsewhere.example:8443/base/",
                "http://127.0.0.1:4711",
            ] {
                variants.push(Call {
                    way,
                    authority: url(authority),
                    ..call.clone()
                });
            }
        }
    }
    let deleting = Call {
        method: Method::Delete,
        is_collection: false,
        permissions: Vec::new(),
        acts_on: Some(String::new()),
        ..Call::list()
    };
    variants.push(deleting);
    variants
}

/// Texts that mean something to a shell, a language, a form or a page.
pub(crate) const HOSTILE: [&str; 13] = [
    "O'Neil's app",
    "'; touch pwned; '",
    "\"; touch pwned; \"",
    "$(touch pwned) `touch pwned` ${IFS} $HOME ${System.Environment}",
    "a & touch pwned | touch pwned > pwned < x ! # % ~ * ? [a-z] {a,b}",
    "back\\slash \\' \\\" \\n \\u0041 \\",
    "two\nlines\r\nand\ttabs\n'@\n\"\"\"\nJSON\n",
    "’; touch pwned; ‘",
    "</script><script>alert(1)</script> <!--",
    "\"# r##\" */ // /* \"\"\" ''' {0} #{x} %s",
    "@/etc/passwd",
    "x;type=text/html;filename=y, \"z\"",
    "日本語 🛡️ é \u{85} \u{2028} \u{7f} \u{202e} \u{0}",
];

/// The same call with this text in every value.
pub(crate) fn hostile(call: &Call, text: &str) -> Call {
    let mut url = call.url.clone();
    url.path_segments_mut().unwrap().push(text);
    url.query_pairs_mut().append_pair(text, text);
    Call {
        title: text.to_owned(),
        url,
        json: call
            .json
            .as_ref()
            .map(|_| serde_json::json!({ text: [text, { "x": text }], "n": -1.5e-7 })),
        form: call
            .form
            .iter()
            .map(|(_, _, file)| (text.to_owned(), text.to_owned(), *file))
            .collect(),
        acts_on: call.acts_on.as_ref().map(|_| text.to_owned()),
        permissions: vec![text.to_owned(); 2],
        documentation: text.to_owned(),
        tenant: text.to_owned(),
        client_id: text.to_owned(),
        scope: text.to_owned(),
        ..call.clone()
    }
}

/// A grammar's reading of a text.
pub(crate) fn parse(language: Language, text: &str) -> Tree {
    let mut parser = Parser::new();
    let grammar = match language {
        Language::PowerShell => tree_sitter_powershell::LANGUAGE,
        Language::CSharp => tree_sitter_c_sharp::LANGUAGE,
        other => panic!("{other:?} is parsed by something else"),
    };
    parser.set_language(&grammar.into()).unwrap();
    parser.parse(text, None).unwrap()
}

/// Where the grammar found an error, or something missing.
pub(crate) fn errors(tree: &Tree) -> Vec<String> {
    let mut found = Vec::new();
    visit(tree.root_node(), &mut |node| {
        if node.is_error() || node.is_missing() {
            found.push(format!("{} at {}", node.kind(), node.start_position()));
        }
    });
    found
}

pub(crate) fn visit<'t>(node: Node<'t>, see: &mut impl FnMut(Node<'t>)) {
    see(node);
    for child in node.children(&mut node.walk()) {
        visit(child, see);
    }
}
