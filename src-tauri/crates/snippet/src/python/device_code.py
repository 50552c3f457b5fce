

def sign_in():
    """Shows a code to enter in a browser on any device."""
    app = application()
    flow = app.initiate_device_flow([SCOPE])
    if "user_code" not in flow:
        return flow
    print(
        plain(f"To sign in, open {flow['verification_uri']} and enter the code {flow['user_code']}"),
        file=sys.stderr,
        flush=True,
    )
    return app.acquire_token_by_device_flow(flow)
