"""Filters for what agencies answered."""

from django import template
from django.utils.translation import gettext as _

from tipline.feedback.answers import Answer
from tipline.feedback.wording import REASON_WORDS, STATUS_WORDS, WHY_NOT_WORDS

register = template.Library()


@register.filter
def answer_words(answer: Answer) -> str:
    """Say what became of a report, and why it was closed."""
    status = str(STATUS_WORDS[answer.status])
    if not answer.close_reason:
        return status
    return _("%(status)s: %(reason)s") % {
        "status": status,
        "reason": REASON_WORDS[answer.close_reason],
    }


@register.filter
def answer_details(answer: Answer) -> list[str]:
    """Say what else was answered; nothing of what was not."""
    said: list[tuple[bool | None, str, str]] = [
        (answer.child_identified, _("a child identified"), _("no child identified")),
        (answer.more_victims, _("further victims"), _("no further victims")),
        (answer.is_self_produced, _("self-produced"), _("not self-produced")),
        (answer.was_useful, _("the information helped"), _("it did not help")),
    ]
    found = [yes if value else no for value, yes, no in said if value is not None]
    if answer.more_victims_number:
        number = answer.more_victims_number
        found.append(_("further victims: %(number)s") % {"number": number})
    if answer.why_not_useful:
        found.append(str(WHY_NOT_WORDS[answer.why_not_useful]))
    return found
