"""What a queue is narrowed to, as its address and saved filters say it.

Both are queries of the same names, but one: what was typed is `text` in a saved filter,
and in an address it is `words`, sealed.
"""

from collections.abc import Mapping

from django.http import QueryDict
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from tipline.casework.queue import NOBODY, Order, QueueFilters
from tipline.casework.wording import STATE_WORDS
from tipline.foundation.keys import read_number
from tipline.intake.wording import incident_wire
from tipline.portals.agencies.reading import one_of
from tipline.portals.agencies.typed import opened, sealed

LEVELS = {
    "1": _("1: a child may be in danger now"),
    "2": _("2: today"),
    "3": _("3: in turn"),
    "E": _("E: not ranked yet"),
}
DESIGNATIONS = {
    "referral": _("Referral"),
    "informational": _("Informational"),
}
TEXT_MAX = 200  # characters that may be typed
SEALED = "words"
NO_SUCH_REPORT = 0  # no report has this number, so what is no number finds nothing
CHOICES = (
    "order",
    "priority",
    "designation",
    "type",
    "unopened",
    "supplemented",
    "number",
    "state",
    "assignee",
    "case",
    "due",
    "text",
)


def filters_of(asked: Mapping[str, str], *, me: int) -> QueueFilters:
    """Read what a queue is narrowed to; what is not understood narrows nothing.

    Only a report's number that is none finds nothing: a list of other reports would be
    a wrong answer to it. `me` is the id of the account of who asks.
    """
    named = asked.get("number", "").strip().removeprefix("#")
    today = timezone.now().date()
    return QueueFilters(
        priority=one_of(asked.get("priority"), LEVELS),
        designation=one_of(asked.get("designation"), DESIGNATIONS),
        incident_type=incident_wire(asked.get("type", "")),
        state=one_of(asked.get("state"), STATE_WORDS),
        assignee=_assignee(asked.get("assignee", ""), me),
        case_id=read_number(asked.get("case")),
        overdue_on=today if asked.get("due") == "overdue" else None,
        is_unopened=asked.get("unopened") == "yes",
        is_supplemented=asked.get("supplemented") == "yes",
        report_number=(read_number(named) or NO_SUCH_REPORT) if named else None,
        text=asked.get("text", "").strip(),
        order=Order(one_of(asked.get("order"), Order) or Order.URGENT),
    )


def _assignee(asked: str, me: int) -> int | None:
    return {"me": me, "nobody": NOBODY}.get(asked, read_number(asked))


def posted(said: QueryDict) -> dict[str, str]:
    """Read what the form of the queue says."""
    asked = kept_in(said)
    return {**asked, "text": asked["text"][:TEXT_MAX]}


def asked_in(address: QueryDict, *, me: int) -> dict[str, str]:
    """Read what an address asks for.

    Raises:
        NotFoundError: the words in it were sealed for somebody else.
    """
    asked = kept_in(address)
    words = opened(address.get(SEALED, ""), by=me)
    return {**asked, "text": words or asked["text"]}


def kept_in(query: QueryDict) -> dict[str, str]:
    """Read what a saved filter asks for."""
    return {name: query.get(name, "") for name in CHOICES}


def address_of(asked: Mapping[str, str], *, me: int) -> str:
    """Give choices as an address holds them: what was typed is sealed."""
    words = sealed(asked.get("text", ""), by=me)
    parts = [query_of({**asked, "text": ""})]
    parts += [urlencode({SEALED: words})] if words else []
    return "&".join(filter(None, parts))


def query_of(asked: Mapping[str, str]) -> str:
    """Give choices as a saved filter holds them; what is empty is left out."""
    given = ((name, asked.get(name, "")) for name in CHOICES)
    return urlencode([(name, value) for name, value in given if value])
