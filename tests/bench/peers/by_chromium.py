"""Headless Chromium: by_chromium.py PAGES.json OUT warm|cold

warm: one browser and one open document whose words are exchanged, printed through WebDriver.
cold: a browser for every page, of the first five.
"""

import base64
import json
import resource
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import markup
from measure import WARM_UP, family, measure, note, pages, peak

FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
A4 = {"width": 21.0, "height": 29.7}
NO_MARGIN = dict.fromkeys(["top", "bottom", "left", "right"], 0)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ask(address, body=None, method=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(address, data, method=method)
    with urllib.request.urlopen(request, timeout=90) as answer:
        return json.load(answer)["value"]


def wait_for(address):
    for _ in range(200):
        try:
            if ask(f"{address}/status")["ready"]:
                return
        except OSError:
            time.sleep(0.1)
    sys.exit("chromedriver does not answer")


def warm(profile):
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    driver = subprocess.Popen(["chromedriver", f"--port={port}"], stdout=subprocess.DEVNULL)
    try:
        wait_for(address)
        options = {"args": [*FLAGS, f"--user-data-dir={profile}"]}
        asked = {"capabilities": {"alwaysMatch": {"goog:chromeOptions": options}}}
        session = f"{address}/session/" + ask(f"{address}/session", asked)["sessionId"]
        empty = Path(profile, "page.html")
        empty.write_text(f"{markup.HEAD}<title>certificate</title><body></body></html>")
        ask(f"{session}/url", {"url": empty.as_uri()})

        def draw(page):
            exchange = "document.body.innerHTML = arguments[0]"
            ask(f"{session}/execute/sync", {"script": exchange, "args": [markup.body(page)]})
            how = {"page": A4, "margin": NO_MARGIN, "background": True}
            return base64.b64decode(ask(f"{session}/print", how))

        measure(draw, pages(), lambda: family(driver.pid)[1:])
        ask(session, method="DELETE")
    finally:
        driver.terminate()
        driver.wait()


def cold(profile):
    folder = Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    times, most, before = [], 0, children()
    # The pages that the others draw, behind those that only warm up.
    for n, page in enumerate(pages()[WARM_UP:][:5]):
        source = Path(profile, "page.html")
        source.write_text(markup.whole(page))
        to = ["--no-pdf-header-footer", f"--print-to-pdf={folder / f'{n:05}.pdf'}"]
        began = time.perf_counter()
        browser = subprocess.Popen(
            ["chromium", *FLAGS, f"--user-data-dir={profile}/{n}", *to, source.as_uri()],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        while browser.poll() is None:
            most = max(most, sum(map(peak, family(browser.pid))))
            time.sleep(0.02)
        times.append(time.perf_counter() - began)
    note(times, children() - before, most)


def children():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
    {"warm": warm, "cold": cold}[sys.argv[3]](profile)
