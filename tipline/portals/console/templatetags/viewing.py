"""What a template that shows a file asks about its preview."""

from collections.abc import Sequence

from django import template
from django.conf import settings
from django.template import Context
from django.utils import timezone

from tipline.viewing import queries
from tipline.viewing.queries import Sight

register = template.Library()
_KEPT = "_sights"
_ANSWERERS = ("analyst", "operator")


@register.simple_tag(takes_context=True)
def sight(context: Context, report_id: int, file_id: str) -> Sight | None:
    """Give what is to be known of a file before it is opened; asked once a report."""
    request = context["request"]
    kept: dict[int, dict[str, Sight]] = request.__dict__.setdefault(_KEPT, {})
    if report_id not in kept:
        kept[report_id] = queries.sights_of(
            request.principal, report_id, terms=settings.VIEWING, at=timezone.now()
        )
    return kept[report_id].get(file_id)


@register.simple_tag
def previews_are_shown() -> bool:
    """Tell whether there is a gateway that could show one."""
    return bool(settings.EVIDENCE_URL)


@register.simple_tag(takes_context=True)
def supervises(context: Context) -> bool:
    """Tell whether who looks may see the loads of others."""
    person = context.get("signed_in")
    return person is not None and queries.may_see_loads(person)


@register.simple_tag(takes_context=True)
def concerns(context: Context) -> Sequence[object]:
    """Give the concerns that wait for an answer of who looks."""
    request, person = context["request"], context.get("signed_in")
    if person is None or person.role not in _ANSWERERS:
        return []
    return queries.open_concerns(request.principal, person)


@register.filter
def minutes(seconds: float) -> str:
    """Write seconds as minutes and seconds."""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02}"


@register.filter
def item(values: dict[str, float], key: str) -> float:
    """Give a value by its key, zero where there is none."""
    return values.get(key, 0.0)


@register.filter
def severities(names: str) -> list[str]:
    """Give the severities of a list in words, in its order."""
    return names.split()
