"""WeasyPrint with its fonts loaded once: by_weasyprint.py PAGES.json OUT"""

from weasyprint import HTML
from weasyprint.text.fonts import FontConfiguration

import markup
from measure import measure, pages

fonts = FontConfiguration()


def draw(page):
    return HTML(string=markup.whole(page)).write_pdf(
        font_config=fonts, pdf_variant="pdf/a-3a", pdf_tags=True
    )


measure(draw, pages())
