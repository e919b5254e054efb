"""Find an agency's reports by words, or by an identifier that they name."""

from pathlib import Path

from django.db.models import Q

from tipline.casework.models import Work
from tipline.foundation.policy.principal import Principal
from tipline.foundation.policy.scope import acting
from tipline.foundation.statements import all_rows, statement
from tipline.linking.identifiers import Kind, normalize
from tipline.linking.models import IdentifierUse

FOUND_MOST = 1000  # what more reports hold tells none of them apart
TEXT_MAX = 200
WORDS_MOST = 8
_HERE = Path(__file__).parent
# What is known by its value alone; accounts are known by their service as well.
_UNSCOPED = (Kind.EMAIL, Kind.IP, Kind.URL)
_HASHES = {32: "MD5", 40: "SHA-1", 64: "SHA-256"}  # by the number of digits


def found_by(officer: Principal, text: str) -> list[int]:
    """Give the referrals of the officer's agency whose reports hold a text.

    All of its words, in any order, or an identifier that it is as a whole: an e-mail
    address, a phone number in international form, an IP address, a URL or a file's
    hash. The newest FOUND_MOST of each.
    """
    text = text[:TEXT_MAX].replace("\x00", "")
    with acting(officer):
        return sorted({*_by_words(officer, text), *_by_identifier(officer, text)})


def _by_words(officer: Principal, text: str) -> set[int]:
    values = {
        "agency": officer.organization_id,
        "text": text,
        "words": WORDS_MOST,
        "most": FOUND_MOST,
    }
    return {int(str(pk)) for (pk,) in all_rows(statement(_HERE, "by_words"), values)}


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
