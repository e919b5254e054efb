"""Why a report has its priority, as a packet says it: rules, facts, and whose word."""

from collections.abc import Sequence

from tipline.foundation.sentence import Sentence
from tipline.intake.codec import Json
from tipline.referral.packet.contents import Fact, Priority, PriorityReason
from tipline.referral.packet.sentence import Coded, recognized
from tipline.triage.lowering import BY_ONE, BY_TWO
from tipline.triage.models import Assessment
from tipline.triage.wording import PLACE_WORDS

AN_ANALYST = Sentence("an analyst of the clearinghouse")
BY_PERSON = "person:"
A_TERM = "term:"
BY_CALLER = ("danger:", "access:", "told_by:")


def priority_of(assessments: Sequence[Assessment]) -> Priority:
    """Give what stands now, who set it, and every reason that counts."""
    if not assessments:
        return Priority(level="E")
    newest = assessments[-1]
    # The rules rank a report again, but never below what a person has set.
    by_person = [made for made in assessments if made.actor.startswith(BY_PERSON)]
    return Priority(
        level=newest.priority,
        set_by=AN_ANALYST if by_person else None,
        set_at=by_person[-1].at if by_person else newest.at,
        reasons=tuple(
            _reason(reason)
            for reason in newest.reasons
            if not reason.get("is_set_aside")
        ),
    )


def _reason(reason: Json) -> PriorityReason:
    return PriorityReason(
        rule=reason["rule"],
        sentence=_said(reason["sentence"]),
        facts=tuple(_fact(fact) for fact in reason.get("facts", ())),
    )


def _said(sentence: str) -> str:
    """Know a sentence with a value in it again; a rule's own needs no template."""
    found = recognized(sentence, (BY_ONE, BY_TWO))
    return found if found.template in {BY_ONE, BY_TWO} else sentence


def _fact(fact: str) -> Fact:
    """Take a rule's fact apart: `novel_files=3`, or a word that the platform used."""
    name, is_counted, value = fact.partition("=")
    if is_counted:
        return Fact(name=name.replace("_", " "), value=value)
    if fact.startswith(A_TERM):
        term, _, place = fact.removeprefix(A_TERM).partition("@")
        where = Coded(place.replace("-", " "), str(PLACE_WORDS.get(place, place)))
        return Fact(name=Sentence("term in %(place)s", place=where), value=term)
    if fact.startswith(BY_CALLER):
        name, _, value = fact.partition(":")
        return Fact(name=name.replace("_", " "), value=value)
    if fact.startswith(BY_PERSON):
        return Fact(name="by", value=AN_ANALYST)
    return Fact(name="stated", value=fact)
