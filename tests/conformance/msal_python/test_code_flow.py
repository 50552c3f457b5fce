"""MSAL for Python signs in to the sandbox tenant in a browser and reads alerts with the token it gets."""

import threading
import unittest
import webbrowser
from unittest import mock
from urllib.parse import parse_qs, urlsplit

import msal
import requests
from msal_case import ADMIN, ANALYST, NO_ROLE, MsalCase
from sandbox_client import API, LOGIN


class CodeFlow(MsalCase):
    def test_discovery_takes_the_endpoints_from_the_metadata(self):
        authority = self.app.authority
        prefix = f"{LOGIN}/{self.facts['tenantId']}/oauth2/v2.0"
        self.assertEqual(authority.authorization_endpoint, f"{prefix}/authorize")
        self.assertEqual(authority.token_endpoint, f"{prefix}/token")

    def test_an_unknown_tenant_is_refused_by_discovery(self):
        with self.assertRaises(ValueError):
            msal.PublicClientApplication(
                self.facts["clientId"],
                authority=f"{LOGIN}/11111111-2222-3333-4444-555555555555",
                http_client=self.http,
            )

    def test_the_code_flow_with_pkce_gives_a_token_that_reads_alerts(self):
        flow = self._flow()
        self.assertIn("code_challenge_method=S256", flow["auth_uri"])
        result = self.app.acquire_token_by_auth_code_flow(flow, self.browser.sign_in(flow["auth_uri"], ANALYST))
        self.assertNotIn("error", result, result.get("error_description"))
        self.assertTrue(self.browser.consent_asked)
        self.assertEqual(result["id_token_claims"]["preferred_username"], ANALYST)
        self.assertEqual(result["token_source"], "identity_provider")
        self.assertTrue(3600 <= result["expires_in"] <= 5400, result["expires_in"])
        alerts = self._api("/alerts?$top=3", result["access_token"])
        self.assertEqual((alerts.status_code, len(alerts.json()["value"])), (200, 3))
        self.assertEqual(self._api("/alerts/$count", result["access_token"]).text, "1200")

    def test_answers_in_the_query_are_accepted_too(self):
        flow = self._flow(response_mode="query")
        result = self.app.acquire_token_by_auth_code_flow(flow, self.browser.sign_in(flow["auth_uri"], ANALYST))
        self.assertIn("access_token", result)

    def test_the_account_is_cached_and_tokens_come_from_the_cache(self):
        first = self._sign_in()
        accounts = self.app.get_accounts()
        self.assertEqual([account["username"] for account in accounts], [ANALYST])
        self.assertEqual(accounts[0]["realm"], self.facts["tenantId"])
        silent = self.app.acquire_token_silent(self.scopes, account=accounts[0])
        self.assertEqual((silent["access_token"], silent["token_source"]), (first["access_token"], "cache"))

    def test_a_forced_refresh_gives_a_different_token_that_works(self):
        first = self._sign_in()
        account = self.app.get_accounts()[0]
        second = self.app.acquire_token_silent(self.scopes, account=account, force_refresh=True)
        self.assertEqual(second["token_source"], "identity_provider")
        self.assertNotEqual(second["access_token"], first["access_token"])
        self.assertEqual(self._api("/alerts/$count", second["access_token"]).text, "1200")
        third = self.app.acquire_token_silent(self.scopes, account=account, force_refresh=True)
        self.assertNotIn(third["access_token"], (first["access_token"], second["access_token"]))

    def test_the_refresh_token_outlives_a_restart_of_the_sandbox(self):
        first = self._sign_in()
        self._restart()
        self.assertEqual(self._api("/alerts/$count", first["access_token"]).status_code, 401)
        account = self.app.get_accounts()[0]
        renewed = self.app.acquire_token_silent(self.scopes, account=account, force_refresh=True)
        self.assertEqual(self._api("/alerts/$count", renewed["access_token"]).text, "1200")

    def test_named_permissions_are_cached_by_their_names(self):
        self.scopes = [self.facts["audience"] + "/Alert.Read"]
        first = self._sign_in()
        account = self.app.get_accounts()[0]
        silent = self.app.acquire_token_silent(self.scopes, account=account)
        self.assertEqual((silent["token_source"], silent["access_token"]), ("cache", first["access_token"]))
        more = [self.facts["audience"] + "/SecurityConfiguration.Read"]
        refused = self.app.acquire_token_silent_with_error(more, account=account)
        self.assertEqual((refused["error"], refused["suberror"]), ("invalid_grant", "consent_required"))

    def test_a_code_cannot_be_used_twice(self):
        flow = self._flow()
        answer = self.browser.sign_in(flow["auth_uri"], ANALYST)
        self.assertIn("access_token", self.app.acquire_token_by_auth_code_flow(flow, answer))
        again = self.app.acquire_token_by_auth_code_flow(flow, answer)
        self.assertEqual((again["error"], again["error_codes"]), ("invalid_grant", [54005]))
        self.assertTrue(again["correlation_id"] and again["error_description"].startswith("AADSTS54005:"))

    def test_an_altered_code_is_refused(self):
        flow = self._flow()
        answer = self.browser.sign_in(flow["auth_uri"], ANALYST)
        wrong = self.app.acquire_token_by_auth_code_flow(flow, {**answer, "code": answer["code"] + "x"})
        self.assertEqual((wrong["error"], wrong["error_codes"]), ("invalid_grant", [70000]))

    def test_cancelling_consent_comes_back_as_access_denied(self):
        flow = self._flow()
        answer = self.browser.sign_in(flow["auth_uri"], ANALYST, decision="cancel")
        self.assertEqual(answer["error_subcode"], "cancel")
        result = self.app.acquire_token_by_auth_code_flow(flow, answer)
        self.assertEqual(result["error"], "access_denied")
        self.assertIn("AADSTS65004", result["error_description"])

    def test_consent_is_asked_once(self):
        self._sign_in()
        self._sign_in()
        self.assertFalse(self.browser.consent_asked)
        flow = self._flow(prompt="consent")
        self.browser.sign_in(flow["auth_uri"], ANALYST)
        self.assertTrue(self.browser.consent_asked)

    def test_two_accounts_live_side_by_side_and_can_be_removed(self):
        self._sign_in(ANALYST)
        self._sign_in(NO_ROLE)
        by_name = {account["username"]: account for account in self.app.get_accounts()}
        self.assertEqual(set(by_name), {ANALYST, NO_ROLE})
        token = self.app.acquire_token_silent(self.scopes, account=by_name[NO_ROLE])["access_token"]
        refused = self._api("/alerts", token)
        self.assertEqual((refused.status_code, refused.json()["error"]["code"]), (403, "Forbidden"))
        self.app.remove_account(by_name[NO_ROLE])
        self.assertEqual([account["username"] for account in self.app.get_accounts()], [ANALYST])

    def test_msals_own_interactive_flow_ends_at_its_own_listener(self):
        """MSAL opens the "browser" itself and listens on a port of its own choice."""

        def walk(auth_uri):
            answer = self.browser.sign_in(auth_uri, ANALYST)
            asked = {name: values[0] for name, values in parse_qs(urlsplit(auth_uri).query).items()}
            with requests.Session() as plain:
                plain.trust_env = False
                if asked.get("response_mode") == "form_post":
                    plain.post(asked["redirect_uri"], data=answer, timeout=10)
                else:
                    plain.get(asked["redirect_uri"], params=answer, timeout=10)

        def open_browser(auth_uri, **_):
            threading.Thread(target=walk, args=(auth_uri,), daemon=True).start()
            return True

        browser = mock.Mock(open=open_browser)
        with mock.patch.object(webbrowser, "get", return_value=browser), mock.patch.object(
            webbrowser, "open", side_effect=open_browser
        ):
            result = self.app.acquire_token_interactive(self.scopes, timeout=30)
        self.assertNotIn("error", result, result.get("error_description"))
        self.assertEqual(result["id_token_claims"]["preferred_username"], ANALYST)

    def test_next_links_lead_through_all_pages_under_the_public_address(self):
        self._restart("--alerts", "10100")
        token = self._sign_in()["access_token"]
        first = self._api("/alerts?$select=id", token).json()
        self.assertEqual(len(first["value"]), 10000)
        link = first["@odata.nextLink"]
        self.assertTrue(link.startswith(f"{API}/api/alerts?"), link)
        second = self.http.get(link, headers={"Authorization": f"Bearer {token}"}).json()
        self.assertEqual(len(second["value"]), 100)
        self.assertNotIn("@odata.nextLink", second)

    def test_a_written_cache_of_several_accounts_serves_another_application(self):
        """Accounts, tokens and sessions survive in text, and each account keeps its own."""
        self.cache = msal.SerializableTokenCache()
        self.app = self._app()
        names = (ADMIN, ANALYST, NO_ROLE)
        for name in names:
            self._sign_in(name)
        text = self.cache.serialize()
        self.cache = msal.SerializableTokenCache()
        self.cache.deserialize(text)
        self.app = self._app()
        self.assertEqual({account["username"] for account in self.app.get_accounts()}, set(names))
        for name in names:
            (account,) = self.app.get_accounts(username=name)
            renewed = self.app.acquire_token_silent(self.scopes, account=account, force_refresh=True)
            self.assertEqual(renewed["id_token_claims"]["preferred_username"], name)

    def test_discovery_is_on_and_asks_about_the_authority(self):
        asked = []
        send = self.http.get

        def get(url, **options):
            asked.append(url)
            return send(url, **options)

        with mock.patch.object(self.http, "get", side_effect=get):
            # Which hosts are aliases of one another is asked when accounts are looked up, not before.
            self._app(instance_discovery=True).get_accounts()
        paths = [urlsplit(url).path for url in asked]
        self.assertIn("/common/discovery/instance", paths)
        self.assertIn(f"/{self.facts['tenantId']}/v2.0/.well-known/openid-configuration", paths)


if __name__ == "__main__":
    unittest.main()
