"""Every route of the product, and how to fill its address and its request."""

import json
from collections.abc import Iterator
from typing import NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.http import urlencode

from tests.access import agency_api_rows
from tests.access.expected import LISTS, REPORTS
from tests.access.stage import NOWHERE_ID, Stage
from tests.portals.platforms.hashsharing.member import NS
from tests.portals.platforms.reporter import (
    FORM,
    XML,
    a_report,
    file_details,
    multipart,
)


class Route(NamedTuple):
    """A route's name, and the parameters of its address."""

    name: str
    parameters: tuple[str, ...]


def every() -> list[Route]:
    """Walk the address configuration; give each named route once."""
    found = {route.name: route for route in _walk(get_resolver(), ())}
    return sorted(found.values())


def _walk(resolver: URLResolver, spaces: tuple[str, ...]) -> Iterator[Route]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            inner = (*spaces, each.namespace) if each.namespace else spaces
            yield from _walk(each, inner)
        elif isinstance(each, URLPattern):
            assert each.name, f"{each.pattern} has no name"
            yield Route(":".join((*spaces, each.name)), tuple(each.pattern.converters))


def things(route: Route) -> tuple[str, ...]:
    """Name the things that a route can be asked about."""
    if "report_id" in route.parameters or route.name in _IN_BODY:
        return REPORTS
    if "slug" in route.parameters:
        return LISTS
    return ("existing", "missing") if route.parameters else ("-",)


_IN_BODY = {f"platforms:{n}" for n in ("upload", "fileinfo", "finish", "retract")}
_IN_BODY |= {"platforms:supplement", "platforms:supplement-upload"}
_SENT = {
    "sharing:entry": (
        f'<entrySubmission xmlns="{NS}"><image><fingerprints><md5>{"d" * 32}</md5>'
        "</fingerprints></image></entrySubmission>"
    ).encode(),
    "sharing:audience": f'<accessSubmission xmlns="{NS}"/>'.encode(),
    "sharing:large-fingerprint": b"invented, too",
    "sharing:feedback": (
        f'<feedbackSubmission xmlns="{NS}"><affirmative/></feedbackSubmission>'
    ).encode(),
}
_SENT["sharing:blocked"] = b'{"type": "MD5", "blocked": true}'
_SENT["sharing:match"] = b'{"type": "PDQ", "value": "%s"}' % (b"3c" * 32)
FIXED = {  # addresses by pattern, which nothing can fill
    "platforms:unknown": "/ispws/no-such-endpoint",
    "platforms:documentation": "/ispws/documentation",
    "sharing:unknown": "/hashsharing/no-such-list",
    "agency-api:unknown": "/agency/api/v1/no-such-thing",
}
_PLAIN = {"part": "json", "number": 2, "entry_id": "stage-1", "prefix": "ccccc"}
_WHAT = {
    "console:change-item": "challenge",
    "operations:change-list": "kill",
    "operations:change-member": "kill",
}
_OF_PLATFORMS = {"operations:issue-credential", "operations:platform-profile"}


def path(route: Route, thing: str, stage: Stage) -> str:
    """Give the address of a route about a thing; a parameter without maker fails."""
    makers = {
        "report_id": report_id(thing, stage),
        "call_id": _call(route, stage),
        "file_id": file_id(thing, stage),
        "kind": "nonsense" if thing == "missing" else "platform",
        "step": "match",
        "answer_secret": "x" * 43 if thing == "missing" else stage.answer_secret,
        "draft": "nonsense" if thing == "missing" else "first-report",
        "request_id": stage.requests.get(thing, NOWHERE_ID),
        "token": "x" * 43 if thing == "missing" else stage.invitation_token,
        "organization_id": _organization(route, stage),
        "person_id": _person(route, stage),
        "hold_id": stage.viewing.hold_id,
        "basis_id": stage.viewing.bases.get(thing, NOWHERE_ID),
        "concern_id": stage.viewing.concern_id,
        "invitation_id": stage.invitation.pk,
        "credential_id": stage.credential.pk,
        "content_id": stage.reviewed.content_id,
        "bundle_id": _bundle(route, stage),
        "cluster_id": stage.cluster_id,
        "appeal_id": stage.appeal_id,
        "list_id": stage.lists.list_id,
        "item_id": stage.lists.item_id,
        "proposal_id": stage.lists.proposal_id,
        "member_id": stage.lists.member_id,
        "audit_id": _audit(route, stage),
        "audited_id": stage.lists.audited_id,
        "report_hold_id": stage.hold_id,
        "clearance_id": stage.clearance_id,
        "supplement_id": stage.supplement_id,
        **stage.places._asdict(),
        "table": "nonsense" if thing == "missing" else "routing-rules",
        **_urgency(route, stage),
        "what": _WHAT.get(route.name, ""),
        "case_id": stage.casework.case_id,
        "task_id": stage.casework.task_id,
        "exported": _exported(route, thing),
        "hint_id": stage.casework.hint_id,
        "view_id": stage.casework.view_id,
        "filter_id": stage.casework.view_id,
        "handover_id": stage.casework.handover_id,
        "token_id": stage.tokens.token_id,
        "webhook_id": stage.tokens.webhook_id,
        "digest": "0" * 12,
        "slug": f"stage-{thing.replace(' ', '-')}",
        **_PLAIN,
        "name": "TMK_PDQF" if route.name == "sharing:large-fingerprint" else "MD5",
    }
    filled = {name: makers[name] for name in route.parameters}
    if thing == "missing":
        ids = {name for name in filled if name.endswith("_id")} - {"file_id"}
        filled |= dict.fromkeys(ids, NOWHERE_ID)
    if route.name in FIXED:
        return FIXED[route.name]
    return reverse(route.name, kwargs=filled)


def _urgency(route: Route, stage: Stage) -> dict[str, object]:
    """Name an alarm and a duty: of the agency for programs, else of our office."""
    urgency = stage.urgency
    if route.name.startswith("agency-api:"):
        return {"alarm_id": urgency.lenas_alarm_id, "duty_id": urgency.lenas_duty_id}
    return {"alarm_id": urgency.alarm_id, "duty_id": urgency.duty_id}


def choices(route: Route, stage: Stage) -> dict[str, object]:
    """Give what the form of a route may choose among, as it is on the stage."""
    return {
        "console:bring-together": {"other": stage.calls.over_id},
        "console:split-cluster": {"report": stage.theirs.report_id},
        "console:buddy": {"buddy": stage.viewing.sven_id},
        "console:clear": {"file": stage.ours.file_id},
        "agencies:clear": {"file": stage.ours.file_id},
        "agencies:bulk": {"mark": stage.casework.mark},
        "console:release": {"proposal": stage.calls.proposal_id},
        "console:media": {"content": stage.reviewed.listed_id},
        "console:bundle-media": {"content": stage.reviewed.listed_id},
        "console:propose": {"hash_list": stage.lists.list_id},
        "duty:roster": {"person": stage.urgency.person_id},
        "operations:add-member": {"organization": stage.newcomer.organization.pk},
        "operations:begin-audit": {
            "organization": stage.ilse.organization_id,
            "number": 1,
        },
    }.get(route.name, {})


def report_id(thing: str, stage: Stage) -> int:
    """Give the number of one of the stage's reports."""
    known = {
        "ours": stage.ours.report_id,
        "theirs": stage.theirs.report_id,
        "test": stage.test_report,
        "unfinished": stage.open_report,
    }
    return known.get(thing, NOWHERE_ID)


def file_id(thing: str, stage: Stage) -> str:
    """Give a file of a report, or one that exists elsewhere."""
    known = {"theirs": stage.theirs.file_id, "unfinished": stage.open_file}
    return known.get(thing, stage.ours.file_id)


def _exported(route: Route, thing: str) -> str:
    if thing == "missing":
        return "nonsense"
    named = {"agencies:export-case": "log", "agencies:export-report": "timeline"}
    return named.get(route.name, "queue")


def _bundle(route: Route, stage: Stage) -> int:
    is_flood = route.name == "console:set-aside-flood"
    return stage.flood_id if is_flood else stage.bundle_id


def _call(route: Route, stage: Stage) -> int:
    if route.name == "console:ask":
        return stage.calls.sent_form_id
    is_over = route.name in {"console:release", "console:refuse-release"}
    return stage.calls.over_id if is_over else stage.calls.open_id


def _audit(route: Route, stage: Stage) -> int:
    if route.name == "operations:publish-audit":
        return stage.lists.complete_audit_id
    return stage.lists.audit_id


def _person(route: Route, stage: Stage) -> int:
    if route.name == "console:time-zone":
        return int(stage.ana.pk)
    return int(stage.ours.officer.pk)


def _organization(route: Route, stage: Stage) -> int:
    if route.name in _OF_PLATFORMS:
        return stage.theirs.platform.organization.pk
    return stage.other_agency.pk


def body(route: Route, method: str, thing: str, *, stage: Stage) -> dict[str, object]:
    """Give what to send: for interfaces of programs a whole request, else nothing."""
    if route.name.startswith("agency-api:"):
        return _in_json(route, method, thing, stage=stage)
    return _to_platforms(route, method, thing, stage=stage)


def _to_platforms(
    route: Route, method: str, thing: str, *, stage: Stage
) -> dict[str, object]:
    if route.name in _SENT:
        return {"data": _SENT[route.name], "content_type": XML}
    if method != "POST" or not route.name.startswith("platforms:"):
        return {}
    number = report_id(thing, stage)
    if route.name == "platforms:submit":
        return {"data": a_report(), "content_type": XML}
    documents = {
        "platforms:fileinfo": file_details(number, file_id(thing, stage)),
        "platforms:supplement": f"<supplement><reportId>{number}</reportId><reason>x"
        "</reason><additionalInfo>x</additionalInfo></supplement>".encode(),
    }
    if route.name in documents:
        return {"data": documents[route.name], "content_type": XML}
    if route.name in {"platforms:upload", "platforms:supplement-upload"}:
        parts = [("id", None, str(number)), ("file", "a.jpg", b"\xff\xd8\xff")]
        sent, kind = multipart(parts)
        return {"data": sent, "content_type": kind}
    fields = {"id": number, "reason": "abstract reason"}
    return {"data": urlencode(fields).encode(), "content_type": FORM}


def _in_json(
    route: Route, method: str, thing: str, *, stage: Stage
) -> dict[str, object]:
    file = file_id(thing, stage)
    said = agency_api_rows.body(route.name, stage, file_id=file)
    if method != "POST" or said is None:
        return {}
    return {"data": json.dumps(said).encode(), "content_type": "application/json"}
