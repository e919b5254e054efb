"""Why an agency has a report: stored in English, said in the reader's language."""

import pytest
from django.utils import translation

from tests.referral.evidence import hint
from tests.referral.test_national_law import AGENCIES, line, routed
from tipline.foundation.sentence import Sentence
from tipline.referral import reasons
from tipline.referral.agencies import AgencyKind
from tipline.referral.national_law import Ground, Objection
from tipline.referral.packet.sentence import in_words, unmarked
from tipline.referral.places import ISO_COUNTRIES, US_STATES
from tipline.referral.reasons import FROM_ANOTHER, reason_in_words
from tipline.referral.routing import NOT_CARRIED

OWN = "An invented act says so"
FEDERAL = [each for each in AGENCIES if each.code.startswith("US-FED")]
NO_TASK_FORCE = [each for each in AGENCIES if each.kind is not AgencyKind.ICAC]
MILITARY = hint("US", "TX", is_military=True)


def shipped():
    """Every reason that the shipped tables give, with a law that holds back, too."""
    places = [(country, None) for country in ISO_COUNTRIES]
    places += [("US", state) for state in (*US_STATES, "DC", "PR")]
    for agencies in (FEDERAL, FEDERAL[1:]):
        yield from routed([hint("SE")], agencies=agencies).deliveries
    for evidence in ([], [MILITARY], *([hint(*place)] for place in places)):
        laws = (line("DE"), line("MX"))
        yield from routed(evidence, *laws).deliveries
        yield from routed(evidence, agencies=NO_TASK_FORCE).deliveries
        first = {routed(evidence).deliveries[0].agency_code}
        yield from routed(evidence, excluded=frozenset({"US-FED", *first})).deliveries


def test_every_reason_that_the_shipped_tables_give_is_known_again():
    found = {each.reason for each in shipped()} | {FROM_ANOTHER}
    found |= {f"{NOT_CARRIED} {each}" for each in found if each.startswith("AZ ")}
    found |= {Objection(filter=line("DE"), ground=ground).sentence for ground in Ground}
    seen = set()
    for stored in found:
        said = reason_in_words(stored)
        assert said == stored
        ours = [each for each in said.values.values() if isinstance(each, Sentence)]
        assert {*said.values.values()} <= {*ours, OWN}, said
        seen |= {each.template for each in ours}
    assert seen >= {*reasons._templates()}


@pytest.mark.parametrize(
    ("stored", "german"),
    [
        (FROM_ANOTHER, "Von einer anderen Behörde weitergegeben."),
        (
            "DE (reported-person, victim): Ours alone. Carries the report to DE.",
            "DE (gemeldete Person, Kind): Ours alone. Überbringt die Meldung an DE.",
        ),
        ("Handed on by another agency, they say.", ""),
        ("No place is known;  such reports go to the federal desk.", ""),
        ("%(place)s (filter %s", ""),
        ("", ""),
    ],
)
def test_ours_is_translated_and_what_an_operator_wrote_stays(stored, german):
    said = reason_in_words(stored)
    assert said == stored
    with translation.override("de"):
        assert unmarked(in_words(said)) == (german or stored)
