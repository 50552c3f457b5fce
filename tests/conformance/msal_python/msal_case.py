"""The frame of every test: a sandbox and an MSAL application of its own, and a person to sign in with."""

import unittest
import warnings

import msal
from sandbox_client import API, LOGIN, Browser, SandboxProcess, session_to

ADMIN = "admin@sandbox.example"
ANALYST = "analyst@sandbox.example"
NO_ROLE = "norole@sandbox.example"
REDIRECT = "http://localhost:4711"


class MsalCase(unittest.TestCase):
    """Each test has a sandbox and an MSAL application of its own."""

    #: Options that the sandbox starts with.
    OPTIONS = ()

    def setUp(self):
        self.sandbox = SandboxProcess(*self.OPTIONS)
        self.addCleanup(self._stop)
        self.cache = msal.TokenCache()
        self._connect()

    def _ignore(self, category):
        """Lets MSAL warn of this for the rest of the test; other warnings count as before."""
        warned = warnings.catch_warnings()
        warned.__enter__()
        self.addCleanup(warned.__exit__, None, None, None)
        warnings.simplefilter("ignore", category)

    def _restart(self, *options):
        """The same tenant with other options; MSAL keeps what it has cached."""
        self._stop()
        self.sandbox = SandboxProcess(*options)
        self._connect()

    def _connect(self):
        self.facts = self.sandbox.facts
        self.scopes = [self.facts["audience"] + "/.default"]
        self.http = session_to(self.facts["base"])
        self.addCleanup(self.http.close)
        self.browser = Browser(self.http)
        self.app = self._app()

    def _app(self, **options):
        return msal.PublicClientApplication(
            self.facts["clientId"],
            authority=f"{LOGIN}/{self.facts['tenantId']}",
            http_client=self.http,
            token_cache=self.cache,
            **options,
        )

    def _stop(self):
        self.assertEqual(self.sandbox.stop(), 0)

    def _flow(self, **options):
        # The mode that MSAL recommends; one test uses the query instead.
        options.setdefault("response_mode", "form_post")
        return self.app.initiate_auth_code_flow(self.scopes, redirect_uri=REDIRECT, **options)

    def _sign_in(self, username=ANALYST, **options):
        flow = self._flow(**options)
        answer = self.browser.sign_in(flow["auth_uri"], username)
        result = self.app.acquire_token_by_auth_code_flow(flow, answer)
        self.assertNotIn("error", result, result.get("error_description"))
        return result

    def _api(self, path, token):
        return self.http.get(f"{API}/api{path}", headers={"Authorization": f"Bearer {token}"})

    def assert_reads_alerts(self, result):
        self.assertNotIn("error", result, result.get("error_description"))
        self.assertEqual(self._api("/alerts/$count", result["access_token"]).text, "1200")

    def assert_refused(self, result, error, number):
        self.assertEqual((result.get("error"), result.get("error_codes")), (error, [number]), result)
