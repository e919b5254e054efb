"""What states and log entries are called on pages."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tipline.casework.chain import HandoverKind, HandoverState
from tipline.casework.models import CaseState, LogKind, WorkState

Words = str | Promise
_RECORD = re.compile(r"[a-z-]+:[0-9]+")

STATE_WORDS: dict[str, Words] = {
    WorkState.NEW: _("New"),
    WorkState.TRIAGED: _("Triaged"),
    WorkState.IN_WORK: _("In work"),
    WorkState.WAITING: _("Waiting"),
    WorkState.CLOSED: _("Closed"),
}
CASE_STATE_WORDS: dict[str, Words] = {
    CaseState.OPEN: _("Open"),
    CaseState.CLOSED: _("Closed"),
}
LOG_WORDS: dict[str, Words] = {
    LogKind.OPENED: _("opened the case"),
    LogKind.DESCRIBED: _("changed what is said of the case"),
    LogKind.STATE: _("set the state:"),
    LogKind.ASSIGNED: _("assigned it to"),
    LogKind.DUE: _("set the due date:"),
    LogKind.GATHERED: _("put a report into the case"),
    LogKind.TAKEN_OUT: _("took a report out of the case"),
    LogKind.ACKNOWLEDGED: _("acknowledged the report"),
    LogKind.NOTED: _("wrote a note"),
    LogKind.TASK: _("added a task:"),
    LogKind.TASK_DONE: _("finished a task:"),
    LogKind.OFFERED: _("offered it to another agency"),
}
NO_DUE_DAY = _("took the due date away")
DAY_KINDS = frozenset({LogKind.DUE.value})  # the detail of these is a day
HANDOVER_KIND_WORDS: dict[str, Words] = {
    HandoverKind.HAND_ON: _("Handed on"),
    HandoverKind.SHARE: _("Shared"),
}
HANDOVER_STATE_WORDS: dict[str, Words] = {
    HandoverState.OFFERED: _("Offered"),
    HandoverState.ACCEPTED: _("Accepted"),
    HandoverState.DECLINED: _("Declined"),
    HandoverState.WITHDRAWN: _("Withdrawn"),
    HandoverState.RETURNED: _("Given back"),
    HandoverState.LAPSED: _("Ended with what it rested on"),
}


def log_words(kind: str, detail: str) -> Words:
    """Say what an officer did; the words that follow it are of the detail."""
    if kind == LogKind.DUE and not detail:
        return NO_DUE_DAY
    return LOG_WORDS.get(kind, kind)


def detail_for_people(detail: str) -> str:
    """Give what of a log entry's detail is for people; numbers of records are not."""
    return "" if _RECORD.fullmatch(detail) else detail
