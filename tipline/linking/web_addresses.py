import re
from urllib.parse import SplitResult, quote, unquote_to_bytes, urlsplit

from tipline.linking.text_folding import visible
from tipline.linking.unreadable import Why

URL_MAX = 2083  # the limit of the reporting schema
HOST_MAX = 253

# Parameters that say how somebody came to a page, not which page it is.
TRACKING_PREFIXES = ("utm_", "pk_", "mtm_", "hsa_", "vero_")
TRACKING_PARAMETERS = frozenset(
    {
        "_ga",
        "_gl",
        "_hsenc",
        "_hsmi",
        "dclid",
        "fbclid",
        "gad_source",
        "gbraid",
        "gclid",
        "gclsrc",
        "igsh",
        "igshid",
        "li_fat_id",
        "mc_cid",
        "mc_eid",
        "mkt_tok",
        "msclkid",
        "rdt_cid",
        "s_kwcid",
        "sc_cid",
        "ttclid",
        "twclid",
        "wbraid",
        "yclid",
    }
)

_DEFAULT_PORTS = {"http": 80, "https": 443, "ftp": 21}
_REFUSED_SCHEMES = frozenset({"javascript", "data", "blob", "about", "file", "cid"})
# A digit after the colon is a port: "example.org:8080" names a host, not a scheme.
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):(?![0-9])(//)?", re.IGNORECASE)
_HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*")
_ESCAPE = re.compile(r"%(?:[0-9a-fA-F]{2})?")
_UNRESERVED = frozenset(
    b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~"
)


def ascii_host(name: str) -> str | None:
    """Give a host name in lower-case ASCII (IDNA), or None if it is not one."""
    name = visible(name).lower()
    # Checked first: the time that IDNA takes grows with the square of a label's length.
    if len(name) > HOST_MAX:
        return None
    try:
        host = name.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    host = host.removesuffix(".")
    return host if len(host) <= HOST_MAX and _HOST.fullmatch(host) else None


def normalize_url(raw: str) -> str | Why:
    """Give one spelling for every spelling of the same page.

    http, https and an absent scheme are one: sites serve both, and people copy neither.
    Fragments, default ports, user information and tracking parameters are dropped; the
    order of the remaining parameters stays, since some sites depend on it.
    """
    text = visible(raw)
    if not text:
        return Why.EMPTY
    scheme = _SCHEME.match(text)
    if scheme and (not scheme[2] or scheme[1].lower() in _REFUSED_SCHEMES):
        return Why.UNSUPPORTED_SCHEME
    url = _spell(text if scheme else "//" + text.lstrip("/"))
    if url is None:
        return Why.MALFORMED
    return url if len(url) <= URL_MAX else Why.TOO_LONG


def _spell(text: str) -> str | None:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    scheme = parts.scheme or "http"
    host = _host_of(parts)
    if host is None:
        return None
    suffix = "" if port in (None, _DEFAULT_PORTS.get(scheme)) else f":{port}"
    query = _query(parts.query)
    return (
        f"{'https' if scheme == 'http' else scheme}://{host}{suffix}"
        f"{_path(parts.path)}{'?' + query if query else ''}"
    )


def _host_of(parts: SplitResult) -> str | None:
    host = parts.hostname or ""
    if ":" in host:
        # urlsplit has checked that what stood in brackets is an IPv6 address.
        return f"[{host}]" if host.isascii() and "%" not in host else None
    return ascii_host(host)


def _path(path: str) -> str:
    kept: list[str] = []
    segments = _escapes(path, safe="/:@!$&'()*+,;=").split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments and segments[-1] in {".", ".."}:
        kept.append("")
    return "/" + "/".join(kept)


def _query(query: str) -> str:
    fields = (_escapes(field, safe="=/:@!$'()*+,;?") for field in query.split("&"))
    return "&".join(field for field in fields if field and not _is_tracking(field))


def _is_tracking(field: str) -> bool:
    name = field.partition("=")[0].lower()
    return name in TRACKING_PARAMETERS or name.startswith(TRACKING_PREFIXES)


def _escapes(text: str, *, safe: str) -> str:
    """Write escapes in capitals, and only where needed (RFC 3986, section 6.2.2)."""
    return quote(_ESCAPE.sub(_escape, text), safe=safe + "%")


def _escape(found: re.Match[str]) -> str:
    if found[0] == "%":
        return "%25"
    (byte,) = unquote_to_bytes(found[0])
    return chr(byte) if byte in _UNRESERVED else found[0].upper()
