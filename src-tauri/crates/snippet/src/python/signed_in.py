

def main():
    answer = sign_in()
    if "access_token" not in answer:
        stop(f"the sign-in failed: {answer.get('error')}: {answer.get('error_description')}")
    token = answer["access_token"]
