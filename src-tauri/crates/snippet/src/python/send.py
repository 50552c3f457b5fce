
# ---- From here on nothing needs to be changed. --------------------------------------------------

session = requests.Session()
sys.stdout.reconfigure(encoding="utf-8")


def plain(text):
    """What a service said, without characters that steer a terminal."""
    return "".join(c if c.isprintable() or c == "\n" else "?" for c in str(text))


def stop(message):
    sys.exit(f"Stopped: {plain(message)}")


def pause(retry_after, attempt):
    """Seconds to wait: what Retry-After says, in either form, else 1, 2, 4, 8 and a little more."""
    if retry_after and retry_after.isdecimal():
        return int(retry_after)
    try:
        return max(0, email.utils.parsedate_to_datetime(retry_after).timestamp() - time.time())
    except (TypeError, ValueError):
        return 2**attempt + random.random()


def send(url, token):
    """Sends the call to an address; the answer of success."""

    def bearer(request):
        request.headers["Authorization"] = f"Bearer {token}"
        return request

    for attempt in range(ATTEMPTS):
        last = attempt == ATTEMPTS - 1
        try:
            response = session.request(
                METHOD,
                url,
                headers={"Accept": "application/json"},
                auth=bearer,
                timeout=(30, 300),
                allow_redirects=False,
                **CONTENT,
            )
        except (requests.ConnectionError, requests.Timeout) as error:
            if last:
                stop(f"{url} cannot be reached: {error}")
            time.sleep(pause(None, attempt))
            continue
        if 200 <= response.status_code < 300:
            return response
        if last or not (response.status_code in (408, 429) or response.status_code >= 500):
            stop(f"{METHOD} {url} answered {response.status_code}:\n{response.text}")
        time.sleep(pause(response.headers.get("Retry-After"), attempt))
