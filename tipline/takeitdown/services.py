"""Take hashes, take them back, and keep the list of what is harmless."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import structlog
from django.db.models import QuerySet

from tipline.foundation.audit import services as audit
from tipline.foundation.policy.principal import Kind, Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.statements import first_row
from tipline.hashing.pdq import CANONICAL_RECIPE
from tipline.hashlist import self_reported
from tipline.hashlist import services as hashlist
from tipline.hashlist.changing import new_ids, stamp
from tipline.hashlist.models import HashItem, HashList
from tipline.hashlist.states import ListKind
from tipline.takeitdown import ceilings, codes, harmless
from tipline.takeitdown.codes import Receipt
from tipline.takeitdown.errors import (
    CaseFullError,
    CaseNotFoundError,
    KnownHarmlessError,
    NotOpenError,
    TooManySentError,
)
from tipline.takeitdown.limits import TakeItDownLimits
from tipline.takeitdown.models import Case, CaseFile, HarmlessHash
from tipline.takeitdown.submission import Print, Submission

log = structlog.get_logger()

SLUG = "take-it-down"
NAME = "Take It Down"
_MEANING = "Somebody says that they are in it and were under 18. Nobody has looked."
# At the public door, before a code and a PIN are proved: sees what everybody may know.
VISITOR = Principal(kind=Kind.CASE, actor=SLUG)
_CASE_OF = "SELECT takeitdown_case_of(%(code)s, %(pin)s)"
_TAKEN_BACK = "Whoever sent it took it back."
_OVER = "Its time was over."


def open_list(actor: Principal, *, at: datetime) -> HashList:
    """Open Take It Down: make its list, unless it is there."""
    with acting(actor):
        known = HashList.objects.filter(slug=SLUG, kind=ListKind.UNVERIFIED).first()
        return known or hashlist.add_list(
            actor,
            name=NAME,
            slug=SLUG,
            kind=ListKind.UNVERIFIED,
            meaning=_MEANING,
            at=at,
        )


def submit(
    submission: Submission, *, key: bytes, limits: TakeItDownLimits, at: datetime
) -> Receipt:
    """Put one file's hashes onto the list; the token's case is made with its first.

    The same file again changes nothing. The answer tells nothing about other cases.

    Raises:
        NotOpenError: there is no list.
        KnownHarmlessError: it is a famous or a test picture.
        CaseFullError: the case has all the files that it may have.
        TooManySentError: everybody together sent too many in a day.
    """
    receipt = codes.receipt_of(submission.token, key=key)
    with acting(VISITOR):
        hash_list = _open_list()
        if harmless.is_known(submission.made.values):
            raise KnownHarmlessError
        stamp(hash_list.pk)  # submissions come one after the other from here on
        case_id = _proved(receipt.code, receipt.pin, key=key)
        holder = _holder(case_id or new_ids(1)[0])
        with acting(holder):
            if case_id is None:
                _open_case(holder, submission, receipt, key=key, limits=limits, at=at)
            case = own_case(holder)
            if case.withdrawn_on is not None:
                raise CaseNotFoundError
            entry_id = codes.entry_id(receipt.code, submission.made.md5, key=key)
            if not case.files.filter(item__entry_id=entry_id).exists():
                _add_file(holder, hash_list, submission, entry_id=entry_id, at=at)
                _refuse_too_many(case, submission.made, limits, at=at)
            subject = f"take_it_down:{case.pk}"
            audit.record(holder, "take_it_down.submitted", subject)
    return receipt


def withdraw(code: str, pin: str, *, key: bytes, at: datetime) -> int:
    """Take a case back: its items are tombstones in everybody's next fetch; count.

    Raises:
        CaseNotFoundError: code and PIN do not belong together.
    """
    holder = holder_of(code, pin, key=key)
    with acting(holder):
        _wait_for_others()
        case = own_case(holder)
        taken = _take_off(holder, case, reason=_TAKEN_BACK, at=at)
        audit.record(
            holder, "take_it_down.withdrawn", f"take_it_down:{case.pk}", items=taken
        )
    return taken


def renew(
    code: str, pin: str, *, key: bytes, limits: TakeItDownLimits, at: datetime
) -> date:
    """Let a case last for its whole time again, from today; give its last day.

    Raises:
        CaseNotFoundError: code and PIN do not belong together, or it was taken back.
    """
    holder = holder_of(code, pin, key=key)
    with acting(holder):
        _wait_for_others()
        case = own_case(holder)
        if case.withdrawn_on is not None:
            raise CaseNotFoundError
        case.expires_on = at.date() + timedelta(days=limits.kept_days)
        case.save(update_fields=["expires_on"])
        audit.record(holder, "take_it_down.renewed", f"take_it_down:{case.pk}")
    return case.expires_on


def expire_cases(actor: Principal, *, at: datetime) -> int:
    """Take off the list what its time is over of; count the cases."""
    with acting(actor):
        _wait_for_others()
        due = Case.objects.filter(expires_on__lt=at.date(), withdrawn_on=None)
        cases = list(due.order_by("pk"))
        for case in cases:
            _take_off(actor, case, reason=_OVER, at=at)
            audit.record(actor, "take_it_down.expired", f"take_it_down:{case.pk}")
    return len(cases)


def add_harmless(actor: Principal, lines: Iterable[str], *, at: datetime) -> int:
    """Add hashes of famous and test pictures, which nobody can have blocked; count.

    Raises:
        MalformedHarmlessHashError: a line is no hash; nothing is added.
    """
    rows = [
        HarmlessHash(algorithm=algorithm, value=value, name=name, added_on=at.date())
        for algorithm, value, name in harmless.read_lines(lines)
    ]
    with acting(actor):
        before = HarmlessHash.objects.count()
        HarmlessHash.objects.bulk_create(rows, ignore_conflicts=True)
        added = HarmlessHash.objects.count() - before
        audit.record(actor, "take_it_down.harmless_added", "take_it_down", added=added)
    return added


def holder_of(code: str, pin: str, *, key: bytes) -> Principal:
    """Give whom a code and a PIN prove: they reach their own case, and nothing else.

    Raises:
        CaseNotFoundError: there is none: the same answer for a wrong code and PIN.
    """
    with acting(VISITOR):
        case_id = _proved(code, pin, key=key)
    if case_id is None:
        raise CaseNotFoundError
    return _holder(case_id)


def own_case(holder: Principal) -> Case:
    """Give the case of whoever proved it, in their transaction."""
    return Case.objects.get(pk=holder.organization_id)


def _holder(case_id: int) -> Principal:
    return Principal(kind=Kind.CASE, actor=SLUG, organization_id=case_id)


def _proved(code: str, pin: str, *, key: bytes) -> int | None:
    digests = {
        "code": codes.code_digest(code, key=key),
        "pin": codes.pin_digest(code, pin, key=key),
    }
    row = first_row(_CASE_OF, digests)
    return None if row is None or row[0] is None else int(str(row[0]))


def _open_list() -> HashList:
    found = HashList.objects.filter(
        slug=SLUG, kind=ListKind.UNVERIFIED, killed_at=None
    ).first()
    if found is None:
        raise NotOpenError
    return found


def _wait_for_others() -> None:
    """Let what changes a case come one after the other, as submissions do.

    A file that is being sent while its case is taken back is taken back, too.
    """
    for list_id in HashList.objects.filter(slug=SLUG).values_list("pk", flat=True):
        stamp(list_id)


def _open_case(
    holder: Principal,
    submission: Submission,
    receipt: Receipt,
    *,
    key: bytes,
    limits: TakeItDownLimits,
    at: datetime,
) -> None:
    Case.objects.create(
        id=holder.organization_id,
        code_digest=codes.code_digest(receipt.code, key=key),
        pin_digest=codes.pin_digest(receipt.code, receipt.pin, key=key),
        age=submission.age,
        made_on=at.date(),
        expires_on=at.date() + timedelta(days=limits.kept_days),
    )


def _add_file(
    holder: Principal,
    hash_list: HashList,
    submission: Submission,
    *,
    entry_id: str,
    at: datetime,
) -> None:
    made = submission.made
    item_id = new_ids(1)[0]
    # Before the item: the database lets nobody make an item that is not theirs.
    CaseFile.objects.create(
        case_id=holder.organization_id, item_id=item_id, hashes=len(made.values)
    )
    self_reported.list_item(
        holder,
        hash_list,
        item_id=item_id,
        entry_id=entry_id,
        media=made.media,
        values=made.values,
        recipe=CANONICAL_RECIPE,
        quality=made.quality,
        at=at,
    )


def _refuse_too_many(
    case: Case, made: Print, limits: TakeItDownLimits, *, at: datetime
) -> None:
    if case.files.count() > limits.files_a_case:
        raise CaseFullError(most=limits.files_a_case)
    # Nothing but the list of what is harmless looks at a file without a PDQ hash.
    kinds = [ceilings.ALL] if made.pdq else [ceilings.ALL, ceilings.EXACT_ONLY]
    for kind in kinds:
        today = ceilings.ceiling(kind, limits, at=at)
        if today.sent > today.most:
            log.error("takeitdown.ceiling_reached", outcome=kind, count=today.most)
            raise TooManySentError(retry_after_seconds=3600)


def _take_off(actor: Principal, case: Case, *, reason: str, at: datetime) -> int:
    items = list(items_of(case).values_list("pk", flat=True))
    taken = self_reported.take_back(actor, items, reason=reason, at=at)
    Case.objects.filter(pk=case.pk, withdrawn_on=None).update(withdrawn_on=at.date())
    return taken


def items_of(case: Case) -> QuerySet[HashItem]:
    """Give the items of a case's files, in a transaction of who may see them."""
    return HashItem.objects.filter(pk__in=case.files.values("item_id"))
