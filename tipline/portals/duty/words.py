"""Plain words for the causes of alarms."""

from django.utils.translation import gettext_lazy as _

from tipline.intake.wording import Words

CAUSE_WORDS: dict[str, Words] = {
    "level-1": _("A child may be in danger now"),
    "not-assessed": _("Urgent, and not ranked"),
    "no-agency": _("Urgent, and no agency has it"),
    "not-opened": _("Urgent, and no agency has opened it"),
    "not-acknowledged": _("Urgent, and no agency says that it has it"),
    "step-failing": _("Urgent, and a step keeps failing"),
    "not-delivered": _("A message about an alarm could not be delivered"),
}
# What is done about each.
ADVICE_WORDS: dict[str, Words] = {
    "level-1": _("Read it now. Whoever acknowledges takes it on."),
    "not-assessed": _("Read it now, and raise it if it cannot wait."),
    "no-agency": _("Read it now; hand it over by telephone if an agency must know."),
    "not-opened": _("Telephone the agency."),
    "not-acknowledged": _("Telephone the agency."),
    "step-failing": _("Ask an operator to look at the failed steps."),
    "not-delivered": _("Ask an operator to look at the mail server and the webhooks."),
}
