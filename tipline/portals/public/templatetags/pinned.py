"""Scripts of the open side, each with its digest: a browser runs no other text."""

import base64
import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.html import format_html

register = template.Library()


@register.simple_tag
def pinned_script(name: str) -> str:
    """Run a module, if it is the one that this release has."""
    tag = '<script type="module" src="{}" integrity="{}"></script>'
    return format_html(tag, static(name), integrity(name))


@register.simple_tag
def pinned_module(name: str) -> str:
    """Fetch a module that another one imports: the import takes what is held then."""
    tag = '<link rel="modulepreload" href="{}" integrity="{}">'
    return format_html(tag, static(name), integrity(name))


@cache
def integrity(name: str) -> str:
    """Give a static file's SHA-384 as the attribute `integrity` has it."""
    found: Any = finders.find(name)
    digest = hashlib.sha384(Path(found).read_bytes()).digest()
    return f"sha384-{base64.b64encode(digest).decode()}"
