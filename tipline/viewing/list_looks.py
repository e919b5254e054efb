"""What a vote for a hash list rests on: a preview that was served, if the file is here.

`hashlist` lies below and knows no pictures: what it keeps of a look is found out here.
The database takes no other look for a served one (sql/list_looks.sql).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import F

from tipline.files.models import Inspection, ReportedFile
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.hashlist.reviewing import Look
from tipline.hashlist.states import Sight
from tipline.intake.models import ReportState
from tipline.viewing.errors import NotLookedAtError
from tipline.viewing.look import Variant
from tipline.viewing.models import Viewing
from tipline.viewing.queries import WITHDRAWN


@dataclass(frozen=True, kw_only=True)
class Copy:
    """A reported copy of a listed file, and when the person saw that content whole.

    `viewing_id` and `seen_at` are None before the person looked.
    """

    report_id: int
    file_id: str
    viewing_id: int | None = None
    seen_at: datetime | None = None


def copy_of(reader: Principal, person_id: int, sha256s: Iterable[str]) -> Copy | None:
    """Give where a person saw a file, else where they can; None if it cannot be shown.

    Args:
        reader: who asks.
        person_id: the reviewer.
        sha256s: the item's, in lower-case hexadecimal digits.
    """
    wanted = list(sha256s)
    with acting(reader):
        return _seen(person_id, wanted) or _lies(wanted)


def proven(look: Look, copy: Copy | None) -> Look:
    """Give what is kept of a look: what was served if the file is here, else the words.

    Raises:
        NotLookedAtError: the file is here, and was never served whole to the person.
    """
    if copy is None:
        return look
    if copy.viewing_id is None:
        raise NotLookedAtError(report=copy.report_id)
    return replace(look, sight=Sight.SERVED, viewing_id=copy.viewing_id)


def _seen(person_id: int, sha256s: list[str]) -> Copy | None:
    """Find the newest clear preview that left whole, on a ground that still holds."""
    rows = Viewing.objects.filter(
        person_id=person_id,
        variant=Variant.CLEAR.value,
        served_bytes=F("size_bytes"),
        file__content__sha256__in=sha256s,
    ).exclude(WITHDRAWN)
    found = rows.select_related("file").order_by("-pk").first()
    if found is None:
        return None
    return Copy(
        report_id=found.file.report_id,
        file_id=found.file.file_id,
        viewing_id=found.pk,
        seen_at=found.at,
    )


def _lies(sha256s: list[str]) -> Copy | None:
    """Find a copy that can be drawn; first one that its platform has viewed."""
    rows = ReportedFile.objects.filter(
        content__sha256__in=sha256s,
        content__inspection=Inspection.OK,
        shredded_at=None,
        report__state=ReportState.FINISHED,
        report__is_test=False,
    ).exclude(report__standing__is_set_apart=True)
    viewed_first = F("viewed_by_platform").desc(nulls_last=True)
    found = rows.order_by(viewed_first, "-pk").first()
    return Copy(report_id=found.report_id, file_id=found.file_id) if found else None
