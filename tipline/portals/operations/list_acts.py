"""What an operator can do to a list or a member with one button, and its words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from tipline.foundation.policy.principal import Principal
from tipline.hashlist import asking, hit_watch, members, services
from tipline.intake.wording import Words


@dataclass(frozen=True, kw_only=True)
class Act:
    """One act: its page's words, and what it does to a record's number."""

    title: Words
    explanation: Words
    button: Words
    do: Callable[[Principal, int, datetime], object]
    is_danger: bool = False


_OFF = _(
    "All of it stops making hits at once, and becomes tombstones in the members' next"
    " fetch. Nothing is deleted; you can switch it on again."
)
_ON = _("It makes hits and is in the members' next fetch, as before.")

LIST_ACTS = {
    "kill": Act(
        title=_("Switch off"),
        explanation=_OFF,
        button=_("Switch off"),
        do=lambda who, key, at: services.kill_list(who, key, at=at),
        is_danger=True,
    ),
    "revive": Act(
        title=_("Switch on again"),
        explanation=_ON,
        button=_("Switch on"),
        do=lambda who, key, _at: services.revive_list(who, key),
    ),
    "release": Act(
        title=_("Release from quarantine"),
        explanation=_("Its entries make hits again. Look at some of its hits first."),
        button=_("Release"),
        do=lambda who, key, at: hit_watch.release_list(who, key, at=at),
    ),
}
MEMBER_ACTS = {
    "kill": Act(
        title=_("Switch off what it listed"),
        explanation=_OFF,
        button=_("Switch off"),
        do=lambda who, key, at: members.kill_source(who, key, at=at),
        is_danger=True,
    ),
    "revive": Act(
        title=_("Switch on again what it listed"),
        explanation=_ON,
        button=_("Switch on"),
        do=lambda who, key, _at: members.revive_source(who, key),
    ),
    "release": Act(
        title=_("Release from quarantine"),
        explanation=_(
            "What this source added since counts from now on. Look at some of it first."
        ),
        button=_("Release"),
        do=lambda who, key, at: members.release_quarantine(who, key, at=at),
    ),
    "answer": Act(
        title=_("Answer its questions again"),
        explanation=_(
            "It asked for many near variants of one hash. Talk to it first: what did it"
            " look for? On all its lists it may then ask again."
        ),
        button=_("Answer again"),
        do=lambda who, key, at: asking.release(who, key, at=at),
    ),
    "end": Act(
        title=_("Shut this member out"),
        explanation=_("Its programs find no list from the next request on."),
        button=_("Shut out"),
        do=lambda who, key, at: members.end_access(who, key, at=at),
        is_danger=True,
    ),
    "renew": Act(
        title=_("Let this member in again"),
        explanation=_("With the tier and the canaries that it had."),
        button=_("Let in again"),
        do=lambda who, key, _at: members.renew_access(who, key),
    ),
}
