"""Which reports share what, and how strongly."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple, cast

from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.statements import all_rows, statement
from tipline.linking.extraction import Role
from tipline.linking.file_hashes import bits_apart
from tipline.linking.identifiers import Kind
from tipline.linking.ip_addresses import IP_WINDOW, PORT_WINDOW
from tipline.linking.models import IdentifierUse
from tipline.linking.strength import Strength, link_strength

_HERE = Path(__file__).parent
# Beyond every finite limit of strength.LIMITS: counting further says nothing.
MOST_SHARING = 501


@dataclass(frozen=True, kw_only=True)
class Link:
    """Two reports share an identifier: which, in whose name, and how much it says.

    `bits_apart` is how far two files that are nearly the same are apart at most.
    """

    report_id: int
    kind: str
    value: str
    role: str
    strength: str
    shared_by: int
    bits_apart: int | None = None


class _Shared(NamedTuple):
    kind: str
    scope: str
    value: str
    role: str
    reports: list[int]


def links_of(reader: Principal, report_id: int, *, most: int = 50) -> list[Link]:
    """Give the reports that share identifiers with one, the newest first.

    The same report appears once for each identifier that it shares.
    """
    values = {
        "report": report_id,
        "window": IP_WINDOW,
        "port_window": PORT_WINDOW,
        "most": MOST_SHARING,
    }
    with acting(reader):
        rows = all_rows(statement(_HERE, "shared_with"), values)
    shared = [_Shared(*cast("tuple[str, str, str, str, list[int]]", r)) for r in rows]
    found = [link for each in shared for link in _links_through(each)]
    unique = {(link.report_id, link.kind, link.value): link for link in found}
    links = sorted(_said_once(unique.values()), key=lambda link: -link.report_id)[:most]
    with acting(reader):
        return list(_with_distances(report_id, links))


def _said_once(links: Collection[Link]) -> Iterator[Link]:
    """Leave out that two reports have nearly one file where they have just that one."""
    same = {link.report_id for link in links if link.kind == Kind.FILE_HASH}
    for link in links:
        if link.kind != Kind.NEAR_FILE or link.report_id not in same:
            yield link


def _with_distances(report_id: int, links: list[Link]) -> Iterator[Link]:
    """Add how far nearly equal files are apart: both ways to what they are near."""
    near = [link for link in links if link.kind == Kind.NEAR_FILE]
    bits: dict[tuple[int, str], int] = {}
    if near:
        uses = IdentifierUse.objects.filter(
            identifier__kind=Kind.NEAR_FILE,
            identifier__value__in={link.value for link in near},
            report_id__in={report_id, *(link.report_id for link in near)},
        )
        rows = uses.values_list("report_id", "identifier__value", "original")
        bits = {(number, value): bits_apart(said) for number, value, said in rows}
    for link in links:
        if link.kind != Kind.NEAR_FILE:
            yield link
            continue
        ways = ((report_id, link.value), (link.report_id, link.value))
        yield replace(link, bits_apart=sum(bits.get(way, 0) for way in ways))


def repeat_reports(reader: Principal, report_id: int) -> int:
    """Count other reports that strong identifiers of the reported person link here."""
    return len(reports_of_person(reader, report_id))


def reports_of_person(reader: Principal, report_id: int) -> tuple[int, ...]:
    """Give other reports on a report's reported person, the newest first.

    Those that strong identifiers of the reported person link to it.
    """
    strong = Strength.STRONG.name.lower()
    links = links_of(reader, report_id, most=MOST_SHARING)
    found = {
        link.report_id
        for link in links
        if link.strength == strong and link.role == Role.REPORTED_PERSON
    }
    return tuple(sorted(found, reverse=True))


def _links_through(shared: _Shared) -> Iterator[Link]:
    """Give the links that one identifier makes; none when too many share it."""
    sharing = len(shared.reports) + 1
    strength = link_strength(Kind(shared.kind), sharing, scope=shared.scope)
    if strength is Strength.NOTHING:
        return
    for other in shared.reports:
        yield Link(
            report_id=other,
            kind=shared.kind,
            value=shared.value,
            role=shared.role,
            strength=strength.name.lower(),
            shared_by=sharing,
        )
