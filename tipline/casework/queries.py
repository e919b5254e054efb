"""What officers read of their agency's work: cases, evidence, the log."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate

from django.db.models import Count, F, Q, QuerySet

from tipline.casework.finding import cases_found_by
from tipline.casework.keeping import own_case, own_work
from tipline.casework.models import (
    Case,
    CaseHint,
    CaseState,
    LogEntry,
    Task,
    Work,
    WorkState,
)
from tipline.foundation.accounts import queries as accounts
from tipline.foundation.accounts.models import Person
from tipline.foundation.audit import services as audit
from tipline.foundation.keys import MAX_KEY
from tipline.foundation.policy.principal import Kind, Principal
from tipline.foundation.policy.scope import acting
from tipline.linking.cluster_reading import ClusterEvent, events_of
from tipline.referral.packet.contents import PacketFile
from tipline.referral.packet_files import files_of_reports

CASES_PAGE = 50
CHOICES_MOST = 50  # stand twice on a page: to narrow a queue, and to fill a case
LOG_MOST = 300
EVIDENCE_MOST = 500
EVENTS_OF = 500  # reports, the most urgent

WORK_STATES = WorkState.choices
CASE_STATES = CaseState.choices


@dataclass(frozen=True, kw_only=True)
class CaseLine:
    """One case in the list of an agency's cases."""

    case_id: int
    number: str
    title: str
    state: str
    lead: str
    due_on: date | None
    opened_at: datetime
    report_count: int
    open_tasks: int
    hints: int


@dataclass(frozen=True, kw_only=True)
class CasePage:
    """Some cases; `next_after` continues, None at the end."""

    lines: tuple[CaseLine, ...]
    next_after: int | None


@dataclass(frozen=True, kw_only=True)
class TaskPage:
    """Some tasks with their cases; `next_after` continues, None at the end."""

    tasks: tuple[Task, ...]
    next_after: int | None


@dataclass(frozen=True, kw_only=True)
class CaseChoice:
    """A case that a report can be put into."""

    case_id: int
    number: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Logged:
    """One line of a log, with names for those it names."""

    at: datetime
    by: str
    kind: str
    detail: str
    report_id: int | None


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """A file of a case's reports: what it is, who viewed it, what its gate says."""

    report_id: int
    file: PacketFile


def officers(officer: Principal) -> list[Person]:
    """List the officers of the same agency who can sign in, by name."""
    with acting(officer):
        own = Person.objects.filter(organization_id=officer.organization_id)
        return list(own.filter(suspended_at=None).order_by("name", "pk"))


def work_on(officer: Principal, report_id: int) -> Work:
    """Give how the officer's agency works a report, or raise NotFoundError."""
    with acting(officer):
        return own_work(officer, report_id)


def case_for(officer: Principal, case_id: int) -> Case:
    """Give a case of the officer's agency, or raise NotFoundError."""
    with acting(officer):
        return own_case(officer, case_id)


def read_case(officer: Principal, case_id: int) -> Case:
    """Give a case as `case_for` does, to be read whole: the reading is in the audit."""
    with acting(officer):
        case = own_case(officer, case_id)
        audit.record(officer, "case.read", f"case:{case_id}")
        return case


def member_ids(officer: Principal, case: Case) -> frozenset[int]:
    """Give the ids of the accounts of those who work on a case."""
    with acting(officer):
        return frozenset(case.members.values_list("person_id", flat=True))


def case_choices(officer: Principal) -> tuple[CaseChoice, ...]:
    """List the open cases of the agency that reports can be put into, newest first."""
    with acting(officer):
        rows = _cases(officer).filter(state=CaseState.OPEN).order_by("-pk")
        found = rows.values_list("pk", "number", "title")[:CHOICES_MOST]
        return tuple(CaseChoice(case_id=i, number=n, title=t) for i, n, t in found)


def cases(
    officer: Principal,
    *,
    state: str = CaseState.OPEN,
    mine: int | None = None,
    text: str = "",
    after: int | None = None,
    most: int = CASES_PAGE,
) -> CasePage:
    """List the agency's cases, the newest first.

    Args:
        officer: who asks.
        state: of the cases; empty for all.
        mine: the id of an account that leads or is a member; None for everybody's.
        text: what number or title hold, in any case of letters; or words that are
            in the case's tasks and notes.
        after: `next_after` of the page before.
        most: cases on a page.
    """
    with acting(officer):
        rows = _cases(officer)
        if state:
            rows = rows.filter(state=state)
        if mine is not None:
            rows = rows.filter(Q(lead_id=mine) | Q(members__person_id=mine)).distinct()
        if text := text.replace("\0", ""):
            named = Q(number__icontains=text) | Q(title__icontains=text)
            rows = rows.filter(named | Q(pk__in=cases_found_by(officer, text)))
        if after is not None:
            rows = rows.filter(pk__lt=min(after, MAX_KEY))
        found = list(rows.select_related("lead").order_by("-pk")[: most + 1])
        counts = _counts([case.pk for case in found])
    return CasePage(
        lines=tuple(_line(case, counts[case.pk]) for case in found[:most]),
        next_after=found[most - 1].pk if len(found) > most else None,
    )


def _cases(officer: Principal) -> QuerySet[Case]:
    rows = Case.objects.filter(agency_id=officer.organization_id)
    return rows if officer.kind is Kind.AGENCY else rows.none()


def _counts(case_ids: Collection[int]) -> dict[int, tuple[int, int, int]]:
    """Give how many reports, open tasks and new matches each case has."""
    counted = (
        Work.objects.filter(case_id__in=case_ids),
        Task.objects.filter(case_id__in=case_ids, done_at=None),
        CaseHint.objects.filter(case_id__in=case_ids, seen_at=None).exclude(
            referral__work__case_id=F("case_id")
        ),
    )
    found = [
        dict(rows.values_list("case_id").annotate(number=Count("pk")).order_by())
        for rows in counted
    ]
    return {
        pk: (found[0].get(pk, 0), found[1].get(pk, 0), found[2].get(pk, 0))
        for pk in case_ids
    }


def _line(case: Case, counts: tuple[int, int, int]) -> CaseLine:
    reports, tasks, hints = counts
    return CaseLine(
        case_id=case.pk,
        number=case.number,
        title=case.title,
        state=case.state,
        lead=case.lead.name if case.lead else "",
        due_on=case.due_on,
        opened_at=case.opened_at,
        report_count=reports,
        open_tasks=tasks,
        hints=hints,
    )


def tasks_of(officer: Principal, case: Case) -> list[Task]:
    """List the tasks of a case: what is to be done first, by due date."""
    with acting(officer):
        rows = Task.objects.filter(case=case).select_related("assignee")
        return sorted(
            rows.order_by("pk"),
            key=lambda task: (task.done_at is not None, task.due_on or date.max),
        )


def open_tasks(
    officer: Principal,
    *,
    assignee: int | None = None,
    due_before: date | None = None,
    after: int | None = None,
    most: int,
) -> TaskPage:
    """List what is to be done in the open cases of the agency, the oldest first.

    Args:
        officer: who asks.
        assignee: the id of the account whose they are; 0 for nobody's, None for all.
        due_before: only what is due earlier than this day.
        after: `next_after` of the page before.
        most: tasks on a page.
    """
    with acting(officer):
        cases = _cases(officer).filter(state=CaseState.OPEN)
        rows = Task.objects.filter(case__in=cases, done_at=None)
        if assignee is not None:
            rows = rows.filter(assignee_id=min(assignee, MAX_KEY) or None)
        if due_before is not None:
            rows = rows.filter(due_on__lt=due_before)
        if after is not None:
            rows = rows.filter(pk__gt=min(after, MAX_KEY))
        found = tuple(rows.select_related("case").order_by("pk")[: most + 1])
    return TaskPage(
        tasks=found[:most],
        next_after=found[most - 1].pk if len(found) > most else None,
    )


def log_of_case(
    officer: Principal, case: Case, *, most: int = LOG_MOST
) -> tuple[Logged, ...]:
    """Give what was done in a case, the newest first."""
    with acting(officer):
        rows = LogEntry.objects.filter(case=case)
        return _logged(officer, rows.order_by("-pk")[:most])


def log_of_report(
    officer: Principal, report_id: int, *, most: int = LOG_MOST
) -> tuple[Logged, ...]:
    """Give what the officer's agency did with a report, the newest first."""
    with acting(officer):
        work = own_work(officer, report_id)
        rows = LogEntry.objects.filter(referral_id=work.pk)
        return _logged(officer, rows.order_by("-pk")[:most])


def _logged(officer: Principal, rows: Iterable[LogEntry]) -> tuple[Logged, ...]:
    found = list(rows)
    people = [each.actor for each in found]
    people += [each.detail for each in found if each.detail.startswith("person:")]
    names = accounts.names_of(officer, people)
    tasks = _task_titles([each.detail for each in found])
    reports = dict(
        Work.objects.filter(pk__in={e.referral_id for e in found}).values_list(
            "pk", "report_id"
        )
    )
    said = names | tasks
    return tuple(
        Logged(
            at=each.at,
            by=names.get(each.actor, ""),
            kind=each.kind,
            detail=said.get(each.detail, each.detail),
            report_id=reports.get(each.referral_id or 0),
        )
        for each in found
    )


def _task_titles(details: Iterable[str]) -> dict[str, str]:
    ids = [int(d.removeprefix("task:")) for d in details if d.startswith("task:")]
    rows = Task.objects.filter(pk__in=ids).values_list("pk", "title")
    return {f"task:{pk}": title for pk, title in rows}


def reports_of(
    officer: Principal, case: Case, *, most: int = EVIDENCE_MOST
) -> list[int]:
    """Give the referrals of a case's reports, the most urgent first."""
    with acting(officer):
        rows = Work.objects.filter(case=case, agency_id=officer.organization_id)
        found = rows.filter(ended_at=None).order_by("level", "-pk")
        return list(found.values_list("pk", flat=True)[:most])


def timeline_of_case(officer: Principal, case: Case) -> tuple[ClusterEvent, ...]:
    """Give what a case's reports tell of, in order of time."""
    with acting(officer):
        rows = Work.objects.filter(case=case, agency_id=officer.organization_id)
        rows = rows.filter(ended_at=None).order_by("level", "-pk")
        return events_of(officer, rows.values_list("report_id", flat=True)[:EVENTS_OF])


def evidence_of_case(
    officer: Principal, case: Case, *, most: int = EVIDENCE_MOST
) -> tuple[Evidence, ...]:
    """List the files of a case's reports, up to `most`."""
    with acting(officer):
        rows = Work.objects.filter(case=case, ended_at=None).select_related("report")
        rows = rows.annotate(file_count=Count("report__files"))
        works = list(rows.filter(file_count__gt=0).order_by("level", "-pk")[:most])
        # Files of the reports before each: who has `most` of them needs no more.
        before = accumulate((work.file_count for work in works), initial=0)
        pairs = zip(works, before, strict=False)
        enough = [work.report for work, count in pairs if count < most]
        found = files_of_reports(officer, enough)[:most]
    return tuple(Evidence(report_id=number, file=file) for number, file in found)
