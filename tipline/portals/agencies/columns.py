"""The columns that an officer's queue can have, and those it has."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tipline.casework import views
from tipline.foundation.policy.principal import Principal

COLUMNS: dict[str, Promise] = {
    "platform": _("Platform"),
    "files": _("Files"),
    "completeness": _("Completeness"),
    "received": _("Received"),
    "available": _("Made available"),
    "work": _("Work"),
    "assignee": _("Assigned to"),
    "due": _("Due"),
    "case": _("Case"),
    "marks": _("Marks"),
}
RARE = {"available"}
USUAL = tuple(name for name in COLUMNS if name not in RARE)


def columns_for(officer: Principal) -> tuple[str, ...]:
    """Give the officer's columns, or the usual ones."""
    chosen = [name for name in views.columns_of(officer) if name in COLUMNS]
    return tuple(chosen) or USUAL
