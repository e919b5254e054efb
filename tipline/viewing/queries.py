"""What is known of viewing, to whoever may ask."""

import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Sum

from tipline.files import queries as files
from tipline.files.models import ReportedFile
from tipline.foundation.accounts.models import Person, Role, Seniority
from tipline.foundation.audit.models import Entry
from tipline.foundation.errors import NotFoundError
from tipline.foundation.keys import first_key_at
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.statements import first_row, statement
from tipline.hashlist.states import ItemBasis
from tipline.intake.models import PlatformProfile, Report, ReportState
from tipline.intake.profile import ViewedScope
from tipline.matching import queries as matching
from tipline.matching.models import Match
from tipline.viewing.concern_kinds import CARE
from tipline.viewing.exposure import Severity, Span, charged, severity_of
from tipline.viewing.gate import Decision, Facts, LegalBasis, decide
from tipline.viewing.look import Blur, Look, Variant, short_code
from tipline.viewing.models import (
    BasisWithdrawal,
    Concern,
    Exposure,
    FileBasis,
    Hold,
    Preference,
    Ticket,
    Viewing,
)
from tipline.viewing.terms import Terms

_HERE = Path(__file__).parent
# Equal values of these say equal bytes; a perceptual hash that is equal does not.
EXACT = frozenset({"md5", "sha1", "sha256"})
PAST_MOST = 50
WITHDRAWN = Exists(BasisWithdrawal.objects.filter(basis=OuterRef("basis_id")))


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One preview that left: who got it, how much of it, and on what ground."""

    at: datetime
    viewer: str
    variant: str
    ground: str
    basis_kind: str
    basis_reference: str
    size_bytes: int
    served_bytes: int | None
    is_withdrawn: bool = False

    @property
    def is_whole(self) -> bool:
        return self.served_bytes == self.size_bytes

    @property
    def is_ours(self) -> bool:
        """Whether we have viewed the file by it, on a ground that still holds."""
        return self.is_whole and self.variant == Variant.CLEAR and not self.is_withdrawn


@dataclass(frozen=True, kw_only=True)
class Sight:
    """A file before it is opened: whether it may be, how grave it is, who saw it."""

    file: ReportedFile
    decision: Decision
    severity: Severity
    basis: FileBasis | None
    bases: tuple[FileBasis, ...]
    shown: tuple[Shown, ...]
    viewed_definition: str


def shown_of(
    reader: Principal, report_ids: Collection[int]
) -> dict[int, tuple[Shown, ...]]:
    """Give every preview of reports' files that left, by file, the oldest first."""
    found: dict[int, list[Shown]] = defaultdict(list)
    with acting(reader):
        rows = Viewing.objects.filter(file__report_id__in=report_ids)
        for row in rows.annotate(is_withdrawn=WITHDRAWN).order_by("pk"):
            found[row.file_id].append(
                Shown(
                    at=row.at,
                    viewer=row.viewer,
                    variant=row.variant,
                    ground=row.ground,
                    basis_kind=row.basis_kind,
                    basis_reference=row.basis_reference,
                    size_bytes=row.size_bytes,
                    served_bytes=row.served_bytes,
                    is_withdrawn=row.is_withdrawn,
                )
            )
    return {file: tuple(shown) for file, shown in found.items()}


def scope_of(reader: Principal, platform_id: int | None) -> tuple[ViewedScope, str]:
    """Give how much of a file a platform views, and its own words on it."""
    with acting(reader):
        profile = PlatformProfile.objects.filter(pk=platform_id).first()
    if profile is None:
        return ViewedScope.UNKNOWN, ""
    return ViewedScope(profile.viewed_scope), profile.viewed_definition


def sights_of(
    reader: Principal, report_id: int, *, terms: Terms, at: datetime
) -> dict[str, Sight]:
    """Give what is to be known of a report's files before any is opened, by file id.

    Raises:
        NotFoundError: no finished report, or a test.
    """
    with acting(reader):
        report = Report.objects.filter(
            pk=report_id, is_test=False, state=ReportState.FINISHED
        ).first()
        if report is None:
            raise NotFoundError
        matches = matching.matches_of(reader, report_id)
        shown, bases = shown_of(reader, [report_id]), _bases_of(report_id)
        said = scope_of(reader, report.platform_id)
        return {
            file.file_id: _sight(
                file,
                [match for match in matches if match.file_id == file.pk],
                shown=shown.get(file.pk, ()),
                bases=bases.get(file.pk, ()),
                said=said,
                terms=terms,
                at=at,
            )
            for file in files.files_of(reader, report_id)
        }


def sight_of(
    reader: Principal, report_id: int, file_id: str, *, terms: Terms, at: datetime
) -> Sight:
    """Give what is to be known of one file before it is opened.

    Raises:
        NotFoundError: no such file of a finished report.
    """
    with acting(reader):
        file = ReportedFile.objects.filter(
            report_id=report_id,
            file_id=file_id,
            report__is_test=False,
            report__state=ReportState.FINISHED,
        ).first()
        if file is None:
            raise NotFoundError
        return sight_at(reader, file, terms=terms, at=at)


def sight_at(
    reader: Principal, file: ReportedFile, *, terms: Terms, at: datetime
) -> Sight:
    """Give what is to be known of a finished report's file, whose row is there.

    Of most files nothing is: that is found out first, by one statement.
    """
    report_id = file.report_id
    values = {"file": file.pk, "platform": file.platform_id}
    with acting(reader):
        known: Any = first_row(statement(_HERE, "known"), values)
        scope, definition, has_matches, was_shown, has_bases = known
        matches = matching.matches_of(reader, report_id) if has_matches else ()
        shown = shown_of(reader, [report_id]) if was_shown else {}
        bases = _bases_of(report_id) if has_bases else {}
    return _sight(
        file,
        [match for match in matches if match.file_id == file.pk],
        shown=shown.get(file.pk, ()),
        bases=bases.get(file.pk, ()),
        said=(ViewedScope(scope), definition),
        terms=terms,
        at=at,
    )


def _sight(  # noqa: PLR0913 - what was found of one file in six places
    file: ReportedFile,
    matches: Sequence[Match],
    *,
    shown: tuple[Shown, ...],
    bases: tuple[FileBasis, ...],
    said: tuple[ViewedScope, str],
    terms: Terms,
    at: datetime,
) -> Sight:
    details = files.details_of(file)
    standing = (b for b in bases if stands(b, at))
    basis = next((b for b in standing if b.kind in terms.policy.kinds), None)
    facts = Facts(
        viewed_by_platform=file.viewed_by_platform,
        publicly_available=file.publicly_available,
        viewed_scope=said[0],
        viewed_definition=said[1],
        viewed_by_us=any(one.is_ours for one in shown),
        match_viewed=_match_viewed(matches),
        legal_basis=_on_record(basis) if basis else None,
    )
    classes = [match.entry.item.classification for match in matches]
    if details and details.industry_classification:
        classes.append(details.industry_classification)
    return Sight(
        file=file,
        decision=decide(facts, terms.policy, at=at),
        severity=severity_of(classes, (details and details.annotations) or ()),
        basis=basis,
        bases=bases,
        shown=shown,
        viewed_definition=said[1],
    )


def _bases_of(report_id: int) -> dict[int, tuple[FileBasis, ...]]:
    """Give the legal bases of a report's files, by file, the newest first."""
    found: dict[int, list[FileBasis]] = defaultdict(list)
    rows = FileBasis.objects.filter(file__report_id=report_id)
    rows = rows.select_related("withdrawal", "withdrawal__withdrawn_by", "recorded_by")
    for basis in rows.order_by("-pk"):
        found[basis.file_id].append(basis)
    return {file: tuple(bases) for file, bases in found.items()}


def stands(basis: FileBasis, at: datetime) -> bool:
    """Tell whether a basis was neither withdrawn nor is over."""
    is_over = basis.until is not None and basis.until <= at
    return not is_over and not hasattr(basis, "withdrawal")


def basis_of(reader: Principal, report_id: int, basis_id: int) -> FileBasis:
    """Give one legal basis for a file of a finished report.

    Raises:
        NotFoundError: there is none.
    """
    with acting(reader):
        rows = FileBasis.objects.filter(
            pk=basis_id,
            file__report_id=report_id,
            file__report__is_test=False,
            file__report__state=ReportState.FINISHED,
        )
        found = rows.select_related("file", "withdrawal", "recorded_by").first()
    if found is None:
        raise NotFoundError
    return found


def _match_viewed(matches: Sequence[Match]) -> bool | None:
    """Tell whether a person viewed an exactly matched item; None without a match."""
    bases = [m.entry.item.basis for m in matches if m.algorithm in EXACT]
    return ItemBasis.THREE_REVIEWS in bases if bases else None


def _on_record(basis: FileBasis) -> LegalBasis:
    return LegalBasis(
        kind=basis.kind,
        reference=basis.reference,
        recorded_at=basis.recorded_at,
        recorded_by=f"person:{basis.recorded_by_id}",
        until=basis.until,
    )


def look_of(reader: Principal, person_id: int, *, default: Look) -> Look:
    """Give how a person wants previews."""
    with acting(reader):
        row = Preference.objects.filter(pk=person_id).first()
    return Look(grey=row.grey, blur=Blur(row.blur)) if row else default


def zone_of(reader: Principal, person_id: int) -> str:
    """Give a person's time zone; empty where that of the limits holds."""
    with acting(reader):
        row = Preference.objects.filter(pk=person_id).first()
    return row.time_zone if row else ""


def span_of(hold: Hold, at: datetime) -> Span:
    """Give what a hold is charged; while its lease runs, until now."""
    if hold.ended_at is None and at <= hold.lease_until:
        return Span(hold.started_at, max(hold.started_at, at))
    return charged(
        hold.started_at, hold.heard_at, hold.ended_at, lease_until=hold.lease_until
    )


def spans_of(reader: Principal, person_id: int, *, at: datetime) -> list[Span]:
    """Give what a person is charged for the last day and a little more."""
    with acting(reader):
        since = at - timedelta(hours=26)
        rows = Hold.objects.filter(person_id=person_id, started_at__gt=since)
        return [span_of(hold, at) for hold in rows.order_by("started_at")]


@dataclass(frozen=True, kw_only=True)
class Load:
    """How long one person had clear pictures before them: never which."""

    person: Person
    code: str
    time_zone: str
    day: dict[str, float]
    week: dict[str, float]

    @property
    def day_seconds(self) -> float:
        return sum(self.day.values())

    @property
    def week_seconds(self) -> float:
        return sum(self.week.values())


def may_see_loads(person: Person) -> bool:
    """Tell whether somebody supervises: an operator, or a senior analyst."""
    if person.role == Role.OPERATOR:
        return True
    return person.role == Role.ANALYST and person.seniority >= Seniority.SENIOR


def load_of(reader: Principal, person: Person, *, at: datetime) -> Load:
    """Give a person's load of the last 24 hours and 7 days, by severity."""
    with acting(reader):
        zone = zone_of(reader, person.pk)
        return Load(
            person=person,
            code=short_code(person.pk),
            time_zone=zone,
            day=_seconds(person.pk, at - timedelta(days=1), at),
            week=_seconds(person.pk, at - timedelta(days=7), at),
        )


def loads(supervisor: Principal, person: Person, *, at: datetime) -> list[Load]:
    """Give the load of every analyst, by name.

    Raises:
        NotFoundError: `person`, who asks, supervises nobody.
    """
    if not may_see_loads(person):
        raise NotFoundError
    with acting(supervisor):
        people = Person.objects.filter(
            role=Role.ANALYST, organization_id=person.organization_id, suspended_at=None
        )
        return [load_of(supervisor, each, at=at) for each in people.order_by("name")]


def seconds_of(
    reader: Principal, person_id: int, *, since: datetime, at: datetime
) -> dict[str, float]:
    """Sum the ledger by severity, and what is still open and not in it."""
    with acting(reader):
        return _seconds(person_id, since, at)


def veiled_since(reader: Principal, person_id: int, since: datetime) -> list[datetime]:
    """Give when a person asked for veiled previews since then, in order."""
    with acting(reader):
        rows = Ticket.objects.filter(
            person_id=person_id, variant=Variant.VEILED, issued_at__gt=since
        )
        return list(rows.order_by("issued_at").values_list("issued_at", flat=True))


def veiled_by_choice(
    reader: Principal, person_id: int, since: datetime
) -> list[datetime]:
    """Give when a person asked for veiled previews of what nobody handed to them."""
    with acting(reader):
        handed = _entries(person_id, since).filter(action="content.handed_out")
        contents = [
            int(subject.removeprefix("content:"))
            for subject in handed.values_list("subject", flat=True)
        ]
        rows = Ticket.objects.filter(
            person_id=person_id, variant=Variant.VEILED, issued_at__gt=since
        ).exclude(file__content_id__in=contents)
        return list(rows.order_by("issued_at").values_list("issued_at", flat=True))


def colleagues_of(reader: Principal, person: Person) -> list[Person]:
    """Give the other analysts of a person's organization, by name."""
    with acting(reader):
        rows = Person.objects.filter(
            role=Role.ANALYST, organization_id=person.organization_id, suspended_at=None
        )
        return list(rows.exclude(pk=person.pk).order_by("name"))


def buddy_of(reader: Principal, person_id: int) -> Person | None:
    """Give the colleague who is told when a person has seen much, if there is one."""
    with acting(reader):
        row = Preference.objects.filter(pk=person_id).select_related("buddy").first()
    return row.buddy if row else None


def concerns_seen_by(person: Person) -> QuerySet[Concern]:
    """Give what somebody may see: who supervises all, a buddy those of care.

    Nobody sees, or answers, one about themselves.
    """
    ours = Concern.objects.filter(person__organization_id=person.organization_id)
    others = ours.exclude(person=person)
    if may_see_loads(person):
        return others
    return others.filter(kind__in=CARE, person__preference__buddy=person)


def open_concerns(reader: Principal, person: Person) -> list[Concern]:
    """Give the concerns that wait for somebody's answer, the oldest first."""
    with acting(reader):
        rows = concerns_seen_by(person).filter(answered_at=None)
        return list(rows.select_related("person").order_by("raised_at"))


def past_concerns(reader: Principal, person: Person) -> list[Concern]:
    """Give the newest concerns that were answered, of those that somebody may see."""
    with acting(reader):
        rows = concerns_seen_by(person).filter(answered_at__isnull=False)
        rows = rows.select_related("person", "answered_by").order_by("-raised_at")
        return list(rows[:PAST_MOST])


def _seconds(person_id: int, since: datetime, at: datetime) -> dict[str, float]:
    """Sum the ledger by severity, and what is still open and not in it."""
    rows = Exposure.objects.filter(person_id=person_id, at__gt=since, at__lte=at)
    summed = rows.values("severity").annotate(total=Sum(F("seconds")))
    found = {row["severity"]: float(row["total"]) for row in summed}
    for hold in Hold.objects.filter(person_id=person_id, ended_at=None):
        span = span_of(hold, at)
        seconds = (span.end - span.start).total_seconds()
        found[hold.severity] = found.get(hold.severity, 0.0) + seconds
    return found


def reports_read_by(reader: Principal, person_id: int, *, since: datetime) -> int:
    """Count the reports that a person read and that nobody handed to them."""
    with acting(reader):
        rows = _entries(person_id, since)
        read = rows.filter(action="report.read").values_list("subject", flat=True)
        handed = rows.filter(action="content.handed_out")
        given = {
            f"report:{json.loads(details)['report']}"
            for details in handed.values_list("details", flat=True)
        }
        return len(set(read) - given)


def _entries(person_id: int, since: datetime) -> QuerySet[Entry]:
    return Entry.objects.filter(
        actor=f"person:{person_id}", pk__gte=first_key_at(since)
    )
