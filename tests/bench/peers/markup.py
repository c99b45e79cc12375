"""The certificate as HTML, for WeasyPrint and Chromium."""

from html import escape
from pathlib import Path

STYLE = (Path(__file__).parent / "page.css").read_text()
HEAD = f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><style>{STYLE}</style>'


def label(zh, en):
    return f'{escape(zh)}<small lang="en">{escape(en)}</small>'


def row(entries):
    span = ' colspan="3"' if len(entries) == 1 else ""
    cells = (f"<th>{label(zh, en)}</th><td{span}>{escape(value)}</td>" for zh, en, value in entries)
    return f"<tr>{''.join(cells)}</tr>"


def closing(zh, en, value):
    return f'<div class="grey">{label(zh, en)}</div><p>{escape(value)}</p>'


def body(page):
    width, path = page["symbol"]["width"], page["symbol"]["path"]
    two = " two" if len(page["name"]) == 2 else ""
    # The last character of a spread name has no neighbour to keep away from.
    name = f'{page["name"][:-1]}<span style="letter-spacing:0">{page["name"][-1]}</span>'
    return f"""<main><div class="outer"></div><div class="inner"></div>
<h1 class="at centred">{escape(page["title"][0])}</h1>
<div class="at centred en" lang="en">{escape(page["title"][1])}</div>
<div class="at divider"></div>
<div class="at centred grey holder">{label(*page["holder"])}</div>
<div class="at centred kai name{two}">{name}</div>
<p class="at kai sentence">{escape(page["sentence"][0])}</p>
<div class="at grey attests" lang="en">{escape(page["sentence"][1])}</div>
<table class="at"><col style="width:84pt"><col style="width:156pt"><col style="width:84pt"><col>
{"".join(map(row, page["rows"]))}</table>
<svg viewBox="0 0 {width} {width}" role="img" aria-label="QR"><path d="{path}"/></svg>
<div class="at closing">{"".join(closing(*one) for one in page["closing"])}</div>
<div class="at verify">{label(*page["verify"])}</div></main>"""


def whole(page):
    return f"{HEAD}<title>{escape(page['title'][0])}</title><body>{body(page)}</body></html>"
