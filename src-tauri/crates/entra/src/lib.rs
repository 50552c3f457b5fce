//! Signing in with Microsoft Entra ID: authority, PKCE, loopback listener, token endpoint, AADSTS knowledge.
