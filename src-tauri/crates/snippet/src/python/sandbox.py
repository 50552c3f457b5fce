

class Loopback:
    """MSAL takes https addresses alone, and the sandbox tenant on this computer has http. This stands between them."""

    def get(self, url, **options):
        return self._send("GET", url, options)

    def post(self, url, **options):
        return self._send("POST", url, options)

    def close(self):
        session.close()

    @staticmethod
    def _send(method, url, options):
        answer = session.request(method, url.replace("https://", "http://", 1), timeout=60, **options)
        text = answer.text
        if url.endswith("/openid-configuration"):
            facts = answer.json()
            facts["token_endpoint"] = facts["token_endpoint"].replace("http://", "https://", 1)
            text = json.dumps(facts)
        return types.SimpleNamespace(
            status_code=answer.status_code, headers=answer.headers, text=text, raise_for_status=answer.raise_for_status
        )


def application():
    # No proxy is asked for what is on this computer.
    session.trust_env = False
    authority = AUTHORITY.replace("http://", "https://", 1)
    return msal.PublicClientApplication(
        CLIENT_ID, authority=authority, instance_discovery=False, http_client=Loopback()
    )
