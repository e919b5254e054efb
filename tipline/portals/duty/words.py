"""What is done about alarms, in plain words."""

from django.utils.translation import gettext_lazy as _

from tipline.intake.wording import Words

# By the cause of the alarm.
ADVICE_WORDS: dict[str, Words] = {
    "level-1": _("Read it now. Whoever acknowledges takes it on."),
    "not-assessed": _("Read it now, and raise it if it cannot wait."),
    "no-agency": _("Read it now; hand it over by telephone if an agency must know."),
    "not-opened": _("Telephone the agency."),
    "not-acknowledged": _("Telephone the agency."),
    "step-failing": _("Ask an operator to look at the failed steps."),
    "not-delivered": _("Ask an operator to look at the mail server and the webhooks."),
}
