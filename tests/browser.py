"""Opens one page through the chromedriver on a port, as the suite will, and says why if it cannot."""

import json
import sys
import tempfile
import time
import urllib.error
import urllib.request

driver = f"http://127.0.0.1:{sys.argv[1]}"


def ask(path, body=None, method=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(driver + path, data, method=method)
    with urllib.request.urlopen(request, timeout=90) as answer:
        return json.load(answer)["value"]


def wait_for_driver():
    for _ in range(100):
        try:
            if ask("/status")["ready"]:
                return
        except OSError:
            pass
        time.sleep(0.1)
    sys.exit("chromedriver does not answer")


wait_for_driver()
with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
    flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
    options = {"args": [*flags, f"--user-data-dir={profile}"]}
    asked = {"capabilities": {"alwaysMatch": {"goog:chromeOptions": options}}}
    try:
        session = ask("/session", asked)["sessionId"]
        ask(f"/session/{session}/url", {"url": "data:text/html,<title>open</title>"})
        title = ask(f"/session/{session}/title")
        ask(f"/session/{session}", method="DELETE")
    except urllib.error.HTTPError as error:
        sys.exit(error.read().decode())
if title != "open":
    sys.exit(f"the page's title is {title!r}")
