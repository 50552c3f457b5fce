

def application():
    return msal.PublicClientApplication(CLIENT_ID, authority=AUTHORITY)
