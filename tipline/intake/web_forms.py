"""A report that somebody fills in on the web, and coming back to it with its key.

The key is made when the first page is opened and is never kept: only a keyed hash of it
is. It leads to one report, for as long as the person holds it, and to nothing else.
"""

import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import F

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import PUBLIC, Kind, Principal
from tipline.foundation.policy.scope import acting, call_as
from tipline.intake.calls import AS_JSON, empty_report
from tipline.intake.errors import (
    CallNotFoundError,
    EmptyMessageError,
    TooManyMessagesError,
)
from tipline.intake.models import (
    Call,
    Report,
    ReportState,
    ReturnKey,
    ReturnStage,
    Submission,
    SubmissionKind,
)
from tipline.intake.origins import ReportOrigin
from tipline.intake.public_reading import clean
from tipline.intake.receipt_words import KEY_BYTES

MESSAGE_MAX = 5000  # characters
MESSAGES_MOST = 200
# Without giving the row back: whoever writes a message may not read it.
_KEEP = """
    INSERT INTO intake_submission
        (report_id, kind, file_id, content_type, body, received_at)
    VALUES (%(report_id)s, %(kind)s, '', %(content_type)s, %(body)s, %(at)s)
"""


@dataclass(frozen=True, kw_only=True)
class Question:
    """What an analyst asks whoever reported."""

    text: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Told:
    """How a report stands, for whoever holds its key; nothing of what was sent."""

    is_open: bool
    stage: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """One message of a conversation about a report; `by` is `public` or an account."""

    is_question: bool
    text: str
    by: str
    at: datetime


def new_key() -> bytes:
    """Make a key of 128 bits."""
    return secrets.token_bytes(KEY_BYTES)


def digest_of(key: bytes, secret: str) -> bytes:
    """Give what is kept of a key."""
    return hmac.digest(secret.encode(), key, hashlib.sha256)


def reporter(report_id: int) -> Principal:
    """Give the principal of whoever holds the key of a report."""
    return Principal(kind=Kind.REPORTER, actor="public", organization_id=report_id)


def begin(digest: bytes, *, at: datetime) -> Principal:
    """Open a report that somebody fills in; give who may go on with it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tipline_id()")
        report_id = int(cursor.fetchone()[0])
    who = reporter(report_id)
    with acting(who):
        report = empty_report(ReportOrigin.FORM, at=at)
        report.pk = report_id
        report.save(force_insert=True)
        Call.objects.create(report=report, taken_by="", began_at=at)
        ReturnKey.objects.create(report=report, digest=digest)
        audit.record(who, "form.began", f"report:{report_id}")
    return who


def returning(digest: bytes) -> Principal | None:
    """Give who holds the key with this digest, or None; takes as long either way."""
    row = call_as(
        PUBLIC,
        "SELECT intake_returning(%(digest)s)",
        {"digest": digest},
    )
    found = row[0] if row else None
    return None if found is None else reporter(int(str(found)))


def told(who: Principal) -> Told:
    """Say how the report of a key's holder stands."""
    with acting(who):
        rows = Report.objects.filter(pk=who.organization_id)
        state = rows.values_list("state", flat=True).first()
        stage = ReturnKey.objects.values_list("stage", flat=True).first()
        return Told(
            is_open=state == ReportState.OPEN,
            stage=stage or ReturnStage.RECEIVED,
            questions=tuple(
                Question(text=each.text, at=each.at)
                for each in _spoken(who.organization_id)
                if each.is_question
            ),
        )


def add_message(who: Principal, text: str, *, at: datetime) -> None:
    """Keep what a key's holder adds to their report, or answers.

    Raises:
        EmptyMessageError: nothing was written.
        TooManyMessagesError: the report takes no more.
    """
    with acting(who):
        # Counted here: whoever wrote a message never sees it again, not even its row.
        room = ReturnKey.objects.filter(messages__lt=MESSAGES_MOST)
        if not room.update(messages=F("messages") + 1, has_unread=True):
            raise TooManyMessagesError(most=MESSAGES_MOST)
        _say(who, who.organization_id, text, kind=SubmissionKind.MESSAGE, at=at)
        audit.record(who, "form.message", f"report:{who.organization_id}")


def ask(analyst: Principal, report_id: int, text: str, *, at: datetime) -> None:
    """Ask whoever filled in a report; they see it when they come back.

    Raises:
        CallNotFoundError: nobody can come back to such a report.
        EmptyMessageError: nothing was written.
        TooManyMessagesError: the report takes no more.
    """
    with acting(analyst):
        if not ReturnKey.objects.filter(report_id=report_id).exists():
            raise CallNotFoundError
        kind = SubmissionKind.QUESTION
        rows = Submission.objects.filter(report_id=report_id, kind=kind)
        if rows.count() >= MESSAGES_MOST:
            raise TooManyMessagesError(most=MESSAGES_MOST)
        _say(analyst, report_id, text, kind=kind, at=at)
        audit.record(analyst, "form.asked", f"report:{report_id}")


def note_read(reader: Principal, report_id: int) -> None:
    """Let whoever comes back know that a person read the report and all messages."""
    with acting(reader):
        keys = ReturnKey.objects.filter(report_id=report_id)
        keys.filter(has_unread=True).update(has_unread=False)
        keys.filter(stage=ReturnStage.RECEIVED).update(stage=ReturnStage.READ)


def note_decided(actor: Principal, report_id: int) -> None:
    """Let whoever comes back know that a person decided; not what."""
    with acting(actor):
        keys = ReturnKey.objects.filter(report_id=report_id)
        keys.update(stage=ReturnStage.DECIDED)


def conversation(reader: Principal, report_id: int) -> tuple[Spoken, ...]:
    """Give the questions and what was answered or added, in their order."""
    with acting(reader):
        return _spoken(report_id)


def _spoken(report_id: int) -> tuple[Spoken, ...]:
    kinds = (SubmissionKind.QUESTION, SubmissionKind.MESSAGE)
    rows = Submission.objects.filter(report_id=report_id, kind__in=kinds)
    found = []
    for row in rows.order_by("pk"):
        kept = json.loads(bytes(row.body))
        found.append(
            Spoken(
                is_question=row.kind == SubmissionKind.QUESTION,
                text=kept["text"],
                by=kept["by"],
                at=row.received_at,
            )
        )
    return tuple(found)


def _say(
    who: Principal,
    report_id: int,
    text: str,
    *,
    kind: SubmissionKind,
    at: datetime,
) -> None:
    said = clean(text)[:MESSAGE_MAX]
    if not said:
        raise EmptyMessageError
    body = json.dumps({"by": who.actor, "text": said}, ensure_ascii=True, indent=1)
    with connection.cursor() as cursor:
        cursor.execute(
            _KEEP,
            {
                "report_id": report_id,
                "kind": kind.value,
                "content_type": AS_JSON,
                "body": body.encode(),
                "at": at,
            },
        )
