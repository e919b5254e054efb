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
