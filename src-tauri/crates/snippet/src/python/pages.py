
    url = URL
    while url:
        response = send(url, token)
        try:
            page = response.json()
        except ValueError:
            stop(f"{url} did not answer with JSON:\n{response.text}")
        if not (isinstance(page, dict) and isinstance(page.get("value"), list)):
            print(json.dumps(page, ensure_ascii=False))
            return
        for row in page["value"]:
            print(json.dumps(row, ensure_ascii=False))
        link = page.get("@odata.nextLink")
        if not link:
            return
        # Only its path and query count, so the token goes nowhere else.
        parts = urllib.parse.urlsplit(link)
        following = f"{ORIGIN}/{parts.path.lstrip('/')}?{parts.query}"
        if following == url:
            stop("a page names itself as the next one.")
        url = following


main()
