"""Answers in plain words."""

from django.utils.translation import gettext_lazy as _

from tipline.feedback.answers import CloseReason, Status, WhyNotUseful
from tipline.intake.wording import Words

STATUS_WORDS: dict[str, Words] = {
    Status.ONGOING: _("Ongoing investigation"),
    Status.ARREST: _("Arrest"),
    Status.CONVICTION: _("Conviction"),
    Status.REFERRED: _("Referred to another agency"),
    Status.CLOSED: _("Closed"),
}
REASON_WORDS: dict[str, Words] = {
    CloseReason.NOT_LOCATED: _("Unable to locate the subject"),
    CloseReason.EMPTY_RESPONSE: _("The platform's answer to legal process was empty"),
    CloseReason.NO_CRIME: _("No crime"),
    CloseReason.NO_MERIT: _("No prosecutorial merit"),
    CloseReason.ADULT: _("The alleged child is an adult"),
    CloseReason.AGE_UNKNOWN: _("The age cannot be determined"),
    CloseReason.FALSE_REPORT: _("False report"),
    CloseReason.UNFOUNDED: _("Unfounded"),
    CloseReason.DECEASED: _("The person is deceased"),
    CloseReason.OTHER: _("Another reason"),
}
WHY_NOT_WORDS: dict[str, Words] = {
    WhyNotUseful.STALE: _("It was stale"),
    WhyNotUseful.LIMITED: _("It was limited"),
    WhyNotUseful.OTHER: _("Another reason"),
}
