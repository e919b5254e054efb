"""What a person learns about their case, what everybody may know, and the figures."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce, TruncMonth

from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.hashlist.models import Feedback, HashItem, HashList, ListAccess
from tipline.hashlist.states import ItemState, ListKind
from tipline.takeitdown.answers import Said, answer_of
from tipline.takeitdown.models import Case
from tipline.takeitdown.services import SLUG, VISITOR, holder_of, items_of, own_case
from tipline.takeitdown.states import PlatformAnswer

REPORTER: Final = "Take It Down"  # in the statistics each submission is its report


@dataclass(frozen=True, kw_only=True)
class FileStanding:
    """A file of a case, by its number there; whether it is held back; who said what."""

    number: int
    media: str
    is_held_back: bool
    answers: tuple[tuple[str, PlatformAnswer], ...]


@dataclass(frozen=True, kw_only=True)
class CaseStanding:
    """A case as whoever has its code sees it; nothing in it says who that is."""

    made_on: date
    expires_on: date
    withdrawn_on: date | None
    files: tuple[FileStanding, ...]


@dataclass(frozen=True, kw_only=True)
class MonthOfSubmissions:
    """What came in a month: submissions, files, and hashes."""

    reporter: str
    month: date
    submissions: int
    files: int
    hashes: int


def is_open() -> bool:
    """Tell whether Take It Down is open: whether its list is there, and not killed."""
    with acting(VISITOR):
        return HashList.objects.filter(
            slug=SLUG, kind=ListKind.UNVERIFIED, killed_at=None
        ).exists()


def participants() -> list[str]:
    """Name the platforms that take part, in the order of their names."""
    with acting(VISITOR):
        return sorted(name for _, name in _participants())


def standing(code: str, pin: str, *, key: bytes) -> CaseStanding:
    """Say how a case stands, file by file and platform by platform.

    Raises:
        CaseNotFoundError: code and PIN do not belong together.
    """
    holder = holder_of(code, pin, key=key)
    with acting(holder):
        case = own_case(holder)
        members = _participants()
        items = list(items_of(case).order_by("pk"))
        votes = _votes(items)
    return CaseStanding(
        made_on=case.made_on,
        expires_on=case.expires_on,
        withdrawn_on=case.withdrawn_on,
        files=tuple(
            FileStanding(
                number=number,
                media=item.media,
                is_held_back=item.state == ItemState.SUSPENDED,
                answers=tuple(
                    (name, answer_of(votes.get(item.pk, []), member_id))
                    for member_id, name in members
                ),
            )
            for number, item in enumerate(items, start=1)
        ),
    )


def figures(reader: Principal, *, since: date, until: date) -> list[MonthOfSubmissions]:
    """Count submissions, files and hashes, month by month, of days in [since, until).

    What was taken back, or is over, counts: it was sent.
    """
    with acting(reader):
        days = Q(made_on__gte=since, made_on__lt=until)
        rows = (
            Case.objects.filter(days)
            .annotate(month=TruncMonth("made_on"))
            .values("month")
            .annotate(
                submissions=Count("pk", distinct=True),
                counted=Count("files"),
                hashes=Coalesce(Sum("files__hashes"), 0),
            )
            .order_by("month")
        )
        return [
            MonthOfSubmissions(
                reporter=REPORTER,
                month=row["month"],
                submissions=row["submissions"],
                files=row["counted"],
                hashes=row["hashes"],
            )
            for row in rows
        ]


def _participants() -> list[tuple[int, str]]:
    rows = ListAccess.objects.filter(
        hash_list__slug=SLUG, hash_list__kind=ListKind.UNVERIFIED, ended_at=None
    )
    named = rows.order_by("member__name").values_list("member_id", "member__name")
    return list(named)


def _votes(items: list[HashItem]) -> dict[int, list[Said]]:
    rows = Feedback.objects.filter(entry__item__in=items)
    found: dict[int, list[Said]] = {}
    for row in rows.select_related("entry"):
        said = Said(member_id=row.member_id, is_affirmative=row.is_affirmative)
        found.setdefault(row.entry.item_id, []).append(said)
    return found
