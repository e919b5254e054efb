"""What a person can say of a file, before anything is said: the same on every page."""

from dataclasses import dataclass
from functools import cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from tipline.portals.console.review_forms import GRADES, GradeForm
from tipline.review.wording import SEX_WORDS


@dataclass(frozen=True, kw_only=True)
class Unsaid:
    """Parts of a page as HTML: the marks beside a grade, grades, the list of keys."""

    marks: SafeString
    grades: SafeString
    keys: SafeString


def unsaid() -> Unsaid:
    """Give the parts in the page's language, made once: a form has thirty fields."""
    return _made(get_language())


@cache
def _made(_language: str | None) -> Unsaid:
    form, sexes = GradeForm(None), SEX_WORDS.values()
    return Unsaid(
        marks=render_to_string("console/_marks.html", {"form": form, "sexes": sexes}),
        grades=render_to_string("console/_grades.html", {"grades": GRADES}),
        keys=render_to_string("console/_keys.html", {"grades": GRADES}),
    )
