"""Verdicts, grounds and states in plain words, for all portals."""

from django.utils.translation import gettext_lazy as _

from tipline.clearance.verdicts import GROUNDS, Ground, Verdict
from tipline.intake.wording import Words

VERDICT_WORDS: dict[str, Words] = {
    Verdict.NOT_CSAM: _("Not CSAM"),
    Verdict.UNFOUNDED: _("Unfounded"),
}
GROUND_WORDS: dict[str, Words] = {
    Ground.ADULTS: _("only adults are shown"),
    Ground.NUDITY_WITHOUT_SEX: _("nudity without anything sexual"),
    Ground.CHILDREN_NOT_SEXUAL: _("children, and nothing sexual"),
    Ground.DRAWN: _("drawn or generated, and lawful"),
    Ground.UNRELATED: _("nothing to do with it"),
    Ground.NO_CRIME: _("no crime"),
    Ground.FALSE_REPORT: _("a false report"),
    Ground.WRONG_ACCOUNT: _("another account was meant"),
    Ground.ALLEGED_CHILD_IS_ADULT: _("the alleged child is an adult"),
}
STATE_WORDS: dict[str, Words] = {
    "said": _("waits for a second person"),
    "confirmed": _("confirmed"),
    "declined": _("declined: it stays as it was"),
}


def finding_choices() -> list[tuple[str, list[tuple[str, Words]]]]:
    """Offer every ground under its verdict, as `verdict/ground`."""
    return [
        (
            str(VERDICT_WORDS[verdict]),
            [(f"{verdict}/{ground}", GROUND_WORDS[ground]) for ground in grounds],
        )
        for verdict, grounds in GROUNDS.items()
    ]
