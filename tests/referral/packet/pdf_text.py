"""Read a PDF back as its readers do: by PDFium, the reader that is in Chromium.

`pdf_text` gives what somebody copies, `codes_in` what a telephone reads from the paper.
"""

import re

from pypdfium2 import PdfDocument
from zxingcpp import read_barcodes

FOOTER = "Tipline·Forlawenforcementonly"
# What PDFium says for a hyphen at the end of a line, as if it were not the text's own.
LINE_HYPHEN = "\x02"
# Marks of direction that PDFium adds where it turns a line around.
TURNS = re.compile("[\u202a-\u202e]")
PIXELS_A_POINT = 2


def pdf_text(pdf: bytes) -> str:
    """Give the text of all pages in their order, a form feed between two."""
    with PdfDocument(pdf) as document:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    return TURNS.sub("", "\f".join(pages).replace(LINE_HYPHEN, "-"))


def codes_in(pdf: bytes) -> list[str]:
    """Give the text of each QR code on the drawn pages."""
    with PdfDocument(pdf) as document:
        drawn = [page.render(scale=PIXELS_A_POINT).to_pil() for page in document]
    return [code.text for page in drawn for code in read_barcodes(page)]


def squeezed(text: str) -> str:
    """Without any white space: lines wrap, and words are placed, not spaced."""
    return re.sub(r"\s+", "", text)


def running_text(pdf: bytes) -> str:
    """All pages as one squeezed text, without what heads and ends each page."""
    head, foot = re.compile(r"^Report\d+(·TESTREPORT)?Page\d+of\d+"), FOOTER
    pages = map(squeezed, pdf_text(pdf).split("\f"))
    return "".join(head.sub("", page).removesuffix(foot) for page in pages)
