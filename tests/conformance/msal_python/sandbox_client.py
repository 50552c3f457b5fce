"""What a test needs around MSAL: the sandbox as a process, a transport to it, and a browser without a screen.

MSAL insists on https and on Microsoft's own authority host. Instead of TLS with a throw-away certificate authority,
the transport maps those hosts to the sandbox's loopback port and says so with X-Forwarded-Proto, so that every address
in an answer is the https one that MSAL expects.
"""

import json
import os
import subprocess
from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit, urlunsplit

import requests
from requests.adapters import HTTPAdapter

LOGIN = "https://login.microsoftonline.com"
API = "https://api.security.microsoft.com"


class SandboxProcess:
    """The `sandbox-tenant` program; it ends when its standard input closes."""

    def __init__(self, *options):
        program = os.environ.get("SANDBOX_TENANT_BIN")
        if not program:
            raise RuntimeError("SANDBOX_TENANT_BIN must name the sandbox-tenant program")
        self._process = subprocess.Popen(
            [program, *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the sandbox ended with code {self._process.wait(timeout=10)}")
        self.facts = json.loads(line)

    def stop(self):
        self._process.stdin.close()
        code = self._process.wait(timeout=10)
        self._process.stdout.close()
        return code


class LoopbackAdapter(HTTPAdapter):
    """Sends requests for a public host to the sandbox's loopback port."""

    def __init__(self, base):
        super().__init__()
        self._target = urlsplit(base).netloc

    def send(self, request, **options):
        public = urlsplit(request.url)
        request.headers["Host"] = public.netloc
        request.headers["X-Forwarded-Proto"] = public.scheme
        request.url = urlunsplit(("http", self._target, public.path, public.query, ""))
        response = super().send(request, **options)
        response.url = urlunsplit(public)
        return response


def session_to(base):
    """A requests session that reaches the sandbox under Microsoft's addresses and nothing else."""
    session = requests.Session()
    session.trust_env = False
    session.adapters.clear()
    for host in (LOGIN, API):
        session.mount(host, LoopbackAdapter(base))
    return session


class _Forms(HTMLParser):
    """Collects the first form of a page: its target, hidden fields and buttons."""

    def __init__(self):
        super().__init__()
        self.action = None
        self.hidden = {}
        self.buttons = []

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag == "form" and self.action is None:
            self.action = values.get("action")
        elif tag == "input" and values.get("type") == "hidden":
            self.hidden[values["name"]] = values.get("value", "")
        elif tag == "button":
            self.buttons.append((values.get("name"), values.get("value")))


class Browser:
    """Walks the sign-in and consent pages as a person without JavaScript would."""

    def __init__(self, session):
        self._session = session
        #: Whether the consent page came up on the last walk.
        self.consent_asked = False

    def sign_in(self, auth_uri, username, decision="accept"):
        """From the authorization address to the answer for the client, as a dictionary."""
        self.consent_asked = False
        response = self._session.get(auth_uri, allow_redirects=False)
        for _ in range(4):
            if response.is_redirect:
                return self._answer(response.headers["Location"])
            page = self._forms(response)
            if page.action is None:
                raise AssertionError(f"the page has no form: {response.status_code} {response.text[-800:]}")
            if page.action.startswith("http://localhost"):
                return page.hidden
            response = self._next(response, page, username, decision)
        raise AssertionError("the pages led nowhere")

    def enter_code(self, verification_uri, user_code, username, decision="accept"):
        """Types a device code and walks to the last page, whose text comes back."""
        self.consent_asked = False
        response = self._session.get(verification_uri)
        page = self._forms(response)
        response = self._session.post(urljoin(response.url, page.action), data={"user_code": user_code})
        for _ in range(2):
            page = self._forms(response)
            if page.action is None or page.action == "/devicelogin":
                break
            response = self._next(response, page, username, decision)
        return response.text

    @staticmethod
    def _forms(response):
        page = _Forms()
        page.feed(response.text)
        return page

    def _next(self, response, page, username, decision):
        names = {name for name, _ in page.buttons}
        fields = dict(page.hidden)
        if "account" in names:
            fields["account"] = username
        elif "decision" in names:
            self.consent_asked = True
            fields["decision"] = decision
        return self._session.post(urljoin(response.url, page.action), data=fields, allow_redirects=False)

    @staticmethod
    def _answer(location):
        target = urlsplit(location)
        if target.hostname != "localhost":
            raise AssertionError(f"redirected to {target.hostname}")
        return {name: values[0] for name, values in parse_qs(target.query or target.fragment).items()}
