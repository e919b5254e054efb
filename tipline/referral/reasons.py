"""Why an agency has a report: how the sentences that are stored are read.

As many as led to an agency are stored in a row, in English, with those that an operator
wrote into the tables. Ours are known again and said in the language of whoever reads
them; an operator's own stay as they are written.
"""

import csv
import re
from functools import cache

from tipline.foundation.sentence import Sentence
from tipline.referral.evidence_words import ABOUT_WORDS
from tipline.referral.jurisdiction import About
from tipline.referral.national_law import BY_FILTER, SENTENCES
from tipline.referral.packet.sentence import Coded, in_a_row, recognized
from tipline.referral.routing import CARRIED, HELD_BACK, IN_THE_PLACE, NOT_CARRIED
from tipline.referral.routing_rules import RULES_FILE

FROM_ANOTHER = "Handed on by another agency."
# As routing.py writes it before the sentence of a rule.
_PLACE = "%(place)s (%(about)s):"
_ABOUT = "|".join(About)


def reason_in_words(stored: str) -> Sentence:
    """Give a stored reason as sentences that are translated where they are shown."""
    said, end = [], 0
    for found in _ours().finditer(stored):
        said += [stored[end : found.start()].strip(), _said(found[0])]
        end = found.end()
    made = in_a_row([*filter(None, said), *filter(None, [stored[end:].strip()])])
    return made if made == stored else in_a_row((stored,))


@cache
def _templates() -> tuple[str, ...]:
    with RULES_FILE.open(encoding="utf-8", newline="") as file:
        rules = [f"{row['why']}." for row in csv.DictReader(file)]
    laws = SENTENCES.values()
    ours = (FROM_ANOTHER, IN_THE_PLACE, CARRIED, NOT_CARRIED, HELD_BACK, BY_FILTER)
    return (*ours, *laws, *rules)


@cache
def _ours() -> re.Pattern[str]:
    """Find sentences of ours among others; their values are codes, without spaces."""
    place = rf"[A-Z]{{2}}(?:-[A-Z]{{2}})? \((?:{_ABOUT})(?:, (?:{_ABOUT}))*\):"
    known = (r"[^\s()]+".join(map(re.escape, _pieces(each))) for each in _templates())
    return re.compile(rf"(?<!\S)(?:{place}|{'|'.join(known)})(?!\S)")


def _pieces(template: str) -> list[str]:
    return re.split(r"%\(\w+\)s", template)


def _said(found: str) -> Sentence:
    said = recognized(found, (*_templates(), _PLACE))
    if "about" not in said.values:
        return said
    codes = said.values["about"].split(", ")
    about = [Coded(code, str(ABOUT_WORDS[code])) for code in codes]
    return Sentence(_PLACE, place=said.values["place"], about=in_a_row(about, ", "))
