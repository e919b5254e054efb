"""Every documented rule that the schema does not hold, over one element tree.

The rules are kept by subject: `field_rules_values` (one value by itself),
`field_rules_times`, `field_rules_relations` (values that must fit together) and
`field_rules_batches`. They work on a tree that failed the schema too, so that one
answer names every problem. Which of them refuse is the profile's decision.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain

from lxml import etree

from tipline.intake.breach import Breach
from tipline.intake.field_rules_batches import batched_file, batched_report
from tipline.intake.field_rules_relations import (
    RELATION_RULES,
    OwnReports,
    file_relations,
    report_relations,
    unknown_prior_reports,
)
from tipline.intake.field_rules_said import Said
from tipline.intake.field_rules_supplements import supplement_relations
from tipline.intake.field_rules_times import time_breaches
from tipline.intake.field_rules_values import value_breaches
from tipline.intake.profile import Profile

# Broken by nobody who means what he sends; both profiles refuse them.
ALWAYS_REFUSED = frozenset(
    {
        "incident.in-future",
        "url.whitespace",
        "time.out-of-range",
        "number.not-finite",
        "batch.forbidden-element",
        "batch.person-content",
        "batch.file-forbidden-element",
        "batch.file-mark-missing",
        "batch.file-other-annotation",
        "batch.file-relevance",
        "supplement.empty",
        "supplement.too-many",
        "supplement.file-of-other-report",
        "supplement.file-twice",
        "correction.field-unknown",
        "correction.file-id",
        "correction.no-such-account",
        "correction.old-value",
        "correction.value",
    }
)

# Said to help, never to refuse: the document means what it says.
NEVER_REFUSED = frozenset({"annotation.unknown"})


def refuses(profile: Profile, rule_id: str) -> bool:
    """Tell whether a breach of this rule refuses the document in this profile."""
    if rule_id.startswith("schema") or rule_id in ALWAYS_REFUSED:
        return True
    return profile is Profile.STRICT and rule_id not in NEVER_REFUSED


def report_breaches(
    root: etree._Element, *, at: datetime, own_reports: OwnReports
) -> list[Breach]:
    """List every broken rule of a `report`."""
    said = chain(
        _elements(root, at),
        report_relations(root),
        unknown_prior_reports(root, own_reports),
        batched_report(root),
    )
    return _breaches(said)


def file_breaches(root: etree._Element, *, at: datetime, batched: bool) -> list[Breach]:
    """List every broken rule of a `fileDetails`, of a batch or not."""
    said = chain(
        _elements(root, at),
        file_relations(root),
        batched_file(root) if batched else (),
    )
    return _breaches(said)


def supplement_breaches(
    root: etree._Element, *, at: datetime, own_reports: OwnReports
) -> list[Breach]:
    """List every broken rule of a `supplement`."""
    said = chain(
        _elements(root, at),
        unknown_prior_reports(root, own_reports),
        supplement_relations(root),
    )
    return _breaches(said)


def _elements(root: etree._Element, at: datetime) -> Iterator[Said]:
    for element in root.iter("*"):
        yield from value_breaches(element)
        yield from time_breaches(element, at)
        for rule in RELATION_RULES.get(str(element.tag), ()):
            yield from rule(element)


def _breaches(said: Iterator[Said]) -> list[Breach]:
    return [Breach(one.element, one.rule_id, one.sentence) for one in said]
