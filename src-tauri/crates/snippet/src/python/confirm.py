
    print(f"This acts on a device: {METHOD} {URL}\nType {CONFIRMATION} to go on:", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip() != CONFIRMATION:
        stop("nothing was sent.")
