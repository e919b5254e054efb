"""Read a report's JSON as an investigator's script does: by its shape, nothing of ours.

Written from a description of the shape alone. Containers are doubled, any may be null
or missing, times end in Z, and a viewed flag of null is no answer.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Row:
    """One time an address was seen."""

    whose: str
    address: str
    port: str
    event: str
    at: datetime | None


@dataclass(frozen=True)
class Tip:
    """What a script shows of a report."""

    number: int
    platform: str
    incident: str
    names: list[str]
    emails: dict[str, bool | None]
    rows: list[Row]
    files: list[tuple[str, str, str]]
    tags: list[str]


def load(data: bytes) -> Tip:
    tip = json.loads(data.decode("utf-8"))  # fails on a byte-order mark
    info = tip.get("reportedInformation") or {}
    people = inner(info, "reportedPeople", "reportedPersons")
    files = inner(info, "uploadedFiles", "uploadedFiles")
    return Tip(
        number=tip["reportId"],
        platform=(info.get("reportingEsp") or {}).get("espName") or "",
        incident=(info.get("incidentSummary") or {}).get("incidentType") or "",
        names=[value(each.get("screenName")) for each in people],
        emails={
            mail["value"]: mail["verified"]
            for each in people
            for mail in inner(each, "emails", "emails")
        },
        rows=[
            row
            for whose, things in (("person", people), ("file", files))
            for each in things
            for row in captures(whose, each)
        ],
        files=[
            (
                each.get("originalFilename") or each["filename"],
                each["verificationHash"],
                {True: "yes", False: "no", None: "no information"}[each["viewedByEsp"]],
            )
            for each in files
        ],
        tags=[
            tag["value"]
            for each in files
            for group in inner(each, "ncmecTags", "groups")[:1]
            for tag in group["tags"]
        ],
    )


def captures(whose: str, thing: dict[str, Any]) -> Iterator[Row]:
    for each in inner(thing, "sourceInformation", "sourceCaptures"):
        if each.get("captureType") == "IP Address":
            at = each.get("dateTime")
            yield Row(
                whose,
                each["value"],
                each.get("port") or "",
                (each.get("eventName") or "").upper(),
                datetime.strptime(at, "%Y-%m-%dT%H:%M:%S%z") if at else None,
            )


def inner(thing: dict[str, Any], outer: str, name: str) -> list[dict[str, Any]]:
    return ((thing.get(outer) or {}).get(name)) or []


def value(container: dict[str, Any] | None) -> str:
    return (container or {}).get("value") or ""
