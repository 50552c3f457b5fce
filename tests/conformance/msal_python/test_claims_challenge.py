"""MSAL for Python meets the API's claims challenge, and satisfies it in each of its ways."""

import base64
import json
import re
import unittest

from msal_case import ANALYST, MsalCase


class ClaimsChallenge(MsalCase):
    """The API refuses every token that was not asked for with its claims."""

    OPTIONS = ("--fault", "claims-challenge")

    def _challenge(self, result):
        """The claims that the API demands of this token."""
        refused = self._api("/alerts/$count", result["access_token"])
        self.assertEqual(refused.status_code, 401)
        header = refused.headers["WWW-Authenticate"]
        self.assertIn('error="insufficient_claims"', header)
        claims = base64.b64decode(re.search('claims="([^"]+)"', header)[1]).decode()
        self.assertEqual(json.loads(claims)["access_token"]["acrs"]["value"], "c1")
        return claims

    def test_a_silent_request_with_the_claims_passes_over_the_cache(self):
        first = self._sign_in()
        claims = self._challenge(first)
        (account,) = self.app.get_accounts()
        cached = self.app.acquire_token_silent(self.scopes, account=account)
        self.assertEqual(cached["access_token"], first["access_token"])
        silent = self.app.acquire_token_silent(self.scopes, account=account, claims_challenge=claims)
        self.assertEqual(silent["token_source"], "identity_provider")
        self.assert_reads_alerts(silent)
        # The session has satisfied the policy, so later tokens need no claims.
        self.assert_reads_alerts(self.app.acquire_token_silent(self.scopes, account=account))

    def test_a_browser_sign_in_with_the_claims_satisfies_the_api(self):
        claims = self._challenge(self._sign_in())
        self.assert_reads_alerts(self._sign_in(claims_challenge=claims))

    def test_capabilities_are_merged_with_the_challenge(self):
        claims = self._challenge(self._sign_in())
        self.app = self._app(client_capabilities=["cp1"])
        flow = self._flow(claims_challenge=claims)
        self.assertIn("xms_cc", flow["auth_uri"])
        result = self.app.acquire_token_by_auth_code_flow(flow, self.browser.sign_in(flow["auth_uri"], ANALYST))
        self.assert_reads_alerts(result)
        # Capabilities alone satisfy nothing.
        self._challenge(self._sign_in())

    def test_a_device_code_can_carry_the_claims(self):
        claims = self._challenge(self._sign_in())
        flow = self.app.initiate_device_flow(self.scopes)
        self.browser.enter_code(flow["verification_uri"], flow["user_code"], ANALYST)
        result = self.app.acquire_token_by_device_flow(flow, claims_challenge=claims, exit_condition=lambda _: True)
        self.assert_reads_alerts(result)


if __name__ == "__main__":
    unittest.main()
