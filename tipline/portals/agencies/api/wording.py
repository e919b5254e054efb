"""What the scopes of tokens are called on pages."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tipline.foundation.accounts.uses import TokenScope

SCOPE_WORDS: dict[str, str | Promise] = {
    TokenScope.READ.value: _("Read reports, cases, due dates and figures"),
    TokenScope.WORK.value: _("Work them: acknowledge, assign, cases, hand on"),
    TokenScope.FILES.value: _("Receive packets and files, on a stated legal basis"),
    TokenScope.ANSWERS.value: _("Answer what became of reports, and clear them"),
}
