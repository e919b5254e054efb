"""What is known of reports, for the filters of recipients' laws to ask."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from tipline.files.models import ReportedFile
from tipline.intake.document import Person, ReportDocument
from tipline.intake.evidence import has_content
from tipline.intake.models import Report
from tipline.intake.wording import incident_code
from tipline.referral.models import Withholding
from tipline.referral.national_law import Facts, material_of
from tipline.referral.withholding import ASKED_AGAIN
from tipline.review.labels import ContentType, Labels, from_json
from tipline.review.models import ContentLabels
from tipline.triage.models import Designation, Standing

ABOUT_MATERIAL = "csam"
BETWEEN_MINORS = "minorToMinorInteraction"
# What is forced or asked for is not between peers, whatever else is said.
FORCED = frozenset(
    {
        "sextortion",
        "csamSolicitation",
        "sadisticOnlineExploitation",
        "potentialAggravatingFactors",
    }
)


def facts_of(report_ids: Collection[int]) -> dict[int, Facts]:
    """Gather the facts of reports; the caller acts as who may read them.

    What a platform or a machine says of files counts for nothing here: only labels
    that people agreed on hold a report back.
    """
    files = ReportedFile.objects.filter(report_id__in=report_ids, shredded_at=None)
    contents: dict[int, list[int | None]] = {}
    for report_id, content_id in files.values_list("report_id", "content_id"):
        contents.setdefault(report_id, []).append(content_id)
    labels = _labels({c for each in contents.values() for c in each if c})
    standings = Standing.objects.in_bulk(report_ids)
    let_go = _let_go(report_ids)
    reports = Report.objects.only("document", "supplemented_document")
    return {
        report.pk: _facts(
            report.current_document,
            standings.get(report.pk),
            [labels.get(content or 0) for content in contents.get(report.pk, ())],
            let_go=frozenset(let_go.get(report.pk, ())),
        )
        for report in reports.filter(pk__in=report_ids)
    }


def _labels(content_ids: Collection[int]) -> dict[int, Labels]:
    rows = ContentLabels.objects.filter(pk__in=content_ids)
    return {row.pk: from_json(row.labels) for row in rows}


def _let_go(report_ids: Collection[int]) -> dict[int, set[str]]:
    """Give the agencies that a person let a report go to, by the report."""
    rows = Withholding.objects.filter(
        report_id__in=report_ids, ended_by__startswith="person:"
    ).exclude(end_reason=ASKED_AGAIN)  # somebody had it routed again for another reason
    found: dict[int, set[str]] = {}
    for report_id, code in rows.values_list("report_id", "agency__code"):
        found.setdefault(report_id, set()).add(code)
    return found


def _facts(
    document: ReportDocument,
    standing: Standing | None,
    labels: Sequence[Labels | None],
    *,
    let_go: frozenset[str],
) -> Facts:
    code = incident_code(document.incident_type)
    is_told = has_content(document) or bool(document.victims)
    public = document.public
    return Facts(
        level=standing.priority if standing else "",
        says_danger=document.escalation_reason is not None
        or bool(public and public.says_danger),
        is_informational=bool(
            standing and standing.designation == Designation.INFORMATIONAL
        ),
        incident=code,
        materials=tuple(material_of(each) if each else None for each in labels),
        rests_on_files=code == ABOUT_MATERIAL and not is_told,
        are_peers=_are_peers(document, labels),
        ages=tuple(_ages(document)),
        let_go=let_go,
    )


def _are_peers(document: ReportDocument, labels: Sequence[Labels | None]) -> bool:
    """Tell whether it is known that all of it was between children, and unforced."""
    if FORCED & set(document.annotations):
        return False
    own = [each for each in labels if each and each.self_produced]
    are_own = bool(own) and len(own) == len(labels)
    has_child = any(each.content_type is ContentType.CSAM for each in own)
    return BETWEEN_MINORS in document.annotations or (are_own and has_child)


def _ages(document: ReportDocument) -> Iterator[int | None]:
    """Give the reported people's ages, None where unknown or doubted."""
    for account in document.reported_persons:
        person = account.person or Person()
        if person.age_assertion_discrepancy:
            yield None
        elif person.age is None and person.born_on is not None:
            yield _years(person.born_on, document.incident_at.date())
        else:
            yield person.age


def _years(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
