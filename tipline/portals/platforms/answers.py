"""The XML answers of the reporting API, in the one shape that every client reads.

No namespace, the declaration says standalone, the order is fixed, the description is
text that no parser takes for a number: each of these breaks a public client otherwise.
"""

import re
from xml.sax.saxutils import escape

from tipline.intake.wire_codes import WIRE_ANSWERS, WireCode

CONTENT_TYPE = "application/xml;charset=UTF-8"

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What the parser of the npm clients turns into a number or a boolean.
_NOT_TEXT = re.compile(
    r"[-+]?(0[xob][0-9a-f]+|(\d+\.?\d*|\.\d+)(e[-+]?\d+)?|infinity)|nan|true|false",
    re.IGNORECASE,
)


def report_response(
    code: int,
    description: str = "",
    *,
    report_id: int | str | None = None,
    file_id: str | None = None,
    digest: str | None = None,
) -> bytes:
    """Give a `<reportResponse>`; what is None is left out.

    An empty or numeric description is replaced by the code's own name.
    """
    parts = (
        ("responseCode", int(code)),
        ("responseDescription", _description(code, description)),
        ("reportId", report_id),
        ("fileId", file_id),
        ("hash", digest),
    )
    return _document("reportResponse", "".join(_element(*part) for part in parts))


def report_done_response(
    report_id: int | str,
    file_ids: tuple[str, ...] = (),
    *,
    code: int = WireCode.SUCCESS,
    description: str = "",
) -> bytes:
    """Give a `<reportDoneResponse>`: the statutory notice of receipt, or its refusal.

    A refusal has no files and ends with the description: clients that know the schema
    only stop reading before it, others show it. `report_id` is what the client sent.
    """
    parts = [_element("responseCode", int(code)), _element("reportId", report_id)]
    if code == WireCode.SUCCESS:
        files = "".join(_element("fileId", file_id) for file_id in file_ids)
        parts.append(f"<files>{files}</files>" if files else "<files/>")
    else:
        text = _description(code, description)
        parts += ["<files/>", _element("responseDescription", text)]
    return _document("reportDoneResponse", "".join(parts))


def supplement_response(
    report_id: int, supplement_id: int, file_ids: tuple[str, ...] = ()
) -> bytes:
    """Give a `<supplementResponse>`: the notice of receipt of a supplement."""
    files = "".join(_element("fileId", file_id) for file_id in file_ids)
    parts = (
        _element("responseCode", int(WireCode.SUCCESS)),
        _element("responseDescription", "Success"),
        _element("reportId", report_id),
        _element("supplementId", supplement_id),
        f"<files>{files}</files>" if files else "<files/>",
    )
    return _document("supplementResponse", "".join(parts))


def _document(root: str, content: str) -> bytes:
    return f"{_DECLARATION}<{root}>{content}</{root}>".encode()


def _element(name: str, value: object) -> str:
    if value is None:
        return ""
    text = escape(NOT_XML.sub("\N{REPLACEMENT CHARACTER}", str(value)))
    return f"<{name}>{text}</{name}>"


def _description(code: int, description: str) -> str:
    text = description.strip()
    if text and not _NOT_TEXT.fullmatch(text):
        return text
    return WIRE_ANSWERS[WireCode(code)].name
