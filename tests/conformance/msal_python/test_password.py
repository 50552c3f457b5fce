"""MSAL for Python signs in with a username and a password."""

import unittest

import msal
from msal_case import ADMIN, ANALYST, NO_ROLE, MsalCase
from sandbox_client import LOGIN


class Password(MsalCase):
    """Nobody can consent with a password, so each account has consented in a browser before."""

    def setUp(self):
        super().setUp()
        # MSAL says that this flow is going away.
        self._ignore(DeprecationWarning)

    def _password(self, username):
        return next(one["password"] for one in self.facts["accounts"] if one["username"] == username)

    def _redeem(self, username, password=None):
        password = self._password(username) if password is None else password
        return self.app.acquire_token_by_username_password(username, password, self.scopes)

    def _consent(self, username):
        """Consent in a browser; nobody redeems the code."""
        self.browser.sign_in(self._flow()["auth_uri"], username)
        self.assertTrue(self.browser.consent_asked)

    def test_every_account_signs_in_with_its_password(self):
        for username in (ADMIN, ANALYST, NO_ROLE):
            self._consent(username)
            result = self._redeem(username)
            self.assertNotIn("error", result, result.get("error_description"))
            self.assertEqual(result["id_token_claims"]["preferred_username"], username)
        self.assertTrue(all(character in self._password(ANALYST) for character in "&+%"))

    def test_the_token_reads_alerts_and_is_renewed_silently(self):
        self._consent(ANALYST)
        self.assert_reads_alerts(self._redeem(ANALYST))
        (account,) = self.app.get_accounts()
        self.assert_reads_alerts(self.app.acquire_token_silent(self.scopes, account=account, force_refresh=True))

    def test_a_wrong_password_and_an_unknown_name_are_told_apart(self):
        self.assert_refused(self._redeem(ANALYST, "sandbox-Ada-1"), "invalid_grant", 50126)
        self.assert_refused(self._redeem("nobody@sandbox.example", "x"), "invalid_grant", 50034)
        self.assert_refused(self._redeem("kim@partner.example", "x"), "invalid_grant", 50034)

    def test_without_consent_there_is_no_token(self):
        refused = self._redeem(ANALYST)
        self.assert_refused(refused, "invalid_grant", 65001)
        self.assertEqual(refused["suberror"], "consent_required")

    def test_a_demand_for_mfa_cannot_be_met(self):
        self._restart("--fault", "mfa-required")
        self._consent(ANALYST)
        refused = self._redeem(ANALYST)
        self.assert_refused(refused, "invalid_grant", 50076)
        self.assertIn("capolids", refused["claims"])

    def test_public_flows_that_are_off_refuse_passwords(self):
        self._restart("--fault", "public-flows-off")
        self.assert_refused(self._redeem(ANALYST), "invalid_client", 7000218)

    def test_the_common_authority_takes_no_passwords(self):
        shared = msal.PublicClientApplication(
            self.facts["clientId"], authority=f"{LOGIN}/common", http_client=self.http
        )
        refused = shared.acquire_token_by_username_password(ANALYST, self._password(ANALYST), self.scopes)
        self.assert_refused(refused, "invalid_request", 9001023)


if __name__ == "__main__":
    unittest.main()
