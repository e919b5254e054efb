from tipline.linking.text_folding import folded, visible
from tipline.linking.unreadable import Why

VALUE_MAX, SCOPE_MAX = 256, 255  # screenName, espIdentifier: 256 in the schema


def normalize_platform_user(raw: str, platform: str) -> tuple[str, str] | Why:
    """Give `(id, platform)`; the id keeps its case, as many platforms encode in it."""
    return _scoped(visible(raw), folded(platform))


def normalize_handle(raw: str, service: str) -> tuple[str, str] | Why:
    """Give `(handle, service)` without the leading @ and without regard to case."""
    return _scoped(folded(raw).lstrip("@ "), folded(service))


def _scoped(value: str, scope: str) -> tuple[str, str] | Why:
    if not value:
        return Why.EMPTY
    if not scope:
        return Why.SCOPE_MISSING
    if len(value) > VALUE_MAX or len(scope) > SCOPE_MAX:
        return Why.TOO_LONG
    return value, scope
