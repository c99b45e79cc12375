"""Checks every PDF that was drawn and prints the table: table.py PAGES.json FOLDER…

A folder bears the name of its engine. A PDF is good if its words hold the name and zbarimg reads
the address from its QR code at 150 dpi.
"""

import json
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from measure import WARM_UP

HEAD = ["engine", "ms a page", "median", "CPU ms", "pages/s", "bytes", "peak MB", "PDF/A", "signed",
        "read back"]
# Where the QR code is at 150 dpi, with its quiet zone.
PLACE = ["-x", "130", "-y", "1328", "-W", "242", "-H", "242"]


def said(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.decode()


def reads_back(file, page):
    words = "".join(said("pdftotext", file, "-").split())
    with tempfile.NamedTemporaryFile(suffix=".pgm") as code:
        said("pdftoppm", "-r", "150", "-gray", "-singlefile", *PLACE, file, code.name[:-4])
        scanned = said("zbarimg", "--raw", "-q", code.name).strip()
    return page["name"] in words and scanned == page["url"]


def archive(file):
    """What the metadata claims; nobody here validates it."""
    known = said("pdfinfo", "-meta", file)
    found = [re.search(rf"pdfaid:{key}[>=\"]+(\w)", known) for key in ["part", "conformance"]]
    return "".join(one[1] for one in found).lower() if all(found) else "no"


def row(folder, pages):
    figures = json.loads((folder / "figures.json").read_text())
    files = sorted(folder.glob("*.pdf"))
    good = sum(reads_back(file, page) for file, page in zip(files, pages))
    drawn, mean = len(figures["ms"]), statistics.mean(figures["ms"])
    return [
        folder.name,
        f"{mean:.1f}",
        f"{statistics.median(figures['ms']):.1f}",
        f"{figures['cpu_ms']:.1f}",
        f"{1000 / mean:.1f}",
        f"{statistics.mean(file.stat().st_size for file in files):,.0f}",
        f"{figures['peak_mb']:.0f}",
        archive(files[0]),
        "yes" if b"/ByteRange" in files[0].read_bytes() else "no",
        f"{good} of {drawn}" if good == drawn else f"ONLY {good} of {drawn}",
    ]


pages = json.loads(Path(sys.argv[1]).read_text())[WARM_UP:]
rows = [HEAD, *(row(Path(folder), pages) for folder in sys.argv[2:])]
widths = [max(map(len, column)) for column in zip(*rows)]
for engine, *cells in rows:
    cells = [cell.rjust(width) for cell, width in zip(cells, widths[1:])]
    print(engine.ljust(widths[0]), *cells, sep="  ")
