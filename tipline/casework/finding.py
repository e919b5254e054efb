"""Find an agency's reports and cases by words, or by an identifier that they name."""

import re
from pathlib import Path

from django.db.models import Q

from tipline.casework.models import Work
from tipline.casework.notes import as_author
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.statements import all_rows, statement
from tipline.linking.identifiers import Kind, normalize
from tipline.linking.models import IdentifierUse

FOUND_MOST = 1000  # what more reports hold tells none of them apart
TEXT_MAX = 200
WORDS_MOST = 8
GRAMS_MOST = 16  # of scripts without spaces; as many tell a longer text apart, too
OWN_NOTES_MOST = 1000  # private ones, the newest: they are read, not looked up
# Where parts of a file's name meet, as casework_parts has it. An address is none.
_SEAMS = re.compile(
    r"[!-.:-?\[-`{-~\s]+"
    r"|(?<=[^0-9\s])(?=[0-9])|(?<=[0-9])(?=[^0-9\s])|(?<=[a-z])(?=[A-Z])"
)
_ADDRESS = re.compile(r"[@/]")
_HERE = Path(__file__).parent
# What is known by its value alone; accounts are known by their service as well.
_UNSCOPED = (Kind.EMAIL, Kind.IP, Kind.URL)
_HASHES = {32: "MD5", 40: "SHA-1", 64: "SHA-256"}  # by the number of digits


def found_by(officer: Principal, text: str) -> list[int]:
    """Give the referrals of the officer's agency whose reports hold a text.

    All of its words, in any order, or an identifier that it is as a whole: an e-mail
    address, a phone number in international form, an IP address, a URL or a file's
    hash. Words are those of the report, of the names of its files, of what the agency
    reads beside it, and of its case. The newest FOUND_MOST of each.
    """
    text = _typed(text)
    with acting(officer):
        noted, noted_cases = _in_own_notes(officer, text)
        cases = noted_cases | _cases_by_words(officer, text)
        return sorted(
            _by_words(officer, text)
            | _by_identifier(officer, text)
            | noted
            | _of_cases(officer, cases)
        )


def cases_found_by(officer: Principal, text: str) -> set[int]:
    """Give the cases of the officer's agency that hold all words of a text.

    In number, title, tasks, or notes that the officer may read.
    """
    text = _typed(text)
    with acting(officer):
        return _in_own_notes(officer, text)[1] | _cases_by_words(officer, text)


def _typed(text: str) -> str:
    return text[:TEXT_MAX].replace("\x00", "")


def _asked(officer: Principal, text: str, *, most: int) -> dict[str, object]:
    return {
        "agency": officer.organization_id,
        "text": text,
        "words": WORDS_MOST,
        "grams": GRAMS_MOST,
        "most": most,
    }


def _numbers(name: str, values: dict[str, object]) -> set[int]:
    return {int(str(pk)) for (pk,) in all_rows(statement(_HERE, name), values)}


def _by_words(officer: Principal, text: str) -> set[int]:
    """Find them by the text as it is typed, and by the parts of a file's name."""
    readings = {text}
    parts = [part for part in _SEAMS.split(text) if part]
    # A part of one letter tells nothing apart: without it too much would be found.
    if not _ADDRESS.search(text) and all(len(part) > 1 for part in parts):
        readings.add(" ".join(parts))
    asked = (_asked(officer, each, most=FOUND_MOST) for each in readings)
    return set().union(*(_numbers("by_words", values) for values in asked))


def _cases_by_words(officer: Principal, text: str) -> set[int]:
    return _numbers("cases_by_words", _asked(officer, text, most=FOUND_MOST))


def _of_cases(officer: Principal, cases: set[int]) -> set[int]:
    rows = Work.objects.filter(agency_id=officer.organization_id, case_id__in=cases)
    found = rows.order_by("-pk").values_list("pk", flat=True)[:FOUND_MOST]
    return set(found) if cases else set()


def _in_own_notes(officer: Principal, text: str) -> tuple[set[int], set[int]]:
    """Give the referrals and the cases of the private notes that hold a text."""
    if officer.program:
        return set(), set()
    values = _asked(officer, text, most=OWN_NOTES_MOST)
    values["author"] = officer.person_id
    with as_author(officer):
        rows = all_rows(statement(_HERE, "own_notes_by_words"), values)
    reports = {int(str(referral)) for referral, _ in rows if referral is not None}
    cases = {int(str(case)) for _, case in rows if case is not None}
    return reports, cases


def _by_identifier(officer: Principal, text: str) -> set[int]:
    named = Q(pk=None)
    for kind, context in _readings(text):
        value = normalize(kind, text.strip(), context=context).identifier
        if value:
            named |= Q(
                identifier__kind=value.kind,
                identifier__scope=value.scope,
                identifier__value=value.value,
            )
    uses = IdentifierUse.objects.filter(named).order_by("-report_id")
    reports = uses.values_list("report_id", flat=True).distinct()[:FOUND_MOST]
    rows = Work.objects.filter(
        agency_id=officer.organization_id, report_id__in=list(reports)
    )
    return set(rows.values_list("pk", flat=True))


def _readings(text: str) -> list[tuple[Kind, str]]:
    digits = text.strip().removeprefix("#")
    found = [(kind, "") for kind in _UNSCOPED]
    if digits.startswith("+"):
        found.append((Kind.PHONE, ""))
    if len(digits) in _HASHES:
        found.append((Kind.FILE_HASH, _HASHES[len(digits)]))
    return found
