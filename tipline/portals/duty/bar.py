"""The bar of alarms that stands above every page of whoever answers them."""

from dataclasses import asdict, dataclass
from functools import partial

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tipline.alerting import queries
from tipline.alerting.wording import CAUSE_WORDS
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.registry import Policy
from tipline.foundation.web import times


@dataclass(frozen=True, kw_only=True)
class BarAlarm:
    """An alarm as the bar shows it."""

    id: str
    words: str
    url: str
    answer_url: str


@dataclass(frozen=True, kw_only=True)
class ShownBar:
    """The whole bar; `count` is of all alarms, also those that it has no room for."""

    shown: tuple[BarAlarm, ...]
    count: int
    all_words: str
    is_ringing: bool
    is_worker_silent: bool


def alarms(request: HttpRequest) -> dict[str, object]:
    """Give every page what rings for whoever reads it; nothing to anybody else.

    It is asked for when a page shows it: what takes another's place does not.
    """
    principal: Principal | None = getattr(request, "principal", None)
    policy: Policy = import_string(settings.ACCESS_POLICY)
    if principal is None or not policy.may(principal, "alarms.read"):
        return {}
    return {"alarms": SimpleLazyObject(partial(_whole_bar, principal, policy))}


def _whole_bar(reader: Principal, policy: Policy) -> dict[str, object]:
    return {
        **asdict(shown_bar(reader)),
        "may_answer": policy.may(reader, "alarms.acknowledge"),
        "live_url": reverse("duty:live"),
        "all_url": reverse("duty:alarms"),
    }


def shown_bar(reader: Principal) -> ShownBar:
    """Give the bar of somebody in words and links."""
    bar = queries.bar(reader, at=timezone.now())
    return ShownBar(
        shown=tuple(_shown(reader, ringing) for ringing in bar.shown),
        count=bar.count,
        all_words=ngettext("%(n)s alarm", "All %(n)s alarms", bar.count)
        % {"n": bar.count},
        is_ringing=bool(bar.shown) or bar.is_worker_silent,
        is_worker_silent=bar.is_worker_silent,
    )


def _shown(reader: Principal, ringing: queries.Ringing) -> BarAlarm:
    words = _("%(cause)s: report %(number)s, since %(at)s") % {
        "cause": CAUSE_WORDS[ringing.cause],
        "number": ringing.report_id,
        "at": times.clock(ringing.raised_at),
    }
    return BarAlarm(
        id=str(ringing.alarm_id),
        words=words,
        url=report_url(reader, ringing.report_id),
        answer_url=reverse("duty:acknowledge", args=[ringing.alarm_id]),
    )


def report_url(reader: Principal, report_id: int) -> str:
    """Give where somebody reads a report; who reads none gets the list of alarms."""
    pages = {"analyst": "console:report", "officer": "agencies:report"}
    for role, page in pages.items():
        if role in reader.roles:
            return reverse(page, args=[report_id])
    return reverse("duty:alarms")
