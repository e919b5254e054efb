"""The agencies' interface on the stage: routes, requests, tokens, kept answers."""

from datetime import UTC, datetime
from typing import Any, NamedTuple

from tests import cast
from tests.portals.agencies.api.program import Program, program
from tipline.exchange import webhooks
from tipline.exchange.answering import Answered, answer_once
from tipline.foundation.accounts import agency_tokens
from tipline.foundation.accounts.models import Person
from tipline.foundation.policy.scope import acting

ROLE = "agency-token"
NAMES = ("Lena, token of the receiving agency", "Zed, token of another agency")
TABLE = """
agencies:tokens               GET   officer                        -         confirm
agencies:tokens               POST  officer                        -         confirm
agencies:revoke-token         POST  officer                        lenas     confirm
agencies:webhooks             GET   officer                        -         confirm
agencies:webhooks             POST  officer                        -         confirm
agencies:renew-webhook        POST  officer                        lenas     confirm
agencies:end-webhook          POST  officer                        lenas     confirm
agency-api:openapi            GET   everybody                      -
agency-api:about              GET   agency-token                   -
agency-api:officers           GET   agency-token                   -
agency-api:agencies           GET   agency-token                   -
agency-api:reports            GET   agency-token                   -
agency-api:reports            POST  agency-token                   -
agency-api:report             GET   agency-token                   theirs
agency-api:saved-filters      GET   agency-token                   -
agency-api:saved-filters      POST  agency-token                   -
agency-api:saved-filter-removal POST agency-token                  lenas
agency-api:columns            GET   agency-token                   -
agency-api:columns            POST  agency-token                   -
agency-api:cluster            GET   agency-token                   theirs
agency-api:searches           POST  agency-token                   -
agency-api:receipts           GET   agency-token                   theirs
agency-api:packet             POST  agency-token                   theirs
agency-api:file               POST  agency-token                   theirs
agency-api:keys               GET   agency-token                   -
agency-api:work               GET   agency-token                   theirs
agency-api:work               POST  agency-token                   theirs
agency-api:bulk               POST  agency-token                   -
agency-api:notes              GET   agency-token                   theirs
agency-api:notes              POST  agency-token                   theirs
agency-api:acknowledgement    POST  agency-token                   theirs
agency-api:cases              GET   agency-token                   -
agency-api:cases              POST  agency-token                   -
agency-api:case               GET   agency-token                   lenas
agency-api:case               POST  agency-token                   lenas
agency-api:case-evidence      GET   agency-token                   lenas
agency-api:case-notes         GET   agency-token                   lenas
agency-api:case-notes         POST  agency-token                   lenas
agency-api:open-tasks         GET   agency-token                   -
agency-api:tasks              POST  agency-token                   lenas
agency-api:task-done          POST  agency-token                   lenas
agency-api:hint-seen          POST  agency-token                   lenas
agency-api:handovers          GET   agency-token                   -
agency-api:hand-on            POST  agency-token                   theirs
agency-api:hand-on-case       POST  agency-token                   lenas
agency-api:handover-answer    POST  agency-token                   lenas
agency-api:answers            GET   agency-token                   theirs
agency-api:answers            POST  agency-token                   theirs
agency-api:clearances         GET   agency-token                   theirs
agency-api:clearances         POST  agency-token                   theirs
agency-api:due-dates          GET   agency-token                   -
agency-api:requests           GET   agency-token                   theirs
agency-api:requests           POST  agency-token                   theirs
agency-api:request-closing    POST  agency-token                   theirs
agency-api:alarms             GET   agency-token                   -
agency-api:alarm-acknowledgement POST agency-token                 lenas
agency-api:duties             GET   agency-token                   -
agency-api:duties             POST  agency-token                   lenas
agency-api:duty-removal       POST  agency-token                   lenas
agency-api:drafts             GET   agency-token                   -
agency-api:draft              GET   agency-token                   existing
agency-api:draft              POST  agency-token                   existing
agency-api:draft-texts        GET   agency-token                   existing
agency-api:neighbours         POST  agency-token                   theirs
agency-api:desk               GET   agency-token                   -
agency-api:look-ups           GET   agency-token                   -
agency-api:look-ups           POST  agency-token                   -
agency-api:figures            GET   agency-token                   -
agency-api:events             GET   agency-token                   -
"""
_OFFER = {"agencies": ["ICAC-NY-CI"], "kind": "share", "reason": "abstract reason"}
_CASE = {"number": "2026-97", "title": "Newly named"}
BASIS = {"basis": "search-warrant", "reference": "W-17", "statement": "It covers it."}
BODIES: dict[str, object] = {
    "agency-api:searches": {"text": "somebody@example.org"},
    "agency-api:reports": {"text": "somebody@example.org"},
    "agency-api:saved-filters": {"name": "Newly named", "filters": {"priority": "1"}},
    "agency-api:columns": {"columns": ["files"]},
    "agency-api:file": BASIS,
    "agency-api:work": {"version": 2, "state": "waiting"},
    "agency-api:notes": {"text": "abstract"},
    "agency-api:cases": _CASE,
    "agency-api:case": {**_CASE, "state": "open", "version": 1},
    "agency-api:case-notes": {"text": "abstract"},
    "agency-api:tasks": {"title": "abstract"},
    "agency-api:hand-on": _OFFER,
    "agency-api:hand-on-case": _OFFER,
    "agency-api:handover-answer": {"state": "accepted"},
    "agency-api:answers": {"status": "ongoing"},
    "agency-api:requests": {
        "kind": "subpoena",
        "addressee": "a platform",
        "sent_on": "2026-11-01",
        "due_on": "2026-12-01",
    },
    "agency-api:request-closing": {"state": "answered"},
    "agency-api:draft": {"text": "Report {{ report.number }}", "version": 0},
    "agency-api:look-ups": {"digests": ["a" * 64], "reference": "2026-1"},
}
OWN = "organization_id = {o}"
_WEBHOOKS = f"SELECT id FROM exchange_webhook WHERE {OWN}"  # noqa: S608 - our own
ITS_EVENT = f"{OWN} AND webhook_id IN ({_WEBHOOKS})"
NEW = {"a new row"}
BLIND = {
    "exchange_webhook": ("U", "UPDATE {t} SET made_at = now()"),
    "accounts_agencytoken": ("U", "UPDATE {t} SET last_used_at = now()"),
    "exchange_keptanswer": ("D", "DELETE FROM {t}"),
}
TENANT = dict.fromkeys(BLIND, "organization_id")
FORMS = {
    "agencies:tokens": (
        {"name": "Newly named", "scope": "token-read", "days": "30"},
        {"accounts_agencytoken": {"a new row"}},
        200,
    ),
    "agencies:webhooks": (
        {"url": "https://example.org/new"},
        {"exchange_webhook": NEW},
        200,
    ),
    "agencies:renew-webhook": (
        {},
        {"exchange_webhook": {"generation", "overlap_until"}},
        200,
    ),
    "agencies:end-webhook": ({}, {"exchange_webhook": {"ended_at"}}),
    "agencies:revoke-token": ({}, {"accounts_agencytoken": {"revoked_at"}}),
}


class Tokens(NamedTuple):
    """The programs of both sides, and a token of ours that may be revoked."""

    programs: tuple[Program, Program]
    token_id: int
    webhook_id: int


def body(route: str, stage: Any, *, file_id: str) -> object:
    """Give what to send to a writing route so that it is done, where it may be."""
    if route == "agency-api:bulk":
        mark = {"report_id": stage.ours.report_id, "version": 2}
        return {"reports": [mark], "change": {"state": "waiting"}}
    if route == "agency-api:duties":
        now = {"starts_at": "2026-11-21T12:00:00Z", "ends_at": "2036-11-21T12:00:00Z"}
        return {"officer": stage.ours.officer.pk, **now}
    if route == "agency-api:clearances":
        files = {"file_ids": [file_id], "reason": "abstract reason"}
        return {"verdict": "not-csam", "ground": "drawn", **files}
    return BODIES.get(route)


def build(ours: Any, theirs: Any) -> Tokens:
    """Make both officers leads, and a program for each, with an answer kept."""
    programs, told = [], []
    for side in (ours, theirs):
        with acting(cast.STAGE):
            Person.objects.filter(pk=side.officer.pk).update(seniority=2)
        made = program(side.officer)
        at = datetime.now(UTC)
        found = agency_tokens.authenticate(made.secret, at=at)
        answer_once(
            found.principal,
            "key",
            lambda: Answered(status=200, body="{}"),
            request=b"request",
            at=at,
        )
        programs.append(made)
        officer = cast.principal_of(side.officer)
        agency_id = side.officer.organization_id
        told.append(webhooks.add(officer, agency_id, "https://example.org/e", at=at)[0])
    spare = program(ours.officer, name="spare")
    return Tokens((programs[0], programs[1]), spare.token_id, told[0].pk)
