"""Where the portals' style sheet is, for templates that know nothing of who asks."""

from django import template
from django.urls import reverse

from tipline.foundation.web import static_files

register = template.Library()


@register.simple_tag
def styles_address() -> str:
    """Give the address of the style sheet as it is now."""
    return reverse("door:styles", args=[static_files.sheet().digest])
