"""How a report's id is read, wherever a platform writes one."""

# The largest `xs:long`; a longer text is no id, whatever it costs to read.
_LARGEST = 2**63 - 1


def report_id_of(text: str | None) -> int | None:
    """Read an id; None if it is no natural number that fits an `xs:long`."""
    digits = (text or "").strip().removeprefix("+")
    if not is_natural(digits) or len(digits) > len(str(_LARGEST)):
        return None
    number = int(digits)
    return number if number <= _LARGEST else None


def is_natural(text: str) -> bool:
    """Tell whether a text is a natural number of any size."""
    return text.isascii() and text.isdecimal()
