"""What pages show beside the agency's lists, as tables to take along.

Lines are made when they are asked for: what a table of words says is in the language of
its form by then.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from tipline.casework.exporting import ROWS_MOST, Line, Table
from tipline.deconfliction import queries, services
from tipline.deconfliction.meeting import Neighbour
from tipline.deconfliction.queries import Notice
from tipline.foundation.policy.principal import Principal
from tipline.foundation.web.territories import territory
from tipline.intake.wording import Words
from tipline.linking import searching
from tipline.portals.agencies.arrangement import FileCard, arranged
from tipline.portals.agencies.comparison import lines_of, shared_by
from tipline.referral.assembly import ReportSheet
from tipline.referral.evidence_words import ABOUT_WORDS, SOURCE_WORDS
from tipline.referral.packet.contents import Overlap, PacketContents
from tipline.referral.packet.sentence import unmarked
from tipline.referral.packet.tables import state_words
from tipline.referral.packet.wording import (
    frame_words,
    joined,
    overlap_words,
    stamp,
)

_WHOM = ("agency", "contact", "phone", "email", "kinds")
SEARCH_HEAD = (
    "kind",
    "scope",
    "value",
    "report",
    "incident",
    "platform",
    "as_sent",
    "received_utc",
)
LOOK_UP_HEAD = ("digest", *_WHOM)
MEETINGS_HEAD = (*_WHOM, "report", "look_up", "reference", "time_utc")
LOOK_UPS_HEAD = ("reference", "digests", "hits", "time_utc")
SHARED_HEAD = ("kind", "value", "reports")
TIMELINE_HEAD = ("time_utc", "event", "detail", "by_agency")
PLACES_HEAD = (
    "place",
    "evidence",
    "detail",
    "about",
    "confidence",
    "source",
    "data_date",
)
MATCHES_HEAD = ("file", "sha256", "list", "listed_by", "hash", "distance", "detail")
VIDEOS_HEAD = ("file", "sha256", "other_sha256", "both_share", "detail")
FRAMES_HEAD = (
    "file",
    "sha256",
    "similar_to",
    "list",
    "listed_by",
    "distance",
    "detail",
)
CLUSTER_HEAD = ("report", "incident", "platform", "kinds", "received_utc")
CLUSTER_TIMELINE_HEAD = ("time_utc", "event", "value", "report")

TITLES: dict[str, Words] = {
    "as_sent": _lazy("As sent"),
    "value": _lazy("Value"),
    "scope": _lazy("Service or type"),
    "contact": _lazy("Desk or person"),
    "phone": _lazy("Telephone"),
    "email": _lazy("E-mail"),
    "kinds": _lazy("What they share"),
    "digest": _lazy("Digest"),
    "look_up": _lazy("By a hashed look-up"),
    "digests": _lazy("Digests"),
    "hits": _lazy("Hits"),
    "field": _lazy("Field"),
    "different": _lazy("Different"),
    "by_agency": _lazy("By your agency"),
    "place": _lazy("Place"),
    "evidence": _lazy("Evidence"),
    "about": _lazy("About"),
    "confidence": _lazy("Confidence"),
    "source": _lazy("Source"),
    "data_date": _lazy("Data of"),
    "file": _lazy("File"),
    "list": _lazy("List"),
    "listed_by": _lazy("Listed by"),
    "hash": _lazy("Hash"),
    "distance": _lazy("Distance"),
    "other_sha256": _lazy("The other video"),
    "both_share": _lazy("What both share"),
    "similar_to": _lazy("Similar to"),
}


def search_table(officer: Principal, text: str) -> Table:
    """Give what a search finds: a line for each identifier and report."""
    return _table("search", SEARCH_HEAD, _found(officer, text))


def others_table(officer: Principal, report_id: int, *, at: datetime) -> Table:
    """Give who else works on what a report names; asking tells them, too."""
    lines = _others(officer, report_id, at)
    return _table("others", _WHOM, lines, subject=f"report:{report_id}")


def look_up_table(
    officer: Principal, digests: Sequence[str], *, reference: str, at: datetime
) -> Table:
    """Give the answer to a hashed look-up, which is asked, told and counted again."""
    lines = _looked_up(officer, digests, reference=reference, at=at)
    return _table("look-up", LOOK_UP_HEAD, lines)


def meetings_table(officer: Principal) -> Table:
    """Give the agencies that met the officer's, the newest first."""
    return _table("meetings", MEETINGS_HEAD, _meetings(officer))


def look_ups_table(officer: Principal) -> Table:
    """Give what the officer's agency looked up, the newest first."""
    return _table("look-ups", LOOK_UPS_HEAD, _look_ups(officer))


def comparison_table(reports: Sequence[PacketContents]) -> Table:
    """Give the same fields of each report: a column for each, by its number."""
    numbers = tuple(str(contents.report_id) for contents in reports)
    return _table("comparison", ("field", "different", *numbers), _compared(reports))


def shared_table(reports: Sequence[PacketContents]) -> Table:
    """Give the identifiers that reports side by side have in common."""
    return _table("shared", SHARED_HEAD, _shared(reports))


def sheet_table(sheet: ReportSheet, name: str) -> Table:
    """Give a table of a report's page, one of OF_SHEET."""
    head, lines = OF_SHEET[name]
    subject = f"report:{sheet.contents.report_id}"
    return _table(f"report-{name}", head, lines(sheet), subject=subject)


def cluster_table(officer: Principal, report_id: int, name: str) -> Table:
    """Give a table of those that belong together, one of OF_CLUSTER.

    Its lines raise NotFoundError as the page does; without a cluster there are none.
    """
    head, lines = OF_CLUSTER[name]
    found = lines(officer, report_id)
    return _table(f"report-{name}", head, found, subject=f"report:{report_id}")


def _table(
    name: str, head: tuple[str, ...], lines: Iterator[Line], *, subject: str = ""
) -> Table:
    return Table(name=name, head=head, lines=lines, subject=subject, titles=TITLES)


def _found(officer: Principal, text: str) -> Iterator[Line]:
    for hit in searching.search(officer, text, most=ROWS_MOST).hits:
        for named in hit.reports:
            yield (
                hit.kind,
                hit.scope,
                hit.value,
                named.report_id,
                named.incident_type,
                named.platform,
                "\n".join(named.originals),
                stamp(named.received_at),
            )


def _others(officer: Principal, report_id: int, at: datetime) -> Iterator[Line]:
    met = services.ask_about_report(officer, report_id, at=at)
    yield from map(_whom, met.neighbours)


def _looked_up(
    officer: Principal, digests: Sequence[str], *, reference: str, at: datetime
) -> Iterator[Line]:
    found = services.look_up(officer, digests, reference=reference, at=at)
    for digest, met in found.items():
        yield from ((digest, *_whom(each)) for each in met.neighbours)
        if not met.neighbours:
            yield (digest, *(None for _column in _WHOM))


def _whom(each: Neighbour | Notice) -> Line:
    return (each.agency, each.contact, each.phone, each.email, " ".join(each.kinds))


def _meetings(officer: Principal) -> Iterator[Line]:
    for each in queries.notices_for(officer, most=ROWS_MOST):
        yield (
            *_whom(each),
            each.report_id,
            state_words(each.is_look_up),
            each.reference,
            stamp(each.at),
        )


def _look_ups(officer: Principal) -> Iterator[Line]:
    for each in queries.look_ups_of(officer, most=ROWS_MOST):
        yield (each.reference, each.digests, each.hits, stamp(each.at))


def _compared(reports: Sequence[PacketContents]) -> Iterator[Line]:
    for line in lines_of(reports, timed=stamp):
        yield (line.label, state_words(line.is_different), *line.values)


def _shared(reports: Sequence[PacketContents]) -> Iterator[Line]:
    for each in shared_by(reports):
        yield (each.kind, each.value, _numbers(each.reports))


def _timeline(sheet: ReportSheet) -> Iterator[Line]:
    for each in arranged(sheet).timeline:
        yield (stamp(each.at), each.what, each.note, state_words(each.is_ours))


def _places(sheet: ReportSheet) -> Iterator[Line]:
    for row in sheet.evidence:
        yield (
            joined((row.city, row.state, territory(row.country)), ", "),
            str(SOURCE_WORDS.get(row.source, row.source)),
            row.detail,
            str(ABOUT_WORDS.get(row.about, row.about)),
            f"{row.confidence:.2f}",
            row.data_source,
            row.data_date,
        )


def _matches(sheet: ReportSheet) -> Iterator[Line]:
    for card in arranged(sheet).files:
        for match in card.matches:
            yield (
                *_of_file(card),
                match.list_name,
                match.listed_by,
                joined((match.algorithm, match.recipe)),
                _("exact") if match.distance is None else match.distance,
                joined((match.turn, _overlap(match.overlap)), ", "),
            )


def _videos(sheet: ReportSheet) -> Iterator[Line]:
    for card in arranged(sheet).files:
        for match in card.videos:
            other = match.sha256 or _("of a report that is not yours")
            yield (*_of_file(card), other, _overlap(match.overlap), match.turn)


def _frames(sheet: ReportSheet) -> Iterator[Line]:
    for card in arranged(sheet).files:
        for match in card.frames:
            quality = _("quality %(quality)s of 100") % {"quality": match.quality}
            yield (
                *_of_file(card),
                unmarked(frame_words(match)),
                match.list_name,
                match.listed_by,
                match.distance,
                joined((quality, match.recipe), ", "),
            )


def _of_file(card: FileCard) -> Line:
    return (card.number, card.file.sha256)


def _overlap(overlap: Overlap | None) -> str | None:
    return unmarked(overlap_words(overlap)) if overlap else None


def _members(officer: Principal, report_id: int) -> Iterator[Line]:
    cluster = queries.cluster_for(officer, report_id)
    for each in cluster.members if cluster else ():
        yield (
            each.report_id,
            each.incident_type,
            each.platform,
            " ".join(dict.fromkeys(shared.kind for shared in each.shared)),
            stamp(each.received_at),
        )


def _events(officer: Principal, report_id: int) -> Iterator[Line]:
    cluster = queries.cluster_for(officer, report_id)
    for each in cluster.events if cluster else ():
        yield (stamp(each.at), each.kind, each.value, each.report_id)


def _shared_in_cluster(officer: Principal, report_id: int) -> Iterator[Line]:
    cluster = queries.cluster_for(officer, report_id)
    for each in cluster.shared if cluster else ():
        yield (each.kind, each.value, _numbers(each.report_ids))


def _numbers(report_ids: Iterable[int]) -> str:
    return " ".join(str(number) for number in report_ids)


OF_SHEET = {
    "timeline": (TIMELINE_HEAD, _timeline),
    "places": (PLACES_HEAD, _places),
    "matches": (MATCHES_HEAD, _matches),
    "videos": (VIDEOS_HEAD, _videos),
    "frames": (FRAMES_HEAD, _frames),
}
OF_CLUSTER = {
    "cluster": (CLUSTER_HEAD, _members),
    "cluster-timeline": (CLUSTER_TIMELINE_HEAD, _events),
    "cluster-shared": (SHARED_HEAD, _shared_in_cluster),
}
OF_SEVERAL = {"comparison": comparison_table, "shared": shared_table}
