"""The endpoints of the protocol."""

import uuid

from django.http import HttpRequest, HttpResponse

from tipline.hashlist import (
    feed,
    feedback_reasons,
    polling,
    restricting,
    sharing,
    submitting,
)
from tipline.hashlist.errors import NotYourItemError
from tipline.portals.platforms.hashsharing import answers, documents
from tipline.portals.platforms.hashsharing.encryption import encryptable
from tipline.portals.platforms.hashsharing.fingerprint_types import (
    FingerprintType,
    UnknownFingerprintTypeError,
    type_named,
)
from tipline.portals.platforms.hashsharing.ranges import Range
from tipline.portals.platforms.hashsharing.wire import (
    EndpointUnknownError,
    Member,
    endpoint,
    xml,
)

READ, ADD, VOTE = "hash-lists.read", "hash-lists.add", "hash-lists.vote"
# The classes that platforms share: what is shown, and of whom.
_CLASSES = ("A1", "A2", "B1", "B2")
_NAMESPACE = uuid.UUID("0c1a4d1e-9d3c-5a52-8d0c-6f1de0c41f77")


@endpoint(GET=READ)
def status(request: HttpRequest, member: Member) -> HttpResponse:
    own = member.access.member
    return xml(
        answers.document(
            "status",
            answers.text("ipAddress", request.META.get("REMOTE_ADDR", "")),
            answers.text("username", member.username),
            answers.member(own.number, own.name),
        )
    )


@endpoint(GET=READ)
def members(request: HttpRequest, member: Member) -> HttpResponse:
    del request
    found = feed.members(member.platform, member.access)
    said = (answers.member(each.number, each.name) for each in found)
    return xml(answers.document("members", *said))


@endpoint(GET=READ)
@encryptable
def entries(request: HttpRequest, member: Member) -> HttpResponse:
    asked = Range.read(request.GET)
    polled = polling.poll(
        member.platform,
        member.access,
        since=asked.since,
        until=asked.until,
        after=asked.after,
        total=asked.total,
        at=member.at,
    )
    page = asked.next_page(polled)
    return xml(
        answers.query_result(
            member.slug, polled.items, until=polled.until, next_page=page
        )
    )


@endpoint(PUT=ADD, DELETE=ADD)
def entry(
    request: HttpRequest, member: Member, *, number: int, entry_id: str
) -> HttpResponse:
    _own(member, number)
    entry_id = documents.entry_id_of(entry_id)
    if request.method == "DELETE":
        item = sharing.retract(
            member.platform, member.slug, entry_id=entry_id, at=member.at
        )
    else:
        item = submitting.submit(
            member.platform,
            member.access,
            entry_id=entry_id,
            contribution=documents.read_entry(
                request.body, content_type=request.META.get("CONTENT_TYPE", "")
            ),
            at=member.at,
        )
    return _submitted(member, entry_id, answers.moment(item.changed_at))


@endpoint(PUT=ADD)
def audience(
    request: HttpRequest, member: Member, *, number: int, entry_id: str
) -> HttpResponse:
    _own(member, number)
    entry_id = documents.entry_id_of(entry_id)
    numbers = documents.read_audience(
        request.body, content_type=request.META.get("CONTENT_TYPE", "")
    )
    item = restricting.restrict(
        member.platform,
        member.access,
        entry_id=entry_id,
        numbers=numbers,
        at=member.at,
    )
    return _submitted(member, entry_id, answers.moment(item.changed_at))


@endpoint(GET=READ, PUT=ADD, DELETE=ADD)
@encryptable
def large_fingerprint(
    request: HttpRequest, member: Member, *, number: int, entry_id: str, name: str
) -> HttpResponse:
    kind = _large(name)
    entry_id = documents.entry_id_of(entry_id)
    if request.method in {"GET", "HEAD"}:
        content = polling.large_fingerprint(
            member.platform,
            member.access,
            member_number=number,
            entry_id=entry_id,
            algorithm=kind.algorithm,
        )
        return HttpResponse(content, content_type="application/octet-stream")
    _own(member, number)
    sent = request.body if request.method == "PUT" else None
    item = submitting.put_large(
        member.platform,
        member.access,
        entry_id=entry_id,
        content={kind.algorithm: sent},
        at=member.at,
    )
    return _submitted(member, entry_id, answers.moment(item.changed_at))


@endpoint(GET=READ)
def reasons(request: HttpRequest, member: Member, *, name: str) -> HttpResponse:
    del request
    kind = type_named(name)
    given = feedback_reasons.reasons(member.slug, kind.algorithm)
    return xml(answers.available_reasons(given, kind))


@endpoint(PUT=VOTE)
def feedback(
    request: HttpRequest, member: Member, *, number: int, entry_id: str, name: str
) -> HttpResponse:
    kind = type_named(name)
    entry_id = documents.entry_id_of(entry_id)
    codes = documents.read_vote(
        request.body,
        content_type=request.META.get("CONTENT_TYPE", ""),
        slug=member.slug,
        kind=kind,
    )
    vote = sharing.vote(
        member.platform,
        member.slug,
        member_number=number,
        entry_id=entry_id,
        algorithm=kind.algorithm,
        reasons=codes,
        at=member.at,
    )
    return _submitted(member, entry_id, answers.moment(vote.at), number=number)


@endpoint(GET=READ)
def categorizations(request: HttpRequest, member: Member) -> HttpResponse:
    del request
    said = (
        answers.element(
            "categorization",
            guid=str(uuid.uuid5(_NAMESPACE, f"{member.slug}/{name}")),
            name=name,
        )
        for name in _CLASSES
    )
    group = answers.element("group", *said, name="Content", allowMultiple="false")
    return xml(answers.document("availableCategorizations", group))


@endpoint()
def unknown(request: HttpRequest, member: Member) -> HttpResponse:
    del request, member
    raise EndpointUnknownError


def _own(member: Member, number: int) -> None:
    own = member.access.member.number
    if number != own:
        raise NotYourItemError(member=own)


def _large(name: str) -> FingerprintType:
    kind = type_named(name)
    if not kind.is_large:
        raise UnknownFingerprintTypeError(known="those that entries link to")
    return kind


def _submitted(
    member: Member, entry_id: str, at: str, *, number: int = 0
) -> HttpResponse:
    number = number or member.access.member.number
    return xml(
        answers.document(
            "submissionResult",
            answers.element("member", id=str(number)),
            answers.text("id", entry_id),
            answers.text("timestamp", at),
        )
    )
