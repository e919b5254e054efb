"""Read the text of a PDF back, the way a viewer does when somebody copies it.

Enough of PDF for what typst writes: deflated streams, object streams, composite fonts
with a ToUnicode map. Characters come out in the order in which they are drawn.
"""

import re
import zlib

OBJECT = re.compile(rb"(\d+) 0 obj\s*(.*?)endobj", re.DOTALL)
STREAM = re.compile(rb"(.*?)stream\r?\n(.*)\r?\nendstream", re.DOTALL)
TOKEN = re.compile(
    rb"/(\w+) [\d.]+ Tf|<([0-9A-Fa-f\s]*)>|\(((?:\\.|[^\\()]|\((?:\\.|[^\\()])*\))*)\)"
    rb"|(T[jJmdD*]|ET|Tm)",
    re.DOTALL,
)
# What stands for several shapes, such as a letter and the dots drawn by themselves.
SPAN = re.compile(
    rb"<</ActualText(?:<([0-9A-F]*)>|\(((?:\\.|[^\\()])*)\))[^>]*>>\s*BDC.*?EMC",
    re.DOTALL,
)
MEANT = b"meant:"
CHAR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
FOOTER = "Tipline·Forlawenforcementonly"
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pdf_text(pdf: bytes) -> str:
    objects = _objects(pdf)
    pages = [body for body, _ in objects.values() if b"/Type/Page/" in body]
    order = _page_order(objects)
    assert len(order) == len(pages)
    return "\f".join(_page_text(number, objects) for number in order)


def squeezed(text: str) -> str:
    """Without any white space: lines wrap, and words are placed, not spaced."""
    return re.sub(r"\s+", "", text)


def running_text(pdf: bytes) -> str:
    """All pages as one squeezed text, without what heads and ends each page."""
    head, foot = re.compile(r"^Report\d+(·TESTREPORT)?Page\d+of\d+"), FOOTER
    pages = map(squeezed, pdf_text(pdf).split("\f"))
    return "".join(head.sub("", page).removesuffix(foot) for page in pages)


def _objects(pdf):
    found = {}
    for number, body in OBJECT.findall(pdf):
        stream = STREAM.match(body)
        head, data = (stream[1], stream[2]) if stream else (body, b"")
        if b"/FlateDecode" in head:
            data = zlib.decompressobj().decompress(data)
        found[int(number)] = (head, data)
    return found


def _page_order(objects):
    root = next(head for head, _ in objects.values() if b"/Type/Pages" in head)
    kids = re.search(rb"/Kids\[(.*?)\]", root)[1]
    return [int(number) for number in re.findall(rb"(\d+) 0 R", kids)]


def _reference(head, key):
    found = re.search(key + rb"\s*(\d+) 0 R", head)
    return int(found[1]) if found else None


def _page_text(number, objects):
    head = objects[number][0]
    content = objects[_reference(head, rb"/Contents")][1]
    resources = objects[_reference(head, rb"/Resources")][0]
    fonts = {
        name: _unicode_map(objects[int(target)][0], objects)
        for name, target in re.findall(rb"/(f\d+) (\d+) 0 R", resources)
    }
    return _drawn(content, fonts)


def _unicode_map(font, objects):
    cmap = objects[_reference(font, rb"/ToUnicode")][1]
    block = b"".join(re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL))
    return {
        int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
        for code, text in CHAR.findall(block)
    }


def _drawn(content, fonts):
    out, font = [], {}
    content = SPAN.sub(_meant, content)
    content = re.sub(rb"<<.*?>>\s*BDC", b"", content, flags=re.DOTALL)
    for name, hexed, literal, operator in TOKEN.findall(content):
        if name:
            font = fonts[name]
        elif operator:
            out.append(" " if operator in {b"ET", b"Tm"} else "")
        elif literal.startswith(MEANT):
            out.append(bytes.fromhex(literal[len(MEANT) :].decode()).decode())
        else:
            raw = bytes.fromhex(hexed.decode()) if hexed else _unescaped(literal)
            out += [font.get(code, "\ufffd") for code in _codes(raw)]
    return "".join(out)


def _meant(span):
    raw = bytes.fromhex(span[1].decode()) if span[1] else _unescaped(span[2] or b"")
    is_wide = raw.startswith(b"\xfe\xff")
    text = raw[2:].decode("utf-16-be") if is_wide else raw.decode("latin-1")
    text = text.replace("\u2060", "")  # keeps words together, and is no letter
    return b"(" + MEANT + text.encode().hex().encode() + b")"


def _unescaped(literal):
    return re.sub(
        rb"\\([0-7]{1,3}|.)",
        lambda m: bytes([int(m[1], 8)]) if m[1].isdigit() else ESCAPES.get(m[1], m[1]),
        literal,
        flags=re.DOTALL,
    )


def _codes(raw):
    return [raw[at] << 8 | raw[at + 1] for at in range(0, len(raw) - 1, 2)]
