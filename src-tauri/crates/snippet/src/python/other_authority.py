

def application():
    # This sign-in service is none of those that Microsoft lists.
    return msal.PublicClientApplication(CLIENT_ID, authority=AUTHORITY, instance_discovery=False)
