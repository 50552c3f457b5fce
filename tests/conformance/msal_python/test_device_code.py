"""MSAL for Python signs in with a device code; the browser part is done over HTTP."""

import unittest

from msal_case import ANALYST, MsalCase
from sandbox_client import LOGIN


class DeviceCode(MsalCase):
    """MSAL polls once for each call here, so that nothing waits."""

    def setUp(self):
        super().setUp()
        # MSAL warns when it is asked to poll before the interval has passed.
        self._ignore(UserWarning)

    def _codes(self):
        flow = self.app.initiate_device_flow(self.scopes)
        self.assertNotIn("error", flow, flow.get("error_description"))
        return flow

    def _poll(self, flow, **options):
        return self.app.acquire_token_by_device_flow(flow, exit_condition=lambda _: True, **options)

    def _approve(self, flow, username=ANALYST, decision="accept"):
        return self.browser.enter_code(flow["verification_uri"], flow["user_code"], username, decision)

    def _sign_in_by_code(self, username=ANALYST):
        flow = self._codes()
        self.assertIn("You may close this window", self._approve(flow, username))
        return self._poll(flow)

    def test_the_code_comes_with_everything_that_msal_needs(self):
        flow = self._codes()
        self.assertEqual(flow["verification_uri"], f"{LOGIN}/devicelogin")
        self.assertEqual((flow["expires_in"], flow["interval"], len(flow["user_code"])), (900, 5, 9))
        self.assertIn(flow["user_code"], flow["message"])

    def test_msal_waits_until_the_code_was_approved_and_then_reads_alerts(self):
        flow = self._codes()
        self.assert_refused(self._poll(flow), "authorization_pending", 70016)
        self._approve(flow)
        self.assertTrue(self.browser.consent_asked)
        result = self._poll(flow)
        self.assert_reads_alerts(result)
        self.assertEqual(result["id_token_claims"]["preferred_username"], ANALYST)
        self.assert_refused(self._poll(flow), "invalid_grant", 54005)

    def test_msal_polls_by_itself_until_somebody_approves(self):
        self._restart("--device-code-interval", "1")
        flow = self._codes()
        approved = []

        def still_waiting(_):
            if not approved:
                approved.append(self._approve(flow))
            return False

        self.assert_reads_alerts(self.app.acquire_token_by_device_flow(flow, exit_condition=still_waiting))
        self.assertEqual(len(approved), 1)

    def test_msal_slows_down_when_it_is_told_to(self):
        flow = self._codes()
        self._poll(flow)
        self.assert_refused(self._poll(flow), "slow_down", 70016)
        self.assertEqual(flow["interval"], 10)

    def test_the_account_is_cached_and_its_token_renewed(self):
        self._sign_in_by_code()
        (account,) = self.app.get_accounts()
        silent = self.app.acquire_token_silent(self.scopes, account=account)
        self.assertEqual(silent["token_source"], "cache")
        renewed = self.app.acquire_token_silent(self.scopes, account=account, force_refresh=True)
        self.assertEqual(renewed["token_source"], "identity_provider")
        self.assert_reads_alerts(renewed)

    def test_a_refusal_ends_the_flow(self):
        flow = self._codes()
        self.assertIn("You declined", self._approve(flow, decision="cancel"))
        self.assert_refused(self._poll(flow), "authorization_declined", 70018)

    def test_an_expired_code_ends_the_flow(self):
        self._restart("--device-code-life", "0")
        flow = self._codes()
        self.assertIn("AADSTS70019", self._approve(flow))
        self.assert_refused(self._poll(flow), "expired_token", 70020)

    def test_a_wrong_code_is_told_to_the_person_and_to_the_client(self):
        flow = self._codes()
        self.assertIn("AADSTS70018", self.browser.enter_code(flow["verification_uri"], "AAAAAAAAA", ANALYST))
        self.assert_refused(self._poll({**flow, "device_code": "x"}), "bad_verification_code", 70018)

    def test_public_flows_that_are_off_come_out_after_the_approval(self):
        self._restart("--fault", "public-flows-off")
        flow = self._codes()
        self.assert_refused(self._poll(flow), "authorization_pending", 70016)
        self._approve(flow)
        self.assert_refused(self._poll(flow), "invalid_client", 7000218)

    def test_a_policy_against_device_codes_ends_the_session(self):
        self._sign_in_by_code()
        self._restart("--fault", "device-code-blocked")
        (account,) = self.app.get_accounts()
        refused = self.app.acquire_token_silent_with_error(self.scopes, account=account, force_refresh=True)
        self.assert_refused(refused, "invalid_grant", 530036)
        flow = self._codes()
        self.assertIn("AADSTS53003", self._approve(flow))
        self.assert_refused(self._poll(flow), "authorization_pending", 70016)


if __name__ == "__main__":
    unittest.main()
