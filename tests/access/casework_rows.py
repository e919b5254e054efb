"""Casework on the stage: whose its rows are, its forms, and one of each thing."""

# ruff: noqa: S608 - statements are made of our own tables' names

from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from tests import cast
from tipline.casework import cases, counting, handing, notes, views, working
from tipline.casework.cases import CaseFacts, NewTask
from tipline.casework.handing import Answer, Offer
from tipline.casework.models import Case, CaseHint, QueueView, Task, Work
from tipline.casework.working import Change, Mark
from tipline.foundation.accounts.models import Organization, Person
from tipline.foundation.policy.scope import acting
from tipline.referral import services as referral

NEW, GONE = "a new row", "a row less"
OWN = "agency_id = {o}"
HAS = f"{OWN} AND ended_at IS NULL"
_CASES = f"SELECT id FROM casework_case WHERE {HAS}"
_HANDOVERS = "SELECT id FROM casework_handover WHERE {o} IN (giver_id, receiver_id)"
_WORK = f"SELECT referral_id FROM casework_work WHERE {HAS}"
ITS_CASE = f"case_id IN ({_CASES})"
ABOUT_ITS = f"({ITS_CASE} OR referral_id IN ({_WORK}))"
BOTH_ITS = (
    f"(case_id IS NULL OR {ITS_CASE}) AND"
    f" (referral_id IS NULL OR referral_id IN ({_WORK}))"
)
# By table: verbs and rows of agencies, beside which the clearinghouse has all.
AGENCIES: dict[str, list[tuple[str, str]]] = {
    "casework_case": [("SU", HAS), ("I", OWN)],
    "casework_casehint": [("SU", f"{ITS_CASE} AND referral_id IN ({_WORK})")],
    "casework_handover": [("S", "{o} IN (giver_id, receiver_id)")],
    "casework_passage": [("S", f"handover_id IN ({_HANDOVERS})")],
    "casework_casemember": [("SIUD", ITS_CASE)],
    "casework_task": [("SIU", ITS_CASE)],
    "casework_work": [("SU", HAS)],
    # A private note is its author's, whom no organization alone is.
    "casework_note": [
        ("S", f"{OWN} AND NOT is_private AND {ABOUT_ITS}"),
        ("I", f"{OWN} AND {ABOUT_ITS}"),
    ],
    "casework_logentry": [("SI", f"{OWN} AND {BOTH_ITS}")],
    "casework_queueview": [("SIUD", OWN)],
    "casework_searchword": [
        ("S", OWN),
        ("I", f"{OWN} AND referral_id IN ({_WORK})"),
    ],
    "casework_latechange": [("SI", OWN)],
    "casework_monthfigures": [("S", OWN)],
    "casework_caseword": [("SID", f"{OWN} AND {ITS_CASE}")],
}
NEVER = {
    "casework_note": [("U", "true")],
    "casework_logentry": [("UD", "true")],
}
BLIND = {
    "casework_case": ("U", "UPDATE {t} SET changed_at = now()"),
    "casework_casemember": ("D", "DELETE FROM {t}"),
    "casework_task": ("U", "UPDATE {t} SET made_at = now()"),
    "casework_casehint": ("U", "UPDATE {t} SET noticed_at = now()"),
    "casework_work": ("U", "UPDATE {t} SET changed_at = now()"),
    "casework_queueview": ("D", "DELETE FROM {t}"),
    "casework_caseword": ("D", "DELETE FROM {t}"),
}
TENANT = {
    "casework_case": "agency_id",
    "casework_queueview": "agency_id",
    # Into a case that is another agency's.
    "casework_task": "case_id",
    "casework_work": "case_id",
    "casework_casehint": "case_id",
}
_STAMPED = {"version", "changed_at"}
_LEAVES = {"assignee": "", "case": ""}
_OFFER = {"kind": "share", "agency": "ICAC-NY-CI", "reason": "abstract reason"}
LOGGED = {"casework_logentry": {NEW}}
_OFFERED = {"casework_handover": {NEW}, "casework_passage": {NEW}, **LOGGED}
FORMS = {
    "agencies:work": (
        {"version": "2", "state": "closed", "due": "2030-01-01", **_LEAVES},
        {"casework_work": {*_STAMPED, "state", "due_on", "closed_at"}, **LOGGED},
    ),
    "agencies:note": ({"text": "abstract"}, {"casework_note": {NEW}, **LOGGED}),
    "agencies:bulk": (
        {"state": "waiting", **_LEAVES},
        {"casework_work": {*_STAMPED, "state"}, **LOGGED},
    ),
    "agencies:save-view": (
        {"name": "Newly named", "query": "priority=1"},
        {"casework_queueview": {NEW}},
    ),
    "agencies:drop-view": ({}, {"casework_queueview": {GONE}}),
    "agencies:account": ({"zone": "Asia/Bangkok"}, {"accounts_person": {"time_zone"}}),
    "agencies:columns": ({"column": "files"}, {"casework_queueview": {"columns"}}),
    "agencies:cases": (
        {"case_number": "2026-99", "title": "Newly named"},
        {"casework_case": {NEW}, "casework_casemember": {NEW}, **LOGGED},
    ),
    "agencies:case": (
        {
            "case_number": "2026-98",
            "title": "Newly named",
            "state": "closed",
            "version": "1",
            "lead": "",
            "member": "",
        },
        {
            "casework_case": {
                *_STAMPED,
                "number",
                "title",
                "state",
                "closed_at",
                "lead_id",
            },
            "casework_casemember": {GONE},
            **LOGGED,
        },
    ),
    "agencies:case-note": ({"text": "abstract"}, {"casework_note": {NEW}, **LOGGED}),
    "agencies:add-task": (
        {"title": "abstract", **_LEAVES},
        {"casework_task": {NEW}, **LOGGED},
    ),
    "agencies:hint": ({}, {"casework_casehint": {"seen_at", "seen_by"}}),
    "agencies:hand-on": (_OFFER, _OFFERED),
    "agencies:hand-on-case": (_OFFER, _OFFERED),
    "agencies:answer": (
        {"choice": "accepted", "reason": "abstract reason"},
        {
            "casework_handover": {"state", "answer", "answered_by", "answered_at"},
            "referral_referral": {"ended_at"},
            "casework_work": {"ended_at"},
        },
    ),
    "agencies:finish-task": ({}, {"casework_task": {"done_at", "done_by"}, **LOGGED}),
}


class Casework(NamedTuple):
    """What the routes' addresses name: a case, a task and a view of our officer."""

    case_id: int
    task_id: int
    view_id: int
    hint_id: int
    handover_id: int
    mark: str


def build(ours: Any, theirs: Any) -> Casework:
    """Let each side's officer open a case, put the report into it, and write notes."""
    mine, his = (_casework(side, number) for number, side in enumerate((ours, theirs)))
    counting.count_some(cast.STAGE, today=date(2100, 1, 1))  # every month is over then
    return mine._replace(handover_id=_handovers(ours, theirs, his.case_id))


def _handovers(ours: Any, theirs: Any, his_case: int) -> int:
    """Hand things on, and back: nothing of it changes what the askers may see.

    Their case was shared with our officer, who gave it back: what she had
    of it, she has no longer. Ours is shared with a second federal desk, Finn's; the
    first offers her theirs. That one was handed on to Ohio, Gus's, by Max.
    """
    lena, zed = (cast.principal_of(side.officer) for side in (ours, theirs))
    desks = [cast.agency(code) for code in ("US-FED", "US-FED-2")]
    fay, finn = (
        cast.principal_of(_officer(name, desk.organization))
        for name, desk in zip(("Fay", "Finn"), desks, strict=True)
    )
    at = datetime.now(UTC)
    (given,) = handing.offer_case(zed, his_case, _offer(cast.LENAS_AGENCY), at=at)
    for state in ("accepted", "returned"):
        said = Answer(state=state, reason="abstract reason")
        handing.answer(lena, given.pk, said, at=at)
    (shared,) = handing.offer_report(lena, ours.report_id, _offer("US-FED-2"), at=at)
    handing.answer(finn, shared.pk, Answer(state="accepted"), at=at)
    military, ohio = (cast.agency(code) for code in ("US-MIL", "ICAC-OH"))
    with acting(cast.STAGE):
        said = {"reason": "abstract", "rule": "test"}
        for desk in (desks[0], military):
            referral.make_available(cast.STAGE, theirs.report_id, desk, **said, at=at)
    max_, gus = (
        cast.principal_of(_officer(name, agency.organization))
        for name, agency in (("Max", military), ("Gus", ohio))
    )
    handed_on = _offer("ICAC-OH", kind="hand-on")
    (moved,) = handing.offer_report(max_, theirs.report_id, handed_on, at=at)
    handing.answer(gus, moved.pk, Answer(state="accepted"), at=at)
    offer = _offer(cast.LENAS_AGENCY)
    (waits,) = handing.offer_report(fay, theirs.report_id, offer, at=at)
    return waits.pk


def _officer(name: str, organization: Organization) -> Person:
    with acting(cast.STAGE):
        return Person.objects.create(
            name=name,
            email=f"{name.lower()}@example.org",
            role="officer",
            organization=organization,
            created_at=cast.YESTERDAY,
        )


def _offer(receiver: str, *, kind: str = "share") -> Offer:
    return Offer(receivers=[receiver], kind=kind, reason="abstract reason")


def _casework(side: Any, number: int) -> Casework:
    officer, at = cast.principal_of(side.officer), datetime.now(UTC)
    me = side.officer.pk
    facts = CaseFacts(
        number=f"2026-{number}", title=f"Case of {side.canary}", lead=me, members=[me]
    )
    case = cases.open_case(officer, facts, at=at)
    change = Change(case_id=case.pk, state="in-work", assignee=me)
    mark = Mark(report_id=side.report_id, version=1)
    working.change_work(officer, mark, change, at=at)
    wanted = NewTask(title="abstract task", assignee=me, due_on=date(2026, 1, 1))
    cases.add_task(officer, case.pk, wanted, at=at)
    for is_private in (False, True):
        said = {"is_private": is_private, "at": at}
        notes.note_on_case(officer, case.pk, f"Abstract {side.canary}", **said)
        notes.note_on_report(officer, side.report_id, "Abstract note.", **said)
    views.save_view(officer, "Urgent", "priority=1", is_shared=True)
    views.choose_columns(officer, ["files", "work", "due", "case", "marks"])
    with acting(cast.STAGE):
        work = Work.objects.get(agency_id=officer.organization_id, case=case)
        hint = CaseHint.objects.create(
            case=case, referral_id=work.pk, kinds="email", noticed_at=at
        )
        return Casework(
            Case.objects.get(pk=case.pk).pk,
            Task.objects.get(case=case).pk,
            QueueView.objects.get(owner_id=me, name="Urgent").pk,
            hint.pk,
            0,
            f"{side.report_id}.2",
        )
