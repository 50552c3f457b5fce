

def sign_in():
    """Opens the browser. MSAL listens on this computer and uses PKCE."""
    return application().acquire_token_interactive([SCOPE])
