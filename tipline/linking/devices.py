import re

from tipline.linking.text_folding import folded, visible
from tipline.linking.unreadable import Why

VALUE_MAX = 255
_NOT_ALPHANUMERIC = re.compile(r"[^0-9A-Z]+")
_TYPE = re.compile(r"[^0-9a-z]+")

# The user chooses these names, so their spaces, signs and case are part of them.
_FREE_TEXT_TYPES = frozenset({"ssid", "devicename", "hostname", "computername"})
_TYPE_NAMES = {
    "imeisv": "imei",
    "imeinumber": "imei",
    "macaddress": "mac",
    "wifimac": "mac",
    "advertisingid": "aaid",
    "gaid": "aaid",
    "googleadvertisingid": "aaid",
    "idfaid": "idfa",
}


def normalize_device(raw: str, device_type: str) -> tuple[str, str] | Why:
    """Give `(value, type)`: capitals and digits only, unless a person chose the name.

    An IMEI is compared by its first 14 digits: the 15th only checks, and a 16-digit
    IMEISV carries the software version there (3GPP TS 23.003, section 6.2).
    """
    kind = _TYPE.sub("", folded(device_type))
    kind = _TYPE_NAMES.get(kind, kind)
    if not kind:
        return Why.SCOPE_MISSING
    if kind in _FREE_TEXT_TYPES:
        value = visible(raw)
    else:
        value = _NOT_ALPHANUMERIC.sub("", visible(raw).upper())
    return _checked(value, kind)


def _checked(value: str, kind: str) -> tuple[str, str] | Why:
    if not value:
        return Why.EMPTY
    if len(value) > VALUE_MAX or len(kind) > VALUE_MAX:
        return Why.TOO_LONG
    if kind == "imei":
        if not re.fullmatch(r"[0-9]{14,16}", value):
            return Why.MALFORMED
        value = value[:14]
    # A phone that withholds its id sends nothing but zeros; so do cheap clones.
    if kind not in _FREE_TEXT_TYPES and len(set(value)) == 1:
        return Why.PLACEHOLDER
    return value, kind
