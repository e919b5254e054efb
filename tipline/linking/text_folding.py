import unicodedata

_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def visible(text: str) -> str:
    """Drop control, formatting and unassigned characters, and spaces around the rest.

    Zero-width and direction marks survive copying and make equal names differ.
    """
    normal = unicodedata.normalize("NFKC", text)
    kept = "".join(c for c in normal if unicodedata.category(c) not in _INVISIBLE)
    return unicodedata.normalize("NFKC", kept).strip()


def folded(text: str) -> str:
    """Bring text into the form in which names are compared without regard to case."""
    # Case folding can undo normalization and the other way round; Unicode needs three
    # rounds at most until nothing changes any more.
    for _ in range(3):
        text = visible(text).casefold()
    return visible(text)
