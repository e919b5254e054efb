"""Agencies ask who else works on the same; each question is in the audit."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Sum

from tipline.deconfliction.disclosure import Asking, Stance
from tipline.deconfliction.errors import (
    DeskIncompleteError,
    LookUpIncompleteError,
    LookUpLimitError,
)
from tipline.deconfliction.meeting import (
    Met,
    Question,
    Shared,
    clearinghouse_for,
    meet,
)
from tipline.deconfliction.models import Desk, LookUp
from tipline.deconfliction.workings import works_on
from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.sentence import Sentence
from tipline.linking.digests import DIGEST_BYTES
from tipline.linking.identifiers import Kind
from tipline.linking.models import Identifier, IdentifierUse
from tipline.linking.queries import MOST_SHARING, links_of
from tipline.linking.strength import Strength, link_strength
from tipline.referral.queries import report_for

DIGESTS_MOST = 20  # in one look-up
DIGESTS_PER_DAY = 200  # of one agency; all telephone numbers of a town take years
REFERENCE_MAX = 200
_DAY = timedelta(hours=24)
_LOCK = 2025_0026  # of no other meaning, with the agency's number


def ask_about_report(officer: Principal, report_id: int, *, at: datetime) -> Met:
    """Say who else works on what a report of the agency names; they are told, too.

    An agency that has the report without working on it learns whether there is
    somebody, as from `neighbours_hint`.

    Raises:
        NotFoundError: no such report, or not made available to this agency.
    """
    report_for(officer, report_id)
    shared = _shared(officer, report_id)
    with acting(clearinghouse_for(officer)):
        working = works_on([report_id]).get(report_id, set())
        is_working = officer.organization_id in working
        question = Question(
            agency_id=officer.organization_id,
            asking=Asking.WORKS if is_working else Asking.HAS,
        )
        met = meet(question, shared, at=at)
    with acting(officer):
        audit.record(
            officer,
            "deconfliction.asked",
            f"report:{report_id}",
            as_=question.asking,
            agencies=len(met.neighbours),
        )
    return met


def is_somebody_there(officer: Principal, report_id: int, *, at: datetime) -> bool:
    """Tell whether another agency works on what a report of the agency names.

    Nobody is named and nobody is told. The caller has shown that the officer's agency
    has the report.
    """
    shared = _shared(officer, report_id)
    question = Question(agency_id=officer.organization_id, asking=Asking.HAS)
    with acting(clearinghouse_for(officer)):
        return meet(question, shared, at=at).is_somebody_there


def look_up(
    officer: Principal, digests: Collection[str], *, reference: str, at: datetime
) -> dict[str, Met]:
    """Say of each digest who works on the identifier that it was made from.

    Args:
        officer: who asks.
        digests: in hexadecimal digits, 64 each, of `linking.digests`.
        reference: what the agency calls its case; those who are met are shown it.
        at: now.

    Raises:
        LookUpIncompleteError: there is no reference, or something that is no digest.
        LookUpLimitError: the agency has asked too much within 24 hours.
    """
    asked, case = _read(digests), _reference(reference)
    question = Question(
        agency_id=officer.organization_id, asking=Asking.LOOKS_UP, reference=case
    )
    with acting(officer):
        _count(officer, len(asked), at=at)
    with acting(clearinghouse_for(officer)):
        found = {
            digest: meet(question, _holding(bytes.fromhex(digest)), at=at)
            for digest in asked
        }
    hits = sum(bool(met.neighbours) for met in found.values())
    with acting(officer):
        row = LookUp.objects.create(
            agency_id=officer.organization_id,
            asked_by=officer.actor,
            reference=case,
            digests=len(asked),
            hits=hits,
            at=at,
        )
        audit.record(
            officer,
            "deconfliction.looked-up",
            f"look-up:{row.pk}",
            digests=len(asked),
            hits=hits,
        )
    return found


def set_desk(officer: Principal, *, said: dict[str, str], at: datetime) -> None:
    """Keep whom others call at the officer's agency, and whether they may learn of it.

    `said` has contact, phone, email and stance.

    Raises:
        DeskIncompleteError: others may learn of the agency, and cannot reach it.
    """
    stance = Stance(said["stance"]) if said["stance"] in set(Stance) else Stance.OPEN
    if stance is Stance.OPEN and not (said["phone"] or said["email"]):
        raise DeskIncompleteError
    with acting(officer):
        values = {
            **{name: said[name] for name in ("contact", "phone", "email")},
            "stance": stance.value,
            "changed_at": at,
            "changed_by": officer.actor,
        }
        agency_id = officer.organization_id
        Desk.objects.update_or_create(agency_id=agency_id, defaults=values)
        audit.record(
            officer, "deconfliction.desk-set", f"agency:{agency_id}", stance=stance
        )


def note_key_shown(officer: Principal) -> None:
    """Put into the audit that somebody was shown the key of digests."""
    with acting(officer):
        subject = f"agency:{officer.organization_id}"
        audit.record(officer, "deconfliction.key-shown", subject)


def _shared(officer: Principal, report_id: int) -> list[Shared]:
    """Give what strongly links a report with others, itself included."""
    with acting(clearinghouse_for(officer)):
        links = links_of(clearinghouse_for(officer), report_id, most=MOST_SHARING)
    kinds: dict[int, set[str]] = {}
    for link in links:
        if link.strength == "strong":
            kinds.setdefault(link.report_id, set()).add(link.kind)
    return [
        Shared(report_id=number, kinds=frozenset(each), strength=Strength.STRONG)
        for number, each in kinds.items()
    ]


def _holding(digest: bytes) -> list[Shared]:
    """Give the reports that name the identifier of a digest, and how strong that is."""
    rows = Identifier.objects.filter(digest=digest)
    return [each for row in rows for each in _reports_of(row)]


def _reports_of(row: Identifier) -> list[Shared]:
    uses = IdentifierUse.objects.filter(identifier_id=row.pk)
    reports = uses.values_list("report_id", flat=True).distinct()[:MOST_SHARING]
    numbers = list(reports)
    # The case of the one who asks is one more that names it.
    strength = link_strength(Kind(row.kind), len(numbers) + 1, scope=row.scope)
    return [
        Shared(report_id=number, kinds=frozenset({row.kind}), strength=strength)
        for number in numbers
    ]


def _read(digests: Collection[str]) -> list[str]:
    asked = list(
        dict.fromkeys(each.strip().lower() for each in digests if each.strip())
    )
    if not asked:
        raise LookUpIncompleteError(problem=Sentence("Give at least one digest."))
    if len(asked) > DIGESTS_MOST:
        problem = Sentence(
            "Give at most %(most)s digests at a time.", most=str(DIGESTS_MOST)
        )
        raise LookUpIncompleteError(problem=problem)
    for number, text in enumerate(asked, 1):
        is_hex = all(c in "0123456789abcdef" for c in text)
        if len(text) != 2 * DIGEST_BYTES or not is_hex:
            raise LookUpIncompleteError(
                problem=Sentence(
                    "Line %(line)s is no digest: 64 hexadecimal digits are one. Never"
                    " send the identifier itself.",
                    line=str(number),
                )
            )
    return asked


def _reference(reference: str) -> str:
    case = reference.strip()[:REFERENCE_MAX]
    if not case:
        raise LookUpIncompleteError(
            problem=Sentence("Say what your agency calls the case.")
        )
    return case


def _count(officer: Principal, digests: int, *, at: datetime) -> None:
    """Refuse what goes beyond the limit; two who ask at once wait for each other."""
    with connection.cursor() as cursor:
        values = [_LOCK, officer.organization_id % 2**31]
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", values)
    rows = LookUp.objects.filter(agency_id=officer.organization_id, at__gt=at - _DAY)
    asked = rows.aggregate(digests=Sum("digests"))["digests"] or 0
    if asked + digests > DIGESTS_PER_DAY:
        raise LookUpLimitError(
            most=DIGESTS_PER_DAY,
            asked=asked,
            retry_after_seconds=int(_DAY.total_seconds()),
        )
