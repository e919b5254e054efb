"""One document of the reporting wire, read whole: harmless, valid, understood.

Checks run in this order, and the first that fails answers with all its problems:
bytes and XML (4110), root element (4100), schema and field rules together (4100).
Whether the report exists and is open is asked afterwards, by the caller.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from tipline.intake.annotations import set_unknown_annotations_aside
from tipline.intake.breach import Breach, place
from tipline.intake.correcting import CannotCorrectError
from tipline.intake.document import FileDocument, ReportDocument, SupplementDocument
from tipline.intake.errors import (
    Finding,
    Problem,
    ValidationFailedError,
    WrongRootError,
)
from tipline.intake.field_rules import (
    file_breaches,
    refuses,
    report_breaches,
    supplement_breaches,
)
from tipline.intake.field_rules_relations import OwnReports
from tipline.intake.incident_types import map_legacy_incident_type
from tipline.intake.profile import Profile
from tipline.intake.reading import (
    read_file_tree,
    read_report_tree,
    read_supplement_tree,
)
from tipline.intake.schema import collapse_white_space, known_names
from tipline.intake.schema_sentences import schema_breaches
from tipline.intake.xml_front import parse_xml


@dataclass(frozen=True)
class ReadReport:
    """A report that was accepted, and what a stricter reader would refuse."""

    document: ReportDocument
    warnings: tuple[Finding, ...]


@dataclass(frozen=True)
class ReadFileDetails:
    """File details that were accepted, and what a stricter reader would refuse."""

    document: FileDocument
    warnings: tuple[Finding, ...]


def read_report(
    body: bytes,
    *,
    content_type: str,
    profile: Profile,
    at: datetime,
    own_reports: OwnReports,
) -> ReadReport:
    """Read a `<report>` as a platform sent it.

    Args:
        body: the request's body, at most 2 MB.
        content_type: the header as sent, or nothing; only its charset matters.
        profile: which findings refuse the report.
        at: now.
        own_reports: tells which of the report ids that the document refers to are of
            this reporter; asked once, and only if there are any.

    Raises:
        MalformedXmlError: not XML that is read (4110).
        WrongRootError: another document (4100).
        ValidationFailedError: schema or rules are broken; all problems (4100).
    """
    root = _root(body, "report", content_type)
    mapped = map_legacy_incident_type(root, profile)
    aside = set_unknown_annotations_aside(root)
    broken = [
        *aside.breaches,
        *mapped.breaches,
        *schema_breaches(root),
        *report_breaches(root, at=at, own_reports=own_reports),
    ]
    warnings = _judge(body, broken, profile)
    document = read_report_tree(
        root,
        incident_type_as_sent=mapped.as_sent,
        unknown_annotations=aside.names,
    )
    return ReadReport(document, warnings)


def read_file_details(
    body: bytes,
    *,
    content_type: str,
    profile: Profile,
    at: datetime,
    batched: bool,
) -> ReadFileDetails:
    """Read a `<fileDetails>` as a platform sent it.

    Args:
        body: the request's body, at most 2 MB.
        content_type: the header as sent, or nothing; only its charset matters.
        profile: which findings refuse the document.
        at: now.
        batched: whether the report is a batch, whose files have rules of their own.

    Raises:
        MalformedXmlError: not XML that is read (4110).
        WrongRootError: another document (4100).
        ValidationFailedError: schema or rules are broken; all problems (4100).
    """
    root = _root(body, "fileDetails", content_type)
    aside = set_unknown_annotations_aside(root)
    broken = [
        *aside.breaches,
        *schema_breaches(root),
        *file_breaches(root, at=at, batched=batched),
    ]
    warnings = _judge(body, broken, profile)
    return ReadFileDetails(
        read_file_tree(root, unknown_annotations=aside.names), warnings
    )


@dataclass(frozen=True)
class ReadSupplement:
    """A supplement that was accepted, and what was set aside in it."""

    document: SupplementDocument
    warnings: tuple[Finding, ...]


def read_supplement(
    body: bytes, *, content_type: str, at: datetime, own_reports: OwnReports
) -> ReadSupplement:
    """Read a `<supplement>` as a platform sent it, strictly whatever its profile is.

    No client of before our time sends one, so nobody needs leniency.

    Raises:
        MalformedXmlError: not XML that is read (4110).
        WrongRootError: another document (4100).
        ValidationFailedError: schema or rules are broken; all problems (4100).
    """
    root = _root(body, "supplement", content_type)
    aside = {
        each.findtext("fileId", "").strip(): set_unknown_annotations_aside(each)
        for each in root.findall("fileDetails")
    }
    broken = [
        *(breach for each in aside.values() for breach in each.breaches),
        *schema_breaches(root),
        *supplement_breaches(root, at=at, own_reports=own_reports),
    ]
    warnings = _judge(body, broken, Profile.STRICT)
    names = {file_id: each.names for file_id, each in aside.items()}
    document = read_supplement_tree(root, unknown_annotations=names)
    return ReadSupplement(document, warnings)


def does_not_fit(
    body: bytes, wrong: Sequence[tuple[int, CannotCorrectError]]
) -> ValidationFailedError:
    """Give the refusal of corrections that do not fit the report as it stands.

    Args:
        body: the supplement as it was sent, and accepted by `read_supplement`; empty
            for what was typed into a form.
        wrong: the place of each among the corrections, from 0, and what is wrong.
    """
    if not body:
        return ValidationFailedError(
            tuple(Problem(line=1, column=1, sentence=str(error)) for _, error in wrong)
        )
    return ValidationFailedError(
        place(
            body,
            [
                Breach(f"/supplement/correction[{number + 1}]", e.rule_id, str(e))
                for number, e in wrong
            ],
        )
    )


def _root(body: bytes, expected: str, content_type: str) -> etree._Element:
    root = parse_xml(body, content_type=content_type, known_names=known_names())
    if root.tag == expected:
        collapse_white_space(root)
        return root
    found = etree.QName(root)
    if found.localname == expected:
        sentence = (
            f"'{expected}' is in a namespace; the protocol has none, so take the"
            " declaration xmlns=… out of the root element."
        )
    else:
        sentence = (
            f"The root element is '{found.localname}'; this endpoint takes"
            f" '{expected}'."
        )
    raise WrongRootError((Problem(line=1, column=1, sentence=sentence),))


def _judge(body: bytes, broken: list[Breach], profile: Profile) -> tuple[Finding, ...]:
    """Give the warnings.

    Raises:
        ValidationFailedError: something is refused in this profile.
    """
    refused = [breach for breach in broken if refuses(profile, breach.rule_id)]
    if refused:
        raise ValidationFailedError(place(body, refused))
    return place(body, broken)
