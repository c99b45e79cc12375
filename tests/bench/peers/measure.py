"""Draws every page with one engine; notes how long each took and how much memory they took."""

import json
import os
import sys
import time
from pathlib import Path

WARM_UP = 3


def pages():
    return json.loads(Path(sys.argv[1]).read_text())


def measure(draw, pages, processes=lambda: [os.getpid()]):
    """`draw` makes a PDF of a page. The first pages only warm up."""
    folder = Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    times, before = [], 0
    for n, page in enumerate(pages, -WARM_UP):
        if n == 0:
            before = sum(map(cpu, processes()))
        began = time.perf_counter()
        pdf = draw(page)
        if n >= 0:
            times.append(time.perf_counter() - began)
            (folder / f"{n:05}.pdf").write_bytes(pdf)
    note(times, sum(map(cpu, processes())) - before, sum(map(peak, processes())))


def note(times, cpu_seconds, peak_kb):
    milliseconds = [one * 1000 for one in times]
    figures = {
        "ms": milliseconds, "cpu_ms": cpu_seconds * 1000 / len(times), "peak_mb": peak_kb / 1024
    }
    (Path(sys.argv[2]) / "figures.json").write_text(json.dumps(figures))


def cpu(process):
    """The processor's seconds that a process has taken so far; 0 of one that is gone."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


def peak(process):
    """The most memory, in kB, that was ever resident; 0 of a process that is gone."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    return sum(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))


def family(root):
    """A process and all that it started."""
    parents = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(entry.parent.name)] = int(entry.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found = [root]
    for one in found:
        found.extend(child for child, parent in parents.items() if parent == one)
    return found
