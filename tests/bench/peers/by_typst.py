"""One warm typst compiler: by_typst.py PAGES.json OUT FONTS"""

import json
import sys
from pathlib import Path

import typst
from measure import measure, pages

compiler = typst.Compiler(
    Path(__file__).parent / "page.typ",
    font_paths=typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[sys.argv[3]]
    ),
)


def draw(page):
    return compiler.compile(
        format="pdf", pdf_standards="a-3a", sys_inputs={"page": json.dumps(page)}
    )


measure(draw, pages())
